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

use std::path::{Path, PathBuf};

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use marz::app::command::Command;
use marz::edit::{Annex, BorderField, ChangeKind, Edit, EditBorders};
use marz::model::{BorderStatus, Level, SettlementKey, UnitKey};

use common::window::{Window, dataset, project_of, saved, session, shell, until, window};

fn sample_project(folder: &Path) -> PathBuf {
    let layers = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data/lorestan");
    let mut files: Vec<PathBuf> = std::fs::read_dir(layers)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let project = folder.join("lorestan.gpkg");
    project_of(&files, &project);
    project
}

fn type_text(window: &mut Window, text: &str) {
    window.event(egui::Event::Text(text.to_owned()));
    window.run_steps(2);
}

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
    assert_eq!(shell(&window).view().selection.group().len(), 3);
    let field = window.get_by_role_and_label(Role::TextInput, "Make a County of them, named");
    field.click();
    window.run_steps(2);
    type_text(&mut window, "نوآباد");
    until(&mut window, "it is known what it means", |_| true);
    for _ in 0..50 {
        window.run_steps(1);
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    window.get_by_label("Accept").click();
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
    for _ in 0..50 {
        window.run_steps(1);
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    window.get_by_label("Accept").click();
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
