//! Real layers are clean, and a vertex moved in one unit's copy of a line is found at
//! its place between its units. Without `../shared/data` (or `MARZ_SHARED`) these
//! tests do nothing.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // Tests stop where they fail.

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use marz::measure::LocalPlane;
use marz::model::{
    Dataset, Extent, Land, Level, Origin, Parameters, PlainPolygon, PlainRing, PlainRole, Position,
    Unit, UnitKey, same_place,
};
use marz::rules::{Code, Selection, check};
use marz::topology::{FaceClass, Snapshot, Survey, survey, weave_dataset};
use serde_json::Value;

fn shared(file: &str) -> Option<PathBuf> {
    let places = [
        std::env::var_os("MARZ_SHARED").map(PathBuf::from),
        Some(PathBuf::from(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../shared/data"
        ))),
    ];
    places
        .into_iter()
        .flatten()
        .map(|folder| folder.join(file))
        .find(|path| path.is_file())
}

fn polygon_of(rings: &Value) -> PlainPolygon {
    let ring = |ring: &Value| PlainRing {
        positions: ring
            .as_array()
            .unwrap()
            .iter()
            .map(|pair| Position {
                x: pair[0].as_f64().unwrap(),
                y: pair[1].as_f64().unwrap(),
            })
            .collect(),
        heights_m: None,
    };
    PlainPolygon {
        rings: rings.as_array().unwrap().iter().map(ring).collect(),
    }
}

/// The polygons of a file's features, by unit.
fn polygons(file: &str) -> Option<Vec<Vec<PlainPolygon>>> {
    let text = std::fs::read(shared(file)?).unwrap();
    let file: Value = serde_json::from_slice(&text).unwrap();
    let features = file["features"].as_array().unwrap();
    let land = features.iter().map(|feature| {
        let geometry = &feature["geometry"];
        let coordinates = &geometry["coordinates"];
        if geometry["type"] == "Polygon" {
            vec![polygon_of(coordinates)]
        } else {
            coordinates
                .as_array()
                .unwrap()
                .iter()
                .map(polygon_of)
                .collect()
        }
    });
    Some(land.collect())
}

fn snapshot(lands: &[Vec<PlainPolygon>], level: Level) -> Snapshot {
    let mut dataset = Dataset::new(Origin::of_content(b"layer"), "");
    for (index, land) in lands.iter().enumerate() {
        let id = dataset.origin.id("unit", index);
        let mut unit = Unit::new(id, level, index.to_string());
        unit.land = Land::Plain {
            polygons: land.clone().into(),
            role: PlainRole::Pending,
        };
        dataset.units.insert(unit);
    }
    weave_dataset(&mut dataset);
    Snapshot::new(dataset)
}

fn whole(snapshot: &Snapshot) -> Survey {
    survey(snapshot, None, &|| false).unwrap()
}

const LAYERS: [(&str, Level); 2] = [
    ("iran_osm/counties.geojson", Level::County),
    ("iran_reconstructed/dehestan.geojson", Level::RuralDistrict),
];

#[test]
fn real_layers_are_clean() {
    for (file, level) in LAYERS {
        let Some(lands) = polygons(file) else {
            continue;
        };
        let snapshot = snapshot(&lands, level);
        let start = Instant::now();
        let found = whole(&snapshot);
        eprintln!("{file}: surveyed in {:?}", start.elapsed());
        assert!(found.crossings.is_empty(), "{file}: {:?}", found.crossings);
        assert!(found.faces.is_empty(), "{file}: {}", found.faces.len());
        assert!(found.unmatched.is_empty(), "{file}");
        assert!(found.self_crossings.is_empty(), "{file}");
        let rules: Selection = "T".parse().unwrap();
        let report = check(&snapshot, &rules, None, &mut |_| ControlFlow::Continue(())).unwrap();
        let wanted = report
            .findings
            .iter()
            // Needles and crumbs that are there: see the pages of these rules.
            .filter(|finding| ![Code::T05, Code::T07, Code::T08].contains(&finding.code));
        assert_eq!(wanted.count(), 0, "{file}");
    }
}

/// A vertex of one unit's shell and the units of all borders that meet in it.
fn shared_vertices(
    snapshot: &Snapshot,
    wanted: usize,
    step: usize,
) -> Vec<(Position, Vec<UnitKey>)> {
    let borders: Vec<_> = snapshot
        .dataset
        .borders
        .iter()
        .map(|(_, border)| border)
        .filter(|border| border.line.len() > 20 && border.units().len() == 2)
        .filter(|border| !border.left.is_empty() && !border.right.is_empty())
        .collect();
    borders
        .iter()
        .step_by(step)
        .take(wanted)
        .map(|border| (border.line[border.line.len() / 2], border.units()))
        .collect()
}

fn moved(
    lands: &[Vec<PlainPolygon>],
    unit: UnitKey,
    from: Position,
    to: Position,
) -> Vec<Vec<PlainPolygon>> {
    let mut lands = lands.to_vec();
    for polygon in &mut lands[unit.0 as usize] {
        for ring in &mut polygon.rings {
            ring.positions = ring
                .positions
                .iter()
                .map(|&position| {
                    if same_place(position, from) {
                        to
                    } else {
                        position
                    }
                })
                .collect();
        }
    }
    lands
}

#[test]
fn a_moved_vertex_is_found_at_its_place_between_its_units() {
    for (file, level) in LAYERS {
        let Some(lands) = polygons(file) else {
            continue;
        };
        let clean = snapshot(&lands, level);
        let mut slowest = Duration::ZERO;
        for (count, (vertex, units)) in shared_vertices(&clean, 8, 97).into_iter().enumerate() {
            let metres = [30.0, 5.0, 0.5, 200.0][count % 4];
            let angle = count as f64 * 2.4;
            let to = LocalPlane::at(vertex).position_from_metres(Position {
                x: metres * angle.cos(),
                y: metres * angle.sin(),
            });
            let mover = units[count % 2];
            let lands = moved(&lands, mover, vertex, to);
            let snapshot = snapshot(&lands, level);
            let found = whole(&snapshot);
            assert!(!found.faces.is_empty(), "{file} {vertex:?} {metres}");
            for face in &found.faces {
                // A long move may reach a third unit; a short one never does.
                if metres < 100.0 {
                    assert_eq!(face.units, units, "{file} {vertex:?} {metres} {face:?}");
                }
                let plane = LocalPlane::at(vertex);
                let nearest = face
                    .rings
                    .iter()
                    .flatten()
                    .map(|&corner| plane.metres_from_position(corner))
                    .map(|offset| offset.x.hypot(offset.y))
                    .fold(f64::INFINITY, f64::min);
                assert!(nearest <= metres * 1.01 + 1e-6, "{nearest} {metres}");
                assert_ne!(face.class(&Parameters::default()), FaceClass::Duplicate);
            }
            // The region around it says the same, fast.
            let region = Extent::around([vertex, to]).unwrap().grown(1e-6);
            let start = Instant::now();
            let near = survey(&snapshot, Some(region), &|| false).unwrap();
            slowest = slowest.max(start.elapsed());
            assert_eq!(near.faces.len(), found.faces.len());
            for (near, far) in near.faces.iter().zip(&found.faces) {
                assert_eq!(near.units, far.units);
                assert!((near.area_m2 - far.area_m2).abs() < 1e-6 * far.area_m2.max(1.0));
            }
        }
        eprintln!("{file}: slowest region {slowest:?}");
    }
}

#[test]
fn a_junction_moved_in_one_copy_is_found_among_its_three_units() {
    for (file, level) in LAYERS {
        let Some(lands) = polygons(file) else {
            continue;
        };
        let clean = snapshot(&lands, level);
        let borders = clean.dataset.borders.iter().map(|(_, border)| border);
        let junctions: Vec<Position> = borders
            .filter(|border| border.left.len() == 1 && border.right.len() == 1)
            .map(|border| border.ends().0)
            .step_by(211)
            .take(4)
            .collect();
        for (count, vertex) in junctions.into_iter().enumerate() {
            let mut units: Vec<UnitKey> = clean
                .index
                .borders_near(Extent::at(vertex))
                .filter_map(|key| clean.dataset.borders.get(key))
                .filter(|border| {
                    same_place(border.ends().0, vertex) || same_place(border.ends().1, vertex)
                })
                .flat_map(|border| border.units())
                .collect();
            units.sort_unstable();
            units.dedup();
            let angle = 1.0 + count as f64 * 1.7;
            let to = LocalPlane::at(vertex).position_from_metres(Position {
                x: 3.0 * angle.cos(),
                y: 3.0 * angle.sin(),
            });
            let lands = moved(&lands, units[0], vertex, to);
            let found = whole(&snapshot(&lands, level));
            let named: Vec<UnitKey> = found
                .faces
                .iter()
                .flat_map(|face| face.units.clone())
                .collect();
            assert!(named.contains(&units[0]), "{file} {vertex:?} {found:?}");
            assert!(
                named.iter().all(|unit| units.contains(unit)),
                "{file} {vertex:?}"
            );
        }
    }
}
