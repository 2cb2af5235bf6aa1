//! The selected unit: its attributes, with what the law and the checks say beside the
//! attribute that it concerns; the law in full; its findings.

use egui::Ui;

use super::attribute_field::{AttributeField, KEY_WIDTH, remark_ui, value_ui};
use super::caches::Caches;
use super::direction::{key_row_ui, wrapping_ui};
use super::end_panel::heading_with_chain_ui;
use super::law_list::{law_list_ui, short_verdict};
use super::scope::{Request, Scope};
use super::text::{checkbox_ui, combo_ui, heading_ui};
use super::theme::Severity;
use super::unit_record::Record;
use super::unit_values::{
    parse_centre, parse_count, parse_date, parse_parent, parsed_code, people_remark, shown_count,
};
use super::view_state::{FieldName, Target, ViewState};
use crate::app::describe::{
    beside, density_name, describe, level_name, special_area_name, unit_name,
};
use crate::edit::{Edit, EditUnit, UnitField};
use crate::model::{DensityGrade, Level, SpecialArea, Unit, UnitKey};
use crate::rules::legal::{TermKind, VerdictLine};
use crate::rules::{Code, Finding};

/// The newest census of the whole country.
pub const LATEST_CENSUS: i32 = 1395;

/// The density grades, the densest first.
pub const GRADES: [DensityGrade; 3] =
    [DensityGrade::Dense, DensityGrade::Medium, DensityGrade::Low];

/// The special areas, in the order of lists.
pub const AREAS: [SpecialArea; 7] = [
    SpecialArea::LowDensity,
    SpecialArea::Remote,
    SpecialArea::Border,
    SpecialArea::Island,
    SpecialArea::Forest,
    SpecialArea::Desert,
    SpecialArea::Deprived,
];

/// A unit before its panel.
struct Shown<'a> {
    key: UnitKey,
    unit: &'a Unit,
    findings: Vec<&'a Finding>,
}

/// Draws the panel of a unit.
pub fn unit_panel_ui(
    ui: &mut Ui,
    scope: &mut Scope<'_>,
    view: &mut ViewState,
    caches: &mut Caches,
    key: UnitKey,
) {
    let Some(session) = scope.session() else {
        return;
    };
    let dataset = &session.snapshot().dataset;
    let Some(unit) = dataset.units.get(key) else {
        return;
    };
    let report = session.findings().report();
    let findings = report
        .into_iter()
        .flat_map(|report| &report.findings)
        .map(|finding| &**finding)
        .filter(|finding| finding.units.contains(&key))
        .collect();
    let shown = Shown {
        key,
        unit,
        findings,
    };
    let title = super::say::named(
        scope.words,
        unit.level,
        &unit_name(scope.words, dataset, key),
    );
    heading_with_chain_ui(ui, scope, &title, unit.parent);
    let mut typed = None;
    let record = Record { key, unit, dataset };
    shown.identity_ui(ui, scope, view, &mut typed);
    record.names_ui(ui, scope, view);
    record.rank_ui(ui, scope, view);
    let edit = view.typed.clone();
    let lines = caches.law.of(session, key, edit.as_ref()).to_vec();
    shown.people_ui(ui, scope, view, &mut typed);
    for line in &lines {
        let (severity, sentence) = short_verdict(scope.words, line);
        remark_ui(ui, severity, &sentence);
    }
    shown.sum_remark_ui(ui, scope, &lines);
    shown.density_ui(ui, scope, view);
    shown.areas_ui(ui, scope, view);
    record.density_decree_ui(ui, scope, view);
    shown.land_ui(ui, scope, view, &mut typed);
    record.perimeter_ui(ui, scope, caches.outline(dataset, key));
    record.own_decree_ui(ui, scope, view);
    record.notes_ui(ui, scope, view);
    ui.add_space(8.0);
    law_list_ui(ui, scope, &lines, edit.is_some());
    shown.findings_ui(ui, scope);
    record.neighbours_ui(ui, scope, caches.outline(dataset, key));
    record.history_ui(ui, scope);
    // The law answers to what is being typed from the next frame on.
    if view.typed != typed {
        view.typed = typed;
        ui.ctx().request_repaint();
    }
}

impl Shown<'_> {
    fn edit(&self, field: UnitField) -> Edit {
        Edit::Unit(EditUnit {
            unit: self.key,
            field,
        })
    }

    /// A field with the findings of some codes under it.
    #[expect(clippy::too_many_arguments, reason = "what one field is drawn from")]
    fn field_ui(
        &self,
        ui: &mut Ui,
        scope: &mut Scope<'_>,
        view: &mut ViewState,
        typed: &mut Option<Edit>,
        name: FieldName,
        (label, shown, suffix): (&str, &str, Option<&str>),
        parse: &dyn Fn(&str) -> Result<UnitField, String>,
    ) {
        let parse = |text: &str| parse(text).map(|field| self.edit(field));
        let outcome = AttributeField {
            target: Target::Unit(self.key),
            name,
            label,
            shown,
            suffix,
            is_code: name == FieldName::Code,
            parse: &parse,
        }
        .show_ui(ui, scope, view);
        if outcome.typed.is_some() {
            *typed = outcome.typed;
        }
    }

    /// The findings of some kinds on this unit, under the field they are about.
    fn remarks_ui(&self, ui: &mut Ui, scope: &Scope<'_>, codes: &[Code]) {
        let Some(dataset) = scope.dataset() else {
            return;
        };
        for finding in &self.findings {
            if codes.contains(&finding.code) {
                let words = describe(scope.words, dataset, finding);
                let sentence = beside(scope.words, vec![words.kind, words.detail]);
                remark_ui(ui, super::findings_rows::sign_of(finding), &sentence);
            }
        }
    }

    fn identity_ui(
        &self,
        ui: &mut Ui,
        scope: &mut Scope<'_>,
        view: &mut ViewState,
        typed: &mut Option<Edit>,
    ) {
        let words = scope.words;
        if view.editing.is_on {
            let label = scope.text("field-name");
            let shown = (label.as_str(), self.unit.name.as_str(), None);
            self.field_ui(ui, scope, view, typed, FieldName::Name, shown, &|text| {
                Ok(UnitField::Name(text.to_owned()))
            });
        }
        self.remarks_ui(ui, scope, &[Code::S15, Code::S17]);
        let label = scope.text("field-code");
        let code = self.unit.code.clone().unwrap_or_default();
        let shown = (label.as_str(), code.as_str(), None);
        self.field_ui(ui, scope, view, typed, FieldName::Code, shown, &|text| {
            Ok(UnitField::Code(parsed_code(text)))
        });
        self.remarks_ui(ui, scope, &[Code::S12, Code::S13]);
        if view.editing.is_on && self.unit.level != Level::Province {
            let label = scope.text("field-parent");
            let Some(dataset) = scope.dataset() else {
                return;
            };
            let parent = self
                .unit
                .parent
                .and_then(|parent| dataset.units.get(parent));
            let name = parent.map(|parent| parent.name.clone()).unwrap_or_default();
            let level = self.unit.level.above();
            let suffix = level.map(|level| level_name(words, level));
            let shown = (label.as_str(), name.as_str(), suffix.as_deref());
            self.field_ui(ui, scope, view, typed, FieldName::Parent, shown, &|text| {
                parse_parent(words, dataset, level, text).map(UnitField::Parent)
            });
        }
        self.remarks_ui(ui, scope, &[Code::S01, Code::S04]);
        self.centre_ui(ui, scope, view, typed);
    }

    fn centre_ui(
        &self,
        ui: &mut Ui,
        scope: &mut Scope<'_>,
        view: &mut ViewState,
        typed: &mut Option<Edit>,
    ) {
        let Some(dataset) = scope.dataset() else {
            return;
        };
        if self.unit.level == Level::City {
            return;
        }
        let label = scope.text("field-centre");
        let centre = self.unit.centre.as_ref();
        let name = centre.map(|centre| centre.name.clone()).unwrap_or_default();
        let kind = centre.and_then(|centre| {
            let id = match (centre.city, centre.settlement) {
                (Some(_), _) => "level-city",
                (None, Some(_)) => "level-village",
                (None, None) => return None,
            };
            Some(scope.text(id))
        });
        let shown = (label.as_str(), name.as_str(), kind.as_deref());
        let facts = scope.facts;
        self.field_ui(ui, scope, view, typed, FieldName::Centre, shown, &|text| {
            Ok(UnitField::Centre(parse_centre(
                dataset, facts, self.key, text,
            )))
        });
        self.remarks_ui(ui, scope, &[Code::S05, Code::S06, Code::S07]);
    }

    fn people_ui(
        &self,
        ui: &mut Ui,
        scope: &mut Scope<'_>,
        view: &mut ViewState,
        typed: &mut Option<Edit>,
    ) {
        let words = scope.words;
        let counts = self.unit.populations.counts();
        let mut censuses: Vec<Option<i32>> =
            counts.iter().rev().map(|count| count.census).collect();
        let sum = people_remark(scope, self.key);
        if censuses.is_empty() {
            if let (false, Some((shown, suffix))) = (view.editing.is_on, &sum) {
                value_ui(
                    ui,
                    scope,
                    &scope.text("field-people"),
                    shown,
                    Some(suffix),
                    false,
                );
                return;
            }
            censuses.push(Some(LATEST_CENSUS));
        }
        censuses.truncate(3);
        for (place, census) in censuses.into_iter().enumerate() {
            let count = self.unit.populations.of_census(census);
            let people = count.and_then(|count| count.people);
            let label = super::unit_values::dated_label(words, "field-people", census);
            let shown = super::unit_values::shown_count(words, people);
            let households = count.and_then(|count| count.households);
            let suffix = households.map(|households| households_words(scope, households));
            let suffix = suffix.filter(|_| !view.editing.is_on);
            let field = (label.as_str(), shown.as_str(), suffix.as_deref());
            let name = FieldName::People(census);
            self.field_ui(ui, scope, view, typed, name, field, &|text| {
                parse_count(words, text).map(|people| UnitField::People { census, people })
            });
            if view.editing.is_on && place == 0 {
                let label = scope.text("field-households");
                let shown = super::unit_values::shown_count(words, households);
                let field = (label.as_str(), shown.as_str(), None);
                let name = FieldName::Households(census);
                self.field_ui(ui, scope, view, typed, name, field, &|text| {
                    parse_count(words, text)
                        .map(|households| UnitField::Households { census, households })
                });
            }
        }
    }

    /// The law counts the people of what lies under a unit; where what is recorded for the
    /// unit itself is another number, that is said, or editing it would seem to do nothing.
    fn sum_remark_ui(&self, ui: &mut Ui, scope: &Scope<'_>, lines: &[VerdictLine]) {
        let recorded = self
            .unit
            .populations
            .latest()
            .and_then(|count| count.people);
        for line in lines {
            let is_sum = !line
                .terms
                .iter()
                .any(|term| term.kind == TermKind::Recorded);
            if let (Some(sum), Some(recorded), true) = (line.people, recorded, is_sum)
                && sum != recorded
            {
                let text = scope.with(
                    "field-sum-differs",
                    &[
                        ("sum", shown_count(scope.words, Some(sum)).into()),
                        ("recorded", shown_count(scope.words, Some(recorded)).into()),
                    ],
                );
                remark_ui(ui, Severity::Warning, &text);
            }
        }
    }

    fn density_ui(&self, ui: &mut Ui, scope: &mut Scope<'_>, view: &ViewState) {
        if matches!(self.unit.level, Level::Province | Level::City) {
            return;
        }
        let label = scope.text("field-density");
        let unset = scope.text("density-unset");
        if !view.editing.is_on {
            let shown = self
                .unit
                .density
                .map(|grade| density_name(scope.words, grade));
            value_ui(ui, scope, &label, &shown.unwrap_or_default(), None, false);
            return;
        }
        let names: Vec<String> = std::iter::once(unset)
            .chain(GRADES.iter().map(|grade| density_name(scope.words, *grade)))
            .collect();
        let choices: Vec<&str> = names.iter().map(String::as_str).collect();
        let chosen = match self.unit.density {
            None => 0,
            Some(own) => 1 + GRADES.iter().position(|grade| *grade == own).unwrap_or(0),
        };
        let made = key_row_ui(ui, &label, KEY_WIDTH, |ui| {
            let width = ui.available_width();
            combo_ui(ui, &label, &choices, Some(chosen), width)
        });
        if let Some(made) = made {
            let grade = made
                .checked_sub(1)
                .and_then(|made| GRADES.get(made))
                .copied();
            scope.edit(self.edit(UnitField::Density(grade)));
        }
    }

    fn areas_ui(&self, ui: &mut Ui, scope: &mut Scope<'_>, view: &ViewState) {
        let with_minimum = matches!(
            self.unit.level,
            Level::County | Level::District | Level::RuralDistrict
        );
        if !with_minimum {
            return;
        }
        let label = scope.text("field-special-areas");
        if !view.editing.is_on {
            if !self.unit.special_areas.is_empty() {
                let names: Vec<String> = self
                    .unit
                    .special_areas
                    .iter()
                    .map(|area| special_area_name(scope.words, *area))
                    .collect();
                value_ui(ui, scope, &label, &names.join(" · "), None, false);
            }
            return;
        }
        let mut areas = self.unit.special_areas.clone();
        let mut nomadic = self.unit.nomadic;
        key_row_ui(ui, &label, KEY_WIDTH, |ui| {
            wrapping_ui(ui, |ui| {
                ui.spacing_mut().item_spacing = egui::vec2(10.0, 0.0);
                for area in AREAS {
                    let mut is_set = areas.contains(&area);
                    let name = special_area_name(scope.words, area);
                    if checkbox_ui(ui, &mut is_set, &name).changed() {
                        areas.retain(|other| *other != area);
                        if is_set {
                            areas.push(area);
                        }
                    }
                }
                if self.unit.level == Level::District {
                    checkbox_ui(ui, &mut nomadic, &scope.text("field-nomadic"));
                }
            });
        });
        areas.sort_unstable();
        if areas != self.unit.special_areas {
            scope.edit(self.edit(UnitField::SpecialAreas(areas)));
        }
        if nomadic != self.unit.nomadic {
            scope.edit(self.edit(UnitField::Nomadic(nomadic)));
        }
    }

    fn land_ui(
        &self,
        ui: &mut Ui,
        scope: &mut Scope<'_>,
        view: &mut ViewState,
        typed: &mut Option<Edit>,
    ) {
        let words = scope.words;
        let area = scope.facts.area_m2(self.key);
        let shown = area.map(|area_m2| words.square_kilometres(area_m2));
        let suffix = scope.text("field-computed");
        let label = scope.text("field-area");
        let suffix = shown.is_some().then_some(suffix.as_str());
        value_ui(ui, scope, &label, &shown.unwrap_or_default(), suffix, false);
        let label = scope.text("field-established");
        let shown = self
            .unit
            .established
            .map(|date| super::say::shown_date(words, &date))
            .unwrap_or_default();
        let field = (label.as_str(), shown.as_str(), None);
        self.field_ui(
            ui,
            scope,
            view,
            typed,
            FieldName::Established,
            field,
            &|text| parse_date(words, text).map(UnitField::Established),
        );
        let holds = super::unit_values::children_words(scope, self.key);
        if !holds.is_empty() {
            value_ui(ui, scope, &scope.text("field-holds"), &holds, None, false);
        }
    }

    /// The findings on this unit that do not stand beside a field.
    fn findings_ui(&self, ui: &mut Ui, scope: &mut Scope<'_>) {
        let Some(dataset) = scope.dataset() else {
            return;
        };
        let told = [Code::L03, Code::L04, Code::L06, Code::L07, Code::L09];
        let rest: Vec<&&Finding> = self
            .findings
            .iter()
            .filter(|finding| !told.contains(&finding.code))
            .collect();
        if rest.is_empty() {
            return;
        }
        ui.add_space(8.0);
        heading_ui(ui, &scope.text("panel-findings"));
        for finding in rest.iter().take(30) {
            let words = describe(scope.words, dataset, finding);
            let sign = super::findings_rows::sign_of(finding);
            let about = super::law_list::Line {
                severity: sign,
                title: &words.kind,
                remark: &words.measures,
                is_link: true,
            };
            if about.show_ui(ui).clicked() {
                scope.ask(Request::Finding(finding.key.clone()));
            }
        }
    }
}

fn households_words(scope: &Scope<'_>, households: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "no country has 2^53 households")]
    scope.with(
        "format-households",
        &[("count", (households as f64).into())],
    )
}
