//! Random coverages with random faults: whatever is handed over, nothing that must hold
//! is broken.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should stop"
)]

use proptest::prelude::*;

use super::transfer_tests::{Rings, check, done, snapshot_of, whole};
use super::{FacePlace, LandPiece, Refusal, Taker, Transfer, plan_many};
use crate::topology::Snapshot;

pub(super) const SIDE: usize = 4;
pub(super) const STEP_DEG: f64 = 0.01;

/// A grid of cells whose lines are shaken, each with some vertices of its own copy
/// moved: the random coverages of the survey's tests.
pub(super) fn faulty(shake: &[(f64, f64)], moves: &[(usize, usize, f64, f64)]) -> Snapshot {
    let count = SIDE * 2 + 1;
    let at = |column: usize, row: usize| {
        let inner = column > 0 && row > 0 && column + 1 < count && row + 1 < count;
        let (dx, dy) = if inner {
            shake[row * count + column]
        } else {
            (0.0, 0.0)
        };
        (
            48.0 + (column as f64 + dx) * STEP_DEG / 2.0,
            33.0 + (row as f64 + dy) * STEP_DEG / 2.0,
        )
    };
    let mut cells: Vec<Vec<(f64, f64)>> = Vec::new();
    for row in 0..SIDE {
        for column in 0..SIDE {
            let (x, y) = (column * 2, row * 2);
            let around = [
                (0, 0),
                (1, 0),
                (2, 0),
                (2, 1),
                (2, 2),
                (1, 2),
                (0, 2),
                (0, 1),
            ];
            cells.push(around.map(|(dx, dy)| at(x + dx, y + dy)).to_vec());
        }
    }
    for &(cell, vertex, dx, dy) in moves {
        let place = &mut cells[cell][vertex];
        place.0 += dx * STEP_DEG / 2.0;
        place.1 += dy * STEP_DEG / 2.0;
    }
    let units: Vec<Vec<Rings>> = cells.into_iter().map(|ring| vec![vec![ring]]).collect();
    snapshot_of(&units)
}

pub(super) fn shaken() -> impl Strategy<Value = Vec<(f64, f64)>> {
    let count = (SIDE * 2 + 1) * (SIDE * 2 + 1);
    prop::collection::vec((-0.3..0.3, -0.3..0.3), count)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// Whatever the faults, each face is fixed in each way, or refused, and nothing that
    /// must hold is broken.
    #[test]
    fn every_transfer_balances_and_can_be_undone(
        shake in shaken(),
        moves in prop::collection::vec((0..SIDE * SIDE, 0..8_usize, -0.8..0.8, -0.8..0.8), 1..5),
    ) {
        let before = faulty(&shake, &moves);
        let found = whole(&before);
        for face in &found.faces {
            let land = LandPiece::Face(FacePlace::of(face));
            let takers = face.units.iter().map(|&unit| Taker::Unit(unit)).chain([
                Taker::LongestBorder,
                Taker::Largest,
                Taker::MiddleLine,
            ]);
            for taker in takers {
                let is_middle = taker == Taker::MiddleLine;
                let outcome = done(&before, &Transfer::one(land.clone(), taker.clone()));
                match outcome {
                    Ok(after) => {
                        let left = whole(&after).faces.len();
                        prop_assert!(left < found.faces.len());
                    }
                    Err(Refusal::NotTwoSides) if is_middle => {}
                    Err(Refusal::TooNarrow) if is_middle => prop_assert!(face.width_m < 0.01),
                    Err(Refusal::NoLandLeft(_)) => {}
                    Err(reason) => {
                        prop_assert!(
                            !found.are_rings_plain(),
                            "{taker:?} of {face:?}: {reason:?}"
                        );
                    }
                }
            }
        }
    }

    /// All at once: no overlap and no gap is left but what is refused, and no unit is lost.
    #[test]
    fn all_faces_can_be_fixed_together(
        shake in shaken(),
        moves in prop::collection::vec((0..SIDE * SIDE, 0..8_usize, -0.5..0.5, -0.5..0.5), 1..8),
        largest in any::<bool>(),
    ) {
        let before = faulty(&shake, &moves);
        let found = whole(&before);
        let taker = if largest { Taker::Largest } else { Taker::LongestBorder };
        let transfers: Vec<Transfer> = found
            .faces
            .iter()
            .map(|face| Transfer::one(LandPiece::Face(FacePlace::of(face)), taker.clone()))
            .collect();
        if transfers.is_empty() {
            return Ok(());
        }
        let mut watch = |_| std::ops::ControlFlow::Continue(());
        let many = plan_many(&before, &transfers, &mut watch).unwrap();
        check(&before, &many.after, &many.changes, &found);
        prop_assert_eq!(&many.changes.apply(&before).dataset, &many.after.dataset);
        prop_assert_eq!(many.after.dataset.units.len(), before.dataset.units.len());
        if found.are_rings_plain() {
            for (outcome, transfer) in many.outcomes.iter().zip(&transfers) {
                prop_assert_eq!(outcome, &Ok(()), "{:?}", transfer);
            }
            prop_assert!(whole(&many.after).faces.is_empty());
        }
    }
}
