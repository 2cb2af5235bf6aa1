//! What stands in the middle while nothing is open: open a file, open the sample, the
//! recent files, or drop files here.

use std::path::PathBuf;

use egui::{CornerRadius, Stroke, StrokeKind, Ui, UiBuilder, vec2};

use super::commands::Action;
use super::direction::{Flow, column_ui, horizontal_ui};
use super::icons::icons::{ICON_DESCRIPTION, ICON_FOLDER_OPEN, ICON_MAP};
use super::scope::{Request, Scope};
use super::text::{Button, Row, formatted_ui, heading_ui, wrapped_ui};

/// Draws the view.
pub fn welcome_ui(ui: &mut Ui, scope: &mut Scope<'_>) {
    let theme = scope.theme;
    let room = ui.available_rect_before_wrap();
    ui.painter()
        .rect_filled(room, CornerRadius::ZERO, theme.map.background);
    let is_dropping = ui.input(|input| !input.raw.hovered_files.is_empty());
    if is_dropping {
        let line = Stroke::new(2.0, theme.palette.accent);
        ui.painter().rect_stroke(
            room.shrink(12.0),
            CornerRadius::same(theme.sizes.popup_corner),
            line,
            StrokeKind::Inside,
        );
    }
    let width = (room.width() - 64.0).clamp(200.0, 440.0);
    let top = room.top() + (room.height() * 0.2).min(160.0);
    let place = egui::Rect::from_min_size(
        egui::pos2(room.center().x - width / 2.0, top),
        vec2(width, room.bottom() - top - 16.0),
    );
    let builder = UiBuilder::new()
        .max_rect(place)
        .layout(Flow::of(ui).column());
    ui.scope_builder(builder, |ui| {
        let name = theme.text.title.sized(28.0).coloured(theme.palette.accent);
        formatted_ui(ui, &scope.text("window-name"), name);
        let weak = theme.text.body.coloured(theme.palette.text_weak);
        wrapped_ui(ui, &scope.text("welcome-what"), weak);
        ui.add_space(20.0);
        horizontal_ui(ui, |ui| {
            let (label, keys) = scope.words_and_keys(Action::Open);
            let refusal = scope.refusal(Action::Open);
            let mut button = Button::new(&label)
                .icon(ICON_FOLDER_OPEN)
                .primary()
                .refused(refusal.as_deref());
            if let Some(keys) = &keys {
                button = button.tooltip(keys);
            }
            if button.show_ui(ui).clicked() {
                scope.ask(Request::Action(Action::Open));
            }
            let (label, _) = scope.words_and_keys(Action::OpenSample);
            let button = Button::new(&label)
                .icon(ICON_MAP)
                .refused(refusal.as_deref());
            if button.show_ui(ui).clicked() {
                scope.ask(Request::Action(Action::OpenSample));
            }
        });
        ui.add_space(8.0);
        let id = if is_dropping {
            "welcome-drop-now"
        } else {
            "welcome-drop"
        };
        wrapped_ui(ui, &scope.text(id), weak);
        recent_ui(ui, scope);
    });
}

fn recent_ui(ui: &mut Ui, scope: &mut Scope<'_>) {
    let recent: Vec<PathBuf> = scope.program.settings().recent.clone();
    if recent.is_empty() {
        return;
    }
    ui.add_space(24.0);
    column_ui(ui, |ui| {
        heading_ui(ui, &scope.text("welcome-recent"));
        for path in recent {
            let name = super::say::file_name(&path);
            let folder = path
                .parent()
                .map(super::say::whole_path)
                .unwrap_or_default();
            let row = Row::new(&name).icon(ICON_DESCRIPTION).end(&folder);
            if row.show_ui(ui).clicked() {
                scope.ask(Request::Open(vec![path]));
            }
        }
    });
}
