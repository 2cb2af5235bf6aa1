//! The middle of the window: the map of the open data, or the welcome.

use egui::Ui;

use super::caches::Caches;
use super::fix_section::chosen_fix;
use super::map_panel::{MapContext, MapEvent, MapPanel, map_ui};
use super::scope::{Request, Scope};
use super::tool_card::{
    follow_borders, follow_selection, follow_sheets, is_named, receiver_of, tool_card_ui,
};
use super::view_state::{MapReadings, MarkerDraft, Target, Tool, ViewState};
use super::welcome::welcome_ui;
use crate::app::references::shown;

/// Draws the middle.
pub fn middle_ui(
    ui: &mut Ui,
    scope: &mut Scope<'_>,
    view: &mut ViewState,
    caches: &mut Caches,
    map: &mut MapPanel,
) {
    let Some(session) = scope.session() else {
        view.map = MapReadings::default();
        welcome_ui(ui, scope);
        return;
    };
    let selected = view.findings.selected.as_ref();
    let offer = selected.and_then(|key| scope.program.fix_offer(key));
    let receives = view.editing.is_on && view.editing.tool.has_receiver();
    if receives {
        follow_selection(scope, &view.selection, &mut view.drafts.receiver);
    }
    if view.editing.is_on && view.editing.tool.chooses_borders() {
        follow_borders(scope, &mut view.drafts.border);
    }
    let receiver = receives.then(|| receiver_of(scope, &view.selection, &view.drafts.receiver));
    let receiver = receiver.flatten();
    let report = session.findings().report();
    let choropleth = caches.thematic.choropleth(scope, view.theming);
    let references = shown(scope.program.references());
    follow_sheets(&session.snapshot().dataset, &mut view.drafts.sheet);
    let sheet = view.drafts.sheet.clone();
    let chosen_borders = view.drafts.border.borders().to_vec();
    let context = MapContext {
        snapshot: session.snapshot(),
        report,
        checked: session.checked_now(),
        kind: session.kind(),
        words: scope.words,
        selection: &view.selection,
        preview: chosen_fix(offer, &view.findings),
        finding: view.findings.selected.as_ref(),
        levels: &view.levels,
        choropleth,
        is_picture: false,
        editing: view.editing.is_on,
        tool: view.editing.tool,
        receiver: receiver.as_ref(),
        references: &references.layers,
        reference_looks: &references.layer_looks,
        tiles: &references.tiles,
        tile_looks: &references.tile_looks,
        borders: &chosen_borders,
        placed: match view.editing.tool {
            Tool::Marker => view.drafts.marker.at,
            _ => view.drafts.settlement.at,
        },
        marker: view.drafts.marker.chosen,
        sheet: &sheet,
        receiver_is_named: is_named(&view.drafts.receiver),
    };
    let mut events = map_ui(ui, map, &context);
    events.extend(tool_card_ui(ui, scope, &mut view.drafts, map, &context));
    for event in events {
        match event {
            MapEvent::Pointer(position) => view.map.pointer = position,
            MapEvent::HoverUnits(units) => view.hovered = units,
            MapEvent::Select { unit, stack } => scope.ask(Request::SelectOnMap { unit, stack }),
            MapEvent::SelectSettlement(key) => {
                scope.ask(Request::Select(Some(Target::Settlement(key))));
            }
            MapEvent::Toggle(target) => scope.ask(Request::Toggle(target)),
            MapEvent::SelectAll(targets) => scope.ask(Request::SelectAll(targets)),
            MapEvent::SelectBorder(border) => view.drafts.border.choose(border),
            MapEvent::PlaceAt(at) if view.editing.tool == Tool::Marker => {
                view.drafts.marker = MarkerDraft {
                    at: Some(at),
                    ..MarkerDraft::default()
                };
            }
            MapEvent::PlaceAt(at) => view.drafts.settlement.at = Some(at),
            MapEvent::SelectMarker(key) => {
                view.drafts.marker = MarkerDraft {
                    chosen: Some(key),
                    ..MarkerDraft::default()
                };
            }
            MapEvent::Pin(pin) => view.drafts.sheet.pin = pin,
            MapEvent::SelectFinding(key) => scope.ask(Request::ChooseFinding(key)),
            MapEvent::SelectNothing => scope.ask(Request::Select(None)),
            MapEvent::Edit(edit) => scope.edit(edit),
            MapEvent::Refused(refusal) => view.refused = Some(refusal),
        }
    }
    view.map.scale_denominator = Some(map.view().scale_denominator());
    view.map.extent = Some(map.extent_in_sight());
}
