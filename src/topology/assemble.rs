//! Writing rings out from borders: the inverse of weaving, bit for bit.

use crate::model::{
    Border, BorderUse, Dataset, Extent, Land, Part, PlainPolygon, PlainRing, Position, Ring, Unit,
};

/// A border's vertices in the direction of a use; empty where the border is gone.
pub fn border_line(dataset: &Dataset, step: BorderUse) -> impl Iterator<Item = Position> + '_ {
    let line: &[Position] = dataset
        .borders
        .get(step.border)
        .map_or(&[], |border: &Border| &border.line);
    let count = line.len();
    (0..count).map(move |index| {
        let index = if step.reversed {
            count - 1 - index
        } else {
            index
        };
        line[index]
    })
}

/// A ring's vertices as its source wrote them: the same first vertex, direction,
/// repetitions, and the closing vertex if it had one.
pub fn ring_positions(dataset: &Dataset, ring: &Ring) -> Vec<Position> {
    let mut vertices = Vec::new();
    let mut trailing = 0;
    let mut repeats = ring.repeats.clone();
    repeats.sort_by_key(|repeat| (repeat.step, repeat.offset));
    let mut repeats = repeats.into_iter().peekable();
    // With repetitions written out, the ring's start moves to the right by those
    // that stand before it in the first use.
    let mut start = ring.start as usize;
    for (step, &along) in ring.path.iter().enumerate() {
        let line: Vec<Position> = border_line(dataset, along).collect();
        for (offset, &position) in line.iter().enumerate().take(line.len().saturating_sub(1)) {
            vertices.push(position);
            while let Some(repeat) = repeats
                .next_if(|repeat| (repeat.step, repeat.offset) == (step as u32, offset as u32))
            {
                for _ in 0..repeat.times {
                    vertices.push(position);
                }
                if step == 0 && offset < ring.start as usize {
                    start += repeat.times as usize;
                }
            }
        }
    }
    for repeat in repeats {
        trailing += repeat.times;
    }
    if vertices.is_empty() {
        return vertices;
    }
    let count = vertices.len();
    vertices.rotate_left(start % count);
    let first = vertices[0];
    for _ in 0..trailing + u32::from(ring.closed) {
        vertices.push(first);
    }
    vertices
}

/// A part's rings with their vertices, shell first.
pub fn part_rings(dataset: &Dataset, part: &Part) -> Vec<Vec<Position>> {
    part.rings()
        .map(|ring| ring_positions(dataset, ring))
        .collect()
}

/// A unit's own polygons as its source would write them now; none where it has none.
pub fn unit_polygons(dataset: &Dataset, unit: &Unit) -> Vec<PlainPolygon> {
    match &unit.land {
        Land::None => Vec::new(),
        Land::Plain { polygons, .. } => polygons.to_vec(),
        Land::Coverage(parts) => parts
            .iter()
            .map(|part| PlainPolygon {
                rings: part.rings().map(|ring| plain_ring(dataset, ring)).collect(),
            })
            .collect(),
    }
}

fn plain_ring(dataset: &Dataset, ring: &Ring) -> PlainRing {
    let positions = ring_positions(dataset, ring);
    PlainRing {
        // An edit that changes the number of vertices leaves heights without a place.
        heights_m: ring
            .heights_m
            .clone()
            .filter(|heights| heights.len() == positions.len()),
        positions: positions.into(),
    }
}

/// The box around a unit's own polygons, if it has any usable one.
pub(crate) fn own_extent(dataset: &Dataset, unit: &Unit) -> Option<Extent> {
    match &unit.land {
        Land::None => unit.point.map(Extent::at),
        Land::Coverage(_) => unit
            .coverage_rings()
            .flat_map(|ring| ring.path.iter())
            .filter_map(|step| dataset.borders.get(step.border))
            .map(|border| border.extent())
            .reduce(Extent::union),
        Land::Plain { polygons, .. } => Extent::around(
            polygons
                .iter()
                .flat_map(|polygon| polygon.rings.iter())
                .flat_map(|ring| ring.positions.iter().copied())
                .filter(|&position| crate::model::is_usable(position)),
        ),
    }
}
