//! Where units and points are: which leaf holds a point, whether a unit's land does,
//! and a place to show for a finding about a whole unit.

use super::{Context, Place};
use crate::model::{Extent, Land, Level, Part, PlainRole, Position, Unit, UnitKey};
use crate::topology::{land_border_uses, land_contains, polygons_contain};

impl Context<'_> {
    /// The leaves that hold a position, on their border too, in the order of their
    /// keys.
    pub fn leaves_at(&self, position: Position) -> Vec<UnitKey> {
        let dataset = self.dataset();
        self.snapshot
            .index
            .units_near(Extent::at(position))
            .filter(|&key| dataset.units.get(key).is_some_and(Unit::is_leaf))
            .filter(|&leaf| land_contains(dataset, leaf, position))
            .collect()
    }

    /// The unit of `level` whose leaves hold a position.
    pub fn unit_at(&self, level: Level, position: Position) -> Option<UnitKey> {
        let leaves = self.leaves_at(position);
        let mut above = leaves.into_iter();
        above.find_map(|leaf| self.dataset().ancestor_at(leaf, level))
    }

    /// Whether a unit's land holds a position, its border included: its leaves, or for
    /// a city over the rural districts its own polygon. Nothing where it has no land.
    pub fn holds(&self, unit: UnitKey, position: Position) -> Option<bool> {
        let dataset = self.dataset();
        if let Land::Plain {
            polygons,
            role: PlainRole::Over,
        } = &dataset.units.get(unit)?.land
        {
            return Some(polygons_contain(polygons, position));
        }
        if dataset.units.get(unit)?.is_leaf() {
            return Some(land_contains(dataset, unit, position));
        }
        if self.leaves(unit).is_empty() {
            return None;
        }
        let is_under = |leaf: UnitKey| dataset.ancestors(leaf).any(|(above, _)| above == unit);
        Some(self.leaves_at(position).into_iter().any(is_under))
    }

    /// A place for a finding about a whole unit: a point in its land (its own point or
    /// its centre's where it has no land) and the box around the land.
    pub(super) fn make_unit_place(&self, key: UnitKey) -> Option<Place> {
        let dataset = self.dataset();
        let unit = dataset.units.get(key)?;
        let mut whole: Option<Extent> = None;
        let mut largest: Option<(f64, &Part, Extent)> = None;
        for leaf in self.leaves(key) {
            let Some(Land::Coverage(parts)) = dataset.units.get(leaf).map(|leaf| &leaf.land) else {
                continue;
            };
            for part in parts {
                let Some(extent) = self.part_extent(part) else {
                    continue;
                };
                whole = Some(whole.map_or(extent, |whole| whole.union(extent)));
                let size = extent.max - extent.min;
                let size = size.x * size.y;
                if largest.is_none_or(|(known, ..)| size > known) {
                    largest = Some((size, part, extent));
                }
            }
        }
        if let (Some((_, part, extent)), Some(whole)) = (largest, whole) {
            return Some(Place {
                at: self.point_in_part(part, extent),
                extent: whole,
                outline: Vec::new(),
            });
        }
        if let Land::Plain { polygons, .. } = &unit.land {
            let rings = polygons.iter().flat_map(|polygon| &polygon.rings);
            let vertices = rings.flat_map(|ring| ring.positions.iter().copied());
            let extent = Extent::around(vertices.filter(|&at| crate::model::is_usable(at)))?;
            return Some(Place {
                at: extent.centre(),
                extent,
                outline: Vec::new(),
            });
        }
        let centre = unit.centre.as_ref().and_then(|centre| centre.position);
        unit.point.or(centre).map(Place::point)
    }

    fn part_extent(&self, part: &Part) -> Option<Extent> {
        let borders = &self.dataset().borders;
        land_border_uses(part)
            .filter_map(|step| borders.get(step.border))
            .map(|border| border.extent())
            .reduce(Extent::union)
    }

    /// The middle of the widest stretch of a part along its middle parallel, which
    /// meets it, as a part hangs together.
    fn point_in_part(&self, part: &Part, extent: Extent) -> Position {
        let y = extent.centre().y;
        let mut crossings: Vec<f64> = Vec::new();
        for step in land_border_uses(part) {
            let Some(border) = self.dataset().borders.get(step.border) else {
                continue;
            };
            if y < border.extent().min.y || y > border.extent().max.y {
                continue;
            }
            for edge in border.line.windows(2) {
                let [from, to] = *edge else { continue };
                if (from.y > y) != (to.y > y) {
                    crossings.push(from.x + (y - from.y) / (to.y - from.y) * (to.x - from.x));
                }
            }
        }
        crossings.sort_by(f64::total_cmp);
        let stretches = crossings.chunks_exact(2).filter_map(|pair| match *pair {
            [from, to] => Some((to - from, (from + to) / 2.0)),
            _ => None,
        });
        let widest = stretches.max_by(|a, b| a.0.total_cmp(&b.0));
        Position {
            x: widest.map_or(extent.centre().x, |(_, middle)| middle),
            y,
        }
    }
}
