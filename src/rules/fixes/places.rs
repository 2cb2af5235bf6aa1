//! The fixes of what lies where it does not belong: under the unit that it lies in, or
//! moved into the unit that it is under.

use super::records::{belonging_fix, settlement_edit};
use super::{Fix, FixKind};
use crate::edit::SettlementField;
use crate::measure::{LocalPlane, distance_m};
use crate::model::{PlainPolygon, Position, SettlementKey, UnitKey};
use crate::rules::{Context, Detail, Finding};
use crate::topology::{Snapshot, unit_polygons};

/// How far inside the unit's line a settlement is put, in metres; the next where the land
/// there is narrower.
const INSIDE_M: [f64; 3] = [20.0, 2.0, 0.2];

/// S08: under the unit that it lies in; or moved into its own. Which of the two is wrong
/// is not in the data, so that the second says how far it is.
pub(super) fn belonging_fixes(snapshot: &Snapshot, finding: &Finding) -> Vec<Fix> {
    let Some(&settlement) = finding.settlements.first() else {
        return Vec::new();
    };
    let mut fixes = Vec::new();
    if let Detail::LiesIn(Some(unit)) = &finding.detail {
        fixes.push(belonging_fix(snapshot, settlement, *unit));
    }
    if let Some(&own) = finding.units.first() {
        fixes.extend(move_fix(snapshot, settlement, own));
    }
    fixes
}

/// The settlement moves to the nearest place inside a unit; nothing where none was found.
fn move_fix(snapshot: &Snapshot, settlement: SettlementKey, unit: UnitKey) -> Option<Fix> {
    let dataset = &snapshot.dataset;
    let from = dataset.settlements.get(settlement)?.position?;
    let polygons = unit_polygons(dataset, dataset.units.get(unit)?);
    let edge = nearest_on_outline(&polygons, from)?;
    let plane = LocalPlane::at(edge);
    let outward = plane.metres_from_position(from);
    let length_m = outward.x.hypot(outward.y);
    let context = Context::new(snapshot);
    let to = INSIDE_M.into_iter().find_map(|inside_m| {
        let to = plane.position_from_metres(outward * (-inside_m / length_m));
        (context.holds(unit, to) == Some(true)).then_some(to)
    })?;
    let edit = settlement_edit(settlement, SettlementField::Position(to));
    Some(Fix {
        settlements: vec![settlement],
        distance_m: Some(distance_m(from, to)),
        ..Fix::planned(snapshot, FixKind::MoveInto, vec![unit], edit)
    })
}

/// The place on the outline of some polygons that is nearest to a position.
fn nearest_on_outline(polygons: &[PlainPolygon], from: Position) -> Option<Position> {
    let plane = LocalPlane::at(from);
    let rings = polygons.iter().flat_map(|polygon| &polygon.rings);
    let edges = rings.flat_map(|ring| ring.positions.iter().zip(ring.positions.iter().skip(1)));
    // The origin is the position itself.
    edges
        .map(|(&start, &end)| plane.nearest_on_edge(from, start, end))
        .min_by(|a, b| a.x.hypot(a.y).total_cmp(&b.x.hypot(b.y)))
        .map(|nearest| plane.position_from_metres(nearest))
}
