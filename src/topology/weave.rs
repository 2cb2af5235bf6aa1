//! From rings to borders: matches edges with identical vertices and joins them into
//! maximal chains with the same units on each side. It works alike on a whole
//! country and on the few borders around an edit.

mod edges;
mod vertices;

use std::borrow::Cow;
use std::sync::Arc;

use rayon::prelude::*;

use self::edges::{Edges, Side};
use self::vertices::{NONE, Vertices};
use crate::model::{Line, Position, UnitKey, same_place};

/// A path that a unit's ring takes: the whole ring, or a stretch of it.
#[derive(Debug, Clone)]
pub(crate) struct Strand<'a> {
    /// Whose ring it is.
    pub unit: UnitKey,
    /// Whether the unit's land lies on the left of the path.
    pub interior_left: bool,
    /// Whether the last vertex is joined to the first, which is not repeated.
    pub closed: bool,
    /// The vertices; no two in a row are equal.
    pub positions: Cow<'a, [Position]>,
}

/// A border as found.
#[derive(Debug, Clone)]
pub(crate) struct WovenBorder {
    pub line: Line,
    pub left: Vec<UnitKey>,
    pub right: Vec<UnitKey>,
}

/// A strand as a path of borders.
#[derive(Debug, Clone)]
pub(crate) struct WovenPath {
    /// Index of the border and whether the strand runs against it.
    pub uses: Vec<(usize, bool)>,
    /// Where in the first use, in the strand's direction, the strand begins.
    pub start: u32,
}

/// The borders of some strands, in the order in which the strands meet them, and
/// each strand's path.
#[derive(Debug, Clone, Default)]
pub(crate) struct Woven {
    pub borders: Vec<WovenBorder>,
    pub paths: Vec<WovenPath>,
}

/// The key of a position: equal bits for equal coordinates (−0 is 0).
pub(crate) fn position_bits(position: Position) -> (u64, u64) {
    ((position.x + 0.0).to_bits(), (position.y + 0.0).to_bits())
}

/// An edge that a strand walks along: twice its number, and one more where the strand
/// runs from its smaller vertex to the larger one.
type Step = u32;

/// A border as it is found: where its vertices are, and its sides.
struct Chain {
    first: usize,
    count: usize,
    sides: (Side, Side),
}

struct Graph {
    positions: Vec<Position>,
    edges: Edges,
    borders: Vec<Chain>,
    /// The vertices of the borders' lines, one after the other.
    line_vertices: Vec<u32>,
    /// The edges and vertices of the chain at hand.
    chain_edges: Vec<u32>,
    chain_vertices: Vec<u32>,
}

/// So many positions are woven by one thread sooner than by two.
const FEW_POSITIONS: usize = 100_000;

/// The vertices of a strand by number.
struct Numbered {
    numbers: Vec<u32>,
    /// Of each vertex that is new, whether it is a junction whatever meets there.
    new: Vec<bool>,
}

/// Finds the borders of `strands`. `pinned` tells of a vertex that is a junction for
/// a reason beyond these strands; the ends of open strands always are.
pub(crate) fn weave(strands: &[Strand<'_>], pinned: &(dyn Fn(Position) -> bool + Sync)) -> Woven {
    let total: usize = strands.iter().map(|strand| strand.positions.len()).sum();
    // In a coverage nearly every vertex is written twice.
    let room = total / 2 + total / 32;
    let mut walks = Walks::with_room_for(room, total);
    let positions = if total < FEW_POSITIONS {
        number(strands, pinned, room, |strand, numbered| {
            walks.add(strand, &numbered);
        })
    } else {
        // One thread numbers what the other makes edges of.
        let (sender, receiver) = std::sync::mpsc::channel();
        let numbering = move || {
            number(strands, pinned, room, |strand, numbered| {
                // Whoever receives goes on until the last has been sent.
                let _ = sender.send((strand, numbered));
            })
        };
        let (positions, ()) = rayon::join(numbering, || {
            for (strand, numbered) in receiver {
                walks.add(strand, &numbered);
            }
        });
        positions
    };
    let Walks { edges, steps, ends } = walks;
    let mut graph = Graph {
        positions,
        edges,
        borders: Vec::new(),
        line_vertices: Vec::new(),
        chain_edges: Vec::new(),
        chain_vertices: Vec::new(),
    };
    let mut begin = 0;
    let mut paths = Vec::with_capacity(strands.len());
    for (strand, end) in strands.iter().zip(ends) {
        paths.push(graph.path(strand, &steps[begin..end]));
        begin = end;
    }
    let borders = graph.woven_borders(total < FEW_POSITIONS);
    if total >= FEW_POSITIONS {
        // Giving so much memory back takes time that others need not wait for.
        rayon::spawn(move || drop((graph, steps)));
    }
    Woven { borders, paths }
}

/// Numbers the vertices of strands, one strand after the other; gives their positions.
fn number<'s, 'a>(
    strands: &'s [Strand<'a>],
    pinned: &dyn Fn(Position) -> bool,
    room: usize,
    mut each: impl FnMut(&'s Strand<'a>, Numbered),
) -> Vec<Position> {
    let mut vertices = Vertices::with_room_for(room);
    for strand in strands {
        let known = vertices.positions.len();
        let mut numbers = Vec::with_capacity(strand.positions.len());
        vertices.number(&strand.positions, &mut numbers);
        let new = vertices.positions[known..].iter();
        let new = new.map(|&position| pinned(position)).collect();
        each(strand, Numbered { numbers, new });
    }
    vertices.positions
}

/// The edges of strands, and the edges that each strand walks along.
struct Walks {
    edges: Edges,
    steps: Vec<Step>,
    /// Where in `steps` each strand ends.
    ends: Vec<usize>,
}

impl Walks {
    fn with_room_for(vertices: usize, positions: usize) -> Self {
        Self {
            edges: Edges::with_room_for(vertices),
            steps: Vec::with_capacity(positions),
            ends: Vec::new(),
        }
    }

    fn add(&mut self, strand: &Strand<'_>, Numbered { numbers, new }: &Numbered) {
        for &is_junction in new {
            self.edges.add_vertex(is_junction);
        }
        pin_turns(numbers, strand.closed, &mut self.edges);
        let first = numbers.first().filter(|_| strand.closed);
        let next = numbers.iter().skip(1).chain(first);
        for (&from, &to) in numbers.iter().zip(next) {
            if from != to {
                let (unit, on_left) = (strand.unit, strand.interior_left);
                let (edge, forward) = self.edges.edge(from, to, unit, on_left);
                self.steps.push(edge << 1 | u32::from(forward));
            }
        }
        self.ends.push(self.steps.len());
    }
}

/// A path that turns back on itself must find a junction where it does, even where the
/// sides would let a border run through.
fn pin_turns(numbers: &[u32], closed: bool, edges: &mut Edges) {
    let (Some(&first), Some(&last)) = (numbers.first(), numbers.last()) else {
        return;
    };
    if !closed {
        edges.make_junction(first);
        edges.make_junction(last);
    }
    let mut before = last;
    let next = numbers.iter().skip(1).chain([&first]);
    for (&vertex, &next) in numbers.iter().zip(next) {
        if before == next {
            edges.make_junction(vertex);
        }
        before = vertex;
    }
}

impl Graph {
    /// The maximal chain through `edge`, in the direction `forward`, as a border.
    fn chain(&mut self, edge: u32, forward: bool) {
        let [first, second] = self.edges.list[edge as usize].ends;
        let (tail, head) = if forward {
            (first, second)
        } else {
            (second, first)
        };
        self.chain_edges.clear();
        self.chain_vertices.clear();
        self.chain_vertices.push(tail);
        if self.follow(edge, tail, head) {
            self.start_at_smallest();
        } else {
            // The other way to its end, then from there all along.
            let (mut start, mut from, mut to) = (edge, tail, head);
            while let Some(next) = self.edges.onward(start, from) {
                to = from;
                from = self.edges.list[next as usize].other_end(from);
                start = next;
            }
            if start != edge {
                self.chain_edges.clear();
                self.chain_vertices.clear();
                self.chain_vertices.push(from);
                self.follow(start, from, to);
            }
        }
        let border = self.borders.len() as u32;
        for (index, (&edge, &from)) in self
            .chain_edges
            .iter()
            .zip(&self.chain_vertices)
            .enumerate()
        {
            let edge = &mut self.edges.list[edge as usize];
            edge.border = border;
            edge.place = (index as u32) << 1 | u32::from(edge.ends[0] == from);
        }
        let sides = match (self.chain_edges.first(), self.chain_vertices.first()) {
            (Some(&edge), Some(&from)) => self.edges.list[edge as usize].sides_from(from),
            _ => return,
        };
        let first = self.line_vertices.len();
        self.line_vertices.extend_from_slice(&self.chain_vertices);
        self.borders.push(Chain {
            first,
            count: self.chain_vertices.len(),
            sides,
        });
    }

    /// The borders with their lines, made by one thread where there are few.
    fn woven_borders(&self, are_few: bool) -> Vec<WovenBorder> {
        let woven = |chain: &Chain| {
            let vertices = &self.line_vertices[chain.first..chain.first + chain.count];
            let line = vertices.iter();
            let line = line.map(|&vertex| self.positions[vertex as usize]);
            WovenBorder {
                line: line.collect::<Arc<[Position]>>().into(),
                left: self.edges.units(chain.sides.0),
                right: self.edges.units(chain.sides.1),
            }
        };
        if are_few {
            self.borders.iter().map(woven).collect()
        } else {
            self.borders.par_iter().map(woven).collect()
        }
    }

    /// Follows a border from an edge to its end; whether it came round to the edge.
    fn follow(&mut self, first: u32, from: u32, to: u32) -> bool {
        let mut edge = first;
        let mut at = to;
        self.chain_edges.push(edge);
        self.chain_vertices.push(at);
        debug_assert_eq!(self.edges.list[edge as usize].other_end(from), to);
        while let Some(next) = self.edges.onward(edge, at) {
            if next == first {
                return true;
            }
            at = self.edges.list[next as usize].other_end(at);
            edge = next;
            self.chain_edges.push(edge);
            self.chain_vertices.push(at);
        }
        false
    }

    /// Turns a free ring so that it begins at its smallest vertex: the western one,
    /// then the southern one.
    fn start_at_smallest(&mut self) {
        let vertices = &mut self.chain_vertices;
        vertices.pop();
        let place = |at: usize| self.positions[vertices[at] as usize];
        let smallest = (0..vertices.len()).min_by(|&a, &b| {
            let (a, b) = (place(a), place(b));
            a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y))
        });
        let smallest = smallest.unwrap_or(0);
        vertices.rotate_left(smallest);
        self.chain_edges.rotate_left(smallest);
        vertices.extend_from_within(..1);
    }

    /// A strand's walk along edges as a path along borders, those made that are new.
    fn path(&mut self, strand: &Strand<'_>, walk: &[Step]) -> WovenPath {
        let mut uses: Vec<(usize, bool)> = Vec::new();
        let mut start = 0;
        let mut at = 0;
        while let Some(&step) = walk.get(at) {
            let (number, forward) = (step >> 1, step & 1 == 1);
            if self.edges.list[number as usize].border == NONE {
                self.chain(number, forward);
            }
            let edge = self.edges.list[number as usize];
            let border = edge.border as usize;
            let edge_count = self.borders[border].count as u32 - 1;
            let reversed = (edge.place & 1 == 1) != forward;
            let index = if reversed {
                edge_count - 1 - (edge.place >> 1)
            } else {
                edge.place >> 1
            };
            if at == 0 {
                start = index;
            }
            uses.push((border, reversed));
            // A walk leaves a border at its end only.
            at += (edge_count - index) as usize;
        }
        // A strand that began inside a border comes back to it at its end.
        if strand.closed && start > 0 && uses.len() > 1 && uses.last() == uses.first() {
            uses.pop();
        }
        WovenPath { uses, start }
    }
}

/// A ring's positions without repetitions, and where it had them: the place of the
/// vertex among those kept, and how many more times it was written. The closing
/// vertex is dropped; where the first vertex stands again before it, that is told as
/// a repetition one place beyond the last.
pub(crate) fn without_repeats(
    ring: &[Position],
    closed: bool,
) -> (Cow<'_, [Position]>, Vec<(u32, u32)>) {
    let written = match ring.split_last() {
        Some((_, rest)) if closed => rest,
        _ => ring,
    };
    let next = written
        .iter()
        .skip(1)
        .chain(written.first().filter(|_| written.len() > 1));
    if !written.iter().zip(next).any(|(&a, &b)| same_place(a, b)) {
        return (Cow::Borrowed(written), Vec::new());
    }
    let mut kept: Vec<Position> = Vec::with_capacity(written.len());
    let mut repeats: Vec<(u32, u32)> = Vec::new();
    for &position in written {
        if kept.last().is_some_and(|&last| same_place(last, position)) {
            let place = (kept.len() - 1) as u32;
            match repeats.last_mut() {
                Some((last, times)) if *last == place => *times += 1,
                _ => repeats.push((place, 1)),
            }
        } else {
            kept.push(position);
        }
    }
    let mut at_end = 0;
    while kept.len() > 1 && same_place(kept[0], kept[kept.len() - 1]) {
        kept.pop();
        at_end += 1;
        // What was repeated there is the first vertex again.
        if let Some((place, times)) = repeats.last().copied()
            && place as usize == kept.len()
        {
            repeats.pop();
            at_end += times;
        }
    }
    if at_end > 0 {
        repeats.push((kept.len() as u32, at_end));
    }
    (Cow::Owned(kept), repeats)
}
