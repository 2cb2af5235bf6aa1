//! What lies over the coverage, lines that tell attributes of borders, and records of
//! what was: read as what they are, and written back as they came.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::ops::ControlFlow;

use serde_json::{Value, json};

use super::*;
use crate::files::{ExportOf, ExportOptions, export_with, layer_from_geojson, recognise};
use crate::model::{BorderStatus, Holds, Land, OverlayKind, PlainRole};

fn prepared(name: &str, features: &[Value]) -> ImportLayer {
    let text = json!({"type": "FeatureCollection", "features": features}).to_string();
    let raw = layer_from_geojson(name.as_ref(), text.as_bytes()).unwrap();
    ImportLayer {
        mapping: recognise(&raw).mapping,
        raw,
        crs: None,
    }
}

fn run(layers: Vec<ImportLayer>) -> (Dataset, ImportReport) {
    import(layers, "test", &mut |_| ControlFlow::Continue(())).unwrap()
}

fn feature(properties: Value, kind: &str, coordinates: Value) -> Value {
    json!({"type": "Feature", "properties": properties,
        "geometry": {"type": kind, "coordinates": coordinates}})
}

fn square(west: f64, properties: Value) -> Value {
    let ring = json!([
        [west, 33.0],
        [west + 1.0, 33.0],
        [west + 1.0, 34.0],
        [west, 34.0],
        [west, 33.0]
    ]);
    feature(properties, "Polygon", json!([ring]))
}

fn kinds(report: &ImportReport) -> Vec<&'static str> {
    report.lines.iter().map(|line| line.reason.kind()).collect()
}

fn written(dataset: &Dataset, layer: usize) -> Value {
    let options = ExportOptions {
        of: ExportOf::Layer(dataset.layers.keys().nth(layer).unwrap()),
        crs: None,
    };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.geojson");
    export_with(dataset, &path, &options).unwrap();
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn two_counties() -> ImportLayer {
    prepared(
        "counties.geojson",
        &[
            square(48.0, json!({"name": "a", "code": "1501"})),
            square(49.0, json!({"name": "b", "code": "1502"})),
        ],
    )
}

#[test]
fn a_partys_layer_lies_over_the_coverage() {
    let claim = json!({"level": "county", "code": "1606", "name": "c", "party": "ایلام"});
    let features = [
        square(48.5, claim),
        square(60.0, json!({"level": "harim", "party": "ایلام"})),
    ];
    let (dataset, report) = run(vec![
        two_counties(),
        prepared("submission.geojson", &features),
    ]);
    assert_eq!(dataset.units.len(), 2);
    assert!(kinds(&report).contains(&"party_layer"));
    let overlays: Vec<_> = dataset
        .overlays
        .iter()
        .map(|(_, overlay)| overlay)
        .collect();
    assert_eq!(overlays[0].kind, OverlayKind::Submission);
    assert_eq!(overlays[0].level, Some(Level::County));
    assert_eq!(overlays[0].code.as_deref(), Some("1606"));
    assert_eq!(overlays[0].party.as_deref(), Some("ایلام"));
    assert_eq!(overlays[1].kind, OverlayKind::Harim);
    assert_eq!(overlays[1].party.as_deref(), Some("ایلام"));
    assert_eq!(written(&dataset, 1)["features"], json!(features));
}

#[test]
fn overlays_are_told_by_their_level_or_by_the_name_of_the_file() {
    let by_level = [
        square(
            48.0,
            json!({"level": "حریم", "name": "h", "of_code": "1501031001"}),
        ),
        square(
            49.0,
            json!({"level": "village_limits", "name": "v", "of_code": "000001"}),
        ),
        square(50.0, json!({"level": "دریاچه", "name": "l"})),
    ];
    let by_name = [square(48.0, json!({"name": "c", "code": "h01"}))];
    let layers = vec![
        prepared("mixed.geojson", &by_level),
        prepared("constituencies.geojson", &by_name),
    ];
    let (dataset, report) = run(layers);
    let kinds_of: Vec<_> = dataset.overlays.iter().map(|(_, it)| it.kind).collect();
    assert_eq!(
        kinds_of,
        [
            OverlayKind::Harim,
            OverlayKind::VillageLimits,
            OverlayKind::Lake,
            OverlayKind::Constituency
        ]
    );
    let harim = dataset.overlays.iter().next().unwrap().1;
    assert_eq!(harim.of_code.as_deref(), Some("1501031001"));
    // Neither the city nor the village is there.
    let lost = kinds(&report);
    assert_eq!(
        lost.iter()
            .filter(|kind| **kind == "overlay_of_nothing")
            .count(),
        2
    );
    assert_eq!(written(&dataset, 0)["features"], json!(by_level));
    assert_eq!(written(&dataset, 1)["features"], json!(by_name));
}

#[test]
fn an_overlay_without_a_polygon_is_kept_and_told() {
    let features = [
        feature(json!({"level": "harim"}), "Point", json!([48.0, 33.0])),
        feature(
            json!({"level": "harim"}),
            "Polygon",
            json!([[[48.0, 33.0], [49.0, 33.0], [48.0, 33.0]]]),
        ),
    ];
    let (dataset, report) = run(vec![prepared("harim.geojson", &features)]);
    assert!(dataset.overlays.is_empty());
    assert_eq!(report.kept, 2);
    assert_eq!(kinds(&report)[..2], ["overlay_without_land", "short_ring"]);
    assert_eq!(written(&dataset, 0)["features"], json!(features));
}

#[test]
fn lines_tell_attributes_of_the_borders_that_they_run_along() {
    let line = |left: &str, right: &str, status: &str, x: f64| {
        feature(
            json!({"left_code": left, "right_code": right, "status": status, "decree": "12/3"}),
            "LineString",
            json!([[x, 33.0], [x, 34.0]]),
        )
    };
    let features = [
        line("1502", "1501", "agreed", 49.0),
        // Of other units, nowhere near a border, and longer than the border.
        line("1501", "1503", "agreed", 49.0),
        line("1501", "1502", "disputed", 48.5),
        feature(
            json!({"left_code": "1501", "status": "توافق‌شده"}),
            "LineString",
            json!([
                [49.0, 33.0],
                [48.0, 33.0],
                [48.0, 34.0],
                [49.0, 34.0],
                [49.0, 36.0]
            ]),
        ),
        square(48.0, json!({"status": "agreed"})),
    ];
    let (mut dataset, report) = run(vec![two_counties(), prepared("borders.geojson", &features)]);
    let told: Vec<_> = report
        .lines
        .iter()
        .filter_map(|line| Some((line.feature?, line.reason.kind())))
        .collect();
    assert_eq!(
        told,
        [
            (5, "not_a_line"),
            (2, "border_not_found"),
            (3, "border_not_found"),
            (4, "border_in_part"),
        ]
    );
    let between = dataset
        .borders
        .iter()
        .find(|(_, border)| !border.left.is_empty() && !border.right.is_empty());
    let (key, border) = between.map(|(key, border)| (key, border.clone())).unwrap();
    assert_eq!(border.attributes.status, BorderStatus::Agreed);
    let decree = border.attributes.decree.unwrap();
    assert_eq!(dataset.decrees.get(decree).unwrap().number, "12/3");
    assert_eq!(dataset.decrees.len(), 1);
    assert_eq!(written(&dataset, 1)["features"], json!(features));
    // What is edited is written back into its field; nothing else changes.
    dataset.borders.update(key, |border| {
        border.attributes.status = BorderStatus::Disputed;
        border.attributes.accuracy_m = Some(2.5);
    });
    let is = written(&dataset, 1);
    let mut was = json!(features);
    was[0]["properties"]["status"] = json!("disputed");
    was[0]["properties"]["accuracy_m"] = json!(2.5);
    assert_eq!(is["features"], was);
}

#[test]
fn a_line_is_written_with_the_course_that_its_borders_have_now() {
    let features = [feature(
        json!({"left_code": "1501", "right_code": "1502", "status": "agreed"}),
        "LineString",
        json!([[49.0, 34.0], [49.0, 33.0]]),
    )];
    let (mut dataset, _) = run(vec![two_counties(), prepared("borders.geojson", &features)]);
    let layer = dataset.layers.iter().nth(1).unwrap().1;
    let Holds::BorderLine(line) = &layer.features[0].holds else {
        panic!("{:?}", layer.features[0].holds);
    };
    assert!(line.is_whole);
    let key = line.path[0].border;
    dataset.borders.update(key, |border| {
        let mut vertices = border.line.to_vec();
        let middle = (vertices[0] + vertices[1]) / 2.0;
        vertices.insert(
            1,
            Position {
                x: 49.125,
                ..middle
            },
        );
        border.line = vertices.into();
    });
    let is = written(&dataset, 1);
    assert_eq!(
        is["features"][0]["geometry"]["coordinates"],
        json!([[49.0, 34.0], [49.125, 33.5], [49.0, 33.0]])
    );
}

#[test]
fn a_line_drawn_apart_matches_within_the_tolerance() {
    // Half a metre beside the border, with vertices of its own.
    let features = [feature(
        json!({"left_code": "1501", "right_code": "1502", "status": "agreed"}),
        "LineString",
        json!([
            [49.000005, 32.9999],
            [49.000005, 33.3],
            [49.000005, 34.0001]
        ]),
    )];
    let (dataset, report) = run(vec![two_counties(), prepared("borders.geojson", &features)]);
    assert_eq!(report.told_borders, 1, "{:?}", kinds(&report));
    assert_eq!(written(&dataset, 1)["features"], json!(features));
}

#[test]
fn a_record_of_what_was_is_no_part_of_the_coverage() {
    let layer = prepared(
        "counties.geojson",
        &[
            square(48.0, json!({"name": "a", "code": "1501"})),
            square(48.0, json!({"name": "b", "code": "1501", "ended": "1390"})),
        ],
    );
    let (dataset, _) = run(vec![layer]);
    let former = dataset.units.iter().nth(1).unwrap().1;
    assert!(former.life.has_ended());
    let is_former = matches!(
        former.land,
        Land::Plain {
            role: PlainRole::Former,
            ..
        }
    );
    assert!(is_former, "{:?}", former.land);
    assert!(dataset.units.iter().next().unwrap().1.is_leaf());
}
