//! What the pointer snaps to: a junction or vertex before the middle of an edge, that before
//! any place of an edge, and of each kind the nearest.

use crate::measure::LocalPlane;
use crate::model::{BorderKey, Extent, Position};
use crate::topology::Snapshot;

/// What a place is snapped to, in the order of preference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SnapKind {
    /// Where borders meet, or where one begins.
    Junction,
    /// A vertex of a border.
    Vertex,
    /// The middle of an edge.
    Midpoint,
    /// A place on an edge.
    Edge,
}

/// What a place was snapped to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Snap {
    /// Where it is.
    pub at: Position,
    /// What it is.
    pub kind: SnapKind,
    /// Whose it is; of a junction the first.
    pub border: BorderKey,
}

/// How far the pointer reaches.
#[derive(Clone, Copy)]
pub struct Reach<'a> {
    /// Where it is.
    pub at: Position,
    /// A box around all that it reaches.
    pub near: Extent,
    /// How far a place is from it on the screen, in points.
    pub distance: &'a dyn Fn(Position) -> f32,
    /// How far it reaches, in points.
    pub within: f32,
}

/// What is snapped to, if anything is near enough; but no vertex that is in the hand, and
/// no edge of one.
///
/// ```
/// use marz::model::{Dataset, Extent, Origin, Position};
/// use marz::tools::{Reach, snap};
/// use marz::topology::Snapshot;
/// let snapshot = Snapshot::new(Dataset::new(Origin::of_content(b""), ""));
/// let at = Position { x: 48.0, y: 33.0 };
/// let near = Extent::at(at).grown(0.01);
/// let reach = Reach { at, near, distance: &|_| 0.0, within: 8.0 };
/// assert_eq!(snap(&snapshot, reach, &|_| false), None);
/// ```
pub fn snap(
    snapshot: &Snapshot,
    reach: Reach<'_>,
    is_in_hand: &dyn Fn(Position) -> bool,
) -> Option<Snap> {
    let plane = LocalPlane::at(reach.at);
    let mut best: Option<(SnapKind, f32, Snap)> = None;
    let mut offer = |at: Position, kind: SnapKind, border: BorderKey| {
        let distance = (reach.distance)(at);
        // A vertex is meant where it is near, even if a place of the edge is nearer; a
        // junction only where it is the nearest of them.
        let rank = |kind: SnapKind| match kind {
            SnapKind::Junction | SnapKind::Vertex => 0,
            SnapKind::Midpoint => 1,
            SnapKind::Edge => 2,
        };
        let is_better = best.as_ref().is_none_or(|(known, known_distance, _)| {
            (rank(kind), distance) < (rank(*known), *known_distance)
        });
        if distance <= reach.within && is_better {
            best = Some((kind, distance, Snap { at, kind, border }));
        }
    };
    for key in snapshot.index.borders_near(reach.near) {
        let Some(border) = snapshot.dataset.borders.get(key) else {
            continue;
        };
        let last = border.line.len().saturating_sub(1);
        for (first, chunk, vertices) in border.line.chunks() {
            if !chunk.extent().meets(&reach.near) {
                continue;
            }
            for (step, edge) in vertices.windows(2).enumerate() {
                let (from, to) = (edge[0], edge[1]);
                if !Extent::at(from).union(Extent::at(to)).meets(&reach.near) {
                    continue;
                }
                let in_hand = [from, to].map(is_in_hand);
                let kind_at = |index: usize| match index {
                    0 => SnapKind::Junction,
                    index if index == last => SnapKind::Junction,
                    _ => SnapKind::Vertex,
                };
                for (place, end) in [from, to].into_iter().enumerate() {
                    if !in_hand[place] {
                        offer(end, kind_at(first + step + place), key);
                    }
                }
                if !in_hand.contains(&true) {
                    offer((from + to) / 2.0, SnapKind::Midpoint, key);
                    let on_edge = plane.nearest_on_edge(reach.at, from, to);
                    offer(plane.position_from_metres(on_edge), SnapKind::Edge, key);
                }
            }
        }
    }
    best.map(|(_, _, snap)| snap)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Border, Dataset, Origin};

    fn along_a_parallel() -> Snapshot {
        let mut dataset = Dataset::new(Origin::of_content(b"snap"), "");
        let line: Vec<Position> = [48.0, 48.1, 48.2].map(|x| Position { x, y: 33.0 }).to_vec();
        dataset.borders.insert(Border {
            id: uuid::Uuid::nil(),
            line: line.into(),
            left: [].into(),
            right: [].into(),
            attributes: Default::default(),
            came_from: Vec::new(),
            life: Default::default(),
        });
        Snapshot::new(dataset)
    }

    fn kind_at(x: f64, y: f64) -> Option<(SnapKind, Position)> {
        let at = Position { x, y };
        let reach = Reach {
            at,
            near: Extent::at(at).grown(0.01),
            distance: &|place| ((place.x - x).hypot(place.y - y) * 1000.0) as f32,
            within: 8.0,
        };
        snap(&along_a_parallel(), reach, &|_| false).map(|snap| (snap.kind, snap.at))
    }

    #[test]
    fn a_vertex_comes_before_a_middle_and_that_before_an_edge() {
        let place = |x: f64| Position { x, y: 33.0 };
        assert_eq!(
            kind_at(48.003, 33.001),
            Some((SnapKind::Junction, place(48.0)))
        );
        assert_eq!(kind_at(48.104, 33.0), Some((SnapKind::Vertex, place(48.1))));
        let middle = kind_at(48.053, 33.0).map(|(kind, _)| kind);
        assert_eq!(middle, Some(SnapKind::Midpoint));
        let edge = kind_at(48.03, 33.004);
        assert!(edge.is_some_and(|(kind, at)| {
            kind == SnapKind::Edge && (at.y - 33.0).abs() < 1e-9 && (at.x - 48.03).abs() < 1e-9
        }));
        assert_eq!(kind_at(48.03, 33.02), None);
    }
}
