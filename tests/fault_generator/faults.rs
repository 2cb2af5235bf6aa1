//! One fault at a time, in one of several ways, each in a pair of neighbours of its own.

use marz::model::{Position, UnitKey};

use super::coverage::{Coverage, EDGES, moved, rounded};
use super::random::Random;

/// What was injected: a finding of this code, about exactly these units, near there.
#[derive(Debug, Clone)]
pub struct Fault {
    pub code: &'static str,
    pub units: Vec<UnitKey>,
    pub at: Option<Position>,
    /// Which way of several, for whoever reads what failed.
    #[allow(dead_code, reason = "shown where the test fails")]
    pub way: usize,
}

/// Two neighbours, the western one first, and the vertex in the middle of their common
/// line by its index in each ring.
#[derive(Clone, Copy)]
pub struct Pair {
    west: usize,
    east: usize,
}

type Way = fn(&mut Coverage, Pair, usize, &mut Random) -> (Vec<usize>, Option<Position>);

/// Every kind, in how many ways, and how.
pub const KINDS: [(&str, usize, Way); 18] = [
    ("T01", 4, self_intersection),
    ("T02", 3, self_touch),
    ("T03", 2, unclosed),
    ("T04", 4, degenerate),
    ("T05", 3, repeated),
    ("T06", 5, nesting),
    ("T07", 5, spike),
    ("T08", 3, undersized),
    ("T09", 2, overlap),
    ("T10", 3, duplicate),
    ("T11", 2, contained),
    ("T12", 2, gap),
    ("T13", 2, open_gap),
    ("T14", 2, sliver_overlap),
    ("T15", 2, sliver_gap),
    ("T16", 4, unmatched),
    ("T17", 2, mismatch),
    ("T18", 3, invalid),
];

/// Injects `count` faults of every kind; fewer where there is no room.
pub fn inject(coverage: &mut Coverage, count: usize, random: &mut Random) -> Vec<Fault> {
    let (columns, rows) = (coverage.columns, coverage.rows);
    let mut top: Vec<Pair> = Vec::new();
    let mut others: Vec<Pair> = Vec::new();
    for row in 0..rows {
        for column in (0..columns - 1).step_by(2) {
            let west = row * columns + column;
            let pair = Pair {
                west,
                east: west + 1,
            };
            if row + 1 == rows {
                &mut top
            } else {
                &mut others
            }
            .push(pair);
        }
    }
    for pairs in [&mut top, &mut others] {
        for index in (1..pairs.len()).rev() {
            pairs.swap(index, random.below(index + 1));
        }
    }
    let mut faults = Vec::new();
    for (code, ways, make) in KINDS {
        for _ in 0..count {
            let from = if code == "T13" || others.is_empty() {
                &mut top
            } else {
                &mut others
            };
            let Some(pair) = from.pop() else { continue };
            let way = random.below(ways);
            let (units, at) = make(coverage, pair, way, random);
            let mut units: Vec<UnitKey> =
                units.into_iter().map(|unit| UnitKey(unit as u32)).collect();
            units.sort_unstable();
            faults.push(Fault {
                code,
                units,
                at,
                way,
            });
        }
    }
    faults
}

/// The index in the western unit's ring of the common line's vertex `step`, counted from
/// the south; and in the eastern unit's.
fn in_west(step: usize) -> usize {
    Coverage::east_side() + step
}

fn in_east(step: usize) -> usize {
    Coverage::west_side() + EDGES - step
}

fn middle(coverage: &mut Coverage, pair: Pair) -> Position {
    coverage.shell(pair.west)[in_west(4)]
}

/// Puts positions in place of some vertices of the common line, `from` to `to`
/// excluded, in the rings of one or both.
fn redraw(
    coverage: &mut Coverage,
    pair: Pair,
    (from, to): (usize, usize),
    line: &[Position],
    both: bool,
) {
    coverage
        .shell(pair.west)
        .splice(in_west(from) + 1..in_west(to), line.iter().copied());
    if both {
        coverage
            .shell(pair.east)
            .splice(in_east(to) + 1..in_east(from), line.iter().rev().copied());
    }
}

fn self_intersection(
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

fn self_touch(
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

fn unclosed(
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

fn degenerate(
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

fn repeated(
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

fn square(at: Position, size: f64) -> Vec<Position> {
    let corners = [
        (0.0, 0.0),
        (size, 0.0),
        (size, size),
        (0.0, size),
        (0.0, 0.0),
    ];
    corners.iter().map(|&(x, y)| moved(at, x, y)).collect()
}

fn nesting(
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

fn spike(
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

fn undersized(
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

/// Moves three vertices of the western unit's copy eastward by some metres.
fn push(coverage: &mut Coverage, pair: Pair, metres: [f64; 3]) -> Position {
    let at = middle(coverage, pair);
    let ring = coverage.shell(pair.west);
    for (step, metres) in [3, 4, 5].into_iter().zip(metres) {
        let vertex = &mut ring[in_west(step)];
        *vertex = moved(*vertex, metres, 0.0);
    }
    at
}

fn overlap(
    coverage: &mut Coverage,
    pair: Pair,
    way: usize,
    random: &mut Random,
) -> (Vec<usize>, Option<Position>) {
    let metres = random.range(60.0, 700.0);
    let shape = if way == 0 {
        [metres; 3]
    } else {
        [0.0, metres, 0.0]
    };
    let at = push(coverage, pair, shape);
    (vec![pair.west, pair.east], Some(at))
}

fn gap(
    coverage: &mut Coverage,
    pair: Pair,
    way: usize,
    random: &mut Random,
) -> (Vec<usize>, Option<Position>) {
    let metres = -random.range(60.0, 700.0);
    let shape = if way == 0 {
        [metres; 3]
    } else {
        [0.0, metres, 0.0]
    };
    let at = push(coverage, pair, shape);
    (vec![pair.west, pair.east], Some(at))
}

fn sliver_overlap(
    coverage: &mut Coverage,
    pair: Pair,
    way: usize,
    random: &mut Random,
) -> (Vec<usize>, Option<Position>) {
    let metres = random.range(2.0, 9.0);
    let shape = if way == 0 {
        [metres; 3]
    } else {
        [0.0, metres, 0.0]
    };
    let at = push(coverage, pair, shape);
    (vec![pair.west, pair.east], Some(at))
}

fn sliver_gap(
    coverage: &mut Coverage,
    pair: Pair,
    way: usize,
    random: &mut Random,
) -> (Vec<usize>, Option<Position>) {
    let metres = -random.range(2.0, 9.0);
    let shape = if way == 0 {
        [metres; 3]
    } else {
        [0.0, metres, 0.0]
    };
    let at = push(coverage, pair, shape);
    (vec![pair.west, pair.east], Some(at))
}

fn duplicate(
    coverage: &mut Coverage,
    pair: Pair,
    way: usize,
    random: &mut Random,
) -> (Vec<usize>, Option<Position>) {
    let mut ring = coverage.shell(pair.west).clone();
    match way {
        0 => {}
        1 => ring.reverse(),
        _ => {
            ring.pop();
            let turn = 1 + random.below(ring.len() - 1);
            ring.rotate_left(turn);
            ring.push(ring[0]);
        }
    }
    coverage.units.push(vec![vec![ring]]);
    (vec![pair.west, coverage.units.len() - 1], None)
}

fn contained(
    coverage: &mut Coverage,
    pair: Pair,
    way: usize,
    random: &mut Random,
) -> (Vec<usize>, Option<Position>) {
    let size = random.range(60.0, 900.0);
    if way == 0 {
        let at = coverage.middle(pair.west);
        coverage.units.push(vec![vec![square(at, size)]]);
        return (vec![coverage.units.len() - 1, pair.west], Some(at));
    }
    // Against the border, with its vertices.
    let ring = coverage.shell(pair.west);
    let (from, to) = (ring[in_west(3)], ring[in_west(5)]);
    let at = ring[in_west(4)];
    let inner = vec![from, at, to, moved(at, -size - 100.0, 0.0), from];
    coverage.units.push(vec![vec![inner]]);
    (vec![coverage.units.len() - 1, pair.west], Some(at))
}

fn open_gap(
    coverage: &mut Coverage,
    pair: Pair,
    way: usize,
    random: &mut Random,
) -> (Vec<usize>, Option<Position>) {
    let metres = -random.range(3.0, 8.0);
    let ring = coverage.shell(pair.west);
    let top = in_west(EDGES);
    let at = ring[top];
    ring[top] = moved(at, metres, 0.0);
    if way == 1 {
        let below = &mut ring[top - 1];
        *below = moved(*below, metres, 0.0);
    }
    (vec![pair.west, pair.east], Some(at))
}

fn unmatched(
    coverage: &mut Coverage,
    pair: Pair,
    way: usize,
    random: &mut Random,
) -> (Vec<usize>, Option<Position>) {
    let ring = coverage.shell(pair.west);
    let (from, to) = (ring[in_west(3)], ring[in_west(4)]);
    let share = random.range(0.2, 0.8);
    let on = from + (to - from) * share;
    let at = match way {
        0 => (from + to) / 2.0,
        1 => rounded(on),
        2 => on,
        _ => moved(on, random.range(-0.8, 0.8), 0.0),
    };
    if random.below(2) == 0 {
        ring.insert(in_west(4), at);
    } else {
        coverage.shell(pair.east).insert(in_east(3), at);
    }
    (vec![pair.west, pair.east], Some(at))
}

fn mismatch(
    coverage: &mut Coverage,
    pair: Pair,
    way: usize,
    random: &mut Random,
) -> (Vec<usize>, Option<Position>) {
    let at = middle(coverage, pair);
    let ring = coverage.shell(pair.west);
    let steps: std::ops::Range<usize> = if way == 0 { 3..6 } else { 2..7 };
    for step in steps {
        let metres = random.range(3.0, 7.0) * if step.is_multiple_of(2) { 1.0 } else { -1.0 };
        let vertex = &mut ring[in_west(step)];
        *vertex = moved(*vertex, metres, 0.0);
    }
    (vec![pair.west, pair.east], Some(at))
}

fn invalid(
    coverage: &mut Coverage,
    pair: Pair,
    way: usize,
    _: &mut Random,
) -> (Vec<usize>, Option<Position>) {
    let at = middle(coverage, pair);
    let vertex = &mut coverage.shell(pair.west)[in_west(4)];
    match way {
        0 => vertex.x = 400.0,
        1 => vertex.y = 1e300,
        _ => vertex.x = f64::NAN,
    }
    (vec![pair.west], Some(at))
}
