//! Vertices that were written several times in a row are written once.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Change, ChangeSet, Refusal};
use crate::model::{
    Dataset, Land, PlainPolygon, PlainRing, Position, Ring, Unit, UnitKey, same_place,
};
use crate::topology::{border_line, ring_positions};

/// Writes vertices once in the rings of units, in the coverage or outside it. No line
/// and no area changes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RemoveRepeats {
    /// The vertices by unit.
    vertices: Vec<(UnitKey, Position)>,
}

impl RemoveRepeats {
    /// Removes the repetitions of these vertices from these units' rings.
    pub fn new(vertices: Vec<(UnitKey, Position)>) -> Self {
        Self { vertices }
    }

    /// How many vertices there are, each counted for each unit.
    pub fn len(&self) -> usize {
        self.vertices.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.vertices.is_empty()
    }

    /// What the edit would change.
    ///
    /// # Errors
    /// [`Refusal::NoChange`] where no vertex is repeated.
    pub fn plan(&self, dataset: &Dataset) -> Result<ChangeSet, Refusal> {
        let mut by_unit: BTreeMap<UnitKey, Vec<Position>> = BTreeMap::new();
        for &(unit, vertex) in &self.vertices {
            by_unit.entry(unit).or_default().push(vertex);
        }
        let mut changes = Vec::new();
        for (key, vertices) in by_unit {
            let Some(before) = dataset.units.get_shared(key) else {
                continue;
            };
            let mut unit = Unit::clone(before);
            let is_meant = |position: Position| vertices.iter().any(|&at| same_place(at, position));
            match &mut unit.land {
                Land::None => {}
                Land::Coverage(parts) => {
                    for part in parts {
                        once(dataset, &mut part.shell, &is_meant);
                        for hole in &mut part.holes {
                            once(dataset, hole, &is_meant);
                        }
                    }
                }
                Land::Plain { polygons, .. } => {
                    *polygons = polygons
                        .iter()
                        .map(|polygon| PlainPolygon {
                            rings: polygon
                                .rings
                                .iter()
                                .map(|ring| plain_once(ring, &is_meant))
                                .collect(),
                        })
                        .collect();
                }
            }
            if unit != **before {
                changes.push(Change::Unit {
                    key,
                    before: Some(before.clone()),
                    after: Some(Arc::new(unit)),
                });
            }
        }
        if changes.is_empty() {
            return Err(Refusal::NoChange);
        }
        Ok(changes.into())
    }
}

/// Forgets that a ring of the coverage repeats some vertices.
fn once(dataset: &Dataset, ring: &mut Ring, is_meant: &dyn Fn(Position) -> bool) {
    let at = |step: u32, offset: u32| {
        let (step, offset) = match ring.path.get(step as usize) {
            Some(&step) => (step, offset),
            // Beyond the last use: the first vertex again.
            None => (*ring.path.first()?, ring.start),
        };
        border_line(dataset, step).nth(offset as usize)
    };
    let kept: Vec<_> = ring
        .repeats
        .iter()
        .filter(|repeat| !at(repeat.step, repeat.offset).is_some_and(is_meant))
        .copied()
        .collect();
    if kept.len() == ring.repeats.len() {
        return;
    }
    if let Some(heights) = &ring.heights_m {
        let written = PlainRing {
            positions: ring_positions(dataset, ring).into(),
            heights_m: Some(heights.clone()),
        };
        ring.heights_m = plain_once(&written, is_meant).heights_m;
    }
    ring.repeats = kept;
}

/// A ring without the repetitions of some vertices; the one that closes it stays.
fn plain_once(ring: &PlainRing, is_meant: &dyn Fn(Position) -> bool) -> PlainRing {
    let positions = &ring.positions;
    let last = positions.len().saturating_sub(1);
    let closes = last > 0 && same_place(positions[0], positions[last]);
    let is_kept = |at: usize| {
        let repeats = at > 0 && same_place(positions[at], positions[at - 1]);
        // Before the closing vertex the first one may stand again.
        let before_close = closes
            && at > 0
            && at < last
            && (at..last).all(|to| same_place(positions[to], positions[last]));
        let closing = closes && at == last;
        closing || !((repeats || before_close) && is_meant(positions[at]))
    };
    let kept: Vec<usize> = (0..positions.len()).filter(|&at| is_kept(at)).collect();
    PlainRing {
        positions: kept.iter().map(|&at| positions[at]).collect(),
        heights_m: ring
            .heights_m
            .as_ref()
            .filter(|heights| heights.len() == positions.len())
            .map(|heights| kept.iter().map(|&at| heights[at]).collect()),
    }
}
