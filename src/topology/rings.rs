//! Chaining directed pieces of outline into simple rings, with the land on their left.
//! Every choice at a vertex is made by exact predicates, and no vertex is moved.

use rustc_hash::FxHashMap;

use super::contains::side_of_edge;
use super::weave::position_bits;
use crate::model::Position;

/// A directed piece of an outline: an edge, or a whole border.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Arc {
    /// Its first vertex.
    pub from: Position,
    /// Its second vertex.
    pub onward: Position,
    /// Its last vertex but one.
    pub back: Position,
    /// Its last vertex.
    pub to: Position,
}

impl Arc {
    /// A single edge.
    pub fn edge(from: Position, to: Position) -> Self {
        Self {
            from,
            onward: to,
            back: from,
            to,
        }
    }
}

type Vertex = (u64, u64);

/// Whether as many arcs end at every vertex as begin there.
pub(super) fn is_balanced(arcs: &[Arc]) -> bool {
    let mut surplus: FxHashMap<Vertex, i64> = FxHashMap::default();
    for arc in arcs {
        *surplus.entry(position_bits(arc.from)).or_default() += 1;
        *surplus.entry(position_bits(arc.to)).or_default() -= 1;
    }
    surplus.values().all(|&surplus| surplus == 0)
}

/// Chains arcs into simple rings, as lists of places in `arcs`. Where several go on,
/// the walk stays beside the land that it has on its left, so that two pieces that
/// touch in a point are walked apart; a ring meets no vertex twice. What does not
/// close bounds nothing, and is left out.
pub(super) fn simple_rings(arcs: &[Arc]) -> Vec<Vec<usize>> {
    chain(arcs)
        .into_iter()
        .flat_map(|walk| cut_at_vertices(arcs, walk))
        .collect()
}

fn chain(arcs: &[Arc]) -> Vec<Vec<usize>> {
    let mut outgoing: FxHashMap<Vertex, Vec<usize>> = FxHashMap::default();
    for (index, arc) in arcs.iter().enumerate() {
        outgoing
            .entry(position_bits(arc.from))
            .or_default()
            .push(index);
    }
    let mut used = vec![false; arcs.len()];
    let mut walks = Vec::new();
    for first in 0..arcs.len() {
        if used[first] {
            continue;
        }
        used[first] = true;
        let mut walk = vec![first];
        let mut current = arcs[first];
        loop {
            let (at, back) = (current.to, current.back);
            let next = outgoing
                .get(&position_bits(at))
                .into_iter()
                .flatten()
                .copied()
                .filter(|&index| index == first || !used[index])
                .reduce(|best, other| {
                    if comes_before(at, back, arcs[other].onward, arcs[best].onward) {
                        other
                    } else {
                        best
                    }
                });
            match next {
                Some(index) if index != first => {
                    used[index] = true;
                    current = arcs[index];
                    walk.push(index);
                }
                _ => break,
            }
        }
        walks.push(walk);
    }
    walks
}

/// Whether, turning clockwise around `at` from the direction of `back`, `one` is met
/// before `other`. Decided exactly.
fn comes_before(at: Position, back: Position, one: Position, other: Position) -> bool {
    let quarter = |to: Position| {
        let side = side_of_edge(at, back, to);
        if side < 0.0 {
            0
        } else if side > 0.0 {
            2
        } else {
            let opposite =
                (to.x - at.x) * (back.x - at.x) < 0.0 || (to.y - at.y) * (back.y - at.y) < 0.0;
            // Straight on lies between the sides; straight back comes last.
            if opposite { 1 } else { 3 }
        }
    };
    let (first, second) = (quarter(one), quarter(other));
    first < second || (first == second && side_of_edge(at, one, other) < 0.0)
}

/// Cuts a closed walk at every vertex that it meets twice.
fn cut_at_vertices(arcs: &[Arc], walk: Vec<usize>) -> Vec<Vec<usize>> {
    let mut rings = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut met: FxHashMap<Vertex, usize> = FxHashMap::default();
    let mut vertices: Vec<Vertex> = Vec::new();
    if let Some(&first) = walk.first() {
        let start = position_bits(arcs[first].from);
        met.insert(start, 0);
        vertices.push(start);
    }
    for index in walk {
        open.push(index);
        let end = position_bits(arcs[index].to);
        if let Some(&depth) = met.get(&end) {
            rings.push(open.split_off(depth));
            for vertex in vertices.drain(depth + 1..) {
                met.remove(&vertex);
            }
        } else {
            met.insert(end, open.len());
            vertices.push(end);
        }
    }
    rings
}
