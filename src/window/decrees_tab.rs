//! The tab with the register of decrees, and with the units that stand by none: which decree
//! says what, and what still has to be looked up.

use egui::{Id, Ui};

use super::decree_panel::{body_name, kind_name};
use super::findings_panel::empty_ui;
use super::icons::icons::ICON_SEARCH;
use super::say::shown_date;
use super::scope::{Request, Scope};
use super::table::{Cell, Column, Table, Width};
use super::text::{Button, TextField, chip_ui};
use super::view_state::{DecreesView, Target, ViewState};
use crate::app::describe::{level_name, unit_name};
use crate::app::language::isolated;
use crate::app::search::fold;
use crate::edit::{Edit, EditDecree, RestsOn};
use crate::model::{Dataset, Decree, DecreeKey, UnitKey};

/// What takes the keyboard for the table.
pub fn decrees_table_id() -> Id {
    Id::unique("decrees-table")
}

/// A row of the register.
struct Row {
    key: DecreeKey,
    units: usize,
    borders: usize,
}

/// The rows, kept between frames.
#[derive(Default)]
pub struct DecreeRows {
    made_for: Option<String>,
    decrees: Vec<Row>,
    units: Vec<UnitKey>,
}

impl DecreeRows {
    /// Forgets the rows: the data changed.
    pub fn clear(&mut self) {
        self.made_for = None;
    }

    fn update(&mut self, dataset: &Dataset, search: &str) {
        if self.made_for.as_deref() == Some(search) {
            return;
        }
        self.made_for = Some(search.to_owned());
        let needle = fold(search);
        let has = |text: &str| {
            let text = fold(text);
            let mut words = needle.text().split(' ');
            words.all(|word| text.text().contains(word))
        };
        let decrees = dataset.decrees.iter();
        let decrees = decrees.filter(|(_, it)| {
            let clauses: Vec<&str> = it.clauses.iter().map(|it| it.text.as_str()).collect();
            has(&format!(
                "{} {} {}",
                it.number,
                it.subject,
                clauses.join(" ")
            ))
        });
        self.decrees = decrees
            .map(|(key, _)| {
                let rests = RestsOn::of(dataset, key);
                Row {
                    key,
                    units: rests.units.len(),
                    borders: rests.borders.len(),
                }
            })
            .collect();
        let units = dataset.units.iter();
        let units = units.filter(|(_, unit)| unit.decree.is_none() && !unit.life.has_ended());
        let units = units.filter(|(_, unit)| has(&unit.name));
        self.units = units.map(|(key, _)| key).collect();
        self.units
            .sort_by_cached_key(|key| dataset.units.get(*key).map(|unit| unit.level));
    }
}

/// Draws the field that searches decrees.
pub fn decrees_search_ui(ui: &mut Ui, scope: &Scope<'_>, view: &mut DecreesView) {
    let hint = scope.text("decrees-search");
    TextField::new(&mut view.search, &hint)
        .placeholder(&hint)
        .icon(ICON_SEARCH)
        .width(170.0)
        .show_ui(ui);
}

/// Draws the choice of what is listed, and the field that adds a decree.
pub fn decrees_chips_ui(ui: &mut Ui, scope: &mut Scope<'_>, view: &mut ViewState) {
    let draft = &mut view.decrees;
    for (id, is_without) in [("decrees-all", false), ("decrees-units-without", true)] {
        if chip_ui(ui, draft.shows_units_without == is_without, &scope.text(id)).clicked() {
            draft.shows_units_without = is_without;
        }
    }
    if !view.editing.is_on || draft.shows_units_without {
        return;
    }
    ui.add_space(12.0);
    let hint = scope.text("decrees-new-number");
    let field = TextField::new(&mut draft.new_number, &hint)
        .placeholder(&hint)
        .width(170.0)
        .show_ui(ui);
    let number = draft.new_number.trim().to_owned();
    let refusal = number
        .is_empty()
        .then(|| scope.text("refusal-no-decree-number"));
    let label = scope.text("decrees-add");
    let button = Button::new(&label).refused(refusal.as_deref());
    let is_pressed = button.show_ui(ui).clicked();
    if (is_pressed || field.is_submitted) && !number.is_empty() {
        draft.new_number.clear();
        let decree = Decree {
            id: uuid::Uuid::new_v4(),
            number,
            ..Decree::default()
        };
        let next = scope.dataset().map(|dataset| dataset.decrees.next_key());
        scope.edit(Edit::Decree(EditDecree::Add(Box::new(decree))));
        scope.ask(Request::Select(next.map(Target::Decree)));
    }
}

/// Draws the table.
pub fn decrees_tab_ui(
    ui: &mut Ui,
    scope: &mut Scope<'_>,
    view: &mut ViewState,
    rows: &mut DecreeRows,
) {
    let Some(dataset) = scope.dataset() else {
        return;
    };
    rows.update(dataset, &view.decrees.search);
    if view.decrees.shows_units_without {
        units_ui(ui, scope, dataset, rows);
    } else {
        register_ui(ui, scope, view, dataset, rows);
    }
}

fn register_ui(
    ui: &mut Ui,
    scope: &mut Scope<'_>,
    view: &mut ViewState,
    dataset: &Dataset,
    rows: &DecreeRows,
) {
    if rows.decrees.is_empty() {
        return empty_ui(ui, scope, "decrees-none");
    }
    let columns = [
        Column::new(scope.text("decree-number"), Width::Share(1.6)),
        Column::new(scope.text("decree-date"), Width::Share(1.0)),
        Column::new(scope.text("decree-kind"), Width::Share(1.0)),
        Column::new(scope.text("decree-body"), Width::Share(1.4)),
        Column::new(scope.text("decree-subject"), Width::Share(3.0)),
        Column::new(scope.text("decrees-units"), Width::Points(80.0)).numbers(),
        Column::new(scope.text("decrees-borders"), Width::Points(80.0)).numbers(),
    ]
    .map(|column| Column {
        sorts: false,
        ..column
    });
    let selected = match view.selection.target {
        Some(Target::Decree(key)) => rows.decrees.iter().position(|row| row.key == key),
        _ => None,
    };
    let label = scope.text("tab-decrees");
    let table = Table {
        id: decrees_table_id(),
        label: &label,
        columns: &columns,
        sort: None,
        rows: rows.decrees.len(),
        selected,
        is_chosen: None,
        scroll: std::mem::take(&mut view.decrees.scroll),
    };
    let shared = &*scope;
    let outcome = table.show_ui(ui, |row| {
        let row = rows.decrees.get(row);
        let Some((row, decree)) = row.and_then(|row| Some((row, dataset.decrees.get(row.key)?)))
        else {
            return Vec::new();
        };
        let date = decree.date.map(|date| shown_date(shared.words, &date));
        let kind = decree.kind.map(|kind| kind_name(shared, kind));
        let body = decree.decided_by().map(|body| body_name(shared, body));
        let body = body.unwrap_or_else(|| decree.authority.clone());
        vec![
            Cell::Text(isolated(&decree.number)),
            Cell::Weak(date.unwrap_or_default()),
            Cell::Weak(kind.unwrap_or_default()),
            Cell::Weak(body),
            Cell::Text(decree.subject.clone()),
            Cell::Number(shared.count(row.units)),
            Cell::Number(shared.count(row.borders)),
        ]
    });
    let chosen = outcome.chosen.or(outcome.opened);
    if let Some(row) = chosen.and_then(|row| rows.decrees.get(row)) {
        scope.ask(Request::Select(Some(Target::Decree(row.key))));
    }
}

fn units_ui(ui: &mut Ui, scope: &mut Scope<'_>, dataset: &Dataset, rows: &DecreeRows) {
    if rows.units.is_empty() {
        return empty_ui(ui, scope, "decrees-all-stand");
    }
    let columns = [
        Column::new(scope.text("column-level"), Width::Share(1.0)),
        Column::new(scope.text("column-name"), Width::Share(2.0)),
        Column::new(scope.text("column-parent"), Width::Share(2.0)),
        Column::new(scope.text("field-established"), Width::Share(1.0)),
    ]
    .map(|column| Column {
        sorts: false,
        ..column
    });
    let label = scope.text("decrees-units-without");
    let table = Table {
        id: decrees_table_id(),
        label: &label,
        columns: &columns,
        sort: None,
        rows: rows.units.len(),
        selected: None,
        is_chosen: None,
        scroll: false,
    };
    let words = scope.words;
    let outcome = table.show_ui(ui, |row| {
        let key = rows.units.get(row);
        let Some((key, unit)) = key.and_then(|key| Some((*key, dataset.units.get(*key)?))) else {
            return Vec::new();
        };
        let parent = unit.parent.map(|parent| unit_name(words, dataset, parent));
        let established = unit.established.map(|date| shown_date(words, &date));
        vec![
            Cell::Weak(level_name(words, unit.level)),
            Cell::Text(unit_name(words, dataset, key)),
            Cell::Weak(parent.unwrap_or_default()),
            Cell::Weak(established.unwrap_or_default()),
        ]
    });
    if let Some(&unit) = outcome.opened.and_then(|row| rows.units.get(row)) {
        scope.ask(Request::GoTo(Target::Unit(unit)));
    } else if let Some(&unit) = outcome.chosen.and_then(|row| rows.units.get(row)) {
        scope.ask(Request::Select(Some(Target::Unit(unit))));
    }
}
