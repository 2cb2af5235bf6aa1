//! The bodies of the background jobs: what is read, checked and written away from the
//! interface, and what comes back.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::clock::today;
use super::convert::ConvertError;
use super::export_findings::{FindingsFormat, ListedFindings, write_findings};
use super::findings::CheckTask;
use super::fixing::{self, BulkOffer, FixOffer, Preview};
use super::jobs::Watch;
use super::language::Words;
use super::pending::{PendingImport, PendingLayer};
use super::references::Reference;
use crate::edit::{ChangeSet, History, State};
use crate::files::project::{
    OpenReport, Progress, ProjectError, ProjectFile, Recovery, RecoverySession, read_history,
};
use crate::files::{
    FileError, ImportLayer, ImportReport, ImportStage, import, read_layers, recognise, script_of,
    write_file,
};
use crate::model::{Dataset, Sheet};
use crate::rules::fixes::BulkTaker;
use crate::rules::{Checked, Finding, FindingKey, Report};
use crate::topology::Snapshot;

/// What a job hands over.
pub(super) enum Outcome {
    Recognised(PendingImport),
    Imported(Result<Box<(Snapshot, ImportReport)>, FileError>),
    Opened(Result<Box<OpenedProject>, ProjectError>),
    Checked {
        revision: u64,
        checked: Box<Checked>,
    },
    Saved {
        state: State,
        path: PathBuf,
        /// The open file, which the job had meanwhile; gone if it could not be made.
        file: Option<Box<ProjectFile>>,
        result: Result<(), ProjectError>,
    },
    Kept {
        revision: u64,
        result: Result<(), ProjectError>,
    },
    Offered(Box<FixOffer>),
    /// What the `place`-th way of a finding at a revision costs.
    Priced {
        of: (FindingKey, u64),
        place: usize,
        preview: Box<Preview>,
    },
    PlannedBulk(Box<BulkOffer>),
    Exported(Result<Vec<PathBuf>, ConvertError>),
    References {
        references: Vec<Reference>,
        failed: Vec<FileError>,
    },
    Sheet(Result<Box<NewSheet>, FileError>),
}

/// A map sheet that was read, and its picture.
pub(super) struct NewSheet {
    pub sheet: Sheet,
    pub picture: Arc<[u8]>,
}

/// A project that was opened.
pub(super) struct OpenedProject {
    pub file: Option<ProjectFile>,
    /// The project it is, or was before the crash it is recovered from.
    pub path: Option<PathBuf>,
    pub snapshot: Snapshot,
    /// The steps that had led to it.
    pub history: History,
    pub report: OpenReport,
    /// The recovery it came from.
    pub recovery: Option<Recovery>,
}

/// Reads files and recognises their fields.
pub(super) fn read_all(paths: &[PathBuf], watch: &Watch) -> Option<Outcome> {
    let mut pending = PendingImport::default();
    for (done, path) in paths.iter().enumerate() {
        if watch.progress(done as f32 / paths.len() as f32).is_break() {
            return None;
        }
        match read_layers(path) {
            Ok(layers) => pending.layers.extend(layers.into_iter().map(|raw| {
                let recognised = recognise(&raw);
                PendingLayer {
                    mapping: recognised.mapping.clone(),
                    recognised,
                    raw,
                    crs: None,
                }
            })),
            Err(error) => pending.failed.push(error),
        }
    }
    Some(Outcome::Recognised(pending))
}

/// Reads layers to be looked at.
pub(super) fn read_references(paths: &[PathBuf], watch: &Watch) -> Option<Outcome> {
    let mut references = Vec::new();
    let mut failed = Vec::new();
    for (done, path) in paths.iter().enumerate() {
        if watch.progress(done as f32 / paths.len() as f32).is_break() {
            return None;
        }
        match Reference::read(path) {
            Ok(read) => references.extend(read),
            Err(error) => failed.push(error),
        }
    }
    Some(Outcome::References { references, failed })
}

/// Makes a data set of layers.
pub(super) fn import_all(layers: Vec<ImportLayer>, title: &str, watch: &Watch) -> Option<Outcome> {
    let mut step = |progress: crate::files::ImportProgress| {
        let (from, share) = match progress.stage {
            ImportStage::Features => (0.0, 0.5),
            ImportStage::Parents => (0.5, 0.1),
            ImportStage::Borders => (0.6, 0.3),
        };
        watch.progress(from + share * progress.done as f32 / progress.total.max(1) as f32)
    };
    match import(layers, title, &mut step) {
        Err(FileError::Stopped) => None,
        result => {
            Some(Outcome::Imported(result.map(|(dataset, report)| {
                Box::new((Snapshot::new(dataset), report))
            })))
        }
    }
}

/// Opens a project.
pub(super) fn open_project(path: &Path) -> Outcome {
    Outcome::Opened(ProjectFile::open(path).map(|(file, dataset, report)| {
        Box::new(OpenedProject {
            history: read_history(path, &dataset).unwrap_or_default(),
            file: Some(file),
            path: Some(path.to_owned()),
            snapshot: Snapshot::new(dataset),
            report,
            recovery: None,
        })
    }))
}

/// Opens a recovery; its content is unsaved work.
pub(super) fn open_recovery(recovery: Recovery) -> Outcome {
    Outcome::Opened(recovery.load().map(|(dataset, report)| {
        Box::new(OpenedProject {
            history: read_history(&recovery.file, &dataset).unwrap_or_default(),
            file: None,
            path: recovery.project.clone(),
            snapshot: Snapshot::new(dataset),
            report,
            recovery: Some(recovery),
        })
    }))
}

/// Runs all rules on what is due.
pub(super) fn check(task: CheckTask, watch: &Watch) -> Option<Outcome> {
    let mut step = |progress: crate::rules::Progress| {
        watch.progress(progress.done as f32 / progress.of.max(1) as f32)
    };
    let revision = task.revision;
    let checked = Box::new(task.run(&mut step)?);
    Some(Outcome::Checked { revision, checked })
}

/// Plans the ways to put a finding right.
pub(super) fn offer_fixes(snapshot: &Snapshot, finding: &Finding, revision: u64) -> Outcome {
    Outcome::Offered(Box::new(fixing::offer(snapshot, finding, revision)))
}

/// Reckons what one of the ways to put a finding right costs, by its place among them.
pub(super) fn price_fix(
    checked: &Checked,
    changes: &ChangeSet,
    (of, place): ((FindingKey, u64), usize),
    watch: &Watch,
) -> Option<Outcome> {
    let preview = Box::new(fixing::preview(checked, changes, watch)?);
    Some(Outcome::Priced { of, place, preview })
}

/// Plans and prices putting a selection right as one step.
pub(super) fn plan_bulk(
    checked: &Checked,
    findings: &[Arc<Finding>],
    taker: BulkTaker,
    revision: u64,
    watch: &Watch,
) -> Option<Outcome> {
    let bulk = fixing::offer_bulk(checked, findings, taker, revision, watch)?;
    Some(Outcome::PlannedBulk(Box::new(bulk)))
}

/// Writes the findings of `keys` in their order.
pub(super) fn export_findings(
    words: &Words,
    snapshot: &Snapshot,
    report: &Report,
    keys: &[FindingKey],
    (format, path): (FindingsFormat, PathBuf),
    watch: &Watch,
) -> Option<Outcome> {
    let known: FxHashMap<&FindingKey, &Finding> = report
        .findings
        .iter()
        .map(|finding| (&finding.key, &**finding))
        .collect();
    let listed = ListedFindings {
        snapshot,
        findings: keys
            .iter()
            .filter_map(|key| known.get(key).copied())
            .collect(),
        made: today(),
    };
    let mut step = |share| watch.progress(share);
    match write_findings(words, &listed, format, &path, &mut step) {
        Err(FileError::Stopped) => None,
        Err(error) => Some(Outcome::Exported(Err(ConvertError::File(error)))),
        Ok(()) => Some(Outcome::Exported(Ok(vec![path]))),
    }
}

/// Tells a watch how far writing is. A save that has begun is carried through.
fn told(watch: &Watch) -> impl FnMut(Progress) + '_ {
    |progress| {
        let _ = watch.progress(progress.done as f32 / progress.total.max(1) as f32);
    }
}

/// Saves to `file`, or makes one at `path`.
pub(super) fn save(
    file: Option<ProjectFile>,
    path: PathBuf,
    (dataset, history): (&Dataset, &History),
    watch: &Watch,
) -> Outcome {
    let (file, result) = match file {
        Some(mut file) => {
            let result = file
                .save_with(dataset, history, &mut told(watch))
                .map(|_| ());
            (Some(file), result)
        }
        None => match ProjectFile::create_with(&path, dataset, history, &mut told(watch)) {
            Ok(file) => (Some(file), Ok(())),
            Err(error) => (None, Err(error)),
        },
    };
    Outcome::Saved {
        state: history.state(),
        path,
        file: file.map(Box::new),
        result,
    }
}

/// Writes the steps of a history as a list of edits.
pub(super) fn export_history(history: &History, now: &Dataset, path: PathBuf) -> Outcome {
    let script = script_of(history, now);
    let written = write_file(&path, |file| {
        serde_json::to_writer_pretty(&mut *file, &script)?;
        std::io::Write::write_all(file, b"\n")
    });
    Outcome::Exported(written.map(|()| vec![path]).map_err(ConvertError::File))
}

/// Writes unsaved work to the recovery file.
pub(super) fn keep(
    recovery: &Arc<RecoverySession>,
    project: Option<&Path>,
    (dataset, history): (&Dataset, &History),
    revision: u64,
    watch: &Watch,
) -> Outcome {
    Outcome::Kept {
        revision,
        result: recovery.write(project, dataset, history, &mut told(watch)),
    }
}
