//! Saving and opening the largest real layer takes seconds, not minutes.

use std::path::PathBuf;
use std::time::Instant;

use marz::model::*;
use marz::topology::weave_dataset;
use serde_json::Value;

use crate::common::*;

fn shared() -> PathBuf {
    std::env::var_os("MARZ_SHARED").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data")),
        PathBuf::from,
    )
}

fn ring(value: &Value) -> PlainRing {
    let positions = value.as_array().unwrap();
    PlainRing {
        positions: positions
            .iter()
            .map(|pair| at(pair[0].as_f64().unwrap(), pair[1].as_f64().unwrap()))
            .collect(),
        heights_m: None,
    }
}

/// A crude reading of the rural districts under made-up counties and provinces.
fn rural_districts(text: &str) -> Dataset {
    let collection: Value = serde_json::from_str(text).unwrap();
    let mut dataset = Dataset::new(Origin::of_content(b"speed"), "speed");
    let mut parent = None;
    for (index, feature) in collection["features"]
        .as_array()
        .unwrap()
        .iter()
        .enumerate()
    {
        if index % 400 == 0 {
            parent = Some(unit(&mut dataset, Level::Province, "P", None));
        }
        if index % 20 == 0 {
            let province = dataset
                .units
                .keys()
                .find(|&key| Some(key) == parent)
                .map(|key| dataset.ancestors(key).last().unwrap().0);
            let county = unit(&mut dataset, Level::County, "C", province);
            parent = Some(unit(&mut dataset, Level::District, "D", Some(county)));
        }
        let key = unit(&mut dataset, Level::RuralDistrict, "R", parent);
        let geometry = &feature["geometry"];
        let polygons: Vec<&Value> = match geometry["type"].as_str().unwrap() {
            "Polygon" => vec![&geometry["coordinates"]],
            _ => geometry["coordinates"].as_array().unwrap().iter().collect(),
        };
        let polygons: Vec<PlainPolygon> = polygons
            .into_iter()
            .map(|polygon| PlainPolygon {
                rings: polygon.as_array().unwrap().iter().map(ring).collect(),
            })
            .collect();
        dataset.units.update(key, |unit| {
            unit.properties = members(feature["properties"].clone());
            unit.land = Land::Plain {
                polygons: polygons.into(),
                role: PlainRole::Pending,
            };
        });
    }
    weave_dataset(&mut dataset);
    dataset
}

#[test]
fn the_largest_real_layer_is_saved_and_opened_in_seconds() {
    let file = shared().join("iran_reconstructed/dehestan.geojson");
    let Ok(text) = std::fs::read_to_string(file) else {
        return; // The real layers are not part of the project.
    };
    let mut dataset = rural_districts(&text);
    let (_folder, path) = scratch("speed.gpkg");
    let began = Instant::now();
    let mut project = create(&path, &dataset);
    let created = began.elapsed();
    let key = dataset.units.keys().last().unwrap();
    dataset
        .units
        .update(key, |unit| unit.name = "نو".to_owned());
    let began = Instant::now();
    let summary = project.save(&dataset, &mut quiet).unwrap();
    let saved = began.elapsed();
    drop(project);
    let began = Instant::now();
    let (_, read, report) = reopen(&path);
    let opened = began.elapsed();
    assert_eq!(read, dataset);
    assert_eq!(report.notes, []);
    let bytes = std::fs::metadata(&path).unwrap().len();
    println!(
        "created {created:?}, saved {saved:?} ({summary:?}), opened {opened:?}, {bytes} bytes"
    );
    assert!(created.as_secs_f64() < 9.0, "{created:?}");
    assert!(opened.as_secs_f64() < 6.0, "{opened:?}");
}
