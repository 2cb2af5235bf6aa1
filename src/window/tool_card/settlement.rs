//! The card of the tool that places settlements: what is placed where the map was
//! pressed, and under which unit it comes.

use egui::Ui;

use super::border::accept_ui;
use super::{KEY_WIDTH, hint_ui, outcome_ui, place_ui, refusal_of};
use crate::app::describe::level_name;
use crate::app::language::left_to_right;
use crate::edit::{Edit, PlaceSettlement};
use crate::model::SettlementKind;
use crate::window::coordinates;
use crate::window::direction::key_row_ui;
use crate::window::map_panel::{MapContext, MapEvent, MapPanel};
use crate::window::scope::Scope;
use crate::window::text::{TextField, combo_ui, formatted_ui};
use crate::window::unit_values::parsed_code;
use crate::window::view_state::{CoordinateForm, Drafts, PlaceDraft};

const KINDS: [SettlementKind; 3] = [
    SettlementKind::Village,
    SettlementKind::Farm,
    SettlementKind::Place,
];

/// Draws the card's contents.
pub(super) fn settlement_ui(
    ui: &mut Ui,
    scope: &mut Scope<'_>,
    drafts: &mut Drafts,
    map: &mut MapPanel,
    context: &MapContext<'_>,
) -> Option<MapEvent> {
    let dataset = &context.snapshot.dataset;
    hint_ui(ui, scope, "settlement-hint");
    if let Some(at) = place_ui(ui, scope, &mut drafts.place, None) {
        drafts.settlement.at = Some(at);
    }
    let draft = &mut drafts.settlement;
    let Some(at) = draft.at else {
        map.price(None, context, ui.ctx());
        return None;
    };
    let label = scope.text("field-position");
    let place = coordinates::shown(scope.words.language(), CoordinateForm::Decimal, at);
    key_row_ui(ui, &label, KEY_WIDTH, |ui| {
        formatted_ui(ui, &left_to_right(&place), scope.theme.text.small)
    });
    let names = KINDS.map(|kind| level_name(scope.words, kind.level()));
    let names = names.each_ref().map(String::as_str);
    let chosen = KINDS.iter().position(|kind| *kind == draft.kind);
    let label = scope.text("settlement-kind");
    let made = key_row_ui(ui, &label, KEY_WIDTH, |ui| {
        combo_ui(ui, &label, &names, chosen, ui.available_width())
    });
    if let Some(kind) = made.and_then(|place| KINDS.get(place).copied()) {
        draft.kind = kind;
    }
    for (id, text) in [
        ("field-name", &mut draft.name),
        ("field-code", &mut draft.code),
    ] {
        let label = scope.text(id);
        key_row_ui(ui, &label, KEY_WIDTH, |ui| {
            TextField::new(text, &label).show_ui(ui)
        });
    }
    let edit = Edit::PlaceSettlement(PlaceSettlement {
        kind: draft.kind,
        name: draft.name.clone(),
        code: parsed_code(&draft.code),
        at,
    });
    let outcome = map.price(Some(edit.clone()), context, ui.ctx());
    let is_nameless = draft.name.trim().is_empty();
    let refused = if is_nameless {
        Some(scope.text("settlement-name-it"))
    } else {
        refusal_of(scope, dataset, outcome)
    };
    let is_accepted = accept_ui(ui, scope, refused.as_deref());
    if !is_nameless {
        outcome_ui(ui, scope, dataset, outcome);
    }
    is_accepted.then(|| {
        *draft = PlaceDraft {
            kind: draft.kind,
            ..PlaceDraft::default()
        };
        MapEvent::Edit(edit)
    })
}
