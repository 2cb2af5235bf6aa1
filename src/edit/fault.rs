//! The faults that an edit would bring in: the coverage around it is surveyed before
//! and after, and what is there only afterwards is told.

use std::collections::BTreeMap;

use super::Fault;
use crate::model::Extent;
use crate::topology::{FaceKind, Snapshot, Survey, survey};

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
    let mut add = |fault: Fault, area_m2: f64| {
        let weight = weights.entry(fault).or_default();
        weight.count += 1;
        weight.area_m2 += area_m2;
    };
    for crossing in &survey.self_crossings {
        add(Fault::SelfIntersection(crossing.units.clone()), 0.0);
    }
    for face in &survey.faces {
        let units = face.units.clone();
        let fault = match face.kind {
            FaceKind::Overlap => Fault::Overlap(units),
            FaceKind::Gap => Fault::Gap(units),
        };
        add(fault, face.area_m2);
    }
    for open in &survey.open_faces {
        add(Fault::Overlap(open.units.clone()), 0.0);
    }
    for vertex in &survey.unmatched {
        add(Fault::UnmatchedVertex(vertex.units.clone()), 0.0);
    }
    weights
}
