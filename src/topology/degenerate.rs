//! Rings without land: fewer than three vertices, all vertices on one line as nearly as
//! files can tell, or a way there and the same way back.

use rustc_hash::FxHashSet;

use super::weave::position_bits;
use crate::measure::LocalPlane;
use crate::model::{Position, same_place};

/// How far, in metres, the vertices of a ring may lie off one line and still make no
/// land. Rounding to six decimals, the coarsest that layers of divisions come with,
/// moves a vertex by up to 0.08 m and so takes one up to 0.16 m off the line through
/// two others.
pub const DEGENERATE_WIDTH_M: f64 = 0.2;

/// Whether a ring spans no land: it has fewer than three different vertices, none lies
/// farther than [`DEGENERATE_WIDTH_M`] from the line through the two that are farthest
/// apart, or it runs along each of its edges as often back as forth. Whether the first
/// vertex is repeated at the end makes no difference.
///
/// ```
/// use marz::model::Position;
/// use marz::topology::is_degenerate;
/// let ring = |pairs: &[(f64, f64)]| -> Vec<Position> {
///     pairs.iter().map(|&(x, y)| Position { x, y }).collect()
/// };
/// assert!(is_degenerate(&ring(&[(48.0, 33.0), (48.1, 33.05), (48.2, 33.1)])));
/// assert!(!is_degenerate(&ring(&[(48.0, 33.0), (48.1, 33.0501), (48.2, 33.1)])));
/// ```
pub fn is_degenerate(ring: &[Position]) -> bool {
    let Some(&first) = ring.first() else {
        return true;
    };
    let plane = LocalPlane::at(first);
    let metres = |position| plane.metres_from_position(position);
    let (area_m2, reach_m) = area_and_reach(ring.iter().copied().map(metres));
    if area_m2 > 4.0 * DEGENERATE_WIDTH_M * reach_m {
        // A strip of that width has no more room, and a way there and back has none.
        return false;
    }
    let farthest_from = |from: Position| {
        let from = metres(from);
        let distance = |&position: &Position| {
            let away = metres(position) - from;
            away.x * away.x + away.y * away.y
        };
        let far = ring
            .iter()
            .copied()
            .max_by(|a, b| distance(a).total_cmp(&distance(b)));
        far.unwrap_or(first)
    };
    let one_end = farthest_from(first);
    let other_end = farthest_from(one_end);
    if same_place(one_end, other_end) {
        return true;
    }
    let (from, to) = (metres(one_end), metres(other_end));
    let along = to - from;
    let length_m = along.x.hypot(along.y);
    let on_line = |&position: &Position| {
        let away = metres(position) - from;
        (along.x * away.y - along.y * away.x).abs() <= DEGENERATE_WIDTH_M * length_m
    };
    ring.iter().all(on_line) || runs_back(ring)
}

/// The area of a ring by the shoelace formula, and a length in metres than which no two of
/// its vertices are farther apart. The ring begins at the origin.
fn area_and_reach(ring: impl Iterator<Item = geo::Coord<f64>>) -> (f64, f64) {
    let (mut double, mut farthest_squared) = (0.0, 0.0_f64);
    let mut last = geo::Coord::default();
    // As it begins at the origin, the edge back to it adds nothing.
    for vertex in ring {
        double += last.x * vertex.y - vertex.x * last.y;
        farthest_squared = farthest_squared.max(vertex.x * vertex.x + vertex.y * vertex.y);
        last = vertex;
    }
    (f64::abs(double) / 2.0, 2.0 * farthest_squared.sqrt())
}

fn runs_back(ring: &[Position]) -> bool {
    let mut open: FxHashSet<[(u64, u64); 2]> = FxHashSet::default();
    let next = ring.iter().cycle().skip(1);
    for (&from, &to) in ring.iter().zip(next) {
        let (from, to) = (position_bits(from), position_bits(to));
        if from != to && !open.remove(&[to, from]) {
            open.insert([from, to]);
        }
    }
    open.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(pairs: &[(f64, f64)]) -> Vec<Position> {
        pairs.iter().map(|&(x, y)| Position { x, y }).collect()
    }

    #[test]
    fn lines_points_and_ways_there_and_back_span_nothing() {
        assert!(is_degenerate(&[]));
        assert!(is_degenerate(&ring(&[(48.0, 33.0)])));
        assert!(is_degenerate(&ring(&[
            (48.0, 33.0),
            (48.1, 33.2),
            (48.0, 33.0)
        ])));
        // Rounded to six decimals.
        assert!(is_degenerate(&ring(&[
            (48.123_457, 33.0),
            (48.130_001, 33.004_363),
            (48.140_001, 33.011_03),
            (48.123_457, 33.0),
        ])));
        let corner = [(48.0, 33.0), (48.1, 33.0), (48.1, 33.1), (48.1, 33.0)];
        assert!(is_degenerate(&ring(&corner)));
    }

    #[test]
    fn a_strip_of_half_a_metre_and_a_bow_tie_span_something() {
        assert!(!is_degenerate(&ring(&[
            (48.0, 33.0),
            (48.1, 33.0),
            (48.1, 33.000_004_5),
            (48.0, 33.000_004_5),
        ])));
        let bow = [(48.0, 33.0), (48.1, 33.1), (48.1, 33.0), (48.0, 33.1)];
        assert!(!is_degenerate(&ring(&bow)));
    }
}
