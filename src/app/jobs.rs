//! Background jobs: work that may take long runs on its own thread, tells how far it
//! is, can be cancelled, and hands its result over when asked. The interface never
//! waits for one.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

/// What a job is about; the words for it are the window's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum JobKind {
    /// Reading files to see what they hold.
    Recognise,
    /// Making a data set of files.
    Import,
    /// Opening a project.
    Open,
    /// Running the rules.
    Check,
    /// Writing the project.
    Save,
    /// Writing unsaved work to the recovery file.
    Keep,
    /// Writing other files.
    Export,
    /// Planning how findings can be put right.
    Plan,
}

/// The number of a job; later jobs have larger ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JobId(u64);

/// What a job's thread holds of it: to tell how far it is and to hear that it should
/// stop.
#[derive(Debug, Clone, Default)]
pub struct Watch {
    permille: Arc<AtomicU32>,
    cancelled: Arc<AtomicBool>,
}

impl Watch {
    /// Tells that `share` (0 to 1) of the work is done.
    pub fn progress(&self, share: f32) -> ControlFlow<()> {
        let permille = (share.clamp(0.0, 1.0) * 1000.0) as u32;
        self.permille.store(permille, Ordering::Relaxed);
        if self.is_cancelled() {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }

    /// Whether the user, or newer work, asked it to stop.
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }
}

/// A running job as the interface sees it.
#[derive(Debug)]
pub struct Job {
    /// Its number.
    pub id: JobId,
    /// What it is about.
    pub kind: JobKind,
    watch: Watch,
    thread: Option<JoinHandle<()>>,
    started: std::time::Instant,
}

impl Job {
    /// How much of the work is done, 0 to 1.
    pub fn share(&self) -> f32 {
        self.watch.permille.load(Ordering::Relaxed) as f32 / 1000.0
    }

    /// How long it has been running.
    pub fn age(&self) -> std::time::Duration {
        self.started.elapsed()
    }

    /// Asks it to stop. It does so at its next report of progress.
    pub fn cancel(&self) {
        self.watch.cancelled.store(true, Ordering::Relaxed);
    }

    /// Whether it was asked to stop.
    pub fn is_cancelled(&self) -> bool {
        self.watch.is_cancelled()
    }
}

/// What a finished job handed over.
#[derive(Debug)]
pub enum Finished<T> {
    /// Its result.
    Done(T),
    /// It was cancelled.
    Cancelled,
    /// It broke off by a fault of the program; the message is for a report.
    Broke(String),
}

/// The running jobs and the way on which results come back.
pub struct Jobs<T> {
    running: Vec<Job>,
    next: u64,
    sender: Sender<(JobId, Finished<T>)>,
    receiver: Receiver<(JobId, Finished<T>)>,
    wake: Arc<dyn Fn() + Send + Sync>,
}

impl<T: Send + 'static> Jobs<T> {
    /// No jobs. `wake` is called from a job's thread when it ends, so that the
    /// interface looks.
    pub fn new(wake: Arc<dyn Fn() + Send + Sync>) -> Self {
        let (sender, receiver) = channel();
        Self {
            running: Vec::new(),
            next: 0,
            sender,
            receiver,
            wake,
        }
    }

    /// The running jobs, oldest first.
    pub fn running(&self) -> &[Job] {
        &self.running
    }

    /// Whether a job of this kind runs that was not cancelled.
    pub fn is_running(&self, kind: JobKind) -> bool {
        self.running
            .iter()
            .any(|job| job.kind == kind && !job.is_cancelled())
    }

    /// Cancels every running job of a kind.
    pub fn cancel(&self, kind: JobKind) {
        for job in self.running.iter().filter(|job| job.kind == kind) {
            job.cancel();
        }
    }

    /// Starts a job. `work` returns nothing when it was cancelled.
    ///
    /// # Errors
    /// Where the system gives no thread.
    pub fn start(
        &mut self,
        kind: JobKind,
        work: impl FnOnce(&Watch) -> Option<T> + Send + 'static,
    ) -> std::io::Result<JobId> {
        let id = JobId(self.next);
        self.next += 1;
        let watch = Watch::default();
        let (sender, wake, inner) = (self.sender.clone(), self.wake.clone(), watch.clone());
        let thread = std::thread::Builder::new()
            .name(format!("{kind:?}"))
            .spawn(move || {
                // A fault in a job must end the job, not the program with the user's
                // unsaved work in it.
                let work = std::panic::AssertUnwindSafe(|| work(&inner));
                let finished = match std::panic::catch_unwind(work) {
                    Ok(Some(result)) => Finished::Done(result),
                    Ok(None) => Finished::Cancelled,
                    Err(fault) => Finished::Broke(fault_text(fault.as_ref())),
                };
                // Nobody listens once the window is closed.
                let _ = sender.send((id, finished));
                wake();
            })?;
        self.running.push(Job {
            id,
            kind,
            watch,
            thread: Some(thread),
            started: std::time::Instant::now(),
        });
        Ok(id)
    }

    /// The jobs that ended since the last call, in the order of their ends.
    pub fn finished(&mut self) -> Vec<(JobKind, Finished<T>)> {
        let mut finished = Vec::new();
        while let Ok((id, result)) = self.receiver.try_recv() {
            if let Some(at) = self.running.iter().position(|job| job.id == id) {
                let mut job = self.running.remove(at);
                if let Some(thread) = job.thread.take() {
                    // It has sent its last word; what it caught is told already.
                    let _ = thread.join();
                }
                finished.push((job.kind, result));
            }
        }
        finished
    }

    /// Waits for the running jobs of a kind; for closing the program and for tests.
    pub fn wait_for(&mut self, kind: JobKind) {
        for job in self.running.iter_mut().filter(|job| job.kind == kind) {
            if let Some(thread) = job.thread.take() {
                let _ = thread.join();
            }
        }
    }
}

fn fault_text(fault: &(dyn std::any::Any + Send)) -> String {
    fault
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| fault.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "unknown fault".to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic, reason = "a job that breaks is what is tested")]

    use super::*;

    fn jobs() -> Jobs<u32> {
        Jobs::new(Arc::new(|| {}))
    }

    #[test]
    fn a_job_hands_its_result_over_once() -> std::io::Result<()> {
        let mut jobs = jobs();
        jobs.start(JobKind::Check, |watch| {
            let _ = watch.progress(0.5);
            Some(7)
        })?;
        jobs.wait_for(JobKind::Check);
        assert!(matches!(
            jobs.finished()[..],
            [(JobKind::Check, Finished::Done(7))]
        ));
        assert!(jobs.finished().is_empty() && jobs.running().is_empty());
        Ok(())
    }

    #[test]
    fn a_cancelled_job_stops_at_its_next_report() -> std::io::Result<()> {
        let mut jobs = jobs();
        jobs.start(JobKind::Import, |watch| {
            while watch.progress(0.1).is_continue() {
                std::thread::yield_now();
            }
            None
        })?;
        jobs.cancel(JobKind::Import);
        jobs.wait_for(JobKind::Import);
        assert!(matches!(
            jobs.finished()[..],
            [(JobKind::Import, Finished::Cancelled)]
        ));
        Ok(())
    }

    #[test]
    fn a_job_that_breaks_leaves_the_program_running() -> std::io::Result<()> {
        let mut jobs = jobs();
        jobs.start(JobKind::Save, |_| panic!("no room"))?;
        jobs.wait_for(JobKind::Save);
        match &jobs.finished()[..] {
            [(JobKind::Save, Finished::Broke(text))] => assert_eq!(text, "no room"),
            other => panic!("{other:?}"),
        }
        Ok(())
    }
}
