//! GeoJSON read: bit for bit, and with a place where it cannot be.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use super::*;

fn read(text: &str) -> Result<RawLayer, FileError> {
    layer_from_geojson(Path::new("some/counties.geojson"), text.as_bytes())
}

fn collection(features: &str) -> RawLayer {
    read(&format!(
        r#"{{"type":"FeatureCollection","features":[{features}]}}"#
    ))
    .unwrap()
}

#[test]
fn coordinates_come_out_bit_for_bit_with_their_heights() {
    let layer = collection(
        r#"{"id":7,"type":"Feature","geometry":{"coordinates":[[[0.1,0.30000000000000004],[48.123456789012345,33,5],[1e-7,2],[0.1,0.30000000000000004]]],"type":"Polygon"},"properties":{"b":1,"a":2}}"#,
    );
    let feature = layer.features.first().unwrap();
    let RawGeometry::Polygons { polygons, multi } = &feature.geometry else {
        panic!("a polygon is read as one")
    };
    assert!(!multi);
    let ring = polygons.first().unwrap().rings.first().unwrap();
    let ordinates: Vec<_> = ring.positions.iter().map(|at| (at.x, at.y)).collect();
    let (a, b, c) = (
        (0.1, 0.300_000_000_000_000_04),
        (48.123_456_789_012_345, 33.0),
        (1e-7, 2.0),
    );
    assert_eq!(ordinates, [a, b, c, a]);
    let heights = ring.heights_m.as_ref().unwrap();
    assert!(heights.first().unwrap().is_nan());
    assert_eq!(heights.get(1), Some(&5.0));
    let names: Vec<_> = feature.properties.keys().collect();
    assert_eq!(names, ["b", "a"]);
    assert_eq!(feature.id().as_deref(), Some("7"));
    assert!(layer.problems.is_empty());
}

#[test]
fn one_bad_feature_never_refuses_the_file() {
    let layer = collection(
        r#"null, 5, {"type":"Polygon","coordinates":[]},
        {"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[1,2],["x",3]]]}},
        {"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":7}},
        {"type":"Feature","properties":{},"geometry":{"type":"LineString","coordinates":[[1,2],[3,4]]}},
        {"type":"Feature","properties":{},"geometry":{"type":"GeometryCollection","geometries":[]}},
        {"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[400,1e300]}},
        {"type":"Feature","properties":null,"geometry":null}"#,
    );
    assert_eq!(layer.features.len(), 9);
    assert!(
        layer
            .features
            .iter()
            .take(3)
            .all(|feature| feature.whole.is_some())
    );
    let unusable = layer
        .features
        .iter()
        .filter(|feature| matches!(feature.geometry, RawGeometry::Unusable { .. }));
    assert_eq!(unusable.count(), 4);
    assert!(matches!(
        layer.features.get(7).map(|feature| &feature.geometry),
        Some(RawGeometry::Point { position, .. }) if position.x == 400.0
    ));
    let told: Vec<_> = layer
        .problems
        .iter()
        .map(|problem| problem.feature)
        .collect();
    assert_eq!(told, [Some(1), Some(2), Some(3)]);
}

#[test]
fn a_bare_geometry_and_one_feature_are_layers() {
    let geometry = read(r#"{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}"#).unwrap();
    assert_eq!(geometry.form, RawForm::Geometry);
    assert_eq!(geometry.features.len(), 1);
    let feature = read(r#"{"type":"Feature","geometry":null,"properties":{"a":1}}"#).unwrap();
    assert_eq!(feature.form, RawForm::Feature);
}

#[test]
fn the_legacy_crs_member_is_taken() {
    for (member, expected) in [
        (
            r#"{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::32639"}}"#,
            Some("urn:ogc:def:crs:EPSG::32639"),
        ),
        (
            r#"{"type":"EPSG","properties":{"code":32639}}"#,
            Some("EPSG:32639"),
        ),
        ("null", None),
    ] {
        let layer = read(&format!(
            r#"{{"crs":{member},"type":"FeatureCollection","features":[]}}"#
        ))
        .unwrap();
        assert_eq!(layer.crs.map(|crs| crs.0).as_deref(), expected);
        assert!(layer.members.contains_key("crs"));
    }
}

#[test]
fn a_broken_file_is_refused_with_its_place() {
    let good = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":null}]}"#;
    for at in 1..good.len() {
        let error = read(&good[..at]).unwrap_err();
        assert!(
            matches!(error, FileError::CutOff { line: 1, .. }),
            "{at}: {error}"
        );
    }
    let error = read("{\"type\":\n \"FeatureCollection\"]").unwrap_err();
    assert!(
        matches!(
            error,
            FileError::Syntax {
                line: 2,
                column: 21,
                ..
            }
        ),
        "{error}"
    );
    assert!(
        error
            .to_string()
            .starts_with("some/counties.geojson:2:21: ")
    );
    let deep = "[".repeat(1_000_000);
    assert!(matches!(
        read(&deep),
        Err(FileError::TooDeep { line: 1, .. })
    ));
    let deep = format!("{{\"type\":\"Polygon\",\"coordinates\":{deep}");
    assert!(matches!(read(&deep), Err(FileError::TooDeep { .. })));
    let deep = "{\"a\":".repeat(1_000_000);
    assert!(matches!(read(&deep), Err(FileError::TooDeep { .. })));
    assert!(matches!(
        read(r#"{"type":"Topology","objects":{}}"#),
        Err(FileError::NotGeoJson { found: Some(_), .. })
    ));
    assert!(matches!(read("3"), Err(FileError::NotGeoJson { .. })));
    let latin = layer_from_geojson(Path::new("a.geojson"), b"{\n\"\xE3\":1}");
    assert!(matches!(
        latin,
        Err(FileError::NotUtf8 {
            line: 2,
            column: 2,
            ..
        })
    ));
}

#[test]
fn a_bare_nan_spoils_its_feature_only() {
    let layer = collection(
        r#"{"type":"Feature","properties":{"a":NaN,"b":"NaN \" NaN"},"geometry":{"type":"Point","coordinates":[NaN,-Infinity]}},
           {"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[51,35]}}"#,
    );
    let problem = layer.problems.first().unwrap();
    assert_eq!(problem.reason, Reason::BareNotANumber { count: 3 });
    assert!(matches!(
        layer.features.first().unwrap().geometry,
        RawGeometry::Unusable { .. }
    ));
    assert!(matches!(
        layer.features.get(1).unwrap().geometry,
        RawGeometry::Point { .. }
    ));
}

#[test]
fn an_empty_collection_and_a_byte_order_mark_are_no_errors() {
    let text = "\u{FEFF}{\"type\":\"FeatureCollection\",\"features\":[]}";
    let layer = read(text).unwrap();
    assert_eq!(layer.problems.first().unwrap().reason, Reason::EmptyLayer);
}
