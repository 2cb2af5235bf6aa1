//! The card of the tool that places settlements: what is placed where the map was
//! pressed, and under which unit it comes.

use egui::Ui;

use super::border::accept_ui;
use super::{KEY_WIDTH, hint_ui, outcome_ui};
use crate::app::describe::level_name;
use crate::app::language::left_to_right;
use crate::app::typed_place::typed_place;
use crate::edit::{Edit, PlaceSettlement};
use crate::model::SettlementKind;
use crate::window::coordinates;
use crate::window::direction::key_row_ui;
use crate::window::map_panel::{MapContext, MapEvent, MapPanel};
use crate::window::say;
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
    typed_ui(ui, scope, drafts);
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
        outcome_ui(ui, scope, dataset, outcome);
        outcome
            .and_then(|outcome| outcome.as_ref().err())
            .map(|refusal| say::refusal(scope.words, Some(dataset), refusal))
    };
    accept_ui(ui, scope, refused.as_deref()).then(|| {
        *draft = PlaceDraft {
            kind: draft.kind,
            ..PlaceDraft::default()
        };
        MapEvent::Edit(edit)
    })
}

/// A place that is typed is one where the map was pressed.
fn typed_ui(ui: &mut Ui, scope: &Scope<'_>, drafts: &mut Drafts) {
    let label = scope.text("tool-place");
    let hint = scope.text("tool-place-hint");
    let typed = typed_place(&drafts.place);
    let wrong = (!drafts.place.trim().is_empty() && typed.is_none())
        .then(|| scope.text("tool-place-wrong"));
    let outcome = key_row_ui(ui, &label, KEY_WIDTH, |ui| {
        TextField::new(&mut drafts.place, &label)
            .placeholder(&hint)
            .complaint(wrong.as_deref())
            .show_ui(ui)
    });
    if outcome.is_submitted
        && let Some(at) = typed
    {
        drafts.settlement.at = Some(at);
        drafts.place.clear();
    }
}
