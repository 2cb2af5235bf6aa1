//! The state of the checks: what the rules say of the open data, and what of that came
//! or went since it was opened. After an edit only what it affects is checked again, at
//! once if that is short work, else in the background.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::{Duration, Instant};

use imbl::{OrdMap, OrdSet};

use crate::edit::ChangeSet;
use crate::rules::{
    Checked, Finding, FindingKey, Progress, Report, ReportChange, Selection, UpdateError,
    seen_report,
};
use crate::topology::Snapshot;

/// How long a check after an edit may keep the interface waiting before it goes on in
/// the background instead: two frames.
const BRIEF: Duration = Duration::from_millis(33);

/// The state of the checks.
#[derive(Debug, Clone, Default)]
pub struct Findings {
    /// The state that was checked, with its revision.
    checked: Option<(u64, Checked)>,
    /// What was changed since.
    since: ChangeSet,
    opened: Option<Arc<Report>>,
    /// The findings of the data as it was opened.
    opened_by_key: OrdMap<FindingKey, Arc<Finding>>,
    new: OrdSet<FindingKey>,
    resolved: OrdMap<FindingKey, Arc<Finding>>,
}

impl Findings {
    /// The last report.
    pub fn report(&self) -> Option<&Arc<Report>> {
        self.checked.as_ref().map(|(_, checked)| checked.report())
    }

    /// The last state that was checked.
    pub fn checked(&self) -> Option<&Checked> {
        self.checked.as_ref().map(|(_, checked)| checked)
    }

    /// The state that was checked, if it is that of `revision`.
    pub(super) fn checked_at(&self, revision: u64) -> Option<&Checked> {
        let checked = self.checked.as_ref();
        checked
            .filter(|(known, _)| *known == revision)
            .map(|(_, checked)| checked)
    }

    /// A finding of the last report.
    pub fn shared(&self, key: &FindingKey) -> Option<Arc<Finding>> {
        self.checked()?.finding(key).cloned()
    }

    /// A finding of the last report, or else one that was there when the data was opened.
    pub fn find(&self, key: &FindingKey) -> Option<&Finding> {
        let current = self.checked().and_then(|checked| checked.finding(key));
        current
            .or_else(|| self.opened_by_key.get(key))
            .map(|finding| &**finding)
    }

    /// The report on the data as it was opened.
    pub fn opened(&self) -> Option<&Arc<Report>> {
        self.opened.as_ref()
    }

    /// Whether a finding was there when the data was opened.
    pub fn was_there(&self, key: &FindingKey) -> bool {
        self.opened_by_key.contains_key(key)
    }

    /// The findings of the last report that were not there when the data was opened.
    pub fn new_since_opening(&self) -> &OrdSet<FindingKey> {
        &self.new
    }

    /// The findings that were there when the data was opened and are no more, by key,
    /// as they were then.
    pub fn resolved_since_opening(&self) -> &OrdMap<FindingKey, Arc<Finding>> {
        &self.resolved
    }

    /// How many findings of the last report were there when the data was opened.
    pub fn unchanged_count(&self) -> usize {
        self.opened_by_key.len() - self.resolved.len()
    }

    /// Whether every rule has been asked on the data of `revision`.
    pub(super) fn is_whole(&self, revision: u64) -> bool {
        let checked = self.checked.as_ref();
        checked.is_some_and(|(known, checked)| *known == revision && checked.is_finished())
    }

    /// Notes a change of the data, which is not checked yet.
    pub(super) fn note_change(&mut self, changes: &ChangeSet) {
        if self.checked.is_some() {
            self.since = std::mem::take(&mut self.since).then(changes.clone());
        }
    }

    /// Checks what changed, if that is short work.
    pub(super) fn check_briefly(&mut self, snapshot: &Snapshot, revision: u64) {
        let Some((_, checked)) = &self.checked else {
            return;
        };
        let start = Instant::now();
        let mut is_brief = |_: Progress| {
            if start.elapsed() < BRIEF {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        };
        // What cannot be done so is due in the background.
        if let Ok((checked, change)) = checked.update(snapshot, &self.since, &mut is_brief) {
            self.compare(&checked, &change);
            self.checked = Some((revision, checked));
            self.since = ChangeSet::default();
        }
    }

    /// What a check of `snapshot` starts from.
    pub(super) fn task(&self, snapshot: &Snapshot, revision: u64) -> CheckTask {
        CheckTask {
            revision,
            snapshot: snapshot.clone(),
            last: self.checked().cloned(),
            since: self.since.clone(),
        }
    }

    /// Takes what a check found.
    pub(super) fn take(&mut self, revision: u64, checked: Checked) {
        let report = checked.report();
        if self.opened.is_none() {
            self.opened = Some(Arc::clone(report));
            let findings = report.findings.iter();
            self.opened_by_key = findings
                .map(|finding| (finding.key.clone(), Arc::clone(finding)))
                .collect();
        }
        self.new = OrdSet::default();
        self.resolved = self.opened_by_key.clone();
        let came = report.findings.iter().cloned().collect();
        let all = ReportChange {
            gone: Vec::new(),
            came,
        };
        self.compare(&checked, &all);
        self.checked = Some((revision, checked));
        self.since = ChangeSet::default();
    }

    /// Follows a change of the report.
    fn compare(&mut self, checked: &Checked, change: &ReportChange) {
        for finding in &change.gone {
            self.new.remove(&finding.key);
            let is_there = checked.finding(&finding.key).is_some();
            if let Some(opened) = self.opened_by_key.get(&finding.key)
                && !is_there
            {
                self.resolved
                    .insert(finding.key.clone(), Arc::clone(opened));
            }
        }
        for finding in &change.came {
            self.resolved.remove(&finding.key);
            if !self.was_there(&finding.key) {
                self.new.insert(finding.key.clone());
            }
        }
    }
}

/// A check that is due: the state to check, and the last one that was.
#[derive(Debug, Clone)]
pub struct CheckTask {
    /// The revision of the state.
    pub revision: u64,
    snapshot: Snapshot,
    last: Option<Checked>,
    since: ChangeSet,
}

impl CheckTask {
    /// Checks what changed since the last check, or everything where there was none or
    /// that does not suffice. Nothing where `progress` broke it off.
    pub fn run(self, progress: &mut dyn FnMut(Progress) -> ControlFlow<()>) -> Option<Checked> {
        if let Some(last) = &self.last {
            let updated = last.update(&self.snapshot, &self.since, progress);
            match updated.and_then(|(checked, _)| checked.finish(progress)) {
                Ok((checked, _)) => return Some(checked),
                Err(UpdateError::Stopped) => return None,
                Err(UpdateError::Whole) => {}
            }
        }
        // The first check of a project knows the findings again that something was said of.
        let seen = seen_report(&self.snapshot.dataset);
        let last = self.last.as_ref().map(|last| &**last.report());
        let previous = last.or(Some(&seen));
        Checked::whole(&self.snapshot, &Selection::all(), previous, progress)
    }
}
