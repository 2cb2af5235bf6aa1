//! From a text to the lines in which it is drawn: lines are broken in logical order, elided at the
//! logical end, and only then put into the order of the eye.
//!
//! [`lay_out`] is pure: the same request gives the same [`Lines`], which hold the job for egui and
//! the place of every letter, for carets, selections and marks.

use std::ops::Range;

use egui::text::{ByteIndex, LayoutJob, LayoutSection, TextFormat, TextWrapping};
use egui::{Color32, FontId};
use unicode_segmentation::UnicodeSegmentation as _;

use super::bidi::{self, Chunk, Resolved};
use super::breaks::Breaks;
use super::format::{Align, Format, Span, Wrap};
use super::shape::{self, Cluster};
use crate::window::theme::fonts::Weight;

/// The sign at the end of a text that was cut.
const ELLIPSIS: &str = "…";

/// Everything that the lines of a text follow from.
#[derive(Clone, Copy, Debug, Hash)]
pub struct Request<'a> {
    /// The text in logical order, as it is stored, with or without isolates.
    pub text: &'a str,
    /// How it is drawn.
    pub format: &'a Format,
    /// Stretches drawn in another colour or weight, in order and apart.
    pub spans: &'a [Span],
    /// Whether the interface runs from right to left.
    pub interface_is_right_to_left: bool,
}

/// A piece of a line in one direction.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// Its bytes in the text.
    pub bytes: Range<usize>,
    /// Whether its letters run from right to left.
    pub right_to_left: bool,
    /// Its left side, in points from the left of the galley.
    pub left: f32,
    /// Its width, in points.
    pub width: f32,
    /// Its letters from left to right; the places are from the left of the galley.
    pub clusters: Vec<Cluster>,
}

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Its bytes in the text, without the line feed.
    pub bytes: Range<usize>,
    /// Whether its paragraph runs from right to left.
    pub right_to_left: bool,
    /// Its pieces from left to right.
    pub pieces: Vec<Piece>,
    /// Its left side, in points from the left of the galley.
    pub left: f32,
    /// Its width, in points.
    pub width: f32,
}

/// A text that is laid out.
#[derive(Clone, Debug)]
pub struct Lines {
    /// What egui draws: sections from left to right, broken by line feeds.
    pub job: LayoutJob,
    /// The lines from top to bottom.
    pub lines: Vec<Line>,
    /// The width of the widest line, in points.
    pub width: f32,
    /// Whether something was cut off and … stands for it.
    pub is_elided: bool,
}

/// Lays a text out.
pub fn lay_out(request: Request<'_>) -> Lines {
    Builder::new(request).build()
}

/// A line before it is placed.
struct Draft {
    bytes: Range<usize>,
    right_to_left: bool,
    width: f32,
    chunks: Vec<(Chunk, Weight, Vec<Cluster>, f32)>,
}

struct Builder<'a> {
    request: Request<'a>,
    drafts: Vec<Draft>,
    is_elided: bool,
}

impl<'a> Builder<'a> {
    fn new(request: Request<'a>) -> Self {
        Self {
            request,
            drafts: Vec::new(),
            is_elided: false,
        }
    }

    fn build(mut self) -> Lines {
        let (limit, max_rows) = match self.request.format.wrap {
            Wrap::None => (f32::INFINITY, usize::MAX),
            Wrap::Lines { width } => (width.into_inner(), usize::MAX),
            Wrap::Elide { width, max_rows } => (width.into_inner(), usize::from(max_rows.max(1))),
        };
        let mut start = 0;
        for paragraph in self.request.text.split('\n') {
            let range = start..start + paragraph.len();
            start = range.end + 1;
            if self.drafts.len() >= max_rows {
                self.elide_last(limit);
                break;
            }
            self.paragraph(range, limit, max_rows);
            if self.is_elided {
                break;
            }
        }
        self.place()
    }

    /// Breaks one paragraph into lines no wider than `limit`.
    fn paragraph(&mut self, range: Range<usize>, limit: f32, max_rows: usize) {
        let text = self.request.text.get(range.clone()).unwrap_or_default();
        let direction = self.direction(text);
        let resolved = Resolved::new(text, direction);
        if limit.is_infinite() {
            let draft = self.line(&resolved, text, range.start, 0..text.len(), false);
            self.drafts.push(draft);
            return;
        }
        let advances = self.advances(&resolved, text, range.start);
        let mut breaks = Breaks::new(text, &advances);
        loop {
            let line = breaks.next_line(limit);
            let is_last = breaks.is_done();
            if !is_last && self.drafts.len() + 1 >= max_rows {
                let draft =
                    self.elided(&resolved, text, range.start, line.start..text.len(), limit);
                self.drafts.push(draft);
                self.is_elided = true;
                return;
            }
            let draft = self.line(&resolved, text, range.start, line, !is_last);
            self.drafts.push(draft);
            if is_last {
                return;
            }
        }
    }

    fn direction(&self, text: &str) -> bool {
        let interface = self.request.interface_is_right_to_left;
        self.request
            .format
            .paragraph
            .is_right_to_left(text, interface)
    }

    /// The width of each cluster in logical order: its first byte and its width.
    fn advances(&self, resolved: &Resolved<'_>, text: &str, base: usize) -> Vec<(usize, f32)> {
        let mut advances: Vec<(usize, f32)> = Vec::new();
        for run in resolved.logical_runs() {
            for (_, _, clusters, _) in self.measured(text, base, &run) {
                advances.extend(
                    clusters
                        .iter()
                        .map(|cluster| (cluster.bytes.start, cluster.width)),
                );
            }
        }
        advances.sort_by_key(|(start, _)| *start);
        advances
    }

    /// The chunks of a run with their clusters, relative to the paragraph.
    fn measured(
        &self,
        text: &str,
        base: usize,
        run: &bidi::Run,
    ) -> Vec<(Chunk, Weight, Vec<Cluster>, f32)> {
        let format = self.request.format;
        let spans = self.request.spans;
        let mut digit = 0;
        bidi::chunks(text, run, |byte, cluster| {
            let at = spans.partition_point(|span| span.bytes.end <= base + byte);
            // What stands before a span is no part of it, though the span is the next to end.
            let is_inside = spans
                .get(at)
                .is_some_and(|span| span.bytes.contains(&(base + byte)));
            let span = at * 2 + usize::from(is_inside);
            // A digit of a table is a chunk of its own, so that it can stand in a cell of one width.
            if format.is_tabular && is_digit(cluster) {
                digit += 1;
            }
            let own_cell = if format.is_tabular && is_digit(cluster) {
                digit
            } else {
                0
            };
            (span * 2 + usize::from(shape::is_covered(cluster))) * 4096 + own_cell % 4096
        })
        .into_iter()
        .map(|chunk| {
            let weight = self.style_at(base + chunk.bytes.start).1;
            let (mut clusters, mut width) =
                shape::measure(&chunk, format.size.into_inner(), weight);
            if format.is_tabular && is_digit(&chunk.shaped) {
                let cell = shape::digit_cell(format.size.into_inner(), weight);
                for cluster in &mut clusters {
                    cluster.left = 0.0;
                    cluster.width = cell;
                }
                width = cell;
            }
            (chunk, weight, clusters, width)
        })
        .collect()
    }

    fn style_at(&self, byte: usize) -> (Color32, Weight) {
        let format = self.request.format;
        let colour = format.colour.unwrap_or(Color32::PLACEHOLDER);
        let spans = self.request.spans;
        let at = spans.partition_point(|span| span.bytes.end <= byte);
        match spans.get(at) {
            Some(span) if span.bytes.contains(&byte) => (
                span.colour.unwrap_or(colour),
                span.weight.unwrap_or(format.weight),
            ),
            _ => (colour, format.weight),
        }
    }

    /// One line in the order of the eye. White space at the end of a broken line is not drawn.
    fn line(
        &self,
        resolved: &Resolved<'_>,
        text: &str,
        base: usize,
        bytes: Range<usize>,
        is_broken: bool,
    ) -> Draft {
        let slice = text.get(bytes.clone()).unwrap_or_default();
        let kept = if is_broken || !self.request.format.keeps_end_spaces {
            slice.trim_end().len()
        } else {
            slice.len()
        };
        let drawn = bytes.start..bytes.start + kept;
        let mut chunks = Vec::new();
        for run in resolved.visual_runs(drawn) {
            chunks.extend(self.measured(text, base, &run));
        }
        let width = chunks.iter().map(|(_, _, _, width)| width).sum();
        for (chunk, _, clusters, _) in &mut chunks {
            shift(chunk, clusters, base);
        }
        Draft {
            bytes: base + bytes.start..base + bytes.end,
            right_to_left: resolved.is_right_to_left(),
            width,
            chunks,
        }
    }

    /// A line cut so that it fits together with the ellipsis.
    fn elided(
        &self,
        resolved: &Resolved<'_>,
        text: &str,
        base: usize,
        rest: Range<usize>,
        limit: f32,
    ) -> Draft {
        let size = self.request.format.size.into_inner();
        let (mark, mark_width) = ellipsis(size, self.request.format.weight, base + rest.start);
        let slice = text.get(rest.clone()).unwrap_or_default();
        let ends: Vec<usize> = std::iter::once(0)
            .chain(
                slice
                    .grapheme_indices(true)
                    .map(|(at, cluster)| at + cluster.len()),
            )
            .collect();
        // The widest beginning that fits; letters change width when cut, so each try is shaped.
        let fits = |end: &usize| {
            let line = self.line(resolved, text, base, rest.start..rest.start + end, true);
            line.width + mark_width <= limit
        };
        let count = ends.partition_point(fits);
        let end = ends.get(count.saturating_sub(1)).copied().unwrap_or(0);
        let mut draft = self.line(resolved, text, base, rest.start..rest.start + end, true);
        let weight = self.request.format.weight;
        let mark = (mark, weight, Vec::new(), mark_width);
        if draft.right_to_left {
            draft.chunks.insert(0, mark);
        } else {
            draft.chunks.push(mark);
        }
        draft.width += mark_width;
        draft
    }

    /// Puts … on the last line when paragraphs after it are left out.
    fn elide_last(&mut self, limit: f32) {
        self.is_elided = true;
        let Some(last) = self.drafts.pop() else {
            return;
        };
        let base = self
            .request
            .text
            .get(..last.bytes.start)
            .map_or(0, |before| before.rfind('\n').map_or(0, |at| at + 1));
        let text = self
            .request
            .text
            .get(base..last.bytes.end)
            .unwrap_or_default();
        let resolved = Resolved::new(text, last.right_to_left);
        let rest = last.bytes.start - base..last.bytes.end - base;
        let draft = self.elided(&resolved, text, base, rest, limit);
        self.drafts.push(draft);
    }

    /// Gives each line its place and writes the job.
    fn place(self) -> Lines {
        let format = self.request.format;
        let widest = self
            .drafts
            .iter()
            .map(|draft| draft.width)
            .fold(0.0, f32::max);
        let mut job = LayoutJob {
            wrap: TextWrapping {
                // Finite, so that egui does not cut the job at its line feeds to keep them apart.
                max_rows: usize::MAX - 1,
                ..TextWrapping::default()
            },
            keep_trailing_whitespace: true,
            ..LayoutJob::default()
        };
        let mut lines = Vec::with_capacity(self.drafts.len());
        let count = self.drafts.len();
        let interface = self.request.interface_is_right_to_left;
        for (index, draft) in self.drafts.iter().enumerate() {
            let room = widest - draft.width;
            let left = match format.align {
                Align::Start if interface => room,
                Align::Start | Align::Left => 0.0,
                Align::End if interface => 0.0,
                Align::End | Align::Right => room,
                Align::Center => room / 2.0,
            };
            let pieces = self.place_line(draft, left, &mut job);
            if index + 1 < count || draft.chunks.is_empty() {
                let feed = if index + 1 < count { "\n" } else { "" };
                self.section(&mut job, feed, 0.0, draft.bytes.start, format.weight);
            }
            lines.push(Line {
                bytes: draft.bytes.clone(),
                right_to_left: draft.right_to_left,
                pieces,
                left,
                width: draft.width,
            });
        }
        Lines {
            job,
            lines,
            width: widest,
            is_elided: self.is_elided,
        }
    }

    fn place_line(&self, draft: &Draft, left: f32, job: &mut LayoutJob) -> Vec<Piece> {
        let format = self.request.format;
        let mut pieces = Vec::with_capacity(draft.chunks.len());
        let mut x = left;
        // What stands empty before the next section.
        let mut gap = left;
        for (chunk, weight, clusters, width) in &draft.chunks {
            let mut after = 0.0;
            if format.is_tabular && is_digit(&chunk.shaped) {
                let own = shape::measure(chunk, format.size.into_inner(), *weight).1;
                gap += (width - own) / 2.0;
                after = (width - own) / 2.0;
            }
            self.section(job, &chunk.shaped, gap, chunk.bytes.start, *weight);
            gap = after;
            let clusters = clusters
                .iter()
                .map(|cluster| Cluster {
                    left: x + cluster.left,
                    ..cluster.clone()
                })
                .collect();
            pieces.push(Piece {
                bytes: chunk.bytes.clone(),
                right_to_left: chunk.right_to_left,
                left: x,
                width: *width,
                clusters,
            });
            x += width;
        }
        pieces
    }

    fn section(&self, job: &mut LayoutJob, text: &str, gap: f32, byte: usize, weight: Weight) {
        let start = ByteIndex(job.text.len());
        job.text.push_str(text);
        let (colour, _) = self.style_at(byte);
        job.sections.push(LayoutSection {
            leading_space: gap,
            byte_range: start..ByteIndex(job.text.len()),
            format: TextFormat {
                font_id: FontId::new(self.request.format.size.into_inner(), weight.family()),
                color: colour,
                line_height: self
                    .request
                    .format
                    .line_height
                    .map(|height| height.into_inner()),
                valign: egui::Align::Center,
                ..TextFormat::default()
            },
        });
    }
}

fn shift(chunk: &mut Chunk, clusters: &mut [Cluster], base: usize) {
    chunk.bytes = chunk.bytes.start + base..chunk.bytes.end + base;
    for cluster in clusters {
        cluster.bytes = cluster.bytes.start + base..cluster.bytes.end + base;
    }
}

fn is_digit(text: &str) -> bool {
    let mut characters = text.chars();
    characters
        .next()
        .is_some_and(|character| crate::app::numbers::digit_value(character).is_some())
        && characters.next().is_none()
}

fn ellipsis(size: f32, weight: Weight, at: usize) -> (Chunk, f32) {
    let chunk = Chunk {
        bytes: at..at,
        shaped: ELLIPSIS.to_owned(),
        origin: Vec::new(),
        right_to_left: false,
        shaped_right_to_left: false,
    };
    let width = shape::measure(&chunk, size, weight).1;
    (chunk, width)
}

#[cfg(test)]
#[path = "lines_tests.rs"]
mod tests;
