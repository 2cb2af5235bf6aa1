//! The selected village, farm or place: its name, code, unit and people.

use egui::Ui;

use super::attribute_field::{AttributeField, remark_ui, value_ui};
use super::end_panel::heading_with_chain_ui;
use super::scope::Scope;
use super::unit_panel::LATEST_CENSUS;
use super::unit_values::{dated_label, parse_count, parsed_code, shown_count};
use super::view_state::{FieldName, Target, ViewState};
use crate::app::describe::{beside, describe, settlement_name};
use crate::edit::{Edit, EditSettlement, SettlementField};
use crate::model::SettlementKey;

/// Draws the panel of a settlement.
pub fn settlement_panel_ui(
    ui: &mut Ui,
    scope: &mut Scope<'_>,
    view: &mut ViewState,
    key: SettlementKey,
) {
    let Some(session) = scope.session() else {
        return;
    };
    let dataset = &session.snapshot().dataset;
    let Some(settlement) = dataset.settlements.get(key) else {
        return;
    };
    let words = scope.words;
    let title = super::say::named(
        scope.words,
        settlement.kind.level(),
        &settlement_name(scope.words, dataset, key),
    );
    heading_with_chain_ui(ui, scope, &title, settlement.parent);
    let panel = Panel { key };
    if view.editing.is_on {
        let label = scope.text("field-name");
        let shown = (label.as_str(), settlement.name.as_str());
        panel.field_ui(ui, scope, view, FieldName::Name, shown, &|text| {
            Ok(SettlementField::Name(text.to_owned()))
        });
    }
    let label = scope.text("field-code");
    let code = settlement.code.clone().unwrap_or_default();
    let shown = (label.as_str(), code.as_str());
    panel.field_ui(ui, scope, view, FieldName::Code, shown, &|text| {
        Ok(SettlementField::Code(parsed_code(text)))
    });
    let mut censuses: Vec<Option<i32>> = settlement
        .populations
        .counts()
        .iter()
        .rev()
        .map(|count| count.census)
        .collect();
    if censuses.is_empty() {
        censuses.push(Some(LATEST_CENSUS));
    }
    for census in censuses {
        let count = settlement.populations.of_census(census);
        let label = dated_label(words, "field-people", census);
        let shown = shown_count(words, count.and_then(|count| count.people));
        let field = (label.as_str(), shown.as_str());
        panel.field_ui(ui, scope, view, FieldName::People(census), field, &|text| {
            parse_count(words, text).map(|people| SettlementField::People { census, people })
        });
        let label = dated_label(words, "field-households", census);
        let shown = shown_count(words, count.and_then(|count| count.households));
        let field = (label.as_str(), shown.as_str());
        panel.field_ui(
            ui,
            scope,
            view,
            FieldName::Households(census),
            field,
            &|text| {
                parse_count(words, text)
                    .map(|households| SettlementField::Households { census, households })
            },
        );
    }
    if let Some(position) = settlement.position {
        let text = super::coordinates::shown(words.language(), view.coordinates, position);
        value_ui(ui, scope, &scope.text("field-position"), &text, None, true);
    }
    let report = session.findings().report();
    let findings = report.into_iter().flat_map(|report| &report.findings);
    for finding in findings.filter(|finding| finding.settlements.contains(&key)) {
        let told = describe(words, dataset, finding);
        let sentence = beside(words, vec![told.kind, told.detail]);
        remark_ui(ui, super::findings_rows::sign_of(finding), &sentence);
    }
    super::city_form::city_form_ui(ui, scope, view, key);
}

struct Panel {
    key: SettlementKey,
}

impl Panel {
    fn field_ui(
        &self,
        ui: &mut Ui,
        scope: &mut Scope<'_>,
        view: &mut ViewState,
        name: FieldName,
        (label, shown): (&str, &str),
        parse: &dyn Fn(&str) -> Result<SettlementField, String>,
    ) {
        let parse = |text: &str| {
            parse(text).map(|field| {
                Edit::Settlement(EditSettlement {
                    settlement: self.key,
                    field,
                })
            })
        };
        AttributeField {
            target: Target::Settlement(self.key),
            name,
            label,
            shown,
            suffix: None,
            is_code: name == FieldName::Code,
            parse: &parse,
        }
        .show_ui(ui, scope, view);
    }
}
