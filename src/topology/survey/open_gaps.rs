//! Open gaps: the outer borders of two units that part at a common vertex and stay near
//! each other for long, so that what is between them reaches the outside. Only outer
//! borders are looked at, and each pair only as far as it stays near.

use geo::Coord;
use rustc_hash::{FxHashMap, FxHashSet};

use super::allowed::AllowedAreas;
use super::chunks::by_chunks;
use super::edges::{EdgeKey, Edges};
use super::faces::{Face, FaceKind};
use super::shape::middle_of;
use crate::measure::{LocalPlane, ring_area_m2};
use crate::model::{Border, Dataset, Extent, Parameters, Position, UnitKey, same_place};
use crate::topology::weave::position_bits;

/// Land that two units leave between them, open to the outside at one end.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenGap {
    /// The units, in the order of their keys.
    pub units: Vec<UnitKey>,
    /// The middle of it.
    pub at: Position,
    /// Its outline from the common vertex around, the first not repeated.
    pub ring: Vec<Position>,
    /// Its box.
    pub extent: Extent,
    /// Its area on the ellipsoid in square metres.
    pub area_m2: f64,
    /// The farthest that the one is from the other in metres; less than the sliver width.
    pub width_m: f64,
    /// How far the borders stay nearer than the sliver width, in metres.
    pub length_m: f64,
}

/// Places along the borders are looked at this many times in a sliver width.
const LOOKS: f64 = 10.0;
/// A gap is not followed further than this many sliver widths.
const MOST_WIDTHS: f64 = 10_000.0;

/// Whether a border has land on one side only.
fn is_outer(border: &Border) -> bool {
    border.left.is_empty() != border.right.is_empty()
}

/// A border as it leaves one of its ends.
#[derive(Clone, Copy)]
struct Way<'a> {
    line: u32,
    border: &'a Border,
    reversed: bool,
}

impl<'a> Way<'a> {
    fn sides(&self) -> (&'a [UnitKey], &'a [UnitKey]) {
        if self.reversed {
            (&self.border.right, &self.border.left)
        } else {
            (&self.border.left, &self.border.right)
        }
    }

    /// Of an outer border, the units along it, and whether the outside is on its left.
    fn units(&self) -> Option<(&'a [UnitKey], bool)> {
        match self.sides() {
            (left @ [_, ..], []) => Some((left, false)),
            ([], right @ [_, ..]) => Some((right, true)),
            _ => None,
        }
    }

    /// The vertex so many from the beginning.
    fn position(&self, index: usize) -> Option<Position> {
        let line = &self.border.line;
        let index = if self.reversed {
            line.len().checked_sub(index + 1)?
        } else {
            index
        };
        line.get(index).copied()
    }

    fn end(&self) -> Position {
        let (first, last) = self.border.ends();
        if self.reversed { first } else { last }
    }

    fn first_edge(&self, edges: &Edges<'_>) -> EdgeKey {
        let index = if self.reversed {
            self.border.line.len().saturating_sub(2) as u32
        } else {
            0
        };
        EdgeKey {
            border: edges.lines[self.line as usize].0,
            index,
        }
    }
}

/// At how many places gaps are looked for by one thread in a row.
const PLACES_AT_ONCE: usize = 64;

/// By the vertex that they leave. An edit beside the outside looks all of them up.
type Ways<'a> = FxHashMap<(u64, u64), Vec<Way<'a>>>;

/// The open gaps that lie in no lake or sea.
pub(super) fn allowed_open_gaps<'a>(
    dataset: &Dataset,
    edges: &Edges<'_>,
    faces: impl Iterator<Item = &'a Face>,
) -> Vec<OpenGap> {
    let mut gaps = open_gaps(dataset, edges, faces);
    if !gaps.is_empty() {
        let allowed = AllowedAreas::new(dataset);
        gaps.retain(|gap| !allowed.hold(gap.at, allowed.near_m));
    }
    gaps
}

/// The open gaps among the borders of `edges`, from west to east. `faces` tell which
/// borders go around closed gaps.
fn open_gaps<'f>(
    dataset: &Dataset,
    edges: &Edges<'_>,
    faces: impl Iterator<Item = &'f Face>,
) -> Vec<OpenGap> {
    let mut ways = Ways::default();
    let lines = || edges.lines.iter().map(|&(_, border)| border).enumerate();
    for (_, border) in lines().filter(|(_, border)| is_outer(border)) {
        for end in [border.ends().0, border.ends().1] {
            ways.entry(position_bits(end)).or_default();
        }
    }
    // All that begin there, so that it is known what lies between two.
    for (line, border) in lines() {
        for reversed in [false, true] {
            let (first, last) = border.ends();
            let from = if reversed { last } else { first };
            if let Some(around) = ways.get_mut(&position_bits(from)) {
                around.push(Way {
                    line: line as u32,
                    border,
                    reversed,
                });
            }
        }
    }
    let closed: FxHashSet<EdgeKey> = faces
        .filter(|face| face.kind == FaceKind::Gap)
        .flat_map(|face| face.edges.iter().copied())
        .collect();
    let gap = |(left, right): (Way<'_>, Way<'_>)| {
        let is_closed = [left, right]
            .iter()
            .any(|way| closed.contains(&way.first_edge(edges)));
        if is_closed {
            return None;
        }
        gap_between(&dataset.parameters, &ways, [left, right])
    };
    let mut places: Vec<_> = ways.iter().collect();
    places.sort_unstable_by_key(|&(place, _)| place);
    let places: Vec<&Vec<Way<'_>>> = places.into_iter().map(|(_, around)| around).collect();
    let mut found: Vec<OpenGap> = by_chunks(&places, PLACES_AT_ONCE, |places| {
        let pairs = places.iter().flat_map(|around| facing(around));
        pairs.filter_map(gap).collect()
    });
    found.sort_by(|a, b| {
        (a.at.x.total_cmp(&b.at.x))
            .then(a.at.y.total_cmp(&b.at.y))
            .then_with(|| a.units.cmp(&b.units))
    });
    found
}

/// The pairs of ways from one vertex with nothing but the outside between, the one with
/// it on its left first.
fn facing<'a>(around: &[Way<'a>]) -> Vec<(Way<'a>, Way<'a>)> {
    if around.len() < 2 {
        return Vec::new();
    }
    let direction = |way: &Way<'_>| {
        let (from, to) = (way.position(0), way.position(1));
        let plane = LocalPlane::at(from.unwrap_or_default());
        let away = plane.metres_from_position(to.unwrap_or_default());
        away.y.atan2(away.x)
    };
    let mut sorted: Vec<(f64, Way<'a>)> = around.iter().map(|way| (direction(way), *way)).collect();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.line.cmp(&b.1.line)));
    let next = sorted.iter().cycle().skip(1);
    sorted
        .iter()
        .zip(next)
        .map(|(&(_, way), &(_, next))| (way, next))
        .filter(|(way, next)| match (way.units(), next.units()) {
            (Some((one, true)), Some((other, false))) => {
                one.iter().all(|unit| !other.contains(unit))
            }
            _ => false,
        })
        .collect()
}

/// A line in metres, as far as it has been followed.
struct Chain<'a> {
    way: Way<'a>,
    /// How many of its vertices have been looked at: a border may be much longer than a gap.
    taken: usize,
    used: Vec<u32>,
    plane: LocalPlane,
    vertices: Vec<Coord<f64>>,
    /// The distance of each vertex along the line.
    along_m: Vec<f64>,
    end: Position,
    ended: bool,
}

impl<'a> Chain<'a> {
    fn new(way: Way<'a>, plane: LocalPlane) -> Self {
        Self {
            way,
            taken: 0,
            used: vec![way.line],
            plane,
            vertices: Vec::new(),
            along_m: Vec::new(),
            end: way.end(),
            ended: false,
        }
    }

    fn take(&mut self, position: Position) {
        self.taken += 1;
        let vertex = self.plane.metres_from_position(position);
        match (self.vertices.last(), self.along_m.last()) {
            (Some(&last), Some(&along)) => {
                let step = vertex - last;
                let length = (step.x * step.x + step.y * step.y).sqrt();
                if length > 0.0 {
                    self.along_m.push(along + length);
                    self.vertices.push(vertex);
                }
            }
            _ => {
                self.along_m.push(0.0);
                self.vertices.push(vertex);
            }
        }
    }

    fn length_m(&self) -> f64 {
        self.along_m.last().copied().unwrap_or(0.0)
    }

    /// Follows the unit's outer border until it is longer than asked, or ends.
    fn reach(&mut self, ways: &Ways<'a>, length_m: f64) {
        while self.length_m() <= length_m && !self.ended {
            if let Some(position) = self.way.position(self.taken) {
                self.take(position);
                continue;
            }
            let units = self.way.units();
            let onward = ways
                .get(&position_bits(self.end))
                .into_iter()
                .flatten()
                .filter(|way| way.units() == units && !self.used.contains(&way.line));
            let onward: Vec<&Way<'a>> = onward.collect();
            match onward[..] {
                [&way] => {
                    (self.way, self.taken, self.end) = (way, 0, way.end());
                    self.used.push(way.line);
                }
                _ => self.ended = true,
            }
        }
    }

    /// The point at a distance along it.
    fn point(&self, along_m: f64) -> Coord<f64> {
        let next = self.along_m.partition_point(|&along| along < along_m);
        let (Some(&to), Some(&after)) = (self.vertices.get(next), self.along_m.get(next)) else {
            return self.vertices.last().copied().unwrap_or_default();
        };
        let Some(before) = next.checked_sub(1) else {
            return to;
        };
        let from = self.vertices[before];
        let share = (along_m - self.along_m[before]) / (after - self.along_m[before]);
        from + (to - from) * share
    }

    /// The distance of a point from it, looked for within `reach_m` of its beginning.
    fn distance(&self, point: Coord<f64>, reach_m: f64) -> f64 {
        let mut least = f64::INFINITY;
        for (ends, &along) in self.vertices.windows(2).zip(&self.along_m) {
            if along > reach_m {
                break;
            }
            let side = ends[1] - ends[0];
            let offset = point - ends[0];
            let share =
                (offset.x * side.x + offset.y * side.y) / (side.x * side.x + side.y * side.y);
            let away = offset - side * share.clamp(0.0, 1.0);
            least = least.min((away.x * away.x + away.y * away.y).sqrt());
        }
        least
    }

    /// The places up to a distance at which its nearness is looked at: at vertices and
    /// steps between.
    fn up_to(&self, along_m: f64) -> impl Iterator<Item = Coord<f64>> + '_ {
        self.vertices
            .iter()
            .zip(&self.along_m)
            .skip(1)
            .take_while(move |&(_, &along)| along < along_m)
            .map(|(&vertex, _)| vertex)
            .chain(std::iter::once(self.point(along_m)))
    }
}

fn gap_between<'a>(
    parameters: &Parameters,
    ways: &Ways<'a>,
    both: [Way<'a>; 2],
) -> Option<OpenGap> {
    let width_m = parameters.sliver_width_m;
    let least_m = width_m * parameters.open_gap_widths;
    if !(width_m > 0.0 && least_m.is_finite()) {
        return None;
    }
    let from = both[0].position(0)?;
    let plane = LocalPlane::at(from);
    let mut chains = both.map(|way| Chain::new(way, plane));
    let step_m = width_m / LOOKS;
    let mut length_m = 0.0;
    let mut apart_m: f64 = 0.0;
    let mut looks = 0.0;
    while looks < MOST_WIDTHS * LOOKS {
        looks += 1.0;
        let next_m = looks * step_m;
        for chain in &mut chains {
            chain.reach(ways, next_m + width_m);
        }
        if chains.iter().any(|chain| chain.length_m() < next_m) {
            break;
        }
        let [a, b] = &chains;
        let (here, there) = (a.point(next_m), b.point(next_m));
        // No nearer point of the other is farther along than this.
        let reach_m = next_m + width_m;
        let farthest_m = a.distance(there, reach_m).max(b.distance(here, reach_m));
        if farthest_m >= width_m {
            break;
        }
        apart_m = apart_m.max(farthest_m);
        length_m = next_m;
    }
    if length_m + step_m * 1e-6 < least_m
        || chains.iter().all(|chain| chain.ended) && same_place(chains[0].end, chains[1].end)
    {
        return None;
    }
    let [a, b] = &chains;
    // Between two looks a vertex may jut out.
    let strays = |one: &Chain<'a>, other: &Chain<'a>| {
        one.up_to(length_m)
            .any(|vertex| other.distance(vertex, length_m + width_m) >= width_m)
    };
    if strays(a, b) || strays(b, a) {
        return None;
    }
    let mut outline: Vec<Coord<f64>> = a.vertices.iter().take(1).copied().collect();
    outline.extend(a.up_to(length_m));
    let back: Vec<Coord<f64>> = b.up_to(length_m).collect();
    outline.extend(back.iter().rev());
    let ring: Vec<Position> = outline
        .into_iter()
        .map(|metres| plane.position_from_metres(metres))
        .collect();
    let middle = (a.point(length_m / 2.0) + b.point(length_m / 2.0)) / 2.0;
    let mut units: Vec<UnitKey> = both
        .iter()
        .filter_map(|way| way.units())
        .flat_map(|(units, _)| units.iter().copied())
        .collect();
    units.sort_unstable();
    Some(OpenGap {
        units,
        at: plane.position_from_metres(middle),
        extent: Extent::around(ring.iter().copied())
            .unwrap_or_else(|| Extent::at(middle_of(&ring))),
        area_m2: ring_area_m2(&ring).abs(),
        ring,
        width_m: apart_m,
        length_m,
    })
}
