//! Where this session's edits reached, so that a list can show the findings there.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use crate::edit::{Change, Step};
use crate::model::{Border, Dataset, Extent, Position, SettlementKey, UnitKey};
use crate::rules::Finding;

/// How far around a moved vertex an edit reaches, in degrees: about a metre. What lies
/// on the vertex itself must not be missed by rounding.
const REACH_DEG: f64 = 1e-5;

/// What the steps that were made and not undone reached.
#[derive(Clone, Debug, Default)]
pub struct MyEdits {
    /// Boxes around vertices that came, went or moved.
    places: Vec<Extent>,
    /// Units of which an attribute changed, or people under them.
    units: BTreeSet<UnitKey>,
    settlements: BTreeSet<SettlementKey>,
}

impl MyEdits {
    /// What steps reached in the data as it is now.
    pub fn new<'a>(dataset: &Dataset, steps: impl Iterator<Item = &'a Step>) -> Self {
        let mut edits = Self::default();
        for step in steps {
            for change in step.changes.changes() {
                edits.add(dataset, change);
            }
        }
        edits
    }

    fn add(&mut self, dataset: &Dataset, change: &Change) {
        match change {
            Change::Vertices { before, after, .. } => {
                let moved = before.iter().chain(after.iter()).copied();
                self.places.extend(Extent::around(moved));
            }
            Change::Border { before, after, .. } => {
                let line = |border: &Option<std::sync::Arc<Border>>| {
                    border.as_ref().map(|border| border.line.clone())
                };
                let (before, after) = (line(before), line(after));
                let (before, after) = (
                    before.as_deref().unwrap_or_default(),
                    after.as_deref().unwrap_or_default(),
                );
                let moved = without(before, after).chain(without(after, before));
                self.places.extend(Extent::around(moved));
            }
            Change::Unit { key, .. } => {
                self.units.insert(*key);
            }
            Change::Settlement { key, .. } => {
                self.settlements.insert(*key);
                let parent = dataset.settlements.get(*key).and_then(|it| it.parent);
                if let Some(parent) = parent {
                    self.units
                        .extend(dataset.ancestors(parent).map(|(key, _)| key));
                }
            }
            Change::Decree { .. }
            | Change::Marker { .. }
            | Change::Sheet { .. }
            | Change::Parameters { .. }
            | Change::Triage { .. } => {}
        }
    }

    /// Whether nothing was edited.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty() && self.units.is_empty() && self.settlements.is_empty()
    }

    /// Whether a finding lies where an edit reached, or is about what one changed. A
    /// finding with edges of its own is where those are; one without is about its units.
    pub fn reach(&self, finding: &Finding) -> bool {
        let has_edges = |place: &crate::rules::Place| {
            !place.outline.is_empty() || place.extent == Extent::at(place.at)
        };
        if let Some(place) = finding.place.as_ref().filter(|place| has_edges(place)) {
            let around = place.extent.grown(REACH_DEG);
            if self.places.iter().any(|edited| edited.meets(&around)) {
                return true;
            }
        }
        let mut settlements = finding.settlements.iter();
        settlements.any(|key| self.settlements.contains(key))
            || finding.units.iter().any(|key| self.units.contains(key))
    }
}

/// The positions of one line that another lacks.
fn without<'a>(line: &'a [Position], other: &'a [Position]) -> impl Iterator<Item = Position> + 'a {
    let bits = |position: &Position| (position.x.to_bits(), position.y.to_bits());
    let known: FxHashSet<(u64, u64)> = other.iter().map(bits).collect();
    line.iter()
        .copied()
        .filter(move |position| !known.contains(&bits(position)))
}
