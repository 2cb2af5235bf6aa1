//! The measures of a border's line, made when first asked for and kept with it: the
//! ordered sums of those of its stretches. Taking a line back to what it was gives
//! them back to the last bit.

use std::sync::Arc;

use super::{area_term_m2, line_length_m};
use crate::model::{Border, Line, Position};

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
