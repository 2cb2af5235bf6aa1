//! What there is to say of the selected finding, what can be done with it, and the
//! document of its rule as help.

use egui::{ScrollArea, Ui, UiBuilder};

use super::direction::{Flow, column_ui, wrapping_ui};
use super::findings_rows::{FindingRows, sign_of};
use super::fix_section::{apply_chosen_ui, bulk_button_ui, fix_ui};
use super::icons::icons::{ICON_CENTER_FOCUS_STRONG, ICON_HELP};
use super::rule_help::help_ui;
use super::scope::{Request, Scope};
use super::text::{Button, formatted_ui, severity_ui, title_ui, wrapped_ui};
use super::triage_section::triage_ui;
use super::view_state::{FindingsView, Target};
use crate::app::describe::{Described, settlement_name, severity_name, unit_name};
use crate::rules::Finding;

/// From this width on, in points, what people say stands beside what the finding says.
const TWO_COLUMNS: f32 = 520.0;

/// Whom a finding names beyond these is in the list only.
const MOST_BUTTONS: usize = 4;

/// Between the columns, in points.
const GAP: f32 = 20.0;

/// Draws the selected finding.
pub fn detail_ui(
    ui: &mut Ui,
    scope: &mut Scope<'_>,
    view: &mut FindingsView,
    is_editing: bool,
    rows: &FindingRows,
    row: usize,
) {
    let Some(dataset) = scope.dataset() else {
        return;
    };
    let (Some(finding), Some(told)) =
        (rows.finding(row), rows.described(row, dataset, scope.words))
    else {
        return;
    };
    let mut chosen: Vec<&Finding> = vec![finding];
    if !view.chosen.is_empty() {
        let others = rows.chosen(view).into_iter();
        chosen.extend(others.filter(|it| it.key != finding.key));
    }
    let room = ui.available_rect_before_wrap();
    if room.width() < TWO_COLUMNS {
        scroll_ui(ui, "finding-detail", |ui| {
            what_ui(ui, scope, view, finding, told);
            put_right_ui(ui, scope, view, &chosen);
            apply_chosen_ui(ui, scope, view, is_editing, finding);
            triage_ui(ui, scope, view, &chosen);
            key_ui(ui, scope, finding);
        });
        return;
    }
    let flow = Flow::of(ui);
    let (start, rest) = flow.cut_start(room, room.width() * 0.5 - GAP / 2.0);
    let (_, end) = flow.cut_start(rest, GAP);
    let builder = UiBuilder::new().max_rect(start).layout(flow.column());
    ui.scope_builder(builder, |ui| {
        scroll_ui(ui, "finding-detail", |ui| {
            what_ui(ui, scope, view, finding, told);
            put_right_ui(ui, scope, view, &chosen);
            key_ui(ui, scope, finding);
        });
    });
    let builder = UiBuilder::new().max_rect(end).layout(flow.column());
    ui.scope_builder(builder, |ui| {
        scroll_ui(ui, "finding-triage", |ui| {
            apply_chosen_ui(ui, scope, view, is_editing, finding);
            triage_ui(ui, scope, view, &chosen);
        });
    });
}

/// The ways to put the finding right, or what can be done with several at once.
fn put_right_ui(ui: &mut Ui, scope: &mut Scope<'_>, view: &mut FindingsView, chosen: &[&Finding]) {
    match chosen {
        [finding] => fix_ui(ui, scope, view, finding),
        _ => bulk_button_ui(ui, scope, chosen),
    }
}

/// A column that scrolls where it is higher than the room.
fn scroll_ui(ui: &mut Ui, id: &str, contents: impl FnOnce(&mut Ui)) {
    // The margin below is the room of the bar: nothing is laid out anew when it comes.
    ui.spacing_mut().scroll.floating_allocated_width = 0.0;
    ScrollArea::vertical()
        .id_salt(id)
        .auto_shrink(false)
        .show(ui, |ui| {
            let margin = egui::Margin::symmetric(8, 0);
            egui::Frame::new().inner_margin(margin).show(ui, |ui| {
                column_ui(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = 4.0;
                    contents(ui);
                });
            });
        });
}

/// The finding's key, by which reports and letters name it.
fn key_ui(ui: &mut Ui, scope: &Scope<'_>, finding: &Finding) {
    ui.add_space(4.0);
    let key = finding.key.to_string();
    formatted_ui(
        ui,
        &key,
        scope
            .theme
            .text
            .small
            .code()
            .coloured(scope.theme.palette.text_disabled),
    );
}

/// What the finding says, and where to go from it.
fn what_ui(
    ui: &mut Ui,
    scope: &mut Scope<'_>,
    view: &mut FindingsView,
    finding: &Finding,
    told: &Described,
) {
    let Some(dataset) = scope.dataset() else {
        return;
    };
    wrapping_ui(ui, |ui| {
        let severity = severity_name(scope.words, finding.severity);
        severity_ui(ui, sign_of(finding), &severity);
        title_ui(ui, &told.kind);
    });
    for text in [&told.measures, &told.detail, &told.basis] {
        if !text.is_empty() {
            let weak = scope
                .theme
                .text
                .body
                .coloured(scope.theme.palette.text_weak);
            wrapped_ui(ui, text, weak);
        }
    }
    wrapping_ui(ui, |ui| {
        let label = scope.text("finding-go-to");
        let place = finding
            .place
            .is_none()
            .then(|| scope.text("finding-no-place"));
        let button = Button::new(&label)
            .icon(ICON_CENTER_FOCUS_STRONG)
            .refused(place.as_deref());
        if button.show_ui(ui).clicked() {
            scope.ask(Request::Finding(finding.key.clone()));
        }
        let units = finding.units.iter().map(|&unit| {
            let name = unit_name(scope.words, dataset, unit);
            (Target::Unit(unit), name)
        });
        let settlements = finding.settlements.iter().map(|&settlement| {
            let name = settlement_name(scope.words, dataset, settlement);
            (Target::Settlement(settlement), name)
        });
        for (target, name) in units.chain(settlements).take(MOST_BUTTONS) {
            let label = scope.with("finding-select-unit", &[("unit", name.into())]);
            if Button::new(&label).quiet().show_ui(ui).clicked() {
                scope.ask(Request::Select(Some(target)));
            }
        }
        let label = scope.text("finding-help");
        let button = Button::new(&label)
            .quiet()
            .icon(ICON_HELP)
            .selected(view.help);
        if button.show_ui(ui).clicked() {
            view.help = !view.help;
        }
    });
    // Beneath the question, where it is seen.
    if view.help {
        help_ui(ui, scope, finding.code);
    }
}
