//! The middle of the window: the map of the open data, or the welcome.

use egui::Ui;

use super::caches::Caches;
use super::fix_section::chosen_fix;
use super::map_panel::{MapContext, MapEvent, MapPanel, map_ui};
use super::scope::{Request, Scope};
use super::tool_card::{follow_selection, is_named, receiver_of, tool_card_ui};
use super::view_state::{MapReadings, Target, ViewState};
use super::welcome::welcome_ui;

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
        follow_selection(scope, &view.selection, &mut view.receiver);
    }
    let receiver = receives.then(|| receiver_of(scope, &view.selection, &view.receiver));
    let receiver = receiver.flatten();
    let report = session.findings().report();
    let choropleth = caches.thematic.choropleth(scope, view.theming);
    let context = MapContext {
        snapshot: session.snapshot(),
        report,
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
        receiver_is_named: is_named(&view.receiver),
    };
    let mut events = map_ui(ui, map, &context);
    events.extend(tool_card_ui(ui, scope, &mut view.receiver, map, &context));
    for event in events {
        match event {
            MapEvent::Pointer(position) => view.map.pointer = position,
            MapEvent::HoverUnits(units) => view.hovered = units,
            MapEvent::Select { unit, stack } => scope.ask(Request::SelectOnMap { unit, stack }),
            MapEvent::SelectSettlement(key) => {
                scope.ask(Request::Select(Some(Target::Settlement(key))));
            }
            MapEvent::SelectFinding(key) => scope.ask(Request::ChooseFinding(key)),
            MapEvent::SelectNothing => scope.ask(Request::Select(None)),
            MapEvent::Edit(edit) => scope.edit(edit),
            MapEvent::Refused(refusal) => view.refused = Some(refusal),
        }
    }
    view.map.scale_denominator = Some(map.view().scale_denominator());
    view.map.extent = Some(map.extent_in_sight());
}
