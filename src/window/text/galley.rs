//! From a text to egui's `Galley`, with what was found kept from frame to frame, so that a panel that
//! does not change lays nothing out anew.
//!
//! What is kept here is the order and the line breaks; egui keeps the shaped letters by the job. The
//! galley itself is asked of egui in each frame, since its letters may move in the font's texture.

use std::ops::Range;
use std::sync::Arc;

use egui::cache::{ComputerMut, FrameCache};
use egui::{Color32, Context, CornerRadius, Galley, Painter, Pos2, Rect, Vec2, pos2, vec2};

use super::format::{Format, Span};
use super::lines::{Lines, Request, lay_out};
use crate::window::icons::{Icon, mirrored};
use crate::window::theme::{Theme, fonts};

#[derive(Default)]
struct Computer;

impl ComputerMut<Request<'_>, Arc<Lines>> for Computer {
    fn compute(&mut self, request: Request<'_>) -> Arc<Lines> {
        Arc::new(lay_out(request))
    }
}

type Cache = FrameCache<Arc<Lines>, Computer>;

/// A text, laid out and ready to be painted.
#[derive(Clone, Debug)]
pub struct Laid {
    /// The order and the places of letters.
    pub lines: Arc<Lines>,
    /// What egui paints.
    pub galley: Arc<Galley>,
    /// How it was asked to be drawn.
    pub format: Format,
    /// Whether the interface runs from right to left.
    pub is_right_to_left_interface: bool,
}

/// Lays a text out in the direction of the installed theme.
pub fn lay(ctx: &Context, text: &str, format: &Format) -> Laid {
    lay_spans(ctx, text, format, &[])
}

/// As [`lay`], with stretches in another colour or weight.
pub fn lay_spans(ctx: &Context, text: &str, format: &Format, spans: &[Span]) -> Laid {
    let is_right_to_left_interface = Theme::of(ctx).is_right_to_left();
    let request = Request {
        text,
        format,
        spans,
        interface_is_right_to_left: is_right_to_left_interface,
    };
    let lines = ctx.memory_mut(|memory| Arc::clone(memory.caches.cache::<Cache>().get(request)));
    let galley = ctx.fonts_mut(|fonts| fonts.layout_job(lines.job.clone()));
    Laid {
        lines,
        galley,
        format: *format,
        is_right_to_left_interface,
    }
}

/// A name for the map's painter: laid out, its direction its own, its colour given when painted.
pub fn galley_for_label(ctx: &Context, text: &str, format: &Format) -> Arc<Galley> {
    lay(ctx, text, &format.auto()).galley
}

/// An icon of a size in points, turned if it means a direction.
pub fn icon_galley(ctx: &Context, icon: Icon, size: f32) -> Arc<Galley> {
    let icon = mirrored(icon, Theme::of(ctx).is_right_to_left());
    let font = egui::FontId::new(size, fonts::icon_family());
    ctx.fonts_mut(|fonts| {
        fonts.layout_no_wrap(icon.codepoint.to_owned(), font, Color32::PLACEHOLDER)
    })
}

/// Paints an icon in the middle of a rectangle.
pub fn paint_icon(painter: &Painter, center: Pos2, icon: Icon, size: f32, colour: Color32) {
    let galley = icon_galley(painter.ctx(), icon, size);
    // The ink decides, not the line: icons fill their square.
    let ink = galley.mesh_bounds;
    let middle = if ink.is_positive() {
        pos2(galley.size().x / 2.0, ink.center().y)
    } else {
        (galley.size() / 2.0).to_pos2()
    };
    painter.galley(center - middle.to_vec2(), galley, colour);
}

impl Laid {
    /// Its size, in points.
    pub fn size(&self) -> Vec2 {
        vec2(
            self.lines.width.max(self.galley.size().x),
            self.galley.size().y,
        )
    }

    /// Paints it with its upper left corner at a place; `colour` is for what has none of its own.
    pub fn paint(&self, painter: &Painter, at: Pos2, colour: Color32) {
        painter.galley(at, Arc::clone(&self.galley), colour);
    }

    /// Where some bytes of the text stand, line by line and piece by piece, from the upper left corner.
    pub fn rects(&self, bytes: Range<usize>) -> Vec<Rect> {
        let mut rects: Vec<Rect> = Vec::new();
        for (line, row) in self.lines.lines.iter().zip(&self.galley.rows) {
            let mut of_line: Vec<(f32, f32)> = line
                .pieces
                .iter()
                .flat_map(|piece| super::carets::covered(piece, &bytes))
                .collect();
            of_line.sort_by(|one, other| one.0.total_cmp(&other.0));
            let (top, bottom) = (row.min_y(), row.max_y());
            for (left, right) in of_line {
                match rects.last_mut() {
                    Some(last) if last.top() == top && left - last.right() < 0.5 => {
                        last.max.x = last.max.x.max(right);
                    }
                    _ => rects.push(Rect::from_min_max(pos2(left, top), pos2(right, bottom))),
                }
            }
        }
        rects
    }

    /// Paints marks behind some bytes: a search's match, a selection. Letters stay joined.
    pub fn paint_marks(&self, painter: &Painter, at: Pos2, bytes: Range<usize>, colour: Color32) {
        for rect in self.rects(bytes) {
            let rect = rect.translate(at.to_vec2());
            painter.rect_filled(rect, CornerRadius::same(2), colour);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a test that fails should stop

    use super::*;
    use crate::app::language::Language;
    use crate::window::theme::Mode;
    use crate::window::theme::fonts::Weight;

    /// Runs some frames of a window with the fonts.
    fn in_frames(frames: usize, mut draw: impl FnMut(&Context)) {
        let ctx = Context::default();
        Theme::install_fonts(&ctx);
        Arc::new(Theme::new(Mode::Light, Language::Persian)).install(&ctx);
        for _ in 0..frames {
            let output = ctx.run_ui(egui::RawInput::default(), |ui| draw(ui.ctx()));
            output.drop_without_applying_deltas();
        }
    }

    #[test]
    fn a_text_that_stays_is_laid_out_once() {
        let mut seen: Vec<Laid> = Vec::new();
        in_frames(3, |ctx| {
            seen.push(lay(ctx, "دهستان کرگاه شرقی 39N", &Format::new(13.0)));
        });
        let last = seen.pop().unwrap();
        // The first frame has no fonts yet.
        let before = seen.pop().unwrap();
        assert!(
            Arc::ptr_eq(&last.lines, &before.lines),
            "order and breaks were kept"
        );
        assert!(
            Arc::ptr_eq(&last.galley, &before.galley),
            "shaped letters were kept"
        );
    }

    #[test]
    fn letters_are_measured_as_egui_draws_them() {
        let texts = [
            "می‌شود",
            "سلام، الحاق «انتزاع»",
            "کد \u{2066}15 02 01 0006\u{2069} معتبر",
            "۴۱۲٫۶ کیلومتر مربع",
            "EPSG:32639 (UTM 39N)",
            "کشکان ← کشکان (۱۲)",
            "مُحَمَّد",
        ];
        in_frames(2, |ctx| {
            for text in texts {
                for weight in Weight::ALL {
                    for format in [Format::new(13.0), Format::new(13.0).tabular()] {
                        let laid = lay(ctx, text, &format.weighted(weight));
                        let drawn = laid.galley.size().x;
                        assert!(
                            (drawn - laid.lines.width).abs() < 2.0,
                            "{text}: drawn {drawn}, measured {}",
                            laid.lines.width
                        );
                    }
                }
            }
        });
    }

    #[test]
    fn wrapped_lines_are_no_wider_than_asked_and_hold_every_letter() {
        let text =
            "جابه‌جایی مرز کرگاه شرقی (EPSG:32639) و کاکاشرف، ۳٫۲ کیلومتر مربع را جابه‌جا می‌کند.";
        in_frames(2, |ctx| {
            for width in [60.0, 90.0, 140.0, 300.0] {
                let laid = lay(ctx, text, &Format::new(13.0).wrapped(width));
                let mut end = 0;
                for line in &laid.lines.lines {
                    assert!(line.width <= width + 1.0, "{} in {width}", line.width);
                    assert_eq!(line.bytes.start, end, "nothing is left out");
                    end = line.bytes.end;
                }
                assert_eq!(end, text.len());
                let rows = laid.galley.rows.len();
                assert_eq!(rows, laid.lines.lines.len());
            }
        });
    }

    #[test]
    fn what_is_too_long_ends_with_an_ellipsis_at_its_logical_end() {
        in_frames(2, |ctx| {
            for (text, at_left) in [
                ("دهستان کرگاه شرقی از بخش مرکزی", true),
                ("Rural district of the centre", false),
            ] {
                let format = Format::new(13.0).auto();
                let laid = lay(ctx, text, &format.elided(90.0));
                assert!(laid.lines.is_elided && laid.lines.width <= 90.0);
                let shown = &laid.lines.job.text;
                assert_eq!(shown.starts_with('…'), at_left, "{shown}");
                assert_eq!(shown.ends_with('…'), !at_left, "{shown}");
                assert!(!lay(ctx, text, &format.elided(900.0)).lines.is_elided);
            }
            let two = lay(ctx, "یک\nدو\nسه", &Format::new(13.0).elided_rows(200.0, 2));
            assert_eq!(two.lines.lines.len(), 2);
            assert!(two.lines.job.text.contains('…'));
        });
    }

    #[test]
    fn a_mark_covers_the_letters_that_match() {
        in_frames(2, |ctx| {
            let text = "دهستان خرم‌آباد شرقی";
            let laid = lay(ctx, text, &Format::new(13.0));
            let start = text.find("خرم").unwrap();
            let rects = laid.rects(start..start + "خرم‌آباد".len());
            assert_eq!(rects.len(), 1);
            let rect = rects.first().unwrap();
            assert!(rect.left() > 10.0 && rect.right() < laid.lines.width - 10.0);
            let all: f32 = laid.rects(0..text.len()).iter().map(Rect::width).sum();
            assert!((all - laid.lines.width).abs() < 0.5);
        });
    }
}
