//! The middle line of a narrow face between two chains: all that is as far from the one
//! as from the other, on the segment Voronoi diagram in local metres (`boostvoronoi`, a
//! port of Boost.Polygon's; S. Fortune, "A sweepline algorithm for Voronoi diagrams",
//! 1987). Parabolas are flattened to a centimetre.

use boostvoronoi::prelude::{Builder, CellIndex, Diagram, SourceCategory, VertexIndex};
use rustc_hash::FxHashMap;

use super::contains::polygons_contain;
use super::transfer::rounded;
use crate::measure::LocalPlane;
use crate::model::{Extent, PlainPolygon, PlainRing, Position, same_place};

/// How far, in metres, the line may be from the true one.
const FLATTENING_M: f64 = 0.01;
/// The largest coordinate on the diagram's grid: its predicates take 32-bit integers.
const GRID: f64 = 500_000_000.0;
/// The finest grid, in steps a metre: a hundredth of a millimetre.
const STEPS_PER_METRE: f64 = 100_000.0;

/// The line between two chains of vertices, each from the same first to the same last
/// one, that close in one face: from end to end, rounded as an edit rounds, and the same
/// whichever chain is called the first. Nothing where the face is too narrow for a line
/// at the precision of coordinates.
///
/// ```
/// use marz::model::Position;
/// use marz::topology::middle_line;
/// let chain = |south: f64| {
///     [(48.0, 33.0), (48.01, south), (48.02, south), (48.03, 33.0)]
///         .map(|(x, y)| Position { x, y })
/// };
/// let middle = middle_line(&chain(32.999), &chain(33.001)).unwrap_or_default();
/// assert!(middle.len() >= 2);
/// assert!(middle.iter().all(|position| (position.y - 33.0).abs() < 1e-7));
/// ```
pub fn middle_line(first: &[Position], second: &[Position]) -> Option<Vec<Position>> {
    let (&start, &end) = (first.first()?, first.last()?);
    if first.len() < 2 || second.len() < 2 || same_place(start, end) {
        return None;
    }
    // One way of saying it, so that who is called the first makes no difference.
    let is_west = |a: Position, b: Position| (a.x, a.y) < (b.x, b.y);
    let turned = is_west(end, start);
    let way = |chain: &[Position]| -> Vec<Position> {
        let mut chain = chain.to_vec();
        if turned {
            chain.reverse();
        }
        chain
    };
    let mut chains = [way(first), way(second)];
    if is_west(*chains[1].get(1)?, *chains[0].get(1)?) {
        chains.swap(0, 1);
    }
    // The diagram is not ours: what it may not expect must not end the program.
    let line = std::panic::catch_unwind(|| between(&chains)).ok()??;
    let mut line = placed(line, &chains)?;
    if turned {
        line.reverse();
    }
    Some(line)
}

/// The line as positions between the common ends, no two in a row the same.
fn placed(line: Vec<Position>, chains: &[Vec<Position>; 2]) -> Option<Vec<Position>> {
    let (&start, &end) = (chains[0].first()?, chains[0].last()?);
    let mut placed = vec![start];
    for position in line.into_iter().map(rounded) {
        let last = placed.last().copied().unwrap_or(start);
        if !same_place(position, last) && !same_place(position, end) {
            placed.push(position);
        }
    }
    placed.push(end);
    Some(placed)
}

/// Where the diagram's input is on the grid.
struct Grid {
    plane: LocalPlane,
    steps_per_metre: f64,
}

impl Grid {
    fn at(&self, position: Position) -> [i32; 2] {
        let metres = self.plane.metres_from_position(position);
        // Within ±GRID by the choice of the step.
        [metres.x, metres.y].map(|metres| (metres * self.steps_per_metre).round() as i32)
    }

    fn position(&self, place: Position) -> Position {
        self.plane
            .position_from_metres(place / self.steps_per_metre)
    }
}

/// Whose a cell of the diagram is.
#[derive(Clone, Copy, PartialEq)]
enum Owner {
    Chain(usize),
    /// An end that both chains have.
    Both,
}

/// A segment of a chain on the grid.
type Segment = [i32; 4];

struct Input {
    segments: Vec<Segment>,
    /// The chain of each segment.
    of: Vec<usize>,
    ends: [[i32; 2]; 2],
}

fn between(chains: &[Vec<Position>; 2]) -> Option<Vec<Position>> {
    let extent = Extent::around(chains.iter().flatten().copied())?;
    let plane = LocalPlane::at(extent.centre());
    let reach = plane.metres_from_position(extent.max);
    let reach_m = reach.x.abs().max(reach.y.abs()).max(1.0) * 1.01;
    let grid = Grid {
        plane,
        steps_per_metre: (GRID / reach_m).min(STEPS_PER_METRE),
    };
    let mut input = Input {
        segments: Vec::new(),
        of: Vec::new(),
        ends: [grid.at(*chains[0].first()?), grid.at(*chains[0].last()?)],
    };
    let mut ring: Vec<[i32; 2]> = Vec::new();
    for (number, chain) in chains.iter().enumerate() {
        let mut places: Vec<[i32; 2]> = chain.iter().map(|&at| grid.at(at)).collect();
        places.dedup();
        for pair in places.windows(2) {
            let [[x0, y0], [x1, y1]] = *pair else {
                continue;
            };
            input.segments.push([x0, y0, x1, y1]);
            input.of.push(number);
        }
        if number == 1 {
            places.reverse();
        }
        places.pop();
        ring.extend(places);
    }
    if crosses_itself(&input.segments) {
        return None;
    }
    let diagram = Builder::<i32>::default()
        .with_segments(input.segments.iter())
        .ok()?
        .build()
        .ok()?;
    let inside = PlainPolygon {
        rings: vec![PlainRing {
            positions: ring.into_iter().map(place).collect(),
            heights_m: None,
        }],
    };
    let pieces = Pieces {
        diagram: &diagram,
        input: &input,
        flattening: FLATTENING_M * grid.steps_per_metre,
    }
    .inside(&inside)?;
    let line = chained(pieces, input.ends.map(place))?;
    Some(line.into_iter().map(|at| grid.position(at)).collect())
}

fn place([x, y]: [i32; 2]) -> Position {
    Position {
        x: f64::from(x),
        y: f64::from(y),
    }
}

/// Whether rounding to the grid made segments meet outside their common ends, which the
/// diagram cannot take.
fn crosses_itself(segments: &[Segment]) -> bool {
    let side = |[x0, y0, x1, y1]: Segment, [x, y]: [i32; 2]| -> i32 {
        let [x0, y0, x1, y1, x, y] = [x0, y0, x1, y1, x, y].map(i64::from);
        // Each difference is below 2^31, each product below 2^62.
        let turn = i128::from((x1 - x0) * (y - y0)) - i128::from((y1 - y0) * (x - x0));
        turn.signum() as i32
    };
    let mut order: Vec<usize> = (0..segments.len()).collect();
    let west = |segment: Segment| segment[0].min(segment[2]);
    let east = |segment: Segment| segment[0].max(segment[2]);
    order.sort_by_key(|&at| west(segments[at]));
    for (index, &a) in order.iter().enumerate() {
        let one = segments[a];
        for &b in &order[index + 1..] {
            let other = segments[b];
            if west(other) > east(one) {
                break;
            }
            let ([a0, a1], [b0, b1]) = (
                [[one[0], one[1]], [one[2], one[3]]],
                [[other[0], other[1]], [other[2], other[3]]],
            );
            let common = [(a0, b0), (a0, b1), (a1, b0), (a1, b1)]
                .into_iter()
                .filter(|(p, q)| p == q)
                .count();
            let holds = |segment: Segment, [x, y]: [i32; 2]| {
                side(segment, [x, y]) == 0
                    && x >= west(segment)
                    && x <= east(segment)
                    && y >= segment[1].min(segment[3])
                    && y <= segment[1].max(segment[3])
            };
            let touching = [b0, b1].iter().filter(|&&p| holds(one, p)).count()
                + [a0, a1].iter().filter(|&&p| holds(other, p)).count();
            let cross = side(one, b0) * side(one, b1) < 0 && side(other, a0) * side(other, a1) < 0;
            // A common end is held by both.
            if cross || common > 1 || touching > 2 * common {
                return true;
            }
        }
    }
    false
}

/// A piece of the line between two vertices of the diagram.
struct LinePiece {
    ends: [VertexIndex; 2],
    line: Vec<Position>,
}

struct Pieces<'a> {
    diagram: &'a Diagram,
    input: &'a Input,
    flattening: f64,
}

impl Pieces<'_> {
    /// The pieces in the face between a cell of the one chain and one of the other.
    fn inside(&self, face: &PlainPolygon) -> Option<Vec<LinePiece>> {
        let mut pieces = Vec::new();
        for edge in self.diagram.edges() {
            let twin = edge.twin().ok()?;
            // Each edge is there in both directions.
            if edge.id() > twin {
                continue;
            }
            let cell = edge.cell().ok()?;
            let other = self.diagram.edge_get_cell(twin).ok()?;
            let apart = match (self.owner(cell)?, self.owner(other)?) {
                (Owner::Chain(a), Owner::Chain(b)) => a != b,
                _ => false,
            };
            let ends = (
                edge.vertex0(),
                self.diagram.edge_get_vertex1(edge.id()).ok()?,
            );
            let (true, (Some(from), Some(to))) = (apart, ends) else {
                continue;
            };
            let at = |vertex| -> Option<Position> {
                let vertex = self.diagram.vertex(vertex).ok()?;
                Some(Position {
                    x: vertex.x(),
                    y: vertex.y(),
                })
            };
            let line = self.flat([at(from)?, at(to)?], [cell, other], edge.is_curved())?;
            let middle = line.len() / 2;
            let within = (line[middle - 1] + line[middle]) / 2.0;
            if polygons_contain(std::slice::from_ref(face), within) {
                let ends = [from, to];
                pieces.push(LinePiece { ends, line });
            }
        }
        Some(pieces)
    }

    /// The point that a cell is of, if it is no segment's.
    fn point(&self, cell: CellIndex) -> Option<Option<[i32; 2]>> {
        let cell = self.diagram.cell(cell).ok()?;
        let [x0, y0, x1, y1] = *self.input.segments.get(cell.source_index().usize())?;
        Some(match cell.source_category() {
            SourceCategory::SegmentStart => Some([x0, y0]),
            SourceCategory::SegmentEnd => Some([x1, y1]),
            SourceCategory::SinglePoint | SourceCategory::Segment => None,
        })
    }

    fn owner(&self, cell: CellIndex) -> Option<Owner> {
        if let Some(point) = self.point(cell)?
            && self.input.ends.contains(&point)
        {
            return Some(Owner::Both);
        }
        let source = self.diagram.cell(cell).ok()?.source_index();
        self.input.of.get(source.usize()).copied().map(Owner::Chain)
    }

    /// An edge of the diagram as a line: straight, or the parabola between a point and a
    /// segment.
    fn flat(
        &self,
        [from, to]: [Position; 2],
        cells: [CellIndex; 2],
        is_curved: bool,
    ) -> Option<Vec<Position>> {
        let [first, second] = cells;
        let (focus, directrix) = match (self.point(first)?, self.point(second)?) {
            (Some(focus), None) if is_curved => (place(focus), second),
            (None, Some(focus)) if is_curved => (place(focus), first),
            _ => return Some(vec![from, to]),
        };
        let source = self.diagram.cell(directrix).ok()?.source_index();
        let [x0, y0, x1, y1] = *self.input.segments.get(source.usize())?;
        let (base, tip) = (place([x0, y0]), place([x1, y1]));
        let length = (tip - base).x.hypot((tip - base).y);
        let along = (tip - base) / length;
        let across = Position {
            x: -along.y,
            y: along.x,
        };
        let dot = |a: Position, b: Position| a.x * b.x + a.y * b.y;
        let foot = dot(focus - base, along);
        let height = dot(focus - base, across);
        if height == 0.0 {
            return Some(vec![from, to]);
        }
        let (start, end) = (dot(from - base, along), dot(to - base, along));
        // Over a step of s the chord is off by s² / 8d; it must not reach the chains.
        let off = self.flattening.min(height.abs() / 8.0);
        let steps = ((end - start).abs() / (8.0 * height.abs() * off).sqrt()).ceil();
        let steps = (steps as usize).clamp(1, 10_000);
        let mut line = vec![from];
        for step in 1..steps {
            let place = start + (end - start) * step as f64 / steps as f64;
            let away = place - foot;
            let rise = away * away / (2.0 * height) + height / 2.0;
            line.push(base + along * place + across * rise);
        }
        line.push(to);
        Some(line)
    }
}

/// The pieces in a row, from the first end to the second; nothing where they do not make
/// one line.
fn chained(pieces: Vec<LinePiece>, [start, end]: [Position; 2]) -> Option<Vec<Position>> {
    let mut at: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
    for (number, piece) in pieces.iter().enumerate() {
        for vertex in piece.ends {
            at.entry(vertex.usize()).or_default().push(number);
        }
    }
    let mut tips: Vec<(usize, Position)> = Vec::new();
    for piece in &pieces {
        for (vertex, place) in piece
            .ends
            .into_iter()
            .zip([piece.line.first()?, piece.line.last()?])
        {
            if at.get(&vertex.usize())?.len() == 1 {
                tips.push((vertex.usize(), *place));
            }
        }
    }
    let [one, other] = tips[..] else { return None };
    let away = |a: Position, b: Position| (a - b).x.hypot((a - b).y);
    let direct = away(one.1, start) + away(other.1, end);
    let first = if direct <= away(other.1, start) + away(one.1, end) {
        one.0
    } else {
        other.0
    };
    let mut used = vec![false; pieces.len()];
    let mut line: Vec<Position> = Vec::new();
    let mut vertex = first;
    while let Some(&next) = at.get(&vertex)?.iter().find(|&&piece| !used[piece]) {
        used[next] = true;
        let piece = &pieces[next];
        let [from, to] = piece.ends.map(VertexIndex::usize);
        let skip = usize::from(!line.is_empty());
        if from == vertex {
            line.extend(piece.line.iter().skip(skip));
            vertex = to;
        } else {
            line.extend(piece.line.iter().rev().skip(skip));
            vertex = from;
        }
    }
    used.iter().all(|&used| used).then_some(line)
}
