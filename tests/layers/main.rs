//! Proves what `src/ARCHITECTURE.md` says about the source tree: which layer may use
//! which, that only the window draws, that files stay short and say what they are for,
//! and that every rule has its page. `broken.rs` tries each check on input that breaks it.
#![allow(clippy::panic, reason = "a test reports by panicking")]
#![allow(clippy::expect_used, reason = "a test reports by panicking")]

mod broken;
mod checks;
mod source;

use checks::{
    RULE_FOLDERS, layer_problems, page_problems, pairing_problems, shape_problems, stub_problems,
    window_problems,
};
use source::Source;
use std::fs;
use std::path::Path;

/// Every file under a folder of the project, as a path inside it and its text, in a fixed order.
fn files_under(folder: &str, endings: &[&str]) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut waiting = vec![root.clone()];
    let mut found = Vec::new();
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(&folder).expect("the project's own folder can be read") {
            let path = entry.expect("the project's own folder can be read").path();
            if path.is_dir() {
                waiting.push(path);
            } else if endings
                .iter()
                .any(|ending| path.extension().is_some_and(|own| own == *ending))
            {
                let text = fs::read_to_string(&path).expect("the project's own file can be read");
                let inside = path
                    .strip_prefix(&root)
                    .expect("the path begins with the folder");
                found.push((inside.to_string_lossy().replace('\\', "/"), text));
            }
        }
    }
    found.sort();
    found
}

fn own_sources() -> Vec<Source> {
    let sources: Vec<Source> = files_under("src", &["rs"])
        .into_iter()
        .map(|(path, text)| Source::read(&path, &text))
        .collect();
    // An empty list would satisfy every check.
    for root in ["lib.rs", "main.rs", "model/mod.rs", "window/mod.rs"] {
        assert!(
            sources.iter().any(|source| source.path == root),
            "src/{root} was not looked at"
        );
    }
    sources
}

#[track_caller]
fn assert_none(problems: &[String]) {
    assert!(problems.is_empty(), "\n  {}\n", problems.join("\n  "));
}

#[test]
fn every_layer_uses_only_those_before_it() {
    assert_none(&layer_problems(&own_sources()));
}

#[test]
fn only_the_window_draws() {
    assert_none(&window_problems(&own_sources()));
}

#[test]
fn nothing_is_left_to_be_written() {
    assert_none(&stub_problems(&own_sources()));
}

#[test]
fn files_are_short_and_say_what_they_are_for() {
    for folder in ["src", "tests"] {
        let files = files_under(folder, &["rs"]);
        assert!(!files.is_empty(), "{folder} was not looked at");
        let problems: Vec<String> = files
            .iter()
            .flat_map(|(path, text)| shape_problems(&format!("{folder}/{path}"), text))
            .collect();
        assert_none(&problems);
    }
}

#[test]
fn every_rule_has_a_whole_page() {
    let files = files_under("src/rules", &["rs", "md"]);
    // What rules share has no page of its own; a rule is what declares one.
    let paths: Vec<String> = files
        .iter()
        .filter(|(path, text)| path.ends_with(".md") || text.contains("static RULE: Rule"))
        .map(|(path, _)| path.clone())
        .collect();
    let mut problems = pairing_problems(&paths);
    for (path, text) in &files {
        if path.ends_with(".md") && RULE_FOLDERS.iter().any(|folder| path.starts_with(folder)) {
            problems.extend(page_problems(path, text));
        }
    }
    assert_none(&problems);
}
