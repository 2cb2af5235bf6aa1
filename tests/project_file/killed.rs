//! A save that is killed leaves the old project or the new one, never something between.

use std::process::{Command, Stdio};
use std::time::Duration;

use marz::files::project::*;
use marz::model::*;

use crate::common::*;

const FILE: &str = "MARZ_TEST_KILLED_FILE";

/// Every unit of a version bears its number, and so does the title.
fn version(number: usize) -> Dataset {
    let mut dataset = net(20, 20);
    dataset.title = number.to_string();
    let keys: Vec<UnitKey> = dataset.units.keys().collect();
    for key in keys {
        dataset
            .units
            .update(key, |unit| unit.name = format!("{number}"));
    }
    dataset
}

/// Not a test of its own: the child that [`killed_saves_leave_a_whole_project`] kills.
#[test]
fn child_that_saves_until_it_is_killed() {
    let Some(path) = std::env::var_os(FILE) else {
        return;
    };
    let (mut project, _, _) = ProjectFile::open(path.as_ref()).unwrap();
    for number in 1.. {
        project.save(&version(number), &mut quiet).unwrap();
    }
}

#[test]
fn killed_saves_leave_a_whole_project() {
    let (_folder, path) = scratch("killed.gpkg");
    drop(create(&path, &version(0)));
    let mut seen = std::collections::BTreeSet::new();
    for round in 0..12 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["killed::child_that_saves_until_it_is_killed", "--exact"])
            .env(FILE, &path)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(300 + 37 * round));
        child.kill().unwrap();
        child.wait().unwrap();
        let (project, read, report) = reopen(&path);
        // The dead child's mark keeps nobody out.
        assert_eq!(report.access, Access::ReadWrite);
        assert_eq!(report.notes, []);
        assert_eq!(read, version(read.title.parse().unwrap()));
        seen.insert(read.title);
        drop(project);
    }
    assert!(seen.len() > 1, "no child came to save: {seen:?}");
}

#[test]
fn a_save_that_fails_in_the_middle_changes_nothing() {
    let (_folder, path) = scratch("failing.gpkg");
    let before = version(0);
    let mut project = create(&path, &before);
    // Another hand makes the last table that a save writes refuse it.
    let connection = rusqlite::Connection::open(&path).unwrap();
    connection
        .execute_batch(
            "CREATE TRIGGER refuse BEFORE INSERT ON marz_saves
             BEGIN SELECT RAISE(ABORT, 'refused'); END",
        )
        .unwrap();
    let error = project.save(&version(1), &mut quiet).unwrap_err();
    assert!(error.to_string().contains("failing.gpkg"), "{error}");
    connection.execute_batch("DROP TRIGGER refuse").unwrap();
    assert_eq!(ProjectFile::read(&path).unwrap().0, before);
    // What failed can be tried again.
    project.save(&version(1), &mut quiet).unwrap();
    drop(project);
    assert_eq!(reopen(&path).1, version(1));
}
