//! The document of a rule as help: the Persian section, or what it finds and how each
//! word is measured, set in the window's own text.

use egui::Ui;

use super::scope::Scope;
use super::text::{heading_ui, wrapped_ui};
use crate::app::language::Language;
use crate::rules::{Code, rule};

/// Draws the help on a kind of finding.
pub fn help_ui(ui: &mut Ui, scope: &Scope<'_>, code: Code) {
    let Some(rule) = rule(code) else {
        return;
    };
    let titles: &[&str] = match scope.words.language() {
        Language::Persian => &["به فارسی"],
        Language::English => &[
            "What it finds",
            "Basis",
            "How each word is measured",
            "What it does not decide",
        ],
    };
    for title in titles {
        let paragraphs = paragraphs(rule.document, title);
        if paragraphs.is_empty() {
            continue;
        }
        ui.add_space(4.0);
        if scope.words.language() == Language::English {
            heading_ui(ui, title);
        }
        for paragraph in paragraphs {
            let format = match scope.words.language() {
                Language::Persian => scope.theme.text.body,
                Language::English => scope.theme.text.body.auto(),
            };
            wrapped_ui(ui, &paragraph, format);
        }
    }
}

/// The paragraphs under a heading of a document, each in one line, lists as lines with a
/// dash, without the marks of Markdown.
pub fn paragraphs(document: &str, title: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut is_inside = false;
    let mut goes_on = false;
    for line in document.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            is_inside = heading.trim() == title;
            continue;
        }
        if !is_inside {
            continue;
        }
        let text = line.trim();
        if text.is_empty() || text.starts_with("```") {
            goes_on = false;
            continue;
        }
        let (text, is_item) = match text.strip_prefix("- ") {
            Some(item) => (format!("– {item}"), true),
            None => (text.to_owned(), false),
        };
        let text = text.replace(['*', '`'], "");
        match found.last_mut().filter(|_| goes_on && !is_item) {
            Some(last) => {
                last.push(' ');
                last.push_str(&text);
            }
            None => found.push(text),
        }
        goes_on = true;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_a_paragraph_are_joined_and_items_stand_apart() {
        let document = "# T\n\n## One\n\nA *word*\nand `more`.\n\n- first\n  goes on\n- second\n\n## Two\n\nno";
        assert_eq!(
            paragraphs(document, "One"),
            ["A word and more.", "– first goes on", "– second"]
        );
    }

    #[test]
    fn every_rule_has_help_in_persian_and_english() {
        for rule in crate::rules::all() {
            for title in ["به فارسی", "What it finds"] {
                assert!(
                    !paragraphs(rule.document, title).is_empty(),
                    "{} {title}",
                    rule.code
                );
            }
        }
    }
}
