//! Reading a data set without asking: what the command line does where the window
//! shows a dialog first.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use crate::files::project::{OpenReport, ProjectError, ProjectFile, is_project};
use crate::files::{
    FileError, ImportLayer, ImportReport, MappingFile, import, read_layers, recognise,
};
use crate::model::{Crs, Dataset};

/// How files are read.
#[derive(Debug, Clone, Default)]
pub struct LoadOptions {
    /// How fields are understood where they are not recognised as they should be.
    pub mapping: MappingFile,
    /// The reference system of every file that names none.
    pub crs: Option<Crs>,
}

/// What there is to tell of files that were read.
#[derive(Debug, Clone, PartialEq)]
pub enum Loaded {
    /// They were imported.
    Imported(ImportReport),
    /// It was a project.
    Opened(OpenReport),
}

/// Why files could not be read.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// A file could not.
    #[error(transparent)]
    File(#[from] FileError),
    /// A project could not.
    #[error(transparent)]
    Project(#[from] ProjectError),
    /// A project together with other files is not one data set.
    #[error("{}: a project is a data set of its own; name it alone", .0.display())]
    ProjectAmongFiles(PathBuf),
}

/// Whether a file is a project, or claims to be one by its ending.
pub fn claims_project(path: &Path) -> bool {
    let ending = path.extension().unwrap_or_default();
    ending.eq_ignore_ascii_case("gpkg") || is_project(path)
}

/// What to call a data set made of files: the one file's name, or the folder's that
/// holds them all.
///
/// ```
/// use marz::app::load::title_of;
/// assert_eq!(title_of(["a/lorestan/cities.geojson", "a/lorestan/counties.geojson"]), "lorestan");
/// assert_eq!(title_of(["a/dehestan.geojson"]), "dehestan");
/// ```
pub fn title_of<'a>(files: impl IntoIterator<Item = &'a str>) -> String {
    let files: Vec<&Path> = files.into_iter().map(Path::new).collect();
    let named = match files[..] {
        [] => None,
        [file] => file.file_stem(),
        [first, ref others @ ..] => first
            .parent()
            .filter(|folder| others.iter().all(|file| file.parent() == Some(folder)))
            .and_then(Path::file_name)
            .or_else(|| first.file_stem()),
    };
    named
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

/// Reads a project, or files as the layers of one data set.
///
/// # Errors
/// [`LoadError`] for the first file that cannot be read at all.
pub fn load(files: &[PathBuf], options: &LoadOptions) -> Result<(Dataset, Loaded), LoadError> {
    if let Some(project) = files.iter().find(|file| claims_project(file)) {
        if files.len() > 1 {
            return Err(LoadError::ProjectAmongFiles(project.clone()));
        }
        let (dataset, report) = ProjectFile::read(project)?;
        return Ok((dataset, Loaded::Opened(report)));
    }
    let mut layers = Vec::new();
    for file in files {
        for raw in read_layers(file)? {
            let recognised = recognise(&raw).mapping;
            let (mapping, named) = options.mapping.apply(&raw.file, recognised);
            let default = options.crs.clone().filter(|_| raw.crs.is_none());
            layers.push(ImportLayer {
                raw,
                mapping,
                crs: named.or(default),
            });
        }
    }
    let title = title_of(layers.iter().map(|layer| layer.raw.file.as_str()));
    let (dataset, report) = import(layers, &title, &mut |_| ControlFlow::Continue(()))?;
    Ok((dataset, Loaded::Imported(report)))
}
