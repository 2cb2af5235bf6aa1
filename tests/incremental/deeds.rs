//! What is done to a coverage: edits that are allowed, and changes that make it faulty.

use marz::edit::{
    Change, ChangeSet, Edit, EditParameters, EditSettlement, EditTriage, EditUnit, MoveVertex,
    SettlementField, TriageField, TriagedFinding, UnitField,
};
use marz::model::{
    Dataset, Parameters, Position, SeenFinding, Settlement, SettlementKey, Unit, UnitKey,
    same_place,
};
use marz::topology::Snapshot;
use proptest::prelude::*;

use crate::plan::STEP_DEG;

/// Something to do, with numbers that choose what to.
#[derive(Debug, Clone)]
pub enum Deed {
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
    /// The width of a sliver, by which everything is checked again.
    SliverWidth(f64),
    /// Something is said of a finding, which changes none.
    Triage(usize),
    Undo,
    Redo,
}

pub fn deed() -> impl Strategy<Value = Deed> {
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
        1 => (n.clone(), n.clone()).prop_map(|(s, v)| Deed::SettlementCode(s, v)),
        1 => (5.0..400.0_f64).prop_map(Deed::SliverWidth),
        1 => n.prop_map(Deed::Triage),
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
pub fn changes_of(deed: &Deed, snapshot: &Snapshot) -> Option<ChangeSet> {
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
        Deed::SliverWidth(sliver_width_m) => {
            let parameters = Parameters {
                sliver_width_m,
                ..dataset.parameters.clone()
            };
            Edit::Parameters(EditParameters { parameters })
                .plan(snapshot)
                .ok()
        }
        Deed::Triage(number) => {
            let finding = TriagedFinding {
                key: format!("T09-{number}"),
                fingerprint: String::new(),
                seen: SeenFinding::default(),
            };
            let edit = EditTriage {
                findings: vec![finding],
                field: TriageField::Assignee(format!("کارشناس {number}")),
            };
            Edit::Triage(edit).plan(snapshot).ok()
        }
        Deed::Undo | Deed::Redo => None,
    }
}
