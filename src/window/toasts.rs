//! Notices of the program at the lower end corner: what went well fades by itself, what
//! failed stays until it is read.

use egui::{Area, Frame, Id, Order, Ui, vec2};

use super::direction::{Flow, column_ui, ends_ui};
use super::icons::icons::ICON_CLOSE;
use super::report_panel::ReportView;
use super::scope::{Request, Scope};
use super::text::{Button, formatted_ui, severity_ui, wrapped_ui};
use super::theme::Severity;
use crate::app::command::Command;
use crate::app::notice::Notice;
use crate::edit::Refusal;

/// How long what went well is shown, in seconds.
const SHOWN_S: f64 = 5.0;

/// Since when each notice is shown, in egui's seconds, in the order of the program's list.
#[derive(Default)]
pub struct Toasts {
    since_s: Vec<f64>,
    /// The report of the last import.
    pub report: Option<ReportView>,
    /// When the open project was last saved, as an ISO time in UTC.
    pub last_save: Option<String>,
}

/// What a press on a toast leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ToastOutcome {
    /// Nothing more.
    Nothing,
    /// The report is to be shown.
    ShowReport,
}

impl Toasts {
    /// Notes new notices: keeps the report of an import for its tab.
    pub fn note(&mut self, notices: &[Notice], now_s: f64) {
        for notice in notices.iter().skip(self.since_s.len()) {
            match notice {
                Notice::Imported(report) => {
                    self.report = Some(ReportView::new(report.clone()));
                    self.last_save = None;
                }
                Notice::Opened(opened) => {
                    self.report = None;
                    self.last_save = opened.last_save.as_ref().map(|save| save.time.clone());
                }
                // What was read is the copy that was kept aside: when it was written says
                // nothing of the project's own file.
                Notice::Recovered(_) => {
                    self.report = None;
                    self.last_save = None;
                }
                Notice::Saved(_) => {
                    self.last_save = Some(crate::app::clock::now());
                }
                _ => {}
            }
            self.since_s.push(now_s);
        }
        self.since_s.truncate(notices.len());
    }

    /// Draws the notices over the map; asks to dismiss those that were read.
    ///
    /// `refused` is why a vertex could not be let go where it was.
    pub fn show_ui(
        &mut self,
        ui: &Ui,
        scope: &mut Scope<'_>,
        room: egui::Rect,
        refused: &mut Option<Refusal>,
    ) -> ToastOutcome {
        let now_s = ui.input(|input| input.time);
        let mut outcome = ToastOutcome::Nothing;
        let mut dismissed = Vec::new();
        let flow = Flow::of(ui);
        let width = (room.width() - 32.0).clamp(160.0, 360.0);
        let mut bottom = room.bottom() - 16.0;
        let program = scope.program;
        if let Some(reason) = refused.clone() {
            let notice = Notice::Refused(reason);
            let place = ToastPlace {
                left: left_of(flow, room, width),
                bottom,
                width,
            };
            let (press, top) = place.show_ui(ui, scope, usize::MAX, &notice);
            if press.is_some() {
                *refused = None;
            }
            bottom = top - 8.0;
        }
        for (place, notice) in program.notices().iter().enumerate().rev() {
            let age_s = now_s - self.since_s.get(place).copied().unwrap_or(now_s);
            if !notice.is_failure() && age_s > SHOWN_S {
                dismissed.push(place);
                continue;
            }
            if !notice.is_failure() {
                let left = std::time::Duration::from_secs_f64((SHOWN_S - age_s).max(0.05));
                ui.ctx().request_repaint_after(left);
            }
            let at = ToastPlace {
                left: left_of(flow, room, width),
                bottom,
                width,
            };
            let (press, top) = at.show_ui(ui, scope, place, notice);
            match press {
                Some(ToastPress::Dismiss) => dismissed.push(place),
                Some(ToastPress::ShowReport) => {
                    outcome = ToastOutcome::ShowReport;
                    dismissed.push(place);
                }
                None => {}
            }
            bottom = top - 8.0;
            if bottom < room.top() + 80.0 {
                break;
            }
        }
        // From the last to the first, so that places stay right.
        for place in dismissed {
            if place < self.since_s.len() {
                self.since_s.remove(place);
            }
            scope.ask(Request::Command(Command::DismissNotice(place)));
        }
        outcome
    }
}

fn left_of(flow: Flow, room: egui::Rect, width: f32) -> f32 {
    flow.cut_end(room.shrink2(vec2(16.0, 0.0)), width).0.left()
}

/// Where a toast stands: its lower left corner and its width, in points.
struct ToastPlace {
    left: f32,
    bottom: f32,
    width: f32,
}

impl ToastPlace {
    /// Draws a toast; returns what was pressed, and where its top is.
    fn show_ui(
        &self,
        ui: &Ui,
        scope: &Scope<'_>,
        place: usize,
        notice: &Notice,
    ) -> (Option<ToastPress>, f32) {
        let area = Area::new(Id::unique("toast").with(place))
            // Below dialogs: a notice must not lie over their buttons.
            .order(Order::Middle)
            .fixed_pos(egui::pos2(self.left, self.bottom))
            .pivot(egui::Align2::LEFT_BOTTOM)
            .show(ui.ctx(), |ui| {
                Frame::popup(ui.style())
                    .inner_margin(12.0)
                    .show(ui, |ui| {
                        ui.set_width(self.width - 24.0);
                        column_ui(ui, |ui| toast_ui(ui, scope, notice))
                    })
                    .inner
            });
        (area.inner, area.response.rect.top())
    }
}

enum ToastPress {
    Dismiss,
    ShowReport,
}

fn toast_ui(ui: &mut Ui, scope: &Scope<'_>, notice: &Notice) -> Option<ToastPress> {
    let (title, text) = super::say::notice(scope.words, scope.session(), notice);
    let (severity, word) = if notice.is_failure() {
        (Severity::Error, "severity-error")
    } else {
        (Severity::Satisfied, "notice-done")
    };
    let mut press = None;
    ui.spacing_mut().interact_size.y = 22.0;
    ends_ui(
        ui,
        |ui| {
            severity_ui(ui, severity, &scope.text(word));
            let width = ui.available_width();
            let format = scope.theme.text.body.medium().elided(width);
            formatted_ui(ui, &title, format);
        },
        |ui| {
            let label = scope.text("dialog-dismiss");
            if Button::icon_only(ICON_CLOSE, &label)
                .height(22.0)
                .show_ui(ui)
                .clicked()
            {
                press = Some(ToastPress::Dismiss);
            }
        },
    );
    if !text.is_empty() {
        wrapped_ui(ui, &text, scope.theme.text.body);
    }
    if let Notice::Imported(report) = notice
        && !report.lines.is_empty()
    {
        let label = scope.text("notice-show-report");
        if Button::new(&label).quiet().show_ui(ui).clicked() {
            press = Some(ToastPress::ShowReport);
        }
    }
    press
}
