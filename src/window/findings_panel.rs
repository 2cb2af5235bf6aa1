//! The tab of findings: the table, with one or several chosen, and beside it what the
//! selected finding rests on.

use egui::{Ui, UiBuilder};

use super::direction::Flow;
use super::finding_detail::detail_ui;
use super::findings_filters::{filter_row_ui, since_words};
use super::findings_rows::{FindingRows, sign_of};
use super::scope::{Request, Scope};
use super::table::{Cell, Column, PADDING, Reach, Table, TableOutcome, Width};
use super::text::{lay, wrapped_ui};
use super::theme::Theme;
use super::view_state::{FindingColumn, FindingsView, ViewState};
use crate::app::describe::{severity_name, standing_words, state_name};
use crate::app::finding_filter::Since;
use crate::app::language::Words;
use crate::model::{Triage, TriageState};
use crate::rules::{Standing, triage_of};

/// What takes the keyboard for the table.
pub fn findings_table_id() -> egui::Id {
    egui::Id::unique("findings-table")
}

/// The widths of the list from which it has room for levels and for states, in points.
const LEVEL_FROM: f32 = 640.0;
const STATE_FROM: f32 = 430.0;

const COLUMNS: [FindingColumn; 6] = [
    FindingColumn::Kind,
    FindingColumn::Units,
    FindingColumn::Level,
    FindingColumn::Measure,
    FindingColumn::State,
    FindingColumn::Assignee,
];

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
    if view.findings.shows_filters {
        filter_row_ui(ui, scope, view, rows);
    }
    let selected = view
        .findings
        .selected
        .as_ref()
        .and_then(|key| rows.row_of(key));
    let flow = Flow::of(ui);
    let room = ui.available_rect_before_wrap();
    // The detail is one column, or where there is room two: what it says, and what people
    // say of it.
    let detail_width = match (selected.is_some(), room.width()) {
        (true, width) if width > 1240.0 => (width * 0.48).clamp(600.0, 860.0),
        (true, width) if width > 760.0 => (width * 0.36).clamp(260.0, 420.0),
        _ => 0.0,
    };
    let (detail, table) = flow.cut_end(room, detail_width);
    let builder = UiBuilder::new().max_rect(table).layout(flow.column());
    ui.scope_builder(builder, |ui| {
        if rows.is_empty() {
            let is_all = view.findings.filter.is_clear() && view.findings.search.is_empty();
            let id = if is_all {
                "findings-none"
            } else {
                "findings-none-here"
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
            let is_editing = view.editing.is_on;
            detail_ui(ui, scope, &mut view.findings, is_editing, rows, row)
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
    let mut widest = WidestMeasure::of(ui, scope.words, rows);
    let has_assignees = rows.counts.assignees.keys().any(|name| !name.is_empty());
    let room = ui.available_width();
    // A column of dots says nothing: the level goes first, which the names tell as well.
    let has_room = |column: &FindingColumn| match column {
        FindingColumn::Level => room >= LEVEL_FROM,
        FindingColumn::State => room >= STATE_FROM,
        FindingColumn::Assignee => has_assignees && room >= LEVEL_FROM,
        _ => true,
    };
    let shown: Vec<FindingColumn> = COLUMNS.into_iter().filter(has_room).collect();
    let column = |column: &FindingColumn| match column {
        FindingColumn::Kind => Column::new(scope.text("column-kind"), Width::Share(2.2)),
        FindingColumn::Units => Column::new(scope.text("column-units"), Width::Share(2.6)),
        FindingColumn::Level => Column::new(scope.text("column-level"), Width::Share(1.1)),
        FindingColumn::Measure => Column::new(scope.text("column-measure"), widest.column(ui)),
        FindingColumn::State => Column::new(scope.text("column-state"), state_width(ui, scope)),
        FindingColumn::Assignee => Column::new(scope.text("column-assignee"), Width::Points(110.0)),
    };
    let columns: Vec<Column> = std::iter::once(Column::sign(36.0))
        .chain(shown.iter().map(column))
        .collect();
    let (sorting, descends) = view.findings.sort;
    let sort = shown.iter().position(|column| *column == sorting);
    let label = scope.text("panel-findings");
    let is_chosen = |row: usize| {
        let finding = rows.finding(row);
        finding.is_some_and(|finding| view.findings.is_chosen(&finding.key))
    };
    let scroll = view.findings.scroll;
    let table = Table {
        id: findings_table_id(),
        label: &label,
        columns: &columns,
        sort: sort.map(|place| (place + 1, descends)),
        rows: rows.len(),
        selected,
        is_chosen: Some(&is_chosen),
        scroll,
    };
    let words = scope.words;
    let ctx = ui.ctx().clone();
    let outcome = table.show_ui(ui, |row| {
        let (Some(finding), Some(told)) = (rows.finding(row), rows.described(row, dataset, words))
        else {
            return Vec::new();
        };
        let since = rows.since(row).unwrap_or(Since::Unchanged);
        let triage = triage_of(dataset, finding);
        let measure = if told.measures.is_empty() {
            &told.detail
        } else {
            widest.note(&ctx, &told.measures);
            &told.measures
        };
        let sign = Cell::Sign(sign_of(finding), severity_name(words, finding.severity));
        let cell = |column: &FindingColumn| match column {
            FindingColumn::Kind => Cell::Text(told.kind.clone()),
            FindingColumn::Units => Cell::Text(told.units.clone()),
            FindingColumn::Level => Cell::Text(told.level.clone()),
            FindingColumn::Measure => Cell::Text(measure.clone()),
            FindingColumn::State => state_cell(words, since, rows.standing(row), triage),
            FindingColumn::Assignee => {
                triage.map_or(Cell::Empty, |triage| Cell::Weak(triage.assignee.clone()))
            }
        };
        std::iter::once(sign)
            .chain(shown.iter().map(cell))
            .collect()
    });
    widest.keep(ui);
    view.findings.scroll = false;
    apply(scope, &mut view.findings, rows, &shown, outcome);
}

/// How wide the measures of a list are, as far as its rows have been in sight. A figure that
/// is cut says something else, so that their column never is narrower than they are.
struct WidestMeasure {
    id: egui::Id,
    before: f32,
    now: f32,
}

impl WidestMeasure {
    fn of(ui: &Ui, words: &Words, rows: &FindingRows) -> Self {
        let list = (words.language(), rows.len());
        let id = egui::Id::unique("widest-measure").with(list);
        let before = ui.data(|data| data.get_temp(id)).unwrap_or(0.0);
        Self {
            id,
            before,
            now: before,
        }
    }

    /// The width of the column; what stands where there is no measure is cut there.
    fn column(&self, ui: &Ui) -> Width {
        let least = ui.available_width() * 0.2;
        Width::Points((self.before + PADDING * 2.0).max(least))
    }

    fn note(&mut self, ctx: &egui::Context, text: &str) {
        let laid = lay(ctx, text, &Theme::of(ctx).text.body);
        self.now = self.now.max(laid.size().x.ceil());
    }

    fn keep(&self, ui: &Ui) {
        if self.now > self.before {
            ui.data_mut(|data| data.insert_temp(self.id, self.now));
            ui.ctx()
                .request_discard("measures are wider than their column");
        }
    }
}

/// The width of the widest word that a state can be.
fn state_width(ui: &Ui, scope: &Scope<'_>) -> Width {
    let words = scope.words;
    let since = Since::ALL.map(|since| words.text(since_words(since)));
    let states = TriageState::ALL.map(|state| state_name(words, state));
    let standings = [
        standing_words(words, Standing::Accepted),
        words.text("standing-lapsed-short"),
    ];
    let small = scope.theme.text.small;
    let body = scope.theme.text.body;
    let width = |text: &String, format| lay(ui.ctx(), text, format).size().x;
    // A word on a ground has half of its margin at each side.
    let ground = scope.theme.sizes.unit * 3.0;
    let tags = since.iter().chain(&standings);
    let tags = tags.map(|text| width(text, &small) + ground);
    let widest = states.iter().map(|text| width(text, &body)).chain(tags);
    // The title with the arrow of the order.
    let title = width(&words.text("column-state"), &small) + 18.0;
    Width::Points(widest.fold(title, f32::max).ceil() + PADDING * 2.0)
}

/// What is most worth knowing of what became of a finding: that it may stand or may no
/// longer, how far it has been dealt with, else whether it is new.
fn state_cell(words: &Words, since: Since, standing: Standing, triage: Option<&Triage>) -> Cell {
    let state = triage.map_or(TriageState::Open, |triage| triage.state);
    match (since, standing, state) {
        (Since::Resolved, ..) => Cell::Tag(words.text(since_words(since)), false),
        (_, Standing::Accepted, _) => Cell::Tag(standing_words(words, standing), false),
        (_, Standing::Changed | Standing::Expired, _) => {
            Cell::Tag(words.text("standing-lapsed-short"), true)
        }
        (_, Standing::Open, TriageState::Open) => {
            Cell::Tag(words.text(since_words(since)), since == Since::New)
        }
        (_, Standing::Open, state) => Cell::Text(state_name(words, state)),
    }
}

fn apply(
    scope: &mut Scope<'_>,
    view: &mut FindingsView,
    rows: &FindingRows,
    shown: &[FindingColumn],
    outcome: TableOutcome,
) {
    let column = outcome
        .sort_by
        .and_then(|place| shown.get(place.checked_sub(1)?));
    if let Some(&column) = column {
        let (sorting, descends) = view.sort;
        view.sort = (column, sorting == column && !descends);
    }
    if outcome.all {
        view.chosen = rows.keys().into_iter().collect();
    }
    let chosen = outcome.chosen.or(outcome.opened);
    let Some((row, finding)) = chosen.and_then(|row| Some((row, rows.finding(row)?))) else {
        return;
    };
    match outcome.reach {
        Reach::Alone => scope.ask(Request::Finding(finding.key.clone())),
        Reach::Toggle => view.toggle(finding.key.clone()),
        Reach::Through => {
            let anchor = view.anchor.as_ref().and_then(|key| rows.row_of(key));
            view.chosen = rows.keys_through(anchor.unwrap_or(row), row);
            view.selected = Some(finding.key.clone());
            view.scroll = true;
        }
    }
}
