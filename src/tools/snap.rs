//! What the pointer snaps to: a junction, vertex or crossing before the middle of an edge,
//! that before any place of an edge, and of each kind the nearest; of borders and of layers
//! that are looked at beside them.

use std::sync::Arc;

use crate::files::ReferenceLayer;
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
    /// A vertex or point of a reference layer.
    ReferenceVertex,
    /// Where a line of a reference layer crosses a border, or another such line.
    Crossing,
    /// A place on a line of a reference layer.
    ReferenceEdge,
}

/// Whose place it is that was snapped to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SnapOf {
    /// A border's; of a junction the first.
    Border(BorderKey),
    /// A reference layer's, by its place in the list that was given.
    Reference(usize),
}

/// What a place was snapped to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Snap {
    /// Where it is.
    pub at: Position,
    /// What it is.
    pub kind: SnapKind,
    /// Whose it is.
    pub of: SnapOf,
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
/// assert_eq!(snap(&snapshot, &[], reach, &|_| false), None);
/// ```
pub fn snap(
    snapshot: &Snapshot,
    references: &[Arc<ReferenceLayer>],
    reach: Reach<'_>,
    is_in_hand: &dyn Fn(Position) -> bool,
) -> Option<Snap> {
    let plane = LocalPlane::at(reach.at);
    let mut best: Option<(SnapKind, f32, Snap)> = None;
    let mut offer = |at: Position, kind: SnapKind, of: SnapOf| {
        let distance = (reach.distance)(at);
        // A vertex is meant where it is near, even if a place of the edge is nearer; a
        // junction only where it is the nearest of them.
        let rank = |kind: SnapKind| match kind {
            SnapKind::Junction | SnapKind::Vertex | SnapKind::Crossing => 0,
            SnapKind::ReferenceVertex => 1,
            SnapKind::Midpoint => 2,
            SnapKind::Edge | SnapKind::ReferenceEdge => 3,
        };
        let is_better = best.as_ref().is_none_or(|(known, known_distance, _)| {
            (rank(kind), distance) < (rank(*known), *known_distance)
        });
        if distance <= reach.within && is_better {
            best = Some((kind, distance, Snap { at, kind, of }));
        }
    };
    // What lines of reference layers may cross.
    let mut near_edges: Vec<[Position; 2]> = Vec::new();
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
                        offer(end, kind_at(first + step + place), SnapOf::Border(key));
                    }
                }
                if !in_hand.contains(&true) {
                    let of = SnapOf::Border(key);
                    offer((from + to) / 2.0, SnapKind::Midpoint, of);
                    let on_edge = plane.nearest_on_edge(reach.at, from, to);
                    offer(plane.position_from_metres(on_edge), SnapKind::Edge, of);
                    near_edges.push([from, to]);
                }
            }
        }
    }
    for (number, layer) in references.iter().enumerate() {
        let of = SnapOf::Reference(number);
        for &at in layer.points().iter().filter(|&&at| reach.near.holds(at)) {
            offer(at, SnapKind::ReferenceVertex, of);
        }
        for line in layer.lines_near(reach.near) {
            let chunks = line.chunks();
            let near = chunks.filter(|(_, chunk, _)| chunk.extent().meets(&reach.near));
            for edge in near.flat_map(|(_, _, vertices)| vertices.windows(2)) {
                let (from, to) = (edge[0], edge[1]);
                if !Extent::at(from).union(Extent::at(to)).meets(&reach.near) {
                    continue;
                }
                offer(from, SnapKind::ReferenceVertex, of);
                offer(to, SnapKind::ReferenceVertex, of);
                let on_edge = plane.nearest_on_edge(reach.at, from, to);
                offer(
                    plane.position_from_metres(on_edge),
                    SnapKind::ReferenceEdge,
                    of,
                );
                for &[a, b] in &near_edges {
                    if let Some(at) = crossing([from, to], [a, b]) {
                        offer(at, SnapKind::Crossing, of);
                    }
                }
                near_edges.push([from, to]);
            }
        }
    }
    best.map(|(_, _, snap)| snap)
}

/// Where two edges cross; nothing where they do not, or are parallel.
fn crossing([a, b]: [Position; 2], [c, d]: [Position; 2]) -> Option<Position> {
    let cross = |one: Position, other: Position| one.x * other.y - one.y * other.x;
    let (ab, cd) = (b - a, d - c);
    let denominator = cross(ab, cd);
    let (share, along) = (
        cross(c - a, cd) / denominator,
        cross(c - a, ab) / denominator,
    );
    let is_on = |share: f64| (0.0..=1.0).contains(&share);
    (is_on(share) && is_on(along)).then(|| a + ab * share)
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
        snap(&along_a_parallel(), &[], reach, &|_| false).map(|snap| (snap.kind, snap.at))
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

    #[test]
    fn a_river_is_snapped_to_and_where_it_crosses_the_border_before_it() {
        let river: Vec<Position> = [(48.05, 32.99), (48.05, 33.01)]
            .map(|(x, y)| Position { x, y })
            .to_vec();
        let layer = ReferenceLayer::new("river".into(), "".into(), vec![river.into()], vec![]);
        let layers = [Arc::new(layer)];
        let kind_at = |x: f64, y: f64| {
            let at = Position { x, y };
            let reach = Reach {
                at,
                near: Extent::at(at).grown(0.01),
                distance: &|place| ((place.x - x).hypot(place.y - y) * 1000.0) as f32,
                within: 4.0,
            };
            let snap = snap(&along_a_parallel(), &layers, reach, &|_| false);
            snap.map(|snap| (snap.kind, snap.of))
        };
        let of = SnapOf::Reference(0);
        assert_eq!(kind_at(48.051, 33.001), Some((SnapKind::Crossing, of)));
        assert_eq!(kind_at(48.052, 33.006), Some((SnapKind::ReferenceEdge, of)));
        assert_eq!(
            kind_at(48.051, 33.011),
            Some((SnapKind::ReferenceVertex, of))
        );
        assert_eq!(kind_at(48.06, 33.006), None);
    }
}
