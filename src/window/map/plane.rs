//! The plane that a scene is drawn on: a projection, an origin of its own, and the unit in
//! which the graphics card counts places from there. Whole numbers of it take half the room
//! of numbers with a point that keep as much, and are subtracted without loss.

use super::geometry::Bounds;
use super::projection::Projection;

/// The finest unit, in metres: four millimetres are a thirtieth of a pixel at 1:500, and the
/// country fits twice into what 32 bits count of them.
const FINEST_UNIT_M: f64 = 1.0 / 256.0;
/// What is drawn lies within so many units of the origin, and a camera within twice as many:
/// differences of the two still fit into 32 bits.
const FARTHEST_UNITS: f64 = (1_u32 << 29) as f64;

/// A plane with an origin of its own, so that what is near it is small.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Plane {
    pub projection: Projection,
    pub origin: [f64; 2],
    /// Metres of the plane.
    pub unit_m: f64,
}

impl Plane {
    /// The plane of what lies in a box of degrees, with its middle for the origin, in whole
    /// metres.
    pub fn around(projection: Projection, box_deg: Option<[[f64; 2]; 2]>) -> Self {
        let place = |x: f64, y: f64| {
            let world = projection.world_from_lonlat([x, y]);
            world.iter().all(|it| it.is_finite()).then_some(world)
        };
        let Some([low, high]) = box_deg else {
            return Self {
                projection,
                origin: [0.0; 2],
                unit_m: FINEST_UNIT_M,
            };
        };
        let middle = [(low[0] + high[0]) / 2.0, (low[1] + high[1]) / 2.0];
        let origin = place(middle[0], middle[1])
            .unwrap_or_default()
            .map(f64::round);
        // Corners and middles of the sides; what bulges out between them has room to.
        let mut farthest_m = 0.0_f64;
        for x in [low[0], middle[0], high[0]] {
            for y in [low[1], middle[1], high[1]] {
                if let Some(world) = place(x, y) {
                    let away = [world[0] - origin[0], world[1] - origin[1]];
                    farthest_m = farthest_m.max(away[0].abs()).max(away[1].abs());
                }
            }
        }
        let doublings = (farthest_m / (FARTHEST_UNITS * FINEST_UNIT_M))
            .log2()
            .ceil();
        Self {
            projection,
            origin,
            unit_m: FINEST_UNIT_M * 2.0_f64.powf(doublings.max(0.0)),
        }
    }

    /// Coordinates relative to the origin; what has no place on the plane is left out.
    pub fn relative(&self, coords: &[[f64; 2]]) -> Vec<[f64; 2]> {
        coords
            .iter()
            .filter(|point| point[0].is_finite() && point[1].is_finite())
            .map(|point| self.projection.world_from_lonlat(*point))
            .filter(|world| world[0].is_finite() && world[1].is_finite())
            .map(|[x, y]| [x - self.origin[0], y - self.origin[1]])
            .collect()
    }
}

/// A place relative to the origin in whole units; what is too far goes to the edge.
pub(super) fn whole_units(point: [f64; 2], unit_m: f64) -> [i32; 2] {
    // The conversion saturates, at a place from which a camera's is still told apart.
    let edge = 2.0 * FARTHEST_UNITS - 1.0;
    point.map(|metres| (metres / unit_m).round().clamp(-edge, edge) as i32)
}

/// The box of places; nothing where there is none.
pub(super) fn box_of<'a>(places: impl IntoIterator<Item = &'a [f64; 2]>) -> Option<[[f64; 2]; 2]> {
    let mut bounds = Bounds::EMPTY;
    for place in places {
        if place[0].is_finite() && place[1].is_finite() {
            bounds.extend(*place);
        }
    }
    bounds.corners()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_of_the_country_is_true_to_two_millimetres() {
        let iran = Some([[44.0, 25.0], [63.4, 39.8]]);
        let plane = Plane::around(Projection::default(), iran);
        assert_eq!(plane.unit_m, FINEST_UNIT_M);
        for point in plane.relative(&[[44.0, 25.0], [63.4, 39.8], [51.123_456_7, 33.7]]) {
            let units = whole_units(point, plane.unit_m);
            for axis in 0..2 {
                let metres = f64::from(units[axis]) * plane.unit_m;
                assert!((metres - point[axis]).abs() <= 0.002);
            }
        }
    }

    #[test]
    fn the_earth_fits_with_a_coarser_unit() {
        let plane = Plane::around(
            Projection::default(),
            Some([[-180.0, -85.0], [180.0, 85.0]]),
        );
        for point in plane.relative(&[[-180.0, -85.0], [180.0, 85.0]]) {
            for units in whole_units(point, plane.unit_m) {
                assert!(f64::from(units.abs()) <= FARTHEST_UNITS);
            }
        }
        assert!(plane.unit_m < 0.1);
    }
}
