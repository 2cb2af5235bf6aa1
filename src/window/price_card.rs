//! What an edit costs, in words: for every unit at every level the land, villages and
//! people that it gains and loses, and the findings that go and come.

use std::collections::BTreeSet;

use egui::{Color32, Ui};

use super::say;
use super::text::{Span, spans_ui, wrapped_ui};
use super::theme::Theme;
use crate::app::describe::{level_name, unit_name};
use crate::app::language::{Words, plain};
use crate::app::numbers;
use crate::edit::Impact;
use crate::model::{Dataset, UnitKey};
use crate::rules::Code;
use crate::rules::fixes::Price;

/// A change of area below this is none, in square metres.
const NO_AREA_M2: f64 = 0.05;

/// Draws what units gain and lose; those that only exchange within themselves are named
/// in one line at the end.
pub fn impacts_ui(
    ui: &mut Ui,
    words: &Words,
    dataset: &Dataset,
    theme: &Theme,
    impacts: &[Impact],
) {
    let (changed, mut unchanged): (Vec<&Impact>, Vec<&Impact>) =
        impacts.iter().partition(|impact| is_change(impact));
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
    for impact in changed {
        impact_ui(ui, words, dataset, theme, impact);
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
}

fn is_change(impact: &Impact) -> bool {
    impact.gained_m2.abs() > NO_AREA_M2
        || !impact.settlements_gained.is_empty()
        || !impact.settlements_lost.is_empty()
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
    if impact.gained_m2.abs() > NO_AREA_M2 {
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
pub fn findings_ui(ui: &mut Ui, words: &Words, theme: &Theme, price: &Price) {
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
}
