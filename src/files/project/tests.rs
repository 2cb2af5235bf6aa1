//! What only the open connection can bring about: a disk that fills up while saving.

#![allow(clippy::unwrap_used)] // a failed test is what a panic here means

use super::*;
use crate::model::{Origin, Unit};

#[test]
fn a_disk_that_fills_up_while_saving_leaves_the_old_content() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("full.gpkg");
    let before = Dataset::new(Origin::of_content(b"full"), "before");
    let mut project = ProjectFile::create(&path, &before, &mut |_| {}).unwrap();
    // SQLite answers a limit on pages as it does a full disk.
    let pages: i64 = project
        .connection
        .query_row("PRAGMA page_count", [], |row| row.get(0))
        .unwrap();
    project
        .connection
        .pragma_update(None, "max_page_count", pages + 20)
        .unwrap();
    let mut after = before.clone();
    after.title = "after".to_owned();
    for index in 0..5_000 {
        let id = after.origin.id("unit", index);
        let name = format!("unit {index}");
        after.units.insert(Unit::new(id, Level::City, name));
    }
    let error = project.save(&after, &mut |_| {}).unwrap_err();
    assert!(matches!(&error, ProjectError::DiskFull { path: full } if *full == path));
    assert_eq!(ProjectFile::read(&path).unwrap().0, before);
    assert_eq!(project.saved(), &before);
    // With room again the same save succeeds.
    project
        .connection
        .pragma_update(None, "max_page_count", 1_000_000)
        .unwrap();
    project.save(&after, &mut |_| {}).unwrap();
    assert_eq!(ProjectFile::read(&path).unwrap().0, after);
}
