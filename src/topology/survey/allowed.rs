//! Lakes and the sea: overlays in which a gap of the coverage is no fault.

use std::sync::Arc;

use crate::measure::LocalPlane;
use crate::model::{Dataset, Extent, PlainPolygon, Position, is_usable};
use crate::topology::polygons_contain;

/// The areas in which gaps are allowed.
#[derive(Default)]
pub(super) struct AllowedAreas {
    areas: Vec<(Extent, Arc<[PlainPolygon]>)>,
    /// How near to an area is in it, in metres: lines of two sources are never quite
    /// the same.
    pub near_m: f64,
}

impl AllowedAreas {
    /// The lakes and seas of a data set.
    pub fn new(dataset: &Dataset) -> Self {
        let overlays = dataset.overlays.iter().map(|(_, overlay)| overlay);
        let allowing = overlays.filter(|overlay| overlay.kind.allows_gaps());
        let areas = allowing.filter_map(|overlay| {
            let rings = overlay.polygons.iter().flat_map(|polygon| &polygon.rings);
            let positions = || {
                rings
                    .clone()
                    .flat_map(|ring| ring.positions.iter().copied())
            };
            let usable = positions().all(is_usable);
            let extent = Extent::around(positions()).filter(|_| usable)?;
            Some((extent, overlay.polygons.clone()))
        });
        Self {
            areas: areas.collect(),
            near_m: dataset.parameters.sliver_width_m,
        }
    }

    /// Whether a position lies in an area, or no farther than this from one.
    pub fn hold(&self, position: Position, near_m: f64) -> bool {
        // No degree of latitude is shorter than this many metres, and of longitude none
        // in which people live is shorter than a tenth of it.
        let reach_deg = near_m / 11_000.0;
        self.areas.iter().any(|(extent, polygons)| {
            extent.grown(reach_deg).holds(position)
                && (polygons_contain(polygons, position)
                    || (near_m > 0.0 && is_near(polygons, position, near_m)))
        })
    }
}

fn is_near(polygons: &[PlainPolygon], position: Position, near_m: f64) -> bool {
    let plane = LocalPlane::at(position);
    let rings = polygons.iter().flat_map(|polygon| &polygon.rings);
    rings.into_iter().any(|ring| {
        ring.positions
            .windows(2)
            .any(|edge| plane.distance_to_edge_m(position, edge[0], edge[1]) < near_m)
    })
}
