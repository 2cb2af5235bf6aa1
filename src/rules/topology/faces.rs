//! What the rules on faces share: choosing faces by class and telling of one.

use crate::model::{Dataset, Position, UnitKey};
use crate::rules::{Amount, Code, Context, Finding, FindingLevel, Place, Severity};
use crate::topology::{BorderLevel, Face, FaceClass, FaceKind, Survey, level_between};

/// Pushes a finding for every face of this kind and class.
pub(super) fn find_faces(
    context: &Context<'_>,
    survey: &Survey,
    findings: &mut Vec<Finding>,
    (kind, class): (FaceKind, FaceClass),
    code: Code,
) {
    let dataset = context.dataset();
    let parameters = &dataset.parameters;
    let faces = survey.faces.iter();
    for face in faces.filter(|face| face.kind == kind && face.class(parameters) == class) {
        let mut finding = Finding {
            level: level_around(dataset, &face.units),
            units: units_of(face, class),
            place: Some(place_of(face)),
            area_m2: Some(face.area_m2),
            width_m: Some(face.width_m),
            ..Finding::new(code, Severity::Error)
        };
        if class == FaceClass::Sliver {
            finding.measured = Some(Amount::Metres(face.width_m));
            finding.required = Some(Amount::Metres(parameters.sliver_width_m));
        }
        findings.push(finding);
    }
}

/// The units of a face, of a polygon inside another the one inside first.
fn units_of(face: &Face, class: FaceClass) -> Vec<UnitKey> {
    let mut units = face.units.clone();
    if class == FaceClass::Contained {
        units.sort_by_key(|unit| !face.whole_of.contains(unit));
    }
    units
}

/// Where a face is: its rings, the first vertex repeated at the end.
pub(super) fn place_of(face: &Face) -> Place {
    Place::outline(face.at, closed(&face.rings).collect())
}

pub(super) fn closed(rings: &[Vec<Position>]) -> impl Iterator<Item = Vec<Position>> + '_ {
    rings.iter().map(|ring| {
        let mut ring = ring.clone();
        ring.extend(ring.first().copied());
        ring
    })
}

/// The highest level at which any two of the units differ; a unit alone faces the
/// outside.
pub(super) fn level_around(dataset: &Dataset, units: &[UnitKey]) -> Option<FindingLevel> {
    if units.len() == 1 {
        return Some(FindingLevel::Outer);
    }
    let mut levels = Vec::new();
    for (index, &first) in units.iter().enumerate() {
        for &second in units.iter().skip(index + 1) {
            levels.push(level_between(dataset, first, second));
        }
    }
    // Levels come before what is outside or unknown, the highest first.
    levels
        .into_iter()
        .min()
        .map(|level: BorderLevel| level.into())
}

/// The highest of the units' own levels.
pub(super) fn own_level(dataset: &Dataset, units: &[UnitKey]) -> Option<FindingLevel> {
    units
        .iter()
        .filter_map(|&unit| dataset.units.get(unit))
        .map(|unit| unit.level)
        .min()
        .map(FindingLevel::from)
}
