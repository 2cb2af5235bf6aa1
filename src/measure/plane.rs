//! A plane of metres around a position, for what is small: the width of a sliver,
//! the distance of a vertex from an edge.

use super::metres_per_degree;
use crate::model::Position;

/// A plane whose origin is a position, with east as `x` and north as `y`, in metres.
/// Within ten kilometres of its origin lengths in it are true to about 0.1 %.
///
/// ```
/// use marz::{measure::LocalPlane, model::Position};
/// let plane = LocalPlane::at(Position { x: 48.5, y: 33.5 });
/// let place = Position { x: 48.51, y: 33.49 };
/// let back = plane.position_from_metres(plane.metres_from_position(place));
/// assert!((back.x - place.x).abs() < 1e-12 && (back.y - place.y).abs() < 1e-12);
/// ```
#[derive(Debug, Clone, Copy)]
pub struct LocalPlane {
    origin: Position,
    east_m: f64,
    north_m: f64,
}

impl LocalPlane {
    /// The plane around `origin`.
    pub fn at(origin: Position) -> Self {
        let (east_m, north_m) = metres_per_degree(origin.y);
        Self {
            origin,
            // At a pole a degree of longitude is nothing; a small length keeps the
            // plane invertible.
            east_m: east_m.max(1e-6),
            north_m,
        }
    }

    /// Metres east and north of the origin.
    pub fn metres_from_position(&self, position: Position) -> geo::Coord<f64> {
        geo::Coord {
            x: (position.x - self.origin.x) * self.east_m,
            y: (position.y - self.origin.y) * self.north_m,
        }
    }

    /// The position at metres east and north of the origin.
    pub fn position_from_metres(&self, metres: geo::Coord<f64>) -> Position {
        Position {
            x: self.origin.x + metres.x / self.east_m,
            y: self.origin.y + metres.y / self.north_m,
        }
    }

    /// The distance in metres from `point` to the edge from `from` to `to`.
    pub fn distance_to_edge_m(&self, point: Position, from: Position, to: Position) -> f64 {
        let away = self.metres_from_position(point) - self.nearest_on_edge(point, from, to);
        away.x.hypot(away.y)
    }

    /// The place on the edge from `from` to `to` that is nearest to `point`, in metres east
    /// and north of the origin.
    pub fn nearest_on_edge(
        &self,
        point: Position,
        from: Position,
        to: Position,
    ) -> geo::Coord<f64> {
        let from = self.metres_from_position(from);
        let along = self.metres_from_position(to) - from;
        let length_squared = along.x * along.x + along.y * along.y;
        let offset = self.metres_from_position(point) - from;
        let share = if length_squared > 0.0 {
            ((offset.x * along.x + offset.y * along.y) / length_squared).clamp(0.0, 1.0)
        } else {
            0.0
        };
        from + along * share
    }
}
