//! The list of reference layers: which are shown, and what adds one.

use egui::Ui;

use super::commands::Action;
use super::direction::{column_ui, ends_ui, horizontal_ui};
use super::icons::icons::{ICON_CLOSE, ICON_PALETTE};
use super::scope::{Request, Scope};
use super::text::{Button, Row, checkbox_ui, formatted_ui, menu_ui, separator_ui, tooltip};
use super::view_state::SheetDraft;
use crate::app::command::Command;
use crate::app::language::isolated;
use crate::app::references::{Looked, Reference, ReferenceLook};

/// The layers that are looked at beside the data, and what adds one.
pub fn references_ui(ui: &mut Ui, scope: &mut Scope<'_>, sheets: &mut SheetDraft) {
    column_ui(ui, |ui| contents_ui(ui, scope, sheets));
}

fn contents_ui(ui: &mut Ui, scope: &mut Scope<'_>, sheets: &mut SheetDraft) {
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
        let mut look = None;
        let (_, is_removed) = ends_ui(
            ui,
            |ui| {
                let shown = checkbox_ui(ui, &mut is_shown, &name);
                tooltip(shown, &label);
            },
            |ui| {
                let is_removed = Button::icon_only(ICON_CLOSE, &remove).show_ui(ui).clicked();
                let style = scope.text("reference-style");
                let button = Button::icon_only(ICON_PALETTE, &style).show_ui(ui);
                look = menu_ui(&button, |ui| look_ui(ui, scope, reference)).flatten();
                is_removed
            },
        );
        if let Some(look) = look {
            scope.command(Command::StyleReference { place, look });
        }
        if is_shown != reference.is_shown {
            scope.command(Command::ShowReference { place, is_shown });
        }
        if is_removed {
            scope.command(Command::RemoveReference(place));
        }
    }
    sheets_ui(ui, scope, sheets);
    let label = scope.text("command-add-references");
    horizontal_ui(ui, |ui| {
        if Button::new(&label).quiet().show_ui(ui).clicked() {
            scope.ask(Request::Action(Action::AddReferences));
        }
    });
    let label = scope.text("command-add-sheet");
    horizontal_ui(ui, |ui| {
        if Button::new(&label).quiet().show_ui(ui).clicked() {
            scope.ask(Request::Action(Action::AddSheet));
        }
    });
}

/// The inks of the styles, in their order.
const INKS: [&str; 5] = [
    "reference-violet",
    "reference-blue",
    "reference-green",
    "reference-brown",
    "reference-grey",
];
/// How wide lines can be, against the style.
const WIDTHS: [(f32, &str); 3] = [
    (0.6, "reference-thin"),
    (1.0, "reference-normal"),
    (2.0, "reference-thick"),
];
/// How much pictures and lines can hide.
const OPACITIES: [f32; 4] = [1.0, 0.75, 0.5, 0.25];

/// The ways in which something can be drawn; the one that was chosen.
fn look_ui(ui: &mut Ui, scope: &Scope<'_>, reference: &Reference) -> Option<ReferenceLook> {
    let now = reference.look;
    let mut chosen = None;
    let mut offer = |ui: &mut Ui, label: &str, look: ReferenceLook| {
        if Row::new(label).selected(look == now).show_ui(ui).clicked() {
            chosen = Some(look);
        }
    };
    if matches!(reference.looked, Looked::Layer(_)) {
        for (ink, id) in (0..).zip(INKS) {
            offer(ui, &scope.text(id), ReferenceLook { ink, ..now });
        }
        separator_ui(ui);
        for (width, id) in WIDTHS {
            offer(ui, &scope.text(id), ReferenceLook { width, ..now });
        }
        separator_ui(ui);
    }
    for opacity in OPACITIES {
        let share = scope.words.percent(f64::from(opacity));
        let label = scope.with("reference-opacity", &[("share", share.into())]);
        offer(ui, &label, ReferenceLook { opacity, ..now });
    }
    chosen
}

/// The map sheets of the data: which are shown.
fn sheets_ui(ui: &mut Ui, scope: &mut Scope<'_>, draft: &mut SheetDraft) {
    let Some(dataset) = scope.dataset() else {
        return;
    };
    for (key, sheet) in dataset.sheets.iter() {
        let name = isolated(&sheet.name);
        let label = scope.with("reference-show", &[("name", name.clone().into())]);
        let mut is_shown = !draft.hidden.contains(&key);
        let shown = checkbox_ui(ui, &mut is_shown, &name);
        tooltip(shown, &label);
        if is_shown {
            draft.hidden.remove(&key);
        } else {
            draft.hidden.insert(key);
        }
    }
}
