//! Which fixes a finding has: each planned on the snapshot, or refused with the reason,
//! so that what is offered can be looked at, priced and undone like any other edit.

mod aftermath;
mod bulk;
mod faces;
mod parts;
mod places;
mod price;
mod records;
mod rings;
#[cfg(test)]
mod tests;

pub use bulk::{BULK, Bulk, BulkProgress, BulkTaker, Left, fix_all, is_bulk};
pub use price::{Price, UnitStanding, brief_price, price};

use super::{Code, Family, Finding};
use crate::edit::{ChangeSet, Edit, Refusal};
use crate::model::{SettlementKey, UnitKey};
use crate::topology::Snapshot;

/// What a fix does; the words for it are the language files'.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FixKind {
    /// The land goes to the unit alone.
    GiveTo,
    /// The land is shared along its middle line.
    MiddleLine,
    /// The land becomes a new unit.
    NewUnit,
    /// It stays, by an exception that somebody answers for; no edit.
    Allow,
    /// The missing vertex is put into the edge of the units.
    InsertVertex,
    /// The vertex is deleted.
    DeleteVertex,
    /// The vertex is written once only.
    WriteOnce,
    /// The part goes to the unit.
    MergeInto,
    /// The unit goes, and what is under it to the other.
    DeleteUnit,
    /// The land is cut out of the unit.
    CutHole,
    /// The polygon, which bounds no land, is deleted.
    DeletePolygon,
    /// The other's line follows the unit's.
    SnapTo,
    /// Both lines follow the one in the middle.
    SnapToMiddle,
    /// The rings are cut where they cross or touch themselves.
    SplitParts,
    /// The ring gets its closing vertex.
    CloseRing,
    /// Rings become shells and holes by where they lie.
    ReorderRings,
    /// The ring is left out.
    DropRing,
    /// What lies outside the unit above goes to whoever is beside it.
    Clip,
    /// The unit's own polygon is made anew from its children.
    RebuildParent,
    /// The unit or settlement comes under the unit.
    ChooseParent,
    /// The settlement moves to the nearest place in the unit.
    MoveInto,
    /// The settlement or city becomes the unit's centre.
    ChooseCentre,
    /// It gets the code in `value`.
    NewCode,
    /// It gets the name in `value`.
    Normalise,
}

impl FixKind {
    /// The kind's name for machines and for the keys of words: `give-to`.
    pub fn name(self) -> &'static str {
        match self {
            Self::GiveTo => "give-to",
            Self::MiddleLine => "middle-line",
            Self::NewUnit => "new-unit",
            Self::Allow => "allow",
            Self::InsertVertex => "insert-vertex",
            Self::DeleteVertex => "delete-vertex",
            Self::WriteOnce => "write-once",
            Self::MergeInto => "merge-into",
            Self::DeleteUnit => "delete-unit",
            Self::CutHole => "cut-hole",
            Self::DeletePolygon => "delete-polygon",
            Self::SnapTo => "snap-to",
            Self::SnapToMiddle => "snap-to-middle",
            Self::SplitParts => "split-parts",
            Self::CloseRing => "close-ring",
            Self::ReorderRings => "reorder-rings",
            Self::DropRing => "drop-ring",
            Self::Clip => "clip",
            Self::RebuildParent => "rebuild-parent",
            Self::ChooseParent => "choose-parent",
            Self::MoveInto => "move-into",
            Self::ChooseCentre => "choose-centre",
            Self::NewCode => "new-code",
            Self::Normalise => "normalise",
        }
    }
}

/// One way to put a finding right.
#[derive(Debug, Clone)]
pub struct Fix {
    /// What it does.
    pub kind: FixKind,
    /// The units it names, as [`FixKind`] tells.
    pub units: Vec<UnitKey>,
    /// The settlements it names.
    pub settlements: Vec<SettlementKey>,
    /// The code or name that it gives.
    pub value: Option<String>,
    /// How far something is moved, in metres.
    pub distance_m: Option<f64>,
    /// Whether the unit has the longest border with the land.
    pub is_longest_border: bool,
    /// Whether the unit has the largest area.
    pub is_largest: bool,
    /// The intent; nothing for what is no edit.
    pub edit: Option<Edit>,
    /// What it would change, or why it cannot be.
    pub planned: Result<ChangeSet, Refusal>,
}

impl Fix {
    /// A fix with its plan.
    fn new(
        kind: FixKind,
        units: Vec<UnitKey>,
        edit: Edit,
        planned: Result<ChangeSet, Refusal>,
    ) -> Self {
        Self {
            edit: Some(edit),
            planned,
            ..Self::bare(kind, units)
        }
    }

    /// A fix that is planned now.
    fn planned(snapshot: &Snapshot, kind: FixKind, units: Vec<UnitKey>, edit: Edit) -> Self {
        let planned = edit.plan(snapshot);
        Self::new(kind, units, edit, planned)
    }

    /// Leaving it as it is.
    fn allow() -> Self {
        Self::bare(FixKind::Allow, Vec::new())
    }

    fn bare(kind: FixKind, units: Vec<UnitKey>) -> Self {
        Self {
            kind,
            units,
            settlements: Vec::new(),
            value: None,
            distance_m: None,
            is_longest_border: false,
            is_largest: false,
            edit: None,
            planned: Ok(ChangeSet::default()),
        }
    }

    /// Whether it can be chosen.
    pub fn is_possible(&self) -> bool {
        self.planned.is_ok()
    }
}

/// Why a kind of finding has no fix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoFix {
    /// T13: whether it is a bay or a fault only somebody who knows the place can say.
    OpenGap,
    /// T18: where the vertex should be is not known.
    InvalidCoordinate,
    /// S11: which of the counts is wrong is not known.
    PopulationSum,
    /// S15, S16: what it is called only somebody who knows it can say.
    Name,
    /// S18 to S21: the line belongs to somebody else's record.
    OtherRecord,
    /// D01: the parties have to settle it.
    Dispute,
    /// D02: the parties have to agree.
    Agreement,
    /// L: the law asks for a decision, not for a correction of data.
    Law,
}

impl NoFix {
    /// The reason's name for the keys of words: `open-gap`.
    pub fn name(self) -> &'static str {
        match self {
            Self::OpenGap => "open-gap",
            Self::InvalidCoordinate => "invalid-coordinate",
            Self::PopulationSum => "population-sum",
            Self::Name => "name",
            Self::OtherRecord => "other-record",
            Self::Dispute => "dispute",
            Self::Agreement => "agreement",
            Self::Law => "law",
        }
    }
}

/// The fixes of a finding, the one to be thought of first in front; none where what the
/// finding is about is no longer there.
///
/// # Errors
/// [`NoFix`]: the kind has none, and why.
pub fn fixes(snapshot: &Snapshot, finding: &Finding) -> Result<Vec<Fix>, NoFix> {
    let mut fixes = own_fixes(snapshot, finding)?;
    // What is wrong with a parent's own polygon goes with the polygon.
    if let [unit] = finding.units[..]
        && finding.code.family() == Family::Topology
        && parts::has_own_polygon(snapshot, unit)
    {
        fixes.push(parts::rebuild(snapshot, unit));
    }
    Ok(fixes)
}

fn own_fixes(snapshot: &Snapshot, finding: &Finding) -> Result<Vec<Fix>, NoFix> {
    Ok(match finding.code {
        Code::T01 | Code::T02 | Code::T03 | Code::T06 => rings::ring_fixes(snapshot, finding),
        Code::T04 => rings::degenerate_fixes(snapshot, finding),
        Code::T05 => rings::repeat_fixes(snapshot, finding),
        Code::T07 => rings::spike_fixes(snapshot, finding),
        Code::T08 | Code::S09 | Code::S10 => parts::part_fixes(snapshot, finding),
        Code::T09 | Code::T12 | Code::T14 | Code::T15 => faces::face_fixes(snapshot, finding),
        Code::T10 => faces::duplicate_fixes(snapshot, finding),
        Code::T11 => faces::contained_fixes(snapshot, finding),
        Code::T16 => faces::vertex_fixes(snapshot, finding),
        Code::T17 => faces::mismatch_fixes(snapshot, finding),
        Code::T13 => return Err(NoFix::OpenGap),
        Code::T18 => return Err(NoFix::InvalidCoordinate),
        Code::S01 => parts::outside_fixes(snapshot, finding),
        Code::S02 => parts::uncovered_fixes(snapshot, finding),
        Code::S03 => parts::rebuild_fixes(snapshot, finding),
        Code::S04 => records::parent_fixes(snapshot, finding),
        Code::S05 | Code::S06 | Code::S07 => records::centre_fixes(snapshot, finding),
        Code::S08 => places::belonging_fixes(snapshot, finding),
        Code::S12 | Code::S13 | Code::S14 => records::code_fixes(snapshot, finding),
        Code::S17 => records::name_fixes(snapshot, finding),
        Code::S11 => return Err(NoFix::PopulationSum),
        Code::S15 | Code::S16 => return Err(NoFix::Name),
        Code::S18 | Code::S19 | Code::S20 | Code::S21 => return Err(NoFix::OtherRecord),
        Code::D01 => return Err(NoFix::Dispute),
        Code::D02 => return Err(NoFix::Agreement),
        Code::L02 | Code::L03 | Code::L04 | Code::L06 | Code::L07 | Code::L09 => {
            return Err(NoFix::Law);
        }
    })
}
