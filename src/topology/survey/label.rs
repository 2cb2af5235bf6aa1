//! Which leaves cover a component, and which components are one face.

use rayon::prelude::*;
use rustc_hash::FxHashSet;
use spade::Triangulation;

use super::arrangement::{Arrangement, Component, inradius, triangle_positions};
use super::beyond::leaves_beside;
use super::edges::{EdgeAt, Edges};
use super::holes::{Hole, in_a_hole};
use crate::model::{Extent, Position, UnitKey};
use crate::topology::Snapshot;
use crate::topology::contains::{Place, place_in_leaf};

/// A component whose triangles all have an inscribed circle of less than this radius,
/// in degrees (a tenth of a micrometre), is dust of rounding and is no face.
pub(super) const DUST_DEG: f64 = 1e-12;

/// So few components are labelled by one thread sooner than by several.
const FEW: usize = 32;

/// The leaves that cover each component, in the order of their keys; nothing for dust.
pub(super) struct Labels {
    pub units: Vec<Option<Vec<UnitKey>>>,
    /// The face that each component is part of: the smallest number among those of
    /// its components.
    pub face: Vec<u32>,
    /// By face number: whether any of its components reaches the outside, or beyond the
    /// window.
    pub open: Vec<bool>,
    /// Whether each component is all that it is: within the window, if there is one.
    pub is_closed: Vec<bool>,
}

impl Labels {
    /// Tells the leaves over every component of an arrangement and joins components
    /// that only dangling edges part.
    /// The arrangement does not hold the edges of `holes`; nothing where a component is
    /// so full of them that no place outside them was found. What is not closed has no
    /// label: it need not be the same everywhere.
    pub fn new(
        snapshot: &Snapshot,
        edges: &Edges<'_>,
        arrangement: &Arrangement,
        twisted: &FxHashSet<UnitKey>,
        is_closed: &(dyn Fn(&Component) -> bool + Sync),
        holes: &[Hole],
    ) -> Option<Self> {
        let label = |component: &Component| match component {
            component if component.inradius_deg < DUST_DEG || !is_closed(component) => Some(None),
            // Where every edge was looked at, what reaches the outside has no unit.
            component if component.open => Some(Some(Vec::new())),
            component => leaves_over(snapshot, arrangement, component, holes).map(Some),
        };
        let components = &arrangement.components;
        let units: Option<Vec<Option<Vec<UnitKey>>>> = if components.len() < FEW {
            components.iter().map(label).collect()
        } else {
            components.par_iter().map(label).collect()
        };
        let units = units?;
        let is_closed: Vec<bool> = components.iter().map(is_closed).collect();
        let mut face: Vec<u32> = (0..units.len() as u32).collect();
        for edge in arrangement.mesh.undirected_edges() {
            if !edge.is_constraint_edge() {
                continue;
            }
            let edge = edge.as_directed();
            let (Some(left), Some(right)) =
                (arrangement.left_of(edge), arrangement.left_of(edge.rev()))
            else {
                continue;
            };
            if left == right {
                continue;
            }
            // One unit on both sides is clean land, whichever pieces it is in.
            let same = match (&units[left as usize], &units[right as usize]) {
                (Some(left), Some(right)) => left.len() != 1 && left == right,
                (Some(units), None) | (None, Some(units)) if units.len() == 1 => false,
                _ if is_closed[left as usize] && is_closed[right as usize] => false,
                _ if always_parts(edges, twisted, arrangement.owners(edge)) => false,
                _ => match [edge, edge.rev()].map(|edge| leaves_beside(snapshot, edge)) {
                    [Some(left), Some(right)] => left.len() != 1 && left == right,
                    _ => false,
                },
            };
            if same {
                let (left, right) = (root(&mut face, left), root(&mut face, right));
                face[left.max(right) as usize] = left.min(right);
            }
        }
        let mut open = vec![false; units.len()];
        for number in 0..units.len() as u32 {
            let root = root(&mut face, number);
            face[number as usize] = root;
            // On the hull's own edges a constraint closes the component.
            open[root as usize] |=
                arrangement.components[number as usize].open || !is_closed[number as usize];
        }
        Some(Self {
            units,
            face,
            open,
            is_closed,
        })
    }
}

/// Whether a constraint has other leaves on its left than on its right, as its borders
/// say: it is a piece of one edge, which has.
fn always_parts(edges: &Edges<'_>, twisted: &FxHashSet<UnitKey>, owners: &[EdgeAt]) -> bool {
    let &[owner] = owners else { return false };
    let border = edges.border(owner);
    border.left != border.right && !border.units().iter().any(|unit| twisted.contains(unit))
}

fn root(face: &mut [u32], mut number: u32) -> u32 {
    while face[number as usize] != number {
        let above = face[face[number as usize] as usize];
        face[number as usize] = above;
        number = above;
    }
    number
}

/// Shares of a triangle's corners: points inside it, the middle of its circle first,
/// to turn to where a border that was not cut along runs through a point.
const SHARES: [[f64; 3]; 7] = [
    [0.0, 0.0, 0.0],
    [0.41, 0.33, 0.26],
    [0.26, 0.43, 0.31],
    [0.29, 0.24, 0.47],
    [0.53, 0.28, 0.19],
    [0.17, 0.57, 0.26],
    [0.22, 0.23, 0.55],
];

/// The leaves over a component, in order, as they are outside of `holes`; nothing where
/// no place in it was found that is.
pub(super) fn leaves_over(
    snapshot: &Snapshot,
    arrangement: &Arrangement,
    component: &Component,
    holes: &[Hole],
) -> Option<Vec<UnitKey>> {
    let others = component.triangles.iter().copied();
    let mut found = None;
    for triangle in std::iter::once(component.fattest).chain(others) {
        let corners = triangle_positions(arrangement.mesh.face(triangle));
        if triangle != component.fattest && inradius(corners) < DUST_DEG {
            continue;
        }
        let [a, b, c] = corners;
        let length = |side: Position| side.x.hypot(side.y);
        let of_circle = [length(c - b), length(a - c), length(b - a)];
        let whole: f64 = of_circle.iter().sum();
        for shares in SHARES {
            let shares = if shares[0] == 0.0 {
                of_circle.map(|side| side / whole)
            } else {
                shares
            };
            // Reckoned from a corner, so that small triangles keep their digits.
            let point = a + (b - a) * shares[1] + (c - a) * shares[2];
            if in_a_hole(holes, point) {
                continue;
            }
            let (leaves, on_border) = leaves_at(snapshot, point);
            found = Some(leaves);
            if !on_border {
                return found;
            }
        }
        if found.is_some() {
            return found;
        }
    }
    found
}

/// The leaves that hold a position, in order, and whether it lies on a border of any.
pub(super) fn leaves_at(snapshot: &Snapshot, point: Position) -> (Vec<UnitKey>, bool) {
    let mut found = Vec::new();
    let mut on_border = false;
    for key in snapshot.index.units_near(Extent::at(point)) {
        let Some(unit) = snapshot.dataset.units.get(key) else {
            continue;
        };
        match place_in_leaf(&snapshot.dataset, unit, point) {
            Place::Inside => found.push(key),
            Place::OnBorder => {
                found.push(key);
                on_border = true;
            }
            Place::Outside => {}
        }
    }
    (found, on_border)
}
