//! Places on the earth: a position in degrees and an extent of positions.

use serde::{Deserialize, Serialize};

/// A position in degrees on WGS 84: `x` is the longitude, `y` the latitude.
pub type Position = geo::Coord<f64>;

/// Whether a position can stand on the earth: finite, longitude within ±180° and
/// latitude within ±90°.
pub fn is_usable(position: Position) -> bool {
    // NaN and infinities fail both comparisons.
    position.x.abs() <= 180.0 && position.y.abs() <= 90.0
}

/// Whether two positions are one vertex: both coordinates are equal (−0 equals 0).
pub fn same_place(a: Position, b: Position) -> bool {
    a.x == b.x && a.y == b.y
}

/// A box of longitudes and latitudes in degrees, its sides included.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Extent {
    /// The south-western corner.
    pub min: Position,
    /// The north-eastern corner.
    pub max: Position,
}

impl Extent {
    /// The box of one position.
    pub fn at(position: Position) -> Self {
        Self {
            min: position,
            max: position,
        }
    }

    /// The smallest box that holds all `positions`; nothing where there are none.
    pub fn around(positions: impl IntoIterator<Item = Position>) -> Option<Self> {
        let mut positions = positions.into_iter();
        let mut extent = Self::at(positions.next()?);
        for position in positions {
            extent.include(position);
        }
        Some(extent)
    }

    /// Grows the box to hold `position`.
    pub fn include(&mut self, position: Position) {
        self.min.x = self.min.x.min(position.x);
        self.min.y = self.min.y.min(position.y);
        self.max.x = self.max.x.max(position.x);
        self.max.y = self.max.y.max(position.y);
    }

    /// The smallest box that holds both.
    #[must_use]
    pub fn union(mut self, other: Self) -> Self {
        self.include(other.min);
        self.include(other.max);
        self
    }

    /// The box grown by `margin_deg` degrees on every side.
    #[must_use]
    pub fn grown(self, margin_deg: f64) -> Self {
        let margin = Position {
            x: margin_deg,
            y: margin_deg,
        };
        Self {
            min: self.min - margin,
            max: self.max + margin,
        }
    }

    /// Whether the boxes share a point.
    pub fn meets(&self, other: &Self) -> bool {
        self.min.x <= other.max.x
            && other.min.x <= self.max.x
            && self.min.y <= other.max.y
            && other.min.y <= self.max.y
    }

    /// Whether the position lies in the box or on its side.
    pub fn holds(&self, position: Position) -> bool {
        self.meets(&Self::at(position))
    }

    /// Whether the other box lies wholly in this one.
    pub fn holds_extent(&self, other: &Self) -> bool {
        self.holds(other.min) && self.holds(other.max)
    }

    /// The middle of the box.
    pub fn centre(&self) -> Position {
        (self.min + self.max) / 2.0
    }
}
