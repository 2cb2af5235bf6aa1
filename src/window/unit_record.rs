//! What the office keeps of a unit beside what the law asks about: names in Latin letters and
//! of before, the ministry's code, rank, decrees and notes; its perimeter, its neighbours and
//! the steps that changed it.

use egui::Ui;

use super::attribute_field::{AttributeField, KEY_WIDTH, value_ui};
use super::direction::key_row_ui;
use super::end_panel::link_ui;
use super::say::{named, shown_date, step};
use super::scope::{Request, Scope};
use super::text::{checkbox_ui, heading_ui, wrapped_ui};
use super::unit_values::parse_date;
use super::view_state::{FieldName, Target, ViewState};
use crate::app::describe::{beside, unit_name};
use crate::app::language::Words;
use crate::app::outline::Outline;
use crate::edit::{DecreeText, Edit, EditUnit, UnitField};
use crate::model::{Dataset, DecreeKey, Level, OtherName, Unit, UnitKey};

/// How many neighbours and steps are listed.
const MOST_LISTED: usize = 12;

/// A unit before the part of its panel that this is.
pub struct Record<'a> {
    /// Its key.
    pub key: UnitKey,
    /// The unit.
    pub unit: &'a Unit,
    /// The data.
    pub dataset: &'a Dataset,
}

/// What a text means as an attribute of a unit, or why it means none.
type Parse<'a> = &'a dyn Fn(&str) -> Result<UnitField, String>;

impl Record<'_> {
    fn edit(&self, field: UnitField) -> Edit {
        Edit::Unit(EditUnit {
            unit: self.key,
            field,
        })
    }

    fn field_ui(
        &self,
        ui: &mut Ui,
        scope: &mut Scope<'_>,
        view: &mut ViewState,
        (name, label, shown): (FieldName, &str, &str),
        parse: Parse<'_>,
    ) {
        // What is not known and cannot be entered now takes no room.
        if shown.is_empty() && !view.editing.is_on {
            return;
        }
        let parse = |text: &str| parse(text).map(|field| self.edit(field));
        AttributeField {
            target: Target::Unit(self.key),
            name,
            label,
            shown,
            suffix: None,
            is_code: name == FieldName::MinistryCode,
            parse: &parse,
        }
        .show_ui(ui, scope, view);
    }

    /// Names beside its own, and the ministry's code.
    pub fn names_ui(&self, ui: &mut Ui, scope: &mut Scope<'_>, view: &mut ViewState) {
        let label = scope.text("field-latin-name");
        let shown = (
            FieldName::LatinName,
            label.as_str(),
            self.unit.latin_name.as_str(),
        );
        self.field_ui(ui, scope, view, shown, &|text| {
            Ok(UnitField::LatinName(text.to_owned()))
        });
        let words = scope.words;
        let names = &self.unit.other_names;
        let label = scope.text("field-other-name");
        for place in 0..=names.len() {
            let shown = names.get(place).map(|name| other_name_text(words, name));
            let shown = shown.unwrap_or_default();
            let field = (FieldName::OtherName(place), label.as_str(), shown.as_str());
            self.field_ui(ui, scope, view, field, &|text| {
                let mut all = names.clone();
                match (all.get_mut(place), text.is_empty()) {
                    (Some(_), true) => drop(all.remove(place)),
                    (Some(known), false) => *known = parse_other_name(words, text)?,
                    (None, false) => all.push(parse_other_name(words, text)?),
                    (None, true) => {}
                }
                Ok(UnitField::OtherNames(all))
            });
        }
        let label = scope.text("field-ministry-code");
        let shown = self.unit.ministry_code.clone().unwrap_or_default();
        let shown = (FieldName::MinistryCode, label.as_str(), shown.as_str());
        self.field_ui(ui, scope, view, shown, &|text| {
            let code = (!text.is_empty()).then(|| text.to_owned());
            Ok(UnitField::MinistryCode(code))
        });
    }

    /// The rank of a county.
    pub fn rank_ui(&self, ui: &mut Ui, scope: &mut Scope<'_>, view: &ViewState) {
        let mut is_special = self.unit.special_governorate;
        if self.unit.level != Level::County || !(view.editing.is_on || is_special) {
            return;
        }
        let label = scope.text("field-rank");
        let name = scope.text("field-special-governorate");
        if !view.editing.is_on {
            value_ui(ui, scope, &label, &name, None, false);
            return;
        }
        let changed = key_row_ui(ui, &label, KEY_WIDTH, |ui| {
            checkbox_ui(ui, &mut is_special, &name).changed()
        });
        if changed {
            scope.edit(self.edit(UnitField::SpecialGovernorate(is_special)));
        }
    }

    /// The decree by which the density grade was set.
    pub fn density_decree_ui(&self, ui: &mut Ui, scope: &mut Scope<'_>, view: &mut ViewState) {
        let has_grade = self.unit.density.is_some() || !self.unit.special_areas.is_empty();
        if has_grade {
            let known = self.unit.density_decree;
            let named = (FieldName::DensityDecree, "field-density-decree", known);
            self.decree_ui(ui, scope, view, named, UnitField::DensityDecree);
        }
    }

    /// The decree that it stands by.
    pub fn own_decree_ui(&self, ui: &mut Ui, scope: &mut Scope<'_>, view: &mut ViewState) {
        let named = (FieldName::Decree, "field-decree", self.unit.decree);
        self.decree_ui(ui, scope, view, named, UnitField::Decree);
    }

    fn decree_ui(
        &self,
        ui: &mut Ui,
        scope: &mut Scope<'_>,
        view: &mut ViewState,
        (name, id, known): (FieldName, &str, Option<DecreeKey>),
        set: fn(Option<DecreeText>) -> UnitField,
    ) {
        let label = scope.text(id);
        let decree = known.and_then(|key| Some((key, self.dataset.decrees.get(key)?)));
        let shown = decree.map(|(_, it)| it.number.clone()).unwrap_or_default();
        if view.editing.is_on || decree.is_none() {
            let field = (name, label.as_str(), shown.as_str());
            self.field_ui(ui, scope, view, field, &|text| {
                Ok(set(super::decree_panel::decree_named(self.dataset, text)))
            });
        }
        if let Some((key, _)) = decree {
            let label = if view.editing.is_on {
                String::new()
            } else {
                label
            };
            let text = if view.editing.is_on {
                scope.text("field-show-decree")
            } else {
                shown
            };
            let pressed = key_row_ui(ui, &label, KEY_WIDTH, |ui| link_ui(ui, &text).clicked());
            if pressed {
                scope.ask(Request::Select(Some(Target::Decree(key))));
            }
        }
    }

    /// What was noted.
    pub fn notes_ui(&self, ui: &mut Ui, scope: &mut Scope<'_>, view: &mut ViewState) {
        let label = scope.text("field-notes");
        let shown = (FieldName::Notes, label.as_str(), self.unit.notes.as_str());
        self.field_ui(ui, scope, view, shown, &|text| {
            Ok(UnitField::Notes(text.to_owned()))
        });
    }

    /// How long its outline is.
    pub fn perimeter_ui(&self, ui: &mut Ui, scope: &Scope<'_>, outline: &Outline) {
        if outline.perimeter_m <= 0.0 {
            return;
        }
        let length = scope.words.length(outline.perimeter_m);
        let computed = scope.text("field-computed");
        let label = scope.text("field-perimeter");
        value_ui(ui, scope, &label, &length, Some(&computed), false);
    }

    /// How much of its outline each neighbour has.
    pub fn neighbours_ui(&self, ui: &mut Ui, scope: &mut Scope<'_>, outline: &Outline) {
        let neighbours = &outline.neighbours;
        if neighbours.is_empty() {
            return;
        }
        ui.add_space(8.0);
        heading_ui(ui, &scope.text("field-neighbours"));
        ui.spacing_mut().interact_size.y = 20.0;
        for (key, length_m) in neighbours.iter().take(MOST_LISTED) {
            let Some(unit) = self.dataset.units.get(*key) else {
                continue;
            };
            let name = unit_name(scope.words, self.dataset, *key);
            let name = named(scope.words, unit.level, &name);
            let text = beside(scope.words, vec![name, scope.words.length(*length_m)]);
            if link_ui(ui, &text).clicked() {
                scope.ask(Request::Select(Some(Target::Unit(*key))));
            }
        }
        more_ui(ui, scope, neighbours.len());
        ui.spacing_mut().interact_size.y = scope.theme.sizes.control_height;
    }

    /// The steps that changed it, the last one first.
    pub fn history_ui(&self, ui: &mut Ui, scope: &Scope<'_>) {
        let Some(session) = scope.session() else {
            return;
        };
        let done = session.history().done().iter().rev();
        let own: Vec<_> = done
            .filter(|step| step.changes.units().any(|unit| unit == self.key))
            .take(MOST_LISTED)
            .collect();
        if own.is_empty() {
            return;
        }
        ui.add_space(8.0);
        heading_ui(ui, &scope.text("field-history"));
        for one in own {
            let mut said = vec![step(scope.words, self.dataset, one)];
            said.extend([one.reason.clone(), one.author.clone()]);
            said.retain(|text| !text.is_empty());
            let text = said.join(&scope.text("format-between"));
            wrapped_ui(ui, &text, scope.theme.text.small);
        }
    }
}

fn more_ui(ui: &mut Ui, scope: &Scope<'_>, all: usize) {
    if all > MOST_LISTED {
        let count = scope.count(all - MOST_LISTED);
        let text = scope.with("decree-rests-more", &[("count", count.into())]);
        wrapped_ui(ui, &text, scope.theme.text.small);
    }
}

/// A name of before with its period: «هارون‌آباد (–۱۳۱۴)».
fn other_name_text(words: &Words, name: &OtherName) -> String {
    if name.from.is_none() && name.until.is_none() {
        return name.name.clone();
    }
    let date = |date: Option<_>| {
        date.map(|date| shown_date(words, &date))
            .unwrap_or_default()
    };
    format!("{} ({}–{})", name.name, date(name.from), date(name.until))
}

fn parse_other_name(words: &Words, text: &str) -> Result<OtherName, String> {
    let Some((name, period)) = text
        .strip_suffix(')')
        .and_then(|text| text.rsplit_once('('))
    else {
        return Ok(OtherName {
            name: text.to_owned(),
            ..OtherName::default()
        });
    };
    let (from, until) = period
        .split_once(['–', '-', '—'])
        .ok_or_else(|| words.text("field-other-name-form"))?;
    Ok(OtherName {
        name: name.trim().to_owned(),
        from: parse_date(words, from.trim())?,
        until: parse_date(words, until.trim())?,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that fails should say where")]

    use super::*;
    use crate::app::language::Language;
    use crate::model::PartialDate;

    #[test]
    fn a_name_of_before_is_written_with_its_period_and_read_back() {
        let words = Words::new(Language::Persian);
        let name = OtherName {
            name: "هارون‌آباد".to_owned(),
            from: None,
            until: Some(PartialDate::SolarYear(1314)),
        };
        let text = other_name_text(&words, &name);
        assert_eq!(parse_other_name(&words, &text), Ok(name));
        assert_eq!(parse_other_name(&words, "شاه‌آباد").unwrap().until, None);
        assert!(parse_other_name(&words, "شاه‌آباد (۱۳۱۴)").is_err());
    }
}
