//! What edits of borders are meant as: asked once for a session of work, and changed at
//! any time.

use egui::Ui;

use super::KEY_WIDTH;
use crate::app::command::Command;
use crate::edit::ChangeKind;
use crate::window::direction::{key_row_ui, wrapping_ui};
use crate::window::say::{change_kind, kind_help_id};
use crate::window::scope::Scope;
use crate::window::text::{Button, combo_ui, formatted_ui, tooltip};

/// Asks what the work is, or shows what was said.
pub(super) fn kind_ui(ui: &mut Ui, scope: &mut Scope<'_>, kind: Option<ChangeKind>) {
    let label = scope.text("kind-question");
    let names = ChangeKind::ALL.map(|kind| change_kind(scope.words, kind));
    let Some(kind) = kind else {
        let accent = scope.theme.text.body.coloured(scope.theme.palette.accent);
        formatted_ui(ui, &scope.text("kind-ask"), accent);
        wrapping_ui(ui, |ui| {
            for (kind, name) in ChangeKind::ALL.into_iter().zip(&names) {
                let button = Button::new(name).show_ui(ui);
                if tooltip(button, &scope.text(kind_help_id(kind))).clicked() {
                    scope.command(Command::SetChangeKind(Some(kind)));
                }
            }
        });
        return;
    };
    let chosen = ChangeKind::ALL.iter().position(|known| *known == kind);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let made = key_row_ui(ui, &label, KEY_WIDTH, |ui| {
        combo_ui(ui, &label, &names, chosen, ui.available_width())
    });
    if let Some(made) = made.and_then(|place| ChangeKind::ALL.get(place).copied()) {
        scope.command(Command::SetChangeKind(Some(made)));
    }
}
