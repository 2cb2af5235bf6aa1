//! The middle line of a narrow face between two chains: all that is as far from the one
//! as from the other, which is the bisector of the two in the Voronoi diagram of their
//! segments. It is traced in local metres: a triangulation of the face gives the places
//! where it must pass, and distances decide exactly where it does.

use rstar::{AABB, PointDistance, RTree, RTreeObject};
use spade::{ConstrainedDelaunayTriangulation, HasPosition, Point2, Triangulation};

use super::contains::polygons_contain;
use super::transfer::rounded;
use crate::measure::LocalPlane;
use crate::model::{Extent, PlainPolygon, PlainRing, Position, same_place};

/// How far, in metres, the line may be from the true one.
const FLATTENING_M: f64 = 0.01;
/// How exactly, in metres, a place is found: coordinates are kept to as much.
const EXACTNESS_M: f64 = 1e-4;
/// Longer stretches, in metres, are halved where they may hold a corner.
const SHORT_M: f64 = 20.0;
/// At how many places of a stretch it is asked what is nearest: a vertex that juts out
/// between two of them is nearest for less than an eighth of it.
const LOOKS: u32 = 8;
/// How often a stretch may be halved.
const HALVINGS: u32 = 32;

/// The line between two chains of vertices, each from the same first to the same last
/// one, that close in one face: from end to end, rounded as an edit rounds, nowhere
/// farther than a centimetre from the true one, and the same whichever chain is called
/// the first. Nothing where the face is too narrow for a line at the precision of
/// coordinates, or where the line that was traced is not true to a centimetre: that has
/// been seen in faces a kilometre wide and more whose chains jut far into them.
///
/// ```
/// use marz::model::Position;
/// use marz::topology::middle_line;
/// let chain = |south: f64| {
///     [(48.0, 33.0), (48.01, south), (48.02, south), (48.03, 33.0)]
///         .map(|(x, y)| Position { x, y })
/// };
/// let middle = middle_line(&chain(32.999), &chain(33.001)).unwrap_or_default();
/// assert!(middle.len() >= 2);
/// assert!(middle.iter().all(|position| (position.y - 33.0).abs() < 1e-8));
/// ```
pub fn middle_line(first: &[Position], second: &[Position]) -> Option<Vec<Position>> {
    let (&start, &end) = (first.first()?, first.last()?);
    if first.len() < 2 || second.len() < 2 || same_place(start, end) {
        return None;
    }
    // One way of saying it, so that who is called the first makes no difference.
    let is_west = |a: Position, b: Position| (a.x, a.y) < (b.x, b.y);
    let turned = is_west(end, start);
    let way = |chain: &[Position]| -> Vec<Position> {
        let mut chain = chain.to_vec();
        if turned {
            chain.reverse();
        }
        chain
    };
    let mut chains = [way(first), way(second)];
    if is_west(*chains[1].get(1)?, *chains[0].get(1)?) {
        chains.swap(0, 1);
    }
    let extent = Extent::around(chains.iter().flatten().copied())?;
    let plane = LocalPlane::at(extent.centre());
    let metres = chains.each_ref().map(|chain| {
        chain
            .iter()
            .map(|&at| plane.metres_from_position(at))
            .collect()
    });
    let between = Between::new(metres)?;
    let (start, end) = (*chains[0].first()?, *chains[0].last()?);
    let mut line = vec![start];
    for place in between.line()? {
        let position = rounded(plane.position_from_metres(place));
        let last = line.last().copied().unwrap_or(start);
        if !same_place(position, last) && !same_place(position, end) {
            line.push(position);
        }
    }
    line.push(end);
    if turned {
        line.reverse();
    }
    Some(line)
}

/// A segment of a chain, in metres.
struct Segment {
    /// Its place in the chain.
    index: usize,
    from: Position,
    to: Position,
}

/// What of a chain is nearest to a place.
struct Nearest<'a> {
    segment: &'a Segment,
    place: Position,
    /// Even numbers are vertices, odd ones the inside of segments.
    feature: usize,
}

impl Segment {
    fn nearest(&self, place: Position) -> Nearest<'_> {
        let along = self.to - self.from;
        let offset = place - self.from;
        let length_squared = along.x * along.x + along.y * along.y;
        let share = if length_squared > 0.0 {
            ((offset.x * along.x + offset.y * along.y) / length_squared).clamp(0.0, 1.0)
        } else {
            0.0
        };
        let feature = match share {
            0.0 => 0,
            1.0 => 2,
            _ => 1,
        };
        Nearest {
            segment: self,
            place: self.from + along * share,
            feature: self.index * 2 + feature,
        }
    }
}

impl RTreeObject for Segment {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        AABB::from_corners([self.from.x, self.from.y], [self.to.x, self.to.y])
    }
}

impl PointDistance for Segment {
    fn distance_2(&self, point: &[f64; 2]) -> f64 {
        let place = Position {
            x: point[0],
            y: point[1],
        };
        let away = place - self.nearest(place).place;
        away.x * away.x + away.y * away.y
    }
}

/// A vertex of the triangulation: which chain it is of and where in it; the ends are of
/// neither.
#[derive(Clone, Copy)]
struct Corner {
    at: Position,
    of: Option<(usize, usize)>,
}

impl HasPosition for Corner {
    type Scalar = f64;

    fn position(&self) -> Point2<f64> {
        // Numbers that the exact predicates could not handle for their smallness.
        let flush = |value: f64| if value.abs() < 1e-40 { 0.0 } else { value };
        Point2::new(flush(self.at.x), flush(self.at.y))
    }
}

/// The two chains in metres.
struct Between {
    chains: [Vec<Position>; 2],
    trees: [RTree<Segment>; 2],
    /// For each chain, 1 if the face lies on its left and −1 if on its right.
    sides: [f64; 2],
    /// The length of the way around the face.
    around_m: f64,
}

impl Between {
    fn new(chains: [Vec<Position>; 2]) -> Option<Self> {
        let trees = chains.each_ref().map(|chain| {
            let pairs = chain.windows(2).enumerate();
            let segments = pairs.filter_map(|(index, pair)| match *pair {
                [from, to] => Some(Segment { index, from, to }),
                _ => None,
            });
            RTree::bulk_load(segments.collect())
        });
        let sum = |of: &dyn Fn(Position, Position) -> f64| {
            chains.each_ref().map(|chain| {
                let pairs = chain.windows(2);
                pairs.map(|pair| of(pair[0], pair[1])).sum::<f64>()
            })
        };
        let [along, against] = sum(&|a, b| a.x * b.y - a.y * b.x);
        let side = if along > against { 1.0 } else { -1.0 };
        let around_m = sum(&|a, b| length(b - a)).iter().sum();
        Some(Self {
            chains,
            trees,
            sides: [side, -side],
            around_m,
        })
    }

    /// What of a chain is nearest.
    fn nearest(&self, chain: usize, place: Position) -> Option<Nearest<'_>> {
        let segment = self.trees[chain].nearest_neighbor([place.x, place.y])?;
        Some(segment.nearest(place))
    }

    /// Whether the same of both chains is nearest to two places, and to some between: the
    /// line there is then straight or one piece of a parabola.
    fn is_one_piece(&self, from: Position, to: Position) -> Option<bool> {
        for chain in [0, 1] {
            let of = |place| Some(self.nearest(chain, place)?.feature);
            let first = of(from)?;
            for step in 1..=LOOKS {
                let share = f64::from(step) / f64::from(LOOKS);
                if of(from + (to - from) * share)? != first {
                    return Some(false);
                }
            }
        }
        Some(true)
    }

    /// How much farther the first chain is than the second, and how far the nearer is.
    fn excess(&self, place: Position) -> Option<(f64, f64)> {
        let away = |chain: usize| Some(length(self.nearest(chain, place)?.place - place));
        let (first, second) = (away(0)?, away(1)?);
        Some((first - second, first.min(second)))
    }

    /// The place between `from`, which is nearer to one chain, and `to`, which is nearer
    /// to the other, that is as far from both (the Illinois variant of regula falsi).
    fn root(&self, from: Position, to: Position) -> Option<Position> {
        let at = |share: f64| from + (to - from) * share;
        let (mut low, mut high) = (0.0, 1.0);
        let (mut of_low, mut of_high) = (self.excess(from)?.0, self.excess(to)?.0);
        if of_low == 0.0 {
            return Some(from);
        }
        if of_high == 0.0 {
            return Some(to);
        }
        if (of_low > 0.0) == (of_high > 0.0) {
            return None;
        }
        let length_m = length(to - from);
        let mut kept = 0;
        for _ in 0..100 {
            let share: f64 = (low * of_high - high * of_low) / (of_high - of_low);
            let value = self.excess(at(share))?.0;
            if value.abs() < EXACTNESS_M * 0.01 || (high - low) * length_m < EXACTNESS_M {
                return Some(at(share));
            }
            if (value > 0.0) == (of_high > 0.0) {
                (high, of_high) = (share, value);
                if kept == 1 {
                    of_low /= 2.0;
                }
                kept = 1;
            } else {
                (low, of_low) = (share, value);
                if kept == -1 {
                    of_high /= 2.0;
                }
                kept = -1;
            }
        }
        Some(at((low + high) / 2.0))
    }

    /// The place of the line beside another: away from the chain that is nearer, until
    /// the other is as near.
    fn beside(&self, place: Position) -> Option<Position> {
        let (excess, _) = self.excess(place)?;
        if excess.abs() < EXACTNESS_M * 0.01 {
            return Some(place);
        }
        let nearer = usize::from(excess > 0.0);
        let foot = self.nearest(nearer, place)?;
        let along = foot.segment.to - foot.segment.from;
        let inward = Position {
            x: -along.y,
            y: along.x,
        } * (self.sides[nearer] / length(along));
        let away = place - foot.place;
        let is_inside = away.x * inward.x + away.y * inward.y >= 0.0;
        let way = if is_inside && length(away) > EXACTNESS_M {
            away / length(away)
        } else {
            inward
        };
        let mut step_m = excess.abs();
        while step_m < self.around_m {
            let there = place + way * step_m;
            if (self.excess(there)?.0 > 0.0) != (excess > 0.0) {
                return self.root(place, there);
            }
            step_m *= 2.0;
        }
        None
    }

    /// Where the line passes between the two ends, in order.
    fn line(&self) -> Option<Vec<Position>> {
        let (&start, &end) = (self.chains[0].first()?, self.chains[0].last()?);
        let mut known = vec![start];
        for [from, to] in self.rungs()? {
            known.push(self.root(from, to)?);
        }
        known.push(end);
        let mut line = Vec::new();
        for pair in known.windows(2) {
            let [from, to] = *pair else { continue };
            self.refine(from, to, HALVINGS, &mut line)?;
            line.push(to);
        }
        line.pop();
        let whole = known.first().into_iter().chain(&line).chain(known.last());
        let whole: Vec<Position> = whole.copied().collect();
        let mut is_true = true;
        for pair in whole.windows(2) {
            let [from, to] = *pair else { continue };
            for step in 1..LOOKS * 2 {
                let place = from + (to - from) * (f64::from(step) / f64::from(LOOKS * 2));
                // Both distances change by as much as a place is off.
                is_true &= self.excess(place)?.0.abs() <= 2.0 * FLATTENING_M;
            }
        }
        is_true.then_some(line)
    }

    /// Puts places of the line between two of it until the straight way is near enough.
    fn refine(
        &self,
        from: Position,
        to: Position,
        halvings: u32,
        line: &mut Vec<Position>,
    ) -> Option<()> {
        let length_m = length(to - from);
        if halvings == 0 || length_m < EXACTNESS_M * 10.0 {
            return Some(());
        }
        let is_one_piece = self.is_one_piece(from, to)?;
        let mut is_straight = is_one_piece || length_m < SHORT_M;
        // Of one piece three places tell; where there are several, more are tried.
        let tried = if is_one_piece { 4 } else { 8 };
        let mut step = 1;
        while is_straight && step < tried {
            let place = from + (to - from) * (f64::from(step) / f64::from(tried));
            let true_place = self.beside(place)?;
            let (_, clearance_m) = self.excess(true_place)?;
            // Nearer to a chain than a few centimetres the line must be truer.
            let allowed_m = (FLATTENING_M / 2.0).min(clearance_m / 4.0).max(EXACTNESS_M);
            is_straight = length(true_place - place) <= allowed_m;
            step += 1;
        }
        if is_straight {
            return Some(());
        }
        let middle = self.beside((from + to) / 2.0)?;
        let is_between = |place: Position| length(place - middle) > EXACTNESS_M;
        if !is_between(from) || !is_between(to) {
            return Some(());
        }
        self.refine(from, middle, halvings - 1, line)?;
        line.push(middle);
        self.refine(middle, to, halvings - 1, line)
    }

    /// The edges of a triangulation of the face that lead from a vertex of the one chain
    /// to one of the other, from the first end to the last: the line crosses each.
    fn rungs(&self) -> Option<Vec<[Position; 2]>> {
        let mut corners: Vec<Corner> = Vec::new();
        let mut ring: Vec<usize> = Vec::new();
        for (number, chain) in self.chains.iter().enumerate() {
            let last = chain.len() - 1;
            let mut places: Vec<usize> = Vec::new();
            for (index, &at) in chain.iter().enumerate() {
                let is_end = index == 0 || index == last;
                if is_end && number == 1 {
                    // The ends are there already.
                    let end = if index == 0 {
                        0
                    } else {
                        self.chains[0].len() - 1
                    };
                    places.push(end);
                    continue;
                }
                places.push(corners.len());
                let of = (!is_end).then_some((number, index));
                corners.push(Corner { at, of });
            }
            if number == 1 {
                places.reverse();
            }
            places.pop();
            ring.extend(places);
        }
        let inside = PlainPolygon {
            rings: vec![PlainRing {
                positions: ring.iter().map(|&corner| corners[corner].at).collect(),
                heights_m: None,
            }],
        };
        let next = ring.iter().cycle().skip(1);
        let edges: Vec<[usize; 2]> = ring.iter().zip(next).map(|(&a, &b)| [a, b]).collect();
        let mut crossed = false;
        let mesh =
            ConstrainedDelaunayTriangulation::<Corner>::try_bulk_load_cdt(corners, edges, |_| {
                crossed = true
            })
            .ok()?;
        if crossed {
            return None;
        }
        let mut rungs: Vec<(usize, usize, [Position; 2])> = Vec::new();
        for edge in mesh.undirected_edges() {
            let [a, b] = edge.vertices().map(|vertex| *vertex.data());
            let (first, second) = match (a.of, b.of) {
                (Some((0, first)), Some((1, second))) => ((first, a.at), (second, b.at)),
                (Some((1, second)), Some((0, first))) => ((first, b.at), (second, a.at)),
                _ => continue,
            };
            let middle = (a.at + b.at) / 2.0;
            if polygons_contain(std::slice::from_ref(&inside), middle) {
                rungs.push((first.0, second.0, [first.1, second.1]));
            }
        }
        rungs.sort_by_key(|&(first, second, _)| (first, second));
        // Edges that do not cross come in the same order along both chains.
        let in_order = rungs.windows(2).all(|pair| pair[0].1 <= pair[1].1);
        in_order.then(|| rungs.into_iter().map(|(_, _, rung)| rung).collect())
    }
}

fn length(along: Position) -> f64 {
    along.x.hypot(along.y)
}

#[cfg(test)]
mod tests;
