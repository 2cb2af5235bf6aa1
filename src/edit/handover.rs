//! All that changes hands at once: shares of land, vertices put on edges, units that come
//! and go, as changes.

use std::collections::{BTreeMap, BTreeSet};

use super::edit_unit::reference_to;
use super::redraw::{locked, redrawn};
use super::reparent::{settlement_under, unit_under};
use super::{Change, ChangeSet, NewUnit, Refusal};
use crate::measure::ring_area_m2;
use crate::model::{BorderKey, Key, Position, Unit, UnitKey};
use crate::topology::{Share, Snapshot, transfer, unit_area_m2};

/// All that changes hands at once.
pub(super) struct Handover {
    pub shares: Vec<Share>,
    pub vertices: Vec<Position>,
    /// Who gets what is under a unit that is left without land.
    pub heirs: BTreeMap<UnitKey, UnitKey>,
    /// The units that may be left without land, and are removed then.
    pub removed: BTreeSet<UnitKey>,
    next: usize,
    new_units: BTreeMap<UnitKey, Unit>,
}

/// Why not all can change hands at once.
#[derive(Debug)]
pub(super) enum Trouble {
    /// These agreed borders would lose their course.
    Locked(Vec<BorderKey>),
    /// The outlines of these units would not close.
    Unclosed(Vec<UnitKey>),
    /// These units would be left without land.
    NoLandLeft(Vec<UnitKey>),
}

impl From<Trouble> for Refusal {
    fn from(trouble: Trouble) -> Self {
        let first = |units: Vec<UnitKey>| units.first().copied().unwrap_or(UnitKey(u32::MAX));
        match trouble {
            Trouble::Locked(borders) => Self::Locked(borders),
            Trouble::Unclosed(units) => Self::Unclosed(first(units)),
            Trouble::NoLandLeft(units) => Self::NoLandLeft(first(units)),
        }
    }
}

impl Handover {
    pub fn new(snapshot: &Snapshot) -> Self {
        Self {
            shares: Vec::new(),
            vertices: Vec::new(),
            heirs: BTreeMap::new(),
            removed: BTreeSet::new(),
            next: snapshot.dataset.units.next_key().index(),
            new_units: BTreeMap::new(),
        }
    }

    /// What changes, without a look at what faults that brings.
    pub fn changes(&self, snapshot: &Snapshot) -> Result<ChangeSet, Trouble> {
        let dataset = &snapshot.dataset;
        let redrawing = transfer(snapshot, &self.shares, &self.vertices);
        let redrawn = redrawn(snapshot, &redrawing, &self.new_units)
            .map_err(|unclosed| Trouble::Unclosed(unclosed.0))?;
        let locked = locked(dataset, &redrawn.gone);
        if !locked.is_empty() {
            return Err(Trouble::Locked(locked));
        }
        let wrong = wrong_areas(snapshot, &redrawn.changes, &self.shares);
        if !wrong.is_empty() {
            return Err(Trouble::Unclosed(wrong));
        }
        let (removed, left): (Vec<UnitKey>, Vec<UnitKey>) = redrawn
            .landless
            .into_iter()
            .partition(|unit| self.removed.contains(unit));
        if !left.is_empty() {
            return Err(Trouble::NoLandLeft(left));
        }
        let mut changes = redrawn.changes;
        for unit in removed {
            remove_unit(snapshot, unit, self.heirs.get(&unit).copied(), &mut changes);
        }
        Ok(changes.into())
    }

    pub fn new_unit(&mut self, snapshot: &Snapshot, new: &NewUnit) -> UnitKey {
        let key = UnitKey::from_index(self.next);
        self.next += 1;
        let unit = new.unit(&snapshot.dataset, Unit::is_leaf);
        self.new_units.insert(key, unit);
        key
    }
}

/// The units that do not gain and lose what they should: their rings do not bound their
/// land, as where they cross themselves.
fn wrong_areas(snapshot: &Snapshot, changes: &[Change], shares: &[Share]) -> Vec<UnitKey> {
    let mut due: BTreeMap<UnitKey, (f64, f64)> = BTreeMap::new();
    for share in shares {
        let rings = share.rings.iter();
        let area_m2: f64 = rings.map(|ring| ring_area_m2(ring)).sum();
        let signed = share.from.iter().map(|&unit| (unit, -area_m2));
        for (unit, gained_m2) in signed.chain(share.to.map(|unit| (unit, area_m2))) {
            let due = due.entry(unit).or_default();
            due.0 += gained_m2;
            due.1 += area_m2;
        }
    }
    let after = ChangeSet::from(changes.to_vec()).applied_to(&snapshot.dataset);
    let is_wrong = |&(unit, (gained_m2, moved_m2)): &(UnitKey, (f64, f64))| {
        let before_m2 = unit_area_m2(&snapshot.dataset, &[unit]);
        let after_m2 = unit_area_m2(&after, &[unit]);
        // Where edges cross, a place is rounded to a tenth of a millimetre, and with it
        // whole edges move.
        let tolerance_m2 = 1.0 + before_m2.abs() * 1e-7 + moved_m2 * 1e-3;
        ((after_m2 - before_m2) - gained_m2).abs() > tolerance_m2
    };
    due.into_iter()
        .filter(is_wrong)
        .map(|(unit, _)| unit)
        .collect()
}

/// Removes a unit that has no land any more; what is under it goes to `heir`.
fn remove_unit(
    snapshot: &Snapshot,
    gone: UnitKey,
    heir: Option<UnitKey>,
    changes: &mut Vec<Change>,
) {
    let dataset = &snapshot.dataset;
    changes.retain(|change| !matches!(change, Change::Unit { key, .. } if *key == gone));
    changes.push(Change::Unit {
        key: gone,
        before: dataset.units.get_shared(gone).cloned(),
        after: None,
    });
    let Some(heir) = heir else { return };
    let reference = reference_to(dataset, heir);
    let changed: BTreeSet<UnitKey> = changes
        .iter()
        .filter_map(|change| match change {
            Change::Unit { key, .. } => Some(*key),
            _ => None,
        })
        .collect();
    for (key, unit) in dataset.units.iter_shared() {
        if unit.parent == Some(gone) && !changed.contains(&key) {
            changes.push(unit_under(key, unit, heir, &reference));
        }
    }
    for (key, settlement) in dataset.settlements.iter_shared() {
        if settlement.parent == Some(gone) {
            changes.push(settlement_under(key, settlement, heir, &reference));
        }
    }
}
