//! Finds stretches of border to work on, and the two ways in which a case moves one: a
//! bulge, and a shift of a few vertices. Neither touches or crosses any other line.

use std::collections::HashMap;

use super::super::output::Feature;
use super::super::points::{Point, crosses, distance_m, moved_m, offset_m};
use super::super::units::Units;

/// The edges of all leaves and cities, and whose each is.
#[derive(Debug)]
pub(crate) struct Sides {
    owner: HashMap<[Point; 2], usize>,
    edges: Vec<[Point; 2]>,
}

/// A run of vertices in the first ring of a feature, both ends included.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stretch {
    /// Index of its first vertex in the ring.
    pub(crate) start: usize,
    pub(crate) points: Vec<Point>,
}

impl Sides {
    /// The sides as they are before a border is moved. Rural districts are numbered in
    /// their order; cut-out cities follow in theirs.
    pub(crate) fn of(units: &Units) -> Self {
        let mut owner = HashMap::new();
        let mut edges = Vec::new();
        let rural = units.rural.iter().map(|feature| (feature, true));
        let cities = units
            .cities
            .iter()
            .map(|feature| (feature, feature.text("limits") == "cut_out"));
        for (index, (feature, leaf)) in rural.chain(cities).enumerate() {
            for pair in feature
                .land()
                .iter()
                .flatten()
                .flat_map(|ring| ring.windows(2))
            {
                let [from, to] = *pair else { continue };
                if leaf {
                    owner.insert([from, to], index);
                }
                edges.push([from, to]);
            }
        }
        Sides { owner, edges }
    }

    /// The sides of a few features, numbered in their order.
    pub(crate) fn among(features: &[Feature]) -> Self {
        let mut owner = HashMap::new();
        let mut edges = Vec::new();
        for (index, feature) in features.iter().enumerate() {
            for pair in feature
                .land()
                .iter()
                .flatten()
                .flat_map(|ring| ring.windows(2))
            {
                let [from, to] = *pair else { continue };
                owner.insert([from, to], index);
                edges.push([from, to]);
            }
        }
        Sides { owner, edges }
    }

    /// The stretches of `feature`'s outer ring beyond which lies the leaf `other`, or
    /// nothing; each with at least `least` vertices, the longest first.
    pub(crate) fn stretches(
        &self,
        feature: &Feature,
        other: Option<usize>,
        least: usize,
    ) -> Vec<Stretch> {
        let Some(ring) = feature.land().first().and_then(|polygon| polygon.first()) else {
            return Vec::new();
        };
        let mut found: Vec<Stretch> = Vec::new();
        let mut open = false;
        for (index, pair) in ring.windows(2).enumerate() {
            let [from, to] = *pair else { continue };
            let wanted = self.owner.get(&[to, from]).copied() == other;
            match found.last_mut() {
                Some(last) if open && wanted => last.points.push(to),
                _ if wanted => found.push(Stretch {
                    start: index,
                    points: vec![from, to],
                }),
                _ => {}
            }
            open = wanted;
        }
        found.retain(|stretch| stretch.points.len() >= least);
        found.sort_by_key(|stretch| (std::cmp::Reverse(stretch.points.len()), stretch.start));
        found
    }

    /// Whose land lies to the left of an edge.
    pub(crate) fn owner(&self, edge: [Point; 2]) -> Option<usize> {
        self.owner.get(&edge).copied()
    }

    /// Whether a path meets no edge but at its own ends.
    pub(crate) fn is_free(&self, path: &[Point]) -> bool {
        let (Some(&first), Some(&last)) = (path.first(), path.last()) else {
            return false;
        };
        path.windows(2).all(|pair| {
            let [a, b] = *pair else { return true };
            let allowed: Vec<Point> = [a, b]
                .into_iter()
                .filter(|end| *end == first || *end == last)
                .collect();
            self.edges.iter().all(|&edge| {
                !crosses([a, b], edge)
                    && edge
                        .iter()
                        .all(|end| ![a, b].contains(end) || allowed.contains(end))
            })
        })
    }
}

impl Stretch {
    /// Parts of `count` vertices, those about the middle first, so that both ends of the
    /// border keep away from the case.
    pub(crate) fn windows(&self, count: usize) -> Vec<Stretch> {
        let middle = self.points.len().saturating_sub(count) / 2;
        let mut windows: Vec<Stretch> = self
            .points
            .windows(count)
            .enumerate()
            .skip(2)
            .take(self.points.len().saturating_sub(count + 3))
            .map(|(index, points)| Stretch {
                start: self.start + index,
                points: points.to_vec(),
            })
            .collect();
        windows.sort_by_key(|window| window.start.abs_diff(self.start + middle));
        windows
    }

    /// Its two ends.
    pub(crate) fn ends(&self) -> Option<[Point; 2]> {
        Some([*self.points.first()?, *self.points.last()?])
    }

    /// The vertex in its middle.
    pub(crate) fn middle(&self) -> Option<Point> {
        self.points.get(self.points.len() / 2).copied()
    }

    /// Unit vector to the right of the way from one end to the other: out of the unit
    /// whose ring it is; and the length of that way in metres.
    fn outward(&self) -> Option<([f64; 2], f64)> {
        let [first, last] = self.ends()?;
        let [east, north] = offset_m(first, last);
        let length = east.hypot(north);
        (length > 0.0).then(|| ([north / length, -east / length], length))
    }

    /// How far the vertices lie to the right (positive) or left of the straight way.
    fn offsets(&self) -> Vec<f64> {
        let Some(([x, y], _)) = self.outward() else {
            return Vec::new();
        };
        let Some(&first) = self.points.first() else {
            return Vec::new();
        };
        self.points
            .iter()
            .map(|&point| {
                let [east, north] = offset_m(first, point);
                east * x + north * y
            })
            .collect()
    }

    /// Puts `path`, which has the same ends, in its place in a ring.
    pub(crate) fn replace_in(&self, ring: &mut Vec<Point>, path: &[Point]) {
        let last = self.start + self.points.len();
        if ring.get(self.start..last) == Some(&self.points[..]) {
            ring.splice(self.start..last, path.iter().copied());
        }
    }

    /// The same vertices as they stand in another ring, in the same direction.
    pub(crate) fn found_in(&self, ring: &[Point]) -> Option<Stretch> {
        let start = ring
            .windows(self.points.len())
            .position(|window| window == &self.points[..])?;
        Some(Stretch {
            start,
            points: self.points.clone(),
        })
    }
}

/// A way round a stretch, `metres` beyond its farthest vertex on the outer side
/// (positive) or the inner one (negative); none if it would meet another line.
pub(crate) fn bulge(sides: &Sides, stretch: &Stretch, metres: f64) -> Option<Vec<Point>> {
    let ([x, y], length) = stretch.outward()?;
    let [first, last] = stretch.ends()?;
    if length < 2.5 * metres.abs() {
        return None;
    }
    let farthest = stretch
        .offsets()
        .into_iter()
        .map(|offset| offset * metres.signum())
        .fold(0.0, f64::max);
    if farthest > 0.9 * metres.abs() {
        return None;
    }
    let away = (farthest + metres.abs()) * metres.signum();
    let [east, north] = offset_m(first, last);
    let on = |part: f64, share: f64| {
        moved_m(
            first,
            [
                east * part + x * away * share,
                north * part + y * away * share,
            ],
        )
    };
    let path = vec![first, on(0.22, 0.9), on(0.5, 1.07), on(0.75, 0.95), last];
    sides.is_free(&path).then_some(path)
}

/// A stretch whose inner vertices are moved `metres` outward (negative: inward); none if
/// it would meet another line, or if it is too crooked for the face to have one width.
pub(crate) fn shifted(sides: &Sides, stretch: &Stretch, metres: f64) -> Option<Vec<Point>> {
    let ([x, y], _) = stretch.outward()?;
    let straight = stretch.points.windows(2).all(|pair| {
        let [a, b] = *pair else { return false };
        let [east, north] = offset_m(a, b);
        let length = east.hypot(north);
        length > 60.0 && (east * x + north * y).abs() < 0.7 * length
    });
    if !straight {
        return None;
    }
    let [first, last] = stretch.ends()?;
    let path: Vec<Point> = stretch
        .points
        .iter()
        .map(|&point| {
            if point == first || point == last {
                point
            } else {
                moved_m(point, [x * metres, y * metres])
            }
        })
        .collect();
    sides.is_free(&path).then_some(path)
}

/// Whether an edge is long enough to be worked on.
pub(crate) fn is_long(edge: [Point; 2], metres: f64) -> bool {
    distance_m(edge[0], edge[1]) >= metres
}
