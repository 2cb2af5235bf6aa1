//! What units have gained and lost since the data was opened: the areas of two states of a
//! data set, compared.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Dataset, Level, UnitKey};
use crate::topology::{unit_area_m2, unit_leaves};

/// Areas that differ by less than this, in square metres, are the same.
const LEAST_CHANGE_M2: f64 = 0.5;

/// The units of a level whose areas differ between two states, with the difference in square
/// metres: what was gained is positive. The greatest come first.
///
/// Leaves whose borders are the same objects in both states are not measured.
#[must_use]
pub fn area_changes(before: &Dataset, after: &Dataset, level: Level) -> Vec<(UnitKey, f64)> {
    let changed = changed_leaves(before, after);
    let mut units: BTreeMap<UnitKey, f64> = BTreeMap::new();
    for (dataset, sign) in [(before, -1.0), (after, 1.0)] {
        for leaf in &changed {
            let is_leaf = dataset.units.get(*leaf).is_some_and(|unit| unit.is_leaf());
            if let Some(unit) = dataset.ancestor_at(*leaf, level).filter(|_| is_leaf) {
                *units.entry(unit).or_default() += sign * unit_area_m2(dataset, &[*leaf]);
            }
        }
    }
    let mut found: Vec<(UnitKey, f64)> = units
        .into_iter()
        .filter(|(_, change_m2)| change_m2.abs() >= LEAST_CHANGE_M2)
        .collect();
    found.sort_by(|one, other| other.1.abs().total_cmp(&one.1.abs()));
    found
}

/// The leaves whose land or place among the units may differ.
fn changed_leaves(before: &Dataset, after: &Dataset) -> BTreeSet<UnitKey> {
    let mut changed = BTreeSet::new();
    for (one, other) in [(before, after), (after, before)] {
        for (key, border) in one.borders.iter_shared() {
            let same = other.borders.get_shared(key);
            if !same.is_some_and(|same| std::sync::Arc::ptr_eq(same, border)) {
                changed.extend(border.units());
            }
        }
        for (key, unit) in one.units.iter_shared() {
            let same = other.units.get_shared(key);
            if !same.is_some_and(|same| std::sync::Arc::ptr_eq(same, unit)) {
                changed.extend(unit_leaves(one, key));
            }
        }
    }
    changed
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;
    use crate::model::{Land, Origin, PlainPolygon, PlainRing, PlainRole, Position, Unit};
    use crate::topology::weave_dataset;

    /// Two counties of one rural district each, side by side.
    fn dataset() -> Dataset {
        let origin = Origin::of_content(b"changes");
        let mut dataset = Dataset::new(origin, "changes");
        for number in 0..2_u32 {
            let id = |kind| origin.id(kind, number as usize);
            let county = Unit::new(id("county"), Level::County, "county");
            let county = dataset.units.insert(county);
            let mut unit = Unit::new(id("unit"), Level::RuralDistrict, "leaf");
            unit.parent = Some(county);
            let west = 48.0 + f64::from(number) * 0.1;
            let ring = [(0.0, 0.0), (0.1, 0.0), (0.1, 0.1), (0.0, 0.1), (0.0, 0.0)];
            let ring = ring.map(|(x, y)| Position {
                x: west + x,
                y: 33.0 + y,
            });
            unit.land = Land::Plain {
                polygons: [PlainPolygon {
                    rings: vec![PlainRing {
                        positions: ring.to_vec().into(),
                        heights_m: None,
                    }],
                }]
                .into(),
                role: PlainRole::Pending,
            };
            dataset.units.insert(unit);
        }
        weave_dataset(&mut dataset);
        dataset
    }

    #[test]
    fn what_one_unit_gains_the_other_loses() {
        let before = dataset();
        assert_eq!(area_changes(&before, &before.clone(), Level::County), []);
        let mut after = before.clone();
        let (key, _) = before
            .borders
            .iter()
            .find(|(_, border)| !border.left.is_empty() && !border.right.is_empty())
            .unwrap();
        after.borders.update(key, |border| {
            let middle = Position { x: 48.11, y: 33.05 };
            border.line = border.line.replaced(1..1, &[middle]);
        });
        let changes = area_changes(&before, &after, Level::County);
        assert_eq!(changes.len(), 2);
        // A triangle of 0.1° by 0.01°.
        assert!(
            (changes[0].1.abs() / 1e6 - 5.18).abs() < 0.05,
            "{changes:?}"
        );
        assert!((changes[0].1 + changes[1].1).abs() < 0.01, "{changes:?}");
    }
}
