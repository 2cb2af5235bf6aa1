//! The words of the program in Persian and English, read from Fluent files that are built into the binary.
//!
//! [`Words`] looks a message up in the chosen language, then in English, then shows its id, so that a
//! missing message is visible and never stops anything. Inserted values are wrapped in direction
//! isolates (U+2068 … U+2069): the window's text step resolves and drops them, and [`plain`] takes
//! them out for terminals and files.

use std::fmt;
use std::sync::{Arc, OnceLock};

pub use fluent_bundle::FluentValue as Value;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;

use crate::app::numbers;

mod sources;

/// A language of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Language {
    /// فارسی, written from right to left; the default.
    #[default]
    Persian,
    /// English, written from left to right.
    English,
}

impl Language {
    /// Every language, in the order in which a menu shows them.
    pub const ALL: [Self; 2] = [Self::Persian, Self::English];

    /// The two-letter code of ISO 639, as written in the settings file.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Persian => "fa",
            Self::English => "en",
        }
    }

    /// The language of a code such as `fa`, `fa-IR` or `en_US`; `None` for any other.
    pub fn from_code(code: &str) -> Option<Self> {
        let primary = code.split(['-', '_']).next().unwrap_or(code);
        Self::ALL
            .into_iter()
            .find(|language| language.code().eq_ignore_ascii_case(primary))
    }

    /// The language's name in itself, for the switch between languages.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::Persian => "فارسی",
            Self::English => "English",
        }
    }

    /// Whether its lines run from right to left.
    pub const fn is_right_to_left(self) -> bool {
        matches!(self, Self::Persian)
    }
}

/// The messages of one language, with English behind them. A clone is cheap.
///
/// ```
/// use marz::app::language::{Language, Words, plain};
///
/// let words = Words::new(Language::Persian);
/// assert_eq!(words.text("level-county"), "شهرستان");
/// let text = words.with("format-people", &[("count", 8410.into())]);
/// assert_eq!(plain(&text), "۸٬۴۱۰ نفر");
/// assert_eq!(words.text("no-such-message"), "no-such-message");
/// ```
#[derive(Clone)]
pub struct Words {
    language: Language,
    chosen: Arc<FluentBundle<FluentResource>>,
    english: Arc<FluentBundle<FluentResource>>,
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Words")
            .field("language", &self.language)
            .finish_non_exhaustive()
    }
}

impl Words {
    /// The built-in messages of a language. They are read once: later calls cost nothing.
    pub fn new(language: Language) -> Self {
        static READ: OnceLock<[Arc<FluentBundle<FluentResource>>; 2]> = OnceLock::new();
        let [persian, english] = READ
            .get_or_init(|| [Language::Persian, Language::English].map(|it| Arc::new(bundle(it))));
        let chosen = match language {
            Language::Persian => persian,
            Language::English => english,
        };
        Self {
            language,
            chosen: Arc::clone(chosen),
            english: Arc::clone(english),
        }
    }

    /// The language asked for.
    pub const fn language(&self) -> Language {
        self.language
    }

    /// The message without values.
    pub fn text(&self, id: &str) -> String {
        self.format(id, None)
    }

    /// The message with values, by name. Numbers come out grouped and in the language's digits;
    /// strings (a code, a name) stay as they are. The text holds isolates around what was inserted.
    pub fn with(&self, id: &str, values: &[(&str, Value<'_>)]) -> String {
        let mut args = FluentArgs::with_capacity(values.len());
        for (name, value) in values {
            args.set((*name).to_owned(), value.clone());
        }
        self.format(id, Some(&args))
    }

    /// Whether the chosen language itself (not English behind it) has the message.
    pub fn has(&self, id: &str) -> bool {
        self.chosen.has_message(id)
    }

    fn format(&self, id: &str, args: Option<&FluentArgs<'_>>) -> String {
        for bundle in [&self.chosen, &self.english] {
            let Some(pattern) = bundle.get_message(id).and_then(|message| message.value()) else {
                continue;
            };
            let mut errors = Vec::new();
            let text = bundle.format_pattern(pattern, args, &mut errors);
            if !errors.is_empty() {
                tracing::warn!(id, ?errors, "a message lacks a value");
            }
            return text.into_owned();
        }
        tracing::warn!(id, "no such message");
        id.to_owned()
    }
}

/// Takes the isolates and marks of direction out, for output that has no bidi step of its own
/// and for comparing: U+061C, U+200E, U+200F, U+202A–U+202E and U+2066–U+2069.
///
/// ```
/// assert_eq!(marz::app::language::plain("کد \u{2068}15 02\u{2069}"), "کد 15 02");
/// ```
pub fn plain(text: &str) -> String {
    text.chars()
        .filter(|character| !is_direction_mark(*character))
        .collect()
}

/// Whether a character only steers the order of text and is never drawn.
pub const fn is_direction_mark(character: char) -> bool {
    matches!(
        character,
        '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
    )
}

/// Wraps a code, a coordinate or a file name so that it reads from left to right inside any sentence:
/// «15 02 01 0006» keeps its groups in order within Persian.
///
/// ```
/// assert_eq!(marz::app::language::left_to_right("15 02"), "\u{2066}15 02\u{2069}");
/// ```
pub fn left_to_right(text: &str) -> String {
    format!("\u{2066}{text}\u{2069}")
}

/// Wraps a name or a note by someone else so that it takes its direction from its own first letter
/// and disturbs nothing around it.
pub fn isolated(text: &str) -> String {
    format!("\u{2068}{text}\u{2069}")
}

fn bundle(language: Language) -> FluentBundle<FluentResource> {
    let identifier: LanguageIdentifier = language.code().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![identifier]);
    bundle.set_formatter(Some(match language {
        Language::Persian => |value, _| numbers::format_value(Language::Persian, value),
        Language::English => |value, _| numbers::format_value(Language::English, value),
    }));
    for source in sources::SOURCES {
        let text = source.of(language);
        let resource = match FluentResource::try_new(text.to_owned()) {
            Ok(resource) => resource,
            Err((resource, errors)) => {
                tracing::error!(file = source.name, ?errors, "language file has bad lines");
                resource
            }
        };
        if let Err(errors) = bundle.add_resource(resource) {
            tracing::error!(
                file = source.name,
                ?errors,
                "language file repeats messages"
            );
        }
    }
    bundle
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)] // a test that fails should say where

    use std::collections::{BTreeMap, BTreeSet};

    use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

    use super::*;

    type Variables = BTreeSet<String>;

    /// Every message of a language with the variables that it uses.
    fn messages(language: Language) -> BTreeMap<String, Variables> {
        let mut found = BTreeMap::new();
        for source in sources::SOURCES {
            let resource = FluentResource::try_new(source.of(language).to_owned()).unwrap_or_else(
                |(_, errors)| panic!("{}/{}: {errors:?}", language.code(), source.name),
            );
            for entry in resource.entries() {
                let (id, value) = match entry {
                    Entry::Message(message) => {
                        assert!(
                            message.attributes.is_empty(),
                            "{}: no attributes",
                            message.id.name
                        );
                        (message.id.name, message.value.as_ref())
                    }
                    Entry::Term(term) => (term.id.name, Some(&term.value)),
                    _ => continue,
                };
                let mut variables = Variables::new();
                if let Some(pattern) = value {
                    of_pattern(pattern, &mut variables);
                }
                let before = found.insert(id.to_owned(), variables);
                assert!(
                    before.is_none(),
                    "{}: «{id}» is there twice",
                    language.code()
                );
            }
        }
        found
    }

    fn of_pattern(pattern: &Pattern<&str>, variables: &mut Variables) {
        for element in &pattern.elements {
            if let PatternElement::Placeable { expression } = element {
                of_expression(expression, variables);
            }
        }
    }

    fn of_expression(expression: &Expression<&str>, variables: &mut Variables) {
        match expression {
            Expression::Inline(inline) => of_inline(inline, variables),
            Expression::Select { selector, variants } => {
                of_inline(selector, variables);
                for variant in variants {
                    of_pattern(&variant.value, variables);
                }
            }
        }
    }

    fn of_inline(inline: &InlineExpression<&str>, variables: &mut Variables) {
        match inline {
            InlineExpression::VariableReference { id } => {
                variables.insert(id.name.to_owned());
            }
            InlineExpression::Placeable { expression } => of_expression(expression, variables),
            InlineExpression::FunctionReference { arguments, .. } => {
                for argument in &arguments.positional {
                    of_inline(argument, variables);
                }
            }
            _ => {}
        }
    }

    #[test]
    fn both_languages_have_the_same_messages_with_the_same_variables() {
        let persian = messages(Language::Persian);
        let english = messages(Language::English);
        let only_persian: Vec<_> = persian
            .keys()
            .filter(|id| !english.contains_key(*id))
            .collect();
        let only_english: Vec<_> = english
            .keys()
            .filter(|id| !persian.contains_key(*id))
            .collect();
        assert!(only_persian.is_empty(), "only in Persian: {only_persian:?}");
        assert!(only_english.is_empty(), "only in English: {only_english:?}");
        for (id, variables) in &persian {
            assert_eq!(variables, &english[id], "variables of «{id}»");
        }
        assert!(persian.len() > 20, "the files were read");
    }

    #[test]
    fn persian_files_are_written_in_persian_letters() {
        for source in sources::SOURCES {
            let text = source.of(Language::Persian);
            for (number, line) in text.lines().enumerate() {
                for bad in ['ي', 'ك', 'ى', 'ة'] {
                    assert!(
                        line.starts_with('#') || !line.contains(bad),
                        "fa/{}:{}: Arabic {bad}",
                        source.name,
                        number + 1
                    );
                }
            }
        }
    }

    #[test]
    fn codes_of_languages_are_known_with_their_regions() {
        assert_eq!(Language::from_code("fa_IR.UTF-8"), Some(Language::Persian));
        assert_eq!(Language::from_code("EN"), Some(Language::English));
        assert_eq!(Language::from_code("de"), None);
    }

    #[test]
    fn inserted_values_are_isolated_and_numbers_localised() {
        let words = Words::new(Language::Persian);
        let text = words.with("format-code", &[("code", "15 02 01 0006".into())]);
        assert_eq!(text, "کد \u{2068}15 02 01 0006\u{2069}");
        let english = Words::new(Language::English);
        assert_eq!(
            plain(&english.with("format-people", &[("count", 1.into())])),
            "1 person"
        );
        assert_eq!(
            plain(&english.with("format-people", &[("count", 1200.into())])),
            "1,200 people"
        );
    }
}
