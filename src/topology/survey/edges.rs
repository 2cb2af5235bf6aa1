//! The edges that a survey looks at, in runs with boxes: of all borders, or of those
//! near a region.

use rayon::prelude::*;

use crate::model::{Border, BorderKey, Dataset, Extent, Position, UnitKey};
use crate::topology::Snapshot;

/// How many edges a run holds. Longer runs are fewer to sort and have wider boxes.
pub(super) const RUN_EDGES: usize = 16;

/// An edge of a border: the one from the border's vertex `index` to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EdgeKey {
    /// The border.
    pub border: BorderKey,
    /// The place of the edge's first vertex in the border's line.
    pub index: u32,
}

/// A run of edges of one border.
#[derive(Debug, Clone, Copy)]
pub(super) struct Run {
    /// The border's place in [`Edges::lines`].
    pub line: u32,
    pub first: u32,
    /// One beyond the last edge.
    pub end: u32,
    pub extent: Extent,
}

/// An edge by the place of its border in [`Edges::lines`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct EdgeAt {
    pub line: u32,
    pub index: u32,
}

/// The edges of a survey.
pub(super) struct Edges<'a> {
    pub lines: Vec<(BorderKey, &'a Border)>,
    pub runs: Vec<Run>,
}

impl<'a> Edges<'a> {
    /// Every edge of the coverage.
    pub fn all(dataset: &'a Dataset) -> Self {
        let mut edges = Self::lines_only(dataset);
        let lines = edges.lines.par_iter().enumerate();
        let runs = lines.flat_map_iter(|(line, (_, border))| runs_of(line as u32, border, None));
        edges.runs = runs.collect();
        edges
    }

    /// The borders without their edges in runs: to follow them.
    pub fn lines_only(dataset: &'a Dataset) -> Self {
        Self {
            lines: dataset.borders.iter().collect(),
            runs: Vec::new(),
        }
    }

    /// The edges whose runs meet `window`.
    pub fn near(snapshot: &'a Snapshot, window: Extent) -> Self {
        let mut edges = Self {
            lines: Vec::new(),
            runs: Vec::new(),
        };
        for key in snapshot.index.borders_near(window) {
            if let Some(border) = snapshot.dataset.borders.get(key) {
                let line = edges.lines.len() as u32;
                edges.lines.push((key, border));
                edges.runs.extend(runs_of(line, border, Some(window)));
            }
        }
        edges
    }

    /// The edges of a run with the vertices at their ends.
    pub fn run_ends(&self, run: Run) -> impl Iterator<Item = (EdgeAt, Position, Position)> {
        let line = &self.lines[run.line as usize].1.line;
        let vertices = line.get(run.first as usize..=run.end as usize);
        let vertices = vertices.unwrap_or_default();
        let ends = vertices.iter().zip(vertices.iter().skip(1));
        Self::of_run(run)
            .zip(ends)
            .map(|(edge, (&from, &to))| (edge, from, to))
    }

    /// The border that the edge is of.
    pub fn border(&self, edge: EdgeAt) -> &'a Border {
        self.lines[edge.line as usize].1
    }

    /// The vertices at the ends of the edge.
    pub fn ends(&self, edge: EdgeAt) -> (Position, Position) {
        let line = &self.border(edge).line;
        let index = edge.index as usize;
        (line[index], line[index + 1])
    }

    /// The edge's name outside the survey.
    pub fn key(&self, edge: EdgeAt) -> EdgeKey {
        EdgeKey {
            border: self.lines[edge.line as usize].0,
            index: edge.index,
        }
    }

    /// Whether exactly one unit lies on each side of the border, and not the same:
    /// two rings use its edges in opposite directions.
    pub fn is_matched(border: &Border) -> bool {
        border.left.len() == 1 && border.right.len() == 1 && border.left != border.right
    }

    /// The edges of a run.
    pub fn of_run(run: Run) -> impl Iterator<Item = EdgeAt> {
        (run.first..run.end).map(move |index| EdgeAt {
            line: run.line,
            index,
        })
    }
}

/// The edges of a border in runs: all, or those whose boxes meet a window.
fn runs_of(
    line: u32,
    border: &Border,
    window: Option<Extent>,
) -> impl Iterator<Item = Run> + use<'_> {
    let is_near = move |extent: &Extent| window.is_none_or(|window| window.meets(extent));
    let chunks = border.line.chunks();
    let chunks = chunks.filter(move |(_, chunk, _)| is_near(&chunk.extent()));
    chunks.flat_map(move |(beginning, _, vertices)| {
        let edge_count = vertices.len() - 1;
        let firsts = (0..edge_count).step_by(RUN_EDGES);
        firsts.filter_map(move |first| {
            let end = (first + RUN_EDGES).min(edge_count);
            let vertices = vertices.get(first..=end).unwrap_or_default();
            let extent = Extent::around(vertices.iter().copied()).filter(is_near)?;
            Some(Run {
                line,
                first: (beginning + first) as u32,
                end: (beginning + end) as u32,
                extent,
            })
        })
    })
}

/// Whether two ordered lists of units share one.
pub(super) fn common_units(a: &Border, b: &Border) -> Vec<UnitKey> {
    let others = b.units();
    a.units()
        .into_iter()
        .filter(|unit| others.binary_search(unit).is_ok())
        .collect()
}
