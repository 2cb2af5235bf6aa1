//! A polygon's edges in bands of latitude, so that many points can be tested against
//! it exactly and fast.

use robust::{Coord, orient2d};

use crate::measure::LocalPlane;
use crate::model::{Extent, PlainPolygon, Position};

/// A polygon of several parts, ready for many questions.
pub(super) struct PolygonIndex {
    extent: Extent,
    band_height_deg: f64,
    /// The edges that reach into each band, from the southernmost.
    bands: Vec<Vec<[Position; 2]>>,
}

/// Which side of the edge from `from` to `to` a point lies on: positive on its left,
/// zero exactly on its line.
fn side(from: Position, to: Position, point: Position) -> f64 {
    let coord = |position: Position| Coord {
        x: position.x,
        y: position.y,
    };
    orient2d(coord(from), coord(to), coord(point))
}

/// The edges of a ring, the closing one too where it is not written.
pub(super) fn ring_edges(ring: &[Position]) -> impl Iterator<Item = [Position; 2]> + '_ {
    let closing = ring.last().zip(ring.first());
    ring.windows(2)
        .filter_map(|edge| <[Position; 2]>::try_from(edge).ok())
        .chain(closing.map(|(&last, &first)| [last, first]))
        .filter(|[from, to]| from != to)
}

impl PolygonIndex {
    /// Indexes polygons; nothing where they have no vertex.
    pub fn new(polygons: &[PlainPolygon]) -> Option<Self> {
        let rings = || polygons.iter().flat_map(|polygon| &polygon.rings);
        let extent = Extent::around(rings().flat_map(|ring| ring.positions.iter().copied()))?;
        let count = rings().map(|ring| ring.positions.len()).sum::<usize>();
        let band_count = (count / 8).clamp(1, 1 << 16);
        let height_deg = (extent.max.y - extent.min.y).max(f64::MIN_POSITIVE);
        let mut index = Self {
            extent,
            band_height_deg: height_deg / band_count as f64,
            bands: vec![Vec::new(); band_count],
        };
        for edge in rings().flat_map(|ring| ring_edges(&ring.positions)) {
            let [from, to] = edge;
            for band in index.bands_between(from.y.min(to.y), from.y.max(to.y)) {
                if let Some(band) = index.bands.get_mut(band) {
                    band.push(edge);
                }
            }
        }
        Some(index)
    }

    fn bands_between(&self, south: f64, north: f64) -> std::ops::RangeInclusive<usize> {
        let band = |latitude: f64| {
            // The cast saturates below 0.
            let band = ((latitude - self.extent.min.y) / self.band_height_deg) as usize;
            band.min(self.bands.len() - 1)
        };
        band(south)..=band(north)
    }

    /// Whether a position lies inside (even-odd) or exactly on an edge.
    pub fn holds(&self, point: Position) -> bool {
        if !self.extent.holds(point) {
            return false;
        }
        let mut inside = false;
        let band = self
            .bands
            .get(*self.bands_between(point.y, point.y).start());
        for &[from, to] in band.into_iter().flatten() {
            let (low, high) = if from.y <= to.y {
                (from, to)
            } else {
                (to, from)
            };
            if point.y < low.y || point.y > high.y {
                continue;
            }
            let side = side(low, high, point);
            if side == 0.0 && point.x >= low.x.min(high.x) && point.x <= low.x.max(high.x) {
                return true;
            }
            // Half-open in latitude, so that a vertex on the ray counts once.
            inside ^= side > 0.0 && point.y < high.y;
        }
        inside
    }

    /// Whether an edge is nearer to a position than this.
    pub fn is_near(&self, point: Position, distance_m: f64) -> bool {
        let plane = LocalPlane::at(point);
        let reach_m = geo::Coord {
            x: distance_m,
            y: distance_m,
        };
        let reach = plane.position_from_metres(reach_m) - point;
        let bands = self.bands_between(point.y - reach.y, point.y + reach.y);
        self.bands
            .get(bands)
            .into_iter()
            .flatten()
            .flatten()
            .any(|&[from, to]| {
                from.x.min(to.x) <= point.x + reach.x
                    && from.x.max(to.x) >= point.x - reach.x
                    && plane.distance_to_edge_m(point, from, to) <= distance_m
            })
    }

    /// Whether an edge crosses one of the polygon's, each within the other.
    pub fn is_crossed_by(&self, [from, to]: [Position; 2]) -> bool {
        let box_of = |from: Position, to: Position| Extent::at(from).union(Extent::at(to));
        let extent = box_of(from, to);
        if !extent.meets(&self.extent) {
            return false;
        }
        self.bands
            .get(self.bands_between(extent.min.y, extent.max.y))
            .into_iter()
            .flatten()
            .flatten()
            .any(|&[start, end]| {
                box_of(start, end).meets(&extent)
                    && side(from, to, start) * side(from, to, end) < 0.0
                    && side(start, end, from) * side(start, end, to) < 0.0
            })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;
    use crate::model::PlainRing;
    use crate::topology::polygons_contain;
    use proptest::prelude::*;

    fn star(radii: &[f64]) -> Vec<PlainPolygon> {
        let step = std::f64::consts::TAU / radii.len() as f64;
        let vertices = radii.iter().enumerate().map(|(index, radius)| {
            let (sine, cosine) = (step * index as f64).sin_cos();
            Position {
                x: 48.0 + radius * cosine,
                y: 33.0 + radius * sine,
            }
        });
        vec![PlainPolygon {
            rings: vec![PlainRing {
                positions: vertices.collect(),
                heights_m: None,
            }],
        }]
    }

    proptest! {
        #[test]
        fn bands_answer_as_the_whole_polygon_does(
            radii in prop::collection::vec(0.1..1.0_f64, 3..80),
            points in prop::collection::vec((46.9..49.1_f64, 31.9..34.1_f64), 1..50),
        ) {
            let polygons = star(&radii);
            let index = PolygonIndex::new(&polygons).unwrap();
            for (x, y) in points {
                let point = Position { x, y };
                prop_assert_eq!(index.holds(point), polygons_contain(&polygons, point));
            }
            for &vertex in polygons[0].rings[0].positions.iter() {
                prop_assert!(index.holds(vertex));
                prop_assert!(index.is_near(vertex, 0.001));
            }
        }
    }
}
