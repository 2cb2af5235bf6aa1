//! Pieces of a window's arrangement that reach beyond the window. Edges are missing there,
//! so that such a piece may hold land and gaps side by side: what is true of it at one
//! place says nothing of another. It is asked about only where a region has its edges.

use spade::Triangulation;

use super::arrangement::{Arrangement, MeshEdge, inradius, triangle_positions};
use super::faces::OpenFace;
use super::label::{DUST_DEG, Labels, leaves_at};
use crate::model::{Extent, Position, UnitKey, same_place};
use crate::topology::Snapshot;

/// How far from an edge its sides are asked about, in degrees: a hundredth of a metre.
pub(super) const BESIDE_DEG: f64 = 1e-7;

/// What of pieces that reach beyond a window lies at the edges in a region.
#[derive(Default)]
pub(super) struct Beyond {
    /// Land of several leaves.
    pub several: Vec<OpenFace>,
    /// Whether there is land of nobody that may be the outside.
    pub outside: bool,
    /// Whether there is land of nobody that is closed in.
    pub gap: bool,
}

impl Beyond {
    pub fn look(
        snapshot: &Snapshot,
        arrangement: &Arrangement,
        labels: &Labels,
        region: Extent,
    ) -> Self {
        let mut found = Self::default();
        let is_beyond = |number: u32| !labels.is_closed[number as usize];
        let mut take = |units: Vec<UnitKey>, number: u32| match units.len() {
            0 if arrangement.components[number as usize].open => found.outside = true,
            0 => found.gap = true,
            1 => {}
            _ if found.several.iter().any(|known| known.units == units) => {}
            _ => found.several.push(OpenFace {
                units,
                extent: arrangement.components[number as usize].extent,
            }),
        };
        let centre = region.centre();
        if let Some(number) = arrangement.locate(centre, &mut None)
            && is_beyond(number)
            && let (leaves, false) = leaves_at(snapshot, centre)
        {
            take(leaves, number);
        }
        for edge in arrangement.mesh.undirected_edges() {
            let edge = edge.as_directed();
            if !edge.is_constraint_edge() || !region.meets(&extent_of(edge)) {
                continue;
            }
            for edge in [edge, edge.rev()] {
                if let Some(number) = arrangement.left_of(edge).filter(|&it| is_beyond(it))
                    && let Some(units) = leaves_beside(snapshot, edge)
                {
                    take(units, number);
                }
            }
        }
        found
    }
}

fn extent_of(edge: MeshEdge<'_>) -> Extent {
    let [from, to] = ends(edge);
    Extent::at(from).union(Extent::at(to))
}

/// Shares of an edge at which its sides are asked about: where a border that was not cut
/// along runs just there, the next.
const SHARES: [f64; 3] = [0.5, 0.39, 0.67];

/// The leaves that cover the place just left of an edge; nothing beside the outer face,
/// where no place was found that is clear of borders, or where a triangle is so thin that
/// what is reckoned to be inside it may lie on the other side of the edge.
pub(super) fn leaves_beside(snapshot: &Snapshot, edge: MeshEdge<'_>) -> Option<Vec<UnitKey>> {
    let [from, to] = ends(edge);
    let corners = triangle_positions(edge.face().as_inner()?);
    if inradius(corners) < DUST_DEG {
        return None;
    }
    let is_end = |corner: Position| same_place(corner, from) || same_place(corner, to);
    let apex = corners.into_iter().find(|&corner| !is_end(corner))?;
    SHARES.into_iter().find_map(|along| {
        let beside = from + (to - from) * along;
        let inward = apex - beside;
        let share = (BESIDE_DEG / inward.x.hypot(inward.y)).min(0.25);
        let (leaves, on_border) = leaves_at(snapshot, beside + inward * share);
        (!on_border).then_some(leaves)
    })
}

fn ends(edge: MeshEdge<'_>) -> [Position; 2] {
    [edge.from(), edge.to()].map(|vertex| vertex.data().position)
}
