//! Land cut by the own polygon of a unit above: what of a leaf lies outside it, and what
//! of it no leaf has.

use std::collections::BTreeMap;

use super::handover::Handover;
use super::rings::polygons_of;
use super::shares::{Shares, longest};
use super::{LandPiece, Refusal, Taker};
use crate::measure::line_length_m;
use crate::model::{Extent, PlainPolygon, PlainRing, Position, Unit, UnitKey};
use crate::topology::{Share, Snapshot, overlay, polygons_contain, unit_polygons};

/// The pieces of land that a cut gives, each with its shell and holes, the land on their
/// left; none where there is nothing.
pub(super) fn cut_pieces(snapshot: &Snapshot, land: &LandPiece) -> Vec<Vec<Vec<Position>>> {
    let dataset = &snapshot.dataset;
    let own = |unit: UnitKey| {
        dataset
            .units
            .get(unit)
            .map(|unit| unit_polygons(dataset, unit))
            .unwrap_or_default()
    };
    match *land {
        LandPiece::Outside { unit, above } => {
            let rings = overlay(&[&own(unit), &own(above)], &|inside| {
                inside[0] && !inside[1]
            });
            polygons_of(rings.unwrap_or_default())
        }
        LandPiece::Uncovered { unit, at } => {
            let polygons = own(unit);
            let vertices = polygons.iter().flat_map(|polygon| &polygon.rings);
            let Some(extent) =
                Extent::around(vertices.flat_map(|ring| ring.positions.iter().copied()))
            else {
                return Vec::new();
            };
            let leaves: Vec<PlainPolygon> = snapshot
                .index
                .units_near(extent)
                .filter_map(|key| dataset.units.get(key))
                .filter(|leaf| leaf.is_leaf())
                .flat_map(|leaf| unit_polygons(dataset, leaf))
                .collect();
            let rings = overlay(&[&polygons, &leaves], &|inside| inside[0] && !inside[1]);
            let mut pieces = polygons_of(rings.unwrap_or_default());
            pieces.retain(|piece| holds(piece, at));
            pieces
        }
        LandPiece::Face(_) | LandPiece::Part { .. } => Vec::new(),
    }
}

fn holds(piece: &[Vec<Position>], at: Position) -> bool {
    let rings = piece.iter().map(|ring| PlainRing {
        positions: ring.clone().into(),
        heights_m: None,
    });
    let rings = rings.collect();
    polygons_contain(&[PlainPolygon { rings }], at)
}

/// Who gets the pieces. What lies outside goes to the leaf beside it with the longest
/// border, or to nobody where there is none; what nobody has goes to a leaf under the
/// unit, likewise, or becomes a new one.
pub(super) fn cut_shares(
    snapshot: &Snapshot,
    land: &LandPiece,
    taker: &Taker,
    handover: &mut Handover,
) -> Result<Shares, Refusal> {
    let pieces = cut_pieces(snapshot, land);
    if pieces.is_empty() {
        return Err(Refusal::Gone);
    }
    let dataset = &snapshot.dataset;
    let is_under =
        |leaf: UnitKey, above: UnitKey| dataset.ancestors(leaf).any(|(key, _)| key == above);
    let mut shares = Vec::new();
    for rings in pieces {
        let beside = neighbours(snapshot, &rings);
        let (from, to) = match (land, taker) {
            (LandPiece::Outside { unit, above }, _) => {
                let others: Vec<(UnitKey, f64)> = beside
                    .into_iter()
                    .filter(|&(leaf, _)| leaf != *unit && !is_under(leaf, *above))
                    .collect();
                (vec![*unit], longest(&others))
            }
            (_, Taker::NewUnit(new)) => (Vec::new(), Some(handover.new_unit(snapshot, new))),
            (_, Taker::Unit(unit)) => (Vec::new(), Some(*unit)),
            (LandPiece::Uncovered { unit, .. }, _) => {
                let own: Vec<(UnitKey, f64)> = beside
                    .into_iter()
                    .filter(|&(leaf, _)| is_under(leaf, *unit))
                    .collect();
                let to = longest(&own).ok_or(Refusal::Gone)?;
                (Vec::new(), Some(to))
            }
            _ => return Err(Refusal::Gone),
        };
        shares.push(Share { rings, from, to });
    }
    Ok(Shares { shares, heir: None })
}

/// The leaves that have an edge of the rings, with the length that they share.
fn neighbours(snapshot: &Snapshot, rings: &[Vec<Position>]) -> Vec<(UnitKey, f64)> {
    let dataset = &snapshot.dataset;
    let bits = |[a, b]: [Position; 2]| {
        let mut ends = [a, b].map(|at| [at.x.to_bits(), at.y.to_bits()]);
        ends.sort_unstable();
        ends
    };
    let mut edges: BTreeMap<[[u64; 2]; 2], f64> = BTreeMap::new();
    for ring in rings {
        let next = ring.iter().cycle().skip(1);
        for (&from, &to) in ring.iter().zip(next) {
            edges.insert(bits([from, to]), line_length_m(&[from, to]));
        }
    }
    let mut lengths: BTreeMap<UnitKey, f64> = BTreeMap::new();
    let Some(extent) = Extent::around(rings.iter().flatten().copied()) else {
        return Vec::new();
    };
    for key in snapshot.index.borders_near(extent) {
        let Some(border) = dataset.borders.get(key) else {
            continue;
        };
        for edge in border.line.windows(2) {
            let [from, to] = *edge else { continue };
            if let Some(length_m) = edges.get(&bits([from, to])) {
                for unit in border.units() {
                    *lengths.entry(unit).or_default() += length_m;
                }
            }
        }
    }
    lengths
        .into_iter()
        .filter(|(unit, _)| dataset.units.get(*unit).is_some_and(Unit::is_leaf))
        .collect()
}
