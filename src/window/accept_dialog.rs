//! Accepting findings: why they may stand, who decides, and until when, in the Solar
//! Hijri calendar. The reason why it cannot be stands under its field.

use egui::{Key, Modifiers, Ui};

use super::dialogs::dialog_ui;
use super::direction::{Flow, key_row_ui};
use super::scope::Scope;
use super::text::{Button, TextField, title_ui, wrapped_ui};
use super::triage_section::say;
use super::view_state::{AcceptDraft, FindingsView};
use crate::app::clock::today;
use crate::app::command::Command;
use crate::app::dates::SolarDate;
use crate::edit::TriageField;
use crate::model::IsoDate;
use crate::rules::Finding;

/// The room of the names of fields, in points.
const KEY_WIDTH: f32 = 110.0;

/// Draws the dialog while findings are being accepted.
pub fn accept_dialog_ui(ui: &Ui, scope: &mut Scope<'_>, view: &mut FindingsView) {
    let Some(draft) = view.accept.as_mut() else {
        return;
    };
    let mut is_accepted = false;
    let mut is_done = !egui::Popup::is_any_open(ui.ctx())
        && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
    dialog_ui(ui, "accept", 460.0, |ui| {
        let count = scope.count(draft.keys.len());
        title_ui(ui, &scope.with("accept-title", &[("count", count.into())]));
        ui.add_space(4.0);
        let weak = scope.theme.text.body;
        let weak = weak.coloured(scope.theme.palette.text_weak);
        wrapped_ui(ui, &scope.text("accept-explained"), weak);
        ui.add_space(8.0);
        let is_submitted = fields_ui(ui, scope, draft);
        ui.add_space(16.0);
        ui.with_layout(Flow::of(ui).row_from_end(), |ui| {
            let complaint = complaint(scope, draft);
            let label = scope.text("accept-confirm");
            let button = Button::new(&label)
                .primary()
                .refused(complaint.as_deref())
                .show_ui(ui);
            if (button.clicked() || is_submitted) && complaint.is_none() {
                accept(scope, draft);
                is_accepted = true;
            }
            let label = scope.text("dialog-cancel");
            if Button::new(&label).show_ui(ui).clicked() {
                is_done = true;
            }
        });
    });
    if is_accepted {
        // What was accepted leaves the list.
        view.choose_only(None);
    }
    if is_accepted || is_done {
        view.accept = None;
    }
}

/// Draws the fields; returns whether Enter was pressed in one.
fn fields_ui(ui: &mut Ui, scope: &Scope<'_>, draft: &mut AcceptDraft) -> bool {
    ui.spacing_mut().item_spacing.y = 6.0;
    let mut is_submitted = false;
    let mut field = |ui: &mut Ui, id: &str, text: &mut String, hint: &str, wrong: Option<&str>| {
        let label = scope.text(id);
        let outcome = key_row_ui(ui, &label, KEY_WIDTH, |ui| {
            TextField::new(text, &label)
                .placeholder(hint)
                .complaint(wrong)
                .show_ui(ui)
        });
        if let Some(sentence) = wrong {
            let small = scope.theme.text.small;
            let format = small.coloured(scope.theme.palette.loss);
            key_row_ui(ui, "", KEY_WIDTH, |ui| wrapped_ui(ui, sentence, format));
        }
        is_submitted |= outcome.is_submitted;
        outcome.response
    };
    let hint = scope.text("accept-reason-hint");
    let reason = field(ui, "accept-reason", &mut draft.reason, &hint, None);
    if !draft.has_begun {
        reason.request_focus();
        draft.has_begun = true;
    }
    field(ui, "accept-by", &mut draft.approver, "", None);
    let hint = scope.text("accept-until-hint");
    let wrong = until(scope, &draft.until).err();
    field(
        ui,
        "accept-until",
        &mut draft.until,
        &hint,
        wrong.as_deref(),
    );
    is_submitted
}

/// The day that was typed, if any: the last on which the exception holds.
fn until(scope: &Scope<'_>, text: &str) -> Result<Option<IsoDate>, String> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let last = SolarDate::parse(text)
        .ok()
        .and_then(SolarDate::last_day)
        .and_then(|last| last.to_iso().parse::<IsoDate>().ok())
        .ok_or_else(|| scope.text("accept-until-wrong"))?;
    if last < today() {
        return Err(scope.text("refusal-expired-already"));
    }
    Ok(Some(last))
}

/// Why the findings cannot be accepted as it stands.
fn complaint(scope: &Scope<'_>, draft: &AcceptDraft) -> Option<String> {
    if draft.reason.trim().is_empty() {
        return Some(scope.text("refusal-empty-reason"));
    }
    if draft.approver.trim().is_empty() {
        return Some(scope.text("refusal-empty-author"));
    }
    until(scope, &draft.until).err()
}

fn accept(scope: &mut Scope<'_>, draft: &AcceptDraft) {
    let Some(session) = scope.session() else {
        return;
    };
    let known = session.findings();
    let findings: Vec<&Finding> = draft
        .keys
        .iter()
        .filter_map(|key| known.find(key))
        .collect();
    if scope.program.settings().author.is_empty() {
        scope.command(Command::SetAuthor(draft.approver.trim().to_owned()));
    }
    let field = TriageField::Accept {
        reason: draft.reason.clone(),
        approver: draft.approver.clone(),
        accepted: today(),
        until: until(scope, &draft.until)
            .ok()
            .flatten()
            .and_then(IsoDate::next),
    };
    say(scope, &findings, field);
}
