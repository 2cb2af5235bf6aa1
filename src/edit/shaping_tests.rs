//! What a user can rely on when borders are smoothed, simplified and aligned, when
//! settlements are placed and annexed, and when work is called a refinement.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should stop"
)]

use proptest::prelude::*;

use super::drawing_tests::{at, clean, done, still};
use super::transfer_random_tests::shaken;
use super::{
    Annex, BorderField, ChangeKind, ChangeSet, Edit, EditBorders, GiveLand, History, LandCut,
    Merge, MoveVertex, NewUnit, PlaceSettlement, Receiver, Refusal, Reshape, ReshapeBorders, Step,
};
use crate::model::{
    BorderKey, BorderStatus, Land, Level, Position, SettlementKey, SettlementKind, UnitKey,
};
use crate::topology::{Between, Snapshot};

fn place(snapshot: &Snapshot, name: &str, position: Position) -> (Snapshot, SettlementKey) {
    let key = snapshot.dataset.settlements.next_key();
    let edit = PlaceSettlement {
        kind: SettlementKind::Village,
        name: name.to_owned(),
        code: None,
        at: position,
    };
    let after = done(snapshot, &Edit::PlaceSettlement(edit)).unwrap();
    (after, key)
}

#[test]
fn a_placed_village_comes_under_the_unit_it_lies_in_and_can_be_annexed() {
    let (first, village) = place(&still(), "ده", at(1.5, 1.5));
    let parent = |snapshot: &Snapshot, key| snapshot.dataset.settlements.get(key).unwrap().parent;
    assert_eq!(parent(&first, village), Some(UnitKey(5)));
    let (mut second, farm) = place(&first, "مزرعه", at(1.6, 1.6));
    second
        .dataset
        .settlements
        .update(farm, |farm| farm.village = Some(village));
    let annex = |to| {
        Edit::Annex(Annex {
            settlements: vec![village],
            to,
        })
    };
    let third = done(&second, &annex(UnitKey(6))).unwrap();
    assert_eq!(parent(&third, village), Some(UnitKey(6)));
    assert_eq!(parent(&third, farm), Some(UnitKey(6)), "it depends on it");
    assert_eq!(annex(UnitKey(6)).plan(&third), Err(Refusal::NoChange));
    let nobody = annex(UnitKey(99)).plan(&third);
    assert_eq!(nobody, Err(Refusal::Gone));
    let again = Edit::PlaceSettlement(PlaceSettlement {
        kind: SettlementKind::Village,
        name: " ".to_owned(),
        code: None,
        at: at(1.0, 1.0),
    });
    assert_eq!(again.plan(&third), Err(Refusal::EmptyName));
}

#[test]
fn a_refinement_moves_no_village_and_stays_within_the_accuracy() {
    // A step of the grid is some 930 m from west to east.
    let (before, village) = place(&still(), "ده", at(1.04, 1.5));
    let moved = |dx: f64| {
        Edit::MoveVertex(MoveVertex {
            from: at(1.0, 1.5),
            to: at(1.0 + dx, 1.5),
        })
    };
    let refined = |snapshot: &Snapshot, dx| {
        let planned = moved(dx).plan_as(snapshot, Some(ChangeKind::Refinement));
        planned.map(drop)
    };
    assert_eq!(refined(&before, -0.1), Ok(()), "93 m to the west");
    let far = refined(&before, -0.2);
    let is_told = matches!(
        far,
        Err(Refusal::LeavesAccuracy { off_m, accuracy_m })
            if (off_m - 187.0).abs() < 2.0 && accuracy_m == 125.0
    );
    assert!(is_told, "{far:?}");
    let over = refined(&before, 0.08);
    assert_eq!(over, Err(Refusal::MovesSettlements(vec![village])));
    // A correction may do both.
    let corrected = moved(0.3).plan_as(&before, Some(ChangeKind::Correction));
    assert!(corrected.is_ok());
    // What the border is accurate to is its own.
    let mut exact = before.clone();
    let mut lines = before.dataset.borders.iter();
    let key = lines
        .find(|(_, border)| border.line.contains(&at(1.0, 1.5)))
        .unwrap()
        .0;
    exact.dataset.borders.update(key, |border| {
        border.attributes.accuracy_m = Some(20.0);
    });
    let off = refined(&exact, -0.1);
    assert!(matches!(
        off,
        Err(Refusal::LeavesAccuracy {
            accuracy_m: 20.0,
            ..
        })
    ));
    // What is said of a border is no course.
    let status = Edit::Borders(EditBorders {
        borders: vec![key],
        field: BorderField::Status(BorderStatus::Agreed),
        reason: String::new(),
    });
    assert!(status.plan_as(&exact, Some(ChangeKind::Refinement)).is_ok());
}

#[test]
fn a_step_knows_its_border_and_comes_back_from_text_as_it_was() {
    let before = still();
    let edit = Edit::MoveVertex(MoveVertex {
        from: at(1.0, 1.5),
        to: at(1.1, 1.5),
    });
    let changes = edit.plan(&before).unwrap();
    let mut history = History::default();
    let step = Step::new(edit, changes).by("سارا", "عکس هوایی");
    let step = step.meant_as(Some(ChangeKind::Correction));
    history.commit(&before, step);
    let made = &history.done()[0];
    let mut sides = made
        .between()
        .map(|between: &Between| between.units)
        .unwrap();
    sides.sort_unstable();
    assert_eq!(sides, [Some(UnitKey(4)), Some(UnitKey(5))]);
    let text = serde_json::to_string(made).unwrap();
    let read: Step = serde_json::from_str(&text).unwrap();
    assert_eq!(&read, made);
}

fn written_and_read(changes: &ChangeSet) -> ChangeSet {
    serde_json::from_str(&serde_json::to_string(changes).unwrap()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(80))]

    /// Whatever border is smoothed, simplified or aligned, and however much: the coverage
    /// stays clean, or it is refused. What is written of the change reads as it was.
    #[test]
    fn a_reshaped_border_leaves_a_clean_coverage_or_is_refused(
        shake in shaken(),
        borders in prop::collection::vec(0..40_usize, 1..4),
        rounds in 1..4_u8,
        metres in 5.0..900.0_f64,
        way in 0..3_usize,
        aside in -0.3..0.3_f64,
    ) {
        let before = clean(&shake);
        let keys: Vec<BorderKey> = before.dataset.borders.iter()
            .filter(|(_, it)| !it.left.is_empty() && !it.right.is_empty())
            .map(|(key, _)| key)
            .collect();
        let borders: Vec<BorderKey> = borders.iter().map(|at| keys[at % keys.len()]).collect();
        let first = before.dataset.borders.get(borders[0]).unwrap();
        let beside = first.line.iter().map(|&vertex| vertex + Position { x: aside, y: -aside } * 0.01);
        let how = match way {
            0 => Reshape::Smooth { rounds },
            1 => Reshape::Simplify { tolerance_m: metres },
            _ => Reshape::Align { to: [beside.collect()].into(), within_m: metres },
        };
        let edit = Edit::Reshape(ReshapeBorders { borders, how });
        let outcome = done(&before, &edit);
        let is_known = matches!(
            outcome,
            Ok(_) | Err(Refusal::Faults(_) | Refusal::NoChange | Refusal::Unclosed(_))
        );
        prop_assert!(is_known, "{outcome:?}");
        if let Ok(changes) = edit.plan(&before) {
            let again = written_and_read(&changes);
            prop_assert_eq!(again.apply(&before).dataset, changes.apply(&before).dataset);
        }
    }
}

#[test]
fn levels_above_follow_a_reshaped_border() {
    let before = still();
    let line = before
        .dataset
        .borders
        .iter()
        .find(|(_, it)| it.line.len() > 2);
    let (key, _) = line.unwrap();
    let edit = |how| {
        Edit::Reshape(ReshapeBorders {
            borders: vec![key],
            how,
        })
    };
    // The lines of the still grid are straight: there is nothing to simplify them to but
    // their ends.
    let after = done(&before, &edit(Reshape::Simplify { tolerance_m: 1.0 })).unwrap();
    assert_eq!(after.dataset.units.len(), before.dataset.units.len());
    for how in [
        Reshape::Smooth { rounds: 0 },
        Reshape::Simplify { tolerance_m: -1.0 },
        Reshape::Align {
            to: [].into(),
            within_m: 10.0,
        },
    ] {
        assert_eq!(edit(how).plan(&before), Err(Refusal::NoDistance));
    }
    assert_eq!(
        before.dataset.units.iter().next().unwrap().1.level,
        Level::RuralDistrict
    );
}

#[test]
fn a_ring_inside_a_unit_becomes_an_island_in_a_hole_of_it() {
    let before = still();
    let ring = vec![at(1.3, 1.3), at(1.7, 1.3), at(1.7, 1.7), at(1.3, 1.7)];
    let give = |unit: u32, ring: Vec<Position>, to| {
        Edit::GiveLand(GiveLand {
            unit: UnitKey(unit),
            cut: LandCut::Inside(ring),
            to,
        })
    };
    let new = NewUnit {
        level: Level::RuralDistrict,
        parent: None,
        code: None,
        name: "جزیره".to_owned(),
    };
    let after = done(&before, &give(5, ring.clone(), Receiver::New(new))).unwrap();
    let island = UnitKey(16);
    let unit = after.dataset.units.get(UnitKey(5)).unwrap();
    let Land::Coverage(parts) = &unit.land else {
        panic!("{unit:?}");
    };
    assert_eq!((parts.len(), parts[0].holes.len()), (1, 1));
    // The hole goes again with the island, and the land to whom it was taken from.
    let merge = Edit::Merge(Merge {
        unit: island,
        into: UnitKey(5),
    });
    let again = done(&after, &merge).unwrap();
    let unit = again.dataset.units.get(UnitKey(5)).unwrap();
    let Land::Coverage(parts) = &unit.land else {
        panic!("{unit:?}");
    };
    assert_eq!((parts.len(), parts[0].holes.len()), (1, 0));
    // To a neighbour the same land is a part of its own in the middle of another.
    let apart = done(&before, &give(5, ring, Receiver::Unit(UnitKey(6)))).unwrap();
    let unit = apart.dataset.units.get(UnitKey(6)).unwrap();
    let Land::Coverage(parts) = &unit.land else {
        panic!("{unit:?}");
    };
    assert_eq!(parts.len(), 2);
}
