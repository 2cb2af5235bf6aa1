//! The order in which text is seen: UAX #9 by `unicode-bidi`, cut into chunks that egui can shape.
//!
//! egui shapes each section of a job by itself and guesses its direction from its first letter, so
//! what is given to it is prepared here: one chunk for each stretch of one direction, in the order
//! from left to right, with the digits of a left-to-right stretch reversed (their script makes egui
//! shape them from the right) and the brackets of a right-to-left stretch without letters mirrored.
//! This module and its neighbours go when egui has bidirectional text of its own.

use std::ops::Range;

use unicode_bidi::{BidiClass, Level, ParagraphBidiInfo, bidi_class};
use unicode_segmentation::UnicodeSegmentation as _;

use crate::app::language::is_direction_mark;

/// How a paragraph's own direction is found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Paragraph {
    /// From its first strong letter, else that of the interface: for names and notes.
    Auto,
    /// That of the interface: for the program's own sentences.
    #[default]
    Interface,
    /// From left to right: for codes, coordinates and file names.
    LeftToRight,
    /// From right to left.
    RightToLeft,
}

impl Paragraph {
    /// Whether a paragraph of this kind runs from right to left.
    pub fn is_right_to_left(self, text: &str, interface_is_right_to_left: bool) -> bool {
        match self {
            Self::LeftToRight => false,
            Self::RightToLeft => true,
            Self::Interface => interface_is_right_to_left,
            Self::Auto => match unicode_bidi::get_base_direction(text) {
                unicode_bidi::Direction::Ltr => false,
                unicode_bidi::Direction::Rtl => true,
                // Without a strong letter outside isolates.
                unicode_bidi::Direction::Mixed => interface_is_right_to_left,
            },
        }
    }
}

/// A stretch of a line in one direction, in the order of the eye from left to right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Its bytes in the paragraph.
    pub bytes: Range<usize>,
    /// Whether its characters run from right to left.
    pub right_to_left: bool,
}

/// The resolved directions of one paragraph (a text without line feeds).
pub struct Resolved<'text> {
    info: ParagraphBidiInfo<'text>,
    right_to_left: bool,
}

impl<'text> Resolved<'text> {
    /// Resolves a paragraph of known direction.
    pub fn new(text: &'text str, right_to_left: bool) -> Self {
        let level = if right_to_left {
            Level::rtl()
        } else {
            Level::ltr()
        };
        Self {
            info: ParagraphBidiInfo::new(text, Some(level)),
            right_to_left,
        }
    }

    /// Whether the paragraph runs from right to left.
    pub const fn is_right_to_left(&self) -> bool {
        self.right_to_left
    }

    /// The runs of one line, from left to right. Neighbours of one direction whose bytes follow one
    /// another in that direction are one run.
    pub fn visual_runs(&self, line: Range<usize>) -> Vec<Run> {
        if line.is_empty() {
            return Vec::new();
        }
        let (levels, runs) = self.info.visual_runs(line);
        let mut found: Vec<Run> = Vec::with_capacity(runs.len());
        for bytes in runs {
            let right_to_left = levels.get(bytes.start).is_some_and(Level::is_rtl);
            if let Some(last) = found.last_mut()
                && last.right_to_left == right_to_left
            {
                if !right_to_left && last.bytes.end == bytes.start {
                    last.bytes.end = bytes.end;
                    continue;
                }
                if right_to_left && bytes.end == last.bytes.start {
                    last.bytes.start = bytes.start;
                    continue;
                }
            }
            found.push(Run {
                bytes,
                right_to_left,
            });
        }
        found
    }

    /// The runs of the whole paragraph in logical order, for measuring before lines are broken.
    pub fn logical_runs(&self) -> Vec<Run> {
        let mut found: Vec<Run> = Vec::new();
        for (start, character) in self.info.text.char_indices() {
            let end = start + character.len_utf8();
            let right_to_left = self.info.levels.get(start).is_some_and(Level::is_rtl);
            match found.last_mut() {
                Some(last) if last.right_to_left == right_to_left => last.bytes.end = end,
                _ => found.push(Run {
                    bytes: start..end,
                    right_to_left,
                }),
            }
        }
        found
    }
}

/// A piece of a run that is shaped as one, with the text to hand over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chunk {
    /// Its bytes in the paragraph.
    pub bytes: Range<usize>,
    /// The text for the shaper, in the order that it wants.
    pub shaped: String,
    /// For each byte of `shaped` at which a character begins, the byte of the paragraph that it is.
    pub origin: Vec<(usize, usize)>,
    /// Whether the characters run from right to left on the screen.
    pub right_to_left: bool,
    /// Whether the shaper will turn the chunk round.
    pub shaped_right_to_left: bool,
}

/// Cuts a run into chunks, from left to right on the screen. `style_at` gives a number that changes
/// where a chunk must end, such as the span or the font of a byte.
pub fn chunks(text: &str, run: &Run, mut style_at: impl FnMut(usize, &str) -> usize) -> Vec<Chunk> {
    let mut pieces: Vec<(Range<usize>, (usize, bool))> = Vec::new();
    let Some(run_text) = text.get(run.bytes.clone()) else {
        return Vec::new();
    };
    for (offset, cluster) in run_text.grapheme_indices(true) {
        let start = run.bytes.start + offset;
        let end = start + cluster.len();
        if cluster.chars().all(is_direction_mark) {
            continue;
        }
        let turned = !run.right_to_left && cluster.chars().next().is_some_and(is_turned);
        let kind = (style_at(start, cluster), turned);
        match pieces.last_mut() {
            Some((bytes, last)) if *last == kind => bytes.end = end,
            _ => pieces.push((start..end, kind)),
        }
    }
    if run.right_to_left {
        pieces.reverse();
    }
    pieces
        .into_iter()
        .filter_map(|(bytes, (_, turned))| chunk(text, bytes, run.right_to_left, turned))
        .collect()
}

fn chunk(text: &str, bytes: Range<usize>, right_to_left: bool, turned: bool) -> Option<Chunk> {
    let slice = text.get(bytes.clone())?;
    let visible = || {
        slice
            .char_indices()
            .filter(|(_, character)| !is_direction_mark(*character))
    };
    let has_letter = visible().any(|(_, character)| is_right_to_left_script(character));
    let shaped_right_to_left = if right_to_left { has_letter } else { turned };
    let mut shaped = String::with_capacity(slice.len());
    let mut origin = Vec::new();
    let mut push = |offset: usize, character: char| {
        origin.push((shaped.len(), bytes.start + offset));
        shaped.push(stand_in(character));
    };
    if right_to_left == shaped_right_to_left {
        visible().for_each(|(offset, character)| push(offset, character));
    } else if right_to_left {
        // Only neutrals: the shaper would set them from the left, so turn and mirror them here.
        let all: Vec<_> = visible().collect();
        all.into_iter()
            .rev()
            .for_each(|(offset, character)| push(offset, mirrored(character)));
    } else {
        let all: Vec<_> = visible().collect();
        all.into_iter()
            .rev()
            .for_each(|(offset, character)| push(offset, character));
    }
    Some(Chunk {
        bytes,
        shaped,
        origin,
        right_to_left,
        shaped_right_to_left,
    })
}

/// The sign of the icon font that is drawn for an arrow or tick that the text font lacks.
const fn stand_in(character: char) -> char {
    match character {
        '←' => '\u{E5C4}',
        '→' => '\u{E5C8}',
        '↑' => '\u{E5D8}',
        '↓' => '\u{E5DB}',
        '↔' => '\u{E8D4}',
        '✓' => '\u{E668}',
        '✗' => '\u{E5CD}',
        other => other,
    }
}

/// Characters of the Arabic script that stand in left-to-right order by UAX #9 (Persian digits and the
/// signs of numbers), which a shaper that guesses by script turns round. Arabic digits ٠–٩ belong to no
/// script and are not turned.
const fn is_turned(character: char) -> bool {
    matches!(character, '\u{06F0}'..='\u{06F9}' | '\u{066A}'..='\u{066C}' | '\u{0600}'..='\u{0604}')
}

/// Whether a character makes the shaper set its text from right to left.
fn is_right_to_left_script(character: char) -> bool {
    is_turned(character)
        || matches!(bidi_class(character), BidiClass::R | BidiClass::AL)
            && !matches!(character, '\u{0640}' | '\u{061B}' | '\u{061F}')
}

/// The mirror image of a bracket, quotation mark or comparison sign (`Bidi_Mirroring_Glyph`, for the
/// signs that names, laws and figures use).
pub const fn mirrored(character: char) -> char {
    match character {
        '(' => ')',
        ')' => '(',
        '[' => ']',
        ']' => '[',
        '{' => '}',
        '}' => '{',
        '<' => '>',
        '>' => '<',
        '«' => '»',
        '»' => '«',
        '‹' => '›',
        '›' => '‹',
        '≤' => '≥',
        '≥' => '≤',
        '⟨' => '⟩',
        '⟩' => '⟨',
        '﴾' => '﴿',
        '﴿' => '﴾',
        other => other,
    }
}

/// The characters of a text in the order of the eye, from left to right, brackets mirrored: what a
/// reader sees, for tests and for comparing with other programs.
///
/// ```
/// use marz::window::text::bidi::visual_order;
/// assert_eq!(visual_order("مساحت ۴۱۲٫۶", true), "۴۱۲٫۶ تحاسم");
/// ```
pub fn visual_order(text: &str, right_to_left: bool) -> String {
    let resolved = Resolved::new(text, right_to_left);
    let mut seen = String::with_capacity(text.len());
    for run in resolved.visual_runs(0..text.len()) {
        let slice = text.get(run.bytes.clone()).unwrap_or_default();
        if run.right_to_left {
            for cluster in slice.graphemes(true).rev() {
                seen.extend(cluster.chars().map(mirrored));
            }
        } else {
            seen.push_str(slice);
        }
    }
    seen.retain(|character| !is_direction_mark(character));
    seen
}

#[cfg(test)]
#[path = "bidi_tests.rs"]
mod tests;
