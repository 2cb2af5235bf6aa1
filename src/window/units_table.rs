//! The tab with the table of all units: sorted, filtered by level and words, of any
//! length.

use egui::{Id, Ui};

use super::icons::icons::ICON_SEARCH;
use super::scope::{Request, Scope};
use super::table::{Cell, Column, Reach, Table, Width};
use super::text::{TextField, chip_ui};
use super::view_state::{Target, UnitColumn, UnitsView, ViewState};
use crate::app::collation;
use crate::app::describe::{level_name, unit_name};
use crate::app::numbers::fixed;
use crate::app::search::fold;
use crate::model::{Dataset, Level, UnitKey};

/// What takes the keyboard for the table.
pub fn units_table_id() -> Id {
    Id::unique("units-table")
}

const COLUMNS: [UnitColumn; 6] = [
    UnitColumn::Level,
    UnitColumn::Code,
    UnitColumn::Name,
    UnitColumn::Parent,
    UnitColumn::People,
    UnitColumn::Area,
];

/// The listed units, kept between frames.
#[derive(Default)]
pub struct UnitRows {
    made_for: Option<((UnitColumn, bool), Option<Level>, String)>,
    rows: Vec<UnitKey>,
}

impl UnitRows {
    /// Forgets the rows: the data changed.
    pub fn clear(&mut self) {
        self.made_for = None;
    }

    fn update(&mut self, scope: &Scope<'_>, dataset: &Dataset, view: &UnitsView) {
        let wanted = (view.sort, view.level, view.search.clone());
        if self.made_for.as_ref() == Some(&wanted) {
            return;
        }
        self.made_for = Some(wanted);
        let needle = fold(&view.search);
        let fits = |unit: &crate::model::Unit| {
            if view.level.is_some_and(|level| level != unit.level) {
                return false;
            }
            if needle.is_empty() {
                return true;
            }
            let text = format!("{} {}", unit.name, unit.code.as_deref().unwrap_or_default());
            let text = fold(&text);
            needle
                .text()
                .split(' ')
                .all(|word| text.text().contains(word))
        };
        self.rows = dataset
            .units
            .iter()
            .filter(|(_, unit)| fits(unit))
            .map(|(key, _)| key)
            .collect();
        let name_key = |key: Option<UnitKey>| {
            let unit = key.and_then(|key| dataset.units.get(key));
            unit.map(|unit| collation::sort_key(&unit.name))
        };
        let unit = |key: &UnitKey| dataset.units.get(*key);
        let (column, descends) = view.sort;
        match column {
            UnitColumn::Level => self
                .rows
                .sort_by_cached_key(|key| (unit(key).map(|unit| unit.level), name_key(Some(*key)))),
            UnitColumn::Code => {
                self.rows
                    .sort_by_cached_key(|key| unit(key).and_then(|unit| unit.code.clone()));
            }
            UnitColumn::Name => self.rows.sort_by_cached_key(|key| name_key(Some(*key))),
            UnitColumn::Parent => self.rows.sort_by_cached_key(|key| {
                (
                    name_key(unit(key).and_then(|unit| unit.parent)),
                    name_key(Some(*key)),
                )
            }),
            UnitColumn::People => {
                let people = |key: &UnitKey| scope.facts.people(*key).map(|known| known.people);
                self.rows.sort_by_key(people);
            }
            UnitColumn::Area => self.rows.sort_by(|one, other| {
                let area = |key: &UnitKey| scope.facts.area_m2(*key).unwrap_or(-1.0);
                area(one).total_cmp(&area(other))
            }),
        }
        if descends {
            self.rows.reverse();
        }
    }

    /// How many are listed.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

/// Draws the chips of the levels.
pub fn unit_chips_ui(ui: &mut Ui, scope: &Scope<'_>, view: &mut UnitsView) {
    let all: usize = Level::UNITS
        .iter()
        .map(|level| scope.facts.count(*level))
        .sum();
    let counted = |name: String, count: usize| {
        scope.with(
            "chip-with-count",
            &[("name", name.into()), ("count", scope.count(count).into())],
        )
    };
    if chip_ui(
        ui,
        view.level.is_none(),
        &counted(scope.text("filter-all"), all),
    )
    .clicked()
    {
        view.level = None;
    }
    for level in Level::UNITS {
        let count = scope.facts.count(level);
        if count == 0 {
            continue;
        }
        let is_chosen = view.level == Some(level);
        let label = counted(level_name(scope.words, level), count);
        if chip_ui(ui, is_chosen, &label).clicked() {
            view.level = (!is_chosen).then_some(level);
        }
    }
}

/// Draws the field that searches the units.
pub fn units_search_ui(ui: &mut Ui, scope: &Scope<'_>, view: &mut UnitsView) {
    let hint = scope.text("units-search");
    TextField::new(&mut view.search, &hint)
        .placeholder(&hint)
        .icon(ICON_SEARCH)
        .width(170.0)
        .show_ui(ui);
}

/// Draws the table.
pub fn units_table_ui(
    ui: &mut Ui,
    scope: &mut Scope<'_>,
    view: &mut ViewState,
    rows: &mut UnitRows,
) {
    let Some(dataset) = scope.dataset() else {
        return;
    };
    rows.update(scope, dataset, &view.units);
    if rows.is_empty() {
        super::findings_panel::empty_ui(ui, scope, "units-none");
        return;
    }
    let columns = [
        Column::new(scope.text("column-level"), Width::Share(1.0)),
        Column::new(scope.text("column-code"), Width::Share(1.2)),
        Column::new(scope.text("column-name"), Width::Share(2.0)),
        Column::new(scope.text("column-parent"), Width::Share(2.0)),
        Column::new(scope.text("column-people"), Width::Share(1.2)).numbers(),
        Column::new(scope.text("column-area-km2"), Width::Share(1.4)).numbers(),
    ];
    let (sorting, descends) = view.units.sort;
    let sort = COLUMNS.iter().position(|column| *column == sorting);
    let selected = view
        .selection
        .unit()
        .and_then(|unit| rows.rows.iter().position(|row| *row == unit));
    let selection = &view.selection;
    let is_chosen = |row: usize| {
        let unit = rows.rows.get(row).copied();
        unit.is_some_and(|unit| selection.has(Target::Unit(unit)))
    };
    let label = scope.text("tab-units");
    let table = Table {
        id: units_table_id(),
        label: &label,
        columns: &columns,
        sort: sort.map(|place| (place, descends)),
        rows: rows.len(),
        selected,
        is_chosen: Some(&is_chosen),
        scroll: std::mem::take(&mut view.units.scroll),
    };
    let (words, facts) = (scope.words, scope.facts);
    let outcome = table.show_ui(ui, |row| {
        let Some((key, unit)) = rows
            .rows
            .get(row)
            .and_then(|key| Some((*key, dataset.units.get(*key)?)))
        else {
            return Vec::new();
        };
        let people = facts
            .people(key)
            .map(|known| words.integer(i64::try_from(known.people).unwrap_or(i64::MAX)));
        let area = facts
            .area_m2(key)
            .map(|area_m2| fixed(words.language(), area_m2 / 1e6, 1));
        let parent = unit.parent.map(|parent| unit_name(words, dataset, parent));
        vec![
            Cell::Weak(level_name(words, unit.level)),
            Cell::Code(unit.code.clone().unwrap_or_default()),
            Cell::Text(unit_name(words, dataset, key)),
            Cell::Weak(parent.unwrap_or_default()),
            Cell::Number(people.unwrap_or_default()),
            Cell::Number(area.unwrap_or_default()),
        ]
    });
    if let Some(&column) = outcome.sort_by.and_then(|place| COLUMNS.get(place)) {
        view.units.sort = (column, sorting == column && !descends);
    }
    let target = |row: Option<usize>| rows.rows.get(row?).copied().map(Target::Unit);
    if let Some(target) = target(outcome.opened) {
        scope.ask(Request::GoTo(target));
    } else if let Some(row) = outcome.chosen
        && let Some(chosen) = target(Some(row))
    {
        scope.ask(match (outcome.reach, selected) {
            (Reach::Toggle, _) => Request::Toggle(chosen),
            (Reach::Through, Some(from)) => {
                let through = from.min(row)..=from.max(row);
                let rows = rows.rows.get(through).unwrap_or_default();
                Request::SelectAll(rows.iter().copied().map(Target::Unit).collect())
            }
            _ => Request::Select(Some(chosen)),
        });
    }
}
