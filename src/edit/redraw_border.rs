//! Draws a part of a border anew: from one place of it to another along a line that was
//! drawn by hand, or traced. What lies between the old course and the new changes hands,
//! and nothing else does.

use serde::{Deserialize, Serialize};

use super::fault::introduced_faults;
use super::handover::Handover;
use super::insert_vertex::{as_vertex, put_on_edges};
use super::rings::polygons_of;
use super::{ChangeSet, Refusal};
use crate::measure::{line_length_m, ring_area_m2};
use crate::model::{Border, Extent, PlainPolygon, PlainRing, Position, Unit, UnitKey, same_place};
use crate::topology::{Share, Snapshot, overlay, unit_polygons};

/// Gives a border another course between two places of it.
///
/// The path's ends are vertices of one border, or places a metre from its edges at most;
/// between two junctions with several borders, and around an island, that stretch is meant
/// which spans the least land with the path. New vertices are rounded to 1e-9°.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RedrawBorder {
    /// The new course with both ends.
    pub path: Vec<Position>,
}

/// A stretch of a border that is to run elsewhere.
struct Stretch<'a> {
    border: &'a Border,
    /// The new course and back along the old one; the first vertex is not repeated.
    between: Vec<Position>,
}

impl RedrawBorder {
    /// What the edit would change.
    ///
    /// # Errors
    /// [`Refusal`]: places that are not on the earth, ends that lie on no border, or not on
    /// one, a locked border, land of a third unit in the way, a unit without land, or faults
    /// that it would bring in.
    pub fn plan(&self, snapshot: &Snapshot) -> Result<ChangeSet, Refusal> {
        let [first, .., last] = self.path[..] else {
            return Err(Refusal::NoChange);
        };
        let mut path = self.path.clone();
        let mut put = ChangeSet::default();
        let mut with_ends = snapshot.clone();
        let ends = [0, path.len() - 1].into_iter().zip([first, last]);
        for (place, end) in ends {
            let (vertex, changes) = as_vertex(&with_ends, end)?;
            with_ends = changes.apply(&with_ends);
            put = put.then(changes);
            path[place] = vertex;
        }
        let (path, changes, with_ends) = put_on_edges(&with_ends, &path)?;
        let put = put.then(changes);
        let stretch = stretch(&with_ends, &path)?;
        let extent = Extent::around(stretch.between.iter().copied());
        let shares = shares(&with_ends, &stretch)?;
        if shares.is_empty() {
            return Err(Refusal::NoChange);
        }
        let mut handover = Handover::new(&with_ends);
        handover.shares = shares;
        let changes = handover.changes(&with_ends).map_err(Refusal::from)?;
        let changes = put.then(changes);
        let after = changes.apply(snapshot);
        let extent = extent.unwrap_or_else(|| Extent::at(first));
        let faults = introduced_faults(snapshot, &after, extent);
        if faults.is_empty() {
            Ok(changes)
        } else {
            Err(Refusal::Faults(faults))
        }
    }
}

/// The stretch of one border between the ends of a path: of several, the one that spans the
/// least land with it.
fn stretch<'a>(snapshot: &'a Snapshot, path: &[Position]) -> Result<Stretch<'a>, Refusal> {
    let (Some(&first), Some(&last)) = (path.first(), path.last()) else {
        return Err(Refusal::NoChange);
    };
    let mut best: Option<(f64, Stretch<'a>)> = None;
    for key in snapshot.index.borders_near(Extent::at(first)) {
        let Some(border) = snapshot.dataset.borders.get(key) else {
            continue;
        };
        for old in courses(&border.line, first, last) {
            let back = old.iter().rev().skip(1);
            let inner = old.len().saturating_sub(2);
            let between: Vec<Position> = path.iter().chain(back.take(inner)).copied().collect();
            let area_m2 = ring_area_m2(&between).abs();
            if best.as_ref().is_none_or(|(known, _)| area_m2 < *known) {
                let stretch = Stretch { border, between };
                best = Some((area_m2, stretch));
            }
        }
    }
    best.map(|(_, stretch)| stretch)
        .ok_or(Refusal::NotOneBorder)
}

/// The ways along a line from one of its vertices to another: two around a closed one.
fn courses(line: &[Position], from: Position, to: Position) -> Vec<Vec<Position>> {
    let place = |of: Position| line.iter().position(|&vertex| same_place(vertex, of));
    let (Some(start), Some(end)) = (place(from), place(to)) else {
        return Vec::new();
    };
    let is_closed = line.len() > 3 && same_place(line[0], line[line.len() - 1]);
    let (low, high) = (start.min(end), start.max(end));
    let mut direct = line[low..=high].to_vec();
    let mut around: Vec<Position> = Vec::new();
    if is_closed {
        around.extend(&line[high..line.len() - 1]);
        around.extend(&line[..=low]);
    }
    if start > end {
        direct.reverse();
    } else {
        around.reverse();
    }
    let mut courses = vec![direct, around];
    courses.retain(|course| course.len() > 1);
    courses
}

/// What changes hands where a border takes another course.
fn shares(snapshot: &Snapshot, stretch: &Stretch<'_>) -> Result<Vec<Share>, Refusal> {
    let border = stretch.border;
    if border.left.len() > 1 || border.right.len() > 1 {
        return Err(Refusal::Contested(border.units()));
    }
    let sides = [border.left.first().copied(), border.right.first().copied()];
    let dataset = &snapshot.dataset;
    let between = polygon(&stretch.between);
    let extent = Extent::around(stretch.between.iter().copied()).ok_or(Refusal::NoChange)?;
    let near: Vec<UnitKey> = snapshot.index.units_near(extent).collect();
    let land = |wanted: &dyn Fn(UnitKey) -> bool| -> Vec<PlainPolygon> {
        near.iter()
            .filter(|&&key| wanted(key))
            .filter_map(|&key| dataset.units.get(key).filter(|unit| unit.is_leaf()))
            .flat_map(|unit: &Unit| unit_polygons(dataset, unit))
            .collect()
    };
    let pieces = |land: &[PlainPolygon], inside: bool| -> Vec<Vec<Vec<Position>>> {
        let rings = overlay(&[&between, land], &|is| is[0] && is[1] == inside);
        without_hairs(polygons_of(rings.unwrap_or_default()))
    };
    let mut shares = Vec::new();
    for (from, to) in [(sides[0], sides[1]), (sides[1], sides[0])] {
        let taken = match from {
            Some(unit) => pieces(&land(&|key| key == unit), true),
            // What nobody has is what no leaf has.
            None => pieces(&land(&|_| true), false),
        };
        shares.extend(taken.into_iter().map(|rings| Share {
            rings,
            from: from.into_iter().collect(),
            to,
        }));
    }
    let others = |key: UnitKey| !sides.contains(&Some(key));
    let in_the_way: Vec<UnitKey> = near
        .iter()
        .copied()
        .filter(|&key| others(key))
        .filter(|&key| !pieces(&land(&|other| other == key), true).is_empty())
        .collect();
    if in_the_way.is_empty() {
        Ok(shares)
    } else {
        Err(Refusal::ThroughOthers(in_the_way))
    }
}

/// Narrower than this, in metres, a piece is where a line was meant to run along another:
/// places are rounded to a tenth of a millimetre, and what is traced lies beside it by that.
const HAIR_M: f64 = 0.005;

/// Pieces of land without those that rounding has made.
pub(super) fn without_hairs(mut pieces: Vec<Vec<Vec<Position>>>) -> Vec<Vec<Vec<Position>>> {
    pieces.retain(|rings| {
        let area_m2: f64 = rings.iter().map(|ring| ring_area_m2(ring)).sum();
        let around_m: f64 = rings.iter().map(|ring| line_length_m(ring)).sum();
        2.0 * area_m2 > HAIR_M * around_m
    });
    pieces
}

/// A polygon of one ring, whose first vertex is not repeated.
pub(super) fn polygon(ring: &[Position]) -> Vec<PlainPolygon> {
    let positions = ring.iter().copied().chain(ring.first().copied()).collect();
    let heights_m = None;
    vec![PlainPolygon {
        rings: vec![PlainRing {
            positions,
            heights_m,
        }],
    }]
}
