//! What is done with the lists of a survey as a whole: put in order, kept to a region,
//! looked at together.

use super::item::Item;
use super::rings::RingFaults;
use super::rows::find_rows;
use super::{Survey, vertices};
use crate::model::{Extent, Parameters, Position};

impl Survey {
    /// What is told of items together, once all are there: takes out the unmatched
    /// vertices that a face tells of, and finds the rows of faces.
    pub(super) fn look_together(&mut self, parameters: &Parameters) {
        vertices::leave_to_faces(&mut self.unmatched, &self.faces);
        find_rows(&mut self.faces, parameters);
    }

    pub(super) fn take_rings(&mut self, faults: RingFaults) {
        self.self_crossings = faults.loops.crossings;
        self.self_touches = faults.loops.touches;
        self.spikes = faults.spikes;
        self.degenerate = faults.degenerate;
        self.misnested = faults.misnested;
        self.undersized = faults.undersized;
    }

    pub(super) fn keep_in(&mut self, region: Option<Extent>) {
        let Some(region) = region else { return };
        self.crossings.retain(|found| region.holds(found.at));
        self.self_crossings.retain(|found| region.holds(found.at));
        self.unmatched.retain(|found| region.holds(found.at));
        self.repeated.retain(|found| region.holds(found.at));
        self.self_touches.retain(|found| region.holds(found.at));
        self.spikes.retain(|found| region.meets(&found.extent()));
        self.degenerate
            .retain(|found| region.meets(&found.extent()));
        self.misnested.retain(|found| region.meets(&found.extent()));
        self.undersized
            .retain(|found| region.meets(&found.extent()));
        self.open_gaps.retain(|found| region.meets(&found.extent));
    }

    pub(super) fn sort(&mut self) {
        let west = |a: Position, b: Position| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y));
        self.faces.sort_by(|a, b| {
            west(a.extent.min, b.extent.min)
                .then_with(|| west(a.at, b.at))
                .then_with(|| (a.kind, &a.units).cmp(&(b.kind, &b.units)))
        });
        self.open_faces
            .sort_by(|a, b| west(a.extent.min, b.extent.min).then_with(|| a.units.cmp(&b.units)));
        self.crossings.sort_by(|a, b| {
            west(a.at, b.at).then_with(|| (a.kind, a.edges).cmp(&(b.kind, b.edges)))
        });
        self.self_crossings.sort_by(|a, b| west(a.at, b.at));
        self.unmatched.sort_by(|a, b| west(a.at, b.at));
        self.repeated.sort_by(|a, b| west(a.at, b.at));
        self.self_touches.sort_by(|a, b| west(a.at, b.at));
        self.spikes.sort_by(|a, b| west(a.at, b.at));
        self.degenerate
            .sort_by(|a, b| west(a.at, b.at).then((a.unit, a.ring).cmp(&(b.unit, b.ring))));
        self.misnested
            .sort_by(|a, b| west(a.at, b.at).then((a.unit, a.ring).cmp(&(b.unit, b.ring))));
        self.undersized
            .sort_by(|a, b| west(a.at, b.at).then((a.unit, a.part).cmp(&(b.unit, b.part))));
        self.open_gaps
            .sort_by(|a, b| west(a.at, b.at).then_with(|| a.units.cmp(&b.units)));
    }

    /// Whether no ring crosses or touches itself, however that is told: else its area is
    /// not what its vertices give.
    #[cfg(test)]
    pub(crate) fn are_rings_plain(&self) -> bool {
        self.self_crossings.is_empty() && self.spikes.is_empty() && self.self_touches.is_empty()
    }

    /// Whether nothing was found.
    pub fn is_clean(&self) -> bool {
        *self == Self::default()
    }
}
