//! After an edit only what it touched is checked again, and the report is the one that checking everything
//! gives: random edits, sound and faulty, of random coverages with faults, undone and made again, all rules.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod deeds;
mod plan;

use std::ops::ControlFlow;

use marz::edit::ChangeSet;
use marz::rules::{Checked, Progress, Report, Selection, UpdateError};
use marz::topology::Snapshot;
use proptest::prelude::*;

use deeds::{Deed, changes_of, deed};
use plan::{Plan, SIDE, plan, snapshot_of};

fn go_on(_: Progress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn whole(snapshot: &Snapshot, previous: Option<&Report>) -> Checked {
    Checked::whole(snapshot, &Selection::all(), previous, &mut go_on).unwrap()
}

fn assert_same(updated: &Report, wanted: &Report, deed: &Deed) {
    for (updated, wanted) in updated.findings.iter().zip(&wanted.findings) {
        assert_eq!(updated, wanted, "after {deed:?}");
    }
    assert_eq!(updated.findings.len(), wanted.findings.len(), "{deed:?}");
    assert_eq!(updated.counts, wanted.counts, "{deed:?}");
}

/// Does the deeds one after the other; tells how many updates there were, and of them
/// how many needed a check of everything.
fn follow(plan: &Plan, deeds: &[Deed]) -> (usize, usize) {
    let mut checked = whole(&snapshot_of(plan), None);
    let (mut done, mut undone): (Vec<ChangeSet>, Vec<ChangeSet>) = Default::default();
    let (mut updates, mut wholes) = (0, 0);
    for deed in deeds {
        let changes = match deed {
            Deed::Undo => {
                let Some(step) = done.pop() else { continue };
                let changes = step.inverse();
                undone.push(step);
                changes
            }
            Deed::Redo => {
                let Some(step) = undone.pop() else { continue };
                done.push(step.clone());
                step
            }
            _ => {
                let Some(changes) = changes_of(deed, checked.snapshot()) else {
                    continue;
                };
                undone.clear();
                done.push(changes.clone());
                changes
            }
        };
        let after = changes.apply(checked.snapshot());
        let wanted = whole(&after, Some(checked.report()));
        updates += 1;
        let updated = checked.update(&after, &changes, &mut go_on);
        let updated = updated.and_then(|(updated, first)| {
            let (finished, second) = updated.finish(&mut go_on)?;
            Ok((finished, [first, second]))
        });
        checked = match updated {
            Ok((updated, changes)) => {
                assert!(updated.is_finished());
                assert_same(updated.report(), wanted.report(), deed);
                let came: usize = changes.iter().map(|change| change.came.len()).sum();
                let gone: usize = changes.iter().map(|change| change.gone.len()).sum();
                let before = checked.report().findings.len();
                assert_eq!(before + came - gone, wanted.report().findings.len());
                updated
            }
            Err(UpdateError::Whole) => {
                wholes += 1;
                wanted
            }
            Err(UpdateError::Stopped) => panic!("nobody stopped it"),
        };
    }
    (updates, wholes)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_report_after_an_edit_is_that_of_a_full_check(
        plan in plan(),
        deeds in prop::collection::vec(deed(), 1..24),
    ) {
        follow(&plan, &deeds);
    }
}

/// A plan with nothing but some vertices off their places, faults and holes.
fn plain_plan(
    off: &[(usize, f64, f64)],
    faults: &[(usize, usize, f64, f64)],
    holes: &[usize],
) -> Plan {
    let mut shake = vec![(0.0, 0.0); (SIDE * 2 + 1) * (SIDE * 2 + 1)];
    for &(at, dx, dy) in off {
        shake[at] = (dx, dy);
    }
    Plan {
        shake,
        faults: faults.to_vec(),
        holes: holes.to_vec(),
        settlements: vec![(0.4, 0.4, 3); 25],
        overlays: Vec::new(),
    }
}

#[test]
fn moving_vertices_inside_the_coverage_never_needs_a_full_check() {
    let plan = plain_plan(&[], &[], &[]);
    let deeds: Vec<Deed> = (0..200)
        .map(|step| match step % 4 {
            3 => Deed::Undo,
            _ => Deed::Move(step * 37, 0.07, -0.05 * (step % 3) as f64),
        })
        .collect();
    let (updates, wholes) = follow(&plan, &deeds);
    assert!(updates > 150, "{updates}");
    assert_eq!(wholes, 0);
}

#[test]
fn a_gap_stays_when_a_vertex_moves_along_its_side() {
    let plan = plain_plan(
        &[
            (86, 0.29744352317289213, 0.0),
            (132, 0.0, 0.058530991112667276),
            (140, 0.27158752837525313, 0.0),
            (141, 0.0, 0.13680039234962985),
        ],
        &[
            (21, 1, 0.0, -0.5589648821461132),
            (14, 3, -0.4420661658597659, 0.0),
        ],
        &[27, 31],
    );
    follow(
        &plan,
        &[
            Deed::Join(1754, 6076),
            Deed::Move(1352, 0.0, -0.12706076579193623),
        ],
    );
}
