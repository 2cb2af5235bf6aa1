//! The card of several things that are selected together: villages that come under
//! another unit, units of which one above them is made.

use egui::Ui;

use super::border::accept_ui;
use super::{KEY_WIDTH, hint_ui, outcome_ui, refusal_of};
use crate::app::describe::{level_name, settlement_name, unit_name};
use crate::edit::{Annex, CreateUnit, Edit, EditUnit, NewUnit, UnitField};
use crate::model::{Dataset, Level, SettlementKey, UnitKey};
use crate::window::direction::key_row_ui;
use crate::window::map_panel::{MapContext, MapEvent, MapPanel};
use crate::window::scope::Scope;
use crate::window::text::{TextField, formatted_ui, wrapped_ui};
use crate::window::unit_values::parse_parent;
use crate::window::view_state::{GroupDraft, Target};

/// What is selected together.
enum Group {
    /// Villages, farms and places.
    Settlements(Vec<SettlementKey>),
    /// Units of one level.
    Units(Level, Vec<UnitKey>),
    /// This and that.
    Mixed,
}

fn group_of(dataset: &Dataset, targets: &[Target]) -> Group {
    let mut settlements = Vec::new();
    let mut units = Vec::new();
    for target in targets {
        match target {
            Target::Settlement(key) => settlements.push(*key),
            Target::Unit(key) => units.push(*key),
            Target::Decree(_) => return Group::Mixed,
        }
    }
    let level = |key: &UnitKey| dataset.units.get(*key).map(|unit| unit.level);
    match (settlements.is_empty(), units.first().and_then(level)) {
        (false, None) => Group::Settlements(settlements),
        (true, Some(first)) if units.iter().all(|key| level(key) == Some(first)) => {
            Group::Units(first, units)
        }
        _ => Group::Mixed,
    }
}

/// The most names in the card.
const MOST_NAMES: usize = 6;

/// Draws the card's contents.
pub(super) fn group_ui(
    ui: &mut Ui,
    scope: &mut Scope<'_>,
    draft: &mut GroupDraft,
    map: &mut MapPanel,
    context: &MapContext<'_>,
) -> Option<MapEvent> {
    let dataset = &context.snapshot.dataset;
    let targets = context.selection.all();
    let names = targets.iter().take(MOST_NAMES).map(|target| match target {
        Target::Unit(unit) => unit_name(scope.words, dataset, *unit),
        Target::Settlement(key) => settlement_name(scope.words, dataset, *key),
        Target::Decree(key) => {
            let decree = dataset.decrees.get(*key);
            decree
                .map(|decree| decree.number.clone())
                .unwrap_or_default()
        }
    });
    let mut names = names.collect::<Vec<_>>().join(" · ");
    if targets.len() > MOST_NAMES {
        names.push_str(" · …");
    }
    wrapped_ui(ui, &names, scope.theme.text.small);
    let group = group_of(dataset, &targets);
    if !context.editing {
        map.price(None, context, ui.ctx());
        hint_ui(ui, scope, "group-not-editing");
        return None;
    }
    let (edit, complaint) = match &group {
        Group::Settlements(settlements) => {
            people_ui(ui, scope, dataset, settlements);
            let to = to_ui(ui, scope, dataset, draft, Level::RuralDistrict);
            let annex = |to| {
                Edit::Annex(Annex {
                    settlements: settlements.clone(),
                    to,
                })
            };
            split(to.map(|to| to.map(annex)))
        }
        Group::Units(level, units) => {
            let Some(above) = level.above() else {
                map.price(None, context, ui.ctx());
                return None;
            };
            units_ui(ui, scope, dataset, draft, (above, units))
        }
        Group::Mixed => {
            hint_ui(ui, scope, "group-mixed");
            (None, None)
        }
    };
    let outcome = map.price(edit.clone(), context, ui.ctx());
    let Some(edit) = edit else {
        if let Some(complaint) = complaint {
            let loss = scope.theme.text.small.coloured(scope.theme.palette.loss);
            wrapped_ui(ui, &complaint, loss);
        }
        return None;
    };
    let refused = refusal_of(scope, dataset, outcome);
    let is_accepted = accept_ui(ui, scope, refused.as_deref());
    outcome_ui(ui, scope, dataset, outcome);
    is_accepted.then(|| {
        *draft = GroupDraft::default();
        MapEvent::Edit(edit)
    })
}

/// An edit, or what is wrong with what was typed.
fn split(edit: Option<Result<Edit, String>>) -> (Option<Edit>, Option<String>) {
    match edit {
        None => (None, None),
        Some(Ok(edit)) => (Some(edit), None),
        Some(Err(complaint)) => (None, Some(complaint)),
    }
}

/// How many people they have by their latest counts.
fn people_ui(ui: &mut Ui, scope: &Scope<'_>, dataset: &Dataset, settlements: &[SettlementKey]) {
    let people = settlements
        .iter()
        .filter_map(|key| dataset.settlements.get(*key)?.populations.latest()?.people);
    let label = scope.text("field-people");
    let people = scope.words.people(people.sum());
    key_row_ui(ui, &label, KEY_WIDTH, |ui| {
        formatted_ui(ui, &people, scope.theme.text.body)
    });
}

/// The unit that they come under, typed by name or code; nothing while nothing is typed.
fn to_ui(
    ui: &mut Ui,
    scope: &Scope<'_>,
    dataset: &Dataset,
    draft: &mut GroupDraft,
    level: Level,
) -> Option<Result<UnitKey, String>> {
    let label = scope.text("group-to");
    let placeholder = level_name(scope.words, level);
    key_row_ui(ui, &label, KEY_WIDTH, |ui| {
        TextField::new(&mut draft.to, &label)
            .placeholder(&placeholder)
            .show_ui(ui)
    });
    match parse_parent(scope.words, dataset, Some(level), draft.to.trim()) {
        Ok(Some(unit)) => Some(Ok(unit)),
        Ok(None) => None,
        // A city has settlements too.
        Err(complaint) if level == Level::RuralDistrict => {
            let city = parse_parent(scope.words, dataset, Some(Level::City), draft.to.trim());
            match city {
                Ok(Some(city)) => Some(Ok(city)),
                _ => Some(Err(complaint)),
            }
        }
        Err(complaint) => Some(Err(complaint)),
    }
}

/// Units of a level: one above is made of them, or they come under one that is there.
fn units_ui(
    ui: &mut Ui,
    scope: &Scope<'_>,
    dataset: &Dataset,
    draft: &mut GroupDraft,
    (above, units): (Level, &[UnitKey]),
) -> (Option<Edit>, Option<String>) {
    let level = level_name(scope.words, above);
    let label = scope.with("group-make", &[("level", level.into())]);
    let placeholder = scope.text("field-name");
    wrapped_ui(ui, &label, scope.theme.text.body);
    TextField::new(&mut draft.name, &label)
        .placeholder(&placeholder)
        .show_ui(ui);
    if !draft.name.trim().is_empty() {
        let first = units.first().and_then(|key| dataset.units.get(*key));
        let parent = first
            .and_then(|unit| unit.parent)
            .and_then(|parent| dataset.units.get(parent)?.parent);
        let new = NewUnit {
            level: above,
            parent,
            code: None,
            name: draft.name.trim().to_owned(),
        };
        let children = units.to_vec();
        return (Some(Edit::CreateUnit(CreateUnit { new, children })), None);
    }
    let to = to_ui(ui, scope, dataset, draft, above);
    let under = |to| {
        let edits = units.iter().map(|&unit| {
            Edit::Unit(EditUnit {
                unit,
                field: UnitField::Parent(Some(to)),
            })
        });
        Edit::Several(edits.collect())
    };
    split(to.map(|to| to.map(under)))
}
