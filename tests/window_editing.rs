//! What an office does by a decree, in the window by labels: a county of districts,
//! villages to another rural district, an agreed border locked and unlocked, a history
//! that is there after the project was closed.
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
use marz::edit::{Annex, BorderField, ChangeKind, Edit, EditBorders};
use marz::model::{BorderStatus, Level, SettlementKey, SettlementKind, UnitKey};

use common::window::{
    Window, dataset, sample_project, saved, session, shell, type_text, until, window,
};

/// Finds a unit or settlement by its code in the tree's search, and presses its row.
fn press_in_tree(window: &mut Window, (code, name): (&str, &str), modifiers: Modifiers) {
    let field = window.get_by_role_and_label(Role::TextInput, "Search name or code");
    field.click();
    window.run_steps(2);
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.run_steps(1);
    type_text(window, code);
    window.run_steps(3);
    let rows = window.query_all_by_role(Role::TreeItem);
    let mut named = rows.filter(|row| {
        let label = row.accesskit_node().label();
        label.is_some_and(|label| label.contains(name))
    });
    named
        .next()
        .expect("it is found")
        .click_modifiers(modifiers);
    drop(named);
    window.run_steps(3);
}

/// Districts of one county with codes, and the code of that county.
fn districts(window: &Window) -> (UnitKey, Vec<(UnitKey, String, String)>) {
    let dataset = dataset(window);
    let counties = dataset.units.iter();
    let counties = counties.filter(|(_, unit)| unit.level == Level::County);
    for (county, _) in counties {
        let under = dataset.units.iter().filter(|(_, unit)| {
            unit.level == Level::District && unit.parent == Some(county) && unit.code.is_some()
        });
        let found: Vec<_> = under
            .map(|(key, unit)| (key, unit.code.clone().unwrap(), unit.name.clone()))
            .collect();
        if found.len() >= 3 {
            return (county, found.into_iter().take(3).collect());
        }
    }
    panic!("the sample has a county of three districts");
}

#[test]
fn a_county_is_made_of_three_districts_and_undone_in_one_step() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(&sample_project(folder.path()), folder.path());
    let before = dataset(&window).clone();
    window.key_press(Key::E);
    window.run_steps(2);
    let (_, districts) = districts(&window);
    for (number, (_, code, name)) in districts.iter().enumerate() {
        let modifiers = if number == 0 {
            Modifiers::NONE
        } else {
            Modifiers::COMMAND
        };
        press_in_tree(&mut window, (code, name), modifiers);
    }
    assert_eq!(shell(&window).view().selection.all().len(), 3);
    let field = window.get_by_role_and_label(Role::TextInput, "Make a County of them, named");
    field.click();
    window.run_steps(2);
    type_text(&mut window, "نوآباد");
    accept(&mut window);
    // It is asked what the first change of borders is.
    let answers = window.query_all_by_label("Legal change");
    answers.last().expect("it is asked").click();
    until(&mut window, "the county is there", |shell| {
        let session = shell.program().session();
        session.is_some_and(|session| session.history().done().len() == 1)
    });
    let after = dataset(&window);
    let made = after.units.iter().find(|(_, unit)| unit.name == "نوآباد");
    let (county, unit) = made.expect("it is made");
    assert_eq!(unit.level, Level::County);
    for (district, _, _) in &districts {
        assert_eq!(after.units.get(*district).unwrap().parent, Some(county));
    }
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.run_steps(2);
    assert_eq!(*dataset(&window), before);
}

#[test]
fn villages_come_to_another_rural_district_by_the_card_of_the_selection() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(&sample_project(folder.path()), folder.path());
    window.key_press(Key::E);
    window.run_steps(2);
    let before = dataset(&window).clone();
    let rural = |unit: Option<UnitKey>| {
        let unit = before.units.get(unit?)?;
        (unit.level == Level::RuralDistrict).then_some(())
    };
    let all: Vec<_> = before.settlements.iter().collect();
    let mut villages = all.iter().filter(|(_, it)| rural(it.parent).is_some());
    let first = villages.find(|(_, it)| it.code.is_some()).unwrap();
    let of = first.1.parent.unwrap();
    let chosen: Vec<(SettlementKey, String, String)> = all
        .iter()
        .filter(|(_, it)| it.parent == Some(of) && it.code.is_some() && it.village.is_none())
        .map(|(key, it)| (*key, it.code.clone().unwrap(), it.name.clone()))
        .take(3)
        .collect();
    for (number, (_, code, name)) in chosen.iter().enumerate() {
        let modifiers = if number == 0 {
            Modifiers::NONE
        } else {
            Modifiers::COMMAND
        };
        press_in_tree(&mut window, (code, name), modifiers);
    }
    let to = before.units.iter().find(|(key, unit)| {
        unit.level == Level::RuralDistrict && *key != of && unit.code.is_some()
    });
    let (to, unit) = to.unwrap();
    let code = unit.code.clone().unwrap();
    window
        .get_by_role_and_label(Role::TextInput, "Put under")
        .click();
    window.run_steps(2);
    type_text(&mut window, &code);
    accept(&mut window);
    until(&mut window, "they are there", |shell| {
        let session = shell.program().session();
        session.is_some_and(|session| session.history().done().len() == 1)
    });
    let step = session(&window).history().done().last().unwrap();
    let settlements = chosen.iter().map(|(key, _, _)| *key).collect();
    assert_eq!(step.edit, Edit::Annex(Annex { settlements, to }));
    for (key, _, _) in &chosen {
        let parent = dataset(&window).settlements.get(*key).unwrap().parent;
        assert_eq!(parent, Some(to));
    }
}

#[test]
fn what_was_done_can_be_undone_after_the_project_was_closed() {
    let folder = tempfile::tempdir().unwrap();
    let project = sample_project(folder.path());
    let before = {
        let mut window = window(&project, folder.path());
        let before = dataset(&window).clone();
        let borders = before
            .borders
            .iter()
            .filter(|(_, border)| border.line.len() > 3);
        let border = borders.map(|(key, _)| key).next().unwrap();
        let say = |status, reason: &str| {
            Command::Edit(Edit::Borders(EditBorders {
                borders: vec![border],
                field: BorderField::Status(status),
                reason: reason.to_owned(),
            }))
        };
        let program = window.state_mut().as_mut().unwrap().program_mut();
        program.run(Command::SetChangeKind(Some(ChangeKind::LegalChange)));
        program.run(say(BorderStatus::Agreed, ""));
        program.run(say(BorderStatus::Disputed, ""));
        let status = |window: &Window| {
            dataset(window)
                .borders
                .get(border)
                .unwrap()
                .attributes
                .status
        };
        assert_eq!(status(&window), BorderStatus::Agreed, "no reason was given");
        let program = window.state_mut().as_mut().unwrap().program_mut();
        program.run(say(BorderStatus::Disputed, "صورت‌جلسه"));
        program.run(Command::DescribeLast {
            kind: Some(ChangeKind::Correction),
            reason: "اشتباه".to_owned(),
        });
        window.key_press_modifiers(Modifiers::COMMAND, Key::S);
        saved(&mut window);
        before
    };
    let mut window = window(&project, folder.path());
    assert_ne!(*dataset(&window), before);
    let done = session(&window).history().done();
    let said: Vec<_> = done
        .iter()
        .map(|it| (it.kind, it.reason.as_str()))
        .collect();
    let expected = [
        (Some(ChangeKind::LegalChange), ""),
        (Some(ChangeKind::Correction), "اشتباه"),
    ];
    assert_eq!(said, expected);
    assert!(!session(&window).is_unsaved());
    for _ in 0..2 {
        window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
        window.run_steps(2);
    }
    assert_eq!(*dataset(&window), before);
    assert!(session(&window).is_unsaved());
    window.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    window.run_steps(2);
    window.key_press_modifiers(Modifiers::COMMAND, Key::S);
    saved(&mut window);
    assert_eq!(session(&window).history().undone().len(), 1);
}

/// Gives the map the keyboard.
fn focus_map(window: &mut Window) {
    window.get_by_role_and_label(Role::Canvas, "Map").focus();
    window.run_steps(2);
}

/// Waits until the card's button can be pressed, and presses it.
fn accept(window: &mut Window) {
    let begun = std::time::Instant::now();
    loop {
        window.run_steps(1);
        let is_disabled = window.get_by_label("Accept").accesskit_node().is_disabled();
        if !is_disabled {
            break;
        }
        assert!(begun.elapsed().as_secs() < 60, "it is not accepted");
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    // As an assistive tool presses it: what is told last may move it under the pointer.
    window.get_by_label("Accept").click_accesskit();
    window.run_steps(3);
}

/// A leaf with a code and a border of some length, and its code and name.
fn leaf(window: &Window) -> (UnitKey, String, String) {
    let dataset = dataset(window);
    let units = dataset.units.iter();
    let mut leaves = units.filter(|(_, unit)| {
        unit.is_leaf() && unit.level == Level::RuralDistrict && unit.code.is_some()
    });
    let (key, unit) = leaves.next().expect("the sample has rural districts");
    (key, unit.code.clone().unwrap(), unit.name.clone())
}

#[test]
fn the_first_change_of_a_border_asks_what_it_is_and_nothing_is_made_before() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(&sample_project(folder.path()), folder.path());
    let before = dataset(&window).clone();
    let (_, code, name) = leaf(&window);
    press_in_tree(&mut window, (&code, &name), Modifiers::NONE);
    focus_map(&mut window);
    window.key_press(Key::H);
    window.run_steps(2);
    window.key_press(Key::CloseBracket);
    window.run_steps(2);
    accept(&mut window);
    assert_eq!(*dataset(&window), before, "it waits for the answer");
    window.get_by_label("Cancel").click();
    window.run_steps(3);
    assert!(session(&window).history().done().is_empty());
    accept(&mut window);
    // The card offers the same answers: the dialog's come last.
    let answers = window.query_all_by_label("Legal change");
    answers.last().expect("it is asked").click();
    until(&mut window, "the border is smoothed", |shell| {
        let session = shell.program().session();
        session.is_some_and(|session| session.history().done().len() == 1)
    });
    let step = session(&window).history().done().last().unwrap();
    assert!(matches!(&step.edit, Edit::Reshape(_)), "{:?}", step.edit);
    assert_eq!(step.kind, Some(ChangeKind::LegalChange));
    assert_ne!(dataset(&window).borders, before.borders);
    // It is asked once.
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.run_steps(2);
    assert_eq!(*dataset(&window), before);
    accept(&mut window);
    assert_eq!(session(&window).history().done().len(), 1);
}

#[test]
fn a_settlement_is_named_in_the_card_and_comes_under_the_unit_it_lies_in() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(&sample_project(folder.path()), folder.path());
    let (unit, code, name) = leaf(&window);
    press_in_tree(&mut window, (&code, &name), Modifiers::NONE);
    focus_map(&mut window);
    window.key_press(Key::Z);
    window.run_steps(4);
    window.key_press(Key::L);
    window.run_steps(2);
    window.key_press(Key::Insert);
    window.run_steps(2);
    let at = shell(&window)
        .view()
        .drafts
        .settlement
        .at
        .expect("the middle");
    // The panel of the unit has one too; that of the card is over it.
    let fields = window.query_all_by_role_and_label(Role::TextInput, "Name");
    fields.last().unwrap().click();
    window.run_steps(2);
    type_text(&mut window, "چشمه‌سفید");
    accept(&mut window);
    let session = session(&window);
    assert_eq!(session.history().done().len(), 1);
    let mut settlements = dataset(&window).settlements.iter();
    let made = settlements.find(|(_, it)| it.name == "چشمه‌سفید");
    let (_, made) = made.expect("it is placed");
    assert_eq!(made.position, Some(at));
    let holds = marz::topology::land_contains(dataset(&window), unit, at);
    assert!(!holds || made.parent == Some(unit));
    assert!(made.parent.is_some());
}

#[test]
fn a_village_is_annexed_to_a_city_and_back_in_one_step() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(&sample_project(folder.path()), folder.path());
    window.key_press(Key::E);
    window.run_steps(2);
    let before = dataset(&window).clone();
    let cities = before.units.iter();
    let mut cities = cities.filter(|(_, unit)| unit.level == Level::City && unit.code.is_some());
    let (city, unit) = cities.next().expect("the sample has cities");
    let district = unit.parent.unwrap();
    let rural = |key: UnitKey| {
        let unit = before.units.get(key);
        unit.is_some_and(|unit| unit.level == Level::RuralDistrict && unit.parent == Some(district))
    };
    let mut villages = before.settlements.iter().filter(|(_, it)| {
        it.kind == SettlementKind::Village && it.code.is_some() && it.parent.is_some_and(rural)
    });
    let (village, it) = villages.next().expect("its district has villages");
    let (code, name) = (it.code.clone().unwrap(), it.name.clone());
    press_in_tree(&mut window, (&code, &name), Modifiers::NONE);
    window
        .get_by_role_and_label(Role::TextInput, "Put under")
        .click();
    window.run_steps(2);
    type_text(&mut window, &unit.code.clone().unwrap());
    accept(&mut window);
    until(&mut window, "it is annexed", |shell| {
        let session = shell.program().session();
        session.is_some_and(|session| session.history().done().len() == 1)
    });
    let parent = dataset(&window).settlements.get(village).unwrap().parent;
    assert_eq!(parent, Some(city));
    window.key_press(Key::Escape);
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.run_steps(2);
    assert_eq!(*dataset(&window), before);
}
