//! Makes one unit of two: land, children and settlements of the one go to the other, at
//! whatever level, and the one is no more.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::edit_unit::reference_to;
use super::give_land::{GiveLand, LandCut, Receiver};
use super::reparent::{settlement_under, unit_under};
use super::{Change, ChangeSet, NewUnit, Refusal};
use crate::model::{Key, UnitKey};
use crate::topology::Snapshot;

/// Gives all of a unit to another of its level.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Merge {
    /// The unit that is no more afterwards.
    pub unit: UnitKey,
    /// The one that it goes to.
    pub into: UnitKey,
}

impl Merge {
    /// What the edit would change.
    ///
    /// # Errors
    /// [`Refusal`]: units of two levels, or what refuses [`GiveLand`].
    pub fn plan(&self, snapshot: &Snapshot) -> Result<ChangeSet, Refusal> {
        let dataset = &snapshot.dataset;
        let unit = dataset.units.get_shared(self.unit).ok_or(Refusal::Gone)?;
        let into = dataset.units.get(self.into).ok_or(Refusal::Gone)?;
        if self.unit == self.into {
            return Err(Refusal::NoChange);
        }
        if unit.level != into.level {
            return Err(Refusal::ParentLevel {
                expected: unit.level,
            });
        }
        if unit.is_leaf() {
            return GiveLand {
                unit: self.unit,
                cut: LandCut::Whole,
                to: Receiver::Unit(self.into),
            }
            .plan(snapshot);
        }
        if into.is_leaf() {
            // Its own land would be in two places: with it and with its new children.
            return Err(Refusal::ParentIsLand);
        }
        let mut changes = vec![Change::Unit {
            key: self.unit,
            before: Some(Arc::clone(unit)),
            after: None,
        }];
        let reference = reference_to(dataset, self.into);
        for (key, child) in dataset.units.iter_shared() {
            if child.parent == Some(self.unit) {
                changes.push(unit_under(key, child, self.into, &reference));
            }
        }
        for (key, settlement) in dataset.settlements.iter_shared() {
            if settlement.parent == Some(self.unit) {
                changes.push(settlement_under(key, settlement, self.into, &reference));
            }
        }
        Ok(changes.into())
    }
}

/// Makes a unit of units of the level below: a county of three districts. Their land is
/// its land; no line moves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CreateUnit {
    /// The new unit.
    pub new: NewUnit,
    /// What comes under it.
    pub children: Vec<UnitKey>,
}

impl CreateUnit {
    /// What the edit would change.
    ///
    /// # Errors
    /// [`Refusal`]: no name, no children, or children that cannot be under its level.
    pub fn plan(&self, snapshot: &Snapshot) -> Result<ChangeSet, Refusal> {
        let dataset = &snapshot.dataset;
        self.new.check(dataset)?;
        if self.children.is_empty() {
            return Err(Refusal::NoChange);
        }
        if let Some(parent) = self.new.parent {
            dataset.units.get(parent).ok_or(Refusal::Gone)?;
        }
        let key = UnitKey::from_index(dataset.units.next_key().index());
        let mut changes = vec![Change::Unit {
            key,
            before: None,
            after: Some(Arc::new(self.new.unit(dataset, |_| true))),
        }];
        let made = ChangeSet::from(changes.clone()).applied_to(dataset);
        let reference = reference_to(&made, key);
        for &child in &self.children {
            let below = dataset.units.get_shared(child).ok_or(Refusal::Gone)?;
            if below.level.above() != Some(self.new.level) {
                return Err(Refusal::ParentLevel {
                    expected: self.new.level,
                });
            }
            changes.push(unit_under(child, below, key, &reference));
        }
        Ok(changes.into())
    }
}
