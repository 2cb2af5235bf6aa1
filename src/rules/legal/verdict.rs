//! Verdicts on units with their arithmetic: who was counted, at which census, what
//! was asked, and by which provision.

use crate::model::{DensityGrade, SettlementKey, SpecialArea, UnitKey};
use crate::rules::{Basis, Code, Context, Missing, Verdict};

/// What a term of the arithmetic counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TermKind {
    /// This many of the unit's settlements, summed.
    Settlements(usize),
    /// A unit under it, as summed.
    Unit(UnitKey),
    /// What the register records for the unit itself.
    Recorded,
    /// A city, taken away from what is recorded.
    LessCity(UnitKey),
}

/// A term of the arithmetic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// Who.
    pub kind: TermKind,
    /// How many people.
    pub people: u64,
}

/// What the law says of a unit, with its arithmetic.
#[derive(Debug, Clone, PartialEq)]
pub struct VerdictLine {
    /// The rule.
    pub code: Code,
    /// The unit.
    pub unit: UnitKey,
    /// The provision.
    pub basis: Basis,
    /// What it says.
    pub verdict: Verdict,
    /// The people counted, if they are known.
    pub people: Option<u64>,
    /// Whether `people` is only known to be no less than those who count: the
    /// register's figure has city people in it that cannot be told apart.
    pub at_most: bool,
    /// The census (Solar Hijri year); nothing where the counts are undated.
    pub census: Option<i32>,
    /// What `people` is made of.
    pub terms: Vec<Term>,
    /// Units and villages whose people are not known.
    pub unknown_units: Vec<UnitKey>,
    /// Villages whose people are not known.
    pub unknown_settlements: Vec<SettlementKey>,
    /// The people asked for, if that is known.
    pub required: Option<u64>,
    /// Down to this many people the cabinet may permit it, where the unit is in an
    /// area for which it may.
    pub cabinet_floor: Option<u64>,
    /// The density grade it was measured by.
    pub grade: Option<DensityGrade>,
    /// The areas of the relief that the unit lies in.
    pub areas: Vec<SpecialArea>,
    /// What is missing to decide.
    pub missing: Vec<Missing>,
    /// What the verdict would be at each grade, where none is recorded and the people
    /// are known.
    pub what_if: Vec<(DensityGrade, Verdict)>,
}

/// Every verdict on a unit, satisfied ones too, in the order of articles.
pub fn verdicts(_context: &Context<'_>, _unit: UnitKey) -> Vec<VerdictLine> {
    Vec::new()
}
