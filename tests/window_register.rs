//! The register as a clerk keeps it, in Persian, by labels: a decree with who decided it, a
//! county that falls short in a border area and stands by that decree, a rural district whose
//! centre becomes a city, a centre of another unit, density grades of several units at once.
#![cfg(feature = "window")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at what is unexpected"
)]

#[path = "common/mod.rs"]
mod common;

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use marz::app::command::Command;
use marz::app::language::Language;
use marz::model::{DecreeBody, DensityGrade, Level, SettlementKind, Unit, UnitKey};
use marz::rules::legal::verdicts;
use marz::rules::{Context, Verdict};

use common::window::{Window, dataset, sample_project, session, shell, type_text, window};

/// The window on the sample in Persian, with editing on.
fn clerk(folder: &std::path::Path) -> Window {
    let mut window = window(&sample_project(folder), folder);
    let shell = window.state_mut().as_mut().unwrap();
    shell
        .program_mut()
        .run(Command::SetLanguage(Language::Persian));
    window.run_steps(3);
    window.key_press(Key::E);
    window.run_steps(2);
    window
}

/// Finds a unit or settlement in the tree's search, and presses its row.
fn press_in_tree(window: &mut Window, (code, name): (&str, &str), modifiers: Modifiers) {
    enter(window, "جست‌وجوی نام یا کد", code, false);
    window.run_steps(3);
    let rows = window.query_all_by_role(Role::TreeItem);
    let mut named = rows.filter(|row| {
        let label = row.accesskit_node().label();
        label.is_some_and(|label| label.contains(name))
    });
    let row = named.next().expect("it is found");
    row.click_modifiers(modifiers);
    drop(named);
    window.run_steps(3);
}

/// Writes a text in a field, in place of what stood there.
fn enter(window: &mut Window, label: &str, text: &str, is_submitted: bool) {
    window
        .get_by_role_and_label(Role::TextInput, label)
        .click_accesskit();
    window.run_steps(2);
    window.get_by_role_and_label(Role::TextInput, label).focus();
    window.run_steps(2);
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.run_steps(1);
    type_text(window, text);
    if is_submitted {
        window.key_press(Key::Enter);
    }
    window.run_steps(3);
}

fn verdict(window: &Window, unit: UnitKey) -> Verdict {
    let lines = verdicts(&Context::new(session(window).snapshot()), unit);
    lines.first().expect("it has a minimum").verdict
}

fn has_text(window: &Window, part: &str) -> bool {
    let mut labels = window.query_all(egui_kittest::kittest::by().predicate(|node| {
        let said = node.label().or_else(|| node.value());
        said.is_some_and(|said| said.contains(part))
    }));
    labels.next().is_some()
}

#[test]
fn a_county_that_falls_short_in_a_border_area_stands_by_the_cabinets_decree() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = clerk(folder.path());
    let county = |(_, unit): &(UnitKey, &Unit)| unit.level == Level::County && unit.name == "ازنا";
    let found = dataset(&window).units.iter().find(county);
    let key = found.expect("the sample has it").0;
    assert_eq!(verdict(&window, key), Verdict::Violated, "72,868 of 80,000");
    press_in_tree(&mut window, ("ازنا", "شهرستان ازنا"), Modifiers::NONE);
    window
        .get_by_role_and_label(Role::CheckBox, "مرزی")
        .click_accesskit();
    window.run_steps(3);
    assert_eq!(verdict(&window, key).name(), "needs-cabinet");
    assert!(has_text(&window, "هیئت وزیران"));
    enter(&mut window, "تصویب‌نامه", "۵۸۵۲۳/ت۴۷۵هـ", true);
    assert_eq!(
        verdict(&window, key),
        Verdict::Permitted,
        "by the number's suffix"
    );
    assert!(has_text(&window, "با تصویب‌نامه مجاز است"));
    let decree = dataset(&window).decrees.iter().next().unwrap();
    assert_eq!(decree.1.decided_by(), Some(DecreeBody::Cabinet));
    let decree = decree.0;
    // One on which a unit rests stays.
    window
        .get_by_role_and_label(Role::Link, "نمایش تصویب‌نامه")
        .click_accesskit();
    window.run_steps(3);
    assert!(has_text(&window, "آنچه بر آن استوار است"));
    enter(&mut window, "تاریخ جلسه", "۱۳۸۹/۰۴/۲۰", true);
    enter(&mut window, "تاریخ پیشنهاد", "۱۳۸۹/۰۴/۲۱", true);
    assert!(
        has_text(&window, "ترتیب روزها"),
        "a proposal comes before its session"
    );
    let known = dataset(&window).decrees.get(decree).unwrap();
    assert!(known.session_date.is_some() && known.proposal_date.is_none());
}

#[test]
fn the_centre_of_a_rural_district_becomes_a_city_once_there_is_another_centre() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = clerk(folder.path());
    let (rural, village, other) = {
        let data = dataset(&window);
        let of = |key| {
            data.settlements
                .iter()
                .filter(move |(_, it)| it.parent == Some(key))
        };
        let mut units = data.units.iter();
        let found = units.find_map(|(key, unit)| {
            let seat = unit.centre.as_ref()?.settlement?;
            let under = data.units.get(unit.parent?)?;
            let village = data.settlements.get(seat)?;
            let is_it = unit.level == Level::RuralDistrict && under.level == Level::District;
            let code = village
                .code
                .clone()
                .filter(|_| is_it && village.parent == Some(key))?;
            let other = of(key).find(|(other, it)| {
                *other != seat && it.kind == SettlementKind::Village && it.name != village.name
            })?;
            Some((
                key,
                (seat, code, village.name.clone()),
                (other.0, other.1.name.clone()),
            ))
        });
        found.expect("the sample has one")
    };
    let before = dataset(&window).clone();
    press_in_tree(&mut window, (&village.1, &village.2), Modifiers::NONE);
    window
        .get_by_role_and_label(Role::Button, "تبدیل به شهر…")
        .click_accesskit();
    window.run_steps(3);
    assert!(has_text(&window, "1362"), "what each set of the law says");
    assert!(has_text(&window, "1389"));
    assert!(has_text(&window, "نخست مرکز تازه‌ای برگزینید"));
    window
        .get_by_role_and_label(Role::Button, "تبدیل به شهر")
        .click_accesskit();
    window.run_steps(2);
    assert_eq!(*dataset(&window), before, "not without another centre");
    enter(&mut window, "مرکز تازهٔ دهستان", &other.1, false);
    window
        .get_by_role_and_label(Role::Button, "تبدیل به شهر")
        .click_accesskit();
    window.run_steps(3);
    let after = dataset(&window);
    assert!(after.settlements.get(village.0).unwrap().life.has_ended());
    let centre = after.units.get(rural).unwrap().centre.clone().unwrap();
    assert_eq!(centre.settlement, Some(other.0));
    let city = shell(&window).view().selection.unit().unwrap();
    let city = after.units.get(city).unwrap();
    assert_eq!(
        (city.level, city.name.as_str()),
        (Level::City, village.2.as_str())
    );
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.run_steps(2);
    assert_eq!(*dataset(&window), before);
}

#[test]
fn a_density_grade_is_set_for_several_units_in_one_step() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = clerk(folder.path());
    let counties: Vec<_> = dataset(&window)
        .units
        .iter()
        .filter(|(_, unit)| unit.level == Level::County)
        .map(|(key, unit)| (key, unit.name.clone()))
        .take(3)
        .collect();
    for (number, (_, name)) in counties.iter().enumerate() {
        let modifiers = if number == 0 {
            Modifiers::NONE
        } else {
            Modifiers::COMMAND
        };
        let shown = format!("شهرستان {name}");
        press_in_tree(&mut window, (name, &shown), modifiers);
    }
    assert!(has_text(&window, "۳ واحد"));
    enter(&mut window, "مصوبهٔ تراکم", "۱۲/ت۳هـ", true);
    window
        .get_by_role_and_label(Role::CheckBox, "کویری")
        .click_accesskit();
    window.run_steps(3);
    assert_eq!(session(&window).history().done().len(), 2, "a step each");
    let data = dataset(&window);
    for (key, name) in &counties {
        let unit = data.units.get(*key).unwrap();
        assert!(unit.density_decree.is_some(), "{name}");
        assert!(
            unit.special_areas
                .contains(&marz::model::SpecialArea::Desert),
            "{name}"
        );
        assert!(unit.density != Some(DensityGrade::Low) || !unit.special_areas.is_empty());
    }
    assert_eq!(data.decrees.len(), 1, "one decree for all");
}
