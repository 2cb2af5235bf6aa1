//! Making a project file that was not there: written whole beside its place, then put
//! there in one step, so that what was there stays until the new one is complete.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use rusqlite::{Connection, Result, params};

use super::Progress;
use super::container::{add_functions, create_indices, create_tables};
use super::error::{ProjectError, folder_of};
use super::lock::{host_name, user_name};
use super::write::Writer;
use crate::model::Dataset;

/// Writes a project to `path`, over what is there, and returns the token of this save
/// and how many rows it has. `more` adds what else belongs into the file.
pub(super) fn write_whole(
    path: &Path,
    dataset: &Dataset,
    progress: &mut dyn FnMut(Progress),
    more: &dyn Fn(&Connection) -> Result<()>,
) -> std::result::Result<(String, usize), ProjectError> {
    if path.is_dir() {
        return Err(ProjectError::IsDirectory {
            path: path.to_owned(),
        });
    }
    let mut builder = tempfile::Builder::new();
    builder.prefix(".marz-").suffix(".tmp");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // As any new file: the user's mask takes from it what others may not do.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let folder_failed = |error: std::io::Error| ProjectError::from_folder_io(path, &error);
    let file = builder
        .tempfile_in(folder_of(path))
        .map_err(folder_failed)?;
    let written = fill(file.path(), dataset, progress, more)
        .map_err(|error| ProjectError::from_writing(path, &error))?;
    file.as_file().sync_all().map_err(folder_failed)?;
    file.persist(path)
        .map_err(|error| folder_failed(error.error))?;
    #[cfg(unix)]
    if let Ok(folder) = fs::File::open(folder_of(path)) {
        // The file is whole either way; this makes its new name last.
        let _ = folder.sync_all();
    }
    Ok(written)
}

/// Room for the pages of a large index while it is made.
const CACHE_KIB: i64 = 65_536;

fn fill(
    path: &Path,
    dataset: &Dataset,
    progress: &mut dyn FnMut(Progress),
    more: &dyn Fn(&Connection) -> Result<()>,
) -> Result<(String, usize)> {
    let mut connection = Connection::open(path)?;
    // Nobody knows the file yet; it is synchronised as a whole when it is complete.
    connection.pragma_update(None, "journal_mode", "OFF")?;
    connection.pragma_update(None, "synchronous", "OFF")?;
    connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
    add_functions(&connection)?;
    let token = uuid::Uuid::new_v4().to_string();
    let transaction = connection.transaction()?;
    create_tables(&transaction)?;
    let nothing = Dataset::new(dataset.origin, "");
    let mut writer = Writer {
        connection: &transaction,
        old: &nothing,
        new: dataset,
        rows: 0,
        touched: BTreeSet::new(),
        statements: BTreeMap::new(),
        rewrite: &BTreeSet::new(),
        progress,
        steps: 0,
    };
    writer.write(&token)?;
    let rows = writer.rows;
    create_indices(&transaction)?;
    log_save(&transaction, rows)?;
    more(&transaction)?;
    transaction.commit()?;
    connection.close().map_err(|(_, error)| error)?;
    Ok((token, rows))
}

/// Adds a save to the project's log.
pub(super) fn log_save(connection: &Connection, rows: usize) -> Result<()> {
    connection
        .execute(
            "INSERT INTO marz_saves (saved_at, user, host, app_version, rows_written)
             VALUES (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), ?, ?, ?, ?)",
            params![
                user_name(),
                host_name(),
                env!("CARGO_PKG_VERSION"),
                rows as i64
            ],
        )
        .map(drop)
}
