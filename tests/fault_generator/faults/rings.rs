//! Faults of one unit's rings.

use marz::model::Position;

use super::{Pair, in_east, in_west, middle, redraw};
use crate::coverage::{Coverage, moved, rounded};
use crate::random::Random;

pub(super) fn self_intersection(
    coverage: &mut Coverage,
    pair: Pair,
    way: usize,
    random: &mut Random,
) -> (Vec<usize>, Option<Position>) {
    let at = middle(coverage, pair);
    let east = random.range(60.0, 300.0);
    let (low, high) = (moved(at, east, -250.0), moved(at, east, 250.0));
    match way {
        // Two vertices have changed places, in one copy or in both.
        0 => {
            let line = [moved(at, 0.0, -500.0), low, high, moved(at, 0.0, 500.0)];
            redraw(coverage, pair, (2, 6), &line, true);
            coverage.shell(pair.west).swap(in_west(4), in_west(5));
            (vec![pair.west], Some(at))
        }
        1 => {
            let line = [moved(at, 0.0, -500.0), high, low, moved(at, 0.0, 500.0)];
            redraw(coverage, pair, (2, 6), &line, true);
            (vec![pair.west, pair.east], Some(at))
        }
        // A ring that runs along an edge before it crosses.
        2 => {
            let island = island(coverage, pair);
            let ring: Vec<Position> = [
                (0.0, 0.0),
                (200.0, 0.0),
                (400.0, 400.0),
                (600.0, 600.0),
                (1000.0, 600.0),
                (1000.0, 800.0),
                (600.0, 600.0),
                (400.0, 400.0),
                (0.0, 600.0),
                (0.0, 0.0),
            ]
            .iter()
            .map(|&(x, y)| moved(island, x, y))
            .collect();
            coverage.units.push(vec![vec![ring]]);
            (vec![coverage.units.len() - 1], Some(island))
        }
        _ => {
            let island = island(coverage, pair);
            let ring: Vec<Position> = [
                (0.0, 0.0),
                (700.0, 700.0),
                (700.0, 0.0),
                (0.0, 700.0),
                (0.0, 0.0),
            ]
            .iter()
            .map(|&(x, y)| moved(island, x, y))
            .collect();
            coverage.units.push(vec![vec![ring]]);
            (vec![coverage.units.len() - 1], Some(island))
        }
    }
}

/// A place far outside the grid, another one for each pair.
fn island(coverage: &Coverage, pair: Pair) -> Position {
    let first = coverage.units[0][0][0][0];
    rounded(Position {
        x: first.x - 0.5 - 0.05 * (pair.west % coverage.columns) as f64,
        y: first.y + 0.05 * (pair.west / coverage.columns) as f64,
    })
}

fn add_island(coverage: &mut Coverage, at: Position, corners: &[(f64, f64)]) -> usize {
    let mut ring: Vec<Position> = corners.iter().map(|&(x, y)| moved(at, x, y)).collect();
    ring.push(ring[0]);
    coverage.units.push(vec![vec![ring]]);
    coverage.units.len() - 1
}

pub(super) fn self_touch(
    coverage: &mut Coverage,
    pair: Pair,
    way: usize,
    random: &mut Random,
) -> (Vec<usize>, Option<Position>) {
    let size = random.range(500.0, 1_000.0);
    match way {
        0 => {
            let at = island(coverage, pair);
            let unit = add_island(
                coverage,
                at,
                &[
                    (0.0, 0.0),
                    (size, 0.0),
                    (size / 2.0, size / 2.0),
                    (size, size),
                    (0.0, size),
                    (size / 2.0, size / 2.0),
                ],
            );
            (vec![unit], Some(at))
        }
        // A hole, filled, that touches its shell in two vertices.
        1 => {
            let at = island(coverage, pair);
            let corner = |x: f64, y: f64| moved(at, x * size, y * size);
            let shell = vec![
                corner(0.0, 0.0),
                corner(1.0, 0.0),
                corner(1.0, 0.5),
                corner(1.0, 1.0),
                corner(0.0, 1.0),
                corner(0.0, 0.5),
                corner(0.0, 0.0),
            ];
            let hole = vec![
                corner(0.0, 0.5),
                corner(0.5, 0.6),
                corner(1.0, 0.5),
                corner(0.5, 0.4),
                corner(0.0, 0.5),
            ];
            coverage.units.push(vec![vec![shell, hole.clone()]]);
            coverage.units.push(vec![vec![hole]]);
            (vec![coverage.units.len() - 2], Some(at))
        }
        // The eastern unit reaches into the western one in a loop that its line closes.
        _ => {
            let at = middle(coverage, pair);
            let loop_line = [moved(at, -size, -200.0), moved(at, -size, 200.0)];
            let line = [at, loop_line[0], loop_line[1], at];
            redraw(coverage, pair, (3, 5), &line, true);
            // Only the western ring passes the place twice: the eastern has a part there.
            let east = coverage.shell(pair.east);
            let place = east.iter().position(|&vertex| vertex == at).unwrap();
            east.drain(place + 1..place + 4);
            let part = vec![at, loop_line[0], loop_line[1], at];
            coverage.units[pair.east].push(vec![part]);
            (vec![pair.west], Some(at))
        }
    }
}

pub(super) fn unclosed(
    coverage: &mut Coverage,
    pair: Pair,
    way: usize,
    _: &mut Random,
) -> (Vec<usize>, Option<Position>) {
    let unit = if way == 0 { pair.west } else { pair.east };
    let at = coverage.shell(unit)[0];
    coverage.shell(unit).pop();
    (vec![unit], Some(at))
}

pub(super) fn degenerate(
    coverage: &mut Coverage,
    pair: Pair,
    way: usize,
    random: &mut Random,
) -> (Vec<usize>, Option<Position>) {
    let at = coverage.middle(pair.west);
    let (x, y) = (random.range(200.0, 600.0), random.range(-600.0, 600.0));
    let ring = match way {
        0 | 1 => vec![
            rounded(at),
            moved(at, x, y),
            moved(at, 1.7 * x, 1.7 * y),
            rounded(at),
        ],
        2 => vec![rounded(at), moved(at, x, y), rounded(at)],
        _ => vec![
            rounded(at),
            moved(at, x, y),
            moved(at, x + 100.0, y - 80.0),
            moved(at, x, y),
            rounded(at),
        ],
    };
    if way == 1 {
        coverage.units.push(vec![vec![ring]]);
        return (vec![coverage.units.len() - 1], Some(at));
    }
    // Beside a good part, in its own land or in the neighbour's.
    coverage.units[pair.east].push(vec![ring]);
    (vec![pair.east], Some(at))
}

pub(super) fn repeated(
    coverage: &mut Coverage,
    pair: Pair,
    way: usize,
    _: &mut Random,
) -> (Vec<usize>, Option<Position>) {
    let at = middle(coverage, pair);
    let mut units = Vec::new();
    if way != 1 {
        coverage.shell(pair.west).insert(in_west(4), at);
        units.push(pair.west);
    }
    if way != 0 {
        coverage.shell(pair.east).insert(in_east(4), at);
        units.push(pair.east);
    }
    (units, Some(at))
}

pub(super) fn square(at: Position, size: f64) -> Vec<Position> {
    let corners = [
        (0.0, 0.0),
        (size, 0.0),
        (size, size),
        (0.0, size),
        (0.0, 0.0),
    ];
    corners.iter().map(|&(x, y)| moved(at, x, y)).collect()
}

pub(super) fn nesting(
    coverage: &mut Coverage,
    pair: Pair,
    way: usize,
    _: &mut Random,
) -> (Vec<usize>, Option<Position>) {
    let (here, there) = (coverage.middle(pair.west), coverage.middle(pair.east));
    let fill = |coverage: &mut Coverage, ring: Vec<Position>| {
        coverage.units.push(vec![vec![ring]]);
    };
    match way {
        // A hole outside its shell.
        0 => {
            coverage.units[pair.west][0].push(square(there, 300.0));
            (vec![pair.west], Some(there))
        }
        // A polygon inside another of the unit.
        1 => {
            coverage.units[pair.west].push(vec![square(here, 300.0)]);
            (vec![pair.west], Some(here))
        }
        // A hole in a hole, the outer one filled.
        2 => {
            let hole = square(here, 600.0);
            coverage.units[pair.west][0].push(hole.clone());
            coverage.units[pair.west][0].push(square(moved(here, 150.0, 150.0), 200.0));
            fill(coverage, hole);
            (vec![pair.west], Some(here))
        }
        // The same hole twice, filled; the second runs the other way.
        3 => {
            let hole = square(here, 600.0);
            coverage.units[pair.west][0].push(hole.clone());
            coverage.units[pair.west][0].push(hole.iter().rev().copied().collect());
            fill(coverage, hole);
            (vec![pair.west], Some(here))
        }
        // The same polygon twice.
        _ => {
            let twin = coverage.units[pair.west][0].clone();
            coverage.units[pair.west].push(twin);
            (vec![pair.west], Some(here))
        }
    }
}

pub(super) fn spike(
    coverage: &mut Coverage,
    pair: Pair,
    way: usize,
    random: &mut Random,
) -> (Vec<usize>, Option<Position>) {
    let at = middle(coverage, pair);
    let (east, north) = (random.range(200.0, 900.0), random.range(-60.0, 60.0));
    let east = if random.below(2) == 0 { east } else { -east };
    let tip = moved(at, east, north);
    let foot = if way.is_multiple_of(2) {
        at
    } else {
        moved(at, 0.0, random.range(0.2, 3.0))
    };
    match way {
        // In one copy, in both, and in an island.
        0 | 1 => {
            redraw(coverage, pair, (3, 5), &[at, tip, foot], false);
            (vec![pair.west], Some(tip))
        }
        2 | 3 => {
            redraw(coverage, pair, (3, 5), &[at, tip, foot], true);
            (vec![pair.west, pair.east], Some(tip))
        }
        _ => {
            let at = island(coverage, pair);
            let unit = add_island(
                coverage,
                at,
                &[
                    (0.0, 0.0),
                    (600.0, 0.0),
                    (1_200.0, 20.0),
                    (600.0, 2.0),
                    (600.0, 600.0),
                    (0.0, 600.0),
                ],
            );
            (vec![unit], Some(moved(at, 1_200.0, 20.0)))
        }
    }
}

pub(super) fn undersized(
    coverage: &mut Coverage,
    pair: Pair,
    way: usize,
    random: &mut Random,
) -> (Vec<usize>, Option<Position>) {
    let size = random.range(2.0, 30.0);
    match way {
        0 => {
            let at = island(coverage, pair);
            coverage.units[pair.west].push(vec![square(at, size)]);
            (vec![pair.west], Some(at))
        }
        // In another's land: one finding all the same.
        1 => {
            let at = coverage.middle(pair.west);
            coverage.units[pair.east].push(vec![square(at, size)]);
            (vec![pair.east], Some(at))
        }
        _ => {
            let at = coverage.middle(pair.west);
            let ring = square(at, size);
            coverage.units[pair.west][0].push(ring.clone());
            coverage.units.push(vec![vec![ring]]);
            (vec![coverage.units.len() - 1], Some(at))
        }
    }
}
