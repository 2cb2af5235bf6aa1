//! Moving vertices: by the pointer, which takes the vertex under it, and by the
//! keyboard, which goes from vertex to vertex of the selected unit. A move is shown
//! while it lasts and becomes one edit when the vertex is let go.

use egui::{CursorIcon, Key, Modifiers, PointerButton, Pos2, Rect, Response, Ui, Vec2, vec2};

use super::hit::{ShownVertex, border_at, on_screen, position_at, vertex_at, vertices_in_sight};
use super::moving::Moving;
use super::{MapContext, MapEvent, MapPanel};
use crate::edit::{DeleteVertex, Edit, InsertVertex};
use crate::model::{BorderKey, Position, same_place};
use crate::tools::SnapKind;
use crate::window::dialogs::is_dialog_open;
use crate::window::map::{Handle, paint_handle};
use crate::window::text::is_typing;
use crate::window::theme::Theme;

/// How near the pointer has to be to a vertex to take it, in points.
const REACH: f32 = 8.0;
/// How near a vertex in the hand has to be to another to snap to it, in points.
const SNAP: f32 = 8.0;
/// How near the pointer has to be to a border for its vertices to show, in points.
const NEAR_BORDER: f32 = 14.0;
/// Handles nearer than this to the last one drawn are left out, in points.
const LEAST_GAP: f32 = 7.0;

impl MapPanel {
    /// Takes, moves and lets go of vertices. Returns whether the pointer and the arrow
    /// keys belong to one.
    pub(super) fn edit_vertices(
        &mut self,
        ui: &Ui,
        response: &Response,
        context: &MapContext<'_>,
        events: &mut Vec<MapEvent>,
    ) -> bool {
        let snapshot = context.snapshot;
        if response.drag_started_by(PointerButton::Primary)
            && let Some(origin) = ui.input(|input| input.pointer.press_origin())
            && let Some(from) = vertex_at(snapshot, &self.view, origin, REACH, None)
        {
            self.moving = Moving::begin(snapshot, from).map(|mut moving| {
                moving.grip = on_screen(&self.view, from) - origin;
                moving
            });
            self.vertex = Some(from);
        }
        if response.clicked_by(PointerButton::Primary)
            && !response.double_clicked()
            && let Some(pointer) = response.interact_pointer_pos()
            && vertex_at(snapshot, &self.view, pointer, REACH, None).is_none()
            && let Some(at) = self.ghost(context, pointer, REACH)
        {
            events.push(MapEvent::Edit(Edit::InsertVertex(InsertVertex { at })));
            self.vertex = Some(crate::edit::rounded(at));
            self.has_inserted = true;
        }
        let by_pointer = self
            .moving
            .as_ref()
            .is_some_and(|moving| !moving.by_keyboard);
        if by_pointer && let Some(pointer) = response.interact_pointer_pos() {
            self.move_to(context, pointer);
        }
        if by_pointer && response.drag_stopped() {
            self.let_go(events);
        }
        self.vertex_keys(ui, response, context, events);
        if let Some(moving) = &mut self.moving {
            moving.follow(snapshot, ui.ctx());
        }
        let hovered = self.hovered_vertex(response, context);
        if hovered.is_some() || self.moving.is_some() {
            ui.ctx().set_cursor_icon(CursorIcon::Move);
        }
        let has_inserted = std::mem::take(&mut self.has_inserted);
        has_inserted || self.moving.is_some() || self.vertex.is_some_and(|_| response.has_focus())
    }

    /// The middle of the edge near a point of the screen, where a vertex can be put.
    fn ghost(&self, context: &MapContext<'_>, pointer: Pos2, within: f32) -> Option<Position> {
        let snap = self.snap_at(context, pointer, within, None)?;
        (snap.kind == SnapKind::Midpoint).then_some(snap.at)
    }

    fn move_to(&mut self, context: &MapContext<'_>, pointer: Pos2) {
        let Some(moving) = &mut self.moving else {
            return;
        };
        let wanted = pointer + moving.grip;
        let snap = self
            .snapping
            .then(|| {
                vertex_at(
                    context.snapshot,
                    &self.view,
                    wanted,
                    SNAP,
                    Some(moving.from),
                )
            })
            .flatten();
        moving.snapped = snap.is_some();
        moving.to = snap.unwrap_or_else(|| {
            if (wanted - on_screen(&self.view, moving.from)).length() < 1.0 {
                moving.from
            } else {
                crate::edit::rounded(position_at(&self.view, wanted))
            }
        });
    }

    /// The move as an edit, unless it is known that it cannot be.
    fn let_go(&mut self, events: &mut Vec<MapEvent>) {
        let Some(moving) = self.moving.take() else {
            return;
        };
        if !moving.is_moved() {
            return;
        }
        match moving.refusal() {
            Some(refusal) => events.push(MapEvent::Refused(refusal.clone())),
            None => {
                self.vertex = Some(moving.to);
                events.push(MapEvent::Edit(moving.edit()));
            }
        }
    }

    fn vertex_keys(
        &mut self,
        ui: &Ui,
        response: &Response,
        context: &MapContext<'_>,
        events: &mut Vec<MapEvent>,
    ) {
        let ctx = ui.ctx();
        let is_free = ctx.memory(|memory| memory.focused().is_none()) && !is_dialog_open(ctx);
        if is_typing(ctx) || !(is_free || response.has_focus()) {
            return;
        }
        let pressed = |key: Key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        if pressed(Key::S) {
            self.snapping = !self.snapping;
        }
        if pressed(Key::Escape) {
            self.cancel();
        }
        if let Some(at) = self
            .vertex
            .filter(|_| self.moving.is_none() && pressed(Key::Delete))
        {
            self.vertex = None;
            events.push(MapEvent::Edit(Edit::DeleteVertex(DeleteVertex { at })));
        }
        if pressed(Key::Insert)
            && self.moving.is_none()
            && let Some(at) = self.ghost(context, self.view.rect().center(), NEAR_BORDER)
        {
            events.push(MapEvent::Edit(Edit::InsertVertex(InsertVertex { at })));
            self.vertex = Some(crate::edit::rounded(at));
        }
        let step = i32::from(pressed(Key::CloseBracket)) - i32::from(pressed(Key::OpenBracket));
        if step != 0 && self.moving.is_none() {
            self.next_vertex(context, step);
            response.request_focus();
        }
        let Some(vertex) = self.vertex else { return };
        let by = arrows(ui);
        if by != Vec2::ZERO {
            self.push_vertex(context, vertex, by);
        }
        let by_keyboard = self
            .moving
            .as_ref()
            .is_some_and(|moving| moving.by_keyboard);
        if by_keyboard && pressed(Key::Enter) {
            self.let_go(events);
        }
    }

    /// Moves the vertex that the keyboard is at by points of the screen.
    fn push_vertex(&mut self, context: &MapContext<'_>, vertex: Position, by: Vec2) {
        if self.moving.is_none() {
            self.moving = Moving::begin(context.snapshot, vertex).map(|mut moving| {
                moving.by_keyboard = true;
                moving
            });
        }
        if let Some(moving) = self.moving.as_mut().filter(|moving| moving.by_keyboard) {
            let wanted = on_screen(&self.view, moving.to) + by;
            moving.to = crate::edit::rounded(position_at(&self.view, wanted));
            moving.snapped = false;
        }
    }

    fn next_vertex(&mut self, context: &MapContext<'_>, step: i32) {
        let shown = self.vertices(context, None);
        if shown.is_empty() {
            return;
        }
        let here = self
            .vertex
            .and_then(|at| shown.iter().position(|vertex| same_place(vertex.at, at)));
        let count = shown.len() as i32;
        let next = match here {
            Some(here) => (here as i32 + step).rem_euclid(count),
            None if step > 0 => 0,
            None => count - 1,
        };
        self.vertex = shown.get(next as usize).map(|vertex| vertex.at);
    }

    /// The vertices in sight of the selected unit and of a border.
    fn vertices(&self, context: &MapContext<'_>, near: Option<BorderKey>) -> Vec<ShownVertex> {
        let of_unit = self.selected.lines.iter().map(|key| BorderKey(*key));
        let mut borders: Vec<BorderKey> = of_unit.collect();
        borders.extend(near.filter(|near| !borders.contains(near)));
        let sight = self.extent_in_sight();
        vertices_in_sight(&context.snapshot.dataset, borders, &sight)
    }

    fn hovered_vertex(&self, response: &Response, context: &MapContext<'_>) -> Option<Position> {
        if self.moving.is_some() {
            return None;
        }
        vertex_at(
            context.snapshot,
            &self.view,
            response.hover_pos()?,
            REACH,
            None,
        )
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
        let active = self.hovered_vertex(response, context).or(self.vertex);
        if let Some(active) = active.filter(|_| self.moving.is_none()) {
            paint_handle(
                &painter,
                on_screen(&self.view, active),
                Handle::Active,
                &colours,
            );
        }
        if let Some(vertex) = self.vertex {
            self.name_vertex(ui, context, vertex, &shown);
        }
        if let Some(moving) = &self.moving {
            self.draw_moving(&painter, moving, &theme, &colours);
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

/// Points of the screen that the arrow keys ask for: one each, ten with Shift.
fn arrows(ui: &Ui) -> Vec2 {
    let ways = [
        (Key::ArrowLeft, vec2(-1.0, 0.0)),
        (Key::ArrowRight, vec2(1.0, 0.0)),
        (Key::ArrowUp, vec2(0.0, -1.0)),
        (Key::ArrowDown, vec2(0.0, 1.0)),
    ];
    let mut by = Vec2::ZERO;
    for (key, way) in ways {
        for (modifiers, points) in [(Modifiers::SHIFT, 10.0), (Modifiers::NONE, 1.0)] {
            let times = ui.input_mut(|input| input.count_and_consume_key(modifiers, key));
            by += way * points * times as f32;
        }
    }
    by
}
