//! Drawing lines on the map: the pointer and the keyboard give places to a sketch, which
//! snaps to what is there; it is drawn while it lasts, and becomes an edit when it is
//! accepted.

use egui::{CursorIcon, Key, Modifiers, Painter, PointerButton, Pos2, Response, Shape, Stroke, Ui};

use super::hit::{extent_of, has_keys, on_screen, position_at};
use super::planner::{Outcome, Planner};
use super::{MapContext, MapEvent, MapPanel};
use crate::edit::{Edit, Receiver, Refusal, rounded};
use crate::model::Position;
use crate::tools::{Purpose, Reach, Sketch, SketchInput, SketchState, Snap, snap, trace};
use crate::window::map::{Handle, paint_handle};
use crate::window::text::wrapped_ui;
use crate::window::theme::Theme;
use crate::window::view_state::Tool;

/// How near something has to be to snap to it, in points.
const SNAP: f32 = 10.0;

/// A line that is being drawn.
#[derive(Debug)]
pub struct Sketching {
    sketch: Sketch,
    /// What the pointer snaps to just now.
    snap: Option<Snap>,
    /// Whether it follows borders between what is pressed.
    is_tracing: bool,
    /// From where to where was followed last.
    traced: Option<[Position; 2]>,
    planner: Planner,
}

impl Sketching {
    /// The line.
    pub fn sketch(&self) -> &Sketch {
        &self.sketch
    }

    /// What it would mean as it is now, once that is known.
    pub fn outcome_now(&self, receiver: Option<&Receiver>) -> Option<&Outcome> {
        self.planner.outcome_of(&self.sketch.edit(receiver)?)
    }

    /// Forgets what it would mean: the data is other.
    pub(super) fn forget_plan(&mut self) {
        self.planner = Planner::default();
        self.traced = None;
    }

    /// Whether it follows borders between what is pressed.
    pub fn is_tracing(&self) -> bool {
        self.is_tracing
    }

    /// Follows borders from the last place to what is snapped to, once for each.
    fn trace(&mut self, context: &MapContext<'_>, snapped: Option<Snap>) {
        let last = self.sketch.places().last().copied();
        let ends = match (last, snapped) {
            (Some(last), Some(snap)) if self.is_tracing => Some([last, snap.at]),
            _ => None,
        };
        if self.traced == ends {
            return;
        }
        self.traced = ends;
        let way = ends.and_then(|[from, to]| trace(context.snapshot, context.references, from, to));
        self.sketch.follow(way.unwrap_or_default());
    }

    /// Whether it only is not there yet: its end has still to come to a border.
    pub fn is_on_its_way(&self) -> bool {
        let reason = self.outcome().and_then(|outcome| outcome.as_ref().err());
        self.sketch.state() == SketchState::Drawing
            && matches!(
                reason,
                Some(
                    Refusal::NoEdge(_)
                        | Refusal::NotOneBorder
                        | Refusal::DoesNotCut(_)
                        | Refusal::NoChange
                )
            )
    }

    /// What it would mean, or meant before it was last changed.
    pub fn outcome(&self) -> Option<&Outcome> {
        self.planner.outcome()
    }
}

/// What a tool draws a line for; nothing where it draws none, or has no unit to draw on.
fn purpose_of(context: &MapContext<'_>) -> Option<Purpose> {
    let unit = || {
        let key = context.selection.unit()?;
        let unit = context.snapshot.dataset.units.get(key)?;
        unit.is_leaf().then_some(key)
    };
    match context.tool {
        Tool::Measure => Some(Purpose::Measure),
        _ if !context.editing => None,
        Tool::Redraw => Some(Purpose::Redraw),
        Tool::Cut => unit().map(|unit| Purpose::Cut { unit }),
        Tool::Give => unit().map(|unit| Purpose::Give { unit }),
        _ => None,
    }
}

impl MapPanel {
    /// What is snapped to at a point of the screen.
    pub(super) fn snap_at(
        &self,
        context: &MapContext<'_>,
        pointer: Pos2,
        within: f32,
        is_in_hand: &dyn Fn(Position) -> bool,
    ) -> Option<Snap> {
        let rect = egui::Rect::from_center_size(pointer, egui::Vec2::splat(2.0 * within));
        let reach = Reach {
            at: position_at(&self.view, pointer),
            near: extent_of(&self.view, rect),
            distance: &|place| (on_screen(&self.view, place) - pointer).length(),
            within,
        };
        snap(context.snapshot, context.references, reach, is_in_hand)
    }

    /// The line that is being drawn, if the tool draws one.
    pub fn sketching(&self) -> Option<&Sketching> {
        self.sketching.as_ref()
    }

    /// Gives the other side of the cut.
    pub fn turn_sketch(&mut self) {
        if let Some(sketching) = &mut self.sketching {
            sketching.sketch.turn();
        }
    }

    /// Adds a place to the line, as it was typed.
    pub fn add_to_sketch(&mut self, at: Position) {
        if let Some(sketching) = &mut self.sketching {
            sketching.sketch.take(SketchInput::Point(rounded(at)));
        }
    }

    /// Gives the line up.
    pub fn cancel_sketch(&mut self) -> bool {
        let sketching = self.sketching.as_mut();
        sketching.is_some_and(|it| it.sketch.take(SketchInput::Cancel))
    }

    /// The edit that the line means once it is accepted. The line is kept until the edit is
    /// made: what it is meant as may have to be said first.
    pub fn accept_sketch(&self, context: &MapContext<'_>) -> Option<MapEvent> {
        let sketching = self.sketching.as_ref()?;
        let edit = sketching.sketch.edit(context.receiver)?;
        if matches!(edit, Edit::GiveLand(_)) && !context.receiver_is_named {
            return Some(MapEvent::Refused(Refusal::EmptyName));
        }
        match sketching.outcome_now(context.receiver) {
            Some(Err(refusal)) => Some(MapEvent::Refused(refusal.clone())),
            _ => Some(MapEvent::Edit(edit)),
        }
    }

    /// Takes places from the pointer and the keyboard. Returns whether they belong to a line.
    pub(super) fn draw_sketch(
        &mut self,
        ui: &Ui,
        response: &Response,
        context: &MapContext<'_>,
        events: &mut Vec<MapEvent>,
    ) -> bool {
        let purpose = purpose_of(context);
        if self.sketching.as_ref().map(|it| it.sketch.purpose()) != purpose.as_ref() {
            self.sketching = purpose.map(|purpose| Sketching {
                sketch: Sketch::new(purpose),
                snap: None,
                is_tracing: false,
                traced: None,
                planner: Planner::default(),
            });
        }
        if self.sketching.is_none() {
            return false;
        }
        let pointer = response.hover_pos();
        let is_suspended = ui.input(|input| input.modifiers.alt) || !self.snapping;
        let snapped = pointer
            .filter(|_| !is_suspended)
            .and_then(|pointer| self.snap_at(context, pointer, SNAP, &|_| false));
        let place = |panel: &Self, pointer: Pos2| {
            snapped.map_or_else(|| rounded(position_at(&panel.view, pointer)), |it| it.at)
        };
        let mut inputs = Vec::new();
        if let Some(pointer) = pointer {
            inputs.push(SketchInput::Move(place(self, pointer)));
            if response.double_clicked() || response.secondary_clicked() {
                inputs.push(SketchInput::Finish);
            } else if response.clicked_by(PointerButton::Primary) {
                inputs.push(SketchInput::Point(place(self, pointer)));
            }
            ui.ctx().set_cursor_icon(CursorIcon::Crosshair);
        } else {
            inputs.push(SketchInput::Leave);
        }
        let is_accepted = self.sketch_keys(ui, response, &mut inputs);
        if let Some(sketching) = &mut self.sketching {
            sketching.trace(context, snapped);
            for input in inputs {
                sketching.sketch.take(input);
            }
            sketching.snap = snapped;
            let wanted = sketching.sketch.edit(context.receiver);
            sketching.planner.follow(wanted, context, ui.ctx());
        }
        if is_accepted {
            events.extend(self.accept_sketch(context));
        }
        true
    }

    /// What the keyboard says of the line. Returns whether a complete one is accepted.
    fn sketch_keys(&mut self, ui: &Ui, response: &Response, inputs: &mut Vec<SketchInput>) -> bool {
        let ctx = ui.ctx();
        if egui::Popup::is_any_open(ctx) || !has_keys(ctx, response) {
            return false;
        }
        let state = self.sketching.as_ref().map(|it| it.sketch.state());
        let pressed = |key: Key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        if pressed(Key::Backspace) {
            inputs.push(SketchInput::Back);
        }
        if pressed(Key::Insert) {
            let middle = position_at(&self.view, self.view.rect().center());
            inputs.push(SketchInput::Point(rounded(middle)));
        }
        if state != Some(SketchState::Empty) && pressed(Key::Escape) {
            inputs.push(SketchInput::Cancel);
        }
        if pressed(Key::T)
            && let Some(sketching) = &mut self.sketching
        {
            sketching.is_tracing = !sketching.is_tracing;
        }
        if pressed(Key::S) {
            self.snapping = !self.snapping;
        }
        let is_entered = pressed(Key::Enter);
        if is_entered {
            inputs.push(SketchInput::Finish);
        }
        is_entered && state == Some(SketchState::Complete)
    }

    /// Draws the line, its places and what the pointer snaps to.
    pub(super) fn paint_sketch(&self, ui: &Ui, response: &Response, context: &MapContext<'_>) {
        let Some(sketching) = &self.sketching else {
            return;
        };
        let theme = Theme::of(ui.ctx());
        let colours = super::colours::mark_colours(&theme);
        let painter = ui.painter_at(self.view.rect());
        let sketch = &sketching.sketch;
        let is_refused = matches!(sketching.outcome(), Some(Err(_))) && !sketching.is_on_its_way();
        if is_refused && let Some(Err(refusal)) = sketching.outcome() {
            self.reason_ui(ui, response, context, refusal);
        }
        let line = if is_refused {
            colours.error
        } else {
            colours.accent
        };
        let points: Vec<Pos2> = sketch
            .places()
            .iter()
            .map(|&place| on_screen(&self.view, place))
            .collect();
        let stroke = Stroke::new(2.2, line);
        painter.add(Shape::line(points.clone(), stroke));
        let tip = sketch.tip().map(|tip| on_screen(&self.view, tip));
        let last = points.last().copied();
        if let (Some(last), Some(tip)) = (last, tip) {
            let traced = sketch.traced().iter();
            let traced = traced.map(|&place| on_screen(&self.view, place));
            let way: Vec<Pos2> = std::iter::once(last).chain(traced).chain([tip]).collect();
            painter.extend(Shape::dashed_line(&way, stroke, 6.0, 4.0));
        }
        // A ring is closed, and what is measured as land too.
        let closes = matches!(sketch.purpose(), Purpose::Give { .. });
        if let (true, Some(&first), Some(end)) = (closes, points.first(), tip.or(last)) {
            let thin = Stroke::new(1.2, line);
            painter.extend(Shape::dashed_line(&[end, first], thin, 3.0, 4.0));
        }
        if matches!(sketch.purpose(), Purpose::Cut { .. }) {
            let line: Vec<Pos2> = points.iter().copied().chain(tip).collect();
            self.paint_side(&painter, &line, sketch.is_turned(), stroke);
        }
        for &point in &points {
            paint_handle(&painter, point, Handle::Vertex, &colours);
        }
        if let Some(snap) = &sketching.snap {
            self.paint_snap(&painter, context, snap, &theme);
        }
        if response.has_focus() && response.hover_pos().is_none() {
            paint_cross(&painter, self.view.rect().center(), colours.accent);
        }
    }
}

impl MapPanel {
    /// Why the line cannot be, beside the pointer.
    fn reason_ui(&self, ui: &Ui, response: &Response, context: &MapContext<'_>, refusal: &Refusal) {
        let Some(pointer) = response.hover_pos() else {
            return;
        };
        let theme = Theme::of(ui.ctx());
        let dataset = Some(&context.snapshot.dataset);
        let reason = crate::window::say::refusal(context.words, dataset, refusal);
        let at = egui::Rect::from_center_size(pointer, egui::Vec2::ZERO);
        self.card_ui(ui, "why not", at, |ui| {
            let loss = theme.text.small.coloured(theme.palette.loss);
            wrapped_ui(ui, &reason, loss);
        });
    }

    /// An arrow from the middle of the longest edge in sight to the side that is given.
    fn paint_side(&self, painter: &Painter, line: &[Pos2], is_turned: bool, stroke: Stroke) {
        let rect = self.view.rect();
        let edges = line.windows(2).map(|edge| (edge[0], edge[1]));
        let middle = |(from, to): &(Pos2, Pos2)| *from + (*to - *from) / 2.0;
        let longest = edges
            .filter(|edge| rect.contains(middle(edge)))
            .max_by(|a, b| (a.1 - a.0).length().total_cmp(&(b.1 - b.0).length()));
        let Some(edge) = longest.filter(|(from, to)| (*to - *from).length() > 24.0) else {
            return;
        };
        // Down on the screen is south: what runs to the east has its left above.
        let along = (edge.1 - edge.0).normalized();
        let left = egui::vec2(along.y, -along.x);
        let way = if is_turned { -left } else { left };
        painter.arrow(middle(&edge), way * 34.0, stroke);
    }
}

/// Where the keyboard puts the next place.
fn paint_cross(painter: &Painter, at: Pos2, colour: egui::Color32) {
    let stroke = Stroke::new(1.4, colour);
    painter.line_segment(
        [at - egui::vec2(10.0, 0.0), at + egui::vec2(10.0, 0.0)],
        stroke,
    );
    painter.line_segment(
        [at - egui::vec2(0.0, 10.0), at + egui::vec2(0.0, 10.0)],
        stroke,
    );
}
