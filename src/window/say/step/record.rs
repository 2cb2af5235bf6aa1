//! What was done with decrees and with what the office keeps of a unit, in words.

use super::or_nothing;
use crate::app::describe::settlement_name;
use crate::app::language::{Words, isolated};
use crate::edit::{DecreeField, EditDecree, MakeCity, UnitField};
use crate::model::{Dataset, PartialDate};
use crate::window::say::shown_date;

/// An attribute that the office keeps of a unit, with its value.
pub(super) fn unit_field(words: &Words, field: &UnitField) -> (&'static str, String) {
    let number = |text: &Option<crate::edit::DecreeText>| {
        let number = text.as_ref().map(|text| isolated(&text.number));
        number.unwrap_or_default()
    };
    match field {
        UnitField::LatinName(name) => ("field-latin-name", isolated(name)),
        UnitField::MinistryCode(code) => ("field-ministry-code", code.clone().unwrap_or_default()),
        UnitField::OtherNames(names) => {
            let names: Vec<&str> = names.iter().map(|name| name.name.as_str()).collect();
            (
                "field-other-name",
                names.join(&words.text("format-between")),
            )
        }
        UnitField::SpecialGovernorate(is_special) => {
            let id = if *is_special { "field-yes" } else { "field-no" };
            ("field-special-governorate", words.text(id))
        }
        UnitField::Notes(notes) => ("field-notes", isolated(notes)),
        UnitField::Attachments(files) => {
            let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
            (
                "field-attachments",
                names.join(&words.text("format-between")),
            )
        }
        UnitField::Decree(text) => ("field-decree", number(text)),
        UnitField::DensityDecree(text) => ("field-density-decree", number(text)),
        _ => ("field-nothing", String::new()),
    }
}

/// What was done with a decree. One that was removed since is told without its number.
pub(super) fn decree_step(words: &Words, dataset: &Dataset, edit: &EditDecree) -> String {
    let (decree, field) = match edit {
        EditDecree::Add(decree) => {
            let number = isolated(&decree.number);
            return words.with("step-decree-add", &[("number", number.into())]);
        }
        EditDecree::Remove(_) => return words.text("step-decree-remove"),
        EditDecree::Set { decree, field } => (*decree, field),
    };
    let number = dataset.decrees.get(decree);
    let number = number.map_or_else(|| "—".to_owned(), |decree| isolated(&decree.number));
    let (id, value) = decree_field(words, dataset, field);
    words.with(
        "step-decree-set",
        &[
            ("number", number.into()),
            ("field", words.text(id).into()),
            ("value", or_nothing(words, value).into()),
        ],
    )
}

fn decree_field(words: &Words, dataset: &Dataset, field: &DecreeField) -> (&'static str, String) {
    let date = |date: &Option<PartialDate>| {
        date.map(|date| shown_date(words, &date))
            .unwrap_or_default()
    };
    let count = |rows: usize| words.integer(i64::try_from(rows).unwrap_or(i64::MAX));
    let numbers = |keys: &[crate::model::DecreeKey]| {
        let known = keys.iter().filter_map(|key| dataset.decrees.get(*key));
        let numbers: Vec<String> = known.map(|it| isolated(&it.number)).collect();
        numbers.join(&words.text("format-between"))
    };
    match field {
        DecreeField::Number(text) => ("decree-number", isolated(text)),
        DecreeField::Date(day) => ("decree-date", date(day)),
        DecreeField::Authority(text) => ("decree-authority", isolated(text)),
        DecreeField::Body(body) => {
            let name = |body: &crate::model::DecreeBody| {
                words.text(&format!("decree-body-{}", body.name().replace('_', "-")))
            };
            ("decree-body", body.as_ref().map(name).unwrap_or_default())
        }
        DecreeField::Kind(kind) => {
            let name = |kind: &crate::model::DecreeKind| {
                words.text(&format!("decree-kind-{}", kind.name()))
            };
            ("decree-kind", kind.as_ref().map(name).unwrap_or_default())
        }
        DecreeField::Subject(text) => ("decree-subject", isolated(text)),
        DecreeField::ProposalNumber(text) => ("decree-proposal-number", isolated(text)),
        DecreeField::ProposalDate(day) => ("decree-proposal-date", date(day)),
        DecreeField::SessionDate(day) => ("decree-session-date", date(day)),
        DecreeField::Delegation(text) => ("decree-delegation", isolated(text)),
        DecreeField::NoticeNumber(text) => ("decree-notice-number", isolated(text)),
        DecreeField::NoticeDate(day) => ("decree-notice-date", date(day)),
        DecreeField::GazetteNumber(text) => ("decree-gazette-number", isolated(text)),
        DecreeField::GazetteDate(day) => ("decree-gazette-date", date(day)),
        DecreeField::Effective(day) => ("decree-effective", date(day)),
        DecreeField::Clauses(clauses) => ("decree-clauses", count(clauses.len())),
        DecreeField::Sheets(sheets) => ("decree-sheets", count(sheets.len())),
        DecreeField::Amends(keys) => ("decree-amends", numbers(keys)),
        DecreeField::Annuls(keys) => ("decree-annuls", numbers(keys)),
        DecreeField::File(file) => {
            let name = file.as_ref().map(|file| isolated(&file.name));
            ("field-attachments", name.unwrap_or_default())
        }
    }
}

/// Which village was made a city. While the step is undone the village is there, afterwards
/// the city of its name for life.
pub(super) fn city_step(words: &Words, dataset: &Dataset, edit: &MakeCity) -> String {
    let mut units = dataset.units.iter();
    let city = units.find(|(_, unit)| unit.id == edit.id);
    let name = match city {
        Some((_, unit)) => isolated(&unit.name),
        None => settlement_name(words, dataset, edit.village),
    };
    words.with("step-make-city", &[("name", name.into())])
}
