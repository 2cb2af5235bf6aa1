//! The tab of findings: chips that filter, the table, and beside it what the selected
//! finding rests on, with its rule's document as help.

use egui::{ScrollArea, Ui, UiBuilder};

use super::direction::{Flow, column_ui, wrapping_ui};
use super::findings_rows::{FindingRows, sign_of};
use super::icons::icons::{ICON_CENTER_FOCUS_STRONG, ICON_HELP, ICON_SEARCH};
use super::rule_help::help_ui;
use super::scope::{Request, Scope};
use super::table::{Cell, Column, Table, TableOutcome, Width};
use super::text::{Button, TextField, chip_ui, formatted_ui, severity_ui, title_ui, wrapped_ui};
use super::view_state::{FindingColumn, FindingFilter, FindingsView, Target, ViewState};
use crate::app::describe::{family_name, severity_name};
use crate::rules::{Family, Severity};

/// What takes the keyboard for the table.
pub fn findings_table_id() -> egui::Id {
    egui::Id::unique("findings-table")
}

const COLUMNS: [FindingColumn; 5] = [
    FindingColumn::Kind,
    FindingColumn::Units,
    FindingColumn::Level,
    FindingColumn::Measure,
    FindingColumn::State,
];

/// Draws the chips that filter, each with how many findings it lists.
pub fn filter_chips_ui(
    ui: &mut Ui,
    scope: &Scope<'_>,
    view: &mut FindingsView,
    rows: &FindingRows,
) {
    let counts = &rows.counts;
    let counted = |name: &str, count: usize| {
        scope.with(
            "chip-with-count",
            &[("name", name.into()), ("count", scope.count(count).into())],
        )
    };
    let mut chip = |ui: &mut Ui, filter: FindingFilter, label: &str| {
        let is_chosen = view.filter == filter;
        if chip_ui(ui, is_chosen, label).clicked() {
            view.filter = if is_chosen {
                FindingFilter::All
            } else {
                filter
            };
        }
    };
    chip(
        ui,
        FindingFilter::All,
        &counted(&scope.text("filter-all"), counts.all),
    );
    for (family, count) in Family::ALL.into_iter().zip(counts.families) {
        if count > 0 || family != Family::Dispute {
            let label = counted(&family_name(scope.words, family), count);
            chip(ui, FindingFilter::Family(family), &label);
        }
    }
    chip(
        ui,
        FindingFilter::New,
        &counted(&scope.text("filter-new"), counts.new),
    );
    chip(
        ui,
        FindingFilter::InView,
        &counted(&scope.text("filter-in-view"), counts.in_view),
    );
    if counts.undecided > 0 {
        let label = counted(&scope.text("filter-undecided"), counts.undecided);
        chip(ui, FindingFilter::NotDecidable, &label);
    }
    ui.add_space(8.0);
    for (severity, count) in Severity::ALL.into_iter().zip(counts.severities) {
        if count == 0 {
            continue;
        }
        let is_chosen = view.severity == Some(severity);
        let label = counted(&severity_name(scope.words, severity), count);
        if chip_ui(ui, is_chosen, &label).clicked() {
            view.severity = (!is_chosen).then_some(severity);
        }
    }
}

/// Draws the field that searches the findings.
pub fn findings_search_ui(ui: &mut Ui, scope: &Scope<'_>, view: &mut FindingsView) {
    let hint = scope.text("findings-search");
    TextField::new(&mut view.search, &hint)
        .placeholder(&hint)
        .icon(ICON_SEARCH)
        .width(170.0)
        .show_ui(ui);
}

/// Draws the table and, beside it, the selected finding.
pub fn findings_panel_ui(
    ui: &mut Ui,
    scope: &mut Scope<'_>,
    view: &mut ViewState,
    rows: &FindingRows,
) {
    let Some(session) = scope.session() else {
        return;
    };
    if session.findings().report().is_none() {
        empty_ui(ui, scope, "findings-not-checked");
        return;
    }
    let selected = view
        .findings
        .selected
        .as_ref()
        .and_then(|key| rows.row_of(key));
    let flow = Flow::of(ui);
    let room = ui.available_rect_before_wrap();
    let detail_width = if selected.is_some() && room.width() > 760.0 {
        (room.width() * 0.3).clamp(260.0, 400.0)
    } else {
        0.0
    };
    let (detail, table) = flow.cut_end(room, detail_width);
    let builder = UiBuilder::new().max_rect(table).layout(flow.column());
    ui.scope_builder(builder, |ui| {
        if rows.is_empty() {
            let id = match view.findings.filter {
                FindingFilter::All if view.findings.search.is_empty() => "findings-none",
                _ => "findings-none-here",
            };
            empty_ui(ui, scope, id);
        } else {
            table_ui(ui, scope, view, rows, selected);
        }
    });
    if let Some(row) = selected.filter(|_| detail_width > 0.0) {
        ui.painter().vline(
            if flow.is_right_to_left {
                detail.right()
            } else {
                detail.left()
            },
            detail.y_range(),
            scope.theme.hairline(),
        );
        let builder = UiBuilder::new()
            .max_rect(detail.shrink2(egui::vec2(12.0, 8.0)))
            .layout(flow.column());
        ui.scope_builder(builder, |ui| {
            detail_ui(ui, scope, &mut view.findings, rows, row)
        });
    }
}

/// What an empty list says.
pub fn empty_ui(ui: &mut Ui, scope: &Scope<'_>, id: &str) {
    let weak = scope
        .theme
        .text
        .body
        .coloured(scope.theme.palette.text_weak);
    let room = ui
        .available_rect_before_wrap()
        .shrink2(egui::vec2(20.0, 16.0));
    let builder = UiBuilder::new()
        .max_rect(room)
        .layout(Flow::of(ui).column());
    ui.scope_builder(builder, |ui| wrapped_ui(ui, &scope.text(id), weak));
}

fn table_ui(
    ui: &mut Ui,
    scope: &mut Scope<'_>,
    view: &mut ViewState,
    rows: &FindingRows,
    selected: Option<usize>,
) {
    let Some(dataset) = scope.dataset() else {
        return;
    };
    let columns = [
        Column::sign(36.0),
        Column::new(scope.text("column-kind"), Width::Share(2.2)),
        Column::new(scope.text("column-units"), Width::Share(2.6)),
        Column::new(scope.text("column-level"), Width::Share(1.1)),
        Column::new(scope.text("column-measure"), Width::Share(2.8)),
        Column::new(scope.text("column-state"), Width::Points(120.0)),
    ];
    let (sorting, descends) = view.findings.sort;
    let sort = COLUMNS.iter().position(|column| *column == sorting);
    let label = scope.text("panel-findings");
    let table = Table {
        id: findings_table_id(),
        label: &label,
        columns: &columns,
        sort: sort.map(|place| (place + 1, descends)),
        rows: rows.len(),
        selected,
        scroll: std::mem::take(&mut view.findings.scroll),
    };
    let words = scope.words;
    let outcome = table.show_ui(ui, |row| {
        let (Some(finding), Some(told)) = (rows.finding(row), rows.described(row, dataset, words))
        else {
            return Vec::new();
        };
        let is_new = rows.is_new(finding);
        let state = words.text(if is_new { "state-new" } else { "state-before" });
        let measure = if told.measures.is_empty() {
            &told.detail
        } else {
            &told.measures
        };
        vec![
            Cell::Sign(sign_of(finding), severity_name(words, finding.severity)),
            Cell::Text(told.kind.clone()),
            Cell::Text(told.units.clone()),
            Cell::Text(told.level.clone()),
            Cell::Text(measure.clone()),
            Cell::Tag(state, is_new),
        ]
    });
    apply(scope, &mut view.findings, rows, outcome);
}

fn apply(
    scope: &mut Scope<'_>,
    view: &mut FindingsView,
    rows: &FindingRows,
    outcome: TableOutcome,
) {
    let column = outcome
        .sort_by
        .and_then(|place| COLUMNS.get(place.checked_sub(1)?));
    if let Some(&column) = column {
        let (sorting, descends) = view.sort;
        view.sort = (column, sorting == column && !descends);
    }
    let chosen = outcome.chosen.or(outcome.opened);
    if let Some(finding) = chosen.and_then(|row| rows.finding(row)) {
        scope.ask(Request::Finding(finding.key.clone()));
    }
}

fn detail_ui(
    ui: &mut Ui,
    scope: &mut Scope<'_>,
    view: &mut FindingsView,
    rows: &FindingRows,
    row: usize,
) {
    let Some(dataset) = scope.dataset() else {
        return;
    };
    let (Some(finding), Some(told)) =
        (rows.finding(row), rows.described(row, dataset, scope.words))
    else {
        return;
    };
    ScrollArea::vertical()
        .id_salt("finding-detail")
        .auto_shrink(false)
        .show(ui, |ui| {
            column_ui(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 4.0;
                wrapping_ui(ui, |ui| {
                    let severity = severity_name(scope.words, finding.severity);
                    severity_ui(ui, sign_of(finding), &severity);
                    title_ui(ui, &told.kind);
                });
                wrapped_ui(ui, &told.units, scope.theme.text.body);
                for text in [&told.measures, &told.detail, &told.basis] {
                    if !text.is_empty() {
                        let weak = scope
                            .theme
                            .text
                            .body
                            .coloured(scope.theme.palette.text_weak);
                        wrapped_ui(ui, text, weak);
                    }
                }
                let key = finding.key.to_string();
                formatted_ui(
                    ui,
                    &key,
                    scope
                        .theme
                        .text
                        .small
                        .code()
                        .coloured(scope.theme.palette.text_disabled),
                );
                wrapping_ui(ui, |ui| {
                    let label = scope.text("finding-go-to");
                    let place = finding
                        .place
                        .is_none()
                        .then(|| scope.text("finding-no-place"));
                    let button = Button::new(&label)
                        .icon(ICON_CENTER_FOCUS_STRONG)
                        .refused(place.as_deref());
                    if button.show_ui(ui).clicked() {
                        scope.ask(Request::Finding(finding.key.clone()));
                    }
                    for &unit in finding.units.iter().take(3) {
                        let name = crate::app::describe::unit_name(scope.words, dataset, unit);
                        let label = scope.with("finding-select-unit", &[("unit", name.into())]);
                        if Button::new(&label).quiet().show_ui(ui).clicked() {
                            scope.ask(Request::Select(Some(Target::Unit(unit))));
                        }
                    }
                    let label = scope.text("finding-help");
                    let button = Button::new(&label)
                        .quiet()
                        .icon(ICON_HELP)
                        .selected(view.help);
                    if button.show_ui(ui).clicked() {
                        view.help = !view.help;
                    }
                });
                if view.help {
                    help_ui(ui, scope, finding.code);
                }
            });
        });
}
