//! Projects of every format that ever was open today, with all that they held.

use std::path::{Path, PathBuf};

use marz::edit::{ChangeKind, Edit, EditUnit, History, Step, UnitField};
use marz::files::project::*;
use marz::model::*;
use marz::topology::Snapshot;

use crate::common::*;
use crate::round_trip::assert_same;

fn fixture(format: u8) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/format_{format}.gpkg"))
}

#[test]
fn a_project_of_format_1_opens_and_can_hold_what_it_could_not() {
    let (_folder, path) = scratch("format_1.gpkg");
    std::fs::copy(fixture(1), &path).unwrap();
    let (mut project, read, report) = reopen(&path);
    // What that format knew: no overlays, no lines of borders, nothing said of findings.
    let mut known = rich();
    known.overlays = Table::default();
    known.triage = TriageMap::default();
    for key in known.layers.keys().collect::<Vec<_>>() {
        known.layers.update(key, |layer| {
            layer.mapping.overlay = None;
            layer.mapping.borders = false;
            let old = layer.features.iter().filter(|feature| {
                !matches!(feature.holds, Holds::Overlay(_) | Holds::BorderLine(_))
            });
            layer.features = old.cloned().collect();
        });
    }
    assert_same(&read, &known);
    assert_eq!(report.notes, [OpenNote::Upgraded { from: 1 }]);
    project.save(&rich(), &mut quiet).unwrap();
    drop(project);
    let (_, read, report) = reopen(&path);
    assert_same(&read, &rich());
    assert_eq!(report.notes, []);
}

#[test]
fn a_project_of_format_2_opens() {
    let (_folder, path) = scratch("format_2.gpkg");
    std::fs::copy(fixture(2), &path).unwrap();
    let (_, read, report) = reopen(&path);
    assert_same(&read, &rich());
    assert_eq!(report.notes, [OpenNote::Upgraded { from: 2 }]);
}

#[test]
fn a_project_of_format_3_opens() {
    let (_folder, path) = scratch("format_3.gpkg");
    std::fs::copy(fixture(3), &path).unwrap();
    let (_, read, report) = reopen(&path);
    assert_same(&read, &rich());
    assert_eq!(report.notes, [OpenNote::Upgraded { from: 3 }]);
    assert!(
        read.borders
            .iter()
            .all(|(_, border)| border.line.weights().is_some())
    );
}

#[test]
fn a_project_of_format_4_opens() {
    let (_folder, path) = scratch("format_4.gpkg");
    std::fs::copy(fixture(4), &path).unwrap();
    let (_, read, report) = reopen(&path);
    let (renamed, _) = with_history();
    assert_same(&read, &renamed);
    assert_eq!(report.notes, [OpenNote::Upgraded { from: 4 }]);
    let history = read_history(&path, &read).unwrap();
    assert_eq!(history.done()[0].reason, "اشتباه");
}

#[test]
fn a_project_of_format_5_opens() {
    let (_folder, path) = scratch("format_5.gpkg");
    std::fs::copy(fixture(5), &path).unwrap();
    let (_, read, report) = reopen(&path);
    let (renamed, _) = with_history();
    assert_same(&read, &renamed);
    assert_eq!(report.notes, [OpenNote::Upgraded { from: 5 }]);
    let history = read_history(&path, &read).unwrap();
    assert_eq!(history.done()[0].reason, "اشتباه");
}

/// The rich data after a step, and that step.
pub fn with_history() -> (Dataset, History) {
    let before = Snapshot::new(rich());
    let unit = before.dataset.units.keys().next().unwrap();
    let field = UnitField::Name("نام دیگر".to_owned());
    let edit = Edit::Unit(EditUnit { unit, field });
    let changes = edit.plan(&before).unwrap();
    let mut history = History::default();
    let step = Step::new(edit, changes).by("سارا", "اشتباه");
    let after = history.commit(&before, step.meant_as(Some(ChangeKind::Correction)));
    (after.dataset, history)
}

/// Run by hand when the format changes, and kept then for good.
#[test]
#[ignore = "writes a fixture"]
fn write_the_fixture() {
    let fixture = fixture(5);
    let (data, history) = with_history();
    drop(ProjectFile::create_with(&fixture, &data, &history, &mut quiet).unwrap());
    // Small, and without a trace of whose computer wrote it.
    let connection = rusqlite::Connection::open(&fixture).unwrap();
    connection
        .execute_batch(
            "UPDATE marz_saves SET user = 'user', host = 'host';
             PRAGMA page_size = 1024; VACUUM",
        )
        .unwrap();
}
