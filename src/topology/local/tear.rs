//! Taking rings apart: runs of borders that are woven again become strands, and the
//! outlines of units whose land changes are put together from what is left of them.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::{Unclosed, use_positions};
use crate::measure::{area_term_m2, ring_area_m2};
use crate::model::{
    Border, BorderKey, BorderUse, Dataset, Extent, Land, Part, PlainPolygon, PlainRing, Position,
    Ring, UnitKey, same_place,
};
use crate::topology::assemble::border_line;
use crate::topology::contains::polygons_contain;
use crate::topology::outline::arc_of;
use crate::topology::rings::{Arc, is_balanced, simple_rings};
use crate::topology::weave::{Strand, position_bits};

/// A unit whose rings are woven again, wholly or in parts.
pub(super) struct TornUnit<'a> {
    pub unit: UnitKey,
    /// The rings of each part, shell first.
    pub parts: Vec<Vec<TornRing<'a>>>,
}

/// A ring of a unit that is torn.
pub(super) enum TornRing<'a> {
    /// It stays as it is.
    Kept(&'a Ring),
    Torn {
        /// The ring that it goes on from.
        ring: Option<&'a Ring>,
        /// What its path is made of, in order.
        pieces: Vec<Piece>,
        /// Whether the pieces run against the ring's direction.
        reversed: bool,
        /// Whether it runs as `ring` did, but for vertices put on its edges.
        same_course: bool,
    },
}

pub(super) enum Piece {
    /// A border that stays.
    Stays(BorderUse),
    /// The strand of this number.
    Strand(usize),
}

/// A piece of a ring before its strands are cut.
enum Item {
    Stays(BorderUse),
    Line(Vec<Position>),
}

/// A ring put together from arcs.
struct Chained<'a> {
    arcs: Vec<usize>,
    area_m2: f64,
    positions: Vec<Position>,
    /// The part and the place of the ring that it goes on from.
    origin: Option<(usize, usize, &'a Ring)>,
    same_course: bool,
}

/// An arc of a unit's outline.
struct Outlined {
    arc: Arc,
    /// The border, if the arc is one that stays.
    stays: Option<BorderUse>,
    /// Which of the unit's rings it is of; none for an edge that is added.
    of_ring: Option<usize>,
}

pub(super) struct Tear<'a> {
    dataset: &'a Dataset,
    lines: &'a BTreeMap<BorderKey, Vec<Position>>,
    pub strands: Vec<Strand>,
}

impl<'a> Tear<'a> {
    pub fn new(dataset: &'a Dataset, lines: &'a BTreeMap<BorderKey, Vec<Position>>) -> Self {
        Self {
            dataset,
            lines,
            strands: Vec::new(),
        }
    }

    /// Takes every unit apart that uses the lines, or whose outline changes.
    pub fn units(
        &mut self,
        outlines: &BTreeMap<UnitKey, Vec<[Position; 2]>>,
    ) -> Result<Vec<TornUnit<'a>>, Unclosed> {
        let mut units: Vec<UnitKey> = self
            .lines
            .keys()
            .filter_map(|&key| self.dataset.borders.get(key))
            .flat_map(Border::units)
            .chain(outlines.keys().copied())
            .collect();
        units.sort_unstable();
        units.dedup();
        let (mut torn, mut unclosed) = (Vec::new(), Vec::new());
        for unit in units {
            let parts = match outlines.get(&unit) {
                Some(added) => self.redrawn(unit, added),
                None => Some(self.as_before(unit)),
            };
            match parts {
                Some(parts) => torn.push(TornUnit { unit, parts }),
                None => unclosed.push(unit),
            }
        }
        if unclosed.is_empty() {
            Ok(torn)
        } else {
            Err(Unclosed(unclosed))
        }
    }

    fn parts(&self, unit: UnitKey) -> &'a [Part] {
        match self.dataset.units.get(unit).map(|unit| &unit.land) {
            Some(Land::Coverage(parts)) => parts,
            _ => &[],
        }
    }

    fn is_taken(&self, step: &BorderUse) -> bool {
        self.lines.contains_key(&step.border)
    }

    fn is_torn(&self, ring: &Ring) -> bool {
        ring.path.iter().any(|step| self.is_taken(step))
    }

    /// Whether the unit's land lies on the left of its ring.
    fn land_on_left(&self, unit: UnitKey, ring: &Ring, is_shell: bool) -> bool {
        let one_sided = ring.path.iter().find_map(|step| {
            let border = self.dataset.borders.get(step.border)?;
            let left = border.left.contains(&unit);
            (left != border.right.contains(&unit)).then_some(left != step.reversed)
        });
        one_sided.unwrap_or_else(|| {
            let area_m2: f64 = ring
                .path
                .iter()
                .map(|&step| area_term_m2(&use_positions(self.dataset, step, self.lines)))
                .sum();
            (area_m2 >= 0.0) == is_shell
        })
    }

    /// A unit whose land stays: its rings run as they did.
    fn as_before(&mut self, unit: UnitKey) -> Vec<Vec<TornRing<'a>>> {
        self.parts(unit)
            .iter()
            .map(|part| {
                part.rings()
                    .enumerate()
                    .map(|(place, ring)| {
                        if !self.is_torn(ring) {
                            return TornRing::Kept(ring);
                        }
                        let interior_left = self.land_on_left(unit, ring, place == 0);
                        let items = ring.path.iter().map(|&step| self.item(step)).collect();
                        TornRing::Torn {
                            ring: Some(ring),
                            pieces: self.pieces(unit, interior_left, items),
                            reversed: false,
                            same_course: true,
                        }
                    })
                    .collect()
            })
            .collect()
    }

    fn item(&self, step: BorderUse) -> Item {
        if self.is_taken(&step) {
            Item::Line(use_positions(self.dataset, step, self.lines))
        } else {
            Item::Stays(step)
        }
    }

    /// Cuts strands out of a ring. A run must not be cut where the list of items
    /// happens to begin.
    fn pieces(&mut self, unit: UnitKey, interior_left: bool, mut items: Vec<Item>) -> Vec<Piece> {
        let stays = |item: &Item| matches!(item, Item::Stays(_));
        let first = items.iter().position(stays);
        items.rotate_left(first.unwrap_or(0));
        let mut pieces = Vec::new();
        let mut run: Vec<Position> = Vec::new();
        let strands = &mut self.strands;
        let mut close = |run: &mut Vec<Position>, pieces: &mut Vec<Piece>| {
            let mut positions = std::mem::take(run);
            if positions.is_empty() {
                return;
            }
            if first.is_none() {
                positions.pop();
            }
            pieces.push(Piece::Strand(strands.len()));
            strands.push(Strand {
                unit,
                interior_left,
                closed: first.is_none(),
                positions,
            });
        };
        for item in items {
            match item {
                Item::Stays(step) => {
                    close(&mut run, &mut pieces);
                    pieces.push(Piece::Stays(step));
                }
                Item::Line(line) => {
                    let skip = usize::from(!run.is_empty());
                    run.extend(line.into_iter().skip(skip));
                }
            }
        }
        close(&mut run, &mut pieces);
        pieces
    }

    /// A unit whose land changes: its rings as they come from what is left of its
    /// outline; nothing where it does not close.
    fn redrawn(
        &mut self,
        unit: UnitKey,
        added: &[[Position; 2]],
    ) -> Option<Vec<Vec<TornRing<'a>>>> {
        let parts = self.parts(unit);
        let rings: Vec<(usize, usize, &'a Ring)> = parts
            .iter()
            .enumerate()
            .flat_map(|(part, rings)| {
                rings
                    .rings()
                    .enumerate()
                    .map(move |(place, ring)| (part, place, ring))
            })
            .collect();
        let mut on_left = Vec::with_capacity(rings.len());
        let mut outlined: Vec<Outlined> = Vec::new();
        for (index, &(_, place, ring)) in rings.iter().enumerate() {
            let left = self.land_on_left(unit, ring, place == 0);
            on_left.push(left);
            if self.is_torn(ring) {
                self.outline_ring(ring, index, left, &mut outlined);
            }
        }
        let counts = counts_by_ring(&outlined, rings.len());
        let outlined = cancelled(outlined, added);
        let arcs: Vec<Arc> = outlined.iter().map(|outlined| outlined.arc).collect();
        if !is_balanced(&arcs) {
            return None;
        }
        let found = simple_rings(&arcs);
        if found.iter().map(Vec::len).sum::<usize>() != arcs.len() {
            return None;
        }
        let mut chained: Vec<Chained<'a>> = found
            .into_iter()
            .map(|ring| self.chained(ring, &outlined))
            .collect();
        find_origins(&mut chained, &outlined, &rings, &counts);
        let kept: Vec<(usize, usize, &'a Ring)> = rings
            .iter()
            .copied()
            .filter(|(_, _, ring)| !self.is_torn(ring))
            .collect();
        let grouped = self.grouped(chained, &kept)?;
        // A unit's new rings run as its others do; a unit's first as RFC 7946 asks.
        let usual = on_left.first().copied().unwrap_or(true);
        Some(
            grouped
                .into_iter()
                .map(|part| {
                    part.into_iter()
                        .map(|member| match member {
                            Member::Kept(ring) => TornRing::Kept(ring),
                            Member::Chained(chained) => {
                                let runs_left = match chained.origin {
                                    Some((part, place, _)) => rings
                                        .iter()
                                        .position(|&(p, r, _)| (p, r) == (part, place))
                                        .and_then(|index| on_left.get(index).copied())
                                        .unwrap_or(usual),
                                    None => usual,
                                };
                                self.torn(unit, &chained, &outlined, runs_left)
                            }
                        })
                        .collect()
                })
                .collect(),
        )
    }

    /// The arcs of a ring, run with the land on the left.
    fn outline_ring(&self, ring: &Ring, index: usize, left: bool, outlined: &mut Vec<Outlined>) {
        let mut steps: Vec<BorderUse> = ring.path.to_vec();
        if !left {
            steps.reverse();
            steps
                .iter_mut()
                .for_each(|step| step.reversed = !step.reversed);
        }
        for step in steps {
            if self.is_taken(&step) {
                let line = use_positions(self.dataset, step, self.lines);
                outlined.extend(line.windows(2).map(|edge| Outlined {
                    arc: Arc::edge(edge[0], edge[1]),
                    stays: None,
                    of_ring: Some(index),
                }));
            } else {
                outlined.push(Outlined {
                    arc: arc_of(self.dataset, step),
                    stays: Some(step),
                    of_ring: Some(index),
                });
            }
        }
    }

    fn chained(&self, arcs: Vec<usize>, outlined: &[Outlined]) -> Chained<'a> {
        let mut area_m2 = 0.0;
        let mut positions = Vec::new();
        for &index in &arcs {
            let Outlined { arc, stays, .. } = &outlined[index];
            let line: Vec<Position> = match stays {
                Some(step) => border_line(self.dataset, *step).collect(),
                None => vec![arc.from, arc.to],
            };
            area_m2 += area_term_m2(&line);
            positions.extend(line.split_last().into_iter().flat_map(|(_, rest)| rest));
        }
        Chained {
            arcs,
            area_m2,
            positions,
            origin: None,
            same_course: false,
        }
    }

    fn torn(
        &mut self,
        unit: UnitKey,
        chained: &Chained<'a>,
        outlined: &[Outlined],
        runs_left: bool,
    ) -> TornRing<'a> {
        let items = chained
            .arcs
            .iter()
            .map(|&index| match &outlined[index] {
                Outlined {
                    stays: Some(step), ..
                } => Item::Stays(*step),
                Outlined { arc, .. } => Item::Line(vec![arc.from, arc.to]),
            })
            .collect();
        TornRing::Torn {
            ring: chained.origin.map(|(_, _, ring)| ring),
            pieces: self.pieces(unit, true, items),
            reversed: !runs_left,
            same_course: chained.same_course,
        }
    }

    /// Shells in the order of the parts that they go on from, new ones last, each with
    /// its holes; nothing where a hole lies in no shell.
    fn grouped(
        &self,
        chained: Vec<Chained<'a>>,
        kept: &[(usize, usize, &'a Ring)],
    ) -> Option<Vec<Vec<Member<'a>>>> {
        let (mut shells, mut holes) = (Vec::new(), Vec::new());
        for ring in chained {
            let of = ring
                .origin
                .map_or((usize::MAX, usize::MAX), |(part, place, _)| (part, place));
            let place = Placed {
                part: of.0,
                ring: of.1,
                area_m2: ring.area_m2,
                positions: ring.positions.clone(),
                member: Member::Chained(ring),
            };
            if place.area_m2 > 0.0 {
                shells.push(place);
            } else {
                holes.push(place);
            }
        }
        for &(part, index, ring) in kept {
            let positions: Vec<Position> = ring
                .path
                .iter()
                .flat_map(|&step| {
                    let mut line: Vec<Position> = border_line(self.dataset, step).collect();
                    line.pop();
                    line
                })
                .collect();
            let place = Placed {
                part,
                ring: index,
                area_m2: ring_area_m2(&positions).abs(),
                positions,
                member: Member::Kept(ring),
            };
            if index == 0 {
                shells.push(place);
            } else {
                holes.push(place);
            }
        }
        shells.sort_by_key(|shell| shell.part);
        holes.sort_by_key(|hole| (hole.part, hole.ring));
        if shells.is_empty() {
            return holes.is_empty().then(Vec::new);
        }
        let mut inside: Vec<Vec<Member<'a>>> = shells.iter().map(|_| Vec::new()).collect();
        for hole in holes {
            let at = if shells.len() == 1 {
                Some(0)
            } else {
                let unmoved = |shell: &Placed<'_>| {
                    matches!(
                        (&shell.member, &hole.member),
                        (Member::Kept(_), Member::Kept(_))
                    ) && shell.part == hole.part
                };
                shells
                    .iter()
                    .position(unmoved)
                    .or_else(|| smallest_around(&shells, &hole))
            };
            inside[at?].push(hole.member);
        }
        Some(
            shells
                .into_iter()
                .zip(inside)
                .map(|(shell, holes)| std::iter::once(shell.member).chain(holes).collect())
                .collect(),
        )
    }
}

/// A ring with what finds its place among the others.
struct Placed<'a> {
    part: usize,
    ring: usize,
    area_m2: f64,
    positions: Vec<Position>,
    member: Member<'a>,
}

enum Member<'a> {
    Kept(&'a Ring),
    Chained(Chained<'a>),
}

/// The smallest of the shells that holds a hole.
fn smallest_around(shells: &[Placed<'_>], hole: &Placed<'_>) -> Option<usize> {
    let [first, second, ..] = hole.positions[..] else {
        return None;
    };
    // A hole touches its shell in vertices at most: the middle of an edge tells.
    let middle = (first + second) / 2.0;
    shells
        .iter()
        .enumerate()
        .filter(|(_, shell)| {
            let extent = Extent::around(shell.positions.iter().copied());
            extent.is_some_and(|extent| extent.holds(middle))
                && polygons_contain(
                    &[PlainPolygon {
                        rings: vec![PlainRing {
                            positions: shell.positions.clone().into(),
                            heights_m: None,
                        }],
                    }],
                    middle,
                )
        })
        .min_by(|(_, a), (_, b)| a.area_m2.total_cmp(&b.area_m2))
        .map(|(index, _)| index)
}

/// How many arcs each ring has.
fn counts_by_ring(outlined: &[Outlined], rings: usize) -> Vec<usize> {
    let mut counts = vec![0; rings];
    for ring in outlined.iter().filter_map(|outlined| outlined.of_ring) {
        counts[ring] += 1;
    }
    counts
}

/// The arcs with edges added; where one meets an edge in the opposite direction both
/// fall away.
fn cancelled(outlined: Vec<Outlined>, added: &[[Position; 2]]) -> Vec<Outlined> {
    type Ends = ((u64, u64), (u64, u64));
    let mut by_ends: FxHashMap<Ends, Vec<usize>> = FxHashMap::default();
    let mut all: Vec<Option<Outlined>> = Vec::with_capacity(outlined.len() + added.len());
    for outlined in outlined {
        if outlined.stays.is_none() {
            let ends = (
                position_bits(outlined.arc.from),
                position_bits(outlined.arc.to),
            );
            by_ends.entry(ends).or_default().push(all.len());
        }
        all.push(Some(outlined));
    }
    for &[from, to] in added {
        if same_place(from, to) {
            continue;
        }
        let (from_bits, to_bits) = (position_bits(from), position_bits(to));
        let opposite = by_ends.get_mut(&(to_bits, from_bits)).and_then(Vec::pop);
        if let Some(opposite) = opposite {
            all[opposite] = None;
        } else {
            by_ends
                .entry((from_bits, to_bits))
                .or_default()
                .push(all.len());
            all.push(Some(Outlined {
                arc: Arc::edge(from, to),
                stays: None,
                of_ring: None,
            }));
        }
    }
    all.into_iter().flatten().collect()
}

/// Tells which ring each new one goes on from: the one it has most of, and no two
/// from the same.
fn find_origins<'a>(
    chained: &mut [Chained<'a>],
    outlined: &[Outlined],
    rings: &[(usize, usize, &'a Ring)],
    counts: &[usize],
) {
    let mut shares: Vec<(usize, usize, usize)> = Vec::new();
    for (index, ring) in chained.iter().enumerate() {
        let mut of: BTreeMap<usize, usize> = BTreeMap::new();
        for &arc in &ring.arcs {
            if let Some(old) = outlined[arc].of_ring {
                *of.entry(old).or_default() += 1;
            }
        }
        shares.extend(of.into_iter().map(|(old, share)| (share, index, old)));
    }
    shares.sort_by_key(|&(share, index, old)| (std::cmp::Reverse(share), index, old));
    let mut used = vec![false; rings.len()];
    for (share, index, old) in shares {
        let ring = &mut chained[index];
        let (_, place, _) = rings[old];
        let is_shell = ring.area_m2 > 0.0;
        if ring.origin.is_none() && !used[old] && is_shell == (place == 0) {
            used[old] = true;
            ring.origin = Some(rings[old]);
            ring.same_course = share == counts[old] && share == ring.arcs.len();
        }
    }
}
