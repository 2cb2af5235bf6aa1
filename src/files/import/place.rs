//! Finding units by place while a data set is made: which unit's own polygon holds a
//! point, and a point that stands for a polygon.

use std::collections::BTreeMap;

use rayon::prelude::*;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use crate::model::{Dataset, Extent, Land, Level, PlainPolygon, Position, UnitKey, is_usable};
use crate::topology::polygons_contain;

type Boxed = GeomWithData<Rectangle<[f64; 2]>, UnitKey>;

/// The units with a polygon of their own, by level.
pub(super) struct Places {
    by_level: BTreeMap<Level, RTree<Boxed>>,
}

impl Places {
    /// Of every unit that came with a polygon.
    pub fn new(dataset: &Dataset) -> Self {
        let plain = dataset.units.iter().filter_map(|(key, unit)| {
            let Land::Plain { polygons, .. } = &unit.land else {
                return None;
            };
            Some((key, unit, polygons))
        });
        let plain: Vec<_> = plain.collect();
        let extents = plain
            .into_par_iter()
            .map(|(key, unit, polygons)| (key, unit, extent_of(polygons)));
        let extents: Vec<_> = extents.collect();
        let mut boxes: BTreeMap<Level, Vec<Boxed>> = BTreeMap::new();
        for (key, unit, extent) in extents {
            let Some(extent) = extent else {
                continue;
            };
            let corners =
                Rectangle::from_corners([extent.min.x, extent.min.y], [extent.max.x, extent.max.y]);
            boxes
                .entry(unit.level)
                .or_default()
                .push(Boxed::new(corners, key));
        }
        Self {
            by_level: boxes
                .into_iter()
                .map(|(level, boxes)| (level, RTree::bulk_load(boxes)))
                .collect(),
        }
    }

    /// Whether some unit of the level has a polygon.
    pub fn has(&self, level: Level) -> bool {
        self.by_level.contains_key(&level)
    }

    /// The units of a level whose own polygon holds the point, in order.
    pub fn holding(&self, dataset: &Dataset, level: Level, point: Position) -> Vec<UnitKey> {
        let mut units: Vec<UnitKey> = self
            .by_level
            .get(&level)
            .into_iter()
            .flat_map(|tree| {
                tree.locate_in_envelope_intersecting(AABB::from_point([point.x, point.y]))
            })
            .map(|boxed| boxed.data)
            .filter(|&unit| holds(dataset, unit, point))
            .collect();
        units.sort_unstable();
        units
    }
}

/// Whether a unit's own polygon holds the point.
pub(super) fn holds(dataset: &Dataset, unit: UnitKey, point: Position) -> bool {
    match dataset.units.get(unit).map(|unit| &unit.land) {
        Some(Land::Plain { polygons, .. }) => polygons_contain(polygons, point),
        _ => false,
    }
}

fn extent_of(polygons: &[PlainPolygon]) -> Option<Extent> {
    Extent::around(
        polygons
            .iter()
            .flat_map(|polygon| &polygon.rings)
            .flat_map(|ring| ring.positions.iter().copied())
            .filter(|&position| is_usable(position)),
    )
}

/// A point inside the land of some polygons: the middle of the longest stretch that
/// a parallel through the middle of the largest ring's box has inside.
pub(super) fn point_inside(polygons: &[PlainPolygon]) -> Option<Position> {
    let size = |polygon: &&PlainPolygon| {
        let ring = polygon.rings.first()?;
        let extent = Extent::around(ring.positions.iter().copied())?;
        let sides = extent.max - extent.min;
        Some(sides.x * sides.y)
    };
    let largest = polygons
        .iter()
        .filter(|polygon| extent_of(std::slice::from_ref(polygon)).is_some())
        .max_by(|a, b| size(a).unwrap_or(0.0).total_cmp(&size(b).unwrap_or(0.0)))?;
    let extent = extent_of(std::slice::from_ref(largest))?;
    // The middle itself may run along an edge or through vertices only.
    [0.5, 0.37, 0.61, 0.23, 0.79].into_iter().find_map(|part| {
        let latitude = extent.min.y + (extent.max.y - extent.min.y) * part;
        let point = middle_of_longest_stretch(largest, latitude)?;
        polygons_contain(std::slice::from_ref(largest), point).then_some(point)
    })
}

fn middle_of_longest_stretch(polygon: &PlainPolygon, latitude: f64) -> Option<Position> {
    let mut crossings: Vec<f64> = Vec::new();
    for ring in &polygon.rings {
        let positions = &ring.positions;
        let ends = positions.iter().zip(positions.iter().cycle().skip(1));
        for (from, to) in ends {
            if (from.y > latitude) != (to.y > latitude) {
                let along = (latitude - from.y) / (to.y - from.y);
                crossings.push(from.x + (to.x - from.x) * along);
            }
        }
    }
    crossings.sort_by(f64::total_cmp);
    crossings
        .chunks_exact(2)
        .filter_map(|pair| match pair {
            [from, to] => Some((to - from, (from + to) / 2.0)),
            _ => None,
        })
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, x)| Position { x, y: latitude })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;
    use crate::model::PlainRing;

    fn polygon(rings: &[&[(f64, f64)]]) -> PlainPolygon {
        PlainPolygon {
            rings: rings
                .iter()
                .map(|ring| PlainRing {
                    positions: ring.iter().map(|&(x, y)| Position { x, y }).collect(),
                    heights_m: None,
                })
                .collect(),
        }
    }

    #[test]
    fn the_point_is_inside_whatever_the_shape() {
        let crescent = polygon(&[&[
            (0.0, 0.0),
            (4.0, 0.0),
            (4.0, 4.0),
            (0.0, 4.0),
            (0.0, 3.5),
            (3.5, 3.5),
            (3.5, 0.5),
            (0.0, 0.5),
            (0.0, 0.0),
        ]]);
        let ring = polygon(&[
            &[(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0), (0.0, 0.0)],
            &[(1.0, 1.0), (3.0, 1.0), (3.0, 3.0), (1.0, 3.0), (1.0, 1.0)],
        ]);
        for shape in [crescent, ring] {
            let shapes = [shape];
            let point = point_inside(&shapes).unwrap();
            assert!(polygons_contain(&shapes, point));
        }
        assert_eq!(point_inside(&[]), None);
        let nowhere = polygon(&[&[(f64::NAN, 0.0), (400.0, 1e300)]]);
        assert_eq!(point_inside(&[nowhere]), None);
    }
}
