//! The largest circle that fits into a face that is round rather than long: squares are
//! quartered as long as they may hold the centre of a larger one (as in Agafonkin's
//! `polylabel`, 2016). It takes no triangles, which are most of the work for a face of
//! many vertices; in a long one the squares would have to be as small as it is narrow.

use std::collections::BinaryHeap;

use geo::Coord;

use super::width::{Bounded, Side, enough};

/// A face of fewer sides is cut into triangles sooner.
const LEAST_SIDES: usize = 6;
/// How round a face must be: the share of its area in that of a circle with as long an
/// outline. Lines of borders are two or three times as long as those that one would draw
/// around the same land, which alone makes a tenth of it.
const LEAST_ROUND: f64 = 0.04;
/// How many squares may be looked at; a face that would need more is as wide as the widest
/// circle found by then.
const MOST_SQUARES: usize = 50_000;

type Metres = Coord<f64>;

/// Whether a face with this outline, itself on the left of each side, is looked at so.
pub(super) fn is_round(sides: &[Side]) -> bool {
    let Some(origin) = sides.first().map(|side| side.from) else {
        return false;
    };
    let (mut double_area, mut length) = (0.0, 0.0);
    for side in sides {
        let (from, to) = (side.from - origin, side.to - origin);
        let along = to - from;
        double_area += from.x * to.y - to.x * from.y;
        length += (along.x * along.x + along.y * along.y).sqrt();
    }
    let of_circle = length * length / (4.0 * std::f64::consts::PI);
    sides.len() >= LEAST_SIDES && double_area / 2.0 >= LEAST_ROUND * of_circle
}

/// A square that may hold the centre.
struct Square {
    middle: Metres,
    /// Half of its side.
    half: f64,
    /// Whether all of it is inside; else it is not known.
    is_inside: bool,
    /// The sides that may be the nearest to a point in it.
    near: Vec<u32>,
}

/// The outline with the widest circle that is known.
struct Search<'a> {
    sides: &'a [Side],
    best: (Metres, f64),
    waiting: BinaryHeap<Bounded<Square>>,
    /// The distances of the sides at hand.
    distances_squared: Vec<f64>,
}

impl Search<'_> {
    /// Looks at a square; `near` are the sides that may be nearest to a point in it.
    fn look(&mut self, middle: Metres, half: f64, near: &[u32], is_inside: bool) {
        self.distances_squared.clear();
        let mut least = f64::INFINITY;
        for &side in near {
            let distance_squared = self.sides[side as usize].distance_squared(middle);
            least = least.min(distance_squared);
            self.distances_squared.push(distance_squared);
        }
        let distance = least.sqrt();
        let corner = half * std::f64::consts::SQRT_2;
        if distance + corner <= enough(self.best.1) {
            return;
        }
        let is_middle_inside = is_inside || holds(self.sides, middle);
        let bound = if is_middle_inside {
            distance + corner
        } else {
            corner - distance
        };
        if is_middle_inside && distance > self.best.1 {
            self.best = (middle, distance);
        }
        if bound <= enough(self.best.1) {
            return;
        }
        let reach_squared = (distance + 2.0 * corner) * (distance + 2.0 * corner);
        let kept = near.iter().zip(&self.distances_squared);
        let kept = kept.filter(|&(_, &distance_squared)| distance_squared <= reach_squared);
        let near = kept.map(|(&side, _)| side).collect();
        let part = Square {
            middle,
            half,
            is_inside: is_middle_inside && distance > corner,
            near,
        };
        self.waiting.push(Bounded { bound, part });
    }
}

/// Whether the outline goes around a point: by how often a ray from it to the east meets
/// the sides.
fn holds(sides: &[Side], point: Metres) -> bool {
    let mut is_inside = false;
    for Side { from, to } in sides {
        if (from.y > point.y) != (to.y > point.y) {
            let share = (point.y - from.y) / (to.y - from.y);
            is_inside ^= point.x < from.x + share * (to.x - from.x);
        }
    }
    is_inside
}

/// The centre and the radius of the largest circle inside the outline, as exactly as
/// [`enough`] asks for.
pub(super) fn largest_circle(sides: &[Side]) -> (Metres, f64) {
    let mut low = Metres {
        x: f64::INFINITY,
        y: f64::INFINITY,
    };
    let mut high = low * -1.0;
    for Side { from, .. } in sides {
        low = Metres {
            x: low.x.min(from.x),
            y: low.y.min(from.y),
        };
        high = Metres {
            x: high.x.max(from.x),
            y: high.y.max(from.y),
        };
    }
    let all: Vec<u32> = (0..sides.len() as u32).collect();
    let half = (high.x - low.x).max(high.y - low.y) / 2.0;
    let mut search = Search {
        sides,
        best: (low, 0.0),
        waiting: BinaryHeap::new(),
        distances_squared: Vec::with_capacity(sides.len()),
    };
    search.look((low + high) / 2.0, half, &all, false);
    let mut looked_at = 0;
    while let Some(Bounded {
        bound,
        part: square,
    }) = search.waiting.pop()
    {
        looked_at += 1;
        if bound <= enough(search.best.1) || looked_at > MOST_SQUARES {
            break;
        }
        let half = square.half / 2.0;
        for (east, north) in [(-1.0, -1.0), (1.0, -1.0), (-1.0, 1.0), (1.0, 1.0)] {
            let middle = Metres {
                x: square.middle.x + east * half,
                y: square.middle.y + north * half,
            };
            search.look(middle, half, &square.near, square.is_inside);
        }
    }
    search.best
}

#[cfg(test)]
mod tests {
    use super::super::width;
    use super::*;

    /// A ring around the origin whose distance from it is told of each angle, with a hole
    /// that is half as large where one is asked for; and its triangles.
    fn ring(
        count: usize,
        reach: impl Fn(f64) -> f64,
        has_hole: bool,
    ) -> (Vec<Side>, Vec<[Metres; 3]>) {
        let at = |index: usize, scale: f64| {
            let angle = index as f64 / count as f64 * std::f64::consts::TAU;
            let far = reach(angle) * scale;
            Metres {
                x: far * angle.cos(),
                y: far * angle.sin(),
            }
        };
        let inner = if has_hole { 0.5 } else { 0.0 };
        let (mut sides, mut triangles) = (Vec::new(), Vec::new());
        for index in 0..count {
            let [a, b] = [at(index, 1.0), at(index + 1, 1.0)];
            let [c, d] = [at(index, inner), at(index + 1, inner)];
            sides.push(Side { from: a, to: b });
            triangles.push([a, b, c]);
            if has_hole {
                sides.push(Side { from: d, to: c });
                triangles.push([c, b, d]);
            }
        }
        (sides, triangles)
    }

    #[test]
    fn it_finds_the_circle_that_triangles_find() {
        for size_m in [80.0, 3_000.0] {
            for has_hole in [false, true] {
                for waves in [0.0, 3.0, 7.0, 11.0] {
                    let reach = |angle: f64| size_m * (1.0 + 0.3 * (angle * waves).sin());
                    let (sides, triangles) = ring(400, reach, has_hole);
                    assert!(is_round(&sides), "{waves}");
                    let (centre, radius) = largest_circle(&sides);
                    let (_, other) = width::largest_circle(&triangles, sides.clone());
                    assert!(
                        radius <= enough(other) && other <= enough(radius),
                        "{size_m} {waves} {has_hole}: {radius} {other}"
                    );
                    assert!(holds(&sides, centre));
                }
            }
        }
    }

    #[test]
    fn what_is_long_is_not_round() {
        let (mut sides, _) = ring(100, |_| 1.0, false);
        assert!(is_round(&sides));
        for side in &mut sides {
            side.from.x *= 100.0;
            side.to.x *= 100.0;
        }
        assert!(!is_round(&sides));
    }
}
