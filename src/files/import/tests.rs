#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::path::PathBuf;

use super::*;
use crate::files::{layer_from_geojson, read_layers, recognise};
use crate::model::{Holds, Land, PlainRole, Position};

/// A real layer, where the machine has it.
fn shared(name: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("MARZ_SHARED").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data")),
        PathBuf::from,
    );
    let path = folder.join(name);
    path.is_file().then_some(path)
}

fn prepared(raw: RawLayer) -> ImportLayer {
    ImportLayer {
        mapping: recognise(&raw).mapping,
        raw,
        crs: None,
    }
}

fn layer(name: &str, features: &[&str]) -> ImportLayer {
    let text = format!(
        r#"{{"type":"FeatureCollection","features":[{}]}}"#,
        features.join(",")
    );
    prepared(layer_from_geojson(name.as_ref(), text.as_bytes()).unwrap())
}

/// A feature with a square of a degree from (x, y).
fn square(x: i32, y: i32, properties: &str) -> String {
    let (right, top) = (x + 1, y + 1);
    format!(
        r#"{{"type":"Feature","properties":{properties},"geometry":{{"type":"Polygon","coordinates":[[[{x},{y}],[{right},{y}],[{right},{top}],[{x},{top}],[{x},{y}]]]}}}}"#
    )
}

fn point(x: f64, y: f64, properties: &str) -> String {
    format!(
        r#"{{"type":"Feature","properties":{properties},"geometry":{{"type":"Point","coordinates":[{x},{y}]}}}}"#
    )
}

fn layer_of(name: &str, features: &[String]) -> ImportLayer {
    let features: Vec<&str> = features.iter().map(String::as_str).collect();
    layer(name, &features)
}

fn run(layers: Vec<ImportLayer>) -> (Dataset, ImportReport) {
    import(layers, "test", &mut |_| ControlFlow::Continue(())).unwrap()
}

fn unit(dataset: &Dataset, level: Level, name: &str) -> UnitKey {
    let mut units = dataset
        .units
        .iter()
        .filter(|(_, unit)| unit.level == level && unit.name == name);
    let (key, _) = units.next().expect("there is such a unit");
    assert!(units.next().is_none(), "{name} is there once");
    key
}

fn parent_name(dataset: &Dataset, unit: UnitKey) -> Option<String> {
    let parent = dataset.units.get(unit).unwrap().parent?;
    Some(dataset.units.get(parent).unwrap().name.clone())
}

fn reasons(report: &ImportReport) -> Vec<&'static str> {
    report.lines.iter().map(|line| line.reason.kind()).collect()
}

#[test]
#[ignore]
fn look() {
    for files in [
        vec!["iran_osm/counties.geojson"],
        vec!["iran_osm/provinces.geojson"],
        vec!["iran_osm/counties.geojson", "iran_osm/provinces.geojson"],
        vec!["iran_reconstructed/dehestan.geojson"],
        vec!["iran_reconstructed/lorestan_dehestan.geojson"],
        vec![
            "iran_osm/counties.geojson",
            "iran_osm/provinces.geojson",
            "iran_reconstructed/dehestan.geojson",
        ],
    ] {
        let start = std::time::Instant::now();
        let raw: Vec<_> = files
            .iter()
            .flat_map(|f| read_layers(&shared(f).unwrap()).unwrap())
            .collect();
        let read = start.elapsed();
        let layers: Vec<_> = raw.into_iter().map(prepared).collect();
        let recognised = start.elapsed();
        let (dataset, report) = run(layers);
        println!(
            "{files:?}: read {read:?}, recognised {recognised:?}, all {:?}",
            start.elapsed()
        );
        println!(
            "{:?} centres {} kept {} borders {}",
            report.counts,
            report.centres,
            report.kept,
            dataset.borders.len()
        );
        for layer in &report.layers {
            println!("  {:?}", layer.mapping);
        }
        for line in report.lines.iter().take(40) {
            println!("  {line}");
        }
        let without: Vec<_> = dataset
            .units
            .iter()
            .filter(|(_, u)| u.parent.is_none() && u.level != Level::Province)
            .map(|(_, u)| u.name.clone())
            .collect();
        println!(
            "  without parent: {} {:?}",
            without.len(),
            &without[..without.len().min(10)]
        );
    }
}
