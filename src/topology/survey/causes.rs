//! What makes a face beside a unit's own land being open to more or nobody: a spike, a
//! ring that crosses itself, a polygon too small or without land, one that cannot be
//! used. Such a face is told with its cause, and not once more as an overlap or a gap.

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

use super::allowed::AllowedAreas;
use super::edges::{EdgeAt, EdgeKey, Edges};
use super::faces::FaceKind;
use super::rings::RingFaults;
use super::shape::apart_m;
use super::walk::Walk;
use crate::model::{BorderKey, Dataset, Land, PlainRole, Position, UnitKey, is_usable, same_place};
use crate::topology::weave::position_bits;

/// What else says of a face why it is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FaceCause {
    /// It is what a spike juts into, or cuts out (T07).
    Spike,
    /// It is a corner of a ring that crosses itself (T01).
    SelfCrossing,
    /// It is land, or a hole, of a ring that spans none (T04).
    Degenerate,
    /// It is a polygon under the minimum area, or part of one (T08).
    Undersized,
    /// It is where a unit lies whose polygon cannot be used (T18, T04).
    Unusable,
    /// It lies in a lake or the sea.
    Allowed,
}

/// Whose edges a face may have along it for one cause to explain it.
struct Blame {
    cause: FaceCause,
    unit: UnitKey,
    /// The edges; or else the borders.
    edges: FxHashSet<EdgeKey>,
    borders: FxHashSet<BorderKey>,
    /// Of these one must be along the face; nothing asks for none.
    one_of: SmallVec<[EdgeKey; 2]>,
    /// This must be a corner of it.
    corner: Option<(u64, u64)>,
}

impl Blame {
    fn new(cause: FaceCause, unit: UnitKey) -> Self {
        Self {
            cause,
            unit,
            edges: FxHashSet::default(),
            borders: FxHashSet::default(),
            one_of: SmallVec::new(),
            corner: None,
        }
    }

    fn holds(&self, edge: EdgeKey) -> bool {
        self.edges.contains(&edge) || self.borders.contains(&edge.border)
    }
}

/// All causes of a survey.
#[derive(Default)]
pub(super) struct Causes {
    blames: Vec<Blame>,
    by_border: FxHashMap<BorderKey, SmallVec<[u32; 2]>>,
    /// Edges, either way, of polygons that cannot be used.
    unusable: FxHashSet<[(u64, u64); 2]>,
    /// Vertices of spikes, by unit.
    of_spikes: FxHashSet<(UnitKey, (u64, u64))>,
    legs: FxHashSet<EdgeKey>,
    /// Where rings of a unit cross themselves.
    own_loops: FxHashSet<(UnitKey, (u64, u64))>,
    /// Where rings of a unit cross or touch themselves.
    of_loops: FxHashSet<(UnitKey, (u64, u64))>,
    flat: FxHashSet<BorderKey>,
    allowed: AllowedAreas,
}

/// A face's outline for a cause to look at: every piece with where it begins, where it
/// ends and the edges that it is of.
pub(super) struct Outline<'a> {
    pub kind: FaceKind,
    pub units: &'a [UnitKey],
    pub pieces: &'a [(Position, Position, &'a [EdgeAt])],
    /// A position inside it.
    pub inside: Position,
    /// The vertex that one edge lacks, if the face lies along one.
    pub beside: Option<Position>,
}

impl Causes {
    /// The causes that the faults of rings are, and the polygons of `units` that cannot
    /// be used.
    pub fn new(dataset: &Dataset, units: &[UnitKey], faults: &RingFaults) -> Self {
        let mut causes = Self {
            flat: faults.flat.clone(),
            allowed: AllowedAreas::new(dataset),
            ..Self::default()
        };
        causes.add_spikes(dataset, faults);
        for crossing in &faults.loops.crossings {
            for &unit in &crossing.units {
                let bits = position_bits(crossing.at);
                causes.of_loops.insert((unit, bits));
                let mut blame = Blame::new(FaceCause::SelfCrossing, unit);
                blame.edges.extend(crossing.turn.iter().copied());
                blame.corner = Some(bits);
                causes.push(blame);
                causes.own_loops.insert((unit, bits));
            }
        }
        for touch in &faults.loops.touches {
            for &unit in &touch.units {
                causes.of_loops.insert((unit, position_bits(touch.at)));
            }
        }
        for ring in &faults.degenerate {
            let mut blame = Blame::new(FaceCause::Degenerate, ring.unit);
            blame.borders.extend(
                borders_of(dataset, ring.unit, ring.ring.part)
                    .filter(|key| faults.flat.contains(key)),
            );
            causes.push(blame);
        }
        for polygon in &faults.undersized {
            let mut blame = Blame::new(FaceCause::Undersized, polygon.unit);
            blame
                .borders
                .extend(borders_of(dataset, polygon.unit, polygon.part));
            causes.push(blame);
        }
        for &unit in units {
            causes.add_unusable(dataset, unit);
        }
        causes
    }

    fn push(&mut self, blame: Blame) {
        let number = self.blames.len() as u32;
        let of_edges = blame.edges.iter().map(|edge| edge.border);
        for border in of_edges.chain(blame.borders.iter().copied()) {
            let numbers = self.by_border.entry(border).or_default();
            if numbers.last() != Some(&number) {
                numbers.push(number);
            }
        }
        self.blames.push(blame);
    }

    fn add_spikes(&mut self, dataset: &Dataset, faults: &RingFaults) {
        let mut walks: FxHashMap<UnitKey, Walk> = FxHashMap::default();
        for spike in &faults.spikes {
            self.legs.extend(spike.legs);
            for &unit in &spike.units {
                for vertex in [spike.at, spike.feet[0], spike.feet[1]] {
                    self.of_spikes.insert((unit, position_bits(vertex)));
                }
                let Some(row) = dataset.units.get(unit) else {
                    continue;
                };
                let walk = walks
                    .entry(unit)
                    .or_insert_with(|| Walk::new(dataset, row, &|_| false));
                let mut blame = Blame::new(FaceCause::Spike, unit);
                blame.one_of.extend(spike.legs);
                for leg in spike.legs {
                    for &place in walk.places(leg) {
                        let ring = walk.ring(place);
                        let count = ring.edges.len();
                        let around = ring.edges_between(
                            (place.index + count - 1) % count,
                            (place.index + 1) % count,
                        );
                        blame.edges.extend(around);
                    }
                }
                self.push(blame);
            }
        }
    }

    fn add_unusable(&mut self, dataset: &Dataset, unit: UnitKey) {
        let Some(Land::Plain {
            polygons,
            role: PlainRole::Unusable,
        }) = dataset.units.get(unit).map(|unit| &unit.land)
        else {
            return;
        };
        for ring in polygons.iter().flat_map(|polygon| &polygon.rings) {
            let next = ring.positions.iter().cycle().skip(1);
            for (&from, &to) in ring.positions.iter().zip(next) {
                if is_usable(from) && is_usable(to) && !same_place(from, to) {
                    self.unusable.insert(ends(from, to));
                }
            }
        }
    }

    /// What explains a face, the first in the order of [`FaceCause`] that does.
    pub fn of(&self, edges: &Edges<'_>, outline: &Outline<'_>) -> Option<FaceCause> {
        if let Some(vertex) = outline.beside {
            let vertex = position_bits(vertex);
            let of_spike = |&unit: &UnitKey| self.of_spikes.contains(&(unit, vertex));
            if outline.units.iter().any(of_spike) {
                return Some(FaceCause::Spike);
            }
        }
        let mut numbers: Vec<u32> = outline
            .pieces
            .iter()
            .flat_map(|(_, _, owners)| owners.iter())
            .filter_map(|&owner| self.by_border.get(&edges.key(owner).border))
            .flatten()
            .copied()
            .collect();
        numbers.sort_unstable();
        numbers.dedup();
        let explained = numbers
            .into_iter()
            .filter_map(|number| self.blames.get(number as usize))
            .filter(|blame| self.explains(blame, edges, outline))
            .map(|blame| blame.cause)
            .min();
        explained
            .or_else(|| (self.is_own_loop(edges, outline)).then_some(FaceCause::SelfCrossing))
            .or_else(|| self.is_unusable(outline).then_some(FaceCause::Unusable))
            .or_else(|| self.is_allowed(outline).then_some(FaceCause::Allowed))
    }

    /// Whether a gap lies in a lake or the sea: it is inside, and each of its corners is,
    /// or is nearer to it than the sliver width.
    fn is_allowed(&self, outline: &Outline<'_>) -> bool {
        outline.kind == FaceKind::Gap
            && self.allowed.hold(outline.inside, 0.0)
            && outline
                .pieces
                .iter()
                .all(|&(from, ..)| self.allowed.hold(from, self.allowed.near_m))
    }

    /// Whether a gap is what a loop of one unit's ring takes away: with the crossing as a
    /// corner and that unit all around.
    fn is_own_loop(&self, edges: &Edges<'_>, outline: &Outline<'_>) -> bool {
        let pieces = outline.pieces;
        outline.kind == FaceKind::Gap
            && outline.units.iter().any(|&unit| {
                let crosses = |from| self.own_loops.contains(&(unit, position_bits(from)));
                let is_own = |owner: &EdgeAt| edges.border(*owner).units().contains(&unit);
                pieces.iter().any(|&(from, ..)| crosses(from))
                    && pieces
                        .iter()
                        .all(|(_, _, owners)| owners.iter().any(is_own))
            })
    }

    fn explains(&self, blame: &Blame, edges: &Edges<'_>, outline: &Outline<'_>) -> bool {
        let whole = match (outline.kind, blame.cause) {
            (FaceKind::Gap, FaceCause::Undersized) => return false,
            // A hole without land, not a piece without land in a hole.
            (FaceKind::Gap, FaceCause::Degenerate) => true,
            _ => false,
        };
        let mut has_one = blame.one_of.is_empty();
        for (_, _, owners) in outline.pieces {
            let mut of_unit = owners
                .iter()
                .filter(|&&owner| whole || edges.border(owner).units().contains(&blame.unit))
                .map(|&owner| edges.key(owner))
                .peekable();
            if of_unit.peek().is_some() {
                let mut holds = false;
                for edge in of_unit {
                    holds |= blame.holds(edge);
                    has_one |= blame.one_of.contains(&edge);
                }
                if !holds {
                    return false;
                }
            }
        }
        let has_corner = blame.corner.is_none_or(|corner| {
            let mut starts = outline.pieces.iter();
            starts.any(|&(from, ..)| position_bits(from) == corner)
        });
        has_one && has_corner
    }

    /// Whether most of a gap's outline is that of polygons that cannot be used.
    fn is_unusable(&self, outline: &Outline<'_>) -> bool {
        if outline.kind != FaceKind::Gap || self.unusable.is_empty() {
            return false;
        }
        let (mut whole_m, mut known_m) = (0.0, 0.0);
        for &(from, to, _) in outline.pieces {
            let length_m = apart_m(from, to);
            whole_m += length_m;
            if self.unusable.contains(&ends(from, to)) {
                known_m += length_m;
            }
        }
        known_m * 2.0 > whole_m
    }

    /// Whether something else says why a vertex of the one edge lies on the other, which
    /// has none there.
    pub fn explains_vertex(
        &self,
        edges: &Edges<'_>,
        at: Position,
        [of_vertex, on]: [EdgeAt; 2],
    ) -> bool {
        let both = [of_vertex, on].map(|edge| edges.key(edge));
        if both.iter().any(|edge| self.flat.contains(&edge.border)) || self.legs.contains(&both[1])
        {
            return true;
        }
        let bits = position_bits(at);
        let of_vertex = edges.border(of_vertex).units();
        let on = edges.border(on).units();
        of_vertex.iter().any(|&unit| {
            self.of_spikes.contains(&(unit, bits))
                || (on.contains(&unit) && self.of_loops.contains(&(unit, bits)))
        })
    }
}

fn ends(from: Position, to: Position) -> [(u64, u64); 2] {
    let (from, to) = (position_bits(from), position_bits(to));
    [from.min(to), from.max(to)]
}

/// The borders of one polygon of a leaf.
fn borders_of(dataset: &Dataset, unit: UnitKey, part: u32) -> impl Iterator<Item = BorderKey> + '_ {
    let parts = match dataset.units.get(unit).map(|unit| &unit.land) {
        Some(Land::Coverage(parts)) => parts.as_slice(),
        _ => &[],
    };
    parts
        .get(part as usize)
        .into_iter()
        .flat_map(|part| part.rings())
        .flat_map(|ring| ring.path.iter())
        .map(|step| step.border)
}
