//! Reads the examples of rules' documents, makes their data sets, and compares what
//! is found with what is expected.

mod expectation;
mod scene;

use std::ops::ControlFlow;

use marz::rules::{Code, Selection, check};

use expectation::Expectation;
use scene::Scene;

/// A fenced block of a document.
pub struct Example {
    /// What follows `example` on the fence.
    pub title: String,
    /// Its lines, without comments and empty ones.
    pub lines: Vec<String>,
}

/// The examples of a document.
pub fn examples_of(document: &str) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    let mut open = false;
    for line in document.lines() {
        let line = line.trim();
        if open && line == "```" {
            open = false;
        } else if open {
            if !line.is_empty() && !line.starts_with('#') {
                examples.last_mut().unwrap().lines.push(line.to_owned());
            }
        } else if let Some(title) = line.strip_prefix("```example") {
            open = true;
            examples.push(Example {
                title: title.trim().to_owned(),
                lines: Vec::new(),
            });
        }
    }
    assert!(!open, "a block of examples is not closed");
    examples
}

/// What does not hold of an example in the document of `own`.
pub fn failures(own: Code, example: &Example) -> Vec<String> {
    let mut scene = Scene::default();
    let mut expectations = Vec::new();
    let mut nothing_of: Vec<Code> = vec![own];
    let mut expects = false;
    for line in &example.lines {
        if let Some(names) = line.strip_prefix("expect nothing of ") {
            expects = true;
            let chosen = Code::ALL.iter().copied().filter(|code| {
                let family = code.family().letter().to_string();
                names
                    .split_whitespace()
                    .any(|name| name == code.name() || name == family)
            });
            let before = nothing_of.len();
            nothing_of.extend(chosen);
            assert!(before < nothing_of.len(), "no such rule: {line}");
        } else if let Some(rest) = line.strip_prefix("expect ") {
            expects = true;
            expectations.push(Expectation::parse(rest));
        } else {
            scene.add(line);
        }
    }
    assert!(expects, "“{}” expects nothing at all", example.title);
    let snapshot = scene.snapshot();
    let report = check(&snapshot, &Selection::all(), None, &mut |_| {
        ControlFlow::Continue(())
    })
    .unwrap();
    let dataset = &snapshot.dataset;
    let mut failures = Vec::new();
    let mut used = vec![false; report.findings.len()];
    for expectation in &expectations {
        let of_code = report.findings.iter().enumerate();
        let mut of_code = of_code.filter(|(_, finding)| finding.code == expectation.code);
        let mut reasons = Vec::new();
        let found = of_code.find(|(index, finding)| {
            let differences = expectation.differences(dataset, finding);
            let fits = !used[*index] && differences.is_empty();
            if !fits {
                reasons.push(differences.join(", "));
            }
            fits
        });
        match found {
            Some((index, _)) => used[index] = true,
            None => failures.push(format!(
                "expected, not found: {} [{}]",
                expectation.text,
                reasons.join(" | ")
            )),
        }
    }
    for (finding, used) in report.findings.iter().zip(used) {
        if !used && nothing_of.contains(&finding.code) {
            failures.push(format!(
                "found, not expected: {} of {:?} at {:?}, area {:?}, {:?}",
                finding.code,
                expectation::names_of(dataset, finding),
                finding.place.as_ref().map(|place| place.at),
                finding.area_m2,
                finding.detail
            ));
        }
    }
    failures
}

/// Splits a line at spaces, but not inside quotes; quotes stay.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for sign in line.chars() {
        quoted ^= sign == '"';
        if sign == ' ' && !quoted {
            words.push(String::new());
        } else {
            words.last_mut().unwrap().push(sign);
        }
    }
    assert!(!quoted, "a quote is not closed: {line}");
    words.retain(|word| !word.is_empty());
    words
}

fn unquoted(word: &str) -> String {
    word.trim_matches('"').to_owned()
}

fn numbers(text: &str) -> Vec<f64> {
    text.split(',')
        .map(|number| {
            number
                .parse()
                .unwrap_or_else(|_| panic!("no number: {text}"))
        })
        .collect()
}
