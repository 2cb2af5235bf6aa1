//! The middle of the window: the map of the open data, or the welcome.

use egui::{CornerRadius, Ui};

use super::scope::Scope;
use super::view_state::ViewState;
use super::welcome::welcome_ui;

/// Draws the middle.
pub fn middle_ui(ui: &mut Ui, scope: &mut Scope<'_>, view: &mut ViewState) {
    if scope.session().is_none() {
        welcome_ui(ui, scope);
        return;
    }
    let room = ui.available_rect_before_wrap();
    ui.painter()
        .rect_filled(room, CornerRadius::ZERO, scope.theme.map.background);
    let _ = view;
}
