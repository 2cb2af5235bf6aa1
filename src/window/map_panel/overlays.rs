//! What is said over the map in words: what is being moved, what the move means or why
//! it cannot be, and how far the drawing is.

use egui::{Painter, Rect, Shape, Stroke, Ui, UiBuilder, pos2, vec2};

use super::drawing::{EDGE, paint_plate};
use super::hit::on_screen;
use super::job::Job;
use super::moving::Moving;
use super::{MapContext, MapPanel};
use crate::app::describe::{level_name, unit_name};
use crate::topology::BorderLevel;
use crate::window::direction::Flow;
use crate::window::map::{Handle, MarkColours, paint_handle};
use crate::window::price_card::impacts_ui;
use crate::window::say;
use crate::window::text::{formatted_ui, lay, progress_ui, wrapped_ui};
use crate::window::theme::Theme;

/// The width of the card that says what a move means, in points.
const CARD_WIDTH: f32 = 260.0;
impl MapPanel {
    /// The line as it was and as it would be, the land between, and the vertex.
    pub(super) fn draw_moving(
        &self,
        painter: &Painter,
        moving: &Moving,
        theme: &Theme,
        colours: &MarkColours,
    ) {
        let is_refused = moving.refusal().is_some();
        let (from, to) = (
            on_screen(&self.view, moving.from),
            on_screen(&self.view, moving.to),
        );
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
        for neighbour in &moving.neighbours {
            let fixed = on_screen(&self.view, *neighbour);
            painter.add(Shape::convex_polygon(
                vec![fixed, from, to],
                land,
                Stroke::NONE,
            ));
            let was = Stroke::new(before.width, before.colour);
            painter.extend(Shape::dashed_line(&[fixed, from], was, 4.0, 3.0));
        }
        for neighbour in &moving.neighbours {
            let fixed = on_screen(&self.view, *neighbour);
            painter.line_segment([fixed, to], Stroke::new(2.2, line));
            paint_handle(painter, fixed, Handle::Vertex, colours);
        }
        if moving.snapped {
            painter.circle_stroke(to, 9.0, Stroke::new(1.6, line));
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
        self.card_ui(ui, "map card", at, |ui| {
            moving_card_ui(ui, moving, context, theme);
        });
    }

    /// A card beside a place of the screen, on the side where there is room.
    pub(super) fn card_ui(
        &self,
        ui: &Ui,
        name: &str,
        at: egui::Pos2,
        contents: impl FnOnce(&mut Ui),
    ) {
        let map = self.view.rect().shrink(EDGE);
        let x = if at.x + 40.0 + CARD_WIDTH < map.right() {
            at.x + 40.0
        } else {
            (at.x - 40.0 - CARD_WIDTH).max(map.left())
        };
        let y = (at.y + 24.0)
            .min(map.bottom() - 150.0)
            .max(map.top() + 44.0);
        egui::Area::new(ui.scope_id().with(name))
            .fixed_pos(pos2(x, y))
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
        Some(Ok(impacts)) => {
            formatted_ui(ui, &words.text("map-impact"), theme.text.heading);
            impacts_ui(ui, words, dataset, theme, impacts);
        }
    }
    if moving.by_keyboard {
        let weak = theme.text.small.coloured(theme.palette.text_weak);
        wrapped_ui(ui, &words.text("map-move-keys"), weak);
    }
}
