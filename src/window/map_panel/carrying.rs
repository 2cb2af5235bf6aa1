//! Settlements and boundary markers in the hand: dragged to another place, and shown where
//! they are about to be placed. Markers are drawn here too; they snap, for they stand on
//! borders.

use egui::{Color32, CursorIcon, Painter, PointerButton, Pos2, Response, Shape, Stroke, Ui, vec2};

use super::colours::mark_colours;
use super::hit::{on_screen, position_at, settlement_at};
use super::{MapContext, MapEvent, MapPanel};
use crate::edit::{Edit, EditMarker, EditSettlement, MarkerField, SettlementField, rounded};
use crate::model::{MarkerKey, Position, SettlementKey};
use crate::window::text::lay;
use crate::window::theme::Theme;
use crate::window::view_state::Tool;

/// How near the pointer has to be to a marker to take it, in points.
const REACH: f32 = 9.0;
/// How near the pointer has to be to what a marker snaps to, in points.
const SNAP: f32 = 9.0;
/// Markers are drawn up to 1 : this.
const MARKERS_TO_SCALE: f64 = 600_000.0;
/// Their names are drawn up to 1 : this.
const NAMES_TO_SCALE: f64 = 80_000.0;

/// What is carried.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Carried {
    Settlement(SettlementKey),
    Marker(MarkerKey),
}

impl Carried {
    fn moved(self, at: Position) -> Edit {
        match self {
            Self::Settlement(settlement) => Edit::Settlement(EditSettlement {
                settlement,
                field: SettlementField::Position(at),
            }),
            Self::Marker(marker) => Edit::Marker(EditMarker::Set {
                marker,
                field: MarkerField::At(at),
            }),
        }
    }

    fn position(self, context: &MapContext<'_>) -> Option<Position> {
        let dataset = &context.snapshot.dataset;
        match self {
            Self::Settlement(key) => dataset.settlements.get(key)?.position,
            Self::Marker(key) => Some(dataset.markers.get(key)?.at),
        }
    }
}

impl MapPanel {
    /// The marker nearest to the pointer, of those that are drawn.
    pub(super) fn marker_at(&self, context: &MapContext<'_>, pointer: Pos2) -> Option<MarkerKey> {
        let markers = context.snapshot.dataset.markers.iter();
        let near = markers.map(|(key, marker)| {
            let away = on_screen(&self.view, marker.at) - pointer;
            (away.length(), key)
        });
        let nearest = near.min_by(|one, other| one.0.total_cmp(&other.0));
        nearest.filter(|(away, _)| *away <= REACH).map(|it| it.1)
    }

    /// Where a marker under the pointer stands: on what it snaps to.
    pub(super) fn marker_place(&self, context: &MapContext<'_>, pointer: Pos2) -> Position {
        let snap = self
            .snapping
            .then(|| self.snap_at(context, pointer, SNAP, &|_| false));
        snap.flatten()
            .map_or_else(|| rounded(position_at(&self.view, pointer)), |snap| snap.at)
    }

    /// Drags a settlement or a marker to another place. Returns whether the pointer belongs
    /// to it.
    pub(super) fn carry(
        &mut self,
        ui: &Ui,
        response: &Response,
        context: &MapContext<'_>,
        events: &mut Vec<MapEvent>,
    ) -> bool {
        let carries = matches!(context.tool, Tool::Settlement | Tool::Marker);
        if !carries || !context.editing {
            self.carried = None;
            return false;
        }
        let under = |pointer: Pos2| match context.tool {
            Tool::Marker => self.marker_at(context, pointer).map(Carried::Marker),
            _ => settlement_at(context.snapshot, &self.view, pointer, context.levels)
                .map(Carried::Settlement),
        };
        let mut taken = None;
        if response.drag_started_by(PointerButton::Primary)
            && let Some(origin) = ui.input(|input| input.pointer.press_origin())
        {
            taken = under(origin).map(|what| (what, position_at(&self.view, origin)));
        }
        if response.hover_pos().and_then(under).is_some() {
            ui.ctx().set_cursor_icon(CursorIcon::Move);
        }
        self.carried = taken.or(self.carried);
        if let Some((what, _)) = self.carried
            && let Some(pointer) = response.interact_pointer_pos()
        {
            let at = match what {
                Carried::Marker(_) => self.marker_place(context, pointer),
                Carried::Settlement(_) => rounded(position_at(&self.view, pointer)),
            };
            self.carried = Some((what, at));
        }
        let is_carried = self.carried.is_some();
        if response.drag_stopped()
            && let Some((what, at)) = self.carried.take()
        {
            events.push(MapEvent::Edit(what.moved(at)));
        }
        is_carried
    }

    /// Draws what is carried, and what is about to be placed.
    pub(super) fn paint_carried(&self, painter: &Painter, context: &MapContext<'_>, theme: &Theme) {
        let colours = mark_colours(theme);
        let accent = Stroke::new(1.4, colours.accent);
        if let Some((what, at)) = self.carried {
            let to = on_screen(&self.view, at);
            if let Some(from) = what.position(context) {
                let from = on_screen(&self.view, from);
                painter.extend(Shape::dashed_line(&[from, to], accent, 4.0, 3.0));
            }
            painter.circle(to, 6.0, theme.map.selected_fill, accent);
        }
        let places = matches!(context.tool, Tool::Settlement | Tool::Marker);
        if let Some(at) = context.placed.filter(|_| places) {
            let at = on_screen(&self.view, at);
            painter.circle(at, 6.0, theme.map.selected_fill, accent);
            painter.circle_filled(at, 2.0, colours.accent);
        }
    }

    /// Draws the boundary markers, with their names where there is room for them.
    pub(super) fn draw_markers(&self, painter: &Painter, context: &MapContext<'_>, theme: &Theme) {
        let scale = self.view.scale_denominator();
        let is_tool = context.tool == Tool::Marker && context.editing;
        if scale > MARKERS_TO_SCALE && !is_tool {
            return;
        }
        let colours = mark_colours(theme);
        let sight = self.extent_in_sight();
        for (key, marker) in context.snapshot.dataset.markers.iter() {
            if !sight.holds(marker.at) {
                continue;
            }
            let at = on_screen(&self.view, marker.at);
            let is_chosen = is_tool && context.marker == Some(key);
            let ink = if is_chosen {
                colours.accent
            } else {
                colours.ink
            };
            paint_marker(painter, at, ink, colours.ground);
            if scale > NAMES_TO_SCALE && !is_chosen {
                continue;
            }
            let (format, colour) = super::drawing::format_of(&theme.map.village_label);
            let laid = lay(painter.ctx(), &marker.name, &format);
            let place = at + vec2(-laid.size().x / 2.0, 7.0);
            for off in [
                vec2(-1.0, 0.0),
                vec2(1.0, 0.0),
                vec2(0.0, -1.0),
                vec2(0.0, 1.0),
            ] {
                laid.paint(painter, place + off, theme.map.label_halo);
            }
            laid.paint(painter, place, colour);
        }
    }
}

/// A square on its corner with a dot in it.
fn paint_marker(painter: &Painter, at: Pos2, ink: Color32, ground: Color32) {
    const RADIUS: f32 = 5.5;
    let corners = [
        vec2(0.0, -RADIUS),
        vec2(RADIUS, 0.0),
        vec2(0.0, RADIUS),
        vec2(-RADIUS, 0.0),
    ];
    let corners = corners.map(|corner| at + corner).to_vec();
    painter.add(Shape::convex_polygon(
        corners,
        ground,
        Stroke::new(1.6, ink),
    ));
    painter.circle_filled(at, 1.5, ink);
}
