//! A session: the data set that is open, what was done to it, and what the rules say
//! of it. It decides; it draws nothing and waits for nothing.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::findings::{CheckTask, Findings};
use crate::edit::{ChangeKind, ChangeSet, Edit, History, Refusal, State, Step, Touched};
use crate::model::{Dataset, Triage};
use crate::rules::{Checked, FindingKey, seen};
use crate::topology::Snapshot;

/// A change of the data that drawing has to follow.
#[derive(Debug, Clone, PartialEq)]
pub enum Redraw {
    /// Everything: other data was opened.
    All,
    /// What an edit touched.
    Touched(Touched),
}

/// The next revision. No two states of data, of one session or of several, have the
/// same, so that what was found in one is never taken for another's.
fn next_revision() -> u64 {
    static LAST: AtomicU64 = AtomicU64::new(0);
    LAST.fetch_add(1, Ordering::Relaxed) + 1
}

/// The open data set.
pub struct Session {
    snapshot: Snapshot,
    revision: u64,
    /// The state that the project file holds; nothing while none does.
    /// The data as it was when it was opened.
    opened: Dataset,
    saved: Option<State>,
    /// Whether it holds work of a session that ended without being asked to.
    is_recovered: bool,
    history: History,
    /// The number of the last step that was made before the data was opened.
    steps_before: u64,
    project: Option<PathBuf>,
    findings: Findings,
    redraws: Vec<Redraw>,
    /// What edits of borders are meant as until something else is said.
    kind: Option<ChangeKind>,
}

impl Session {
    /// A session on data that was just read. `project` is the project file it came
    /// from; data from other files is unsaved.
    pub fn new(snapshot: Snapshot, project: Option<PathBuf>) -> Self {
        let history = History::default();
        Self {
            opened: snapshot.dataset.clone(),
            snapshot,
            revision: next_revision(),
            // An import is not in any project yet.
            saved: project.is_some().then(|| history.state()),
            is_recovered: false,
            history,
            steps_before: 0,
            project,
            findings: Findings::default(),
            redraws: vec![Redraw::All],
            kind: None,
        }
    }

    /// The session with the steps that had led to its data before it was opened.
    #[must_use]
    pub fn after(mut self, history: History) -> Self {
        self.saved = self.saved.map(|_| history.state());
        self.steps_before = history.last_number();
        self.history = history;
        self
    }

    /// The data as it is.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// The data as it was when it was opened.
    pub fn opened(&self) -> &Dataset {
        &self.opened
    }

    /// A number that grows with every change of the data, and that no other session has.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// The steps behind and ahead.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// The steps that were made since the data was opened, and not undone.
    pub fn own_steps(&self) -> impl Iterator<Item = &Step> {
        let done = self.history.done().iter();
        done.filter(|step| step.number() > self.steps_before)
    }

    /// The project file, once there is one.
    pub fn project(&self) -> Option<&Path> {
        self.project.as_deref()
    }

    /// What the rules say.
    pub fn findings(&self) -> &Findings {
        &self.findings
    }

    /// Whether there is work that the project file does not hold. What is undone down to
    /// the state that was saved is none.
    pub fn is_unsaved(&self) -> bool {
        self.saved != Some(self.history.state())
    }

    /// Whether it is only what other files hold: nothing was done to it that is not undone,
    /// and reading the files again makes it again.
    pub fn is_mere_import(&self) -> bool {
        self.project.is_none() && !self.is_recovered && self.history.done().is_empty()
    }

    /// Whether the last report is on the data as it is.
    pub fn is_checked(&self) -> bool {
        self.findings.is_whole(self.revision)
    }

    /// What edits of borders are meant as; nothing while nobody has said.
    pub fn kind(&self) -> Option<ChangeKind> {
        self.kind
    }

    /// Says what edits of borders are meant as from now on.
    pub fn set_kind(&mut self, kind: Option<ChangeKind>) {
        self.kind = kind;
    }

    /// Says what the last step was meant as, and why it was made: it is kept with the
    /// history, and changes no data.
    pub fn describe_last(&mut self, kind: Option<ChangeKind>, reason: &str) {
        self.history.describe_last(kind, reason);
    }

    /// Keeps a file with the data, for an edit that follows and names it. It is no step by
    /// itself; what nothing comes to name is not saved.
    pub fn keep_content(&mut self, bytes: Arc<[u8]>) {
        self.snapshot.dataset.contents.keep(bytes);
    }

    /// Plans and makes an edit, as one step of undo.
    ///
    /// # Errors
    /// The reason why it cannot be, or why it cannot be what edits are meant as; nothing has
    /// changed then.
    pub fn edit(&mut self, edit: Edit) -> Result<(), Refusal> {
        let (changes, _) = edit.plan_as(&self.snapshot, self.kind)?;
        let kind = self.kind.filter(|_| changes.is_of_borders());
        let reason = edit.reason().to_owned();
        let step = Step::new(edit, changes).meant_as(kind).by("", reason);
        self.commit(step);
        Ok(())
    }

    /// Makes a step that was planned on the data as it is, without planning it again: of a
    /// fix, or of many at once.
    pub fn commit(&mut self, step: Step) {
        self.note_change(&step.changes);
        self.snapshot = self.history.commit(&self.snapshot, step);
        self.note_change_after();
        self.check_briefly();
    }

    /// Undoes the last step. Returns whether there was one.
    pub fn undo(&mut self) -> bool {
        let undone = self.history.undo(&self.snapshot);
        self.take(undone)
    }

    /// Makes the last undone step again. Returns whether there was one.
    pub fn redo(&mut self) -> bool {
        let redone = self.history.redo(&self.snapshot);
        self.take(redone)
    }

    fn take(&mut self, changed: Option<(Snapshot, ChangeSet)>) -> bool {
        let Some((snapshot, changes)) = changed else {
            return false;
        };
        self.note_change(&changes);
        self.snapshot = snapshot;
        self.note_change_after();
        self.check_briefly();
        true
    }

    fn note_change(&mut self, changes: &ChangeSet) {
        let touched = changes.touched(&self.snapshot);
        // Nothing that is drawn of the data follows from what is said of findings.
        if !changes.is_only_triage() {
            self.redraws.push(Redraw::Touched(touched));
        }
        self.findings.note_change(changes);
    }

    fn note_change_after(&mut self) {
        self.revision = next_revision();
    }

    fn check_briefly(&mut self) {
        self.findings.check_briefly(&self.snapshot, self.revision);
        self.see_again();
    }

    /// Notes of the findings that something was said of what they are now, so that they are
    /// known again once the project has been closed. That says nothing new: it is no
    /// change of the data.
    fn see_again(&mut self) {
        if self.snapshot.dataset.triage.is_empty() || !self.is_checked() {
            return;
        }
        let mut triage_map = self.snapshot.dataset.triage.clone();
        for (key, known) in &self.snapshot.dataset.triage {
            let Some(finding) = self.findings.shared(&FindingKey(key.clone())) else {
                continue;
            };
            let seen = seen(&self.snapshot.dataset, &finding);
            if known.seen != seen {
                let mut triage = Triage::clone(known);
                triage.seen = seen;
                triage_map.insert(key.clone(), Arc::new(triage));
            }
        }
        self.snapshot.dataset.triage = triage_map;
    }

    /// Takes the result of a check. One on an older state of the data is dropped.
    /// Returns whether it was taken.
    pub fn take_checked(&mut self, revision: u64, checked: Checked) -> bool {
        let is_current = revision == self.revision;
        if is_current {
            self.findings.take(revision, checked);
            self.see_again();
        }
        is_current
    }

    /// The checks of the data as it is, the slower rules perhaps not asked yet.
    pub fn checked_now(&self) -> Option<&Checked> {
        self.findings.checked_at(self.revision)
    }

    /// What a check of the data as it is starts from.
    pub fn check_task(&self) -> CheckTask {
        self.findings.task(&self.snapshot, self.revision)
    }

    /// Notes that the project file at `project` holds `state`.
    pub fn take_saved(&mut self, state: State, project: PathBuf) {
        self.saved = Some(state);
        self.project = Some(project);
    }

    /// Notes that this work was recovered: the project it belongs to does not hold it.
    pub fn take_recovered(&mut self) {
        self.saved = None;
        self.is_recovered = true;
    }

    /// What drawing has to follow since the last call.
    pub fn take_redraws(&mut self) -> Vec<Redraw> {
        std::mem::take(&mut self.redraws)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;
    use crate::edit::{EditUnit, UnitField};
    use crate::model::{Dataset, Level, Origin, Unit};
    use crate::rules::Progress;
    use std::ops::ControlFlow;

    fn go_on(_: Progress) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }

    #[test]
    fn what_a_check_says_of_older_data_is_dropped() {
        let mut dataset = Dataset::new(Origin::of_content(b""), "");
        let id = dataset.origin.id("unit", 0);
        let county = dataset.units.insert(Unit::new(id, Level::County, "ازنا"));
        let mut session = Session::new(Snapshot::new(dataset), None);
        let before = session.revision();
        let checked = |session: &Session| session.check_task().run(&mut go_on).unwrap();
        let opened = checked(&session);
        assert!(session.take_checked(before, opened.clone()) && session.is_checked());
        let field = UnitField::Name("دورود".to_owned());
        session
            .edit(Edit::Unit(EditUnit {
                unit: county,
                field,
            }))
            .unwrap();
        assert!(session.is_unsaved());
        assert!(!session.take_checked(before, opened));
        let report = session.findings().report().cloned();
        assert_eq!(report, Some(checked(&session).report().clone()));
        assert!(session.undo() && session.redo() && !session.redo());
        let state = session.history().state();
        session.take_saved(state, PathBuf::from("p.gpkg"));
        assert!(session.undo() && session.is_unsaved());
        assert!(session.redo() && !session.is_unsaved());
        let rename = |name: &str| {
            let field = UnitField::Name(name.to_owned());
            Edit::Unit(EditUnit {
                unit: county,
                field,
            })
        };
        // Another step in the place of the saved one leads elsewhere.
        assert!(session.undo());
        session.edit(rename("الیگودرز")).unwrap();
        assert!(session.is_unsaved() && session.undo() && session.is_unsaved());
        assert_eq!(
            session.take_redraws().len(),
            9,
            "opening, the edits, undoing them, and making one again"
        );
    }
}
