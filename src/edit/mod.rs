//! Edits: an intent is planned on a snapshot into a change set, or refused with the
//! reason; change sets are applied, inverted and kept as steps that can be undone.
//! Nothing is changed in place, and no edit moves a line of one unit alone where two
//! share it.

mod change;
mod edit_parameters;
mod edit_settlement;
mod edit_triage;
mod edit_unit;
mod fault;
mod history;
mod impact;
mod move_vertex;
mod refusal;
#[cfg(test)]
mod tests;

pub use change::{Change, ChangeSet, Touched};
pub use edit_parameters::EditParameters;
pub use edit_settlement::{EditSettlement, SettlementField};
pub use edit_triage::{EditTriage, TriageField, TriagedFinding};
pub use edit_unit::{EditUnit, UnitField, reference_to, statistical_code_length};
pub use history::{History, Step};
pub use impact::{Impact, impact};
pub use move_vertex::{MoveVertex, rounded};
pub use refusal::{Fault, Refusal};

use crate::topology::Snapshot;

/// An intent, by kind.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    /// Moves one vertex, with every ring that has it.
    MoveVertex(MoveVertex),
    /// Sets one attribute of a unit.
    Unit(EditUnit),
    /// Sets one attribute of a settlement.
    Settlement(EditSettlement),
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
            Self::Unit(edit) => edit.plan(&snapshot.dataset),
            Self::Settlement(edit) => edit.plan(&snapshot.dataset),
            Self::Parameters(edit) => edit.plan(&snapshot.dataset),
            Self::Triage(edit) => edit.plan(&snapshot.dataset),
        }
    }
}
