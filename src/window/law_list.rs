//! The list «قانون»: each verdict with its sign, its words and the provision with the
//! arithmetic under it.

use egui::{Response, Sense, Ui, WidgetInfo, pos2, vec2};

use super::direction::Flow;
use super::scope::Scope;
use super::text::{heading_ui, lay, paint_severity, small_ui, wrapped_ui};
use super::theme::{Severity, Theme};
use crate::app::describe::{arithmetic, basis_words, beside, explanation, verdict_words};
use crate::app::language::{Words, plain};
use crate::rules::Verdict;
use crate::rules::legal::VerdictLine;

/// The sign of a verdict.
pub const fn sign_of_verdict(verdict: Verdict) -> Severity {
    match verdict {
        Verdict::Satisfied => Severity::Satisfied,
        Verdict::Violated => Severity::Error,
        Verdict::NeedsAuthority(_) => Severity::Warning,
        Verdict::Grandfathered | Verdict::Permitted => Severity::Note,
        Verdict::NotDecidable => Severity::Unknown,
    }
}

/// A verdict in a line, for beside the field that it concerns.
pub fn short_verdict(words: &Words, line: &VerdictLine) -> (Severity, String) {
    let texts = vec![basis_words(words, &line.basis), arithmetic(words, line)];
    let text = beside(words, texts);
    (sign_of_verdict(line.verdict), text)
}

/// Draws the list; `is_planned` says that it answers to what is being typed.
pub fn law_list_ui(ui: &mut Ui, scope: &Scope<'_>, lines: &[VerdictLine], is_planned: bool) {
    heading_ui(ui, &scope.text("panel-law"));
    if is_planned {
        small_ui(ui, &scope.text("law-planned"));
    }
    if lines.is_empty() {
        let weak = scope
            .theme
            .text
            .small
            .coloured(scope.theme.palette.text_weak);
        wrapped_ui(ui, &scope.text("law-nothing"), weak);
    }
    let Some(dataset) = scope.dataset() else {
        return;
    };
    for verdict in lines {
        let mut remarks = vec![
            basis_words(scope.words, &verdict.basis),
            arithmetic(scope.words, verdict),
        ];
        let more = explanation(scope.words, dataset, verdict);
        if !more.is_empty() {
            remarks.push(more);
        }
        Line {
            severity: sign_of_verdict(verdict.verdict),
            title: &verdict_words(scope.words, verdict.verdict),
            remark: &remarks.join(&scope.text("format-between")),
            is_link: false,
        }
        .show_ui(ui);
    }
}

/// A sign, a line beside it, and a remark under that.
pub struct Line<'a> {
    /// The sign.
    pub severity: Severity,
    /// The line.
    pub title: &'a str,
    /// The remark.
    pub remark: &'a str,
    /// Whether it can be pressed.
    pub is_link: bool,
}

impl Line<'_> {
    /// Draws it, with a hairline above.
    pub fn show_ui(&self, ui: &mut Ui) -> Response {
        let theme = Theme::of(ui.ctx());
        let flow = Flow::of(ui);
        let width = ui.available_width();
        let sign_room = 24.0;
        let text_width = (width - sign_room).max(40.0);
        let title = lay(ui.ctx(), self.title, &theme.text.body.wrapped(text_width));
        let remark = lay(ui.ctx(), self.remark, &theme.text.small.wrapped(text_width));
        let has_remark = !self.remark.is_empty();
        let remark_height = if has_remark {
            remark.size().y + 2.0
        } else {
            0.0
        };
        let height = title.size().y + remark_height + 12.0;
        let sense = if self.is_link {
            Sense::click()
        } else {
            Sense::hover()
        };
        let (rect, response) = ui.allocate_exact_size(vec2(width, height), sense);
        let label = format!("{} · {}", plain(self.title), plain(self.remark));
        let role = if self.is_link {
            egui::accesskit::Role::Link
        } else {
            egui::accesskit::Role::Label
        };
        response.widget_info(|| WidgetInfo::labeled(role, true, &label));
        if self.is_link && (response.hovered() || response.has_focus()) {
            ui.painter()
                .rect_filled(rect, egui::CornerRadius::same(4), theme.palette.hover);
        }
        let line = egui::Stroke::new(theme.sizes.hairline, theme.palette.line_faint);
        ui.painter().hline(rect.x_range(), rect.top(), line);
        let (sign, room) = flow.cut_start(rect, sign_room);
        let middle = pos2(sign.center().x, rect.top() + 6.0 + title_line(&theme) / 2.0);
        paint_severity(ui.painter(), middle, 5.0, self.severity, None);
        let place = flow.strip(room, 0.0, title.size().x);
        let top = rect.top() + 6.0;
        title.paint(ui.painter(), pos2(place.left(), top), theme.palette.text);
        if has_remark {
            let place = flow.strip(room, 0.0, remark.size().x);
            let at = pos2(place.left(), top + title.size().y + 2.0);
            remark.paint(ui.painter(), at, theme.palette.text_weak);
        }
        if self.is_link {
            response.on_hover_cursor(egui::CursorIcon::PointingHand)
        } else {
            response
        }
    }
}

/// The height of a line of running text, in points.
fn title_line(theme: &Theme) -> f32 {
    theme.text.body.size.into_inner() * 1.5
}
