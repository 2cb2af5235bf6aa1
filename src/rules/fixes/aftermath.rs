//! What putting a ring right leaves behind. A ring that crosses itself also overlaps its
//! neighbour or leaves a gap beside it, and the neighbour of a spike may have a vertex on
//! the edge that takes its place: the crossing or the spike was told as the cause of all
//! that. Putting it right is part of the same fix.

use super::{Fix, FixKind};
use crate::edit::{Edit, FacePlace, LandPiece, Piece, Taker, Transfer};
use crate::model::{Extent, UnitKey};
use crate::topology::{Face, FaceKind, Snapshot, Survey, survey, unit_polygons};

/// How far around the units' rings what is left behind is looked for, in degrees.
const MARGIN_DEG: f64 = 1e-7;

/// The fix that makes `edit` and, where that lays faults bare at rings of `units`, puts
/// those right too: gaps go to the unit whose ring it was, overlaps away from it. Where
/// that cannot be, the edit alone is the fix, and its price tells what it brings.
pub(super) fn with_aftermath(
    snapshot: &Snapshot,
    kind: FixKind,
    units: Vec<UnitKey>,
    edit: Edit,
) -> Fix {
    let alone = Fix::planned(snapshot, kind, units, edit.clone());
    let Ok(changes) = &alone.planned else {
        return alone;
    };
    let after = changes.apply(snapshot);
    let Some(transfer) = aftermath(snapshot, &after, &alone.units) else {
        return alone;
    };
    let Ok(rest) = transfer.plan(&after) else {
        return alone;
    };
    let planned = Ok(changes.clone().then(rest));
    let both = Edit::Several(vec![edit, Edit::Transfer(transfer)]);
    Fix::new(kind, alone.units, both, planned)
}

/// What puts right what is at rings of `units` only afterwards; nothing where that is
/// nothing.
fn aftermath(before: &Snapshot, after: &Snapshot, units: &[UnitKey]) -> Option<Transfer> {
    let dataset = &before.dataset;
    let rows = units.iter().filter_map(|&unit| dataset.units.get(unit));
    let polygons = rows.flat_map(|row| unit_polygons(dataset, row));
    let rings = polygons.flat_map(|polygon| polygon.rings);
    let extent = Extent::around(rings.flat_map(|ring| ring.positions.to_vec()))?;
    let look = |snapshot: &Snapshot| survey(snapshot, Some(extent.grown(MARGIN_DEG)), &|| false);
    let (was, is): (Survey, Survey) = (look(before)?, look(after)?);
    // A face with a cause is not told by itself.
    let told = |survey: &'_ Survey| -> Vec<Face> {
        let faces = survey.faces.iter();
        faces.filter(|it| it.cause.is_none()).cloned().collect()
    };
    let (faces_before, faces_after) = (told(&was), told(&is));
    let is_known = |face: &Face| {
        let same = |it: &Face| {
            it.kind == face.kind && it.units == face.units && it.extent.meets(&face.extent)
        };
        faces_before.iter().any(same)
    };
    let of_units = |face: &Face| face.units.iter().copied().find(|it| units.contains(it));
    let new = faces_after.iter().filter(|face| !is_known(face));
    let pieces = new.filter_map(|face| {
        let unit = of_units(face)?;
        Some(Piece {
            land: LandPiece::Face(FacePlace::of(face)),
            taker: match face.kind {
                FaceKind::Gap => Taker::Unit(unit),
                FaceKind::Overlap => Taker::Without(unit),
            },
        })
    });
    let new = is.unmatched.iter().filter(|vertex| {
        vertex.units.iter().any(|it| units.contains(it))
            && !was.unmatched.iter().any(|known| known.at == vertex.at)
    });
    let transfer = Transfer {
        pieces: pieces.collect(),
        vertices: new.map(|vertex| vertex.at).collect(),
        ..Transfer::default()
    };
    (!transfer.pieces.is_empty() || !transfer.vertices.is_empty()).then_some(transfer)
}
