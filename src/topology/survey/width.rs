//! The largest circle that fits into a face. The face comes as triangles; each is
//! halved as long as it may hold the centre of a larger circle. The bound is as good in
//! a long triangle as in a round one, so that a sliver of a kilometre by a millimetre is
//! no harder than a square (cells that are squares, as in `polylabel`, would have to be
//! as small as the sliver is narrow).

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use geo::Coord;
use rstar::{AABB, RTree, RTreeObject};
use smallvec::SmallVec;

/// How far short of the largest circle's the radius may fall, as a share of it; and where
/// it is larger than [`WIDE_M`].
const TOLERANCE: f64 = 0.01;
const TOLERANCE_WIDE: f64 = 0.05;
/// A face that holds a circle of this radius, in metres, is a sliver by nobody's measure.
const WIDE_M: f64 = 500.0;
/// How many triangles may be looked at; a face that would need more is as wide as
/// the widest circle found by then.
const MOST_CELLS: usize = 100_000;

type Metres = Coord<f64>;

/// An edge of the face's outline in a plane of metres.
#[derive(Debug, Clone, Copy)]
pub(super) struct Side {
    pub from: Metres,
    pub to: Metres,
}

impl RTreeObject for Side {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        AABB::from_corners([self.from.x, self.from.y], [self.to.x, self.to.y])
    }
}

impl Side {
    fn distance(&self, point: Metres) -> f64 {
        self.distance_squared(point).sqrt()
    }

    pub(super) fn distance_squared(&self, point: Metres) -> f64 {
        let along = self.to - self.from;
        let length_squared = along.x * along.x + along.y * along.y;
        let offset = point - self.from;
        let share = if length_squared > 0.0 {
            ((offset.x * along.x + offset.y * along.y) / length_squared).clamp(0.0, 1.0)
        } else {
            0.0
        };
        let away = offset - along * share;
        away.x * away.x + away.y * away.y
    }

    /// The distance to the farthest corner. As the distance to a segment is a convex
    /// function, nothing in the triangle is farther.
    fn farthest(&self, corners: &[Metres; 3]) -> f64 {
        corners
            .iter()
            .map(|&corner| self.distance_squared(corner))
            .fold(0.0, f64::max)
            .sqrt()
    }
}

/// A part of a face that may hold the centre, in order of how large a circle that allows.
pub(super) struct Bounded<T> {
    /// No point in it is farther inside the outline.
    pub bound: f64,
    pub part: T,
}

impl<T> PartialEq for Bounded<T> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl<T> Eq for Bounded<T> {}
impl<T> PartialOrd for Bounded<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Bounded<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.bound.total_cmp(&other.bound)
    }
}

/// A triangle that may hold the centre.
struct Cell {
    corners: [Metres; 3],
    /// The sides that may be the nearest to a point in it.
    sides: Vec<Side>,
}

/// How far from all of `sides` a point of the triangle may be at most, and where.
///
/// A distance to a segment is a convex function, so in the triangle it stays below the
/// plane through its values at the corners; the least of such planes is greatest at a
/// corner, where two of them meet a side of the triangle, or where three meet. Along
/// straight lines the planes are exact, however long and thin the triangle is.
fn bound_of(corners: &[Metres; 3], sides: &[Side]) -> (f64, Metres) {
    let planes = nearest_planes(corners, sides);
    let mut best = (f64::NEG_INFINITY, corners[0]);
    let mut consider = |shares: [f64; 3]| {
        if shares
            .iter()
            .any(|&share| !(-1e-9..=1.0 + 1e-9).contains(&share))
        {
            return;
        }
        let height = planes
            .iter()
            .map(|plane| dot(*plane, shares))
            .fold(f64::INFINITY, f64::min);
        if height > best.0 {
            let [a, b, c] = *corners;
            best = (height, a * shares[0] + b * shares[1] + c * shares[2]);
        }
    };
    for corner in 0..3 {
        consider([0, 1, 2].map(|at| if at == corner { 1.0 } else { 0.0 }));
    }
    for (index, &first) in planes.iter().enumerate() {
        for (next, &second) in planes.iter().enumerate().skip(index + 1) {
            let apart = [0, 1, 2].map(|at| first[at] - second[at]);
            for without in 0..3 {
                let (from, to) = ((without + 1) % 3, (without + 2) % 3);
                let along = apart[from] / (apart[from] - apart[to]);
                let mut shares = [0.0; 3];
                shares[from] = 1.0 - along;
                shares[to] = along;
                consider(shares);
            }
            for &third in planes.iter().skip(next + 1) {
                let other = [0, 1, 2].map(|at| first[at] - third[at]);
                let shares = [
                    apart[1] * other[2] - apart[2] * other[1],
                    apart[2] * other[0] - apart[0] * other[2],
                    apart[0] * other[1] - apart[1] * other[0],
                ];
                let whole: f64 = shares.iter().sum();
                consider(shares.map(|share| share / whole));
            }
        }
    }
    best
}

/// Nothing here is so large or small that its square would not be a number.
fn length_of(offset: Metres) -> f64 {
    (offset.x * offset.x + offset.y * offset.y).sqrt()
}

fn dot(a: [f64; 3], b: [f64; 3]) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

/// The distances of the corners from a side.
type Row = [f64; 3];

/// The distances of the corners from the sides that matter most: the two nearest to
/// each corner, and the nearest to all of them together.
fn nearest_planes(corners: &[Metres; 3], sides: &[Side]) -> SmallVec<[Row; 8]> {
    let rows = candidates(corners, sides);
    let mut chosen: SmallVec<[usize; 8]> = SmallVec::new();
    let mut choose = |rank: &dyn Fn(&Row) -> f64, count: usize| {
        for _ in 0..count {
            let left = rows.iter().enumerate();
            let left = left.filter(|(index, _)| !chosen.contains(index));
            let nearest = left.min_by(|(_, a), (_, b)| {
                (rank(a).total_cmp(&rank(b))).then(sum_of(a).total_cmp(&sum_of(b)))
            });
            chosen.extend(nearest.map(|(index, _)| index));
        }
    };
    choose(&farthest_of, 1);
    for corner in 0..3 {
        choose(&|row| row[corner], 2);
    }
    chosen.into_iter().map(|index| rows[index]).collect()
}

fn sum_of(row: &Row) -> f64 {
    row.iter().sum()
}

fn farthest_of(row: &Row) -> f64 {
    row.iter().copied().fold(0.0, f64::max)
}

/// The rows that can be among those that matter most, each once, in one pass over the
/// sides: the nearest to all corners together, and the three nearest to each.
fn candidates(corners: &[Metres; 3], sides: &[Side]) -> SmallVec<[Row; 10]> {
    const EACH: usize = 3;
    let mut nearest_to_all: Option<(f64, usize)> = None;
    // By corner, the nearest first.
    let mut nearest = [[(f64::INFINITY, usize::MAX); EACH]; 3];
    for (index, side) in sides.iter().enumerate() {
        let squared = corners.map(|corner| side.distance_squared(corner));
        let farthest = farthest_of(&squared);
        if nearest_to_all.is_none_or(|(known, _)| farthest < known) {
            nearest_to_all = Some((farthest, index));
        }
        for (distance, list) in squared.into_iter().zip(&mut nearest) {
            if distance < list[EACH - 1].0 {
                list[EACH - 1] = (distance, index);
                let mut at = EACH - 1;
                while at > 0 && list[at].0 < list[at - 1].0 {
                    list.swap(at, at - 1);
                    at -= 1;
                }
            }
        }
    }
    let all = nearest_to_all
        .into_iter()
        .chain(nearest.into_iter().flatten());
    let mut indexes: SmallVec<[usize; 10]> = all
        .map(|(_, index)| index)
        .filter(|&index| index < sides.len())
        .collect();
    indexes.sort_unstable();
    indexes.dedup();
    indexes
        .into_iter()
        .map(|index| corners.map(|corner| sides[index].distance(corner)))
        .collect()
}

impl Cell {
    /// Its halves, parted in the middle of its longest side.
    fn split(&self) -> [[Metres; 3]; 2] {
        let [a, b, c] = self.corners;
        let length = |from: Metres, to: Metres| length_of(to - from);
        let (ab, bc, ca) = (length(a, b), length(b, c), length(c, a));
        let (from, to, apex) = if ab >= bc && ab >= ca {
            (a, b, c)
        } else if bc >= ca {
            (b, c, a)
        } else {
            (c, a, b)
        };
        let middle = (from + to) / 2.0;
        [[from, middle, apex], [middle, to, apex]]
    }
}

/// A radius by which a larger circle than the one known is not worth looking for.
pub(super) fn enough(radius_m: f64) -> f64 {
    let tolerance = if radius_m > WIDE_M {
        TOLERANCE_WIDE
    } else {
        TOLERANCE
    };
    radius_m * (1.0 + tolerance)
}

/// The centre and the radius, to 1 %, or to 5 % of a radius of over half a kilometre, of
/// the largest circle in the face that is made
/// of `triangles` and has the outline `sides`.
pub(super) fn largest_circle(triangles: &[[Metres; 3]], sides: Vec<Side>) -> (Metres, f64) {
    search(triangles, sides).0
}

/// The circle, and how many triangles were looked at for it.
fn search(triangles: &[[Metres; 3]], sides: Vec<Side>) -> ((Metres, f64), usize) {
    let mut best = (Metres::default(), 0.0);
    for triangle in triangles {
        // A triangle's own circle lies in the face.
        let (centre, radius) = own_circle(triangle);
        if radius > best.1 {
            best = (centre, radius);
        }
    }
    let tree = RTree::bulk_load(sides);
    let mut heap = BinaryHeap::new();
    for &corners in triangles {
        let Some(reach) = first_bound(&tree, &corners) else {
            continue;
        };
        if reach <= enough(best.1) {
            continue;
        }
        let envelope = AABB::from_points(&corners.map(|corner| [corner.x, corner.y]));
        let grown = AABB::from_corners(
            [envelope.lower()[0] - reach, envelope.lower()[1] - reach],
            [envelope.upper()[0] + reach, envelope.upper()[1] + reach],
        );
        let near: Vec<Side> = tree
            .locate_in_envelope_intersecting(grown)
            .copied()
            .collect();
        push_cell(&mut heap, &mut best, corners, &near);
    }
    let mut looked_at = 0;
    while let Some(Bounded { bound, part: cell }) = heap.pop() {
        looked_at += 1;
        if bound <= enough(best.1) || looked_at > MOST_CELLS {
            break;
        }
        for corners in cell.split() {
            push_cell(&mut heap, &mut best, corners, &cell.sides);
        }
    }
    (best, looked_at)
}

/// A bound for a triangle of the mesh: its corners lie on the outline or inside, so
/// the sides at its corners' places are near.
fn first_bound(tree: &RTree<Side>, corners: &[Metres; 3]) -> Option<f64> {
    let mut bound: Option<f64> = None;
    for corner in corners {
        let at = AABB::from_point([corner.x, corner.y]);
        for side in tree.locate_in_envelope_intersecting(at) {
            let farthest = side.farthest(corners);
            bound = Some(bound.map_or(farthest, |bound: f64| bound.min(farthest)));
        }
    }
    if bound.is_none() {
        // No corner on the outline: only dangling edges there.
        bound = tree
            .iter()
            .map(|side| side.farthest(corners))
            .min_by(f64::total_cmp);
    }
    bound
}

fn push_cell(
    heap: &mut BinaryHeap<Bounded<Cell>>,
    best: &mut (Metres, f64),
    corners: [Metres; 3],
    sides: &[Side],
) {
    let (bound, highest) = bound_of(&corners, sides);
    if bound <= enough(best.1) {
        return;
    }
    let around = corners
        .iter()
        .map(|&corner| length_of(corner - highest))
        .fold(0.0, f64::max);
    let reach_squared = (bound + around) * (bound + around);
    let mut radius_squared = f64::INFINITY;
    let mut near = Vec::with_capacity(sides.len().min(16));
    for side in sides {
        let distance_squared = side.distance_squared(highest);
        radius_squared = radius_squared.min(distance_squared);
        // Farther off than the bound from every point of the triangle: never nearest.
        if distance_squared <= reach_squared {
            near.push(*side);
        }
    }
    let radius = radius_squared.sqrt();
    if radius > best.1 {
        *best = (highest, radius);
    }
    let part = Cell {
        corners,
        sides: near,
    };
    heap.push(Bounded { bound, part });
}

/// The centre and radius of the circle inscribed in a triangle.
fn own_circle([a, b, c]: &[Metres; 3]) -> (Metres, f64) {
    let (bc, ca, ab) = (*c - *b, *a - *c, *b - *a);
    let weights = [bc, ca, ab].map(length_of);
    let whole: f64 = weights.iter().sum();
    if whole <= 0.0 {
        return (*a, 0.0);
    }
    let centre = (*a * weights[0] + *b * weights[1] + *c * weights[2]) / whole;
    let double_area = (ab.x * -ca.y + ab.y * ca.x).abs();
    (centre, double_area / whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(x: f64, y: f64) -> Metres {
        Metres { x, y }
    }

    fn outline(ring: &[Metres]) -> Vec<Side> {
        (0..ring.len())
            .map(|index| Side {
                from: ring[index],
                to: ring[(index + 1) % ring.len()],
            })
            .collect()
    }

    fn fan(ring: &[Metres]) -> Vec<[Metres; 3]> {
        (1..ring.len() - 1)
            .map(|index| [ring[0], ring[index], ring[index + 1]])
            .collect()
    }

    #[test]
    fn a_rectangle_is_as_wide_as_its_shorter_side() {
        for (long, short) in [(1.0, 1.0), (30.0, 2.0), (10_000.0, 0.001), (7.0, 5.0)] {
            let ring = [at(0.0, 0.0), at(long, 0.0), at(long, short), at(0.0, short)];
            let (centre, radius) = largest_circle(&fan(&ring), outline(&ring));
            assert!(
                (radius * 2.0 - short).abs() <= short * 0.01,
                "{long} {short} {radius}"
            );
            assert!(centre.y > 0.0 && centre.y < short);
        }
    }

    #[test]
    fn a_skewed_sliver_takes_few_cells() {
        // Two drawings of an edge, moved along each other as well as apart.
        let ring = [
            at(2_202.703_98, 1_313.397_177),
            at(2_202.737_258, 1_313.428_242),
            at(-2_202.719_384, -1_313.406_361),
            at(-2_202.737_258, -1_313.428_242),
        ];
        let triangles = [[ring[0], ring[1], ring[2]], [ring[2], ring[3], ring[0]]];
        let ((_, radius), looked_at) = search(&triangles, outline(&ring));
        // The distance of the long sides.
        assert!((radius * 2.0 - 0.009_64).abs() <= 0.000_1, "{radius}");
        assert!(looked_at < 200, "{looked_at}");
    }

    #[test]
    fn a_regular_polygon_is_as_wide_as_its_circle() {
        let ring: Vec<Metres> = (0..60)
            .map(|index| {
                let (sine, cosine) = (f64::from(index) * std::f64::consts::TAU / 60.0).sin_cos();
                at(50.0 * cosine, 50.0 * sine)
            })
            .collect();
        let apothem = 50.0 * (std::f64::consts::PI / 60.0).cos();
        let (_, radius) = largest_circle(&fan(&ring), outline(&ring));
        assert!((radius - apothem).abs() <= apothem * 0.01);
    }

    #[test]
    fn a_hole_takes_its_share() {
        // A square ring, 10 wide, with a hole of 6: the circles sit in the corners.
        let outer = [at(0.0, 0.0), at(10.0, 0.0), at(10.0, 10.0), at(0.0, 10.0)];
        let inner = [at(2.0, 2.0), at(8.0, 2.0), at(8.0, 8.0), at(2.0, 8.0)];
        let mut sides = outline(&outer);
        sides.extend(outline(&inner));
        let mut triangles = Vec::new();
        for index in 0..4 {
            let next = (index + 1) % 4;
            triangles.push([outer[index], outer[next], inner[index]]);
            triangles.push([outer[next], inner[next], inner[index]]);
        }
        let (_, radius) = largest_circle(&triangles, sides);
        // In a corner, the circle touches both outer sides and the hole's corner.
        let expected = 2.0 * 2.0_f64.sqrt() / (1.0 + 2.0_f64.sqrt());
        assert!(
            (radius - expected).abs() <= expected * 0.01,
            "{radius} {expected}"
        );
    }
}
