//! Who does something and why: the fields that a fix asks for. Who works here is asked
//! until it is known.

use egui::Ui;

use super::direction::key_row_ui;
use super::scope::Scope;
use super::text::TextField;
use super::view_state::FindingsView;

/// The room of the names of fields, in points.
const KEY_WIDTH: f32 = 72.0;

/// What stands in the fields.
pub struct AuthorFields {
    /// Who.
    pub author: String,
    /// Why.
    pub reason: String,
    /// Whether Enter was pressed in one.
    pub is_submitted: bool,
}

/// Draws the fields.
pub fn author_fields_ui(ui: &mut Ui, scope: &Scope<'_>, view: &mut FindingsView) -> AuthorFields {
    let mut is_submitted = false;
    let label = scope.text("fix-reason");
    let hint = scope.text("fix-reason-hint");
    let field = key_row_ui(ui, &label, KEY_WIDTH, |ui| {
        TextField::new(&mut view.reason, &label)
            .placeholder(&hint)
            .show_ui(ui)
    });
    is_submitted |= field.is_submitted;
    let known = scope.program.settings().author.clone();
    let mut author = view.author.clone().unwrap_or_else(|| known.clone());
    if known.is_empty() || view.author.is_some() {
        let label = scope.text("author");
        let field = key_row_ui(ui, &label, KEY_WIDTH, |ui| {
            TextField::new(&mut author, &label).show_ui(ui)
        });
        is_submitted |= field.is_submitted;
        view.author = Some(author.clone());
    }
    AuthorFields {
        author,
        reason: view.reason.clone(),
        is_submitted,
    }
}
