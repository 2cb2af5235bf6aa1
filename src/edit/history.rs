//! The history of a session: steps that were made, and steps that were undone.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use std::collections::BTreeSet;

use super::between::touched_border;
use super::{ChangeKind, ChangeSet, Edit};
use crate::model::Dataset;
use crate::topology::{Between, Snapshot};

/// One gesture of the user, undone as one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// What was intended; the words for it are the window's.
    pub edit: Edit,
    /// What it changed.
    pub changes: ChangeSet,
    /// Who made it; empty where nobody said.
    pub author: String,
    /// Why; empty where nobody said.
    pub reason: String,
    /// What it is meant as; nothing where nobody said.
    pub kind: Option<ChangeKind>,
    /// The border that it is about, once it was made.
    between: Option<Between>,
    /// Which of the history's steps it is, once it was made; from 1.
    number: u64,
    /// Its name for life, once it was made.
    id: Uuid,
}

impl Step {
    /// A step of which nobody said who made it and why.
    pub fn new(edit: Edit, changes: ChangeSet) -> Self {
        Self {
            edit,
            changes,
            author: String::new(),
            reason: String::new(),
            kind: None,
            between: None,
            number: 0,
            id: Uuid::nil(),
        }
    }

    /// Its name for life; nil before it was made.
    pub fn id(&self) -> Uuid {
        self.id
    }

    /// Which of the history's steps it is; from 1, 0 before it was made.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// The border that it is about; nothing before it was made, and where it is about none.
    pub fn between(&self) -> Option<&Between> {
        self.between.as_ref()
    }

    /// The step with what it is meant as, unless that was said.
    #[must_use]
    pub fn meant_as(mut self, kind: Option<ChangeKind>) -> Self {
        self.kind = self.kind.or(kind);
        self
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
    /// A history of steps made before: those that were made, oldest first, and those that
    /// were undone, the next to redo last. `last` is the number of the step made last.
    pub fn of(done: Vec<Step>, undone: Vec<Step>, last: u64) -> Self {
        let numbers = done.iter().chain(&undone).map(Step::number);
        let last = numbers.fold(last, u64::max);
        Self { done, undone, last }
    }

    /// The number of the step that was made last, whether or not it is still there.
    pub fn last_number(&self) -> u64 {
        self.last
    }

    /// Whether its steps led to a data set: what each thing they touched was left as is what
    /// it is there.
    pub fn fits(&self, dataset: &Dataset) -> bool {
        let mut seen = BTreeSet::new();
        let mut changes = self.done.iter().rev();
        changes.all(|step| {
            let mut changes = step.changes.changes().iter().rev();
            changes.all(|change| !seen.insert(change.of()) || change.is_made_in(dataset))
        })
    }

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

    /// Says what the last step was meant as, and why it was made. Returns whether there is
    /// one.
    pub fn describe_last(&mut self, kind: Option<ChangeKind>, reason: &str) -> bool {
        let Some(step) = self.done.last_mut() else {
            return false;
        };
        step.kind = kind;
        reason.clone_into(&mut step.reason);
        true
    }

    /// Makes a step. What was undone is no longer ahead.
    pub fn commit(&mut self, snapshot: &Snapshot, mut step: Step) -> Snapshot {
        self.last += 1;
        step.number = self.last;
        step.id = Uuid::new_v4();
        step.between = touched_border(snapshot, &step.changes);
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
