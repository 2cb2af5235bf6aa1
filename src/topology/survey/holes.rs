//! Holes of the coverage that stand alone: closed lines of borders with one unit outside,
//! nothing inside, and nothing else near. Each is cut up by itself, several at once, so
//! that the triangulation of what is left over need not hold them.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::arrangement::{Arrangement, Cuts};
use super::causes::Causes;
use super::edges::{EdgeAt, Edges};
use super::faces::{Face, FaceMaker};
use super::label::{DUST_DEG, Labels, leaves_over};
use super::loose::Loose;
use super::pairs::meeting_pairs;
use crate::measure::runs_counter_clockwise;
use crate::model::{Extent, PlainPolygon, PlainRing, Position, same_place};
use crate::topology::Snapshot;
use crate::topology::polygons_contain;

/// A hole that was cut up by itself.
pub(super) struct Hole {
    arrangement: Arrangement,
    labels: Labels,
    /// The component inside, if it is not dust.
    inside: Option<u32>,
    lines: Vec<u32>,
    extent: Extent,
    polygon: PlainPolygon,
}

/// A closed line of borders with its land outside.
struct Loop {
    lines: Vec<u32>,
    positions: Vec<Position>,
    extent: Extent,
}

/// The holes that stand alone, and what of `constraints` is left without them. Nothing if
/// cancelled.
pub(super) fn take_holes(
    snapshot: &Snapshot,
    edges: &Edges<'_>,
    loose: &Loose<'_>,
    constraints: &mut Vec<EdgeAt>,
    cancel: &dyn Fn() -> bool,
) -> Option<Vec<Hole>> {
    let mut loops = loops(edges, loose);
    let crowded = crowded(edges, &loops, constraints, cancel)?;
    let mut index = 0;
    loops.retain(|_| {
        index += 1;
        !crowded.contains(&(index - 1))
    });
    if cancel() {
        return None;
    }
    let holes: Vec<Hole> = loops
        .into_par_iter()
        .filter_map(|own| Hole::new(snapshot, edges, own))
        .collect();
    let taken: FxHashSet<u32> = holes
        .iter()
        .flat_map(|hole| hole.lines.iter().copied())
        .collect();
    constraints.retain(|edge| !taken.contains(&edge.line));
    Some(holes)
}

/// Puts the edges of holes back among the constraints, in order, and forgets the holes.
pub(super) fn put_back(holes: &mut Vec<Hole>, edges: &Edges<'_>, constraints: &mut Vec<EdgeAt>) {
    for hole in holes.drain(..) {
        constraints.extend(edges_of(edges, &hole.lines));
    }
    constraints.sort_unstable();
    constraints.dedup();
}

/// The faces of some holes, in their order.
pub(super) fn hole_faces(edges: &Edges<'_>, holes: &[Hole], causes: &Causes) -> Vec<Face> {
    let face = |hole: &Hole| {
        let maker = FaceMaker {
            edges,
            arrangement: &hole.arrangement,
            labels: &hole.labels,
            causes,
        };
        hole.inside.and_then(|inside| maker.make(inside, &[inside]))
    };
    let faces: Vec<Option<Face>> = holes.par_iter().map(face).collect();
    faces.into_iter().flatten().collect()
}

fn edges_of<'a>(edges: &'a Edges<'_>, lines: &'a [u32]) -> impl Iterator<Item = EdgeAt> + 'a {
    lines.iter().flat_map(|&line| {
        let count = edges.lines[line as usize].1.line.len() as u32 - 1;
        (0..count).map(move |index| EdgeAt { line, index })
    })
}

/// Whether a position lies in one of some holes or on its outline.
pub(super) fn in_a_hole(holes: &[Hole], position: Position) -> bool {
    holes.iter().any(|hole| {
        hole.extent.holds(position)
            && polygons_contain(std::slice::from_ref(&hole.polygon), position)
    })
}

/// Closed lines of single-sided borders that meet no other edge that is left over.
fn loops(edges: &Edges<'_>, loose: &Loose<'_>) -> Vec<Loop> {
    let mut seen: FxHashSet<u32> = FxHashSet::default();
    let mut found = Vec::new();
    for &line in &loose.lines {
        if !seen.contains(&line)
            && let Some(own) = walk(edges, loose, line, &mut seen)
        {
            found.push(own);
        }
    }
    found
}

/// The closed line that a border is part of, if it has land outside only.
fn walk(
    edges: &Edges<'_>,
    loose: &Loose<'_>,
    start: u32,
    seen: &mut FxHashSet<u32>,
) -> Option<Loop> {
    let land_left = loose.land_left(start)?;
    let beginning = edges.lines[start as usize].1.ends().0;
    let (mut line, mut reversed) = (start, false);
    let mut lines = Vec::new();
    let mut positions = Vec::new();
    loop {
        seen.insert(line);
        lines.push(line);
        let vertices = &edges.lines[line as usize].1.line;
        let count = vertices.len() - 1;
        // The last is the first of the next.
        if reversed {
            positions.extend(vertices.iter().rev().take(count));
        } else {
            positions.extend(vertices.iter().take(count));
        }
        let (first, last) = edges.lines[line as usize].1.ends();
        let at = if reversed { first } else { last };
        let [one, other] = loose.only_two_at(at)?;
        if same_place(at, beginning) {
            break;
        }
        line = if one == line { other } else { one };
        reversed = !same_place(edges.lines[line as usize].1.ends().0, at);
        let on_left = loose.land_left(line)? != reversed;
        if seen.contains(&line) || on_left != land_left {
            return None;
        }
    }
    let extent = Extent::around(positions.iter().copied())?;
    (runs_counter_clockwise(&positions) != land_left).then_some(Loop {
        lines,
        positions,
        extent,
    })
}

/// The loops whose boxes meet other edges that are left over, by index.
fn crowded(
    edges: &Edges<'_>,
    loops: &[Loop],
    constraints: &[EdgeAt],
    cancel: &dyn Fn() -> bool,
) -> Option<FxHashSet<usize>> {
    let mut owner: FxHashMap<u32, usize> = FxHashMap::default();
    for (index, own) in loops.iter().enumerate() {
        owner.extend(own.lines.iter().map(|&line| (line, index)));
    }
    let mut boxes: Vec<Extent> = loops.iter().map(|own| own.extent).collect();
    let mut owners: Vec<Option<usize>> = (0..loops.len()).map(Some).collect();
    // Edges in a row of one border, with one box.
    for row in constraints.chunk_by(|a, b| a.line == b.line && a.index + 1 == b.index) {
        for some in row.chunks(16) {
            let ends = some
                .iter()
                .flat_map(|&edge| <[Position; 2]>::from(edges.ends(edge)));
            if let (Some(extent), Some(edge)) = (Extent::around(ends), some.first()) {
                boxes.push(extent);
                owners.push(owner.get(&edge.line).copied());
            }
        }
    }
    let look = |a: usize, b: usize, found: &mut Vec<usize>| {
        // Loops come first.
        if a < loops.len() && b >= loops.len() && owners[b] != Some(a) {
            found.push(a);
        }
    };
    let found = meeting_pairs(&boxes, look, cancel)?;
    Some(found.into_iter().collect())
}

impl Hole {
    /// Cuts a hole up; nothing where it turns out to be none, as where a unit lies over
    /// all of it.
    fn new(snapshot: &Snapshot, edges: &Edges<'_>, own: Loop) -> Option<Self> {
        let mut lines = own.lines;
        lines.sort_unstable();
        let constraints: Vec<EdgeAt> = edges_of(edges, &lines).collect();
        let arrangement = Arrangement::new(edges, &constraints, &Cuts::default()).ok()?;
        let components = || arrangement.components.iter().zip(0_u32..);
        let mut closed = components().filter(|(component, _)| !component.open);
        let (component, inside) = closed.next()?;
        if closed.next().is_some() {
            return None;
        }
        let inside = (component.inradius_deg >= DUST_DEG).then_some(inside);
        if inside.is_some() && !leaves_over(snapshot, &arrangement, component, &[])?.is_empty() {
            return None;
        }
        let units = components().map(|(_, number)| (Some(number) == inside).then(Vec::new));
        let labels = Labels {
            units: units.collect(),
            face: components().map(|(_, number)| number).collect(),
            open: components().map(|(component, _)| component.open).collect(),
            is_closed: vec![true; arrangement.components.len()],
        };
        Some(Self {
            labels,
            inside,
            lines,
            extent: own.extent,
            polygon: PlainPolygon {
                rings: vec![PlainRing {
                    positions: own.positions.into(),
                    heights_m: None,
                }],
            },
            arrangement,
        })
    }
}
