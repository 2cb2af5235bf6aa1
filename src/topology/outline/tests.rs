//! Unions of whatever leaves are valid and lose no land.

#![allow(clippy::unwrap_used)] // a failed test is what a panic here means

use std::collections::BTreeSet;

use geo::{Coord, LineString, MultiPolygon, Polygon, Validation};
use proptest::prelude::*;

use super::*;
use crate::model::{Land, Level, Origin, PlainRole, Unit};
use crate::topology::weave::position_bits;
use crate::topology::{unit_area_m2, weave_dataset};

/// A net of cells whose inner corners are moved, each cell a unit.
fn net(columns: usize, rows: usize, moves: &[(f64, f64)]) -> Dataset {
    let corner = |column: usize, row: usize| {
        let (east, north) = moves[(row * (columns + 1) + column) % moves.len()];
        Position {
            x: 48.0 + 0.1 * (column as f64 + east),
            y: 33.0 + 0.1 * (row as f64 + north),
        }
    };
    let mut dataset = Dataset::new(Origin::of_content(b"net"), "");
    for row in 0..rows {
        for column in 0..columns {
            let mut unit = Unit::new(
                dataset.origin.id("unit", dataset.units.len()),
                Level::RuralDistrict,
                "",
            );
            let ring: Vec<Position> = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]
                .map(|(east, north)| corner(column + east, row + north))
                .into();
            unit.land = Land::Plain {
                polygons: [PlainPolygon {
                    rings: vec![PlainRing {
                        positions: ring.into(),
                        heights_m: None,
                    }],
                }]
                .into(),
                role: PlainRole::Pending,
            };
            dataset.units.insert(unit);
        }
    }
    weave_dataset(&mut dataset);
    dataset
}

fn geo_polygons(dataset: &Dataset, outlines: &[Outline]) -> MultiPolygon<f64> {
    let ring = |ring: &PlainRing| {
        LineString::new(ring.positions.iter().copied().collect::<Vec<Coord<f64>>>())
    };
    outline_polygons(dataset, outlines)
        .iter()
        .map(|polygon| {
            Polygon::new(
                ring(&polygon.rings[0]),
                polygon.rings[1..].iter().map(ring).collect(),
            )
        })
        .collect()
}

fn outline_area_m2(dataset: &Dataset, outlines: &[Outline]) -> f64 {
    outlines
        .iter()
        .flat_map(|outline| std::iter::once(&outline.shell).chain(&outline.holes))
        .map(|ring| signed_area_m2(dataset, ring))
        .sum()
}

proptest! {
    /// Whatever leaves are joined, their union is a valid simple feature of
    /// exactly their area.
    #[test]
    fn a_union_is_valid_and_has_the_area_of_its_leaves(
        columns in 1_usize..7,
        rows in 1_usize..7,
        moves in prop::collection::vec((-0.3..0.3_f64, -0.3..0.3_f64), 49),
        chosen in prop::collection::vec(any::<bool>(), 36),
    ) {
        let dataset = net(columns, rows, &moves);
        let leaves: Vec<UnitKey> = dataset
            .units
            .keys()
            .zip(&chosen)
            .filter_map(|(key, &chosen)| chosen.then_some(key))
            .collect();
        let outlines = union(&dataset, &leaves);
        let sum_m2 = unit_area_m2(&dataset, &leaves);
        prop_assert!((outline_area_m2(&dataset, &outlines) - sum_m2).abs() <= 1e-3);
        let polygons = geo_polygons(&dataset, &outlines);
        prop_assert!(polygons.is_valid(), "{polygons:?}");
        for outline in &outlines {
            for ring in std::iter::once(&outline.shell).chain(&outline.holes) {
                let starts: BTreeSet<_> = ring
                    .iter()
                    .map(|&step| position_bits(arc_of(&dataset, step).from))
                    .collect();
                prop_assert_eq!(starts.len(), ring.len());
            }
        }
    }
}

#[test]
fn a_ring_of_cells_has_a_hole_and_an_island_is_its_own_piece() {
    // Five by five without the ring of eight around the middle.
    let dataset = net(5, 5, &[(0.0, 0.0)]);
    let leaves: Vec<UnitKey> = (0..25)
        .filter(|cell| {
            let (column, row) = (cell % 5, cell / 5);
            let inner = (1..4).contains(&column) && (1..4).contains(&row);
            !inner || (column, row) == (2, 2)
        })
        .map(UnitKey)
        .collect();
    let outlines = union(&dataset, &leaves);
    let holes: Vec<usize> = outlines.iter().map(|outline| outline.holes.len()).collect();
    assert_eq!(holes, [1, 0]);
}

#[test]
fn land_that_leaves_have_in_common_is_in_a_union_once() {
    let square = |corners: &[(f64, f64)]| PlainPolygon {
        rings: vec![PlainRing {
            positions: corners.iter().map(|&(x, y)| Position { x, y }).collect(),
            heights_m: None,
        }],
    };
    let mut dataset = Dataset::new(Origin::of_content(b"overlap"), "");
    let rows = [
        square(&[
            (48.0, 33.0),
            (48.1, 33.0),
            (48.1, 33.1),
            (48.0, 33.1),
            (48.0, 33.0),
        ]),
        // A neighbour that reaches into it, with a common vertex at both ends.
        square(&[
            (48.1, 33.0),
            (48.2, 33.0),
            (48.2, 33.1),
            (48.1, 33.1),
            (48.05, 33.05),
            (48.1, 33.0),
        ]),
        // One that lies in it.
        square(&[
            (48.01, 33.01),
            (48.02, 33.01),
            (48.02, 33.02),
            (48.01, 33.01),
        ]),
    ];
    for (index, polygon) in rows.into_iter().enumerate() {
        let id = dataset.origin.id("unit", index);
        let mut unit = Unit::new(id, Level::RuralDistrict, "");
        unit.land = Land::Plain {
            polygons: [polygon].into(),
            role: PlainRole::Pending,
        };
        dataset.units.insert(unit);
    }
    weave_dataset(&mut dataset);
    let leaves: Vec<UnitKey> = dataset.units.keys().collect();
    let outlines = union(&dataset, &leaves);
    assert!(geo_polygons(&dataset, &outlines).is_valid());
    let whole_m2 = outline_area_m2(&dataset, &outlines);
    let first_m2 = unit_area_m2(&dataset, &[UnitKey(0)]);
    // Two cells, as the second is a cell and what it takes of the first.
    assert!((whole_m2 / first_m2 - 2.0).abs() < 0.01, "{whole_m2}");
    assert_eq!(outlines.len(), 1);
}

#[test]
fn leaves_that_overlap_keep_the_sum_of_their_areas() {
    let mut dataset = net(2, 1, &[(0.0, 0.0)]);
    // The same first cell once more, and one that shares a stretch of it only.
    let again = dataset.units.get(UnitKey(0)).unwrap().clone();
    let polygons = crate::topology::unit_polygons(&dataset, &again);
    let mut fresh = Dataset::new(dataset.origin, "");
    for key in [UnitKey(0), UnitKey(1), UnitKey(0)] {
        let mut unit = dataset.units.get(key).unwrap().clone();
        unit.land = Land::Plain {
            polygons: crate::topology::unit_polygons(&dataset, &unit).into(),
            role: PlainRole::Pending,
        };
        fresh.units.insert(unit);
    }
    let mut bent = again;
    let mut ring = polygons[0].rings[0].positions.to_vec();
    ring[2].x += 0.05;
    bent.land = Land::Plain {
        polygons: [PlainPolygon {
            rings: vec![PlainRing {
                positions: ring.into(),
                heights_m: None,
            }],
        }]
        .into(),
        role: PlainRole::Pending,
    };
    fresh.units.insert(bent);
    weave_dataset(&mut fresh);
    dataset = fresh;
    let leaves: Vec<UnitKey> = [0, 1, 3].map(UnitKey).into();
    let outlines = union(&dataset, &leaves);
    assert!(!outlines.is_empty());
    let sum_m2 = unit_area_m2(&dataset, &leaves);
    assert!((outline_area_m2(&dataset, &outlines) - sum_m2).abs() < 1e-3);
}
