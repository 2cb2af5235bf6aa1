//! What a user can rely on when a border is drawn anew, a unit is cut or merged: areas
//! balance, nothing else moves, no fault comes in, and what is undone is as it was.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should stop"
)]

use proptest::prelude::*;

use super::transfer_random_tests::{SIDE, STEP_DEG, faulty, shaken};
use super::transfer_tests::{check, whole};
use super::{
    CreateUnit, Edit, GiveLand, InsertVertex, LandCut, Merge, MoveVertex, MoveVertices, NewUnit,
    Receiver, RedrawBorder, Refusal,
};
use crate::model::{
    BorderStatus, Level, Populations, Position, Settlement, SettlementKind, Unit, UnitKey,
};
use crate::topology::{Snapshot, unit_area_m2};

/// A clean coverage: every line is shaken, and none moved in one copy only.
pub(super) fn clean(shake: &[(f64, f64)]) -> Snapshot {
    faulty(shake, &[])
}

pub(super) fn still() -> Snapshot {
    clean(&[(0.0, 0.0); (SIDE * 2 + 1) * (SIDE * 2 + 1)])
}

pub(super) fn at(x: f64, y: f64) -> Position {
    Position {
        x: 48.0 + x * STEP_DEG,
        y: 33.0 + y * STEP_DEG,
    }
}

fn area(snapshot: &Snapshot, unit: u32) -> f64 {
    unit_area_m2(&snapshot.dataset, &[UnitKey(unit)])
}

/// Plans, and proves what holds of every edit of a clean coverage.
pub(super) fn done(before: &Snapshot, edit: &Edit) -> Result<Snapshot, Refusal> {
    let surveyed = whole(before);
    let changes = edit.plan(before)?;
    let after = changes.apply(before);
    check(before, &after, &changes, &surveyed);
    let again = whole(&after);
    assert!(
        again.faces.is_empty() && again.unmatched.is_empty(),
        "{again:?}"
    );
    assert!(again.crossings.is_empty() && again.self_crossings.is_empty());
    Ok(after)
}

fn redraw(path: &[Position]) -> Edit {
    Edit::RedrawBorder(RedrawBorder {
        path: path.to_vec(),
    })
}

fn new_unit(name: &str) -> NewUnit {
    NewUnit {
        level: Level::RuralDistrict,
        parent: None,
        code: None,
        name: name.to_owned(),
    }
}

#[test]
fn a_redrawn_stretch_takes_from_one_side_and_gives_to_the_other() {
    let before = still();
    // The border of the cells 0 and 1 runs from (1, 0) to (1, 1); half of it is bent.
    let path = [at(1.0, 0.25), at(1.3, 0.4), at(1.0, 0.75)];
    let after = done(&before, &redraw(&path)).unwrap();
    assert!(area(&after, 0) > area(&before, 0) && area(&after, 1) < area(&before, 1));
    for other in 2..16 {
        assert_eq!(
            area(&after, other).to_bits(),
            area(&before, other).to_bits()
        );
    }
    let lines: Vec<_> = after
        .dataset
        .borders
        .iter()
        .map(|(_, it)| it.line.to_vec())
        .collect();
    assert!(
        lines.iter().any(|line| line.contains(&path[1])),
        "the drawn vertex is one"
    );
    // Across the old course and back: a bit of each side changes hands.
    let path = [at(1.0, 0.2), at(1.2, 0.35), at(0.8, 0.65), at(1.0, 0.8)];
    let after = done(&before, &redraw(&path)).unwrap();
    assert!((area(&after, 0) - area(&before, 0)).abs() < 10.0);
}

/// A place that snaps to an edge lies beside it by what is rounded.
#[test]
fn a_course_that_runs_along_the_old_one_for_a_while_leaves_it_there() {
    let mut shake = [(0.0, 0.0); (SIDE * 2 + 1) * (SIDE * 2 + 1)];
    // The middle of the border of the cells 0 and 1, which then is no straight line.
    shake[SIDE * 2 + 1 + 2] = (0.21, 0.13);
    let before = clean(&shake);
    let middle = at(1.0 + 0.21 / 2.0, 0.5 + 0.13 / 2.0);
    let on_edge = |share: f64| at(1.0, 0.0) + (middle - at(1.0, 0.0)) * share;
    let path = [
        on_edge(0.1),
        on_edge(0.37),
        on_edge(0.62),
        at(1.4, 0.5),
        at(1.0, 1.0),
    ];
    let after = done(&before, &redraw(&path)).unwrap();
    assert!(area(&after, 0) > area(&before, 0));
    let along = done(&before, &redraw(&path[..3]));
    assert_eq!(along.unwrap_err(), Refusal::NoChange);
}

#[test]
fn what_cannot_be_redrawn_is_refused_with_the_reason() {
    let before = still();
    let refused = |path: &[Position]| done(&before, &redraw(path)).unwrap_err();
    let through = refused(&[at(1.0, 0.25), at(1.5, 1.5), at(1.0, 0.75)]);
    assert!(matches!(through, Refusal::ThroughOthers(units) if units.contains(&UnitKey(5))));
    let two_lines = refused(&[at(1.0, 0.25), at(1.5, 0.5), at(2.0, 0.25)]);
    assert_eq!(two_lines, Refusal::NotOneBorder);
    let nowhere = refused(&[at(1.1, 0.25), at(1.5, 0.5), at(1.0, 0.25)]);
    assert!(matches!(nowhere, Refusal::NoEdge(_)));
    assert_eq!(
        refused(&[at(1.0, 0.0), at(1.0, 0.5), at(1.0, 1.0)]),
        Refusal::NoChange,
        "as it runs already"
    );
    let mut locked = before.clone();
    let keys: Vec<_> = locked.dataset.borders.keys().collect();
    for key in keys {
        locked.dataset.borders.update(key, |border| {
            border.attributes.status = BorderStatus::Agreed
        });
    }
    let path = [at(1.0, 0.25), at(1.3, 0.4), at(1.0, 0.75)];
    let reason = redraw(&path).plan(&locked).unwrap_err();
    assert!(matches!(reason, Refusal::Locked(_)));
    // One more vertex leaves its course as it is.
    let vertex = Edit::InsertVertex(InsertVertex { at: at(1.0, 0.25) });
    assert!(vertex.plan(&locked).is_ok());
}

#[test]
fn the_outside_of_everything_can_be_drawn_anew() {
    let before = still();
    let out = [at(0.0, 0.25), at(-0.3, 0.5), at(0.0, 0.75)];
    let larger = done_outside(&before, &redraw(&out));
    assert!(area(&larger, 0) > area(&before, 0));
    let inward = [at(0.0, 0.25), at(0.3, 0.5), at(0.0, 0.75)];
    let smaller = done_outside(&before, &redraw(&inward));
    assert!(area(&smaller, 0) < area(&before, 0));
}

fn done_outside(before: &Snapshot, edit: &Edit) -> Snapshot {
    let changes = edit.plan(before).unwrap();
    let after = changes.apply(before);
    assert_eq!(changes.inverse().apply(&after).dataset, before.dataset);
    assert!(whole(&after).faces.is_empty());
    after
}

#[test]
fn a_line_cuts_a_unit_in_two_and_its_villages_follow() {
    let mut before = still();
    let village = |snapshot: &mut Snapshot, name: &str, position: Position, of| {
        let id = snapshot.dataset.origin.id("settlement", 0);
        snapshot.dataset.settlements.insert(Settlement {
            id,
            kind: SettlementKind::Village,
            code: None,
            name: name.to_owned(),
            parent: Some(UnitKey(5)),
            parent_reference: Default::default(),
            village: of,
            position: Some(position),
            height_m: None,
            limits: Vec::new(),
            populations: Populations::default(),
            layer: None,
            properties: Default::default(),
            life: Default::default(),
        })
    };
    let west = village(&mut before, "west", at(1.2, 1.5), None);
    let east = village(&mut before, "east", at(1.8, 1.5), None);
    let farm = village(&mut before, "farm", at(1.9, 1.6), Some(west));
    let before = Snapshot::new(before.dataset);
    // From south to north through cell 5: its west is on the left.
    let line = vec![at(1.45, 0.8), at(1.55, 1.5), at(1.45, 2.2)];
    let give = GiveLand {
        unit: UnitKey(5),
        cut: LandCut::LeftOf(line),
        to: Receiver::New(new_unit("تازه")),
    };
    let after = done(&before, &Edit::GiveLand(give.clone())).unwrap();
    let new = UnitKey(16);
    assert_eq!(after.dataset.units.get(new).unwrap().name, "تازه");
    let sum = area(&after, 5) + area(&after, 16);
    assert!((sum - area(&before, 5)).abs() < 1.0);
    let parent = |key| after.dataset.settlements.get(key).unwrap().parent;
    assert_eq!(parent(west), Some(new));
    assert_eq!(parent(farm), Some(new), "it depends on the village");
    assert_eq!(parent(east), Some(UnitKey(5)));
    // The same land to a neighbour that is there.
    let to_neighbour = GiveLand {
        to: Receiver::Unit(UnitKey(4)),
        ..give.clone()
    };
    let after = done(&before, &Edit::GiveLand(to_neighbour)).unwrap();
    let gained = area(&after, 4) - area(&before, 4);
    assert!((gained - (area(&before, 5) - area(&after, 5))).abs() < 1.0 && gained > 0.0);
    let beside = GiveLand {
        cut: LandCut::LeftOf(vec![at(1.2, 1.2), at(1.5, 1.6)]),
        ..give.clone()
    };
    let reason = Edit::GiveLand(beside).plan(&before).unwrap_err();
    assert_eq!(reason, Refusal::DoesNotCut(UnitKey(5)));
    let unnamed = GiveLand {
        to: Receiver::New(new_unit(" ")),
        ..give
    };
    let reason = Edit::GiveLand(unnamed).plan(&before).unwrap_err();
    assert_eq!(reason, Refusal::EmptyName);
}

#[test]
fn land_in_a_ring_goes_to_a_neighbour() {
    let before = still();
    let give = Edit::GiveLand(GiveLand {
        unit: UnitKey(5),
        cut: LandCut::Inside(vec![at(0.8, 1.3), at(1.4, 1.2), at(1.3, 1.8), at(0.7, 1.7)]),
        to: Receiver::Unit(UnitKey(4)),
    });
    let after = done(&before, &give).unwrap();
    assert!(area(&after, 4) > area(&before, 4));
    let sum = |snapshot: &Snapshot| area(snapshot, 4) + area(snapshot, 5);
    assert!((sum(&after) - sum(&before)).abs() < 1.0);
}

#[test]
fn two_units_become_one_at_every_level() {
    let before = still();
    let merge = |unit, into| {
        Edit::Merge(Merge {
            unit: UnitKey(unit),
            into: UnitKey(into),
        })
    };
    let changes = merge(5, 6).plan(&before).unwrap();
    let after = changes.apply(&before);
    assert!(after.dataset.units.get(UnitKey(5)).is_none());
    let sum = area(&before, 5) + area(&before, 6);
    assert!((area(&after, 6) - sum).abs() < 1e-3);
    assert!(whole(&after).faces.is_empty());
    assert_eq!(changes.inverse().apply(&after).dataset, before.dataset);
    // A district is made of two of them, and merged into another: no line moves.
    let district = |name: &str, children: [u32; 2]| {
        Edit::CreateUnit(CreateUnit {
            new: NewUnit {
                level: Level::District,
                ..new_unit(name)
            },
            children: children.map(UnitKey).to_vec(),
        })
    };
    let first = district("یک", [0, 1]).plan(&before).unwrap().apply(&before);
    let second = district("دو", [2, 3]).plan(&first).unwrap().apply(&first);
    let changes = merge(16, 17).plan(&second).unwrap();
    let after = changes.apply(&second);
    let parents: Vec<_> = (0..4)
        .map(|unit| {
            after
                .dataset
                .units
                .get(UnitKey(unit))
                .and_then(|unit: &Unit| unit.parent)
        })
        .collect();
    assert_eq!(parents, [Some(UnitKey(17)); 4]);
    assert!(after.dataset.borders == second.dataset.borders);
    assert_eq!(changes.inverse().apply(&after).dataset, second.dataset);
    let levels = merge(0, 17).plan(&second).unwrap_err();
    assert!(matches!(levels, Refusal::ParentLevel { .. }));
}

#[test]
fn vertices_move_together_or_not_at_all() {
    let before = still();
    let moved = |from: Position, dx: f64| MoveVertex {
        from,
        to: at((from.x - 48.0) / STEP_DEG + dx, (from.y - 33.0) / STEP_DEG),
    };
    let stretch = [at(1.0, 1.0), at(1.0, 1.5), at(1.0, 2.0)];
    let edit = |dx| {
        Edit::MoveVertices(MoveVertices {
            moves: stretch.map(|from| moved(from, dx)).to_vec(),
        })
    };
    let after = done(&before, &edit(0.2)).unwrap();
    assert!(area(&after, 4) > area(&before, 4) && area(&after, 5) < area(&before, 5));
    // Beyond the next line: refused as a whole.
    assert!(matches!(edit(1.2).plan(&before), Err(Refusal::Faults(_))));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    /// Whatever is drawn, it is done without any fault, or refused.
    #[test]
    fn a_drawn_course_leaves_a_clean_coverage_or_is_refused(
        shake in shaken(),
        border in 0..24_usize,
        from in 0.05..0.45_f64,
        to in 0.55..0.95_f64,
        inner in prop::collection::vec((-0.6..0.6_f64, 0.0..1.0_f64), 1..5),
    ) {
        let before = clean(&shake);
        let keys: Vec<_> = before.dataset.borders.iter()
            .filter(|(_, it)| !it.left.is_empty() && !it.right.is_empty())
            .map(|(key, _)| key)
            .collect();
        let line = before.dataset.borders.get(keys[border % keys.len()]).unwrap().line.to_vec();
        let place = |share: f64| {
            let along = share * (line.len() - 1) as f64;
            let edge = (along as usize).min(line.len() - 2);
            line[edge] + (line[edge + 1] - line[edge]) * (along - edge as f64)
        };
        let (first, last) = (place(from), place(to));
        let along = last - first;
        let mut path = vec![first];
        path.extend(inner.iter().map(|&(aside, share)| {
            first + along * share + Position { x: -along.y, y: along.x } * aside
        }));
        path.push(last);
        let outcome = done(&before, &redraw(&path));
        let is_known = matches!(
            outcome,
            Ok(_) | Err(Refusal::Faults(_) | Refusal::ThroughOthers(_))
        );
        prop_assert!(is_known, "{outcome:?}");
    }

    /// Whatever line is drawn over a unit, its parts and its neighbours stay clean.
    #[test]
    fn a_cut_leaves_a_clean_coverage_or_is_refused(
        shake in shaken(),
        unit in 0..16_u32,
        ends in ((-0.2..1.2_f64), (-0.2..1.2_f64)),
        middle in prop::collection::vec((0.0..1.0_f64, 0.0..1.0_f64), 0..4),
        upright in any::<bool>(),
        to in 0..17_u32,
    ) {
        let before = clean(&shake);
        let (column, row) = (f64::from(unit % 4), f64::from(unit / 4));
        let turned = |x: f64, y: f64| {
            let (x, y) = if upright { (x, y) } else { (y, x) };
            at(column + x, row + y)
        };
        let mut line = vec![turned(ends.0, -0.3)];
        line.extend(middle.iter().map(|&(x, y)| turned(x, y)));
        line.push(turned(ends.1, 1.3));
        let to = if to == 16 { Receiver::New(new_unit("n")) } else { Receiver::Unit(UnitKey(to)) };
        let cut = LandCut::LeftOf(line);
        let give = GiveLand { unit: UnitKey(unit), cut, to };
        let outcome = done(&before, &Edit::GiveLand(give));
        let is_known = matches!(
            outcome,
            Ok(_) | Err(Refusal::Faults(_) | Refusal::DoesNotCut(_) | Refusal::NoChange)
        );
        prop_assert!(is_known, "{outcome:?}");
    }
}
