//! Writing a data set to another kind of file, chosen by its ending.

use std::path::{Path, PathBuf};

use crate::files::project::{ProjectError, ProjectFile};
use crate::files::{FileError, export};
use crate::model::Dataset;

/// Why a data set could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ConvertError {
    /// A file could not.
    #[error(transparent)]
    File(#[from] FileError),
    /// A project could not.
    #[error(transparent)]
    Project(#[from] ProjectError),
}

/// Writes `dataset` to `output` and tells which files were written: a project for
/// `.gpkg`, else what [`export`] knows.
///
/// # Errors
/// [`ConvertError`] with the file; what was there before is still there.
pub fn convert(dataset: &Dataset, output: &Path) -> Result<Vec<PathBuf>, ConvertError> {
    let is_project = output
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("gpkg"));
    if is_project {
        ProjectFile::create(output, dataset, &mut |_| {})?;
        Ok(vec![output.to_owned()])
    } else {
        Ok(export(dataset, output)?)
    }
}
