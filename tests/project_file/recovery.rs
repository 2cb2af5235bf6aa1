//! Unsaved work survives the program.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use marz::edit::History;
use marz::files::project::*;

use crate::common::*;

const FOLDER: &str = "MARZ_TEST_RECOVERY_FOLDER";

/// Not a test of its own: the program that crashes with unsaved work.
#[test]
fn child_with_unsaved_work() {
    let Some(folder) = std::env::var_os(FOLDER) else {
        return;
    };
    let session = RecoverySession::start(folder.as_ref()).unwrap();
    // The first time the whole, then what differs: that is what a crash must not lose.
    for dataset in [net(2, 1), rich()] {
        session
            .write(
                Some(Path::new("/کار/استان.gpkg")),
                &dataset,
                &History::default(),
                &mut quiet,
            )
            .unwrap();
    }
    fs::write(Path::new(&folder).join("written"), "").unwrap();
    std::thread::sleep(Duration::from_secs(60));
}

#[test]
fn work_is_offered_once_its_program_is_dead_and_not_before() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["recovery::child_with_unsaved_work", "--exact"])
        .env(FOLDER, folder.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let began = Instant::now();
    while !folder.path().join("written").exists() && began.elapsed() < Duration::from_secs(30) {
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(find_recoveries(folder.path()).unwrap(), []);
    child.kill().unwrap();
    child.wait().unwrap();
    let found = find_recoveries(folder.path()).unwrap();
    let [recovery] = found.as_slice() else {
        panic!("{found:?}");
    };
    assert_eq!(
        recovery.project.as_deref(),
        Some(Path::new("/کار/استان.gpkg"))
    );
    assert_eq!(recovery.title, rich().title);
    assert_eq!(recovery.load().unwrap().0, rich());
    recovery.discard().unwrap();
    assert_eq!(find_recoveries(folder.path()).unwrap(), []);
}

#[test]
fn a_session_writes_over_its_own_work_and_discards_it_when_it_is_saved() {
    let folder = tempfile::tempdir().unwrap();
    let state = folder.path().join("not/yet/there");
    assert_eq!(find_recoveries(&state).unwrap(), []);
    let session = RecoverySession::start(&state).unwrap();
    session
        .write(None, &net(1, 1), &History::default(), &mut quiet)
        .unwrap();
    session
        .write(None, &net(2, 1), &History::default(), &mut quiet)
        .unwrap();
    assert_eq!(ProjectFile::read(&session.file()).unwrap().0, net(2, 1));
    session.discard().unwrap();
    session.discard().unwrap();
    session
        .write(None, &net(2, 2), &History::default(), &mut quiet)
        .unwrap();
    drop(session);
    let found = find_recoveries(&state).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].project, None);
    // A file that is cut off is not offered, and does not hide the others.
    fs::write(state.join("recovery-broken.gpkg"), b"SQLite").unwrap();
    assert_eq!(find_recoveries(&state).unwrap(), found);
}
