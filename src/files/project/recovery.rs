//! Unsaved work that survives a crash: a whole project, written now and then to a file
//! of the running program in a folder that the caller names, and offered again once
//! that program is no more.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError, TryLockError};

use rusqlite::OptionalExtension;

use super::create::write_whole;
use super::error::ProjectError;
use super::lock::Presence;
use super::recognise::connect;
use super::report::OpenReport;
use super::{Progress, ProjectFile};
use crate::edit::History;
use crate::model::Dataset;

const PREFIX: &str = "recovery-";
const ENDING: &str = ".gpkg";

/// A running program, as its recovery file knows it. While it lives, nobody is offered
/// its file.
#[derive(Debug)]
pub struct RecoverySession {
    folder: PathBuf,
    token: String,
    _presence: Presence,
    /// The file once it was written, and the project that the work in it belongs to.
    open: Mutex<Option<(Option<PathBuf>, ProjectFile)>>,
    /// Whether it is to be removed: by whoever writes it, if somebody does.
    is_given_up: AtomicBool,
}

impl RecoverySession {
    /// Begins a session in `folder`, which is made where it is missing.
    ///
    /// # Errors
    /// Where the folder cannot be made or written in.
    pub fn start(folder: &Path) -> Result<Self, ProjectError> {
        let token = uuid::Uuid::new_v4().to_string();
        let presence = Presence::start(folder, &token)
            .map_err(|error| ProjectError::from_folder_io(&folder.join(&token), &error))?;
        Ok(Self {
            folder: folder.to_owned(),
            token,
            _presence: presence,
            open: Mutex::default(),
            is_given_up: AtomicBool::new(false),
        })
    }

    /// The session's recovery file, whether or not it is there.
    pub fn file(&self) -> PathBuf {
        self.folder.join(format!("{PREFIX}{}{ENDING}", self.token))
    }

    /// Writes unsaved work, with the steps that led to it: the first time whole, beside its
    /// place, so that a crash while writing leaves what was there; after that what differs, in
    /// one transaction, which takes no longer than the change is large.
    /// `project` is the file that the work belongs to, if it has one yet.
    ///
    /// # Errors
    /// Where the folder cannot be written in or the disk is full.
    pub fn write(
        &self,
        project: Option<&Path>,
        dataset: &Dataset,
        history: &History,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<(), ProjectError> {
        let written = self.write_now(project, dataset, history, progress);
        if self.is_given_up.load(Ordering::SeqCst) {
            self.discard()?;
        }
        written
    }

    fn write_now(
        &self,
        project: Option<&Path>,
        dataset: &Dataset,
        history: &History,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<(), ProjectError> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, file)) = &mut *open
            && of.as_deref() == project
            && file.save_with(dataset, history, progress).is_ok()
        {
            let sql = "UPDATE marz_recovery SET written_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')";
            let path = self.file();
            let failed = |error: rusqlite::Error| ProjectError::from_writing(&path, &error);
            return file.connection.execute_batch(sql).map_err(failed);
        }
        // It is another project's, or it cannot be written any more: it is made anew.
        *open = None;
        let name = project.map(|path| path.to_string_lossy().into_owned());
        let (save_token, _) = write_whole(&self.file(), dataset, progress, &|connection| {
            super::beside::write_contents(connection, dataset, history)?;
            super::history::write(connection, history)?;
            connection.execute_batch(
                "CREATE TABLE marz_recovery (project TEXT, written_at TEXT NOT NULL)",
            )?;
            connection
                .execute(
                    "INSERT INTO marz_recovery VALUES
                     (?, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))",
                    [&name],
                )
                .map(drop)
        })?;
        let file = ProjectFile::written(&self.file(), dataset, save_token)?;
        *open = Some((project.map(Path::to_owned), file));
        Ok(())
    }

    /// Removes what this session wrote, once the work is saved or given up. While it is being
    /// written nobody waits: whoever writes it removes it.
    ///
    /// # Errors
    /// Where the file is there and cannot be removed.
    pub fn discard(&self) -> Result<(), ProjectError> {
        // Told first: a write that ends meanwhile sees it.
        self.is_given_up.store(true, Ordering::SeqCst);
        let mut open = match self.open.try_lock() {
            Ok(open) => open,
            Err(TryLockError::Poisoned(open)) => open.into_inner(),
            Err(TryLockError::WouldBlock) => return Ok(()),
        };
        self.is_given_up.store(false, Ordering::SeqCst);
        // Some systems remove no file that is open.
        *open = None;
        remove(&self.file())
    }
}

/// Unsaved work of a program that is no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovery {
    /// The recovery file.
    pub file: PathBuf,
    /// The project that the work belongs to; nothing where it was never saved.
    pub project: Option<PathBuf>,
    /// When it was written: an ISO time in UTC.
    pub written: String,
    /// The title of the data set.
    pub title: String,
}

impl Recovery {
    /// Reads the work.
    ///
    /// # Errors
    /// As reading any project.
    pub fn load(&self) -> Result<(Dataset, OpenReport), ProjectError> {
        ProjectFile::read(&self.file)
    }

    /// Removes the file.
    ///
    /// # Errors
    /// Where it is there and cannot be removed.
    pub fn discard(&self) -> Result<(), ProjectError> {
        remove(&self.file)
    }
}

fn remove(file: &Path) -> Result<(), ProjectError> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(ProjectError::from_folder_io(file, &error))
        }
        _ => Ok(()),
    }
}

/// The work that sessions in `folder` left behind, newest first. What cannot be read
/// is left where it is and not offered; a missing folder holds nothing.
///
/// # Errors
/// Where the folder is there and cannot be listed.
pub fn find_recoveries(folder: &Path) -> Result<Vec<Recovery>, ProjectError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(ProjectError::from_io(folder, &error)),
    };
    let mut found = Vec::new();
    for entry in entries.flatten() {
        let name = entry.file_name();
        let token = name
            .to_str()
            .and_then(|name| name.strip_prefix(PREFIX)?.strip_suffix(ENDING));
        let Some(token) = token else {
            Presence::clear_if_dead(folder, &entry.path());
            continue;
        };
        if Presence::is_alive(folder, token) != Some(false) {
            continue;
        }
        Presence::clear(folder, token);
        found.extend(describe(&entry.path()));
    }
    found.sort_by(|a, b| b.written.cmp(&a.written).then_with(|| a.file.cmp(&b.file)));
    Ok(found)
}

fn describe(file: &Path) -> Option<Recovery> {
    let (connection, _) = connect(file).ok()?;
    connection
        .query_row(
            "SELECT r.project, r.written_at, p.title FROM marz_recovery r, marz_project p",
            [],
            |row| {
                Ok(Recovery {
                    file: file.to_owned(),
                    project: row.get::<_, Option<String>>(0)?.map(PathBuf::from),
                    written: row.get(1)?,
                    title: row.get(2)?,
                })
            },
        )
        .optional()
        .ok()?
}
