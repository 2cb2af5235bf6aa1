//! Whether a position lies in a unit's land, decided exactly (adaptive predicates of
//! Shewchuk, 1997, through `robust`); borders that do not meet the ray are passed
//! over by their boxes.

use robust::{Coord as RobustCoord, orient2d};

use super::level::unit_leaves;
use crate::model::{
    BorderUse, Dataset, Land, Part, PlainPolygon, PlainRing, Position, Ring, Unit, UnitKey,
};

/// Which side of the edge from `from` to `to` the point lies on: positive on its
/// left, zero exactly on its line.
pub(crate) fn side_of_edge(from: Position, to: Position, point: Position) -> f64 {
    let coord = |position: Position| RobustCoord {
        x: position.x,
        y: position.y,
    };
    orient2d(coord(from), coord(to), coord(point))
}

/// Whether a position lies exactly on an edge, its ends included.
pub(crate) fn position_on_edge(point: Position, from: Position, to: Position) -> bool {
    let between = |value: f64, a: f64, b: f64| value >= a.min(b) && value <= a.max(b);
    between(point.x, from.x, to.x)
        && between(point.y, from.y, to.y)
        && side_of_edge(from, to, point) == 0.0
}

/// What a ray from a point to the east meets.
#[derive(Default)]
struct Ray {
    crossings: usize,
    on_edge: bool,
}

impl Ray {
    fn meet(&mut self, point: Position, from: Position, to: Position) {
        let (low, high) = if from.y <= to.y {
            (from, to)
        } else {
            (to, from)
        };
        if point.y < low.y || point.y > high.y {
            return;
        }
        if low.y == high.y {
            self.on_edge |= point.x >= low.x.min(high.x) && point.x <= low.x.max(high.x);
            return;
        }
        let side = side_of_edge(low, high, point);
        self.on_edge |= side == 0.0;
        // Half-open in latitude, so that a vertex on the ray counts once.
        if side > 0.0 && point.y >= low.y && point.y < high.y {
            self.crossings += 1;
        }
    }

    fn meet_line(&mut self, point: Position, line: &[Position]) {
        for edge in line.windows(2) {
            self.meet(point, edge[0], edge[1]);
        }
    }

    fn is_inside(&self) -> bool {
        self.on_edge || self.crossings % 2 == 1
    }
}

/// Whether a position lies in, or exactly on the edge of, plain polygons: in the shell
/// of any and in none of its holes, each ring read by even and odd. A hole that lies
/// outside its shell, in another hole, or that is its shell again, takes nothing away.
pub fn polygons_contain(polygons: &[PlainPolygon], point: Position) -> bool {
    let ray_of = |ring: &PlainRing| {
        let mut ray = Ray::default();
        ray.meet_line(point, &ring.positions);
        if let (Some(&first), Some(&last)) = (ring.positions.first(), ring.positions.last()) {
            ray.meet(point, last, first);
        }
        ray
    };
    polygons.iter().any(|polygon| {
        let Some((shell, holes)) = polygon.rings.split_first() else {
            return false;
        };
        let outer = ray_of(shell);
        if outer.on_edge || !outer.is_inside() {
            return outer.on_edge;
        }
        let mut inside = true;
        for hole in holes {
            let ray = ray_of(hole);
            if ray.on_edge {
                return true;
            }
            inside &= !ray.is_inside() || hole.positions == shell.positions;
        }
        inside
    })
}

/// Whether a position lies in, or exactly on the border of, a unit's land: its
/// leaves' where it has any, else its own polygon.
///
/// For a province of a hundred rural districts this looks at the borders of those
/// whose boxes hold the position only.
pub fn land_contains(dataset: &Dataset, unit: UnitKey, point: Position) -> bool {
    let leaves = unit_leaves(dataset, unit);
    if leaves.is_empty() {
        return match dataset.units.get(unit).map(|unit| &unit.land) {
            Some(Land::Plain { polygons, .. }) => polygons_contain(polygons, point),
            _ => false,
        };
    }
    leaves
        .into_iter()
        .filter_map(|leaf| dataset.units.get(leaf))
        .any(|leaf| leaf_contains(dataset, leaf, point))
}

/// Where a position lies with regard to a leaf's land.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Inside,
    OnBorder,
    Outside,
}

/// Whether a position lies in a leaf of the coverage or on its border.
pub(crate) fn leaf_contains(dataset: &Dataset, leaf: &Unit, point: Position) -> bool {
    place_in_leaf(dataset, leaf, point) != Place::Outside
}

/// Where a position lies with regard to a leaf of the coverage: in the shell of any
/// part and in none of its holes, each ring read by even and odd; on the border if it
/// lies exactly on a shell's edge, or inside the shell on a hole's. A hole outside its
/// shell, in another hole, or that is its shell again, takes nothing away.
pub(crate) fn place_in_leaf(dataset: &Dataset, leaf: &Unit, point: Position) -> Place {
    let Land::Coverage(parts) = &leaf.land else {
        return Place::Outside;
    };
    let mut place = Place::Outside;
    for part in parts {
        match place_in_part(dataset, part, point) {
            Place::OnBorder => return Place::OnBorder,
            Place::Inside => place = Place::Inside,
            Place::Outside => {}
        }
    }
    place
}

fn place_in_part(dataset: &Dataset, part: &Part, point: Position) -> Place {
    let place = place_in_ring(dataset, &part.shell, point);
    if place != Place::Inside {
        return place;
    }
    let mut place = Place::Inside;
    for hole in &part.holes {
        match place_in_ring(dataset, hole, point) {
            Place::OnBorder => return Place::OnBorder,
            Place::Inside if !same_borders(hole, &part.shell) => place = Place::Outside,
            Place::Inside | Place::Outside => {}
        }
    }
    place
}

/// Whether two rings are made of the same borders.
pub(crate) fn same_borders(a: &Ring, b: &Ring) -> bool {
    let in_b = |step: &BorderUse| b.path.iter().any(|other| other.border == step.border);
    // Most differ in the first already.
    a.path.len() == b.path.len() && a.path.iter().all(in_b)
}

/// Where a position lies with regard to a ring of the coverage, read by even and odd.
pub(crate) fn place_in_ring(dataset: &Dataset, ring: &Ring, point: Position) -> Place {
    let mut ray = Ray::default();
    for step in ring.path.iter() {
        let Some(border) = dataset.borders.get(step.border) else {
            continue;
        };
        let extent = border.extent();
        if point.y < extent.min.y || point.y > extent.max.y || point.x > extent.max.x {
            continue;
        }
        if point.x < extent.min.x {
            // Wholly to the east: only which sides of the ray its ends are on
            // decides the parity.
            let (first, last) = border.ends();
            if (first.y > point.y) != (last.y > point.y) {
                ray.crossings += 1;
            }
        } else {
            ray.meet_line(point, &border.line);
        }
    }
    if ray.on_edge {
        Place::OnBorder
    } else if ray.is_inside() {
        Place::Inside
    } else {
        Place::Outside
    }
}
