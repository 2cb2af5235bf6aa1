//! Land that changes hands: faces of the coverage, or parts of them, are given to a
//! unit or taken from some. Where edges cross they get a common vertex, and no other
//! coordinate is new.

use std::collections::{BTreeMap, BTreeSet};

use rstar::primitives::GeomWithData;
use rstar::{AABB, RTree};
use rustc_hash::{FxHashMap, FxHashSet};

use super::contains::position_on_edge;
use super::index::Snapshot;
use super::local::Redrawing;
use super::weave::position_bits;
use crate::model::{BorderKey, Extent, Position, UnitKey, same_place};

/// A piece of land that changes hands.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Share {
    /// Its rings with the piece on their left, the first vertex not repeated: a face's
    /// outline, as a survey gives it.
    pub rings: Vec<Vec<Position>>,
    /// The units that lose it.
    pub from: Vec<UnitKey>,
    /// The unit that gains it.
    pub to: Option<UnitKey>,
}

/// How finely a coordinate made by an edit is kept: 1e-9° is a tenth of a
/// millimetre.
const STEPS_PER_DEGREE: f64 = 1e9;
/// A computed place this near to a vertex, in degrees, is that vertex.
const SAME_DEG: f64 = 1e-9;
/// How far, in degrees, a place computed where edges cross may lie off them.
const COMPUTED_DEG: f64 = 1e-12;
/// How far, in degrees, a vertex may lie off an edge that it is put on.
const NEAR_DEG: f64 = 1e-11;

/// A position rounded as an edit rounds it.
pub fn rounded(position: Position) -> Position {
    let round = |degrees: f64| (degrees * STEPS_PER_DEGREE).round() / STEPS_PER_DEGREE;
    Position {
        x: round(position.x),
        y: round(position.y),
    }
}

/// What has to be woven again when some pieces of land change hands, and when the
/// vertices of `matched` are put on every edge that they lie on (within 1e-11°).
///
/// A place in a piece's outline that is no vertex of a border is one where edges
/// cross, or one that whoever cut the piece has chosen: it is rounded to 1e-9°, or is
/// a vertex nearer than that, and is put on every edge that it lies on.
pub fn transfer(snapshot: &Snapshot, shares: &[Share], matched: &[Position]) -> Redrawing {
    let places = Places::new(shares, matched);
    let seen = places.look(snapshot);
    let settled = places.settled(&seen);
    let dataset = &snapshot.dataset;
    let mut redrawing = Redrawing::default();
    for key in &seen.borders {
        let Some(border) = dataset.borders.get(*key) else {
            continue;
        };
        let mut line: Vec<Position> = Vec::with_capacity(border.line.len());
        let cuts = seen.cuts.get(key);
        let mut is_taken = border
            .line
            .iter()
            .any(|&vertex| settled.places.contains(&position_bits(vertex)));
        for (index, &vertex) in border.line.iter().enumerate() {
            line.push(vertex);
            let (Some(cuts), Some(&next)) = (
                cuts.and_then(|cuts| cuts.get(&(index as u32))),
                border.line.get(index + 1),
            ) else {
                continue;
            };
            let anew = cuts.iter().map(|&place| settled.of[place]);
            let put = along_edge(vertex, next, anew);
            is_taken |= !put.is_empty();
            line.extend(put);
        }
        if is_taken {
            redrawing.lines.insert(*key, line);
        }
    }
    for share in shares {
        let edges = places.outline(share, &settled);
        for &unit in &share.from {
            let outline = redrawing.outlines.entry(unit).or_default();
            outline.extend(edges.iter().map(|&[from, to]| [to, from]));
        }
        if let Some(unit) = share.to {
            redrawing.outlines.entry(unit).or_default().extend(&edges);
        }
    }
    redrawing
}

/// Positions put on an edge, in order; what falls on its ends or on another is left
/// out.
fn along_edge(
    from: Position,
    to: Position,
    positions: impl Iterator<Item = Position>,
) -> Vec<Position> {
    let along = to - from;
    let mut put: Vec<(f64, Position)> = positions
        .filter(|&position| !same_place(position, from) && !same_place(position, to))
        .map(|position| {
            let offset = position - from;
            (offset.x * along.x + offset.y * along.y, position)
        })
        .collect();
    put.sort_by(|a, b| {
        (a.0.total_cmp(&b.0))
            .then(a.1.x.total_cmp(&b.1.x))
            .then(a.1.y.total_cmp(&b.1.y))
    });
    put.dedup_by(|a, b| same_place(a.1, b.1));
    put.into_iter().map(|(_, position)| position).collect()
}

type Point = GeomWithData<[f64; 2], usize>;

/// The places that outlines and matched vertices have, each once.
struct Places {
    all: Vec<Position>,
    numbers: FxHashMap<(u64, u64), usize>,
    /// Whether it is to be put on edges as it stands.
    matched: Vec<bool>,
    tree: RTree<Point>,
    /// Boxes around each share and vertex.
    extents: Vec<Extent>,
}

/// What was seen of the borders around the places.
#[derive(Default)]
struct Seen {
    borders: BTreeSet<BorderKey>,
    /// Places that are vertices of borders.
    vertices: FxHashSet<usize>,
    /// For a place that is none, the nearest vertex that is as good as the same.
    nearest: FxHashMap<usize, (f64, Position)>,
    /// The places on each edge, by the edge's first vertex.
    cuts: BTreeMap<BorderKey, FxHashMap<u32, Vec<usize>>>,
}

/// Where the places come to be.
struct Settled {
    of: Vec<Position>,
    places: FxHashSet<(u64, u64)>,
}

impl Places {
    fn new(shares: &[Share], matched_vertices: &[Position]) -> Self {
        let mut numbers: FxHashMap<(u64, u64), usize> = FxHashMap::default();
        let mut all = Vec::new();
        let mut matched = Vec::new();
        let mut add = |position: Position, is_matched: bool| {
            let number = *numbers.entry(position_bits(position)).or_insert_with(|| {
                all.push(position);
                matched.push(false);
                all.len() - 1
            });
            matched[number] |= is_matched;
        };
        let mut extents = Vec::new();
        for share in shares {
            let vertices = || share.rings.iter().flatten().copied();
            vertices().for_each(|position| add(position, false));
            extents.extend(Extent::around(vertices()));
        }
        for &vertex in matched_vertices {
            add(vertex, true);
            extents.push(Extent::at(vertex));
        }
        let points = all
            .iter()
            .enumerate()
            .map(|(number, position)| Point::new([position.x, position.y], number))
            .collect();
        Self {
            tree: RTree::bulk_load(points),
            all,
            numbers,
            matched,
            extents,
        }
    }

    fn near(&self, extent: Extent) -> impl Iterator<Item = usize> + '_ {
        let corner = |position: Position| [position.x, position.y];
        let envelope = AABB::from_corners(corner(extent.min), corner(extent.max));
        self.tree
            .locate_in_envelope(envelope)
            .map(|point| point.data)
    }

    fn look(&self, snapshot: &Snapshot) -> Seen {
        let mut seen = Seen::default();
        let whole = self.extents.iter().copied().reduce(Extent::union);
        let Some(whole) = whole.map(|extent| extent.grown(SAME_DEG)) else {
            return seen;
        };
        for extent in &self.extents {
            seen.borders
                .extend(snapshot.index.borders_near(extent.grown(SAME_DEG)));
        }
        for &key in &seen.borders.clone() {
            let Some(border) = snapshot.dataset.borders.get(key) else {
                continue;
            };
            for (index, edge) in border.line.windows(2).enumerate() {
                let [from, to] = *edge else { continue };
                let mut extent = Extent::at(from);
                extent.include(to);
                let reach = extent.grown(SAME_DEG);
                if !whole.meets(&reach) {
                    continue;
                }
                for place in self.near(reach) {
                    for vertex in [from, to] {
                        self.compare(place, vertex, &mut seen);
                    }
                    if self.lies_on(place, from, to) {
                        let cuts = seen.cuts.entry(key).or_default();
                        cuts.entry(index as u32).or_default().push(place);
                    }
                }
            }
        }
        seen
    }

    fn compare(&self, place: usize, vertex: Position, seen: &mut Seen) {
        let position = self.all[place];
        if same_place(position, vertex) {
            seen.vertices.insert(place);
            return;
        }
        let away = position - vertex;
        let distance = away.x.hypot(away.y);
        if distance < SAME_DEG {
            let nearest = seen.nearest.entry(place).or_insert((distance, vertex));
            let is_nearer = (distance, vertex.x, vertex.y) < (nearest.0, nearest.1.x, nearest.1.y);
            if is_nearer {
                *nearest = (distance, vertex);
            }
        }
    }

    /// Whether a place lies on an edge as nearly as it can be meant to.
    fn lies_on(&self, place: usize, from: Position, to: Position) -> bool {
        let position = self.all[place];
        if same_place(position, from) || same_place(position, to) {
            return false;
        }
        let tolerance_deg = if self.matched[place] {
            NEAR_DEG
        } else {
            COMPUTED_DEG
        };
        position_on_edge(position, from, to) || is_near_edge(position, from, to, tolerance_deg)
    }

    fn settled(&self, seen: &Seen) -> Settled {
        let of: Vec<Position> = self
            .all
            .iter()
            .enumerate()
            .map(|(place, &position)| {
                if seen.vertices.contains(&place) || self.matched[place] {
                    return position;
                }
                match seen.nearest.get(&place) {
                    Some(&(_, vertex)) => vertex,
                    None => rounded(position),
                }
            })
            .collect();
        Settled {
            places: of.iter().map(|&position| position_bits(position)).collect(),
            of,
        }
    }

    /// The outline of a share with its places where they come to be, and with the
    /// matched vertices that lie on it.
    fn outline(&self, share: &Share, settled: &Settled) -> Vec<[Position; 2]> {
        let settle = |position: Position| {
            let place = self.numbers.get(&position_bits(position));
            place.map_or(position, |&place| settled.of[place])
        };
        let mut edges = Vec::new();
        for ring in &share.rings {
            let next = ring.iter().cycle().skip(1);
            for (&from, &to) in ring.iter().zip(next) {
                let mut extent = Extent::at(from);
                extent.include(to);
                let on = self
                    .near(extent.grown(NEAR_DEG))
                    .filter(|&place| self.matched[place] && self.lies_on(place, from, to));
                let put = along_edge(from, to, on.map(|place| self.all[place]));
                let (mut last, end) = (settle(from), settle(to));
                for position in put.into_iter().chain([end]) {
                    if !same_place(last, position) {
                        edges.push([last, position]);
                    }
                    last = position;
                }
            }
        }
        edges
    }
}

/// Whether a position lies within `tolerance_deg` of the inside of an edge.
pub(super) fn is_near_edge(
    position: Position,
    from: Position,
    to: Position,
    tolerance_deg: f64,
) -> bool {
    let along = to - from;
    let offset = position - from;
    let length_squared = along.x * along.x + along.y * along.y;
    if length_squared == 0.0 {
        return false;
    }
    let share = (offset.x * along.x + offset.y * along.y) / length_squared;
    if !(0.0..=1.0).contains(&share) {
        return false;
    }
    let away = offset - along * share;
    away.x.hypot(away.y) <= tolerance_deg
}
