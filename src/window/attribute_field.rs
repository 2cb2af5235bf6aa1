//! A field of the unit panel: what is typed is planned as an edit at once; the refusal
//! stands under the field, and Enter or leaving the field makes the edit as one step.

use egui::{Id, Key, Ui, UiBuilder};

use super::direction::{Flow, key_row_ui};
use super::scope::Scope;
use super::text::{TextField, elided_ui, formatted_ui, paint_severity, small_ui, wrapped_ui};
use super::theme::Severity;
use super::view_state::{Draft, FieldName, Target, ViewState};
use crate::edit::{Edit, Refusal};

/// The room of the names of fields, in points.
pub const KEY_WIDTH: f32 = 96.0;

/// A field of one attribute.
pub struct AttributeField<'a> {
    /// Whose attribute it is.
    pub target: Target,
    /// Which.
    pub name: FieldName,
    /// What it is called.
    pub label: &'a str,
    /// What stands there.
    pub shown: &'a str,
    /// A remark in the field.
    pub suffix: Option<&'a str>,
    /// Whether it is a code, which reads from left to right.
    pub is_code: bool,
    /// The edit that a text means, or a sentence why it means none.
    pub parse: &'a dyn Fn(&str) -> Result<Edit, String>,
}

/// What came of drawing a field.
#[derive(Default)]
pub struct FieldOutcome {
    /// The edit that is being typed, where it could be made.
    pub typed: Option<Edit>,
}

impl AttributeField<'_> {
    /// What takes the keyboard for this field.
    pub fn id(&self) -> Id {
        Id::unique(("attribute", self.target, self.name))
    }

    /// Draws the field, or the bare value while editing is off.
    pub fn show_ui(
        &self,
        ui: &mut Ui,
        scope: &mut Scope<'_>,
        view: &mut ViewState,
    ) -> FieldOutcome {
        if !view.editing.is_on {
            value_ui(ui, scope, self.label, self.shown, self.suffix, self.is_code);
            return FieldOutcome::default();
        }
        let is_mine = |draft: &Draft| draft.target == self.target && draft.field == self.name;
        let mut text = match view.draft.as_ref().filter(|draft| is_mine(draft)) {
            Some(draft) => draft.text.clone(),
            None => self.shown.to_owned(),
        };
        let (typed, complaint) = self.judge(scope, &text);
        let body = scope.theme.text.body;
        let format = if self.is_code {
            body.code().tabular()
        } else {
            body.auto()
        };
        let response = key_row_ui(ui, self.label, KEY_WIDTH, |ui| {
            let mut field = TextField::new(&mut text, self.label)
                .id(self.id())
                .format(format)
                .complaint(complaint.as_deref());
            if let Some(suffix) = self.suffix {
                field = field.suffix(suffix);
            }
            field.show_ui(ui)
        });
        if let Some(sentence) = &complaint {
            remark_ui(ui, Severity::Error, sentence);
        }
        let is_escaped = ui.input(|input| input.key_pressed(Key::Escape));
        if response.response.changed() {
            view.draft = Some(Draft {
                target: self.target,
                field: self.name,
                text,
            });
            // What was typed is judged in the next frame.
            ui.ctx().request_repaint();
            return FieldOutcome { typed };
        }
        if response.response.lost_focus() && is_escaped {
            view.draft = view.draft.take().filter(|draft| !is_mine(draft));
            return FieldOutcome::default();
        }
        let leaves = response.is_submitted || response.response.lost_focus();
        if leaves && complaint.is_none() {
            view.draft = view.draft.take().filter(|draft| !is_mine(draft));
            if let Some(edit) = typed {
                scope.edit(edit);
                return FieldOutcome::default();
            }
        }
        FieldOutcome { typed }
    }

    /// The edit that the text means, if it is another than what stands, or why it is none.
    fn judge(&self, scope: &Scope<'_>, text: &str) -> (Option<Edit>, Option<String>) {
        let Some(session) = scope.session() else {
            return (None, None);
        };
        if text.trim() == self.shown.trim() {
            return (None, None);
        }
        let edit = match (self.parse)(text.trim()) {
            Ok(edit) => edit,
            Err(sentence) => return (None, Some(sentence)),
        };
        match edit.plan(session.snapshot()) {
            Ok(_) => (Some(edit), None),
            Err(Refusal::NoChange) => (None, None),
            Err(refusal) => {
                let dataset = &session.snapshot().dataset;
                let sentence = super::say::refusal(scope.words, Some(dataset), &refusal);
                (None, Some(sentence))
            }
        }
    }
}

/// A value that is only read.
pub fn value_ui(
    ui: &mut Ui,
    scope: &Scope<'_>,
    label: &str,
    shown: &str,
    suffix: Option<&str>,
    is_code: bool,
) {
    let theme = scope.theme;
    key_row_ui(ui, label, KEY_WIDTH, |ui| {
        let nothing = scope.text("field-nothing");
        let format = match (shown.is_empty(), is_code) {
            (true, _) => theme.text.body.coloured(theme.palette.text_disabled),
            (false, true) => theme.text.body.code().tabular(),
            (false, false) => theme.text.body.auto(),
        };
        let text = if shown.is_empty() { &nothing } else { shown };
        match suffix {
            None => elided_ui(ui, text, format),
            Some(suffix) => {
                let value = formatted_ui(ui, text, format);
                small_ui(ui, suffix);
                value
            }
        }
    });
}

/// A sentence under a field, with the sign of its severity.
pub fn remark_ui(ui: &mut Ui, severity: Severity, sentence: &str) {
    let theme = super::theme::Theme::of(ui.ctx());
    let flow = Flow::of(ui);
    let start = ui.cursor().top();
    let mut room = ui.available_rect_before_wrap();
    room.min.y = start;
    let inner = flow.cut_start(room, KEY_WIDTH).1;
    let (sign, text) = flow.cut_start(inner, 16.0);
    let colour = theme.palette.severity(severity);
    let format = theme.text.small.coloured(match severity {
        Severity::Satisfied | Severity::Unknown | Severity::Note => theme.palette.text_weak,
        _ => colour,
    });
    let builder = UiBuilder::new().max_rect(text).layout(flow.column());
    ui.scope_builder(builder, |ui| wrapped_ui(ui, sentence, format));
    let middle = egui::pos2(sign.center().x, start + 8.0);
    paint_severity(ui.painter(), middle, 3.6, severity, None);
    ui.add_space(2.0);
}
