//! The finding: what a rule says of a place or a unit, as data without sentences.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Detail;
use crate::model::{
    Extent, LayerKey, Level, OverlayKey, Position, SettlementKey, UnitKey, is_usable,
};
use crate::topology::BorderLevel;

/// What a kind of finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// `T`: polygons and the coverage.
    Topology,
    /// `S`: units, codes, names and the tree.
    Structure,
    /// `D`: parties' claims.
    Dispute,
    /// `L`: the law.
    Legal,
}

impl Family {
    /// Every family, in the order of reports.
    pub const ALL: [Self; 4] = [Self::Topology, Self::Structure, Self::Dispute, Self::Legal];

    /// The letter that its codes begin with.
    pub fn letter(self) -> char {
        match self {
            Self::Topology => 'T',
            Self::Structure => 'S',
            Self::Dispute => 'D',
            Self::Legal => 'L',
        }
    }
}

/// Declares the codes with their families and kinds.
macro_rules! codes {
    ($($code:ident $family:ident $kind:literal;)*) => {
        /// The code of a kind of finding: for machines, and never changed. Legal ones
        /// are numbered by article.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[allow(missing_docs, reason = "`Code::kind` says what each is")]
        pub enum Code { $($code,)* }

        impl Code {
            /// Every code, in the order of reports.
            pub const ALL: &'static [Self] = &[$(Self::$code,)*];

            /// The code as written: `T09`.
            pub fn name(self) -> &'static str {
                match self { $(Self::$code => stringify!($code),)* }
            }

            /// The kind's name for machines: `overlap`. A code with several kinds has
            /// its first one here; [`Finding::kind`] tells them apart.
            pub fn kind(self) -> &'static str {
                match self { $(Self::$code => $kind,)* }
            }

            /// The family that it belongs to.
            pub fn family(self) -> Family {
                match self { $(Self::$code => Family::$family,)* }
            }
        }
    };
}

codes! {
    T01 Topology "self-intersection";
    T02 Topology "ring-self-touch";
    T03 Topology "unclosed-ring";
    T04 Topology "degenerate-polygon";
    T05 Topology "repeated-vertex";
    T06 Topology "invalid-nesting";
    T07 Topology "spike";
    T08 Topology "undersized-polygon";
    T09 Topology "overlap";
    T10 Topology "duplicate-polygon";
    T11 Topology "contained-unit";
    T12 Topology "gap";
    T13 Topology "open-gap";
    T14 Topology "sliver-overlap";
    T15 Topology "sliver-gap";
    T16 Topology "unmatched-vertex";
    T17 Topology "edge-mismatch";
    T18 Topology "invalid-coordinate";
    S01 Structure "child-outside-parent";
    S02 Structure "parent-not-covered";
    S03 Structure "parent-border-mismatch";
    S04 Structure "missing-parent";
    S05 Structure "centre-missing";
    S06 Structure "centre-outside";
    S07 Structure "centre-wrong-kind";
    S08 Structure "settlement-outside-unit";
    S09 Structure "detached-part";
    S10 Structure "enclave";
    S11 Structure "population-sum-mismatch";
    S12 Structure "duplicate-code";
    S13 Structure "code-not-under-parent";
    S14 Structure "retired-code-reused";
    S15 Structure "missing-name";
    S16 Structure "duplicate-name";
    S17 Structure "unnormalised-name";
    S18 Structure "harim-overlap";
    S19 Structure "harim-crosses-division";
    S20 Structure "constituency-cuts-county";
    S21 Structure "village-cut";
    D01 Dispute "contested-area";
    D02 Dispute "unagreed-border";
    L02 Legal "village-population";
    L03 Legal "rural-district-population";
    L04 Legal "city-population";
    L06 Legal "district-population";
    L07 Legal "county-population";
    L09 Legal "province-population";
}

impl Code {
    /// The code whose written form is `name`, in either case.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|code| code.name().eq_ignore_ascii_case(name))
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// How grave a finding is, gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The data contradicts itself or the law.
    Error,
    /// It may stand, by someone's decision.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    /// Every severity, gravest first.
    pub const ALL: [Self; 3] = [Self::Error, Self::Warning, Self::Note];

    /// The name for machines: `error`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }

    /// The severity whose name for machines is `name`.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|severity| severity.name() == name)
    }
}

/// The level that a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingLevel {
    /// A level; between units, the highest at which they differ.
    At(Level),
    /// One unit and the outside.
    Outer,
    /// Units without a parent to compare.
    Unknown,
}

impl FindingLevel {
    /// The name for machines: a level's, `outer` or `unknown`.
    pub fn name(self) -> &'static str {
        match self {
            Self::At(level) => level.name(),
            Self::Outer => "outer",
            Self::Unknown => "unknown",
        }
    }
}

impl From<Level> for FindingLevel {
    fn from(level: Level) -> Self {
        Self::At(level)
    }
}

impl From<BorderLevel> for FindingLevel {
    fn from(level: BorderLevel) -> Self {
        match level {
            BorderLevel::Between(level) => Self::At(level),
            BorderLevel::Outer => Self::Outer,
            BorderLevel::Unknown => Self::Unknown,
        }
    }
}

/// Where a finding is.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// The point to go to: in the fault, not in the middle of the unit.
    pub at: Position,
    /// The box around it.
    pub extent: Extent,
    /// Rings (first vertex repeated at the end) or lines to draw; empty for a point.
    pub outline: Vec<Vec<Position>>,
}

impl Place {
    /// A point.
    pub fn point(at: Position) -> Self {
        Self {
            at,
            extent: Extent::at(at),
            outline: Vec::new(),
        }
    }

    /// Rings or lines, seen at `at`.
    pub fn outline(at: Position, outline: Vec<Vec<Position>>) -> Self {
        let usable = outline.iter().flatten().copied();
        let extent = Extent::around(usable.filter(|&position| is_usable(position)));
        Self {
            at,
            extent: extent.unwrap_or_else(|| Extent::at(at)),
            outline,
        }
    }

    /// The box, in degrees, to look at: of several pieces that of the one with the point to
    /// go to, as all of them together may be a province apart.
    ///
    /// ```
    /// use marz::model::Position;
    /// use marz::rules::Place;
    /// let ring = |x: f64| {
    ///     [(0.0, 0.0), (0.1, 0.0), (0.1, 0.1), (0.0, 0.0)]
    ///         .map(|(east, north)| Position { x: x + east, y: 33.0 + north })
    ///         .to_vec()
    /// };
    /// let at = Position { x: 48.08, y: 33.02 };
    /// let place = Place::outline(at, vec![ring(48.0), ring(50.0)]);
    /// assert_eq!(place.extent.max.x, 50.1);
    /// assert_eq!(place.sight().max.x, 48.1);
    /// ```
    pub fn sight(&self) -> Extent {
        let boxes = self.outline.iter().filter_map(|line| {
            let usable = line.iter().copied().filter(|&position| is_usable(position));
            Extent::around(usable).filter(|extent| extent.holds(self.at))
        });
        let size = |extent: &Extent| {
            let size = extent.max - extent.min;
            size.x.max(size.y)
        };
        let largest = boxes.max_by(|a, b| size(a).total_cmp(&size(b)));
        largest.unwrap_or(self.extent)
    }
}

/// A number with what it counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Amount {
    /// People.
    People(u64),
    /// A count of something else.
    Count(u64),
    /// Metres.
    Metres(f64),
    /// Square metres.
    SquareMetres(f64),
    /// Degrees of an angle.
    Degrees(f64),
}

impl Amount {
    /// The bare number.
    pub fn value(self) -> f64 {
        match self {
            Self::People(count) | Self::Count(count) => count as f64,
            Self::Metres(value) | Self::SquareMetres(value) | Self::Degrees(value) => value,
        }
    }
}

/// The provision that a finding rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basis {
    /// The set of legal parameters: `1362`.
    pub law: String,
    /// The article.
    pub article: u8,
    /// Its note, if one.
    pub note: Option<u8>,
}

impl fmt::Display for Basis {
    /// For machines: `1362/3/1` is note 1 of article 3 in the set 1362.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}", self.law, self.article)?;
        match self.note {
            Some(note) => write!(formatter, "/{note}"),
            None => Ok(()),
        }
    }
}

/// What would have to be known to decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// People of the unit or of one of its parts.
    Population,
    /// The density grade (article 8).
    Density,
    /// Households of a village.
    Households,
    /// When a unit was established.
    Established,
}

impl Missing {
    /// The name for machines: `population`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Population => "population",
            Self::Density => "density",
            Self::Households => "households",
            Self::Established => "established",
        }
    }
}

/// Who can permit what the law does not grant by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Authority {
    /// هیأت وزیران
    Cabinet,
    /// مجلس شورای اسلامی
    Parliament,
}

/// What the law says of a unit. Missing data never reads as a pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It meets the condition.
    Satisfied,
    /// It does not, and nobody's permission named by the provision would do.
    Violated,
    /// It may stand if this authority permits.
    NeedsAuthority(Authority),
    /// It existed at the law's date and keeps its title; the duty to conform stands
    /// (article 11).
    Grandfathered,
    /// It does not, and stands by the decree that permits it.
    Permitted,
    /// Something is missing that the answer depends on.
    NotDecidable,
}

impl Verdict {
    /// The name for machines: `needs-cabinet`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Satisfied => "satisfied",
            Self::Violated => "violated",
            Self::NeedsAuthority(Authority::Cabinet) => "needs-cabinet",
            Self::NeedsAuthority(Authority::Parliament) => "needs-parliament",
            Self::Grandfathered => "grandfathered",
            Self::Permitted => "permitted",
            Self::NotDecidable => "not-decidable",
        }
    }
}

/// The name of a finding between runs: the code and ten hexadecimal digits.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FindingKey(pub String);

impl fmt::Display for FindingKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The hash of a finding's own edges or of the values that it measured: an exception
/// holds while it is equal.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fingerprint(pub String);

/// A finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Its kind's code.
    pub code: Code,
    /// How grave it is.
    pub severity: Severity,
    /// The level it is about.
    pub level: Option<FindingLevel>,
    /// The units it is about, in the order that its rule's document tells.
    pub units: Vec<UnitKey>,
    /// The settlements it is about, likewise.
    pub settlements: Vec<SettlementKey>,
    /// The overlays it is about, likewise.
    pub overlays: Vec<OverlayKey>,
    /// The layer it is about, for what became no entity.
    pub layer: Option<LayerKey>,
    /// The feature of that layer, counted from 0.
    pub feature: Option<usize>,
    /// Where it is. A rule leaves it out where it means its first settlement, or its
    /// first unit, as a whole: the runner gives it then.
    pub place: Option<Place>,
    /// Its area on the ellipsoid in square metres.
    pub area_m2: Option<f64>,
    /// The diameter of its largest inscribed circle in metres.
    pub width_m: Option<f64>,
    /// Its length in metres.
    pub length_m: Option<f64>,
    /// What was measured.
    pub measured: Option<Amount>,
    /// What was asked.
    pub required: Option<Amount>,
    /// The provision it rests on.
    pub basis: Option<Basis>,
    /// What is missing to decide.
    pub missing: Vec<Missing>,
    /// What the law says, for legal findings.
    pub verdict: Option<Verdict>,
    /// What else its words need.
    pub detail: Detail,
    /// Its name between runs; the runner gives it.
    pub key: FindingKey,
}

impl Finding {
    /// A finding with nothing but its code and severity.
    pub fn new(code: Code, severity: Severity) -> Self {
        Self {
            code,
            severity,
            level: None,
            units: Vec::new(),
            settlements: Vec::new(),
            overlays: Vec::new(),
            layer: None,
            feature: None,
            place: None,
            area_m2: None,
            width_m: None,
            length_m: None,
            measured: None,
            required: None,
            basis: None,
            missing: Vec::new(),
            verdict: None,
            detail: Detail::Plain,
            key: FindingKey::default(),
        }
    }

    /// The kind's name for machines, where a code has several the finding's own.
    pub fn kind(&self) -> &'static str {
        match self.detail {
            Detail::WrongLevel { .. } => "wrong-level",
            Detail::Cycle => "cycle",
            _ => self.code.kind(),
        }
    }
}
