//! The fixes of overlaps, gaps and missing vertices: each a transfer of land.

use super::{Fix, FixKind};
use crate::edit::{
    Edit, FacePlace, LandPiece, NewUnit, Piece, Refusal, Taker, Transfer, largest, longest_border,
};
use crate::model::{Level, Position, UnitKey};
use crate::rules::{Code, Finding};
use crate::topology::{Face, FaceClass, FaceKind, Snapshot, Survey, survey};

/// How far around a finding its faces are looked for, in degrees.
const MARGIN_DEG: f64 = 1e-7;

/// Which kind of face a finding is of.
pub(super) fn kind_of(code: Code) -> FaceKind {
    match code {
        Code::T12 | Code::T15 => FaceKind::Gap,
        _ => FaceKind::Overlap,
    }
}

/// Where a finding's face is, for a finding that is of one.
pub(super) fn face_place(finding: &Finding) -> Option<FacePlace> {
    let place = finding.place.as_ref()?;
    // A finding may name its units in an order of its own.
    let mut units = finding.units.clone();
    units.sort_unstable();
    Some(FacePlace {
        kind: kind_of(finding.code),
        units,
        at: place.at,
        extent: place.extent,
    })
}

/// Plans transfers with one survey of how it is.
struct Planner<'a> {
    snapshot: &'a Snapshot,
    before: Survey,
}

impl<'a> Planner<'a> {
    fn new(snapshot: &'a Snapshot, place: &FacePlace) -> Self {
        let first = Transfer::one(LandPiece::Face(place.clone()), Taker::LongestBorder);
        Self {
            snapshot,
            before: first.survey(snapshot),
        }
    }

    fn face(&self, place: &FacePlace) -> Option<&Face> {
        self.before
            .faces
            .iter()
            .filter(|face| face.kind == place.kind && face.units == place.units)
            .min_by(|a, b| {
                let away = |face: &Face| (face.at - place.at).x.hypot((face.at - place.at).y);
                away(a).total_cmp(&away(b))
            })
    }

    fn fix(&self, kind: FixKind, units: Vec<UnitKey>, transfer: Transfer) -> Fix {
        let planned = transfer.plan_on(self.snapshot, &self.before);
        Fix::new(kind, units, Edit::Transfer(transfer), planned)
    }
}

/// T09, T12, T14, T15.
pub(super) fn face_fixes(snapshot: &Snapshot, finding: &Finding) -> Vec<Fix> {
    let Some(place) = face_place(finding) else {
        return Vec::new();
    };
    let planner = Planner::new(snapshot, &place);
    let land = || LandPiece::Face(place.clone());
    let face = planner.face(&place);
    let longest = face.and_then(|face| longest_border(snapshot, face));
    let largest = largest(snapshot, &place.units);
    let mut fixes: Vec<Fix> = place
        .units
        .iter()
        .map(|&unit| {
            let transfer = Transfer::one(land(), Taker::Unit(unit));
            Fix {
                is_longest_border: longest == Some(unit),
                is_largest: largest == Some(unit),
                ..planner.fix(FixKind::GiveTo, vec![unit], transfer)
            }
        })
        .collect();
    fixes.sort_by_key(|fix| (!fix.is_longest_border, !fix.is_largest));
    let middle = Transfer::one(land(), Taker::MiddleLine);
    fixes.push(planner.fix(FixKind::MiddleLine, place.units.clone(), middle));
    if place.kind == FaceKind::Gap {
        // A sliver is no land for a unit.
        if finding.code == Code::T12
            && let Some(new) = new_unit(snapshot, longest)
        {
            let transfer = Transfer::one(land(), Taker::NewUnit(new));
            fixes.push(planner.fix(FixKind::NewUnit, Vec::new(), transfer));
        }
        fixes.push(Fix::allow());
    }
    fixes
}

/// A unit for a gap: of the level and under the parent of the one that it lies beside
/// for longest. It waits for a name.
fn new_unit(snapshot: &Snapshot, beside: Option<UnitKey>) -> Option<NewUnit> {
    let dataset = &snapshot.dataset;
    let beside = dataset.units.get(beside?)?;
    let level = match beside.level {
        // A city's neighbour is a rural district before it is another city.
        Level::City => Level::RuralDistrict,
        level => level,
    };
    Some(NewUnit {
        level,
        parent: beside.parent,
        code: None,
        name: String::new(),
    })
}

/// T10: the one or the other goes.
pub(super) fn duplicate_fixes(snapshot: &Snapshot, finding: &Finding) -> Vec<Fix> {
    let Some(place) = face_place(finding) else {
        return Vec::new();
    };
    let planner = Planner::new(snapshot, &place);
    let whole = planner.face(&place).map(|face| face.whole_of.clone());
    whole
        .unwrap_or_default()
        .into_iter()
        .map(|unit| without(&planner, &place, FixKind::DeleteUnit, unit))
        .collect()
}

/// T11: the inner one is cut out of the outer, or goes.
pub(super) fn contained_fixes(snapshot: &Snapshot, finding: &Finding) -> Vec<Fix> {
    let Some(place) = face_place(finding) else {
        return Vec::new();
    };
    let planner = Planner::new(snapshot, &place);
    let inner = planner.face(&place).map(|face| face.whole_of.clone());
    let inner = inner.unwrap_or_default();
    let outer = place.units.iter().filter(|unit| !inner.contains(unit));
    let mut fixes: Vec<Fix> = outer
        .map(|&unit| without(&planner, &place, FixKind::CutHole, unit))
        .collect();
    fixes.extend(
        inner
            .iter()
            .map(|&unit| without(&planner, &place, FixKind::DeleteUnit, unit)),
    );
    fixes
}

fn without(planner: &Planner<'_>, place: &FacePlace, kind: FixKind, unit: UnitKey) -> Fix {
    let transfer = Transfer {
        removes_units: kind == FixKind::DeleteUnit,
        ..Transfer::one(LandPiece::Face(place.clone()), Taker::Without(unit))
    };
    planner.fix(kind, vec![unit], transfer)
}

/// T16: the vertex is put in; the thin face beside its edge, if there is one, goes to or
/// from the unit of the edge.
pub(super) fn vertex_fixes(snapshot: &Snapshot, finding: &Finding) -> Vec<Fix> {
    let Some(place) = &finding.place else {
        return Vec::new();
    };
    let region = place.extent.grown(MARGIN_DEG);
    let before = survey(snapshot, Some(region), &|| false).unwrap_or_default();
    let (transfer, units) = vertex_transfer(snapshot, &before, place.at);
    let planned = if transfer.pieces.is_empty() && transfer.vertices.is_empty() {
        Err(Refusal::Gone)
    } else {
        transfer.plan_on(snapshot, &before)
    };
    vec![Fix::new(
        FixKind::InsertVertex,
        units,
        Edit::Transfer(transfer),
        planned,
    )]
}

/// What puts the vertex at `at` into the edges that lack it, and whose edges those are.
pub(super) fn vertex_transfer(
    snapshot: &Snapshot,
    survey: &Survey,
    at: Position,
) -> (Transfer, Vec<UnitKey>) {
    let mut transfer = Transfer::default();
    let mut units = Vec::new();
    let dataset = &snapshot.dataset;
    for face in &survey.faces {
        if face.class(&dataset.parameters) != FaceClass::UnmatchedVertex {
            continue;
        }
        let Some(beside) = face.beside_edge.filter(|beside| beside.vertex == at) else {
            continue;
        };
        let Some(border) = dataset.borders.get(beside.edge.border) else {
            continue;
        };
        // Whose edge it is: the face lies on one side of it only for that unit.
        let owner = face
            .units
            .iter()
            .copied()
            .find(|unit| border.left.contains(unit) != border.right.contains(unit));
        if let Some(owner) = owner {
            units.push(owner);
            transfer.pieces.push(Piece {
                land: LandPiece::Face(FacePlace::of(face)),
                taker: match face.kind {
                    FaceKind::Gap => Taker::Unit(owner),
                    FaceKind::Overlap => Taker::Without(owner),
                },
            });
        }
    }
    for vertex in survey.unmatched.iter().filter(|vertex| vertex.at == at) {
        transfer.vertices.push(vertex.at);
        if let Some(border) = dataset.borders.get(vertex.edge.border) {
            units.extend(border.units());
        }
    }
    units.sort_unstable();
    units.dedup();
    (transfer, units)
}

/// T17: the one's line follows the other's, or both follow the line in the middle, along
/// the whole chain of faces.
pub(super) fn mismatch_fixes(snapshot: &Snapshot, finding: &Finding) -> Vec<Fix> {
    let (Some(place), [first, second, ..]) = (&finding.place, &finding.units[..]) else {
        return Vec::new();
    };
    let region = place.extent.grown(MARGIN_DEG);
    let before = survey(snapshot, Some(region), &|| false).unwrap_or_default();
    let mut units = vec![*first, *second];
    units.sort_unstable();
    let is_told = |face: &&Face| {
        let outline = place.outline.iter().flatten();
        let of_chain = outline.clone().next().is_none()
            || face
                .rings
                .iter()
                .flatten()
                .filter(|vertex| outline.clone().any(|other| other == *vertex))
                .count()
                >= 2;
        face.units == units && region.holds_extent(&face.extent) && of_chain
    };
    let faces: Vec<&Face> = before.faces.iter().filter(is_told).collect();
    let snap = |kind: FixKind, to: Option<UnitKey>| {
        let pieces = faces.iter().map(|face| Piece {
            land: LandPiece::Face(FacePlace::of(face)),
            taker: match (to, face.kind) {
                (None, _) => Taker::MiddleLine,
                // The one whose line stays keeps the overlaps, and the gaps are the other's.
                (Some(unit), FaceKind::Overlap) => Taker::Unit(unit),
                (Some(unit), FaceKind::Gap) => {
                    let other = units.iter().copied().find(|&other| other != unit);
                    Taker::Unit(other.unwrap_or(unit))
                }
            },
        });
        let transfer = Transfer {
            pieces: pieces.collect(),
            ..Transfer::default()
        };
        let planned = if faces.is_empty() {
            Err(Refusal::Gone)
        } else {
            transfer.plan_on(snapshot, &before)
        };
        let named = to.into_iter().collect();
        Fix::new(kind, named, Edit::Transfer(transfer), planned)
    };
    vec![
        snap(FixKind::SnapTo, Some(*first)),
        snap(FixKind::SnapTo, Some(*second)),
        snap(FixKind::SnapToMiddle, None),
    ]
}
