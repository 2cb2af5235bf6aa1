//! The card of the tool in the hand: what it does and to whom, what the edit would mean
//! before it is accepted, or why it cannot be; or what was measured.

mod border;
mod drawing;
mod field;
mod group;
mod kind;
mod marker;
mod receiver;
mod settlement;
mod shape;
mod sheet;
mod vertices;

use egui::{Area, ScrollArea, Ui, pos2};

pub use self::border::follow_borders;
pub use self::receiver::{follow_selection, is_named, receiver_of};
pub use self::sheet::follow_sheets;

use self::border::border_ui;
use self::drawing::{drawing_ui, measure_ui, merge_ui};
use self::group::group_ui;
use self::kind::kind_ui;
use self::marker::marker_ui;
use self::settlement::settlement_ui;
use self::shape::shape_ui;
use self::sheet::sheet_ui;
use self::vertices::vertices_ui;
use super::commands::{Action, entry_of};
use super::direction::{Flow, ends_ui, key_row_ui};
use super::icons::icons::{ICON_KEYBOARD_ARROW_DOWN, ICON_KEYBOARD_ARROW_UP};
use super::map_panel::{MapContext, MapEvent, MapPanel, Outcome};
use super::price_card::price_ui;
use super::say;
use super::scope::Scope;
use super::text::{Button, TextField, formatted_ui, wrapped_ui};
use super::view_state::{Drafts, Target, Tool};
use crate::app::describe::{level_name, unit_name};
use crate::app::typed_place::typed_place;
use crate::model::{Dataset, Position, UnitKey};

/// The width of the card, in points.
const WIDTH: f32 = 292.0;
/// The room of the names of fields, in points.
const KEY_WIDTH: f32 = 92.0;
/// What an edit means has at least this height, in points.
const LEAST_HEIGHT: f32 = 96.0;
/// Below this height of the map, in points, the whole card scrolls.
const LOW: f32 = 430.0;
/// From the map's edge, in points.
const EDGE: f32 = 10.0;

/// The title of the card of the tool in the hand; nothing where it has none.
fn title(scope: &Scope<'_>, context: &MapContext<'_>) -> Option<String> {
    let action = match context.tool {
        Tool::Measure => Action::MeasureTool,
        Tool::Select => {
            let count = context.selection.count();
            #[expect(clippy::cast_precision_loss, reason = "a count of what is selected")]
            let value = (count as f64).into();
            // A settlement by itself can come under another unit as well as several can.
            let is_settlement = matches!(context.selection.target, Some(Target::Settlement(_)));
            let has_card = count > 1 || (is_settlement && context.editing);
            return has_card.then(|| scope.with("group-title", &[("count", value)]));
        }
        _ if !context.editing => return None,
        Tool::MoveVertex => Action::MoveVertexTool,
        Tool::Redraw => Action::RedrawTool,
        Tool::Cut => Action::CutTool,
        Tool::Give => Action::GiveTool,
        Tool::Merge => Action::MergeTool,
        Tool::Shape => Action::ShapeTool,
        Tool::Border => Action::BorderTool,
        Tool::Settlement => Action::SettlementTool,
        Tool::Marker => Action::MarkerTool,
        Tool::Sheet => Action::SheetTool,
    };
    entry_of(action).map(|entry| entry.words(scope.words))
}

/// Draws the card of the tool in the hand, if it has one.
pub fn tool_card_ui(
    ui: &Ui,
    scope: &mut Scope<'_>,
    drafts: &mut Drafts,
    map: &mut MapPanel,
    context: &MapContext<'_>,
) -> Vec<MapEvent> {
    // What a vertex in the hand means is told beside it.
    let is_in_hand = context.tool == Tool::MoveVertex && map.is_moving();
    let Some(title) = title(scope, context).filter(|_| !is_in_hand) else {
        return Vec::new();
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
                    ui.set_max_height(rect.height() - 2.0 * EDGE - 24.0);
                    ui.with_layout(Flow::of(ui).column(), |ui| {
                        ui.spacing_mut().item_spacing.y = 6.0;
                        title_ui(ui, scope, &title, &mut drafts.is_folded);
                        if drafts.is_folded {
                            return;
                        }
                        // In a low map all of it scrolls; else what an edit means does.
                        let mut contents = |ui: &mut Ui| {
                            if context.editing && context.tool.moves_borders() {
                                kind_ui(ui, scope, context.kind);
                            }
                            events.extend(contents_ui(ui, scope, drafts, map, context));
                        };
                        if rect.height() >= LOW {
                            contents(ui);
                            return;
                        }
                        ScrollArea::vertical()
                            .id_salt("tool card")
                            .max_height(ui.available_height())
                            .auto_shrink([false, true])
                            .show(ui, |ui| ui.with_layout(Flow::of(ui).column(), contents));
                    });
                });
        });
    events
}

/// The title, and what folds the card, so that the map under it is seen.
fn title_ui(ui: &mut Ui, scope: &Scope<'_>, title: &str, is_folded: &mut bool) {
    let (icon, id) = if *is_folded {
        (ICON_KEYBOARD_ARROW_DOWN, "tool-unfold")
    } else {
        (ICON_KEYBOARD_ARROW_UP, "tool-fold")
    };
    let label = scope.text(id);
    let (_, is_pressed) = ends_ui(
        ui,
        |ui| formatted_ui(ui, title, scope.theme.text.heading),
        |ui| Button::icon_only(icon, &label).show_ui(ui).clicked(),
    );
    *is_folded ^= is_pressed;
}

fn contents_ui(
    ui: &mut Ui,
    scope: &mut Scope<'_>,
    drafts: &mut Drafts,
    map: &mut MapPanel,
    context: &MapContext<'_>,
) -> Option<MapEvent> {
    match context.tool {
        Tool::Measure => {
            measure_ui(ui, scope, map);
            None
        }
        Tool::Select => group_ui(ui, scope, &mut drafts.group, map, context),
        Tool::MoveVertex => vertices_ui(ui, scope, drafts, map, context),
        Tool::Merge => merge_ui(ui, scope, &mut drafts.receiver, map, context),
        Tool::Shape => shape_ui(ui, scope, drafts, map, context),
        Tool::Border => border_ui(ui, scope, &mut drafts.border, context),
        Tool::Settlement => settlement_ui(ui, scope, drafts, map, context),
        Tool::Marker => marker_ui(ui, scope, drafts, context),
        Tool::Sheet => sheet_ui(ui, scope, drafts, map, context),
        Tool::Redraw | Tool::Cut | Tool::Give => drawing_ui(ui, scope, drafts, map, context),
    }
}

fn hint_ui(ui: &mut Ui, scope: &Scope<'_>, id: &str) {
    let weak = scope.theme.text.small;
    wrapped_ui(
        ui,
        &scope.text(id),
        weak.coloured(scope.theme.palette.text_weak),
    );
}

/// What the edit means, or why it cannot be. It comes last in a card: what is told later must
/// not move a button from under the pointer.
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
        Some(Ok(preview)) => {
            let height = ui.available_height().max(LEAST_HEIGHT);
            ScrollArea::vertical()
                .id_salt("outcome")
                .max_height(height)
                .auto_shrink([false, true])
                .show(ui, |ui| {
                    ui.with_layout(Flow::of(ui).column(), |ui| {
                        price_ui(ui, scope.words, dataset, scope.theme, &preview.price);
                    });
                });
        }
    }
}

/// Why an edit cannot be, in words, if that is known.
fn refusal_of(scope: &Scope<'_>, dataset: &Dataset, outcome: Option<&Outcome>) -> Option<String> {
    let refusal = outcome?.as_ref().err()?;
    Some(say::refusal(scope.words, Some(dataset), refusal))
}

/// A field for places: longitude stands before latitude, from left to right in any language.
fn place_field<'a>(scope: &Scope<'_>, text: &'a mut String, label: &'a str) -> TextField<'a> {
    let body = scope.theme.text.body;
    let format = if text.is_empty() {
        body.auto()
    } else {
        body.code()
    };
    TextField::new(text, label).format(format)
}

/// The field for a place that is typed, not to be used where there is a reason; the place,
/// once it is entered.
fn place_ui(
    ui: &mut Ui,
    scope: &Scope<'_>,
    text: &mut String,
    refused: Option<&str>,
) -> Option<Position> {
    let label = scope.text("tool-place");
    let hint = scope.text("tool-place-hint");
    let typed = typed_place(text);
    let is_wrong = !text.trim().is_empty() && typed.is_none();
    let wrong = is_wrong.then(|| scope.text("tool-place-wrong"));
    let outcome = key_row_ui(ui, &label, KEY_WIDTH, |ui| {
        place_field(scope, text, &label)
            .placeholder(&hint)
            .complaint(wrong.as_deref())
            .refused(refused)
            .show_ui(ui)
    });
    // What was typed in this frame counts too.
    let entered = typed_place(text).filter(|_| outcome.is_submitted);
    if entered.is_some() {
        text.clear();
        outcome.response.request_focus();
    }
    entered
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
