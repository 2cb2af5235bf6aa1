//! Search that forgives spelling: ي and ی, ك and ک, آ and ا, ة and ه, ۀ, hamza, joiners, vowel signs
//! and the three kinds of digits are made equal, and Latin letters lose their case.
//!
//! [`fold`] gives the folded text with, for each folded character, where it came from, so that a match
//! can be marked in the text as it is written.

use std::ops::Range;

use crate::app::language::is_direction_mark;
use crate::app::numbers::digit_value;

/// A text made ready for search.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    text: String,
    /// For each byte of `text`, the byte of the original where its character begins; one more at the end.
    origin: Vec<usize>,
}

/// Folds a text: see the module.
///
/// ```
/// use marz::app::search::{fold, matches};
/// assert_eq!(fold("كوه‌دشت").text(), fold("کوهدشت").text());
/// assert!(matches("دهستان میان‌کوه شرقی", "ميانكوه"));
/// assert!(matches("کد ۱۵۰۲", "1502"));
/// ```
pub fn fold(text: &str) -> Folded {
    let mut folded = Folded::default();
    let mut space_before = true;
    for (start, character) in text.char_indices() {
        if is_ignored(character) {
            continue;
        }
        if character.is_whitespace() {
            if !space_before {
                folded.push(' ', start);
            }
            space_before = true;
            continue;
        }
        space_before = false;
        match letter(character) {
            Some(letter) => folded.push(letter, start),
            None => {
                for lower in character.to_lowercase() {
                    folded.push(lower, start);
                }
            }
        }
    }
    if folded.text.ends_with(' ') {
        folded.text.pop();
        folded.origin.pop();
    }
    folded.origin.push(text.len());
    folded
}

impl Folded {
    /// The folded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether nothing is left to look for.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The first place of a folded needle, as bytes of the original text.
    pub fn find(&self, needle: &Folded) -> Option<Range<usize>> {
        if needle.is_empty() {
            return None;
        }
        let start = self.text.find(&needle.text)?;
        let end = start + needle.text.len();
        Some(*self.origin.get(start)?..*self.origin.get(end)?)
    }

    fn push(&mut self, character: char, start: usize) {
        self.text.push(character);
        self.origin
            .extend(std::iter::repeat_n(start, character.len_utf8()));
    }
}

/// Whether every word of the query is somewhere in the text. An empty query matches all.
pub fn matches(text: &str, query: &str) -> bool {
    let text = fold(text);
    fold(query)
        .text
        .split(' ')
        .all(|word| text.text.contains(word))
}

/// Where the words of the query stand in the text, in bytes, ordered and merged: to be marked.
/// Empty when one of them is missing.
pub fn marks(text: &str, query: &str) -> Vec<Range<usize>> {
    let folded = fold(text);
    let mut found = Vec::new();
    for word in query.split_whitespace() {
        let word = fold(word);
        if word.is_empty() {
            continue;
        }
        match folded.find(&word) {
            Some(range) => found.push(range),
            None => return Vec::new(),
        }
    }
    found.sort_by_key(|range: &Range<usize>| (range.start, range.end));
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(found.len());
    for range in found {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

/// How well a text answers a query: smaller is better. `None` when it does not.
/// A match at the start comes first, then one at the start of a word, then any; shorter texts first.
pub fn rank(text: &str, query: &str) -> Option<(u8, usize)> {
    let folded = fold(text);
    let needle = fold(query);
    if !needle
        .text
        .split(' ')
        .all(|word| folded.text.contains(word))
    {
        return None;
    }
    let class = if folded.text.starts_with(&needle.text) {
        0
    } else if folded
        .text
        .split(' ')
        .any(|word| word.starts_with(&needle.text))
    {
        1
    } else {
        2
    };
    Some((class, folded.text.len()))
}

/// Joiners, marks of direction, vowel signs, the stretched line, superscript hamza.
const fn is_ignored(character: char) -> bool {
    is_direction_mark(character)
        || matches!(
            character,
            '\u{200B}'..='\u{200D}'
                | '\u{2060}'
                | '\u{FEFF}'
                | '\u{00AD}'
                | '\u{0640}'
                | '\u{064B}'..='\u{065F}'
                | '\u{0670}'
                | '\u{06D6}'..='\u{06ED}'
                | 'ء'
        )
}

fn letter(character: char) -> Option<char> {
    if let Some(value) = digit_value(character) {
        return char::from_digit(value, 10);
    }
    Some(match character {
        'ي' | 'ى' | 'ئ' | 'ې' | 'ۍ' | '\u{FBFC}'..='\u{FBFF}' => 'ی',
        'ك' | 'ڪ' | '\u{FB8E}'..='\u{FB91}' => 'ک',
        'آ' | 'أ' | 'إ' | 'ٱ' => 'ا',
        'ة' | 'ۀ' | 'ۂ' | 'ە' | 'ۃ' | 'ہ' | 'ھ' => 'ه',
        'ؤ' => 'و',
        '٫' => '.',
        '٬' => ',',
        '،' => ',',
        '؛' => ';',
        '؟' => '?',
        '٪' => '%',
        '−' | '–' | '—' | '‐' | '‑' => '-',
        '«' | '»' | '“' | '”' => '"',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_are_equal() {
        for group in [
            ["خرم‌آباد", "خرماباد", "خُرّم‌آباد"],
            ["کرمانشاه", "كرمانشاه", "کـرمانشاه"],
            ["قلعه", "قلعة", "قلعۀ"],
            ["میانه‌ای", "ميانهاي", "میانه\u{200C}ای"],
            ["رئیس", "رييس", "رییس"],
            ["۱۵۰۲", "1502", "١٥٠٢"],
            ["جزء", "جز", "جزء"],
            ["Lorestan", "LORESTAN", "lorestan"],
        ] {
            for spelling in group {
                assert_eq!(fold(spelling).text(), fold(group[0]).text(), "{spelling}");
            }
        }
    }

    #[test]
    fn a_match_is_marked_where_it_is_written() {
        let text = "دهستان خرم‌آباد";
        let found = marks(text, "خرماباد");
        assert_eq!(found.len(), 1);
        assert_eq!(
            found.first().map(|range| &text[range.clone()]),
            Some("خرم‌آباد")
        );
        assert!(marks(text, "خرماباد شرقی").is_empty());
        assert_eq!(marks("ab ab", "a ab").len(), 1, "overlapping marks are one");
    }

    #[test]
    fn the_start_of_a_name_ranks_first() {
        let mut names = vec!["بیرانوند", "ده پیر", "پیر", "پیرانشهر"];
        names.retain(|name| rank(name, "پیر").is_some());
        names.sort_by_key(|name| rank(name, "پیر"));
        assert_eq!(names, ["پیر", "پیرانشهر", "ده پیر"]);
    }

    #[test]
    fn nothing_to_look_for_matches_all_and_marks_nothing() {
        assert!(matches("هر چه", ""));
        assert!(matches("هر چه", " \u{200C} "));
        assert!(marks("هر چه", "\u{200C}").is_empty());
    }
}
