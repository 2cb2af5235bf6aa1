//! A border's line: its vertices, in stretches of a few dozen edges that keep their
//! own box and what has been measured of them. Where one vertex of a long border
//! moves, only its stretch is boxed and measured again.

use std::fmt;
use std::ops::{Deref, Range};
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Extent, Position};

/// How many edges a [`Chunk`] holds at most.
pub const CHUNK_EDGES: usize = 64;

/// What is measured of a line or a stretch of it, once somebody asks: see
/// [`Line::area_term_m2`] and [`Line::length_m`].
#[derive(Debug, Clone, Default)]
pub(crate) struct Measured {
    pub area_term_m2: OnceLock<f64>,
    pub length_m: OnceLock<f64>,
}

/// A stretch of a line: the edges from a multiple of [`CHUNK_EDGES`] on.
#[derive(Debug, Clone)]
pub struct Chunk {
    extent: Extent,
    measured: Measured,
}

impl Chunk {
    fn new(positions: &[Position]) -> Self {
        Self {
            extent: extent_around(positions),
            measured: Measured::default(),
        }
    }

    /// The box of its vertices.
    pub fn extent(&self) -> Extent {
        self.extent
    }

    pub(crate) fn measured(&self) -> &Measured {
        &self.measured
    }
}

/// The vertices of a border, which it can be used as. Two lines are equal when their
/// vertices are, whatever has been measured of either.
///
/// ```
/// use marz::model::{Line, Position};
/// let line: Line = vec![Position { x: 48.0, y: 33.0 }, Position { x: 49.0, y: 34.0 }].into();
/// let moved = line.replaced(1..2, &[Position { x: 49.5, y: 34.0 }]);
/// assert_eq!(moved.extent().max.x, 49.5);
/// assert_eq!(moved.replaced(1..2, &line[1..]), line);
/// ```
#[derive(Clone)]
pub struct Line {
    positions: Arc<[Position]>,
    chunks: Arc<[Chunk]>,
    extent: Extent,
    measured: Measured,
    weights: Option<Arc<[u8]>>,
}

impl Line {
    fn of(positions: Arc<[Position]>, chunk: impl Fn(usize, &[Position]) -> Chunk) -> Self {
        let chunks: Arc<[Chunk]> = (0..chunk_count(positions.len()))
            .map(|index| chunk(index, positions_of(&positions, index)))
            .collect();
        let extent = chunks.iter().map(Chunk::extent).reduce(Extent::union);
        Self {
            extent: extent.unwrap_or_else(|| extent_around(&positions)),
            positions,
            chunks,
            measured: Measured::default(),
            weights: None,
        }
    }

    /// The box of its vertices; that of the position at zero where it has none.
    pub fn extent(&self) -> Extent {
        self.extent
    }

    /// Its stretches in order: the index of the first edge, the box and what is
    /// measured, and the vertices, of which neighbours share one.
    pub fn chunks(&self) -> impl Iterator<Item = (usize, &Chunk, &[Position])> {
        let vertices = |index| positions_of(&self.positions, index);
        self.chunks
            .iter()
            .enumerate()
            .map(move |(index, chunk)| (index * CHUNK_EDGES, chunk, vertices(index)))
    }

    /// The line with other vertices in a range; what lies beyond its end is left out of
    /// the range. As many vertices as were there leave all other stretches as they are.
    #[must_use]
    pub fn replaced(&self, range: Range<usize>, with: &[Position]) -> Self {
        let count = self.positions.len();
        let (from, to) = (range.start.min(count), range.end.min(count));
        let to = to.max(from);
        let (head, tail) = (&self.positions[..from], &self.positions[to..]);
        let positions: Arc<[Position]> = [head, with, tail].concat().into();
        // The edge before the range ends in it.
        let first = from.saturating_sub(1) / CHUNK_EDGES;
        let last = if positions.len() == count {
            to.saturating_sub(1) / CHUNK_EDGES
        } else {
            usize::MAX
        };
        Self::of(positions, |index, vertices| {
            let kept = if (first..=last).contains(&index) {
                None
            } else {
                self.chunks.get(index).cloned()
            };
            kept.unwrap_or_else(|| Chunk::new(vertices))
        })
    }

    /// The same line with the weights of its vertices for drawing it with fewer of them,
    /// one each, as [`simplification_weights`](crate::topology::simplification_weights)
    /// gives them. A line that was changed has none.
    #[must_use]
    pub fn with_weights(mut self, weights: Arc<[u8]>) -> Self {
        self.weights = Some(weights);
        self
    }

    /// The weights of its vertices, where they are known.
    pub fn weights(&self) -> Option<&Arc<[u8]>> {
        self.weights.as_ref()
    }

    pub(crate) fn measured(&self) -> &Measured {
        &self.measured
    }
}

fn chunk_count(vertices: usize) -> usize {
    vertices.saturating_sub(1).div_ceil(CHUNK_EDGES)
}

/// The vertices of a stretch, its last one too.
fn positions_of(positions: &[Position], chunk: usize) -> &[Position] {
    let first = chunk * CHUNK_EDGES;
    let last = (first + CHUNK_EDGES + 1).min(positions.len());
    positions.get(first..last).unwrap_or_default()
}

fn extent_around(positions: &[Position]) -> Extent {
    Extent::around(positions.iter().copied()).unwrap_or_else(|| Extent::at(Position::default()))
}

impl From<Arc<[Position]>> for Line {
    fn from(positions: Arc<[Position]>) -> Self {
        Self::of(positions, |_, vertices| Chunk::new(vertices))
    }
}

impl From<Vec<Position>> for Line {
    fn from(positions: Vec<Position>) -> Self {
        Arc::<[Position]>::from(positions).into()
    }
}

impl Deref for Line {
    type Target = [Position];

    fn deref(&self) -> &[Position] {
        &self.positions
    }
}

/// Its vertices alone: what is measured of it is measured again.
impl Serialize for Line {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.positions.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Line {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::<Position>::deserialize(deserializer).map(Self::from)
    }
}

impl fmt::Debug for Line {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.positions.fmt(formatter)
    }
}

impl PartialEq for Line {
    fn eq(&self, other: &Self) -> bool {
        self.positions == other.positions
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn vertices() -> impl Strategy<Value = Vec<Position>> {
        prop::collection::vec((-1.0_f64..1.0, -1.0_f64..1.0), 0..300).prop_map(|points| {
            points
                .into_iter()
                .map(|(x, y)| Position {
                    x: 48.0 + x,
                    y: 33.0 + y,
                })
                .collect()
        })
    }

    fn bits(line: &Line) -> (u64, u64, Extent, Vec<(usize, Extent)>) {
        let boxes = line
            .chunks()
            .map(|(first, chunk, _)| (first, chunk.extent()));
        (
            line.area_term_m2().to_bits(),
            line.length_m().to_bits(),
            line.extent(),
            boxes.collect(),
        )
    }

    proptest! {
        /// What is kept of a line that was measured is what measuring the new one finds.
        #[test]
        fn a_replaced_line_measures_as_one_made_anew(
            before in vertices(),
            with in vertices(),
            at in 0_usize..320,
            count in 0_usize..320,
            same_count in any::<bool>(),
        ) {
            let line = Line::from(before.clone());
            let (from, to) = (at.min(before.len()), (at + count).min(before.len()));
            let mut with = with;
            if same_count {
                with.resize(to - from, Position { x: 48.5, y: 33.5 });
            }
            let whole = bits(&line);
            let replaced = line.replaced(at..at + count, &with);
            let mut anew = before.clone();
            anew.splice(from..to, with.iter().copied());
            prop_assert_eq!(&replaced[..], &anew[..]);
            prop_assert_eq!(bits(&replaced), bits(&Line::from(anew)));
            let back = replaced.replaced(from..from + with.len(), &before[from..to]);
            prop_assert_eq!(&back, &line);
            prop_assert_eq!(bits(&back), whole);
        }
    }

    #[test]
    fn a_moved_vertex_leaves_what_is_measured_of_the_other_stretches() {
        let line: Line = (0..=1000)
            .map(|step| Position {
                x: 48.0 + f64::from(step) / 1000.0,
                y: 33.0,
            })
            .collect::<Vec<_>>()
            .into();
        let _ = (line.area_term_m2(), line.length_m());
        let measured = |line: &Line| -> Vec<usize> {
            line.chunks()
                .filter(|(_, chunk, _)| chunk.measured().length_m.get().is_none())
                .map(|(first, ..)| first / CHUNK_EDGES)
                .collect()
        };
        let up = [Position { x: 48.3, y: 33.1 }];
        assert_eq!(measured(&line.replaced(300..301, &up)), [4]);
        assert_eq!(measured(&line.replaced(320..321, &up)), [4, 5]);
        assert_eq!(measured(&line.replaced(0..1, &up)), [0]);
        assert_eq!(measured(&line.replaced(1000..1001, &up)), [15]);
    }
}
