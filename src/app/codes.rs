//! Statistical codes for a whole data set: which units have none that can be, with one that is
//! free for each; and what codes a unit and those under it get when it comes under another.

use crate::edit::{Edit, EditUnit, Refusal, UnitField, free_code, statistical_code_length};
use crate::model::{Dataset, Level, Unit, UnitKey};
use crate::topology::Snapshot;

/// A code that a unit had, and the one that it gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renumbered {
    /// The unit.
    pub unit: UnitKey,
    /// What it had; nothing where it had none.
    pub old: Option<String>,
    /// What it gets; nothing where none is free, or the unit above has none to begin with.
    pub new: Option<String>,
}

/// Whether a unit's code can be one of its level, by its digits. A city also goes by its last
/// four alone.
fn is_of_scheme(unit: &Unit) -> bool {
    unit.code.as_ref().is_some_and(|code| {
        let is_number = code.bytes().all(|byte| byte.is_ascii_digit());
        let is_short_city = unit.level == Level::City && code.len() == 4;
        is_number && (code.len() == statistical_code_length(unit.level) || is_short_city)
    })
}

/// A code for each unit that has none of its level, the highest levels first, so that those
/// under a unit begin with its new code. No code is given twice, nor one of a unit that has
/// ended.
pub fn proposals(dataset: &Dataset) -> Vec<Renumbered> {
    let without = dataset
        .units
        .iter()
        .filter(|(_, unit)| !unit.life.has_ended() && !is_of_scheme(unit));
    let mut units: Vec<(Level, UnitKey)> = without.map(|(key, unit)| (unit.level, key)).collect();
    units.sort_unstable();
    let mut proposed = dataset.clone();
    units
        .into_iter()
        .map(|(_, key)| renumber(&mut proposed, key))
        .collect()
}

/// What codes a unit and those under it get once it lies under `parent`: each begins with the
/// code of the one above it and keeps its own digits where they are free there.
///
/// # Errors
/// The reason why the unit cannot come there.
pub fn renumbering(
    dataset: &Dataset,
    unit: UnitKey,
    parent: UnitKey,
) -> Result<Vec<Renumbered>, Refusal> {
    let field = UnitField::Parent(Some(parent));
    let snapshot = Snapshot::new(dataset.clone());
    let moved = Edit::Unit(EditUnit { unit, field }).plan(&snapshot)?;
    let mut moved = moved.apply(&snapshot).dataset;
    let mut below = vec![unit];
    let mut next = 0;
    while let Some(&above) = below.get(next) {
        next += 1;
        let children = moved.units.iter();
        let children = children.filter(|(key, it)| {
            it.parent == Some(above) && !it.life.has_ended() && !below.contains(key)
        });
        let children: Vec<UnitKey> = children.map(|(key, _)| key).collect();
        below.extend(children);
    }
    let all = below.into_iter().map(|key| {
        let kept = moved
            .units
            .get(key)
            .and_then(|it| kept_digits(&moved, key, it));
        match kept {
            Some(code) => {
                let old = moved.units.get(key).and_then(|it| it.code.clone());
                moved.units.update(key, |it| it.code = Some(code.clone()));
                Renumbered {
                    unit: key,
                    old,
                    new: Some(code),
                }
            }
            None => renumber(&mut moved, key),
        }
    });
    Ok(all.collect())
}

/// The unit's own digits behind the code of the one above, where no other of the level has
/// that code.
fn kept_digits(dataset: &Dataset, key: UnitKey, unit: &Unit) -> Option<String> {
    let above = dataset.units.get(unit.parent?)?;
    let prefix = above.code.clone().filter(|_| is_of_scheme(above))?;
    let code = unit.code.as_ref().filter(|_| is_of_scheme(unit))?;
    let digits = statistical_code_length(unit.level).checked_sub(prefix.len())?;
    let code = format!("{prefix}{}", code.get(code.len().checked_sub(digits)?..)?);
    let mut others = dataset.units.iter();
    let is_free = !others.any(|(other, it)| {
        other != key && it.level == unit.level && it.code.as_ref() == Some(&code)
    });
    is_free.then_some(code)
}

/// Gives a unit the next free code.
fn renumber(dataset: &mut Dataset, unit: UnitKey) -> Renumbered {
    let old = dataset.units.get(unit).and_then(|it| it.code.clone());
    let new = free_code(dataset, unit);
    if new.is_some() {
        dataset.units.update(unit, |it| it.code.clone_from(&new));
    }
    Renumbered { unit, old, new }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that fails should say where")]

    use super::*;
    use crate::model::{Life, Origin, PartialDate};

    fn add(dataset: &mut Dataset, level: Level, code: &str, parent: Option<UnitKey>) -> UnitKey {
        let mut unit = Unit::new(uuid::Uuid::new_v4(), level, code);
        unit.code = (!code.is_empty()).then(|| code.to_owned());
        unit.parent = parent;
        dataset.units.insert(unit)
    }

    #[test]
    fn those_without_a_code_get_one_that_nobody_has_or_had() {
        let mut dataset = Dataset::new(Origin::of_content(b""), "");
        let province = add(&mut dataset, Level::Province, "15", None);
        let county = add(&mut dataset, Level::County, "", Some(province));
        let ended = add(&mut dataset, Level::County, "1501", Some(province));
        dataset.units.update(ended, |unit| {
            let mut life = Life::default();
            life.effective.until = Some(PartialDate::SolarYear(1390));
            unit.life = life;
        });
        let first = add(&mut dataset, Level::District, "", Some(county));
        let second = add(&mut dataset, Level::District, "7", Some(county));
        let proposed = proposals(&dataset);
        let new: Vec<_> = proposed
            .iter()
            .map(|it| (it.unit, it.new.clone().unwrap()))
            .collect();
        let code = |text: &str| text.to_owned();
        let wanted = [
            (county, code("1502")),
            (first, code("150201")),
            (second, code("150202")),
        ];
        assert_eq!(new, wanted, "1501 was a county's that is no more");
    }

    #[test]
    fn a_unit_that_moves_takes_those_under_it_along_and_keeps_digits_that_are_free() {
        let mut dataset = Dataset::new(Origin::of_content(b""), "");
        let province = add(&mut dataset, Level::Province, "15", None);
        let from = add(&mut dataset, Level::County, "1501", Some(province));
        let to = add(&mut dataset, Level::County, "1502", Some(province));
        add(&mut dataset, Level::District, "150201", Some(to));
        let district = add(&mut dataset, Level::District, "150101", Some(from));
        let rural = add(
            &mut dataset,
            Level::RuralDistrict,
            "1501010003",
            Some(district),
        );
        let city = add(&mut dataset, Level::City, "1501011005", Some(district));
        let new: Vec<_> = renumbering(&dataset, district, to)
            .unwrap()
            .into_iter()
            .map(|it| (it.unit, it.new.unwrap()))
            .collect();
        let code = |text: &str| text.to_owned();
        let wanted = [
            (district, code("150202")),
            (rural, code("1502020003")),
            (city, code("1502021005")),
        ];
        assert_eq!(new, wanted);
        assert!(
            renumbering(&dataset, rural, to).is_err(),
            "of the wrong level"
        );
    }
}
