//! The history of a session: steps that were made, and steps that were undone.

use super::{ChangeSet, Edit};
use crate::topology::Snapshot;

/// One gesture of the user, undone as one.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// What was intended; the words for it are the window's.
    pub edit: Edit,
    /// What it changed.
    pub changes: ChangeSet,
    /// Who made it; empty where nobody said.
    pub author: String,
    /// Why; empty where nobody said.
    pub reason: String,
    /// Which of the history's steps it is, once it was made; from 1.
    number: u64,
}

impl Step {
    /// A step of which nobody said who made it and why.
    pub fn new(edit: Edit, changes: ChangeSet) -> Self {
        Self {
            edit,
            changes,
            author: String::new(),
            reason: String::new(),
            number: 0,
        }
    }

    /// The step with who made it and why.
    #[must_use]
    pub fn by(mut self, author: impl Into<String>, reason: impl Into<String>) -> Self {
        self.author = author.into();
        self.reason = reason.into();
        self
    }
}

/// Steps behind and steps ahead.
#[derive(Debug, Clone, Default)]
pub struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
    /// The number of the step that was made last, whether or not it is still there.
    last: u64,
}

/// A state of the data that a history has led to. Undoing and redoing come back to the
/// same one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct State(u64);

impl History {
    /// The steps that were made and not undone, oldest first.
    pub fn done(&self) -> &[Step] {
        &self.done
    }

    /// The steps that were undone, the next to redo last.
    pub fn undone(&self) -> &[Step] {
        &self.undone
    }

    /// The state that the steps made have led to.
    pub fn state(&self) -> State {
        State(self.done.last().map_or(0, |step| step.number))
    }

    /// Makes a step. What was undone is no longer ahead.
    pub fn commit(&mut self, snapshot: &Snapshot, mut step: Step) -> Snapshot {
        self.last += 1;
        step.number = self.last;
        let after = step.changes.apply(snapshot);
        self.done.push(step);
        self.undone.clear();
        after
    }

    /// Undoes the last step; nothing where there is none.
    pub fn undo(&mut self, snapshot: &Snapshot) -> Option<(Snapshot, ChangeSet)> {
        let step = self.done.pop()?;
        let changes = step.changes.inverse();
        let after = changes.apply(snapshot);
        self.undone.push(step);
        Some((after, changes))
    }

    /// Makes the last undone step again; nothing where there is none.
    pub fn redo(&mut self, snapshot: &Snapshot) -> Option<(Snapshot, ChangeSet)> {
        let step = self.undone.pop()?;
        let changes = step.changes.clone();
        let after = changes.apply(snapshot);
        self.done.push(step);
        Some((after, changes))
    }
}
