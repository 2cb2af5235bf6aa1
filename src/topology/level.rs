//! What borders divide and what units are made of: a border's level, a unit's
//! leaves, area and neighbours, all from the borders that are stored once.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::{Border, BorderKey, BorderUse, Dataset, Level, Part, UnitKey};

/// What a border divides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BorderLevel {
    /// Units that differ first at this level: a province border divides provinces.
    Between(Level),
    /// A unit from the outside.
    Outer,
    /// Units, at least one of which has no parent to compare.
    Unknown,
}

/// The level of a border: the highest at which the ancestors of its left and right
/// differ; `Outer` if one side is empty (whether it faces the outside or a gap is
/// for the survey to say); `Unknown` where an ancestor is missing before they differ.
pub fn border_level(dataset: &Dataset, border: &Border) -> BorderLevel {
    let (Some(&left), Some(&right)) = (border.left.first(), border.right.first()) else {
        return BorderLevel::Outer;
    };
    level_between(dataset, left, right)
}

/// The highest level at which two units differ.
pub(crate) fn level_between(dataset: &Dataset, left: UnitKey, right: UnitKey) -> BorderLevel {
    for level in Level::UNITS {
        match (
            dataset.ancestor_at(left, level),
            dataset.ancestor_at(right, level),
        ) {
            (Some(left), Some(right)) if left == right => {}
            (Some(_), Some(_)) => return BorderLevel::Between(level),
            // A level may be missing in part of the country; a rural district has
            // no city above it.
            (None, None) => {}
            (Some(_), None) | (None, Some(_)) if level >= Level::RuralDistrict => {
                return BorderLevel::Between(level);
            }
            _ => return BorderLevel::Unknown,
        }
    }
    // Two units that share every ancestor down to themselves are one unit on both
    // sides, or two whose levels nothing tells apart.
    BorderLevel::Unknown
}

/// The leaves of the coverage that a unit is made of, itself if it is one, in the
/// order of their keys. A city that is drawn over the rural districts is no leaf.
pub fn unit_leaves(dataset: &Dataset, unit: UnitKey) -> Vec<UnitKey> {
    if dataset.units.get(unit).is_some_and(|unit| unit.is_leaf()) {
        return vec![unit];
    }
    dataset
        .units
        .iter()
        .filter(|(key, leaf)| {
            leaf.is_leaf() && dataset.ancestors(*key).any(|(above, _)| above == unit)
        })
        .map(|(key, _)| key)
        .collect()
}

/// The uses of borders by all rings of a part.
pub fn land_border_uses(part: &Part) -> impl Iterator<Item = BorderUse> + '_ {
    part.rings().flat_map(|ring| ring.path.iter().copied())
}

/// The area of the land of some leaves in square metres, on the ellipsoid, of
/// exactly the figure that is stored: the sum of its borders' terms.
pub fn unit_area_m2(dataset: &Dataset, leaves: &[UnitKey]) -> f64 {
    leaves
        .iter()
        .filter_map(|&leaf| dataset.units.get(leaf))
        .flat_map(|leaf| match &leaf.land {
            crate::model::Land::Coverage(parts) => parts.as_slice(),
            _ => &[],
        })
        .map(|part| {
            let mut rings = part.rings().map(|ring| {
                ring.path
                    .iter()
                    .filter_map(|step| {
                        let term = dataset.borders.get(step.border)?.area_term_m2();
                        Some(if step.reversed { -term } else { term })
                    })
                    .sum::<f64>()
                    .abs()
            });
            let shell = rings.next().unwrap_or(0.0);
            shell - rings.sum::<f64>()
        })
        .sum()
}

/// The units of a unit's level that share a border with it, in the order of their keys.
pub fn neighbours_at_level(dataset: &Dataset, unit: UnitKey) -> Vec<UnitKey> {
    let Some(level) = dataset.units.get(unit).map(|unit| unit.level) else {
        return Vec::new();
    };
    let at_level = |leaves: &[UnitKey]| -> Vec<UnitKey> {
        let above = leaves
            .iter()
            .filter_map(|&leaf| dataset.ancestor_at(leaf, level));
        above.collect()
    };
    let mut found = std::collections::BTreeSet::new();
    for (_, border) in dataset.borders.iter() {
        let (left, right) = (at_level(&border.left), at_level(&border.right));
        if left.contains(&unit) {
            found.extend(&right);
        } else if right.contains(&unit) {
            found.extend(&left);
        }
    }
    found.remove(&unit);
    found.into_iter().collect()
}

/// The leaves that share a border with a leaf and the length in metres that they
/// share, in the order of their keys.
pub fn unit_neighbours(dataset: &Dataset, leaf: UnitKey) -> Vec<(UnitKey, f64)> {
    let mut lengths: BTreeMap<UnitKey, f64> = BTreeMap::new();
    let mut seen: Vec<BorderKey> = Vec::new();
    let Some(unit) = dataset.units.get(leaf) else {
        return Vec::new();
    };
    for step in unit.coverage_rings().flat_map(|ring| ring.path.iter()) {
        let Some(border) = dataset.borders.get(step.border) else {
            continue;
        };
        if seen.contains(&step.border) {
            continue;
        }
        seen.push(step.border);
        for other in border.units().into_iter().filter(|&other| other != leaf) {
            *lengths.entry(other).or_default() += border.length_m();
        }
    }
    lengths.into_iter().collect()
}

/// The two sides of a border at its level; nothing for the outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Between {
    /// The level; nothing for an outer border, or where it is not known.
    pub level: Option<Level>,
    /// The units that it parts, left and right: at its level, else the leaves themselves.
    pub units: [Option<UnitKey>; 2],
}

impl Between {
    /// The sides of a border.
    pub fn of(dataset: &Dataset, border: &Border) -> Self {
        let level = match border_level(dataset, border) {
            BorderLevel::Between(level) => Some(level),
            BorderLevel::Outer | BorderLevel::Unknown => None,
        };
        let side = |units: &[UnitKey]| {
            let leaf = *units.first()?;
            let above = level.and_then(|level| dataset.ancestor_at(leaf, level));
            Some(above.unwrap_or(leaf))
        };
        Self {
            level,
            units: [side(&border.left), side(&border.right)],
        }
    }

    /// The same sides, whichever is left.
    fn unordered(mut self) -> Self {
        self.units.sort_unstable();
        self
    }
}

/// The whole line that a border is a stretch of: every border between the same two units
/// at its level, itself among them, in the order of keys. An outer border's line is what
/// its leaf shares with the outside. Linear in the borders.
///
/// ```
/// use marz::model::{BorderKey, Dataset, Origin};
/// use marz::topology::whole_border;
/// let dataset = Dataset::new(Origin::of_content(b""), "");
/// assert!(whole_border(&dataset, BorderKey(0)).is_empty());
/// ```
pub fn whole_border(dataset: &Dataset, key: BorderKey) -> Vec<BorderKey> {
    let Some(border) = dataset.borders.get(key) else {
        return Vec::new();
    };
    let wanted = Between::of(dataset, border).unordered();
    let all = dataset.borders.iter();
    all.filter(|(_, border)| Between::of(dataset, border).unordered() == wanted)
        .map(|(key, _)| key)
        .collect()
}
