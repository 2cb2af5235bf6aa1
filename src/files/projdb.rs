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
    with_database(|builder| builder.proj_known_crs(from, to, None)).or_else(|error| {
        // `PROJ_DATA` can point PROJ to the database of another version, which it
        // cannot read; the systems that most maps of Iran are in need none.
        let known = |crs: &str| plain_definition(crs).unwrap_or_else(|| crs.to_owned());
        Proj::new_known_crs(&known(from), &known(to), None).map_err(|_| error)
    })
}

/// A definition that PROJ understands without its database: WGS 84 and its zones of
/// UTM (EPSG 32601 to 32660 and 32701 to 32760).
fn plain_definition(crs: &str) -> Option<String> {
    if crs == "OGC:CRS84" {
        return Some("+proj=longlat +datum=WGS84 +no_defs +type=crs".to_owned());
    }
    let (zone, side) = utm_zone(crs)?;
    let south = if side == 'S' { " +south" } else { "" };
    Some(format!(
        "+proj=utm +zone={zone}{south} +datum=WGS84 +units=m +no_defs +type=crs"
    ))
}

/// The zone, and `N` or `S`, of a code of UTM on WGS 84.
pub(super) fn utm_zone(crs: &str) -> Option<(u32, char)> {
    let code: u32 = crs.rsplit(':').next()?.trim().parse().ok()?;
    if !crs.to_ascii_uppercase().contains("EPSG") {
        return None;
    }
    match code {
        32601..=32660 => Some((code - 32600, 'N')),
        32701..=32760 => Some((code - 32700, 'S')),
        _ => None,
    }
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
    fn zones_of_utm_need_no_database() {
        for (code, zone) in [
            ("EPSG:32639", (39, 'N')),
            ("urn:ogc:def:crs:EPSG::32739", (39, 'S')),
        ] {
            assert_eq!(utm_zone(code), Some(zone));
            let plain = plain_definition(code).unwrap();
            let wgs84 = plain_definition("OGC:CRS84").unwrap();
            let plain = Proj::new_known_crs(&wgs84, &plain, None).unwrap();
            let known = transformation("OGC:CRS84", code).unwrap();
            let place: (f64, f64) = (48.35, 33.49);
            let (a, b) = (plain.convert(place).unwrap(), known.convert(place).unwrap());
            assert!((a.0 - b.0).hypot(a.1 - b.1) < 1e-6, "{a:?} {b:?}");
        }
        assert_eq!(utm_zone("EPSG:3857"), None);
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_passed_over() {
        let parent = tempfile::tempdir().unwrap();
        let file = parent.path().join("file");
        std::fs::write(&file, b"").unwrap();
        assert!(lay_down(&file).is_err());
    }
}
