//! The parameters of the checks: each with its unit, its default and the words of the
//! rules that read it. Applying them is one step of undo, and the checks run again.

use egui::{Key, Modifiers, ScrollArea, Ui, vec2};

use super::dialogs::{buttons_ui, dialog_ui, scroll_height};
use super::direction::{column_ui, key_row_ui};
use super::rule_help::paragraphs;
use super::scope::Scope;
use super::text::{
    Button, NumberField, combo_ui, heading_ui, is_typing, small_ui, title_ui, wrapped_ui,
};
use super::view_state::ParametersDraft;
use crate::app::describe::code_kind;
use crate::app::language::{Language, isolated};
use crate::app::parameters::{ParameterField, ParameterUnit, fields, readers, with_value};
use crate::edit::{Edit, EditParameters};
use crate::rules::legal::law_sets;
use crate::rules::{Code, rule};

/// The room of the names of fields, in points.
const KEY_WIDTH: f32 = 190.0;

/// Draws the dialog while it is open.
pub fn parameters_dialog_ui(ui: &Ui, scope: &mut Scope<'_>, view: &mut Option<ParametersDraft>) {
    let Some(draft) = view.as_mut() else {
        return;
    };
    let Some(dataset) = scope.dataset() else {
        *view = None;
        return;
    };
    let mut is_done = !is_typing(ui.ctx())
        && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
    dialog_ui(ui, "parameters", 560.0, |ui| {
        title_ui(ui, &scope.text("parameters-title"));
        let body = scope.theme.text.body;
        let weak = body.coloured(scope.theme.palette.text_weak);
        wrapped_ui(ui, &scope.text("parameters-explained"), weak);
        ui.add_space(8.0);
        let height = scroll_height(ui, 460.0, 0.0);
        ScrollArea::vertical()
            .id_salt("parameters")
            .max_height(height)
            .auto_shrink([false, true])
            .show(ui, |ui| {
                column_ui(ui, |ui| {
                    law_ui(ui, scope, draft);
                    for field in fields(&draft.parameters) {
                        field_ui(ui, scope, draft, &field);
                    }
                });
            });
        buttons_ui(ui, |ui| {
            let is_same = draft.parameters == dataset.parameters;
            let reason = is_same.then(|| scope.text("refusal-no-change"));
            let label = scope.text("parameters-apply");
            let button = Button::new(&label).primary().refused(reason.as_deref());
            if button.show_ui(ui).clicked() {
                scope.edit(Edit::Parameters(EditParameters {
                    parameters: draft.parameters.clone(),
                }));
                is_done = true;
            }
            let label = scope.text("dialog-cancel");
            if Button::new(&label).show_ui(ui).clicked() {
                is_done = true;
            }
        });
    });
    if is_done {
        *view = None;
    }
}

/// Which set of legal figures holds, and where it is from.
fn law_ui(ui: &mut Ui, scope: &Scope<'_>, draft: &mut ParametersDraft) {
    let sets = law_sets();
    let label = scope.text("law-set");
    let names: Vec<&str> = sets.iter().map(|set| set.name.as_str()).collect();
    let chosen = sets.iter().position(|set| set.name == draft.parameters.law);
    let made = key_row_ui(ui, &label, KEY_WIDTH, |ui| {
        combo_ui(ui, &label, &names, chosen, 150.0)
    });
    if let Some(set) = made.and_then(|place| sets.get(place)) {
        draft.parameters.law.clone_from(&set.name);
    }
    if let Some(set) = chosen.and_then(|place| sets.get(place)) {
        key_row_ui(ui, "", KEY_WIDTH, |ui| {
            let weak = scope
                .theme
                .text
                .small
                .coloured(scope.theme.palette.text_weak);
            wrapped_ui(ui, &isolated(&set.source), weak)
        });
    }
    let (line, _) = ui.allocate_exact_size(vec2(ui.available_width(), 9.0), egui::Sense::empty());
    ui.painter()
        .hline(line.x_range(), line.center().y, scope.theme.hairline());
}

fn field_ui(ui: &mut Ui, scope: &Scope<'_>, draft: &mut ParametersDraft, field: &ParameterField) {
    let label = scope.text(&format!("parameter-{}", field.name.replace('_', "-")));
    let unit = scope.text(match field.unit {
        ParameterUnit::Metres => "parameter-unit-m",
        ParameterUnit::SquareMetres => "parameter-unit-m2",
        ParameterUnit::Degrees => "parameter-unit-deg",
        ParameterUnit::Number => "parameter-unit-none",
    });
    let mut value = Some(field.value);
    let default = scope.words.decimal(field.default, 3);
    key_row_ui(ui, &label, KEY_WIDTH, |ui| {
        NumberField::new(&mut value, &label)
            .range(field.unit.range())
            .suffix(&unit)
            .width(150.0)
            .show_ui(ui);
        ui.add_space(8.0);
        if (field.value - field.default).abs() > f64::EPSILON {
            let label = scope.with("parameter-reset", &[("value", default.into())]);
            if Button::new(&label).quiet().show_ui(ui).clicked() {
                value = Some(field.default);
            }
        } else {
            small_ui(
                ui,
                &scope.with("parameter-default", &[("value", default.into())]),
            );
        }
    });
    if let Some(value) = value.filter(|value| (value - field.value).abs() > f64::EPSILON) {
        draft.parameters = with_value(&draft.parameters, &field.name, value);
    }
    let codes = readers(&field.name);
    key_row_ui(ui, "", KEY_WIDTH, |ui| {
        for &code in codes.iter().take(3) {
            let is_open = draft.help.as_ref() == Some(&(field.name.clone(), code));
            let label = code_kind(scope.words, code);
            let button = Button::new(&label).quiet().height(22.0).selected(is_open);
            if button.show_ui(ui).clicked() {
                draft.help = (!is_open).then(|| (field.name.clone(), code));
            }
        }
    });
    if let Some((name, code)) = &draft.help
        && *name == field.name
    {
        help_ui(ui, scope, &label, *code);
    }
    let (line, _) = ui.allocate_exact_size(vec2(ui.available_width(), 9.0), egui::Sense::empty());
    ui.painter()
        .hline(line.x_range(), line.center().y, scope.theme.hairline());
}

/// What a rule's document says of its parameters.
fn help_ui(ui: &mut Ui, scope: &Scope<'_>, label: &str, code: Code) {
    let Some(rule) = rule(code) else {
        return;
    };
    let (title, format) = match scope.words.language() {
        Language::Persian => ("به فارسی", scope.theme.text.body),
        Language::English => ("Parameters", scope.theme.text.body.auto()),
    };
    heading_ui(ui, label);
    for paragraph in paragraphs(rule.document, title) {
        wrapped_ui(ui, &paragraph, format);
    }
}
