//! Driving the window by the labels that a person or a screen reader finds.
#![allow(dead_code, reason = "no test program uses all of it")]
#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at what is unexpected"
)]

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use egui_kittest::Harness;
use marz::app::command::Command;
use marz::app::convert::convert;
use marz::app::language::Language;
use marz::app::load::{LoadOptions, load};
use marz::app::session::Session;
use marz::app::settings::Folders;
use marz::model::Dataset;
use marz::window::shell::Shell;

const PATIENCE: Duration = Duration::from_secs(120);

/// A window; there is none before its first frame.
pub type Window = Harness<'static, Option<Shell>>;

/// The window on a project, in English, with folders of its own.
pub fn window(project: &Path, home: &Path) -> Window {
    let folders = Folders {
        configuration: home.join("configuration"),
        state: home.join("state"),
    };
    let project = project.to_owned();
    let mut window = Harness::builder()
        .with_size(egui::vec2(1600.0, 1000.0))
        .with_step_dt(0.05)
        .build_ui_state(
            move |ui, state: &mut Option<Shell>| match state {
                // Fonts that are installed are there in the next frame.
                None => {
                    let mut shell =
                        Shell::new(ui.ctx(), None, folders.clone(), vec![project.clone()]);
                    shell
                        .program_mut()
                        .run(Command::SetLanguage(Language::English));
                    *state = Some(shell);
                }
                Some(shell) => {
                    shell.logic(ui.ctx());
                    shell.ui(ui);
                }
            },
            None,
        );
    window.step();
    checked(&mut window);
    window
}

/// Steps frame by frame until something holds.
pub fn until(window: &mut Window, what: &str, holds: impl Fn(&Shell) -> bool) {
    let begin = Instant::now();
    loop {
        window.step();
        if window.state().as_ref().is_some_and(&holds) {
            break;
        }
        assert!(begin.elapsed() < PATIENCE, "waited in vain until {what}");
        std::thread::sleep(Duration::from_millis(10));
    }
    // What is drawn follows what holds.
    window.run_steps(3);
}

/// Steps until the data as it is has been checked.
pub fn checked(window: &mut Window) {
    until(window, "the data is checked", |shell| {
        shell.program().session().is_some_and(Session::is_checked)
    });
}

/// Steps until everything is saved.
pub fn saved(window: &mut Window) {
    until(window, "everything is saved", |shell| {
        let session = shell.program().session();
        session.is_some_and(|session| !session.is_unsaved())
    });
}

/// The window's shell.
pub fn shell(window: &Window) -> &Shell {
    window.state().as_ref().expect("the window is open")
}

/// The open session.
pub fn session(window: &Window) -> &Session {
    shell(window).program().session().expect("data is open")
}

/// The open data.
pub fn dataset(window: &Window) -> &Dataset {
    &session(window).snapshot().dataset
}

/// Makes a project of layers that any GIS reads.
pub fn project_of(layers: &[PathBuf], project: &Path) {
    let (dataset, _) = load(layers, &LoadOptions::default()).expect("the layers can be read");
    convert(&dataset, project).expect("a project can be written");
}

/// A project of the sample in a folder.
pub fn sample_project(folder: &Path) -> PathBuf {
    let layers = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data/lorestan");
    let mut files: Vec<PathBuf> = std::fs::read_dir(layers)
        .expect("the sample is there")
        .map(|entry| entry.expect("the sample is there").path())
        .collect();
    files.sort();
    let project = folder.join("lorestan.gpkg");
    project_of(&files, &project);
    project
}

/// Types a text where the keyboard is.
pub fn type_text(window: &mut Window, text: &str) {
    window.event(egui::Event::Text(text.to_owned()));
    window.run_steps(2);
}
