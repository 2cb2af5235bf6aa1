//! The plane cut up by the edges that are left over: a constrained Delaunay
//! triangulation of them, flooded into components that no such edge crosses.

use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use spade::handles::{
    DirectedEdgeHandle, FaceHandle, FixedFaceHandle, FixedVertexHandle, InnerTag,
};
use spade::{
    ConstrainedDelaunayTriangulation, HasPosition, InsertionError, Point2, PositionInTriangulation,
    Triangulation,
};

use super::contacts::{Contact, CrossingKind};
use super::edges::{EdgeAt, Edges};
use super::noding::triangulated;
use crate::model::{Extent, Position, same_place};
use crate::topology::weave::position_bits;

/// A vertex of the triangulation.
#[derive(Debug, Clone, Copy)]
pub(super) struct Corner {
    pub position: Position,
    /// Whether it was computed where edges cross, and is no vertex of a border.
    pub computed: bool,
}

impl HasPosition for Corner {
    type Scalar = f64;

    fn position(&self) -> Point2<f64> {
        // Numbers that the exact predicates could not handle for their smallness.
        let flush = |value: f64| if value.abs() < 1e-40 { 0.0 } else { value };
        Point2::new(flush(self.position.x), flush(self.position.y))
    }
}

pub(super) type Mesh = ConstrainedDelaunayTriangulation<Corner>;
pub(super) type MeshEdge<'a> = DirectedEdgeHandle<'a, Corner, (), spade::CdtEdge<()>, ()>;
pub(super) type Triangle<'a> = FaceHandle<'a, InnerTag, Corner, (), spade::CdtEdge<()>, ()>;

/// Triangles that no constraint parts.
pub(super) struct Component {
    pub triangles: Vec<FixedFaceHandle<InnerTag>>,
    /// Whether it reaches the outside of the triangulation.
    pub open: bool,
    /// The triangle with the largest inscribed circle.
    pub fattest: FixedFaceHandle<InnerTag>,
    /// The radius of that circle, in degrees.
    pub inradius_deg: f64,
    pub extent: Extent,
}

/// The plane cut up by some edges.
pub(super) struct Arrangement {
    pub mesh: Mesh,
    /// The component of every face of the mesh by its index; the outer face has none.
    pub component_of: Vec<Option<u32>>,
    pub components: Vec<Component>,
    owners: FxHashMap<[u32; 2], SmallVec<[EdgeAt; 1]>>,
}

/// Points at which edges must be cut: by edge, in the order of edges.
pub(super) type Cuts = FxHashMap<EdgeAt, Vec<(Position, bool)>>;

/// Where edges are cut by others.
pub(super) fn cuts_of(contacts: &[Contact]) -> Cuts {
    let mut cuts = Cuts::default();
    for contact in contacts {
        match contact.kind {
            CrossingKind::Cross => {
                for edge in contact.edges {
                    cuts.entry(edge).or_default().push((contact.at, true));
                }
            }
            CrossingKind::Touch | CrossingKind::Along => {
                let inside = contact.edges[1];
                cuts.entry(inside).or_default().push((contact.at, false));
            }
            // Off the edge: a face, if a very thin one.
            CrossingKind::Near => {}
        }
    }
    cuts
}

/// The vertices and segments that make up the constraints.
#[derive(Default)]
struct Segments {
    corners: Vec<Corner>,
    numbers: FxHashMap<(u64, u64), u32>,
    ends: Vec<[usize; 2]>,
    owners: FxHashMap<[u32; 2], SmallVec<[EdgeAt; 1]>>,
}

impl Segments {
    fn corner(&mut self, position: Position, computed: bool) -> u32 {
        let number = *self
            .numbers
            .entry(position_bits(position))
            .or_insert_with(|| {
                self.corners.push(Corner { position, computed });
                (self.corners.len() - 1) as u32
            });
        if !computed {
            self.corners[number as usize].computed = false;
        }
        number
    }

    fn push(&mut self, from: u32, to: u32, owner: EdgeAt) {
        if from == to {
            return;
        }
        let owners = self.owners.entry([from.min(to), from.max(to)]).or_default();
        if owners.is_empty() {
            self.ends.push([from as usize, to as usize]);
        }
        if !owners.contains(&owner) {
            owners.push(owner);
        }
    }

    fn add_edge(&mut self, edges: &Edges<'_>, edge: EdgeAt, cuts: &Cuts) {
        let (from, to) = edges.ends(edge);
        let mut last = self.corner(from, false);
        let end = self.corner(to, false);
        if let Some(points) = cuts.get(&edge) {
            let along = to - from;
            let mut points: Vec<(f64, Position, bool)> = points
                .iter()
                .map(|&(point, computed)| {
                    let offset = point - from;
                    (offset.x * along.x + offset.y * along.y, point, computed)
                })
                .collect();
            points.sort_by(|a, b| {
                (a.0.total_cmp(&b.0))
                    .then(a.1.x.total_cmp(&b.1.x))
                    .then(a.1.y.total_cmp(&b.1.y))
            });
            points.dedup_by(|a, b| same_place(a.1, b.1));
            for (_, point, computed) in points {
                let next = self.corner(point, computed);
                self.push(last, next, edge);
                last = next;
            }
        }
        self.push(last, end, edge);
    }
}

impl Arrangement {
    /// Cuts up the plane by `constraints`, each cut at its `cuts`.
    pub fn new(
        edges: &Edges<'_>,
        constraints: &[EdgeAt],
        cuts: &Cuts,
    ) -> Result<Self, InsertionError> {
        let mut segments = Segments::default();
        for &edge in constraints {
            segments.add_edge(edges, edge, cuts);
        }
        // What was cut at a rounded place may cross its neighbour by a hair.
        let mesh = triangulated(segments.corners, segments.ends)?;
        let mut arrangement = Self {
            component_of: vec![None; mesh.num_all_faces()],
            mesh,
            components: Vec::new(),
            owners: segments.owners,
        };
        arrangement.flood();
        Ok(arrangement)
    }

    fn flood(&mut self) {
        let mut stack = Vec::new();
        for start in self.mesh.inner_faces() {
            if self.component_of[start.index()].is_some() {
                continue;
            }
            let number = self.components.len() as u32;
            let mut component = Component {
                triangles: Vec::new(),
                open: false,
                fattest: start.fix(),
                inradius_deg: -1.0,
                extent: Extent::at(corner_position(start)),
            };
            self.component_of[start.index()] = Some(number);
            stack.push(start);
            while let Some(triangle) = stack.pop() {
                component.take(triangle);
                for edge in triangle.adjacent_edges() {
                    if edge.is_constraint_edge() {
                        continue;
                    }
                    match edge.rev().face().as_inner() {
                        None => component.open = true,
                        Some(next) if self.component_of[next.index()].is_none() => {
                            self.component_of[next.index()] = Some(number);
                            stack.push(next);
                        }
                        Some(_) => {}
                    }
                }
            }
            self.components.push(component);
        }
    }

    /// The component on the left of an edge.
    pub fn left_of(&self, edge: MeshEdge<'_>) -> Option<u32> {
        self.component_of[edge.face().index()]
    }

    /// The component that holds a position; `hint` is a vertex near it and is set to
    /// a nearer one.
    pub fn locate(&self, position: Position, hint: &mut Option<FixedVertexHandle>) -> Option<u32> {
        let point = Point2::new(position.x, position.y);
        let found = match *hint {
            Some(hint) => self.mesh.locate_with_hint(point, hint),
            None => self.mesh.locate(point),
        };
        match found {
            PositionInTriangulation::OnFace(face) => {
                let face = self.mesh.face(face);
                *hint = Some(face.vertices()[0].fix());
                self.component_of[face.index()]
            }
            PositionInTriangulation::OnEdge(edge) => {
                let edge = self.mesh.directed_edge(edge);
                *hint = Some(edge.from().fix());
                self.left_of(edge).or_else(|| self.left_of(edge.rev()))
            }
            _ => None,
        }
    }

    /// The original edges that a constraint is a piece of; none where rounding made it.
    pub fn owners(&self, edge: MeshEdge<'_>) -> &[EdgeAt] {
        let (from, to) = (edge.from().index() as u32, edge.to().index() as u32);
        self.owners
            .get(&[from.min(to), from.max(to)])
            .map_or(&[], |owners| owners.as_slice())
    }
}

impl Component {
    fn take(&mut self, triangle: Triangle<'_>) {
        self.triangles.push(triangle.fix());
        let corners = triangle_positions(triangle);
        for corner in corners {
            self.extent.include(corner);
        }
        let inradius_deg = inradius(corners);
        if inradius_deg > self.inradius_deg {
            self.inradius_deg = inradius_deg;
            self.fattest = triangle.fix();
        }
    }
}

fn corner_position(triangle: Triangle<'_>) -> Position {
    triangle_positions(triangle)[0]
}

/// The corners of a triangle, counter-clockwise.
pub(super) fn triangle_positions(triangle: Triangle<'_>) -> [Position; 3] {
    triangle.vertices().map(|vertex| vertex.data().position)
}

/// The radius of the inscribed circle of a triangle in the unit of its corners.
pub(super) fn inradius([a, b, c]: [Position; 3]) -> f64 {
    let (ab, ac, bc) = (b - a, c - a, c - b);
    let double_area = (ab.x * ac.y - ab.y * ac.x).abs();
    // Differences of degrees that are not nothing have squares that are not.
    let length = |side: Position| (side.x * side.x + side.y * side.y).sqrt();
    let perimeter = length(ab) + length(ac) + length(bc);
    if perimeter > 0.0 {
        double_area / perimeter
    } else {
        0.0
    }
}
