//! Who gets land that is cut off: a unit that comes, or one beside.

use egui::Ui;

use super::KEY_WIDTH;
use crate::app::describe::unit_name;
use crate::edit::{NewUnit, Receiver, free_code};
use crate::model::{Dataset, UnitKey};
use crate::topology::{neighbours_at_level, unit_neighbours};
use crate::window::direction::key_row_ui;
use crate::window::scope::Scope;
use crate::window::text::{TextField, combo_ui};
use crate::window::view_state::{ReceiverDraft, Selection};

/// Who gets land that is cut off the selected unit, as far as that was said; a unit that
/// comes has a name for the time being.
pub fn receiver_of(
    scope: &Scope<'_>,
    selection: &Selection,
    draft: &ReceiverDraft,
) -> Option<Receiver> {
    let dataset = scope.dataset()?;
    let key = selection.unit()?;
    let unit = dataset.units.get(key)?;
    if let Some(to) = draft.unit {
        return Some(Receiver::Unit(to));
    }
    let name = match draft.name.trim() {
        "" => scope.text("tool-new-unit"),
        name => name.to_owned(),
    };
    Some(Receiver::New(NewUnit {
        level: unit.level,
        parent: unit.parent,
        code: free_code(dataset, key),
        name,
    }))
}

/// Whether enough was said of who gets the land: what comes needs a name.
pub fn is_named(draft: &ReceiverDraft) -> bool {
    draft.unit.is_some() || !draft.name.trim().is_empty()
}

/// Keeps the neighbours of the selected unit at hand, and lets go of a receiver that is none.
pub fn follow_selection(scope: &Scope<'_>, selection: &Selection, draft: &mut ReceiverDraft) {
    let Some(session) = scope.session() else {
        return;
    };
    let Some(unit) = selection.unit() else {
        draft.neighbours = None;
        return;
    };
    let revision = session.revision();
    let is_known =
        |(known, at, _): &(UnitKey, u64, Vec<UnitKey>)| (*known, *at) == (unit, revision);
    if draft.neighbours.as_ref().is_some_and(is_known) {
        return;
    }
    let dataset = &session.snapshot().dataset;
    let mut neighbours = neighbours_at_level(dataset, unit);
    // Land of a rural district may go to a city beside it.
    neighbours.extend(
        unit_neighbours(dataset, unit)
            .into_iter()
            .map(|(key, _)| key),
    );
    neighbours.sort_unstable();
    neighbours.dedup();
    draft.unit = draft.unit.filter(|it| neighbours.contains(it));
    draft.neighbours = Some((unit, revision, neighbours));
}

/// Who gets the land: a unit that comes, or a neighbour.
pub(super) fn receiver_ui(
    ui: &mut Ui,
    scope: &Scope<'_>,
    dataset: &Dataset,
    draft: &mut ReceiverDraft,
) {
    let neighbours = draft.neighbours.as_ref().map(|(_, _, units)| units.clone());
    let neighbours = neighbours.unwrap_or_default();
    let mut names = vec![scope.text("tool-new-unit")];
    names.extend(
        neighbours
            .iter()
            .map(|&unit| unit_name(scope.words, dataset, unit)),
    );
    let chosen = draft
        .unit
        .and_then(|unit| neighbours.iter().position(|&known| known == unit))
        .map_or(0, |place| place + 1);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let label = scope.text("tool-receiver");
    let made = key_row_ui(ui, &label, KEY_WIDTH, |ui| {
        combo_ui(ui, &label, &names, Some(chosen), ui.available_width())
    });
    if let Some(made) = made {
        draft.unit = made
            .checked_sub(1)
            .and_then(|place| neighbours.get(place).copied());
    }
    if draft.unit.is_none() {
        let label = scope.text("field-name");
        key_row_ui(ui, &label, KEY_WIDTH, |ui| {
            TextField::new(&mut draft.name, &label).show_ui(ui)
        });
    }
}
