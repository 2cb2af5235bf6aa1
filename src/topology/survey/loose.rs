//! The lines of the edges that are left over, and how they hang together: which end where,
//! and which have land on one side and nobody on the other.

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

use super::contacts::Contact;
use super::edges::{EdgeAt, Edges};
use crate::model::{Position, UnitKey};
use crate::topology::weave::position_bits;

/// With fewer edges left over than this there is nothing to gain by looking at them. Tests
/// are to see it done all the same: what they compare the whole with, surveys of regions,
/// does not.
const FEW_EDGES: usize = if cfg!(test) { 1 } else { 1024 };

/// The lines of the edges that are left over.
pub(super) struct Loose<'a> {
    edges: &'a Edges<'a>,
    /// By their place in [`Edges::lines`], in order.
    pub lines: Vec<u32>,
    /// Whose edges meet others elsewhere than in common vertices.
    touched: FxHashSet<u32>,
    twisted: &'a FxHashSet<UnitKey>,
    /// The lines that end at each place; where an edge of a matched border does, it too.
    ends: FxHashMap<(u64, u64), SmallVec<[u32; 2]>>,
}

impl<'a> Loose<'a> {
    /// The lines of `constraints`, which are in order; nothing where they are few. Rings
    /// of `twisted` units say nothing of where their land is.
    pub fn new(
        edges: &'a Edges<'a>,
        contacts: &[Contact],
        twisted: &'a FxHashSet<UnitKey>,
        constraints: &[EdgeAt],
    ) -> Option<Self> {
        if constraints.len() < FEW_EDGES {
            return None;
        }
        let in_contact = || contacts.iter().flat_map(|contact| contact.edges);
        let mut lines: Vec<u32> = constraints.iter().map(|edge| edge.line).collect();
        lines.dedup();
        let mut ends: FxHashMap<(u64, u64), SmallVec<[u32; 2]>> = FxHashMap::default();
        let mut end = |position: Position, line: u32| {
            ends.entry(position_bits(position)).or_default().push(line);
        };
        for &line in &lines {
            let (first, last) = edges.lines[line as usize].1.ends();
            end(first, line);
            end(last, line);
        }
        for edge in in_contact() {
            let (from, to) = edges.ends(edge);
            end(from, edge.line);
            end(to, edge.line);
        }
        Some(Self {
            edges,
            lines,
            touched: in_contact().map(|edge| edge.line).collect(),
            twisted,
            ends,
        })
    }

    /// Whether the land lies on the left of a line with one unit on one side and nobody
    /// on the other, and no contact with others; nothing for other lines.
    pub fn land_left(&self, line: u32) -> Option<bool> {
        let border = self.edges.lines[line as usize].1;
        let (unit, on_left) = match (&*border.left, &*border.right) {
            (&[unit], []) => (unit, true),
            ([], &[unit]) => (unit, false),
            _ => return None,
        };
        (!self.touched.contains(&line) && !self.twisted.contains(&unit)).then_some(on_left)
    }

    /// The two lines that end at a place, or the same one twice, where there are no more.
    pub fn only_two_at(&self, place: Position) -> Option<[u32; 2]> {
        match self.ends.get(&position_bits(place))?.as_slice() {
            &[one, other] => Some([one, other]),
            _ => None,
        }
    }
}
