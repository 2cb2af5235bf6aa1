//! The measures of a border's line, made when first asked for and kept with it: the
//! ordered sums of those of its stretches. Taking a line back to what it was gives
//! them back to the last bit. Beside them, how far a place is from it.

use std::sync::Arc;

use super::{LocalPlane, area_term_m2, line_length_m, metres_per_degree};
use crate::model::{Border, Extent, Line, Position};

impl Line {
    /// The line's term of the ellipsoidal area of what lies on its left, in square
    /// metres: see [`area_term_m2`].
    pub fn area_term_m2(&self) -> f64 {
        *self.measured().area_term_m2.get_or_init(|| {
            self.chunks()
                .map(|(_, chunk, vertices)| {
                    let measured = &chunk.measured().area_term_m2;
                    *measured.get_or_init(|| area_term_m2(vertices))
                })
                .sum()
        })
    }

    /// The sum of the geodesics of its edges in metres.
    pub fn length_m(&self) -> f64 {
        *self.measured().length_m.get_or_init(|| {
            self.chunks()
                .map(|(_, chunk, vertices)| {
                    let measured = &chunk.measured().length_m;
                    *measured.get_or_init(|| line_length_m(vertices))
                })
                .sum()
        })
    }

    /// How far a place is from the line in metres, where that is `within_m` at most: what
    /// is surely farther is not looked at.
    ///
    /// ```
    /// use marz::model::{Line, Position};
    /// let line = Line::from(vec![Position { x: 48.0, y: 33.0 }, Position { x: 48.2, y: 33.0 }]);
    /// let at = Position { x: 48.1, y: 33.001 };
    /// let away_m = line.distance_m(at, 200.0).unwrap();
    /// assert!((away_m - 110.9).abs() < 0.5, "{away_m}");
    /// assert_eq!(line.distance_m(at, 100.0), None);
    /// ```
    pub fn distance_m(&self, at: Position, within_m: f64) -> Option<f64> {
        let plane = LocalPlane::at(at);
        let (degree_east_m, degree_north_m) = metres_per_degree(at.y);
        // A little more than the reach, so that none is lost to rounding.
        let reach_deg = within_m * 1.01 / degree_east_m.min(degree_north_m);
        let near = Extent::at(at).grown(reach_deg);
        let chunks = self.chunks();
        let near = chunks.filter(|(_, chunk, _)| chunk.extent().meets(&near));
        let edges = near.flat_map(|(_, _, vertices)| vertices.windows(2));
        let away_m = edges.map(|edge| plane.distance_to_edge_m(at, edge[0], edge[1]));
        let nearest_m = away_m.fold(f64::INFINITY, f64::min);
        (nearest_m <= within_m && nearest_m.is_finite()).then_some(nearest_m)
    }

    /// The line of `positions` with the measures that it is known to have, as where
    /// they were kept in a file with it.
    pub fn with_measures(positions: Arc<[Position]>, area_term_m2: f64, length_m: f64) -> Self {
        let line = Self::from(positions);
        let measured = line.measured();
        measured.area_term_m2.get_or_init(|| area_term_m2);
        measured.length_m.get_or_init(|| length_m);
        line
    }
}

impl Border {
    /// The border's term of the ellipsoidal area of the unit on its left, in square
    /// metres: see [`area_term_m2`].
    pub fn area_term_m2(&self) -> f64 {
        self.line.area_term_m2()
    }

    /// The sum of the geodesics of its edges in metres.
    pub fn length_m(&self) -> f64 {
        self.line.length_m()
    }
}
