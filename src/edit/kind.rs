//! What a change of a border is: of the law, of its drawing, or of a mistake. A refinement
//! draws the same border more exactly, so it may move nobody from one unit to another and
//! may not leave what its sheet was accurate to.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use super::{Change, ChangeSet, Refusal};
use crate::model::{Border, BorderKey, Position, SettlementKey, UnitKey};
use crate::topology::{Snapshot, land_contains};

/// What an edit of borders is meant as (the design, section 2, item 9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// تدقیق: the same border, drawn more exactly.
    Refinement,
    /// اصلاح: what was drawn or written wrongly is put right.
    Correction,
    /// تغییر قانونی: a decree changes what belongs to whom.
    LegalChange,
}

impl ChangeKind {
    /// All of them, in the order of the choice.
    pub const ALL: [Self; 3] = [Self::Refinement, Self::Correction, Self::LegalChange];

    /// The name for machines: `legal_change`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Refinement => "refinement",
            Self::Correction => "correction",
            Self::LegalChange => "legal_change",
        }
    }

    /// The kind whose name for machines is `name`.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether changes can be of this kind.
    ///
    /// # Errors
    /// [`Refusal::MovesSettlements`] and [`Refusal::LeavesAccuracy`] for what is no
    /// refinement.
    pub fn check(
        self,
        before: &Snapshot,
        after: &Snapshot,
        changes: &ChangeSet,
    ) -> Result<(), Refusal> {
        if self != Self::Refinement {
            return Ok(());
        }
        let lines = Lines::of(before, after, changes);
        if lines.is_empty() {
            return Ok(());
        }
        let moved = lines.settlements_that_change_hands(before, after);
        if !moved.is_empty() {
            return Err(Refusal::MovesSettlements(moved));
        }
        lines.check_accuracy()
    }
}

/// How far, in metres, a border may be off whose accuracy nobody has told: half a
/// millimetre on a sheet at 1:250,000, on which the divisions were drawn by law.
pub const SHEET_ACCURACY_M: f64 = 125.0;

/// The lines that changes take away, and those that they bring.
struct Lines<'a> {
    was: Vec<&'a Border>,
    is: Vec<&'a Border>,
}

impl<'a> Lines<'a> {
    fn of(before: &'a Snapshot, after: &'a Snapshot, changes: &ChangeSet) -> Self {
        let is_of_line = |change: &Change| match change {
            Change::Vertices { .. } => true,
            Change::Border { before, after, .. } => match (before, after) {
                (Some(before), Some(after)) => before.line != after.line,
                _ => true,
            },
            _ => false,
        };
        let keys: BTreeSet<BorderKey> = changes
            .changes()
            .iter()
            .filter(|change| is_of_line(change))
            .filter_map(|change| match change {
                Change::Vertices { border, .. } => Some(*border),
                Change::Border { key, .. } => Some(*key),
                _ => None,
            })
            .collect();
        let rows = |snapshot: &'a Snapshot| {
            let keys = keys.iter();
            keys.filter_map(|&key| snapshot.dataset.borders.get(key))
                .collect()
        };
        Self {
            was: rows(before),
            is: rows(after),
        }
    }

    fn is_empty(&self) -> bool {
        self.was.is_empty() && self.is.is_empty()
    }

    /// The settlements that lie in other leaves afterwards.
    fn settlements_that_change_hands(
        &self,
        before: &Snapshot,
        after: &Snapshot,
    ) -> Vec<SettlementKey> {
        let lines = self.was.iter().chain(&self.is);
        let leaves: BTreeSet<UnitKey> = lines.clone().flat_map(|border| border.units()).collect();
        let near: BTreeSet<SettlementKey> = lines
            .flat_map(|border| after.index.settlements_near(border.extent()))
            .collect();
        let holders = |snapshot: &Snapshot, at: Position| -> Vec<UnitKey> {
            let leaves = leaves.iter().copied();
            leaves
                .filter(|&leaf| land_contains(&snapshot.dataset, leaf, at))
                .collect()
        };
        near.into_iter()
            .filter(|&key| {
                let settlement = after.dataset.settlements.get(key);
                let at = settlement.and_then(|settlement| settlement.position);
                at.is_some_and(|at| holders(before, at) != holders(after, at))
            })
            .collect()
    }

    /// Every vertex that comes is as near to where a line was as that line is accurate, and
    /// every vertex that goes to where one is.
    fn check_accuracy(&self) -> Result<(), Refusal> {
        let told = self.was.iter();
        let accuracy_m = told
            .filter_map(|border| border.attributes.accuracy_m)
            .min_by(f64::total_cmp)
            .unwrap_or(SHEET_ACCURACY_M);
        let off_m = farthest_m(&self.is, &self.was).max(farthest_m(&self.was, &self.is));
        if off_m > accuracy_m {
            return Err(Refusal::LeavesAccuracy { off_m, accuracy_m });
        }
        Ok(())
    }
}

/// How far the vertices of some lines that others lack are from those others at most, in
/// metres.
fn farthest_m(of: &[&Border], from: &[&Border]) -> f64 {
    let bits = |at: &Position| (at.x.to_bits(), at.y.to_bits());
    let known: FxHashSet<(u64, u64)> = from
        .iter()
        .flat_map(|border| border.line.iter().map(bits))
        .collect();
    let others = of.iter().flat_map(|border| border.line.iter());
    others
        .filter(|at| !known.contains(&bits(at)))
        .map(|&at| distance_m(at, from))
        .fold(0.0, f64::max)
}

/// How far a place is from the nearest of some lines, in metres.
fn distance_m(at: Position, from: &[&Border]) -> f64 {
    let away_m = from
        .iter()
        .filter_map(|border| border.line.distance_m(at, f64::INFINITY));
    away_m.fold(f64::INFINITY, f64::min)
}
