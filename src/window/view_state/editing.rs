//! What the window remembers of editing: whether it is on, with which tool, and what was
//! said so far of the edit that is being made.

use std::collections::BTreeSet;

use crate::model::{BorderKey, MarkerKey, Position, SettlementKind, SheetKey, UnitKey};
use crate::tools::Pin;

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
    /// Smooths, simplifies and aligns borders.
    Shape,
    /// Says what is known of borders, locks and unlocks them.
    Border,
    /// Places and moves settlements.
    Settlement,
    /// Sets boundary markers up, moves and describes them.
    Marker,
    /// Lays scanned map sheets on the earth.
    Sheet,
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

    /// Whether it chooses borders.
    pub fn chooses_borders(self) -> bool {
        matches!(self, Self::Shape | Self::Border)
    }

    /// Whether it changes the course of borders: what its edits are meant as is asked.
    pub fn moves_borders(self) -> bool {
        let leaves_them = matches!(
            self,
            Self::Settlement | Self::Border | Self::Marker | Self::Sheet
        );
        self.edits() && !leaves_them
    }
}

/// Who gets land that is cut off, as far as that was said.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReceiverDraft {
    /// A unit that is there; nothing for one that comes.
    pub unit: Option<UnitKey>,
    /// The name of the one that comes.
    pub name: String,
    /// Of which unit and which state of the data these are the neighbours.
    pub neighbours: Option<(UnitKey, u64, Vec<UnitKey>)>,
}

/// The borders that are chosen, and what is being typed of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BorderDraft {
    /// The one that was pressed.
    pub border: Option<BorderKey>,
    /// Whether the whole line between its two sides is meant, not the stretch alone.
    pub is_whole: bool,
    /// All that are meant, for which border, state of the data and choice.
    pub chosen: Option<(BorderKey, u64, bool, Vec<BorderKey>)>,
    /// Why a locked one is unlocked.
    pub reason: String,
    /// The decree's number.
    pub decree: Option<String>,
    /// The source.
    pub source: Option<String>,
    /// The day or year on which it was drawn.
    pub drawn: Option<String>,
}

impl BorderDraft {
    /// The borders that are meant.
    pub fn borders(&self) -> &[BorderKey] {
        match &self.chosen {
            Some((_, _, _, borders)) => borders,
            None => &[],
        }
    }

    /// Chooses another border, or none; what was typed of the one before is let go.
    pub fn choose(&mut self, border: Option<BorderKey>) {
        *self = Self {
            border,
            is_whole: self.is_whole,
            ..Self::default()
        };
    }
}

/// By which rule borders are given another course.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ShapeWay {
    /// Corners are cut.
    #[default]
    Smooth,
    /// Vertices go.
    Simplify,
    /// They run along the line beside them.
    Align,
}

impl ShapeWay {
    /// All of them, in the order of the choice.
    pub const ALL: [Self; 3] = [Self::Smooth, Self::Simplify, Self::Align];
}

/// How borders are given another course.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ShapeDraft {
    /// The rule.
    pub way: ShapeWay,
    /// How often corners are cut.
    pub rounds: Option<f64>,
    /// The distance, in metres.
    pub distance_m: Option<f64>,
}

impl Default for ShapeDraft {
    fn default() -> Self {
        Self {
            way: ShapeWay::default(),
            rounds: Some(2.0),
            distance_m: Some(50.0),
        }
    }
}

/// A settlement that is being placed.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceDraft {
    /// Where; nothing before the map was pressed.
    pub at: Option<Position>,
    /// What it is.
    pub kind: SettlementKind,
    /// Its name.
    pub name: String,
    /// Its code.
    pub code: String,
}

impl Default for PlaceDraft {
    fn default() -> Self {
        Self {
            at: None,
            kind: SettlementKind::Village,
            name: String::new(),
            code: String::new(),
        }
    }
}

/// A boundary marker that is set up or changed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MarkerDraft {
    /// The one that was pressed; nothing for one that comes.
    pub chosen: Option<MarkerKey>,
    /// Where one that comes will stand; nothing before the map was pressed.
    pub at: Option<Position>,
    /// The name, as it is typed.
    pub name: Option<String>,
    /// What it is, as it is typed.
    pub description: Option<String>,
    /// When it was built, as it is typed.
    pub built: Option<String>,
}

/// The map sheets, and the one that is being laid.
#[derive(Clone, Debug, PartialEq)]
pub struct SheetDraft {
    /// The one that is being laid.
    pub chosen: Option<SheetKey>,
    /// The newest that was there: one that comes after it is chosen.
    pub newest: Option<SheetKey>,
    /// A control point in the making.
    pub pin: Pin,
    /// Its name, as it is typed.
    pub name: Option<String>,
    /// Those that are not drawn.
    pub hidden: BTreeSet<SheetKey>,
    /// How much of what lies beneath they hide, 0 to 1.
    pub opacity: f32,
}

impl SheetDraft {
    /// Nothing of any sheet.
    pub const NONE: Self = Self {
        chosen: None,
        newest: None,
        pin: Pin::NONE,
        name: None,
        hidden: BTreeSet::new(),
        opacity: 0.85,
    };

    /// Chooses a sheet, or none; what was picked and typed of the one before is let go.
    pub fn choose(&mut self, chosen: Option<SheetKey>) {
        self.chosen = chosen;
        self.pin.cancel();
        self.name = None;
    }
}

impl Default for SheetDraft {
    fn default() -> Self {
        Self::NONE
    }
}

/// What is done with several things that are selected together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GroupDraft {
    /// The unit that they come under, as it is typed.
    pub to: String,
    /// The name of a unit that is made of them.
    pub name: String,
}

/// The reason of the last step, as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReasonDraft {
    /// The number of the step.
    pub of: u64,
    /// The reason.
    pub text: String,
}

/// What was said so far of edits that are not made.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drafts {
    /// Whether the card shows its title only.
    pub is_folded: bool,
    /// The reason of the last step.
    pub reason: ReasonDraft,
    /// Who gets land that is cut off.
    pub receiver: ReceiverDraft,
    /// A place that is being typed.
    pub place: String,
    /// The borders that are chosen.
    pub border: BorderDraft,
    /// How they are given another course.
    pub shape: ShapeDraft,
    /// A settlement that is being placed.
    pub settlement: PlaceDraft,
    /// A boundary marker.
    pub marker: MarkerDraft,
    /// The map sheets.
    pub sheet: SheetDraft,
    /// What is done with the selected things.
    pub group: GroupDraft,
}

/// Editing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Editing {
    /// Whether data can be changed; off at the start.
    pub is_on: bool,
    /// The tool of the map.
    pub tool: Tool,
}
