//! The list of the language files by topic. A new topic is one line here and a file in each of
//! `assets/lang/fa` and `assets/lang/en`.

use super::Language;

/// One topic's text in each language.
pub(super) struct Source {
    /// The file's name, for messages about bad lines.
    pub(super) name: &'static str,
    persian: &'static str,
    english: &'static str,
}

impl Source {
    /// The file's text in a language.
    pub(super) const fn of(&self, language: Language) -> &'static str {
        match language {
            Language::Persian => self.persian,
            Language::English => self.english,
        }
    }
}

macro_rules! sources {
    ($($name:literal),* $(,)?) => {
        &[$(Source {
            name: $name,
            persian: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/lang/fa/", $name)),
            english: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/lang/en/", $name)),
        }),*]
    };
}

/// Every language file.
pub(super) static SOURCES: &[Source] = sources![
    "borders.ftl",
    "command.ftl",
    "decree.ftl",
    "edit.ftl",
    "error.ftl",
    "field.ftl",
    "finding.ftl",
    "fix.ftl",
    "format.ftl",
    "import.ftl",
    "law.ftl",
    "level.ftl",
    "map.ftl",
    "parameter.ftl",
    "project.ftl",
    "report.ftl",
    "sheets.ftl",
    "tools.ftl",
    "triage.ftl",
    "window.ftl",
];
