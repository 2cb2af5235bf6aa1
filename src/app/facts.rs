//! Tables of the open data that panels read in every frame and that are made once a
//! change: children in the order of names, areas, people, counts by level.

use std::collections::BTreeMap;

use super::collation;
use crate::model::{Dataset, Key, Level, SettlementKey, UnitKey};
use crate::topology::unit_area_m2;

/// People with the census they were counted at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct People {
    /// How many.
    pub people: u64,
    /// The census (Solar Hijri year), where all parts have the same.
    pub census: Option<i32>,
    /// Whether it is a sum over what lies under the unit, and not recorded for it.
    pub is_sum: bool,
}

/// The tables. Rows are those of the data set's tables of units.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The units without a parent, higher levels first, then by name.
    pub roots: Vec<UnitKey>,
    children: Vec<Vec<UnitKey>>,
    settlements: Vec<Vec<SettlementKey>>,
    areas_m2: Vec<f64>,
    people: Vec<Option<People>>,
    /// How many units and settlements there are of each level.
    pub counts: BTreeMap<Level, usize>,
}

impl Facts {
    /// The tables of a data set. Linear in its units and settlements.
    pub fn new(dataset: &Dataset) -> Self {
        let rows = dataset.units.next_key().index();
        let mut facts = Self {
            roots: Vec::new(),
            children: vec![Vec::new(); rows],
            settlements: vec![Vec::new(); rows],
            areas_m2: vec![0.0; rows],
            people: vec![None; rows],
            counts: BTreeMap::new(),
        };
        facts.link(dataset);
        facts.measure(dataset);
        for (key, unit) in dataset.units.iter() {
            if unit.parent.is_none() {
                facts.count_people(dataset, key, 0);
            }
        }
        facts
    }

    fn link(&mut self, dataset: &Dataset) {
        let mut sorted: Vec<(Level, Vec<u8>, UnitKey)> = Vec::new();
        for (key, unit) in dataset.units.iter() {
            *self.counts.entry(unit.level).or_default() += 1;
            sorted.push((unit.level, collation::sort_key(&unit.name), key));
        }
        sorted.sort_unstable();
        for (_, _, key) in sorted {
            let parent = dataset.units.get(key).and_then(|unit| unit.parent);
            let row = parent.and_then(|parent| self.children.get_mut(parent.index()));
            match row {
                // Units that are above themselves are a finding; they stay reachable.
                Some(row) if !is_in_cycle(dataset, key) => row.push(key),
                _ => self.roots.push(key),
            }
        }
        for (key, settlement) in dataset.settlements.iter() {
            if settlement.life.has_ended() {
                continue;
            }
            *self.counts.entry(settlement.kind.level()).or_default() += 1;
            let parent = settlement.parent.map(Key::index);
            if let Some(row) = parent.and_then(|parent| self.settlements.get_mut(parent)) {
                row.push(key);
            }
        }
    }

    fn measure(&mut self, dataset: &Dataset) {
        for (key, unit) in dataset.units.iter() {
            if !unit.is_leaf() {
                continue;
            }
            let area_m2 = unit_area_m2(dataset, &[key]);
            for (above, _) in dataset.ancestors(key) {
                if let Some(sum_m2) = self.areas_m2.get_mut(above.index()) {
                    *sum_m2 += area_m2;
                }
            }
        }
    }

    /// What is recorded for the unit, else the sum over what lies under it where all of
    /// that is known.
    fn count_people(&mut self, dataset: &Dataset, key: UnitKey, depth: usize) -> Option<People> {
        let unit = dataset.units.get(key)?;
        let children = self.children(key).to_vec();
        let mut sum = Some(0_u64);
        let mut censuses: Vec<Option<i32>> = Vec::new();
        if depth < Level::ALL.len() {
            for child in children {
                let people = self.count_people(dataset, child, depth + 1);
                sum = sum.zip(people).map(|(sum, people)| sum + people.people);
                censuses.extend(people.map(|people| people.census));
            }
        }
        for &settlement in self.settlements(key) {
            let latest = dataset
                .settlements
                .get(settlement)
                .and_then(|settlement| settlement.populations.latest());
            let people = latest.and_then(|count| count.people);
            sum = sum.zip(people).map(|(sum, people)| sum + people);
            censuses.extend(latest.map(|count| count.census));
        }
        let recorded = unit.populations.latest().and_then(|count| {
            Some(People {
                people: count.people?,
                census: count.census,
                is_sum: false,
            })
        });
        let summed = sum.filter(|_| !censuses.is_empty()).map(|people| People {
            people,
            census: censuses
                .first()
                .copied()
                .flatten()
                .filter(|first| censuses.iter().all(|census| *census == Some(*first))),
            is_sum: true,
        });
        let found = recorded.or(summed);
        if let Some(row) = self.people.get_mut(key.index()) {
            *row = found;
        }
        found
    }

    /// The units directly under a unit, higher levels first, then by name.
    pub fn children(&self, unit: UnitKey) -> &[UnitKey] {
        self.children.get(unit.index()).map_or(&[], Vec::as_slice)
    }

    /// The settlements directly under a unit, in the order of their keys.
    pub fn settlements(&self, unit: UnitKey) -> &[SettlementKey] {
        self.settlements
            .get(unit.index())
            .map_or(&[], Vec::as_slice)
    }

    /// The area of a unit's leaves in square metres; nothing where it has none.
    pub fn area_m2(&self, unit: UnitKey) -> Option<f64> {
        let area_m2 = self.areas_m2.get(unit.index()).copied()?;
        (area_m2 != 0.0).then_some(area_m2)
    }

    /// The people of a unit.
    pub fn people(&self, unit: UnitKey) -> Option<People> {
        self.people.get(unit.index()).copied().flatten()
    }

    /// How many units or settlements of a level there are.
    pub fn count(&self, level: Level) -> usize {
        self.counts.get(&level).copied().unwrap_or_default()
    }
}

fn is_in_cycle(dataset: &Dataset, key: UnitKey) -> bool {
    dataset
        .ancestors(key)
        .skip(1)
        .any(|(above, _)| above == key)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that fails should say where")]

    use super::*;
    use crate::model::{Origin, Unit};

    fn dataset() -> Dataset {
        let origin = Origin::of_content(b"facts");
        let mut dataset = Dataset::new(origin, "facts");
        let mut add = |level, name: &str, parent| {
            let id = origin.id("unit", dataset.units.len());
            let mut unit = Unit::new(id, level, name);
            unit.parent = parent;
            dataset.units.insert(unit)
        };
        let province = add(Level::Province, "لرستان", None);
        let county = add(Level::County, "یزد", Some(province));
        let other = add(Level::County, "پاوه", Some(province));
        dataset.units.update(county, |unit| {
            unit.populations.set_people(Some(1395), Some(10))
        });
        dataset.units.update(other, |unit| {
            unit.populations.set_people(Some(1395), Some(5))
        });
        dataset
    }

    #[test]
    fn children_stand_in_the_order_of_the_persian_alphabet() {
        let dataset = dataset();
        let facts = Facts::new(&dataset);
        let names: Vec<&str> = facts
            .children(UnitKey(0))
            .iter()
            .map(|key| dataset.units.get(*key).unwrap().name.as_str())
            .collect();
        assert_eq!(names, ["پاوه", "یزد"]);
        assert_eq!(facts.count(Level::County), 2);
    }

    #[test]
    fn people_are_summed_only_where_all_are_known() {
        let mut dataset = dataset();
        let facts = Facts::new(&dataset);
        let sum = facts.people(UnitKey(0)).unwrap();
        assert_eq!((sum.people, sum.census, sum.is_sum), (15, Some(1395), true));
        dataset.units.update(UnitKey(1), |unit| {
            unit.populations.set_people(Some(1395), None)
        });
        assert_eq!(Facts::new(&dataset).people(UnitKey(0)), None);
    }

    #[test]
    fn a_unit_above_itself_is_still_reached() {
        let mut dataset = dataset();
        dataset
            .units
            .update(UnitKey(0), |unit| unit.parent = Some(UnitKey(1)));
        let facts = Facts::new(&dataset);
        assert!(facts.roots.contains(&UnitKey(0)));
    }
}
