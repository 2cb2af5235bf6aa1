//! The main job, driven by the labels that a person or a screen reader finds: open, go
//! to a finding, move a vertex, undo, redo, correct a population and see the verdict
//! change, save, reopen: the same.
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
use std::time::Duration;

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use marz::app::command::Command;
use marz::app::jobs::JobKind;
use marz::edit::{Edit, EditUnit, UnitField};
use marz::files::project::ProjectFile;
use marz::model::UnitKey;
use marz::rules::{Code, Verdict};

use common::window::{Window, checked, dataset, project_of, saved, session, until, window};

/// The rural district that the sample lets fall short of its minimum.
fn short_district(window: &Window) -> Option<UnitKey> {
    let report = session(window).findings().report()?;
    let finding = report
        .findings
        .iter()
        .find(|finding| finding.code == Code::L03 && finding.verdict == Some(Verdict::Violated))?;
    finding.units.first().copied()
}

fn sample_project(folder: &Path) -> PathBuf {
    let layers = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data/lorestan");
    let mut files: Vec<PathBuf> = std::fs::read_dir(layers)
        .expect("the sample is there")
        .map(|entry| entry.expect("a file").path())
        .collect();
    files.sort();
    let project = folder.join("lorestan.gpkg");
    project_of(&files, &project);
    project
}

#[test]
fn open_find_move_undo_redo_correct_save_and_reopen() {
    let folder = tempfile::tempdir().expect("a folder");
    let project = sample_project(folder.path());
    let mut window = window(&project, folder.path());

    // Go to a finding.
    // The list shows some rows at a time: the key goes on until the one is in sight.
    let mut steps = 0;
    while window
        .query_all_by_label_contains("Sliver overlap")
        .next()
        .is_none()
    {
        assert!(steps < 40, "the finding is not listed");
        steps += 1;
        window.key_press(Key::J);
        window.run_steps(3);
    }
    let mut named = window.query_all_by_label_contains("Sliver overlap");
    named.next().expect("the finding is listed").click();
    drop(named);
    window.run_steps(3);
    let chosen = window
        .state()
        .as_ref()
        .and_then(|shell| shell.view().selection.unit());
    assert!(chosen.is_some(), "the finding's unit is selected");
    assert!(window.query_by_label("Go to the place").is_some());

    // Move a vertex of the selected unit by the keyboard.
    window.key_press(Key::E);
    window.run_steps(2);
    window.get_by_label("Move a vertex of a border").click();
    window.run_steps(2);
    let before = dataset(&window).clone();
    window.key_press(Key::CloseBracket);
    window.run_steps(2);
    window.key_press_modifiers(Modifiers::SHIFT, Key::ArrowUp);
    window.run_steps(20);
    std::thread::sleep(Duration::from_millis(200));
    window.run_steps(3);
    window.key_press(Key::Enter);
    window.run_steps(3);
    // The card offers the same answers: the dialog's come last.
    let answers = window.query_all_by_label("Correction");
    answers
        .last()
        .expect("it is asked what the work is")
        .click();
    until(&mut window, "the vertex is moved", |shell| {
        let session = shell.program().session();
        session.is_some_and(|session| session.history().done().len() == 1)
    });
    let moved = dataset(&window).clone();
    assert_ne!(moved, before);

    // Undo and redo.
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.run_steps(2);
    assert_eq!(*dataset(&window), before);
    window.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    window.run_steps(2);
    assert_eq!(*dataset(&window), moved);
    checked(&mut window);

    // Correct the people of a village: its rural district then meets the minimum.
    let short = short_district(&window).expect("the sample has one that falls short");
    let (village, code) = dataset(&window)
        .settlements
        .iter()
        .find(|(_, village)| {
            village.parent == Some(short) && village.populations.latest().is_some()
        })
        .and_then(|(key, village)| Some((key, village.code.clone()?)))
        .expect("it has a village with people");
    window.key_press_modifiers(Modifiers::COMMAND, Key::K);
    window.run_steps(3);
    window.event(egui::Event::Text(code));
    window.run_steps(5);
    window.key_press(Key::Enter);
    window.run_steps(5);
    let field = window.get_by_role_and_label(Role::TextInput, "People 1395");
    field.click();
    window.run_steps(2);
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.run_steps(1);
    window.event(egui::Event::Text("5,000".to_owned()));
    window.run_steps(1);
    window.key_press(Key::Enter);
    window.run_steps(3);
    let people = dataset(&window)
        .settlements
        .get(village)
        .and_then(|village| village.populations.latest()?.people);
    assert_eq!(people, Some(5_000));
    checked(&mut window);
    assert_eq!(short_district(&window), None, "the verdict has changed");

    // Save, and open again.
    window.key_press_modifiers(Modifiers::COMMAND, Key::S);
    saved(&mut window);
    let (reopened, report) = ProjectFile::read(&project).expect("the project can be read");
    assert!(report.notes.is_empty());
    assert_eq!(reopened, *dataset(&window));
}

#[test]
fn unsaved_work_is_kept_though_nobody_touches_the_window_and_offered_after_a_crash() {
    let folder = tempfile::tempdir().expect("a folder");
    let project = sample_project(folder.path());
    let mut first = window(&project, folder.path());
    let edited = {
        let shell = first.state_mut().as_mut().expect("the window is open");
        let program = shell.program_mut();
        assert_eq!(program.keeps_in(), None, "nothing was done yet");
        let session = program.session().expect("data is open");
        let units = &session.snapshot().dataset.units;
        let unit = units.keys().next().expect("there are units");
        program.run(Command::Edit(Edit::Unit(EditUnit {
            unit,
            field: UnitField::Name("نام تازه".to_owned()),
        })));
        unit
    };
    checked(&mut first);
    // What the window asks for when it is left alone is a frame when work is due to be kept.
    first.run_steps(40);
    let delay = first.output().viewport_output[&egui::ViewportId::ROOT].repaint_delay;
    assert!(delay <= Duration::from_secs(10), "{delay:?}");
    std::thread::sleep(delay);
    until(&mut first, "the work is kept", |shell| {
        shell.program().keeps_in().is_none()
    });
    first
        .state_mut()
        .as_mut()
        .expect("the window is open")
        .program_mut()
        .finish(JobKind::Keep);
    // A crash: nothing is asked and nothing is cleared away.
    drop(first);

    let mut second = window(&project, folder.path());
    second.get_by_label("Recover").click();
    until(&mut second, "the work is back", |shell| {
        let session = shell.program().session();
        session.is_some_and(|session| {
            let unit = session.snapshot().dataset.units.get(edited);
            session.is_unsaved() && unit.is_some_and(|unit| unit.name == "نام تازه")
        })
    });
}
