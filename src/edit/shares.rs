//! Who gets what of a piece of land: faces and parts as shares.

use std::collections::BTreeMap;

use super::handover::Handover;
use super::{FacePlace, Refusal, Taker};
use crate::model::{Position, UnitKey};
use crate::topology::{
    Face, FaceKind, Share, Snapshot, Survey, middle_line, shared_lengths_m, two_chains,
    unit_area_m2, unit_part, unit_part_neighbours,
};

/// What becomes of one piece.
#[derive(Debug, Clone, Default)]
pub(super) struct Shares {
    pub shares: Vec<Share>,
    pub heir: Option<UnitKey>,
}

/// The faces of a survey by what finds them again.
pub(super) struct FacesByUnits<'a>(BTreeMap<(FaceKind, &'a [UnitKey]), Vec<&'a Face>>);

impl<'a> FacesByUnits<'a> {
    pub fn new(survey: &'a Survey) -> Self {
        let mut faces: BTreeMap<(FaceKind, &[UnitKey]), Vec<&Face>> = BTreeMap::new();
        for face in &survey.faces {
            faces
                .entry((face.kind, &face.units))
                .or_default()
                .push(face);
        }
        Self(faces)
    }

    /// The face of the same kind and units that is nearest, if it is still about there.
    pub fn find(&self, place: &FacePlace) -> Option<&'a Face> {
        let away = |face: &Face| {
            let away = face.at - place.at;
            away.x * away.x + away.y * away.y
        };
        self.0
            .get(&(place.kind, &place.units))?
            .iter()
            .copied()
            .filter(|face| face.extent.meets(&place.extent))
            .min_by(|a, b| away(a).total_cmp(&away(b)))
    }
}

pub(super) fn face_shares(
    snapshot: &Snapshot,
    face: &Face,
    taker: &Taker,
    handover: &mut Handover,
) -> Result<Shares, Refusal> {
    let dataset = &snapshot.dataset;
    let others = |keep: UnitKey| -> Vec<UnitKey> {
        match face.kind {
            FaceKind::Overlap => face
                .units
                .iter()
                .copied()
                .filter(|&unit| unit != keep)
                .collect(),
            FaceKind::Gap => Vec::new(),
        }
    };
    let gains = |unit: UnitKey| (face.kind == FaceKind::Gap).then_some(unit);
    let whole = |unit: UnitKey| Shares {
        shares: vec![Share {
            rings: face.rings.clone(),
            from: others(unit),
            to: gains(unit),
        }],
        heir: Some(unit),
    };
    match taker {
        Taker::Unit(unit) if !face.units.contains(unit) => Err(Refusal::Gone),
        Taker::Unit(unit) => Ok(whole(*unit)),
        Taker::LongestBorder => longest_border(snapshot, face)
            .map(whole)
            .ok_or(Refusal::Gone),
        Taker::Largest => largest(snapshot, &face.units)
            .map(whole)
            .ok_or(Refusal::Gone),
        Taker::Without(loser) => {
            if face.kind == FaceKind::Gap || !face.units.contains(loser) {
                return Err(Refusal::Gone);
            }
            Ok(Shares {
                shares: vec![Share {
                    rings: face.rings.clone(),
                    from: vec![*loser],
                    to: None,
                }],
                heir: face.units.iter().copied().find(|unit| unit != loser),
            })
        }
        Taker::MiddleLine => {
            let two = two_chains(dataset, face).ok_or(Refusal::NotTwoSides)?;
            let [left, right] = &two.chains;
            let middle = middle_line(left, right).ok_or(Refusal::TooNarrow)?;
            let ring = |chain: &[Position], back: &[Position]| -> Vec<Position> {
                let inner = back.len().saturating_sub(1);
                let back = back.iter().take(inner).skip(1).rev();
                chain.iter().chain(back).copied().collect()
            };
            let [first, second] = two.units;
            Ok(Shares {
                shares: vec![
                    Share {
                        rings: vec![ring(left, &middle)],
                        from: others(first),
                        to: gains(first),
                    },
                    Share {
                        rings: vec![ring(&middle, right)],
                        from: others(second),
                        to: gains(second),
                    },
                ],
                heir: None,
            })
        }
        Taker::NewUnit(new) => {
            let key = handover.new_unit(snapshot, new);
            let from = match face.kind {
                FaceKind::Overlap => face.units.clone(),
                FaceKind::Gap => Vec::new(),
            };
            Ok(Shares {
                shares: vec![Share {
                    rings: face.rings.clone(),
                    from,
                    to: Some(key),
                }],
                heir: None,
            })
        }
    }
}

pub(super) fn part_shares(
    snapshot: &Snapshot,
    unit: UnitKey,
    vertex: Position,
    taker: &Taker,
) -> Result<Shares, Refusal> {
    let rings = unit_part(&snapshot.dataset, unit, vertex).ok_or(Refusal::Gone)?;
    if *taker == Taker::Without(unit) {
        return Ok(Shares {
            shares: vec![Share {
                rings,
                from: vec![unit],
                to: None,
            }],
            heir: None,
        });
    }
    let neighbours = unit_part_neighbours(&snapshot.dataset, unit, vertex);
    let to = match taker {
        Taker::Unit(taker) => Some(*taker),
        Taker::LongestBorder => longest(&neighbours),
        Taker::Largest => {
            let units: Vec<UnitKey> = neighbours.iter().map(|&(unit, _)| unit).collect();
            largest(snapshot, &units)
        }
        Taker::Without(_) | Taker::MiddleLine | Taker::NewUnit(_) => None,
    };
    let to = to.ok_or(Refusal::Gone)?;
    Ok(Shares {
        shares: vec![Share {
            rings,
            from: vec![unit],
            to: Some(to),
        }],
        heir: Some(to),
    })
}

/// Of a face's units the one whose land goes on along the longest stretch of outline;
/// the first of several.
pub fn longest_border(snapshot: &Snapshot, face: &Face) -> Option<UnitKey> {
    longest(&shared_lengths_m(&snapshot.dataset, face))
}

/// Of some units the one with the largest area; the first of several.
pub fn largest(snapshot: &Snapshot, units: &[UnitKey]) -> Option<UnitKey> {
    let areas: Vec<(UnitKey, f64)> = units
        .iter()
        .map(|&unit| (unit, unit_area_m2(&snapshot.dataset, &[unit])))
        .collect();
    longest(&areas)
}

pub(super) fn longest(sizes: &[(UnitKey, f64)]) -> Option<UnitKey> {
    sizes
        .iter()
        .copied()
        .reduce(|best, other| if other.1 > best.1 { other } else { best })
        .map(|(unit, _)| unit)
}
