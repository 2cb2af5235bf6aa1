//! What the words for a finding need beside its codes, units and measures: one variant
//! for each thing that a rule has to tell.

use super::legal::VerdictLine;
use crate::model::{BorderStatus, Count, Level, ParentReference, PartialDate, UnitKey};
use crate::topology::Misnesting;

/// What the words for a finding need beside its other members.
#[derive(Debug, Clone, PartialEq)]
pub enum Detail {
    /// Nothing more.
    Plain,
    /// S04: it has no parent; what its source says of one.
    MissingParent(ParentReference),
    /// S04: its parent, the second unit, is not at a level that may be above it.
    WrongLevel {
        /// The unit's or settlement's level.
        level: Level,
        /// Its parent's.
        parent_level: Level,
    },
    /// S04: it is above itself; the units are the cycle, each under the next.
    Cycle,
    /// S06, S08: where the point lies instead, if in any unit of that level.
    LiesIn(Option<UnitKey>),
    /// T06: how a ring lies wrong.
    Nesting(Misnesting),
    /// T18: the position as written.
    Coordinate(String),
    /// S12: the code that several have.
    Code(String),
    /// S17: the name as written and as it should be.
    Name {
        /// As written.
        written: String,
        /// Normalised.
        normalised: String,
        /// What is wrong with it, in order, each once.
        faults: Vec<super::NameFault>,
    },
    /// L: the verdict with its arithmetic.
    Legal(Box<VerdictLine>),
    /// L02: what is counted of a village, and what is enough of either.
    Village {
        /// The count.
        count: Count,
        /// So many people.
        people: u64,
        /// So many households.
        households: u64,
    },
    /// S05: of so many units of the level so many have a centre.
    FewCentres {
        /// How many have one.
        have: usize,
        /// How many there are.
        of: usize,
    },
    /// S07: the centre is of this level, at which it may not be.
    CentreIs(Level),
    /// S07: the centre belongs to another unit, if to any.
    CentreBelongs(Option<UnitKey>),
    /// S11: what is recorded for the unit, and what its parts have together.
    Sum {
        /// The census; nothing where it is not dated.
        census: Option<i32>,
        /// Recorded for the unit.
        own: u64,
        /// The sum.
        sum: u64,
    },
    /// S13: the code does not begin with its parent's.
    NotUnder {
        /// The unit's code.
        code: String,
        /// Its parent's.
        parent: String,
    },
    /// S14: the code, and since when the unit that had it is no more.
    Retired {
        /// The code.
        code: String,
        /// Since when.
        until: Option<PartialDate>,
    },
    /// D01: whose claims they are; the register's own has no name.
    Parties(Vec<String>),
    /// D02: what the border is instead of agreed.
    Status(BorderStatus),
    /// D02: no border of the data set has a status.
    NoStatus,
}
