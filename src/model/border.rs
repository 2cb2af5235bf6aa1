//! The border: a line between two junctions, stored once, which serves every level.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::table::key;
use super::{DecreeKey, Extent, Life, Line, PartialDate, Position, UnitKey};

key! {
    /// The key of a [`Border`].
    BorderKey
}

/// Whether a border is settled.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BorderStatus {
    /// Nobody has said yet.
    #[default]
    Unverified,
    /// Its parties agree on it; it is locked.
    Agreed,
    /// Its parties do not agree on it.
    Disputed,
}

/// What is known of a border beside its course.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct BorderAttributes {
    /// Whether it is settled.
    pub status: BorderStatus,
    /// The decree that it rests on.
    pub decree: Option<DecreeKey>,
    /// What the line was taken from («نقشهٔ ۱:۵۰٬۰۰۰», a survey).
    pub source: String,
    /// How far, in metres, the line may be off.
    pub accuracy_m: Option<f64>,
    /// When it was surveyed or drawn.
    pub drawn: Option<PartialDate>,
}

/// A border: a maximal chain of edges with the same units on its left and the same
/// on its right. A junction is where they change or where other than two edges meet;
/// a free ring's is its smallest vertex. An edge is a straight segment in longitude
/// and latitude (RFC 7946, 3.1.1).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Border {
    /// Its name for life.
    pub id: Uuid,
    /// Two or more vertices; the first equals the last in a free ring.
    pub line: Line,
    /// The units on the left of its direction, in the order of their keys: one, none
    /// (the outside), or several where the data overlaps.
    pub left: Box<[UnitKey]>,
    /// The units on the right, likewise.
    pub right: Box<[UnitKey]>,
    /// What is known of it.
    pub attributes: BorderAttributes,
    /// The retired borders that it was split or joined from.
    pub came_from: Vec<Uuid>,
    /// When it holds.
    pub life: Life,
}

impl Border {
    /// The vertices at its two ends; one and the same in a free ring.
    pub fn ends(&self) -> (Position, Position) {
        let first = self.line.first().copied().unwrap_or_default();
        (first, self.line.last().copied().unwrap_or(first))
    }

    /// The box of its line.
    pub fn extent(&self) -> Extent {
        self.line.extent()
    }

    /// Whether it is a free ring.
    pub fn is_ring(&self) -> bool {
        let (first, last) = self.ends();
        super::same_place(first, last)
    }

    /// The units on both sides, in the order of their keys, each once.
    pub fn units(&self) -> Vec<UnitKey> {
        let mut units: Vec<_> = self.left.iter().chain(&self.right).copied().collect();
        units.sort_unstable();
        units.dedup();
        units
    }
}
