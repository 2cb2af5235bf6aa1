//! Pieces of land for rules that hold two polygons against each other: what one has and
//! the other lacks, how large and how wide. An overlay library makes them; they are
//! measured and shown, and never stored.

use geo::{
    BooleanOps, Buffer, InteriorPoint, LineString, MapCoords, MultiPolygon, Polygon, unary_union,
};

use super::{Finding, Place};
use crate::measure::{LocalPlane, line_length_m, ring_area_m2};
use crate::model::{Extent, PlainPolygon};

/// A connected piece of land.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub polygon: Polygon<f64>,
    /// On the ellipsoid.
    pub area_m2: f64,
}

impl From<Polygon<f64>> for Piece {
    fn from(polygon: Polygon<f64>) -> Self {
        let mut rings = rings_of(&polygon).map(|ring| ring_area_m2(&ring.0).abs());
        let shell_m2 = rings.next().unwrap_or(0.0);
        let area_m2 = shell_m2 - rings.sum::<f64>();
        Self { polygon, area_m2 }
    }
}

fn rings_of(polygon: &Polygon<f64>) -> impl Iterator<Item = &LineString<f64>> {
    std::iter::once(polygon.exterior()).chain(polygon.interiors())
}

/// Polygons as the library has them. Where they overlap each other, the land that they
/// have together: to the library what two of them have would be a hole.
pub(super) fn multi_polygon(polygons: &[PlainPolygon]) -> MultiPolygon<f64> {
    let polygons: Vec<Polygon<f64>> = polygons
        .iter()
        .filter_map(|polygon| {
            let mut rings = polygon
                .rings
                .iter()
                .map(|ring| LineString(ring.positions.to_vec()));
            let shell = rings.next()?;
            Some(Polygon::new(shell, rings.collect()))
        })
        .collect();
    if polygons.len() > 1 {
        unary_union(&polygons)
    } else {
        MultiPolygon(polygons)
    }
}

/// The pieces that `of` has and `without` lacks.
pub(super) fn difference(of: &MultiPolygon<f64>, without: &MultiPolygon<f64>) -> Vec<Piece> {
    pieces(of.difference(without))
}

/// The pieces that both have.
pub(super) fn intersection(one: &MultiPolygon<f64>, other: &MultiPolygon<f64>) -> Vec<Piece> {
    pieces(one.intersection(other))
}

fn pieces(polygons: MultiPolygon<f64>) -> Vec<Piece> {
    polygons.into_iter().map(Piece::from).collect()
}

impl Piece {
    /// Whether it is wider than this on the whole: twice its area over its perimeter,
    /// which is the width of a strip. Less is the rounding of a line that both mean.
    pub fn is_wider_on_the_whole(&self, width_m: f64) -> bool {
        let perimeter_m: f64 = rings_of(&self.polygon)
            .map(|ring| line_length_m(&ring.0))
            .sum();
        self.area_m2 > 0.0 && 2.0 * self.area_m2 > width_m * perimeter_m
    }

    /// Whether no circle of this diameter has room in it.
    pub fn is_narrower(&self, width_m: f64) -> bool {
        let Some(extent) = self.extent() else {
            return true;
        };
        let plane = LocalPlane::at(extent.centre());
        let metres = self
            .polygon
            .map_coords(|position| plane.metres_from_position(position));
        metres.buffer(-width_m / 2.0).0.is_empty()
    }

    /// A point inside it.
    pub fn at(&self) -> Option<crate::model::Position> {
        self.polygon.interior_point().map(|point| point.0)
    }

    /// The box around it.
    pub fn extent(&self) -> Option<Extent> {
        Extent::around(self.polygon.exterior().0.iter().copied())
    }

    /// It alone.
    pub fn to_multi(&self) -> MultiPolygon<f64> {
        MultiPolygon(vec![self.polygon.clone()])
    }
}

/// The area of all pieces, in square metres.
pub(super) fn total_m2(pieces: &[Piece]) -> f64 {
    pieces.iter().map(|piece| piece.area_m2).sum()
}

/// The finding with the place and the area of its pieces; nothing where there are
/// none. It points into the largest.
pub(super) fn with_pieces(mut pieces: Vec<Piece>, finding: Finding) -> Option<Finding> {
    pieces.sort_by(|a, b| b.area_m2.total_cmp(&a.area_m2));
    let at = pieces.first()?.at()?;
    let outline = pieces.iter().flat_map(|piece| rings_of(&piece.polygon));
    Some(Finding {
        place: Some(Place::outline(
            at,
            outline.map(|ring| ring.0.clone()).collect(),
        )),
        area_m2: Some(total_m2(&pieces)),
        ..finding
    })
}
