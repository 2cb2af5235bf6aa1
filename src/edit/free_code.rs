//! A code that is free for a unit or settlement, by the statistical scheme: a unit's
//! begins with its parent's, and cities and settlements have numbers that are theirs in
//! the whole country.

use std::collections::BTreeSet;

use super::statistical_code_length;
use crate::model::{Dataset, Level, SettlementKey, UnitKey};

/// The numbers that cities have.
const CITY_NUMBERS: [std::ops::RangeInclusive<u32>; 2] = [1001..=1699, 2000..=2999];

fn is_number(code: &str) -> bool {
    !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_digit())
}

/// A code for a unit that no other of its level has: its parent's code and the first
/// number after those of its siblings that is free, with the zeros that belong to it.
/// Nothing where the parent has no code of the scheme, or every number is taken.
pub fn free_code(dataset: &Dataset, unit: UnitKey) -> Option<String> {
    let unit = dataset.units.get(unit)?;
    let level = unit.level;
    let prefix = match level {
        Level::Province => String::new(),
        _ => {
            let parent = dataset.units.get(unit.parent?)?;
            let code = parent.code.clone().filter(|code| is_number(code))?;
            let expected = statistical_code_length(parent.level);
            (code.len() == expected).then_some(code)?
        }
    };
    let digits = statistical_code_length(level).checked_sub(prefix.len())?;
    let codes = dataset
        .units
        .iter()
        .filter(|(_, other)| other.level == level)
        .filter_map(|(_, other)| other.code.as_deref());
    if level == Level::City {
        // A city's four digits are its own in the country, whatever stands before them.
        let taken: BTreeSet<u32> = codes
            .filter_map(|code| code.get(code.len().checked_sub(4)?..)?.parse().ok())
            .collect();
        let number = CITY_NUMBERS
            .into_iter()
            .flatten()
            .find(|number| !taken.contains(number))?;
        return Some(format!("{prefix}{number:04}"));
    }
    let taken: BTreeSet<u32> = codes
        .filter_map(|code| code.strip_prefix(prefix.as_str()))
        .filter(|own| own.len() == digits && is_number(own))
        .filter_map(|own| own.parse().ok())
        .collect();
    let number = next_free(&taken, digits)?;
    Some(format!("{prefix}{number:0>digits$}"))
}

/// A code of six digits that no settlement has: the first free number after the largest
/// of those under the same unit.
pub fn free_settlement_code(dataset: &Dataset, settlement: SettlementKey) -> Option<String> {
    let parent = dataset.settlements.get(settlement)?.parent;
    let number = |code: &str| -> Option<u32> {
        (is_number(code) && code.len() == 6).then(|| code.parse().ok())?
    };
    let mut taken = BTreeSet::new();
    let mut last = 0;
    for (_, other) in dataset.settlements.iter() {
        if let Some(number) = other.code.as_deref().and_then(number) {
            taken.insert(number);
            if other.parent == parent {
                last = last.max(number);
            }
        }
    }
    let after = (last + 1..1_000_000).find(|number| !taken.contains(number));
    let number = after.or_else(|| (1..=last).find(|number| !taken.contains(number)))?;
    Some(format!("{number:06}"))
}

/// The first number after the largest taken that `digits` digits hold, else the first
/// that is free at all.
fn next_free(taken: &BTreeSet<u32>, digits: usize) -> Option<u32> {
    let end = 10_u32.checked_pow(u32::try_from(digits).ok()?)?;
    let after = taken.last().map_or(1, |last| last + 1);
    let after = Some(after).filter(|&number| number < end);
    after.or_else(|| (1..end).find(|number| !taken.contains(number)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Origin, Unit};

    #[test]
    fn a_free_code_follows_its_siblings_under_its_parents_code() {
        let mut dataset = Dataset::new(Origin::of_content(b""), "");
        let mut add = |level, code: &str, parent| {
            let mut unit = Unit::new(uuid::Uuid::nil(), level, "");
            unit.code = Some(code.to_owned());
            unit.parent = parent;
            dataset.units.insert(unit)
        };
        let district = add(Level::District, "150101", None);
        let first = add(Level::RuralDistrict, "1501010001", Some(district));
        let second = add(Level::RuralDistrict, "1501010001", Some(district));
        let city = add(Level::City, "1501011001", Some(district));
        assert_eq!(free_code(&dataset, second).as_deref(), Some("1501010002"));
        assert_eq!(free_code(&dataset, city).as_deref(), Some("1501011002"));
        dataset.units.update(district, |unit| unit.code = None);
        assert_eq!(free_code(&dataset, first), None);
    }
}
