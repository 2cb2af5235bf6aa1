//! The card that gives chosen borders another course by rule: smoothed, with fewer
//! vertices, or along the line beside them.

use std::sync::Arc;

use egui::Ui;

use super::border::{accept_ui, chosen_border_ui};
use super::{KEY_WIDTH, hint_ui, outcome_ui, refusal_of};
use crate::edit::{Edit, MOST_ROUNDS, Reshape, ReshapeBorders};
use crate::model::Position;
use crate::window::direction::key_row_ui;
use crate::window::map_panel::{MapContext, MapEvent, MapPanel};
use crate::window::scope::Scope;
use crate::window::text::{NumberField, combo_ui};
use crate::window::view_state::{Drafts, ShapeDraft, ShapeWay};

/// The rule, as far as it was said; nothing while a number is missing.
fn rule(draft: &ShapeDraft, lines: impl FnOnce() -> Arc<[Vec<Position>]>) -> Option<Reshape> {
    Some(match draft.way {
        ShapeWay::Smooth => {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "the field takes whole numbers up to five"
            )]
            let rounds = draft.rounds? as u8;
            Reshape::Smooth { rounds }
        }
        ShapeWay::Simplify => Reshape::Simplify {
            tolerance_m: draft.distance_m?,
        },
        ShapeWay::Align => Reshape::Align {
            to: lines(),
            within_m: draft.distance_m?,
        },
    })
}

fn way_id(way: ShapeWay) -> &'static str {
    match way {
        ShapeWay::Smooth => "shape-smooth",
        ShapeWay::Simplify => "shape-simplify",
        ShapeWay::Align => "shape-align",
    }
}

/// Draws the card's contents.
pub(super) fn shape_ui(
    ui: &mut Ui,
    scope: &mut Scope<'_>,
    drafts: &mut Drafts,
    map: &mut MapPanel,
    context: &MapContext<'_>,
) -> Option<MapEvent> {
    let dataset = &context.snapshot.dataset;
    if !chosen_border_ui(ui, scope, dataset, &mut drafts.border) {
        map.price(None, context, ui.ctx());
        return None;
    }
    let draft = &mut drafts.shape;
    let names = ShapeWay::ALL.map(|way| scope.text(way_id(way)));
    let names = names.each_ref().map(String::as_str);
    let chosen = ShapeWay::ALL.iter().position(|way| *way == draft.way);
    let label = scope.text("shape-way");
    let made = key_row_ui(ui, &label, KEY_WIDTH, |ui| {
        combo_ui(ui, &label, &names, chosen, ui.available_width())
    });
    if let Some(way) = made.and_then(|place| ShapeWay::ALL.get(place).copied()) {
        draft.way = way;
    }
    if draft.way == ShapeWay::Smooth {
        let label = scope.text("shape-rounds");
        key_row_ui(ui, &label, KEY_WIDTH, |ui| {
            NumberField::new(&mut draft.rounds, &label)
                .whole()
                .range(1.0..=f64::from(MOST_ROUNDS))
                .show_ui(ui)
        });
    } else {
        let label = scope.text("shape-distance");
        let metres = scope.text("unit-metres");
        key_row_ui(ui, &label, KEY_WIDTH, |ui| {
            NumberField::new(&mut draft.distance_m, &label)
                .range(0.01..=50_000.0)
                .suffix(&metres)
                .show_ui(ui)
        });
    }
    if draft.way == ShapeWay::Align {
        hint_ui(ui, scope, "shape-align-hint");
    }
    let borders = drafts.border.borders().to_vec();
    let lines = || map.lines_to_follow(context, &borders);
    let how = rule(draft, lines)?;
    let edit = Edit::Reshape(ReshapeBorders { borders, how });
    let outcome = map.price(Some(edit.clone()), context, ui.ctx());
    let refused = refusal_of(scope, dataset, outcome);
    let is_accepted = accept_ui(ui, scope, refused.as_deref());
    outcome_ui(ui, scope, dataset, outcome);
    is_accepted.then_some(MapEvent::Edit(edit))
}
