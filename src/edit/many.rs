//! Many transfers as one edit, each fixed or left by itself: all are made at once, the
//! coverage is surveyed once, and what brings a fault is taken out again. What got in
//! the way of others is tried alone at the end.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::ControlFlow;

use rustc_hash::FxHashSet;

use super::fault::new_faults;
use super::handover::{Handover, Trouble};
use super::shares::FacesByUnits;
use super::transfer::told;
use super::{ChangeSet, Edit, LandPiece, Refusal, Transfer};
use crate::model::{Extent, UnitKey};
use crate::topology::{Snapshot, Survey, survey};

/// How far around a fault, in degrees, a transfer is taken to have caused it.
const REACH_DEG: f64 = 1e-6;
/// How many times all are tried together.
const ROUNDS: usize = 8;
/// How many are tried alone at the end.
const ALONE: usize = 500;

/// What became of many transfers.
#[derive(Debug, Clone)]
pub struct Many {
    /// The edits that were planned, in the order in which they are made.
    pub edits: Vec<Edit>,
    /// What they change, as one.
    pub changes: ChangeSet,
    /// The data afterwards.
    pub after: Snapshot,
    /// For each transfer, whether it is among them, or why not.
    pub outcomes: Vec<Result<(), Refusal>>,
}

/// How a transfer stands while it is tried with the others.
enum State {
    In,
    /// It did not fit with the others, for this reason.
    Out(Refusal),
}

/// Plans transfers together. `watch` is told how many are settled and says whether to
/// go on; nothing comes of it if not.
pub fn plan_many(
    snapshot: &Snapshot,
    transfers: &[Transfer],
    watch: &mut dyn FnMut(usize) -> ControlFlow<()>,
) -> Option<Many> {
    let watch = RefCell::new(watch);
    let is_stopped = |settled: usize| (watch.borrow_mut())(settled).is_break();
    let cancel = || is_stopped(0);
    let before = survey(snapshot, None, &cancel)?;
    let mut states = states(snapshot, transfers, &before);
    let mut together: Option<(ChangeSet, Snapshot)> = None;
    for _ in 0..ROUNDS {
        if is_stopped(0) {
            return None;
        }
        let all = merged(transfers, &states);
        if all.pieces.is_empty() && all.vertices.is_empty() {
            break;
        }
        let faces = FacesByUnits::new(&before);
        let mut handover = Handover::new(snapshot);
        if all.hand_over(snapshot, &faces, &mut handover).is_err() {
            break;
        }
        match handover.changes(snapshot) {
            Err(trouble) => {
                if !take_out_trouble(transfers, &mut states, &faces, trouble) {
                    break;
                }
            }
            Ok(changes) => {
                let after = changes.apply(snapshot);
                let faults = new_faults(&before, &survey(&after, None, &cancel)?);
                if faults.is_empty() {
                    together = Some((changes, after));
                    break;
                }
                let places: Vec<Extent> = faults.iter().map(|(_, extent)| *extent).collect();
                let reason = Refusal::Faults(told(faults));
                if !take_out_near(snapshot, transfers, &mut states, &places, &reason) {
                    break;
                }
            }
        }
    }
    if together.is_none() {
        // Nothing fits together: each for itself.
        for state in &mut states {
            if matches!(state, State::In) {
                *state = State::Out(Refusal::NoChange);
            }
        }
    }
    let mut many = Many {
        edits: Vec::new(),
        changes: ChangeSet::default(),
        after: snapshot.clone(),
        outcomes: Vec::new(),
    };
    if let Some((changes, after)) = together {
        many.edits.push(Edit::Transfer(merged(transfers, &states)));
        (many.changes, many.after) = (changes, after);
    }
    let mut alone = 0;
    let settled = states
        .iter()
        .filter(|state| matches!(state, State::In))
        .count();
    for (transfer, state) in transfers.iter().zip(states) {
        let reason = match state {
            State::In => {
                many.outcomes.push(Ok(()));
                continue;
            }
            State::Out(reason) => reason,
        };
        if is_stopped(settled + alone) {
            return None;
        }
        let outcome = if alone < ALONE {
            many.try_alone(transfer)
        } else {
            Err(reason)
        };
        alone += 1;
        many.outcomes.push(outcome);
    }
    Some(many)
}

impl Many {
    fn try_alone(&mut self, transfer: &Transfer) -> Result<(), Refusal> {
        let changes = transfer.plan(&self.after)?;
        self.after = changes.apply(&self.after);
        self.edits.push(Edit::Transfer(transfer.clone()));
        self.changes = std::mem::take(&mut self.changes).then(changes);
        Ok(())
    }
}

/// What can be handed over at all.
fn states(snapshot: &Snapshot, transfers: &[Transfer], before: &Survey) -> Vec<State> {
    let faces = FacesByUnits::new(before);
    transfers
        .iter()
        .map(|transfer| {
            let mut alone = Handover::new(snapshot);
            match transfer.hand_over(snapshot, &faces, &mut alone) {
                Ok(()) => State::In,
                Err(reason) => State::Out(reason),
            }
        })
        .collect()
}

/// The transfers that are in, as one.
fn merged(transfers: &[Transfer], states: &[State]) -> Transfer {
    let mut all = Transfer::default();
    let mut known: FxHashSet<[u64; 2]> = FxHashSet::default();
    let chosen = transfers.iter().zip(states);
    for (transfer, _) in chosen.filter(|(_, state)| matches!(state, State::In)) {
        all.removes_units |= transfer.removes_units;
        for piece in &transfer.pieces {
            // Two findings may be of one face, which has one middle.
            let is_new = match &piece.land {
                LandPiece::Face(place) => {
                    known.insert([place.at.x.to_bits(), place.at.y.to_bits()])
                }
                _ => true,
            };
            if is_new {
                all.pieces.push(piece.clone());
            }
        }
        all.vertices.extend(&transfer.vertices);
    }
    all
}

/// Takes out what makes trouble; whether there was any.
fn take_out_trouble(
    transfers: &[Transfer],
    states: &mut [State],
    faces: &FacesByUnits<'_>,
    trouble: Trouble,
) -> bool {
    let units: BTreeSet<UnitKey> = match &trouble {
        Trouble::Unclosed(units) | Trouble::NoLandLeft(units) => units.iter().copied().collect(),
        Trouble::Locked(_) => BTreeSet::new(),
    };
    let touches = |transfer: &Transfer| match &trouble {
        Trouble::Locked(borders) => transfer.pieces.iter().any(|piece| match &piece.land {
            LandPiece::Face(place) => faces
                .find(place)
                .is_some_and(|face| face.edges.iter().any(|edge| borders.contains(&edge.border))),
            _ => true,
        }),
        _ => transfer.pieces.iter().any(|piece| match &piece.land {
            LandPiece::Face(place) => place.units.iter().any(|unit| units.contains(unit)),
            LandPiece::Part { unit, .. }
            | LandPiece::Outside { unit, .. }
            | LandPiece::Uncovered { unit, .. } => units.contains(unit),
        }),
    };
    let culprits: Vec<bool> = transfers.iter().map(touches).collect();
    let reason = Refusal::from(trouble);
    take_out(states, &culprits, &reason)
}

/// Takes out what lies where there are faults; whether there was any.
fn take_out_near(
    snapshot: &Snapshot,
    transfers: &[Transfer],
    states: &mut [State],
    places: &[Extent],
    reason: &Refusal,
) -> bool {
    let culprits: Vec<bool> = transfers
        .iter()
        .map(|transfer| {
            let reach = transfer
                .extent(snapshot)
                .map(|extent| extent.grown(REACH_DEG));
            reach.is_some_and(|reach| places.iter().any(|place| place.meets(&reach)))
        })
        .collect();
    take_out(states, &culprits, reason)
}

fn take_out(states: &mut [State], culprits: &[bool], reason: &Refusal) -> bool {
    let mut some = false;
    for (state, _) in states.iter_mut().zip(culprits).filter(|(_, is)| **is) {
        if matches!(state, State::In) {
            *state = State::Out(reason.clone());
            some = true;
        }
    }
    some
}
