//! Shapefiles written: what fits comes back, what does not is told.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::ops::ControlFlow;

use super::*;
use crate::files::{
    ExportOptions, ImportLayer, export_with, import, layer_from_geojson, read_layers, recognise,
};
use crate::model::Dataset;

fn dataset(text: &str) -> Dataset {
    let raw = layer_from_geojson("counties.geojson".as_ref(), text.as_bytes()).unwrap();
    let layer = ImportLayer {
        mapping: recognise(&raw).mapping,
        raw,
        crs: None,
    };
    let go_on = &mut |_| ControlFlow::Continue(());
    import(vec![layer], "t", go_on).unwrap().0
}

const COUNTY: &str = r#"{"type":"FeatureCollection","features":[
    {"type":"Feature","properties":{"tags":{"name":"شهرستان خرم‌آباد","admin_level":"5"},"population":506471,"area":3.25,"a very long name":"x","seat":true},
     "geometry":{"type":"MultiPolygon","coordinates":[
        [[[48.1,33.1],[48.1,33.9],[48.9,33.9],[48.9,33.1],[48.1,33.1]],[[48.2,33.2],[48.3,33.2],[48.3,33.3],[48.2,33.2]]],
        [[[49.1,33.1],[49.1,33.9],[49.9,33.9],[49.1,33.1]]]]}},
    {"type":"Feature","properties":{"tags":{"name":"b","admin_level":"5"},"population":null},"geometry":{"type":"Point","coordinates":[48.5,33.5]}},
    {"type":"Feature","properties":{"tags":{"name":"c","admin_level":"5"}},"geometry":{"type":"LineString","coordinates":[[48.5,33.5],[48,33]]}}]}"#;

#[test]
fn what_is_written_is_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("counties.shp");
    let report = export_with(&dataset(COUNTY), &path, &ExportOptions::default()).unwrap();
    let points = folder.path().join("counties_points.shp");
    assert_eq!(report.files, [path.clone(), points.clone()]);
    let kinds: Vec<String> = report
        .notes
        .iter()
        .map(|(_, note)| match note {
            ExportNote::FieldRenamed { from, to } => format!("{from} > {to}"),
            ExportNote::LeftOut { kind, count } => format!("{count} {kind}"),
            ExportNote::TextsCut { .. } => "cut".to_owned(),
        })
        .collect();
    assert!(kinds.contains(&"1 LineString".to_owned()), "{kinds:?}");
    assert!(kinds.contains(&"a very long name > a very lon".to_owned()));
    let layer = read_layers(&path).unwrap().remove(0);
    assert!(is_wgs84(layer.crs.as_ref().unwrap()));
    assert_eq!(layer.problems, []);
    let properties: Vec<_> = layer.features[0].properties.iter().collect();
    let expected = serde_json::json!({"name": "شهرستان خرم‌آباد", "admin_leve": "5",
        "population": 506_471, "area": 3.25, "a very lon": "x", "seat": true});
    let expected: Vec<_> = expected
        .as_object()
        .unwrap()
        .iter()
        .collect::<Vec<_>>()
        .into_iter()
        .map(|(a, b)| (a.clone(), b.clone()))
        .collect();
    let properties: Vec<_> = properties
        .into_iter()
        .map(|(a, b)| (a.clone(), b.clone()))
        .collect();
    assert_eq!(properties, expected);
    // Shells ran clockwise already, so every vertex is where it was.
    let original = layer_from_geojson("x.geojson".as_ref(), COUNTY.as_bytes()).unwrap();
    let RawGeometry::Polygons { polygons: was, .. } = &original.features[0].geometry else {
        unreachable!()
    };
    let RawGeometry::Polygons {
        polygons: is,
        multi,
    } = &layer.features[0].geometry
    else {
        unreachable!()
    };
    assert!(multi);
    assert_eq!(is.len(), 2);
    assert_eq!(is[0].rings[0].positions, was[0].rings[0].positions);
    assert_eq!(is[0].rings.len(), 2);
    let layer = read_layers(&points).unwrap().remove(0);
    assert!(matches!(
        layer.features[0].geometry,
        RawGeometry::Point { .. }
    ));
}

#[test]
fn another_reference_system_comes_back_within_a_millimetre() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["EPSG:32639", "EPSG:3857"] {
        let path = folder.path().join("utm.shp");
        let options = ExportOptions {
            crs: Some(Crs(name.to_owned())),
            ..ExportOptions::default()
        };
        export_with(&dataset(COUNTY), &path, &options).unwrap();
        let layer = read_layers(&path).unwrap().remove(0);
        let crs = layer.crs.clone().unwrap();
        assert!(!is_wgs84(&crs));
        let back = Reprojection::to_wgs84(&crs).unwrap();
        let RawGeometry::Polygons { polygons, .. } = &layer.features[0].geometry else {
            unreachable!()
        };
        let first = back.position(polygons[0].rings[0].positions[0]).unwrap();
        let expected = Position { x: 48.1, y: 33.1 };
        assert!(
            crate::measure::distance_m(first, expected) < 1e-3,
            "{name}: {first:?}"
        );
    }
}

#[test]
fn a_failed_write_leaves_every_old_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("counties.shp");
    std::fs::write(&path, b"old").unwrap();
    // A folder stands where one of the files should go.
    std::fs::create_dir(folder.path().join("counties.prj")).unwrap();
    let error = export_with(&dataset(COUNTY), &path, &ExportOptions::default()).unwrap_err();
    assert_eq!(error.kind(), "unwritable");
    assert_eq!(std::fs::read(&path).unwrap(), b"old");
    assert!(!folder.path().join("counties.dbf").exists());
}

#[test]
fn long_texts_and_equal_names_are_cut_and_told() {
    let long = "ی".repeat(200);
    let rows = [
        serde_json::json!({"population:date": "1395", "population_1390": 1, "population_1395": 2, "text": long, "population": 9, "code": "007"}),
        serde_json::json!({"population:date": "1395", "population_1390": null, "text": null, "big": 12_345_678_901_234_567_i64}),
    ];
    let rows: Vec<&Map<String, Value>> = rows.iter().filter_map(Value::as_object).collect();
    let mut notes = Vec::new();
    let table = write_table(&rows, &mut notes).unwrap();
    assert!(notes.contains(&ExportNote::TextsCut {
        field: "text".to_owned(),
        count: 1
    }));
    let read = crate::files::shapefile_table::read_table(&table, None, Some(b"UTF-8"), &mut |_| {})
        .unwrap();
    let row = read.row(0).unwrap();
    let names: Vec<_> = row.keys().collect();
    assert_eq!(
        names,
        [
            "populati_1",
            "populati_2",
            "populati_3",
            "text",
            "population",
            "code",
            "big"
        ]
    );
    assert_eq!(row["population"], 9, "a name that fits is never another's");
    assert_eq!(row["populati_3"], 2);
    assert_eq!(row["text"].as_str().unwrap().chars().count(), 127);
    assert_eq!(row["code"], "007");
    assert_eq!(read.row(1).unwrap()["big"], "12345678901234567");
}
