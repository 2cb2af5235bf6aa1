//! When an entity holds in the world and when the register held it: two periods,
//! kept by every entity from the first file format on.

use serde::{Deserialize, Serialize};

use super::PartialDate;

/// A period with either end open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// The first day; nothing where it is not known.
    pub from: Option<PartialDate>,
    /// The first day on which it no longer holds; nothing while it holds.
    pub until: Option<PartialDate>,
}

/// The two periods of an entity.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Life {
    /// When it holds in law.
    pub effective: Period,
    /// When the register has it.
    pub recorded: Period,
}

impl Life {
    /// Whether an end is recorded: the entity is then a record of what was, and no
    /// part of today's divisions.
    pub fn has_ended(&self) -> bool {
        self.effective.until.is_some()
    }
}
