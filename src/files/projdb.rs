//! Where PROJ finds its database of reference systems. A PROJ built from source
//! looks for it in the folder it was built into, which no other machine has, so the
//! program carries the database and lays it down in a folder of its own when the one
//! that PROJ finds is missing or of another version.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use proj::{Proj, ProjBuilder, ProjCreateError};

/// The database of the PROJ that the program was built with.
static DATABASE: &[u8] = include_bytes!(env!("MARZ_PROJ_DB"));

/// A transformation between two reference systems, longitude or easting first.
///
/// # Errors
/// What PROJ says where it does not know one of them.
pub(super) fn transformation(from: &str, to: &str) -> Result<Proj, ProjCreateError> {
    with_database(|builder| builder.proj_known_crs(from, to, None))
}

/// A reference system as PROJ's object.
///
/// # Errors
/// What PROJ says where it does not know it.
pub(super) fn definition(crs: &str) -> Result<Proj, ProjCreateError> {
    with_database(|builder| builder.proj(crs))
}

fn with_database(
    make: impl Fn(ProjBuilder) -> Result<Proj, ProjCreateError>,
) -> Result<Proj, ProjCreateError> {
    let first = make(ProjBuilder::new());
    if first.is_ok() {
        return first;
    }
    match make_with(&make, &folders()) {
        Some(made) => Ok(made),
        None => first,
    }
}

fn make_with(
    make: impl Fn(ProjBuilder) -> Result<Proj, ProjCreateError>,
    folders: &[PathBuf],
) -> Option<Proj> {
    let folder = folders.iter().find_map(|parent| lay_down(parent).ok())?;
    let mut builder = ProjBuilder::new();
    builder.set_search_paths(&folder).ok()?;
    make(builder).ok()
}

/// The folders to lay the database in, the best first: the user's cache, which
/// outlives a restart, then the system's temporary folder.
fn folders() -> Vec<PathBuf> {
    let user = std::env::var_os("XDG_CACHE_HOME")
        .or_else(|| std::env::var_os("LOCALAPPDATA"))
        .map(PathBuf::from)
        .or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache")));
    user.into_iter().chain([std::env::temp_dir()]).collect()
}

/// Writes the database into a folder named by its content, unless it is there whole.
fn lay_down(parent: &Path) -> std::io::Result<PathBuf> {
    let name = blake3::hash(DATABASE).to_hex();
    let folder = parent.join("marz").join(format!("proj-{}", &name[..16]));
    let file = folder.join("proj.db");
    if holds_database(&file) {
        return Ok(folder);
    }
    std::fs::create_dir_all(&folder)?;
    let mut new = tempfile::NamedTempFile::new_in(&folder)?;
    new.write_all(DATABASE)?;
    new.flush()?;
    new.persist(&file).map_err(|error| error.error)?;
    Ok(folder)
}

/// Whether the file is the database, whole and unchanged. A temporary folder is open
/// to others, and a wrong database moves borders, so the content is compared.
fn holds_database(file: &Path) -> bool {
    let Ok(mut file) = std::fs::File::open(file) else {
        return false;
    };
    let mut found = Vec::with_capacity(DATABASE.len());
    file.read_to_end(&mut found).is_ok() && found == DATABASE
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn the_database_that_is_carried_along_knows_the_codes() {
        let parent = tempfile::tempdir().unwrap();
        let folder = lay_down(parent.path()).unwrap();
        assert!(holds_database(&folder.join("proj.db")));
        // A file that was tampered with, or cut off, is written anew.
        std::fs::write(folder.join("proj.db"), b"other").unwrap();
        assert_eq!(lay_down(parent.path()).unwrap(), folder);
        assert!(holds_database(&folder.join("proj.db")));
        let folders = [parent.path().to_owned()];
        let make = |builder: ProjBuilder| builder.proj_known_crs("EPSG:32639", "EPSG:4326", None);
        assert!(make_with(make, &folders).is_some());
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_passed_over() {
        let parent = tempfile::tempdir().unwrap();
        let file = parent.path().join("file");
        std::fs::write(&file, b"").unwrap();
        assert!(lay_down(&file).is_err());
    }
}
