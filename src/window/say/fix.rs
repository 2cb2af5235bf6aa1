//! Fixes in words: what each does and with whom, and why a finding has none.

use super::refusal::unit_names;
use crate::app::describe::settlement_name;
use crate::app::language::{Words, left_to_right};
use crate::model::Dataset;
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
