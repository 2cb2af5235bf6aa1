//! Faces: the pieces of the plane with several leaves, or with none and closed in by
//! leaves; their outlines, measures and neighbours.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use spade::Triangulation;

use super::arrangement::{Arrangement, Corner, MeshEdge};
use super::causes::{Causes, FaceCause, Outline};
use super::edges::{EdgeAt, EdgeKey, Edges};
use super::inside::triangles_inside;
use super::label::Labels;
use super::round;
use super::width::{Side, largest_circle};
use crate::measure::{LocalPlane, ring_area_m2};
use crate::model::{Extent, Position, UnitKey, same_place};

/// What is wrong with a face.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub enum FaceKind {
    /// Several leaves cover it.
    Overlap,
    /// No leaf covers it, and leaves close it in: it is a hole of the coverage.
    Gap,
}

/// A face that lies along one edge of one unit, where the others have more vertices.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BesideEdge {
    /// The edge.
    pub edge: EdgeKey,
    /// The vertex, not of that edge, that is farthest from it.
    pub vertex: Position,
    /// How far, in metres.
    pub distance_m: f64,
}

/// A piece of the plane that has several leaves or none.
#[derive(Debug, Clone, PartialEq)]
pub struct Face {
    /// Whether it has several or none.
    pub kind: FaceKind,
    /// The leaves that cover it or, for a gap, those along its edges; in the order of
    /// their keys.
    pub units: Vec<UnitKey>,
    /// The shell, counter-clockwise, then holes, clockwise; the first vertex is not
    /// repeated. Vertices are those of the borders bit for bit, and computed points
    /// where edges cross.
    pub rings: Vec<Vec<Position>>,
    /// The edges that it lies along, in order.
    pub edges: Vec<EdgeKey>,
    /// Its area on the ellipsoid in square metres.
    pub area_m2: f64,
    /// The diameter, in metres, of the largest circle in it, to 1 %; to 5 % where it is over
    /// a kilometre.
    pub width_m: f64,
    /// The centre of that circle: a position inside it.
    pub at: Position,
    /// Its box.
    pub extent: Extent,
    /// The units of which it is a whole polygon: every edge of its outline is one of
    /// theirs with their land inside. Two or more are duplicates of each other.
    pub whole_of: Vec<UnitKey>,
    /// Whether it lies along one edge of one unit.
    pub beside_edge: Option<BesideEdge>,
    /// What else tells of it.
    pub cause: Option<FaceCause>,
    /// Of a row of faces that are one fault (see [`FaceClass::Mismatch`]), the western
    /// corner of all of them: all faces between the same units with the same are one row.
    ///
    /// [`FaceClass::Mismatch`]: super::FaceClass::Mismatch
    pub row: Option<Position>,
}

/// A face or part of one that the region of a survey does not close.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenFace {
    /// The leaves that cover it.
    pub units: Vec<UnitKey>,
    /// A box around what of it was seen.
    pub extent: Extent,
}

/// A piece of a face's outline.
struct Step {
    from: Corner,
    owners: SmallVec<[EdgeAt; 1]>,
}

pub(super) struct FaceMaker<'a> {
    pub edges: &'a Edges<'a>,
    pub arrangement: &'a Arrangement,
    pub labels: &'a Labels,
    pub causes: &'a Causes,
}

impl FaceMaker<'_> {
    /// The components of every face with several leaves, or none, by the face's number.
    pub fn candidates(&self) -> Vec<(u32, Vec<u32>)> {
        let mut by_face: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        for (number, units) in self.labels.units.iter().enumerate() {
            if units.as_ref().is_some_and(|units| units.len() != 1) {
                let face = self.labels.face[number];
                by_face.entry(face).or_default().push(number as u32);
            }
        }
        let mut faces: Vec<_> = by_face.into_iter().collect();
        faces.sort_unstable_by_key(|&(face, _)| face);
        faces
    }

    /// The units over all of a face's components.
    pub fn units_over(&self, components: &[u32]) -> &[UnitKey] {
        let mut known = components
            .iter()
            .filter_map(|&number| self.labels.units[number as usize].as_deref());
        known.next().unwrap_or(&[])
    }

    pub fn extent(&self, components: &[u32]) -> Option<Extent> {
        components
            .iter()
            .map(|&number| self.arrangement.components[number as usize].extent)
            .reduce(Extent::union)
    }

    /// Whether the edge has the face on its left and not on its right.
    fn is_outline(&self, face: u32, edge: MeshEdge<'_>) -> bool {
        let on = |edge| {
            self.arrangement
                .left_of(edge)
                .is_some_and(|number| self.labels.face[number as usize] == face)
        };
        on(edge) && !on(edge.rev())
    }

    /// The face, with its outline and measures.
    pub fn make(&self, face: u32, components: &[u32]) -> Option<Face> {
        let extent = self.extent(components)?;
        let outline = self.outline(face, components);
        let over = self.units_over(components);
        let kind = if over.is_empty() {
            FaceKind::Gap
        } else {
            FaceKind::Overlap
        };
        let steps = || outline.iter().flatten();
        let mut owners: Vec<EdgeAt> = steps()
            .flat_map(|step| step.owners.iter().copied())
            .collect();
        owners.sort_unstable();
        owners.dedup();
        let units = match kind {
            FaceKind::Overlap => over.to_vec(),
            FaceKind::Gap => {
                let along: BTreeSet<UnitKey> = owners
                    .iter()
                    .flat_map(|&owner| self.edges.border(owner).units())
                    .collect();
                along.into_iter().collect()
            }
        };
        let rings: Vec<Vec<Position>> = outline
            .iter()
            .map(|ring| ring.iter().map(|step| step.from.position).collect())
            .collect();
        let plane = LocalPlane::at(extent.centre());
        let (centre, radius_m) = circle(plane, &rings);
        let at = plane.position_from_metres(centre);
        let beside_edge = self.beside_edge(&units, &outline);
        Some(Face {
            kind,
            area_m2: rings.iter().map(|ring| ring_area_m2(ring)).sum(),
            width_m: radius_m * 2.0,
            at,
            extent,
            whole_of: self.whole_of(over, &outline),
            cause: self.cause((kind, &units), &outline, at, beside_edge),
            row: None,
            beside_edge,
            edges: owners.iter().map(|&owner| self.edges.key(owner)).collect(),
            units,
            rings,
        })
    }

    /// The rings around a face, each with the face on its left; the shell first.
    fn outline(&self, face: u32, components: &[u32]) -> Vec<Vec<Step>> {
        let mut waiting: Vec<MeshEdge<'_>> = components
            .iter()
            .flat_map(|&number| &self.arrangement.components[number as usize].triangles)
            .flat_map(|&triangle| self.arrangement.mesh.face(triangle).adjacent_edges())
            .filter(|&edge| self.is_outline(face, edge))
            .collect();
        waiting.sort_unstable_by_key(|edge| edge.index());
        let mut done: rustc_hash::FxHashSet<usize> = rustc_hash::FxHashSet::default();
        let mut rings = Vec::new();
        for start in waiting {
            if done.contains(&start.index()) {
                continue;
            }
            let mut ring = Vec::new();
            let mut edge = start;
            loop {
                done.insert(edge.index());
                ring.push(Step {
                    from: *edge.from().data(),
                    owners: self.arrangement.owners(edge).into(),
                });
                // Around the end through the inside of the face: rings part where the
                // face touches itself in a vertex only from the outside.
                edge = edge.next();
                while !self.is_outline(face, edge) {
                    edge = edge.rev().next();
                }
                if edge == start {
                    break;
                }
            }
            start_at_smallest(&mut ring);
            rings.push(ring);
        }
        let size = |ring: &Vec<Step>| {
            let positions: Vec<Position> = ring.iter().map(|step| step.from.position).collect();
            ring_area_m2(&positions)
        };
        let first = |ring: &Vec<Step>| ring.first().map(|step| step.from.position);
        rings.sort_by(|a, b| {
            let (a_first, b_first) = (first(a).unwrap_or_default(), first(b).unwrap_or_default());
            (size(b).total_cmp(&size(a)))
                .then(a_first.x.total_cmp(&b_first.x))
                .then(a_first.y.total_cmp(&b_first.y))
        });
        rings
    }

    fn cause(
        &self,
        (kind, units): (FaceKind, &[UnitKey]),
        outline: &[Vec<Step>],
        inside: Position,
        beside_edge: Option<BesideEdge>,
    ) -> Option<FaceCause> {
        let pieces: Vec<(Position, Position, &[EdgeAt])> = outline
            .iter()
            .flat_map(|ring| {
                let next = ring.iter().cycle().skip(1);
                ring.iter().zip(next).map(|(step, next)| {
                    (
                        step.from.position,
                        next.from.position,
                        step.owners.as_slice(),
                    )
                })
            })
            .collect();
        let outline = Outline {
            kind,
            units,
            pieces: &pieces,
            inside,
            beside: beside_edge.map(|beside| beside.vertex),
        };
        self.causes.of(self.edges, &outline)
    }

    fn whole_of(&self, units: &[UnitKey], outline: &[Vec<Step>]) -> Vec<UnitKey> {
        let bounds = |unit: UnitKey, step: &Step| {
            step.owners.iter().any(|&owner| {
                let border = self.edges.border(owner);
                border.left.contains(&unit) != border.right.contains(&unit)
            })
        };
        let steps = || outline.iter().flatten();
        units
            .iter()
            .copied()
            .filter(|&unit| steps().next().is_some() && steps().all(|step| bounds(unit, step)))
            .collect()
    }

    fn beside_edge(&self, units: &[UnitKey], outline: &[Vec<Step>]) -> Option<BesideEdge> {
        let [ring] = outline else { return None };
        if units.len() < 2 || ring.iter().any(|step| step.owners.is_empty()) {
            return None;
        }
        units
            .iter()
            .filter_map(|&unit| self.beside_edge_of(unit, ring))
            .min_by(|a, b| a.distance_m.total_cmp(&b.distance_m))
    }

    /// The single edge of `unit` that the face lies along, if there is but one.
    fn beside_edge_of(&self, unit: UnitKey, ring: &[Step]) -> Option<BesideEdge> {
        let mut of_unit = ring
            .iter()
            .flat_map(|step| step.owners.iter().copied())
            .filter(|&owner| self.edges.border(owner).units().contains(&unit));
        let edge = of_unit.next()?;
        if of_unit.any(|other| other != edge) {
            return None;
        }
        let (from, to) = self.edges.ends(edge);
        let plane = LocalPlane::at(from);
        let (vertex, distance_m) = ring
            .iter()
            .filter(|step| !step.from.computed)
            .map(|step| step.from.position)
            .filter(|&vertex| !same_place(vertex, from) && !same_place(vertex, to))
            .map(|vertex| (vertex, plane.distance_to_edge_m(vertex, from, to)))
            .max_by(|a, b| a.1.total_cmp(&b.1))?;
        Some(BesideEdge {
            edge: self.edges.key(edge),
            vertex,
            distance_m,
        })
    }
}

/// The largest circle inside rings, in a plane of metres: its centre and radius.
fn circle(plane: LocalPlane, rings: &[Vec<Position>]) -> (geo::Coord<f64>, f64) {
    let metres = |position| plane.metres_from_position(position);
    let sides: Vec<Side> = rings
        .iter()
        .flat_map(|ring| {
            let next = ring.iter().cycle().skip(1);
            ring.iter().zip(next).map(|(&from, &to)| Side {
                from: metres(from),
                to: metres(to),
            })
        })
        .collect();
    if round::is_round(&sides) {
        return round::largest_circle(&sides);
    }
    let triangles = triangles_inside(rings).into_iter();
    let triangles: Vec<_> = triangles.map(|triangle| triangle.map(metres)).collect();
    largest_circle(&triangles, sides)
}

/// Turns a ring so that it begins at its smallest vertex, which no hash decides.
fn start_at_smallest(ring: &mut [Step]) {
    let key = |step: &Step| step.from.position;
    let smallest = (0..ring.len()).min_by(|&a, &b| {
        let (a, b) = (key(&ring[a]), key(&ring[b]));
        a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y))
    });
    ring.rotate_left(smallest.unwrap_or(0));
}
