//! Triangles of the land inside rings: the same for the same rings, whatever lies
//! around them, so that what is measured of a face in a survey of its surroundings is
//! what is measured of it in a survey of the country.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;
use spade::Triangulation;

use super::arrangement::{Corner, Mesh, triangle_positions};
use super::noding::triangulated;
use crate::model::Position;
use crate::topology::weave::position_bits;

/// The triangles inside rings (an odd number of rings around), counter-clockwise; none
/// where the rings cannot be triangulated.
pub(super) fn triangles_inside(rings: &[Vec<Position>]) -> Vec<[Position; 3]> {
    let mut corners: Vec<Corner> = Vec::new();
    let mut numbers: FxHashMap<(u64, u64), usize> = FxHashMap::default();
    let mut ends: Vec<[usize; 2]> = Vec::new();
    for ring in rings {
        let ring: Vec<usize> = ring
            .iter()
            .map(|&position| {
                *numbers.entry(position_bits(position)).or_insert_with(|| {
                    corners.push(Corner {
                        position,
                        computed: false,
                    });
                    corners.len() - 1
                })
            })
            .collect();
        let next = ring.iter().cycle().skip(1);
        let edges = ring.iter().zip(next).map(|(&from, &to)| [from, to]);
        ends.extend(edges.filter(|[from, to]| from != to));
    }
    triangulated(corners, ends).map_or_else(|_| Vec::new(), |mesh| inner_triangles(&mesh))
}

fn inner_triangles(mesh: &Mesh) -> Vec<[Position; 3]> {
    // By face: whether it is inside, once that is known.
    let mut inside: Vec<Option<bool>> = vec![None; mesh.num_all_faces()];
    let mut waiting = VecDeque::new();
    for edge in mesh.convex_hull() {
        if let Some(face) = edge.rev().face().as_inner()
            && inside[face.index()].is_none()
        {
            inside[face.index()] = Some(edge.is_constraint_edge());
            waiting.push_back(face);
        }
    }
    while let Some(face) = waiting.pop_front() {
        let here = inside[face.index()] == Some(true);
        for edge in face.adjacent_edges() {
            if let Some(next) = edge.rev().face().as_inner()
                && inside[next.index()].is_none()
            {
                inside[next.index()] = Some(here != edge.is_constraint_edge());
                waiting.push_back(next);
            }
        }
    }
    mesh.inner_faces()
        .filter(|face| inside[face.index()] == Some(true))
        .map(triangle_positions)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(triangles: &[[Position; 3]]) -> f64 {
        let double = |[a, b, c]: &[Position; 3]| {
            let (ab, ac) = (*b - *a, *c - *a);
            ab.x * ac.y - ab.y * ac.x
        };
        triangles.iter().map(double).sum::<f64>() / 2.0
    }

    #[test]
    fn holes_and_bays_are_left_out_and_a_hole_may_touch_the_shell() {
        let ring = |corners: &[(f64, f64)]| -> Vec<Position> {
            corners.iter().map(|&(x, y)| Position { x, y }).collect()
        };
        let shell = ring(&[(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (2.0, 1.0), (0.0, 4.0)]);
        let hole = ring(&[(0.0, 0.0), (1.0, 2.0), (2.0, 1.0)]);
        let whole = area(&triangles_inside(std::slice::from_ref(&shell)));
        assert!((whole - 10.0).abs() < 1e-12);
        let rest = area(&triangles_inside(&[shell, hole]));
        assert!((rest - 8.5).abs() < 1e-12);
        assert!(triangles_inside(&[]).is_empty());
    }
}
