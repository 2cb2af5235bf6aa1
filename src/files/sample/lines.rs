//! Turns the edges of the cells into natural-looking lines, each made once and used by
//! every unit beside it. A line is a midpoint-displacement fractal that stays within the
//! two triangles of its edge and the sites beside it; as the triangles of different
//! edges have no inside in common, lines cannot cross.

use super::mesh::{Edge, Mesh, Place, distance};
use super::points::{Point, Projector};
use super::random::Random;

/// The drawn lines: the corners' coordinates and the points between them.
#[derive(Debug)]
pub(super) struct Lines {
    corners: Vec<Point>,
    starts: Vec<u32>,
    between: Vec<Point>,
}

/// The lines in the working plane, before they are scaled and rounded.
#[derive(Debug)]
pub(super) struct Courses {
    starts: Vec<u32>,
    between: Vec<Place>,
}

/// How far a line may stray towards a site, as a part of the way there.
const FARTHEST: f64 = 0.5;

impl Courses {
    /// Draws the edges for which `uses` (how many polygons use each) is not 0, with about
    /// `vertices` vertices in all polygons together.
    pub(super) fn draw(mesh: &Mesh, uses: &[u8], vertices: usize, seed: u64) -> Self {
        let spacing_km = spacing(mesh, uses, vertices as f64);
        let mut starts = Vec::with_capacity(mesh.edges.len() + 1);
        let mut between = Vec::new();
        starts.push(0);
        let mut offsets = Vec::new();
        for (index, (&edge, &times)) in mesh.edges.iter().zip(uses).enumerate() {
            if times > 0 {
                let mut random = Random::new(seed, 0x11_0000_0000 + index as u64);
                course(
                    mesh,
                    edge,
                    spacing_km,
                    &mut random,
                    &mut offsets,
                    &mut between,
                );
            }
            starts.push(between.len() as u32);
        }
        Courses { starts, between }
    }

    /// The lines in rounded coordinates.
    pub(super) fn project(&self, mesh: &Mesh, projector: Projector) -> Lines {
        Lines {
            corners: mesh
                .corners
                .iter()
                .map(|&corner| projector.point(corner))
                .collect(),
            starts: self.starts.clone(),
            between: self
                .between
                .iter()
                .map(|&place| projector.point(place))
                .collect(),
        }
    }
}

impl Lines {
    /// Adds an edge's points to a ring, from its first corner (its last if `backwards`)
    /// up to, but without, the other one.
    pub(super) fn append(&self, index: usize, edge: Edge, backwards: bool, ring: &mut Vec<Point>) {
        let begin = edge.corners[usize::from(backwards)];
        if let Some(&corner) = self.corners.get(begin as usize) {
            push(ring, corner);
        }
        let range = match (self.starts.get(index), self.starts.get(index + 1)) {
            (Some(&from), Some(&to)) => from as usize..to as usize,
            _ => return,
        };
        let points = self.between.get(range).unwrap_or(&[]);
        if backwards {
            points.iter().rev().for_each(|&point| push(ring, point));
        } else {
            points.iter().for_each(|&point| push(ring, point));
        }
    }
}

fn push(ring: &mut Vec<Point>, point: Point) {
    if ring.last() != Some(&point) {
        ring.push(point);
    }
}

/// The distance between vertices at which all polygons together have about `vertices`.
///
/// Each use of an edge has one corner; an edge of x steps, rounded by chance, has x - 1
/// vertices between its ends, and one more where it changes sides, at about one in ten.
fn spacing(mesh: &Mesh, uses: &[u8], vertices: f64) -> f64 {
    let lengths: Vec<(f64, f64)> = mesh
        .edges
        .iter()
        .zip(uses)
        .filter(|(_, times)| **times > 0)
        .map(|(&edge, &times)| (mesh.length(edge), f64::from(times)))
        .collect();
    let (mut near, mut far) = (1e-4_f64, 1e4_f64);
    for _ in 0..60 {
        let middle = (near * far).sqrt();
        let count: f64 = lengths
            .iter()
            .map(|&(length, times)| times * (1.0 + 1.1 * (length / middle - 1.0).max(0.0)))
            .sum();
        if count > vertices {
            near = middle;
        } else {
            far = middle;
        }
    }
    far
}

/// One edge's course, without its ends.
///
/// A place of it is `base + part * (site - base)`, `base` moving along the edge: within
/// the fan of rays from the site to the edge, so the course cannot meet itself. Where it
/// changes sides it gets a vertex on the edge.
fn course(
    mesh: &Mesh,
    edge: Edge,
    spacing_km: f64,
    random: &mut Random,
    offsets: &mut Vec<f64>,
    between: &mut Vec<Place>,
) {
    let (from, to) = (mesh.corner(edge.corners[0]), mesh.corner(edge.corners[1]));
    let sites = [mesh.site(edge.cells[0]), mesh.site(edge.cells[1])];
    let length = distance(from, to);
    // Chance in the rounding spends the budget evenly over short edges too.
    let steps = (length / spacing_km + random.unit()).floor() as usize;
    if steps < 2 {
        return;
    }
    offsets.clear();
    offsets.resize(steps + 1, 0.0);
    displace(offsets, 0, steps, 0.27 * length, random);
    let begin = between.len();
    let mut before = (0.0, 0.0);
    for (index, &offset) in offsets.iter().enumerate().take(steps).skip(1) {
        let along = (index as f64 + random.range(-0.3, 0.3)) / steps as f64;
        if before.1 * offset < 0.0 {
            let share = before.1 / (before.1 - offset);
            between.push(mixed(from, to, before.0 + share * (along - before.0)));
        }
        let base = mixed(from, to, along);
        let site = sites[usize::from(offset < 0.0)];
        between.push(mixed(
            base,
            site,
            (offset.abs() / distance(base, site)).min(FARTHEST),
        ));
        before = (along, offset);
    }
    blunt(from, to, begin, between);
}

/// Takes out the vertices at which a course, which begins at a place in a row, turns back
/// like a needle: no border on the ground does. Those on the edge itself stay, so that
/// what is left keeps to the two triangles.
fn blunt(from: Place, to: Place, begin: usize, course: &mut Vec<Place>) {
    let cross = |a: Place, b: Place| a[0] * b[1] - a[1] * b[0];
    let way = |a: Place, b: Place| [b[0] - a[0], b[1] - a[1]];
    let mut index = begin;
    while let Some(&at) = course.get(index) {
        let before = index
            .checked_sub(1)
            .filter(|&last| last >= begin)
            .and_then(|last| course.get(last).copied());
        let back = way(at, before.unwrap_or(from));
        let on = way(at, course.get(index + 1).copied().unwrap_or(to));
        let (across, along) = (cross(back, on).abs(), back[0] * on[0] + back[1] * on[1]);
        let foot_km = across / back[0].hypot(back[1]).max(on[0].hypot(on[1]));
        let angle = across.atan2(along).to_degrees();
        let is_needle = angle < 2.2 || (angle < 5.5 && foot_km < 0.012);
        let is_beside = cross(way(from, at), way(from, to)).abs() > 1e-9;
        if is_needle && is_beside {
            course.remove(index);
            index = index.saturating_sub(1).max(begin);
        } else {
            index += 1;
        }
    }
}

fn mixed(from: Place, to: Place, part: f64) -> Place {
    [
        from[0] + part * (to[0] - from[0]),
        from[1] + part * (to[1] - from[1]),
    ]
}

/// Midpoint displacement between the indices `low` and `high`.
fn displace(offsets: &mut [f64], low: usize, high: usize, reach: f64, random: &mut Random) {
    if high - low < 2 {
        return;
    }
    let middle = low + (high - low) / 2;
    let mean = (offsets.get(low).copied().unwrap_or(0.0)
        + offsets.get(high).copied().unwrap_or(0.0))
        / 2.0;
    if let Some(offset) = offsets.get_mut(middle) {
        *offset = mean + random.range(-reach, reach);
    }
    displace(offsets, low, middle, reach * 0.58, random);
    displace(offsets, middle, high, reach * 0.58, random);
}
