//! What an example expects of a finding.

use marz::model::Dataset;
use marz::rules::{Code, Detail, Finding};

use super::{numbers, unquoted, words};

/// An `expect` line.
pub struct Expectation {
    pub code: Code,
    pub text: String,
    entities: Vec<String>,
    values: Vec<(String, String)>,
}

/// A finding's units, then its settlements, then its overlays: by code, else by name,
/// else `-`.
pub fn names_of(dataset: &Dataset, finding: &Finding) -> Vec<Vec<String>> {
    let names = |code: Option<String>, name: String| {
        let code = code.unwrap_or_else(|| "-".into());
        vec![code, if name.is_empty() { "-".into() } else { name }]
    };
    let units = finding.units.iter().map(|&key| {
        let unit = dataset.units.get(key).unwrap();
        names(unit.code.clone(), unit.name.clone())
    });
    let settlements = finding.settlements.iter().map(|&key| {
        let settlement = dataset.settlements.get(key).unwrap();
        names(settlement.code.clone(), settlement.name.clone())
    });
    let overlays = finding.overlays.iter().map(|&key| {
        let overlay = dataset.overlays.get(key).unwrap();
        names(overlay.code.clone(), overlay.name.clone())
    });
    units.chain(settlements).chain(overlays).collect()
}

impl Expectation {
    /// Reads what follows `expect`.
    pub fn parse(text: &str) -> Self {
        let mut words = words(text).into_iter();
        let code = words.next().unwrap();
        let mut entities = Vec::new();
        let mut values = Vec::new();
        for word in words {
            match word.split_once('=') {
                Some((name, value)) => values.push((name.to_owned(), unquoted(value))),
                None => entities.push(unquoted(&word)),
            }
        }
        Self {
            code: Code::from_name(&code).unwrap_or_else(|| panic!("no such rule: {code}")),
            text: text.to_owned(),
            entities,
            values,
        }
    }

    /// What of a finding is not as expected.
    pub fn differences(&self, dataset: &Dataset, finding: &Finding) -> Vec<String> {
        let mut differences = Vec::new();
        let names = names_of(dataset, finding);
        let same = names.len() == self.entities.len()
            && names
                .iter()
                .zip(&self.entities)
                .all(|(names, wanted)| names.contains(wanted));
        if !same {
            differences.push(format!("is about {names:?}"));
        }
        for (name, wanted) in &self.values {
            let found = match name.as_str() {
                "at" => {
                    let at = finding.place.as_ref().map(|place| place.at);
                    let wanted = numbers(wanted);
                    let within = wanted.get(2).copied().unwrap_or(1e-3);
                    if at.is_none_or(|at| {
                        (at.x - wanted[0]).abs() > within || (at.y - wanted[1]).abs() > within
                    }) {
                        differences.push(format!("is at {at:?}"));
                    }
                    continue;
                }
                "area_m2" | "width_m" | "length_m" | "measured" | "required" => {
                    let found = match name.as_str() {
                        "area_m2" => finding.area_m2,
                        "width_m" => finding.width_m,
                        "length_m" => finding.length_m,
                        "measured" => finding.measured.map(|amount| amount.value()),
                        _ => finding.required.map(|amount| amount.value()),
                    };
                    let number = numbers(wanted)[0];
                    if found.is_none_or(|found| (found - number).abs() > number.abs() * 0.01) {
                        differences.push(format!("{name} is {found:?}"));
                    }
                    continue;
                }
                "level" => finding.level.map(|level| level.name().to_owned()),
                "severity" => Some(finding.severity.name().to_owned()),
                "kind" => Some(finding.kind().to_owned()),
                "verdict" => finding.verdict.map(|verdict| verdict.name().to_owned()),
                "missing" => {
                    let missing: Vec<_> = finding.missing.iter().map(|it| it.name()).collect();
                    Some(missing.join(","))
                }
                "fix" => match &finding.detail {
                    Detail::Name { normalised, .. } => Some(normalised.clone()),
                    _ => None,
                },
                _ => panic!("nothing is known of {name}"),
            };
            if found.as_ref() != Some(wanted) {
                differences.push(format!("{name} is {found:?}"));
            }
        }
        differences
    }
}
