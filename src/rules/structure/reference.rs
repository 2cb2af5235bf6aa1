//! A parent's own polygon, held against the land of what is under it: what rules S01,
//! S02 and S03 share. What is left between the two is in pieces; a piece belongs to
//! S03 where it is narrow, else to S01 or S02 by whose it is.

use rustc_hash::FxHashSet;

use super::polygon_index::{PolygonIndex, ring_edges};
use crate::model::{Dataset, Land, PlainPolygon, PlainRing, PlainRole, Position, Unit, UnitKey};
use crate::rules::Context;
use crate::rules::pieces::{Piece, difference, intersection, multi_polygon};
use crate::topology::{FaceKind, outline_polygons, polygons_contain, survey, union, unit_polygons};

type EdgeBits = [(u64, u64); 2];

/// A polygon, or the outline of several leaves, ready to be held against another.
pub(super) struct Figure {
    pub polygons: Vec<PlainPolygon>,
    index: PolygonIndex,
    edges: FxHashSet<EdgeBits>,
}

fn bits(position: Position) -> (u64, u64) {
    // Adding zero makes −0 and 0 one.
    ((position.x + 0.0).to_bits(), (position.y + 0.0).to_bits())
}

/// An edge whichever way it runs.
fn edge_bits([from, to]: [Position; 2]) -> EdgeBits {
    let mut ends = [bits(from), bits(to)];
    ends.sort_unstable();
    ends
}

fn edges(polygons: &[PlainPolygon]) -> impl Iterator<Item = [Position; 2]> + '_ {
    let rings = polygons.iter().flat_map(|polygon| &polygon.rings);
    rings.flat_map(|ring| ring_edges(&ring.positions))
}

impl Figure {
    /// Nothing where there is no vertex.
    pub fn new(polygons: Vec<PlainPolygon>) -> Option<Self> {
        Some(Self {
            index: PolygonIndex::new(&polygons)?,
            edges: edges(&polygons).map(edge_bits).collect(),
            polygons,
        })
    }

    /// Whether any of another's outline leaves this one, or a hole of this one lies
    /// in the other: what decides whether to look closer.
    fn may_be_left_by(&self, other: &[PlainPolygon], tolerance_m: f64) -> bool {
        let mut stray = edges(other).filter(|&edge| !self.edges.contains(&edge_bits(edge)));
        let leaves = stray.any(|edge| {
            let away = edge.iter().any(|&vertex| {
                !self.index.holds(vertex) && !self.index.is_near(vertex, tolerance_m)
            });
            away || self.index.is_crossed_by(edge)
        });
        if leaves {
            return true;
        }
        let holes = self
            .polygons
            .iter()
            .flat_map(|polygon| polygon.rings.iter().skip(1));
        let mut holes = holes
            .filter_map(|hole| hole.positions.first().copied())
            .peekable();
        if holes.peek().is_none() {
            return false;
        }
        let index = PolygonIndex::new(other);
        index.is_some_and(|index| holes.any(|vertex| index.holds(vertex)))
    }

    /// Whether a piece is more than the rounding of a line that both mean: it reaches
    /// farther from this outline than the tolerance, or is wider on the whole.
    fn is_left_by(&self, piece: &Piece, tolerance_m: f64) -> bool {
        if piece.area_m2 <= 0.0 {
            return false;
        }
        let mut vertices = piece.polygon.exterior().0.iter();
        vertices.any(|&vertex| !self.index.is_near(vertex, tolerance_m))
            || piece.is_wider_on_the_whole(tolerance_m)
    }

    /// What another has and this one lacks, but for rounding.
    fn left_by(&self, other: &[PlainPolygon], tolerance_m: f64) -> Vec<Piece> {
        if !self.may_be_left_by(other, tolerance_m) {
            return Vec::new();
        }
        let mut pieces = difference(&multi_polygon(other), &multi_polygon(&self.polygons));
        pieces.retain(|piece| self.is_left_by(piece, tolerance_m));
        pieces
    }
}

fn has_land(unit: &Unit) -> bool {
    match &unit.land {
        Land::Coverage(_) => true,
        Land::Plain { role, .. } => matches!(role, PlainRole::Reference | PlainRole::Over),
        Land::None => false,
    }
}

/// A unit's own polygon beside the land of what is under it, if it has one.
pub(super) fn reference_figure(dataset: &Dataset, unit: &Unit) -> Option<Figure> {
    is_reference(unit)
        .then(|| unit_polygons(dataset, unit))
        .and_then(Figure::new)
}

/// Whether a unit has a polygon of its own beside the land of what is under it.
fn is_reference(unit: &Unit) -> bool {
    let role = PlainRole::Reference;
    matches!(&unit.land, Land::Plain { role: known, .. } if *known == role)
}

/// The nearest unit above with a polygon of its own.
fn reference_above(context: &Context<'_>, key: UnitKey) -> Option<UnitKey> {
    let mut above = context.dataset().ancestors(key).skip(1);
    above
        .find(|(_, unit)| is_reference(unit))
        .map(|(key, _)| key)
}

/// The units with land below a parent's own polygon that no other own polygon stands
/// between.
pub(super) fn units_below(context: &Context<'_>, parent: UnitKey) -> Vec<UnitKey> {
    let mut below = context.descendants(parent);
    below.retain(|&child| {
        child != parent
            && context.dataset().units.get(child).is_some_and(has_land)
            && reference_above(context, child) == Some(parent)
    });
    below
}

/// What of a unit lies outside the own polygon of the one above it, but for land of
/// another leaf too, which is an overlap.
pub(super) fn outside(context: &Context<'_>, child: UnitKey, own: &Figure) -> Vec<Piece> {
    let dataset = context.dataset();
    let Some(unit) = dataset.units.get(child) else {
        return Vec::new();
    };
    let polygons = unit_polygons(dataset, unit);
    let mut pieces = own.left_by(&polygons, dataset.parameters.match_tolerance_m);
    pieces.retain(|piece| !unit.is_leaf() || !is_overlap(context, child, piece));
    pieces
}

fn is_overlap(context: &Context<'_>, child: UnitKey, piece: &Piece) -> bool {
    let Some(at) = piece.at() else {
        return true;
    };
    context.leaves_at(at).into_iter().any(|leaf| leaf != child)
}

/// What a parent's own polygon has and the leaves under it lack; but neither a hole of
/// the coverage, which is a gap, nor land of another's leaves that sticks out of the
/// polygon above those, which is said of them.
pub(super) fn uncovered(context: &Context<'_>, parent: UnitKey, own: &Figure) -> Vec<Piece> {
    let dataset = context.dataset();
    let tolerance_m = dataset.parameters.match_tolerance_m;
    let leaves = context.leaves(parent);
    let Some(land) = Figure::new(outline_polygons(dataset, &union(dataset, &leaves))) else {
        return Vec::new();
    };
    if land.edges == own.edges {
        return Vec::new();
    }
    let mut found = Vec::new();
    for piece in land.left_by(&own.polygons, tolerance_m) {
        if !context.keep_going() {
            break;
        }
        found.extend(divided(context, parent, piece));
    }
    found
}

/// A piece by whose land it is: what no leaf has, unless it is in a gap, and what each
/// other leaf has, unless that is said of the leaf.
fn divided(context: &Context<'_>, parent: UnitKey, piece: Piece) -> Vec<Piece> {
    let dataset = context.dataset();
    let tolerance_m = dataset.parameters.match_tolerance_m;
    let Some(extent) = piece.extent() else {
        return Vec::new();
    };
    let counts = |piece: &Piece| piece.is_wider_on_the_whole(tolerance_m);
    let mut found = Vec::new();
    let mut free = piece.to_multi();
    for leaf in context.snapshot.index.units_near(extent) {
        let Some(unit) = dataset.units.get(leaf).filter(|unit| unit.is_leaf()) else {
            continue;
        };
        if dataset.ancestors(leaf).any(|(above, _)| above == parent) {
            continue;
        }
        let land = multi_polygon(&unit_polygons(dataset, unit));
        let taken: Vec<Piece> = intersection(&free, &land)
            .into_iter()
            .filter(counts)
            .collect();
        if taken.is_empty() {
            continue;
        }
        let rest = difference(&free, &land);
        free = rest.into_iter().map(|piece| piece.polygon).collect();
        found.extend(
            taken
                .into_iter()
                .filter(|piece| !is_said_of(context, leaf, piece)),
        );
    }
    let free = free.into_iter().map(Piece::from);
    found.extend(
        free.filter(counts)
            .filter(|piece| !is_in_gap(context, piece)),
    );
    found
}

/// Whether a piece of a leaf's land lies outside the own polygon of the unit above the
/// leaf: then S01 or S03 says so there.
fn is_said_of(context: &Context<'_>, leaf: UnitKey, piece: &Piece) -> bool {
    let dataset = context.dataset();
    let above = reference_above(context, leaf).and_then(|above| dataset.units.get(above));
    match (above, piece.at()) {
        (Some(above), Some(at)) => !polygons_contain(&unit_polygons(dataset, above), at),
        _ => false,
    }
}

/// Whether a piece lies in a hole of the coverage.
fn is_in_gap(context: &Context<'_>, piece: &Piece) -> bool {
    let (Some(at), Some(extent)) = (piece.at(), piece.extent()) else {
        return true;
    };
    let found = survey(context.snapshot, Some(extent), &|| !context.keep_going());
    let faces = found.unwrap_or_default().faces;
    faces.iter().any(|face| {
        face.kind == FaceKind::Gap
            && polygons_contain(
                &[PlainPolygon {
                    rings: face
                        .rings
                        .iter()
                        .map(|ring| PlainRing {
                            positions: ring.as_slice().into(),
                            heights_m: None,
                        })
                        .collect(),
                }],
                at,
            )
    })
}
