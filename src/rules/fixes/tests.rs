//! What a user can rely on of fixes: each that is offered puts its finding right, brings
//! in none, and a selection is fixed as one step.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should stop"
)]

use std::ops::ControlFlow;

use super::*;
use crate::model::{
    Centre, Dataset, Land, Level, Origin, PlainPolygon, PlainRing, PlainRole, Position, Settlement,
    SettlementKind, Unit,
};
use crate::rules::{Checked, Report, Selection, check};
use crate::topology::{unit_area_m2, weave_dataset};

type Ring = Vec<(f64, f64)>;

fn report(snapshot: &Snapshot) -> Report {
    check(snapshot, &Selection::all(), None, &mut |_| {
        ControlFlow::Continue(())
    })
    .unwrap()
}

fn of_code(snapshot: &Snapshot, code: Code) -> Vec<Finding> {
    let report = report(snapshot);
    let findings = report.findings.iter();
    findings
        .filter(|finding| finding.code == code)
        .map(|finding| Finding::clone(finding))
        .collect()
}

fn add(
    dataset: &mut Dataset,
    level: Level,
    (code, name): (&str, &str),
    parent: Option<UnitKey>,
    rings: &[Ring],
) -> UnitKey {
    let id = dataset.origin.id("unit", dataset.units.len());
    let mut unit = Unit::new(id, level, name);
    unit.code = Some(code.to_owned());
    unit.parent = parent;
    if !rings.is_empty() {
        let polygons = rings.iter().map(|ring| PlainPolygon {
            rings: vec![PlainRing {
                positions: ring.iter().map(|&(x, y)| Position { x, y }).collect(),
                heights_m: None,
            }],
        });
        unit.land = Land::Plain {
            polygons: polygons.collect(),
            role: PlainRole::Pending,
        };
    }
    dataset.units.insert(unit)
}

fn square(west: f64, south: f64, east: f64, north: f64) -> Ring {
    vec![
        (west, south),
        (east, south),
        (east, north),
        (west, north),
        (west, south),
    ]
}

/// A district with rural districts of these rings.
fn district(rings: &[Ring]) -> (Dataset, UnitKey) {
    let mut dataset = Dataset::new(Origin::of_content(b"fixes"), "");
    let parent = add(
        &mut dataset,
        Level::District,
        ("150101", "مرکزی"),
        None,
        &[],
    );
    for (index, ring) in rings.iter().enumerate() {
        let code = format!("150101000{}", index + 1);
        let name = format!("دهستان {index}");
        add(
            &mut dataset,
            Level::RuralDistrict,
            (&code, &name),
            Some(parent),
            std::slice::from_ref(ring),
        );
    }
    (dataset, parent)
}

fn woven(mut dataset: Dataset) -> Snapshot {
    weave_dataset(&mut dataset);
    Snapshot::new(dataset)
}

/// Every fix that is offered for the findings of a code puts its finding right, brings no
/// other of the family, and can be undone; how many could be chosen.
fn prove(snapshot: &Snapshot, code: Code) -> Vec<FixKind> {
    let findings = of_code(snapshot, code);
    assert!(!findings.is_empty(), "{code} is not found");
    let mut kinds = Vec::new();
    let count = |snapshot: &Snapshot, wanted: &dyn Fn(&Finding) -> bool| {
        let report = report(snapshot);
        report.findings.iter().filter(|found| wanted(found)).count()
    };
    let family = code.family();
    let of_family = |found: &Finding| found.code.family() == family;
    let same = |found: &Finding| found.code == code;
    let (before_all, before_same) = (count(snapshot, &of_family), count(snapshot, &same));
    for finding in &findings {
        for fix in fixes(snapshot, finding).unwrap() {
            let (Some(edit), Ok(changes)) = (&fix.edit, &fix.planned) else {
                continue;
            };
            let after = changes.apply(snapshot);
            assert!(
                count(&after, &same) < before_same,
                "{code}: {:?} resolves nothing",
                fix.kind
            );
            assert!(
                count(&after, &of_family) <= before_all,
                "{code}: {:?} brings others: {:?}",
                fix.kind,
                report(&after).findings
            );
            let back = changes.inverse().apply(&after);
            assert_eq!(back.dataset, snapshot.dataset);
            assert!(edit.plan(snapshot).is_ok());
            kinds.push(fix.kind);
        }
    }
    kinds
}

#[test]
fn overlaps_and_gaps_wide_and_narrow() {
    let (dataset, _) = district(&[
        square(48.0, 33.0, 48.1, 33.1),
        square(48.09, 33.02, 48.2, 33.08),
    ]);
    let kinds = prove(&woven(dataset), Code::T09);
    assert_eq!(
        kinds,
        [FixKind::GiveTo, FixKind::GiveTo, FixKind::MiddleLine]
    );
    let notched = |depth: f64| {
        vec![
            (48.0, 33.0),
            (48.1, 33.0),
            (48.1 - depth, 33.05),
            (48.1, 33.1),
            (48.0, 33.1),
            (48.0, 33.0),
        ]
    };
    for (depth, code) in [(0.01, Code::T12), (0.00004, Code::T15)] {
        let (dataset, _) = district(&[notched(depth), square(48.1, 33.0, 48.2, 33.1)]);
        let kinds = prove(&woven(dataset), code);
        assert_eq!(
            kinds.get(..3),
            Some(&[FixKind::GiveTo, FixKind::GiveTo, FixKind::MiddleLine][..])
        );
        assert_eq!(kinds.contains(&FixKind::NewUnit), code == Code::T12);
    }
}

#[test]
fn missing_vertices_repeated_vertices_and_duplicates() {
    let (dataset, _) = district(&[
        vec![
            (48.0, 33.0),
            (48.1, 33.0),
            (48.100001, 33.05),
            (48.1, 33.1),
            (48.0, 33.1),
            (48.0, 33.1),
            (48.0, 33.0),
        ],
        square(48.1, 33.0, 48.2, 33.1),
    ]);
    assert_eq!(prove(&woven(dataset), Code::T05), [FixKind::WriteOnce]);
    let (dataset, _) = district(&[
        square(48.0, 33.0, 48.1, 33.1),
        square(48.1, 33.0, 48.2, 33.1),
        square(48.1, 33.0, 48.2, 33.1),
    ]);
    assert_eq!(
        prove(&woven(dataset), Code::T10),
        [FixKind::DeleteUnit, FixKind::DeleteUnit]
    );
    let (dataset, _) = district(&[
        vec![
            (48.0, 33.0),
            (48.1, 33.0),
            (48.100001, 33.05),
            (48.1, 33.1),
            (48.0, 33.1),
            (48.0, 33.0),
        ],
        square(48.1, 33.0, 48.2, 33.1),
    ]);
    assert_eq!(prove(&woven(dataset), Code::T16), [FixKind::InsertVertex]);
}

#[test]
fn a_ring_that_crosses_itself_is_split() {
    let (dataset, _) = district(&[vec![
        (48.0, 33.0),
        (48.1, 33.0),
        (48.0, 33.1),
        (48.1, 33.1),
        (48.0, 33.0),
    ]]);
    let snapshot = woven(dataset);
    assert_eq!(prove(&snapshot, Code::T01), [FixKind::SplitParts]);
}

#[test]
fn codes_names_and_belonging() {
    let (mut dataset, _) = district(&[
        square(48.0, 33.0, 48.1, 33.1),
        square(48.1, 33.0, 48.2, 33.1),
    ]);
    let keys: Vec<UnitKey> = dataset.units.keys().skip(1).collect();
    dataset.units.update(keys[1], |unit| {
        unit.code = Some("1501010001".to_owned());
        unit.name = "كرگاه".to_owned();
    });
    let id = dataset.origin.id("settlement", 0);
    dataset.settlements.insert(Settlement {
        id,
        kind: SettlementKind::Village,
        code: Some("000001".to_owned()),
        name: "ده".to_owned(),
        parent: Some(keys[0]),
        parent_reference: Default::default(),
        village: None,
        position: Some(Position { x: 48.15, y: 33.05 }),
        height_m: None,
        limits: Vec::new(),
        populations: Default::default(),
        layer: None,
        properties: Default::default(),
        life: Default::default(),
    });
    dataset.units.update(keys[0], |unit| {
        unit.centre = Some(Centre {
            name: "ده".to_owned(),
            position: Some(Position { x: 48.15, y: 33.05 }),
            ..Centre::default()
        });
    });
    let snapshot = woven(dataset);
    assert_eq!(
        prove(&snapshot, Code::S12),
        [FixKind::NewCode, FixKind::NewCode]
    );
    assert_eq!(prove(&snapshot, Code::S17), [FixKind::Normalise]);
    assert_eq!(
        prove(&snapshot, Code::S08),
        [FixKind::ChooseParent, FixKind::MoveInto]
    );
}

#[test]
fn the_price_tells_areas_settlements_people_and_findings() {
    let (mut dataset, parent) = district(&[
        square(48.0, 33.0, 48.1, 33.1),
        square(48.09, 33.02, 48.2, 33.08),
    ]);
    let keys: Vec<UnitKey> = dataset.units.keys().skip(1).collect();
    let id = dataset.origin.id("settlement", 0);
    let mut village = Settlement {
        id,
        kind: SettlementKind::Village,
        code: Some("000001".to_owned()),
        name: "ده".to_owned(),
        parent: Some(keys[0]),
        parent_reference: Default::default(),
        village: None,
        position: Some(Position {
            x: 48.095,
            y: 33.05,
        }),
        height_m: None,
        limits: Vec::new(),
        populations: Default::default(),
        layer: None,
        properties: Default::default(),
        life: Default::default(),
    };
    village.populations.set_people(Some(1395), Some(418));
    let village = dataset.settlements.insert(village);
    let snapshot = woven(dataset);
    let mut go_on = |_| ControlFlow::Continue(());
    let checked = Checked::whole(&snapshot, &Selection::all(), None, &mut go_on).unwrap();
    let overlap = of_code(&snapshot, Code::T09).remove(0);
    let fixes = fixes(&snapshot, &overlap).unwrap();
    let to_first = fixes.iter().find(|fix| fix.units == [keys[0]]).unwrap();
    let changes = to_first.planned.as_ref().unwrap();
    let price = price(&checked, changes, &mut go_on).unwrap();
    assert!(price.resolved.iter().any(|found| found.code == Code::T09));
    assert_eq!(price.faults().count(), 0);
    let of = |unit: UnitKey| {
        price
            .impacts
            .iter()
            .find(|impact| impact.unit == unit)
            .unwrap()
    };
    assert!(of(keys[0]).gained_m2.abs() < 1.0 && of(keys[1]).gained_m2 < -1e5);
    assert!(of(parent).gained_m2 < -1e5);
    assert_eq!(of(keys[1]).settlements_lost, [village]);
    assert_eq!(of(keys[1]).people_gained, -418);
    assert!(of(keys[0]).settlements_lost.is_empty() && of(parent).settlements_lost.is_empty());
}

#[test]
fn kinds_without_a_fix_say_why() {
    let snapshot = woven(district(&[]).0);
    for (code, reason) in [
        (Code::T13, NoFix::OpenGap),
        (Code::T18, NoFix::InvalidCoordinate),
        (Code::D01, NoFix::Dispute),
        (Code::S15, NoFix::Name),
    ] {
        let finding = Finding::new(code, crate::rules::Severity::Error);
        assert_eq!(fixes(&snapshot, &finding).err(), Some(reason));
    }
}

#[test]
fn a_selection_is_fixed_as_one_step_and_what_is_left_says_why() {
    // A row of squares; between the second and the third a sliver of a gap, between the
    // third and the fourth one of an overlap, and a vertex written twice.
    let (dataset, _) = district(&[
        square(48.0, 33.0, 48.1, 33.1),
        vec![
            (48.1, 33.0),
            (48.2, 33.0),
            (48.19996, 33.05),
            (48.2, 33.1),
            (48.1, 33.1),
            (48.1, 33.1),
            (48.1, 33.0),
        ],
        vec![
            (48.2, 33.0),
            (48.3, 33.0),
            (48.30004, 33.05),
            (48.3, 33.1),
            (48.2, 33.1),
            (48.2, 33.0),
        ],
        square(48.3, 33.0, 48.4, 33.1),
    ]);
    let snapshot = woven(dataset);
    let found = report(&snapshot);
    let selection: Vec<&Finding> = found.findings.iter().map(|finding| &**finding).collect();
    let mut steps = Vec::new();
    let mut watch = |progress: BulkProgress| {
        steps.push(progress.done);
        ControlFlow::Continue(())
    };
    let bulk = fix_all(&snapshot, &selection, BulkTaker::Largest, &mut watch).unwrap();
    assert!(!steps.is_empty());
    let is_left = |index: usize| bulk.left.iter().any(|(left, _)| *left == index);
    for (index, finding) in selection.iter().enumerate() {
        assert_eq!(bulk.fixed.contains(&index), is_bulk(finding.code));
        assert_eq!(is_left(index), !is_bulk(finding.code));
    }
    let after = bulk.changes.apply(&snapshot);
    assert_eq!(after.dataset, bulk.after.dataset);
    assert!(
        report(&after)
            .findings
            .iter()
            .all(|found| !is_bulk(found.code))
    );
    assert_eq!(after.dataset.units.len(), snapshot.dataset.units.len());
    assert_eq!(
        bulk.changes.inverse().apply(&after).dataset,
        snapshot.dataset
    );
    assert!(bulk.edit.plan(&snapshot).is_ok());
    let area = |snapshot: &Snapshot| {
        let units: Vec<UnitKey> = snapshot.dataset.units.keys().collect();
        unit_area_m2(&snapshot.dataset, &units)
    };
    assert!((area(&after) / area(&snapshot) - 1.0).abs() < 1e-3);
    let mut stop = |_| ControlFlow::Break(());
    assert!(fix_all(&snapshot, &selection, BulkTaker::Largest, &mut stop).is_none());
}
