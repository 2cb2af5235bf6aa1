//! The rings of one unit written out with the borders that their edges are of, for what
//! only the order of edges in a ring tells. Only units with something odd are written
//! out.

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::edges::EdgeKey;
use crate::model::Land;
use crate::model::{BorderKey, Dataset, Position, Ring, Unit};
use crate::topology::weave::position_bits;

/// A ring of a unit by its place: which polygon, and which ring of that; 0 is the shell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RingAt {
    /// The polygon.
    pub part: u32,
    /// The ring.
    pub ring: u32,
}

/// A ring written out.
pub(super) struct WalkedRing {
    pub at: RingAt,
    /// The vertices, the first not repeated.
    pub positions: Vec<Position>,
    /// The edge from each vertex to the next.
    pub edges: Vec<EdgeKey>,
}

impl WalkedRing {
    /// The vertex that comes `steps` after the one at `index`.
    pub fn after(&self, index: usize, steps: usize) -> Position {
        self.positions[(index + steps) % self.positions.len()]
    }

    /// The vertex before the one at `index`.
    pub fn before(&self, index: usize) -> Position {
        self.after(index, self.positions.len() - 1)
    }

    /// The edges from that at `first` on to that at `last`.
    pub fn edges_between(&self, first: usize, last: usize) -> Vec<EdgeKey> {
        let count = self.edges.len();
        let length = (last + count - first) % count;
        (0..=length)
            .map(|step| self.edges[(first + step) % count])
            .collect()
    }
}

/// A place in a walk: which ring, and which vertex of it or the edge that begins there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct WalkAt {
    pub ring: usize,
    pub index: usize,
}

/// The rings of a unit.
pub(super) struct Walk {
    pub rings: Vec<WalkedRing>,
    places: FxHashMap<EdgeKey, SmallVec<[WalkAt; 1]>>,
    /// Where uses of borders begin: a vertex that is passed more than once is among
    /// them.
    starts: Vec<WalkAt>,
    /// The borders that are used more than once, in order.
    pub doubled: Vec<BorderKey>,
}

impl Walk {
    /// Writes out the rings of a leaf but those that `skip` names.
    pub fn new(dataset: &Dataset, unit: &Unit, skip: &dyn Fn(RingAt) -> bool) -> Self {
        let mut walk = Self {
            rings: Vec::new(),
            places: FxHashMap::default(),
            starts: Vec::new(),
            doubled: Vec::new(),
        };
        let Land::Coverage(parts) = &unit.land else {
            return walk;
        };
        let mut borders = Vec::new();
        for (part, rings) in parts.iter().enumerate() {
            for (number, ring) in rings.rings().enumerate() {
                let at = RingAt {
                    part: part as u32,
                    ring: number as u32,
                };
                if !skip(at) {
                    borders.extend(ring.path.iter().map(|step| step.border));
                    walk.add(dataset, at, ring);
                }
            }
        }
        borders.sort_unstable();
        walk.doubled = borders
            .chunk_by(|a, b| a == b)
            .filter(|uses| uses.len() > 1)
            .map(|uses| uses[0])
            .collect();
        walk
    }

    fn add(&mut self, dataset: &Dataset, at: RingAt, ring: &Ring) {
        let number = self.rings.len();
        let mut walked = WalkedRing {
            at,
            positions: Vec::new(),
            edges: Vec::new(),
        };
        for step in ring.path.iter() {
            let Some(border) = dataset.borders.get(step.border) else {
                continue;
            };
            let edge_count = border.line.len().saturating_sub(1);
            self.starts.push(WalkAt {
                ring: number,
                index: walked.positions.len(),
            });
            for offset in 0..edge_count {
                let (vertex, edge) = if step.reversed {
                    (edge_count - offset, edge_count - 1 - offset)
                } else {
                    (offset, offset)
                };
                let key = EdgeKey {
                    border: step.border,
                    index: edge as u32,
                };
                let place = WalkAt {
                    ring: number,
                    index: walked.positions.len(),
                };
                self.places.entry(key).or_default().push(place);
                walked.positions.push(border.line[vertex]);
                walked.edges.push(key);
            }
        }
        if !walked.positions.is_empty() {
            self.rings.push(walked);
        }
    }

    /// Where an edge is used.
    pub fn places(&self, edge: EdgeKey) -> &[WalkAt] {
        self.places.get(&edge).map_or(&[], SmallVec::as_slice)
    }

    /// The ring of a place.
    pub fn ring(&self, at: WalkAt) -> &WalkedRing {
        &self.rings[at.ring]
    }

    /// The vertex at a place.
    pub fn position(&self, at: WalkAt) -> Position {
        self.rings[at.ring].positions[at.index]
    }

    /// The vertices that are passed more than once, with the places where.
    pub fn passed_again(&self) -> Vec<Vec<WalkAt>> {
        let mut starts: Vec<((u64, u64), WalkAt)> = self
            .starts
            .iter()
            .filter(|at| at.ring < self.rings.len())
            .map(|&at| (position_bits(self.position(at)), at))
            .collect();
        starts.sort_unstable();
        starts.dedup();
        starts
            .chunk_by(|a, b| a.0 == b.0)
            .filter(|group| group.len() > 1)
            .map(|group| group.iter().map(|&(_, at)| at).collect())
            .collect()
    }
}

/// Whether a vertex of a leaf is passed more than once, told without writing it out.
pub(super) fn passes_again(dataset: &Dataset, unit: &Unit, scratch: &mut Vec<(u64, u64)>) -> bool {
    scratch.clear();
    for step in unit.coverage_rings().flat_map(|ring| ring.path.iter()) {
        if let Some(border) = dataset.borders.get(step.border) {
            let (first, last) = border.ends();
            scratch.push(position_bits(if step.reversed { last } else { first }));
        }
    }
    scratch.sort_unstable();
    scratch.windows(2).any(|pair| pair[0] == pair[1])
}
