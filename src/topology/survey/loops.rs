//! Where a unit's own rings cross, touch or run along themselves or each other: in
//! edges, in a vertex on an edge, in a common vertex. Only units of which edges meet
//! or that pass a vertex twice are looked at.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use super::contacts::Contact;
use super::edges::{EdgeKey, Edges, common_units};
use super::shape::{DegenerateRing, MisnestedRing};
use super::spikes::Spike;
use super::unit_loops::Rings;
use super::walk::passes_again;
use crate::model::{Dataset, Position, UnitKey};
use crate::topology::weave::position_bits;

/// A place at which units' own rings cross themselves.
#[derive(Debug, Clone, PartialEq)]
pub struct SelfCrossing {
    /// Where: a vertex, or where two edges cross.
    pub at: Position,
    /// Whose rings, in the order of their keys.
    pub units: Vec<UnitKey>,
    /// How.
    pub kind: SelfCrossingKind,
    /// The edges of the loop between, where it has but a few.
    pub turn: Vec<EdgeKey>,
}

/// How a unit's ring crosses itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SelfCrossingKind {
    /// In a point inside two edges, or in a vertex on an edge.
    Edge,
    /// In a vertex that it passes twice.
    Vertex,
    /// It runs along itself.
    Along,
}

/// A place at which a ring touches itself and does not cross, or at which rings of one
/// polygon touch so that its inside falls apart.
#[derive(Debug, Clone, PartialEq)]
pub struct SelfTouch {
    /// The vertex.
    pub at: Position,
    /// Whose rings, in the order of their keys.
    pub units: Vec<UnitKey>,
}

/// What is known of rings before their loops are looked for.
pub(super) struct Known<'a> {
    pub degenerate: &'a [DegenerateRing],
    pub misnested: &'a [MisnestedRing],
    pub spikes: &'a [Spike],
}

/// What was found of rings that meet themselves.
#[derive(Default)]
pub(super) struct Loops {
    /// From west to east.
    pub crossings: Vec<SelfCrossing>,
    /// From west to east.
    pub touches: Vec<SelfTouch>,
    /// The tips of spikes that are no spikes, but vertices in the wrong order: a
    /// crossing says so.
    pub exchanged: FxHashSet<(UnitKey, (u64, u64))>,
    /// The units whose borders may not say rightly on which side the land is.
    pub twisted: FxHashSet<UnitKey>,
}

type ByPlace<T> = BTreeMap<(u64, u64), T>;

/// Everything about `units` whose rings meet themselves.
pub(super) fn loops(
    dataset: &Dataset,
    edges: &Edges<'_>,
    contacts: &[Contact],
    units: &[UnitKey],
    known: &Known<'_>,
) -> Loops {
    let mut of_unit: BTreeMap<UnitKey, Vec<&Contact>> = BTreeMap::new();
    for contact in contacts {
        let [first, second] = contact.edges;
        for unit in common_units(edges.border(first), edges.border(second)) {
            of_unit.entry(unit).or_default().push(contact);
        }
    }
    let mut scratch = Vec::new();
    for &key in units {
        let row = dataset.units.get(key);
        if row.is_some_and(|unit| passes_again(dataset, unit, &mut scratch)) {
            of_unit.entry(key).or_default();
        }
    }
    let mut search = Search {
        loops: Loops::default(),
        crossings: ByPlace::new(),
        touches: ByPlace::new(),
    };
    search
        .loops
        .twisted
        .extend(known.misnested.iter().map(|ring| ring.unit));
    for (key, contacts) in of_unit {
        if let Some(row) = dataset.units.get(key) {
            Rings::new(dataset, edges, (key, row), known).look(&contacts, &mut search);
        }
    }
    search.finish()
}

/// What has been found so far, by place.
pub(super) struct Search {
    pub loops: Loops,
    crossings: ByPlace<SelfCrossing>,
    touches: ByPlace<SelfTouch>,
}

impl Search {
    pub fn cross(
        &mut self,
        at: Position,
        unit: UnitKey,
        kind: SelfCrossingKind,
        turn: Vec<EdgeKey>,
    ) {
        let crossing = self
            .crossings
            .entry(position_bits(at))
            .or_insert_with(|| SelfCrossing {
                at,
                units: Vec::new(),
                kind,
                turn: Vec::new(),
            });
        crossing.kind = crossing.kind.min(kind);
        insert(&mut crossing.units, unit);
        crossing.turn.extend(turn);
        crossing.turn.sort_unstable();
        crossing.turn.dedup();
    }

    pub fn touch(&mut self, at: Position, unit: UnitKey) {
        let touch = self
            .touches
            .entry(position_bits(at))
            .or_insert_with(|| SelfTouch {
                at,
                units: Vec::new(),
            });
        insert(&mut touch.units, unit);
    }

    fn finish(self) -> Loops {
        let west = |a: Position, b: Position| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y));
        let mut loops = self.loops;
        let crossings = self.crossings;
        loops.touches = self
            .touches
            .into_iter()
            .filter_map(|(bits, mut touch)| {
                // Whoever crosses itself there does not only touch itself.
                if let Some(crossing) = crossings.get(&bits) {
                    touch.units.retain(|unit| !crossing.units.contains(unit));
                }
                (!touch.units.is_empty()).then_some(touch)
            })
            .collect();
        loops.crossings = crossings.into_values().collect();
        loops.crossings.sort_by(|a, b| west(a.at, b.at));
        loops.touches.sort_by(|a, b| west(a.at, b.at));
        loops
    }
}

fn insert(units: &mut Vec<UnitKey>, unit: UnitKey) {
    if let Err(place) = units.binary_search(&unit) {
        units.insert(place, unit);
    }
}
