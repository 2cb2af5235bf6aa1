//! A field of a card whose text is taken when it is entered or left.

use egui::Ui;

use super::KEY_WIDTH;
use crate::model::PartialDate;
use crate::window::direction::key_row_ui;
use crate::window::say::shown_date;
use crate::window::scope::Scope;
use crate::window::text::TextField;
use crate::window::unit_values::parse_date;

/// A text that is typed: shows what is known, which is nothing where several differ, and
/// gives what was entered.
pub(super) fn typed_ui(
    ui: &mut Ui,
    scope: &Scope<'_>,
    id: &str,
    typed: &mut Option<String>,
    known: Option<String>,
    complaint: Option<&str>,
) -> Option<String> {
    let label = scope.text(id);
    let several = scope.text("border-several");
    let mut text = match typed {
        Some(text) => text.clone(),
        None => known.clone().unwrap_or_default(),
    };
    let placeholder = if known.is_none() {
        several.as_str()
    } else {
        ""
    };
    let outcome = key_row_ui(ui, &label, KEY_WIDTH, |ui| {
        TextField::new(&mut text, &label)
            .placeholder(placeholder)
            .complaint(complaint)
            .show_ui(ui)
    });
    if outcome.response.has_focus() || outcome.response.changed() {
        *typed = Some(text.clone());
    }
    let is_done = outcome.is_submitted || outcome.response.lost_focus();
    if !is_done {
        return None;
    }
    *typed = None;
    let is_new = known.as_deref() != Some(text.trim()) && (known.is_some() || !text.is_empty());
    is_new.then(|| text.trim().to_owned())
}

/// A day or a year that is typed: shows what is known, which is nothing where several differ,
/// and gives what was entered.
pub(super) fn date_ui(
    ui: &mut Ui,
    scope: &Scope<'_>,
    id: &str,
    typed: &mut Option<String>,
    known: Option<Option<PartialDate>>,
) -> Option<Option<PartialDate>> {
    let shown = |date: PartialDate| shown_date(scope.words, &date);
    let known = known.map(|date| date.map_or_else(String::new, shown));
    let parsed = |text: &str| parse_date(scope.words, text.trim());
    let complaint = typed.as_deref().and_then(|text| parsed(text).err());
    let entered = typed_ui(ui, scope, id, typed, known, complaint.as_deref())?;
    parsed(&entered).ok()
}
