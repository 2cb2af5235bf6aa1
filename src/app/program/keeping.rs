//! Keeping unsaved work safe: as soon as a change is made it goes to the recovery file, in the
//! background, whether or not anybody touches the program meanwhile, and it leaves that file
//! once it is saved or given up.

use std::path::Path;
use std::time::{Duration, Instant};

use super::Program;
use crate::app::jobs::JobKind;
use crate::app::notice::Notice;
use crate::app::work;

/// How long after a change unsaved work is written to the recovery file: changes of one
/// gesture, as several fixes, are written together. Further changes do not put it off.
const KEEP_AFTER: Duration = Duration::from_millis(200);

impl Program {
    pub(super) fn forget_recovery(&mut self) {
        let discarded = self.storage.recovery.as_ref().map(|own| own.discard());
        if let Some(Err(error)) = discarded {
            self.notices.push(Notice::NotRecoverable(error));
        }
        if let Some(Err(error)) = self.storage.came_from.take().map(|old| old.discard()) {
            self.notices.push(Notice::NotRecoverable(error));
        }
        self.storage.kept_revision = 0;
        self.storage.unkept_since = None;
    }

    /// How long from now [`Program::tick`] has work to keep; nothing while there is none.
    /// Whoever calls it once a frame has to see to it that there is a frame then.
    pub fn keeps_in(&self) -> Option<Duration> {
        let session = self.session.as_ref()?;
        self.storage.recovery.as_ref()?;
        // What was just imported can be imported again; only work is kept.
        let history = session.history();
        let has_steps = !history.done().is_empty() || !history.undone().is_empty();
        let has_work = has_steps || self.storage.came_from.is_some();
        let is_kept = self.storage.kept_revision == session.revision();
        if !session.is_unsaved() || !has_work || is_kept || self.jobs.is_running(JobKind::Keep) {
            return None;
        }
        let since = self.storage.unkept_since?;
        Some(KEEP_AFTER.saturating_sub(since.elapsed()))
    }

    pub(super) fn keep_if_due(&mut self) {
        // What was undone down to the saved state is in the project.
        let is_unsaved = self.session.as_ref().is_some_and(|it| it.is_unsaved());
        if self.storage.kept_revision != 0 && !is_unsaved {
            self.forget_recovery();
        }
        if self.keeps_in() == Some(Duration::ZERO) {
            self.keep();
        }
    }

    fn keep(&mut self) {
        let (Some(session), Some(recovery)) = (&self.session, &self.storage.recovery) else {
            return;
        };
        let revision = session.revision();
        let (recovery, project) = (recovery.clone(), session.project().map(Path::to_owned));
        let dataset = session.snapshot().dataset.clone();
        let history = session.history().clone();
        self.start(JobKind::Keep, move |watch| {
            Some(work::keep(
                &recovery,
                project.as_deref(),
                (&dataset, &history),
                revision,
                watch,
            ))
        });
    }

    /// The recovery file holds the data of `revision`.
    pub(super) fn take_kept(&mut self, revision: u64) {
        self.storage.kept_revision = revision;
        let is_newest = self
            .session
            .as_ref()
            .is_some_and(|session| session.revision() == revision);
        self.storage.unkept_since = (!is_newest).then(Instant::now);
    }

    /// Writes unsaved work to the recovery file now, and waits for it: the program is
    /// about to end without having been asked to.
    pub fn keep_now(&mut self) {
        if self.keeps_in().is_some() {
            self.keep();
        }
        self.jobs.wait_for(JobKind::Keep);
    }
}
