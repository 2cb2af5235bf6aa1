//! What is typed in the unit panel as values: counts, dates, codes, the unit above, the
//! seat; and the same values as they are shown.

use super::scope::Scope;
use crate::app::dates::{DateError, SolarDate};
use crate::app::describe::level_name;
use crate::app::facts::Facts;
use crate::app::language::{Language, Words};
use crate::app::numbers::{self, parse_number};
use crate::app::search::fold;
use crate::model::{Centre, Dataset, Level, PartialDate, Properties, UnitKey};

/// A count of people or households, or nothing for an empty text.
///
/// # Errors
/// A sentence, where it is no whole number.
pub fn parse_count(words: &Words, text: &str) -> Result<Option<u64>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let number = parse_number(text).ok_or_else(|| words.text("field-not-a-number"))?;
    if number < 0.0 || number.fract() != 0.0 || number > 9e15 {
        return Err(words.text("field-not-whole"));
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a whole number within 0 and 9e15"
    )]
    Ok(Some(number as u64))
}

/// A count as it stands in a field.
pub fn shown_count(words: &Words, count: Option<u64>) -> String {
    count.map_or_else(String::new, |count| {
        words.integer(i64::try_from(count).unwrap_or(i64::MAX))
    })
}

/// A field's label with its census: «جمعیت ۱۳۹۵».
pub fn dated_label(words: &Words, id: &str, census: Option<i32>) -> String {
    match census {
        Some(census) => {
            let year = numbers::ungrouped(words.language(), i64::from(census));
            words.with(&format!("{id}-of"), &[("year", year.into())])
        }
        None => words.text(id),
    }
}

/// A code with Latin digits and without spaces; nothing for an empty text.
pub fn parsed_code(text: &str) -> Option<String> {
    let latin = numbers::digits(Language::English, text);
    let code: String = latin
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .collect();
    (!code.is_empty()).then_some(code)
}

/// A day or a year of the Solar Hijri calendar.
///
/// # Errors
/// A sentence, where it is neither.
pub fn parse_date(words: &Words, text: &str) -> Result<Option<PartialDate>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let date = SolarDate::parse(text).map_err(|error| match error {
        DateError::NotADate => words.text("field-date-form"),
        DateError::NoSuchYear { .. } => words.text("field-date-no-year"),
        DateError::NoSuchMonth { .. } => words.text("field-date-no-month"),
        DateError::NoSuchDay { days, .. } => {
            words.with("field-date-no-day", &[("days", f64::from(days).into())])
        }
    })?;
    match date.parts() {
        (year, None, _) => Ok(Some(PartialDate::SolarYear(year))),
        (_, Some(_), None) => Err(words.text("field-date-form")),
        _ => date
            .to_iso()
            .parse()
            .map(|day| Some(PartialDate::Day(day)))
            .map_err(|_| words.text("field-date-form")),
    }
}

/// The unit of a level that a name or a code means.
///
/// # Errors
/// A sentence, where there is none or there are several.
pub fn parse_parent(
    words: &Words,
    dataset: &Dataset,
    level: Option<Level>,
    text: &str,
) -> Result<Option<UnitKey>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let wanted = fold(text);
    let of_level = || {
        let units = dataset.units.iter();
        units.filter(|(_, unit)| Some(unit.level) == level)
    };
    let code = parsed_code(text);
    let by_code = of_level().find(|(_, unit)| unit.code.is_some() && unit.code == code);
    if let Some((key, _)) = by_code {
        return Ok(Some(key));
    }
    let mut named = of_level().filter(|(_, unit)| fold(&unit.name).text() == wanted.text());
    let level_words = level
        .map(|level| level_name(words, level))
        .unwrap_or_default();
    match (named.next(), named.next()) {
        (Some((key, _)), None) => Ok(Some(key)),
        (Some(_), Some(_)) => {
            Err(words.with("field-parent-several", &[("level", level_words.into())]))
        }
        (None, _) => Err(words.with("field-parent-none", &[("level", level_words.into())])),
    }
}

/// The seat that a name means: a city or a village of the unit where one has the name,
/// else the name alone. Nothing for an empty text.
pub fn parse_centre(dataset: &Dataset, facts: &Facts, unit: UnitKey, text: &str) -> Option<Centre> {
    if text.is_empty() {
        return None;
    }
    let wanted = fold(text);
    let mut centre = Centre {
        name: text.to_owned(),
        position: None,
        settlement: None,
        city: None,
        layer: None,
        properties: Properties::default(),
    };
    let mut waiting = vec![(unit, 0)];
    while let Some((at, depth)) = waiting.pop() {
        for &key in facts.settlements(at) {
            let settlement = dataset.settlements.get(key);
            if let Some(settlement) = settlement
                && fold(&settlement.name).text() == wanted.text()
            {
                centre.settlement = Some(key);
                centre.position = settlement.position;
                return Some(centre);
            }
        }
        for &child in facts.children(at) {
            let Some(below) = dataset.units.get(child) else {
                continue;
            };
            if below.level == Level::City && fold(&below.name).text() == wanted.text() {
                centre.city = Some(child);
                centre.position = below.point;
                return Some(centre);
            }
            if depth < Level::ALL.len() {
                waiting.push((child, depth + 1));
            }
        }
    }
    Some(centre)
}

/// The people of a unit that are a sum of its parts: the number and a remark.
pub fn people_remark(scope: &Scope<'_>, unit: UnitKey) -> Option<(String, String)> {
    let people = scope.facts.people(unit).filter(|people| people.is_sum)?;
    let remark = match people.census {
        Some(census) => dated_label(scope.words, "field-sum", Some(census)),
        None => scope.text("field-sum"),
    };
    Some((shown_count(scope.words, Some(people.people)), remark))
}

/// What lies directly under a unit, by level: «۴ بخش؛ ۲ شهر؛ ۸۷ روستا».
pub fn children_words(scope: &Scope<'_>, unit: UnitKey) -> String {
    let Some(dataset) = scope.dataset() else {
        return String::new();
    };
    let mut counts = std::collections::BTreeMap::new();
    for &child in scope.facts.children(unit) {
        if let Some(child) = dataset.units.get(child) {
            *counts.entry(child.level).or_insert(0_usize) += 1;
        }
    }
    for &key in scope.facts.settlements(unit) {
        if let Some(settlement) = dataset.settlements.get(key) {
            *counts.entry(settlement.kind.level()).or_insert(0) += 1;
        }
    }
    let texts: Vec<String> = counts
        .into_iter()
        .map(|(level, count)| {
            scope.with(
                "count-of-level",
                &[
                    ("count", scope.count(count).into()),
                    ("level", level_name(scope.words, level).into()),
                ],
            )
        })
        .collect();
    texts.join(&scope.text("format-between"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that fails should say where")]

    use super::*;
    use crate::model::{Origin, Unit};

    #[test]
    fn counts_are_read_in_any_digits_and_refused_in_words() {
        let words = Words::new(Language::Persian);
        assert_eq!(parse_count(&words, "۸٬۴۱۰"), Ok(Some(8410)));
        assert_eq!(parse_count(&words, ""), Ok(None));
        assert!(parse_count(&words, "هشت").is_err());
        assert!(parse_count(&words, "1.5").is_err());
        assert!(parse_count(&words, "-3").is_err());
    }

    #[test]
    fn a_parent_is_named_or_given_by_its_code() {
        let words = Words::new(Language::English);
        let origin = Origin::of_content(b"parents");
        let mut dataset = Dataset::new(origin, "parents");
        for (index, code) in ["150101", "150201"].into_iter().enumerate() {
            let mut unit = Unit::new(origin.id("unit", index), Level::District, "مركزي");
            unit.code = Some(code.to_owned());
            dataset.units.insert(unit);
        }
        let parse = |text| parse_parent(&words, &dataset, Some(Level::District), text);
        assert!(parse("مرکزی").unwrap_err().contains("code"));
        assert_eq!(parse("۱۵ ۰۲ ۰۱"), Ok(Some(UnitKey(1))));
        assert!(parse("ازنا").is_err());
        assert_eq!(parse(""), Ok(None));
    }

    #[test]
    fn a_year_alone_stays_a_year() {
        let words = Words::new(Language::Persian);
        assert_eq!(
            parse_date(&words, "۱۳۵۲"),
            Ok(Some(PartialDate::SolarYear(1352)))
        );
        assert!(matches!(
            parse_date(&words, "1366/04/07"),
            Ok(Some(PartialDate::Day(_)))
        ));
        assert!(parse_date(&words, "1366/13/07").is_err());
    }
}
