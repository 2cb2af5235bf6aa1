//! Simplification of borders for the map's levels of detail and for generalised copies:
//! one removal order over all lines together, in which no line ever crosses, touches or
//! coincides with another, so that every threshold leaves a valid coverage with the same
//! neighbours. The order is that of Visvalingam and Whyatt (1993), by area.

mod grid;
#[cfg(test)]
mod tests;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use self::grid::Grid;
use super::weave::position_bits;
use crate::model::{Position, is_usable, same_place};

/// The weight of a vertex that stays at every threshold.
pub const ALWAYS: u8 = u8::MAX;

/// Weights count quarters of an octave: four steps double the area.
const STEPS_PER_OCTAVE: f64 = 4.0;
/// The weight of a square metre.
const WEIGHT_OF_ONE: f64 = 64.0;
/// Vertices wait in sixteenths of an octave for their turn.
const BUCKETS_PER_STEP: usize = 4;
/// Square metres in a square degree of the equator, on the sphere of the WGS 84 semi-major axis.
const SQUARE_METRES_PER_SQUARE_DEGREE: f64 = 111_319.490_793 * 111_319.490_793;
/// After so many vertices it is asked whether to go on.
const VERTICES_PER_QUESTION: usize = 1 << 16;

/// The weight of a detail of so many square metres on the ground: at the threshold
/// `weight_of_area(a)` every vertex goes whose loss changes the land by less than `a`,
/// to a quarter of an octave (19 %).
///
/// ```
/// use marz::topology::weight_of_area;
/// assert_eq!(weight_of_area(4.0) - weight_of_area(1.0), 8);
/// ```
#[must_use]
pub fn weight_of_area(area_m2: f64) -> u8 {
    if area_m2.is_nan() || area_m2 <= 0.0 {
        return 0;
    }
    let weight = WEIGHT_OF_ONE + STEPS_PER_OCTAVE * area_m2.log2();
    // As a cast of what is out of range gives the nearest.
    (weight.floor() as u8).clamp(1, ALWAYS - 1)
}

/// The weight of each vertex of each line: at a threshold `t` a line keeps the vertices
/// whose weight is `t` or more. Ends of lines always stay; a line between two junctions
/// goes straight only where no other between the same two is straight; a ring keeps three
/// different vertices. Lines that do not cross or touch but at their ends do not do so at
/// any threshold, and each place of `beside` (settlements) stays on its side of each line.
///
/// A vertex may go if the triangle with its two neighbours holds no other vertex and no
/// place of `beside` (its border counts as inside); of those that may, the smallest goes
/// first, in sixteenths of an octave of its area on the ground (in longitude and latitude,
/// times the cosine of the latitude). A weight is the greatest area that had gone by then.
/// A line with a coordinate that is no place on the earth stays whole.
///
/// `progress` is told the share that is done, from 0 to 1, and says whether to go on;
/// `None` is returned as soon as it says no.
///
/// ```
/// use marz::model::Position;
/// use marz::topology::{simplification_weights, weight_of_area};
/// let line: Vec<Position> = [[48.0, 33.0], [48.5, 33.0001], [49.0, 33.0], [50.0, 34.0]]
///     .map(|[x, y]| Position { x, y })
///     .into();
/// let weights = simplification_weights(&[&line], &[], &mut |_| true).unwrap();
/// let kept = weights[0].iter().filter(|weight| **weight >= weight_of_area(1e7)).count();
/// assert_eq!(kept, 3);
/// ```
pub fn simplification_weights(
    lines: &[&[Position]],
    beside: &[Position],
    progress: &mut dyn FnMut(f32) -> bool,
) -> Option<Vec<Box<[u8]>>> {
    Order::new(lines, beside).run(progress)
}

/// The state of the removal: the vertices of all lines one after the other, then the
/// places beside them.
struct Order {
    positions: Vec<Position>,
    /// Where each line begins among the vertices; at the end, how many there are.
    starts: Vec<u32>,
    before: Vec<u32>,
    after: Vec<u32>,
    weights: Vec<u8>,
    /// The bucket in which a vertex waits; those that do not wait have [`NOWHERE`].
    bucket_of: Vec<u16>,
    buckets: Vec<Vec<u32>>,
    /// How many vertices each line has between its ends.
    inner: Vec<u32>,
    /// For each line that shares both ends with another, which lines it shares them with.
    group_of: FxHashMap<u32, u32>,
    /// Whether a line of the group is straight.
    has_straight: Vec<bool>,
    /// Vertices that would go but for another.
    waiting_for: FxHashMap<u32, SmallVec<[u32; 2]>>,
    grid: Grid,
    /// Vertices and places that are still there.
    alive: usize,
}

const NOWHERE: u16 = u16::MAX;
/// The bucket of a vertex that has gone.
const GONE: u16 = u16::MAX - 1;

impl Order {
    fn new(lines: &[&[Position]], beside: &[Position]) -> Self {
        let count = lines.iter().map(|line| line.len()).sum::<usize>();
        let mut positions = Vec::with_capacity(count + beside.len());
        let mut starts = Vec::with_capacity(lines.len() + 1);
        for line in lines {
            starts.push(positions.len() as u32);
            positions.extend_from_slice(line);
        }
        starts.push(positions.len() as u32);
        positions.extend(beside.iter().copied().filter(|place| is_usable(*place)));
        let (group_of, has_straight) = groups(lines);
        let grid = Grid::new(&positions, |_| true);
        Self {
            before: (0..count as u32).map(|at| at.saturating_sub(1)).collect(),
            after: (1..=count as u32).collect(),
            weights: vec![ALWAYS; count],
            bucket_of: vec![NOWHERE; count],
            buckets: vec![Vec::new(); usize::from(ALWAYS) * BUCKETS_PER_STEP],
            inner: lines
                .iter()
                .map(|line| line.len().saturating_sub(2) as u32)
                .collect(),
            group_of,
            has_straight,
            waiting_for: FxHashMap::default(),
            alive: positions.len(),
            grid,
            positions,
            starts,
        }
    }

    fn run(mut self, progress: &mut dyn FnMut(f32) -> bool) -> Option<Vec<Box<[u8]>>> {
        for line in 0..self.inner.len() {
            let (start, end) = (self.starts[line], self.starts[line + 1]);
            let vertices = &self.positions[start as usize..end as usize];
            if vertices.iter().all(|place| is_usable(*place)) {
                for vertex in start + 1..end.saturating_sub(1) {
                    self.put(vertex, 0);
                }
            }
        }
        let whole = self.alive;
        let mut at_question = whole;
        for now in 0..self.buckets.len() {
            while let Some(vertex) = self.buckets[now].pop() {
                if usize::from(self.bucket_of[vertex as usize]) != now {
                    continue;
                }
                self.bucket_of[vertex as usize] = NOWHERE;
                self.try_to_remove(vertex, now);
                if at_question - self.alive >= VERTICES_PER_QUESTION {
                    at_question = self.alive;
                    if !progress(1.0 - self.alive as f32 / whole as f32) {
                        return None;
                    }
                }
            }
            // The next bucket's memory is worth more than this one's.
            self.buckets[now] = Vec::new();
        }
        let lines = self.starts.windows(2);
        Some(
            lines
                .map(|ends| self.weights[ends[0] as usize..ends[1] as usize].into())
                .collect(),
        )
    }

    /// Puts a vertex in the bucket of its triangle, but not before `now`.
    fn put(&mut self, vertex: u32, now: usize) {
        let bucket = self.bucket(vertex).max(now);
        self.bucket_of[vertex as usize] = bucket as u16;
        self.buckets[bucket].push(vertex);
    }

    /// The bucket of a vertex by the area of its triangle.
    fn bucket(&self, vertex: u32) -> usize {
        let [a, b, c] = self.triangle(vertex);
        let cross = (b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y);
        let area_m2 =
            cross.abs() / 2.0 * SQUARE_METRES_PER_SQUARE_DEGREE * b.y.to_radians().cos().abs();
        if area_m2 <= 0.0 {
            return 0;
        }
        let weight = WEIGHT_OF_ONE + STEPS_PER_OCTAVE * area_m2.log2();
        ((weight * BUCKETS_PER_STEP as f64) as usize).min(self.buckets.len() - 1)
    }

    fn triangle(&self, vertex: u32) -> [Position; 3] {
        let at = vertex as usize;
        let (before, after) = (self.before[at], self.after[at]);
        [before, vertex, after].map(|vertex| self.positions[vertex as usize])
    }

    fn try_to_remove(&mut self, vertex: u32, now: usize) {
        let line = self.starts.partition_point(|start| *start <= vertex) - 1;
        let group = self
            .group_of
            .get(&(line as u32))
            .map(|group| *group as usize);
        let (first, end) = (self.starts[line], self.starts[line + 1]);
        let is_ring = same_place(
            self.positions[first as usize],
            self.positions[end as usize - 1],
        );
        let must_stay = match self.inner[line] {
            1 => is_ring || group.is_some_and(|group| self.has_straight[group]),
            2 => is_ring,
            _ => false,
        };
        if must_stay {
            return;
        }
        let triangle = self.triangle(vertex);
        let (before, after) = (self.before[vertex as usize], self.after[vertex as usize]);
        // A ring's last two neighbours may be one place, which the straight test above has seen.
        if same_place(triangle[0], triangle[2]) {
            return;
        }
        let gone = |other: u32| {
            [before, vertex, after].contains(&other)
                || self.bucket_of.get(other as usize) == Some(&GONE)
        };
        if let Some(blocker) = self.grid.inside(&self.positions, triangle, gone) {
            self.waiting_for.entry(blocker).or_default().push(vertex);
            return;
        }
        self.weights[vertex as usize] = (now / BUCKETS_PER_STEP) as u8;
        self.bucket_of[vertex as usize] = GONE;
        self.after[before as usize] = after;
        self.before[after as usize] = before;
        self.inner[line] -= 1;
        if let Some(group) = group.filter(|_| self.inner[line] == 0) {
            self.has_straight[group] = true;
        }
        self.alive -= 1;
        for neighbour in [before, after] {
            if neighbour != first && neighbour != end - 1 {
                self.put(neighbour, now);
            }
        }
        for waiting in self.waiting_for.remove(&vertex).unwrap_or_default() {
            if self.bucket_of[waiting as usize] == NOWHERE {
                self.put(waiting, now);
            }
        }
        if self.alive * 2 < self.grid.len() {
            let bucket_of = &self.bucket_of;
            self.grid = Grid::new(&self.positions, |other| {
                bucket_of.get(other as usize) != Some(&GONE)
            });
        }
    }
}

/// The lines that share both ends with another, with the number of their group, and of
/// each group whether a line in it is straight from the first.
fn groups(lines: &[&[Position]]) -> (FxHashMap<u32, u32>, Vec<bool>) {
    type Bits = (u64, u64);
    let mut by_ends: FxHashMap<[Bits; 2], SmallVec<[u32; 1]>> = FxHashMap::default();
    for (number, line) in lines.iter().enumerate() {
        if let (Some(first), Some(last)) = (line.first(), line.last())
            && !same_place(*first, *last)
        {
            let (one, other) = (position_bits(*first), position_bits(*last));
            by_ends
                .entry([one.min(other), one.max(other)])
                .or_default()
                .push(number as u32);
        }
    }
    let mut group_of = FxHashMap::default();
    let mut has_straight = Vec::new();
    for members in by_ends.into_values().filter(|members| members.len() > 1) {
        let is_straight = |line: &u32| lines.get(*line as usize).is_some_and(|it| it.len() == 2);
        let group = has_straight.len() as u32;
        has_straight.push(members.iter().any(is_straight));
        group_of.extend(members.into_iter().map(|line| (line, group)));
    }
    (group_of, has_straight)
}
