//! The rings of one unit and where they meet themselves.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::contacts::{Contact, CrossingKind, NEAR_DEG};
use super::edges::{EdgeAt, EdgeKey, Edges};
use super::joined::Joined;
use super::loops::{Known, Search, SelfCrossingKind};
use super::passage::{Passage, cross_at, turns_back};
use super::shape::Misnesting;
use super::spikes::angle_deg;
use super::walk::{RingAt, Walk, WalkAt, WalkedRing};
use crate::model::{Dataset, Position, Unit, UnitKey, same_place};
use crate::topology::contains::side_of_edge;
use crate::topology::weave::position_bits;

/// Two vertices beside each other at which a ring turns back by less than this, in
/// degrees, and crosses itself between, have changed their places. Where only one does,
/// it is the tip of a spike whose feet are crossed.
const EXCHANGED_DEG: f64 = 30.0;

/// A loop of more edges is no matter of a few vertices in the wrong order.
const MOST_TURN_EDGES: usize = 16;

/// A polygon and a vertex of it.
type MeetingPlace = (u32, (u64, u64));

/// The rings of one unit.
pub(super) struct Rings<'a, 'b> {
    edges: &'b Edges<'a>,
    unit: UnitKey,
    walk: Walk,
    /// The tips of its spikes.
    tips: FxHashSet<(u64, u64)>,
    dataset: &'b Dataset,
    /// Vertices at which rings of one polygon touch, with the rings.
    meetings: BTreeMap<MeetingPlace, (Position, Vec<usize>)>,
    /// Pairs of edges that cross by a hair only, as a vertex was computed to lie on one.
    hairs: FxHashSet<[EdgeAt; 2]>,
    /// Pairs of edges with a common vertex that lie on each other but for a hair.
    along_by_a_hair: FxHashSet<[EdgeAt; 2]>,
}

impl<'a, 'b> Rings<'a, 'b> {
    pub fn new(
        dataset: &'b Dataset,
        edges: &'b Edges<'a>,
        (key, row): (UnitKey, &Unit),
        known: &Known<'_>,
    ) -> Self {
        let skip: FxHashSet<RingAt> = known
            .degenerate
            .iter()
            .filter(|ring| ring.unit == key)
            .map(|ring| ring.ring)
            .chain(
                (known.misnested.iter())
                    .filter(|ring| ring.unit == key && ring.kind == Misnesting::Duplicate)
                    .map(|ring| ring.ring),
            )
            .collect();
        let tips = known
            .spikes
            .iter()
            .filter(|spike| spike.units.contains(&key))
            .map(|spike| position_bits(spike.at))
            .collect();
        Self {
            edges,
            unit: key,
            walk: Walk::new(dataset, row, &|ring| skip.contains(&ring)),
            tips,
            dataset,
            meetings: BTreeMap::new(),
            hairs: FxHashSet::default(),
            along_by_a_hair: FxHashSet::default(),
        }
    }

    /// Looks at what of the unit's edges meets, and at its vertices.
    pub fn look(mut self, contacts: &[&Contact], search: &mut Search) {
        for contact in contacts {
            if matches!(contact.kind, CrossingKind::Touch | CrossingKind::Near) {
                self.touch(contact, search);
            }
        }
        for contact in contacts {
            if contact.kind == CrossingKind::Cross {
                self.cross(contact, search);
            }
        }
        self.along(contacts, search);
        self.vertices(search);
        self.falls_apart(search);
    }

    fn is_tip(&self, position: Position) -> bool {
        self.tips.contains(&position_bits(position))
    }

    /// Whether the edge that begins at a place leads to the tip of a spike, or from it.
    fn is_leg(&self, at: WalkAt) -> bool {
        let ring = self.walk.ring(at);
        self.is_tip(ring.after(at.index, 0)) || self.is_tip(ring.after(at.index, 1))
    }

    fn cross(&mut self, contact: &Contact, search: &mut Search) {
        let [first, second] = contact.edges;
        if self.hairs.contains(&[first, second]) || self.hairs.contains(&[second, first]) {
            return;
        }
        let [first, second] = contact.edges.map(|edge| self.edges.key(edge));
        for &a in self.walk.places(first) {
            for &b in self.walk.places(second) {
                search.loops.twisted.insert(self.unit);
                if a.ring != b.ring {
                    if !self.is_leg(a) && !self.is_leg(b) {
                        search.cross(contact.at, self.unit, SelfCrossingKind::Edge, Vec::new());
                    }
                    continue;
                }
                let ring = self.walk.ring(a);
                let (from, to, length) = shorter(ring.edges.len(), a.index, b.index);
                let turns_back = |steps: usize| {
                    let feet = [ring.after(from, steps - 1), ring.after(from, steps + 1)];
                    angle_deg(ring.after(from, steps), feet) < EXCHANGED_DEG
                };
                if length == 2 && turns_back(1) && turns_back(2) {
                    // Two vertices have changed their places: no spikes.
                    for steps in [1, 2] {
                        let tip = position_bits(ring.after(from, steps));
                        search.loops.exchanged.insert((self.unit, tip));
                    }
                } else if self.is_leg(a) || self.is_leg(b) {
                    continue;
                }
                let turn = turn_of(ring, from, to, length);
                search.cross(contact.at, self.unit, SelfCrossingKind::Edge, turn);
            }
        }
    }

    /// A vertex on an edge.
    fn touch(&mut self, contact: &Contact, search: &mut Search) {
        let [of_vertex, on] = contact.edges;
        let (from, to) = self.edges.ends(on);
        let mut vertices: Vec<WalkAt> = Vec::new();
        for &place in self.walk.places(self.edges.key(of_vertex)) {
            let ring = self.walk.ring(place);
            let index = if same_place(ring.after(place.index, 0), contact.at) {
                place.index
            } else {
                (place.index + 1) % ring.positions.len()
            };
            vertices.push(WalkAt {
                ring: place.ring,
                index,
            });
        }
        let places = self.walk.places(self.edges.key(on)).to_vec();
        for vertex in vertices {
            let ring = self.walk.ring(vertex);
            let (before, after) = (ring.before(vertex.index), ring.after(vertex.index, 1));
            let at_end = |foot: Position| same_place(foot, from) || same_place(foot, to);
            if at_end(before) || at_end(after) {
                // The edges share a vertex: a spike, if they follow each other, and else
                // they run along each other but for a hair.
                let count = ring.positions.len();
                let follows = |place: &WalkAt| {
                    place.ring == vertex.ring
                        && ((place.index + 2) % count == vertex.index
                            || (vertex.index + 1) % count == place.index)
                };
                if !places.iter().any(follows) {
                    self.along_by_a_hair.insert(contact.edges);
                }
                continue;
            }
            let (one, other) = (
                side_of_edge(from, to, before),
                side_of_edge(from, to, after),
            );
            let reach = NEAR_DEG * (to.x - from.x).hypot(to.y - from.y);
            if one.abs() <= reach || other.abs() <= reach {
                self.along_by_a_hair.insert(contact.edges);
                continue;
            }
            let crosses = (one > 0.0) != (other > 0.0);
            for &place in &places {
                match (crosses, contact.kind) {
                    (true, CrossingKind::Touch) => {
                        search.loops.twisted.insert(self.unit);
                        let ring = self.walk.ring(place);
                        let turn = if place.ring == vertex.ring {
                            let (from, to, length) =
                                shorter(ring.edges.len(), place.index, vertex.index);
                            turn_of(ring, from, to, length)
                        } else {
                            Vec::new()
                        };
                        search.cross(contact.at, self.unit, SelfCrossingKind::Edge, turn);
                    }
                    // Beyond the edge by a hair, and crossing it: told there.
                    (true, _) => {}
                    (false, _) => {
                        self.hairs.insert(contact.edges);
                        self.meet(contact.at, vertex, place, search);
                    }
                }
            }
        }
    }

    /// Rings touch in a point without crossing.
    fn meet(&mut self, at: Position, a: WalkAt, b: WalkAt, search: &mut Search) {
        let part = self.walk.ring(a).at.part;
        if a.ring == b.ring {
            search.touch(at, self.unit);
        } else if part == self.walk.ring(b).at.part {
            let (_, rings) = self
                .meetings
                .entry((part, position_bits(at)))
                .or_insert_with(|| (at, Vec::new()));
            for ring in [a.ring, b.ring] {
                if !rings.contains(&ring) {
                    rings.push(ring);
                }
            }
        }
    }

    /// Edges that run along each other, each stretch of them once.
    fn along(&mut self, contacts: &[&Contact], search: &mut Search) {
        let mut joined = Joined::default();
        let mut numbers: FxHashMap<(u64, u64), usize> = FxHashMap::default();
        let mut places: Vec<Position> = Vec::new();
        let mut number = |position: Position, joined: &mut Joined| {
            *numbers.entry(position_bits(position)).or_insert_with(|| {
                places.push(position);
                joined.add()
            })
        };
        for contact in contacts {
            if contact.kind != CrossingKind::Along && !self.along_by_a_hair.contains(&contact.edges)
            {
                continue;
            }
            let both = contact.edges.map(|edge| self.edges.key(edge));
            if both.iter().any(|&edge| self.walk.places(edge).is_empty()) {
                continue;
            }
            let at = number(contact.at, &mut joined);
            for edge in contact.edges {
                let (from, to) = self.edges.ends(edge);
                for end in [from, to] {
                    let end = number(end, &mut joined);
                    joined.join(at, end);
                }
            }
        }
        for &border in &self.walk.doubled {
            let Some(border) = self.dataset.borders.get(border) else {
                continue;
            };
            let first = border.line.first().copied().unwrap_or_default();
            let at = number(first, &mut joined);
            for &vertex in border.line.iter() {
                let vertex = number(vertex, &mut joined);
                joined.join(at, vertex);
            }
        }
        for stretch in joined.groups() {
            search.loops.twisted.insert(self.unit);
            let mut vertices: Vec<Position> =
                stretch.iter().map(|&number| places[number]).collect();
            vertices.sort_by(|a, b| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y)));
            let tips: Vec<Position> = vertices
                .iter()
                .copied()
                .filter(|&vertex| self.is_tip(vertex))
                .collect();
            match (tips.len(), vertices.first()) {
                (0, Some(&at)) => search.cross(at, self.unit, SelfCrossingKind::Along, Vec::new()),
                (1, _) | (_, None) => {}
                // There and back and there again: vertices in the wrong order.
                (_, Some(_)) if self.are_beside(&tips) => {
                    search.cross(tips[0], self.unit, SelfCrossingKind::Along, Vec::new());
                    for tip in tips {
                        let tip = position_bits(tip);
                        search.loops.exchanged.insert((self.unit, tip));
                    }
                }
                _ => {}
            }
        }
    }

    /// Whether two of some vertices follow each other in a ring.
    fn are_beside(&self, vertices: &[Position]) -> bool {
        let is_one = |position: Position| vertices.iter().any(|&one| same_place(one, position));
        self.walk.rings.iter().any(|ring| {
            (0..ring.positions.len())
                .any(|index| is_one(ring.after(index, 0)) && is_one(ring.after(index, 1)))
        })
    }

    /// Vertices that are passed more than once.
    fn vertices(&mut self, search: &mut Search) {
        for places in self.walk.passed_again() {
            let at = self.walk.position(places[0]);
            for (index, &first) in places.iter().enumerate() {
                for &second in &places[index + 1..] {
                    let (one, two) = (self.passage(first), self.passage(second));
                    if [one.0, one.1]
                        .iter()
                        .any(|&a| same_place(a, two.0) || same_place(a, two.1))
                    {
                        // An edge in common: they run along each other there.
                        continue;
                    }
                    if cross_at(at, one, two) {
                        search.loops.twisted.insert(self.unit);
                        let ring = self.walk.ring(first);
                        let mut turn = Vec::new();
                        if first.ring == second.ring {
                            let count = ring.edges.len();
                            let (from, to, length) = shorter(count, first.index, second.index);
                            turn = turn_of(ring, from, to, length);
                        }
                        search.cross(at, self.unit, SelfCrossingKind::Vertex, turn);
                    } else if turns_back(one) || turns_back(two) {
                        // The tip of a spike.
                    } else {
                        self.meet(at, first, second, search);
                    }
                }
            }
        }
    }

    fn passage(&self, at: WalkAt) -> Passage {
        let ring = self.walk.ring(at);
        (ring.before(at.index), ring.after(at.index, 1))
    }

    /// Rings of one polygon that touch each other in a circle: the inside is in pieces.
    fn falls_apart(&mut self, search: &mut Search) {
        let mut joined = Joined::default();
        for _ in &self.walk.rings {
            joined.add();
        }
        let meetings = std::mem::take(&mut self.meetings);
        let mut meetings: Vec<_> = meetings.into_values().collect();
        meetings.sort_by(|a, b| a.0.x.total_cmp(&b.0.x).then(a.0.y.total_cmp(&b.0.y)));
        for (at, mut rings) in meetings {
            rings.sort_unstable();
            let Some((&first, others)) = rings.split_first() else {
                continue;
            };
            let mut closes = false;
            for &other in others {
                closes |= !joined.join(first, other);
            }
            if closes {
                search.touch(at, self.unit);
            }
        }
    }
}

/// The edges of a loop and the one before and after it, if they are few.
fn turn_of(ring: &WalkedRing, from: usize, to: usize, length: usize) -> Vec<EdgeKey> {
    let count = ring.edges.len();
    if length > MOST_TURN_EDGES {
        return Vec::new();
    }
    if length + 3 > count {
        return ring.edges.clone();
    }
    ring.edges_between((from + count - 1) % count, (to + 1) % count)
}

/// Of two edges (or vertices) of a ring of `count`, the one from which it is not as far
/// to the other, that other, and how far.
fn shorter(count: usize, a: usize, b: usize) -> (usize, usize, usize) {
    let forward = (b + count - a) % count;
    if forward * 2 <= count {
        (a, b, forward)
    } else {
        (b, a, count - forward)
    }
}
