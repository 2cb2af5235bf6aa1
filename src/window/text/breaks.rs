//! Where lines are broken: the rules of UAX #14 by `icu_segmenter`, over the widths of joined letters,
//! in logical order.

use std::ops::Range;

use icu_segmenter::LineSegmenter;
use icu_segmenter::options::LineBreakOptions;
use unicode_segmentation::UnicodeSegmentation as _;

/// Where a paragraph may be broken, and how far each place is from its beginning.
pub(super) struct Breaks<'a> {
    text: &'a str,
    advances: &'a [(usize, f32)],
    /// Ends of the pieces between which a line may break, in bytes.
    ends: Vec<usize>,
    at: usize,
}

impl<'a> Breaks<'a> {
    /// Finds the breaks of a paragraph whose letters have these widths, by their first bytes.
    pub(super) fn new(text: &'a str, advances: &'a [(usize, f32)]) -> Self {
        let segmenter = LineSegmenter::new_for_non_complex_scripts(LineBreakOptions::default());
        let mut ends: Vec<usize> = segmenter.segment_str(text).filter(|end| *end > 0).collect();
        if ends.last() != Some(&text.len()) {
            ends.push(text.len());
        }
        Self {
            text,
            advances,
            ends,
            at: 0,
        }
    }

    /// Whether all of it was given out.
    pub(super) const fn is_done(&self) -> bool {
        self.at >= self.text.len()
    }

    /// The width of some bytes, without the white space at their end.
    fn width(&self, bytes: Range<usize>) -> f32 {
        let slice = self.text.get(bytes.clone()).unwrap_or_default();
        let end = bytes.start + slice.trim_end().len();
        let from = self
            .advances
            .partition_point(|(start, _)| *start < bytes.start);
        let to = self.advances.partition_point(|(start, _)| *start < end);
        self.advances
            .get(from..to)
            .unwrap_or_default()
            .iter()
            .map(|(_, width)| width)
            .sum()
    }

    /// As much as fits, at least one cluster.
    pub(super) fn next_line(&mut self, limit: f32) -> Range<usize> {
        let start = self.at;
        let first = self.ends.partition_point(|end| *end <= start);
        let rest = self.ends.get(first..).unwrap_or_default();
        // Half a point is what egui's own rounding of widths may take away.
        let fitting = rest.partition_point(|end| self.width(start..*end) <= limit + 0.5);
        let end = match fitting.checked_sub(1).and_then(|last| rest.get(last)) {
            Some(end) => *end,
            None => self.inside_word(
                start,
                rest.first().copied().unwrap_or(self.text.len()),
                limit,
            ),
        };
        self.at = end;
        start..end
    }

    /// A word that is wider than the line is broken between letters.
    fn inside_word(&self, start: usize, word_end: usize, limit: f32) -> usize {
        let word = self.text.get(start..word_end).unwrap_or_default();
        let ends: Vec<usize> = word
            .grapheme_indices(true)
            .map(|(at, cluster)| start + at + cluster.len())
            .collect();
        let fitting = ends.partition_point(|end| self.width(start..*end) <= limit);
        ends.get(fitting.saturating_sub(1))
            .copied()
            .unwrap_or(word_end)
    }
}
