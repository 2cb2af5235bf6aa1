//! What a change means before it is accepted: the area of every unit touched, at
//! every level, before and after.

use crate::model::{Dataset, Level, UnitKey};
use crate::topology::{Snapshot, unit_area_m2};

/// A unit's area before and after a change, in square metres.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Impact {
    /// The unit.
    pub unit: UnitKey,
    /// Its level.
    pub level: Level,
    /// How much its area grows; negative where it shrinks.
    pub gained_m2: f64,
}

/// The impact on `units` (leaves that a change touches) and on all above them,
/// lowest level first, then in the order of keys. A unit whose children exchange
/// land among themselves gains nothing, and is listed with that.
pub fn impact(before: &Snapshot, after: &Snapshot, units: &[UnitKey]) -> Vec<Impact> {
    let mut gained: std::collections::BTreeMap<UnitKey, f64> = std::collections::BTreeMap::new();
    for &leaf in units {
        let difference_m2 =
            unit_area_m2(&after.dataset, &[leaf]) - unit_area_m2(&before.dataset, &[leaf]);
        for (key, _) in after.dataset.ancestors(leaf) {
            *gained.entry(key).or_default() += difference_m2;
        }
    }
    let level = |dataset: &Dataset, key| dataset.units.get(key).map(|unit| unit.level);
    let mut impacts: Vec<Impact> = gained
        .into_iter()
        .filter_map(|(unit, gained_m2)| {
            Some(Impact {
                unit,
                level: level(&after.dataset, unit)?,
                gained_m2,
            })
        })
        .collect();
    impacts.sort_by_key(|impact| (std::cmp::Reverse(impact.level), impact.unit));
    impacts
}
