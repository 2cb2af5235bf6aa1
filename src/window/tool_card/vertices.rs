//! The card of the tool that moves vertices: how many are chosen and where they are, to be
//! typed, pasted as a table, or read.

use egui::{ScrollArea, Ui};

use super::{KEY_WIDTH, hint_ui, place_field};
use crate::app::language::left_to_right;
use crate::app::typed_place::typed_places;
use crate::edit::{Edit, JoinBorders, MoveVertex, MoveVertices, SplitBorder, rounded};
use crate::model::Position;
use crate::topology::parted_at;
use crate::window::coordinates;
use crate::window::direction::{key_row_ui, wrapping_ui};
use crate::window::map_panel::{MapContext, MapEvent, MapPanel};
use crate::window::scope::Scope;
use crate::window::text::{Button, formatted_ui};
use crate::window::view_state::{CoordinateForm, Drafts};

/// The most vertices that are listed.
const MOST_LISTED: usize = 200;
/// The height of the list, in points.
const LIST_HEIGHT: f32 = 132.0;

/// Draws the card's contents.
pub(super) fn vertices_ui(
    ui: &mut Ui,
    scope: &mut Scope<'_>,
    drafts: &mut Drafts,
    map: &mut MapPanel,
    context: &MapContext<'_>,
) -> Option<MapEvent> {
    if map.chosen_vertices().is_empty() {
        hint_ui(ui, scope, "vertices-hint");
        return None;
    }
    let chosen = map.chosen_vertices().to_vec();
    let label = scope.text("vertices-chosen");
    let count = scope.count(chosen.len());
    key_row_ui(ui, &label, KEY_WIDTH, |ui| {
        formatted_ui(ui, &count, scope.theme.text.body)
    });
    list_ui(ui, scope, &chosen);
    let mut event = typed_ui(ui, scope, drafts, &chosen);
    wrapping_ui(ui, |ui| {
        let label = scope.text("vertices-delete");
        if Button::new(&label).show_ui(ui).clicked() {
            event = map.take_delete();
        }
        if let [only] = chosen[..] {
            let (id, edit) = match parted_at(context.snapshot, only) {
                Some(_) => ("vertices-join", Edit::JoinBorders(JoinBorders { at: only })),
                None => (
                    "vertices-split",
                    Edit::SplitBorder(SplitBorder { at: only }),
                ),
            };
            let label = scope.text(id);
            if Button::new(&label).show_ui(ui).clicked() {
                event = Some(MapEvent::Edit(edit));
            }
        }
        let label = scope.text("vertices-copy");
        if Button::new(&label).quiet().show_ui(ui).clicked() {
            ui.ctx().copy_text(table(&chosen));
        }
    });
    event
}

/// The vertices as a table of longitude and latitude, one a line, in full.
fn table(vertices: &[Position]) -> String {
    use std::fmt::Write as _;
    let mut table = String::new();
    for at in vertices {
        // Writing to a text cannot fail.
        let _ = writeln!(table, "{}\t{}", at.x, at.y);
    }
    table
}

fn list_ui(ui: &mut Ui, scope: &Scope<'_>, chosen: &[Position]) {
    ScrollArea::vertical()
        .id_salt("chosen vertices")
        .max_height(LIST_HEIGHT)
        .auto_shrink([false, true])
        .show(ui, |ui| {
            for &at in chosen.iter().take(MOST_LISTED) {
                let place = coordinates::shown(scope.words.language(), CoordinateForm::Decimal, at);
                formatted_ui(ui, &left_to_right(&place), scope.theme.text.small);
            }
        });
}

/// As many places as are chosen, typed or pasted: they become theirs, in order.
fn typed_ui(
    ui: &mut Ui,
    scope: &Scope<'_>,
    drafts: &mut Drafts,
    chosen: &[Position],
) -> Option<MapEvent> {
    let label = scope.text("tool-place");
    let hint = scope.text("tool-place-hint");
    let complaint = complaint_of(scope, &drafts.place, chosen.len());
    let outcome = key_row_ui(ui, &label, KEY_WIDTH, |ui| {
        place_field(scope, &mut drafts.place, &label)
            .placeholder(&hint)
            .complaint(complaint.as_deref())
            .show_ui(ui)
    });
    // What was typed in this frame counts too.
    let typed = typed_places(&drafts.place);
    let typed = typed.ok().filter(|places| places.len() == chosen.len());
    let typed = typed.filter(|_| outcome.is_submitted && !drafts.place.trim().is_empty())?;
    let moves: Vec<MoveVertex> = chosen
        .iter()
        .zip(typed)
        .map(|(&from, to)| MoveVertex {
            from,
            to: rounded(to),
        })
        .collect();
    drafts.place.clear();
    Some(MapEvent::Edit(match moves[..] {
        [only] => Edit::MoveVertex(only),
        _ => Edit::MoveVertices(MoveVertices { moves }),
    }))
}

/// What is wrong with typed places, where as many as `chosen` are wanted.
fn complaint_of(scope: &Scope<'_>, text: &str, chosen: usize) -> Option<String> {
    if text.trim().is_empty() {
        return None;
    }
    match typed_places(text) {
        Err(_) => Some(scope.text("tool-place-wrong")),
        Ok(places) if places.len() != chosen => {
            let counts = [
                ("typed", scope.count(places.len()).into()),
                ("chosen", scope.count(chosen).into()),
            ];
            Some(scope.with("vertices-other-count", &counts))
        }
        Ok(_) => None,
    }
}
