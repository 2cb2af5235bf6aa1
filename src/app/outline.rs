//! What bounds units: how long their outlines are, and how much of them each neighbour has.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Border, Dataset, Level, UnitKey};

/// What bounds a unit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outline {
    /// How long it is, in metres: the sum of geodesics of the edges of those borders that have
    /// the unit, or something under it, on one side only. Nothing where it has no land.
    pub perimeter_m: f64,
    /// The units of its level beside it, with the metres that they share, the longest first.
    pub neighbours: Vec<(UnitKey, f64)>,
}

impl Outline {
    /// The outline of one unit. Linear in the borders.
    pub fn of(dataset: &Dataset, unit: UnitKey) -> Self {
        let Some(level) = dataset.units.get(unit).map(|unit| unit.level) else {
            return Self::default();
        };
        let mut sums = BTreeMap::new();
        for (_, border) in dataset.borders.iter() {
            add(dataset, border, level, Some(unit), &mut sums);
        }
        sums.remove(&unit).map(Self::from).unwrap_or_default()
    }

    /// The outlines of all units of a level that have land. Linear in the borders.
    pub fn of_level(dataset: &Dataset, level: Level) -> BTreeMap<UnitKey, Self> {
        let mut sums = BTreeMap::new();
        for (_, border) in dataset.borders.iter() {
            add(dataset, border, level, None, &mut sums);
        }
        let outlines = sums.into_iter();
        outlines.map(|(unit, sum)| (unit, sum.into())).collect()
    }
}

#[derive(Default)]
struct Sum {
    perimeter_m: f64,
    beside: BTreeMap<UnitKey, f64>,
}

impl From<Sum> for Outline {
    fn from(sum: Sum) -> Self {
        let mut neighbours: Vec<(UnitKey, f64)> = sum.beside.into_iter().collect();
        neighbours.sort_by(|one, other| other.1.total_cmp(&one.1));
        Self {
            perimeter_m: sum.perimeter_m,
            neighbours,
        }
    }
}

/// Adds a border to the units of a level that it bounds, or to one of them only.
fn add(
    dataset: &Dataset,
    border: &Border,
    level: Level,
    only: Option<UnitKey>,
    sums: &mut BTreeMap<UnitKey, Sum>,
) {
    // A leaf that is under none of the level, as a city beside rural districts, is its own peer.
    let peers = |side: &[UnitKey]| -> BTreeSet<UnitKey> {
        let peer = |unit: &UnitKey| dataset.ancestor_at(*unit, level).unwrap_or(*unit);
        side.iter().map(peer).collect()
    };
    let sides = [peers(&border.left), peers(&border.right)];
    let mut length_m = None;
    for (own, others) in [(&sides[0], &sides[1]), (&sides[1], &sides[0])] {
        for &unit in own.difference(others) {
            let is_asked = only.is_none_or(|only| only == unit);
            let unit_level = dataset.units.get(unit).map(|unit| unit.level);
            if !is_asked || unit_level != Some(level) {
                continue;
            }
            let length_m = *length_m.get_or_insert_with(|| border.length_m());
            let sum = sums.entry(unit).or_default();
            sum.perimeter_m += length_m;
            for &other in others {
                *sum.beside.entry(other).or_default() += length_m;
            }
        }
    }
}
