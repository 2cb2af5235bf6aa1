//! Boundary markers (علامت مرزی): monuments that stand on a border, or are to be built there.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::table::key;
use super::{Life, PartialDate, Position};

key! {
    /// The key of a [`Marker`].
    MarkerKey
}

/// A boundary marker.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Marker {
    /// Its name for life.
    pub id: Uuid,
    /// Its number or name as written on it.
    pub name: String,
    /// Where it stands, in degrees.
    pub at: Position,
    /// What it is and how it is found: «ستون سیمانی کنار پل».
    pub description: String,
    /// When it was built or surveyed.
    pub built: Option<PartialDate>,
    /// When it holds.
    pub life: Life,
}
