//! The cards of lines that are drawn: another course, a cut, a ring of land, a measure;
//! and that of a merge.

use egui::Ui;

use super::border::accept_ui;
use super::receiver::{is_named, receiver_ui};
use super::{KEY_WIDTH, hint_ui, outcome_ui, place_ui, refusal_of, unit_row_ui};
use crate::app::describe::unit_name;
use crate::edit::{Edit, Merge};
use crate::model::UnitKey;
use crate::tools::{Purpose, SketchState};
use crate::window::direction::{key_row_ui, wrapping_ui};
use crate::window::map_panel::{MapContext, MapEvent, MapPanel};
use crate::window::scope::Scope;
use crate::window::text::{Button, combo_ui, formatted_ui};
use crate::window::view_state::{Drafts, ReceiverDraft};

/// The card of a line that is drawn.
pub(super) fn drawing_ui(
    ui: &mut Ui,
    scope: &mut Scope<'_>,
    drafts: &mut Drafts,
    map: &mut MapPanel,
    context: &MapContext<'_>,
) -> Option<MapEvent> {
    let dataset = &context.snapshot.dataset;
    let draft = &mut drafts.receiver;
    let Some(purpose) = map.sketching().map(|it| it.sketch().purpose().clone()) else {
        hint_ui(ui, scope, "tool-choose-leaf");
        return None;
    };
    let mut lacks_name = false;
    match purpose {
        Purpose::Cut { unit } | Purpose::Give { unit } => {
            unit_row_ui(ui, scope, dataset, unit);
            receiver_ui(ui, scope, dataset, draft);
            lacks_name = !is_named(draft);
        }
        Purpose::Redraw | Purpose::Measure => {}
    }
    let state = map
        .sketching()
        .map(|it| it.sketch().state())
        .unwrap_or_default();
    match (state, &purpose) {
        (SketchState::Empty, Purpose::Redraw) => hint_ui(ui, scope, "tool-redraw-hint"),
        (SketchState::Empty, Purpose::Cut { .. }) => hint_ui(ui, scope, "tool-cut-hint"),
        (SketchState::Empty, _) => hint_ui(ui, scope, "tool-give-hint"),
        (SketchState::Drawing, _) => hint_ui(ui, scope, "tool-draw-keys"),
        (SketchState::Complete, _) => hint_ui(ui, scope, "tool-complete-keys"),
    }
    if let Some(at) = place_ui(ui, scope, &mut drafts.place, None) {
        map.add_to_sketch(at);
    }
    if state == SketchState::Empty {
        return None;
    }
    let edit = map
        .sketching()
        .and_then(|it| it.sketch().edit(context.receiver));
    let now = map
        .sketching()
        .and_then(|it| it.outcome_now(context.receiver));
    let refused = refusal_of(scope, dataset, now);
    let reason = match &edit {
        None => Some(scope.text("tool-too-few-places")),
        Some(_) if lacks_name => Some(scope.text("tool-name-it")),
        Some(_) => refused,
    };
    let has_edit = edit.is_some();
    let mut event = None;
    wrapping_ui(ui, |ui| {
        let label = scope.text("tool-accept");
        let button = Button::new(&label).primary().refused(reason.as_deref());
        if button.show_ui(ui).clicked() {
            event = map.accept_sketch(context);
        }
        if matches!(purpose, Purpose::Cut { .. }) {
            let label = scope.text("tool-turn");
            if Button::new(&label).show_ui(ui).clicked() {
                map.turn_sketch();
            }
        }
        let label = scope.text("dialog-cancel");
        if Button::new(&label).quiet().show_ui(ui).clicked() {
            map.cancel_sketch();
        }
    });
    if map.sketching().is_some_and(|it| it.is_on_its_way()) {
        hint_ui(ui, scope, "tool-on-its-way");
    } else if has_edit {
        let outcome = map.sketching().and_then(|it| it.outcome());
        outcome_ui(ui, scope, dataset, outcome);
    }
    event
}

/// The card of a merge: into which neighbour, and what that means.
pub(super) fn merge_ui(
    ui: &mut Ui,
    scope: &Scope<'_>,
    draft: &mut ReceiverDraft,
    map: &mut MapPanel,
    context: &MapContext<'_>,
) -> Option<MapEvent> {
    let dataset = &context.snapshot.dataset;
    let Some(unit) = context.selection.unit() else {
        hint_ui(ui, scope, "tool-choose-unit");
        map.price(None, context, ui.ctx());
        return None;
    };
    unit_row_ui(ui, scope, dataset, unit);
    let neighbours = draft.neighbours.as_ref().map(|(_, _, units)| units.clone());
    let level = |key: UnitKey| dataset.units.get(key).map(|unit| unit.level);
    let mut neighbours = neighbours.unwrap_or_default();
    neighbours.retain(|&key| level(key) == level(unit));
    let names: Vec<String> = neighbours
        .iter()
        .map(|&unit| unit_name(scope.words, dataset, unit))
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let chosen = draft
        .unit
        .and_then(|unit| neighbours.iter().position(|&known| known == unit));
    let label = scope.text("tool-merge-into");
    let made = key_row_ui(ui, &label, KEY_WIDTH, |ui| {
        combo_ui(ui, &label, &names, chosen, ui.available_width())
    });
    if let Some(made) = made {
        draft.unit = neighbours.get(made).copied();
    }
    let edit = draft.unit.map(|into| Edit::Merge(Merge { unit, into }));
    let outcome = map.price(edit.clone(), context, ui.ctx());
    let Some(edit) = edit else {
        hint_ui(ui, scope, "tool-merge-hint");
        return None;
    };
    let refused = refusal_of(scope, dataset, outcome);
    let is_accepted = accept_ui(ui, scope, refused.as_deref());
    outcome_ui(ui, scope, dataset, outcome);
    is_accepted.then(|| {
        draft.unit = None;
        MapEvent::Edit(edit)
    })
}

/// What was measured.
pub(super) fn measure_ui(ui: &mut Ui, scope: &mut Scope<'_>, map: &mut MapPanel) {
    let measured = map.sketching().map(|it| it.sketch().measured());
    let has_line = map
        .sketching()
        .is_some_and(|it| it.sketch().line().len() > 1);
    let Some(measured) = measured.filter(|_| has_line) else {
        hint_ui(ui, scope, "tool-measure-hint");
        return;
    };
    let shown = scope.words;
    let bearing = measured.bearing_deg.map(|degrees| {
        let number = shown.decimal(degrees, 1);
        scope.with("tool-degrees", &[("value", number.into())])
    });
    for (id, text) in [
        ("tool-length", Some(shown.length(measured.length_m))),
        ("tool-last-length", Some(shown.length(measured.last_m))),
        ("tool-bearing", bearing),
        (
            "tool-area",
            measured.area_m2.map(|area_m2| shown.area(area_m2)),
        ),
    ] {
        if let Some(text) = text {
            let label = scope.text(id);
            key_row_ui(ui, &label, KEY_WIDTH, |ui| {
                formatted_ui(ui, &text, scope.theme.text.body)
            });
        }
    }
    hint_ui(ui, scope, "tool-draw-keys");
}
