//! Runs the rules on a real layer of 2,569 rural districts, where it is at hand.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use marz::model::{
    Crs, Dataset, FieldMapping, Land, Layer, LayerKey, Level, Origin, PlainPolygon, PlainRing,
    PlainRole, Position, Properties, Unit, UnitKey,
};
use marz::rules::{Code, Family, Missing, Selection, Severity, Verdict, check};
use marz::topology::{Snapshot, weave_dataset};
use serde_json::Value;

fn layer_file() -> Option<PathBuf> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data");
    let folder = std::env::var("MARZ_SHARED").unwrap_or_else(|_| beside.into());
    let file = PathBuf::from(folder).join("iran_reconstructed/dehestan.geojson");
    file.exists().then_some(file)
}

fn ring(positions: &Value) -> PlainRing {
    let position = |value: &Value| Position {
        x: value[0].as_f64().unwrap(),
        y: value[1].as_f64().unwrap(),
    };
    let positions = positions.as_array().unwrap().iter().map(position);
    PlainRing {
        positions: positions.collect(),
        heights_m: None,
    }
}

fn polygons(geometry: &Value) -> Vec<PlainPolygon> {
    let polygon = |rings: &Value| PlainPolygon {
        rings: rings.as_array().unwrap().iter().map(ring).collect(),
    };
    let coordinates = &geometry["coordinates"];
    if geometry["type"] == "Polygon" {
        return vec![polygon(coordinates)];
    }
    coordinates
        .as_array()
        .unwrap()
        .iter()
        .map(polygon)
        .collect()
}

/// The layer with the districts, counties and provinces that its columns name.
fn dataset(file: &PathBuf) -> Dataset {
    let text = std::fs::read(file).unwrap();
    let collection: Value = serde_json::from_slice(&text).unwrap();
    let mut dataset = Dataset::new(Origin::of_content(&text[..1000]), "dehestan");
    let layer = dataset.layers.insert(Layer {
        id: dataset.origin.id("layer", 0),
        name: "dehestan".into(),
        file: "dehestan.geojson".into(),
        crs: Crs::wgs84(),
        mapping: FieldMapping::default(),
        members: Properties::default(),
        bare_geometry: false,
        features: Arc::new([]),
    });
    let mut above: HashMap<String, UnitKey> = HashMap::new();
    for feature in collection["features"].as_array().unwrap() {
        let text = |name: &str| feature["properties"][name].as_str().unwrap().to_owned();
        let code = text("code");
        let mut parent = None;
        for (level, digits, name) in [
            (Level::Province, 2, "ostan"),
            (Level::County, 4, "shahrestan"),
            (Level::District, 6, "bakhsh"),
        ] {
            let own = code[..digits].to_owned();
            let key = *above
                .entry(own.clone())
                .or_insert_with(|| add(&mut dataset, level, own, text(name), parent, None));
            parent = Some(key);
        }
        let name = text("dehestan");
        let key = add(
            &mut dataset,
            Level::RuralDistrict,
            code,
            name,
            parent,
            Some(layer),
        );
        dataset.units.update(key, |unit| {
            unit.land = Land::Plain {
                polygons: polygons(&feature["geometry"]).into(),
                role: PlainRole::Pending,
            };
        });
    }
    weave_dataset(&mut dataset);
    dataset
}

fn add(
    dataset: &mut Dataset,
    level: Level,
    code: String,
    name: String,
    parent: Option<UnitKey>,
    layer: Option<LayerKey>,
) -> UnitKey {
    let id = dataset
        .origin
        .id("unit", dataset.units.next_key().0 as usize);
    dataset.units.insert(Unit {
        code: Some(code),
        parent,
        layer,
        ..Unit::new(id, level, name)
    })
}

#[test]
fn a_layer_without_people_leaves_the_law_undecided_and_nothing_else_wrong() {
    let Some(file) = layer_file() else {
        eprintln!("skipped: no shared data");
        return;
    };
    let snapshot = Snapshot::new(dataset(&file));
    for rule in marz::rules::all() {
        let selection: Selection = rule.code.name().parse().unwrap();
        let start = Instant::now();
        let report = check(&snapshot, &selection, None, &mut |_| {
            ControlFlow::Continue(())
        });
        let found = report.unwrap().findings.len();
        println!("{} {found} in {:?}", rule.code, start.elapsed());
    }
    let selection: Selection = "S,L".parse().unwrap();
    let start = Instant::now();
    let report = check(&snapshot, &selection, None, &mut |_| {
        ControlFlow::Continue(())
    })
    .unwrap();
    println!(
        "S and L: {} in {:?}",
        report.findings.len(),
        start.elapsed()
    );

    let of = |code: Code| report.findings.iter().filter(move |it| it.code == code);
    for code in [
        Code::S01,
        Code::S02,
        Code::S03,
        Code::S04,
        Code::S06,
        Code::S07,
        Code::S08,
        Code::S11,
        Code::S12,
        Code::S15,
    ] {
        assert_eq!(of(code).count(), 0, "{code}");
    }
    assert_eq!(of(Code::L03).count(), 2_569);
    let units = &snapshot.dataset.units;
    for finding in &report.findings {
        if finding.code.family() == Family::Legal {
            assert_eq!(finding.verdict, Some(Verdict::NotDecidable));
            // A new province is asked for a million at any density.
            let missing: &[Missing] = match finding.code {
                Code::L09 => &[Missing::Population],
                _ => &[Missing::Population, Missing::Density],
            };
            assert_eq!(finding.missing, missing);
        }
        // A note on a whole level, or on the whole data set, is at no place.
        if finding.units.is_empty() {
            assert_eq!(finding.severity, Severity::Note, "{}", finding.code);
            continue;
        }
        let place = finding.place.as_ref().unwrap();
        assert!(place.extent.holds(place.at));
        let key = finding.units[0];
        let held = marz::topology::land_contains(&snapshot.dataset, key, place.at);
        assert!(
            held,
            "{} of {:?}",
            finding.code,
            units.get(key).unwrap().code
        );
    }
    let again = check(&snapshot, &selection, Some(&report), &mut |_| {
        ControlFlow::Continue(())
    });
    assert_eq!(again.unwrap(), report);
}
