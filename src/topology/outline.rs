//! The outline of several leaves together: the land of a county from its rural
//! districts, with not one vertex moved. Borders inside fall away, the rest are
//! chained into rings, and each hole goes to the shell around it.

use std::collections::BTreeMap;

use super::assemble::{border_line, own_extent};
use super::contains::{leaf_contains, polygons_contain};
use super::rings::{Arc, is_balanced, simple_rings};
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

/// The outline of the land of some leaves of the coverage: the borders that have
/// leaves of the set on one side only, as rings. Pieces that touch in a point are
/// apart, as simple features want it (OGC 06-103r4, 6.1.11), and come in the order of
/// their first borders.
///
/// Where leaves overlap, what bounds the one inside the other falls away too, if they have
/// common vertices at its ends. Where their edges cross without one, rings may cross, and
/// what is covered twice counts twice.
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
    let boxes = boxes_of(dataset, leaves);
    let bounding: Vec<BorderUse> = one_sided
        .iter()
        .filter(|step| !is_covered(dataset, &boxes, **step))
        .copied()
        .collect();
    let uses = if is_balanced(&arcs_of(dataset, &bounding)) {
        bounding
    } else if is_balanced(&arcs_of(dataset, &one_sided)) {
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
    let rings = simple_rings(&arcs_of(dataset, &uses))
        .into_iter()
        .map(|ring| ring.into_iter().map(|index| uses[index]).collect())
        .collect();
    assign_holes(dataset, rings)
}

/// Whether a border with nobody on its other side lies in the land of another leaf of the
/// set, which are given with their boxes. Where leaves tile the land, that is asked along
/// the coast only.
fn is_covered(dataset: &Dataset, boxes: &[(Extent, UnitKey)], step: BorderUse) -> bool {
    let Some(border) = dataset.borders.get(step.border) else {
        return false;
    };
    let (own, beyond) = if step.reversed {
        (&border.right, &border.left)
    } else {
        (&border.left, &border.right)
    };
    let Some(middle) = middle_of_first_edge(dataset, &[step]).filter(|_| beyond.is_empty()) else {
        return false;
    };
    let others = boxes.iter().filter(|(extent, _)| extent.holds(middle));
    let others = others.filter(|(_, leaf)| !own.contains(leaf));
    let mut others = others.filter_map(|(_, leaf)| dataset.units.get(*leaf));
    others.any(|leaf| leaf_contains(dataset, leaf, middle))
}

/// The boxes of leaves.
fn boxes_of(dataset: &Dataset, leaves: &[UnitKey]) -> Vec<(Extent, UnitKey)> {
    let leaves = leaves.iter().copied();
    leaves
        .filter_map(|leaf| Some((own_extent(dataset, dataset.units.get(leaf)?)?, leaf)))
        .collect()
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

/// The arcs of uses, for chaining.
fn arcs_of(dataset: &Dataset, uses: &[BorderUse]) -> Vec<Arc> {
    uses.iter().map(|&step| arc_of(dataset, step)).collect()
}

/// A use of a border as an arc; a point where the border is gone.
pub(super) fn arc_of(dataset: &Dataset, step: BorderUse) -> Arc {
    let line: &[Position] = dataset
        .borders
        .get(step.border)
        .map_or(&[], |border| &border.line);
    let [first, .., last] = *line else {
        return Arc::edge(Position::default(), Position::default());
    };
    let count = line.len();
    let along = Arc {
        from: first,
        onward: line[1],
        back: line[count - 2],
        to: last,
    };
    if step.reversed {
        Arc {
            from: along.to,
            onward: along.back,
            back: along.onward,
            to: along.from,
        }
    } else {
        along
    }
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

/// The middle of a ring's first edge. Rings of one union touch in junctions at most, so
/// it is strictly in or out of another.
fn middle_of_first_edge(dataset: &Dataset, ring: &[BorderUse]) -> Option<Position> {
    let mut line = border_line(dataset, *ring.first()?);
    Some((line.next()? + line.next()?) / 2.0)
}

fn smallest_around(dataset: &Dataset, shells: &mut [Shell], hole: &[BorderUse]) -> Option<usize> {
    let extent = extent_of(dataset, hole)?;
    let middle = middle_of_first_edge(dataset, hole)?;
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
