//! What typing does to a line of text: caret and selection in logical order, deleting, words, undo.
//! Knows nothing of drawing, but is given the line when a step goes by the eye.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation as _;

use crate::window::text::carets::{self, Caret};
use crate::window::text::lines::Line;

/// How many steps can be taken back.
const UNDO_STEPS: usize = 200;
/// A pause after which typing begins a new step, in seconds.
const PAUSE_S: f64 = 1.5;

/// What kind of change the last one was: changes of one kind in a row are one step of undo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Typing,
    Deleting,
    Other,
}

#[derive(Clone, Debug, PartialEq)]
struct Snapshot {
    text: String,
    caret: Caret,
    anchor: usize,
}

/// How far a step goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// One letter to the left on the screen.
    Left,
    /// One letter to the right on the screen.
    Right,
    /// One word to the left.
    WordLeft,
    /// One word to the right.
    WordRight,
    /// To the beginning of the text.
    Start,
    /// To the end of the text.
    End,
}

/// The state of a text field between frames.
#[derive(Clone, Debug, Default)]
pub struct Editor {
    caret: Caret,
    /// Where the selection began; the caret is its other end.
    anchor: usize,
    undo: Vec<Snapshot>,
    redo: Vec<Snapshot>,
    last: Option<(Kind, f64)>,
}

impl Editor {
    /// Where the caret stands.
    pub const fn caret(&self) -> Caret {
        self.caret
    }

    /// The selected bytes; empty when nothing is.
    pub fn selection(&self) -> Range<usize> {
        self.anchor.min(self.caret.byte)..self.anchor.max(self.caret.byte)
    }

    /// Whether something is selected.
    pub const fn has_selection(&self) -> bool {
        self.anchor != self.caret.byte
    }

    /// The selected text.
    pub fn selected<'a>(&self, text: &'a str) -> &'a str {
        text.get(self.selection()).unwrap_or_default()
    }

    /// Brings caret and selection back into a text that was changed from outside.
    pub fn fit(&mut self, text: &str) {
        self.caret.byte = boundary(text, self.caret.byte);
        self.anchor = boundary(text, self.anchor);
    }

    /// Puts the caret somewhere; `extends` keeps the other end of the selection.
    pub const fn place(&mut self, caret: Caret, extends: bool) {
        self.caret = caret;
        if !extends {
            self.anchor = caret.byte;
        }
        self.last = None;
    }

    /// Selects everything.
    pub const fn select_all(&mut self, text: &str) {
        self.anchor = 0;
        self.caret = Caret::at(text.len());
        self.last = None;
    }

    /// Selects the word around a byte.
    pub fn select_word(&mut self, text: &str, byte: usize) {
        let word = word_at(text, byte);
        self.anchor = word.start;
        self.caret = Caret::at(word.end);
        self.last = None;
    }

    /// Moves the caret; `line` is the text as it is drawn.
    pub fn step(&mut self, text: &str, line: &Line, step: Step, extends: bool) {
        let caret = match step {
            Step::Start => Caret {
                byte: 0,
                leans_forward: true,
            },
            Step::End => Caret::at(text.len()),
            Step::WordLeft => self.word(text, line.right_to_left),
            Step::WordRight => self.word(text, !line.right_to_left),
            Step::Left | Step::Right if self.has_selection() && !extends => {
                self.edge_of_selection(text, line, step == Step::Right)
            }
            Step::Left | Step::Right => {
                let to_right = step == Step::Right;
                carets::visual_step(text, line, self.caret, to_right).unwrap_or(self.caret)
            }
        };
        self.place(caret, extends);
    }

    fn word(&self, text: &str, forward: bool) -> Caret {
        let byte = if forward {
            next_word(text, self.caret.byte)
        } else {
            previous_word(text, self.caret.byte)
        };
        Caret {
            byte,
            leans_forward: !forward,
        }
    }

    fn edge_of_selection(&self, text: &str, line: &Line, right: bool) -> Caret {
        let ends = self.selection();
        let start = Caret {
            byte: ends.start,
            leans_forward: true,
        };
        let end = Caret::at(ends.end);
        let start_is_right = carets::caret_x(text, line, start) > carets::caret_x(text, line, end);
        if start_is_right == right { start } else { end }
    }

    /// Puts a text in the place of the selection, on one line.
    pub fn insert(&mut self, text: &mut String, new: &str, now_s: f64) {
        let new = one_line(new);
        if new.is_empty() && !self.has_selection() {
            return;
        }
        // A word is one step of undo, a pause begins a new one.
        let kind = if new.chars().count() == 1 && !self.has_selection() {
            Kind::Typing
        } else {
            Kind::Other
        };
        let ends_word = self.last_character(text).is_some_and(char::is_whitespace);
        self.remember(text, if ends_word { Kind::Other } else { kind }, now_s);
        if kind == Kind::Typing {
            self.last = Some((Kind::Typing, now_s));
        }
        self.replace(text, &new);
    }

    /// Takes the character before the caret away, as it was typed: a vowel sign goes before its letter.
    pub fn backspace(&mut self, text: &mut String, whole_word: bool, now_s: f64) {
        let from = if self.has_selection() {
            None
        } else if whole_word {
            Some(previous_word(text, self.caret.byte))
        } else {
            let before = text.get(..self.caret.byte).unwrap_or_default();
            before.char_indices().next_back().map(|(at, _)| at)
        };
        self.delete(text, from, now_s);
    }

    /// Takes what is after the caret away: a letter with its signs.
    pub fn delete_forward(&mut self, text: &mut String, whole_word: bool, now_s: f64) {
        let to = if self.has_selection() {
            None
        } else if whole_word {
            Some(next_word(text, self.caret.byte))
        } else {
            let after = text.get(self.caret.byte..).unwrap_or_default();
            after
                .graphemes(true)
                .next()
                .map(|cluster| self.caret.byte + cluster.len())
        };
        self.delete(text, to, now_s);
    }

    fn delete(&mut self, text: &mut String, other_end: Option<usize>, now_s: f64) {
        let kind = if self.has_selection() {
            Kind::Other
        } else {
            Kind::Deleting
        };
        let anchor = other_end.unwrap_or(self.anchor);
        if anchor == self.caret.byte {
            return;
        }
        self.remember(text, kind, now_s);
        self.anchor = anchor;
        self.replace(text, "");
    }

    /// Takes the last step back. Returns whether there was one.
    pub fn undo(&mut self, text: &mut String) -> bool {
        let Some(before) = self.undo.pop() else {
            return false;
        };
        self.redo.push(self.snapshot(text));
        self.restore(text, before);
        true
    }

    /// Takes the last undo back. Returns whether there was one.
    pub fn redo(&mut self, text: &mut String) -> bool {
        let Some(after) = self.redo.pop() else {
            return false;
        };
        self.undo.push(self.snapshot(text));
        self.restore(text, after);
        true
    }

    fn restore(&mut self, text: &mut String, to: Snapshot) {
        *text = to.text;
        self.caret = to.caret;
        self.anchor = to.anchor;
        self.last = None;
    }

    fn snapshot(&self, text: &str) -> Snapshot {
        Snapshot {
            text: text.to_owned(),
            caret: self.caret,
            anchor: self.anchor,
        }
    }

    fn remember(&mut self, text: &str, kind: Kind, now_s: f64) {
        let goes_on = kind != Kind::Other
            && self
                .last
                .is_some_and(|(last, at_s)| last == kind && now_s - at_s < PAUSE_S);
        if !goes_on {
            self.undo.push(self.snapshot(text));
            if self.undo.len() > UNDO_STEPS {
                self.undo.remove(0);
            }
        }
        self.redo.clear();
        self.last = Some((kind, now_s));
    }

    fn replace(&mut self, text: &mut String, new: &str) {
        let selection = self.selection();
        if text.get(selection.clone()).is_none() {
            return;
        }
        text.replace_range(selection.clone(), new);
        self.caret = Caret::at(selection.start + new.len());
        self.anchor = self.caret.byte;
    }

    /// The character before the caret.
    pub fn last_character(&self, text: &str) -> Option<char> {
        text.get(..self.caret.byte)?.chars().next_back()
    }
}

/// Without line feeds and control characters.
fn one_line(text: &str) -> String {
    text.replace("\r\n", " ")
        .chars()
        .map(|character| {
            if matches!(character, '\n' | '\r' | '\t') {
                ' '
            } else {
                character
            }
        })
        .filter(|character| !character.is_control())
        .collect()
}

fn boundary(text: &str, byte: usize) -> usize {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    byte
}

fn word_at(text: &str, byte: usize) -> Range<usize> {
    text.split_word_bound_indices()
        .map(|(start, word)| start..start + word.len())
        .take_while(|word| word.start <= byte)
        .last()
        .unwrap_or(0..text.len())
}

fn is_word(word: &str) -> bool {
    word.chars().any(char::is_alphanumeric)
}

fn next_word(text: &str, byte: usize) -> usize {
    text.split_word_bound_indices()
        .filter(|(_, word)| is_word(word))
        .map(|(start, word)| start + word.len())
        .find(|end| *end > byte)
        .unwrap_or(text.len())
}

fn previous_word(text: &str, byte: usize) -> usize {
    text.split_word_bound_indices()
        .filter(|(start, word)| is_word(word) && *start < byte)
        .map(|(start, _)| start)
        .next_back()
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::window::text::format::Format;
    use crate::window::text::lines::{Request, lay_out};

    fn line(text: &str) -> Line {
        let format = Format::new(13.0).auto();
        let request = Request {
            text,
            format: &format,
            spans: &[],
            interface_is_right_to_left: true,
        };
        lay_out(request).lines.remove(0)
    }

    fn typed(keys: &str) -> (Editor, String) {
        let mut editor = Editor::default();
        let mut text = String::new();
        for key in keys.chars() {
            editor.insert(&mut text, &key.to_string(), 0.0);
        }
        (editor, text)
    }

    #[test]
    fn left_goes_on_in_persian_and_back_in_latin() {
        let (mut editor, text) = typed("مرز");
        editor.step(&text, &line(&text), Step::Start, false);
        editor.step(&text, &line(&text), Step::Left, false);
        assert_eq!(editor.caret().byte, "م".len());
        editor.step(&text, &line(&text), Step::Right, false);
        assert_eq!(editor.caret().byte, 0);

        let (mut editor, text) = typed("ab");
        editor.step(&text, &line(&text), Step::Left, false);
        assert_eq!(editor.caret().byte, 1);
    }

    #[test]
    fn an_arrow_leaves_a_selection_at_the_side_it_points_to() {
        let (mut editor, text) = typed("مرز");
        editor.select_all(&text);
        editor.step(&text, &line(&text), Step::Right, false);
        assert_eq!(editor.caret().byte, 0, "the right side is the beginning");
        editor.select_all(&text);
        editor.step(&text, &line(&text), Step::Left, false);
        assert_eq!(editor.caret().byte, text.len());
    }

    #[test]
    fn backspace_takes_a_sign_and_delete_a_letter_with_its_signs() {
        let (mut editor, mut text) = typed("مُ");
        editor.backspace(&mut text, false, 0.0);
        assert_eq!(text, "م");
        let (mut editor, mut text) = typed("مُر");
        editor.step(&text, &line(&text), Step::Start, false);
        editor.delete_forward(&mut text, false, 0.0);
        assert_eq!(text, "ر");
    }

    #[test]
    fn words_with_a_joiner_are_one_word() {
        let (mut editor, mut text) = typed("جابه‌جا می‌شود");
        editor.backspace(&mut text, true, 0.0);
        assert_eq!(text, "جابه‌جا ");
        editor.select_word(&text, 4);
        assert_eq!(editor.selected(&text), "جابه‌جا");
    }

    #[test]
    fn undo_takes_back_a_word_at_a_time_and_redo_brings_it_again() {
        let (mut editor, mut text) = typed("بخش مرکزی");
        assert!(editor.undo(&mut text));
        assert_eq!(text, "بخش ");
        assert!(editor.undo(&mut text));
        assert_eq!(text, "");
        assert!(!editor.undo(&mut text));
        assert!(editor.redo(&mut text) && editor.redo(&mut text));
        assert_eq!(text, "بخش مرکزی");
        assert!(!editor.redo(&mut text));
    }

    #[test]
    fn a_selection_is_replaced_by_what_is_typed_and_pasted_lines_become_one() {
        let (mut editor, mut text) = typed("کهنه");
        editor.select_all(&text);
        editor.insert(&mut text, "یک\r\nدو\nسه", 5.0);
        assert_eq!(text, "یک دو سه");
        assert!(editor.undo(&mut text));
        assert_eq!(text, "کهنه");
        assert_eq!(editor.selected(&text), "کهنه");
    }

    #[test]
    fn a_text_that_changed_outside_does_not_break_the_caret() {
        let (mut editor, _) = typed("مرز");
        editor.fit("م");
        assert_eq!(editor.caret().byte, 2);
        editor.fit("aم");
        assert_eq!(
            editor.caret().byte,
            1,
            "back to the beginning of a character"
        );
    }
}
