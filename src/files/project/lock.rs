//! Who has a project open: a row in the project itself, which needs no file beside
//! it, and a mark of the running program that the system takes back when the program
//! ends in whatever way, so that nothing stays locked after a crash.

use std::fmt;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension, Result, params};

/// Who has a project open for writing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// The user's name on that computer.
    pub user: String,
    /// The computer.
    pub host: String,
    /// The number of the program there.
    pub process: u32,
    /// Since when: an ISO time in UTC.
    pub since: String,
}

impl fmt::Display for Holder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "by {} on {}, process {}, since {}",
            self.user, self.host, self.process, self.since
        )
    }
}

/// The name of the user, as the system's environment has it.
pub(super) fn user_name() -> String {
    ["USER", "USERNAME", "LOGNAME"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|user| !user.is_empty()))
        .unwrap_or_default()
}

/// The name of this computer.
pub(super) fn host_name() -> String {
    gethostname::gethostname().to_string_lossy().into_owned()
}

/// A file that stays locked while its owner lives.
#[derive(Debug)]
pub(super) struct Presence {
    path: PathBuf,
    file: File,
}

impl Presence {
    /// Marks `token` as alive in `folder`, which is made where it is missing.
    pub(super) fn start(folder: &Path, token: &str) -> std::io::Result<Self> {
        fs::create_dir_all(folder)?;
        let path = mark_path(folder, token);
        let file = OpenOptions::new()
            .create(true)
            .write(true)
            .truncate(false)
            .open(&path)?;
        file.try_lock().map_err(std::io::Error::from)?;
        Ok(Self { path, file })
    }

    /// Whether the owner of `token` lives; nothing where that cannot be known.
    pub(super) fn is_alive(folder: &Path, token: &str) -> Option<bool> {
        let file = match File::open(mark_path(folder, token)) {
            Ok(file) => file,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Some(false),
            Err(_) => return None,
        };
        match file.try_lock() {
            Ok(()) => Some(false),
            Err(TryLockError::WouldBlock) => Some(true),
            Err(TryLockError::Error(_)) => None,
        }
    }

    /// Removes `file` from `folder` if it is the mark of an owner that is no more: a crash
    /// before anything was kept leaves nothing else.
    pub(super) fn clear_if_dead(folder: &Path, file: &Path) {
        let name = file.file_name().and_then(std::ffi::OsStr::to_str);
        if let Some(token) = name.and_then(|name| name.strip_suffix(".alive"))
            && Self::is_alive(folder, token) == Some(false)
        {
            Self::clear(folder, token);
        }
    }

    /// Removes the mark that the dead owner of `token` left.
    pub(super) fn clear(folder: &Path, token: &str) {
        // One that stays is nothing but a small file.
        let _ = fs::remove_file(mark_path(folder, token));
    }
}

impl Drop for Presence {
    fn drop(&mut self) {
        let _ = self.file.unlock();
        let _ = fs::remove_file(&self.path);
    }
}

fn mark_path(folder: &Path, token: &str) -> PathBuf {
    folder.join(format!("{}.alive", plain_name(token)))
}

/// A name that is safe in a path, whatever a file says.
fn plain_name(name: &str) -> String {
    name.chars()
        .map(|letter| {
            if letter.is_alphanumeric() || letter == '-' {
                letter
            } else {
                '_'
            }
        })
        .collect()
}

/// Where the programs of a user of this computer keep their marks.
fn marks_folder(user: &str) -> PathBuf {
    std::env::temp_dir().join(format!("marz-open-{}", plain_name(user)))
}

/// The right to write a project, held until it is dropped.
#[derive(Debug)]
pub(super) struct Lock {
    pub(super) token: String,
    _presence: Option<Presence>,
}

/// The file's own name for comparison: a copy of a project must not pass for the
/// project that was open when it was made.
fn file_name(path: &Path) -> String {
    fs::canonicalize(path)
        .unwrap_or_else(|_| path.to_owned())
        .to_string_lossy()
        .into_owned()
}

/// Who holds the project at `path`, if somebody alive does.
pub(super) fn holder(connection: &Connection, path: &Path) -> Result<Option<Holder>> {
    let row = connection
        .query_row(
            "SELECT token, user, host, process, file, since FROM marz_lock",
            [],
            |row| {
                let holder = Holder {
                    user: row.get(1)?,
                    host: row.get(2)?,
                    process: row.get(3)?,
                    since: row.get(5)?,
                };
                Ok((row.get::<_, String>(0)?, row.get::<_, String>(4)?, holder))
            },
        )
        .optional()?;
    Ok(row.and_then(|(token, file, holder)| {
        let gone = holder.host == host_name()
            && (file != file_name(path)
                || Presence::is_alive(&marks_folder(&holder.user), &token) == Some(false));
        (!gone).then_some(holder)
    }))
}

/// Writes that this program holds the project, over whoever did.
pub(super) fn take(connection: &Connection, path: &Path) -> Result<Lock> {
    let token = uuid::Uuid::new_v4().to_string();
    let user = user_name();
    // Without a mark others take this program for dead; what they then save shows
    // when this one saves.
    let presence = Presence::start(&marks_folder(&user), &token).ok();
    connection.execute(
        "INSERT OR REPLACE INTO marz_lock VALUES
         (1, ?1, ?2, ?3, ?4, ?5, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))",
        params![
            token,
            user,
            host_name(),
            std::process::id(),
            file_name(path)
        ],
    )?;
    Ok(Lock {
        token,
        _presence: presence,
    })
}

/// Removes what [`take`] wrote, if it is still there.
pub(super) fn release(connection: &Connection, lock: &Lock) {
    // Where it cannot be removed, the missing mark tells that nobody is there.
    let _ = connection.execute("DELETE FROM marz_lock WHERE token = ?1", [&lock.token]);
}
