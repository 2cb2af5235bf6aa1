//! Telling what a file is before anything is read from it: a project, a GeoPackage of
//! another program, or something that must be refused with its own message.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, Result};

use super::container::add_functions;
use super::error::{ForeignLayer, ProjectError};
use super::schema::FORMAT;
use super::upgrade::format_of;

const SQLITE_MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// How long to wait for another program that is writing.
const PATIENCE: Duration = Duration::from_secs(2);

/// Opens a file that is a project, and tells its format.
pub(super) fn connect(path: &Path) -> std::result::Result<(Connection, i64), ProjectError> {
    check_file(path)?;
    let failed = |error: &rusqlite::Error| ProjectError::from_sqlite(path, "the header", error);
    let connection = open(path).map_err(|error| failed(&error))?;
    let has = |table: &str| has_table(&connection, table).map_err(|error| failed(&error));
    if !has("marz_project")? {
        if !has("gpkg_contents")? {
            return Err(ProjectError::NotAGeoPackage {
                path: path.to_owned(),
            });
        }
        return Err(ProjectError::OtherGeoPackage {
            path: path.to_owned(),
            layers: foreign_layers(&connection).map_err(|error| failed(&error))?,
        });
    }
    let (format, written_by) = format_of(&connection)
        .map_err(|error| ProjectError::from_sqlite(path, "marz_project", &error))?;
    if format > FORMAT {
        return Err(ProjectError::NewerFormat {
            path: path.to_owned(),
            format,
            supported: FORMAT,
            written_by,
        });
    }
    if format < 1 {
        return Err(ProjectError::Damaged {
            path: path.to_owned(),
            place: "marz_project".to_owned(),
            reason: format!("there is no format {format}"),
        });
    }
    Ok((connection, format))
}

/// What can be told without SQLite.
fn check_file(path: &Path) -> std::result::Result<(), ProjectError> {
    let failed = |error: std::io::Error| ProjectError::from_io(path, &error);
    let metadata = fs::metadata(path).map_err(failed)?;
    let path_buf = path.to_owned();
    if metadata.is_dir() {
        return Err(ProjectError::IsDirectory { path: path_buf });
    }
    if metadata.len() == 0 {
        return Err(ProjectError::Empty { path: path_buf });
    }
    let mut header = Vec::with_capacity(100);
    let file = File::open(path).map_err(failed)?;
    file.take(100).read_to_end(&mut header).map_err(failed)?;
    if !header.starts_with(SQLITE_MAGIC) {
        // The first bytes of a database that was cut off within them.
        return Err(if SQLITE_MAGIC.starts_with(&header) {
            ProjectError::Truncated {
                path: path_buf,
                expected_bytes: 100,
                found_bytes: metadata.len(),
            }
        } else {
            ProjectError::NotAGeoPackage { path: path_buf }
        });
    }
    if let Some(expected_bytes) = told_length(&header)
        && expected_bytes > metadata.len()
        && !has_companion(path)
    {
        return Err(ProjectError::Truncated {
            path: path_buf,
            expected_bytes,
            found_bytes: metadata.len(),
        });
    }
    Ok(())
}

/// The length of a database by its own header (SQLite file format, 1.3); that of a
/// header itself where even that is cut off.
fn told_length(header: &[u8]) -> Option<u64> {
    if header.len() < 100 {
        return Some(100);
    }
    let number = |at: usize| {
        let bytes: [u8; 4] = header.get(at..at + 4)?.try_into().ok()?;
        Some(u32::from_be_bytes(bytes))
    };
    // The page count holds only if it was written with the last change.
    if number(24)? != number(92)? {
        return None;
    }
    let page_bytes = match (*header.get(16)?, *header.get(17)?) {
        (0, 1) => 65_536,
        (high, low) => u64::from(u16::from_be_bytes([high, low])),
    };
    Some(page_bytes * u64::from(number(28)?))
}

/// Whether SQLite left a journal beside the file, from which it puts it right.
fn has_companion(path: &Path) -> bool {
    ["-journal", "-wal"].into_iter().any(|ending| {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        Path::new(&name).exists()
    })
}

fn open(path: &Path) -> Result<Connection> {
    // SQLite itself turns to reading only where the file may not be written.
    let connection = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    connection.busy_timeout(PATIENCE)?;
    // A project comes from others: nothing in its schema may call what does harm.
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    add_functions(&connection)?;
    Ok(connection)
}

pub(super) fn has_table(connection: &Connection, name: &str) -> Result<bool> {
    connection
        .prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?")?
        .exists([name])
}

fn foreign_layers(connection: &Connection) -> Result<Vec<ForeignLayer>> {
    let geometry = if has_table(connection, "gpkg_geometry_columns")? {
        "(SELECT geometry_type_name FROM gpkg_geometry_columns g
          WHERE g.table_name = c.table_name)"
    } else {
        "NULL"
    };
    connection
        .prepare(&format!(
            "SELECT table_name, data_type, {geometry} FROM gpkg_contents c ORDER BY table_name"
        ))?
        .query_map([], |row| {
            Ok(ForeignLayer {
                name: row.get(0)?,
                kind: row.get(1)?,
                geometry: row.get(2)?,
            })
        })?
        .collect()
}
