//! Which fixes a finding has: each planned on the snapshot, or refused with the reason,
//! so that what is offered can be looked at, priced and undone like any other edit.

mod bulk;
mod faces;

pub use bulk::{BULK, Bulk, BulkProgress, BulkTaker, Left, fix_all, is_bulk};

use super::{Code, Finding};
use crate::edit::{ChangeSet, Edit, Refusal, RemoveRepeats};
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
    /// The missing vertex is put into the neighbour's edge.
    InsertVertex,
    /// The vertex is deleted, or written once only.
    DeleteVertex,
    /// The part goes to the unit.
    MergeInto,
    /// The unit goes, and what is under it to the other.
    DeleteUnit,
    /// The land is cut out of the unit.
    CutHole,
    /// The other's line follows the unit's.
    SnapTo,
    /// Both lines follow the one in the middle.
    SnapToMiddle,
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
            Self::MergeInto => "merge-into",
            Self::DeleteUnit => "delete-unit",
            Self::CutHole => "cut-hole",
            Self::SnapTo => "snap-to",
            Self::SnapToMiddle => "snap-to-middle",
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
    fn new(
        kind: FixKind,
        units: Vec<UnitKey>,
        edit: Edit,
        planned: Result<ChangeSet, Refusal>,
    ) -> Self {
        Self {
            kind,
            units,
            settlements: Vec::new(),
            is_longest_border: false,
            is_largest: false,
            edit: Some(edit),
            planned,
        }
    }

    fn allow() -> Self {
        Self {
            kind: FixKind::Allow,
            units: Vec::new(),
            settlements: Vec::new(),
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
    /// S18 to S21: the line belongs to somebody else's record.
    OtherRecord,
    /// D01: the parties have to settle it.
    Dispute,
    /// D02: the parties have to agree.
    Agreement,
    /// L: the law asks for a decision, not for a correction of data.
    Law,
    /// There is nothing to offer for this kind.
    NotOffered,
}

impl NoFix {
    /// The reason's name for the keys of words: `open-gap`.
    pub fn name(self) -> &'static str {
        match self {
            Self::OpenGap => "open-gap",
            Self::InvalidCoordinate => "invalid-coordinate",
            Self::PopulationSum => "population-sum",
            Self::OtherRecord => "other-record",
            Self::Dispute => "dispute",
            Self::Agreement => "agreement",
            Self::Law => "law",
            Self::NotOffered => "not-offered",
        }
    }
}

/// The fixes of a finding, the one to be thought of first in front.
///
/// # Errors
/// [`NoFix`]: the kind has none, and why.
pub fn fixes(snapshot: &Snapshot, finding: &Finding) -> Result<Vec<Fix>, NoFix> {
    match finding.code {
        Code::T05 => Ok(repeat_fixes(snapshot, finding)),
        Code::T09 | Code::T12 | Code::T14 | Code::T15 => Ok(faces::face_fixes(snapshot, finding)),
        Code::T10 => Ok(faces::duplicate_fixes(snapshot, finding)),
        Code::T11 => Ok(faces::contained_fixes(snapshot, finding)),
        Code::T16 => Ok(faces::vertex_fixes(snapshot, finding)),
        Code::T13 => Err(NoFix::OpenGap),
        Code::T18 => Err(NoFix::InvalidCoordinate),
        Code::S11 => Err(NoFix::PopulationSum),
        Code::S18 | Code::S19 | Code::S20 | Code::S21 => Err(NoFix::OtherRecord),
        Code::D01 => Err(NoFix::Dispute),
        Code::D02 => Err(NoFix::Agreement),
        Code::L03 | Code::L06 | Code::L07 => Err(NoFix::Law),
        _ => Err(NoFix::NotOffered),
    }
}

/// T05: the vertex is written once.
fn repeat_fixes(snapshot: &Snapshot, finding: &Finding) -> Vec<Fix> {
    let Some(place) = &finding.place else {
        return Vec::new();
    };
    let vertices = finding.units.iter().map(|&unit| (unit, place.at));
    let edit = RemoveRepeats::new(vertices.collect());
    let planned = edit.plan(&snapshot.dataset);
    vec![Fix::new(
        FixKind::DeleteVertex,
        finding.units.clone(),
        Edit::RemoveRepeats(edit),
        planned,
    )]
}
