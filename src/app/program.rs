//! The program without its window: it takes commands, runs the long ones in the
//! background, keeps unsaved work safe, and has the data checked after every change.

mod fixing;
mod hindrance;
mod keeping;
mod looking;
mod sheets;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use super::command::Command;
use super::convert::{ConvertError, convert};
use super::export_findings::FindingsFormat;
use super::jobs::{Finished, Job, JobKind, Jobs};
use super::language::Words;
use super::load::claims_project;
use super::notice::Notice;
use super::pending::PendingImport;
use super::references::Reference;
use super::session::{Redraw, Session};
use super::settings::{Folders, Settings};
use super::work::{self, OpenedProject, Outcome};
use crate::edit::State;
use crate::files::project::{ProjectFile, Recovery, RecoverySession, find_recoveries};
use crate::rules::FindingKey;

/// What of the files on disk belongs to the session.
#[derive(Default)]
struct Storage {
    /// The open project file; away while a job saves to it.
    project: Option<ProjectFile>,
    /// Where unsaved work goes; nothing where the folder cannot be written.
    recovery: Option<Arc<RecoverySession>>,
    /// The recovery that the session came from, kept until its work is saved.
    came_from: Option<Recovery>,
    /// The revision that the recovery file holds.
    kept_revision: u64,
    /// Since when there is work that the recovery file does not hold.
    unkept_since: Option<Instant>,
}

/// The program.
pub struct Program {
    settings: Settings,
    folders: Folders,
    session: Option<Session>,
    import: Option<PendingImport>,
    jobs: Jobs<Outcome>,
    notices: Vec<Notice>,
    recoveries: Vec<Recovery>,
    storage: Storage,
    fixing: fixing::Fixing,
    references: Vec<Reference>,
    /// The revision that was last given to a check.
    checking: Option<u64>,
}

impl Program {
    /// The program with what the user's folders hold. `wake` is called from other
    /// threads when there is something new to show.
    pub fn new(folders: Folders, wake: Arc<dyn Fn() + Send + Sync>) -> Self {
        let mut notices = Vec::new();
        let recoveries = find_recoveries(&folders.state).unwrap_or_else(|error| {
            notices.push(Notice::NotRecoverable(error));
            Vec::new()
        });
        let recovery = match RecoverySession::start(&folders.state) {
            Ok(recovery) => Some(Arc::new(recovery)),
            Err(error) => {
                notices.push(Notice::NotRecoverable(error));
                None
            }
        };
        Self {
            settings: Settings::load(&folders.configuration),
            folders,
            session: None,
            import: None,
            jobs: Jobs::new(wake),
            notices,
            recoveries,
            storage: Storage {
                recovery,
                ..Storage::default()
            },
            fixing: fixing::Fixing::default(),
            references: Vec::new(),
            checking: None,
        }
    }

    /// What is remembered of the user.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The open data set.
    pub fn session(&self) -> Option<&Session> {
        self.session.as_ref()
    }

    /// The import that waits to be confirmed.
    pub fn import(&self) -> Option<&PendingImport> {
        self.import.as_ref()
    }

    /// The layers that are looked at beside the data, in the order in which they came.
    pub fn references(&self) -> &[Reference] {
        &self.references
    }

    /// The running jobs, oldest first.
    pub fn jobs(&self) -> &[Job] {
        self.jobs.running()
    }

    /// What there is to tell, oldest first.
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// Unsaved work that a crash left behind.
    pub fn recoveries(&self) -> &[Recovery] {
        &self.recoveries
    }

    /// What drawing has to follow since the last call.
    pub fn take_redraws(&mut self) -> Vec<Redraw> {
        self.session
            .as_mut()
            .map(Session::take_redraws)
            .unwrap_or_default()
    }

    /// Carries a command out, or starts the job that will.
    pub fn run(&mut self, command: Command) {
        match command {
            Command::Open(paths) => self.open(paths),
            Command::SetMapping { layer, mapping } => {
                if let Some(layer) = self.pending_layer(layer) {
                    layer.mapping = mapping;
                }
            }
            Command::SetLayerCrs { layer, crs } => {
                if let Some(layer) = self.pending_layer(layer) {
                    layer.crs = crs;
                }
            }
            Command::ConfirmImport => self.confirm_import(),
            Command::CancelImport => self.import = None,
            Command::AddReferences(paths) => self.add_references(paths),
            Command::StyleReference { place, look } => self.style_reference(place, look),
            Command::AddSheet { path, sight } => self.add_sheet(path, sight),
            Command::ShowReference { place, is_shown } => self.show_reference(place, is_shown),
            Command::RemoveReference(place) => self.remove_reference(place),
            Command::Save => self.save(None),
            Command::SaveAs(path) => self.save(Some(path)),
            Command::Export(path) => self.export(path),
            Command::ExportFindings { format, path, keys } => {
                self.export_findings(format, &path, keys);
            }
            Command::ExportHistory(path) => self.export_history(path),
            Command::Close => self.close(),
            Command::Edit(edit) => {
                if let Some(Err(refusal)) = self.session.as_mut().map(|open| open.edit(edit)) {
                    self.notices.push(Notice::Refused(refusal));
                }
            }
            Command::SetChangeKind(kind) => {
                if let Some(session) = &mut self.session {
                    session.set_kind(kind);
                }
            }
            Command::DescribeLast { kind, reason } => {
                if let Some(session) = &mut self.session {
                    session.describe_last(kind, &reason);
                }
            }
            Command::Undo => {
                self.session.as_mut().map(Session::undo);
            }
            Command::Redo => {
                self.session.as_mut().map(Session::redo);
            }
            Command::CancelJob(id) => {
                if let Some(job) = self.jobs.running().iter().find(|job| job.id == id) {
                    job.cancel();
                }
            }
            Command::SetLanguage(language) => self.set(|settings| settings.set_language(language)),
            Command::SetDark(dark) => self.set(|settings| settings.dark = dark),
            Command::SetMapStyle(style) => self.set(|settings| settings.map_style = style),
            Command::SetProjection(crs) => self.set(|settings| settings.projection = crs),
            Command::SetZoom(zoom) => self.set(|settings| settings.zoom = zoom),
            Command::OfferFixes(key) => self.offer_fixes(key),
            Command::ApplyFix {
                key,
                place,
                author,
                reason,
            } => self.apply_fix(&key, place, &author, &reason),
            Command::PlanBulk { keys, taker } => self.plan_bulk(&keys, taker),
            Command::ApplyBulk { author, reason } => self.apply_bulk(&author, &reason),
            Command::SetAuthor(author) => self.set(|settings| settings.author = author),
            Command::DismissNotice(at) => {
                if at < self.notices.len() {
                    self.notices.remove(at);
                }
            }
            Command::Recover(at) => {
                if at < self.recoveries.len() {
                    let recovery = self.recoveries.remove(at);
                    self.start(JobKind::Open, move |_| Some(work::open_recovery(recovery)));
                }
            }
            Command::DiscardRecovery(at) => {
                if at < self.recoveries.len()
                    && let Err(error) = self.recoveries.remove(at).discard()
                {
                    self.notices.push(Notice::Project(error));
                }
            }
        }
    }

    fn pending_layer(&mut self, layer: usize) -> Option<&mut super::pending::PendingLayer> {
        self.import.as_mut()?.layers.get_mut(layer)
    }

    /// Tells a person something that another part of the program has found.
    pub fn tell(&mut self, notice: Notice) {
        self.notices.push(notice);
    }

    /// Where the program keeps its own files.
    pub fn folders(&self) -> &Folders {
        &self.folders
    }

    fn set(&mut self, change: impl FnOnce(&mut Settings)) {
        change(&mut self.settings);
        if let Err(error) = self.settings.save(&self.folders.configuration) {
            self.notices.push(Notice::Settings {
                folder: self.folders.configuration.clone(),
                error,
            });
        }
    }

    fn start(
        &mut self,
        kind: JobKind,
        work: impl FnOnce(&super::jobs::Watch) -> Option<Outcome> + Send + 'static,
    ) {
        if let Err(error) = self.jobs.start(kind, work) {
            self.notices.push(Notice::Broke {
                kind,
                fault: error.to_string(),
            });
        }
    }

    fn open(&mut self, paths: Vec<PathBuf>) {
        match &paths[..] {
            [] => {}
            [path] if claims_project(path) => {
                let path = path.clone();
                self.start(JobKind::Open, move |_| Some(work::open_project(&path)));
            }
            _ => self.start(JobKind::Recognise, move |watch| {
                work::read_all(&paths, watch)
            }),
        }
    }

    fn confirm_import(&mut self) {
        if let Some(import) = self.import.take() {
            let title = import.title();
            let layers = import.into_layers();
            self.start(JobKind::Import, move |watch| {
                work::import_all(layers, &title, watch)
            });
        }
    }

    fn save(&mut self, path: Option<PathBuf>) {
        let Some(session) = &self.session else { return };
        let own = session.project().map(Path::to_owned);
        let Some(target) = path.or_else(|| own.clone()) else {
            return;
        };
        let is_named_so = target
            .extension()
            .is_some_and(|ending| ending.eq_ignore_ascii_case("gpkg"));
        let target = if is_named_so {
            target
        } else {
            target.with_added_extension("gpkg")
        };
        // The open file is saved to; another one is made anew.
        let file = if own.as_ref() == Some(&target) {
            self.storage.project.take()
        } else {
            None
        };
        let dataset = session.snapshot().dataset.clone();
        let history = session.history().clone();
        self.start(JobKind::Save, move |watch| {
            Some(work::save(file, target, (&dataset, &history), watch))
        });
    }

    fn export(&mut self, path: PathBuf) {
        let Some(session) = &self.session else { return };
        let dataset = session.snapshot().dataset.clone();
        self.start(JobKind::Export, move |_| {
            Some(Outcome::Exported(convert(&dataset, &path)))
        });
    }

    fn export_history(&mut self, path: PathBuf) {
        let Some(session) = &self.session else { return };
        let (history, snapshot) = (session.history().clone(), session.snapshot().clone());
        let path = path.with_extension("json");
        self.start(JobKind::Export, move |_| {
            Some(work::export_history(&history, &snapshot.dataset, path))
        });
    }

    fn export_findings(&mut self, format: FindingsFormat, path: &Path, keys: Vec<FindingKey>) {
        let Some(session) = &self.session else { return };
        let Some(report) = session.findings().report().cloned() else {
            return;
        };
        let snapshot = session.snapshot().clone();
        let words = Words::new(self.settings.language());
        let path = format.named(path);
        self.start(JobKind::Export, move |watch| {
            work::export_findings(&words, &snapshot, &report, &keys, (format, path), watch)
        });
    }

    fn close(&mut self) {
        self.jobs.cancel(JobKind::Check);
        self.jobs.cancel(JobKind::Plan);
        self.fixing = fixing::Fixing::default();
        self.references.clear();
        self.session = None;
        self.checking = None;
        self.storage.project = None;
        self.forget_recovery();
    }

    /// Takes what jobs have finished and starts what is due: a check of changed data,
    /// keeping of unsaved work. Called once a frame.
    pub fn tick(&mut self) {
        for (kind, finished) in self.jobs.finished() {
            match finished {
                Finished::Done(outcome) => self.take(outcome),
                // A check that was cancelled is not begun again: newer data has one of its
                // own, and what a person stopped stays stopped until the data changes.
                Finished::Cancelled => {}
                Finished::Broke(fault) => self.notices.push(Notice::Broke { kind, fault }),
            }
        }
        self.check_if_due();
        self.keep_if_due();
    }

    fn take(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Recognised(mut pending) => {
                self.notices
                    .extend(pending.failed.drain(..).map(Notice::File));
                if !pending.layers.is_empty() {
                    self.import = Some(pending);
                }
            }
            Outcome::Imported(Ok(imported)) => {
                let (snapshot, report) = *imported;
                self.show(Session::new(snapshot, None), None);
                self.notices.push(Notice::Imported(report));
            }
            Outcome::Imported(Err(error)) => self.notices.push(Notice::File(error)),
            Outcome::Opened(Ok(opened)) => self.take_opened(*opened),
            Outcome::Opened(Err(error)) => self.notices.push(Notice::Project(error)),
            Outcome::Checked { revision, checked } => {
                if let Some(session) = &mut self.session {
                    session.take_checked(revision, *checked);
                }
            }
            Outcome::Saved {
                state,
                path,
                file,
                result,
            } => {
                if let Some(file) = file {
                    self.storage.project = Some(*file);
                }
                match result {
                    Ok(()) => self.take_saved(state, path),
                    Err(error) => self.notices.push(Notice::Project(error)),
                }
            }
            Outcome::Kept { revision, result } => match result {
                Ok(()) => self.take_kept(revision),
                Err(error) => {
                    // Tried again after the same while, not in every frame.
                    self.storage.unkept_since = Some(Instant::now());
                    self.notices.push(Notice::NotRecoverable(error));
                }
            },
            Outcome::Offered(offer) => self.take_offer(*offer),
            Outcome::Priced { of, place, preview } => self.take_preview(&of, place, *preview),
            Outcome::PlannedBulk(bulk) => self.fixing.take_bulk(*bulk),
            Outcome::References { references, failed } => {
                self.take_references(references, failed);
            }
            Outcome::Sheet(sheet) => self.take_sheet(sheet),
            Outcome::Exported(Ok(files)) => self.notices.push(Notice::Exported(files)),
            Outcome::Exported(Err(ConvertError::File(error))) => {
                self.notices.push(Notice::File(error));
            }
            Outcome::Exported(Err(ConvertError::Project(error))) => {
                self.notices.push(Notice::Project(error));
            }
        }
    }

    fn take_opened(&mut self, opened: OpenedProject) {
        let recovered = opened.recovery.is_some();
        let mut session = Session::new(opened.snapshot, opened.path.clone()).after(opened.history);
        if recovered {
            session.take_recovered();
        }
        self.show(session, opened.file);
        self.storage.came_from = opened.recovery;
        self.look_again();
        if let Some(path) = opened.path.filter(|_| !recovered) {
            self.set(|settings| settings.remember(&path));
        }
        self.notices.push(if recovered {
            Notice::Recovered(opened.report)
        } else {
            Notice::Opened(opened.report)
        });
    }

    fn take_saved(&mut self, state: State, path: PathBuf) {
        if let Some(session) = &mut self.session {
            session.take_saved(state, path.clone());
            if !session.is_unsaved() {
                self.forget_recovery();
            }
        }
        self.set(|settings| settings.remember(&path));
        self.remember_references();
        self.notices.push(Notice::Saved(path));
    }

    fn show(&mut self, session: Session, project: Option<ProjectFile>) {
        self.close();
        self.session = Some(session);
        self.storage.project = project;
    }

    fn check_if_due(&mut self) {
        let Some(session) = &self.session else { return };
        let revision = session.revision();
        if self.checking == Some(revision) {
            return;
        }
        // What an older check finds would be dropped anyway.
        self.jobs.cancel(JobKind::Check);
        self.checking = Some(revision);
        self.storage.unkept_since.get_or_insert_with(Instant::now);
        // A small change was checked as it was made.
        if !session.is_checked() {
            let task = session.check_task();
            self.start(JobKind::Check, move |watch| work::check(task, watch));
        }
    }

    /// Waits until no job of a kind runs, and takes what it found; for tests and for
    /// closing.
    pub fn finish(&mut self, kind: JobKind) {
        self.jobs.wait_for(kind);
        self.tick();
    }
}
