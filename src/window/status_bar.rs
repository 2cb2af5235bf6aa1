//! The bar below: the place under the pointer, the scale (which can be typed), the
//! reference system, the checks, running jobs, and whether the work is saved.

use std::time::Duration;

use egui::accesskit::Role;
use egui::{Key, Sense, Ui, UiBuilder, WidgetInfo};

use super::commands::Action;
use super::coordinates;
use super::direction::Flow;
use super::icons::icons::ICON_CLOSE;
use super::projection_row::projection_name;
use super::scope::{Request, Scope};
use super::text::{Button, Format, TextField, formatted_ui, lay, progress_ui, tooltip};
use super::theme::{Severity, Theme};
use super::view_state::{BottomTab, Journey, ViewState};
use crate::app::clock::today;
use crate::app::command::Command;
use crate::app::describe::unit_name;
use crate::app::finding_filter::is_undecided;
use crate::app::jobs::JobKind;
use crate::app::language::plain;
use crate::app::numbers::{integer, parse_number};
use crate::rules::{Standing, standing};

/// Jobs younger than this are not shown: they would only flicker.
const SHOWN_AFTER: Duration = Duration::from_millis(100);

/// Draws the bar.
pub fn status_bar_ui(
    ui: &mut Ui,
    scope: &mut Scope<'_>,
    view: &mut ViewState,
    last_save: Option<&str>,
) {
    let flow = Flow::of(ui);
    ui.spacing_mut().item_spacing.x = 16.0;
    ui.with_layout(flow.row_from_end(), |ui| {
        saved_ui(ui, scope, last_save);
        jobs_ui(ui, scope);
        let rest = ui.available_rect_before_wrap();
        let room = UiBuilder::new().max_rect(rest).layout(flow.row());
        ui.scope_builder(room, |ui| {
            ui.set_clip_rect(rest.intersect(ui.clip_rect()));
            if scope.session().is_some() {
                coordinates_ui(ui, scope, view);
                scale_ui(ui, scope, view);
                let projection = &scope.program.settings().projection;
                weak_text_ui(ui, &projection_name(scope, projection));
                check_ui(ui, scope);
                findings_ui(ui, scope, view);
                hovered_ui(ui, scope, view);
            }
        });
    });
}

fn weak_text_ui(ui: &mut Ui, text: &str) {
    let theme = Theme::of(ui.ctx());
    formatted_ui(ui, text, theme.text.small.coloured(theme.palette.text_weak));
}

/// A small text that does something when it is pressed.
fn press_ui(ui: &mut Ui, text: &str, label: &str, format: Format, width: f32) -> bool {
    let theme = Theme::of(ui.ctx());
    let laid = lay(ui.ctx(), text, &format);
    let size = egui::vec2(laid.size().x.max(width), laid.size().y);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, plain(label)));
    let active = response.hovered() || response.has_focus();
    let colour = if active {
        theme.palette.accent
    } else {
        theme.palette.text_weak
    };
    let place = Flow::of(ui).strip(rect, 0.0, laid.size().x);
    laid.paint(ui.painter(), place.min, colour);
    let clicked = response.clicked();
    tooltip(response, label);
    clicked
}

fn coordinates_ui(ui: &mut Ui, scope: &mut Scope<'_>, view: &ViewState) {
    let label = scope.text("command-coordinates");
    // The room is kept while the pointer is elsewhere, so that nothing jumps.
    let text = match view.map.pointer {
        Some(position) => coordinates::shown(scope.words.language(), view.coordinates, position),
        None => "—".to_owned(),
    };
    let format = scope.theme.text.small.code().tabular();
    if press_ui(ui, &text, &label, format, 176.0) {
        scope.ask(Request::Action(Action::SwitchCoordinates));
    }
}

/// The scale, which can be typed: `1 : 500,000`.
fn scale_ui(ui: &mut Ui, scope: &Scope<'_>, view: &mut ViewState) {
    let Some(denominator) = view.map.scale_denominator else {
        return;
    };
    let id = egui::Id::unique("scale");
    let typing_id = id.with("typing");
    let language = scope.words.language();
    #[expect(clippy::cast_possible_truncation, reason = "a scale is far below 2^63")]
    let shown = integer(language, rounded_scale(denominator) as i64);
    let shown = format!("{} : {shown}", integer(language, 1));
    let has_focus = ui.memory(|memory| memory.has_focus(id));
    let typed: Option<String> = ui.data(|data| data.get_temp(typing_id));
    let mut text = typed.filter(|_| has_focus).unwrap_or_else(|| shown.clone());
    let label = scope.text("status-scale");
    let theme = scope.theme;
    let field = TextField::new(&mut text, &label)
        .id(id)
        .frameless()
        .format(
            theme
                .text
                .small
                .code()
                .tabular()
                .coloured(theme.palette.text_weak),
        )
        .width(116.0);
    let outcome = field.show_ui(ui);
    if outcome.response.changed() {
        ui.data_mut(|data| data.insert_temp(typing_id, text.clone()));
    }
    let escaped = ui.input(|input| input.key_pressed(Key::Escape));
    let leaves = outcome.is_submitted || (outcome.response.lost_focus() && !escaped);
    if leaves && text != shown {
        // «1:50000» and «50000» mean the same.
        let number = text.rsplit([':', '/']).next().and_then(parse_number);
        if let Some(number) = number.filter(|number| *number >= 1.0) {
            view.journey = Some(Journey::Scale(number));
        }
    }
    if leaves || !has_focus {
        ui.data_mut(|data| data.remove::<String>(typing_id));
    }
    tooltip(outcome.response, &label);
}

/// Three digits say all there is to say of a scale on a screen.
fn rounded_scale(denominator: f64) -> f64 {
    let unit = 10_f64.powf((denominator.abs().max(1.0).log10().floor() - 2.0).max(0.0));
    (denominator / unit).round() * unit
}

fn check_ui(ui: &mut Ui, scope: &Scope<'_>) {
    let Some(session) = scope.session() else {
        return;
    };
    let id = if session.is_checked() {
        "status-checked"
    } else if session.findings().report().is_some() {
        "status-checking-again"
    } else {
        "status-checking"
    };
    weak_text_ui(ui, &scope.text(id));
}

fn findings_ui(ui: &mut Ui, scope: &mut Scope<'_>, view: &mut ViewState) {
    let Some(session) = scope.session() else {
        return;
    };
    let Some(report) = session.findings().report() else {
        return;
    };
    let (dataset, today) = (&session.snapshot().dataset, today());
    let decided = report
        .findings
        .iter()
        .filter(|finding| !is_undecided(finding))
        .filter(|finding| standing(dataset, finding, today) != Standing::Accepted)
        .count();
    let text = scope.with("status-findings", &[("count", scope.count(decided).into())]);
    let label = scope.text("command-show-findings");
    if press_ui(ui, &text, &label, scope.theme.text.small, 0.0) {
        view.bottom = BottomTab::Findings;
        scope.ask(Request::Action(Action::ShowFindings));
    }
}

/// The lowest unit under the pointer, and what it lies in.
fn hovered_ui(ui: &mut Ui, scope: &Scope<'_>, view: &ViewState) {
    let Some((dataset, lowest)) = scope.dataset().zip(view.hovered.first().copied()) else {
        return;
    };
    let names: Vec<String> = dataset
        .ancestors(lowest)
        .take(3)
        .map(|(key, unit)| {
            let name = unit_name(scope.words, dataset, key);
            super::say::named(scope.words, unit.level, &name)
        })
        .collect();
    weak_text_ui(ui, &names.join(" · "));
}

/// Whether the work is saved, and when it last was.
fn saved_ui(ui: &mut Ui, scope: &Scope<'_>, last_save: Option<&str>) {
    let Some(session) = scope.session() else {
        return;
    };
    let (id, is_warning) = match (session.is_unsaved(), session.project()) {
        (false, _) => ("status-saved", false),
        (true, Some(_)) => ("status-unsaved", true),
        (true, None) => ("status-never-saved", false),
    };
    let theme = scope.theme;
    let colour = if is_warning {
        theme.palette.severity(Severity::Warning)
    } else {
        theme.palette.text_weak
    };
    let date = last_save.map(|iso| crate::app::dates::shown(iso, scope.words.language()));
    let text = match date {
        Some(date) => scope.with(&format!("{id}-on"), &[("date", date.into())]),
        None => scope.text(id),
    };
    formatted_ui(ui, &text, theme.text.small.coloured(colour));
}

/// What runs in the background, how far it is, and the button that stops it.
fn jobs_ui(ui: &mut Ui, scope: &mut Scope<'_>) {
    for job in scope.program.jobs() {
        if job.age() < SHOWN_AFTER {
            ui.ctx().request_repaint_after(SHOWN_AFTER);
            continue;
        }
        ui.ctx().request_repaint_after(Duration::from_millis(100));
        let name = super::say::job(scope.words, job.kind);
        // A save that has begun is carried through.
        if !matches!(job.kind, JobKind::Save | JobKind::Keep) {
            let label = scope.with("job-cancel", &[("job", name.as_str().into())]);
            let refusal = job.is_cancelled().then(|| scope.text("job-cancelling"));
            let button = Button::icon_only(ICON_CLOSE, &label)
                .height(20.0)
                .refused(refusal.as_deref());
            if button.show_ui(ui).clicked() {
                scope.command(Command::CancelJob(job.id));
            }
        }
        let percent = scope.words.percent(f64::from(job.share()));
        progress_ui(ui, job.share(), &format!("{name} {percent}"), 80.0);
        weak_text_ui(ui, &name);
    }
}
