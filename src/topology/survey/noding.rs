//! Triangulations that hold given segments, cut where they cross. Crossings are found
//! before; what is left crosses by a hair, because the places of crossings are rounded, and
//! is cut here until nothing crosses any more.

use rustc_hash::FxHashMap;
use spade::handles::FixedVertexHandle;
use spade::{InsertionError, Triangulation};

use super::arrangement::{Corner, Mesh};
use crate::model::Position;
use crate::topology::weave::position_bits;

/// In each round, how near to a corner, in degrees, a crossing is taken to be in it. What
/// crosses by a hair again and again is gathered in corners at last; the widest is a tenth
/// of a millimetre.
const ROUNDS_DEG: [f64; 9] = [0.0, 1e-14, 1e-13, 1e-12, 1e-11, 1e-10, 1e-9, 1e-9, 1e-9];

/// The triangulation of corners, of which no two have the same place, with all segments
/// between them by their numbers. A segment that crosses others after all rounds is left
/// out.
///
/// # Errors
/// Where a coordinate cannot be triangulated.
pub(super) fn triangulated(
    corners: Vec<Corner>,
    ends: Vec<[usize; 2]>,
) -> Result<Mesh, InsertionError> {
    let mut left = Vec::new();
    let mut mesh = Mesh::try_bulk_load_cdt(corners, ends, |ends| left.push(ends))?;
    for reach_deg in ROUNDS_DEG {
        if left.is_empty() {
            break;
        }
        let (corners, ends) = Cut::of(&mesh, reach_deg).segments(&left);
        left.clear();
        mesh = Mesh::try_bulk_load_cdt(corners, ends, |ends| left.push(ends))?;
    }
    Ok(mesh)
}

/// A triangulation whose segments are being cut by those that it could not take.
struct Cut<'a> {
    mesh: &'a Mesh,
    reach_deg: f64,
    corners: Vec<Corner>,
    numbers: FxHashMap<(u64, u64), usize>,
    /// The corners by which segments of the triangulation are cut.
    cuts: FxHashMap<[usize; 2], Vec<usize>>,
}

impl<'a> Cut<'a> {
    fn of(mesh: &'a Mesh, reach_deg: f64) -> Self {
        let corners: Vec<Corner> = mesh.vertices().map(|vertex| *vertex.data()).collect();
        let numbers = corners.iter().enumerate();
        let numbers = numbers.map(|(number, corner)| (position_bits(corner.position), number));
        Self {
            numbers: numbers.collect(),
            corners,
            mesh,
            reach_deg,
            cuts: FxHashMap::default(),
        }
    }

    /// The corners, and all segments in pieces.
    fn segments(mut self, left: &[[usize; 2]]) -> (Vec<Corner>, Vec<[usize; 2]>) {
        let mut ends: Vec<[usize; 2]> = Vec::new();
        for &[from, to] in left {
            let way = self.way(from, to);
            push_pieces(&self.corners, [from, to], &way, &mut ends);
        }
        for edge in self.mesh.undirected_edges() {
            if edge.is_constraint_edge() {
                let pair = edge.vertices().map(|vertex| vertex.index());
                let key = [pair[0].min(pair[1]), pair[0].max(pair[1])];
                let cuts = self.cuts.get(&key).map_or(&[][..], Vec::as_slice);
                push_pieces(&self.corners, pair, cuts, &mut ends);
            }
        }
        for pair in &mut ends {
            pair.sort_unstable();
        }
        ends.sort_unstable();
        ends.dedup();
        (self.corners, ends)
    }

    /// The corners that a segment passes where it crosses others; those are cut there too.
    fn way(&mut self, from: usize, to: usize) -> Vec<usize> {
        let handles = [from, to].map(FixedVertexHandle::from_index);
        let crossed = self
            .mesh
            .get_conflicting_edges_between_vertices(handles[0], handles[1]);
        let crossed: Vec<[usize; 2]> = crossed
            .map(|edge| [edge.from().index(), edge.to().index()])
            .collect();
        let mut way = Vec::new();
        for [one, other] in crossed {
            let at = self.crossing([from, to], [one, other]);
            let is_near = |corner: usize| {
                let off = self.corners[corner].position - at;
                off.x.hypot(off.y) <= self.reach_deg
            };
            if let Some(end) = [one, other].into_iter().find(|&end| is_near(end)) {
                way.push(end);
                continue;
            }
            let end = [from, to].into_iter().find(|&end| is_near(end));
            let corner = end.unwrap_or_else(|| self.corner(at));
            way.push(corner);
            let key = [one.min(other), one.max(other)];
            self.cuts.entry(key).or_default().push(corner);
        }
        way
    }

    /// Where two segments cross, or where they come nearest by the numbers there are.
    fn crossing(&self, first: [usize; 2], second: [usize; 2]) -> Position {
        let [a, b] = first.map(|corner| self.corners[corner].position);
        let [c, d] = second.map(|corner| self.corners[corner].position);
        let cross = |one: Position, other: Position| one.x * other.y - one.y * other.x;
        let (ab, cd) = (b - a, d - c);
        let share = cross(c - a, cd) / cross(ab, cd);
        // All but parallel: the nearer end of the other is on both.
        if share.is_finite() {
            a + ab * share.clamp(0.0, 1.0)
        } else {
            c
        }
    }

    fn corner(&mut self, position: Position) -> usize {
        let corners = &mut self.corners;
        *self
            .numbers
            .entry(position_bits(position))
            .or_insert_with(|| {
                corners.push(Corner {
                    position,
                    computed: true,
                });
                corners.len() - 1
            })
    }
}

/// A segment in pieces from one corner on its way to the next.
fn push_pieces(
    corners: &[Corner],
    [from, to]: [usize; 2],
    way: &[usize],
    ends: &mut Vec<[usize; 2]>,
) {
    let start = corners[from].position;
    let along = corners[to].position - start;
    let offset = |corner: usize| {
        let off = corners[corner].position - start;
        off.x * along.x + off.y * along.y
    };
    let mut way: Vec<usize> = way.to_vec();
    way.sort_by(|&a, &b| offset(a).total_cmp(&offset(b)).then(a.cmp(&b)));
    let mut last = from;
    for next in way.into_iter().chain([to]) {
        if next != last {
            ends.push([last, next]);
            last = next;
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that fails should say where")]

    use super::*;

    fn corners(places: &[(f64, f64)]) -> Vec<Corner> {
        let corner = |&(x, y): &(f64, f64)| Corner {
            position: Position { x, y },
            computed: false,
        };
        places.iter().map(corner).collect()
    }

    #[test]
    fn segments_that_cross_are_cut_where_they_do() {
        let square = corners(&[(0.0, 0.0), (2.0, 2.0), (0.0, 2.0), (2.0, 0.0)]);
        let mesh = triangulated(square, vec![[0, 1], [2, 3]]).unwrap();
        assert_eq!(mesh.num_vertices(), 5);
        let constraints = mesh
            .undirected_edges()
            .filter(|edge| edge.is_constraint_edge());
        assert_eq!(constraints.count(), 4);
    }

    /// A vertex of a dense straight line that is drawn along it, back and forth: what came
    /// out of spade's own cutting was a panic in the middle of a drag.
    #[test]
    fn a_line_that_runs_back_along_itself_by_a_hair_is_cut_to_the_end() {
        for hair in [1e-15, 3e-15, 7e-15, 1e-14, 1e-13, 1e-12] {
            let count = 400;
            let place = |step: usize| {
                let share = step as f64 / count as f64;
                (48.0 + 0.3 * share, 33.0 + 0.1 * share)
            };
            let mut places: Vec<(f64, f64)> = (0..=count).map(place).collect();
            // The same way again, beside it by a hair, now on one side and now on the other.
            let beside = (0..count).map(|step| {
                let (x, y) = place(step);
                let side = if step % 2 == 0 { hair } else { -hair };
                (x + 0.000_31, y + 0.000_31 / 3.0 + side)
            });
            places.extend(beside);
            places.dedup();
            let mut known = std::collections::BTreeSet::new();
            places.retain(|(x, y)| known.insert((x.to_bits(), y.to_bits())));
            let ends = (1..places.len()).map(|end| [end - 1, end]).collect();
            let mesh = triangulated(corners(&places), ends).unwrap();
            assert!(mesh.num_vertices() >= places.len(), "{hair}");
        }
    }
}
