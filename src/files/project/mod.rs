//! The project file: a GeoPackage whose borders, units and settlements are the truth,
//! with the polygons of every level beside them for any GIS. It is written over
//! `rusqlite` and `wkb` with container tables of our own, because no published
//! GeoPackage crate resolves beside the SQLite that `proj` 0.31 links.
//!
//! Each save is one transaction over a rollback journal and writes the rows that
//! differ from those last saved or loaded; a save that is killed leaves the old file
//! whole. Opened again, the data set equals the one that was saved, keys included.

mod beside;
mod container;
mod create;
mod decrees;
mod error;
mod geometry;
mod history;
mod level_layers;
mod lock;
mod overlays;
mod read;
mod read_units;
mod recognise;
mod recovery;
mod report;
mod schema;
mod text;
mod triage;
mod upgrade;
mod weights;
mod write;
mod write_units;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, TransactionBehavior};

pub use error::{ForeignLayer, ProjectError};
pub use history::read_history;
pub use lock::Holder;
pub use recovery::{Recovery, RecoverySession, find_recoveries};
pub use report::{Access, OpenNote, OpenReport, ReadOnlyReason, SaveRecord};

use crate::edit::History;
use crate::model::{Dataset, Level};
use lock::Lock;
use read::Reader;

/// How far a save is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Steps done.
    pub done: usize,
    /// Steps in all.
    pub total: usize,
}

/// What a save did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SaveSummary {
    /// Rows added, changed or removed, in all tables of the project.
    pub rows_written: usize,
}

/// An open project: the file, and the data set that it holds, to know what differs
/// when it is saved. It can be moved to another thread to save there.
#[derive(Debug)]
pub struct ProjectFile {
    path: PathBuf,
    connection: Connection,
    /// What the file holds.
    saved: Dataset,
    /// The save that the file held when it was read or written here.
    save_token: String,
    access: Access,
    lock: Option<Lock>,
    rewrite: BTreeSet<Level>,
}

/// Whether a file is a project that this version can open.
pub fn is_project(path: &Path) -> bool {
    recognise::connect(path).is_ok()
}

impl ProjectFile {
    /// Writes a data set to a new file, or over an old one once the new one is
    /// complete, and opens it.
    ///
    /// # Errors
    /// Where the folder is missing or cannot be written in, the disk is full, `path`
    /// is a folder, or a project there is open elsewhere.
    pub fn create(
        path: &Path,
        dataset: &Dataset,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Self, ProjectError> {
        Self::create_with(path, dataset, &History::default(), progress)
    }

    /// As [`ProjectFile::create`], with the history that led to the data.
    ///
    /// # Errors
    /// As there.
    pub fn create_with(
        path: &Path,
        dataset: &Dataset,
        history: &History,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Self, ProjectError> {
        let path = &absolute(path);
        if path.is_file()
            && let Ok((connection, _)) = recognise::connect(path)
            && let Ok(Some(holder)) = lock::holder(&connection, path)
        {
            return Err(ProjectError::OpenElsewhere {
                path: path.clone(),
                holder,
            });
        }
        let (save_token, _) = create::write_whole(path, dataset, progress, &|connection| {
            weights::write(connection, dataset)?;
            beside::write_contents(connection, dataset, history)?;
            history::write(connection, history)
        })?;
        let (mut connection, _) = recognise::connect(path)?;
        let (access, lock) = acquire(&mut connection, path, false)?;
        Ok(Self {
            path: path.clone(),
            connection,
            saved: dataset.clone(),
            save_token,
            access,
            lock,
            rewrite: BTreeSet::new(),
        })
    }

    /// Opens a project and reads it. One that is open elsewhere, or that may not be
    /// written, opens for reading: see [`OpenReport::access`].
    ///
    /// # Errors
    /// Where the file is not there, not a project, cut off, damaged, of a newer
    /// format, or wholly locked by another program.
    pub fn open(path: &Path) -> Result<(Self, Dataset, OpenReport), ProjectError> {
        let path = absolute(path);
        let (mut connection, format) = recognise::connect(&path)?;
        let (access, lock) = acquire(&mut connection, &path, false)?;
        let upgraded = bring_up_to_date(&mut connection, &path, format, &access)?;
        // One that a GIS left with a second file beside it goes back to being one.
        if access == Access::ReadWrite {
            let _ = connection.pragma_update(None, "journal_mode", "DELETE");
        }
        let (dataset, mut report, save_token) = read_all(&mut connection, &path)?;
        report.notes.extend(upgraded);
        report.access = access.clone();
        let project = Self {
            path,
            connection,
            saved: dataset.clone(),
            save_token,
            access,
            lock,
            rewrite: BTreeSet::new(),
        };
        Ok((project, dataset, report))
    }

    /// Reads a project without opening it for writing: nobody else is kept from it.
    ///
    /// # Errors
    /// As [`ProjectFile::open`].
    pub fn read(path: &Path) -> Result<(Dataset, OpenReport), ProjectError> {
        let (mut connection, format) = recognise::connect(path)?;
        if format < schema::FORMAT {
            return Err(ProjectError::NeedsUpgrade {
                path: path.to_owned(),
                format,
            });
        }
        let (dataset, mut report, _) = read_all(&mut connection, path)?;
        report.access = Access::ReadOnly(ReadOnlyReason::File);
        Ok((dataset, report))
    }

    /// A file that was just written whole by this program, as it goes on being written: it
    /// holds `saved`.
    fn written(path: &Path, saved: &Dataset, save_token: String) -> Result<Self, ProjectError> {
        let (connection, _) = recognise::connect(path)?;
        Ok(Self {
            path: path.to_owned(),
            connection,
            saved: saved.clone(),
            save_token,
            access: Access::ReadWrite,
            lock: None,
            rewrite: BTreeSet::new(),
        })
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether it can be saved.
    pub fn access(&self) -> &Access {
        &self.access
    }

    /// What the file holds: what was last saved or read.
    pub fn saved(&self) -> &Dataset {
        &self.saved
    }

    /// Writes what differs from what the file holds, in one transaction.
    ///
    /// # Errors
    /// Where the project is open for reading only, was saved elsewhere meanwhile, is
    /// gone, or cannot be written. The file then holds what it held.
    pub fn save(
        &mut self,
        dataset: &Dataset,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<SaveSummary, ProjectError> {
        self.save_with(dataset, &History::default(), progress)
    }

    /// As [`ProjectFile::save`], with the history that led to the data, in the same
    /// transaction.
    ///
    /// # Errors
    /// As there.
    pub fn save_with(
        &mut self,
        dataset: &Dataset,
        history: &History,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<SaveSummary, ProjectError> {
        self.check_access()?;
        if !self.path.exists() {
            return Err(ProjectError::Gone {
                path: self.path.clone(),
            });
        }
        let path = &self.path;
        let failed = |error: rusqlite::Error| ProjectError::from_writing(path, &error);
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(failed)?;
        check_unchanged(&transaction, path, &self.save_token)?;
        let token = uuid::Uuid::new_v4().to_string();
        let mut writer = write::Writer {
            connection: &transaction,
            old: &self.saved,
            new: dataset,
            rows: 0,
            touched: BTreeSet::new(),
            statements: BTreeMap::new(),
            rewrite: &self.rewrite,
            progress,
            steps: 0,
        };
        writer.write(&token).map_err(failed)?;
        let rows_written = writer.rows;
        create::log_save(&transaction, rows_written).map_err(failed)?;
        beside::write_contents(&transaction, dataset, history).map_err(failed)?;
        history::write(&transaction, history).map_err(failed)?;
        transaction.commit().map_err(failed)?;
        self.saved = dataset.clone();
        self.save_token = token;
        self.rewrite.clear();
        Ok(SaveSummary { rows_written })
    }

    /// Has the next save write the polygons of a level anew, over what another
    /// program made of them.
    pub fn rewrite_level(&mut self, level: Level) {
        self.rewrite.insert(level);
    }

    /// Asks again for the right to save a project that opened for reading, and tells
    /// what came of it. With `take_over` somebody who has it open loses that right:
    /// for one who is known to be away.
    ///
    /// # Errors
    /// Where the project was saved elsewhere since it was read here.
    pub fn ask_access(&mut self, take_over: bool) -> Result<Access, ProjectError> {
        if self.access != Access::ReadWrite {
            check_unchanged(&self.connection, &self.path, &self.save_token)?;
            let (access, lock) = acquire(&mut self.connection, &self.path, take_over)?;
            self.access = access;
            self.lock = lock;
        }
        Ok(self.access.clone())
    }

    fn check_access(&self) -> Result<(), ProjectError> {
        let path = self.path.clone();
        match &self.access {
            Access::ReadWrite => Ok(()),
            Access::ReadOnly(reason) => Err(match reason {
                ReadOnlyReason::OpenElsewhere(holder) => ProjectError::OpenElsewhere {
                    path,
                    holder: holder.clone(),
                },
                ReadOnlyReason::Busy => ProjectError::Busy { path },
                ReadOnlyReason::File => ProjectError::ReadOnlyFile { path },
                ReadOnlyReason::Folder => ProjectError::ReadOnlyFolder {
                    path: error::folder_of(&path),
                },
                ReadOnlyReason::DiskFull => ProjectError::DiskFull { path },
            }),
        }
    }
}

impl Drop for ProjectFile {
    fn drop(&mut self) {
        if let Some(lock) = self.lock.take() {
            lock::release(&self.connection, &lock);
        }
    }
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// Takes the right to write a project, unless somebody has it.
fn acquire(
    connection: &mut Connection,
    path: &Path,
    take_over: bool,
) -> Result<(Access, Option<Lock>), ProjectError> {
    let mut attempt = || -> rusqlite::Result<(Access, Option<Lock>)> {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if !take_over && let Some(holder) = lock::holder(&transaction, path)? {
            let reason = ReadOnlyReason::OpenElsewhere(holder);
            return Ok((Access::ReadOnly(reason), None));
        }
        let lock = lock::take(&transaction, path)?;
        transaction.commit()?;
        Ok((Access::ReadWrite, Some(lock)))
    };
    let error = match attempt() {
        Ok(acquired) => return Ok(acquired),
        Err(error) => ProjectError::from_sqlite(path, "marz_lock", &error),
    };
    let reason = match error {
        ProjectError::Busy { .. } => ReadOnlyReason::Busy,
        ProjectError::ReadOnlyFile { .. } => ReadOnlyReason::File,
        ProjectError::ReadOnlyFolder { .. } => ReadOnlyReason::Folder,
        ProjectError::DiskFull { .. } => ReadOnlyReason::DiskFull,
        other => return Err(other),
    };
    Ok((Access::ReadOnly(reason), None))
}

fn bring_up_to_date(
    connection: &mut Connection,
    path: &Path,
    format: i64,
    access: &Access,
) -> Result<Option<OpenNote>, ProjectError> {
    if format == schema::FORMAT {
        return Ok(None);
    }
    if *access != Access::ReadWrite {
        return Err(ProjectError::NeedsUpgrade {
            path: path.to_owned(),
            format,
        });
    }
    upgrade::upgrade(connection, format, upgrade::STEPS)
        .map_err(|error| ProjectError::from_writing(path, &error))?;
    Ok(Some(OpenNote::Upgraded { from: format }))
}

/// Reads everything as of one moment.
fn read_all(
    connection: &mut Connection,
    path: &Path,
) -> Result<(Dataset, OpenReport, String), ProjectError> {
    let failed =
        |place: &str, error: &rusqlite::Error| ProjectError::from_sqlite(path, place, error);
    let transaction = connection
        .transaction()
        .map_err(|error| failed("the header", &error))?;
    let beside = seen_alike(&transaction, path).map_err(|error| failed("the header", &error))?;
    let mut reader = Reader::new(&transaction);
    let dataset = reader
        .read(beside)
        .map_err(|error| failed(reader.place, &error))?;
    let mut report = reader.report;
    let changed = level_layers::changed_elsewhere(&transaction)
        .map_err(|error| failed("the polygons of the levels", &error))?;
    report.notes.extend(changed);
    let token = save_token(&transaction).map_err(|error| failed("marz_project", &error))?;
    Ok((dataset, report, token))
}

/// Another connection for reading that sees what the transaction sees: with a rollback
/// journal nobody writes while the transaction reads. With a second file beside it somebody
/// may, and then there is none.
fn seen_alike(transaction: &Connection, path: &Path) -> rusqlite::Result<Option<Connection>> {
    // The transaction reads from here on.
    save_token(transaction)?;
    let journal: String = transaction.query_row("PRAGMA journal_mode", [], |row| row.get(0))?;
    if journal == "wal" {
        return Ok(None);
    }
    Ok(recognise::connect(path)
        .ok()
        .map(|(connection, _)| connection))
}

fn save_token(connection: &Connection) -> rusqlite::Result<String> {
    connection.query_row("SELECT save_token FROM marz_project", [], |row| row.get(0))
}

/// Refuses to write over what somebody else saved.
fn check_unchanged(connection: &Connection, path: &Path, token: &str) -> Result<(), ProjectError> {
    let failed = |error: rusqlite::Error| ProjectError::from_sqlite(path, "marz_project", &error);
    if save_token(connection).map_err(failed)? == token {
        return Ok(());
    }
    Err(ProjectError::ChangedMeanwhile {
        path: path.to_owned(),
        by: read::last_save(connection).map_err(failed)?,
    })
}
