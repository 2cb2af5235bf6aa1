//! Writing a file so that the old one stays whole until the new one is: into a
//! temporary file in the same folder, which then takes the old one's place.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::error::FileError;

/// Writes `path` by `write`.
///
/// # Errors
/// [`FileError::Unwritable`] where the folder or the disk refuses; what was at `path`
/// is then as it was.
pub fn write_file(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<&File>) -> std::io::Result<()>,
) -> Result<(), FileError> {
    try_write(path, write).map_err(|source| FileError::Unwritable {
        file: path.to_owned(),
        source,
    })
}

/// Writes several files that belong together: none takes its place before all are
/// written.
///
/// # Errors
/// As [`write_file`].
pub(super) fn write_files(files: &[(PathBuf, Vec<u8>)]) -> Result<(), FileError> {
    let unwritable = |path: &Path| {
        let file = path.to_owned();
        move |source| FileError::Unwritable { file, source }
    };
    let mut prepared = Vec::new();
    for (path, bytes) in files {
        let new = prepare(path, |out| out.write_all(bytes)).map_err(unwritable(path))?;
        prepared.push((path, new));
    }
    for (path, new) in prepared {
        new.persist(path)
            .map_err(|error| unwritable(path)(error.error))?;
    }
    Ok(())
}

fn try_write(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<&File>) -> std::io::Result<()>,
) -> std::io::Result<()> {
    let new = prepare(path, write)?;
    new.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// The new content in a temporary file beside the old.
fn prepare(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<&File>) -> std::io::Result<()>,
) -> std::io::Result<NamedTempFile> {
    if path.is_dir() {
        return Err(std::io::ErrorKind::IsADirectory.into());
    }
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let old = std::fs::metadata(path).map(|old| old.permissions()).ok();
    if old.as_ref().is_some_and(std::fs::Permissions::readonly) {
        // Taking its place would pass the lock by.
        return Err(std::io::ErrorKind::PermissionDenied.into());
    }
    let mut builder = tempfile::Builder::new();
    builder.prefix(".marz-");
    // A temporary file is its owner's alone; what is saved is for others too, as far
    // as the user's mask lets it.
    #[cfg(unix)]
    let wide = <std::fs::Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o666);
    #[cfg(unix)]
    builder.permissions(old.unwrap_or(wide));
    let new = builder.tempfile_in(folder)?;
    let mut buffered = BufWriter::with_capacity(1 << 16, new.as_file());
    write(&mut buffered)?;
    buffered.flush()?;
    drop(buffered);
    new.as_file().sync_all()?;
    Ok(new)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn a_failed_write_leaves_the_old_file_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.geojson");
        write_file(&path, |out| out.write_all(b"old")).unwrap();
        // As a full disk does.
        let full = write_file(&path, |out| {
            out.write_all(b"half of the new")?;
            Err(std::io::ErrorKind::StorageFull.into())
        });
        let error = full.unwrap_err();
        assert!(error.to_string().contains("a.geojson"), "{error}");
        assert_eq!(std::fs::read(&path).unwrap(), b"old");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        write_file(&path, |out| out.write_all(b"new")).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"new");
    }

    #[test]
    fn what_cannot_be_written_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let nowhere = folder.path().join("none").join("a.geojson");
        for path in [nowhere.as_path(), folder.path()] {
            let error = write_file(path, |_| Ok(())).unwrap_err();
            assert_eq!(error.file(), Some(path));
        }
        let locked = folder.path().join("locked.geojson");
        std::fs::write(&locked, b"old").unwrap();
        let mut permissions = std::fs::metadata(&locked).unwrap().permissions();
        permissions.set_readonly(true);
        std::fs::set_permissions(&locked, permissions).unwrap();
        assert!(write_file(&locked, |out| out.write_all(b"new")).is_err());
        assert_eq!(std::fs::read(&locked).unwrap(), b"old");
    }
}
