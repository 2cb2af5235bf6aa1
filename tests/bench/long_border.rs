//! A border of 20,000 vertices in the national sample, for benchmarks of editing.

use std::collections::HashMap;

use marz::model::{Border, BorderKey, Dataset, Land, PlainPolygon, PlainRing, Position, Unit};

/// How many vertices it has at least.
const LONG_BORDER: usize = 20_000;

fn bits(position: Position) -> [u64; 2] {
    [position.x.to_bits(), position.y.to_bits()]
}

/// Puts vertices into the longest border between two units until it has 20,000, and
/// into the polygons of the units above that run along it.
pub fn lengthen(dataset: &mut Dataset) -> Option<BorderKey> {
    let is_between = |border: &Border| border.left.len() == 1 && border.right.len() == 1;
    let borders = dataset.borders.iter();
    let between = borders.filter(|(_, border)| is_between(border));
    let (key, border) = between.max_by_key(|(_, border)| border.line.len())?;
    let edges = border.line.len() - 1;
    let pieces = LONG_BORDER.div_ceil(edges);
    let mut inserted: HashMap<[[u64; 2]; 2], Vec<Position>> = HashMap::new();
    let mut line = Vec::new();
    for edge in border.line.windows(2) {
        let (from, to) = (edge[0], edge[1]);
        let share = |piece: usize| piece as f64 / pieces as f64;
        let between: Vec<Position> = (1..pieces)
            .map(|piece| from + (to - from) * share(piece))
            .collect();
        line.push(from);
        line.extend(&between);
        let reversed = between.iter().rev().copied().collect();
        inserted.insert([bits(from), bits(to)], between);
        inserted.insert([bits(to), bits(from)], reversed);
    }
    line.extend(border.line.last());
    dataset
        .borders
        .update(key, |border| border.line = line.into());
    let units: Vec<_> = dataset.units.keys().collect();
    for unit in units {
        let is_plain = |unit: &Unit| matches!(unit.land, Land::Plain { .. });
        if dataset.units.get(unit).is_some_and(is_plain) {
            dataset.units.update(unit, |unit| {
                if let Land::Plain { polygons, .. } = &mut unit.land {
                    *polygons = polygons.iter().map(|it| denser(it, &inserted)).collect();
                }
            });
        }
    }
    Some(key)
}

fn denser(
    polygon: &PlainPolygon,
    inserted: &HashMap<[[u64; 2]; 2], Vec<Position>>,
) -> PlainPolygon {
    let rings = polygon.rings.iter().map(|ring| {
        let mut positions: Vec<Position> = ring.positions.first().copied().into_iter().collect();
        for edge in ring.positions.windows(2) {
            let between = inserted.get(&[bits(edge[0]), bits(edge[1])]);
            positions.extend(between.into_iter().flatten());
            positions.push(edge[1]);
        }
        PlainRing {
            positions: positions.into(),
            heights_m: None,
        }
    });
    PlainPolygon {
        rings: rings.collect(),
    }
}
