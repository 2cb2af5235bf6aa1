//! Runs the examples of every rule's document: what a document says is found, is
//! found, and nothing else of its kind. The format is told in `marz::rules`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod rule_examples;

use std::fmt::Write;

use rule_examples::{examples_of, failures};

const HEADINGS: [&str; 8] = [
    "What it finds",
    "Basis",
    "How each word is measured",
    "What it does not decide",
    "Parameters",
    "Examples",
    "Sources",
    "به فارسی",
];

#[test]
fn every_example_holds() {
    let mut report = String::new();
    for rule in marz::rules::all() {
        for example in examples_of(rule.document) {
            for failure in failures(rule.code, &example) {
                writeln!(report, "{}, “{}”: {failure}", rule.code, example.title).unwrap();
            }
        }
    }
    assert!(report.is_empty(), "\n{report}");
}

#[test]
fn every_document_is_whole() {
    for rule in marz::rules::all() {
        let headings: Vec<_> = rule
            .document
            .lines()
            .filter_map(|line| line.strip_prefix("## "))
            .collect();
        assert_eq!(headings, HEADINGS, "{}", rule.code);
        let first = rule.document.lines().next().unwrap();
        assert!(first.starts_with(&format!("# {} ", rule.code)), "{first}");
        let examples = examples_of(rule.document);
        let expected = |found: bool| {
            let mut lines = examples.iter().flat_map(|example| example.lines.iter());
            lines.any(|line| {
                let code = format!("expect {} ", rule.code);
                let nothing = line.starts_with("expect nothing");
                if found {
                    line.starts_with(&code)
                } else {
                    nothing
                }
            })
        };
        assert!(expected(true), "{} has no example that is found", rule.code);
        assert!(expected(false), "{} has no near miss", rule.code);
    }
}

#[test]
fn rules_stand_in_the_order_of_codes() {
    let codes: Vec<_> = marz::rules::all().iter().map(|rule| rule.code).collect();
    assert!(codes.windows(2).all(|pair| pair[0] < pair[1]), "{codes:?}");
}
