//! The checks of the source tree. Each takes what it judges and gives back the problems
//! in words, so that `broken.rs` can try it on input that breaks it.

use crate::source::{Mention, Source};
use std::collections::BTreeSet;

/// Each layer uses only those before it.
pub const LAYERS: [&str; 10] = [
    "model", "measure", "topology", "edit", "rules", "proposal", "files", "tools", "app", "window",
];

/// What only the window and the program's entry may name; `egui_…` too.
pub const WINDOW_CRATES: [&str; 5] = ["egui", "eframe", "wgpu", "rfd", "winit"];

pub const LONGEST_FILE_LINES: usize = 500;

/// What the page of a rule is made of, in this order.
pub const RULE_HEADINGS: [&str; 7] = [
    "What it finds",
    "Basis",
    "How each word is measured",
    "What it does not decide",
    "Parameters",
    "Examples",
    "Sources",
];

pub const RULE_FOLDERS: [&str; 3] = ["topology/", "structure/", "legal/"];

/// `src/main.rs` and the modules that it declares: they put the layers together and may use all.
pub fn program_modules(sources: &[Source]) -> BTreeSet<String> {
    sources
        .iter()
        .filter(|source| source.path == "main.rs")
        .flat_map(|source| {
            source
                .declared_modules()
                .into_iter()
                .map(|module| module.name)
        })
        .chain(["main".to_owned()])
        .collect()
}

/// Every use of a layer by one to its left, and every way round that rule.
pub fn layer_problems(sources: &[Source]) -> Vec<String> {
    let program = program_modules(sources);
    let test_modules: BTreeSet<Vec<String>> = sources
        .iter()
        .flat_map(|source| {
            let here = source.module();
            source
                .declared_modules()
                .into_iter()
                .filter(|module| module.only_in_tests)
                .map(move |module| {
                    let mut path = here.clone();
                    path.push(module.name);
                    path
                })
        })
        .collect();
    let mut problems = Vec::new();
    for source in sources {
        let module = source.module();
        let Some(layer) = module.first() else {
            if !source.mentions().is_empty() {
                problems.push(format!(
                    "{}: the crate's root only declares the layers, and uses nothing",
                    source.path
                ));
            }
            continue;
        };
        if program.contains(layer) || test_modules.iter().any(|test| module.starts_with(test)) {
            continue;
        }
        let Some(own) = LAYERS.iter().position(|name| name == layer) else {
            problems.push(format!("{}: `{layer}` is not a layer", source.path));
            continue;
        };
        for mention in source.mentions() {
            if let Mention::FromRoot(name) = mention {
                match LAYERS.iter().position(|layer| *layer == name) {
                    Some(used) if used <= own => {}
                    Some(_) => problems.push(format!("{}: `{layer}` uses `{name}`", source.path)),
                    None => problems.push(format!(
                        "{}: `{layer}` reaches `{name}` through the crate's root",
                        source.path
                    )),
                }
            }
        }
    }
    problems
}

/// Every mention of a crate that draws, outside the window and the program's entry; tests included,
/// for the library's tests must build without the window.
pub fn window_problems(sources: &[Source]) -> Vec<String> {
    let program = program_modules(sources);
    let mut problems = Vec::new();
    for source in sources {
        let module = source.module();
        if module
            .first()
            .is_some_and(|layer| layer == "window" || program.contains(layer))
        {
            continue;
        }
        for name in source.all_names() {
            if WINDOW_CRATES.contains(&name.as_str()) || name.starts_with("egui_") {
                problems.push(format!("{}: `{name}` outside `window`", source.path));
            }
        }
    }
    problems
}

/// Code that is not written yet.
pub fn stub_problems(sources: &[Source]) -> Vec<String> {
    let mut problems = Vec::new();
    for source in sources {
        for name in source.all_macros() {
            if name == "todo" || name == "unimplemented" {
                problems.push(format!("{}: `{name}!`", source.path));
            }
        }
    }
    problems
}

/// Files that are too long, or do not begin by saying what they are for.
pub fn shape_problems(path: &str, text: &str) -> Vec<String> {
    let mut problems = Vec::new();
    let lines = text.lines().count();
    if lines > LONGEST_FILE_LINES {
        problems.push(format!(
            "{path}: {lines} lines, more than {LONGEST_FILE_LINES}"
        ));
    }
    let says = text
        .lines()
        .next()
        .and_then(|line| line.strip_prefix("//!"));
    if says.is_none_or(|said| said.trim().is_empty()) {
        problems.push(format!(
            "{path}: does not begin with `//!` and what it is for"
        ));
    }
    problems
}

/// Rules without a page and pages without a rule, among paths inside `src/rules/`.
pub fn pairing_problems(paths: &[String]) -> Vec<String> {
    let of_rules = |ending: &str| -> BTreeSet<&str> {
        paths
            .iter()
            .filter(|path| RULE_FOLDERS.iter().any(|folder| path.starts_with(folder)))
            .filter_map(|path| path.strip_suffix(ending))
            .filter(|path| !path.ends_with("/mod"))
            .collect()
    };
    let (code, pages) = (of_rules(".rs"), of_rules(".md"));
    let without_page = code
        .difference(&pages)
        .map(|rule| format!("rules/{rule}.rs has no {rule}.md"));
    let without_code = pages
        .difference(&code)
        .map(|page| format!("rules/{page}.md has no {page}.rs"));
    without_page.chain(without_code).collect()
}

/// Headings that the page of a rule lacks, has in another order or leaves empty.
pub fn page_problems(path: &str, text: &str) -> Vec<String> {
    let mut sections: Vec<(&str, bool)> = Vec::new();
    let mut in_code = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
        }
        if line.starts_with('#') && !in_code {
            sections.push((line.trim_start_matches('#').trim(), false));
        } else if let Some((_, filled)) = sections.last_mut() {
            *filled |= !line.trim().is_empty();
        }
    }
    let mut problems = Vec::new();
    let mut last = 0;
    for heading in RULE_HEADINGS {
        match sections.iter().position(|(title, _)| *title == heading) {
            None => problems.push(format!("{path}: no heading “{heading}”")),
            Some(at) if at < last => problems.push(format!("{path}: “{heading}” stands too early")),
            Some(at) => {
                last = at;
                if sections.get(at).is_some_and(|(_, filled)| !filled) {
                    problems.push(format!("{path}: nothing under “{heading}”"));
                }
            }
        }
    }
    problems
}
