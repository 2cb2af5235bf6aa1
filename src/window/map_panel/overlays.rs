//! What is said over the map in words: what is being moved, what the move means or why
//! it cannot be, and how far the drawing is.

use egui::{Painter, Pos2, Rect, Shape, Stroke, Ui, UiBuilder, pos2, vec2};

use super::drawing::{EDGE, paint_plate};
use super::hit::on_screen;
use super::job::Job;
use super::moving::Moving;
use super::{MapContext, MapPanel};
use crate::app::describe::{level_name, unit_name};
use crate::topology::BorderLevel;
use crate::window::direction::Flow;
use crate::window::map::{Handle, MarkColours, paint_handle};
use crate::window::price_card::price_ui;
use crate::window::say;
use crate::window::text::{formatted_ui, lay, progress_ui, wrapped_ui};
use crate::window::theme::Theme;

/// The width of the card that says what a move means, in points.
const CARD_WIDTH: f32 = 260.0;
/// The most edges in the hand that are drawn: more are no more to be told apart.
const MOST_EDGES: usize = 2_000;

impl MapPanel {
    /// The line as it was and as it would be, the land between, and the vertex.
    pub(super) fn draw_moving(
        &self,
        painter: &Painter,
        moving: &Moving,
        context: &MapContext<'_>,
        theme: &Theme,
        colours: &MarkColours,
    ) {
        let is_refused = moving.refusal().is_some();
        let to = on_screen(&self.view, moving.to);
        let line = if is_refused {
            colours.error
        } else {
            colours.accent
        };
        let land = if is_refused {
            theme.map.loss_fill
        } else {
            theme.map.selected_fill
        };
        let before = &theme.map.before;
        let was = Stroke::new(before.width, before.colour);
        let edges = moving.edges.iter().take(MOST_EDGES).map(|edge| {
            let moved = edge.map(|end| on_screen(&self.view, moving.moved(end)));
            (edge.map(|end| on_screen(&self.view, end)), moved)
        });
        let edges: Vec<([Pos2; 2], [Pos2; 2])> = edges.collect();
        for ([from, to], [moved_from, moved_to]) in &edges {
            for corners in [[*from, *to, *moved_to], [*from, *moved_to, *moved_from]] {
                painter.add(Shape::convex_polygon(corners.to_vec(), land, Stroke::NONE));
            }
            painter.extend(Shape::dashed_line(&[*from, *to], was, 4.0, 3.0));
        }
        for (_, moved) in &edges {
            painter.line_segment(*moved, Stroke::new(2.2, line));
            for end in moved {
                paint_handle(painter, *end, Handle::Vertex, colours);
            }
        }
        if let Some(snap) = &moving.snap {
            self.paint_snap(painter, context, snap, theme);
        }
        let colours = MarkColours {
            accent: line,
            ..*colours
        };
        paint_handle(painter, to, Handle::Active, &colours);
    }

    /// The banner, the card and the progress.
    pub(super) fn draw_panels(&self, ui: &mut Ui, context: &MapContext<'_>, theme: &Theme) {
        if let Some(moving) = &self.moving {
            let banner = self.banner(moving, context);
            self.draw_banner(ui.painter(), &banner, theme);
            if moving.is_moved() {
                self.draw_card(ui, moving, context, theme);
            }
        }
        let Some(share) = self.job.as_ref().map(Job::share) else {
            return;
        };
        let width = 180.0;
        let text = context.words.text("map-preparing");
        let top = self.view.rect().center_top() + vec2(-width / 2.0, EDGE);
        let rect = Rect::from_min_size(top, vec2(width, 46.0));
        paint_plate(ui.painter(), rect, theme);
        let inside = rect.shrink2(vec2(10.0, 4.0));
        let layout = Flow::of(ui).column();
        ui.scope_builder(UiBuilder::new().max_rect(inside).layout(layout), |ui| {
            formatted_ui(ui, &text, theme.text.small);
            progress_ui(ui, share, &text, inside.width());
        });
    }

    /// «در حال جابه‌جایی: مرز الف – ب · سطح شهرستان»
    fn banner(&self, moving: &Moving, context: &MapContext<'_>) -> String {
        let words = context.words;
        let dataset = &context.snapshot.dataset;
        let Some((key, level)) = moving.named_border(dataset) else {
            return words.text("map-moving-vertex");
        };
        let units = dataset
            .borders
            .get(key)
            .map(|border| border.units())
            .unwrap_or_default();
        let mut names = units.iter().map(|unit| unit_name(words, dataset, *unit));
        let first = names.next().unwrap_or_default();
        let second = names.next().unwrap_or_else(|| words.text("map-outside"));
        let level = match level {
            BorderLevel::Between(level) => level_name(words, level),
            BorderLevel::Outer => words.text("map-level-outer"),
            BorderLevel::Unknown => words.text("map-level-unknown"),
        };
        words.with(
            "map-moving",
            &[
                ("first", first.into()),
                ("second", second.into()),
                ("level", level.into()),
            ],
        )
    }

    fn draw_banner(&self, painter: &Painter, text: &str, theme: &Theme) {
        let laid = lay(painter.ctx(), text, &theme.text.body);
        let size = laid.size() + vec2(20.0, 12.0);
        let top = self.view.rect().shrink(EDGE);
        let min = if theme.is_right_to_left() {
            pos2(top.right() - size.x, top.top())
        } else {
            top.min
        };
        let rect = Rect::from_min_size(min, size);
        paint_plate(painter, rect, theme);
        laid.paint(painter, rect.min + vec2(10.0, 6.0), theme.palette.text);
    }

    fn draw_card(&self, ui: &mut Ui, moving: &Moving, context: &MapContext<'_>, theme: &Theme) {
        let at = on_screen(&self.view, moving.to);
        self.card_ui(ui, "map card", Rect::from_pos(at), |ui| {
            moving_card_ui(ui, moving, context, theme);
        });
    }

    /// A card beside what it is about, on the side where there is room; where that fills
    /// the map, in the corner where the card hides least of it.
    pub(super) fn card_ui(&self, ui: &Ui, name: &str, about: Rect, contents: impl FnOnce(&mut Ui)) {
        let id = ui.scope_id().with(name);
        // As high as it was in the last frame.
        let known = egui::AreaState::load(ui.ctx(), id).and_then(|area| area.size);
        let size = vec2(CARD_WIDTH, known.map_or(150.0, |size| size.y));
        let mut map = self.view.rect().shrink(EDGE);
        map.min.y += 28.0;
        let at = card_place(map, about, size);
        egui::Area::new(id)
            .fixed_pos(at)
            .interactable(false)
            .show(ui.ctx(), |ui| {
                egui::Frame::popup(ui.style())
                    .inner_margin(12.0)
                    .show(ui, |ui| {
                        ui.set_width(CARD_WIDTH - 24.0);
                        ui.with_layout(Flow::of(ui).column(), contents);
                    });
            });
    }
}

/// Where the upper left corner of a card of a size goes that is about a part of the map.
fn card_place(map: Rect, about: Rect, size: egui::Vec2) -> egui::Pos2 {
    const GAP: f32 = 40.0;
    let y = (about.center().y + 24.0).min(map.bottom() - size.y);
    let y = y.max(map.top());
    let free = |x: f32| x >= map.left() && x + size.x <= map.right();
    let (right, left) = (about.right() + GAP, about.left() - GAP - size.x);
    if free(right) {
        return pos2(right, y);
    }
    if free(left) {
        return pos2(left, y);
    }
    let last = map.max - size;
    let corners = [
        pos2(map.left(), map.top()),
        pos2(last.x, map.top()),
        pos2(map.left(), last.y),
        last,
    ];
    let hidden = |corner: &egui::Pos2| {
        let card = Rect::from_min_size(*corner, size);
        let both = card.intersect(about);
        if both.is_positive() { both.area() } else { 0.0 }
    };
    let best = corners
        .into_iter()
        .min_by(|a, b| hidden(a).total_cmp(&hidden(b)));
    best.unwrap_or(map.min).max(map.min)
}

fn moving_card_ui(ui: &mut Ui, moving: &Moving, context: &MapContext<'_>, theme: &Theme) {
    let words = context.words;
    let dataset = &context.snapshot.dataset;
    match moving.outcome() {
        None => {
            formatted_ui(ui, &words.text("map-impact-counting"), theme.text.small);
        }
        Some(Err(refusal)) => {
            let title = theme.text.heading.coloured(theme.palette.loss);
            formatted_ui(ui, &words.text("map-move-refused"), title);
            let reason = say::refusal(words, Some(dataset), refusal);
            wrapped_ui(ui, &reason, theme.text.body);
        }
        Some(Ok(preview)) => {
            formatted_ui(ui, &words.text("map-impact"), theme.text.heading);
            price_ui(ui, words, dataset, theme, &preview.price);
        }
    }
    if moving.by_keyboard {
        let weak = theme.text.small.coloured(theme.palette.text_weak);
        wrapped_ui(ui, &words.text("map-move-keys"), weak);
    }
}
