//! Assembles the polygons of groups of cells from the drawn lines. A union's ring takes
//! the very points of its parts' rings, so parents and children match vertex for vertex.

use super::lines::Lines;
use super::mesh::{Mesh, NONE};
use super::points::{Point, Polygon, Ring, contains, signed_area};

/// A directed use of an edge in the outline of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Use {
    group: u32,
    begin: u32,
    end: u32,
    edge: u32,
    backwards: bool,
}

/// Calls `take` with each group's number and polygons, in order of the groups; `group`
/// gives the group of each cell, or [`NONE`]. `take` returns false to stop.
pub(super) fn assemble<E>(
    mesh: &Mesh,
    lines: &Lines,
    group: &[u32],
    take: &mut dyn FnMut(u32, Vec<Polygon>) -> Result<(), E>,
) -> Result<(), E> {
    let of = |cell: u32| group.get(cell as usize).copied().unwrap_or(NONE);
    let mut uses = Vec::new();
    for (index, edge) in mesh.edges.iter().enumerate() {
        let (left, right) = (of(edge.cells[0]), of(edge.cells[1]));
        if left == right {
            continue;
        }
        let [begin, end] = edge.corners;
        let edge = index as u32;
        if left != NONE {
            uses.push(Use {
                group: left,
                begin,
                end,
                edge,
                backwards: false,
            });
        }
        if right != NONE {
            uses.push(Use {
                group: right,
                begin: end,
                end: begin,
                edge,
                backwards: true,
            });
        }
    }
    uses.sort_unstable();
    for outline in uses.chunk_by(|a, b| a.group == b.group) {
        let Some(first) = outline.first() else {
            continue;
        };
        take(first.group, polygons(rings(mesh, lines, outline)))?;
    }
    Ok(())
}

/// All polygons of the groups 0 to `count - 1`; a group without cells has none.
pub(super) fn all(mesh: &Mesh, lines: &Lines, group: &[u32], count: usize) -> Vec<Vec<Polygon>> {
    let mut shapes = vec![Vec::new(); count];
    let done: Result<(), std::convert::Infallible> =
        assemble(mesh, lines, group, &mut |index, shape| {
            if let Some(slot) = shapes.get_mut(index as usize) {
                *slot = shape;
            }
            Ok(())
        });
    match done {
        Ok(()) => shapes,
    }
}

/// Chains one group's uses. Three edges meet at a corner, so at most one use begins there.
fn rings(mesh: &Mesh, lines: &Lines, outline: &[Use]) -> Vec<Ring> {
    let mut used = vec![false; outline.len()];
    let mut rings = Vec::new();
    for start in 0..outline.len() {
        let mut ring: Ring = Vec::new();
        let mut index = start;
        while let (Some(&step), Some(flag)) = (outline.get(index), used.get_mut(index)) {
            if *flag {
                break;
            }
            *flag = true;
            if let Some(&edge) = mesh.edges.get(step.edge as usize) {
                lines.append(step.edge as usize, edge, step.backwards, &mut ring);
            }
            match outline.binary_search_by_key(&step.end, |other| other.begin) {
                Ok(next) => index = next,
                Err(_) => break,
            }
        }
        if ring.len() > 2 {
            close(&mut ring);
            rings.push(ring);
        }
    }
    rings
}

/// Repeats the first point at the end.
fn close(ring: &mut Vec<Point>) {
    if let Some(&first) = ring.first()
        && ring.last() != Some(&first)
    {
        ring.push(first);
    }
}

/// Puts each hole into the smallest outer ring around it.
fn polygons(rings: Vec<Ring>) -> Vec<Polygon> {
    let (mut outers, holes): (Vec<Ring>, Vec<Ring>) =
        rings.into_iter().partition(|ring| signed_area(ring) > 0);
    outers.sort_by_key(|ring| std::cmp::Reverse(signed_area(ring)));
    let mut polygons: Vec<Polygon> = outers.into_iter().map(|ring| vec![ring]).collect();
    for hole in holes {
        let single = polygons.len() == 1;
        // The last is the smallest. A point that the two share may lie on either side, so
        // the majority of a few decides.
        let holder = polygons.iter_mut().rev().find(|polygon| {
            single
                || polygon.first().is_some_and(|outer| {
                    let step = (hole.len() / 7).max(1);
                    let tried: Vec<bool> = hole
                        .iter()
                        .step_by(step)
                        .map(|&point| contains(outer, point))
                        .collect();
                    tried.iter().filter(|&&found| found).count() * 2 > tried.len()
                })
        });
        if let Some(polygon) = holder {
            polygon.push(hole);
        }
    }
    polygons
}
