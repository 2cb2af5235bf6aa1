//! Borders along the outside of the coverage, with land of one unit on one side and nobody
//! on the other. They bound no overlap and no gap, so that the triangulation of what is
//! left over need not hold them; what reaches the outside of it may then be land.

use rustc_hash::FxHashSet;

use super::edges::{EdgeAt, Edges};
use super::loose::Loose;
use crate::model::{Extent, Position};

/// Takes the lines that are seen to lie along the outside, and those that go on from them,
/// out of `constraints`; tells whether there were any.
pub(super) fn take_outlines(
    edges: &Edges<'_>,
    loose: &Loose<'_>,
    constraints: &mut Vec<EdgeAt>,
) -> bool {
    let mut lines: Vec<u32> = constraints.iter().map(|edge| edge.line).collect();
    lines.dedup();
    let boxes: Vec<(u32, Extent)> = lines
        .iter()
        .map(|&line| (line, edges.lines[line as usize].1.extent()))
        .collect();
    let is_outside =
        |chain: &Vec<u32>| (chain.iter()).any(|&line| sees_outside(edges, &boxes, line));
    let taken: FxHashSet<u32> = chains(edges, loose, &lines)
        .into_iter()
        .filter(is_outside)
        .flatten()
        .collect();
    constraints.retain(|edge| !taken.contains(&edge.line));
    !taken.is_empty()
}

/// Lines with land on one side only that go on from each other where no third line ends:
/// what lies on the other side is the same piece along each chain.
fn chains(edges: &Edges<'_>, loose: &Loose<'_>, lines: &[u32]) -> Vec<Vec<u32>> {
    let mut seen: FxHashSet<u32> = FxHashSet::default();
    let mut chains = Vec::new();
    for &line in lines {
        if loose.land_left(line).is_none() || !seen.insert(line) {
            continue;
        }
        let mut chain = vec![line];
        let mut at = 0;
        while let Some(&line) = chain.get(at) {
            at += 1;
            let (first, last) = edges.lines[line as usize].1.ends();
            let next = [first, last].map(|end| loose.only_two_at(end).unwrap_or([line; 2]));
            for next in next.into_iter().flatten() {
                if loose.land_left(next).is_some() && seen.insert(next) {
                    chain.push(next);
                }
            }
        }
        chains.push(chain);
    }
    chains
}

/// A direction along an axis: how far a position lies in it, and across it.
type Direction = fn(Position) -> (f64, f64);

const DIRECTIONS: [Direction; 4] = [
    |at| (-at.x, at.y),
    |at| (at.x, at.y),
    |at| (-at.y, at.x),
    |at| (at.y, at.x),
];

/// Whether nothing that is left over lies west of a line's westernmost vertex, or east of
/// its easternmost one, and so on: then the outside does, beside that vertex.
fn sees_outside(edges: &Edges<'_>, boxes: &[(u32, Extent)], line: u32) -> bool {
    let vertices = &edges.lines[line as usize].1.line;
    DIRECTIONS.into_iter().any(|direction| {
        let ahead = |&(_, at): &(usize, &Position)| direction(*at).0;
        let farthest = (vertices.iter().enumerate()).max_by(|a, b| ahead(a).total_cmp(&ahead(b)));
        // Of an end it is not known on which side of its neighbour the place beside it lies.
        let inner = farthest.filter(|&(index, _)| index > 0 && index + 1 < vertices.len());
        inner.is_some_and(|(_, &from)| {
            let others = boxes.iter().filter(|&&(other, _)| other != line);
            !others
                .filter(|(_, extent)| is_ahead(direction, from, [extent.min, extent.max]))
                .any(|&(other, _)| {
                    let line = &edges.lines[other as usize].1.line;
                    let mut sides = line.iter().zip(line.iter().skip(1));
                    sides.any(|(&a, &b)| is_ahead(direction, from, [a, b]))
                })
        })
    })
}

/// Whether a straight way from a position in a direction may meet what lies between two
/// corners of a box.
fn is_ahead(direction: Direction, from: Position, corners: [Position; 2]) -> bool {
    let (ahead, across) = direction(from);
    let [a, b] = corners.map(direction);
    a.0.max(b.0) >= ahead && a.1.min(b.1) <= across && across <= a.1.max(b.1)
}
