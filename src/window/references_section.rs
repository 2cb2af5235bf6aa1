//! The list of reference layers: which are shown, and what adds one.

use egui::Ui;

use super::commands::Action;
use super::direction::{ends_ui, horizontal_ui};
use super::icons::icons::ICON_CLOSE;
use super::scope::{Request, Scope};
use super::text::{Button, checkbox_ui, formatted_ui, tooltip};
use crate::app::command::Command;
use crate::app::language::isolated;

/// The layers that are looked at beside the data, and what adds one.
pub fn references_ui(ui: &mut Ui, scope: &mut Scope<'_>) {
    let references = scope.program.references();
    if !references.is_empty() {
        let weak = scope
            .theme
            .text
            .small
            .coloured(scope.theme.palette.text_weak);
        formatted_ui(ui, &scope.text("panel-references"), weak);
    }
    for (place, reference) in references.iter().enumerate() {
        let name = isolated(reference.name());
        let label = scope.with("reference-show", &[("name", name.clone().into())]);
        let remove = scope.text("reference-remove");
        let mut is_shown = reference.is_shown;
        let (_, is_removed) = ends_ui(
            ui,
            |ui| {
                let shown = checkbox_ui(ui, &mut is_shown, &name);
                tooltip(shown, &label);
            },
            |ui| Button::icon_only(ICON_CLOSE, &remove).show_ui(ui).clicked(),
        );
        if is_shown != reference.is_shown {
            scope.command(Command::ShowReference { place, is_shown });
        }
        if is_removed {
            scope.command(Command::RemoveReference(place));
        }
    }
    let label = scope.text("command-add-references");
    horizontal_ui(ui, |ui| {
        if Button::new(&label).quiet().show_ui(ui).clicked() {
            scope.ask(Request::Action(Action::AddReferences));
        }
    });
}
