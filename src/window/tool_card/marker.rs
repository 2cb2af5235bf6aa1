//! The card of the tool that sets boundary markers up: what one is called, where it stands,
//! how far that is from the nearest border, and what is known of it.

use egui::Ui;

use super::border::accept_ui;
use super::field::{date_ui, typed_ui};
use super::{KEY_WIDTH, hint_ui, place_ui};
use crate::app::language::left_to_right;
use crate::edit::{Edit, EditMarker, MarkerField};
use crate::model::{BorderKey, Extent, Marker, MarkerKey, Position};
use crate::topology::{Between, Snapshot};
use crate::window::coordinates;
use crate::window::direction::key_row_ui;
use crate::window::map_panel::{MapContext, MapEvent};
use crate::window::say::border_name;
use crate::window::scope::Scope;
use crate::window::text::{Button, TextField, formatted_ui, wrapped_ui};
use crate::window::view_state::{CoordinateForm, Drafts, MarkerDraft};

/// How far from a marker borders are looked for, in metres.
const NEAR_M: f64 = 1000.0;
/// More than that in degrees, at every latitude of the country.
const NEAR_DEG: f64 = 0.012;

/// Draws the card's contents.
pub(super) fn marker_ui(
    ui: &mut Ui,
    scope: &mut Scope<'_>,
    drafts: &mut Drafts,
    context: &MapContext<'_>,
) -> Option<MapEvent> {
    let snapshot = context.snapshot;
    let draft = &mut drafts.marker;
    let chosen = draft.chosen;
    let known = chosen.and_then(|key| Some((key, snapshot.dataset.markers.get(key)?)));
    if let Some((key, marker)) = known {
        return chosen_ui(ui, scope, drafts, (key, marker), snapshot);
    }
    hint_ui(ui, scope, "marker-hint");
    if let Some(at) = place_ui(ui, scope, &mut drafts.place, None) {
        drafts.marker.at = Some(at);
    }
    let draft = &mut drafts.marker;
    let at = draft.at?;
    where_ui(ui, scope, snapshot, at);
    for (id, text) in [
        ("marker-name", &mut draft.name),
        ("marker-description", &mut draft.description),
    ] {
        let label = scope.text(id);
        let text = text.get_or_insert_default();
        key_row_ui(ui, &label, KEY_WIDTH, |ui| {
            TextField::new(text, &label).show_ui(ui)
        });
    }
    let name = draft.name.clone().unwrap_or_default();
    let refused = name.trim().is_empty().then(|| scope.text("marker-name-it"));
    accept_ui(ui, scope, refused.as_deref()).then(|| {
        let description = draft.description.clone().unwrap_or_default();
        *draft = MarkerDraft::default();
        MapEvent::Edit(Edit::Marker(EditMarker::Place {
            name,
            at,
            description,
        }))
    })
}

/// What is known of the marker that was pressed.
fn chosen_ui(
    ui: &mut Ui,
    scope: &Scope<'_>,
    drafts: &mut Drafts,
    (key, marker): (MarkerKey, &Marker),
    snapshot: &Snapshot,
) -> Option<MapEvent> {
    let set = |field| {
        let marker = key;
        Some(MapEvent::Edit(Edit::Marker(EditMarker::Set {
            marker,
            field,
        })))
    };
    where_ui(ui, scope, snapshot, marker.at);
    if let Some(at) = place_ui(ui, scope, &mut drafts.place, None) {
        return set(MarkerField::At(at));
    }
    let draft = &mut drafts.marker;
    let name = Some(marker.name.clone());
    if let Some(name) = typed_ui(ui, scope, "marker-name", &mut draft.name, name, None) {
        return set(MarkerField::Name(name));
    }
    let text = Some(marker.description.clone());
    let typed = &mut draft.description;
    if let Some(text) = typed_ui(ui, scope, "marker-description", typed, text, None) {
        return set(MarkerField::Description(text));
    }
    if let Some(built) = date_ui(
        ui,
        scope,
        "marker-built",
        &mut draft.built,
        Some(marker.built),
    ) {
        return set(MarkerField::Built(built));
    }
    hint_ui(ui, scope, "marker-drag");
    let label = scope.text("marker-remove");
    Button::new(&label).show_ui(ui).clicked().then(|| {
        *draft = MarkerDraft::default();
        MapEvent::Edit(Edit::Marker(EditMarker::Remove(key)))
    })
}

/// Where a marker stands, and which border is nearest.
fn where_ui(ui: &mut Ui, scope: &Scope<'_>, snapshot: &Snapshot, at: Position) {
    let label = scope.text("field-position");
    let place = coordinates::shown(scope.words.language(), CoordinateForm::Decimal, at);
    key_row_ui(ui, &label, KEY_WIDTH, |ui| {
        formatted_ui(ui, &left_to_right(&place), scope.theme.text.small)
    });
    let label = scope.text("marker-border");
    let shown = match nearest_border(snapshot, at) {
        None => scope.text("marker-no-border"),
        Some((away_m, key)) => {
            let border = snapshot.dataset.borders.get(key);
            let between = border.map(|border| Between::of(&snapshot.dataset, border));
            let name = between.map(|it| border_name(scope.words, &snapshot.dataset, &it));
            scope.with(
                "marker-away",
                &[
                    ("border", name.unwrap_or_default().into()),
                    ("distance", scope.words.length(away_m).into()),
                ],
            )
        }
    };
    key_row_ui(ui, &label, KEY_WIDTH, |ui| {
        wrapped_ui(ui, &shown, scope.theme.text.body)
    });
}

/// The border nearest to a place within a kilometre, and how far it is, in metres.
fn nearest_border(snapshot: &Snapshot, at: Position) -> Option<(f64, BorderKey)> {
    let near = Extent::at(at).grown(NEAR_DEG);
    let measured = snapshot.index.borders_near(near).filter_map(|key| {
        let border = snapshot.dataset.borders.get(key)?;
        Some((border.line.distance_m(at, NEAR_M)?, key))
    });
    measured.min_by(|one, other| one.0.total_cmp(&other.0))
}
