//! What a change means before it is accepted: the area of every unit touched, at every
//! level, before and after, and the settlements and people that change hands.

use std::collections::{BTreeMap, BTreeSet};

use super::ChangeSet;
use crate::model::{Dataset, Extent, Level, SettlementKey, UnitKey};
use crate::topology::{Snapshot, land_contains, unit_area_m2};

/// What a unit gains and loses by a change.
#[derive(Debug, Clone, PartialEq)]
pub struct Impact {
    /// The unit.
    pub unit: UnitKey,
    /// Its level.
    pub level: Level,
    /// By how many square metres its area grows; negative where it shrinks.
    pub gained_m2: f64,
    /// Settlements that come to lie in its land, or are put under it, in the order of their
    /// keys.
    pub settlements_gained: Vec<SettlementKey>,
    /// Settlements that lie in its land, or are under it, no more, likewise.
    pub settlements_lost: Vec<SettlementKey>,
    /// How many people come with the former and go with the latter, by each
    /// settlement's latest count.
    pub people_gained: i64,
    /// Settlements among them whose people are not known: the sum is without them.
    pub people_unknown: usize,
}

/// A change of area below this is none, in square metres.
const NO_AREA_M2: f64 = 0.05;

impl Impact {
    /// Whether the unit's area grows or shrinks.
    pub fn changes_area(&self) -> bool {
        self.gained_m2.abs() > NO_AREA_M2
    }

    /// Whether the unit gains or loses anything.
    pub fn is_change(&self) -> bool {
        self.changes_area()
            || !self.settlements_gained.is_empty()
            || !self.settlements_lost.is_empty()
    }
}

/// The impact on `units` (leaves that a change touches) and on all above them,
/// lowest level first, then in the order of keys. A unit whose children exchange
/// land among themselves gains nothing, and is listed with that. Settlements are not
/// looked at: [`impact_of`] does.
pub fn impact(before: &Snapshot, after: &Snapshot, units: &[UnitKey]) -> Vec<Impact> {
    let mut gained: BTreeMap<UnitKey, f64> = BTreeMap::new();
    for &leaf in units {
        let before_m2 = unit_area_m2(&before.dataset, &[leaf]);
        let after_m2 = unit_area_m2(&after.dataset, &[leaf]);
        for above in above_in_either(before, after, leaf) {
            let lies = |dataset: &Dataset| dataset.ancestors(leaf).any(|(key, _)| key == above);
            let was_m2 = if lies(&before.dataset) {
                before_m2
            } else {
                0.0
            };
            let is_m2 = if lies(&after.dataset) { after_m2 } else { 0.0 };
            *gained.entry(above).or_default() += is_m2 - was_m2;
        }
    }
    let level = |key| {
        let unit = after.dataset.units.get(key);
        Some(unit.or_else(|| before.dataset.units.get(key))?.level)
    };
    let mut impacts: Vec<Impact> = gained
        .into_iter()
        .filter_map(|(unit, gained_m2)| {
            Some(Impact {
                unit,
                level: level(unit)?,
                gained_m2,
                settlements_gained: Vec::new(),
                settlements_lost: Vec::new(),
                people_gained: 0,
                people_unknown: 0,
            })
        })
        .collect();
    impacts.sort_by_key(|impact| (std::cmp::Reverse(impact.level), impact.unit));
    impacts
}

/// A leaf and those above it, before and after: a unit may be under another afterwards.
fn above_in_either(before: &Snapshot, after: &Snapshot, leaf: UnitKey) -> BTreeSet<UnitKey> {
    let above = |dataset: &Dataset| -> Vec<UnitKey> {
        dataset.ancestors(leaf).map(|(key, _)| key).collect()
    };
    let mut keys: BTreeSet<UnitKey> = above(&before.dataset).into_iter().collect();
    keys.extend(above(&after.dataset));
    keys
}

/// The impact of a change on every unit that it touches and on all above them, with the
/// settlements and people that change hands: those that are put under another unit, and those
/// that lie in other leaves afterwards.
pub fn impact_of(before: &Snapshot, after: &Snapshot, changes: &ChangeSet) -> Vec<Impact> {
    let mut touched = changes.touched(before);
    touched.units.extend(changes.touched(after).units);
    touched.units.sort_unstable();
    touched.units.dedup();
    let is_leaf = |snapshot: &Snapshot, key: UnitKey| {
        let unit = snapshot.dataset.units.get(key);
        unit.is_some_and(|unit| unit.is_leaf())
    };
    let mut leaves = touched.units;
    leaves.retain(|&key| is_leaf(before, key) || is_leaf(after, key));
    let mut impacts = impact(before, after, &leaves);
    let lines = |snapshot: &Snapshot| -> Vec<Extent> {
        let borders = touched.borders.iter();
        borders
            .filter_map(|&key| snapshot.dataset.borders.get_shared(key))
            .map(|border| border.extent())
            .collect()
    };
    // Land that changes hands lies between where lines were and where they are: in the box
    // around all of them, though perhaps in none of theirs.
    let all = lines(before).into_iter().chain(lines(after));
    let around = all.reduce(Extent::union).into_iter();
    let mut near: BTreeSet<SettlementKey> = around
        .flat_map(|extent| after.index.settlements_near(extent))
        .collect();
    near.extend(touched.settlements.iter().copied());
    for settlement in near {
        let Some(row) = after.dataset.settlements.get(settlement) else {
            continue;
        };
        let parent = |snapshot: &Snapshot| snapshot.dataset.settlements.get(settlement)?.parent;
        // Where it is put under another unit it goes there, wherever it lies; else it goes
        // with the land.
        let is_put = parent(before) != parent(after);
        let units = |snapshot: &Snapshot| -> BTreeSet<UnitKey> {
            let holders: Vec<UnitKey> = match (is_put, row.position) {
                (true, _) => parent(snapshot).into_iter().collect(),
                (false, Some(position)) => {
                    let held = leaves.iter().copied().filter(|&leaf| {
                        is_leaf(snapshot, leaf) && land_contains(&snapshot.dataset, leaf, position)
                    });
                    held.collect()
                }
                (false, None) => Vec::new(),
            };
            let above = holders.iter();
            above
                .flat_map(|&holder| snapshot.dataset.ancestors(holder))
                .map(|(key, _)| key)
                .collect()
        };
        let (was, is) = (units(before), units(after));
        if was == is {
            continue;
        }
        let people = row.populations.latest().and_then(|count| count.people);
        let signed = i64::try_from(people.unwrap_or(0)).unwrap_or(i64::MAX);
        for impact in &mut impacts {
            let unit = impact.unit;
            let change = i64::from(is.contains(&unit)) - i64::from(was.contains(&unit));
            match change {
                1 => impact.settlements_gained.push(settlement),
                -1 => impact.settlements_lost.push(settlement),
                _ => continue,
            }
            impact.people_gained = impact.people_gained.saturating_add(change * signed);
            impact.people_unknown += usize::from(people.is_none());
        }
    }
    impacts
}
