//! Tables that checks look things up in: who is under whom, and what is so of the whole
//! data set. A clone is cheap, and an edit changes only the rows it concerns.

use std::sync::{Arc, OnceLock};

use imbl::Vector;

use super::by_code::ByCode;
use crate::edit::Touched;
use crate::model::{
    Border, BorderStatus, Dataset, Key, Level, Position, SettlementKey, Unit, UnitKey,
};
use crate::topology::{BorderLevel, border_level};

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

    /// Moves a key from one unit's row to another's.
    fn exchange(&mut self, key: K, from: Option<UnitKey>, to: Option<UnitKey>) {
        if from == to {
            return;
        }
        for (unit, is_in) in [(from, false), (to, true)] {
            let Some(unit) = unit else { continue };
            let mut row: Vec<K> = self.of(unit).to_vec();
            match (row.binary_search(&key), is_in) {
                (Ok(at), false) => {
                    row.remove(at);
                }
                (Err(at), true) => row.insert(at, key),
                _ => {}
            }
            while self.0.len() <= unit.index() {
                self.0.push_back(None);
            }
            self.0
                .set(unit.index(), (!row.is_empty()).then(|| row.into()));
        }
    }
}

/// The centre of a unit: who and where.
#[derive(Debug, Clone, Copy)]
pub(super) struct CentreOf {
    pub unit: UnitKey,
    pub settlement: Option<SettlementKey>,
    pub city: Option<UnitKey>,
    /// Its own place, or that of the village or city that it is.
    pub position: Option<Position>,
}

/// The centres of all units, in the order of their keys.
fn centres_of(dataset: &Dataset) -> Vec<CentreOf> {
    let units = dataset.units.iter();
    let centre_of = |(key, unit): (UnitKey, &Unit)| {
        let centre = unit.centre.as_ref()?;
        let settlement = || dataset.settlements.get(centre.settlement?)?.position;
        let city = || dataset.units.get(centre.city?)?.point;
        Some(CentreOf {
            unit: key,
            settlement: centre.settlement,
            city: centre.city,
            position: centre.position.or_else(settlement).or_else(city),
        })
    };
    units.filter_map(centre_of).collect()
}

/// What is so of the whole data set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// How many units there are of each level, in the order of [`Level::ALL`].
    units: [u32; Level::ALL.len()],
    /// How many of them have a centre, likewise.
    centres: [u32; Level::ALL.len()],
    /// How many borders at each level have a status, in the order of [`Level::ALL`].
    statuses: [u32; Level::ALL.len()],
}

impl Facts {
    fn new(dataset: &Dataset) -> Self {
        let mut facts = Self {
            units: [0; Level::ALL.len()],
            centres: [0; Level::ALL.len()],
            statuses: [0; Level::ALL.len()],
        };
        for (_, unit) in dataset
            .units
            .iter()
            .filter(|(_, unit)| !unit.life.has_ended())
        {
            if let Some(count) = facts.units.get_mut(unit.level as usize) {
                *count += 1;
            }
            if let Some(count) = facts.centres.get_mut(unit.level as usize) {
                *count += u32::from(unit.centre.is_some());
            }
        }
        let told = dataset.borders.iter();
        let told = told.filter(|(_, border)| border.attributes.status != BorderStatus::Unverified);
        for (_, border) in told {
            if let BorderLevel::Between(level) = border_level(dataset, border)
                && let Some(count) = facts.statuses.get_mut(level as usize)
            {
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

    /// How many units of a level have a centre, and how many there are.
    pub fn centres(&self, level: Level) -> (usize, usize) {
        let at = |counts: &[u32]| {
            counts
                .get(level as usize)
                .map_or(0, |&count| count as usize)
        };
        (at(&self.centres), at(&self.units))
    }

    /// Whether any border between units of this level has a status, agreed or disputed.
    pub fn has_statuses(&self, level: Level) -> bool {
        self.statuses
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
    centres: Arc<Vec<CentreOf>>,
    /// Made when first asked for, and kept until a code may be another.
    by_code: Arc<OnceLock<ByCode>>,
    pub facts: Facts,
}

impl Tables {
    pub fn new(dataset: &Dataset) -> Self {
        let units = dataset.units.iter();
        let units = units.filter(|(_, unit)| !unit.life.has_ended());
        let settlements = dataset.settlements.iter();
        let settlements = settlements.filter(|(_, settlement)| !settlement.life.has_ended());
        Self {
            children: ByUnit::new(units.filter_map(|(key, unit)| Some((unit.parent?, key)))),
            settlements: ByUnit::new(
                settlements.filter_map(|(key, settlement)| Some((settlement.parent?, key))),
            ),
            centres: Arc::new(centres_of(dataset)),
            by_code: Arc::default(),
            facts: Facts::new(dataset),
        }
    }

    /// The tables after a change of these units and settlements.
    pub fn after(&self, before: &Dataset, after: &Dataset, touched: &Touched) -> Self {
        let mut tables = self.clone();
        let mut have_centres_changed = !touched.settlements.is_empty();
        // A vertex that moves changes no fact.
        let beside = |border: &Arc<Border>| {
            let attributes = border.attributes.clone();
            (border.left.clone(), border.right.clone(), attributes)
        };
        let mut borders = touched.borders.iter();
        let mut have_facts_changed = borders.any(|&key| {
            let of = |dataset: &Dataset| dataset.borders.get_shared(key).map(beside);
            of(before) != of(after)
        });
        for &key in &touched.units {
            let (old, new) = (before.units.get_shared(key), after.units.get_shared(key));
            if let (Some(old), Some(new)) = (old, new)
                && Arc::ptr_eq(old, new)
            {
                continue;
            }
            have_facts_changed = true;
            let parent = |unit: Option<&Arc<Unit>>| {
                let in_force = unit.filter(|unit| !unit.life.has_ended());
                in_force.and_then(|unit| unit.parent)
            };
            tables.children.exchange(key, parent(old), parent(new));
            let centre =
                |unit: Option<&Arc<Unit>>| unit.map(|unit| (unit.centre.clone(), unit.point));
            have_centres_changed |= centre(old) != centre(new);
        }
        if have_facts_changed {
            tables.facts = Facts::new(after);
        }
        for &key in &touched.settlements {
            let parent = |dataset: &Dataset| {
                let settlement = dataset.settlements.get(key)?;
                settlement.parent.filter(|_| !settlement.life.has_ended())
            };
            tables
                .settlements
                .exchange(key, parent(before), parent(after));
        }
        // A row that changed may have another code.
        if have_facts_changed || !touched.settlements.is_empty() {
            tables.by_code = Arc::default();
        }
        if have_centres_changed {
            tables.centres = Arc::new(centres_of(after));
        }
        tables
    }

    pub fn by_code(&self, dataset: &Dataset) -> &ByCode {
        self.by_code.get_or_init(|| ByCode::new(dataset))
    }

    pub fn centres(&self) -> &[CentreOf] {
        &self.centres
    }

    pub fn children(&self, unit: UnitKey) -> &[UnitKey] {
        self.children.of(unit)
    }

    pub fn settlements(&self, unit: UnitKey) -> &[SettlementKey] {
        self.settlements.of(unit)
    }
}
