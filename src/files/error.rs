//! Why a file cannot be read or written at all, in data: which file, where in it,
//! and what to do. What is wrong with a single feature is no error but a line of the
//! import report.

use std::path::{Path, PathBuf};

/// Why a file could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// It is not there.
    #[error("{}: there is no such file", .file.display())]
    Missing {
        /// The file.
        file: PathBuf,
    },
    /// It is a folder.
    #[error("{}: this is a folder; name a file in it", .file.display())]
    IsFolder {
        /// The folder.
        file: PathBuf,
    },
    /// It has no content.
    #[error("{}: the file is empty (0 bytes)", .file.display())]
    Empty {
        /// The file.
        file: PathBuf,
    },
    /// The system refuses to read it.
    #[error("{}: cannot be read: {source}", .file.display())]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// Its text is not UTF-8.
    #[error("{}:{line}:{column}: the text is not UTF-8; save the file as UTF-8", .file.display())]
    NotUtf8 {
        /// The file.
        file: PathBuf,
        /// The line, from 1.
        line: usize,
        /// The byte in the line, from 1.
        column: usize,
    },
    /// Its text ends before its last bracket.
    #[error("{}:{line}:{column}: the file is cut off: it ends in the middle of a value", .file.display())]
    CutOff {
        /// The file.
        file: PathBuf,
        /// The line, from 1.
        line: usize,
        /// The byte in the line, from 1.
        column: usize,
    },
    /// Its brackets nest deeper than any geometry does.
    #[error("{}:{line}:{column}: brackets nest too deeply", .file.display())]
    TooDeep {
        /// The file.
        file: PathBuf,
        /// The line, from 1.
        line: usize,
        /// The byte in the line, from 1.
        column: usize,
    },
    /// It is not well-formed JSON.
    #[error("{}:{line}:{column}: not well-formed JSON: {reason}", .file.display())]
    Syntax {
        /// The file.
        file: PathBuf,
        /// The line, from 1.
        line: usize,
        /// The byte in the line, from 1.
        column: usize,
        /// What the parser found, in English.
        reason: String,
    },
    /// It is JSON, but neither a collection, a feature nor a geometry.
    #[error("{}: this is JSON but not GeoJSON{}", .file.display(), found_type(.found))]
    NotGeoJson {
        /// The file.
        file: PathBuf,
        /// Its `type` member, if it has one (`Topology` is TopoJSON).
        found: Option<String>,
    },
    /// It is not a shapefile, or its header is broken.
    #[error("{}: not a shapefile that can be read: {reason}", .file.display())]
    NotShapefile {
        /// The file.
        file: PathBuf,
        /// What was found, in English.
        reason: String,
    },
    /// It is a companion of a shapefile.
    #[error("{}: open the .shp file beside it", .file.display())]
    ShapefileCompanion {
        /// The file.
        file: PathBuf,
    },
    /// It is an SQLite file, as a project is: the reader of projects takes it.
    #[error("{}: this is a database (GeoPackage), which is opened as a project", .file.display())]
    Database {
        /// The file.
        file: PathBuf,
    },
    /// Neither its ending nor its first bytes are known.
    #[error(
        "{}: not a kind of file that is known; known are .geojson, .json, .shp and .gpkg",
        .file.display()
    )]
    UnknownKind {
        /// The file.
        file: PathBuf,
    },
    /// It is no file of tiles of pictures (MBTiles).
    #[error("{}: not a file of tiles (MBTiles): {reason}", .file.display())]
    NotTiles {
        /// The file.
        file: PathBuf,
        /// Why.
        reason: String,
    },
    /// It is no picture that can be shown.
    #[error("{}: not a picture that can be shown (PNG, JPEG, TIFF, WebP): {reason}", .file.display())]
    NotPicture {
        /// The file.
        file: PathBuf,
        /// Why.
        reason: String,
    },
    /// Its reference system is not one that PROJ knows.
    #[error("{}: the reference system “{crs}” is not known ({reason}); name one, such as EPSG:32639", .file.display())]
    UnknownCrs {
        /// The file.
        file: PathBuf,
        /// What the file, or the user, named.
        crs: String,
        /// What PROJ says.
        reason: String,
    },
    /// A mapping file does not say what it should.
    #[error("{}: not a mapping of fields: {reason}", .file.display())]
    NotMapping {
        /// The file.
        file: PathBuf,
        /// What is wrong, with its place.
        reason: String,
    },
    /// The system refuses to write it; what was there before is still there.
    #[error("{}: cannot be written: {source}; the file is as it was", .file.display())]
    Unwritable {
        /// The file.
        file: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The data cannot be put into this kind of file.
    #[error("{}: {reason}", .file.display())]
    CannotHold {
        /// The file.
        file: PathBuf,
        /// What does not fit, in English.
        reason: String,
    },
    /// The user stopped it.
    #[error("stopped")]
    Stopped,
}

fn found_type(found: &Option<String>) -> String {
    match found.as_deref() {
        Some("Topology") => ": it is TopoJSON; convert it first".to_owned(),
        Some(other) => format!(": its type is “{other}”"),
        None => ": it has no “type”".to_owned(),
    }
}

impl FileError {
    /// What a file that cannot be read is told as.
    pub(super) fn from_reading(file: &Path, source: std::io::Error) -> Self {
        let file = file.to_owned();
        match source.kind() {
            std::io::ErrorKind::NotFound => Self::Missing { file },
            std::io::ErrorKind::IsADirectory => Self::IsFolder { file },
            _ => Self::Unreadable { file, source },
        }
    }

    /// The file that it is about, if it is about one.
    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::Missing { file }
            | Self::IsFolder { file }
            | Self::Empty { file }
            | Self::Unreadable { file, .. }
            | Self::NotUtf8 { file, .. }
            | Self::CutOff { file, .. }
            | Self::TooDeep { file, .. }
            | Self::Syntax { file, .. }
            | Self::NotGeoJson { file, .. }
            | Self::NotShapefile { file, .. }
            | Self::ShapefileCompanion { file }
            | Self::Database { file }
            | Self::UnknownKind { file }
            | Self::NotTiles { file, .. }
            | Self::NotPicture { file, .. }
            | Self::UnknownCrs { file, .. }
            | Self::NotMapping { file, .. }
            | Self::Unwritable { file, .. }
            | Self::CannotHold { file, .. } => Some(file),
            Self::Stopped => None,
        }
    }

    /// The kind, for the language files: `missing`, `cut_off`, …
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "missing",
            Self::IsFolder { .. } => "is_folder",
            Self::Empty { .. } => "empty",
            Self::Unreadable { .. } => "unreadable",
            Self::NotUtf8 { .. } => "not_utf8",
            Self::CutOff { .. } => "cut_off",
            Self::TooDeep { .. } => "too_deep",
            Self::Syntax { .. } => "syntax",
            Self::NotGeoJson { .. } => "not_geojson",
            Self::NotShapefile { .. } => "not_shapefile",
            Self::ShapefileCompanion { .. } => "shapefile_companion",
            Self::Database { .. } => "database",
            Self::UnknownKind { .. } => "unknown_kind",
            Self::NotTiles { .. } => "not_tiles",
            Self::NotPicture { .. } => "not_picture",
            Self::UnknownCrs { .. } => "unknown_crs",
            Self::NotMapping { .. } => "not_mapping",
            Self::Unwritable { .. } => "unwritable",
            Self::CannotHold { .. } => "cannot_hold",
            Self::Stopped => "stopped",
        }
    }
}
