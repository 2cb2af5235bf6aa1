//! What a line that was drawn to measure is: how long, in which direction, and how much
//! land it closes in.

use crate::measure::{line_length_m, ring_area_m2};
use crate::model::Position;

/// The measures of a drawn line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measured {
    /// Its length along the ellipsoid, in metres.
    pub length_m: f64,
    /// The length of its last edge, in metres.
    pub last_m: f64,
    /// The direction of its last edge at its beginning, in degrees from the north, by the
    /// east; nothing where it has none.
    pub bearing_deg: Option<f64>,
    /// What it closes in, from its last place straight to its first, in square metres;
    /// nothing below three places.
    pub area_m2: Option<f64>,
}

impl Measured {
    /// Measures a line.
    ///
    /// ```
    /// use marz::model::Position;
    /// use marz::tools::Measured;
    /// let line = [(48.0, 33.0), (48.0, 34.0)].map(|(x, y)| Position { x, y });
    /// let measured = Measured::of(&line);
    /// assert!((measured.length_m - 110_909.0).abs() < 10.0);
    /// assert_eq!(measured.bearing_deg, Some(0.0));
    /// assert_eq!(measured.area_m2, None);
    /// ```
    pub fn of(line: &[Position]) -> Self {
        use geo::{Bearing as _, Geodesic};
        let last = line.last_chunk::<2>();
        let bearing = last.filter(|[from, to]| from != to).map(|&[from, to]| {
            let degrees = Geodesic.bearing(geo::Point(from), geo::Point(to));
            degrees.rem_euclid(360.0)
        });
        Self {
            length_m: line_length_m(line),
            last_m: last.map_or(0.0, |edge| line_length_m(edge)),
            bearing_deg: bearing,
            area_m2: (line.len() > 2).then(|| ring_area_m2(line).abs()),
        }
    }
}
