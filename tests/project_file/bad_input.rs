//! Each bad file is refused in its own words, names the file, and stays as it was.

use std::fs;
use std::path::Path;

use marz::files::project::*;

use crate::common::*;

fn refusal(path: &Path) -> ProjectError {
    let before = fs::read(path).ok();
    let error = ProjectFile::open(path).unwrap_err();
    assert!(!is_project(path));
    assert_eq!(fs::read(path).ok(), before);
    let text = error.to_string();
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    assert!(text.contains(&name), "{text}");
    error
}

#[test]
fn what_is_no_file_of_content() {
    let (folder, path) = scratch("missing.gpkg");
    assert!(matches!(refusal(&path), ProjectError::NotFound { .. }));
    assert!(matches!(
        refusal(folder.path()),
        ProjectError::IsDirectory { .. }
    ));
    fs::write(&path, b"").unwrap();
    assert!(matches!(refusal(&path), ProjectError::Empty { .. }));
}

#[test]
fn what_is_no_geopackage() {
    let (_folder, path) = scratch("other.gpkg");
    fs::write(&path, br#"{"type": "FeatureCollection", "features": []}"#).unwrap();
    assert!(matches!(
        refusal(&path),
        ProjectError::NotAGeoPackage { .. }
    ));
    fs::remove_file(&path).unwrap();
    edit(&path, "CREATE TABLE addresses (name TEXT)");
    assert!(matches!(
        refusal(&path),
        ProjectError::NotAGeoPackage { .. }
    ));
}

#[test]
fn a_geopackage_of_another_program_is_told_with_its_layers() {
    let (_folder, path) = scratch("foreign.gpkg");
    drop(create(&path, &net(1, 1)));
    edit(&path, "DROP TABLE marz_project");
    let ProjectError::OtherGeoPackage { layers, .. } = refusal(&path) else {
        panic!();
    };
    let borders = layers.iter().find(|layer| layer.name == "borders").unwrap();
    assert_eq!(borders.geometry.as_deref(), Some("LINESTRING"));
    assert_eq!(borders.kind, "features");
}

#[test]
fn a_newer_format_names_itself_and_the_version_that_wrote_it() {
    let (_folder, path) = scratch("newer.gpkg");
    drop(create(&path, &net(1, 1)));
    edit(
        &path,
        "UPDATE marz_project SET format = 7, app_version = '3.1'",
    );
    let error = refusal(&path);
    let ProjectError::NewerFormat {
        format,
        supported,
        written_by,
        ..
    } = error
    else {
        panic!("{error}");
    };
    assert_eq!((format, supported, written_by.as_str()), (7, 6, "3.1"));
}

#[test]
fn a_file_cut_off_anywhere_is_refused() {
    let (_folder, path) = scratch("cut.gpkg");
    drop(create(&path, &net(5, 5)));
    let whole = fs::read(&path).unwrap();
    for length in [
        1,
        15,
        16,
        60,
        99,
        100,
        4_096,
        whole.len() / 2,
        whole.len() - 1,
    ] {
        fs::write(&path, &whole[..length]).unwrap();
        assert!(
            matches!(refusal(&path), ProjectError::Truncated { .. }),
            "{length}"
        );
    }
}

/// Whatever single page is overwritten with rubbish, opening ends, and either refuses
/// or reports; it neither panics nor hangs.
#[test]
fn rubbish_in_any_page_does_not_crash() {
    let (_folder, path) = scratch("rubbish.gpkg");
    drop(create(&path, &rich()));
    let whole = fs::read(&path).unwrap();
    let mut refused = 0;
    for page in 0..whole.len() / 4_096 {
        for rubbish in [0_u8, 0xFF, 0x41] {
            let mut broken = whole.clone();
            let start = page * 4_096 + if page == 0 { 100 } else { 0 };
            broken[start..(page + 1) * 4_096].fill(rubbish);
            fs::write(&path, &broken).unwrap();
            if let Err(error) = ProjectFile::read(&path) {
                assert!(error.to_string().contains("rubbish.gpkg"), "{error}");
                refused += 1;
            }
        }
    }
    assert!(refused > 20, "{refused}");
}

#[test]
fn a_table_that_is_gone_is_named() {
    for table in [
        "borders",
        "units",
        "settlements",
        "marz_rings",
        "marz_features",
        "populations",
    ] {
        let (_folder, path) = scratch("gone.gpkg");
        drop(create(&path, &rich()));
        edit(&path, &format!("DROP TABLE {table}"));
        let error = ProjectFile::open(&path).unwrap_err();
        assert!(matches!(&error, ProjectError::Damaged { .. }), "{error}");
        assert!(error.to_string().contains(table), "{error}");
    }
}

#[test]
fn cells_that_make_no_sense_become_lines_of_the_report() {
    let (_folder, path) = scratch("cells.gpkg");
    drop(create(&path, &rich()));
    edit(
        &path,
        "UPDATE borders SET status = 'maybe' WHERE fid = 1;
         UPDATE borders SET left_units = 'x' WHERE fid = 2;
         UPDATE borders SET geom = x'4750' WHERE fid = 3;
         UPDATE units SET level = 'galaxy' WHERE fid = 4;
         UPDATE units SET properties = '{' WHERE fid = 5;
         UPDATE units SET parent = -9223372036854775808 WHERE fid = 6;
         UPDATE units SET established = 'yesterday', name = x'FF' WHERE fid = 7;
         UPDATE marz_rings SET path = '1 -9223372036854775808' WHERE unit = 8;
         UPDATE marz_rings SET path = '99999', start = -5, repeats = '[{}]' WHERE unit = 9;
         UPDATE marz_plain_lands SET polygons = x'FFFFFFFFFFFFFFFF';
         UPDATE marz_features SET element = 'x' WHERE position = 0;
         UPDATE populations SET census = 99999999999;
         INSERT INTO borders (fid) VALUES (4000000000);
         INSERT INTO units (fid, level) VALUES (-3, 'city'), (9000000000000000000, 'city');",
    );
    let (project, dataset, report) = reopen(&path);
    let told: Vec<(&str, i64)> = report
        .notes
        .iter()
        .filter_map(|note| match note {
            OpenNote::ValueNotUnderstood { table, row, .. } => Some((table.as_str(), *row)),
            OpenNote::RowLeftOut { table, row, .. } => Some((table.as_str(), *row)),
            _ => None,
        })
        .collect();
    for place in [
        ("borders", 1),
        ("borders", 2),
        ("borders", 3),
        ("borders", 4_000_000_000),
        ("units", 4),
        ("units", 5),
        ("units", 6),
        ("units", 7),
        ("marz_rings", 8),
        ("marz_rings", 9),
        ("marz_features", 1),
        ("units", -3),
        ("units", 9_000_000_000_000_000_000),
    ] {
        assert!(told.contains(&place), "{place:?} is not in {told:?}");
    }
    assert!(dataset.units.get(marz::model::UnitKey(3)).is_none());
    assert!(
        report
            .notes
            .iter()
            .any(|note| matches!(note, OpenNote::BorderMissing { .. }))
    );
    // What is left can still be written out and saved.
    for (_, unit) in dataset.units.iter() {
        let _ = marz::topology::unit_polygons(&dataset, unit);
    }
    drop(project);
    let (_folder, copy) = scratch("copy.gpkg");
    drop(create(&copy, &dataset));
}

#[test]
fn a_place_that_cannot_be_written_is_named() {
    let dataset = net(1, 1);
    let (folder, path) = scratch("project.gpkg");
    let create = |path: &Path| ProjectFile::create(path, &dataset, &mut quiet).unwrap_err();
    let error = create(&folder.path().join("no/such/folder.gpkg"));
    assert!(matches!(&error, ProjectError::NoFolder { path } if path.ends_with("no/such")));
    assert!(matches!(
        create(folder.path()),
        ProjectError::IsDirectory { .. }
    ));
    fs::write(&path, "a file").unwrap();
    let error = create(&path.join("below.gpkg"));
    assert!(matches!(error, ProjectError::NoFolder { .. }), "{error}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[cfg(unix)]
#[test]
fn a_read_only_folder_or_file_opens_for_reading_and_refuses_to_save() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    let (folder, path) = scratch("project.gpkg");
    let dataset = net(1, 1);
    drop(create(&path, &dataset));
    mode(folder.path(), 0o555);
    if fs::write(folder.path().join("probe"), "").is_ok() {
        // The administrator may write anywhere: nothing to see here.
        mode(folder.path(), 0o755);
        return;
    }
    let (mut project, read, report) = reopen(&path);
    assert_eq!(read, dataset);
    assert_eq!(report.access, Access::ReadOnly(ReadOnlyReason::Folder));
    let error = project.save(&dataset, &mut quiet).unwrap_err();
    assert!(matches!(error, ProjectError::ReadOnlyFolder { .. }));
    let error = ProjectFile::create(&folder.path().join("new.gpkg"), &dataset, &mut quiet);
    assert!(matches!(
        error.unwrap_err(),
        ProjectError::ReadOnlyFolder { .. }
    ));
    drop(project);
    mode(folder.path(), 0o755);
    mode(&path, 0o444);
    let (mut project, _, report) = reopen(&path);
    assert_eq!(report.access, Access::ReadOnly(ReadOnlyReason::File));
    let error = project.save(&dataset, &mut quiet).unwrap_err();
    assert!(matches!(error, ProjectError::ReadOnlyFile { .. }));
}
