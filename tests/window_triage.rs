//! What users do with findings, driven by labels: filter the list, accept one with a
//! reason, undo, redo, save and reopen: it is still accepted, until its geometry changes.
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
use marz::app::clock::today;
use marz::app::command::Command;
use marz::app::finding_filter::is_undecided;
use marz::edit::{Edit, MoveVertex};
use marz::model::Position;
use marz::rules::{Code, Finding, Standing, standing};

use common::window::{Window, checked, dataset, project_of, saved, session, shell, window};

/// Two districts of two rural districts each. Between the first two lies a gap of about
/// 300 m, between the next two one of 7 m; one name has an Arabic yeh.
const LAYER: &str = r#"{"type":"FeatureCollection","name":"units","features":[
{"type":"Feature","properties":{"level":"county","code":"1501","name":"ازنا"},"geometry":null},
{"type":"Feature","properties":{"level":"district","code":"150101","name":"مرکزی","parent_code":"1501"},"geometry":null},
{"type":"Feature","properties":{"level":"district","code":"150102","name":"جاپلق","parent_code":"1501"},"geometry":null},
{"type":"Feature","properties":{"level":"rural_district","code":"1501010001","name":"پاچه‌لک","parent_code":"150101"},"geometry":{"type":"Polygon","coordinates":[[[49,33],[49.1,33],[49.1,33.03],[49.097,33.05],[49.1,33.07],[49.1,33.1],[49,33.1],[49,33]]]}},
{"type":"Feature","properties":{"level":"rural_district","code":"1501010002","name":"سیلاخوری","parent_code":"150101"},"geometry":{"type":"Polygon","coordinates":[[[49.1,33],[49.2,33],[49.2,33.1],[49.1,33.1],[49.1,33.07],[49.1,33.03],[49.1,33]]]}},
{"type":"Feature","properties":{"level":"rural_district","code":"1501020001","name":"جاپلق غربي","parent_code":"150102"},"geometry":{"type":"Polygon","coordinates":[[[49,33.1],[49.1,33.1],[49.1,33.13],[49.09992,33.15],[49.1,33.17],[49.1,33.2],[49,33.2],[49,33.1]]]}},
{"type":"Feature","properties":{"level":"rural_district","code":"1501020002","name":"جاپلق شرقی","parent_code":"150102"},"geometry":{"type":"Polygon","coordinates":[[[49.1,33.1],[49.2,33.1],[49.2,33.2],[49.1,33.2],[49.1,33.17],[49.1,33.13],[49.1,33.1]]]}}
]}"#;

fn project(folder: &Path) -> PathBuf {
    let layer = folder.join("units.geojson");
    std::fs::write(&layer, LAYER).unwrap();
    let project = folder.join("ازنا.gpkg");
    project_of(&[layer], &project);
    project
}

fn finding(window: &Window, code: Code) -> Option<Finding> {
    let report = session(window).findings().report()?;
    let mut findings = report.findings.iter();
    findings
        .find(|finding| finding.code == code)
        .map(|finding| Finding::clone(finding))
}

fn standing_of(window: &Window, code: Code) -> Option<Standing> {
    let finding = finding(window, code)?;
    Some(standing(dataset(window), &finding, today()))
}

fn is_listed(window: &Window, words: &str) -> bool {
    let mut rows = window.query_all_by_role(Role::Row);
    rows.any(|row| {
        row.accesskit_node()
            .label()
            .is_some_and(|label| label.contains(words))
    })
}

fn press(window: &mut Window, label: &str) {
    window.get_by_label(label).click();
    window.run_steps(4);
}

fn press_role(window: &mut Window, role: Role, label: &str) {
    window.get_by_role_and_label(role, label).click();
    window.run_steps(4);
}

fn type_into(window: &mut Window, field: &str, text: &str) {
    press_role(window, Role::TextInput, field);
    window.event(egui::Event::Text(text.to_owned()));
    window.run_steps(2);
}

/// How many findings are listed at first: all but those that cannot be decided.
fn decided(window: &Window) -> usize {
    let report = session(window).findings().report().expect("it is checked");
    let findings = report.findings.iter();
    findings.filter(|finding| !is_undecided(finding)).count()
}

#[test]
fn the_list_is_filtered_by_kind_level_and_unit() {
    let folder = common::temporary_folder();
    let mut window = window(&project(folder.path()), folder.path());
    assert!(is_listed(&window, "Gap") && is_listed(&window, "Sliver gap"));
    assert!(is_listed(&window, "پاچه‌لک"));

    // A family by its chip.
    window.get_by_label_contains("Structure").click();
    window.run_steps(4);
    assert!(
        !is_listed(&window, "Gap"),
        "no finding of geometry is listed"
    );
    let all = format!("All {}", decided(&window));
    press(&mut window, &all);

    // A kind by the row of filters.
    press(&mut window, "All filters");
    press_role(&mut window, Role::ComboBox, "Kind");
    press(&mut window, "Sliver gap 1");
    assert!(is_listed(&window, "Sliver gap"));
    assert!(!is_listed(&window, "پاچه‌لک"), "the wide gap is left out");
    press(&mut window, "Clear the filters");
    assert!(is_listed(&window, "پاچه‌لک"));

    // A unit and what lies below it, chosen in the tree or on the map.
    window.get_by_label_contains("Sliver gap ·").click();
    window.run_steps(4);
    window.get_by_label_contains("and below").click();
    window.run_steps(4);
    assert!(is_listed(&window, "Sliver gap") && !is_listed(&window, "پاچه‌لک"));
}

#[test]
fn several_rows_are_chosen_and_dealt_with_as_one_step() {
    let folder = common::temporary_folder();
    let mut window = window(&project(folder.path()), folder.path());
    window.get_by_label_contains("Sliver gap ·").click();
    window.run_steps(4);
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.run_steps(4);
    let all = decided(&window);
    assert!(all > 1);
    assert_eq!(shell(&window).view().findings.chosen.len(), all);
    press_role(&mut window, Role::ComboBox, "State");
    press(&mut window, "In progress");
    assert_eq!(dataset(&window).triage.len(), all);
    assert_eq!(session(&window).history().done().len(), 1, "one step");
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.run_steps(4);
    assert!(dataset(&window).triage.is_empty());
}

#[test]
fn an_exception_lasts_until_the_geometry_changes() {
    let folder = common::temporary_folder();
    let project = project(folder.path());
    let mut first = window(&project, folder.path());
    first.get_by_label_contains("Sliver gap ·").click();
    first.run_steps(4);

    // Accept it with a reason; without one it cannot be.
    press(&mut first, "Accept…");
    press(&mut first, "Accept");
    assert_eq!(standing_of(&first, Code::T15), Some(Standing::Open));
    type_into(&mut first, "Reason", "A river bed");
    type_into(&mut first, "Decided by", "Office of divisions");
    press(&mut first, "Accept");
    assert_eq!(standing_of(&first, Code::T15), Some(Standing::Accepted));
    assert!(!is_listed(&first, "Sliver gap"), "it leaves the list");
    assert!(
        session(&first).is_checked(),
        "nothing has to be checked again"
    );

    // It is shown when asked for.
    press(&mut first, "Accepted 1");
    assert!(is_listed(&first, "Sliver gap"));
    press(&mut first, "Accepted 1");

    // Undo and redo.
    first.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    first.run_steps(4);
    assert_eq!(standing_of(&first, Code::T15), Some(Standing::Open));
    assert!(is_listed(&first, "Sliver gap"));
    first.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    first.run_steps(4);
    assert_eq!(standing_of(&first, Code::T15), Some(Standing::Accepted));

    // Save, and open again.
    first.key_press_modifiers(Modifiers::COMMAND, Key::S);
    saved(&mut first);
    let key = finding(&first, Code::T15).unwrap().key;
    drop(first);
    let mut second = window(&project, folder.path());
    assert_eq!(finding(&second, Code::T15).unwrap().key, key);
    assert_eq!(standing_of(&second, Code::T15), Some(Standing::Accepted));
    assert!(!is_listed(&second, "Sliver gap"));

    // A vertex of the gap moves a little: it is the same finding, and the exception has lapsed.
    let from = Position {
        x: 49.09992,
        y: 33.15,
    };
    let to = Position {
        x: 49.09993,
        y: 33.15,
    };
    let edit = Edit::MoveVertex(MoveVertex { from, to });
    let program = second.state_mut().as_mut().unwrap().program_mut();
    program.run(Command::Edit(edit));
    checked(&mut second);
    assert_eq!(finding(&second, Code::T15).unwrap().key, key);
    assert_eq!(standing_of(&second, Code::T15), Some(Standing::Changed));
    assert!(is_listed(&second, "Exception lapsed"), "it is open again");
}
