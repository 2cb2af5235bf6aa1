//! Gives borders another course by rule, their ends where they are: smoothed, with fewer
//! vertices, or along a line beside them. Both sides follow, at every level.

use std::collections::BTreeMap;
use std::sync::Arc;

use geo::{LineString, SimplifyIdx};
use serde::{Deserialize, Serialize};

use super::fault::introduced_faults;
use super::redraw::{locked, rewoven};
use super::{ChangeSet, Refusal, rounded};
use crate::measure::LocalPlane;
use crate::model::{BorderKey, Extent, Position, same_place};
use crate::topology::{Redrawing, Snapshot};

/// By which rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reshape {
    /// Corners are cut, again and again: each time at a quarter and three quarters of
    /// every edge (G. Chaikin, *An algorithm for high-speed curve generation*, 1974).
    Smooth {
        /// How many times, 1 to [`MOST_ROUNDS`].
        rounds: u8,
    },
    /// Vertices go that are nearer to the line without them than a distance (D. Douglas
    /// and T. Peucker, *Algorithms for the reduction of the number of points*, 1973).
    Simplify {
        /// The distance in metres.
        tolerance_m: f64,
    },
    /// Stretches near a line run along it.
    Align {
        /// The lines.
        to: Arc<[Vec<Position>]>,
        /// How near, in metres.
        within_m: f64,
    },
}

/// More rounds than this do nothing that can be seen.
pub const MOST_ROUNDS: u8 = 5;
/// Distances above this, in metres, are a slip of the keyboard.
const FARTHEST_M: f64 = 50_000.0;

/// Gives borders another course by rule. Junctions stay.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReshapeBorders {
    /// The borders.
    pub borders: Vec<BorderKey>,
    /// The rule.
    pub how: Reshape,
}

impl ReshapeBorders {
    /// What the edit would change.
    ///
    /// # Errors
    /// [`Refusal`]: a border that is gone or locked, a number that is none, a course that
    /// brings in faults, or one that is as it was.
    pub fn plan(&self, snapshot: &Snapshot) -> Result<ChangeSet, Refusal> {
        self.how.check()?;
        let mut lines = BTreeMap::new();
        let mut extent: Option<Extent> = None;
        for &key in &self.borders {
            let border = snapshot.dataset.borders.get(key).ok_or(Refusal::Gone)?;
            let line = self.how.reshaped(&border.line);
            if line[..] == border.line[..] {
                continue;
            }
            let around = Extent::around(line.iter().chain(border.line.iter()).copied());
            extent = extent.into_iter().chain(around).reduce(Extent::union);
            lines.insert(key, line);
        }
        let Some(extent) = extent else {
            return Err(Refusal::NoChange);
        };
        let keys: Vec<BorderKey> = lines.keys().copied().collect();
        let locked = locked(&snapshot.dataset, &keys);
        if !locked.is_empty() {
            return Err(Refusal::Locked(locked));
        }
        let redrawing = Redrawing {
            lines,
            ..Redrawing::default()
        };
        let changes = ChangeSet::from(rewoven(snapshot, &redrawing)?.changes);
        let faults = introduced_faults(snapshot, &changes.apply(snapshot), extent);
        if faults.is_empty() {
            Ok(changes)
        } else {
            Err(Refusal::Faults(faults))
        }
    }
}

impl Reshape {
    fn check(&self) -> Result<(), Refusal> {
        let is_length = |length_m: f64| length_m > 0.0 && length_m <= FARTHEST_M;
        let is_right = match self {
            Self::Smooth { rounds } => (1..=MOST_ROUNDS).contains(rounds),
            Self::Simplify { tolerance_m } => is_length(*tolerance_m),
            Self::Align { to, within_m } => {
                is_length(*within_m) && to.iter().any(|line| line.len() > 1)
            }
        };
        if is_right {
            Ok(())
        } else {
            Err(Refusal::NoDistance)
        }
    }

    /// A line after the rule, its ends where they were.
    fn reshaped(&self, line: &[Position]) -> Vec<Position> {
        let mut course = match self {
            Self::Smooth { rounds } => {
                (0..*rounds).fold(line.to_vec(), |line, _| corners_cut(&line))
            }
            Self::Simplify { tolerance_m } => with_fewer(line, *tolerance_m),
            Self::Align { to, within_m } => aligned(line, to, *within_m),
        };
        course.dedup_by(|a, b| same_place(*a, *b));
        course
    }
}

/// A line with its corners cut; a ring keeps its first vertex.
fn corners_cut(line: &[Position]) -> Vec<Position> {
    let (Some(&first), Some(&last)) = (line.first(), line.last()) else {
        return Vec::new();
    };
    if line.len() < 3 {
        return line.to_vec();
    }
    let edges = line.len() - 1;
    let mut cut = vec![first];
    for (number, edge) in line.windows(2).enumerate() {
        let (from, to) = (edge[0], edge[1]);
        // At an end that stays there is no corner to cut.
        if number > 0 {
            cut.push(rounded(from + (to - from) * 0.25));
        }
        if number + 1 < edges {
            cut.push(rounded(from + (to - from) * 0.75));
        }
    }
    cut.push(last);
    cut
}

/// A line without the vertices that are nearer to it than a distance; a ring keeps its
/// first vertex and the one that is farthest from it.
fn with_fewer(line: &[Position], tolerance_m: f64) -> Vec<Position> {
    let (Some(&first), Some(&last)) = (line.first(), line.last()) else {
        return Vec::new();
    };
    let plane = LocalPlane::at(first);
    let flat: Vec<geo::Coord<f64>> = line
        .iter()
        .map(|&at| plane.metres_from_position(at))
        .collect();
    if same_place(first, last) {
        let far = |at: &geo::Coord<f64>| (at.x - flat[0].x).hypot(at.y - flat[0].y);
        let farthest = flat.iter().enumerate();
        let farthest = farthest.max_by(|a, b| far(a.1).total_cmp(&far(b.1)));
        let middle = farthest.map_or(0, |(place, _)| place);
        if middle == 0 || middle + 1 >= line.len() {
            return line.to_vec();
        }
        let mut one = with_fewer_between(&line[..=middle], &flat[..=middle], tolerance_m);
        one.pop();
        one.extend(with_fewer_between(
            &line[middle..],
            &flat[middle..],
            tolerance_m,
        ));
        // A ring of two edges is none.
        return if one.len() > 3 { one } else { line.to_vec() };
    }
    with_fewer_between(line, &flat, tolerance_m)
}

fn with_fewer_between(
    line: &[Position],
    flat: &[geo::Coord<f64>],
    tolerance_m: f64,
) -> Vec<Position> {
    let kept = LineString(flat.to_vec()).simplify_idx(tolerance_m);
    kept.into_iter()
        .filter_map(|place| line.get(place).copied())
        .collect()
}

/// A place on one of some lines: which, on which edge, and how far along that.
#[derive(Debug, Clone, Copy)]
struct Foot {
    line: usize,
    edge: usize,
    at: Position,
}

/// The place of some lines that is nearest to a position, within a distance.
fn foot(of: Position, lines: &[Vec<Position>], within_m: f64) -> Option<Foot> {
    let plane = LocalPlane::at(of);
    let mut best: Option<(f64, Foot)> = None;
    for (number, line) in lines.iter().enumerate() {
        for (edge, ends) in line.windows(2).enumerate() {
            let away_m = plane.distance_to_edge_m(of, ends[0], ends[1]);
            if away_m <= within_m && best.is_none_or(|(known_m, _)| away_m < known_m) {
                let on_edge = plane.nearest_on_edge(of, ends[0], ends[1]);
                let foot = Foot {
                    line: number,
                    edge,
                    at: rounded(plane.position_from_metres(on_edge)),
                };
                best = Some((away_m, foot));
            }
        }
    }
    best.map(|(_, foot)| foot)
}

/// A line whose vertices near other lines lie on them, with the vertices of those between;
/// its ends stay.
fn aligned(line: &[Position], to: &[Vec<Position>], within_m: f64) -> Vec<Position> {
    let last = line.len().saturating_sub(1);
    let mut course: Vec<Position> = Vec::with_capacity(line.len());
    let mut before: Option<Foot> = None;
    for (number, &at) in line.iter().enumerate() {
        let foot = foot(at, to, within_m);
        if let (Some(from), Some(here)) = (before, foot)
            && from.line == here.line
        {
            course.extend(between(&to[here.line], from, here, within_m));
        }
        let is_end = number == 0 || number == last;
        course.push(match foot {
            Some(foot) if !is_end => foot.at,
            _ => at,
        });
        before = foot;
    }
    course
}

/// The vertices of a line from one place of it to another; none where the line goes so far
/// in between that it is not the course that was meant.
fn between(line: &[Position], from: Foot, to: Foot, within_m: f64) -> Vec<Position> {
    let inner: Vec<Position> = if from.edge <= to.edge {
        line[from.edge + 1..=to.edge].to_vec()
    } else {
        line[to.edge + 1..=from.edge]
            .iter()
            .rev()
            .copied()
            .collect()
    };
    let plane = LocalPlane::at(from.at);
    let is_near = |at: &Position| plane.distance_to_edge_m(*at, from.at, to.at) <= 4.0 * within_m;
    if inner.iter().all(is_near) {
        inner.into_iter().map(rounded).collect()
    } else {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that fails should say where")]

    use super::*;

    fn at(x: f64, y: f64) -> Position {
        Position { x, y }
    }

    #[test]
    fn a_smoothed_line_keeps_its_ends_and_cuts_its_corners() {
        let line = [at(48.0, 33.0), at(48.4, 33.0), at(48.4, 33.4)];
        let smooth = Reshape::Smooth { rounds: 1 }.reshaped(&line);
        let expected = [
            at(48.0, 33.0),
            at(48.3, 33.0),
            at(48.4, 33.1),
            at(48.4, 33.4),
        ];
        assert_eq!(smooth, expected);
        let twice = Reshape::Smooth { rounds: 2 }.reshaped(&line);
        assert_eq!((twice[0], twice[twice.len() - 1]), (line[0], line[2]));
        assert_eq!(twice.len(), 6);
    }

    #[test]
    fn a_simplified_line_loses_what_is_nearer_than_the_distance() {
        // A thousandth of a degree of latitude is some 111 m.
        let line = [
            at(48.0, 33.0),
            at(48.1, 33.001),
            at(48.2, 33.0),
            at(48.3, 33.01),
        ];
        let with = |tolerance_m| Reshape::Simplify { tolerance_m }.reshaped(&line);
        assert_eq!(with(50.0).len(), 4);
        assert_eq!(with(200.0), [line[0], line[2], line[3]]);
        assert_eq!(with(5_000.0), [line[0], line[3]]);
        let ring = [
            at(48.0, 33.0),
            at(48.1, 33.0),
            at(48.1, 33.1),
            at(48.0, 33.0),
        ];
        let kept = Reshape::Simplify {
            tolerance_m: 40_000.0,
        }
        .reshaped(&ring);
        assert_eq!(kept, ring, "a ring stays a ring");
    }

    #[test]
    fn a_line_runs_along_another_where_it_is_near() {
        let river: Arc<[Vec<Position>]> =
            [vec![at(48.0, 33.001), at(48.15, 33.002), at(48.3, 33.001)]].into();
        let line = [
            at(47.9, 33.0),
            at(48.05, 33.0),
            at(48.25, 33.0),
            at(48.4, 33.2),
        ];
        let aligned = Reshape::Align {
            to: Arc::clone(&river),
            within_m: 300.0,
        }
        .reshaped(&line);
        assert_eq!(aligned.len(), 5, "{aligned:?}");
        assert_eq!((aligned[0], aligned[4]), (line[0], line[3]));
        assert_eq!(aligned[2], river[0][1]);
        assert!(foot(aligned[1], &river, 0.1).is_some());
        let far = Reshape::Align {
            to: river,
            within_m: 10.0,
        }
        .reshaped(&line);
        assert_eq!(far, line);
    }
}
