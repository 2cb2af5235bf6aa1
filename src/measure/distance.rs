//! Distances along geodesics of the ellipsoid, in metres.

use geo::{Distance, Geodesic, Point};

use super::area::{ECCENTRICITY_SQUARED, SEMI_MAJOR_M};
use crate::model::Position;

/// The geodesic distance between two positions in metres (Karney, 2013).
pub fn distance_m(from: Position, to: Position) -> f64 {
    Geodesic.distance(Point::from(from), Point::from(to))
}

/// The length of a line in metres: the sum of the geodesics between its vertices.
pub fn line_length_m(line: &[Position]) -> f64 {
    line.windows(2)
        .map(|edge| match *edge {
            [from, to] => distance_m(from, to),
            _ => 0.0,
        })
        .sum()
}

/// How long a degree is at a latitude, in metres: along the parallel and along the
/// meridian.
///
/// ```
/// let (east_m, north_m) = marz::measure::metres_per_degree(33.5);
/// assert!((east_m - 92_900.0).abs() < 200.0);
/// assert!((north_m - 110_910.0).abs() < 50.0);
/// ```
pub fn metres_per_degree(latitude_deg: f64) -> (f64, f64) {
    let (sine, cosine) = latitude_deg.to_radians().sin_cos();
    let root = (1.0 - ECCENTRICITY_SQUARED * sine * sine).sqrt();
    let prime_vertical_m = SEMI_MAJOR_M / root;
    let meridian_m = SEMI_MAJOR_M * (1.0 - ECCENTRICITY_SQUARED) / (root * root * root);
    (
        (prime_vertical_m * cosine).to_radians(),
        meridian_m.to_radians(),
    )
}
