//! The course along borders, or along a line of a reference layer, from one place to another:
//! what is followed when a line is traced instead of drawn.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::files::ReferenceLayer;
use crate::measure::{LocalPlane, line_length_m};
use crate::model::{BorderKey, Extent, Line, Position, same_place};
use crate::topology::Snapshot;

/// A place on a border: after which of its vertices.
#[derive(Debug, Clone, Copy)]
struct OnBorder {
    border: BorderKey,
    edge: usize,
}

/// How far, in metres, a place may lie off the border that it was snapped to.
const REACH_M: f64 = 1.0;
/// So many borders are gone along at most: beyond that no way is looked for.
const MOST_BORDERS: usize = 20_000;

/// The places between two places of borders, along the shortest way on borders, the two
/// themselves left out; nothing where one of them lies on none, or no way leads there.
///
/// ```
/// use marz::model::{Dataset, Origin, Position};
/// use marz::tools::trace;
/// use marz::topology::Snapshot;
/// let snapshot = Snapshot::new(Dataset::new(Origin::of_content(b""), ""));
/// let at = Position { x: 48.0, y: 33.0 };
/// assert_eq!(trace(&snapshot, &[], at, at), None);
/// ```
pub fn trace(
    snapshot: &Snapshot,
    references: &[Arc<ReferenceLayer>],
    from: Position,
    to: Position,
) -> Option<Vec<Position>> {
    // A line that both lie on is meant, be it drawn along a border or not.
    if let Some(way) = along_reference(references, from, to) {
        return Some(trimmed(way, from, to));
    }
    let starts = places(snapshot, from);
    let ends = places(snapshot, to);
    let mut best: Option<(f64, Vec<Position>)> = None;
    let mut offer = |way: Vec<Position>| {
        let mut whole = vec![from];
        whole.extend(&way);
        whole.push(to);
        let length_m = line_length_m(&whole);
        if best.as_ref().is_none_or(|(known_m, _)| length_m < *known_m) {
            best = Some((length_m, way));
        }
    };
    for start in &starts {
        for end in ends.iter().filter(|end| end.border == start.border) {
            offer(along(snapshot, *start, *end)?);
        }
    }
    // One border that both lie on is the way, however it winds.
    if let Some((_, way)) = best.take() {
        return Some(trimmed(way, from, to));
    }
    let way = shortest(snapshot, (from, &starts), (to, &ends))?;
    Some(trimmed(way, from, to))
}

/// Without the two places themselves.
fn trimmed(mut way: Vec<Position>, from: Position, to: Position) -> Vec<Position> {
    way.dedup_by(|a, b| same_place(*a, *b));
    if way.first().is_some_and(|&first| same_place(first, from)) {
        way.remove(0);
    }
    if way.last().is_some_and(|&last| same_place(last, to)) {
        way.pop();
    }
    way
}

/// The vertices of a line of a reference layer between two places of it.
fn along_reference(
    references: &[Arc<ReferenceLayer>],
    from: Position,
    to: Position,
) -> Option<Vec<Position>> {
    let near = |at: Position| Extent::at(at).grown(REACH_M * 2e-5);
    let mut lines = references
        .iter()
        .flat_map(|layer| layer.lines_near(near(from)));
    lines.find_map(|line| {
        let (start, end) = (edge_at(line, from)?, edge_at(line, to)?);
        Some(between(line, start, end))
    })
}

/// The edge of a line that is nearest to a place that lies on it.
fn edge_at(line: &Line, at: Position) -> Option<usize> {
    let plane = LocalPlane::at(at);
    let near = Extent::at(at).grown(REACH_M * 2e-5);
    let mut best: Option<(f64, usize)> = None;
    for (first, chunk, vertices) in line.chunks() {
        if !chunk.extent().meets(&near) {
            continue;
        }
        for (step, edge) in vertices.windows(2).enumerate() {
            let off_m = plane.distance_to_edge_m(at, edge[0], edge[1]);
            if off_m <= REACH_M && best.is_none_or(|(known_m, _)| off_m < known_m) {
                best = Some((off_m, first + step));
            }
        }
    }
    best.map(|(_, edge)| edge)
}

/// The vertices of a line between a place of one edge and one of another; the shorter way
/// around a closed one.
fn between(line: &Line, start: usize, end: usize) -> Vec<Position> {
    let straight: Vec<Position> = if start <= end {
        line[start + 1..=end].to_vec()
    } else {
        line[end + 1..=start].iter().rev().copied().collect()
    };
    let last = line.len() - 1;
    if !same_place(line[0], line[last]) {
        return straight;
    }
    let around: Vec<Position> = if start <= end {
        let back = line[..=start].iter().rev();
        back.chain(line[end + 1..last].iter().rev())
            .copied()
            .collect()
    } else {
        let on = line[start + 1..last].iter();
        on.chain(line[..=end].iter()).copied().collect()
    };
    if line_length_m(&around) < line_length_m(&straight) {
        around
    } else {
        straight
    }
}

/// The borders that a place lies on.
fn places(snapshot: &Snapshot, at: Position) -> Vec<OnBorder> {
    let near = Extent::at(at).grown(REACH_M * 2e-5);
    let borders = snapshot.index.borders_near(near);
    borders
        .filter_map(|border| {
            let line = &snapshot.dataset.borders.get(border)?.line;
            let edge = edge_at(line, at)?;
            Some(OnBorder { border, edge })
        })
        .collect()
}

/// The vertices of a border between two places of it.
fn along(snapshot: &Snapshot, start: OnBorder, end: OnBorder) -> Option<Vec<Position>> {
    let border = snapshot.dataset.borders.get(start.border)?;
    Some(between(&border.line, start.edge, end.edge))
}

/// A junction on the way, by how far it is.
#[derive(PartialEq)]
struct Step {
    length_m: f64,
    at: Position,
}

impl Eq for Step {}

impl Ord for Step {
    fn cmp(&self, other: &Self) -> Ordering {
        // The nearest is taken first; of two as near, always the same.
        other
            .length_m
            .total_cmp(&self.length_m)
            .then_with(|| other.at.x.total_cmp(&self.at.x))
            .then_with(|| other.at.y.total_cmp(&self.at.y))
    }
}

impl PartialOrd for Step {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// How a junction was come to.
struct Come {
    length_m: f64,
    before: Option<Position>,
    /// From there to here, this one included.
    way: Vec<Position>,
    is_settled: bool,
}

/// Looked up by place only, never gone through: its order means nothing.
type Known = FxHashMap<[u64; 2], Come>;

fn bits(at: Position) -> [u64; 2] {
    [at.x.to_bits(), at.y.to_bits()]
}

/// The shortest way over junctions (E. Dijkstra, *A note on two problems in connexion with
/// graphs*, 1959).
fn shortest(
    snapshot: &Snapshot,
    (from, starts): (Position, &[OnBorder]),
    (to, ends): (Position, &[OnBorder]),
) -> Option<Vec<Position>> {
    let mut known = Known::default();
    let mut heap = BinaryHeap::new();
    let come = |known: &mut Known,
                heap: &mut BinaryHeap<Step>,
                at: Position,
                before: Option<(Position, f64)>,
                way: Vec<Position>| {
        let mut whole = vec![before.map_or(from, |(before, _)| before)];
        whole.extend(&way);
        let length_m = before.map_or(0.0, |(_, length_m)| length_m) + line_length_m(&whole);
        let is_better = known
            .get(&bits(at))
            .is_none_or(|it| !it.is_settled && length_m < it.length_m);
        if is_better {
            let before = before.map(|(before, _)| before);
            known.insert(
                bits(at),
                Come {
                    length_m,
                    before,
                    way,
                    is_settled: false,
                },
            );
            heap.push(Step { length_m, at });
        }
    };
    for start in starts {
        let line = &snapshot.dataset.borders.get(start.border)?.line;
        let (first, last) = (*line.first()?, *line.last()?);
        let back = line[..=start.edge].iter().rev().copied().collect();
        come(&mut known, &mut heap, first, None, back);
        come(
            &mut known,
            &mut heap,
            last,
            None,
            line[start.edge + 1..].to_vec(),
        );
    }
    // The ends of the borders that the end lies on, with the way from there.
    let mut last_ways: Vec<(Position, Vec<Position>)> = Vec::new();
    for end in ends {
        let line = &snapshot.dataset.borders.get(end.border)?.line;
        let (first, last) = (*line.first()?, *line.last()?);
        last_ways.push((first, line[1..=end.edge].to_vec()));
        let back = line[end.edge + 1..].iter().rev().skip(1);
        last_ways.push((last, back.copied().collect()));
    }
    let mut best: Option<(f64, Position, usize)> = None;
    let mut gone = 0;
    while let Some(Step { length_m, at }) = heap.pop() {
        if best.is_some_and(|(known_m, _, _)| known_m <= length_m) || gone > MOST_BORDERS {
            break;
        }
        match known.get_mut(&bits(at)) {
            Some(it) if !it.is_settled => it.is_settled = true,
            _ => continue,
        }
        for (number, (end, way)) in last_ways.iter().enumerate() {
            if same_place(*end, at) {
                let mut whole = vec![at];
                whole.extend(way);
                whole.push(to);
                let total_m = length_m + line_length_m(&whole);
                if best.is_none_or(|(known_m, _, _)| total_m < known_m) {
                    best = Some((total_m, at, number));
                }
            }
        }
        for key in snapshot.index.borders_near(Extent::at(at)) {
            let Some(border) = snapshot.dataset.borders.get(key) else {
                continue;
            };
            gone += 1;
            let (first, last) = border.ends();
            let before = Some((at, length_m));
            if same_place(first, at) {
                let way = border.line[1..].to_vec();
                come(&mut known, &mut heap, last, before, way);
            } else if same_place(last, at) {
                let way = border.line.iter().rev().skip(1).copied().collect();
                come(&mut known, &mut heap, first, before, way);
            }
        }
    }
    let (_, mut at, number) = best?;
    let mut ways = vec![last_ways.get(number)?.1.clone()];
    loop {
        let it = known.get(&bits(at))?;
        ways.push(it.way.clone());
        match it.before {
            Some(before) => at = before,
            None => break,
        }
    }
    Some(ways.into_iter().rev().flatten().collect())
}
