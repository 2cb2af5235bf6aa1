//! The outline of a unit whose land changes: edges in opposite directions cancel, and
//! what is left is chained into rings that go on from the old ones as far as they can.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::tear::{Item, Tear, TornRing};
use super::use_positions;
use crate::measure::{area_term_m2, ring_area_m2};
use crate::model::{
    BorderUse, Extent, PlainPolygon, PlainRing, Position, Ring, UnitKey, same_place,
};
use crate::topology::assemble::border_line;
use crate::topology::contains::polygons_contain;
use crate::topology::outline::arc_of;
use crate::topology::rings::{Arc, is_balanced, simple_rings};
use crate::topology::weave::position_bits;

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

impl<'a> Tear<'a> {
    /// A unit whose land changes: its rings as they come from what is left of its
    /// outline; nothing where it does not close.
    pub fn redrawn(
        &mut self,
        unit: UnitKey,
        added: &[[Position; 2]],
        is_anew: bool,
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
        let outlined = if is_anew {
            instead(&outlined, added)
        } else {
            cancelled(outlined, added)
        };
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
            .filter(|(_, _, ring)| !is_anew && !self.is_torn(ring))
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

/// Edges in the place of arcs; each goes on from the ring that had it, if one had.
fn instead(outlined: &[Outlined], edges: &[[Position; 2]]) -> Vec<Outlined> {
    let ends = |from, to| (position_bits(from), position_bits(to));
    let known: FxHashMap<_, usize> = outlined
        .iter()
        .filter_map(|outlined| {
            let arc = &outlined.arc;
            Some((ends(arc.from, arc.to), outlined.of_ring?))
        })
        .collect();
    edges
        .iter()
        .filter(|[from, to]| !same_place(*from, *to))
        .map(|&[from, to]| Outlined {
            arc: Arc::edge(from, to),
            stays: None,
            of_ring: known.get(&ends(from, to)).copied(),
        })
        .collect()
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
