//! Carets: from a place in the text (logical order) to a place on the screen (visual order) and back.
//!
//! A place between two directions has two places on the screen, so a [`Caret`] also says to which of
//! its letters it leans: after typing to the one before it, as the end of what was just written.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation as _;

use super::lines::{Line, Piece};

/// A letter of a line: what a caret can stand before and after.
#[derive(Clone, Debug, PartialEq)]
pub struct Letter {
    /// Its bytes in the text.
    pub bytes: Range<usize>,
    /// Its left side, in points from the left of the galley.
    pub left: f32,
    /// Its right side.
    pub right: f32,
    /// Whether it stands in a stretch from right to left.
    pub right_to_left: bool,
}

impl Letter {
    /// Where a caret before it in the text stands.
    pub const fn before(&self) -> f32 {
        if self.right_to_left {
            self.right
        } else {
            self.left
        }
    }

    /// Where a caret after it in the text stands.
    pub const fn after(&self) -> f32 {
        if self.right_to_left {
            self.left
        } else {
            self.right
        }
    }
}

/// The letters of a line, from left to right. Letters drawn as one (lam and alef) share its width.
pub fn letters(text: &str, line: &Line) -> Vec<Letter> {
    let mut found = Vec::new();
    for piece in &line.pieces {
        for cluster in &piece.clusters {
            let Some(slice) = text.get(cluster.bytes.clone()) else {
                continue;
            };
            let mut parts: Vec<Range<usize>> = slice
                .grapheme_indices(true)
                .map(|(at, part)| {
                    let start = cluster.bytes.start + at;
                    start..start + part.len()
                })
                .collect();
            if piece.right_to_left {
                parts.reverse();
            }
            #[expect(clippy::cast_precision_loss, reason = "a cluster has a few letters")]
            let width = cluster.width / parts.len().max(1) as f32;
            let mut left = cluster.left;
            for bytes in parts {
                found.push(Letter {
                    bytes,
                    left,
                    right: left + width,
                    right_to_left: piece.right_to_left,
                });
                left += width;
            }
        }
    }
    found
}

/// The stretches that some bytes cover in a piece, as left and right sides.
pub fn covered(piece: &Piece, bytes: &Range<usize>) -> Vec<(f32, f32)> {
    let mut found: Vec<(f32, f32)> = Vec::new();
    for cluster in &piece.clusters {
        let length = cluster.bytes.len();
        let from = bytes.start.clamp(cluster.bytes.start, cluster.bytes.end);
        let to = bytes.end.clamp(cluster.bytes.start, cluster.bytes.end);
        if from >= to || length == 0 {
            continue;
        }
        #[expect(clippy::cast_precision_loss, reason = "a cluster has a few bytes")]
        let share = |byte: usize| (byte - cluster.bytes.start) as f32 / length as f32;
        let (first, last) = (share(from) * cluster.width, share(to) * cluster.width);
        let (left, right) = if piece.right_to_left {
            (cluster.width - last, cluster.width - first)
        } else {
            (first, last)
        };
        found.push((cluster.left + left, cluster.left + right));
    }
    found
}

/// A place between letters, in logical order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Caret {
    /// The byte of the text before which it stands.
    pub byte: usize,
    /// Whether it is drawn at the letter after it, not at the one before.
    pub leans_forward: bool,
}

impl Caret {
    /// The caret at the end of what stands before a byte.
    pub const fn at(byte: usize) -> Self {
        Self {
            byte,
            leans_forward: false,
        }
    }
}

/// Where a caret stands on its line, in points from the left of the galley.
pub fn caret_x(text: &str, line: &Line, caret: Caret) -> f32 {
    let letters = letters(text, line);
    // Letters without a place (direction marks) are passed over.
    let before = letters
        .iter()
        .filter(|letter| letter.bytes.end <= caret.byte)
        .max_by_key(|letter| letter.bytes.end);
    let after = letters
        .iter()
        .filter(|letter| letter.bytes.start >= caret.byte)
        .min_by_key(|letter| letter.bytes.start);
    match (before, after) {
        (Some(letter), None) => letter.after(),
        (Some(letter), Some(_)) if !caret.leans_forward => letter.after(),
        (_, Some(letter)) => letter.before(),
        (None, None) => line.left,
    }
}

/// The caret at the nearest side of the letter at a place on the line.
pub fn caret_at(text: &str, line: &Line, x: f32) -> Caret {
    let letters = letters(text, line);
    let nearest = letters.iter().min_by(|one, other| {
        let distance = |letter: &Letter| (letter.left - x).max(x - letter.right).max(0.0);
        distance(one).total_cmp(&distance(other))
    });
    match nearest {
        Some(letter) => side(letter, x >= f32::midpoint(letter.left, letter.right)),
        None => Caret::at(line.bytes.start),
    }
}

/// The caret at the right or left side of a letter.
const fn side(letter: &Letter, is_right: bool) -> Caret {
    if is_right == letter.right_to_left {
        Caret {
            byte: letter.bytes.start,
            leans_forward: true,
        }
    } else {
        Caret::at(letter.bytes.end)
    }
}

/// The caret one letter to the left or right on the screen; `None` at the end of the line.
pub fn visual_step(text: &str, line: &Line, caret: Caret, to_right: bool) -> Option<Caret> {
    /// Places nearer than this, in points, are one: marks take no width.
    const SAME: f32 = 0.01;
    let letters = letters(text, line);
    let x = caret_x(text, line, caret);
    let crossed = if to_right {
        letters
            .iter()
            .filter(|letter| letter.right > x + SAME)
            .min_by(|one, other| one.right.total_cmp(&other.right))
    } else {
        letters
            .iter()
            .filter(|letter| letter.left < x - SAME)
            .max_by(|one, other| one.left.total_cmp(&other.left))
    };
    crossed.map(|letter| side(letter, to_right))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::window::text::format::Format;
    use crate::window::text::lines::{Request, lay_out};

    fn line(text: &str) -> Line {
        let format = Format::new(13.0);
        let request = Request {
            text,
            format: &format,
            spans: &[],
            interface_is_right_to_left: true,
        };
        lay_out(request).lines.remove(0)
    }

    #[test]
    fn the_caret_of_persian_begins_at_the_right() {
        let text = "مرز";
        let line = line(text);
        assert!((caret_x(text, &line, Caret::at(0)) - line.width).abs() < 0.01);
        assert!(caret_x(text, &line, Caret::at(text.len())).abs() < 0.01);
    }

    #[test]
    fn every_caret_is_hit_where_it_is_drawn() {
        for text in ["مرز", "کد 15 02", "می‌شود", "ab مرز ۴۱۲٫۶ cd", "سلام"]
        {
            let line = line(text);
            for letter in letters(text, &line) {
                for share in [0.25, 0.75] {
                    let x = letter.left + (letter.right - letter.left) * share;
                    let caret = caret_at(text, &line, x);
                    let edge = if share < 0.5 {
                        letter.left
                    } else {
                        letter.right
                    };
                    assert!((caret_x(text, &line, caret) - edge).abs() < 0.01, "{text}");
                    assert!(caret.byte == letter.bytes.start || caret.byte == letter.bytes.end);
                }
            }
        }
    }

    #[test]
    fn walking_left_goes_through_a_persian_line_in_order() {
        for text in ["مرز خرم‌آباد", "بخش (مرکزی)", "سلام"] {
            let line = line(text);
            let mut caret = Caret::at(0);
            let mut steps = 0;
            while let Some(next) = visual_step(text, &line, caret, false) {
                assert!(next.byte > caret.byte, "{text}: from {caret:?} to {next:?}");
                caret = next;
                steps += 1;
            }
            assert_eq!(caret.byte, text.len(), "{text}");
            assert_eq!(steps, text.graphemes(true).count(), "{text}");
        }
    }

    #[test]
    fn walking_through_two_directions_crosses_each_letter_once() {
        for text in [
            "ab مرز cd",
            "کد 15 معتبر",
            "مساحت ۴۱۲٫۶ km²",
            "EPSG مرز",
            "(۱۲) ab",
        ] {
            let line = line(text);
            let edges = (line.left, line.left + line.width);
            for to_right in [false, true] {
                let (start, goal) = if to_right { edges } else { (edges.1, edges.0) };
                let mut caret = caret_at(text, &line, start);
                let mut x = start;
                let mut steps = 0;
                while let Some(next) = visual_step(text, &line, caret, to_right) {
                    let next_x = caret_x(text, &line, next);
                    assert_eq!(next_x > x, to_right, "{text}: {x} to {next_x}");
                    (caret, x) = (next, next_x);
                    steps += 1;
                }
                assert!((x - goal).abs() < 0.01, "{text}: {x}, not {goal}");
                assert_eq!(steps, text.graphemes(true).count(), "{text}");
            }
        }
    }
}
