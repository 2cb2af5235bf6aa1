//! The fixes of rings that are wrong by themselves.

use super::aftermath::with_aftermath;
use super::{Fix, FixKind};
use crate::edit::{
    DeleteVertex, Edit, LandPiece, OrderRings, RemoveRepeats, RingsWork, Taker, Transfer,
};
use crate::model::{Land, UnitKey};
use crate::rules::{Code, Finding};
use crate::topology::Snapshot;

/// T01, T02, T03, T06.
pub(super) fn ring_fixes(snapshot: &Snapshot, finding: &Finding) -> Vec<Fix> {
    let work = |kind: FixKind, work: RingsWork| {
        let units = finding.units.clone();
        let edit = Edit::OrderRings(OrderRings {
            units: units.clone(),
            work,
        });
        with_aftermath(snapshot, kind, units, edit)
    };
    match finding.code {
        Code::T02 => vec![work(FixKind::SplitParts, RingsWork::Order), Fix::allow()],
        Code::T03 => vec![work(FixKind::CloseRing, RingsWork::Close)],
        Code::T06 => {
            let mut fixes = vec![work(FixKind::ReorderRings, RingsWork::Order)];
            let place = finding.place.as_ref();
            let ring = place.and_then(|place| place.outline.first().cloned());
            fixes.extend(ring.map(|ring| work(FixKind::DropRing, RingsWork::Drop(ring))));
            fixes
        }
        _ => vec![work(FixKind::SplitParts, RingsWork::Order)],
    }
}

/// T04: a polygon that bounds no land is deleted.
pub(super) fn degenerate_fixes(snapshot: &Snapshot, finding: &Finding) -> Vec<Fix> {
    let Some(&unit) = finding.units.first() else {
        return Vec::new();
    };
    let is_leaf = matches!(
        snapshot.dataset.units.get(unit).map(|unit| &unit.land),
        Some(Land::Coverage(_))
    );
    let vertex = finding.place.as_ref().map(|place| {
        let first = place.outline.first().and_then(|ring| ring.first());
        first.copied().unwrap_or(place.at)
    });
    let edit = match vertex {
        Some(vertex) if is_leaf => Edit::Transfer(Transfer::one(
            LandPiece::Part { unit, vertex },
            Taker::Without(unit),
        )),
        _ => Edit::OrderRings(OrderRings {
            units: vec![unit],
            work: RingsWork::Discard,
        }),
    };
    let kind = FixKind::DeletePolygon;
    vec![Fix::planned(snapshot, kind, vec![unit], edit)]
}

/// T05: the vertex is written once.
pub(super) fn repeat_fixes(snapshot: &Snapshot, finding: &Finding) -> Vec<Fix> {
    let Some(place) = &finding.place else {
        return Vec::new();
    };
    let vertices = finding.units.iter().map(|&unit| (unit, place.at));
    let edit = Edit::RemoveRepeats(RemoveRepeats::new(vertices.collect()));
    let units = finding.units.clone();
    vec![Fix::planned(snapshot, FixKind::WriteOnce, units, edit)]
}

/// T07: the spike's tip is deleted.
pub(super) fn spike_fixes(snapshot: &Snapshot, finding: &Finding) -> Vec<Fix> {
    let Some(place) = &finding.place else {
        return Vec::new();
    };
    let units = finding.units.clone();
    let is_plain = |unit: &UnitKey| {
        let row = snapshot.dataset.units.get(*unit);
        row.is_some_and(|row| matches!(row.land, Land::Plain { .. }))
    };
    // A polygon outside the coverage shares its vertices with nobody.
    let edit = if units.iter().all(is_plain) {
        Edit::OrderRings(OrderRings {
            units: units.clone(),
            work: RingsWork::Without(place.at),
        })
    } else {
        Edit::DeleteVertex(DeleteVertex { at: place.at })
    };
    vec![with_aftermath(snapshot, FixKind::DeleteVertex, units, edit)]
}
