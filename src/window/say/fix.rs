//! Fixes in words: what each does and with whom, why one cannot be chosen, and why a
//! finding has none.

use std::collections::BTreeMap;

use super::refusal::{refusal, unit_names};
use crate::app::describe::{code_kind, settlement_name};
use crate::app::fixing::Obstacle;
use crate::app::language::{Words, left_to_right, plain};
use crate::model::Dataset;
use crate::rules::Code;
use crate::rules::fixes::{Fix, FixKind, NoFix};

/// What a fix does, as on its button: «واگذاری به کرگاه شرقی».
pub fn fix_name(words: &Words, dataset: &Dataset, fix: &Fix) -> String {
    if fix.kind == FixKind::GiveTo && fix.units.is_empty() {
        return words.text("fix-give-to-none");
    }
    let mut names = unit_names(words, Some(dataset), &fix.units);
    if names.is_empty()
        && let Some(&settlement) = fix.settlements.first()
    {
        names = settlement_name(words, dataset, settlement);
    }
    let value = fix.value.clone().unwrap_or_default();
    let value = if fix.kind == FixKind::NewCode {
        left_to_right(&value)
    } else {
        value
    };
    let id = format!("fix-{}", fix.kind.name());
    let distance = words.length(fix.distance_m.unwrap_or_default());
    words.with(
        &id,
        &[
            ("unit", names.into()),
            ("value", value.into()),
            ("distance", distance.into()),
        ],
    )
}

/// Why a finding has no fix, in a sentence.
pub fn no_fix(words: &Words, reason: NoFix) -> String {
    words.text(&format!("no-fix-{}", reason.name()))
}

/// Why a way cannot be chosen, in a sentence.
pub fn obstacle(words: &Words, dataset: &Dataset, obstacle: &Obstacle<'_>) -> String {
    match obstacle {
        Obstacle::Refused(reason) => refusal(words, Some(dataset), reason),
        Obstacle::Brings(findings) => {
            let kinds = kinds(words, findings.iter().map(|finding| finding.code));
            words.with("fix-brings", &[("kinds", plain(&kinds).into())])
        }
    }
}

/// «باریکهٔ شکاف ۲، رأس بی‌همتا ۱»
pub fn kinds(words: &Words, codes: impl Iterator<Item = Code>) -> String {
    let mut counts: BTreeMap<Code, usize> = BTreeMap::new();
    for code in codes {
        *counts.entry(code).or_default() += 1;
    }
    let kinds = counts.into_iter().map(|(code, count)| {
        let count = words.integer(i64::try_from(count).unwrap_or(i64::MAX));
        let name = code_kind(words, code);
        words.with(
            "chip-with-count",
            &[("name", name.into()), ("count", count.into())],
        )
    });
    kinds
        .reduce(|first, second| {
            words.with(
                "finding-units",
                &[("first", first.into()), ("second", second.into())],
            )
        })
        .unwrap_or_default()
}
