//! Deletes one vertex from every line that has it: a spike's tip, a vertex too many.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::fault::introduced_faults;
use super::redraw::{locked, redrawn};
use super::{ChangeSet, Refusal};
use crate::model::{Extent, Position, UnitKey, same_place};
use crate::topology::{Snapshot, transfer};

/// Deletes the vertex at `at`: the two beside it are joined by a straight edge in every
/// ring that passes there, or are one where the ring runs out and back. A junction
/// cannot be deleted.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct DeleteVertex {
    /// The vertex, exactly as it is stored.
    pub at: Position,
}

/// How a unit's outline passes a vertex, its land on the left: where it comes from and
/// where it goes.
#[derive(Default)]
struct Passage {
    from: Vec<Position>,
    to: Vec<Position>,
}

impl DeleteVertex {
    /// What the edit would change.
    ///
    /// # Errors
    /// [`Refusal`]: no vertex there, a junction, a locked border, or faults that it would
    /// bring in.
    pub fn plan(&self, snapshot: &Snapshot) -> Result<ChangeSet, Refusal> {
        let dataset = &snapshot.dataset;
        let near = snapshot.index.borders_near(Extent::at(self.at));
        let beside: Vec<Position> = near
            .filter_map(|key| dataset.borders.get(key))
            .flat_map(|border| border.line.windows(2))
            .filter_map(|edge| other_end(edge, self.at))
            .collect();
        if beside.is_empty() {
            return Err(Refusal::NoVertex(self.at));
        }
        // The ends of a spike's two edges may lie on one another.
        let vertices: Vec<Position> = beside.iter().copied().chain([self.at]).collect();
        let mut redrawing = transfer(snapshot, &[], &vertices);
        let mut passages: BTreeMap<UnitKey, Passage> = BTreeMap::new();
        for (&key, line) in &redrawing.lines {
            let Some(border) = dataset.borders.get(key) else {
                continue;
            };
            for edge in line.windows(2) {
                let [from, to] = *edge else { continue };
                for (units, [from, to]) in [(&border.left, [from, to]), (&border.right, [to, from])]
                {
                    for &unit in units {
                        let passage = passages.entry(unit).or_default();
                        if same_place(to, self.at) {
                            passage.from.push(from);
                        }
                        if same_place(from, self.at) {
                            passage.to.push(to);
                        }
                    }
                }
            }
        }
        let mut ends: Option<[Position; 2]> = None;
        for (unit, passage) in passages {
            let (from, to) = match (&passage.from[..], &passage.to[..]) {
                ([], []) => continue,
                (&[from], &[to]) => (from, to),
                _ => return Err(Refusal::AtJunction(self.at)),
            };
            let pair = if (from.x, from.y) < (to.x, to.y) {
                [from, to]
            } else {
                [to, from]
            };
            if *ends.get_or_insert(pair) != pair {
                return Err(Refusal::AtJunction(self.at));
            }
            redrawing
                .outlines
                .insert(unit, vec![[self.at, from], [to, self.at], [from, to]]);
        }
        let redrawn = redrawn(snapshot, &redrawing, &BTreeMap::new())?;
        let locked = locked(dataset, &redrawn.gone);
        if !locked.is_empty() {
            return Err(Refusal::Locked(locked));
        }
        if let Some(&unit) = redrawn.landless.first() {
            return Err(Refusal::NoLandLeft(unit));
        }
        let changes = ChangeSet::from(redrawn.changes);
        let extent = Extent::around(vertices).unwrap_or_else(|| Extent::at(self.at));
        let faults = introduced_faults(snapshot, &changes.apply(snapshot), extent);
        if faults.is_empty() {
            Ok(changes)
        } else {
            Err(Refusal::Faults(faults))
        }
    }
}

/// The other end of an edge that has an end at `at`.
fn other_end(edge: &[Position], at: Position) -> Option<Position> {
    let [from, to] = *edge else { return None };
    if same_place(from, at) {
        Some(to)
    } else if same_place(to, at) {
        Some(from)
    } else {
        None
    }
}
