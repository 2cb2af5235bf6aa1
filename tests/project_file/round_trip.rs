//! Saved and opened again, a data set is the same.

use std::sync::Arc;

use marz::edit::{Edit, EditSheet, History, Step};
use marz::files::project::*;
use marz::model::*;
use marz::topology::{Snapshot, unit_polygons};
use proptest::prelude::*;
use uuid::Uuid;

use crate::common::*;
use crate::formats::with_history;

pub fn assert_same(one: &Dataset, other: &Dataset) {
    assert_eq!(one, other);
    // Equality calls −0 and 0 one, and does not look at rows that are gone.
    assert_eq!(format!("{one:?}"), format!("{other:?}"));
    assert_eq!(one.units.next_key(), other.units.next_key());
    assert_eq!(one.settlements.next_key(), other.settlements.next_key());
    assert_eq!(one.borders.next_key(), other.borders.next_key());
    assert_eq!(one.decrees.next_key(), other.decrees.next_key());
    assert_eq!(one.overlays.next_key(), other.overlays.next_key());
    assert_eq!(one.markers.next_key(), other.markers.next_key());
    assert_eq!(one.sheets.next_key(), other.sheets.next_key());
}

#[test]
fn everything_that_a_data_set_holds_comes_back() {
    let (_folder, path) = scratch("rich.gpkg");
    let dataset = rich();
    drop(create(&path, &dataset));
    let (project, read, report) = reopen(&path);
    assert_same(&dataset, &read);
    assert_eq!(report.notes, []);
    assert_eq!(report.access, Access::ReadWrite);
    assert!(report.last_save.is_some());
    assert_eq!(project.saved(), &dataset);
    for (key, unit) in dataset.units.iter() {
        let again = read.units.get(key).unwrap();
        assert_eq!(unit_polygons(&dataset, unit), unit_polygons(&read, again));
    }
}

#[test]
fn an_empty_data_set_comes_back() {
    let (_folder, path) = scratch("empty.gpkg");
    let dataset = Dataset::new(Origin::of_content(b""), "");
    drop(create(&path, &dataset));
    assert_same(&reopen(&path).1, &dataset);
}

#[test]
fn a_changed_name_writes_few_rows_and_an_unchanged_data_set_fewer() {
    let (_folder, path) = scratch("net.gpkg");
    let mut dataset = net(10, 10);
    let mut project = create(&path, &dataset);
    let unchanged = project.save(&dataset, &mut quiet).unwrap();
    assert_eq!(unchanged.rows_written, 1);
    // Row 5 of the net's tables is a cell: its unit, its polygon and hash, its name
    // at the sides of its four borders or fewer.
    dataset
        .units
        .update(UnitKey(5), |unit| unit.name = "نام تازه".into());
    let named = project.save(&dataset, &mut quiet).unwrap();
    assert!((4..=8).contains(&named.rows_written), "{named:?}");
    drop(project);
    let (_, read, report) = reopen(&path);
    assert_same(&read, &dataset);
    assert_eq!(report.notes, []);
}

#[test]
fn a_moved_vertex_writes_its_border_and_the_polygons_that_have_it() {
    let (_folder, path) = scratch("net.gpkg");
    let mut dataset = net(10, 10);
    let mut project = create(&path, &dataset);
    let (key, _) = dataset
        .borders
        .iter()
        .find(|(_, border)| border.line.len() > 2)
        .unwrap();
    dataset.borders.update(key, |border| {
        let mut line = border.line.to_vec();
        line[1].x += 0.001;
        border.line = line.into();
    });
    let summary = project.save(&dataset, &mut quiet).unwrap();
    // The border, the project's row, and for at most two leaves and what is above
    // them a polygon and its hash.
    assert!(summary.rows_written <= 2 + 2 * 8, "{summary:?}");
    drop(project);
    let (_, read, report) = reopen(&path);
    assert_same(&read, &dataset);
    assert_eq!(report.notes, []);
}

#[test]
fn rows_that_are_gone_leave_nothing_behind() {
    let (_folder, path) = scratch("rich.gpkg");
    let full = rich();
    let mut project = create(&path, &full);
    let mut bare = Dataset::new(full.origin, "bare");
    bare.units.put(full.units.keys().last().unwrap(), None);
    project.save(&bare, &mut quiet).unwrap();
    drop(project);
    let (mut project, read, report) = reopen(&path);
    assert_eq!(read, bare);
    assert_eq!(report.notes, []);
    let connection = rusqlite::Connection::open(&path).unwrap();
    for table in [
        "borders",
        "units",
        "settlements",
        "decrees",
        "populations",
        "province",
        "county",
        "district",
        "rural_district",
        "city",
        "overlays",
        "triage",
        "marz_layers",
        "marz_features",
        "marz_rings",
        "marz_plain_lands",
        "marz_level_rows",
    ] {
        let rows: i64 = connection
            .query_row(&format!("SELECT count(*) FROM {table}"), [], |row| {
                row.get(0)
            })
            .unwrap();
        assert_eq!(rows, 0, "{table}");
    }
    drop(connection);
    // And back, as undo would have it.
    project.save(&full, &mut quiet).unwrap();
    drop(project);
    assert_same(&reopen(&path).1, &full);
}

#[test]
fn the_history_comes_back_and_one_that_does_not_fit_is_left_alone() {
    let (_folder, path) = scratch("history.gpkg");
    let (after, mut history) = with_history();
    drop(ProjectFile::create_with(&path, &after, &history, &mut quiet).unwrap());
    let (mut project, read, _) = reopen(&path);
    let mut kept = read_history(&path, &read).unwrap();
    assert_eq!(kept.done(), history.done());
    assert_eq!(kept.state(), history.state());
    let (undone, _) = kept.undo(&Snapshot::new(read)).unwrap();
    assert_same(&undone.dataset, &rich());
    // Undone and said again, then saved: what is ahead comes back too.
    history.describe_last(None, "");
    let (before, _) = history.undo(&Snapshot::new(after.clone())).unwrap();
    project
        .save_with(&before.dataset, &history, &mut quiet)
        .unwrap();
    drop(project);
    let (mut project, read, _) = reopen(&path);
    let mut kept = read_history(&path, &read).unwrap();
    assert_eq!((kept.done().len(), kept.undone().len()), (0, 1));
    assert_eq!(kept.undone()[0].reason, "");
    let (again, _) = kept.redo(&Snapshot::new(read)).unwrap();
    assert_same(&again.dataset, &after);
    // Other data than the steps led to: undoing them would undo what they did not do.
    let (mut other, history) = with_history();
    let unit = other.units.keys().next().unwrap();
    other
        .units
        .update(unit, |unit| unit.name = "سومی".to_owned());
    project.save_with(&other, &history, &mut quiet).unwrap();
    drop(project);
    let (_, read, _) = reopen(&path);
    assert!(read_history(&path, &read).is_none());
}

#[test]
fn what_an_office_keeps_of_units_and_decrees_comes_back() {
    let (_folder, path) = scratch("register.gpkg");
    let mut dataset = rich();
    let content = dataset.contents.keep(b"scan".as_slice().into());
    let file = Attachment {
        name: "مصوبه.pdf".to_owned(),
        content: content.clone(),
    };
    let first = dataset.decrees.keys().next().unwrap();
    let second = dataset.decrees.insert(Decree {
        id: Uuid::from_u128(8),
        number: "۲۱۵۴۸/ت۳۲۱۵۶ک".to_owned(),
        date: Some(PartialDate::SolarYear(1390)),
        body: Some(DecreeBody::Commission),
        kind: Some(DecreeKind::Amendment),
        proposal_number: "۱/۴/۴۲".to_owned(),
        proposal_date: "2010-01-02".parse().ok(),
        session_date: "2010-01-03".parse().ok(),
        delegation: "اصل ۱۳۸".to_owned(),
        notice_number: "۵".to_owned(),
        notice_date: "2010-01-05".parse().ok(),
        gazette_number: "۶".to_owned(),
        gazette_date: "2010-01-06".parse().ok(),
        clauses: vec![Clause {
            number: "1".to_owned(),
            text: "ایجاد دهستان".to_owned(),
            sheet: "۲".to_owned(),
        }],
        sheets: vec![AttachedSheet {
            number: "۲".to_owned(),
            title: "شمال".to_owned(),
            file: Some(file.clone()),
        }],
        amends: vec![first],
        annuls: vec![first],
        file: Some(file.clone()),
        ..Decree::default()
    });
    let unit = dataset.units.keys().next().unwrap();
    dataset.units.update(unit, |unit| {
        unit.latin_name = "Lorestān".to_owned();
        unit.ministry_code = Some("الف-۷".to_owned());
        unit.other_names = vec![OtherName {
            name: "پیشکوه".to_owned(),
            from: None,
            until: Some(PartialDate::SolarYear(1316)),
        }];
        unit.special_governorate = true;
        unit.density_decree = Some(second);
        unit.notes = "یادداشت".to_owned();
        unit.attachments = vec![file];
    });
    drop(create(&path, &dataset));
    let (mut project, read, _) = reopen(&path);
    assert_same(&read, &dataset);
    assert_eq!(
        read.contents.get(&content).as_deref(),
        Some(b"scan".as_slice())
    );
    // A file goes with the last that has it.
    dataset.decrees.remove(second);
    dataset
        .units
        .update(unit, |unit| unit.attachments = Vec::new());
    project.save(&dataset, &mut quiet).unwrap();
    drop(project);
    assert!(reopen(&path).1.contents.get(&content).is_none());
}

#[test]
fn what_is_said_of_a_finding_writes_its_row_alone() {
    let (_folder, path) = scratch("rich.gpkg");
    let mut dataset = rich();
    let mut project = create(&path, &dataset);
    let said = Triage {
        assignee: "زهرا".to_owned(),
        ..Triage::default()
    };
    dataset
        .triage
        .insert("S05-0123456789".to_owned(), Arc::new(said));
    let overlay = dataset.overlays.keys().next().unwrap();
    dataset
        .overlays
        .update(overlay, |overlay| overlay.name = "دیگر".to_owned());
    let summary = project.save(&dataset, &mut quiet).unwrap();
    // The project's row, the finding's and the overlay's.
    assert_eq!(summary.rows_written, 3);
    dataset.triage.remove("T09-0123456789");
    dataset.overlays.remove(overlay);
    assert_eq!(project.save(&dataset, &mut quiet).unwrap().rows_written, 3);
    drop(project);
    assert_same(&reopen(&path).1, &dataset);
}

/// Changes that a sequence of edits might make, each a number to choose by.
fn change(dataset: &mut Dataset, choice: u8, text: &str, number: f64) {
    let units: Vec<UnitKey> = dataset.units.keys().collect();
    let borders: Vec<BorderKey> = dataset.borders.keys().collect();
    let unit = units.get(choice as usize % units.len().max(1)).copied();
    let border = borders.get(choice as usize % borders.len().max(1)).copied();
    match (choice % 9, unit, border) {
        (0, Some(key), _) => drop(dataset.units.update(key, |unit| unit.name = text.into())),
        (1, Some(key), _) => drop(dataset.units.update(key, |unit| {
            unit.properties = members(serde_json::json!({ text: number }));
        })),
        (2, Some(key), _) => drop(dataset.units.remove(key)),
        (3, _, Some(key)) => drop(dataset.borders.remove(key)),
        (4, _, Some(key)) => drop(dataset.borders.update(key, |border| {
            border.attributes.accuracy_m = Some(number);
            border.attributes.source = text.into();
        })),
        (5, Some(key), _) => drop(dataset.units.update(key, |unit| {
            unit.point = Some(at(number, -number));
            unit.populations
                .set_people(Some(i32::from(choice)), Some(u64::from(choice)));
        })),
        (6, Some(key), _) => drop(dataset.units.update(key, |unit| {
            unit.level = Level::ALL[choice as usize % 8];
            unit.parent = units.first().copied();
        })),
        (7, Some(key), _) => drop(dataset.units.update(key, |unit| {
            unit.land = Land::Plain {
                polygons: [PlainPolygon {
                    rings: vec![PlainRing {
                        positions: [at(number, 1.0), at(0.5, number)].into(),
                        heights_m: Some([number].into()),
                    }],
                }]
                .into(),
                role: PlainRole::Over,
            };
        })),
        _ => dataset.title = text.into(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// However a data set is changed between saves, the file holds the last one.
    #[test]
    fn saves_one_after_the_other_come_back(
        columns in 1_usize..4,
        rows in 1_usize..4,
        saves in prop::collection::vec(
            prop::collection::vec((any::<u8>(), any::<String>(), prop::num::f64::NORMAL), 0..6),
            1..4,
        ),
    ) {
        let (_folder, path) = scratch("changing.gpkg");
        let mut dataset = net(columns, rows);
        let mut project = create(&path, &dataset);
        for save in saves {
            for (choice, text, number) in save {
                change(&mut dataset, choice, &text, number);
            }
            project.save(&dataset, &mut quiet).unwrap();
        }
        drop(project);
        let (project, read, _) = reopen(&path);
        prop_assert_eq!(&read, &dataset);
        drop(project);
        // A file written at once reads as one written step by step.
        drop(create(&path, &dataset));
        let (_, read, report) = reopen(&path);
        assert_same(&read, &dataset);
        let missing_only = report
            .notes
            .iter()
            .all(|note| matches!(note, OpenNote::BorderMissing { .. }));
        prop_assert!(missing_only, "{:?}", report.notes);
    }
}

/// Worked out when the project is made, and passed over where a line is another by now.
#[test]
fn the_weights_of_simplification_come_back_with_the_line_they_are_of() {
    use marz::topology::{PlainRings, Simplification};
    let (_folder, path) = scratch("weights.gpkg");
    let mut dataset = net(6, 6);
    let mut project = create(&path, &dataset);
    let whole = Simplification::of(&dataset, PlainRings::Cities, &mut |_| true).unwrap();
    let (_, read, _) = reopen(&path);
    for (key, border) in dataset.borders.iter() {
        let stored = read.borders.get(key).unwrap();
        assert_eq!(
            stored.line.weights(),
            whole.border(key, &border.line),
            "{key:?}"
        );
    }
    let key = BorderKey(3);
    dataset.borders.update(key, |border| {
        let first = border.line[0];
        border.line = border.line.replaced(0..1, &[first + at(1e-6, 0.0)]);
    });
    project.save(&dataset, &mut quiet).unwrap();
    drop(project);
    let (_, read, _) = reopen(&path);
    let with_weights = |key| read.borders.get(key).unwrap().line.weights().is_some();
    assert!(!with_weights(key) && with_weights(BorderKey(4)));
}

#[test]
fn markers_and_sheets_come_back_and_a_picture_that_nobody_has_goes() {
    let (_folder, path) = scratch("sheets.gpkg");
    let mut before = rich();
    let picture = before.contents.keep(b"a picture".as_slice().into());
    before.contents.keep(b"of nobody".as_slice().into());
    before.markers.insert(Marker {
        id: before.origin.id("marker", 0),
        name: "۱۲".to_owned(),
        at: at(48.5, 33.25),
        description: "ستون سیمانی".to_owned(),
        built: Some("1386 SH".parse().unwrap()),
        life: Life::default(),
    });
    let sheet = before.sheets.insert(Sheet {
        id: before.origin.id("sheet", 0),
        name: "نقشهٔ پیوست".to_owned(),
        picture: picture.clone(),
        size_px: [40, 30],
        fit: SheetFit::Polynomial,
        control_points: vec![ControlPoint {
            pixel: [1.25, 2.5],
            at: at(48.1, 33.2),
        }],
        corners: [at(48.0, 34.0), at(49.0, 34.0), at(48.0, 33.0)],
    });
    drop(create(&path, &before));
    let (mut project, read, report) = reopen(&path);
    assert_eq!(report.notes, []);
    assert_eq!(read.markers, before.markers);
    assert_eq!(read.sheets, before.sheets);
    let kept: Vec<_> = read.contents.iter().map(|(name, _)| name.clone()).collect();
    assert_eq!(kept, std::slice::from_ref(&picture));
    // Removed, but a step that can be undone has it: the picture stays.
    let snapshot = Snapshot::new(read);
    let edit = Edit::Sheet(EditSheet::Remove(sheet));
    let changes = edit.plan(&snapshot).unwrap();
    let mut history = History::default();
    let after = history.commit(&snapshot, Step::new(edit, changes));
    project
        .save_with(&after.dataset, &history, &mut quiet)
        .unwrap();
    drop(project);
    let (mut project, read, _) = reopen(&path);
    assert!(read.sheets.is_empty() && read.contents.get(&picture).is_some());
    let mut kept = read_history(&path, &read).unwrap();
    let (undone, _) = kept.undo(&Snapshot::new(read)).unwrap();
    assert_eq!(undone.dataset.sheets, before.sheets);
    project.save(&after.dataset, &mut quiet).unwrap();
    drop(project);
    let (_, read, _) = reopen(&path);
    assert!(read.contents.iter().next().is_none());
}
