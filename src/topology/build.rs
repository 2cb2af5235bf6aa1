//! Weaving a whole data set: which units are leaves, which cities are cut out, and
//! the borders of all of them.

use std::sync::Arc;

use rayon::prelude::*;
use uuid::Uuid;

use super::degenerate::is_degenerate;
use super::weave::{Strand, WovenBorder, position_bits, weave, without_repeats};
use crate::measure::{line_length_m, runs_counter_clockwise};
use crate::model::{
    Border, BorderAttributes, BorderKey, BorderUse, Dataset, Key, Land, Level, Life, Part,
    PlainPolygon, PlainRing, PlainRole, Position, Repeat, Ring, UnitKey, is_usable, same_place,
};

/// Weaves every pending polygon of `dataset` into borders.
///
/// A leaf is a unit with a polygon and no child with one (a city is no child in this
/// sense: it lies among the rural districts). A city is *cut out*, and a leaf, if
/// over half of its outline is used in the opposite direction by other leaves; else
/// it is drawn *over* them. A parent's own polygon is a reference. A polygon with a
/// ring whose vertices lie on one line, or with a coordinate that is not on the earth,
/// stays outside.
pub fn weave_dataset(dataset: &mut Dataset) {
    let leaves = assign_roles(dataset);
    let rings: Vec<PendingRing<'_>> = leaves
        .iter()
        .flat_map(|&unit| pending_rings(dataset, unit))
        .collect();
    let prepared: Vec<PreparedRing<'_>> = rings.into_par_iter().map(PreparedRing::new).collect();
    let (rings, strands): (Vec<_>, Vec<_>) = prepared
        .into_iter()
        .map(|prepared| (prepared.rest, prepared.strand))
        .unzip();
    let woven = weave(&strands, &|_| false);
    let first = dataset.borders.next_key().index();
    let lengths: Vec<u32> = woven
        .borders
        .iter()
        .map(|border| border.line.len() as u32 - 1)
        .collect();
    let mut lands: Vec<Vec<Part>> = Vec::new();
    let mut last = None;
    for (ring, path) in rings.iter().zip(&woven.paths) {
        if last != Some(ring.unit) {
            last = Some(ring.unit);
            lands.push(Vec::new());
        }
        let shared = ring.shared(&path.uses, first, path.start, &lengths);
        if let Some(parts) = lands.last_mut() {
            match parts.get_mut(ring.part) {
                Some(part) => part.holes.push(shared),
                None => parts.push(Part {
                    shell: shared,
                    holes: Vec::new(),
                }),
            }
        }
    }
    drop((rings, strands));
    // A leaf has a ring at least, and the rings are in the order of the leaves.
    let mut before = Vec::new();
    for (&unit, parts) in leaves.iter().zip(lands) {
        let land = Land::Coverage(parts);
        dataset.units.update(unit, |unit| {
            before.push(std::mem::replace(&mut unit.land, land));
        });
    }
    // Giving so much memory back takes time that nobody need wait for.
    rayon::spawn(move || drop(before));
    for (index, border) in woven.borders.into_iter().enumerate() {
        let id = dataset.origin.id("border", first + index);
        dataset.borders.insert(new_border(border, id));
    }
}

/// A ring of a leaf, and the place of its polygon among the leaf's.
struct PendingRing<'a> {
    unit: UnitKey,
    part: usize,
    is_shell: bool,
    ring: &'a PlainRing,
}

/// A ring as a strand, and what else it was.
struct PreparedRing<'a> {
    strand: Strand<'a>,
    rest: RingRest,
}

/// What a ring has beside its path.
struct RingRest {
    unit: UnitKey,
    part: usize,
    /// How many vertices it has without repetitions.
    count: usize,
    repeats: Vec<(u32, u32)>,
    closed: bool,
    heights_m: Option<Arc<[f64]>>,
}

fn pending_rings(dataset: &Dataset, unit: UnitKey) -> impl Iterator<Item = PendingRing<'_>> {
    let polygons = pending(dataset, unit).iter().enumerate();
    polygons.flat_map(move |(part, polygon)| {
        let rings = polygon.rings.iter().enumerate();
        rings.map(move |(index, ring)| PendingRing {
            unit,
            part,
            is_shell: index == 0,
            ring,
        })
    })
}

impl<'a> PreparedRing<'a> {
    fn new(pending: PendingRing<'a>) -> Self {
        let closed = is_closed(pending.ring);
        let (positions, repeats) = without_repeats(&pending.ring.positions, closed);
        // A shell's land is inside it and a hole's outside; which side of the path that
        // is follows from how the ring runs, not from what a format asks of it.
        let interior_left = runs_counter_clockwise(&positions) == pending.is_shell;
        Self {
            rest: RingRest {
                unit: pending.unit,
                part: pending.part,
                count: positions.len(),
                repeats,
                closed,
                heights_m: pending.ring.heights_m.clone(),
            },
            strand: Strand {
                unit: pending.unit,
                interior_left,
                closed: true,
                positions,
            },
        }
    }
}

pub(super) fn path_keys(uses: &[(usize, bool)], first: usize) -> Vec<BorderUse> {
    uses.iter()
        .map(|&(border, reversed)| BorderUse {
            border: BorderKey::from_index(first + border),
            reversed,
        })
        .collect()
}

fn pending(dataset: &Dataset, unit: UnitKey) -> &[PlainPolygon] {
    match dataset.units.get(unit).map(|unit| &unit.land) {
        Some(Land::Plain { polygons, .. }) => polygons,
        _ => &[],
    }
}

/// Gives each pending polygon its role and returns the leaves in order.
fn assign_roles(dataset: &mut Dataset) -> Vec<UnitKey> {
    let mut leaves = Vec::new();
    let mut cities = Vec::new();
    let mut above_others = rustc_hash::FxHashSet::default();
    let mut pending = Vec::new();
    let mut former = Vec::new();
    for (key, unit) in dataset.units.iter() {
        let Land::Plain { polygons, role } = &unit.land else {
            continue;
        };
        if *role != PlainRole::Pending {
            continue;
        }
        if unit.life.has_ended() {
            former.push(key);
            continue;
        }
        pending.push((key, unit.level, &polygons[..]));
    }
    let usable = |&(key, level, polygons): &(UnitKey, Level, &[PlainPolygon])| {
        (key, level, are_weavable(polygons))
    };
    let candidates: Vec<(UnitKey, Level, bool)> = pending.par_iter().map(usable).collect();
    for &(key, level, usable) in &candidates {
        if level != Level::City && usable {
            above_others.extend(dataset.ancestors(key).skip(1).map(|(above, _)| above));
        }
    }
    for key in former {
        set_role(dataset, key, PlainRole::Former);
    }
    for (key, level, usable) in candidates {
        if !usable {
            set_role(dataset, key, PlainRole::Unusable);
        } else if level == Level::City {
            cities.push(key);
        } else if above_others.contains(&key) {
            set_role(dataset, key, PlainRole::Reference);
        } else {
            leaves.push(key);
        }
    }
    let cut_out = cut_out_cities(dataset, &leaves, &cities);
    for city in cities {
        if cut_out.contains(&city) {
            leaves.push(city);
        } else {
            set_role(dataset, city, PlainRole::Over);
        }
    }
    leaves.sort_unstable();
    leaves
}

fn set_role(dataset: &mut Dataset, key: UnitKey, new_role: PlainRole) {
    dataset.units.update(key, |unit| {
        if let Land::Plain { role, .. } = &mut unit.land {
            *role = new_role;
        }
    });
}

/// Whether polygons can lie in the coverage: every coordinate is on the earth, every
/// ring has two different vertices at least, and some polygon spans land. One that
/// spans none beside it is woven along, and covers nothing.
fn are_weavable(polygons: &[PlainPolygon]) -> bool {
    let has_edge = |ring: &PlainRing| match ring.positions.split_first() {
        Some((&first, rest)) => rest.iter().any(|&other| !same_place(first, other)),
        None => false,
    };
    let spans_land = |polygon: &PlainPolygon| {
        (polygon.rings.first()).is_some_and(|shell| !is_degenerate(&shell.positions))
    };
    polygons.iter().all(|polygon| {
        !polygon.rings.is_empty()
            && (polygon.rings.iter())
                .all(|ring| ring.positions.iter().copied().all(is_usable) && has_edge(ring))
    }) && polygons.iter().any(spans_land)
}

/// The cities of which over half the outline, by length, is used in the opposite
/// direction by other leaves. A city that is cut out makes its neighbour city's
/// outline count too, so the search goes on until no more is found.
fn cut_out_cities(dataset: &Dataset, leaves: &[UnitKey], cities: &[UnitKey]) -> Vec<UnitKey> {
    let mut used = rustc_hash::FxHashSet::default();
    if cities.is_empty() {
        return Vec::new();
    }
    for &leaf in leaves {
        for_directed_edges(dataset, leaf, |from, to| {
            used.insert((position_bits(from), position_bits(to)));
        });
    }
    let mut cut_out = Vec::new();
    let mut waiting = cities.to_vec();
    loop {
        let mut left = Vec::new();
        let found = cut_out.len();
        for city in waiting {
            let (mut whole_m, mut opposite_m) = (0.0, 0.0);
            for_directed_edges(dataset, city, |from, to| {
                let length_m = line_length_m(&[from, to]);
                whole_m += length_m;
                if used.contains(&(position_bits(to), position_bits(from))) {
                    opposite_m += length_m;
                }
            });
            if opposite_m * 2.0 > whole_m {
                cut_out.push(city);
            } else {
                left.push(city);
            }
        }
        for &city in &cut_out[found..] {
            for_directed_edges(dataset, city, |from, to| {
                used.insert((position_bits(from), position_bits(to)));
            });
        }
        if found == cut_out.len() || left.is_empty() {
            return cut_out;
        }
        waiting = left;
    }
}

/// Calls `each` for every edge of a unit's pending polygons, the unit's land on the
/// left of it.
fn for_directed_edges(dataset: &Dataset, unit: UnitKey, mut each: impl FnMut(Position, Position)) {
    for ring in pending_rings(dataset, unit) {
        let strand = PreparedRing::new(ring).strand;
        let count = strand.positions.len();
        for at in 0..count {
            let (from, to) = (strand.positions[at], strand.positions[(at + 1) % count]);
            if strand.interior_left {
                each(from, to);
            } else {
                each(to, from);
            }
        }
    }
}

fn is_closed(ring: &PlainRing) -> bool {
    match (ring.positions.first(), ring.positions.last()) {
        (Some(&first), Some(&last)) => ring.positions.len() > 1 && same_place(first, last),
        _ => false,
    }
}

impl RingRest {
    /// The ring as a path of borders, which are as many edges long as `lengths` says;
    /// the first of them gets the key `first`.
    fn shared(&self, uses: &[(usize, bool)], first: usize, start: u32, lengths: &[u32]) -> Ring {
        let repeats = self.repeats.iter().map(|&(place, times)| {
            if place as usize == self.count {
                return Repeat {
                    step: uses.len() as u32,
                    offset: 0,
                    times,
                };
            }
            let lengths = uses.iter().map(|&(border, _)| lengths[border]);
            let total: u32 = lengths.clone().sum();
            let mut offset = (start + place) % total.max(1);
            let mut step = 0;
            for length in lengths {
                if offset < length {
                    break;
                }
                offset -= length;
                step += 1;
            }
            Repeat {
                step,
                offset,
                times,
            }
        });
        Ring {
            repeats: repeats.collect(),
            path: path_keys(uses, first).into(),
            start,
            closed: self.closed,
            heights_m: self.heights_m.clone(),
        }
    }
}

pub(super) fn new_border(woven: WovenBorder, id: Uuid) -> Border {
    Border {
        id,
        left: woven.left.into(),
        right: woven.right.into(),
        line: woven.line,
        attributes: BorderAttributes::default(),
        came_from: Vec::new(),
        life: Life::default(),
    }
}
