//! The panel at the end side: the selected unit or settlement with its attributes, the
//! law and its findings; or what to do while nothing is selected.

use egui::{ScrollArea, Sense, Ui, WidgetInfo, vec2};

use super::caches::Caches;
use super::direction::{column_ui, wrapping_ui};
use super::many_panel::{many_panel_ui, several_units};
use super::scope::{Request, Scope};
use super::text::{formatted_ui, lay, title_ui, wrapped_ui};
use super::theme::Theme;
use super::view_state::{Target, ViewState};
use crate::app::describe::unit_name;
use crate::app::language::plain;
use crate::model::UnitKey;

/// What takes the keyboard for the panel.
pub fn end_panel_id() -> egui::Id {
    egui::Id::unique("end-panel")
}

/// Draws the panel.
pub fn end_panel_ui(ui: &mut Ui, scope: &mut Scope<'_>, view: &mut ViewState, caches: &mut Caches) {
    // The keyboard comes here first, then Tab goes through the fields.
    let room = ui.available_rect_before_wrap();
    let focus = ui.interact(room, end_panel_id(), Sense::focusable_noninteractive());
    let label = scope.text("panel-unit");
    focus.widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::Group, true, plain(&label)));
    if focus.has_focus() {
        let line = egui::Stroke::new(1.5, scope.theme.palette.accent);
        let radius = egui::CornerRadius::same(4);
        let around = room;
        ui.painter()
            .rect_stroke(around, radius, line, egui::StrokeKind::Inside);
    }
    // The margin below is the room of the bar.
    ui.spacing_mut().scroll.floating_allocated_width = 0.0;
    ScrollArea::vertical()
        .id_salt("end-panel")
        .auto_shrink(false)
        .show(ui, |ui| {
            let margin = egui::Margin::symmetric(8, 0);
            egui::Frame::new().inner_margin(margin).show(ui, |ui| {
                column_ui(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = 2.0;
                    if let Some(units) = several_units(&view.selection) {
                        return many_panel_ui(ui, scope, view, &units);
                    }
                    match view.selection.target {
                        Some(Target::Unit(unit)) => {
                            super::unit_panel::unit_panel_ui(ui, scope, view, caches, unit);
                        }
                        Some(Target::Settlement(key)) => {
                            super::settlement_panel::settlement_panel_ui(ui, scope, view, key);
                        }
                        Some(Target::Decree(key)) => {
                            super::decree_panel::decree_panel_ui(ui, scope, view, key);
                        }
                        None => nothing_ui(ui, scope),
                    }
                })
            });
        });
}

fn nothing_ui(ui: &mut Ui, scope: &Scope<'_>) {
    title_ui(ui, &scope.text("end-nothing-title"));
    let weak = scope
        .theme
        .text
        .body
        .coloured(scope.theme.palette.text_weak);
    wrapped_ui(ui, &scope.text("end-nothing-select"), weak);
    ui.add_space(8.0);
    wrapped_ui(ui, &scope.text("end-nothing-findings"), weak);
    ui.add_space(8.0);
    wrapped_ui(ui, &scope.text("end-nothing-edit"), weak);
}

/// The title of the panel: a level and a name, and under it what it lies in, each part
/// of which can be clicked.
pub fn heading_with_chain_ui(
    ui: &mut Ui,
    scope: &mut Scope<'_>,
    title: &str,
    parent: Option<UnitKey>,
) {
    title_ui(ui, title);
    let Some(dataset) = scope.dataset() else {
        return;
    };
    let above: Vec<(UnitKey, String)> = parent
        .into_iter()
        .flat_map(|parent| dataset.ancestors(parent))
        .map(|(key, unit)| {
            let name = super::say::named(
                scope.words,
                unit.level,
                &unit_name(scope.words, dataset, key),
            );
            (key, name)
        })
        .collect();
    if above.is_empty() {
        return;
    }
    ui.spacing_mut().interact_size.y = 20.0;
    wrapping_ui(ui, |ui| {
        ui.spacing_mut().item_spacing = vec2(4.0, 0.0);
        let weak = scope
            .theme
            .text
            .small
            .coloured(scope.theme.palette.text_weak);
        for (place, (key, name)) in above.iter().enumerate() {
            if place > 0 {
                formatted_ui(ui, "·", weak);
            }
            if link_ui(ui, name).clicked() {
                scope.ask(Request::Select(Some(Target::Unit(*key))));
            }
        }
    });
    ui.spacing_mut().interact_size.y = scope.theme.sizes.control_height;
    ui.add_space(4.0);
}

/// A small text that can be pressed.
pub fn link_ui(ui: &mut Ui, text: &str) -> egui::Response {
    let theme = Theme::of(ui.ctx());
    let laid = lay(ui.ctx(), text, &theme.text.small);
    let (rect, response) = ui.allocate_exact_size(laid.size(), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::Link, true, plain(text)));
    let active = response.hovered() || response.has_focus();
    let colour = if active {
        theme.palette.accent
    } else {
        theme.palette.text_weak
    };
    laid.paint(ui.painter(), rect.min, colour);
    if active {
        let line = egui::Stroke::new(1.0, colour);
        ui.painter().hline(rect.x_range(), rect.bottom(), line);
    }
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}
