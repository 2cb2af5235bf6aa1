//! Moves one vertex: every ring of the coverage that has exactly that coordinate
//! follows, at every level and on both sides, and nothing else does.

use std::collections::BTreeMap;

use super::fault::introduced_faults;
use super::redraw::rewoven;
use super::{Change, ChangeSet, Refusal};
use crate::model::{BorderKey, BorderStatus, Extent, Position, is_usable, same_place};
use crate::topology::{Redrawing, Snapshot, position_on_edge, rounded};

/// Moves the vertex at `from` to `to`.
///
/// The new place is rounded to 1e-9°. Where it is another border's vertex, or lies
/// exactly on another's edge, the two become one there. It is refused if a fault
/// appears that was not there.
#[derive(Debug, Clone, Copy, PartialEq)]
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
        if !is_usable(self.to) {
            return Err(Refusal::NotOnEarth(self.to));
        }
        let to = self.target(snapshot);
        if same_place(self.from, to) {
            return Err(Refusal::NoChange);
        }
        let moved = self.moved_lines(snapshot, to)?;
        let joined = joined_lines(snapshot, &moved, to);
        let meets_itself = moved.values().any(|line| passes_through(line, to) > 1);
        let changes = if joined.is_empty() && !meets_itself {
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
        let extent = Extent::around([self.from, to].into_iter().chain(edges_at(&moved, to)))
            .unwrap_or_else(|| Extent::at(to));
        let faults = introduced_faults(snapshot, &after, extent);
        if faults.is_empty() {
            Ok(changes)
        } else {
            Err(Refusal::Faults(faults))
        }
    }

    /// Where the vertex goes: a vertex of another border as it stands, else the
    /// rounded place.
    fn target(&self, snapshot: &Snapshot) -> Position {
        let is_vertex = snapshot
            .index
            .borders_near(Extent::at(self.to))
            .filter_map(|key| snapshot.dataset.borders.get(key))
            .flat_map(|border| border.line.iter())
            .any(|&vertex| same_place(vertex, self.to));
        if is_vertex { self.to } else { rounded(self.to) }
    }

    /// The lines of all borders that have the vertex, with it moved.
    fn moved_lines(
        &self,
        snapshot: &Snapshot,
        to: Position,
    ) -> Result<BTreeMap<BorderKey, Vec<Position>>, Refusal> {
        let mut lines = BTreeMap::new();
        let mut locked = Vec::new();
        for key in snapshot.index.borders_near(Extent::at(self.from)) {
            let Some(border) = snapshot.dataset.borders.get(key) else {
                continue;
            };
            if !border
                .line
                .iter()
                .any(|&vertex| same_place(vertex, self.from))
            {
                continue;
            }
            if border.attributes.status == BorderStatus::Agreed {
                locked.push(key);
            }
            let line: Vec<Position> = border
                .line
                .iter()
                .map(|&vertex| {
                    if same_place(vertex, self.from) {
                        to
                    } else {
                        vertex
                    }
                })
                .collect();
            if line.windows(2).any(|edge| same_place(edge[0], edge[1])) {
                return Err(Refusal::Collapse(to));
            }
            lines.insert(key, line);
        }
        if lines.is_empty() {
            return Err(Refusal::NoVertex(self.from));
        }
        if locked.is_empty() {
            Ok(lines)
        } else {
            Err(Refusal::Locked(locked))
        }
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
    to: Position,
) -> BTreeMap<BorderKey, Vec<Position>> {
    snapshot
        .index
        .borders_near(Extent::at(to))
        .filter(|key| !moved.contains_key(key))
        .filter_map(|key| {
            let line = &snapshot.dataset.borders.get(key)?.line;
            if line.iter().any(|&vertex| same_place(vertex, to)) {
                return Some((key, line.to_vec()));
            }
            let at = line
                .windows(2)
                .position(|edge| position_on_edge(to, edge[0], edge[1]))?;
            let mut line = line.to_vec();
            line.insert(at + 1, to);
            Some((key, line))
        })
        .collect()
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
