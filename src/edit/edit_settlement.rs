//! Sets one attribute of a village, farm or place.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::edit_unit::{check_code_form, check_people, reference_to};
use super::{Change, ChangeSet, Refusal};
use crate::model::{Dataset, Level, Position, Settlement, SettlementKey, Unit, UnitKey, is_usable};

/// An attribute of a settlement with its new value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum SettlementField {
    /// The name, kept as written.
    Name(String),
    /// The statistical code; nothing to take it away.
    Code(Option<String>),
    /// The unit it is under (تابعیت).
    Parent(Option<UnitKey>),
    /// Where it lies; a unit whose centre it is has its centre there too.
    Position(Position),
    /// People at a census.
    People {
        /// The census (Solar Hijri year); nothing for an undated count.
        census: Option<i32>,
        /// The count; nothing to forget it.
        people: Option<u64>,
    },
    /// Households at a census.
    Households {
        /// The census.
        census: Option<i32>,
        /// The count.
        households: Option<u64>,
    },
}

/// Sets one attribute of a settlement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EditSettlement {
    /// The settlement.
    pub settlement: SettlementKey,
    /// What to set.
    pub field: SettlementField,
}

impl EditSettlement {
    /// What the edit would change.
    ///
    /// # Errors
    /// [`Refusal`] where the value cannot be.
    pub fn plan(&self, dataset: &Dataset) -> Result<ChangeSet, Refusal> {
        let before = dataset
            .settlements
            .get_shared(self.settlement)
            .ok_or(Refusal::Gone)?;
        let mut settlement = Settlement::clone(before);
        match &self.field {
            SettlementField::Name(name) => {
                if name.trim().is_empty() {
                    return Err(Refusal::EmptyName);
                }
                settlement.name.clone_from(name);
            }
            SettlementField::Code(code) => {
                if let Some(code) = code {
                    self.check_code(dataset, settlement.kind.level(), code)?;
                }
                settlement.code.clone_from(code);
            }
            SettlementField::Parent(parent) => {
                if let Some(parent) = parent {
                    let above = dataset.units.get(*parent).ok_or(Refusal::Gone)?;
                    if !matches!(above.level, Level::RuralDistrict | Level::City) {
                        return Err(Refusal::ParentLevel {
                            expected: Level::RuralDistrict,
                        });
                    }
                }
                settlement.parent = *parent;
                settlement.parent_reference = parent
                    .map(|parent| reference_to(dataset, parent))
                    .unwrap_or_default();
            }
            SettlementField::Position(position) => {
                if !is_usable(*position) {
                    return Err(Refusal::NotOnEarth(*position));
                }
                settlement.position = Some(*position);
            }
            SettlementField::People { census, people } => {
                settlement.populations.set_people(*census, *people);
                check_people(&settlement.populations)?;
            }
            SettlementField::Households { census, households } => {
                settlement.populations.set_households(*census, *households);
                check_people(&settlement.populations)?;
            }
        }
        if settlement == **before {
            return Err(Refusal::NoChange);
        }
        let mut changes = self.centres_that_follow(dataset, before.position, settlement.position);
        changes.push(Change::Settlement {
            key: self.settlement,
            before: Some(before.clone()),
            after: Some(Arc::new(settlement)),
        });
        Ok(changes.into())
    }

    /// The units that have the settlement as their centre, and its place written as theirs.
    fn centres_that_follow(
        &self,
        dataset: &Dataset,
        from: Option<Position>,
        to: Option<Position>,
    ) -> Vec<Change> {
        if from == to {
            return Vec::new();
        }
        let units = dataset.units.keys().filter_map(|key| {
            let before = dataset.units.get_shared(key)?;
            let mut centre = before.centre.clone()?;
            if centre.settlement != Some(self.settlement) || centre.position != from {
                return None;
            }
            centre.position = to;
            let mut after = Unit::clone(before);
            after.centre = Some(centre);
            Some(Change::Unit {
                key,
                before: Some(before.clone()),
                after: Some(Arc::new(after)),
            })
        });
        units.collect()
    }

    fn check_code(&self, dataset: &Dataset, level: Level, code: &str) -> Result<(), Refusal> {
        check_code_form(level, code)?;
        let other = dataset
            .settlements
            .iter()
            .find(|(key, other)| *key != self.settlement && other.code.as_deref() == Some(code));
        match other {
            Some((_, other)) => Err(Refusal::CodeTaken {
                name: other.name.clone(),
            }),
            None => Ok(()),
        }
    }
}
