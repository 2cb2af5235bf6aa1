//! What the words for a finding say beside its measures: the other unit, the code, the
//! sum, what is wrong with a name or a ring.

use super::{
    Value, Words, beside, explanation, isolated, joined, left_to_right, level_name, numbers,
    unit_name, verdict_words,
};
use crate::model::{BorderStatus, Dataset, PartialDate};
use crate::rules::{Detail, Finding, NameFault, Verdict};
use crate::topology::Misnesting;

pub(super) fn detail(words: &Words, dataset: &Dataset, finding: &Finding) -> String {
    let text = |value: &str| Value::from(value.to_owned());
    match &finding.detail {
        Detail::Plain | Detail::Cycle => String::new(),
        Detail::MissingParent(wanted) => {
            let named = wanted.code.clone().or_else(|| {
                let names = wanted.names.iter().map(|(_, name)| name.as_str());
                let names: Vec<&str> = names.collect();
                (!names.is_empty()).then(|| names.join(" / "))
            });
            match named {
                Some(parent) => words.with("finding-parent-wanted", &[("parent", text(&parent))]),
                None => words.text("finding-parent-unsaid"),
            }
        }
        Detail::WrongLevel {
            level,
            parent_level,
        } => words.with(
            "finding-parent-level",
            &[
                ("level", level_name(words, *level).into()),
                ("parent", level_name(words, *parent_level).into()),
            ],
        ),
        Detail::LiesIn(Some(unit)) => words.with(
            "finding-lies-in",
            &[("unit", unit_name(words, dataset, *unit).into())],
        ),
        Detail::LiesIn(None) => words.text("finding-lies-nowhere"),
        Detail::FewCentres { have, of } => words.with(
            "finding-few-centres",
            &[
                ("have", words.integer(*have as i64).into()),
                ("of", words.integer(*of as i64).into()),
            ],
        ),
        Detail::CentreIs(level) => words.with(
            "finding-centre-is",
            &[("level", level_name(words, *level).into())],
        ),
        Detail::CentreBelongs(Some(unit)) => words.with(
            "finding-centre-belongs",
            &[("unit", unit_name(words, dataset, *unit).into())],
        ),
        Detail::CentreBelongs(None) => String::new(),
        Detail::Sum { census, own, sum } => {
            let difference = i128::from(*own) - i128::from(*sum);
            let sum = words.with(
                "finding-sum",
                &[
                    ("own", words.integer(*own as i64).into()),
                    ("sum", words.integer(*sum as i64).into()),
                    ("difference", words.integer(difference as i64).into()),
                ],
            );
            let census = census.map(|year| {
                let year = numbers::ungrouped(words.language(), i64::from(year));
                words.with("law-census", &[("year", year.into())])
            });
            beside(words, vec![sum, census.unwrap_or_default()])
        }
        Detail::NotUnder { code, parent } => words.with(
            "finding-code-not-under",
            &[
                ("code", left_to_right(code).into()),
                ("parent", left_to_right(parent).into()),
            ],
        ),
        Detail::Retired { code, until } => {
            let code = left_to_right(code);
            match until {
                Some(until) => words.with(
                    "finding-code-retired",
                    &[
                        ("code", code.into()),
                        ("date", partial_date(words, *until).into()),
                    ],
                ),
                None => words.with("finding-code-is", &[("code", code.into())]),
            }
        }
        Detail::Parties(parties) => {
            let parties = parties.iter().map(|party| isolated(party));
            let parties = joined(words, "finding-units", parties.collect());
            if parties.is_empty() {
                parties
            } else {
                words.with("finding-claimed-by", &[("parties", parties.into())])
            }
        }
        Detail::Status(status) => words.text(match status {
            BorderStatus::Disputed => "finding-status-disputed",
            BorderStatus::Unverified | BorderStatus::Agreed => "finding-status-unverified",
        }),
        Detail::NoStatus => words.text("finding-no-status"),
        Detail::Nesting(kind) => words.text(nesting_id(*kind)),
        Detail::Coordinate(written) => words.with(
            "finding-coordinate-is",
            &[("written", left_to_right(written).into())],
        ),
        Detail::Code(code) => {
            words.with("finding-code-is", &[("code", left_to_right(code).into())])
        }
        Detail::Name {
            written,
            normalised,
            faults,
        } => {
            let change = words.with(
                "finding-name-should-be",
                &[("written", text(written)), ("normalised", text(normalised))],
            );
            let faults = faults.iter().map(|&fault| words.text(fault_id(fault)));
            let faults = joined(words, "finding-units", faults.collect());
            beside(words, vec![change, faults])
        }
        Detail::Village {
            count,
            people,
            households,
        } => {
            let number = |number: Option<u64>| match number {
                Some(number) => words.integer(number as i64),
                None => words.text("law-unknown"),
            };
            let wanted = words.with(
                "law-village",
                &[
                    ("people", number(count.people).into()),
                    ("households", number(count.households).into()),
                    ("required", number(Some(*people)).into()),
                    ("homes", number(Some(*households)).into()),
                ],
            );
            let census = count.census.map(|year| {
                let year = numbers::ungrouped(words.language(), i64::from(year));
                words.with("law-census", &[("year", year.into())])
            });
            let verdict = finding
                .verdict
                .map(|verdict| village_verdict(words, verdict));
            let texts = vec![
                verdict.unwrap_or_default(),
                wanted,
                census.unwrap_or_default(),
            ];
            beside(words, texts)
        }
        Detail::Legal(line) => {
            let verdict = verdict_words(words, line.verdict);
            beside(words, vec![verdict, explanation(words, dataset, line)])
        }
    }
}

/// What is said of a village.
fn village_verdict(words: &Words, verdict: Verdict) -> String {
    words.text(match verdict {
        Verdict::NotDecidable => "law-village-not-decidable",
        _ => "law-village-violated",
    })
}

/// A day, or a year alone, in the calendar of the language.
fn partial_date(words: &Words, date: PartialDate) -> String {
    match date {
        PartialDate::Day(day) => crate::app::dates::shown(&day.to_string(), words.language()),
        PartialDate::SolarYear(year) => numbers::ungrouped(words.language(), i64::from(year)),
    }
}

fn nesting_id(kind: Misnesting) -> &'static str {
    match kind {
        Misnesting::Duplicate => "nesting-duplicate",
        Misnesting::HoleOutside => "nesting-hole-outside",
        Misnesting::NestedHole => "nesting-nested-hole",
        Misnesting::NestedShell => "nesting-nested-shell",
    }
}

fn fault_id(fault: NameFault) -> &'static str {
    match fault {
        NameFault::ArabicYeh => "name-fault-arabic-yeh",
        NameFault::ArabicKaf => "name-fault-arabic-kaf",
        NameFault::ArabicDigit => "name-fault-arabic-digit",
        NameFault::OuterSpace => "name-fault-outer-space",
        NameFault::DoubleSpace => "name-fault-double-space",
        NameFault::OddSpace => "name-fault-odd-space",
        NameFault::StrayJoiner => "name-fault-stray-joiner",
        NameFault::WrongJoiner => "name-fault-wrong-joiner",
        NameFault::InvisibleSign => "name-fault-invisible-sign",
        NameFault::PresentationForm => "name-fault-presentation-form",
    }
}
