//! What a user can rely on when borders are followed: the shortest way along them.
#![allow(clippy::unwrap_used, reason = "a test that fails should say where")]

use std::sync::Arc;

use super::trace;
use crate::files::ReferenceLayer;
use crate::model::{Border, Dataset, Origin, Position, UnitKey};
use crate::topology::Snapshot;

fn at(x: f64, y: f64) -> Position {
    Position {
        x: 48.0 + x / 100.0,
        y: 33.0 + y / 100.0,
    }
}

/// A square of four borders with a fifth straight through it:
///
/// ```text
/// 3---4---5
/// |   |   |
/// 0---1---2
/// ```
fn lattice() -> Snapshot {
    let mut dataset = Dataset::new(Origin::of_content(b"trace"), "");
    let mut border = |line: &[(f64, f64)]| {
        let line: Vec<Position> = line.iter().map(|&(x, y)| at(x, y)).collect();
        dataset.borders.insert(Border {
            id: uuid::Uuid::nil(),
            line: line.into(),
            left: [UnitKey(0)].into(),
            right: [].into(),
            attributes: Default::default(),
            came_from: Vec::new(),
            life: Default::default(),
        });
    };
    border(&[(1.0, 0.0), (0.0, 0.0), (0.0, 1.0), (1.0, 1.0)]);
    border(&[(1.0, 0.0), (2.0, 0.0), (2.0, 1.0), (1.0, 1.0)]);
    border(&[(1.0, 0.0), (1.0, 0.5), (1.0, 1.0)]);
    // An island.
    border(&[(5.0, 0.0), (6.0, 0.0), (6.0, 1.0), (5.0, 1.0), (5.0, 0.0)]);
    Snapshot::new(dataset)
}

#[test]
fn the_way_along_one_border_is_its_vertices_between() {
    let snapshot = lattice();
    let way = trace(&snapshot, &[], at(0.5, 0.0), at(0.5, 1.0)).unwrap();
    assert_eq!(way, [at(0.0, 0.0), at(0.0, 1.0)]);
    let back = trace(&snapshot, &[], at(0.5, 1.0), at(0.5, 0.0)).unwrap();
    assert_eq!(back, [at(0.0, 1.0), at(0.0, 0.0)]);
}

#[test]
fn the_way_over_junctions_is_the_shortest() {
    let snapshot = lattice();
    // Over the line in the middle, not around.
    let way = trace(&snapshot, &[], at(0.9, 0.0), at(1.1, 1.0)).unwrap();
    assert_eq!(way, [at(1.0, 0.0), at(1.0, 0.5), at(1.0, 1.0)]);
    let near = trace(&snapshot, &[], at(0.9, 0.0), at(1.1, 0.0)).unwrap();
    assert_eq!(near, [at(1.0, 0.0)]);
}

#[test]
fn around_an_island_the_shorter_way_is_taken() {
    let snapshot = lattice();
    let way = trace(&snapshot, &[], at(5.5, 0.0), at(5.0, 0.5)).unwrap();
    assert_eq!(way, [at(5.0, 0.0)]);
}

#[test]
fn from_where_no_border_runs_or_no_way_leads_nothing_is_followed() {
    let snapshot = lattice();
    assert_eq!(trace(&snapshot, &[], at(0.5, 0.5), at(1.0, 1.0)), None);
    assert_eq!(trace(&snapshot, &[], at(0.5, 0.0), at(5.5, 0.0)), None);
}

#[test]
fn a_river_is_followed_between_two_places_of_it() {
    let river: Vec<Position> = [(0.0, 3.0), (1.0, 4.0), (2.0, 3.0), (3.0, 4.0)]
        .map(|(x, y)| at(x, y))
        .to_vec();
    let layer = ReferenceLayer::new(
        "river".into(),
        "".into(),
        vec![river.clone().into()],
        vec![],
    );
    let way = trace(&lattice(), &[Arc::new(layer)], at(0.5, 3.5), at(2.5, 3.5)).unwrap();
    assert_eq!(way, river[1..=2]);
}
