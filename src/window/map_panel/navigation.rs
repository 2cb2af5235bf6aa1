//! The pointer and the keys that move the view, and the pointer that selects.

use egui::{Event, Key, Modifiers, PointerButton, Pos2, Rect, Response, Ui, Vec2, vec2};

use super::hit::{extent_of, position_at, settlement_at, stack_at};
use super::{MapContext, MapEvent, MapPanel};
use crate::model::UnitKey;
use crate::window::dialogs::is_dialog_open;
use crate::window::map::cluster_at;
use crate::window::text::{Row, context_menu_ui, is_typing};
use crate::window::view_state::Target;

/// Points by which an arrow key pans.
const KEY_PAN: f32 = 64.0;
/// Zoom of a double click and of the keys.
const STEP_ZOOM: f32 = 2.0;
/// Points that the pointer may wander for another press to be on the same place.
const SAME_PLACE: f32 = 5.0;

impl MapPanel {
    /// Pans and zooms. `is_taken`: the pointer or the keys belong to a vertex.
    pub(super) fn navigate(&mut self, ui: &Ui, response: &Response, is_taken: bool) {
        let ctx = ui.ctx();
        if let Some(pointer) = response.hover_pos() {
            let (scroll, zoom, space, moved) = ui.input(|input| {
                (
                    input.smooth_scroll_delta(),
                    input.zoom_delta(),
                    input.key_down(Key::Space),
                    input.pointer.delta(),
                )
            });
            let factor = zoom * (scroll.y / 180.0).exp();
            if factor != 1.0 {
                self.view.zoom_at(pointer, factor);
            }
            if space && !is_typing(ctx) && moved != Vec2::ZERO {
                self.view.pan_by(moved);
            }
            if response.double_clicked() && !is_taken {
                self.view.zoom_at(pointer, STEP_ZOOM);
            }
        }
        if response.dragged_by(PointerButton::Middle) {
            self.view.pan_by(response.drag_delta());
        }
        self.box_zoom(ui, response, is_taken);
        // A line takes presses, and leaves the map to be dragged.
        let is_held = is_taken && self.sketching.is_none();
        if response.dragged_by(PointerButton::Primary) && !is_held && self.box_from.is_none() {
            self.view.pan_by(response.drag_delta());
        }
        if response.clicked() || response.drag_started() {
            response.request_focus();
            self.shows_focus = false;
        } else if response.gained_focus() {
            // Who pressed knows where the keyboard is; a frame around the map would only be noise.
            self.shows_focus = !ui.input(|input| input.pointer.any_down());
        }
        if response.has_focus() {
            ctx.memory_mut(|memory| {
                let filter = egui::EventFilter {
                    horizontal_arrows: true,
                    vertical_arrows: true,
                    escape: self.is_moving(),
                    tab: false,
                };
                memory.set_focus_lock_filter(response.id, filter);
            });
        }
        let nobody_has_it = ctx.memory(|memory| memory.focused().is_none());
        let is_free = nobody_has_it && !is_dialog_open(ctx);
        let is_hidden = egui::Popup::is_any_open(ctx);
        if (response.has_focus() || is_free) && !is_typing(ctx) && !is_hidden {
            self.view_keys(ui, is_held);
        }
    }

    fn view_keys(&mut self, ui: &Ui, is_taken: bool) {
        let middle = self.view.rect().center();
        let typed = |text: &str| {
            ui.input(|input| {
                let mut events = input.events.iter();
                events.any(|event| matches!(event, Event::Text(typed) if typed == text))
            })
        };
        if typed("+") || typed("=") {
            self.view.zoom_at(middle, STEP_ZOOM.sqrt());
        }
        if typed("-") {
            self.view.zoom_at(middle, 1.0 / STEP_ZOOM.sqrt());
        }
        if is_taken {
            return;
        }
        let arrows = [
            (Key::ArrowLeft, vec2(1.0, 0.0)),
            (Key::ArrowRight, vec2(-1.0, 0.0)),
            (Key::ArrowUp, vec2(0.0, 1.0)),
            (Key::ArrowDown, vec2(0.0, -1.0)),
        ];
        for (key, way) in arrows {
            let times = ui.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key));
            self.view.pan_by(way * KEY_PAN * times as f32);
        }
    }

    /// Shift and the pointer draw a box, which is then shown whole.
    fn box_zoom(&mut self, ui: &Ui, response: &Response, is_taken: bool) {
        let shift = ui.input(|input| input.modifiers.shift);
        if response.drag_started_by(PointerButton::Primary) && shift && !is_taken {
            self.box_from = ui.input(|input| input.pointer.press_origin());
        }
        if response.drag_stopped()
            && let Some(from) = self.box_from.take()
            && let Some(to) = response.interact_pointer_pos()
        {
            let drawn = Rect::from_two_pos(from, to);
            if drawn.size().min_elem() > SAME_PLACE {
                let extent = extent_of(&self.view, drawn);
                let edges = [extent.min.x, extent.min.y, extent.max.x, extent.max.y];
                self.view.fit(edges, 0.0);
            }
        }
    }

    /// The box that is being drawn.
    pub(super) fn drawn_box(&self, ui: &Ui) -> Option<Rect> {
        let to = ui.input(|input| input.pointer.latest_pos())?;
        Some(Rect::from_two_pos(self.box_from?, to))
    }

    /// Tells what is under the pointer, and selects what is pressed.
    pub(super) fn point(
        &mut self,
        ui: &Ui,
        response: &Response,
        context: &MapContext<'_>,
        is_taken: bool,
        events: &mut Vec<MapEvent>,
    ) {
        let pointer = response.hover_pos();
        let position = pointer.map(|pointer| position_at(&self.view, pointer));
        if position != self.pointer {
            self.pointer = position;
            events.push(MapEvent::Pointer(position));
            let is_still = !response.dragged();
            if is_still {
                let stack =
                    position.map_or_else(Vec::new, |position| stack_at(context.snapshot, position));
                if stack != self.stack {
                    self.stack.clone_from(&stack);
                    events.push(MapEvent::HoverUnits(stack));
                }
            }
        }
        if self.sketching.is_none() {
            self.stack_menu(response, context, events);
        }
        let pressed = ui.input(|input| input.pointer.button_clicked(PointerButton::Primary));
        if response.clicked_by(PointerButton::Primary)
            && pressed
            && !response.double_clicked()
            && !is_taken
            && let Some(pointer) = response.interact_pointer_pos()
        {
            let modifiers = ui.input(|input| input.modifiers);
            let pressed = match self.press_of_tool(context, pointer) {
                Some(pressed) => pressed,
                None => self.press(context, pointer, modifiers.alt),
            };
            events.push(if modifiers.command {
                toggled(pressed)
            } else {
                pressed
            });
        }
    }

    fn press(&mut self, context: &MapContext<'_>, pointer: Pos2, goes_up: bool) -> MapEvent {
        if context.levels.marks
            && let Some(cluster) = cluster_at(&self.looks.clusters, pointer)
            && let Some(finding) = self.looks.next_finding(cluster, context)
        {
            return MapEvent::SelectFinding(finding);
        }
        if let Some(settlement) =
            settlement_at(context.snapshot, &self.view, pointer, context.levels)
        {
            self.pressed_at = None;
            return MapEvent::SelectSettlement(settlement);
        }
        let stack = stack_at(context.snapshot, position_at(&self.view, pointer));
        let again = self
            .pressed_at
            .is_some_and(|at| (at - pointer).length() <= SAME_PLACE);
        self.pressed_at = Some(pointer);
        match chosen(context, &stack, again || goes_up) {
            Some(unit) => MapEvent::Select { unit, stack },
            None => MapEvent::SelectNothing,
        }
    }

    /// The units under the pointer, by level, to choose from.
    fn stack_menu(
        &self,
        response: &Response,
        context: &MapContext<'_>,
        events: &mut Vec<MapEvent>,
    ) {
        let id = response.id.with("stack");
        if response.secondary_clicked() {
            let stack = self.stack.clone();
            response.ctx.data_mut(|data| data.insert_temp(id, stack));
        }
        context_menu_ui(response, |ui| {
            let stack: Vec<UnitKey> = ui.ctx().data(|data| data.get_temp(id)).unwrap_or_default();
            for unit in stack.iter().rev() {
                let dataset = &context.snapshot.dataset;
                let name = crate::app::describe::unit_name(context.words, dataset, *unit);
                let level = dataset
                    .units
                    .get(*unit)
                    .map(|unit| crate::app::describe::level_name(context.words, unit.level));
                let row = Row::menu(&name).end(level.as_deref().unwrap_or_default());
                if row.show_ui(ui).clicked() {
                    let stack = stack.clone();
                    events.push(MapEvent::Select { unit: *unit, stack });
                    ui.close();
                }
            }
        });
    }
}

/// With Ctrl, what is pressed is selected too, or no more.
fn toggled(event: MapEvent) -> MapEvent {
    match event {
        MapEvent::Select { unit, .. } => MapEvent::Toggle(Target::Unit(unit)),
        MapEvent::SelectSettlement(key) => MapEvent::Toggle(Target::Settlement(key)),
        other => other,
    }
}

/// The unit that a press chooses: the lowest of a visible level, or the one above the
/// selected one where the same place is pressed again.
fn chosen(context: &MapContext<'_>, stack: &[UnitKey], goes_up: bool) -> Option<UnitKey> {
    let is_visible = |key: &&UnitKey| {
        let unit = context.snapshot.dataset.units.get(**key);
        unit.is_some_and(|unit| context.levels.visible.contains(&unit.level))
    };
    let visible: Vec<UnitKey> = stack.iter().filter(is_visible).copied().collect();
    let selected = context.selection.unit().filter(|_| goes_up);
    let place = selected.and_then(|unit| visible.iter().position(|key| *key == unit));
    let next = place.map_or(0, |place| (place + 1) % visible.len().max(1));
    visible.get(next).copied()
}
