//! The card of the tool in the hand: what it does and to whom, what the edit would mean
//! before it is accepted, or why it cannot be; or what was measured.

use egui::{Area, Ui, pos2};

use super::commands::{Action, entry_of};
use super::direction::{Flow, key_row_ui};
use super::map_panel::{MapContext, MapEvent, MapPanel, Outcome};
use super::price_card::impacts_ui;
use super::say;
use super::scope::Scope;
use super::text::{Button, TextField, combo_ui, formatted_ui, wrapped_ui};
use super::view_state::{ReceiverDraft, Selection, Tool};
use crate::app::describe::{level_name, unit_name};
use crate::app::numbers;
use crate::edit::{Edit, Merge, NewUnit, Receiver, free_code};
use crate::model::{Dataset, Position, UnitKey};
use crate::tools::{Purpose, SketchState};
use crate::topology::{neighbours_at_level, unit_neighbours};

/// The width of the card, in points.
const WIDTH: f32 = 292.0;
/// The room of the names of fields, in points.
const KEY_WIDTH: f32 = 92.0;
/// From the map's edge, in points.
const EDGE: f32 = 10.0;

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

/// Draws the card of the tool in the hand, if it has one.
pub fn tool_card_ui(
    ui: &Ui,
    scope: &mut Scope<'_>,
    draft: &mut ReceiverDraft,
    map: &mut MapPanel,
    context: &MapContext<'_>,
) -> Vec<MapEvent> {
    let action = match context.tool {
        Tool::Measure => Action::MeasureTool,
        _ if !context.editing => return Vec::new(),
        Tool::Redraw => Action::RedrawTool,
        Tool::Cut => Action::CutTool,
        Tool::Give => Action::GiveTool,
        Tool::Merge => Action::MergeTool,
        Tool::Select | Tool::MoveVertex => return Vec::new(),
    };
    let id = ui.scope_id().with("tool card");
    let rect = map.view().rect();
    let x = if scope.theme.is_right_to_left() {
        rect.right() - WIDTH - EDGE
    } else {
        rect.left() + EDGE
    };
    let mut events = Vec::new();
    Area::new(id)
        .fixed_pos(pos2(x, rect.top() + EDGE))
        .constrain_to(rect)
        .show(ui.ctx(), |ui| {
            egui::Frame::popup(ui.style())
                .inner_margin(12.0)
                .show(ui, |ui| {
                    ui.set_width(WIDTH - 24.0);
                    ui.with_layout(Flow::of(ui).column(), |ui| {
                        ui.spacing_mut().item_spacing.y = 6.0;
                        let title = entry_of(action).map(|entry| entry.words(scope.words));
                        let heading = scope.theme.text.heading;
                        formatted_ui(ui, &title.unwrap_or_default(), heading);
                        match context.tool {
                            Tool::Measure => measure_ui(ui, scope, map),
                            Tool::Merge => events.extend(merge_ui(ui, scope, draft, map, context)),
                            _ => events.extend(drawing_ui(ui, scope, draft, map, context)),
                        }
                    });
                });
        });
    events
}

fn hint_ui(ui: &mut Ui, scope: &Scope<'_>, id: &str) {
    let weak = scope.theme.text.small;
    wrapped_ui(
        ui,
        &scope.text(id),
        weak.coloured(scope.theme.palette.text_weak),
    );
}

/// What the edit means, or why it cannot be.
fn outcome_ui(ui: &mut Ui, scope: &Scope<'_>, dataset: &Dataset, outcome: Option<&Outcome>) {
    match outcome {
        None => {
            formatted_ui(
                ui,
                &scope.text("map-impact-counting"),
                scope.theme.text.small,
            );
        }
        Some(Err(refusal)) => {
            let reason = say::refusal(scope.words, Some(dataset), refusal);
            let loss = scope.theme.text.body.coloured(scope.theme.palette.loss);
            wrapped_ui(ui, &reason, loss);
        }
        Some(Ok(impacts)) => {
            impacts_ui(ui, scope.words, dataset, scope.theme, impacts);
        }
    }
}

/// Whose land it is, by level and name.
fn unit_row_ui(ui: &mut Ui, scope: &Scope<'_>, dataset: &Dataset, unit: UnitKey) {
    let level = dataset.units.get(unit).map(|unit| unit.level);
    let level = level.map(|level| level_name(scope.words, level));
    let name = unit_name(scope.words, dataset, unit);
    key_row_ui(ui, &level.unwrap_or_default(), KEY_WIDTH, |ui| {
        wrapped_ui(ui, &name, scope.theme.text.body)
    });
}

/// The card of a line that is drawn.
fn drawing_ui(
    ui: &mut Ui,
    scope: &mut Scope<'_>,
    draft: &mut ReceiverDraft,
    map: &mut MapPanel,
    context: &MapContext<'_>,
) -> Option<MapEvent> {
    let dataset = &context.snapshot.dataset;
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
    place_ui(ui, scope, &mut draft.place, map);
    if state == SketchState::Empty {
        return None;
    }
    let edit = map
        .sketching()
        .and_then(|it| it.sketch().edit(context.receiver));
    if map.sketching().is_some_and(|it| it.is_on_its_way()) {
        hint_ui(ui, scope, "tool-on-its-way");
    } else if edit.is_some() {
        let outcome = map.sketching().and_then(|it| it.outcome());
        outcome_ui(ui, scope, dataset, outcome);
    }
    let refused = map
        .sketching()
        .and_then(|it| it.outcome_now(context.receiver)?.as_ref().err().cloned())
        .map(|refusal| say::refusal(scope.words, Some(dataset), &refusal));
    let reason = match edit {
        None => Some(scope.text("tool-too-few-places")),
        Some(_) if lacks_name => Some(scope.text("tool-name-it")),
        Some(_) => refused,
    };
    let mut event = None;
    ui.with_layout(Flow::of(ui).wrapping_row(), |ui| {
        let label = scope.text("tool-accept");
        let button = Button::new(&label).primary().refused(reason.as_deref());
        if button.show_ui(ui).clicked() {
            event = map.accept_sketch(context);
            // The next one is another.
            draft.name.clear();
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
    event
}

/// A place that is typed becomes the next of the line.
fn place_ui(ui: &mut Ui, scope: &Scope<'_>, text: &mut String, map: &mut MapPanel) {
    let label = scope.text("tool-place");
    let hint = scope.text("tool-place-hint");
    let typed = typed_place(text);
    let wrong =
        (!text.trim().is_empty() && typed.is_none()).then(|| scope.text("tool-place-wrong"));
    let outcome = key_row_ui(ui, &label, KEY_WIDTH, |ui| {
        TextField::new(text, &label)
            .placeholder(&hint)
            .complaint(wrong.as_deref())
            .show_ui(ui)
    });
    if outcome.is_submitted
        && let Some(at) = typed
    {
        map.add_to_sketch(at);
        text.clear();
        outcome.response.request_focus();
    }
}

/// Longitude and latitude in degrees, in digits of either kind.
fn typed_place(text: &str) -> Option<Position> {
    let separators = [' ', ';', '،', '\t', '\u{200e}', '\u{200f}'];
    let mut parts = text.split(separators).filter(|part| !part.is_empty());
    let mut number = || numbers::parse_number(parts.next()?.trim_end_matches(','));
    let at = Position {
        x: number()?,
        y: number()?,
    };
    (parts.next().is_none() && crate::model::is_usable(at)).then_some(at)
}

/// Who gets the land: a unit that comes, or a neighbour.
fn receiver_ui(ui: &mut Ui, scope: &Scope<'_>, dataset: &Dataset, draft: &mut ReceiverDraft) {
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

/// The card of a merge: into which neighbour, and what that means.
fn merge_ui(
    ui: &mut Ui,
    scope: &Scope<'_>,
    draft: &mut ReceiverDraft,
    map: &mut MapPanel,
    context: &MapContext<'_>,
) -> Option<MapEvent> {
    let dataset = &context.snapshot.dataset;
    let Some(unit) = context.selection.unit() else {
        hint_ui(ui, scope, "tool-choose-unit");
        map.price(None, context.snapshot, ui.ctx());
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
    let outcome = map.price(edit.clone(), context.snapshot, ui.ctx());
    let Some(edit) = edit else {
        hint_ui(ui, scope, "tool-merge-hint");
        return None;
    };
    outcome_ui(ui, scope, dataset, outcome);
    let refused = outcome
        .and_then(|outcome| outcome.as_ref().err())
        .map(|refusal| say::refusal(scope.words, Some(dataset), refusal));
    let label = scope.text("tool-accept");
    let button = Button::new(&label).primary().refused(refused.as_deref());
    button.show_ui(ui).clicked().then(|| {
        draft.unit = None;
        MapEvent::Edit(edit)
    })
}

/// What was measured.
fn measure_ui(ui: &mut Ui, scope: &mut Scope<'_>, map: &mut MapPanel) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_typed_in_digits_of_either_kind() {
        let expected = Some(Position { x: 48.5, y: 33.25 });
        for text in ["48.5 33.25", "48.5, 33.25", "۴۸٫۵ ۳۳٫۲۵", " 48.5;33.25 "] {
            assert_eq!(typed_place(text), expected, "{text}");
        }
        for text in ["", "48.5", "48.5 99", "a b", "1 2 3"] {
            assert_eq!(typed_place(text), None, "{text}");
        }
    }
}
