//! The faults that an edit would bring in: the coverage around it is surveyed before
//! and after, and what is there only afterwards is told.

use std::collections::BTreeMap;

use super::{Fault, FaultKind};
use crate::model::{Extent, Position, UnitKey};
use crate::topology::{CrossingKind, Face, FaceKind, Snapshot, Survey, survey};

/// How many faults of a kind between the same units there are, and of what size.
#[derive(Debug, Clone, Copy, Default)]
struct Weight {
    count: usize,
    area_m2: f64,
}

/// The faults in `extent` of `after` that `before` has not, in order.
///
/// A fault that changes its size is the same one. So is one that falls into several
/// pieces while its area shrinks: someone who closes a gap step by step pinches it.
pub(super) fn introduced_faults(before: &Snapshot, after: &Snapshot, extent: Extent) -> Vec<Fault> {
    let look = |snapshot: &Snapshot| survey(snapshot, Some(extent), &|| false).unwrap_or_default();
    let known = weights(&look(before));
    weights(&look(after))
        .into_iter()
        .filter(|(fault, weight)| {
            let known = known.get(fault).copied().unwrap_or_default();
            weight.count > known.count && (known.count == 0 || weight.area_m2 >= known.area_m2)
        })
        .map(|(fault, _)| fault)
        .collect()
}

fn weights(survey: &Survey) -> BTreeMap<Fault, Weight> {
    let mut weights: BTreeMap<Fault, Weight> = BTreeMap::new();
    let mut add = |kind: FaultKind, units: &[UnitKey], area_m2: f64| {
        let units = units.to_vec();
        let weight = weights.entry(Fault { kind, units }).or_default();
        weight.count += 1;
        weight.area_m2 += area_m2;
    };
    for found in &survey.self_crossings {
        add(FaultKind::SelfIntersection, &found.units, 0.0);
    }
    for found in &survey.self_touches {
        add(FaultKind::SelfTouch, &found.units, 0.0);
    }
    for found in &survey.degenerate {
        add(FaultKind::DegenerateRing, &[found.unit], 0.0);
    }
    for found in &survey.misnested {
        add(FaultKind::MisnestedRing, &[found.unit], 0.0);
    }
    for found in &survey.spikes {
        add(FaultKind::Spike, &found.units, 0.0);
    }
    for found in &survey.undersized {
        add(FaultKind::UndersizedPolygon, &[found.unit], 0.0);
    }
    for face in &survey.faces {
        add(kind_of(face), &face.units, face.area_m2);
    }
    for open in &survey.open_faces {
        add(FaultKind::Overlap, &open.units, 0.0);
    }
    for found in &survey.open_gaps {
        add(FaultKind::OpenGap, &found.units, 0.0);
    }
    for found in &survey.unmatched {
        add(FaultKind::UnmatchedVertex, &found.units, 0.0);
    }
    weights
}

fn kind_of(face: &Face) -> FaultKind {
    match face.kind {
        FaceKind::Overlap => FaultKind::Overlap,
        FaceKind::Gap => FaultKind::Gap,
    }
}

/// How far, in degrees, a face's box may move by rounding and still be the same face's.
const SAME_FACE_DEG: f64 = 1e-8;
/// How far, in degrees, a place may move by rounding.
const SAME_PLACE_DEG: f64 = 2e-9;

/// The faults of `after` that `before` has not in the same place, with where they are.
///
/// Stricter than [`introduced_faults`]: land that changes hands leaves nothing smaller
/// behind, so that every face must have been there with the same box and area.
pub(super) fn new_faults(before: &Survey, after: &Survey) -> Vec<(Fault, Extent)> {
    let mut faults = Vec::new();
    let same_face = |a: &Face, b: &Face| {
        let near = |a: f64, b: f64| (a - b).abs() < SAME_FACE_DEG;
        a.kind == b.kind
            && near(a.extent.min.x, b.extent.min.x)
            && near(a.extent.min.y, b.extent.min.y)
            && near(a.extent.max.x, b.extent.max.x)
            && near(a.extent.max.y, b.extent.max.y)
            && (a.area_m2 - b.area_m2).abs() <= 0.01 * b.area_m2 + 0.01
    };
    // Faces come from west to east.
    let near_west = |face: &Face| {
        let west = face.extent.min.x - SAME_FACE_DEG;
        let first = before
            .faces
            .partition_point(|other| other.extent.min.x < west);
        before.faces[first..]
            .iter()
            .take_while(move |other| other.extent.min.x <= west + 2.0 * SAME_FACE_DEG)
    };
    for face in &after.faces {
        if !near_west(face).any(|other| same_face(face, other)) {
            let (kind, units) = (kind_of(face), face.units.clone());
            faults.push((Fault { kind, units }, face.extent));
        }
    }
    for open in &after.open_faces {
        let known = before
            .open_faces
            .iter()
            .any(|other| other.units == open.units);
        if !known {
            let (kind, units) = (FaultKind::Overlap, open.units.clone());
            faults.push((Fault { kind, units }, open.extent));
        }
    }
    let is_new = |known: &[Position], at: Position| {
        let west = at.x - SAME_PLACE_DEG;
        let first = known.partition_point(|other| other.x < west);
        !known[first..]
            .iter()
            .take_while(|other| other.x <= at.x + SAME_PLACE_DEG)
            .any(|other| (other.y - at.y).abs() <= SAME_PLACE_DEG)
    };
    let places = |survey: &Survey| -> Vec<Position> {
        survey.self_crossings.iter().map(|found| found.at).collect()
    };
    let known = places(before);
    for crossing in &after.self_crossings {
        if is_new(&known, crossing.at) {
            let (kind, units) = (FaultKind::SelfIntersection, crossing.units.clone());
            faults.push((Fault { kind, units }, Extent::at(crossing.at)));
        }
    }
    let places = |survey: &Survey| -> Vec<Position> {
        survey.crossings.iter().map(|found| found.at).collect()
    };
    let known = places(before);
    for crossing in &after.crossings {
        if is_new(&known, crossing.at) && crossing.kind != CrossingKind::Cross {
            let mut units = crossing.units.concat();
            units.sort_unstable();
            units.dedup();
            let kind = FaultKind::UnmatchedVertex;
            faults.push((Fault { kind, units }, Extent::at(crossing.at)));
        }
    }
    faults
}
