//! The country with faults: each is found where the list says, and nothing else.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // A test stops where it fails.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use serde_json::Value;

use super::{Options, write};
use crate::model::{
    Dataset, Land, Level, Origin, PlainPolygon, PlainRing, PlainRole, Position, Unit,
};
use crate::rules::{Code, Selection, check};
use crate::topology::{Snapshot, weave_dataset};

fn polygon(rings: &Value) -> PlainPolygon {
    let position = |pair: &Value| Position {
        x: pair[0].as_f64().unwrap(),
        y: pair[1].as_f64().unwrap(),
    };
    let ring = |ring: &Value| PlainRing {
        positions: ring.as_array().unwrap().iter().map(position).collect(),
        heights_m: None,
    };
    PlainPolygon {
        rings: rings.as_array().unwrap().iter().map(ring).collect(),
    }
}

#[test]
fn every_fault_of_the_country_is_found_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options {
        national: true,
        seed: 2,
        vertices: Some(400_000),
        faults: 1,
    };
    write(folder.path(), &options, &mut |_| true).unwrap();
    let read = |name: &str| -> Value {
        serde_json::from_slice(&std::fs::read(folder.path().join(name)).unwrap()).unwrap()
    };
    let mut dataset = Dataset::new(Origin::of_content(b"national"), "national");
    for file in [
        "national/rural_districts.geojson",
        "national/cities.geojson",
    ] {
        for feature in read(file)["features"].as_array().unwrap() {
            let shape = &feature["geometry"];
            let polygons: Vec<PlainPolygon> = match shape["type"].as_str().unwrap() {
                "Polygon" => vec![polygon(&shape["coordinates"])],
                _ => {
                    let parts = shape["coordinates"].as_array().unwrap();
                    parts.iter().map(polygon).collect()
                }
            };
            let own = &feature["properties"];
            let level = Level::from_name(own["level"].as_str().unwrap()).unwrap();
            let id = dataset
                .origin
                .id("unit", dataset.units.next_key().0 as usize);
            let mut unit = Unit::new(id, level, "");
            unit.code = own["code"].as_str().map(str::to_owned);
            unit.land = Land::Plain {
                polygons: polygons.into(),
                role: PlainRole::Pending,
            };
            dataset.units.insert(unit);
        }
    }
    weave_dataset(&mut dataset);
    let snapshot = Snapshot::new(dataset);
    let rules: Selection = "T".parse().unwrap();
    let report = check(&snapshot, &rules, None, &mut |_| ControlFlow::Continue(())).unwrap();
    let mut found: BTreeMap<(String, Vec<String>), i32> = BTreeMap::new();
    for finding in &report.findings {
        let units = finding.units.iter();
        let units = units.map(|&unit| snapshot.dataset.units.get(unit).unwrap());
        let mut codes: Vec<String> = units.map(|unit| unit.code.clone().unwrap()).collect();
        codes.sort();
        *found.entry((finding.code.to_string(), codes)).or_default() += 1;
    }
    let list = read("faults.json");
    let faults = list["faults"].as_array().unwrap();
    let kinds = Code::ALL.iter().filter(|code| code.name().starts_with('T'));
    assert_eq!(faults.len(), kinds.count());
    for fault in faults {
        // The village without a place is in no unit.
        if fault["code"] == "T18" {
            continue;
        }
        let code = fault["code"].as_str().unwrap().to_owned();
        let units = fault["units"].as_array().unwrap().iter();
        let mut codes: Vec<String> = units.map(|it| it.as_str().unwrap().to_owned()).collect();
        codes.sort();
        *found.entry((code, codes)).or_default() -= 1;
    }
    found.retain(|_, count| *count != 0);
    assert!(
        found.is_empty(),
        "more (or, negative, fewer) than injected: {found:?}"
    );
}
