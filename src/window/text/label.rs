//! Text that is only read: labels, headings, paragraphs, signs of severity.

use std::ops::Range;

use egui::accesskit::Role;
use egui::{
    Color32, CornerRadius, Painter, Pos2, Rect, Response, Sense, Shape as PaintShape, Stroke, Ui,
    WidgetInfo, pos2, vec2,
};

use super::format::{Format, Span};
use super::galley::{Laid, lay, lay_spans, paint_icon};
use crate::app::language::plain;
use crate::window::icons::icons::{ICON_CHECK, ICON_QUESTION_MARK};
use crate::window::theme::{Severity, Shape, Theme};

/// A label in the body format. It is not broken: for a sentence see [`paragraph_ui`].
pub fn label_ui(ui: &mut Ui, text: &str) -> Response {
    let format = Theme::of(ui.ctx()).text.body;
    formatted_ui(ui, text, format)
}

/// A label of less weight: the name of a value, a remark.
pub fn weak_ui(ui: &mut Ui, text: &str) -> Response {
    let theme = Theme::of(ui.ctx());
    formatted_ui(ui, text, theme.text.body.coloured(theme.palette.text_weak))
}

/// A small label of less weight.
pub fn small_ui(ui: &mut Ui, text: &str) -> Response {
    let theme = Theme::of(ui.ctx());
    formatted_ui(ui, text, theme.text.small.coloured(theme.palette.text_weak))
}

/// The heading of a section, quiet: as large as the text, heavier, for assistive tools a heading.
pub fn heading_ui(ui: &mut Ui, text: &str) -> Response {
    let theme = Theme::of(ui.ctx());
    let format = theme.text.heading.coloured(theme.palette.text_weak);
    role_ui(ui, text, format, Role::Heading)
}

/// The title of a panel, such as a unit's name.
pub fn title_ui(ui: &mut Ui, text: &str) -> Response {
    let theme = Theme::of(ui.ctx());
    let width = ui.available_width();
    role_ui(ui, text, theme.text.title.elided(width), Role::Heading)
}

/// A sentence, broken at the width that is there.
pub fn paragraph_ui(ui: &mut Ui, text: &str) -> Response {
    let format = Theme::of(ui.ctx()).text.body;
    wrapped_ui(ui, text, format)
}

/// Text of a format, broken at the width that is there.
pub fn wrapped_ui(ui: &mut Ui, text: &str, format: Format) -> Response {
    let width = ui.available_width();
    formatted_ui(ui, text, format.wrapped(width))
}

/// Text of a format, cut at the width that is there; the whole stands in a tooltip when it was cut.
pub fn elided_ui(ui: &mut Ui, text: &str, format: Format) -> Response {
    let width = ui.available_width();
    formatted_ui(ui, text, format.elided(width))
}

/// Text of a format.
pub fn formatted_ui(ui: &mut Ui, text: &str, format: Format) -> Response {
    role_ui(ui, text, format, Role::Label)
}

/// Text with stretches in other colours or weights.
pub fn spans_ui(ui: &mut Ui, text: &str, format: Format, spans: &[Span]) -> Response {
    let laid = lay_spans(ui.ctx(), text, &format, spans);
    laid_ui(ui, text, laid, Role::Label, &[])
}

/// Text with a mark behind each match of a search.
pub fn marked_ui(ui: &mut Ui, text: &str, format: Format, marks: &[Range<usize>]) -> Response {
    let laid = lay(ui.ctx(), text, &format);
    laid_ui(ui, text, laid, Role::Label, marks)
}

fn role_ui(ui: &mut Ui, text: &str, format: Format, role: Role) -> Response {
    let laid = lay(ui.ctx(), text, &format);
    laid_ui(ui, text, laid, role, &[])
}

fn laid_ui(ui: &mut Ui, text: &str, laid: Laid, role: Role, marks: &[Range<usize>]) -> Response {
    let theme = Theme::of(ui.ctx());
    let sense = if laid.lines.is_elided {
        Sense::hover()
    } else {
        Sense::empty()
    };
    let (rect, response) = ui.allocate_exact_size(laid.size(), sense);
    response.widget_info(|| WidgetInfo::labeled(role, ui.is_enabled(), plain(text)));
    if ui.is_rect_visible(rect) {
        for mark in marks {
            laid.paint_marks(
                ui.painter(),
                rect.min,
                mark.clone(),
                theme.palette.match_mark,
            );
        }
        laid.paint(ui.painter(), rect.min, theme.palette.text);
    }
    if laid.lines.is_elided {
        return super::popup::tooltip(response, text);
    }
    response
}

/// The sign of a severity: its shape in its colour. The label says it in words for assistive tools.
pub fn severity_ui(ui: &mut Ui, severity: Severity, label: &str) -> Response {
    let side = Theme::of(ui.ctx()).sizes.icon;
    let (rect, response) = ui.allocate_exact_size(vec2(side, side), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, plain(label)));
    if ui.is_rect_visible(rect) {
        paint_severity(ui.painter(), rect.center(), side * 0.28, severity, None);
    }
    response
}

/// Paints the sign of a severity around a place; `outline` sets it off from a map.
pub fn paint_severity(
    painter: &Painter,
    center: Pos2,
    radius: f32,
    severity: Severity,
    outline: Option<Stroke>,
) {
    let theme = Theme::of(painter.ctx());
    let colour = theme.palette.severity(severity);
    let line = outline.unwrap_or(Stroke::NONE);
    let polygon = |points: &[(f32, f32)]| {
        let points = points
            .iter()
            .map(|(x, y)| pos2(center.x + x * radius, center.y + y * radius))
            .collect();
        painter.add(PaintShape::convex_polygon(points, colour, line));
    };
    match severity.shape() {
        Shape::Triangle => polygon(&[(0.0, -1.1), (1.15, 0.9), (-1.15, 0.9)]),
        Shape::Diamond => polygon(&[(0.0, -1.25), (1.25, 0.0), (0.0, 1.25), (-1.25, 0.0)]),
        Shape::Square => {
            let rect = Rect::from_center_size(center, vec2(radius, radius) * 1.7);
            painter.rect(
                rect,
                CornerRadius::same(1),
                colour,
                line,
                egui::StrokeKind::Outside,
            );
        }
        Shape::Disc => {
            painter.circle(center, radius * 1.1, colour, line);
        }
        Shape::Check => paint_icon(painter, center, ICON_CHECK, radius * 3.4, colour),
        Shape::Question => paint_icon(painter, center, ICON_QUESTION_MARK, radius * 3.0, colour),
    }
}

/// A line between sections, across the width that is there.
pub fn separator_ui(ui: &mut Ui) {
    let theme = Theme::of(ui.ctx());
    let size = vec2(ui.available_width(), theme.sizes.hairline);
    let (rect, _) = ui.allocate_exact_size(size, Sense::empty());
    ui.painter().hline(
        rect.x_range(),
        rect.center().y,
        Stroke::new(theme.sizes.hairline, theme.palette.line_faint),
    );
}

/// How far something has come, from 0 to 1, with what it is.
pub fn progress_ui(ui: &mut Ui, share: f32, label: &str, width: f32) -> Response {
    let theme = Theme::of(ui.ctx());
    let height = theme.sizes.unit * 1.5;
    let (rect, response) = ui.allocate_exact_size(
        vec2(width, ui.spacing().interact_size.y.min(20.0)),
        Sense::hover(),
    );
    let share = share.clamp(0.0, 1.0);
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::ProgressIndicator, true, plain(label));
        info.value = Some(f64::from(share));
        info
    });
    let track = Rect::from_center_size(rect.center(), vec2(rect.width(), height));
    let radius = CornerRadius::same(3);
    ui.painter().rect_filled(track, radius, theme.palette.line);
    let flow = crate::window::direction::Flow::of(ui);
    let done = flow.strip(track, 0.0, track.width() * share);
    if done.width() > 0.5 {
        ui.painter().rect_filled(done, radius, theme.palette.accent);
    }
    super::popup::tooltip(response, label)
}

/// The colour of text in a state.
pub(super) fn text_colour(theme: &Theme, is_enabled: bool) -> Color32 {
    if is_enabled {
        theme.palette.text
    } else {
        theme.palette.text_disabled
    }
}
