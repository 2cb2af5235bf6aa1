//! What is wrong with the polygons of one unit that only their own rings tell: rings
//! that span no land, rings that lie wrong in each other, polygons that are too small.
//! A rough area of each ring passes nearly all of them over.

use rustc_hash::FxHashMap;

use super::walk::RingAt;
use crate::measure::{LocalPlane, metres_per_degree, ring_area_m2};
use crate::model::{BorderKey, Dataset, Extent, Land, Part, Position, Ring, UnitKey};
use crate::topology::contains::{Place, place_in_ring, same_borders, side_of_edge};
use crate::topology::degenerate::{DEGENERATE_WIDTH_M, is_degenerate};
use crate::topology::{border_line, ring_positions};

/// A ring that spans no land (see [`is_degenerate`]).
#[derive(Debug, Clone, PartialEq)]
pub struct DegenerateRing {
    /// Whose.
    pub unit: UnitKey,
    /// Which of its polygons, and which ring of that; 0 is the shell.
    pub ring: RingAt,
    /// The middle of its box.
    pub at: Position,
    /// Its vertices, as written.
    pub positions: Vec<Position>,
}

/// How a ring lies wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Misnesting {
    /// It is the same as another ring of the unit.
    Duplicate,
    /// It is a hole outside its shell.
    HoleOutside,
    /// It is a hole inside another hole of the same polygon.
    NestedHole,
    /// It is the shell of a polygon inside another polygon of the unit, in no hole of
    /// it.
    NestedShell,
}

/// A ring that lies wrong among the rings of its unit.
#[derive(Debug, Clone, PartialEq)]
pub struct MisnestedRing {
    /// Whose.
    pub unit: UnitKey,
    /// Which of its polygons, and which ring of that; 0 is the shell.
    pub ring: RingAt,
    /// How.
    pub kind: Misnesting,
    /// The middle of its box.
    pub at: Position,
    /// Its vertices, as written.
    pub positions: Vec<Position>,
}

/// A polygon smaller than the minimum area.
#[derive(Debug, Clone, PartialEq)]
pub struct UndersizedPolygon {
    /// Whose.
    pub unit: UnitKey,
    /// Which of its polygons.
    pub part: u32,
    /// Its area on the ellipsoid in square metres, holes taken away.
    pub area_m2: f64,
    /// The middle of its box.
    pub at: Position,
    /// The vertices of its shell, as written.
    pub positions: Vec<Position>,
}

fn parts(dataset: &Dataset, unit: UnitKey) -> &[Part] {
    match dataset.units.get(unit).map(|unit| &unit.land) {
        Some(Land::Coverage(parts)) => parts,
        _ => &[],
    }
}

pub(super) fn rings_of(parts: &[Part]) -> impl Iterator<Item = (RingAt, &Ring)> {
    parts.iter().enumerate().flat_map(|(part, rings)| {
        rings.rings().enumerate().map(move |(ring, found)| {
            let at = RingAt {
                part: part as u32,
                ring: ring as u32,
            };
            (at, found)
        })
    })
}

/// What rings enclose, reckoned roughly and fast: the shoelace formula in degrees, once
/// for each border.
#[derive(Default)]
pub(super) struct RoughAreas {
    of_borders: FxHashMap<BorderKey, f64>,
}

impl RoughAreas {
    /// The area of a ring in square metres, to a few per cent, and the diagonal of its
    /// box in metres.
    fn area_and_diagonal(&mut self, dataset: &Dataset, ring: &Ring) -> (f64, f64) {
        let mut double = 0.0;
        let mut extent: Option<Extent> = None;
        for step in ring.path.iter() {
            let Some(border) = dataset.borders.get(step.border) else {
                continue;
            };
            let term = *self
                .of_borders
                .entry(step.border)
                .or_insert_with(|| shoelace(&border.line));
            double += if step.reversed { -term } else { term };
            let own = border.extent();
            extent = Some(extent.map_or(own, |known| known.union(own)));
        }
        let Some(extent) = extent else {
            return (0.0, 0.0);
        };
        let (east_m, north_m) = metres_per_degree(extent.centre().y);
        let size = extent.max - extent.min;
        let diagonal_m = (size.x * east_m).hypot(size.y * north_m);
        (double.abs() / 2.0 * east_m * north_m, diagonal_m)
    }
}

/// Twice the area between a line and an origin in the middle of the country.
fn shoelace(line: &[Position]) -> f64 {
    const ORIGIN: Position = Position { x: 53.0, y: 32.0 };
    let mut sum = 0.0;
    for edge in line.windows(2) {
        let (from, to) = (edge[0] - ORIGIN, edge[1] - ORIGIN);
        sum += from.x * to.y - to.x * from.y;
    }
    sum
}

pub(super) fn middle_of(positions: &[Position]) -> Position {
    Extent::around(positions.iter().copied()).map_or(Position::default(), |extent| extent.centre())
}

/// The rings of a leaf that span no land.
pub(super) fn degenerate_rings(
    dataset: &Dataset,
    unit: UnitKey,
    rough: &mut RoughAreas,
) -> Vec<DegenerateRing> {
    let mut found = Vec::new();
    for (at, ring) in rings_of(parts(dataset, unit)) {
        let (area_m2, diagonal_m) = rough.area_and_diagonal(dataset, ring);
        // What lies in a strip has no more than its width by its length.
        if area_m2 > 4.0 * DEGENERATE_WIDTH_M * diagonal_m + 1.0 {
            continue;
        }
        let positions = ring_positions(dataset, ring);
        if is_degenerate(&positions) {
            found.push(DegenerateRing {
                unit,
                ring: at,
                at: middle_of(&positions),
                positions,
            });
        }
    }
    found
}

/// The rings of a leaf that lie wrong in each other.
pub(super) fn misnested_rings(dataset: &Dataset, unit: UnitKey) -> Vec<MisnestedRing> {
    let parts = parts(dataset, unit);
    if parts.iter().map(|part| 1 + part.holes.len()).sum::<usize>() < 2 {
        return Vec::new();
    }
    let rings: Vec<Nested<'_>> = rings_of(parts)
        .filter_map(|(at, ring)| Nested::new(dataset, at, ring))
        .collect();
    let mut kinds: Vec<Option<Misnesting>> = vec![None; rings.len()];
    let mut by_west: Vec<usize> = (0..rings.len()).collect();
    let west = |&index: &usize| rings[index].extent.min.x;
    by_west.sort_by(|a, b| west(a).total_cmp(&west(b)).then(a.cmp(b)));
    let mut reaching: Vec<usize> = Vec::new();
    let mut pairs: Vec<[usize; 2]> = Vec::new();
    for &index in &by_west {
        let from = rings[index].extent;
        reaching.retain(|&other| rings[other].extent.max.x >= from.min.x);
        for &other in &reaching {
            if rings[other].extent.meets(&from) {
                pairs.push([index.min(other), index.max(other)]);
            }
        }
        reaching.push(index);
    }
    pairs.sort_unstable();
    for [first, second] in pairs {
        let (a, b) = (&rings[first], &rings[second]);
        if same_borders(a.ring, b.ring) {
            kinds[second] = Some(Misnesting::Duplicate);
            continue;
        }
        let same_part = a.at.part == b.at.part;
        match (a.at.ring, b.at.ring) {
            (0, 0) => {
                for (inner, outer, index) in [(a, b, first), (b, a, second)] {
                    let shell_in = inner.lies_in(dataset, outer);
                    let in_a_hole = |hole: &Nested<'_>| {
                        hole.at.part == outer.at.part
                            && hole.at.ring > 0
                            && inner.lies_in(dataset, hole)
                    };
                    if shell_in && !rings.iter().any(in_a_hole) {
                        kinds[index].get_or_insert(Misnesting::NestedShell);
                    }
                }
            }
            (0, _) | (_, 0) => {}
            _ if same_part => {
                for (inner, outer, index) in [(a, b, first), (b, a, second)] {
                    if inner.lies_in(dataset, outer) {
                        kinds[index].get_or_insert(Misnesting::NestedHole);
                    }
                }
            }
            _ => {}
        }
    }
    for (index, hole) in rings
        .iter()
        .enumerate()
        .filter(|(_, ring)| ring.at.ring > 0)
    {
        let shell = rings
            .iter()
            .find(|ring| ring.at.part == hole.at.part && ring.at.ring == 0);
        if shell.is_some_and(|shell| hole.lies_outside(dataset, shell)) {
            kinds[index].get_or_insert(Misnesting::HoleOutside);
        }
    }
    let misnested = rings.iter().zip(kinds).filter_map(|(ring, kind)| {
        let positions = ring_positions(dataset, ring.ring);
        Some(MisnestedRing {
            unit,
            ring: ring.at,
            kind: kind?,
            at: ring.extent.centre(),
            positions,
        })
    });
    misnested.collect()
}

/// A ring with its box.
struct Nested<'a> {
    at: RingAt,
    ring: &'a Ring,
    extent: Extent,
}

impl<'a> Nested<'a> {
    fn new(dataset: &Dataset, at: RingAt, ring: &'a Ring) -> Option<Self> {
        let borders = ring.path.iter();
        let extent = borders
            .filter_map(|step| dataset.borders.get(step.border))
            .map(|border| border.extent())
            .reduce(Extent::union)?;
        Some(Self { at, ring, extent })
    }

    fn vertices<'b>(&self, dataset: &'b Dataset) -> impl Iterator<Item = Position> + use<'a, 'b> {
        let steps = self.ring.path.iter();
        steps.flat_map(move |&step| border_line(dataset, step))
    }

    /// Whether it lies in another ring: it has a vertex inside and none outside.
    fn lies_in(&self, dataset: &Dataset, outer: &Self) -> bool {
        if !outer.extent.holds_extent(&self.extent) {
            return false;
        }
        let mut inside = false;
        for vertex in self.vertices(dataset) {
            match place_in_ring(dataset, outer.ring, vertex) {
                Place::Outside => return false,
                Place::Inside => inside = true,
                Place::OnBorder => {}
            }
        }
        inside
    }

    /// Whether it lies outside another ring: it has a vertex outside and none inside.
    fn lies_outside(&self, dataset: &Dataset, other: &Self) -> bool {
        let mut outside = false;
        for vertex in self.vertices(dataset) {
            match place_in_ring(dataset, other.ring, vertex) {
                Place::Inside => return false,
                Place::Outside => outside = true,
                Place::OnBorder => {}
            }
        }
        outside
    }
}

/// The polygons of a leaf that are smaller than `minimum_m2`. One whose shell spans no
/// land is another kind of fault; of one whose shell crosses itself nobody can tell the
/// area.
pub(super) fn undersized_polygons(
    dataset: &Dataset,
    unit: UnitKey,
    minimum_m2: f64,
    rough: &mut RoughAreas,
) -> Vec<UndersizedPolygon> {
    let mut found = Vec::new();
    for (part, rings) in parts(dataset, unit).iter().enumerate() {
        let mut roughly_m2 = rough.area_and_diagonal(dataset, &rings.shell).0;
        for hole in &rings.holes {
            roughly_m2 -= rough.area_and_diagonal(dataset, hole).0;
        }
        if roughly_m2 > 2.0 * minimum_m2 + 1.0 {
            continue;
        }
        let positions = ring_positions(dataset, &rings.shell);
        let shell_m2 = ring_area_m2(&positions).abs();
        let holes_m2 = rings
            .holes
            .iter()
            .map(|hole| ring_area_m2(&ring_positions(dataset, hole)).abs())
            .sum::<f64>();
        // A hole that is no hole of it (T06) takes nothing away.
        let area_m2 = if holes_m2 < shell_m2 {
            shell_m2 - holes_m2
        } else {
            shell_m2
        };
        if area_m2 >= minimum_m2 || is_degenerate(&positions) || crosses_itself(&positions) {
            continue;
        }
        found.push(UndersizedPolygon {
            unit,
            part: part as u32,
            area_m2,
            at: middle_of(&positions),
            positions,
        });
    }
    found
}

/// Beyond this many vertices a ring with next to no area is taken to cross itself.
const MOST_VERTICES: usize = 2_000;

/// Whether two edges of a ring cross in a point inside both.
fn crosses_itself(ring: &[Position]) -> bool {
    if ring.len() > MOST_VERTICES {
        return true;
    }
    let next = ring.iter().cycle().skip(1);
    let edges: Vec<(Position, Position)> = ring.iter().copied().zip(next.copied()).collect();
    let opposite = |a: f64, b: f64| (a > 0.0 && b < 0.0) || (a < 0.0 && b > 0.0);
    edges.iter().enumerate().any(|(index, &(a, b))| {
        edges.iter().skip(index + 1).any(|&(c, d)| {
            opposite(side_of_edge(a, b, c), side_of_edge(a, b, d))
                && opposite(side_of_edge(c, d, a), side_of_edge(c, d, b))
        })
    })
}

/// The distance in metres between two positions that are near each other.
pub(super) fn apart_m(a: Position, b: Position) -> f64 {
    let away = LocalPlane::at(a).metres_from_position(b);
    away.x.hypot(away.y)
}
