//! What the survey finds, in small cases and in random coverages with a judge.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // Tests stop where they fail.

mod cases;
mod random;

use crate::model::{
    Dataset, Land, Level, Origin, PlainPolygon, PlainRing, PlainRole, Position, Unit, UnitKey,
};
use crate::topology::{Snapshot, Survey, survey, weave_dataset};

/// A polygon's rings as pairs; the closing vertex is added.
type Rings = Vec<Vec<(f64, f64)>>;

fn plain(rings: &Rings) -> PlainPolygon {
    let rings = rings.iter().map(|ring| {
        let mut positions: Vec<Position> = ring.iter().map(|&(x, y)| Position { x, y }).collect();
        positions.push(positions[0]);
        PlainRing {
            positions: positions.into(),
            heights_m: None,
        }
    });
    PlainPolygon {
        rings: rings.collect(),
    }
}

fn snapshot_of(lands: &[Vec<PlainPolygon>]) -> Snapshot {
    let mut dataset = Dataset::new(Origin::of_content(b"tests"), "");
    for (index, land) in lands.iter().enumerate() {
        let id = dataset.origin.id("unit", index);
        let mut unit = Unit::new(id, Level::County, index.to_string());
        unit.land = Land::Plain {
            polygons: land.clone().into(),
            role: PlainRole::Pending,
        };
        dataset.units.insert(unit);
    }
    weave_dataset(&mut dataset);
    Snapshot::new(dataset)
}

/// Units of one or more polygons each.
fn units(lands: &[&[Rings]]) -> Snapshot {
    let lands: Vec<Vec<PlainPolygon>> = lands
        .iter()
        .map(|land| land.iter().map(plain).collect())
        .collect();
    snapshot_of(&lands)
}

/// A box, counter-clockwise.
fn square(west: f64, south: f64, east: f64, north: f64) -> Vec<(f64, f64)> {
    vec![(west, south), (east, south), (east, north), (west, north)]
}

fn found(snapshot: &Snapshot) -> Survey {
    survey(snapshot, None, &|| false).unwrap()
}

fn keys(numbers: &[u32]) -> Vec<UnitKey> {
    numbers.iter().map(|&number| UnitKey(number)).collect()
}
