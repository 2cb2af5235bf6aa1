//! Moves one vertex: every ring of the coverage that has exactly that coordinate
//! follows, at every level and on both sides, and nothing else does.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::at_once::faults_at_once;
use super::fault::introduced_faults;
use super::insert_vertex::ON_EDGE_M;
use super::redraw::rewoven;
use super::{Change, ChangeSet, Refusal};
use crate::measure::LocalPlane;
use crate::model::{BorderKey, BorderStatus, Extent, Position, is_usable, same_place};
use crate::topology::{Redrawing, Snapshot, position_bits, rounded};

/// Moves the vertex at `from` to `to`.
///
/// The new place is rounded to 1e-9°. Where it is another border's vertex, or lies
/// exactly on another's edge, the two become one there. It is refused if a fault
/// appears that was not there.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct MoveVertex {
    /// The vertex, exactly as it is stored.
    pub from: Position,
    /// Where it goes.
    pub to: Position,
}

impl MoveVertex {
    /// What the edit would change.
    ///
    /// # Errors
    /// [`Refusal`]: no vertex there, a locked border, a collapse, or faults that the
    /// move would bring in.
    pub fn plan(&self, snapshot: &Snapshot) -> Result<ChangeSet, Refusal> {
        planned(snapshot, &[*self])
    }
}

/// Moves several vertices at once, each as [`MoveVertex`] does: a stretch of a border, or a
/// corner with all that lies around it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MoveVertices {
    /// The moves.
    pub moves: Vec<MoveVertex>,
}

impl MoveVertices {
    /// What the edit would change.
    ///
    /// # Errors
    /// As [`MoveVertex::plan`]; [`Refusal::NoChange`] for none.
    pub fn plan(&self, snapshot: &Snapshot) -> Result<ChangeSet, Refusal> {
        planned(snapshot, &self.moves)
    }
}

fn planned(snapshot: &Snapshot, moves: &[MoveVertex]) -> Result<ChangeSet, Refusal> {
    if let Some(wrong) = moves.iter().find(|it| !is_usable(it.to)) {
        return Err(Refusal::NotOnEarth(wrong.to));
    }
    let mut to_by_from = FxHashMap::default();
    let mut moved_to = Vec::new();
    for it in moves {
        let to = target(snapshot, it.to);
        if !same_place(it.from, to) {
            to_by_from.insert(position_bits(it.from), to);
            moved_to.push((it.from, to));
        }
    }
    if moved_to.is_empty() {
        return Err(Refusal::NoChange);
    }
    let moved = moved_lines(snapshot, &moved_to, &to_by_from)?;
    if let Some(faults) = faults_at_once(snapshot, &moved) {
        return Err(Refusal::Faults(faults));
    }
    let mut joined = BTreeMap::new();
    for &(_, to) in &moved_to {
        // A place that itself is left is no other's vertex any more.
        for (key, line) in joined_lines(snapshot, &moved, &joined, to) {
            joined.insert(key, line);
        }
    }
    let meets_itself = moved.values().any(|line| {
        let mut places = moved_to.iter();
        places.any(|&(_, to)| passes_through(line, to) > 1)
    });
    let meet_each_other = moved_to.len() > 1 && meet(&moved_to);
    let changes = if joined.is_empty() && !meets_itself && !meet_each_other {
        moved_in_place(snapshot, &moved)
    } else {
        let redrawing = Redrawing {
            lines: moved.clone().into_iter().chain(joined).collect(),
            ..Redrawing::default()
        };
        rewoven(snapshot, &redrawing)?.changes
    };
    let changes = ChangeSet::from(changes);
    let after = changes.apply(snapshot);
    let places = moved_to.iter().flat_map(|&(from, to)| {
        let beside = edges_at(&moved, to);
        [from, to].into_iter().chain(beside)
    });
    let Some(extent) = Extent::around(places) else {
        return Err(Refusal::NoChange);
    };
    let faults = introduced_faults(snapshot, &after, extent);
    if faults.is_empty() {
        Ok(changes)
    } else {
        Err(Refusal::Faults(faults))
    }
}

/// Whether two vertices come to one place.
fn meet(moves: &[(Position, Position)]) -> bool {
    let mut places: Vec<(u64, u64)> = moves.iter().map(|&(_, to)| position_bits(to)).collect();
    places.sort_unstable();
    places.windows(2).any(|pair| pair[0] == pair[1])
}

/// Where a vertex goes: a vertex of another border as it stands, else the rounded place.
fn target(snapshot: &Snapshot, to: Position) -> Position {
    if is_vertex(snapshot, to) {
        to
    } else {
        rounded(to)
    }
}

/// Whether a place is exactly that of a vertex of a border.
pub(super) fn is_vertex(snapshot: &Snapshot, at: Position) -> bool {
    snapshot
        .index
        .borders_near(Extent::at(at))
        .filter_map(|key| snapshot.dataset.borders.get(key))
        .flat_map(|border| border.line.iter())
        .any(|&vertex| same_place(vertex, at))
}

/// The lines of all borders that have one of the vertices, with it moved.
fn moved_lines(
    snapshot: &Snapshot,
    moves: &[(Position, Position)],
    to_by_from: &FxHashMap<(u64, u64), Position>,
) -> Result<BTreeMap<BorderKey, Vec<Position>>, Refusal> {
    let mut lines = BTreeMap::new();
    let mut locked = Vec::new();
    for &(from, _) in moves {
        let mut is_vertex = false;
        for key in snapshot.index.borders_near(Extent::at(from)) {
            let Some(border) = snapshot.dataset.borders.get(key) else {
                continue;
            };
            if !border.line.iter().any(|&vertex| same_place(vertex, from)) {
                continue;
            }
            is_vertex = true;
            if lines.contains_key(&key) {
                continue;
            }
            if border.attributes.status == BorderStatus::Agreed {
                locked.push(key);
            }
            let anew = |&vertex: &Position| {
                let to = to_by_from.get(&position_bits(vertex));
                to.copied().unwrap_or(vertex)
            };
            let line: Vec<Position> = border.line.iter().map(anew).collect();
            if let Some(edge) = line.windows(2).find(|edge| same_place(edge[0], edge[1])) {
                return Err(Refusal::Collapse(edge[0]));
            }
            lines.insert(key, line);
        }
        if !is_vertex {
            return Err(Refusal::NoVertex(from));
        }
    }
    if locked.is_empty() {
        Ok(lines)
    } else {
        locked.sort_unstable();
        Err(Refusal::Locked(locked))
    }
}

/// How often a line passes through a vertex; the joint of a free ring counts once.
fn passes_through(line: &[Position], vertex: Position) -> usize {
    let joint = usize::from(line.len() > 1 && same_place(line[0], line[line.len() - 1]));
    line.iter()
        .skip(joint)
        .filter(|&&position| same_place(position, vertex))
        .count()
}

/// The vertices next to `to` on the moved lines.
fn edges_at(
    moved: &BTreeMap<BorderKey, Vec<Position>>,
    to: Position,
) -> impl Iterator<Item = Position> + '_ {
    moved
        .values()
        .flat_map(|line| line.windows(2))
        .filter(move |edge| same_place(edge[0], to) || same_place(edge[1], to))
        .flat_map(|edge| [edge[0], edge[1]])
}

/// The lines of borders that the vertex comes to lie on, with it among their
/// vertices. If there are any, every border that was moved is woven again too.
fn joined_lines(
    snapshot: &Snapshot,
    moved: &BTreeMap<BorderKey, Vec<Position>>,
    known: &BTreeMap<BorderKey, Vec<Position>>,
    to: Position,
) -> BTreeMap<BorderKey, Vec<Position>> {
    snapshot
        .index
        .borders_near(Extent::at(to).grown(ON_EDGE_M * 2e-5))
        .filter(|key| !moved.contains_key(key))
        .filter_map(|key| {
            let stored = &snapshot.dataset.borders.get(key)?.line;
            let line = known.get(&key).map_or(&stored[..], Vec::as_slice);
            if line.iter().any(|&vertex| same_place(vertex, to)) {
                return Some((key, line.to_vec()));
            }
            let at = line
                .windows(2)
                .position(|edge| lies_on(to, edge[0], edge[1]))?;
            let mut line = line.to_vec();
            line.insert(at + 1, to);
            Some((key, line))
        })
        .collect()
}

/// Whether a vertex was meant to lie on an edge: it snapped there, and was rounded.
fn lies_on(vertex: Position, from: Position, to: Position) -> bool {
    let plane = LocalPlane::at(vertex);
    plane.distance_to_edge_m(vertex, from, to) <= ON_EDGE_M
}

/// The changes where nothing is joined: the same borders with one vertex elsewhere.
fn moved_in_place(snapshot: &Snapshot, moved: &BTreeMap<BorderKey, Vec<Position>>) -> Vec<Change> {
    let mut changes = Vec::new();
    for (&key, line) in moved {
        let Some(border) = snapshot.dataset.borders.get(key) else {
            continue;
        };
        for (at, (&before, &after)) in border.line.iter().zip(line).enumerate() {
            if !same_place(before, after) {
                changes.push(Change::Vertices {
                    border: key,
                    at,
                    before: [before].into(),
                    after: [after].into(),
                });
            }
        }
    }
    changes
}
