//! What an edit changes in the coverage, as a survey needs to know it: around which
//! edges, which borders have other names for their edges, and whether a vertex was
//! merely moved.

use rustc_hash::FxHashMap;

use crate::model::{
    Border, BorderKey, Extent, Land, Part, Position, Ring, Unit, UnitKey, same_place,
};
use crate::topology::Snapshot;
use crate::topology::assemble::own_extent;
use crate::topology::contains::side_of_edge;
use crate::topology::weave::position_bits;

/// How many changed edges of one border are put into one box.
const BOX_EDGES: usize = 64;

/// What an edit changes in the coverage.
#[derive(Debug, Clone, Default)]
pub struct CoverageChange {
    /// Boxes around the edges that came or went, or have others on a side.
    pub regions: Vec<Extent>,
    /// The borders that came, went or have other vertices than before in number, in
    /// order: what was found at an edge of theirs that stayed names it otherwise now.
    pub borders_named_anew: Vec<BorderKey>,
    /// Where vertices were moved and no more happened: the triangles that their edges
    /// swept.
    swept: Option<Vec<[Position; 3]>>,
}

impl CoverageChange {
    /// The change from one state to another, of which `borders` and `units` hold every
    /// border and unit that differs, in order.
    pub fn between(
        before: &Snapshot,
        after: &Snapshot,
        borders: &[BorderKey],
        units: &[UnitKey],
    ) -> Self {
        let mut change = Self::default();
        let mut swept = Vec::new();
        let mut is_move = true;
        let mut edges = EdgeCounts::default();
        for &key in borders {
            let of = |snapshot: &Snapshot| snapshot.dataset.borders.get_shared(key).cloned();
            let (old, new) = (of(before), of(after));
            match (&old, &new) {
                (Some(old), Some(new)) if is_like(old, new) => {
                    is_move &= change.take_moved(old, new, &mut swept);
                }
                _ => {
                    is_move = false;
                    change.borders_named_anew.push(key);
                    for (border, count) in [(&old, -1), (&new, 1)] {
                        if let Some(border) = border {
                            edges.count(border, count);
                        }
                    }
                }
            }
        }
        change.regions.extend(edges.boxes());
        for &key in units {
            let of = |snapshot: &Snapshot| snapshot.dataset.units.get_shared(key).cloned();
            let (old, new) = (of(before), of(after));
            let is_same = match (&old, &new) {
                (Some(old), Some(new)) => {
                    std::sync::Arc::ptr_eq(old, new) || has_same_land(old, new)
                }
                (None, None) => true,
                _ => false,
            };
            if is_same {
                continue;
            }
            is_move = false;
            let is_woven_again = match (&old, &new) {
                (Some(old), Some(new)) => has_same_rings(old, new, &change.borders_named_anew),
                _ => false,
            };
            if is_woven_again {
                continue;
            }
            for (unit, snapshot) in [(&old, before), (&new, after)] {
                if let Some(unit) = unit.as_ref().filter(|unit| unit.is_leaf()) {
                    change.regions.extend(own_extent(&snapshot.dataset, unit));
                }
            }
        }
        change.swept = is_move.then_some(swept);
        change
    }

    /// Whether nothing of the coverage changes.
    pub fn is_empty(&self) -> bool {
        self.regions.is_empty() && self.borders_named_anew.is_empty()
    }

    /// Takes the vertices that differ between two lines of as many; tells whether each
    /// stands alone.
    fn take_moved(&mut self, old: &Border, new: &Border, swept: &mut Vec<[Position; 3]>) -> bool {
        let mut is_alone = true;
        let (old, new) = (&old.line, &new.line);
        let moved = |at: usize| match (old.get(at), new.get(at)) {
            (Some(&old), Some(&new)) => !same_place(old, new),
            _ => false,
        };
        let mut region: Option<(usize, Extent)> = None;
        for (at, (&from, &to)) in old.iter().zip(new.iter()).enumerate() {
            if same_place(from, to) {
                continue;
            }
            let beside = at.saturating_sub(1)..(at + 2).min(old.len());
            let around = [&old[beside.clone()], &new[beside.clone()]];
            let around = Extent::around(around.into_iter().flatten().copied());
            let Some(around) = around else { continue };
            region = match region {
                Some((first, known)) if at - first < BOX_EDGES && known.meets(&around) => {
                    Some((first, known.union(around)))
                }
                known => {
                    self.regions.extend(known.map(|(_, known)| known));
                    Some((at, around))
                }
            };
            for next in beside.filter(|&next| next != at) {
                is_alone &= !moved(next);
                swept.extend(old.get(next).map(|&fixed| [fixed, from, to]));
            }
        }
        self.regions.extend(region.map(|(_, known)| known));
        is_alone
    }

    /// Whether vertices were moved, and none of them was carried over another vertex:
    /// unless lines meet before or after, everything is then beside what it was beside.
    pub(super) fn is_plain_move(&self, after: &Snapshot) -> bool {
        let Some(swept) = &self.swept else {
            return false;
        };
        swept.iter().all(|triangle| {
            let Some(extent) = Extent::around(triangle.iter().copied()) else {
                return true;
            };
            let is_corner = |vertex| triangle.iter().any(|&corner| same_place(corner, vertex));
            let chunks = after.index.chunks_near(extent);
            let mut vertices = chunks.flat_map(|chunk| {
                let border = after.dataset.borders.get(chunk.border);
                let line = border.map(|border| &border.line[..]).unwrap_or_default();
                let first = (chunk.first as usize).min(line.len());
                let end = (first + crate::model::CHUNK_EDGES + 1).min(line.len());
                &line[first..end]
            });
            // The box decides where the triangle is but a line.
            !vertices.any(|&vertex| {
                extent.holds(vertex) && !is_corner(vertex) && is_in(triangle, vertex)
            })
        })
    }
}

/// Whether two states of a border differ in the places of vertices only.
fn is_like(old: &Border, new: &Border) -> bool {
    old.line.len() == new.line.len() && old.left == new.left && old.right == new.right
}

/// Whether a vertex lies in a triangle or on its side.
fn is_in([a, b, c]: &[Position; 3], vertex: Position) -> bool {
    let sides = [(*a, *b), (*b, *c), (*c, *a)].map(|(from, to)| side_of_edge(from, to, vertex));
    sides.iter().all(|&side| side >= 0.0) || sides.iter().all(|&side| side <= 0.0)
}

fn has_same_land(old: &Unit, new: &Unit) -> bool {
    match (&old.land, &new.land) {
        (Land::Coverage(_), _) | (_, Land::Coverage(_)) => old.land == new.land,
        // What is not in the coverage is no matter of its survey.
        _ => true,
    }
}

/// Whether a unit's rings run as before, but for borders that were woven again, and
/// begin and repeat vertices as before.
fn has_same_rings(old: &Unit, new: &Unit, woven: &[BorderKey]) -> bool {
    let (Land::Coverage(old), Land::Coverage(new)) = (&old.land, &new.land) else {
        return false;
    };
    let rest = |ring: &Ring| -> Vec<(BorderKey, bool)> {
        let steps = ring.path.iter();
        let mut steps: Vec<(BorderKey, bool)> = steps
            .filter(|step| woven.binary_search(&step.border).is_err())
            .map(|step| (step.border, step.reversed))
            .collect();
        let least = steps.iter().enumerate().min_by_key(|(_, step)| **step);
        let least = least.map_or(0, |(index, _)| index);
        steps.rotate_left(least);
        steps
    };
    let same_ring = |old: &Ring, new: &Ring| {
        rest(old) == rest(new) && old.repeats.is_empty() && new.repeats.is_empty()
    };
    let same_part = |old: &Part, new: &Part| {
        old.holes.len() == new.holes.len()
            && old
                .rings()
                .zip(new.rings())
                .all(|(old, new)| same_ring(old, new))
    };
    old.len() == new.len() && old.iter().zip(new).all(|(old, new)| same_part(old, new))
}

/// An edge with what lies on both its sides, whichever way it runs.
type EdgeUse = (((u64, u64), (u64, u64)), Box<[UnitKey]>, Box<[UnitKey]>);

/// Edges that are counted up and down: what comes to nothing stays as it was.
#[derive(Default)]
struct EdgeCounts {
    counts: FxHashMap<EdgeUse, i32>,
    /// The edges in the order in which they came, with the names they are counted by.
    edges: Vec<(Extent, EdgeUse)>,
}

impl EdgeCounts {
    fn count(&mut self, border: &Border, by: i32) {
        for edge in border.line.windows(2) {
            let [from, to] = *edge else { continue };
            let (first, second) = (position_bits(from), position_bits(to));
            let (left, right) = (border.left.clone(), border.right.clone());
            let name = if first <= second {
                ((first, second), left, right)
            } else {
                ((second, first), right, left)
            };
            *self.counts.entry(name.clone()).or_default() += by;
            self.edges
                .push((Extent::at(from).union(Extent::at(to)), name));
        }
    }

    /// Boxes around the edges that did not stay.
    fn boxes(&self) -> Vec<Extent> {
        let mut boxes: Vec<(usize, Extent)> = Vec::new();
        for (extent, name) in &self.edges {
            if self.counts.get(name).is_none_or(|&count| count == 0) {
                continue;
            }
            match boxes.last_mut() {
                Some((count, last)) if *count < BOX_EDGES && last.meets(extent) => {
                    *count += 1;
                    *last = last.union(*extent);
                }
                _ => boxes.push((1, *extent)),
            }
        }
        boxes.into_iter().map(|(_, extent)| extent).collect()
    }
}
