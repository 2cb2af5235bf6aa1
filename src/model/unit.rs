//! The unit: a province, county, district, rural district or city, its attributes
//! and its land.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::table::key;
use super::{
    Attachment, BorderKey, DecreeKey, LayerKey, Level, Life, PartialDate, Populations, Position,
    Properties, SettlementKey,
};

key! {
    /// The key of a [`Unit`].
    UnitKey
}

/// The density grades of articles 3, 6 and 7, set by the cabinet (article 8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DensityGrade {
    /// تراکم زیاد
    Dense,
    /// تراکم متوسط
    Medium,
    /// تراکم کم
    Low,
}

/// The areas for which articles 6 and 7, note 2, allow less.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SpecialArea {
    /// کم‌تراکم
    LowDensity,
    /// دورافتاده
    Remote,
    /// مرزی
    Border,
    /// جزیره
    Island,
    /// جنگلی
    Forest,
    /// کویری
    Desert,
    /// محروم
    Deprived,
}

/// One use of a border by a ring.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct BorderUse {
    /// The border.
    pub border: BorderKey,
    /// Whether the ring runs against the border's direction.
    pub reversed: bool,
}

/// A vertex that its source wrote more than once in a row. The line holds it once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repeat {
    /// Which use of the ring's path the vertex lies in, its first vertex included
    /// and its last left to the next use.
    pub step: u32,
    /// The vertex's place in that use, in the ring's direction.
    pub offset: u32,
    /// How many times more than once it was written.
    pub times: u32,
}

/// A ring of a unit in the coverage: a closed path of borders. It writes itself out
/// as it was read: the same first vertex, direction and repetitions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ring {
    /// The borders in the ring's order. The first holds the ring's first vertex.
    pub path: Arc<[BorderUse]>,
    /// Where in the first use, in the ring's direction, the ring's first vertex is.
    pub start: u32,
    /// Vertices that were written more than once.
    pub repeats: Vec<Repeat>,
    /// Whether the source repeated the first vertex at the end, as it should.
    pub closed: bool,
    /// Third ordinates in metres, one a written vertex, if the source had them.
    pub heights_m: Option<Arc<[f64]>>,
}

/// A polygon of a unit in the coverage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// Its shell.
    pub shell: Ring,
    /// Its holes.
    pub holes: Vec<Ring>,
}

impl Part {
    /// The shell and the holes.
    pub fn rings(&self) -> impl Iterator<Item = &Ring> {
        std::iter::once(&self.shell).chain(&self.holes)
    }
}

/// A ring outside the coverage: its vertices as they were read, the last one too.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlainRing {
    /// The vertices as written.
    pub positions: Arc<[Position]>,
    /// Third ordinates in metres, one a vertex, if the source had them.
    pub heights_m: Option<Arc<[f64]>>,
}

/// A polygon outside the coverage; the first ring is the shell.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PlainPolygon {
    /// Shell, then holes.
    pub rings: Vec<PlainRing>,
}

/// Why a polygon is not in the coverage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlainRole {
    /// Not looked at yet: `topology::weave` decides.
    Pending,
    /// A parent's own polygon: it is checked, and never decides the parent's land.
    Reference,
    /// A city drawn over its rural districts.
    Over,
    /// The unit has ended: its land is others' now.
    Former,
    /// None of its polygons spans land, or it has a coordinate that is not on the earth.
    Unusable,
}

/// A unit's land. A leaf, a unit with a polygon and no child with one, lies in the
/// coverage; every other polygon is kept as it came.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Land {
    /// It has no polygon of its own.
    None,
    /// A leaf of the coverage.
    Coverage(Vec<Part>),
    /// A polygon outside the coverage.
    Plain {
        /// The polygons as they came.
        polygons: Arc<[PlainPolygon]>,
        /// Why they are outside.
        role: PlainRole,
    },
}

/// What a source says of a unit's parent, kept as written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParentReference {
    /// The parent's code.
    pub code: Option<String>,
    /// The names of ancestors by level, highest first.
    pub names: Vec<(Level, String)>,
}

impl ParentReference {
    /// Whether the source says nothing.
    pub fn is_empty(&self) -> bool {
        self.code.is_none() && self.names.is_empty()
    }
}

/// The seat of a unit.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Centre {
    /// Its name as written.
    pub name: String,
    /// Where it is.
    pub position: Option<Position>,
    /// The village that it is, if known.
    pub settlement: Option<SettlementKey>,
    /// The city that it is, if known.
    pub city: Option<UnitKey>,
    /// The layer it came from.
    pub layer: Option<LayerKey>,
    /// What its source says of it.
    pub properties: Properties,
}

/// A name that a unit had before, or goes by beside its own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OtherName {
    /// The name as written.
    pub name: String,
    /// Since when it was its name, where that is known.
    pub from: Option<PartialDate>,
    /// Until when it was its name; nothing for one that it still goes by.
    pub until: Option<PartialDate>,
}

/// A unit (واحد تقسیماتی).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Unit {
    /// Its name for life.
    pub id: Uuid,
    /// Its level: province to city.
    pub level: Level,
    /// Its statistical code as written, zeros kept.
    pub code: Option<String>,
    /// The ministry's own code, as written.
    #[serde(default)]
    pub ministry_code: Option<String>,
    /// Its name as written.
    pub name: String,
    /// Its name in Latin letters; empty where nobody has written it.
    #[serde(default)]
    pub latin_name: String,
    /// Names that it had before or goes by beside its own.
    #[serde(default)]
    pub other_names: Vec<OtherName>,
    /// The unit it is under.
    pub parent: Option<UnitKey>,
    /// What its source says of its parent.
    pub parent_reference: ParentReference,
    /// Its land.
    pub land: Land,
    /// Whether its source wrote the land as a MultiPolygon.
    pub multi: bool,
    /// Its place where the source has a point for it and no polygon.
    pub point: Option<Position>,
    /// Its seat.
    pub centre: Option<Centre>,
    /// People as its source counts them; a sum over settlements is reckoned, not kept.
    pub populations: Populations,
    /// Its density grade, by decree.
    pub density: Option<DensityGrade>,
    /// The special areas it lies in, by decree, in order.
    pub special_areas: Vec<SpecialArea>,
    /// The decree by which its density grade and special areas were set (article 8).
    #[serde(default)]
    pub density_decree: Option<DecreeKey>,
    /// Whether it is a nomadic district (article 5).
    pub nomadic: bool,
    /// Whether it is a county with the rank of a special governorate (فرمانداری ویژه).
    #[serde(default)]
    pub special_governorate: bool,
    /// When it was established.
    pub established: Option<PartialDate>,
    /// The decree it stands by.
    pub decree: Option<DecreeKey>,
    /// What the office has noted of it.
    #[serde(default)]
    pub notes: String,
    /// Files that are kept with it.
    #[serde(default)]
    pub attachments: Vec<Attachment>,
    /// The layer it came from; nothing for a unit that only its children name.
    pub layer: Option<LayerKey>,
    /// What its source says of it, unknown members too.
    pub properties: Properties,
    /// When it holds.
    pub life: Life,
}

impl Unit {
    /// A unit with nothing but a level and a name.
    pub fn new(id: Uuid, level: Level, name: impl Into<String>) -> Self {
        Self {
            id,
            level,
            code: None,
            ministry_code: None,
            name: name.into(),
            latin_name: String::new(),
            other_names: Vec::new(),
            parent: None,
            parent_reference: ParentReference::default(),
            land: Land::None,
            multi: false,
            point: None,
            centre: None,
            populations: Populations::default(),
            density: None,
            special_areas: Vec::new(),
            density_decree: None,
            nomadic: false,
            special_governorate: false,
            established: None,
            decree: None,
            notes: String::new(),
            attachments: Vec::new(),
            layer: None,
            properties: Properties::default(),
            life: Life::default(),
        }
    }

    /// Whether it is a leaf of the coverage.
    pub fn is_leaf(&self) -> bool {
        matches!(self.land, Land::Coverage(_))
    }

    /// Every ring of a leaf; none for other units.
    pub fn coverage_rings(&self) -> impl Iterator<Item = &Ring> {
        match &self.land {
            Land::Coverage(parts) => parts.as_slice(),
            Land::None | Land::Plain { .. } => &[],
        }
        .iter()
        .flat_map(Part::rings)
    }
}
