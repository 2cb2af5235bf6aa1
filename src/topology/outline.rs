//! The outline of several leaves together: the land of a county from its rural
//! districts, with not one vertex moved. Borders inside fall away, the rest are
//! chained into rings, and each hole goes to the shell around it.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::assemble::border_line;
use super::contains::{polygons_contain, side_of_edge};
use super::weave::position_bits;
use crate::model::{
    BorderKey, BorderUse, Dataset, Extent, PlainPolygon, PlainRing, Position, Ring, UnitKey,
};

/// A connected piece of the land of some leaves. Every ring runs with the land on its
/// left, so shells are counter-clockwise and holes clockwise, and meets no vertex
/// twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outline {
    /// Its outer ring.
    pub shell: Vec<BorderUse>,
    /// What is cut out of it.
    pub holes: Vec<Vec<BorderUse>>,
}

type Vertex = (u64, u64);

/// The outline of the land of some leaves of the coverage: the borders that have
/// leaves of the set on one side only, as rings. Pieces that touch in a point are
/// apart, as simple features want it (OGC 06-103r4, 6.1.11), and come in the order of
/// their first borders.
///
/// Where leaves overlap, what both of them use may not close into rings; the overlap
/// then counts as often as it is covered, so that the area is the sum of the leaves'.
///
/// ```
/// use std::sync::Arc;
/// use marz::model::*;
/// use marz::topology::{outline_polygons, union, weave_dataset};
///
/// let mut dataset = Dataset::new(Origin::of_content(b"two squares"), "");
/// for west in [48.0, 49.0] {
///     let ring = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)]
///         .map(|(x, y)| Position { x: west + x, y: 33.0 + y });
///     let id = dataset.origin.id("unit", dataset.units.len());
///     let mut unit = Unit::new(id, Level::RuralDistrict, "");
///     unit.land = Land::Plain {
///         polygons: [PlainPolygon {
///             rings: vec![PlainRing { positions: Arc::from(ring), heights_m: None }],
///         }].into(),
///         role: PlainRole::Pending,
///     };
///     dataset.units.insert(unit);
/// }
/// weave_dataset(&mut dataset);
/// let outlines = union(&dataset, &[UnitKey(0), UnitKey(1)]);
/// let polygons = outline_polygons(&dataset, &outlines);
/// assert_eq!(polygons.len(), 1);
/// // Six corners and the first again; the border between the two is gone.
/// assert_eq!(polygons[0].rings[0].positions.len(), 7);
/// ```
pub fn union(dataset: &Dataset, leaves: &[UnitKey]) -> Vec<Outline> {
    let counts = directed_uses(dataset, leaves);
    let one_sided: Vec<BorderUse> = counts
        .iter()
        .filter(|(_, [along, against])| (*along == 0) != (*against == 0))
        .map(|(&border, &[along, _])| BorderUse {
            border,
            reversed: along == 0,
        })
        .collect();
    let uses = if is_balanced(dataset, &one_sided) {
        one_sided
    } else {
        counts
            .iter()
            .flat_map(|(&border, &[along, against])| {
                let copy = BorderUse {
                    border,
                    reversed: against > along,
                };
                std::iter::repeat_n(copy, along.abs_diff(against) as usize)
            })
            .collect()
    };
    let rings = chain(dataset, &uses)
        .into_iter()
        .flat_map(|walk| simple_rings(dataset, walk))
        .collect();
    assign_holes(dataset, rings)
}

/// The polygons of outlines, each ring closed.
pub fn outline_polygons(dataset: &Dataset, outlines: &[Outline]) -> Vec<PlainPolygon> {
    outlines
        .iter()
        .map(|outline| PlainPolygon {
            rings: std::iter::once(&outline.shell)
                .chain(&outline.holes)
                .map(|ring| PlainRing {
                    positions: closed_positions(dataset, ring).into(),
                    heights_m: None,
                })
                .collect(),
        })
        .collect()
}

/// How often the leaves use each border along and against its direction, when every
/// ring is run with the land on its left.
fn directed_uses(dataset: &Dataset, leaves: &[UnitKey]) -> BTreeMap<BorderKey, [u32; 2]> {
    let mut counts: BTreeMap<BorderKey, [u32; 2]> = BTreeMap::new();
    let mut count = |ring: &Ring, is_shell: bool| {
        let runs_left = signed_area_m2(dataset, &ring.path) >= 0.0;
        for step in ring.path.iter() {
            // Borders are gone only from a damaged file; the ring then stays open.
            if dataset.borders.get(step.border).is_none() {
                continue;
            }
            let against = step.reversed != (runs_left != is_shell);
            counts.entry(step.border).or_default()[usize::from(against)] += 1;
        }
    };
    for leaf in leaves.iter().filter_map(|&leaf| dataset.units.get(leaf)) {
        let crate::model::Land::Coverage(parts) = &leaf.land else {
            continue;
        };
        for part in parts {
            count(&part.shell, true);
            part.holes.iter().for_each(|hole| count(hole, false));
        }
    }
    counts
}

fn signed_area_m2(dataset: &Dataset, ring: &[BorderUse]) -> f64 {
    ring.iter()
        .filter_map(|step| {
            let term_m2 = dataset.borders.get(step.border)?.area_term_m2();
            Some(if step.reversed { -term_m2 } else { term_m2 })
        })
        .sum()
}

/// The first and the last vertex of a use.
fn ends(dataset: &Dataset, step: BorderUse) -> (Position, Position) {
    let (first, last) = dataset
        .borders
        .get(step.border)
        .map(|border| border.ends())
        .unwrap_or_default();
    if step.reversed {
        (last, first)
    } else {
        (first, last)
    }
}

/// Whether as many uses end at every vertex as begin there.
fn is_balanced(dataset: &Dataset, uses: &[BorderUse]) -> bool {
    let mut surplus: FxHashMap<Vertex, i64> = FxHashMap::default();
    for &step in uses {
        let (first, last) = ends(dataset, step);
        *surplus.entry(position_bits(first)).or_default() += 1;
        *surplus.entry(position_bits(last)).or_default() -= 1;
    }
    surplus.values().all(|&surplus| surplus == 0)
}

/// Chains uses into closed walks. Where several go on, the walk stays beside the land
/// that it has on its left, so two pieces that touch in a point are walked apart.
fn chain(dataset: &Dataset, uses: &[BorderUse]) -> Vec<Vec<BorderUse>> {
    let mut outgoing: FxHashMap<Vertex, Vec<usize>> = FxHashMap::default();
    for (index, &step) in uses.iter().enumerate() {
        let (first, _) = ends(dataset, step);
        outgoing
            .entry(position_bits(first))
            .or_default()
            .push(index);
    }
    let mut used = vec![false; uses.len()];
    let mut walks = Vec::new();
    for (first_index, &first) in uses.iter().enumerate() {
        if used[first_index] {
            continue;
        }
        used[first_index] = true;
        let mut walk = vec![first];
        let mut current = first;
        loop {
            let (_, at) = ends(dataset, current);
            let back = border_line(dataset, current)
                .nth_back_but_one()
                .unwrap_or(at);
            let next = outgoing
                .get(&position_bits(at))
                .into_iter()
                .flatten()
                .copied()
                .filter(|&index| index == first_index || !used[index])
                .map(|index| {
                    let onward = border_line(dataset, uses[index]).nth(1).unwrap_or(at);
                    (index, onward)
                })
                .reduce(|best, other| {
                    if comes_before(at, back, other.1, best.1) {
                        other
                    } else {
                        best
                    }
                });
            match next {
                Some((index, _)) if index != first_index => {
                    used[index] = true;
                    current = uses[index];
                    walk.push(current);
                }
                _ => break,
            }
        }
        walks.push(walk);
    }
    walks
}

/// The last item but one of an iterator that runs forward only.
trait NthBackButOne: Iterator {
    fn nth_back_but_one(self) -> Option<Self::Item>;
}

impl<I: Iterator> NthBackButOne for I {
    fn nth_back_but_one(self) -> Option<I::Item> {
        let mut last_two = (None, None);
        for item in self {
            last_two = (last_two.1, Some(item));
        }
        last_two.0
    }
}

/// Whether, turning clockwise around `at` from the direction of `back`, `one` is met
/// before `other`. Decided exactly.
fn comes_before(at: Position, back: Position, one: Position, other: Position) -> bool {
    let quarter = |to: Position| {
        let side = side_of_edge(at, back, to);
        if side < 0.0 {
            0
        } else if side > 0.0 {
            2
        } else {
            let opposite =
                (to.x - at.x) * (back.x - at.x) < 0.0 || (to.y - at.y) * (back.y - at.y) < 0.0;
            // Straight on lies between the sides; straight back comes last.
            if opposite { 1 } else { 3 }
        }
    };
    let (first, second) = (quarter(one), quarter(other));
    first < second || (first == second && side_of_edge(at, one, other) < 0.0)
}

/// Cuts a closed walk at every vertex that it meets twice.
fn simple_rings(dataset: &Dataset, walk: Vec<BorderUse>) -> Vec<Vec<BorderUse>> {
    let mut rings = Vec::new();
    let mut open: Vec<BorderUse> = Vec::new();
    let mut met: FxHashMap<Vertex, usize> = FxHashMap::default();
    let mut vertices: Vec<Vertex> = Vec::new();
    if let Some(&first) = walk.first() {
        let start = position_bits(ends(dataset, first).0);
        met.insert(start, 0);
        vertices.push(start);
    }
    for step in walk {
        open.push(step);
        let end = position_bits(ends(dataset, step).1);
        if let Some(&depth) = met.get(&end) {
            rings.push(open.split_off(depth));
            for vertex in vertices.drain(depth + 1..) {
                met.remove(&vertex);
            }
        } else {
            met.insert(end, open.len());
            vertices.push(end);
        }
    }
    // What does not close, of a damaged file, bounds nothing.
    rings
}

fn closed_positions(dataset: &Dataset, ring: &[BorderUse]) -> Vec<Position> {
    let mut positions: Vec<Position> = Vec::new();
    for &step in ring {
        positions.pop();
        positions.extend(border_line(dataset, step));
    }
    positions
}

/// A shell with what is needed to find the holes in it.
struct Shell {
    outline: Outline,
    extent: Option<Extent>,
    area_m2: f64,
    /// Written out when the first hole asks for it.
    polygon: Option<PlainPolygon>,
}

fn extent_of(dataset: &Dataset, ring: &[BorderUse]) -> Option<Extent> {
    ring.iter()
        .filter_map(|step| dataset.borders.get(step.border))
        .map(|border| border.extent())
        .reduce(Extent::union)
}

/// Gives every hole to the smallest shell around it.
fn assign_holes(dataset: &Dataset, rings: Vec<Vec<BorderUse>>) -> Vec<Outline> {
    let mut shells: Vec<Shell> = Vec::new();
    let mut holes = Vec::new();
    for ring in rings {
        let area_m2 = signed_area_m2(dataset, &ring);
        if area_m2 < 0.0 {
            holes.push(ring);
        } else {
            shells.push(Shell {
                extent: extent_of(dataset, &ring),
                outline: Outline {
                    shell: ring,
                    holes: Vec::new(),
                },
                area_m2,
                polygon: None,
            });
        }
    }
    for hole in holes {
        match smallest_around(dataset, &mut shells, &hole) {
            Some(index) => shells[index].outline.holes.push(hole),
            // Faulty data only: a ring that runs the wrong way and lies in nothing.
            None => shells.push(Shell {
                extent: None,
                outline: Outline {
                    shell: hole,
                    holes: Vec::new(),
                },
                area_m2: 0.0,
                polygon: None,
            }),
        }
    }
    shells.into_iter().map(|shell| shell.outline).collect()
}

fn smallest_around(dataset: &Dataset, shells: &mut [Shell], hole: &[BorderUse]) -> Option<usize> {
    let extent = extent_of(dataset, hole)?;
    // A hole touches its shell in junctions at most, so the middle of an edge is
    // strictly in or out.
    let mut line = border_line(dataset, *hole.first()?);
    let middle = (line.next()? + line.next()?) / 2.0;
    let mut best: Option<usize> = None;
    for index in 0..shells.len() {
        let shell = &mut shells[index];
        if !shell
            .extent
            .is_some_and(|around| around.holds_extent(&extent))
        {
            continue;
        }
        let polygon = shell.polygon.get_or_insert_with(|| PlainPolygon {
            rings: vec![PlainRing {
                positions: closed_positions(dataset, &shell.outline.shell).into(),
                heights_m: None,
            }],
        });
        let contains = polygons_contain(std::slice::from_ref(polygon), middle);
        if contains && best.is_none_or(|best| shells[index].area_m2 < shells[best].area_m2) {
            best = Some(index);
        }
    }
    best
}

#[cfg(test)]
mod tests;
