//! Why an edit cannot be: data, for the words that a person reads are the language
//! files'.

use crate::model::{BorderKey, Level, Position, SettlementKey, UnitKey};

/// A fault that an edit would bring in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// What it is.
    pub kind: FaultKind,
    /// Whose land it is about.
    pub units: Vec<UnitKey>,
}

/// What a fault is, in the order in which faults are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FaultKind {
    /// A ring crosses itself (T01).
    SelfIntersection,
    /// A ring touches itself (T02).
    SelfTouch,
    /// A ring spans no land (T04).
    DegenerateRing,
    /// A ring lies wrong in another (T06).
    MisnestedRing,
    /// A ring turns back on itself (T07).
    Spike,
    /// A polygon is smaller than the minimum area (T08).
    UndersizedPolygon,
    /// Units overlap (T09 to T11, T14, T17).
    Overlap,
    /// A gap is open between units (T12, T15).
    Gap,
    /// A gap that reaches the outside is open between units (T13).
    OpenGap,
    /// A vertex lies on an edge of the units without being theirs (T16).
    UnmatchedVertex,
}

/// The reason why an edit is refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// There is no such unit, settlement or border any more.
    #[error("it is no longer there")]
    Gone,
    /// No border has a vertex there.
    #[error("no border has a vertex at {}, {}", .0.x, .0.y)]
    NoVertex(Position),
    /// No edge of a border is within a metre.
    #[error("no border runs at {}, {}", .0.x, .0.y)]
    NoEdge(Position),
    /// The ends of a new course do not lie on one border.
    #[error("the ends of the new course do not lie on one and the same border")]
    NotOneBorder,
    /// Land of other units lies between the old course and the new.
    #[error("the new course runs through land of other units")]
    ThroughOthers(Vec<UnitKey>),
    /// Several units claim a side of the border: their overlap has to be put right first.
    #[error("units overlap there: put that right first")]
    Contested(Vec<UnitKey>),
    /// The unit has no land of its own in the coverage.
    #[error("the unit has no land of its own in the coverage: edit those under it")]
    NoLeaf(UnitKey),
    /// The line does not cut the unit: it has to come from outside and go on outside.
    #[error(
        "the line does not cut the unit: it has to come from its border, or from outside, and reach it again"
    )]
    DoesNotCut(UnitKey),
    /// The new place is not on the earth.
    #[error("{}, {} is not on the earth", .0.x, .0.y)]
    NotOnEarth(Position),
    /// The vertex would come to lie on its neighbour on the same border.
    #[error("the vertex would fall on the one next to it")]
    Collapse(Position),
    /// The borders are agreed, and so locked.
    #[error("the border is agreed, and locked")]
    Locked(Vec<BorderKey>),
    /// The edit would bring in faults that are not there now.
    #[error("it would bring in faults: {}", kinds(.0))]
    Faults(Vec<Fault>),
    /// More than two lines meet at the vertex.
    #[error("the vertex at {}, {} is a junction", .0.x, .0.y)]
    AtJunction(Position),
    /// The unit's outline does not close where the edit would redraw it: it crosses or
    /// overlaps itself there.
    #[error("the outline of the unit does not close there")]
    Unclosed(UnitKey),
    /// The unit would be left without any land.
    #[error("the unit would be left without land")]
    NoLandLeft(UnitKey),
    /// There is no middle line: the face is not closed in by exactly two units, each in
    /// one piece.
    #[error("the face does not have exactly two sides with common ends")]
    NotTwoSides,
    /// The face is so narrow that no line fits into it at the precision of coordinates, or
    /// so ragged that none is found that is true to a centimetre.
    #[error("the face is too narrow or too ragged for a middle line")]
    TooNarrow,
    /// A name cannot be empty.
    #[error("a name cannot be empty")]
    EmptyName,
    /// A code has letters or spaces that no code has.
    #[error("a code is made of digits, Latin letters and hyphens")]
    CodeCharacters,
    /// A code of digits does not have the level's length.
    #[error("a statistical code of this level has {expected} digits, not {found}")]
    CodeLength {
        /// Digits that the level's codes have.
        expected: usize,
        /// Digits that were given.
        found: usize,
    },
    /// Another unit or settlement of the level has the code.
    #[error("{name} has this code already")]
    CodeTaken {
        /// Who has it.
        name: String,
    },
    /// The parent is not of a level that can hold this one.
    #[error("the parent must be of the level {expected:?}")]
    ParentLevel {
        /// The level that it must have.
        expected: Level,
    },
    /// A unit cannot lie under itself.
    #[error("a unit cannot lie under itself")]
    ParentCycle,
    /// The parent's own polygon is land of the coverage; it cannot have a child with
    /// a polygon.
    #[error("the parent's own polygon is land of the coverage")]
    ParentIsLand,
    /// There cannot be more households than people.
    #[error("{households} households cannot have {people} people")]
    MoreHouseholdsThanPeople {
        /// Households.
        households: u64,
        /// People.
        people: u64,
    },
    /// More people than a country has.
    #[error("{0} people is more than the country has")]
    TooManyPeople(u64),
    /// What is accepted needs a reason.
    #[error("what is accepted needs a reason")]
    EmptyReason,
    /// A border that its parties agree on is not unlocked without a reason.
    #[error("the border is agreed: say why it is unlocked")]
    NoReasonToUnlock,
    /// An accuracy is a length above nothing, and below a hundred kilometres.
    #[error("an accuracy is a number of metres above 0 and up to 100000")]
    NoAccuracy,
    /// A distance or a number of rounds that means nothing.
    #[error("a distance is a number of metres above 0 and up to 50000")]
    NoDistance,
    /// A decree has a number.
    #[error("a decree has a number")]
    NoDecreeNumber,
    /// Another decree has the number and the day.
    #[error("another decree has this number and this day")]
    DecreeTaken,
    /// The days of a decree are not in the order of what happened.
    #[error("proposal, session, signature, notice and gazette follow each other in this order")]
    DaysOutOfOrder,
    /// A decree cannot change itself.
    #[error("a decree cannot change itself")]
    DecreeOfItself,
    /// Something rests on the decree.
    #[error("{resting} units, borders or decrees rest on the decree")]
    DecreeInUse {
        /// How many.
        resting: usize,
    },
    /// The seat lies under another unit.
    #[error("the centre is not one of the unit's own: it lies under another")]
    CentreOutside,
    /// What is named cannot be the seat of a unit of this level.
    #[error("this cannot be the centre of a unit of the level {level:?}")]
    CentreKind {
        /// The level of the unit.
        level: Level,
    },
    /// A name in Latin letters has another letter.
    #[error("{0:?} is no Latin letter")]
    NotLatin(char),
    /// Only a county has the rank of a special governorate.
    #[error("only a county has the rank of a special governorate")]
    NotACounty,
    /// A period ends before it begins.
    #[error("it ends before it begins")]
    EndsBeforeItBegins,
    /// The village is the centre of its rural district, which needs another first.
    #[error("it is the centre of its rural district: choose another centre first")]
    NeedsNewCentre(UnitKey),
    /// What is to become a city is no village of a rural district.
    #[error("only a village that lies under a rural district can become a city")]
    NoVillage,
    /// Two control points of a sheet have one place in its picture.
    #[error("another control point has that place of the picture")]
    SamePixel,
    /// No border was parted there: others meet it, or none ends.
    #[error("no border was parted at {}, {}", .0.x, .0.y)]
    NotParted(Position),
    /// What is known of two stretches differs.
    #[error("what is known of the two stretches differs")]
    UnlikeBorders,
    /// It is meant as a refinement, and would move settlements to other units.
    #[error("a refinement moves no settlement to another unit: {} would move", .0.len())]
    MovesSettlements(Vec<SettlementKey>),
    /// It is meant as a refinement, and leaves what the border was accurate to.
    #[error("a refinement stays within {accuracy_m} m of the border: this is {off_m:.0} m off")]
    LeavesAccuracy {
        /// How far it is off, in metres.
        off_m: f64,
        /// How far it may be, in metres.
        accuracy_m: f64,
    },
    /// It must be said who decides or writes.
    #[error("say who decides")]
    EmptyAuthor,
    /// The day on which it ends has come already.
    #[error("the day on which it ends has come already")]
    ExpiredAlready,
    /// Working it out broke: a fault of the program.
    #[error("it could not be worked out: a fault of the program")]
    Broke,
    /// Nothing would change.
    #[error("nothing would change")]
    NoChange,
}

/// Kinds of faults as a program's output names them.
fn kinds(faults: &[Fault]) -> String {
    let kinds = faults.iter().map(|fault| format!("{:?}", fault.kind));
    kinds.collect::<Vec<_>>().join(", ")
}

impl Refusal {
    /// The units that it is about, in order.
    pub fn units(&self) -> Vec<UnitKey> {
        let mut units = match self {
            Self::ThroughOthers(units) | Self::Contested(units) => units.clone(),
            Self::NoLeaf(unit)
            | Self::DoesNotCut(unit)
            | Self::Unclosed(unit)
            | Self::NoLandLeft(unit)
            | Self::NeedsNewCentre(unit) => vec![*unit],
            Self::Faults(faults) => faults.iter().flat_map(|it| it.units.clone()).collect(),
            _ => Vec::new(),
        };
        units.sort_unstable();
        units.dedup();
        units
    }
}
