//! What the window remembers of editing: whether it is on, with which tool, and what was
//! said so far of the edit that is being made.

use crate::model::UnitKey;

/// What the pointer does on the map.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tool {
    /// Selects units.
    #[default]
    Select,
    /// Moves vertices.
    MoveVertex,
    /// Draws another course for a border.
    Redraw,
    /// Cuts a unit by a line.
    Cut,
    /// Gives land in a ring to another unit.
    Give,
    /// Makes one unit of two.
    Merge,
    /// Measures lengths, directions and areas.
    Measure,
}

impl Tool {
    /// Whether it changes data.
    pub fn edits(self) -> bool {
        !matches!(self, Self::Select | Self::Measure)
    }

    /// Whether it gives land of one unit to another.
    pub fn has_receiver(self) -> bool {
        matches!(self, Self::Cut | Self::Give | Self::Merge)
    }
}

/// Who gets land that is cut off, as far as that was said.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReceiverDraft {
    /// A unit that is there; nothing for one that comes.
    pub unit: Option<UnitKey>,
    /// The name of the one that comes.
    pub name: String,
    /// A place that is being typed.
    pub place: String,
    /// Of which unit and which state of the data these are the neighbours.
    pub neighbours: Option<(UnitKey, u64, Vec<UnitKey>)>,
}

/// Editing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Editing {
    /// Whether data can be changed; off at the start.
    pub is_on: bool,
    /// The tool of the map.
    pub tool: Tool,
}
