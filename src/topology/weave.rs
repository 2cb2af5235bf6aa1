//! From rings to borders: matches edges with identical vertices and joins them into
//! maximal chains with the same units on each side. It works alike on a whole
//! country and on the few borders around an edit.

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use crate::model::{Position, UnitKey, same_place};

/// A path that a unit's ring takes: the whole ring, or a stretch of it.
#[derive(Debug, Clone)]
pub(crate) struct Strand {
    /// Whose ring it is.
    pub unit: UnitKey,
    /// Whether the unit's land lies on the left of the path.
    pub interior_left: bool,
    /// Whether the last vertex is joined to the first, which is not repeated.
    pub closed: bool,
    /// The vertices; no two in a row are equal.
    pub positions: Vec<Position>,
}

/// A border as found.
#[derive(Debug, Clone)]
pub(crate) struct WovenBorder {
    pub line: Vec<Position>,
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

/// The units on one side of an edge, in order, each once.
type Side = SmallVec<[UnitKey; 2]>;

/// An edge between two vertices, the smaller number first.
struct Edge {
    ends: [u32; 2],
    left: Side,
    right: Side,
    /// The border and the edge's place in it, once known.
    place: Option<Placed>,
}

#[derive(Clone, Copy)]
struct Placed {
    border: usize,
    /// The edge is the one from this vertex of the border's line to the next.
    index: u32,
    /// Whether the border runs from `ends[0]` to `ends[1]`.
    forward: bool,
}

/// The key of a position: equal bits for equal coordinates (−0 is 0).
pub(crate) fn position_bits(position: Position) -> (u64, u64) {
    ((position.x + 0.0).to_bits(), (position.y + 0.0).to_bits())
}

struct Graph {
    positions: Vec<Position>,
    edges: Vec<Edge>,
    /// The edges at each vertex.
    around: Vec<SmallVec<[u32; 2]>>,
    pinned: Vec<bool>,
    /// For each strand, its edges in order and whether it runs along each forward.
    walks: Vec<Vec<(u32, bool)>>,
}

/// Finds the borders of `strands`. `pinned` tells of a vertex that is a junction for
/// a reason beyond these strands; the ends of open strands always are.
pub(crate) fn weave(strands: &[Strand], pinned: &dyn Fn(Position) -> bool) -> Woven {
    let mut graph = Graph::new(strands, pinned);
    let mut borders = Vec::new();
    let walks = std::mem::take(&mut graph.walks);
    for &(edge, forward) in walks.iter().flatten() {
        if graph.edges[edge as usize].place.is_none() {
            let border = graph.chain(edge, forward, borders.len());
            borders.push(border);
        }
    }
    let paths = strands
        .iter()
        .zip(&walks)
        .map(|(strand, walk)| graph.path(strand, walk, &borders))
        .collect();
    Woven { borders, paths }
}

impl Graph {
    fn new(strands: &[Strand], pinned: &dyn Fn(Position) -> bool) -> Self {
        let total: usize = strands.iter().map(|strand| strand.positions.len()).sum();
        let mut numbers: FxHashMap<(u64, u64), u32> = FxHashMap::default();
        numbers.reserve(total / 2);
        let mut by_ends: FxHashMap<[u32; 2], u32> = FxHashMap::default();
        by_ends.reserve(total / 2);
        let mut graph = Self {
            positions: Vec::new(),
            edges: Vec::new(),
            around: Vec::new(),
            pinned: Vec::new(),
            walks: Vec::with_capacity(strands.len()),
        };
        for strand in strands {
            let vertices: Vec<u32> = strand
                .positions
                .iter()
                .map(|&position| graph.vertex(position, &mut numbers, pinned))
                .collect();
            graph.pin_turns(&vertices, strand.closed);
            let count = vertices.len();
            let edge_count = if strand.closed {
                count
            } else {
                count.saturating_sub(1)
            };
            let mut walk = Vec::with_capacity(edge_count);
            for index in 0..edge_count {
                let (from, to) = (vertices[index], vertices[(index + 1) % count]);
                if from != to {
                    walk.push(graph.edge(from, to, strand, &mut by_ends));
                }
            }
            graph.walks.push(walk);
        }
        graph
    }

    fn vertex(
        &mut self,
        position: Position,
        numbers: &mut FxHashMap<(u64, u64), u32>,
        pinned: &dyn Fn(Position) -> bool,
    ) -> u32 {
        *numbers.entry(position_bits(position)).or_insert_with(|| {
            self.positions.push(position);
            self.around.push(SmallVec::new());
            self.pinned.push(pinned(position));
            (self.positions.len() - 1) as u32
        })
    }

    /// A path that turns back on itself must find a junction where it does, even
    /// where the sides would let a border run through.
    fn pin_turns(&mut self, vertices: &[u32], closed: bool) {
        let count = vertices.len();
        for index in 0..count {
            let is_end = !closed && (index == 0 || index + 1 == count);
            let turns = vertices[(index + count - 1) % count] == vertices[(index + 1) % count];
            if is_end || turns {
                self.pinned[vertices[index] as usize] = true;
            }
        }
    }

    fn edge(
        &mut self,
        from: u32,
        to: u32,
        strand: &Strand,
        by_ends: &mut FxHashMap<[u32; 2], u32>,
    ) -> (u32, bool) {
        let forward = from < to;
        let ends = if forward { [from, to] } else { [to, from] };
        let number = *by_ends.entry(ends).or_insert_with(|| {
            let number = self.edges.len() as u32;
            for end in ends {
                self.around[end as usize].push(number);
            }
            self.edges.push(Edge {
                ends,
                left: Side::new(),
                right: Side::new(),
                place: None,
            });
            number
        });
        let edge = &mut self.edges[number as usize];
        let side = if forward == strand.interior_left {
            &mut edge.left
        } else {
            &mut edge.right
        };
        if let Err(at) = side.binary_search(&strand.unit) {
            side.insert(at, strand.unit);
        }
        (number, forward)
    }

    /// The sides of an edge as seen when leaving the vertex `from`.
    fn sides_from(&self, edge: u32, from: u32) -> (&Side, &Side) {
        let edge = &self.edges[edge as usize];
        if edge.ends[0] == from {
            (&edge.left, &edge.right)
        } else {
            (&edge.right, &edge.left)
        }
    }

    /// The edge on which a border goes on through `vertex`; nothing at a junction.
    fn onward(&self, edge: u32, vertex: u32) -> Option<u32> {
        let around = &self.around[vertex as usize];
        if self.pinned[vertex as usize] || around.len() != 2 {
            return None;
        }
        let next = if around[0] == edge {
            around[1]
        } else {
            around[0]
        };
        let (left_out, right_out) = self.sides_from(next, vertex);
        // Leaving backwards along the edge that came in exchanges its sides.
        let (right_in, left_in) = self.sides_from(edge, vertex);
        (left_in == left_out && right_in == right_out).then_some(next)
    }

    fn other_end(&self, edge: u32, vertex: u32) -> u32 {
        let ends = self.edges[edge as usize].ends;
        if ends[0] == vertex { ends[1] } else { ends[0] }
    }

    /// The maximal chain through `edge`, in the direction `forward`.
    fn chain(&mut self, edge: u32, forward: bool, border: usize) -> WovenBorder {
        let ends = self.edges[edge as usize].ends;
        let (tail, head) = if forward {
            (ends[0], ends[1])
        } else {
            (ends[1], ends[0])
        };
        let mut edges = vec![edge];
        let mut vertices = vec![tail, head];
        let mut ring = false;
        let mut at = head;
        while let Some(next) = self.onward(edges[edges.len() - 1], at) {
            if next == edge {
                ring = true;
                break;
            }
            at = self.other_end(next, at);
            edges.push(next);
            vertices.push(at);
        }
        if ring {
            self.start_at_smallest(&mut edges, &mut vertices);
        } else {
            let mut before_edges = Vec::new();
            let mut before = Vec::new();
            let (mut at, mut last) = (tail, edge);
            while let Some(next) = self.onward(last, at) {
                at = self.other_end(next, at);
                last = next;
                before_edges.push(next);
                before.push(at);
            }
            before_edges.reverse();
            before.reverse();
            before_edges.append(&mut edges);
            before.append(&mut vertices);
            (edges, vertices) = (before_edges, before);
        }
        for (index, &number) in edges.iter().enumerate() {
            let forward = self.edges[number as usize].ends[0] == vertices[index];
            self.edges[number as usize].place = Some(Placed {
                border,
                index: index as u32,
                forward,
            });
        }
        let (left, right) = self.sides_from(edges[0], vertices[0]);
        WovenBorder {
            left: left.to_vec(),
            right: right.to_vec(),
            line: vertices
                .iter()
                .map(|&vertex| self.positions[vertex as usize])
                .collect(),
        }
    }

    /// Turns a free ring so that it begins at its smallest vertex: the western one,
    /// then the southern one.
    fn start_at_smallest(&self, edges: &mut [u32], vertices: &mut Vec<u32>) {
        vertices.pop();
        let smallest = (0..vertices.len()).min_by(|&a, &b| {
            let a = self.positions[vertices[a] as usize];
            let b = self.positions[vertices[b] as usize];
            a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y))
        });
        let smallest = smallest.unwrap_or(0);
        vertices.rotate_left(smallest);
        edges.rotate_left(smallest);
        vertices.push(vertices[0]);
    }

    /// A strand's walk along edges as a path along borders.
    fn path(&self, strand: &Strand, walk: &[(u32, bool)], borders: &[WovenBorder]) -> WovenPath {
        let mut uses: Vec<(usize, bool)> = Vec::new();
        let mut start = 0;
        let mut left_in_use = 0;
        for (step, &(number, forward)) in walk.iter().enumerate() {
            let Some(placed) = self.edges[number as usize].place else {
                continue;
            };
            let edge_count = (borders[placed.border].line.len() - 1) as u32;
            let reversed = placed.forward != forward;
            let index = if reversed {
                edge_count - 1 - placed.index
            } else {
                placed.index
            };
            if left_in_use == 0 {
                uses.push((placed.border, reversed));
                left_in_use = edge_count - index;
                if step == 0 {
                    start = index;
                }
            }
            left_in_use -= 1;
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
pub(crate) fn without_repeats(ring: &[Position], closed: bool) -> (Vec<Position>, Vec<(u32, u32)>) {
    let written = match ring.split_last() {
        Some((_, rest)) if closed => rest,
        _ => ring,
    };
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
    (kept, repeats)
}
