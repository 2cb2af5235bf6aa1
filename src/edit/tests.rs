//! What a user can rely on when editing: both sides of a line follow, what is
//! undone is as it was, and what cannot be is refused.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on should stop"
)]

use proptest::prelude::*;
use uuid::Uuid;

use super::{
    Edit, EditUnit, Fault, FaultKind, History, MoveVertex, Refusal, Step, UnitField, impact,
    rounded,
};
use crate::model::{
    BorderStatus, Dataset, Land, Level, Origin, PlainPolygon, PlainRing, PlainRole, Position, Unit,
    UnitKey,
};
use crate::topology::{Snapshot, unit_area_m2, unit_polygons, weave_dataset};

fn position(x: f64, y: f64) -> Position {
    Position { x, y }
}

fn county(dataset: &mut Dataset, parent: UnitKey, code: &str, ring: &[(f64, f64)]) -> UnitKey {
    let mut unit = Unit::new(Uuid::nil(), Level::County, code);
    unit.code = Some(code.to_owned());
    unit.parent = Some(parent);
    let positions = ring.iter().map(|&(x, y)| position(x, y)).collect();
    unit.land = Land::Plain {
        polygons: [PlainPolygon {
            rings: vec![PlainRing {
                positions,
                heights_m: None,
            }],
        }]
        .into(),
        role: PlainRole::Pending,
    };
    dataset.units.insert(unit)
}

/// Four square counties around the junction at 49° E, 34° N, in two provinces: the
/// western two and the eastern two.
fn four() -> (Snapshot, [UnitKey; 4]) {
    let mut dataset = Dataset::new(Origin::of_content(b"four"), "four");
    let west = dataset
        .units
        .insert(Unit::new(Uuid::nil(), Level::Province, "west"));
    let east = dataset
        .units
        .insert(Unit::new(Uuid::nil(), Level::Province, "east"));
    let square = |x: f64, y: f64| {
        [
            (x, y),
            (x + 0.5, y),
            (x + 1.0, y),
            (x + 1.0, y + 1.0),
            (x, y + 1.0),
            (x, y),
        ]
    };
    let square_with_top = |x: f64, y: f64| {
        [
            (x, y),
            (x + 1.0, y),
            (x + 1.0, y + 1.0),
            (x + 0.5, y + 1.0),
            (x, y + 1.0),
            (x, y),
        ]
    };
    let keys = [
        county(&mut dataset, west, "0101", &square_with_top(48.0, 33.0)),
        county(&mut dataset, west, "0102", &square(48.0, 34.0)),
        county(&mut dataset, east, "0201", &square_with_top(49.0, 33.0)),
        county(&mut dataset, east, "0202", &square(49.0, 34.0)),
    ];
    weave_dataset(&mut dataset);
    (Snapshot::new(dataset), keys)
}

fn outline(snapshot: &Snapshot, unit: UnitKey) -> Vec<(f64, f64)> {
    unit_polygons(&snapshot.dataset, snapshot.dataset.units.get(unit).unwrap())
        .iter()
        .flat_map(|polygon| &polygon.rings)
        .flat_map(|ring| ring.positions.iter().map(|p| (p.x, p.y)))
        .collect()
}

fn moved(snapshot: &Snapshot, from: (f64, f64), to: (f64, f64)) -> Result<Snapshot, Refusal> {
    let edit = Edit::MoveVertex(MoveVertex {
        from: position(from.0, from.1),
        to: position(to.0, to.1),
    });
    Ok(edit.plan(snapshot)?.apply(snapshot))
}

#[test]
fn a_moved_junction_takes_every_unit_and_level_along() {
    let (before, units) = four();
    let after = moved(&before, (49.0, 34.0), (49.1, 34.1)).unwrap();
    for unit in units {
        let vertices = outline(&after, unit);
        assert!(vertices.contains(&(49.1, 34.1)) && !vertices.contains(&(49.0, 34.0)));
    }
    let whole = |snapshot: &Snapshot| unit_area_m2(&snapshot.dataset, &units);
    assert!((whole(&before) - whole(&after)).abs() < 1e-3);
    let gains = impact(&before, &after, &units);
    let total: f64 = gains
        .iter()
        .filter(|gain| gain.level == Level::Province)
        .map(|gain| gain.gained_m2)
        .sum();
    assert!(gains.iter().any(|gain| gain.gained_m2.abs() > 1e6) && total.abs() < 1e-3);
}

#[test]
fn a_vertex_of_a_shared_line_moves_for_both_sides_only() {
    let (before, [south, north, other, _]) = four();
    let after = moved(&before, (48.5, 34.0), (48.5, 34.2)).unwrap();
    assert!(outline(&after, south).contains(&(48.5, 34.2)));
    assert!(outline(&after, north).contains(&(48.5, 34.2)));
    assert_eq!(outline(&after, other), outline(&before, other));
}

#[test]
fn moves_that_cannot_be_are_refused_with_the_reason() {
    let (before, [south, north, south_east, north_east]) = four();
    let refusal = |from, to| moved(&before, from, to).err();
    assert_eq!(
        refusal((48.7, 34.0), (48.7, 34.1)),
        Some(Refusal::NoVertex(position(48.7, 34.0)))
    );
    assert_eq!(
        refusal((48.5, 34.0), (48.0, 34.0)),
        Some(Refusal::Collapse(position(48.0, 34.0)))
    );
    assert!(matches!(
        refusal((48.5, 34.0), (400.0, 34.0)),
        Some(Refusal::NotOnEarth(_))
    ));
    // Over the eastern border: both western units would overlap the eastern ones.
    let Some(Refusal::Faults(faults)) = refusal((48.5, 34.0), (49.3, 34.4)) else {
        panic!("the move was not refused");
    };
    assert!(
        faults
            .iter()
            .any(|Fault { kind, units }| *kind == FaultKind::Overlap
                && units.iter().any(|unit| [south, north].contains(unit))
                && units
                    .iter()
                    .any(|unit| [south_east, north_east].contains(unit))),
        "{faults:?}"
    );
    // Along the eastern border: the northern unit would end in a spike there.
    assert_eq!(
        refusal((48.5, 34.0), (48.999_999_9, 34.4)),
        Some(Refusal::Faults(vec![Fault {
            kind: FaultKind::Spike,
            units: vec![north],
        }]))
    );
}

#[test]
fn an_agreed_border_is_locked() {
    let (mut before, _) = four();
    let shared = before
        .dataset
        .borders
        .iter()
        .find(|(_, border)| border.line.contains(&position(48.5, 34.0)))
        .unwrap()
        .0;
    before.dataset.borders.update(shared, |border| {
        border.attributes.status = BorderStatus::Agreed;
    });
    assert_eq!(
        moved(&before, (48.5, 34.0), (48.5, 34.1)).err(),
        Some(Refusal::Locked(vec![shared]))
    );
}

#[test]
fn a_vertex_dropped_on_its_neighbours_closes_the_gap_for_good() {
    let mut dataset = Dataset::new(Origin::of_content(b"gap"), "gap");
    let province = dataset
        .units
        .insert(Unit::new(Uuid::nil(), Level::Province, ""));
    let west = county(
        &mut dataset,
        province,
        "0101",
        &[
            (48.0, 33.0),
            (49.0, 33.0),
            (48.999, 33.5),
            (49.0, 34.0),
            (48.0, 34.0),
            (48.0, 33.0),
        ],
    );
    let east = county(
        &mut dataset,
        province,
        "0102",
        &[
            (49.0, 33.0),
            (50.0, 33.0),
            (50.0, 34.0),
            (49.0, 34.0),
            (49.0, 33.5),
            (49.0, 33.0),
        ],
    );
    weave_dataset(&mut dataset);
    let before = Snapshot::new(dataset);
    let edit = MoveVertex {
        from: position(48.999, 33.5),
        to: position(49.0, 33.5),
    };
    let changes = edit.plan(&before).unwrap();
    let after = changes.apply(&before);
    let shared: Vec<_> = after
        .dataset
        .borders
        .iter()
        .filter(|(_, border)| border.left.len() == 1 && border.right.len() == 1)
        .collect();
    assert_eq!(shared.len(), 1);
    assert_eq!(shared[0].1.line.len(), 3);
    assert_eq!(shared[0].1.units(), [west, east]);
    let back = changes.inverse().apply(&after);
    assert_eq!(back.dataset, before.dataset);
    // From then on the line is one: moving it moves both.
    let onward = moved(&after, (49.0, 33.5), (49.01, 33.5)).unwrap();
    assert!(outline(&onward, east).contains(&(49.01, 33.5)));
}

#[test]
fn attributes_that_cannot_be_are_refused() {
    let (snapshot, [first, ..]) = four();
    let refusal = |field| {
        Edit::Unit(EditUnit { unit: first, field })
            .plan(&snapshot)
            .err()
    };
    assert_eq!(
        refusal(UnitField::Name("  ".into())),
        Some(Refusal::EmptyName)
    );
    assert_eq!(
        refusal(UnitField::Code(Some("0102".into()))),
        Some(Refusal::CodeTaken {
            name: "0102".into()
        })
    );
    assert_eq!(
        refusal(UnitField::Code(Some("7".into()))),
        Some(Refusal::CodeLength {
            expected: 4,
            found: 1
        })
    );
    assert_eq!(
        refusal(UnitField::Parent(Some(first))),
        Some(Refusal::ParentCycle)
    );
    assert_eq!(refusal(UnitField::Density(None)), Some(Refusal::NoChange));
    assert_eq!(
        refusal(UnitField::People {
            census: Some(1395),
            people: Some(u64::MAX)
        }),
        Some(Refusal::TooManyPeople(u64::MAX))
    );
}

proptest! {
    #[test]
    fn every_edit_undone_is_as_it_was_and_redone_as_it_became(
        moves in prop::collection::vec((0_usize..40, -0.3_f64..0.3, -0.3_f64..0.3), 1..8),
    ) {
        let (mut snapshot, units) = four();
        let mut history = History::default();
        let mut states = vec![snapshot.clone()];
        for (pick, dx, dy) in moves {
            let vertices: Vec<(f64, f64)> =
                units.iter().flat_map(|&unit| outline(&snapshot, unit)).collect();
            let from = vertices[pick % vertices.len()];
            let edit = Edit::MoveVertex(MoveVertex {
                from: position(from.0, from.1),
                to: position(from.0 + dx, from.1 + dy),
            });
            let Ok(changes) = edit.plan(&snapshot) else { continue };
            snapshot = history.commit(&snapshot, Step::new(edit, changes));
            states.push(snapshot.clone());
            // Land only changes hands inside the four unless an outer vertex moved.
            let parts: f64 = units.iter().map(|&unit| unit_area_m2(&snapshot.dataset, &[unit])).sum();
            let whole = unit_area_m2(&snapshot.dataset, &units);
            prop_assert!((parts - whole).abs() < 1e-3);
        }
        for state in states.iter().rev().skip(1) {
            snapshot = history.undo(&snapshot).unwrap().0;
            prop_assert_eq!(&snapshot.dataset, &state.dataset);
        }
        for state in states.iter().skip(1) {
            snapshot = history.redo(&snapshot).unwrap().0;
            prop_assert_eq!(&snapshot.dataset, &state.dataset);
        }
    }

    #[test]
    fn rounding_keeps_a_tenth_of_a_millimetre(x in -180.0_f64..180.0, y in -90.0_f64..90.0) {
        let near = rounded(position(x, y));
        prop_assert!((near.x - x).abs() <= 1e-9 && (near.y - y).abs() <= 1e-9);
        prop_assert_eq!(rounded(near), near);
    }
}
