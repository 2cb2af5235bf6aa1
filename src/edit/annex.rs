//! Puts villages, farms and places under another unit (انتزاع و الحاق): chosen ones, and
//! with a village the farms and places that depend on it. Their land stays whose it is.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::edit_unit::reference_to;
use super::reparent::settlement_under;
use super::{ChangeSet, Refusal};
use crate::model::{Dataset, Level, SettlementKey, UnitKey};

/// Puts settlements under a rural district or city.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Annex {
    /// Which; what depends on a village among them goes along (article 2, note 3).
    pub settlements: Vec<SettlementKey>,
    /// The unit that they come to.
    pub to: UnitKey,
}

impl Annex {
    /// What the edit would change.
    ///
    /// # Errors
    /// [`Refusal`]: a unit or settlement that is gone, a unit that has no settlements by its
    /// level, or where all of them are under it already.
    pub fn plan(&self, dataset: &Dataset) -> Result<ChangeSet, Refusal> {
        let to = dataset.units.get(self.to).ok_or(Refusal::Gone)?;
        if !matches!(to.level, Level::RuralDistrict | Level::City) {
            return Err(Refusal::ParentLevel {
                expected: Level::RuralDistrict,
            });
        }
        let mut moved: BTreeSet<SettlementKey> = self.settlements.iter().copied().collect();
        if moved
            .iter()
            .any(|&key| dataset.settlements.get(key).is_none())
        {
            return Err(Refusal::Gone);
        }
        let depends =
            |village: Option<SettlementKey>| village.is_some_and(|it| moved.contains(&it));
        let dependents: Vec<SettlementKey> = dataset
            .settlements
            .iter()
            .filter(|(_, settlement)| depends(settlement.village))
            .map(|(key, _)| key)
            .collect();
        moved.extend(dependents);
        let reference = reference_to(dataset, self.to);
        let changes: Vec<_> = moved
            .into_iter()
            .filter_map(|key| Some((key, dataset.settlements.get_shared(key)?)))
            .filter(|(_, settlement)| settlement.parent != Some(self.to))
            .map(|(key, settlement)| settlement_under(key, settlement, self.to, &reference))
            .collect();
        if changes.is_empty() {
            return Err(Refusal::NoChange);
        }
        Ok(changes.into())
    }
}
