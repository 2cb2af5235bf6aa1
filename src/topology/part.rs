//! A part of a unit's land: one polygon of several, found by a vertex, its outline and
//! who lies beside it.

use std::collections::BTreeMap;

use super::assemble::border_line;
use super::contains::polygons_contain;
use crate::measure::ring_area_m2;
use crate::model::{
    BorderUse, Dataset, Land, Part, PlainPolygon, PlainRing, Position, Ring, UnitKey, same_place,
};

/// The part of a leaf whose shell has a vertex.
fn part_at(dataset: &Dataset, unit: UnitKey, vertex: Position) -> Option<&Part> {
    let Land::Coverage(parts) = &dataset.units.get(unit)?.land else {
        return None;
    };
    parts
        .iter()
        .find(|part| ring_line(dataset, &part.shell).any(|other| same_place(other, vertex)))
}

fn ring_line<'a>(dataset: &'a Dataset, ring: &'a Ring) -> impl Iterator<Item = Position> + 'a {
    ring.path.iter().flat_map(|&step| {
        let count = border_line(dataset, step).count();
        border_line(dataset, step).take(count.saturating_sub(1))
    })
}

/// The rings of the part of a leaf whose shell has a vertex, the part on their left, the
/// first vertex not repeated; nothing where there is no such part.
pub fn unit_part(dataset: &Dataset, unit: UnitKey, vertex: Position) -> Option<Vec<Vec<Position>>> {
    let part = part_at(dataset, unit, vertex)?;
    let rings = part.rings().enumerate().map(|(place, ring)| {
        let mut positions: Vec<Position> = ring_line(dataset, ring).collect();
        if (ring_area_m2(&positions) >= 0.0) != (place == 0) {
            positions.reverse();
        }
        positions
    });
    Some(rings.collect())
}

/// The leaves beside the part of a leaf whose shell has a vertex, with the length in
/// metres that they share, in the order of their keys.
pub fn unit_part_neighbours(
    dataset: &Dataset,
    unit: UnitKey,
    vertex: Position,
) -> Vec<(UnitKey, f64)> {
    let mut lengths: BTreeMap<UnitKey, f64> = BTreeMap::new();
    let steps = part_at(dataset, unit, vertex).into_iter();
    let mut steps: Vec<BorderUse> = steps.flat_map(super::land_border_uses).collect();
    steps.sort_by_key(|step| step.border);
    steps.dedup_by_key(|step| step.border);
    for border in steps
        .iter()
        .filter_map(|step| dataset.borders.get(step.border))
    {
        for other in border.units().into_iter().filter(|&other| other != unit) {
            *lengths.entry(other).or_default() += border.length_m();
        }
    }
    lengths.into_iter().collect()
}

/// A vertex of the part of a leaf that a finding is about: of the one whose shell has a
/// vertex of `outline`, else of the one that holds `at`, else of the smallest.
pub fn part_at_place(
    dataset: &Dataset,
    unit: UnitKey,
    outline: &[Position],
    at: Position,
) -> Option<Position> {
    let Land::Coverage(parts) = &dataset.units.get(unit)?.land else {
        return None;
    };
    let first = |part: &Part| ring_line(dataset, &part.shell).next();
    let has_vertex = |part: &&Part| {
        ring_line(dataset, &part.shell).any(|vertex| {
            outline.iter().any(|&other| same_place(other, vertex)) || same_place(at, vertex)
        })
    };
    if let Some(part) = parts.iter().find(has_vertex) {
        return first(part);
    }
    let size = |part: &Part| {
        let shell: Vec<Position> = ring_line(dataset, &part.shell).collect();
        (ring_area_m2(&shell).abs(), shell)
    };
    let mut sized: Vec<(f64, Vec<Position>)> = parts.iter().map(size).collect();
    sized.sort_by(|a, b| a.0.total_cmp(&b.0));
    let holds = |shell: &Vec<Position>| {
        let rings = vec![PlainRing {
            positions: shell.clone().into(),
            heights_m: None,
        }];
        polygons_contain(&[PlainPolygon { rings }], at)
    };
    let found = sized.iter().find(|(_, shell)| holds(shell));
    found.or(sized.first())?.1.first().copied()
}
