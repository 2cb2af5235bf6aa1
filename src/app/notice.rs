//! What the program has to tell a person, as data; the words are the window's.

use std::path::PathBuf;

use super::jobs::JobKind;
use crate::edit::Refusal;
use crate::files::project::{OpenReport, ProjectError};
use crate::files::{FileError, ImportReport};

/// A thing to tell.
#[derive(Debug)]
pub enum Notice {
    /// A file could not be read or written.
    File(FileError),
    /// A project could not be opened or saved.
    Project(ProjectError),
    /// An import ended; what could not be used is in its report.
    Imported(ImportReport),
    /// A project was opened, and something in it is worth knowing.
    Opened(OpenReport),
    /// Work that a crash left behind is open again, and still unsaved.
    Recovered(OpenReport),
    /// The project was saved.
    Saved(PathBuf),
    /// Files were written.
    Exported(Vec<PathBuf>),
    /// An edit was refused.
    Refused(Refusal),
    /// The settings could not be written.
    Settings {
        /// The folder.
        folder: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// A style of the map could not be used: which file, where in it, and why.
    Style(String),
    /// Unsaved work could not be written to the recovery file.
    NotRecoverable(ProjectError),
    /// A job broke off by a fault of the program.
    Broke {
        /// What it was about.
        kind: JobKind,
        /// The fault.
        fault: String,
    },
}

impl Notice {
    /// Whether it tells of something that went wrong, and stays until it is read.
    pub fn is_failure(&self) -> bool {
        match self {
            Self::Imported(_)
            | Self::Opened(_)
            | Self::Recovered(_)
            | Self::Saved(_)
            | Self::Exported(_) => false,
            Self::File(_)
            | Self::Project(_)
            | Self::Refused(_)
            | Self::Settings { .. }
            | Self::Style(_)
            | Self::NotRecoverable(_)
            | Self::Broke { .. } => true,
        }
    }
}
