//! The area on the ellipsoid of exactly the figure that is stored: edges are straight
//! in longitude and latitude, and the area under each is integrated, not taken from a
//! figure with other edges.

use crate::model::Position;

/// WGS 84's semi-major axis in metres.
pub(crate) const SEMI_MAJOR_M: f64 = 6_378_137.0;
/// WGS 84's first eccentricity squared.
pub(crate) const ECCENTRICITY_SQUARED: f64 = 6.694_379_990_141_316e-3;

/// Sums start at this parallel rather than at the equator: a constant falls out of
/// every closed ring, and the smaller terms keep their last digits.
const BASE_LATITUDE_DEG: f64 = 32.0;

/// Abscissae and weights of the five-point Gauss–Legendre rule on [0, 1].
const GAUSS: [(f64, f64); 5] = [
    (0.046_910_077_030_668_02, 0.118_463_442_528_094_54),
    (0.230_765_344_947_158_45, 0.239_314_335_249_683_24),
    (0.5, 0.284_444_444_444_444_45),
    (0.769_234_655_052_841_6, 0.239_314_335_249_683_24),
    (0.953_089_922_969_332, 0.118_463_442_528_094_54),
];

/// How much latitude one application of the rule may span, in degrees: the error of
/// a longer edge would reach a square millimetre.
const SPAN_DEG: f64 = 1.0;

/// The area between the equator and a latitude, per radian of longitude, in square
/// metres: the integral behind the authalic latitude (Snyder, Map Projections: A
/// Working Manual, 1987, formula 3-12).
fn zone_m2(latitude_rad: f64) -> f64 {
    let eccentricity = ECCENTRICITY_SQUARED.sqrt();
    let sine = latitude_rad.sin();
    let term = eccentricity * sine;
    let q = sine / (1.0 - term * term) + term.atanh() / eccentricity;
    SEMI_MAJOR_M * SEMI_MAJOR_M * (1.0 - ECCENTRICITY_SQUARED) / 2.0 * q
}

/// The term that a line adds to the area of what lies on its left, in square metres.
/// It has meaning only when summed around a ring, where it is the ring's area:
/// positive when the ring runs counter-clockwise.
///
/// ```
/// use marz::{measure::area_term_m2, model::Position};
/// let position = |x, y| Position { x, y };
/// let whole = [position(48.0, 33.0), position(49.0, 34.0)];
/// let halved = [position(48.0, 33.0), position(48.5, 33.5), position(49.0, 34.0)];
/// assert!((area_term_m2(&whole) - area_term_m2(&halved)).abs() < 1e-3);
/// ```
pub fn area_term_m2(line: &[Position]) -> f64 {
    let base_m2 = zone_m2(BASE_LATITUDE_DEG.to_radians());
    line.windows(2)
        .map(|edge| match *edge {
            [from, to] => edge_term_m2(from, to, base_m2),
            _ => 0.0,
        })
        .sum()
}

fn edge_term_m2(from: Position, to: Position, base_m2: f64) -> f64 {
    let longitude_rad = (to.x - from.x).to_radians();
    if longitude_rad == 0.0 {
        return 0.0;
    }
    let rise_deg = to.y - from.y;
    // No edge on the earth rises by more than 180°; one that claims to has no area.
    let pieces = (rise_deg.abs() / SPAN_DEG).ceil().clamp(1.0, 180.0);
    let mut mean_m2 = 0.0;
    let mut piece = 0.0;
    while piece < pieces {
        for (abscissa, weight) in GAUSS {
            let along = (piece + abscissa) / pieces;
            let latitude_deg = from.y + rise_deg * along;
            mean_m2 += weight * (zone_m2(latitude_deg.to_radians()) - base_m2);
        }
        piece += 1.0;
    }
    // A ring that runs counter-clockwise goes west along its northern side.
    -mean_m2 / pieces * longitude_rad
}

/// The area of a ring in square metres: positive when it runs counter-clockwise. The
/// last vertex may repeat the first or not.
///
/// ```
/// use marz::{measure::ring_area_m2, model::Position};
/// let square = [(48.0, 33.0), (49.0, 33.0), (49.0, 34.0), (48.0, 34.0)]
///     .map(|(x, y)| Position { x, y });
/// // A degree square at 33.5° N is 93.1 by 110.9 kilometres.
/// assert!((ring_area_m2(&square) / 1e6 - 10_305.0).abs() < 10.0);
/// ```
pub fn ring_area_m2(ring: &[Position]) -> f64 {
    match (ring.first(), ring.last()) {
        (Some(&first), Some(&last)) => area_term_m2(ring) + area_term_m2(&[last, first]),
        _ => 0.0,
    }
}

/// Whether a ring runs counter-clockwise: whether its area is not negative, found
/// without measuring it as long as the ring is not so twisted that only that decides.
///
/// ```
/// use marz::{measure::runs_counter_clockwise, model::Position};
/// let mut square = [(48.0, 33.0), (49.0, 33.0), (49.0, 34.0), (48.0, 34.0)]
///     .map(|(x, y)| Position { x, y });
/// assert!(runs_counter_clockwise(&square));
/// square.reverse();
/// assert!(!runs_counter_clockwise(&square));
/// ```
pub fn runs_counter_clockwise(ring: &[Position]) -> bool {
    let Some(&first) = ring.first() else {
        return true;
    };
    // Twice the areas, in square degrees, of triangles from the first vertex to every
    // edge: their sum, and the most that the ring can go around in either direction.
    let (mut sum, mut all) = (0.0, 0.0);
    let (mut south, mut north) = (first.y, first.y);
    let mut from = Position { x: 0.0, y: 0.0 };
    for &position in ring {
        let to = position - first;
        let twice = from.x * to.y - from.y * to.x;
        sum += twice;
        all += twice.abs();
        (south, north) = (south.min(position.y), north.max(position.y));
        from = to;
    }
    // A square degree is largest at the equator. What the ring goes around in the lesser
    // direction must not outweigh the rest even if it lies where they are largest.
    let farthest = south.abs().max(north.abs()).to_radians().cos();
    let nearest = if south <= 0.0 && north >= 0.0 {
        1.0
    } else {
        south.abs().min(north.abs()).to_radians().cos()
    };
    let flattening = (1.0 - ECCENTRICITY_SQUARED).powi(2);
    let excess = nearest / (farthest * flattening) - 1.0;
    let lesser = (all - sum.abs()) / 2.0;
    if farthest > 0.0 && sum.abs() > lesser * excess + all * 1e-9 {
        sum > 0.0
    } else {
        ring_area_m2(ring) >= 0.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// A vertex put on an edge, to the nearest 1e-9°, moves the edge by no more
        /// than a tenth of a millimetre, and the area by that times its length.
        #[test]
        fn a_vertex_on_an_edge_changes_no_area(
            corners in prop::collection::vec((-1.0_f64..1.0, -1.0_f64..1.0), 3..8),
            at in 0_usize..8,
            share in 0.0_f64..1.0,
        ) {
            let ring: Vec<Position> = corners
                .iter()
                .map(|&(x, y)| Position { x: 48.0 + x, y: 33.0 + y })
                .collect();
            let at = at % ring.len();
            let (from, to) = (ring[at], ring[(at + 1) % ring.len()]);
            let round = |degrees: f64| (degrees * 1e9).round() / 1e9;
            let mut more = ring.clone();
            more.insert(at + 1, Position {
                x: round(from.x + (to.x - from.x) * share),
                y: round(from.y + (to.y - from.y) * share),
            });
            let length_m = crate::measure::distance_m(from, to);
            let change_m2 = (ring_area_m2(&ring) - ring_area_m2(&more)).abs();
            prop_assert!(change_m2 <= 1e-4 * length_m + 0.01, "{change_m2}");
        }

        #[test]
        fn the_direction_of_a_ring_is_the_sign_of_its_area(
            corners in prop::collection::vec((-1.0_f64..1.0, -1.0_f64..1.0), 0..12),
            latitude in -80.0_f64..80.0,
            size in prop::sample::select(vec![1e-6, 0.01, 1.0, 8.0]),
            twice in any::<bool>(),
        ) {
            let corner = |&(x, y): &(f64, f64)| Position {
                x: 48.0 + x * size,
                y: latitude + y * size,
            };
            let mut ring: Vec<Position> = corners.iter().map(corner).collect();
            if twice {
                // There and back again: what it goes around cancels but for rounding.
                ring.extend(corners.iter().rev().map(|&(x, y)| corner(&(x + 1e-3, y))));
            }
            let area_m2 = ring_area_m2(&ring);
            // Below the rounding of a sum of this size there is no sign to find.
            let noise_m2 = 1e-3 * size;
            if area_m2.abs() > noise_m2 || ring.len() < 3 {
                prop_assert_eq!(runs_counter_clockwise(&ring), area_m2 >= 0.0, "{}", area_m2);
            }
        }

        #[test]
        fn a_ring_the_other_way_round_has_the_opposite_area(
            corners in prop::collection::vec((-1.0_f64..1.0, -1.0_f64..1.0), 3..8),
        ) {
            let ring: Vec<Position> = corners
                .iter()
                .map(|&(x, y)| Position { x: 48.0 + x, y: 33.0 + y })
                .collect();
            let back: Vec<Position> = ring.iter().rev().copied().collect();
            prop_assert!((ring_area_m2(&ring) + ring_area_m2(&back)).abs() < 0.01);
        }
    }
}
