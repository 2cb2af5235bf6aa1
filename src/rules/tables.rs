//! Tables that checks look things up in: who is under whom, and what is so of the whole
//! data set. A clone is cheap, and an edit changes only the rows it concerns.

use std::sync::Arc;

use imbl::Vector;

use crate::model::{Dataset, Key, Level, SettlementKey, UnitKey};

/// Rows of keys by unit.
#[derive(Debug, Clone)]
struct ByUnit<K>(Vector<Option<Arc<[K]>>>);

impl<K> Default for ByUnit<K> {
    fn default() -> Self {
        Self(Vector::new())
    }
}

impl<K: Copy + Ord> ByUnit<K> {
    fn new(pairs: impl Iterator<Item = (UnitKey, K)>) -> Self {
        let mut rows: Vec<Vec<K>> = Vec::new();
        for (unit, key) in pairs {
            if rows.len() <= unit.index() {
                rows.resize_with(unit.index() + 1, Vec::new);
            }
            if let Some(row) = rows.get_mut(unit.index()) {
                row.push(key);
            }
        }
        let rows = rows.into_iter();
        Self(
            rows.map(|row| (!row.is_empty()).then(|| row.into()))
                .collect(),
        )
    }

    fn of(&self, unit: UnitKey) -> &[K] {
        self.0
            .get(unit.index())
            .and_then(Option::as_deref)
            .unwrap_or(&[])
    }
}

/// What is so of the whole data set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// How many units there are of each level, in the order of [`Level::ALL`].
    units: [u32; Level::ALL.len()],
}

impl Facts {
    fn new(dataset: &Dataset) -> Self {
        let mut facts = Self {
            units: [0; Level::ALL.len()],
        };
        for (_, unit) in dataset.units.iter() {
            if let Some(count) = facts.units.get_mut(unit.level as usize) {
                *count += 1;
            }
        }
        facts
    }

    /// Whether any unit is of this level.
    pub fn has_level(&self, level: Level) -> bool {
        self.units
            .get(level as usize)
            .is_some_and(|&count| count > 0)
    }

    /// The highest level of any unit.
    pub fn highest_level(&self) -> Option<Level> {
        Level::ALL.into_iter().find(|&level| self.has_level(level))
    }
}

/// The tables of a data set.
#[derive(Debug, Clone)]
pub(super) struct Tables {
    children: ByUnit<UnitKey>,
    settlements: ByUnit<SettlementKey>,
    pub facts: Facts,
}

impl Tables {
    pub fn new(dataset: &Dataset) -> Self {
        let units = dataset.units.iter();
        let settlements = dataset.settlements.iter();
        Self {
            children: ByUnit::new(units.filter_map(|(key, unit)| Some((unit.parent?, key)))),
            settlements: ByUnit::new(
                settlements.filter_map(|(key, settlement)| Some((settlement.parent?, key))),
            ),
            facts: Facts::new(dataset),
        }
    }

    pub fn children(&self, unit: UnitKey) -> &[UnitKey] {
        self.children.of(unit)
    }

    pub fn settlements(&self, unit: UnitKey) -> &[SettlementKey] {
        self.settlements.of(unit)
    }
}
