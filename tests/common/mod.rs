//! What several test programs need: where the large layers lie that are not part of the
//! project, folders that vanish after a test, and the built program.
#![allow(dead_code, reason = "no test program uses all of it")]
#![allow(clippy::expect_used, reason = "a test reports by panicking")]

#[cfg(feature = "window")]
pub mod desk;
#[cfg(feature = "window")]
pub mod window;

use std::path::PathBuf;
use std::process::Command;

/// The folder of real layers, if this machine has it: `../shared/data` beside the project, else where
/// the environment variable `MARZ_SHARED` points. A test that needs it says that it skips, and passes.
pub fn shared_data() -> Option<PathBuf> {
    let beside = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data"));
    let told = std::env::var_os("MARZ_SHARED").map(PathBuf::from);
    [Some(beside), told]
        .into_iter()
        .flatten()
        .find(|folder| folder.is_dir())
}

/// A file among the real layers, by its path inside [`shared_data`]; says so on stderr when it is not there.
pub fn shared_file(inside: &str) -> Option<PathBuf> {
    let file = shared_data()
        .map(|folder| folder.join(inside))
        .filter(|file| file.is_file());
    if file.is_none() {
        eprintln!("skipped: {inside} is not on this machine (set MARZ_SHARED)");
    }
    file
}

/// An empty folder that is removed when the value is dropped.
pub fn temporary_folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("the system has a folder for temporary files")
}

/// A file that belongs to the tests, by its path inside `tests/`.
pub fn test_file(inside: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(inside)
}

/// The built program, ready for its arguments, without the settings of whoever runs the tests.
pub fn marz() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_marz"));
    command.env_remove("RUST_LOG");
    command
}
