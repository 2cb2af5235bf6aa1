//! Other programs read a project, judge it to be a proper GeoPackage, and may edit it.

use std::path::Path;
use std::process::Command;

use marz::files::project::*;
use marz::model::*;
use rusqlite::Connection;

use crate::common::*;

/// The output of a program, or nothing where it is not installed.
fn output(program: &str, arguments: &[&str], file: &Path) -> Option<String> {
    let output = Command::new(program)
        .args(arguments)
        .arg(file)
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    Some(text + &String::from_utf8_lossy(&output.stderr))
}

#[test]
fn ogrinfo_lists_every_layer_without_a_warning() {
    let (_folder, path) = scratch("rich.gpkg");
    drop(create(&path, &rich()));
    let Some(text) = output("ogrinfo", &["-ro", "-al", "-so"], &path) else {
        return; // GDAL is not installed.
    };
    for (layer, geometry, count) in [
        ("borders", "Line String", rich().borders.len()),
        ("settlements", "Point", 1),
        ("units", "None", rich().units.len()),
        ("decrees", "None", 1),
        ("overlays", "Multi Polygon", 2),
        ("triage", "None", 2),
        ("province", "Multi Polygon", 1),
        ("county", "Multi Polygon", 1),
        ("district", "Multi Polygon", 1),
        ("rural_district", "Multi Polygon", 9),
        ("city", "Multi Polygon", 2),
    ] {
        let start = text.find(&format!("Layer name: {layer}\n"));
        let about = &text[start.unwrap_or_else(|| panic!("{layer} is not in {text}"))..];
        let mut lines = about
            .lines()
            .skip_while(|line| !line.starts_with("Geometry:"));
        assert_eq!(
            lines.next(),
            Some(&*format!("Geometry: {geometry}")),
            "{layer}"
        );
        assert_eq!(
            lines.next(),
            Some(&*format!("Feature Count: {count}")),
            "{layer}"
        );
    }
    assert!(text.contains("Extent: (48.000000, 33.000000) - (51.000000, 36.000000)"));
    assert!(
        !text.contains("Warning") && !text.contains("ERROR"),
        "{text}"
    );
}

#[test]
fn the_validator_of_gdal_finds_nothing_to_say() {
    let module = ["-m", "osgeo_utils.samples.validate_gpkg"];
    let has_module = |python: &&&str| {
        let find = ["-c", "import osgeo_utils.samples.validate_gpkg"];
        let output = Command::new(python).args(find).output();
        output.is_ok_and(|output| output.status.success())
    };
    let Some(python) = ["python3", "/usr/bin/python3"].iter().find(has_module) else {
        return; // GDAL's Python tools are not installed.
    };
    for (name, dataset) in [
        ("rich.gpkg", rich()),
        ("empty.gpkg", Dataset::new(Origin::of_content(b""), "")),
    ] {
        let (_folder, path) = scratch(name);
        let mut project = create(&path, &dataset);
        // And after a save as well.
        let mut changed = dataset.clone();
        changed.settlements.remove(SettlementKey(1));
        project.save(&changed, &mut quiet).unwrap();
        project.save(&dataset, &mut quiet).unwrap();
        drop(project);
        let text = output(python, &module, &path).unwrap();
        assert_eq!(text, "", "{name}");
        // The spatial indices, which it does not compare with the rows.
        let connection = Connection::open(&path).unwrap();
        for table in ["borders", "settlements", "county", "rural_district", "city"] {
            let sql = format!(
                "SELECT count(*) FROM (SELECT fid FROM {table} WHERE geom NOT NULL
                 EXCEPT SELECT id FROM rtree_{table}_geom)
                 UNION ALL SELECT count(*) FROM (SELECT id FROM rtree_{table}_geom
                 EXCEPT SELECT fid FROM {table} WHERE geom NOT NULL)"
            );
            let mut statement = connection.prepare(&sql).unwrap();
            let counts: Result<Vec<i64>, _> =
                statement.query_map([], |row| row.get(0)).unwrap().collect();
            assert_eq!(counts.unwrap(), [0, 0], "{table}");
        }
    }
}

#[test]
fn a_level_edited_elsewhere_is_told_and_stays_until_it_is_to_be_written_anew() {
    let (_folder, path) = scratch("edited.gpkg");
    let mut dataset = net(3, 3);
    drop(create(&path, &dataset));
    edit(
        &path,
        "UPDATE district SET name = 'edited' WHERE fid = 3; DELETE FROM county; DROP TABLE city;",
    );
    let edited = Connection::open(&path).unwrap();
    let (mut project, read, report) = reopen(&path);
    assert_eq!(read, dataset);
    let changed = |level, rows| OpenNote::LevelLayerChangedElsewhere { level, rows };
    assert_eq!(
        report.notes,
        [changed(Level::County, 1), changed(Level::District, 1)]
    );
    // A save elsewhere in the project leaves the edited row alone.
    dataset.title = "saved".to_owned();
    project.save(&dataset, &mut quiet).unwrap();
    let name = || -> String {
        let sql = "SELECT name FROM district WHERE fid = 3";
        edited.query_row(sql, [], |row| row.get(0)).unwrap()
    };
    assert_eq!(name(), "edited");
    project.rewrite_level(Level::District);
    project.rewrite_level(Level::County);
    project.save(&dataset, &mut quiet).unwrap();
    assert_eq!(name(), "D0");
    drop(project);
    assert_eq!(reopen(&path).2.notes, []);
}

#[test]
fn a_border_edited_elsewhere_is_taken_as_it_is_and_measured_again() {
    let (_folder, path) = scratch("border.gpkg");
    let dataset = net(2, 1);
    drop(create(&path, &dataset));
    // The course of another border, as a GIS would write it.
    edit(
        &path,
        "UPDATE borders SET geom = (SELECT geom FROM borders WHERE fid = 1) WHERE fid = 2;
         UPDATE borders SET status = 'disputed' WHERE fid = 1;",
    );
    let (_, read, report) = reopen(&path);
    let [one, two] = [0, 1].map(|key| read.borders.get(BorderKey(key)).unwrap());
    assert_eq!(
        report.notes,
        [OpenNote::BorderChangedElsewhere { id: two.id }]
    );
    assert_eq!(one.line, two.line);
    assert_eq!(one.area_term_m2(), two.area_term_m2());
    assert_eq!(one.length_m(), two.length_m());
    assert_eq!(one.attributes.status, BorderStatus::Disputed);
}

#[test]
fn polygons_of_the_levels_have_the_area_of_their_units() {
    let (_folder, path) = scratch("areas.gpkg");
    let dataset = rich();
    drop(create(&path, &dataset));
    let Some(text) = output(
        "ogrinfo",
        &[
            "-ro",
            "-q",
            "-dialect",
            "sqlite",
            "-sql",
            "SELECT 'all ' || group_concat(ST_IsValid(geom)) || ' ' || round(sum(ST_Area(geom)), 6)
           AS answer FROM (SELECT geom FROM county UNION ALL SELECT geom FROM district
           UNION ALL SELECT geom FROM rural_district)",
        ],
        &path,
    ) else {
        return; // GDAL is not installed.
    };
    if text.contains("no such function") {
        return; // It has no SpatiaLite.
    }
    // Three levels of nine square degrees; the hole in one is filled by the city at
    // the upper two.
    assert!(text.contains("all 1,1,1,1,1,1,1,1,1,1,1 26.96"), "{text}");
}

#[test]
fn a_project_that_a_gis_left_with_a_second_file_is_one_file_again() {
    let (folder, path) = scratch("wal.gpkg");
    let dataset = net(2, 2);
    drop(create(&path, &dataset));
    let connection = Connection::open(&path).unwrap();
    connection
        .pragma_update(None, "journal_mode", "WAL")
        .unwrap();
    let sql = "UPDATE decrees SET subject = 'x'; UPDATE units SET code = 'edited' WHERE fid = 4";
    connection.execute_batch(sql).unwrap();
    // Left as a program that crashed leaves it: with the change in the second file.
    let copy = folder.path().join("crashed.gpkg");
    std::fs::copy(&path, &copy).unwrap();
    std::fs::copy(
        path.with_extension("gpkg-wal"),
        copy.with_extension("gpkg-wal"),
    )
    .unwrap();
    let (project, read, report) = reopen(&copy);
    assert_eq!(report.access, Access::ReadWrite);
    let edited = read.units.get(UnitKey(3)).unwrap();
    assert_eq!(edited.code.as_deref(), Some("edited"));
    assert!(!copy.with_extension("gpkg-wal").exists());
    drop(project);
}
