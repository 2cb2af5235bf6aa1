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

#[test]
fn every_article_and_note_of_the_law_has_its_rule_or_its_reason() {
    let table = include_str!("../assets/law/ARTICLES.md");
    let cells = |line: &str| -> Option<(u8, Option<u8>, String)> {
        let mut cells = line.strip_prefix('|')?.split('|').map(str::trim);
        let provision = cells.next()?;
        let (article, note) = match provision.split_once(", note ") {
            Some((article, note)) => (article, Some(note.parse().ok()?)),
            None => (provision, None),
        };
        Some((article.parse().ok()?, note, cells.nth(1)?.to_owned()))
    };
    let rows: Vec<_> = table.lines().filter_map(cells).collect();
    let mut expected: Vec<(u8, Option<u8>)> = Vec::new();
    let notes = [(2, 4), (3, 3), (4, 4), (6, 3), (7, 3), (9, 2), (14, 3)];
    for article in 1..=18 {
        expected.push((article, None));
        let of_it = notes.iter().find(|(of, _)| *of == article);
        let count = of_it.map_or(0, |(_, count)| *count);
        expected.extend((1..=count).map(|note| (article, Some(note))));
    }
    assert_eq!(expected.len(), 18 + 22);
    let told: Vec<_> = rows
        .iter()
        .map(|(article, note, _)| (*article, *note))
        .collect();
    assert_eq!(told, expected);
    for (article, note, answer) in &rows {
        assert!(!answer.is_empty(), "{article} {note:?}");
        let codes = answer.split(|letter: char| !letter.is_ascii_alphanumeric());
        for code in codes.filter(|word| {
            word.len() == 3 && word.starts_with(['L', 'S']) && word[1..].parse::<u8>().is_ok()
        }) {
            let known = marz::rules::all()
                .iter()
                .any(|rule| rule.code.name() == code);
            assert!(known, "{article} {note:?} names {code}");
        }
    }
    // What a rule of the law rests on is in the table.
    for rule in marz::rules::all() {
        let name = rule.code.name();
        let is_told = rows.iter().any(|(_, _, answer)| answer.contains(name));
        assert!(is_told || !name.starts_with('L'), "{name}");
    }
}
