//! What can go wrong with a project file, each told with the file and what to do.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use super::lock::Holder;
use super::report::SaveRecord;

/// A layer of a GeoPackage that is no project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignLayer {
    /// Its table's name.
    pub name: String,
    /// What it holds: `features`, `attributes`, `tiles`.
    pub kind: String,
    /// The type of its geometries, where it has them.
    pub geometry: Option<String>,
}

/// Why a project file could not be opened, made or saved. Nothing that was open is
/// lost by any of them, and the file is as it was before.
#[derive(Debug, thiserror::Error)]
pub enum ProjectError {
    /// There is no such file.
    #[error("{}: there is no such file; it may have been moved or renamed", path.display())]
    NotFound {
        /// The file.
        path: PathBuf,
    },
    /// It is a folder.
    #[error("{}: this is a folder; choose a project file in it", path.display())]
    IsDirectory {
        /// The folder.
        path: PathBuf,
    },
    /// It has no content.
    #[error("{}: the file is empty (0 bytes); take it from a backup", path.display())]
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// It is no GeoPackage at all.
    #[error("{}: this is not a GeoPackage; import it if it is a GeoJSON file or a Shapefile", path.display())]
    NotAGeoPackage {
        /// The file.
        path: PathBuf,
    },
    /// It ends before its time.
    #[error("{}: the file is cut off: {found_bytes} of {expected_bytes} bytes are there; copy it again or take it from a backup", path.display())]
    Truncated {
        /// The file.
        path: PathBuf,
        /// How long its header says it is.
        expected_bytes: u64,
        /// How long it is.
        found_bytes: u64,
    },
    /// Its content contradicts itself.
    #[error("{}: the file is damaged in {place}: {reason}; take it from a backup", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// The table, or the part of the file.
        place: String,
        /// What is wrong there.
        reason: String,
    },
    /// It is a GeoPackage, made by another program.
    #[error("{}: this is a GeoPackage of another program, not a Marz project; export its layers to GeoJSON there and import those: {}", path.display(), names_of(layers))]
    OtherGeoPackage {
        /// The file.
        path: PathBuf,
        /// What it holds.
        layers: Vec<ForeignLayer>,
    },
    /// A newer version of the program wrote it.
    #[error("{}: the project has format {format}, written by Marz {written_by}; this version reads formats up to {supported}: update Marz", path.display())]
    NewerFormat {
        /// The file.
        path: PathBuf,
        /// Its format.
        format: i64,
        /// The newest format that this version reads.
        supported: i64,
        /// The version of the program that wrote it.
        written_by: String,
    },
    /// It has an older format and cannot be brought up to date where it is.
    #[error("{}: the project has the older format {format} and cannot be written where it is; copy it to a folder that you can write in and open the copy", path.display())]
    NeedsUpgrade {
        /// The file.
        path: PathBuf,
        /// Its format.
        format: i64,
    },
    /// Another program keeps it locked.
    #[error("{}: another program is using the file; close it there and try again", path.display())]
    Busy {
        /// The file.
        path: PathBuf,
    },
    /// It is open for writing in another window.
    #[error("{}: the project is open elsewhere ({holder}); save under another name or close it there", path.display())]
    OpenElsewhere {
        /// The file.
        path: PathBuf,
        /// Who has it open.
        holder: Holder,
    },
    /// Somebody saved it since it was opened.
    #[error("{}: the project was saved elsewhere{} since it was opened here; save under another name", path.display(), told(by.as_ref()))]
    ChangedMeanwhile {
        /// The file.
        path: PathBuf,
        /// Who saved it, and when, if its log tells.
        by: Option<SaveRecord>,
    },
    /// It was deleted or moved while it was open.
    #[error("{}: the file is no longer there; save under another name", path.display())]
    Gone {
        /// The file.
        path: PathBuf,
    },
    /// The file may not be written.
    #[error("{}: the file is read-only; save under another name", path.display())]
    ReadOnlyFile {
        /// The file.
        path: PathBuf,
    },
    /// The folder may not be written in, which saving needs.
    #[error("{}: the folder cannot be written in; save to another folder", path.display())]
    ReadOnlyFolder {
        /// The folder.
        path: PathBuf,
    },
    /// The folder does not exist.
    #[error("{}: there is no such folder; choose another or make it first", path.display())]
    NoFolder {
        /// The folder.
        path: PathBuf,
    },
    /// There is no room.
    #[error("{}: the disk is full, nothing was changed; free some space or save to another disk", path.display())]
    DiskFull {
        /// The file.
        path: PathBuf,
    },
    /// Reading or writing failed in the disk or the network.
    #[error("{}: reading or writing failed: {reason}; check the disk or the network and try again", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
}

fn names_of(layers: &[ForeignLayer]) -> String {
    let names: Vec<&str> = layers.iter().map(|layer| layer.name.as_str()).collect();
    names.join(", ")
}

fn told(save: Option<&SaveRecord>) -> String {
    save.map(|save| format!(" (by {} on {}, {})", save.user, save.host, save.time))
        .unwrap_or_default()
}

/// The folder of a file.
pub(super) fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

impl ProjectError {
    /// What a failed call of the system means for `path`.
    pub(super) fn from_io(path: &Path, error: &io::Error) -> Self {
        let path = path.to_owned();
        match error.kind() {
            io::ErrorKind::NotFound => Self::NotFound { path },
            io::ErrorKind::IsADirectory => Self::IsDirectory { path },
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull { path },
            _ => Self::Unreadable {
                path,
                reason: error.to_string(),
            },
        }
    }

    /// What a failure to write into the folder of `path` means.
    pub(super) fn from_folder_io(path: &Path, error: &io::Error) -> Self {
        let folder = folder_of(path);
        match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => {
                Self::NoFolder { path: folder }
            }
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                Self::ReadOnlyFolder { path: folder }
            }
            _ => Self::from_io(path, error),
        }
    }

    /// What a failure of SQLite means for `path`; `place` is the table at hand.
    pub(super) fn from_sqlite(path: &Path, place: &str, error: &rusqlite::Error) -> Self {
        let folder = folder_of(path);
        let path = path.to_owned();
        let damaged = |reason: String| Self::Damaged {
            path: path.clone(),
            place: place.to_owned(),
            reason,
        };
        let rusqlite::Error::SqliteFailure(failure, _) = error else {
            return damaged(error.to_string());
        };
        match failure.code {
            ErrorCode::DiskFull => Self::DiskFull { path },
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Busy { path },
            ErrorCode::NotADatabase => Self::NotAGeoPackage { path },
            // SQLite keeps its journal beside the file.
            ErrorCode::CannotOpen => Self::ReadOnlyFolder { path: folder },
            ErrorCode::ReadOnly
                if failure.extended_code == rusqlite::ffi::SQLITE_READONLY_DIRECTORY =>
            {
                Self::ReadOnlyFolder { path: folder }
            }
            ErrorCode::ReadOnly | ErrorCode::PermissionDenied => Self::ReadOnlyFile { path },
            ErrorCode::SystemIoFailure => Self::Unreadable {
                path,
                reason: error.to_string(),
            },
            _ => damaged(error.to_string()),
        }
    }

    /// What a failure of SQLite while writing means for `path`: the file itself is as
    /// it was, so it is damaged only if SQLite says so.
    pub(super) fn from_writing(path: &Path, error: &rusqlite::Error) -> Self {
        let corrupt = error.sqlite_error_code() == Some(ErrorCode::DatabaseCorrupt);
        match Self::from_sqlite(path, "its pages", error) {
            Self::Damaged { path, reason, .. } if !corrupt => Self::Unreadable { path, reason },
            other => other,
        }
    }
}
