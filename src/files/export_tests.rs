//! What comes back when layers are written: everything as it came, and what was edited.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::ops::ControlFlow;

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::files::{ImportLayer, import, layer_from_geojson, read_layers, recognise};
use crate::measure::distance_m;
use crate::model::UnitKey;

fn prepared(file: &str, text: &str) -> ImportLayer {
    let raw = layer_from_geojson(file.as_ref(), text.as_bytes()).unwrap();
    ImportLayer {
        mapping: recognise(&raw).mapping,
        raw,
        crs: None,
    }
}

fn dataset(layers: Vec<ImportLayer>) -> Dataset {
    let go_on = &mut |_| ControlFlow::Continue(());
    import(layers, "test", go_on).unwrap().0
}

fn written(dataset: &Dataset, options: &ExportOptions) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.geojson");
    export_with(dataset, &path, options).unwrap();
    serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap()
}

fn round_trip(file: &str, text: &str) -> Value {
    written(
        &dataset(vec![prepared(file, text)]),
        &ExportOptions::default(),
    )
}

/// Equal as JSON, the order of members in every object of properties too. Numbers of
/// coordinates are compared as numbers: 51 may come back as 51.0.
fn assert_same(was: &Value, is: &Value, at: &str) {
    match (was, is) {
        (Value::Object(was), Value::Object(is)) => {
            let count = |map: &Map<String, Value>| map.len();
            assert_eq!(count(was), count(is), "{at}: {was:?} {is:?}");
            if at.contains("/properties") {
                let names = |map: &Map<String, Value>| map.keys().cloned().collect::<Vec<_>>();
                assert_eq!(names(was), names(is), "{at}");
            }
            for (name, value) in was {
                let other = is
                    .get(name)
                    .unwrap_or_else(|| panic!("{at}/{name} is gone"));
                assert_same(value, other, &format!("{at}/{name}"));
            }
        }
        (Value::Array(was), Value::Array(is)) => {
            assert_eq!(was.len(), is.len(), "{at}");
            for (index, (was, is)) in was.iter().zip(is).enumerate() {
                assert_same(was, is, &format!("{at}/{index}"));
            }
        }
        (Value::Number(was), Value::Number(is)) if !at.contains("/properties") => {
            let bits = |number: &serde_json::Number| number.as_f64().map(f64::to_bits);
            assert_eq!(bits(was), bits(is), "{at}");
        }
        (was, is) => assert_eq!(was, is, "{at}"),
    }
}

const EVERYTHING: &str = r#"{"type":"FeatureCollection","name":"counties","bbox":[1,2,3,4],"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}},"note":{"a":[1,null]},"features":[
 {"type":"Feature","id":"x1","properties":{"z":1,"name":"shared ","a":{"b":[{}]},"admin_level":"5","population":"12","unknown":1e300},"geometry":{"type":"Polygon","bbox":[0,0,1,1],"coordinates":[[[49,33],[49.1,33.00000000000001],[50,33],[50,34],[49,34],[49,33]]]}},
 {"type":"Feature","id":7,"bbox":[0,0,0,0],"foreign":{"k":"v"},"properties":{"name":"clockwise","admin_level":"5"},"geometry":{"type":"MultiPolygon","coordinates":[[[[50,33],[50,34],[51,34],[51,34],[51,33],[50,33]]],[[[60,33,100.5],[61,33,101.5],[61,34,102.5],[60,33,100.5]]]]}},
 {"type":"Feature","properties":{"name":"open ring with hole","admin_level":"5"},"geometry":{"type":"Polygon","coordinates":[[[52,33],[55,33],[55,36],[52,36]],[[53,34],[54,34],[54,35],[53,34]]]}},
 {"type":"Feature","properties":{"name":"one part","admin_level":"5"},"geometry":{"type":"MultiPolygon","coordinates":[[[[70,33],[71,33],[71,34],[70,33]]]]}},
 {"type":"Feature","properties":{"name":"short","admin_level":"5"},"geometry":{"type":"Polygon","coordinates":[[[70,33],[71,33],[70,33]]]}},
 {"type":"Feature","properties":{"name":"far","admin_level":"5"},"geometry":{"type":"Polygon","coordinates":[[[400,1e300],[71,33],[70,33],[400,1e300]]]}},
 {"type":"Feature","properties":{"name":"empty","admin_level":"5"},"geometry":{"type":"Polygon","coordinates":[]}},
 {"type":"Feature","properties":{"name":"empty ring","admin_level":"5"},"geometry":{"type":"Polygon","coordinates":[[]]}},
 {"type":"Feature","properties":{"name":"no parts","admin_level":"5"},"geometry":{"type":"MultiPolygon","coordinates":[]}},
 {"type":"Feature","properties":{"name":"nothing","admin_level":"5"},"geometry":null},
 {"type":"Feature","properties":{"name":"point","admin_level":"5"},"geometry":{"type":"Point","coordinates":[48.1,33.2,1200.25]}},
 {"type":"Feature","properties":{"name":"points","admin_level":"5"},"geometry":{"type":"MultiPoint","coordinates":[[48.1,33.2]]}},
 {"type":"Feature","properties":{"name":"strange","admin_level":"5"},"geometry":{"type":"Point","coordinates":[400,1e300]}},
 {"type":"Feature","properties":{"name":"line","admin_level":"5"},"geometry":{"type":"LineString","coordinates":[[1,2],[3,4,5]]}},
 {"type":"Feature","properties":{"name":"many","admin_level":"5"},"geometry":{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]}]}},
 {"type":"Feature","properties":{"name":"broken","admin_level":"5"},"geometry":{"type":"Polygon","coordinates":[[[1,2],["x",null]]]}},
 {"type":"Feature","properties":{"admin_level":"moon"},"geometry":{"type":"Point","coordinates":[48.1,33.2]}},
 {"type":"Feature","properties":null,"geometry":null},
 null, 7, {"type":"Polygon","coordinates":[]}]}"#;

#[test]
fn everything_comes_back_as_it_was() {
    let was: Value = serde_json::from_str(EVERYTHING).unwrap();
    assert_same(&was, &round_trip("counties.geojson", EVERYTHING), "");
}

#[test]
fn one_feature_and_a_bare_geometry_stay_what_they_are() {
    for text in [
        r#"{"type":"Feature","id":3,"properties":{"name":"a","b":null},"geometry":{"type":"Polygon","coordinates":[[[48,33],[49,33],[49,34],[48,33]]]}}"#,
        r#"{"type":"Polygon","bbox":[1,2],"coordinates":[[[48,33],[49,33],[49,34],[48,33]]]}"#,
        r#"{"type":"MultiPolygon","coordinates":[[[[48,33],[49,33],[49,34],[48,33]]]]}"#,
        r#"{"type":"Point","coordinates":[48.25,33]}"#,
    ] {
        let was: Value = serde_json::from_str(text).unwrap();
        assert_same(&was, &round_trip("county.geojson", text), "");
    }
}

#[test]
fn villages_farms_and_centres_come_back_too() {
    let rural = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"d","code":"1507010001"},"geometry":{"type":"Polygon","coordinates":[[[48,33],[49,33],[49,34],[48,33]]]}}]}"#;
    let villages = r#"{"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"level":"روستا","name":"v","code":"451542","parent":"1507010001","pop_1395":"120"},"geometry":{"type":"Point","coordinates":[48.5,33.25,900]}},
        {"type":"Feature","properties":{"level":"روستا","name":"w","code":"451543","parent":"1507010001","pop_1395":null},"geometry":{"type":"MultiPolygon","coordinates":[[[[48.5,33.2],[48.6,33.2],[48.6,33.3],[48.5,33.2]]]]}},
        {"type":"Feature","properties":{"level":"روستا","name":"far","code":"451544","parent":"1507010001"},"geometry":{"type":"Point","coordinates":[480,33]}},
        {"type":"Feature","id":4,"properties":{"level":"مرکز","name":"v","parent":"1507010001"},"geometry":{"type":"Point","coordinates":[48.5,33.25]}},
        {"type":"Feature","properties":{"level":"مرکز","name":"nobody's","parent":"16"},"geometry":{"type":"Point","coordinates":[48.5,33.25]}}]}"#;
    let dataset = dataset(vec![
        prepared("dehestan.geojson", rural),
        prepared("points.geojson", villages),
    ]);
    assert_eq!(dataset.settlements.len(), 3);
    for (index, text) in [rural, villages].into_iter().enumerate() {
        let (key, _) = dataset.layers.iter().nth(index).unwrap();
        let options = ExportOptions {
            of: ExportOf::Layer(key),
            crs: None,
        };
        let was: Value = serde_json::from_str(text).unwrap();
        assert_same(&was, &written(&dataset, &options), "");
    }
}

#[test]
fn utm_with_a_crs_member_comes_back_within_a_millimetre() {
    let text = r#"{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::32639"}},"features":[
        {"type":"Feature","properties":{"name":"a"},"geometry":{"type":"Polygon","coordinates":[[[253000.125,3700000.5],[263000.25,3700000.75],[263000.0625,3710000],[253000.125,3700000.5]]]}},
        {"type":"Feature","properties":{"name":"kept"},"geometry":{"type":"LineString","coordinates":[[253000,3700000],[263000,3700000]]}},
        {"type":"Feature","properties":{"name":"nowhere"},"geometry":{"type":"Point","coordinates":[1e300,0]}}]}"#;
    let was: Value = serde_json::from_str(text).unwrap();
    let dataset = dataset(vec![prepared("counties.geojson", text)]);
    let unit = dataset.units.iter().next().unwrap().1;
    let position = unit_polygons(&dataset, unit)[0].rings[0].positions[0];
    assert!((48.0..48.5).contains(&position.x) && (33.0..34.0).contains(&position.y));
    let is = written(&dataset, &ExportOptions::default());
    assert_eq!(was["crs"], is["crs"]);
    let ring = |value: &Value| -> Vec<Vec<f64>> {
        serde_json::from_value(value["features"][0]["geometry"]["coordinates"][0].clone()).unwrap()
    };
    for (was, is) in ring(&was).iter().zip(ring(&is)) {
        assert!(
            (was[0] - is[0]).hypot(was[1] - is[1]) < 1e-3,
            "{was:?} {is:?}"
        );
    }
    assert_same(&was["features"][1], &is["features"][1], "");
    assert_same(&was["features"][2], &is["features"][2], "");
    // In another system, what is kept goes along; what has no place there is told.
    let options = ExportOptions {
        of: ExportOf::All,
        crs: Some(Crs::wgs84()),
    };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.geojson");
    let report = export_with(&dataset, &path, &options).unwrap();
    assert!(matches!(
        &report.notes[..],
        [(_, ExportNote::LeftOut { count: 1, .. })]
    ));
    let is: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    let x = is["features"][1]["geometry"]["coordinates"][0][0]
        .as_f64()
        .unwrap();
    assert!((48.0..48.5).contains(&x));
    assert_eq!(is["features"][2]["geometry"], Value::Null);
}

#[test]
fn a_chosen_reference_system_is_named_in_the_file() {
    let text = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"a"},"geometry":{"type":"Polygon","coordinates":[[[48,33],[49,33],[49,34],[48,33]]]}}]}"#;
    let options = ExportOptions {
        of: ExportOf::All,
        crs: Some(Crs("EPSG:32639".to_owned())),
    };
    let out = written(&dataset(vec![prepared("counties.geojson", text)]), &options);
    assert_eq!(
        out["crs"]["properties"]["name"],
        "urn:ogc:def:crs:EPSG::32639"
    );
    let again =
        layer_from_geojson("counties.geojson".as_ref(), out.to_string().as_bytes()).unwrap();
    let dataset = dataset(vec![ImportLayer {
        mapping: recognise(&again).mapping,
        raw: again,
        crs: None,
    }]);
    let unit = dataset.units.iter().next().unwrap().1;
    let first = unit_polygons(&dataset, unit)[0].rings[0].positions[0];
    assert!(distance_m(first, Position { x: 48.0, y: 33.0 }) < 1e-3);
}

#[test]
fn only_what_was_edited_is_written_into_its_field() {
    let text = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"tags":{"name":"شهرستان ازنا","admin_level":"5"},"جمعیت_۱۳۹۵":"۷۴٬۹۳۶","ostan_code":15,"x":[1]},"geometry":{"type":"Polygon","coordinates":[[[48,33],[49,33],[49,34],[48,33]]]}}]}"#;
    let mut dataset = dataset(vec![prepared("counties.geojson", text)]);
    let key = dataset.units.iter().next().unwrap().0;
    dataset.units.update(key, |unit| {
        unit.name = "شهرستان اَزنا".to_owned();
        unit.populations.set_people(Some(1395), Some(75_000));
        unit.populations.set_people(Some(1400), Some(80_000));
        unit.code = Some("1507".to_owned());
        unit.density = Some(crate::model::DensityGrade::Medium);
        unit.established = "1376 SH".parse().ok();
    });
    let out = written(&dataset, &ExportOptions::default());
    let expected = json!({"tags": {"name": "شهرستان اَزنا", "admin_level": "5"},
        "جمعیت_۱۳۹۵": "75000", "ostan_code": 15, "x": [1], "code": "1507",
        "population_1400": 80_000, "density": "medium", "established": "1376"});
    assert_same(&expected, &out["features"][0]["properties"], "/properties");
    // And it is read as what it now is.
    let text = out.to_string();
    let again = self::dataset(vec![prepared("counties.geojson", &text)]);
    let unit = again.units.iter().next().unwrap().1;
    assert_eq!(unit.populations.latest().unwrap().people, Some(80_000));
    assert_eq!(
        unit.established,
        Some(crate::model::PartialDate::SolarYear(1376))
    );
}

#[test]
fn a_new_parent_is_written_where_the_old_one_stood() {
    let text = r#"{"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"dehestan":"a","dehestan_code":"0001","bakhsh":"m","bakhsh_code":"01","shahrestan":"c","shahrestan_code":"07","ostan":"l","ostan_code":"15"},"geometry":{"type":"Polygon","coordinates":[[[48,33],[49,33],[49,34],[48,33]]]}},
        {"type":"Feature","properties":{"dehestan":"b","dehestan_code":"0002","bakhsh":"n","bakhsh_code":"02","shahrestan":"c","shahrestan_code":"07","ostan":"l","ostan_code":"15"},"geometry":{"type":"Polygon","coordinates":[[[58,33],[59,33],[59,34],[58,33]]]}}]}"#;
    let mut dataset = dataset(vec![prepared("dehestan.geojson", text)]);
    let (a, b) = (UnitKey(0), UnitKey(1));
    let parent = dataset.units.get(b).unwrap().parent.unwrap();
    let reference = crate::edit::reference_to(&dataset, parent);
    dataset.units.update(a, |unit| {
        unit.parent = Some(parent);
        unit.parent_reference = reference;
    });
    let out = written(&dataset, &ExportOptions::default());
    let expected = json!({"dehestan": "a", "dehestan_code": "0001", "bakhsh": "n", "bakhsh_code": "02",
        "shahrestan": "c", "shahrestan_code": "07", "ostan": "l", "ostan_code": "15"});
    assert_same(&expected, &out["features"][0]["properties"], "/properties");
}

#[test]
fn several_layers_in_one_file_can_be_read_again() {
    let provinces = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"p","code":"15"},"geometry":{"type":"Polygon","coordinates":[[[48,33],[50,33],[50,34],[48,33]]]}}]}"#;
    let counties = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"c","code":"1507"},"geometry":{"type":"Polygon","coordinates":[[[48,33],[50,33],[50,34],[48,33]]]}}]}"#;
    let both = dataset(vec![
        prepared("provinces.geojson", provinces),
        prepared("counties.geojson", counties),
    ]);
    let out = written(&both, &ExportOptions::default());
    let properties = &out["features"][1]["properties"];
    let expected = json!({"name": "c", "code": "1507", "layer": "counties", "level": "county"});
    assert_same(&expected, properties, "/properties");
    let again = dataset(vec![prepared("all.geojson", &out.to_string())]);
    let levels: Vec<Level> = again.units.iter().map(|(_, unit)| unit.level).collect();
    assert_eq!(levels, [Level::Province, Level::County]);
    assert_eq!(
        again.units.get(UnitKey(1)).unwrap().parent,
        Some(UnitKey(0))
    );
}

#[test]
fn a_level_is_written_with_its_childrens_land() {
    let text = r#"{"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"dehestan":"a","bakhsh":"m","bakhsh_code":"150701"},"geometry":{"type":"Polygon","coordinates":[[[48,33],[49,33],[49,34],[48,34],[48,33]]]}},
        {"type":"Feature","properties":{"dehestan":"b","bakhsh":"m","bakhsh_code":"150701"},"geometry":{"type":"Polygon","coordinates":[[[49,33],[50,33],[50,34],[49,34],[49,33]]]}}]}"#;
    let dataset = dataset(vec![prepared("dehestan.geojson", text)]);
    let options = ExportOptions {
        of: ExportOf::Level(Level::District),
        crs: None,
    };
    let out = written(&dataset, &options);
    assert_eq!(out["features"].as_array().unwrap().len(), 1);
    let district = &out["features"][0];
    assert_eq!(
        district["properties"],
        json!({"level": "district", "name": "m", "code": "150701"})
    );
    assert_eq!(district["geometry"]["type"], "Polygon");
    assert_eq!(
        district["geometry"]["coordinates"][0]
            .as_array()
            .unwrap()
            .len(),
        7
    );
}

#[test]
fn real_layers_come_back_to_the_bit() {
    let folder = std::env::var_os("MARZ_SHARED").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data")),
        PathBuf::from,
    );
    for name in [
        "iran_osm/counties.geojson",
        "iran_osm/provinces.geojson",
        "iran_reconstructed/dehestan.geojson",
        "iran_reconstructed/lorestan_dehestan.geojson",
    ] {
        let path = folder.join(name);
        let Ok(text) = std::fs::read_to_string(&path) else {
            continue;
        };
        let raw = read_layers(&path).unwrap().remove(0);
        let layer = ImportLayer {
            mapping: recognise(&raw).mapping,
            raw,
            crs: None,
        };
        let is = written(&dataset(vec![layer]), &ExportOptions::default());
        let was: Value = serde_json::from_str(&text).unwrap();
        assert_same(&was, &is, name);
    }
}

/// A ring on a small grid, so that rings share vertices and edges: any start, any
/// direction, repeated vertices, closed or not.
fn any_ring() -> impl Strategy<Value = Vec<(i32, i32)>> {
    let corner = (0..4_i32, 0..4_i32);
    (
        prop::collection::vec((corner, 1..3_usize), 0..9),
        any::<bool>(),
    )
        .prop_map(|(corners, closed)| {
            let mut ring: Vec<(i32, i32)> = corners
                .into_iter()
                .flat_map(|(corner, times)| std::iter::repeat_n(corner, times))
                .collect();
            if let (true, Some(&first)) = (closed, ring.first()) {
                ring.push(first);
            }
            ring
        })
}

fn any_polygon() -> impl Strategy<Value = Value> {
    prop::collection::vec(any_ring(), 0..3).prop_map(|rings| {
        let ring = |ring: Vec<(i32, i32)>| -> Value {
            ring.into_iter()
                .map(|(x, y)| json!([48.1 + f64::from(x) * 0.1, 33.3 + f64::from(y) * 0.1]))
                .collect()
        };
        rings.into_iter().map(ring).collect()
    })
}

fn any_geometry() -> impl Strategy<Value = Value> {
    prop_oneof![
        any_polygon().prop_map(|polygon| json!({"type": "Polygon", "coordinates": polygon})),
        prop::collection::vec(any_polygon(), 0..3)
            .prop_map(|polygons| json!({"type": "MultiPolygon", "coordinates": polygons})),
    ]
}

proptest! {
    #[test]
    fn whatever_the_rings_they_come_back(geometries in prop::collection::vec(any_geometry(), 1..6)) {
        let features: Vec<Value> = geometries
            .into_iter()
            .map(|geometry| json!({"type": "Feature", "properties": {"name": "a"}, "geometry": geometry}))
            .collect();
        let was = json!({"type": "FeatureCollection", "features": features});
        let is = round_trip("counties.geojson", &was.to_string());
        assert_same(&was, &is, "");
    }

    #[test]
    fn whatever_the_bytes_nothing_panics(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = layer_from_geojson("a.geojson".as_ref(), &bytes);
    }

    #[test]
    fn one_wrong_byte_is_an_error_or_a_layer(at in 0..EVERYTHING.len(), byte in any::<u8>()) {
        let mut bytes = EVERYTHING.as_bytes().to_vec();
        bytes[at] = byte;
        if let Ok(raw) = layer_from_geojson("counties.geojson".as_ref(), &bytes) {
            let mapping = recognise(&raw).mapping;
            let go_on = &mut |_| ControlFlow::Continue(());
            import(vec![ImportLayer { mapping, raw, crs: None }], "t", go_on).map(|_| ()).unwrap_or_default();
        }
    }
}

#[test]
fn an_ending_that_is_not_known_and_a_locked_folder_are_told() {
    let text = r#"{"type":"FeatureCollection","features":[]}"#;
    let dataset = dataset(vec![prepared("counties.geojson", text)]);
    let folder = tempfile::tempdir().unwrap();
    let error = export(&dataset, &folder.path().join("a.xyz")).unwrap_err();
    assert_eq!(error.kind(), "unknown_kind");
    let error = export(&dataset, &folder.path().join("none/a.geojson")).unwrap_err();
    assert_eq!(error.kind(), "unwritable");
    let path = folder.path().join("a.geojson");
    assert_eq!(export(&dataset, &path).unwrap().len(), 1);
    assert!(read_layers(&path).unwrap()[0].features.is_empty());
}

/// Times a national size: `cargo test --lib national_size -- --ignored --nocapture`.
#[test]
#[ignore = "a measurement, not a check"]
fn national_size() {
    let mut features = Vec::new();
    for row in 0..52 {
        for column in 0..52 {
            let ring: Vec<Value> = (0..800)
                .map(|step| {
                    let (side, along) = (step / 200, f64::from(step % 200) / 200.0);
                    let (x, y) = match side {
                        0 => (along, 0.0),
                        1 => (1.0, along),
                        2 => (1.0 - along, 1.0),
                        _ => (0.0, 1.0 - along),
                    };
                    let (x, y) = (f64::from(column) + x, f64::from(row) + y);
                    json!([44.0 + x * 0.3, 25.0 + y * 0.25])
                })
                .collect();
            let mut ring = ring;
            ring.push(ring[0].clone());
            let code = format!("{:02}{:02}01{:04}", row % 31, row, column);
            features.push(json!({"type": "Feature", "properties": {"name": "d", "code": code, "ostan": "o", "ostan_code": format!("{:02}", row % 31)},
                "geometry": {"type": "Polygon", "coordinates": [ring]}}));
        }
    }
    let rural = json!({"type": "FeatureCollection", "features": features}).to_string();
    let villages: Vec<Value> = (0..162_000)
        .map(|index| {
            let (x, y) = (
                f64::from(index % 400) / 400.0,
                f64::from(index / 400) / 405.0,
            );
            json!({"type": "Feature", "properties": {"name": "v", "code": format!("{index:06}")},
                "geometry": {"type": "Point", "coordinates": [44.0 + x * 15.6, 25.0 + y * 13.0]}})
        })
        .collect();
    let villages = json!({"type": "FeatureCollection", "features": villages}).to_string();
    println!(
        "{} and {} MB",
        rural.len() / 1_000_000,
        villages.len() / 1_000_000
    );
    let start = std::time::Instant::now();
    let layers = vec![
        prepared("dehestan.geojson", &rural),
        prepared("abadi.geojson", &villages),
    ];
    println!("read and recognised {:?}", start.elapsed());
    let dataset = dataset(layers);
    println!(
        "imported {:?}; {} borders",
        start.elapsed(),
        dataset.borders.len()
    );
    let folder = tempfile::tempdir().unwrap();
    export(&dataset, &folder.path().join("a.geojson")).unwrap();
    println!("written {:?}", start.elapsed());
    export(&dataset, &folder.path().join("a.shp")).unwrap();
    println!("written again {:?}", start.elapsed());
}
