//! The fine cells everything is built from: the Voronoi cells of scattered sites, as a
//! planar graph of corners and edges. Units are groups of cells, so that every line is
//! shared by construction; a polygon is only assembled at the end.

use spade::{DelaunayTriangulation, Point2, Triangulation};

use super::SampleError;

/// A place in the working plane, in kilometres east and north of its origin.
pub(super) type Place = [f64; 2];

/// The mark of "no cell", "no group".
pub(super) const NONE: u32 = u32::MAX;

/// The line between two cells, from one corner to the next.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edge {
    /// The cells to the left and to the right, seen from the first corner to the second.
    pub(super) cells: [u32; 2],
    /// Its two ends.
    pub(super) corners: [u32; 2],
}

/// The cells, their edges and corners. Three edges meet at each corner.
#[derive(Debug)]
pub(super) struct Mesh {
    pub(super) sites: Vec<Place>,
    pub(super) corners: Vec<Place>,
    pub(super) edges: Vec<Edge>,
    starts: Vec<u32>,
    links: Vec<(u32, u32)>,
    corner_edges: Vec<[u32; 3]>,
}

/// Twice the signed area of a triangle; positive if it turns to the left.
pub(super) fn turn(a: Place, b: Place, c: Place) -> f64 {
    (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
}

/// Distance in kilometres.
pub(super) fn distance(a: Place, b: Place) -> f64 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}

impl Mesh {
    /// The Voronoi cells of `sites`; cells at the rim, which have no end, lack edges.
    /// Corners nearer than `shortest_km` are moved apart, so that rounding to whole
    /// 1e-7 degrees can neither join nor turn anything.
    pub(super) fn of(sites: Vec<Place>, shortest_km: f64) -> Result<Self, SampleError> {
        let points = sites
            .iter()
            .map(|site| Point2::new(site[0], site[1]))
            .collect();
        let triangles: DelaunayTriangulation<Point2<f64>> =
            DelaunayTriangulation::bulk_load_stable(points)
                .map_err(|error| SampleError::Geometry(error.to_string()))?;
        if triangles.num_vertices() != sites.len() {
            return Err(SampleError::Geometry("two sites at one place".to_owned()));
        }
        // Inner faces are numbered from 1; 0 is the outer face.
        let mut corners = vec![[0.0, 0.0]; triangles.num_all_faces()];
        for face in triangles.inner_faces() {
            let centre = face.circumcenter();
            if let Some(corner) = corners.get_mut(face.fix().index()) {
                *corner = [centre.x, centre.y];
            }
        }
        let mut edges = Vec::with_capacity(triangles.num_undirected_edges());
        let mut corner_edges = vec![[NONE; 3]; corners.len()];
        for line in triangles.undirected_edges() {
            let line = line.as_directed();
            let (Some(left), Some(right)) = (line.face().as_inner(), line.rev().face().as_inner())
            else {
                continue;
            };
            let ends = [right.fix().index(), left.fix().index()];
            for end in ends {
                if let Some(slot) = corner_edges
                    .get_mut(end)
                    .and_then(|slots| slots.iter_mut().find(|slot| **slot == NONE))
                {
                    *slot = edges.len() as u32;
                }
            }
            edges.push(Edge {
                cells: [
                    line.from().fix().index() as u32,
                    line.to().fix().index() as u32,
                ],
                corners: [ends[0] as u32, ends[1] as u32],
            });
        }
        let (starts, links) = links_of(sites.len(), &edges);
        let mut mesh = Mesh {
            sites,
            corners,
            edges,
            starts,
            links,
            corner_edges,
        };
        mesh.widen(shortest_km);
        Ok(mesh)
    }

    /// The cells beside `cell` with the edge to each.
    pub(super) fn neighbours(&self, cell: u32) -> &[(u32, u32)] {
        let index = cell as usize;
        match (self.starts.get(index), self.starts.get(index + 1)) {
            (Some(&from), Some(&to)) => self.links.get(from as usize..to as usize).unwrap_or(&[]),
            _ => &[],
        }
    }

    /// The site of a cell.
    pub(super) fn site(&self, cell: u32) -> Place {
        self.sites.get(cell as usize).copied().unwrap_or_default()
    }

    /// A corner's place.
    pub(super) fn corner(&self, corner: u32) -> Place {
        self.corners
            .get(corner as usize)
            .copied()
            .unwrap_or_default()
    }

    /// An edge's length in kilometres.
    pub(super) fn length(&self, edge: Edge) -> f64 {
        distance(self.corner(edge.corners[0]), self.corner(edge.corners[1]))
    }

    /// Area of a cell in square kilometres, from the triangles of its site and edges.
    pub(super) fn area(&self, cell: u32) -> f64 {
        let site = self.site(cell);
        let doubled: f64 = self
            .neighbours(cell)
            .iter()
            .filter_map(|&(_, edge)| self.edges.get(edge as usize))
            .map(|edge| {
                turn(
                    site,
                    self.corner(edge.corners[0]),
                    self.corner(edge.corners[1]),
                )
                .abs()
            })
            .sum();
        doubled / 2.0
    }

    fn widen(&mut self, shortest_km: f64) {
        for index in 0..self.edges.len() {
            let Some(&edge) = self.edges.get(index) else {
                continue;
            };
            if self.length(edge) >= shortest_km {
                continue;
            }
            let (left, right) = (self.site(edge.cells[0]), self.site(edge.cells[1]));
            let apart = distance(left, right);
            let along = [-(right[1] - left[1]) / apart, (right[0] - left[0]) / apart];
            let (from, to) = (self.corner(edge.corners[0]), self.corner(edge.corners[1]));
            let middle = [(from[0] + to[0]) / 2.0, (from[1] + to[1]) / 2.0];
            for (corner, side) in [(edge.corners[0], -0.5), (edge.corners[1], 0.5)] {
                let moved = [
                    middle[0] + along[0] * side * shortest_km,
                    middle[1] + along[1] * side * shortest_km,
                ];
                self.move_corner(corner, moved);
            }
        }
    }

    /// Moves a corner, unless a triangle of a site and an edge beside it would turn over:
    /// while none does, every cell stays star-shaped about its site and no cells overlap.
    fn move_corner(&mut self, corner: u32, to: Place) {
        let index = corner as usize;
        let (Some(&before), Some(&edges)) = (self.corners.get(index), self.corner_edges.get(index))
        else {
            return;
        };
        if let Some(place) = self.corners.get_mut(index) {
            *place = to;
        }
        if !edges.iter().all(|&edge| self.is_upright(edge))
            && let Some(place) = self.corners.get_mut(index)
        {
            *place = before;
        }
    }

    fn is_upright(&self, edge: u32) -> bool {
        let Some(&edge) = self.edges.get(edge as usize) else {
            return true;
        };
        let (from, to) = (self.corner(edge.corners[0]), self.corner(edge.corners[1]));
        let (left, right) = (self.site(edge.cells[0]), self.site(edge.cells[1]));
        let least = 1e-3 * distance(left, right) * distance(left, right) * 0.01;
        turn(from, to, left) > least && turn(from, to, right) < -least
    }

    /// Takes the zigzag out of lines: a corner at which exactly two edges that are
    /// `drawn` meet moves part of the way to the middle between its neighbours.
    pub(super) fn straighten(&mut self, drawn: &[bool], rounds: usize) {
        for _ in 0..rounds {
            for corner in 0..self.corners.len() as u32 {
                let Some(edges) = self.corner_edges.get(corner as usize) else {
                    continue;
                };
                let others: Vec<Place> = edges
                    .iter()
                    .filter(|&&edge| drawn.get(edge as usize).copied().unwrap_or(false))
                    .filter_map(|&edge| self.edges.get(edge as usize))
                    .map(|edge| self.corner(edge.corners[usize::from(edge.corners[0] == corner)]))
                    .collect();
                if let [one, two] = others[..] {
                    let here = self.corner(corner);
                    let share = 0.45;
                    self.move_corner(
                        corner,
                        [
                            here[0] + share * ((one[0] + two[0]) / 2.0 - here[0]),
                            here[1] + share * ((one[1] + two[1]) / 2.0 - here[1]),
                        ],
                    );
                }
            }
        }
    }
}

fn links_of(cells: usize, edges: &[Edge]) -> (Vec<u32>, Vec<(u32, u32)>) {
    let mut pairs: Vec<(u32, u32, u32)> = edges
        .iter()
        .enumerate()
        .flat_map(|(index, edge)| {
            let [left, right] = edge.cells;
            [(left, right, index as u32), (right, left, index as u32)]
        })
        .collect();
    pairs.sort_unstable();
    let mut starts = vec![0; cells + 1];
    for &(from, _, _) in &pairs {
        if let Some(count) = starts.get_mut(from as usize + 1) {
            *count += 1;
        }
    }
    let mut total = 0;
    for count in &mut starts {
        total += *count;
        *count = total;
    }
    (
        starts,
        pairs.into_iter().map(|(_, to, edge)| (to, edge)).collect(),
    )
}

/// A field of sites in a box, `spacing_km` apart: a triangular grid, each site moved at
/// random by up to `jitter` of the spacing in each direction.
pub(super) fn scattered(
    low: Place,
    high: Place,
    spacing_km: f64,
    jitter: f64,
    random: &mut super::random::Random,
) -> Vec<Place> {
    let step = spacing_km * 3_f64.sqrt() / 2.0;
    let rows = ((high[1] - low[1]) / step).ceil().max(1.0) as usize;
    let columns = ((high[0] - low[0]) / spacing_km).ceil().max(1.0) as usize;
    let mut sites = Vec::with_capacity(rows * columns);
    for row in 0..rows {
        for column in 0..columns {
            let shift = if row % 2 == 0 { 0.0 } else { 0.5 };
            sites.push([
                low[0] + spacing_km * (column as f64 + shift + random.range(-jitter, jitter)),
                low[1] + step * (row as f64) + spacing_km * random.range(-jitter, jitter),
            ]);
        }
    }
    sites
}

/// Whether `place` lies inside a ring (even-odd rule).
pub(super) fn inside(ring: &[Place], place: Place) -> bool {
    let mut within = false;
    let mut before = match ring.last() {
        Some(&last) => last,
        None => return false,
    };
    for &here in ring {
        if (here[1] > place[1]) != (before[1] > place[1])
            && place[0]
                < (before[0] - here[0]) * (place[1] - here[1]) / (before[1] - here[1]) + here[0]
        {
            within = !within;
        }
        before = here;
    }
    within
}
