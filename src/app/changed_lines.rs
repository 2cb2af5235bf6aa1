//! What an edit changes on the map, found before it is made: the lines that go and come,
//! and where what it names lies.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use crate::edit::{Change, ChangeSet};
use crate::model::{BorderKey, Land, PlainPolygon, Position, Unit, UnitKey};
use crate::topology::{Snapshot, outline_polygons, union, unit_leaves};

/// Edges of borders, and of polygons beside the coverage, that go and that come; and what
/// attributes come to name.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ChangedLines {
    /// Those that nothing has any more.
    pub gone: Vec<[Position; 2]>,
    /// Those that come, and those that part other units than before.
    pub drawn: Vec<[Position; 2]>,
    /// Outlines of units that get somebody under them.
    pub named: Vec<[Position; 2]>,
    /// Settlements that become a centre, or that move or come under another unit.
    pub places: Vec<Position>,
}

impl ChangedLines {
    /// What a change set does to the lines of borders.
    pub fn between(before: &Snapshot, after: &Snapshot, changes: &ChangeSet) -> Self {
        let mut keys = changes.touched(before).borders;
        keys.extend(changes.touched(after).borders);
        keys.sort_unstable();
        keys.dedup();
        let (was, is) = (edges(before, &keys), edges(after, &keys));
        let kept: FxHashSet<EdgeBits> = is.iter().map(|edge| edge.bits).collect();
        let known: FxHashSet<(EdgeBits, [&[UnitKey]; 2])> =
            was.iter().map(|edge| (edge.bits, edge.sides)).collect();
        let gone = was.iter().filter(|edge| !kept.contains(&edge.bits));
        let drawn = is
            .iter()
            .filter(|edge| !known.contains(&(edge.bits, edge.sides)));
        let mut lines = Self {
            gone: gone.map(|edge| edge.ends).collect(),
            drawn: drawn.map(|edge| edge.ends).collect(),
            ..Self::default()
        };
        let mut parents: BTreeSet<UnitKey> = BTreeSet::new();
        for change in changes.changes() {
            match change {
                Change::Unit {
                    key,
                    before: was,
                    after: Some(is),
                } => {
                    let was = was.as_deref();
                    lines.plain_between(was, is);
                    if was.is_some_and(|was| was.parent != is.parent) {
                        parents.extend(is.parent);
                    }
                    if was.is_some_and(|was| was.centre != is.centre) {
                        let centre = is.centre.as_ref();
                        let place = centre.and_then(|it| after.dataset.centre_position(it));
                        lines.places.extend(place);
                        parents.insert(*key);
                    }
                }
                Change::Settlement {
                    before: Some(was),
                    after: Some(is),
                    ..
                } if (was.parent, was.position) != (is.parent, is.position) => {
                    lines.places.extend(is.position);
                    parents.extend(is.parent);
                }
                _ => {}
            }
        }
        let dataset = &after.dataset;
        for parent in parents {
            let leaves = unit_leaves(dataset, parent);
            let outline = outline_polygons(dataset, &union(dataset, &leaves));
            lines.named.extend(outline.iter().flat_map(polygon_edges));
        }
        lines
    }

    /// Adds what changes of a unit's polygons beside the coverage.
    fn plain_between(&mut self, was: Option<&Unit>, is: &Unit) {
        let edges_of = |unit: &Unit| match &unit.land {
            Land::Plain { polygons, .. } => polygons.iter().flat_map(polygon_edges).collect(),
            _ => Vec::new(),
        };
        let (was, is) = (was.map(edges_of).unwrap_or_default(), edges_of(is));
        let bits = |edges: &[[Position; 2]]| -> FxHashSet<EdgeBits> {
            edges.iter().map(|edge| edge_bits(*edge).0).collect()
        };
        let (known, kept) = (bits(&was), bits(&is));
        let is_in =
            |set: &FxHashSet<EdgeBits>, edge: &[Position; 2]| set.contains(&edge_bits(*edge).0);
        self.gone
            .extend(was.into_iter().filter(|edge| !is_in(&kept, edge)));
        self.drawn
            .extend(is.into_iter().filter(|edge| !is_in(&known, edge)));
    }
}

fn polygon_edges(polygon: &PlainPolygon) -> impl Iterator<Item = [Position; 2]> {
    let rings = polygon.rings.iter();
    rings.flat_map(|ring| {
        ring.positions
            .windows(2)
            .filter_map(|edge| edge.try_into().ok())
    })
}

/// An edge without its direction, and whether it runs from its lower end.
fn edge_bits(ends: [Position; 2]) -> (EdgeBits, bool) {
    let [from, to] = ends.map(|at| (at.x.to_bits(), at.y.to_bits()));
    let runs_up = from <= to;
    let (low, high) = if runs_up { (from, to) } else { (to, from) };
    ([low.0, low.1, high.0, high.1], runs_up)
}

/// An edge's vertices, without its direction.
type EdgeBits = [u64; 4];

/// An edge of a border with the units on its sides, as seen from its lower end.
struct SidedEdge<'a> {
    ends: [Position; 2],
    bits: EdgeBits,
    sides: [&'a [UnitKey]; 2],
}

fn edges<'a>(snapshot: &'a Snapshot, keys: &[BorderKey]) -> Vec<SidedEdge<'a>> {
    let borders = keys
        .iter()
        .filter_map(|key| snapshot.dataset.borders.get(*key));
    let mut edges = Vec::new();
    for border in borders {
        for ends in border.line.windows(2) {
            let Ok(ends) = <[Position; 2]>::try_from(ends) else {
                continue;
            };
            let (left, right): (&[UnitKey], &[UnitKey]) = (&border.left, &border.right);
            let (bits, runs_up) = edge_bits(ends);
            let sides = if runs_up {
                [left, right]
            } else {
                [right, left]
            };
            edges.push(SidedEdge { ends, bits, sides });
        }
    }
    edges
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use std::sync::Arc;

    use super::*;
    use crate::model::{Dataset, Level, Origin, PlainRing, PlainRole};
    use crate::topology::weave_dataset;

    fn square(west: f64, role: PlainRole) -> Land {
        let ring = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)];
        let positions = ring.map(|(x, y)| Position {
            x: west + x,
            y: 33.0 + y,
        });
        let ring = PlainRing {
            positions: positions.into(),
            heights_m: None,
        };
        Land::Plain {
            polygons: [PlainPolygon { rings: vec![ring] }].into(),
            role,
        }
    }

    /// The unit as it is and as `change` makes it, as a change set.
    fn changed(snapshot: &Snapshot, key: UnitKey, change: impl Fn(&mut Unit)) -> ChangeSet {
        let before = snapshot.dataset.units.get_shared(key).cloned();
        let mut after = before.as_deref().unwrap().clone();
        change(&mut after);
        ChangeSet::from(vec![Change::Unit {
            key,
            before,
            after: Some(Arc::new(after)),
        }])
    }

    #[test]
    fn a_chosen_parent_is_outlined_and_polygons_beside_the_coverage_show_what_changes() {
        let mut dataset = Dataset::new(Origin::of_content(b"lines"), "");
        let mut add = |level, land| {
            let id = dataset.origin.id("unit", dataset.units.len());
            let mut unit = Unit::new(id, level, "");
            unit.land = land;
            dataset.units.insert(unit)
        };
        let province = add(Level::Province, Land::None);
        let county = add(Level::County, square(48.0, PlainRole::Pending));
        weave_dataset(&mut dataset);
        let id = dataset.origin.id("unit", dataset.units.len());
        let mut city = Unit::new(id, Level::City, "");
        city.land = square(48.5, PlainRole::Over);
        let city = dataset.units.insert(city);
        let before = Snapshot::new(dataset);

        let changes = changed(&before, county, |unit| unit.parent = Some(province));
        let lines = ChangedLines::between(&before, &changes.apply(&before), &changes);
        assert_eq!(lines.named.len(), 4);
        assert!(lines.gone.is_empty() && lines.drawn.is_empty());

        // A step to the east leaves no edge but the one that both have.
        let changes = changed(&before, city, |unit| {
            unit.land = square(49.5, PlainRole::Over);
        });
        let lines = ChangedLines::between(&before, &changes.apply(&before), &changes);
        assert_eq!((lines.gone.len(), lines.drawn.len()), (3, 3));
        assert!(lines.named.is_empty());
    }
}
