//! What filters the findings: chips for what is asked most, and a row with every other
//! condition. Each choice says how many findings it would list.

use egui::Ui;

use super::direction::wrapping_ui;
use super::findings_rows::FindingRows;
use super::icons::icons::{ICON_FILTER_LIST, ICON_FILTER_LIST_OFF, ICON_SEARCH};
use super::scope::Scope;
use super::text::{Button, TextField, chip_ui, combo_ui, formatted_ui};
use super::view_state::{FindingsView, ViewState};
use crate::app::describe::{
    code_kind, family_name, finding_level, severity_name, state_name, unit_name,
};
use crate::app::finding_filter::{FindingFilter, KindFilter, Since};
use crate::app::language::isolated;
use crate::model::TriageState;
use crate::rules::{Code, Family, Severity};

/// A name with how many there are of it.
fn counted(scope: &Scope<'_>, name: String, count: usize) -> String {
    scope.with(
        "chip-with-count",
        &[("name", name.into()), ("count", scope.count(count).into())],
    )
}

/// Draws the chips that filter, each with how many findings it lists.
pub fn filter_chips_ui(
    ui: &mut Ui,
    scope: &Scope<'_>,
    view: &mut FindingsView,
    rows: &FindingRows,
) {
    let counts = &rows.counts;
    let filter = &mut view.filter;
    let all = counted(scope, scope.text("filter-all"), counts.all);
    if chip_ui(ui, filter.is_clear(), &all).clicked() {
        *filter = FindingFilter::default();
    }
    for family in Family::ALL {
        let kind = KindFilter::Family(family);
        let count = counts.of_kind(kind);
        let is_chosen = filter.kind == Some(kind);
        if count == 0 && !is_chosen {
            continue;
        }
        let label = counted(scope, family_name(scope.words, family), count);
        if chip_ui(ui, is_chosen, &label).clicked() {
            filter.kind = (!is_chosen).then_some(kind);
        }
    }
    for (since, id) in [
        (Since::New, "filter-new"),
        (Since::Resolved, "filter-resolved"),
    ] {
        let count = counts.of_since(since);
        let is_chosen = filter.since == Some(since);
        if count == 0 && !is_chosen {
            continue;
        }
        let label = counted(scope, scope.text(id), count);
        if chip_ui(ui, is_chosen, &label).clicked() {
            filter.since = (!is_chosen).then_some(since);
        }
    }
    let stands = |ui: &mut Ui, is_on: &mut bool, id: &str, count: usize| {
        let label = counted(scope, scope.text(id), count);
        if chip_ui(ui, *is_on, &label).clicked() {
            *is_on = !*is_on;
        }
    };
    let switch = |ui: &mut Ui, is_on: &mut bool, id: &str, count: usize| {
        if count > 0 || *is_on {
            stands(ui, is_on, id, count);
        }
    };
    let edits = counts.of_my_edits;
    switch(ui, &mut filter.of_my_edits, "filter-my-edits", edits);
    // These come to nothing and back while the map moves and filters change: they keep their
    // place, so that nothing else moves under the pointer.
    stands(ui, &mut filter.in_view, "filter-in-view", counts.here);
    let undecided = counts.undecided;
    stands(ui, &mut filter.undecided, "filter-undecided", undecided);
    let (accepted, lapsed) = (counts.accepted, counts.lapsed);
    switch(ui, &mut filter.accepted, "filter-accepted", accepted);
    switch(ui, &mut filter.lapsed, "filter-lapsed", lapsed);
}

/// Draws, from the end side, how many findings are in sight and elsewhere, the field
/// that searches them, and the switch of the row of filters.
pub fn findings_search_ui(
    ui: &mut Ui,
    scope: &Scope<'_>,
    view: &mut FindingsView,
    rows: &FindingRows,
) {
    let counts = &rows.counts;
    if counts.here + counts.elsewhere > 0 {
        let text = scope.with(
            "findings-here",
            &[
                ("here", scope.count(counts.here).into()),
                ("elsewhere", scope.count(counts.elsewhere).into()),
            ],
        );
        let weak = scope.theme.text.small;
        let weak = weak.coloured(scope.theme.palette.text_weak);
        formatted_ui(ui, &text, weak);
        ui.add_space(4.0);
    }
    let hint = scope.text("findings-search");
    TextField::new(&mut view.search, &hint)
        .placeholder(&hint)
        .icon(ICON_SEARCH)
        .width(150.0)
        .show_ui(ui);
    let label = scope.text(if view.shows_filters {
        "filters-hide"
    } else {
        "filters-show"
    });
    let button = Button::icon_only(ICON_FILTER_LIST, &label).selected(view.shows_filters);
    if button.show_ui(ui).clicked() {
        view.shows_filters = !view.shows_filters;
    }
}

/// Draws the row with every condition.
pub fn filter_row_ui(ui: &mut Ui, scope: &Scope<'_>, view: &mut ViewState, rows: &FindingRows) {
    let selected = view.selection.unit();
    let filter = &mut view.findings.filter;
    let counts = &rows.counts;
    let margin = egui::Margin {
        left: 12,
        right: 12,
        top: 4,
        bottom: 4,
    };
    egui::Frame::new().inner_margin(margin).show(ui, |ui| {
        wrapping_ui(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 4.0;
            kind_ui(ui, scope, filter, rows);
            let severities = Severity::ALL.into_iter().map(|severity| {
                let name = severity_name(scope.words, severity);
                let count = counts.severities.get(&severity);
                (severity, name, count.copied().unwrap_or_default())
            });
            choice_ui(ui, scope, "severity", &mut filter.severity, severities);
            let levels = counts.levels.iter().map(|(&level, &count)| {
                let name = finding_level(scope.words, level);
                (level, name, count)
            });
            choice_ui(ui, scope, "level", &mut filter.level, levels);
            let since = Since::ALL.into_iter().map(|since| {
                let name = scope.text(since_words(since));
                (since, name, counts.of_since(since))
            });
            choice_ui(ui, scope, "since", &mut filter.since, since);
            let states = TriageState::ALL.into_iter().map(|state| {
                let name = state_name(scope.words, state);
                let count = counts.states.get(&state);
                (state, name, count.copied().unwrap_or_default())
            });
            choice_ui(ui, scope, "state", &mut filter.state, states);
            let assignees = counts.assignees.iter().map(|(assignee, &count)| {
                let name = if assignee.is_empty() {
                    scope.text("filter-nobody")
                } else {
                    isolated(assignee)
                };
                (assignee.clone(), name, count)
            });
            choice_ui(ui, scope, "assignee", &mut filter.assignee, assignees);
            unit_ui(ui, scope, filter, selected);
            if !filter.is_clear() {
                let label = scope.text("filters-clear");
                let button = Button::new(&label).quiet().icon(ICON_FILTER_LIST_OFF);
                if button.show_ui(ui).clicked() {
                    *filter = FindingFilter::default();
                }
            }
        });
    });
    let edge = ui.available_rect_before_wrap();
    let line = scope.theme.hairline();
    ui.painter().hline(edge.x_range(), edge.top(), line);
}

/// The message that says what became of a finding.
pub fn since_words(since: Since) -> &'static str {
    match since {
        Since::New => "state-new",
        Since::Unchanged => "state-before",
        Since::Resolved => "state-resolved",
    }
}

/// A box to choose one of several conditions, or none. `name` is the end of the messages
/// of its label and of «all».
fn choice_ui<T: Clone + PartialEq>(
    ui: &mut Ui,
    scope: &Scope<'_>,
    name: &str,
    chosen: &mut Option<T>,
    choices: impl Iterator<Item = (T, String, usize)>,
) {
    let choices: Vec<(T, String)> = choices
        .filter(|(value, _, count)| *count > 0 || chosen.as_ref() == Some(value))
        .map(|(value, name, count)| (value, counted(scope, name, count)))
        .collect();
    let all = scope.text(&format!("filter-any-{name}"));
    let names: Vec<&str> = std::iter::once(all.as_str())
        .chain(choices.iter().map(|(_, name)| name.as_str()))
        .collect();
    let at = choices
        .iter()
        .position(|(value, _)| chosen.as_ref() == Some(value));
    let label = scope.text(&format!("filter-{name}"));
    let made = combo_ui(ui, &label, &names, Some(at.map_or(0, |at| at + 1)), 132.0);
    if let Some(made) = made {
        let value = made.checked_sub(1).and_then(|made| choices.get(made));
        *chosen = value.map(|(value, _)| value.clone());
    }
}

fn kind_ui(ui: &mut Ui, scope: &Scope<'_>, filter: &mut FindingFilter, rows: &FindingRows) {
    let mut code = match filter.kind {
        Some(KindFilter::Code(code)) => Some(code),
        _ => None,
    };
    let before = code;
    let codes = Code::ALL.iter().map(|&code| {
        let name = code_kind(scope.words, code);
        (code, name, rows.counts.of_kind(KindFilter::Code(code)))
    });
    choice_ui(ui, scope, "kind", &mut code, codes);
    if code != before {
        filter.kind = code.map(KindFilter::Code);
    }
}

/// A chip that keeps to the selected unit and what lies under it.
fn unit_ui(
    ui: &mut Ui,
    scope: &Scope<'_>,
    filter: &mut FindingFilter,
    selected: Option<crate::model::UnitKey>,
) {
    let (Some(dataset), Some(unit)) = (scope.dataset(), filter.unit.or(selected)) else {
        return;
    };
    let name = unit_name(scope.words, dataset, unit);
    let label = scope.with("filter-unit", &[("unit", name.into())]);
    let is_chosen = filter.unit == Some(unit);
    if chip_ui(ui, is_chosen, &label).clicked() {
        filter.unit = (!is_chosen).then_some(unit);
    }
}
