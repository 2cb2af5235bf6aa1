//! The edges between numbered vertices, each once, with the units on its two sides.

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::vertices::NONE;
use crate::model::UnitKey;

/// An edge between two vertices, the smaller number first.
#[derive(Clone, Copy)]
pub(super) struct Edge {
    pub ends: [u32; 2],
    pub left: Side,
    pub right: Side,
    /// The border it is part of; none yet where `NONE`.
    pub border: u32,
    /// Twice its place in that border's line, and one more where the border runs from
    /// `ends[0]` to `ends[1]`.
    pub place: u32,
}

impl Edge {
    pub fn other_end(&self, vertex: u32) -> u32 {
        if self.ends[0] == vertex {
            self.ends[1]
        } else {
            self.ends[0]
        }
    }

    /// The sides as seen when leaving the vertex `from`: left, then right.
    pub fn sides_from(&self, from: u32) -> (Side, Side) {
        if self.ends[0] == from {
            (self.left, self.right)
        } else {
            (self.right, self.left)
        }
    }
}

/// The set of units on one side of an edge: equal for equal sets of one [`Edges`].
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Side(u32);

/// A set of several units, by its place in the list of sets.
const SEVERAL: u32 = 1 << 31;

impl Side {
    const EMPTY: Self = Self(0);

    fn of(unit: UnitKey) -> Self {
        Self(unit.0 + 1)
    }
}

/// Sets of several units, each once.
#[derive(Default)]
struct Sets {
    lists: Vec<SmallVec<[UnitKey; 3]>>,
    numbers: FxHashMap<SmallVec<[UnitKey; 3]>, u32>,
}

impl Sets {
    fn units(&self, side: Side) -> SmallVec<[UnitKey; 3]> {
        match side.0 {
            0 => SmallVec::new(),
            single if single & SEVERAL == 0 => SmallVec::from_slice(&[UnitKey(single - 1)]),
            several => self.lists[(several & !SEVERAL) as usize].clone(),
        }
    }

    fn with(&mut self, side: Side, unit: UnitKey) -> Side {
        let single = Side::of(unit);
        if side == single {
            return side;
        }
        if side == Side::EMPTY {
            return single;
        }
        let mut units = self.units(side);
        match units.binary_search(&unit) {
            Ok(_) => return side,
            Err(at) => units.insert(at, unit),
        }
        let number = *self.numbers.entry(units.clone()).or_insert_with(|| {
            self.lists.push(units);
            self.lists.len() as u32 - 1
        });
        Side(SEVERAL | number)
    }
}

/// Edges by number, and those at each vertex.
pub(super) struct Edges {
    pub list: Vec<Edge>,
    /// The first two edges at each vertex.
    around: Vec<[u32; 2]>,
    /// The others, where there are more.
    more: FxHashMap<u32, Vec<u32>>,
    /// Whether a border cannot run through a vertex, whatever its sides.
    is_junction: Vec<bool>,
    sets: Sets,
}

impl Edges {
    pub fn with_room_for(vertices: usize) -> Self {
        Self {
            list: Vec::with_capacity(vertices),
            around: Vec::with_capacity(vertices),
            more: FxHashMap::default(),
            is_junction: Vec::with_capacity(vertices),
            sets: Sets::default(),
        }
    }

    pub fn add_vertex(&mut self, is_junction: bool) {
        self.around.push([NONE; 2]);
        self.is_junction.push(is_junction);
    }

    pub fn make_junction(&mut self, vertex: u32) {
        self.is_junction[vertex as usize] = true;
    }

    /// The number of the edge between two vertices, and whether it runs from the first
    /// to the second, with `unit` on its left or right in that direction.
    pub fn edge(&mut self, from: u32, to: u32, unit: UnitKey, on_left: bool) -> (u32, bool) {
        let forward = from < to;
        let number = match self.find(from, to) {
            Some(number) => number,
            None => self.add(if forward { [from, to] } else { [to, from] }),
        };
        let edge = &mut self.list[number as usize];
        let side = if forward == on_left {
            &mut edge.left
        } else {
            &mut edge.right
        };
        *side = self.sets.with(*side, unit);
        (number, forward)
    }

    fn find(&self, from: u32, to: u32) -> Option<u32> {
        let first_two = self.around[from as usize];
        let is = |&number: &u32| self.list[number as usize].other_end(from) == to;
        let found = first_two
            .iter()
            .filter(|&&number| number != NONE)
            .find(|&number| is(number));
        if found.is_some() || !self.is_junction[from as usize] {
            return found.copied();
        }
        // Where thousands meet in one vertex, few meet in the other.
        let others = self.more.get(&from)?;
        if self.more.contains_key(&to) {
            return others.iter().find(|&number| is(number)).copied();
        }
        let around_to = self.around[to as usize];
        let is =
            |&&number: &&u32| number != NONE && self.list[number as usize].other_end(to) == from;
        around_to.iter().find(is).copied()
    }

    fn add(&mut self, ends: [u32; 2]) -> u32 {
        let number = self.list.len() as u32;
        self.list.push(Edge {
            ends,
            left: Side::EMPTY,
            right: Side::EMPTY,
            border: NONE,
            place: 0,
        });
        for end in ends {
            let first_two = &mut self.around[end as usize];
            match first_two.iter_mut().find(|number| **number == NONE) {
                Some(free) => *free = number,
                None => {
                    self.more.entry(end).or_default().push(number);
                    self.is_junction[end as usize] = true;
                }
            }
        }
        number
    }

    /// The edge on which a border goes on through `vertex`; nothing at a junction.
    pub fn onward(&self, edge: u32, vertex: u32) -> Option<u32> {
        let [first, second] = self.around[vertex as usize];
        if second == NONE || self.is_junction[vertex as usize] {
            return None;
        }
        let next = if first == edge { second } else { first };
        let (left_out, right_out) = self.list[next as usize].sides_from(vertex);
        // Leaving backwards along the edge that came in exchanges its sides.
        let (right_in, left_in) = self.list[edge as usize].sides_from(vertex);
        (left_in == left_out && right_in == right_out).then_some(next)
    }

    pub fn units(&self, side: Side) -> Vec<UnitKey> {
        self.sets.units(side).into_vec()
    }
}
