//! What an edit costs, in words: for every unit at every level the land, villages and
//! people that it gains and loses, and the findings that go and come.

use std::collections::BTreeSet;

use egui::{Color32, Ui};

use super::law_list::sign_of_verdict;
use super::say;
use super::text::{Span, spans_ui, wrapped_ui};
use super::theme::{Severity, Theme};
use crate::app::describe::{
    arithmetic, basis_words, beside, code_kind, level_name, settlement_name, unit_name,
    verdict_words,
};
use crate::app::language::{Words, plain};
use crate::app::numbers;
use crate::edit::Impact;
use crate::model::{Dataset, UnitKey};
use crate::rules::Code;
use crate::rules::fixes::{Price, UnitStanding};

/// Draws what units gain and lose, how they then stand before the law, and which findings
/// go and come; units that only exchange within themselves are named in one line.
pub fn price_ui(ui: &mut Ui, words: &Words, dataset: &Dataset, theme: &Theme, price: &Price) {
    let impacts = &price.impacts;
    let (changed, mut unchanged): (Vec<&Impact>, Vec<&Impact>) =
        impacts.iter().partition(|impact| impact.is_change());
    // That a county stays as it is tells something of its districts; that a neighbour does,
    // whose border was only parted, tells nothing.
    let above: BTreeSet<UnitKey> = changed
        .iter()
        .flat_map(|impact| dataset.ancestors(impact.unit).skip(1))
        .map(|(key, _)| key)
        .collect();
    if !above.is_empty() {
        unchanged.retain(|impact| above.contains(&impact.unit));
    }
    let after = &price.after.dataset;
    for impact in changed {
        impact_ui(ui, words, dataset, theme, impact);
        let is_leaf = |dataset: &Dataset| {
            let unit = dataset.units.get(impact.unit);
            unit.is_some_and(|unit| unit.is_leaf())
        };
        if is_leaf(dataset) || is_leaf(after) {
            settlements_ui(ui, words, after, theme, impact);
        }
        let standing = price.standings.iter().find(|it| it.unit == impact.unit);
        if let Some(standing) = standing {
            standing_ui(ui, words, theme, standing);
        }
    }
    let names: Vec<String> = unchanged
        .iter()
        .map(|impact| {
            let level = level_name(words, impact.level);
            let name = unit_name(words, dataset, impact.unit);
            words.with(
                "map-unchanged",
                &[("level", level.into()), ("name", name.into())],
            )
        })
        .collect();
    if !names.is_empty() {
        let weak = theme.text.small.coloured(theme.palette.text_weak);
        wrapped_ui(ui, &names.join(" · "), weak);
    }
    findings_ui(ui, words, theme, price);
}

/// The most names of settlements in a line.
const MOST_NAMES: usize = 4;

/// Which settlements come to a unit and which leave it, by name.
fn settlements_ui(ui: &mut Ui, words: &Words, dataset: &Dataset, theme: &Theme, impact: &Impact) {
    for (settlements, id) in [
        (&impact.settlements_gained, "impact-come"),
        (&impact.settlements_lost, "impact-leave"),
    ] {
        let named = settlements.iter().take(MOST_NAMES);
        let names = named
            .map(|key| settlement_name(words, dataset, *key))
            .reduce(|first, second| {
                words.with(
                    "finding-units",
                    &[("first", first.into()), ("second", second.into())],
                )
            });
        let Some(names) = names else { continue };
        let more = settlements.len().saturating_sub(MOST_NAMES);
        #[expect(clippy::cast_precision_loss, reason = "a count of settlements")]
        let more = more as f64;
        let text = words.with(id, &[("names", names.into()), ("more", more.into())]);
        let weak = theme.text.small.coloured(theme.palette.text_weak);
        wrapped_ui(ui, &text, weak);
    }
}

/// What the law would say of a unit, and whether its centre would lie in its land.
fn standing_ui(ui: &mut Ui, words: &Words, theme: &Theme, standing: &UnitStanding) {
    for line in &standing.after {
        let was = standing.before.iter().find(|it| it.code == line.code);
        let colour = match sign_of_verdict(line.verdict) {
            Severity::Error | Severity::Warning => theme.palette.loss,
            // That it comes to be so is worth telling.
            _ if was.is_some_and(|was| was.verdict != line.verdict) => theme.palette.gain,
            _ => theme.palette.text_weak,
        };
        // What is met, and was, is told in short.
        let is_news = colour != theme.palette.text_weak;
        let text = if is_news {
            let verdict = verdict_words(words, line.verdict);
            let basis = basis_words(words, &line.basis);
            beside(words, vec![verdict, arithmetic(words, line), basis])
        } else {
            arithmetic(words, line)
        };
        wrapped_ui(ui, &text, theme.text.small.coloured(colour));
    }
    if standing.holds_centre == Some(false) {
        let text = code_kind(words, Code::S06);
        wrapped_ui(ui, &text, theme.text.small.coloured(theme.palette.loss));
    }
}

/// «کرگاه شرقی ‎+۳٫۲ کیلومتر مربع، ‎+۲ آبادی، ‎+۴۱۸ نفر», the figures in the colour of a gain
/// or a loss.
fn impact_ui(ui: &mut Ui, words: &Words, dataset: &Dataset, theme: &Theme, impact: &Impact) {
    let language = words.language();
    let name = if dataset.units.get(impact.unit).is_some() {
        say::named(words, impact.level, &unit_name(words, dataset, impact.unit))
    } else {
        let level = level_name(words, impact.level);
        words.with("impact-new", &[("level", level.into())])
    };
    let mut figures = Vec::new();
    if impact.changes_area() {
        let (id, value, digits) = if impact.gained_m2.abs() < 10_000.0 {
            let digits = u8::from(impact.gained_m2.abs() < 10.0);
            ("format-square-metres", impact.gained_m2, digits)
        } else {
            ("format-square-kilometres", impact.gained_m2 / 1e6, 3)
        };
        let figure = numbers::signed(language, value, digits);
        figures.push(words.with(id, &[("value", figure.into())]));
    }
    for (settlements, sign) in [
        (&impact.settlements_gained, 1.0),
        (&impact.settlements_lost, -1.0),
    ] {
        if !settlements.is_empty() {
            let count = numbers::signed(language, sign * settlements.len() as f64, 0);
            figures.push(words.with("impact-settlements", &[("count", count.into())]));
        }
    }
    if impact.people_gained != 0 {
        #[expect(clippy::cast_precision_loss, reason = "no country has 2^53 people")]
        let count = numbers::signed(language, impact.people_gained as f64, 0);
        figures.push(words.with("impact-people", &[("count", count.into())]));
    }
    if impact.people_unknown > 0 {
        let count = words.integer(i64::try_from(impact.people_unknown).unwrap_or(i64::MAX));
        figures.push(words.with("impact-people-unknown", &[("count", count.into())]));
    }
    let figures = figures
        .into_iter()
        .reduce(|first, second| {
            words.with(
                "finding-units",
                &[("first", first.into()), ("second", second.into())],
            )
        })
        .unwrap_or_default();
    let text = format!("{name}  {figures}");
    let colour: Color32 = if impact.gained_m2 > 0.0 {
        theme.palette.gain
    } else {
        theme.palette.loss
    };
    let bytes = name.len()..text.len();
    let format = theme.text.body.wrapped(ui.available_width());
    let span = Span {
        bytes,
        colour: Some(colour),
        weight: None,
    };
    spans_ui(ui, &text, format, &[span]);
}

/// Draws the findings that go and that come, by kind.
fn findings_ui(ui: &mut Ui, words: &Words, theme: &Theme, price: &Price) {
    for (findings, id, colour) in [
        (&price.resolved, "price-resolves", theme.palette.gain),
        (&price.created, "price-creates", theme.palette.loss),
    ] {
        if findings.is_empty() {
            continue;
        }
        // Without marks of direction inside: what is inserted is one run of words.
        let codes = findings.iter().map(|finding| finding.code);
        let kinds = plain(&say::kinds(words, codes));
        let text = words.with(id, &[("kinds", kinds.into())]);
        wrapped_ui(ui, &text, theme.text.body.coloured(colour));
    }
    // Else a county seems to lose land whose outline stays as it is.
    let gone = |codes: &[Code]| (price.resolved.iter()).any(|it| codes.contains(&it.code));
    let weak = theme.text.small.coloured(theme.palette.text_weak);
    if gone(&[Code::T09, Code::T10, Code::T11, Code::T14]) {
        wrapped_ui(ui, &words.text("price-counted-twice"), weak);
    } else if gone(&[Code::T12, Code::T15]) {
        wrapped_ui(ui, &words.text("price-counted-nowhere"), weak);
    }
    if !price.is_whole {
        wrapped_ui(ui, &words.text("price-not-whole"), weak);
    }
}
