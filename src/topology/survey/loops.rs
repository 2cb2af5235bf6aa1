//! Where a unit's own rings cross themselves or each other: in edges, in a vertex on
//! an edge, in a common vertex.

use std::collections::BTreeMap;

use super::contacts::{Contact, CrossingKind};
use super::edges::{EdgeAt, Edges, common_units};
use crate::model::{
    BorderKey, BorderUse, Dataset, Land, Part, Position, Ring, UnitKey, same_place,
};
use crate::topology::contains::side_of_edge;
use crate::topology::weave::position_bits;

/// A place at which units' own rings cross themselves.
#[derive(Debug, Clone, PartialEq)]
pub struct SelfCrossing {
    /// Where: a vertex, or where two edges cross.
    pub at: Position,
    /// Whose rings, in the order of their keys.
    pub units: Vec<UnitKey>,
    /// How.
    pub kind: SelfCrossingKind,
}

/// How a unit's ring crosses itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SelfCrossingKind {
    /// In a point inside two edges, or in a vertex on an edge.
    Edge,
    /// In a vertex that it passes twice.
    Vertex,
    /// It runs along itself.
    Along,
}

type Found = BTreeMap<(u64, u64), SelfCrossing>;

fn add(found: &mut Found, at: Position, unit: UnitKey, kind: SelfCrossingKind) {
    let crossing = found
        .entry(position_bits(at))
        .or_insert_with(|| SelfCrossing {
            at,
            units: Vec::new(),
            kind,
        });
    crossing.kind = crossing.kind.min(kind);
    if let Err(place) = crossing.units.binary_search(&unit) {
        crossing.units.insert(place, unit);
    }
}

/// All places, from west to east, at which rings of `units` cross themselves.
pub(super) fn self_crossings(
    dataset: &Dataset,
    edges: &Edges<'_>,
    contacts: &[Contact],
    units: &[UnitKey],
) -> Vec<SelfCrossing> {
    let mut found = Found::new();
    in_edges(dataset, edges, contacts, &mut found);
    for &unit in units {
        in_vertices(dataset, unit, &mut found);
    }
    let mut crossings: Vec<SelfCrossing> = found.into_values().collect();
    crossings.sort_by(|a, b| a.at.x.total_cmp(&b.at.x).then(a.at.y.total_cmp(&b.at.y)));
    crossings
}

fn in_edges(dataset: &Dataset, edges: &Edges<'_>, contacts: &[Contact], found: &mut Found) {
    // The edges of a unit at a vertex that lies on another of its edges, by that vertex,
    // that edge and the unit: the vertex, the edge, and its far end.
    type Touching = BTreeMap<((u64, u64), EdgeAt, UnitKey), Vec<(Position, EdgeAt, Position)>>;
    let mut touching = Touching::new();
    for contact in contacts {
        let [first, second] = contact.edges;
        let common = common_units(edges.border(first), edges.border(second));
        for unit in common {
            match contact.kind {
                CrossingKind::Cross => add(found, contact.at, unit, SelfCrossingKind::Edge),
                CrossingKind::Touch | CrossingKind::Along => {
                    let (from, to) = edges.ends(first);
                    let far = if same_place(from, contact.at) {
                        to
                    } else {
                        from
                    };
                    touching
                        .entry((position_bits(contact.at), second, unit))
                        .or_default()
                        .push((contact.at, first, far));
                }
                CrossingKind::Near => {}
            }
        }
    }
    for ((_, edge, unit), ends) in touching {
        let (from, to) = edges.ends(edge);
        let (mut left, mut right) = (false, false);
        for &(at, end, far) in &ends {
            let side = side_of_edge(from, to, far);
            left |= side > 0.0;
            right |= side < 0.0;
            let borders = [edges.key(edge).border, edges.key(end).border];
            if side == 0.0 && same_ring(dataset, unit, borders) {
                add(found, at, unit, SelfCrossingKind::Along);
            }
        }
        if let Some(&(at, ..)) = ends.first()
            && left
            && right
        {
            add(found, at, unit, SelfCrossingKind::Edge);
        }
    }
}

fn same_ring(dataset: &Dataset, unit: UnitKey, borders: [BorderKey; 2]) -> bool {
    dataset.units.get(unit).is_some_and(|unit| {
        unit.coverage_rings().any(|ring| {
            borders
                .iter()
                .all(|&key| ring.path.iter().any(|step| step.border == key))
        })
    })
}

/// A ring's way through a vertex: where it comes from and where it goes.
type Passage = (Position, Position);

fn in_vertices(dataset: &Dataset, unit: UnitKey, found: &mut Found) {
    let Some(Land::Coverage(parts)) = dataset.units.get(unit).map(|unit| &unit.land) else {
        return;
    };
    // A vertex that is passed twice has more than two edges, or one edge twice: in
    // either case borders end there.
    let mut passages: Vec<((u64, u64), Position, Passage)> = Vec::new();
    for ring in parts.iter().flat_map(Part::rings) {
        each_passage(dataset, ring, |at, passage| {
            passages.push((position_bits(at), at, passage));
        });
    }
    passages.sort_by_key(|&(bits, ..)| bits);
    for group in passages.chunk_by(|a, b| a.0 == b.0) {
        for (index, first) in group.iter().enumerate() {
            for second in &group[index + 1..] {
                if cross_at(first.1, first.2, second.2) {
                    add(found, first.1, unit, SelfCrossingKind::Vertex);
                }
            }
        }
    }
}

fn each_passage(dataset: &Dataset, ring: &Ring, mut each: impl FnMut(Position, Passage)) {
    let steps = &ring.path;
    for (index, &step) in steps.iter().enumerate() {
        let before = steps[(index + steps.len() - 1) % steps.len()];
        let (Some(before), Some(line)) = (directed(dataset, before), directed(dataset, step))
        else {
            continue;
        };
        each(line.0, (before.2, line.1));
    }
}

/// The first, second and last but one vertices of a use of a border.
fn directed(dataset: &Dataset, step: BorderUse) -> Option<(Position, Position, Position)> {
    let line = &dataset.borders.get(step.border)?.line;
    let count = line.len();
    if count < 2 {
        return None;
    }
    Some(if step.reversed {
        (line[count - 1], line[count - 2], line[1])
    } else {
        (line[0], line[1], line[count - 2])
    })
}

/// Whether two ways through a vertex cross: the second comes from one side of the
/// first and leaves on the other.
fn cross_at(at: Position, first: Passage, second: Passage) -> bool {
    let left = |point| strictly_between(at, first.1, first.0, point);
    let right = |point| strictly_between(at, first.0, first.1, point);
    (left(second.0) && right(second.1)) || (right(second.0) && left(second.1))
}

/// Whether the direction from `at` to `point` lies strictly within the turn, counter-
/// clockwise, from the direction to `from` to that to `to`.
fn strictly_between(at: Position, from: Position, to: Position, point: Position) -> bool {
    let turn = side_of_edge(at, from, to);
    let after = side_of_edge(at, from, point);
    let before = side_of_edge(at, point, to);
    if turn > 0.0 {
        after > 0.0 && before > 0.0
    } else if turn < 0.0 {
        // More than half a turn: not in the closed rest of it.
        !(before <= 0.0 && after <= 0.0)
    } else {
        let (a, b) = (from - at, to - at);
        // Straight on; a way that turns back on itself has no sides.
        a.x * b.x + a.y * b.y < 0.0 && after > 0.0
    }
}
