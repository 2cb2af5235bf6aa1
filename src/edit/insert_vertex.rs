//! Puts a vertex on an edge without changing its course: the handle by which it is bent
//! next. The two units beside it, and all levels above, have it at once.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::fault::introduced_faults;
use super::move_vertex::is_vertex;
use super::redraw::rewoven;
use super::{ChangeSet, Refusal};
use crate::measure::LocalPlane;
use crate::model::{BorderKey, Extent, Position, is_usable, same_place};
use crate::topology::{Redrawing, Snapshot, rounded};

/// How far, in metres, a place may lie off the edge that it is meant to lie on.
const REACH_M: f64 = 1.0;

/// Puts a vertex on the edge that is nearest to `at`, a metre away at most, at the place of
/// it that is nearest, rounded to 1e-9°. An agreed border may have one more: its course
/// stays as it is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct InsertVertex {
    /// Where.
    pub at: Position,
}

/// An edge near a place.
#[derive(Debug, Clone, Copy)]
pub(super) struct NearEdge {
    pub border: BorderKey,
    /// The place of its first vertex in the border's line.
    pub index: usize,
    /// The place of the edge that is nearest, rounded.
    pub at: Position,
    /// How far away it is, in metres.
    pub distance_m: f64,
}

impl InsertVertex {
    /// What the edit would change.
    ///
    /// # Errors
    /// [`Refusal`]: no edge near, a vertex that is there already, or faults that the vertex
    /// would bring in.
    pub fn plan(&self, snapshot: &Snapshot) -> Result<ChangeSet, Refusal> {
        if !is_usable(self.at) {
            return Err(Refusal::NotOnEarth(self.at));
        }
        let near = nearest_edge(snapshot, self.at).ok_or(Refusal::NoEdge(self.at))?;
        let border = snapshot.dataset.borders.get(near.border);
        let line = &border.ok_or(Refusal::Gone)?.line;
        if line.iter().any(|&vertex| same_place(vertex, near.at)) {
            return Err(Refusal::NoChange);
        }
        let mut anew = line.to_vec();
        let ends = Extent::around(anew[near.index..].iter().copied().take(2));
        anew.insert(near.index + 1, near.at);
        let redrawing = Redrawing {
            lines: BTreeMap::from([(near.border, anew)]),
            ..Redrawing::default()
        };
        let changes = ChangeSet::from(rewoven(snapshot, &redrawing)?.changes);
        let extent = ends.unwrap_or_else(|| Extent::at(near.at));
        let faults = introduced_faults(snapshot, &changes.apply(snapshot), extent);
        if faults.is_empty() {
            Ok(changes)
        } else {
            Err(Refusal::Faults(faults))
        }
    }
}

/// The edge that is nearest to a place, a metre away at most; the first of several.
pub(super) fn nearest_edge(snapshot: &Snapshot, at: Position) -> Option<NearEdge> {
    let plane = LocalPlane::at(at);
    // A metre is less than a hundred-thousandth of a degree of latitude, and where people
    // live less than two of longitude.
    let near = Extent::at(at).grown(REACH_M * 2e-5);
    let mut best: Option<(f64, NearEdge)> = None;
    for key in snapshot.index.borders_near(near) {
        let Some(border) = snapshot.dataset.borders.get(key) else {
            continue;
        };
        for (first, chunk, vertices) in border.line.chunks() {
            if !chunk.extent().meets(&near) {
                continue;
            }
            for (step, edge) in vertices.windows(2).enumerate() {
                let (from, to) = (edge[0], edge[1]);
                let distance_m = plane.distance_to_edge_m(at, from, to);
                if distance_m <= REACH_M && best.is_none_or(|(known, _)| distance_m < known) {
                    let on_edge = plane.nearest_on_edge(at, from, to);
                    let edge = NearEdge {
                        border: key,
                        index: first + step,
                        at: rounded(plane.position_from_metres(on_edge)),
                        distance_m,
                    };
                    best = Some((distance_m, edge));
                }
            }
        }
    }
    best.map(|(_, edge)| edge)
}

/// A place as a vertex of the coverage: one that is there, or one that is put on the nearest
/// edge; with what that changes.
pub(super) fn as_vertex(
    snapshot: &Snapshot,
    at: Position,
) -> Result<(Position, ChangeSet), Refusal> {
    if is_vertex(snapshot, at) {
        return Ok((at, ChangeSet::default()));
    }
    let near = nearest_edge(snapshot, at).ok_or(Refusal::NoEdge(at))?;
    match (InsertVertex { at }).plan(snapshot) {
        Ok(changes) => Ok((near.at, changes)),
        // What is rounded onto a vertex is that vertex.
        Err(Refusal::NoChange) => Ok((near.at, ChangeSet::default())),
        Err(refusal) => Err(refusal),
    }
}

/// A place as near as this to an edge, in metres, was meant to lie on it: it snapped there,
/// and was rounded.
pub(super) const ON_EDGE_M: f64 = 0.002;

/// A drawn line with its places rounded, and those that lie on an edge as vertices of it, so
/// that where it runs along a border it runs exactly there; with what that changes, and what
/// is there then.
pub(super) fn put_on_edges(
    snapshot: &Snapshot,
    line: &[Position],
) -> Result<(Vec<Position>, ChangeSet, Snapshot), Refusal> {
    let mut put = ChangeSet::default();
    let mut now = snapshot.clone();
    let mut places: Vec<Position> = Vec::with_capacity(line.len());
    for &at in line {
        if !is_usable(at) {
            return Err(Refusal::NotOnEarth(at));
        }
        let is_on_edge = nearest_edge(&now, at).is_some_and(|near| near.distance_m <= ON_EDGE_M);
        let place = if is_on_edge {
            let (place, changes) = as_vertex(&now, at)?;
            if !changes.is_empty() {
                now = changes.apply(&now);
                put = put.then(changes);
            }
            place
        } else {
            rounded(at)
        };
        if places
            .last()
            .is_none_or(|&before| !same_place(before, place))
        {
            places.push(place);
        }
    }
    Ok((places, put, now))
}
