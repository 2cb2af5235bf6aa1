//! Edits: an intent is planned on a snapshot into a change set, or refused with the
//! reason; change sets are applied, inverted and kept as steps that can be undone.
//! Nothing is changed in place, and no edit moves a line of one unit alone where two
//! share it.

mod annex;
mod at_once;
mod between;
mod change;
mod cut;
mod delete_vertex;
mod divide_people;
#[cfg(test)]
mod drawing_tests;
mod edit_borders;
mod edit_decree;
mod edit_marker;
mod edit_parameters;
mod edit_settlement;
mod edit_sheet;
mod edit_triage;
mod edit_unit;
mod fault;
mod free_code;
mod give_land;
mod handover;
mod history;
mod impact;
mod insert_vertex;
mod kind;
mod make_city;
mod many;
mod merge;
mod move_vertex;
mod part_border;
mod place_settlement;
mod redraw;
mod redraw_border;
mod refusal;
mod reparent;
mod repeats;
mod reshape;
mod rings;
mod rows;
#[cfg(test)]
mod shaping_tests;
mod shares;
#[cfg(test)]
mod tests;
mod transfer;
#[cfg(test)]
mod transfer_random_tests;
#[cfg(test)]
mod transfer_tests;

pub use annex::Annex;
pub use change::{Change, ChangeSet, Touched};
pub use delete_vertex::DeleteVertex;
pub use edit_borders::{BorderField, DecreeText, EditBorders};
pub use edit_decree::{DecreeField, EditDecree, RestsOn};
pub use edit_marker::{EditMarker, MarkerField};
pub use edit_parameters::EditParameters;
pub use edit_settlement::{EditSettlement, SettlementField};
pub use edit_sheet::{EditSheet, SheetField};
pub use edit_triage::{EditTriage, TriageField, TriagedFinding};
pub use edit_unit::{EditUnit, UnitField, reference_to, statistical_code_length};
pub use free_code::{free_code, free_settlement_code};
pub use give_land::{GiveLand, LandCut, Receiver};
pub use history::{History, State, Step};
pub use impact::{Impact, impact, impact_of};
pub use insert_vertex::InsertVertex;
pub use kind::{ChangeKind, SHEET_ACCURACY_M};
pub use make_city::MakeCity;
pub use many::{Many, plan_many};
pub use merge::{CreateUnit, Merge};
pub use move_vertex::{MoveVertex, MoveVertices};
pub use part_border::{JoinBorders, SplitBorder};
pub use place_settlement::PlaceSettlement;
pub use redraw_border::RedrawBorder;
pub use refusal::{Fault, FaultKind, Refusal};
pub use repeats::RemoveRepeats;
pub use reshape::{MOST_ROUNDS, Reshape, ReshapeBorders};
pub use rings::{OrderRings, RingsWork};

pub use shares::{largest, longest_border};
pub use transfer::{FacePlace, LandPiece, NewUnit, Piece, Taker, Transfer};

pub use crate::topology::rounded;

use serde::{Deserialize, Serialize};

use crate::topology::Snapshot;

/// An intent, by kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Edit {
    /// Moves one vertex, with every ring that has it.
    MoveVertex(MoveVertex),
    /// Moves several vertices at once.
    MoveVertices(MoveVertices),
    /// Puts a vertex on an edge.
    InsertVertex(InsertVertex),
    /// Gives a border another course between two places of it.
    RedrawBorder(RedrawBorder),
    /// Gives a part of a unit's land to another.
    GiveLand(GiveLand),
    /// Gives all of a unit to another.
    Merge(Merge),
    /// Makes a unit of units of the level below.
    CreateUnit(CreateUnit),
    /// Deletes one vertex, from every ring that has it.
    DeleteVertex(DeleteVertex),
    /// Puts the rings of units in order.
    OrderRings(OrderRings),
    /// Gives land to units, or takes it from them.
    Transfer(Transfer),
    /// Writes vertices once that were written several times in a row.
    RemoveRepeats(RemoveRepeats),
    /// Several edits as one step, each on what the one before left.
    Several(Vec<Edit>),
    /// Sets one attribute of a unit.
    Unit(EditUnit),
    /// Sets one attribute of a settlement.
    Settlement(EditSettlement),
    /// Puts settlements under another unit.
    Annex(Annex),
    /// Puts a settlement on the map.
    PlaceSettlement(PlaceSettlement),
    /// Gives borders another course by rule.
    Reshape(ReshapeBorders),
    /// Parts a border in two where nothing meets it.
    SplitBorder(SplitBorder),
    /// Joins a border that was parted.
    JoinBorders(JoinBorders),
    /// Sets one attribute of borders.
    Borders(EditBorders),
    /// Sets up, describes or takes away a boundary marker.
    Marker(EditMarker),
    /// Adds a map sheet, lays it on the earth or removes it.
    Sheet(EditSheet),
    /// Keeps the register of decrees.
    Decree(EditDecree),
    /// Makes a village a city.
    MakeCity(MakeCity),
    /// Sets the parameters of the checks.
    Parameters(EditParameters),
    /// Says something of findings.
    Triage(EditTriage),
}

impl Edit {
    /// What the edit would change, or why it cannot be.
    ///
    /// # Errors
    /// The reason, which is also what a disabled button says.
    pub fn plan(&self, snapshot: &Snapshot) -> Result<ChangeSet, Refusal> {
        match self {
            Self::MoveVertex(edit) => edit.plan(snapshot),
            Self::MoveVertices(edit) => edit.plan(snapshot),
            Self::InsertVertex(edit) => edit.plan(snapshot),
            Self::RedrawBorder(edit) => edit.plan(snapshot),
            Self::GiveLand(edit) => edit.plan(snapshot),
            Self::Merge(edit) => edit.plan(snapshot),
            Self::CreateUnit(edit) => edit.plan(snapshot),
            Self::DeleteVertex(edit) => edit.plan(snapshot),
            Self::OrderRings(edit) => edit.plan(snapshot),
            Self::Transfer(edit) => edit.plan(snapshot),
            Self::RemoveRepeats(edit) => edit.plan(&snapshot.dataset),
            Self::Several(edits) => several(edits, snapshot),
            Self::Unit(edit) => edit.plan(&snapshot.dataset),
            Self::Settlement(edit) => edit.plan(&snapshot.dataset),
            Self::Annex(edit) => edit.plan(&snapshot.dataset),
            Self::PlaceSettlement(edit) => edit.plan(snapshot),
            Self::Reshape(edit) => edit.plan(snapshot),
            Self::SplitBorder(edit) => edit.plan(snapshot),
            Self::JoinBorders(edit) => edit.plan(snapshot),
            Self::Borders(edit) => edit.plan(&snapshot.dataset),
            Self::Marker(edit) => edit.plan(&snapshot.dataset),
            Self::Sheet(edit) => edit.plan(&snapshot.dataset),
            Self::Decree(edit) => edit.plan(&snapshot.dataset),
            Self::MakeCity(edit) => edit.plan(&snapshot.dataset),
            Self::Parameters(edit) => edit.plan(&snapshot.dataset),
            Self::Triage(edit) => edit.plan(&snapshot.dataset),
        }
    }

    /// What the edit would change, and the data afterwards, where it is meant as a certain
    /// kind of change.
    ///
    /// # Errors
    /// As [`Edit::plan`] and [`ChangeKind::check`].
    pub fn plan_as(
        &self,
        snapshot: &Snapshot,
        kind: Option<ChangeKind>,
    ) -> Result<(ChangeSet, Snapshot), Refusal> {
        let changes = self.plan(snapshot)?;
        let after = changes.apply(snapshot);
        if let Some(kind) = kind {
            kind.check(snapshot, &after, &changes)?;
        }
        Ok((changes, after))
    }

    /// Whether it changes the course of borders, or whose they are: what such an edit is meant
    /// as is asked of the person who makes it.
    pub fn moves_borders(&self) -> bool {
        match self {
            Self::MoveVertex(_)
            | Self::MoveVertices(_)
            | Self::RedrawBorder(_)
            | Self::GiveLand(_)
            | Self::Merge(_)
            | Self::CreateUnit(_)
            | Self::DeleteVertex(_)
            | Self::Transfer(_)
            | Self::Reshape(_) => true,
            Self::Several(edits) => edits.iter().any(Self::moves_borders),
            // A vertex on an edge leaves the course as it is, and so does parting it.
            Self::InsertVertex(_)
            | Self::SplitBorder(_)
            | Self::JoinBorders(_)
            | Self::OrderRings(_)
            | Self::RemoveRepeats(_)
            | Self::Unit(_)
            | Self::Settlement(_)
            | Self::Annex(_)
            | Self::PlaceSettlement(_)
            | Self::Borders(_)
            | Self::Marker(_)
            | Self::Sheet(_)
            | Self::Decree(_)
            | Self::MakeCity(_)
            | Self::Parameters(_)
            | Self::Triage(_) => false,
        }
    }

    /// Why it is made, where the edit itself says so; else empty.
    pub fn reason(&self) -> &str {
        match self {
            Self::Borders(edit) => &edit.reason,
            _ => "",
        }
    }
}

/// Plans edits one after the other; the first that cannot be refuses them all.
fn several(edits: &[Edit], snapshot: &Snapshot) -> Result<ChangeSet, Refusal> {
    let mut changes = ChangeSet::default();
    let mut now = snapshot.clone();
    for edit in edits {
        let next = edit.plan(&now)?;
        now = next.apply(&now);
        changes = changes.then(next);
    }
    if changes.is_empty() {
        return Err(Refusal::NoChange);
    }
    Ok(changes)
}
