//! The fixes of whole parts of units, and of land on the wrong side of the own polygon
//! of a unit above.

use super::{Fix, FixKind};
use crate::edit::{Edit, LandPiece, NewUnit, OrderRings, RingsWork, Taker, Transfer, largest};
use crate::model::{Land, Level, PlainRole, Position, UnitKey};
use crate::rules::{Code, Context, Finding, Place};
use crate::topology::{Snapshot, part_at_place, unit_part_neighbours, unit_polygons};

/// T08, S09, S10: the part goes to a neighbour.
pub(super) fn part_fixes(snapshot: &Snapshot, finding: &Finding) -> Vec<Fix> {
    let (Some(&unit), Some(place)) = (finding.units.first(), &finding.place) else {
        return Vec::new();
    };
    if !snapshot
        .dataset
        .units
        .get(unit)
        .is_some_and(|unit| unit.is_leaf())
    {
        if finding.code == Code::T08 {
            return drop_fixes(snapshot, unit, place);
        }
        return reassign_fixes(snapshot, finding, unit, place.at);
    }
    let outline = place.outline.first().map_or(&[][..], Vec::as_slice);
    let Some(vertex) = part_at_place(&snapshot.dataset, unit, outline, place.at) else {
        return Vec::new();
    };
    let neighbours = unit_part_neighbours(&snapshot.dataset, unit, vertex);
    let longest = neighbours
        .iter()
        .copied()
        .reduce(|best, other| if other.1 > best.1 { other } else { best });
    let units: Vec<UnitKey> = neighbours.iter().map(|&(unit, _)| unit).collect();
    let largest = largest(snapshot, &units);
    let mut fixes: Vec<Fix> = units
        .into_iter()
        .map(|taker| {
            let edit = Edit::Transfer(Transfer {
                removes_units: true,
                ..Transfer::one(LandPiece::Part { unit, vertex }, Taker::Unit(taker))
            });
            Fix {
                is_longest_border: longest.is_some_and(|(longest, _)| longest == taker),
                is_largest: largest == Some(taker),
                ..Fix::planned(snapshot, FixKind::MergeInto, vec![taker], edit)
            }
        })
        .collect();
    fixes.sort_by_key(|fix| (!fix.is_longest_border, !fix.is_largest));
    if finding.code == Code::T08 {
        // A crumb that stands alone has nobody to go to.
        let land = LandPiece::Part { unit, vertex };
        let edit = Edit::Transfer(Transfer::one(land, Taker::Without(unit)));
        let kind = FixKind::DeletePolygon;
        fixes.push(Fix::planned(snapshot, kind, vec![unit], edit));
    }
    fixes
}

/// T08 of a polygon outside the coverage: it has nobody to go to, and is left out.
fn drop_fixes(snapshot: &Snapshot, unit: UnitKey, place: &Place) -> Vec<Fix> {
    let ring = place.outline.first().cloned();
    let edits = ring.map(|ring| {
        Edit::OrderRings(OrderRings {
            units: vec![unit],
            work: RingsWork::Drop(ring),
        })
    });
    let fix = |edit| Fix::planned(snapshot, FixKind::DeletePolygon, vec![unit], edit);
    edits.map(fix).into_iter().collect()
}

/// S09, S10 of a unit that is made of others: the one that lies there comes under the
/// other that the finding names.
fn reassign_fixes(snapshot: &Snapshot, finding: &Finding, unit: UnitKey, at: Position) -> Vec<Fix> {
    let dataset = &snapshot.dataset;
    let level = |key: UnitKey| dataset.units.get(key).map(|unit| unit.level);
    let child = Context::new(snapshot)
        .leaves_at(at)
        .into_iter()
        .flat_map(|leaf| dataset.ancestors(leaf))
        .find(|(_, row)| row.parent == Some(unit));
    let Some((child, _)) = child else {
        return Vec::new();
    };
    let others = finding.units.iter().copied().skip(1);
    others
        .filter(|&other| level(other) == level(unit))
        .map(|other| super::records::parent_fix(snapshot, child, other))
        .collect()
}

/// S03, and one way for S01 and for what is wrong with the polygon itself: the own
/// polygon is made anew.
pub(super) fn rebuild(snapshot: &Snapshot, parent: UnitKey) -> Fix {
    let edit = Edit::OrderRings(OrderRings {
        units: vec![parent],
        work: RingsWork::FromChildren,
    });
    Fix::planned(snapshot, FixKind::RebuildParent, vec![parent], edit)
}

/// S03.
pub(super) fn rebuild_fixes(snapshot: &Snapshot, finding: &Finding) -> Vec<Fix> {
    let parents = finding.units.iter().copied();
    let mut parents = parents.filter(|&unit| has_own_polygon(snapshot, unit));
    let parent = parents.next();
    parent
        .into_iter()
        .map(|unit| rebuild(snapshot, unit))
        .collect()
}

pub(super) fn has_own_polygon(snapshot: &Snapshot, unit: UnitKey) -> bool {
    matches!(
        snapshot.dataset.units.get(unit).map(|unit| &unit.land),
        Some(Land::Plain {
            role: PlainRole::Reference,
            ..
        })
    )
}

/// S01: what lies outside is cut off, the parent's polygon is made to hold it, or the
/// unit comes under whoever holds it.
pub(super) fn outside_fixes(snapshot: &Snapshot, finding: &Finding) -> Vec<Fix> {
    let [child, parent, ..] = finding.units[..] else {
        return Vec::new();
    };
    let clip = Edit::Transfer(Transfer::one(
        LandPiece::Outside {
            unit: child,
            above: parent,
        },
        Taker::LongestBorder,
    ));
    let mut fixes = vec![
        Fix::planned(snapshot, FixKind::Clip, vec![child], clip),
        rebuild(snapshot, parent),
    ];
    if let Some(place) = &finding.place {
        let others = holders(snapshot, parent, place.at);
        fixes.extend(
            others
                .into_iter()
                .map(|other| super::records::parent_fix(snapshot, child, other)),
        );
    }
    fixes
}

/// The other units of a unit's level whose own polygon, or whose leaves, hold a place.
fn holders(snapshot: &Snapshot, unit: UnitKey, at: Position) -> Vec<UnitKey> {
    let dataset = &snapshot.dataset;
    let Some(level) = dataset.units.get(unit).map(|unit| unit.level) else {
        return Vec::new();
    };
    let near = snapshot.index.units_near(crate::model::Extent::at(at));
    near.filter(|&other| other != unit)
        .filter(|&other| {
            dataset.units.get(other).is_some_and(|other| {
                other.level == level
                    && !other.is_leaf()
                    && crate::topology::polygons_contain(&unit_polygons(dataset, other), at)
            })
        })
        .collect()
}

/// S02: the land goes to a child beside it, or becomes a new one.
pub(super) fn uncovered_fixes(snapshot: &Snapshot, finding: &Finding) -> Vec<Fix> {
    let (Some(&parent), Some(place)) = (finding.units.first(), &finding.place) else {
        return Vec::new();
    };
    let land = || LandPiece::Uncovered {
        unit: parent,
        at: place.at,
    };
    let assign = Edit::Transfer(Transfer::one(land(), Taker::LongestBorder));
    let mut fixes = vec![Fix::planned(snapshot, FixKind::GiveTo, Vec::new(), assign)];
    // Whom it goes to stands in the plan.
    if let Some(Ok(changes)) = fixes.first().map(|fix| &fix.planned) {
        let after = changes.apply(snapshot);
        let context = Context::new(&after);
        let taker = context.leaves_at(place.at);
        if let Some(fix) = fixes.first_mut() {
            fix.units = taker;
            fix.is_longest_border = true;
        }
    }
    let context = Context::new(snapshot);
    let leaves = context.leaves(parent);
    // Beside whom it lies, before any other of the leaves.
    let beside = fixes
        .first()
        .map(|fix| fix.units.clone())
        .unwrap_or_default();
    let level = beside
        .iter()
        .chain(&leaves)
        .filter_map(|&leaf| snapshot.dataset.units.get(leaf))
        .find(|leaf| leaf.level != Level::City);
    if let Some(leaf) = level {
        let new = NewUnit {
            level: leaf.level,
            parent: leaf.parent,
            code: None,
            name: String::new(),
        };
        let edit = Edit::Transfer(Transfer::one(land(), Taker::NewUnit(new)));
        fixes.push(Fix::planned(snapshot, FixKind::NewUnit, Vec::new(), edit));
    }
    fixes
}
