//! Opening a file, whatever its format: what kind it is, by its ending and else by its
//! first bytes, and its layers.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use rayon::prelude::*;

use super::error::FileError;
use super::geojson_in::{layer_from_geojson, layer_from_large_file};
use super::raw::RawLayer;
use super::shapefile_in::layer_from_shapefile;

/// Reads the layers of a GeoJSON file or a shapefile. A project (GeoPackage) has a
/// reader of its own.
///
/// # Errors
/// [`FileError`] where the file is missing, a folder, empty, cut off, or of another
/// kind. A feature that cannot be used is no error: it is in the layer's problems.
pub fn read_layers(path: &Path) -> Result<Vec<RawLayer>, FileError> {
    let file = || path.to_owned();
    let unreadable = |source| FileError::from_reading(path, source);
    let about = std::fs::metadata(path).map_err(unreadable)?;
    if about.is_dir() {
        return Err(FileError::IsFolder { file: file() });
    }
    let ending = path
        .extension()
        .map(|ending| ending.to_string_lossy().to_ascii_lowercase())
        .unwrap_or_default();
    if matches!(
        ending.as_str(),
        "shx" | "dbf" | "prj" | "cpg" | "qpj" | "sbn" | "sbx"
    ) {
        return Err(FileError::ShapefileCompanion { file: file() });
    }
    if let Some(layer) = layer_from_large_file(path, about.len()) {
        return Ok(vec![layer]);
    }
    let bytes = read_whole(path).map_err(unreadable)?;
    if bytes.is_empty() {
        return Err(FileError::Empty { file: file() });
    }
    if bytes.starts_with(b"SQLite format 3\0") {
        return Err(FileError::Database { file: file() });
    }
    if ending == "shp" || bytes.starts_with(&[0, 0, 0x27, 0x0A]) {
        return layer_from_shapefile(path, &bytes).map(|layer| vec![layer]);
    }
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
    let opens_object = text
        .iter()
        .find(|byte| !byte.is_ascii_whitespace())
        .is_some_and(|&byte| byte == b'{');
    if opens_object || matches!(ending.as_str(), "geojson" | "json") {
        let layer = layer_from_geojson(path, &bytes);
        // Giving the memory of a large text back takes a while, for which nobody waits.
        rayon::spawn(move || drop(bytes));
        return layer.map(|layer| vec![layer]);
    }
    Err(FileError::UnknownKind { file: file() })
}

/// How much of a large file one thread reads at a time.
const PIECE_BYTES: usize = 4 << 20;

/// The content of a file, a large one in pieces at once.
fn read_whole(path: &Path) -> std::io::Result<Vec<u8>> {
    let length = || -> std::io::Result<usize> {
        let length = std::fs::metadata(path)?.len();
        usize::try_from(length).map_err(|_| std::io::ErrorKind::OutOfMemory.into())
    };
    let expected = length()?;
    if expected <= PIECE_BYTES {
        return std::fs::read(path);
    }
    let mut bytes = vec![0; expected];
    let pieces = bytes.par_chunks_mut(PIECE_BYTES).enumerate();
    pieces.try_for_each(|(index, piece)| {
        let mut file = File::open(path)?;
        file.seek(SeekFrom::Start((index * PIECE_BYTES) as u64))?;
        match file.read_exact(piece) {
            // It has become shorter.
            Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => Ok(()),
            result => result,
        }
    })?;
    // What is being written meanwhile is read as it is at the end.
    if length()? == expected {
        Ok(bytes)
    } else {
        std::fs::read(path)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn a_large_file_is_read_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("large");
        let bytes: Vec<u8> = (0..PIECE_BYTES * 2 + 77)
            .map(|at| (at % 251) as u8)
            .collect();
        std::fs::write(&path, &bytes).unwrap();
        assert!(read_whole(&path).unwrap() == bytes);
    }

    #[test]
    fn each_bad_file_has_its_own_message() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let write = |name: &str, bytes: &[u8]| {
            std::fs::write(path(name), bytes).unwrap();
            path(name)
        };
        for (file, kind) in [
            (folder.path().to_owned(), "is_folder"),
            (path("none.geojson"), "missing"),
            (write("empty.geojson", b""), "empty"),
            (write("empty.shp", b""), "empty"),
            (write("cut.geojson", b"{\"type\":"), "cut_off"),
            (write("other.gpkg", b"SQLite format 3\0rest"), "database"),
            (write("table.dbf", b"x"), "shapefile_companion"),
            (write("picture.png", b"\x89PNG"), "unknown_kind"),
            (write("text.shp", b"this is no shapefile"), "not_shapefile"),
            (write("utf16.geojson", b"\xFF\xFE{\0}\0"), "not_utf8"),
        ] {
            let error = read_layers(&file).unwrap_err();
            assert_eq!(error.kind(), kind, "{}", file.display());
            assert_eq!(error.file(), Some(file.as_path()));
            let text = error.to_string();
            assert!(text.contains(&file.display().to_string()), "{text}");
        }
    }
}
