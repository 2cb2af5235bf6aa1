//! The handles of vertices: which are in sight, and how they and those that are chosen or
//! in the hand are drawn.

use egui::{Pos2, Rect, Response, Ui, vec2};

use super::editing::NEAR_BORDER;
use super::hit::{ShownVertex, border_at, on_screen, vertices_in_sight};
use super::{MapContext, MapPanel};
use crate::model::{BorderKey, Position, same_place};
use crate::window::map::{Handle, paint_handle};
use crate::window::theme::Theme;

/// Handles nearer than this to the last one drawn are left out, in points.
const LEAST_GAP: f32 = 7.0;

impl MapPanel {
    /// The vertices in sight of the selected unit and of a border.
    pub(super) fn vertices(
        &self,
        context: &MapContext<'_>,
        near: Option<BorderKey>,
    ) -> Vec<ShownVertex> {
        let of_unit = self.selected.lines.iter().map(|key| BorderKey(*key));
        let mut borders: Vec<BorderKey> = of_unit.collect();
        borders.extend(near.filter(|near| !borders.contains(near)));
        let sight = self.extent_in_sight();
        vertices_in_sight(&context.snapshot.dataset, borders, &sight)
    }

    /// Draws handles and what is being moved.
    pub(super) fn draw_vertices(&mut self, ui: &Ui, response: &Response, context: &MapContext<'_>) {
        let theme = Theme::of(ui.ctx());
        let colours = super::colours::mark_colours(&theme);
        let painter = ui.painter_at(self.view.rect());
        let near = response
            .hover_pos()
            .filter(|_| self.moving.is_none())
            .and_then(|pointer| border_at(context.snapshot, &self.view, pointer, NEAR_BORDER));
        let shown = self.vertices(context, near);
        let mut last: Option<Pos2> = None;
        for vertex in &shown {
            let at = on_screen(&self.view, vertex.at);
            let is_crowded = last.is_some_and(|last| (at - last).length() < LEAST_GAP);
            if is_crowded && !vertex.is_junction {
                continue;
            }
            last = Some(at);
            let handle = if vertex.is_junction {
                Handle::Junction
            } else {
                Handle::Vertex
            };
            paint_handle(&painter, at, handle, &colours);
        }
        let ghost = response
            .hover_pos()
            .filter(|_| self.moving.is_none())
            .and_then(|pointer| self.ghost(context, pointer, NEAR_BORDER));
        if let Some(ghost) = ghost {
            paint_handle(
                &painter,
                on_screen(&self.view, ghost),
                Handle::Ghost,
                &colours,
            );
        }
        let chosen = self.chosen.chosen().iter().copied();
        let active = self.hovered_vertex(response, context);
        for active in chosen.chain(active).filter(|_| self.moving.is_none()) {
            paint_handle(
                &painter,
                on_screen(&self.view, active),
                Handle::Active,
                &colours,
            );
        }
        if let Some(vertex) = self.chosen.last() {
            self.name_vertex(ui, context, vertex, &shown);
        }
        if let Some(moving) = &self.moving {
            self.draw_moving(&painter, moving, context, &theme, &colours);
        }
    }

    /// Gives the vertex that the keyboard is at a name, for assistive tools.
    fn name_vertex(
        &self,
        ui: &Ui,
        context: &MapContext<'_>,
        vertex: Position,
        shown: &[ShownVertex],
    ) {
        let at = self.moving.as_ref().map_or(vertex, |moving| moving.to);
        let rect = Rect::from_center_size(on_screen(&self.view, at), vec2(12.0, 12.0));
        let id = ui.scope_id().with("map vertex");
        let response = ui.interact(rect, id, egui::Sense::empty());
        let number = shown.iter().position(|known| same_place(known.at, vertex));
        let label = match number {
            Some(number) => context.words.with(
                "map-vertex",
                &[
                    ("number", (number as f64 + 1.0).into()),
                    ("count", (shown.len() as f64).into()),
                ],
            ),
            None => context.words.text("map-vertex-alone"),
        };
        let label = crate::app::language::plain(&label);
        response
            .widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Image, true, &label));
    }
}
