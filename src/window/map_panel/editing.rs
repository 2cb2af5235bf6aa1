//! Moving vertices: by the pointer, which takes the vertex under it, and by the
//! keyboard, which goes from vertex to vertex of the selected unit. A move is shown
//! while it lasts and becomes one edit when the vertex is let go.

use egui::{CursorIcon, Key, Modifiers, PointerButton, Pos2, Response, Ui, Vec2, vec2};

use super::hit::{has_keys, on_screen, position_at, vertex_at};
use super::moving::Moving;
use super::{MapContext, MapEvent, MapPanel};
use crate::edit::{DeleteVertex, Edit, InsertVertex, rounded};
use crate::model::{Extent, Position, same_place};
use crate::tools::{Choose, Snap, SnapKind, SnapOf};

/// How near the pointer has to be to a vertex to take it, in points.
const REACH: f32 = 8.0;
/// How near a vertex in the hand has to be to another to snap to it, in points.
const SNAP: f32 = 9.0;
/// How near the pointer has to be to a border for its vertices to show, in points.
pub(super) const NEAR_BORDER: f32 = 14.0;
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
        let modifiers = ui.input(|input| input.modifiers);
        if response.drag_started_by(PointerButton::Primary)
            && let Some(origin) = ui.input(|input| input.pointer.press_origin())
            && let Some(from) = vertex_at(snapshot, &self.view, origin, REACH)
        {
            if !self.chosen.has(from) {
                self.chosen.choose(from, Choose::Only, &[]);
            }
            self.moving = Moving::begin(snapshot, from, self.chosen.chosen()).map(|mut moving| {
                moving.grip = on_screen(&self.view, from) - origin;
                moving
            });
        }
        let mut has_chosen = false;
        if response.clicked_by(PointerButton::Primary)
            && !response.double_clicked()
            && let Some(pointer) = response.interact_pointer_pos()
        {
            has_chosen = self.click_vertex(context, pointer, modifiers, events);
        }
        let by_pointer = self
            .moving
            .as_ref()
            .is_some_and(|moving| !moving.by_keyboard);
        if by_pointer && let Some(pointer) = response.interact_pointer_pos() {
            self.move_to(context, pointer, modifiers.alt);
        }
        if by_pointer && response.drag_stopped() {
            self.let_go(events);
        }
        self.vertex_keys(ui, response, context, events);
        if let Some(moving) = &mut self.moving {
            moving.follow(context, ui.ctx());
        }
        let hovered = self.hovered_vertex(response, context);
        if hovered.is_some() || self.moving.is_some() {
            ui.ctx().set_cursor_icon(CursorIcon::Move);
        }
        let has_keys = self.chosen.last().is_some() && response.has_focus();
        has_chosen || self.moving.is_some() || has_keys
    }

    /// A press chooses the vertex under it, or puts one on the middle of the edge under it.
    /// Returns whether it did.
    fn click_vertex(
        &mut self,
        context: &MapContext<'_>,
        pointer: Pos2,
        modifiers: Modifiers,
        events: &mut Vec<MapEvent>,
    ) -> bool {
        if let Some(at) = vertex_at(context.snapshot, &self.view, pointer, REACH) {
            let how = match (modifiers.shift, modifiers.command) {
                (true, _) => Choose::Along,
                (false, true) => Choose::Toggle,
                (false, false) => Choose::Only,
            };
            let dataset = &context.snapshot.dataset;
            let near = context.snapshot.index.borders_near(Extent::at(at));
            let lines: Vec<&[Position]> = near
                .filter_map(|key| dataset.borders.get(key))
                .map(|border| &border.line[..])
                .collect();
            self.chosen.choose(at, how, &lines);
            return true;
        }
        if let Some(at) = self.ghost(context, pointer, REACH) {
            events.push(MapEvent::Edit(Edit::InsertVertex(InsertVertex { at })));
            self.chosen.choose(rounded(at), Choose::Only, &[]);
            return true;
        }
        if modifiers.is_none() {
            self.chosen.clear();
        }
        false
    }

    /// The middle of the edge near a point of the screen, where a vertex can be put.
    pub(super) fn ghost(
        &self,
        context: &MapContext<'_>,
        pointer: Pos2,
        within: f32,
    ) -> Option<Position> {
        let snap = self.snap_at(context, pointer, within, &|_| false)?;
        (snap.kind == SnapKind::Midpoint).then_some(snap.at)
    }

    fn move_to(&mut self, context: &MapContext<'_>, pointer: Pos2, is_suspended: bool) {
        let Some(moving) = &self.moving else {
            return;
        };
        let wanted = pointer + moving.grip;
        let is_still = (wanted - on_screen(&self.view, moving.from)).length() < 1.0;
        // On an edge of the coverage a vertex would only touch what it may not.
        let is_meant = |snap: &Snap| {
            let is_border = matches!(snap.of, SnapOf::Border(_));
            !is_border || matches!(snap.kind, SnapKind::Junction | SnapKind::Vertex)
        };
        let snap = if self.snapping && !is_suspended && !is_still {
            self.snap_at(context, wanted, SNAP, &|at| moving.moves(at))
                .filter(is_meant)
        } else {
            None
        };
        let to = match snap {
            Some(snap) => snap.at,
            None if is_still => moving.from,
            None => rounded(position_at(&self.view, wanted)),
        };
        if let Some(moving) = &mut self.moving {
            moving.snap = snap;
            moving.to = to;
        }
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
                self.chosen.follow(|at| moving.moved(at));
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
        if !has_keys(ui.ctx(), response) {
            return;
        }
        let pressed = |key: Key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        if pressed(Key::S) {
            self.snapping = !self.snapping;
        }
        if pressed(Key::Escape) {
            self.cancel();
        }
        if self.moving.is_none() && pressed(Key::Delete) {
            self.delete_chosen(events);
        }
        if pressed(Key::Insert)
            && self.moving.is_none()
            && let Some(at) = self.ghost(context, self.view.rect().center(), NEAR_BORDER)
        {
            events.push(MapEvent::Edit(Edit::InsertVertex(InsertVertex { at })));
            self.chosen.choose(rounded(at), Choose::Only, &[]);
        }
        let step = i32::from(pressed(Key::CloseBracket)) - i32::from(pressed(Key::OpenBracket));
        let more = shifted(ui, [Key::CloseBracket, Key::CloseCurlyBracket])
            - shifted(ui, [Key::OpenBracket, Key::OpenCurlyBracket]);
        let how = if more == 0 {
            Choose::Only
        } else {
            Choose::Toggle
        };
        if step + more != 0 && self.moving.is_none() {
            self.next_vertex(context, step + more, how);
            response.request_focus();
        }
        let Some(vertex) = self.chosen.last() else {
            return;
        };
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
            self.moving =
                Moving::begin(context.snapshot, vertex, self.chosen.chosen()).map(|mut moving| {
                    moving.by_keyboard = true;
                    moving
                });
        }
        if let Some(moving) = self.moving.as_mut().filter(|moving| moving.by_keyboard) {
            let wanted = on_screen(&self.view, moving.to) + by;
            moving.to = rounded(position_at(&self.view, wanted));
            moving.snap = None;
        }
    }

    /// The vertices that are chosen, in the order in which they were.
    pub fn chosen_vertices(&self) -> &[Position] {
        self.chosen.chosen()
    }

    /// The edit that deletes the chosen vertices, which are let go of.
    pub fn take_delete(&mut self) -> Option<MapEvent> {
        let mut events = Vec::new();
        self.delete_chosen(&mut events);
        events.pop()
    }

    /// Deletes the chosen vertices, as one step.
    pub(super) fn delete_chosen(&mut self, events: &mut Vec<MapEvent>) {
        let chosen = self.chosen.chosen().iter();
        let mut edits: Vec<Edit> = chosen
            .map(|&at| Edit::DeleteVertex(DeleteVertex { at }))
            .collect();
        self.chosen.clear();
        match edits.len() {
            0 => {}
            1 => events.extend(edits.pop().map(MapEvent::Edit)),
            _ => events.push(MapEvent::Edit(Edit::Several(edits))),
        }
    }

    pub(super) fn hovered_vertex(
        &self,
        response: &Response,
        context: &MapContext<'_>,
    ) -> Option<Position> {
        if self.moving.is_some() {
            return None;
        }
        vertex_at(context.snapshot, &self.view, response.hover_pos()?, REACH)
    }

    fn next_vertex(&mut self, context: &MapContext<'_>, step: i32, how: Choose) {
        let shown = self.vertices(context, None);
        if shown.is_empty() {
            return;
        }
        let here = self
            .chosen
            .last()
            .and_then(|at| shown.iter().position(|vertex| same_place(vertex.at, at)));
        let count = shown.len() as i32;
        let next = match here {
            Some(here) => (here as i32 + step).rem_euclid(count),
            None if step > 0 => 0,
            None => count - 1,
        };
        if let Some(vertex) = shown.get(next as usize) {
            self.chosen.choose(vertex.at, how, &[]);
        }
    }
}

/// How often a key was pressed with Shift, as keyboards name it with and without.
fn shifted(ui: &Ui, keys: [Key; 2]) -> i32 {
    ui.input_mut(|input| {
        let times = keys.map(|key| input.count_and_consume_key(Modifiers::SHIFT, key));
        i32::try_from(times[0] + times[1]).unwrap_or(0)
    })
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
