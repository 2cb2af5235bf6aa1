//! Every check of the source tree on input that breaks it: a check that cannot fail
//! proves nothing.

use crate::assert_none;
use crate::checks::{
    LONGEST_FILE_LINES, RULE_HEADINGS, layer_problems, page_problems, pairing_problems,
    shape_problems, stub_problems, window_problems,
};
use crate::source::Source;

fn layer_problems_of(files: &[(&str, &str)]) -> Vec<String> {
    let sources: Vec<Source> = files
        .iter()
        .map(|(path, text)| Source::read(path, text))
        .collect();
    layer_problems(&sources)
}

#[test]
fn a_use_to_the_right_is_found_however_it_is_written() {
    for (path, text) in [
        ("model/mod.rs", "use crate::window::Window;"),
        (
            "model/unit.rs",
            "pub(crate) use crate::{model::Unit, app::Session};",
        ),
        (
            "edit/mod.rs",
            "use crate::{\n    model::{Unit, Level},\n    rules,\n};",
        ),
        (
            "edit/vertex.rs",
            "fn f() { let found = crate::rules::run(); }",
        ),
        ("edit/vertex.rs", "fn f(x: crate::rules::Finding) {}"),
        ("files/mod.rs", "use super::tools;"),
        (
            "files/read/shape.rs",
            "fn f() { super::super::super::window::open() }",
        ),
        (
            "files/mod.rs",
            "mod inner { use super::super::app::Session; }",
        ),
        ("files/mod.rs", "use self::super::{model, window::Map};"),
        (
            "measure/mod.rs",
            "macro_rules! area { () => { $crate::topology::area() } }",
        ),
        ("measure/mod.rs", "use crate as root;"),
        ("measure/mod.rs", "use crate::*;"),
        ("measure/mod.rs", "use crate::{self as root};"),
        ("measure/mod.rs", "use super::*;"),
        ("measure/mod.rs", "extern crate self as root;"),
        ("measure/mod.rs", "use crate::helper;"),
        (
            "measure/mod.rs",
            "#[cfg(not(test))]\nuse crate::app::Session;",
        ),
        (
            "measure/mod.rs",
            "#[cfg(test)]\nmod tests {}\nuse crate::app::Session;",
        ),
        (
            "measure/mod.rs",
            "struct A { #[cfg(test)] a: u8, b: crate::app::Session }",
        ),
        ("helper.rs", "fn f() {}"),
        ("lib.rs", "pub mod model;\npub use window::Map;"),
    ] {
        let problems = layer_problems_of(&[(path, text)]);
        assert_eq!(problems.len(), 1, "{path}: {text}\n{problems:?}");
    }
    let problems = layer_problems_of(&[("edit/mod.rs", "use crate::model;\nuse crate::rules;")]);
    assert_eq!(problems, ["edit/mod.rs: `edit` uses `rules`"]);
}

#[test]
fn a_use_to_the_left_or_in_a_test_is_allowed() {
    for (path, text) in [
        (
            "window/mod.rs",
            "use crate::{app::Session, model, window::map};",
        ),
        (
            "edit/vertex.rs",
            "use super::Edit;\nuse super::super::model::Unit;\npub(crate) struct A;",
        ),
        (
            "edit/mod.rs",
            "impl A { pub(super) fn f(&self) { self.g(Self::H) } }",
        ),
        (
            "model/unit.rs",
            "/// Drawn by [`crate::window`].\n// use crate::window;\nconst A: &str = \"crate::window\";",
        ),
        (
            "model/unit.rs",
            "#[cfg(test)]\nmod tests { use crate::window::Map; }",
        ),
        (
            "model/unit.rs",
            "#[cfg(test)]\n#[allow(dead_code)]\nfn helper<A, B>(a: A, b: B) { crate::window::open() }",
        ),
        (
            "model/unit/tests.rs",
            "#![cfg(test)]\nuse crate::window::Map;",
        ),
        (
            "lib.rs",
            "//! The crate.\npub mod model;\n#[cfg(feature = \"window\")]\npub mod window;",
        ),
        ("main.rs", "use marz::window;\nfn main() {}"),
    ] {
        assert_none(&layer_problems_of(&[(path, text)]));
    }
    let test_file = ("model/unit/tests.rs", "use crate::window::Map;");
    assert_none(&layer_problems_of(&[
        ("model/unit.rs", "#[cfg(test)]\nmod tests;"),
        test_file,
    ]));
    assert_eq!(
        layer_problems_of(&[("model/unit.rs", "mod tests;"), test_file]).len(),
        1
    );
    let program_file = ("command.rs", "use marz::files;");
    assert_none(&layer_problems_of(&[
        ("main.rs", "mod command;\nfn main() {}"),
        program_file,
    ]));
}

#[test]
fn drawing_outside_the_window_is_found() {
    let count = |path: &str, text: &str| window_problems(&[Source::read(path, text)]).len();
    assert_eq!(count("app/mod.rs", "use egui::Context;"), 1);
    assert_eq!(count("tools/pan.rs", "fn f(at: egui_wgpu::Callback) {}"), 1);
    assert_eq!(
        count(
            "files/mod.rs",
            "#[cfg(test)]\nmod tests { fn f() { rfd::FileDialog::new(); } }"
        ),
        1
    );
    assert_eq!(
        count("app/mod.rs", "//! Not egui.\nconst A: &str = \"egui\";"),
        0
    );
    assert_eq!(count("window/mod.rs", "use egui::Context;"), 0);
    assert_eq!(count("main.rs", "fn main() { eframe::run() }"), 0);
}

#[test]
fn stubs_are_found() {
    let count = |text: &str| stub_problems(&[Source::read("app/mod.rs", text)]).len();
    assert_eq!(count("fn f() { todo!() }"), 1);
    assert_eq!(count("fn f() { if true { unimplemented!(\"later\") } }"), 1);
    assert_eq!(count("fn todo() {} // todo!()"), 0);
}

#[test]
fn long_and_silent_files_are_found() {
    let long = format!("//! Long.\n{}", "\n".repeat(LONGEST_FILE_LINES));
    assert_eq!(shape_problems("a.rs", &long).len(), 1);
    let longest = format!("//! Long.\n{}", "\n".repeat(LONGEST_FILE_LINES - 1));
    assert_none(&shape_problems("a.rs", &longest));
    assert_eq!(shape_problems("a.rs", "use std::fs;\n//! Late.").len(), 1);
    assert_eq!(shape_problems("a.rs", "//!\n").len(), 1);
    assert_eq!(shape_problems("a.rs", "").len(), 1);
}

#[test]
fn rules_without_a_page_are_found() {
    let paths = [
        "topology/mod.rs",
        "topology/overlap.rs",
        "topology/gap.md",
        "legal/village.rs",
        "legal/village.md",
    ];
    let problems = pairing_problems(&paths.map(str::to_owned));
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert_none(&pairing_problems(&[
        "runner.rs".to_owned(),
        "README.md".to_owned(),
    ]));
}

#[test]
fn pages_with_a_section_missing_or_empty_are_found() {
    let whole: String = RULE_HEADINGS
        .iter()
        .map(|heading| format!("## {heading}\n\nWords.\n\n"))
        .collect();
    assert_none(&page_problems("a.md", &format!("# T09 overlap\n\n{whole}")));
    for heading in RULE_HEADINGS {
        let without = whole.replace(&format!("## {heading}\n"), "");
        assert_eq!(
            page_problems("a.md", &without),
            [format!("a.md: no heading “{heading}”")]
        );
        let empty = whole.replace(
            &format!("## {heading}\n\nWords.\n"),
            &format!("## {heading}\n"),
        );
        assert_eq!(
            page_problems("a.md", &empty),
            [format!("a.md: nothing under “{heading}”")]
        );
    }
    let mut turned = RULE_HEADINGS;
    turned.swap(0, 1);
    let turned: String = turned
        .iter()
        .map(|heading| format!("# {heading}\nWords.\n"))
        .collect();
    assert_eq!(page_problems("a.md", &turned).len(), 1);
    assert_eq!(
        page_problems("a.md", "```\n# Basis\n```").len(),
        RULE_HEADINGS.len()
    );
}
