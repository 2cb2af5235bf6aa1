//! Weights for drawing lines with fewer vertices: each vertex of a line gets the size of
//! the smallest detail that is lost without it, once, so that a level of detail is a
//! single comparison. Ends of lines are never lost, so lines that meet go on meeting.

use std::cmp::Ordering;
use std::collections::{BinaryHeap, HashMap};

/// Weight of a vertex that always stays.
pub(super) const ALWAYS: f32 = f32::INFINITY;

/// A vertex that may go, with the area of the triangle it makes with its neighbours.
struct Candidate {
    area: f64,
    vertex: usize,
    left: usize,
    right: usize,
}

impl PartialEq for Candidate {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Candidate {}
impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> Ordering {
        // The heap gives the greatest first: the smallest triangle, then the first vertex, is that.
        other
            .area
            .total_cmp(&self.area)
            .then(other.vertex.cmp(&self.vertex))
    }
}

fn triangle_area(a: [f64; 2], b: [f64; 2], c: [f64; 2]) -> f64 {
    ((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])).abs() / 2.0
}

/// The weight of each vertex of a line on a plane, in the plane's square units.
///
/// Visvalingam and Whyatt (1993): the vertex with the smallest triangle goes first; its
/// weight is the larger of its own area and of the one removed before it, so one threshold
/// always leaves a sensible line. Both ends stay; `keep_inside` vertices between them stay
/// too (the heaviest), which is 2 for a closed line so that it remains a ring.
pub(super) fn vertex_weights(coords: &[[f64; 2]], keep_inside: usize) -> Vec<f32> {
    let count = coords.len();
    let mut weights = vec![ALWAYS; count];
    if count <= 2 + keep_inside {
        return weights;
    }
    let mut before: Vec<usize> = (0..count).map(|vertex| vertex.saturating_sub(1)).collect();
    let mut after: Vec<usize> = (1..=count).collect();
    let candidate = |vertex: usize, left: usize, right: usize| Candidate {
        area: triangle_area(coords[left], coords[vertex], coords[right]),
        vertex,
        left,
        right,
    };
    let mut heap: BinaryHeap<Candidate> = (1..count - 1)
        .map(|vertex| candidate(vertex, vertex - 1, vertex + 1))
        .collect();
    let mut removed = vec![false; count];
    let mut left_inside = count - 2;
    let mut largest = 0.0_f64;
    while left_inside > keep_inside {
        let Some(next) = heap.pop() else { break };
        let stale = removed[next.vertex]
            || before[next.vertex] != next.left
            || after[next.vertex] != next.right;
        if stale {
            continue;
        }
        largest = largest.max(next.area);
        weights[next.vertex] = largest as f32;
        removed[next.vertex] = true;
        left_inside -= 1;
        let (left, right) = (next.left, next.right);
        after[left] = right;
        before[right] = left;
        if left > 0 {
            heap.push(candidate(left, before[left], right));
        }
        if right < count - 1 {
            heap.push(candidate(right, left, after[right]));
        }
    }
    weights
}

/// How many vertices each line keeps between its ends, so that no ring collapses: two for
/// a closed line, one for lines that share both ends with another.
pub(super) fn vertices_to_keep(lines: &[Vec<[f64; 2]>]) -> Vec<usize> {
    let ends = |coords: &[[f64; 2]]| -> Option<[u64; 4]> {
        let (first, last) = (coords.first()?, coords.last()?);
        let bits = |point: &[f64; 2]| [point[0].to_bits(), point[1].to_bits()];
        let (low, high) = (bits(first).min(bits(last)), bits(first).max(bits(last)));
        Some([low[0], low[1], high[0], high[1]])
    };
    let mut uses: HashMap<[u64; 4], u32> = HashMap::with_capacity(lines.len());
    for key in lines.iter().filter_map(|coords| ends(coords)) {
        *uses.entry(key).or_default() += 1;
    }
    lines
        .iter()
        .map(|coords| match ends(coords) {
            Some([a, b, c, d]) if [a, b] == [c, d] => 2,
            Some(key) if uses.get(&key).is_some_and(|count| *count > 1) => 1,
            _ => 0,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(coords: &[[f64; 2]], weights: &[f32], threshold: f32) -> usize {
        coords
            .iter()
            .zip(weights)
            .filter(|(_, weight)| **weight >= threshold)
            .count()
    }

    #[test]
    fn small_wiggles_go_before_large_ones_and_ends_stay() {
        let line = [[0.0, 0.0], [1.0, 0.1], [2.0, 0.0], [3.0, 5.0], [4.0, 0.0]];
        let weights = vertex_weights(&line, 0);
        assert!(weights[1] < weights[3]);
        assert_eq!((weights[0], weights[4]), (ALWAYS, ALWAYS));
        assert_eq!(kept(&line, &weights, 1e9), 2);
    }

    #[test]
    fn a_ring_stays_a_ring_at_any_threshold() {
        let ring: Vec<[f64; 2]> = (0..=40)
            .map(|step| f64::from(step % 40) / 40.0 * std::f64::consts::TAU)
            .map(|angle| [angle.cos(), angle.sin()])
            .collect();
        let keep = vertices_to_keep(std::slice::from_ref(&ring));
        assert_eq!(keep, vec![2]);
        let weights = vertex_weights(&ring, keep[0]);
        assert_eq!(kept(&ring, &weights, 1e12), 4);
    }

    #[test]
    fn two_lines_with_the_same_ends_never_coincide() {
        let upper = vec![[0.0, 0.0], [1.0, 1.0], [2.0, 0.0]];
        let lower = vec![[2.0, 0.0], [1.0, -1.0], [0.0, 0.0]];
        assert_eq!(vertices_to_keep(&[upper, lower]), vec![1, 1]);
    }
}
