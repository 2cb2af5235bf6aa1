//! What lies across the outline of a face: which unit goes on there, and for how long.

use std::collections::BTreeMap;

use super::contains::position_on_edge;
use super::survey::{Face, FaceKind};
use super::transfer::is_near_edge;
use crate::measure::line_length_m;
use crate::model::{Dataset, Position, UnitKey, same_place};

/// How far, in degrees, a corner of a face may lie off the edge that it was computed on.
const COMPUTED_DEG: f64 = 1e-11;

/// A step of a face's outline.
#[derive(Debug, Clone, PartialEq)]
pub struct FaceSide {
    /// Where it begins; the face lies on its left.
    pub from: Position,
    /// Where it ends.
    pub to: Position,
    /// The units whose land goes on on its right: of an overlap, among those that cover
    /// it; in the order of their keys.
    pub across: Vec<UnitKey>,
}

/// The steps around a face, ring by ring.
pub fn face_sides(dataset: &Dataset, face: &Face) -> Vec<Vec<FaceSide>> {
    face.rings
        .iter()
        .map(|ring| {
            let next = ring.iter().cycle().skip(1);
            ring.iter()
                .zip(next)
                .map(|(&from, &to)| FaceSide {
                    from,
                    to,
                    across: across(dataset, face, from, to),
                })
                .collect()
        })
        .collect()
}

fn across(dataset: &Dataset, face: &Face, from: Position, to: Position) -> Vec<UnitKey> {
    // What edges say of their sides: of a gap, whose land begins there; of an overlap,
    // whose ends there, for an edge knows nothing of land that merely lies over it.
    let mut units: Vec<UnitKey> = Vec::new();
    for edge in &face.edges {
        let Some(border) = dataset.borders.get(edge.border) else {
            continue;
        };
        let index = edge.index as usize;
        let (Some(&start), Some(&end)) = (border.line.get(index), border.line.get(index + 1))
        else {
            continue;
        };
        let lies_on = |position: Position| {
            same_place(position, start)
                || same_place(position, end)
                || position_on_edge(position, start, end)
                || is_near_edge(position, start, end, COMPUTED_DEG)
        };
        if !lies_on(from) || !lies_on(to) {
            continue;
        }
        let (along, step) = (end - start, to - from);
        let is_same_way = along.x * step.x + along.y * step.y >= 0.0;
        let (inside, outside) = if is_same_way {
            (&border.left, &border.right)
        } else {
            (&border.right, &border.left)
        };
        match face.kind {
            FaceKind::Gap => units.extend(outside.iter()),
            FaceKind::Overlap => {
                units.extend(inside.iter().filter(|unit| !outside.contains(unit)));
            }
        }
    }
    if face.kind == FaceKind::Overlap {
        let ends = std::mem::take(&mut units);
        units.extend(face.units.iter().filter(|unit| !ends.contains(*unit)));
    }
    units.sort_unstable();
    units.dedup();
    units
}

/// For each of the face's units, along how many metres of the outline its land goes on
/// beyond the face; in the order of their keys.
pub fn shared_lengths_m(dataset: &Dataset, face: &Face) -> Vec<(UnitKey, f64)> {
    let mut lengths: BTreeMap<UnitKey, f64> = face.units.iter().map(|&unit| (unit, 0.0)).collect();
    for side in face_sides(dataset, face).into_iter().flatten() {
        let length_m = line_length_m(&[side.from, side.to]);
        for unit in side.across {
            if let Some(length) = lengths.get_mut(&unit) {
                *length += length_m;
            }
        }
    }
    lengths.into_iter().collect()
}

/// Two units' sides of a face, each from the one common end to the other.
#[derive(Debug, Clone, PartialEq)]
pub struct TwoChains {
    /// The units, in the order of their keys.
    pub units: [UnitKey; 2],
    /// Along which vertices the land of each goes on, the first with the face on its
    /// left, the second with the face on its right.
    pub chains: [Vec<Position>; 2],
}

/// The two chains of a face that has one ring, and along it the land of exactly two
/// units, each in one piece; nothing for any other face.
pub fn two_chains(dataset: &Dataset, face: &Face) -> Option<TwoChains> {
    let [ring] = &face_sides(dataset, face)[..] else {
        return None;
    };
    let of: Vec<UnitKey> = ring
        .iter()
        .map(|side| {
            let mut units = side.across.iter().filter(|unit| face.units.contains(unit));
            let first = units.next()?;
            units.next().is_none().then_some(*first)
        })
        .collect::<Option<_>>()?;
    let mut units = of.clone();
    units.sort_unstable();
    units.dedup();
    let [first, second] = units[..] else {
        return None;
    };
    let count = of.len();
    let begins = |unit: UnitKey| {
        let mut places =
            (0..count).filter(|&at| of[at] == unit && of[(at + count - 1) % count] != unit);
        let place = places.next()?;
        places.next().is_none().then_some(place)
    };
    let chain = |unit: UnitKey| {
        let start = begins(unit)?;
        let mut chain = vec![ring[start].from];
        let steps = (0..count).map(|step| (start + step) % count);
        chain.extend(steps.take_while(|&at| of[at] == unit).map(|at| ring[at].to));
        Some(chain)
    };
    let along = chain(first)?;
    let mut against = chain(second)?;
    against.reverse();
    Some(TwoChains {
        units: [first, second],
        chains: [along, against],
    })
}
