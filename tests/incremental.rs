//! After an edit only what it touched is checked again, and the report is the one that checking everything
//! gives: random edits, sound and faulty, of random coverages with faults, undone and made again, all rules.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::ops::ControlFlow;

use marz::edit::{
    Change, ChangeSet, Edit, EditSettlement, EditUnit, MoveVertex, SettlementField, UnitField,
};
use marz::model::{
    Centre, Dataset, Key, Land, Level, Origin, PlainPolygon, PlainRing, PlainRole, Position,
    Settlement, SettlementKey, SettlementKind, Unit, UnitKey, same_place,
};
use marz::rules::{Checked, Progress, Report, Selection, UpdateError};
use marz::topology::{Snapshot, weave_dataset};
use proptest::prelude::*;

/// Cells on a side of the coverage.
const SIDE: usize = 6;
const STEP_DEG: f64 = 0.01;

fn go_on(_: Progress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// What a random coverage is made of.
#[derive(Debug, Clone)]
struct Plan {
    /// By how much each vertex of the lattice is off its place.
    shake: Vec<(f64, f64)>,
    /// Cells' own vertices that are elsewhere: cell, which of its eight, by how much.
    faults: Vec<(usize, usize, f64, f64)>,
    /// Cells that are left out.
    holes: Vec<usize>,
    settlements: Vec<(f64, f64, usize)>,
}

fn plan() -> impl Strategy<Value = Plan> {
    let lattice = (SIDE * 2 + 1) * (SIDE * 2 + 1);
    let off = || -0.3..0.3_f64;
    (
        prop::collection::vec((off(), off()), lattice),
        prop::collection::vec(
            (0..SIDE * SIDE, 0..8_usize, -0.8..0.8_f64, -0.8..0.8_f64),
            0..4,
        ),
        prop::collection::vec(0..SIDE * SIDE, 0..3),
        prop::collection::vec((0.0..1.0_f64, 0.0..1.0_f64, 0..SIDE * SIDE), 20..60),
    )
        .prop_map(|(shake, faults, holes, settlements)| Plan {
            shake,
            faults,
            holes,
            settlements,
        })
}

fn polygon(ring: Vec<Position>) -> Land {
    let mut ring = ring;
    ring.push(ring[0]);
    Land::Plain {
        polygons: [PlainPolygon {
            rings: vec![PlainRing {
                positions: ring.into(),
                heights_m: None,
            }],
        }]
        .into(),
        role: PlainRole::Pending,
    }
}

fn add_unit(dataset: &mut Dataset, level: Level, parent: Option<UnitKey>, code: &str) -> UnitKey {
    let id = dataset.origin.id("unit", dataset.units.next_key().index());
    let mut unit = Unit::new(id, level, format!("واحد {code}"));
    unit.parent = parent;
    unit.code = Some(code.to_owned());
    dataset.units.insert(unit)
}

/// The coverage: rural districts in districts of three by three in two counties of a
/// province; districts have polygons of their own.
fn snapshot_of(plan: &Plan) -> Snapshot {
    let count = SIDE * 2 + 1;
    let at = |column: usize, row: usize| {
        let is_inner = column > 0 && row > 0 && column + 1 < count && row + 1 < count;
        let (dx, dy) = if is_inner {
            plan.shake[row * count + column]
        } else {
            (0.0, 0.0)
        };
        Position {
            x: 48.0 + (column as f64 + dx) * STEP_DEG / 2.0,
            y: 33.0 + (row as f64 + dy) * STEP_DEG / 2.0,
        }
    };
    let mut dataset = Dataset::new(Origin::of_content(b"incremental"), "");
    let province = add_unit(&mut dataset, Level::Province, None, "15");
    let mut leaves = Vec::new();
    for county in 0..2 {
        let county_key = add_unit(
            &mut dataset,
            Level::County,
            Some(province),
            &format!("150{county}"),
        );
        for district in 0..2 {
            let code = format!("150{county}0{district}");
            let district_key = add_unit(&mut dataset, Level::District, Some(county_key), &code);
            let (west, south) = (county * SIDE, district * SIDE);
            let mut ring: Vec<Position> = (0..SIDE).map(|step| at(west + step, south)).collect();
            ring.extend((0..SIDE).map(|step| at(west + SIDE, south + step)));
            ring.extend((0..SIDE).map(|step| at(west + SIDE - step, south + SIDE)));
            ring.extend((0..SIDE).map(|step| at(west, south + SIDE - step)));
            dataset
                .units
                .update(district_key, |unit| unit.land = polygon(ring.clone()));
            for row in 0..SIDE / 2 {
                for column in 0..SIDE / 2 {
                    let (x, y) = (west + column * 2, south + row * 2);
                    let mut cell = [
                        (0, 0),
                        (1, 0),
                        (2, 0),
                        (2, 1),
                        (2, 2),
                        (1, 2),
                        (0, 2),
                        (0, 1),
                    ]
                    .map(|(dx, dy)| at(x + dx, y + dy));
                    for &(_, vertex, dx, dy) in
                        plan.faults.iter().filter(|fault| fault.0 == leaves.len())
                    {
                        cell[vertex].x += dx * STEP_DEG;
                        cell[vertex].y += dy * STEP_DEG;
                    }
                    let leaf = add_unit(
                        &mut dataset,
                        Level::RuralDistrict,
                        Some(district_key),
                        &format!("{code}{:04}", leaves.len() + 1),
                    );
                    if !plan.holes.contains(&leaves.len()) {
                        dataset
                            .units
                            .update(leaf, |unit| unit.land = polygon(cell.into()));
                    }
                    leaves.push(leaf);
                }
            }
        }
    }
    for (index, &(x, y, leaf)) in plan.settlements.iter().enumerate() {
        let settlement = Settlement {
            id: dataset.origin.id("settlement", index),
            kind: [SettlementKind::Village, SettlementKind::Farm][index % 2],
            // Every seventh has the code of another.
            code: Some(format!(
                "{:06}",
                if index % 7 == 6 { index - 1 } else { index }
            )),
            name: ["ده", "ده\u{200c} ", ""][index % 3].to_owned(),
            parent: (index % 11 != 0).then(|| leaves[leaf]),
            parent_reference: Default::default(),
            village: None,
            position: Some(Position {
                x: 48.0 + x * STEP_DEG * SIDE as f64,
                y: 33.0 + y * STEP_DEG * SIDE as f64,
            }),
            height_m: None,
            limits: Vec::new(),
            populations: Default::default(),
            layer: None,
            properties: Default::default(),
            life: Default::default(),
        };
        let key = dataset.settlements.insert(settlement);
        if index < leaves.len() {
            dataset.units.update(leaves[index], |unit| {
                unit.centre = Some(Centre {
                    settlement: Some(key),
                    ..Centre::default()
                });
            });
        }
    }
    weave_dataset(&mut dataset);
    Snapshot::new(dataset)
}

/// Something to do, with numbers that choose what to.
#[derive(Debug, Clone)]
enum Deed {
    /// A vertex goes elsewhere, if the edit allows it.
    Move(usize, f64, f64),
    /// A vertex goes elsewhere, whatever that makes of the coverage.
    Tear(usize, f64, f64),
    /// A vertex goes to another, if the edit allows it.
    Join(usize, usize),
    UnitName(usize, usize),
    UnitCode(usize, usize),
    UnitParent(usize, usize),
    UnitPeople(usize, u64),
    Place(usize, usize),
    Belong(usize, usize),
    SettlementCode(usize, usize),
    Undo,
    Redo,
}

fn deed() -> impl Strategy<Value = Deed> {
    let n = 0..10_000_usize;
    let off = || -1.2..1.2_f64;
    prop_oneof![
        4 => (n.clone(), off(), off()).prop_map(|(v, x, y)| Deed::Move(v, x * 0.4, y * 0.4)),
        5 => (n.clone(), off(), off()).prop_map(|(v, x, y)| Deed::Tear(v, x, y)),
        2 => (n.clone(), n.clone()).prop_map(|(v, w)| Deed::Join(v, w)),
        1 => (n.clone(), n.clone()).prop_map(|(u, v)| Deed::UnitName(u, v)),
        1 => (n.clone(), n.clone()).prop_map(|(u, v)| Deed::UnitCode(u, v)),
        1 => (n.clone(), n.clone()).prop_map(|(u, v)| Deed::UnitParent(u, v)),
        1 => (n.clone(), 0..200_000_u64).prop_map(|(u, v)| Deed::UnitPeople(u, v)),
        1 => (n.clone(), n.clone()).prop_map(|(s, v)| Deed::Place(s, v)),
        1 => (n.clone(), n.clone()).prop_map(|(s, u)| Deed::Belong(s, u)),
        1 => (n.clone(), n).prop_map(|(s, v)| Deed::SettlementCode(s, v)),
        2 => Just(Deed::Undo),
        2 => Just(Deed::Redo),
    ]
}

fn vertices(dataset: &Dataset) -> Vec<Position> {
    let borders = dataset.borders.iter();
    borders
        .flat_map(|(_, border)| border.line.to_vec())
        .collect()
}

fn pick<T: Copy>(all: &[T], number: usize) -> T {
    all[number % all.len()]
}

fn unit_at(dataset: &Dataset, number: usize) -> UnitKey {
    pick(&dataset.units.keys().collect::<Vec<_>>(), number)
}

fn settlement_at(dataset: &Dataset, number: usize) -> SettlementKey {
    pick(&dataset.settlements.keys().collect::<Vec<_>>(), number)
}

fn off(from: Position, dx: f64, dy: f64) -> Position {
    let (x, y) = (from.x + dx * STEP_DEG, from.y + dy * STEP_DEG);
    Position { x, y }
}

/// The changes of a deed; nothing where they cannot be.
fn changes_of(deed: &Deed, snapshot: &Snapshot) -> Option<ChangeSet> {
    let dataset = &snapshot.dataset;
    let unit = |number: usize, field: UnitField| {
        let unit = unit_at(dataset, number);
        Edit::Unit(EditUnit { unit, field }).plan(snapshot).ok()
    };
    let settlement = |number: usize, field: SettlementField| {
        let settlement = settlement_at(dataset, number);
        let edit = EditSettlement { settlement, field };
        Edit::Settlement(edit).plan(snapshot).ok()
    };
    match *deed {
        Deed::Move(vertex, dx, dy) => {
            let from = pick(&vertices(dataset), vertex);
            let to = off(from, dx, dy);
            Edit::MoveVertex(MoveVertex { from, to })
                .plan(snapshot)
                .ok()
        }
        Deed::Join(vertex, other) => {
            let all = vertices(dataset);
            let from = pick(&all, vertex);
            let mut near: Vec<Position> = all
                .into_iter()
                .filter(|it| !same_place(*it, from))
                .collect();
            let distance = |at: &Position| (at.x - from.x).hypot(at.y - from.y);
            near.sort_by(|a, b| distance(a).total_cmp(&distance(b)));
            let to = near[other % 12];
            Edit::MoveVertex(MoveVertex { from, to })
                .plan(snapshot)
                .ok()
        }
        Deed::Tear(vertex, dx, dy) => {
            let from = pick(&vertices(dataset), vertex);
            let to = off(from, dx, dy);
            let mut changes = Vec::new();
            for (border, row) in dataset.borders.iter() {
                for (at, &before) in row.line.iter().enumerate() {
                    if same_place(before, from) {
                        changes.push(Change::Vertices {
                            border,
                            at,
                            before: [before].into(),
                            after: [to].into(),
                        });
                    }
                }
            }
            Some(changes.into())
        }
        Deed::UnitName(number, name) => {
            let name = ["علي", "الف", "ب", "ب \u{200c}"][name % 4].to_owned();
            unit(number, UnitField::Name(name))
        }
        Deed::UnitCode(number, other) => {
            // Whatever code another has: faulty data, not an edit that is allowed.
            let key = unit_at(dataset, number);
            let other = unit_at(dataset, other);
            let before = dataset.units.get_shared(key)?.clone();
            let mut after = Unit::clone(&before);
            after.code = dataset.units.get(other)?.code.clone();
            let change = Change::Unit {
                key,
                before: Some(before),
                after: Some(after.into()),
            };
            Some(vec![change].into())
        }
        Deed::UnitParent(number, parent) => {
            unit(number, UnitField::Parent(Some(unit_at(dataset, parent))))
        }
        Deed::UnitPeople(number, people) => unit(
            number,
            UnitField::People {
                census: Some(1395),
                people: Some(people),
            },
        ),
        Deed::Place(number, other) => {
            let key = settlement_at(dataset, number);
            let before = dataset.settlements.get_shared(key)?.clone();
            let mut after = Settlement::clone(&before);
            after.position = Some(off(pick(&vertices(dataset), other), 0.3, 0.2));
            let change = Change::Settlement {
                key,
                before: Some(before),
                after: Some(after.into()),
            };
            Some(vec![change].into())
        }
        Deed::Belong(number, parent) => settlement(
            number,
            SettlementField::Parent(Some(unit_at(dataset, parent))),
        ),
        Deed::SettlementCode(number, code) => settlement(
            number,
            SettlementField::Code(Some(format!("{:06}", code % 60))),
        ),
        Deed::Undo | Deed::Redo => None,
    }
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
