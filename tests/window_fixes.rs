//! Putting findings right, driven by labels: choose a way, see its price, apply it with a
//! reason, the finding is resolved, undo; and several at once as one step.
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
use marz::app::fixing::FixOffer;
use marz::rules::Code;

use common::window::{Window, checked, dataset, project_of, session, shell, until, window};

/// Two rural districts with two gaps of some metres between them, and a village in one.
const LAYER: &str = r#"{"type":"FeatureCollection","name":"units","features":[
{"type":"Feature","properties":{"level":"district","code":"150101","name":"مرکزی"},"geometry":null},
{"type":"Feature","properties":{"level":"rural_district","code":"1501010001","name":"پاچه‌لک","parent_code":"150101"},"geometry":{"type":"Polygon","coordinates":[[[49,33],[49.1,33],[49.1,33.02],[49.09992,33.03],[49.1,33.04],[49.1,33.06],[49.09993,33.07],[49.1,33.08],[49.1,33.1],[49,33.1],[49,33]]]}},
{"type":"Feature","properties":{"level":"rural_district","code":"1501010002","name":"سیلاخوری","parent_code":"150101"},"geometry":{"type":"Polygon","coordinates":[[[49.1,33],[49.2,33],[49.2,33.1],[49.1,33.1],[49.1,33.08],[49.1,33.06],[49.1,33.04],[49.1,33.02],[49.1,33]]]}}
]}"#;

fn project(folder: &Path) -> PathBuf {
    let layer = folder.join("units.geojson");
    std::fs::write(&layer, LAYER).unwrap();
    let project = folder.join("ازنا.gpkg");
    project_of(&[layer], &project);
    project
}

fn count(window: &Window, code: Code) -> usize {
    let report = session(window).findings().report().expect("it is checked");
    let findings = report.findings.iter();
    findings.filter(|finding| finding.code == code).count()
}

fn press(window: &mut Window, role: Role, label: &str) {
    window.get_by_role_and_label(role, label).click();
    window.run_steps(4);
}

fn type_into(window: &mut Window, field: &str, text: &str) {
    press(window, Role::TextInput, field);
    window.event(egui::Event::Text(text.to_owned()));
    window.run_steps(2);
}

/// Chooses the row of a sliver and waits until its ways are planned.
fn choose_sliver(window: &mut Window) {
    let rows: Vec<_> = window.query_all_by_role(Role::Row).collect();
    let row = rows.into_iter().find(|row| {
        let label = row.accesskit_node().label();
        label.is_some_and(|label| label.contains("Sliver gap"))
    });
    row.expect("a sliver is listed").click();
    window.run_steps(4);
}

fn planned(window: &mut Window) {
    until(window, "the ways are planned and priced", |shell| {
        let selected = shell.view().findings.selected.as_ref();
        let offer = selected.and_then(|key| shell.program().fix_offer(key));
        offer.is_some_and(FixOffer::is_priced)
    });
}

#[test]
fn a_way_is_chosen_priced_applied_and_undone() {
    let folder = common::temporary_folder();
    let mut window = window(&project(folder.path()), folder.path());
    assert_eq!(count(&window, Code::T15), 2);
    window.key_press(Key::E);
    window.run_steps(2);
    choose_sliver(&mut window);
    planned(&mut window);
    let before = dataset(&window).clone();

    // The way is drawn with its price before it is made.
    window.get_by_label_contains("Give it to سیلاخوری").click();
    window.run_steps(4);
    assert!(window.query_by_label("Effect of this way").is_some());
    assert!(
        window
            .query_by_label_contains("Resolves: Sliver gap 1")
            .is_some(),
        "the card says what goes"
    );
    assert_eq!(*dataset(&window), before, "nothing has changed yet");

    // Applied with who and why.
    type_into(&mut window, "Reason", "The river is its border");
    type_into(&mut window, "Your name", "Cartographer");
    press(&mut window, Role::Button, "Apply");
    checked(&mut window);
    assert_eq!(count(&window, Code::T15), 1, "the finding is resolved");
    let step = session(&window)
        .history()
        .done()
        .last()
        .expect("a step")
        .clone();
    assert_eq!(step.author, "Cartographer");
    assert_eq!(step.reason, "The river is its border");
    assert_eq!(shell(&window).program().settings().author, "Cartographer");

    // One step of undo.
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.run_steps(2);
    assert_eq!(*dataset(&window), before);
    checked(&mut window);
    assert_eq!(count(&window, Code::T15), 2);
}

#[test]
fn all_that_can_be_is_put_right_as_one_step_with_a_summary() {
    let folder = common::temporary_folder();
    let mut window = window(&project(folder.path()), folder.path());
    let program = window.state_mut().as_mut().unwrap().program_mut();
    program.run(Command::SetAuthor("Cartographer".to_owned()));
    window.key_press(Key::E);
    window.run_steps(2);
    let before = dataset(&window).clone();
    choose_sliver(&mut window);
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.run_steps(4);
    press(&mut window, Role::Button, "Fix all that can be…");
    until(&mut window, "the plan is there", |shell| {
        shell.program().bulk_offer().is_some()
    });
    assert!(window.query_by_label_contains("2 are fixed").is_some());
    // Behind a dialog no key changes anything.
    let selected = shell(&window).view().findings.selected.clone();
    window.key_press(Key::J);
    window.key_press(Key::E);
    window.run_steps(2);
    assert_eq!(shell(&window).view().findings.selected, selected);
    press(&mut window, Role::Button, "Apply");
    checked(&mut window);
    assert_eq!(count(&window, Code::T15), 0);
    assert_eq!(session(&window).history().done().len(), 1, "one step");
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.run_steps(2);
    assert_eq!(*dataset(&window), before);
}
