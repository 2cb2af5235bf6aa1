//! Simplification of a whole data set: its borders, and the polygons that are held beside
//! them (cities over the rural districts, parents' own), in one order; and a copy of the
//! data set with less detail, for a smaller scale.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::simplify::{ALWAYS, simplification_weights, weight_of_area};
use super::weave::position_bits;
use crate::model::{
    BorderKey, Dataset, Land, Line, PlainPolygon, PlainRing, PlainRole, Position, Ring, Unit,
    UnitKey, same_place,
};

/// Which of the polygons beside the coverage are weighed too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlainRings {
    /// Cities that are drawn over the rural districts.
    Cities,
    /// Parents' own polygons, too.
    All,
}

/// The weights of a data set's vertices: see [`simplification_weights`].
#[derive(Clone, Debug, Default)]
pub struct Simplification {
    /// Of each border, as many as its line has vertices, and the line that was weighed.
    borders: FxHashMap<BorderKey, (Line, Arc<[u8]>)>,
    /// Of each ring of a unit's own polygons, polygon by polygon.
    rings: FxHashMap<UnitKey, Vec<Arc<[u8]>>>,
}

impl Simplification {
    /// Weighs a data set; settlements and centres stay on their side of every line.
    /// `progress` is as in [`simplification_weights`].
    pub fn of(
        dataset: &Dataset,
        which: PlainRings,
        progress: &mut dyn FnMut(f32) -> bool,
    ) -> Option<Self> {
        let rings = plain_rings(dataset, which);
        if which == PlainRings::Cities && are_weighed(dataset) {
            return Self::of_weighed(dataset, &rings, progress);
        }
        let keys: Vec<BorderKey> = dataset.borders.keys().collect();
        let mut lines: Vec<&[Position]> = dataset.borders.iter().map(|(_, it)| &*it.line).collect();
        let shared = shared_vertices(&rings, &lines);
        let strands: Vec<Strand> = (rings.iter().enumerate())
            .flat_map(|(number, (_, ring))| strands(number, ring, &shared))
            .collect();
        lines.extend(strands.iter().map(|strand| &*strand.positions));
        let settlements = dataset.settlements.iter().filter_map(|(_, it)| it.position);
        let centres = dataset.units.iter().filter_map(|(_, it)| it.point);
        let beside: Vec<Position> = settlements.chain(centres).collect();
        let mut weights = simplification_weights(&lines, &beside, progress)?;
        let of_strands = weights.split_off(keys.len());
        let mut of_rings: Vec<Vec<u8>> = rings
            .iter()
            .map(|(_, ring)| {
                let weight = |at: &Position| match shared.get(&position_bits(*at)) {
                    Some(Some((line, vertex))) => weights[*line as usize][*vertex as usize],
                    _ => ALWAYS,
                };
                ring.iter().map(weight).collect()
            })
            .collect();
        for (strand, weights) in strands.iter().zip(of_strands) {
            let ring = &mut of_rings[strand.ring];
            let count = ring.len();
            for (step, weight) in weights.iter().enumerate().skip(1).take(strand.inner()) {
                ring[(strand.start + step) % count] = *weight;
            }
        }
        let mut by_unit: FxHashMap<UnitKey, Vec<Arc<[u8]>>> = FxHashMap::default();
        for ((unit, _), weights) in rings.iter().zip(of_rings) {
            by_unit.entry(*unit).or_default().push(weights.into());
        }
        let borders = keys.into_iter().zip(weights).filter_map(|(key, weights)| {
            let border = dataset.borders.get(key)?;
            Some((key, (border.line.clone(), Arc::from(weights))))
        });
        Some(Self {
            borders: borders.collect(),
            rings: by_unit,
        })
    }

    /// Takes the weights that borders have, and weighs the rings by themselves: for drawing,
    /// which is all the same to a pixel.
    fn of_weighed(
        dataset: &Dataset,
        rings: &[(UnitKey, &[Position])],
        progress: &mut dyn FnMut(f32) -> bool,
    ) -> Option<Self> {
        let closed: Vec<Vec<Position>> = rings
            .iter()
            .map(|(_, ring)| ring.iter().chain(ring.first()).copied().collect())
            .collect();
        let lines: Vec<&[Position]> = closed.iter().map(Vec::as_slice).collect();
        let weights = simplification_weights(&lines, &[], progress)?;
        let mut by_unit: FxHashMap<UnitKey, Vec<Arc<[u8]>>> = FxHashMap::default();
        for ((unit, ring), weights) in rings.iter().zip(weights) {
            let own = weights.get(..ring.len()).unwrap_or_default();
            by_unit.entry(*unit).or_default().push(own.into());
        }
        let borders = dataset.borders.iter().filter_map(|(key, border)| {
            let weights = Arc::clone(border.line.weights()?);
            Some((key, (border.line.clone(), weights)))
        });
        Some(Self {
            borders: borders.collect(),
            rings: by_unit,
        })
    }

    /// The weights of a border's vertices; nothing where it has another line by now.
    #[must_use]
    pub fn border(&self, key: BorderKey, line: &Line) -> Option<&Arc<[u8]>> {
        let (weighed, weights) = self.borders.get(&key)?;
        let is_same = std::ptr::eq(weighed.as_ptr(), line.as_ptr());
        is_same.then_some(weights)
    }

    /// The weights of the rings of a unit's own polygons, polygon by polygon; none where it
    /// has none that were weighed.
    #[must_use]
    pub fn rings(&self, unit: UnitKey) -> &[Arc<[u8]>] {
        self.rings.get(&unit).map_or(&[], Vec::as_slice)
    }
}

/// Of so many borders, one may be without weights: it is drawn whole until the project is
/// written anew or opened with more of them changed.
const WEIGHED_OF_UNWEIGHED: usize = 20;

/// Whether nearly all borders have weights.
fn are_weighed(dataset: &Dataset) -> bool {
    let borders = dataset.borders.iter();
    let unweighed = borders.filter(|(_, border)| border.line.weights().is_none());
    unweighed.count() * WEIGHED_OF_UNWEIGHED < dataset.borders.len()
}

/// The rings that are weighed by themselves, without the vertex that closes them.
fn plain_rings(dataset: &Dataset, which: PlainRings) -> Vec<(UnitKey, &[Position])> {
    let mut found = Vec::new();
    for (key, unit) in dataset.units.iter() {
        if let Land::Plain { polygons, role } = &unit.land
            && (which == PlainRings::All || *role == PlainRole::Over)
        {
            let rings = polygons.iter().flat_map(|polygon| &polygon.rings);
            found.extend(rings.map(|ring| (key, open(&ring.positions))));
        }
    }
    found
}

/// A ring without a last vertex that repeats its first.
fn open(ring: &[Position]) -> &[Position] {
    match ring {
        [first, inner @ .., last] if !inner.is_empty() && same_place(*first, *last) => {
            &ring[..ring.len() - 1]
        }
        _ => ring,
    }
}

/// Each place of a ring, and the line and the vertex that lie there.
type Shared = FxHashMap<(u64, u64), Option<(u32, u32)>>;

fn shared_vertices(rings: &[(UnitKey, &[Position])], lines: &[&[Position]]) -> Shared {
    let places = rings.iter().flat_map(|(_, ring)| ring.iter());
    let mut shared: Shared = places.map(|at| (position_bits(*at), None)).collect();
    if shared.is_empty() {
        return shared;
    }
    for (line, positions) in (0..).zip(lines) {
        for (vertex, at) in (0..).zip(*positions) {
            if let Some(found) = shared.get_mut(&position_bits(*at)) {
                *found = Some((line, vertex));
            }
        }
    }
    shared
}

/// A stretch of a ring of its own between two vertices of borders, or a whole ring.
struct Strand {
    ring: usize,
    /// The vertex of the ring that it begins with.
    start: usize,
    positions: Vec<Position>,
}

impl Strand {
    /// How many vertices it has between its ends.
    fn inner(&self) -> usize {
        self.positions.len().saturating_sub(2)
    }
}

fn strands(number: usize, ring: &[Position], shared: &Shared) -> Vec<Strand> {
    let count = ring.len();
    let is_shared = |at: usize| {
        let bits = position_bits(ring[at % count]);
        shared.get(&bits).is_some_and(Option::is_some)
    };
    let strand = |start: usize, end: usize| Strand {
        ring: number,
        start,
        positions: (start..=end).map(|at| ring[at % count]).collect(),
    };
    if count < 3 {
        return Vec::new();
    }
    let Some(first) = (0..count).find(|at| is_shared(*at)) else {
        return vec![strand(0, count)];
    };
    let mut found = Vec::new();
    let mut start = first;
    for at in first + 1..=first + count {
        if is_shared(at) {
            if at > start + 1 {
                found.push(strand(start, at));
            }
            start = at;
        }
    }
    found
}

/// The side in millimetres of the smallest detail that is worth drawing on paper.
const LEAST_DETAIL_MM: f64 = 0.4;

/// The area on the ground, in square metres, of the smallest detail that a map at 1:n
/// shows: a square of 0.4 mm on paper.
///
/// ```
/// use marz::topology::least_area_m2;
/// assert_eq!(least_area_m2(250_000.0).round(), 10_000.0);
/// ```
#[must_use]
pub fn least_area_m2(scale_denominator: f64) -> f64 {
    (LEAST_DETAIL_MM / 1000.0 * scale_denominator).powi(2)
}

/// A copy of a data set without the details that are smaller than `area_m2` square metres
/// on the ground. It has the same units, borders and neighbours; nothing in it crosses or
/// parts that did not before, and every settlement is on its side of every border.
/// Heights of vertices and repeated vertices are left out.
///
/// `progress` is as in [`simplification_weights`].
pub fn generalised(
    dataset: &Dataset,
    area_m2: f64,
    progress: &mut dyn FnMut(f32) -> bool,
) -> Option<Dataset> {
    let weights = Simplification::of(dataset, PlainRings::All, progress)?;
    let threshold = weight_of_area(area_m2);
    let mut copy = dataset.clone();
    for (key, border) in dataset.borders.iter() {
        if let Some(weights) = weights.border(key, &border.line) {
            let line = above(&border.line, weights, threshold);
            copy.borders.update(key, |border| border.line = line.into());
        }
    }
    for (key, _) in dataset.units.iter() {
        copy.units.update(key, |unit| {
            simplify_land(unit, weights.rings(key), threshold)
        });
    }
    Some(copy)
}

fn above(positions: &[Position], weights: &[u8], threshold: u8) -> Vec<Position> {
    let weighed = positions.iter().zip(weights);
    weighed
        .filter(|(_, weight)| **weight >= threshold)
        .map(|(at, _)| *at)
        .collect()
}

fn simplify_land(unit: &mut Unit, weights: &[Arc<[u8]>], threshold: u8) {
    match &mut unit.land {
        Land::None => {}
        Land::Coverage(parts) => {
            let simple = |ring: &mut Ring| {
                ring.repeats = Vec::new();
                ring.start = 0;
                ring.heights_m = None;
            };
            for part in parts {
                simple(&mut part.shell);
                part.holes.iter_mut().for_each(simple);
            }
        }
        Land::Plain { polygons, .. } => {
            let mut weights = weights.iter();
            let mut simple = |ring: &PlainRing| {
                let open = open(&ring.positions);
                let mut left = match weights.next() {
                    Some(weights) => above(open, weights, threshold),
                    None => open.to_vec(),
                };
                if open.len() < ring.positions.len() {
                    left.extend(left.first().copied());
                }
                PlainRing {
                    positions: left.into(),
                    heights_m: None,
                }
            };
            let changed = polygons.iter().map(|polygon| PlainPolygon {
                rings: polygon.rings.iter().map(&mut simple).collect(),
            });
            *polygons = changed.collect();
        }
    }
}
