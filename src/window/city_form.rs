//! The form that makes a village a city: its code, the rural district's new centre where the
//! village is the old one, and what each set of legal parameters says of it beforehand.

use egui::Ui;

use super::attribute_field::{KEY_WIDTH, remark_ui};
use super::direction::{key_row_ui, wrapping_ui};
use super::law_list::sign_of_verdict;
use super::scope::{Request, Scope};
use super::text::{Button, TextField, heading_ui};
use super::theme::Severity;
use super::unit_values::{parse_date, parsed_code};
use super::view_state::{CityDraft, Target, ViewState};
use crate::app::search::fold;
use crate::edit::{Edit, MakeCity, Refusal};
use crate::model::{Dataset, Level, PartialDate, Settlement, SettlementKey, SettlementKind};
use crate::rules::legal::{city_test, law_sets};

/// Draws the form, under the attributes of a village that is being edited.
pub fn city_form_ui(ui: &mut Ui, scope: &mut Scope<'_>, view: &mut ViewState, key: SettlementKey) {
    let Some(session) = scope.session() else {
        return;
    };
    let dataset = &session.snapshot().dataset;
    let village = dataset.settlements.get(key);
    let village = village.filter(|it| it.kind == SettlementKind::Village);
    let (Some(village), true) = (village, view.editing.is_on) else {
        return;
    };
    ui.add_space(8.0);
    heading_ui(ui, &scope.text("city-form"));
    if !view.city.is_open {
        let button = scope.text("city-open");
        if Button::new(&button).show_ui(ui).clicked() {
            let today = PartialDate::Day(crate::app::clock::today());
            view.city = CityDraft {
                is_open: true,
                on: super::say::shown_date(scope.words, &today),
                ..CityDraft::default()
            };
        }
        return;
    }
    tests_ui(ui, scope, dataset, key, village);
    let draft = &mut view.city;
    text_ui(ui, &scope.text("field-code"), &mut draft.code);
    text_ui(ui, &scope.text("city-from"), &mut draft.on);
    let on = match parse_date(scope.words, draft.on.trim()) {
        Ok(Some(on)) => on,
        Ok(None) => {
            return remark_ui(ui, Severity::Error, &scope.text("field-date-form"));
        }
        Err(sentence) => return remark_ui(ui, Severity::Error, &sentence),
    };
    let centre = centre_named(scope, dataset, village, &draft.centre);
    let edit = |new_centre| {
        Edit::MakeCity(MakeCity {
            village: key,
            code: parsed_code(&draft.code),
            new_centre,
            on,
            id: uuid::Uuid::new_v4(),
        })
    };
    let made = edit(None);
    let needs_centre = matches!(
        made.plan(session.snapshot()),
        Err(Refusal::NeedsNewCentre(_))
    );
    let made = if needs_centre { edit(centre) } else { made };
    let refusal = made.plan(session.snapshot()).err();
    if needs_centre {
        text_ui(ui, &scope.text("city-new-centre"), &mut draft.centre);
    }
    let complaint = match &refusal {
        Some(Refusal::NeedsNewCentre(_)) if !draft.centre.trim().is_empty() => {
            Some(scope.text("city-no-such-village"))
        }
        Some(refusal) => Some(super::say::refusal(scope.words, Some(dataset), refusal)),
        None => None,
    };
    if let Some(sentence) = &complaint {
        remark_ui(ui, Severity::Error, sentence);
    }
    wrapping_ui(ui, |ui| {
        let label = scope.text("city-make");
        let button = Button::new(&label).primary().refused(complaint.as_deref());
        if button.show_ui(ui).clicked() {
            let city = dataset.units.next_key();
            scope.edit(made.clone());
            scope.ask(Request::Select(Some(Target::Unit(city))));
            *draft = CityDraft::default();
        }
        if Button::new(&scope.text("dialog-cancel"))
            .show_ui(ui)
            .clicked()
        {
            *draft = CityDraft::default();
        }
    });
}

fn text_ui(ui: &mut Ui, label: &str, text: &mut String) {
    key_row_ui(ui, label, KEY_WIDTH, |ui| {
        TextField::new(text, label).show_ui(ui)
    });
}

/// What each set says of the village as a city.
fn tests_ui(
    ui: &mut Ui,
    scope: &Scope<'_>,
    dataset: &Dataset,
    key: SettlementKey,
    village: &Settlement,
) {
    let people = village.populations.latest().and_then(|count| count.people);
    let mut districts = dataset.units.iter();
    let is_centre = districts.any(|(_, unit)| {
        let centre = unit.centre.as_ref().and_then(|centre| centre.settlement);
        unit.level == Level::District && centre == Some(key)
    });
    for law in law_sets() {
        let Some((verdict, required)) = city_test(law, people, is_centre) else {
            continue;
        };
        let number = |people: Option<u64>| match people {
            Some(people) => scope.words.people(people),
            None => scope.text("law-unknown"),
        };
        let short = scope.text(&format!("law-short-{}", verdict.name()));
        let id = if required.is_some() {
            "city-test"
        } else {
            "city-test-centre"
        };
        let text = scope.with(
            id,
            &[
                ("law", crate::app::language::isolated(&law.name).into()),
                ("people", number(people).into()),
                ("required", number(required).into()),
                ("verdict", short.into()),
            ],
        );
        remark_ui(ui, sign_of_verdict(verdict), &text);
    }
}

/// The other village of the rural district that has a name.
fn centre_named(
    scope: &Scope<'_>,
    dataset: &Dataset,
    village: &Settlement,
    name: &str,
) -> Option<SettlementKey> {
    let wanted = fold(name);
    if wanted.is_empty() {
        return None;
    }
    let mut own = scope.facts.settlements(village.parent?).iter().copied();
    own.find(|&key| {
        let other = dataset.settlements.get(key);
        other.is_some_and(|it| {
            it.kind == SettlementKind::Village && fold(&it.name).text() == wanted.text()
        })
    })
}
