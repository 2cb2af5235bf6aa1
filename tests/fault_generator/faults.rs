//! One fault at a time, in one of several ways, each in a pair of neighbours of its own.

mod rings;

use marz::model::{Position, UnitKey};

use super::coverage::{Coverage, EDGES, moved, rounded};
use super::random::Random;
use rings::{
    degenerate, nesting, repeated, self_intersection, self_touch, spike, square, unclosed,
    undersized,
};

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
