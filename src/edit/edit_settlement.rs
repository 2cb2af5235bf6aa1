//! Sets one attribute of a village, farm or place.

use std::sync::Arc;

use super::edit_unit::{check_code_form, check_people, reference_to};
use super::{Change, ChangeSet, Refusal};
use crate::model::{Dataset, Level, Settlement, SettlementKey, UnitKey};

/// An attribute of a settlement with its new value.
#[derive(Debug, Clone, PartialEq)]
pub enum SettlementField {
    /// The name, kept as written.
    Name(String),
    /// The statistical code; nothing to take it away.
    Code(Option<String>),
    /// The unit it is under (تابعیت).
    Parent(Option<UnitKey>),
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
#[derive(Debug, Clone, PartialEq)]
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
        Ok(vec![Change::Settlement {
            key: self.settlement,
            before: Some(before.clone()),
            after: Some(Arc::new(settlement)),
        }]
        .into())
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
