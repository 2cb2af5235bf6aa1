//! The connected pieces of a unit's land and who is around each: what rules S09 and
//! S10 share. Pieces that meet in a point, and pieces between which only a city lies
//! that was cut out of the unit, are one.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use crate::model::{BorderKey, Level, UnitKey};
use crate::rules::{Context, Place};
use crate::topology::{Outline, outline_polygons, union};

/// A piece of land.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct LandPiece {
    outlines: Vec<Outline>,
    /// On the ellipsoid.
    pub area_m2: f64,
    /// The leaves along its outer line, inside.
    inside: BTreeSet<UnitKey>,
    /// The units of the unit's own level beyond its outer line, with the length of the
    /// line in metres; cities are left out. Nothing for leaves under none of the level.
    pub around: BTreeMap<Option<UnitKey>, f64>,
    /// Whether some of its outer line has nobody beyond.
    pub is_open: bool,
}

/// What a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PieceKind {
    /// The largest, or one that touches no other unit.
    Whole,
    /// It lies apart from the largest; the unit with which it shares most of its line.
    Detached(UnitKey),
    /// One other unit is all around it.
    Enclosed(UnitKey),
}

/// The pieces of a unit, the largest first.
pub(super) fn land_pieces(context: &Context<'_>, key: UnitKey) -> Vec<LandPiece> {
    let dataset = context.dataset();
    let Some(level) = dataset.units.get(key).map(|unit| unit.level) else {
        return Vec::new();
    };
    let leaves = context.leaves(key);
    let outlines = union(dataset, &leaves);
    let groups = joined(context, key, &leaves, &outlines);
    let mut pieces: Vec<LandPiece> = groups
        .into_iter()
        .map(|group| piece_of(context, level, &leaves, group))
        .collect();
    pieces.sort_by(|a, b| b.area_m2.total_cmp(&a.area_m2));
    pieces
}

/// The leaves on the two sides of a border: those of `own`, and the others.
fn sides(
    context: &Context<'_>,
    own: &[UnitKey],
    border: BorderKey,
) -> (Vec<UnitKey>, Vec<UnitKey>) {
    let Some(border) = context.dataset().borders.get(border) else {
        return Default::default();
    };
    let is_own = |unit: &UnitKey| own.binary_search(unit).is_ok();
    let inner = if border.left.iter().any(is_own) {
        (&border.left, &border.right)
    } else {
        (&border.right, &border.left)
    };
    let inside = inner.0.iter().filter(|unit| is_own(unit)).copied();
    let beyond = inner.1.iter().filter(|unit| !is_own(unit)).copied();
    (inside.collect(), beyond.collect())
}

/// Outlines in groups that are one piece each.
fn joined(
    context: &Context<'_>,
    key: UnitKey,
    leaves: &[UnitKey],
    outlines: &[Outline],
) -> Vec<Vec<Outline>> {
    if outlines.len() < 2 {
        return outlines.iter().cloned().map(|one| vec![one]).collect();
    }
    let dataset = context.dataset();
    let above = dataset.units.get(key).and_then(|unit| unit.parent);
    let mut group: Vec<usize> = (0..outlines.len()).collect();
    let mut by_place: FxHashMap<(u64, u64), usize> = FxHashMap::default();
    let mut by_city: FxHashMap<UnitKey, usize> = FxHashMap::default();
    for (index, outline) in outlines.iter().enumerate() {
        for step in std::iter::once(&outline.shell)
            .chain(&outline.holes)
            .flatten()
        {
            let Some(border) = dataset.borders.get(step.border) else {
                continue;
            };
            let (from, to) = border.ends();
            for end in [from, to] {
                let bits = ((end.x + 0.0).to_bits(), (end.y + 0.0).to_bits());
                let other = *by_place.entry(bits).or_insert(index);
                join(&mut group, index, other);
            }
            for beyond in sides(context, leaves, step.border).1 {
                let is_cut_out = dataset
                    .units
                    .get(beyond)
                    .is_some_and(|unit| unit.level == Level::City && unit.parent == above);
                if is_cut_out {
                    let other = *by_city.entry(beyond).or_insert(index);
                    join(&mut group, index, other);
                }
            }
        }
    }
    let mut groups: BTreeMap<usize, Vec<Outline>> = BTreeMap::new();
    for (index, outline) in outlines.iter().enumerate() {
        let of = group.get(index).copied().unwrap_or(index);
        groups.entry(of).or_default().push(outline.clone());
    }
    groups.into_values().collect()
}

/// Makes two members' groups one.
fn join(group: &mut [usize], one: usize, other: usize) {
    let (Some(&one), Some(&other)) = (group.get(one), group.get(other)) else {
        return;
    };
    if one != other {
        for member in group.iter_mut().filter(|member| **member == other) {
            *member = one;
        }
    }
}

fn piece_of(
    context: &Context<'_>,
    level: Level,
    leaves: &[UnitKey],
    outlines: Vec<Outline>,
) -> LandPiece {
    let dataset = context.dataset();
    let mut inside = BTreeSet::new();
    let mut around: BTreeMap<Option<UnitKey>, f64> = BTreeMap::new();
    let mut is_open = false;
    for step in outlines.iter().flat_map(|outline| &outline.shell) {
        let (own, beyond) = sides(context, leaves, step.border);
        inside.extend(own);
        is_open |= beyond.is_empty();
        let length_m = dataset
            .borders
            .get(step.border)
            .map_or(0.0, |border| border.line.length_m());
        for unit in beyond {
            let is_city = dataset
                .units
                .get(unit)
                .is_some_and(|unit| unit.level == Level::City && level != Level::City);
            let unit = dataset.ancestor_at(unit, level);
            if unit.is_some() || !is_city {
                *around.entry(unit).or_default() += length_m;
            }
        }
    }
    // Every ring runs with the land on its left, and a border has its term of the area
    // on its left.
    let rings = outlines
        .iter()
        .flat_map(|outline| std::iter::once(&outline.shell).chain(&outline.holes));
    let area_m2 = rings
        .flatten()
        .filter_map(|step| Some((step, dataset.borders.get(step.border)?)))
        .map(|(step, border)| {
            let term_m2 = border.line.area_term_m2();
            if step.reversed { -term_m2 } else { term_m2 }
        })
        .sum();
    LandPiece {
        outlines,
        area_m2,
        inside,
        around,
        is_open,
    }
}

/// What the piece at `index` of a unit is.
fn kind_of(pieces: &[LandPiece], index: usize) -> PieceKind {
    let Some(piece) = pieces.get(index) else {
        return PieceKind::Whole;
    };
    let mut units = piece
        .around
        .iter()
        .filter_map(|(unit, length_m)| Some(((*unit)?, *length_m)));
    let is_known = !piece.around.contains_key(&None);
    if let (false, true, 1, Some((around, _))) = (
        piece.is_open,
        is_known,
        piece.around.len(),
        units.clone().next(),
    ) {
        return PieceKind::Enclosed(around);
    }
    let most = units.by_ref().max_by(|a, b| a.1.total_cmp(&b.1));
    match most {
        Some((unit, _)) if index > 0 => PieceKind::Detached(unit),
        _ => PieceKind::Whole,
    }
}

/// The pieces of a unit that are detached or enclosed and of which nothing is said of
/// a unit below it: a rural district's exclave is its own, and not its county's too.
pub(super) fn odd_pieces(context: &Context<'_>, key: UnitKey) -> Vec<(LandPiece, PieceKind)> {
    let pieces = land_pieces(context, key);
    (0..pieces.len())
        .map(|index| (index, kind_of(&pieces, index)))
        .filter(|(_, kind)| *kind != PieceKind::Whole)
        .filter_map(|(index, kind)| Some((pieces.get(index)?.clone(), kind)))
        .filter(|(piece, _)| !is_said_below(context, key, piece))
        .collect()
}

fn is_said_below(context: &Context<'_>, key: UnitKey, piece: &LandPiece) -> bool {
    let dataset = context.dataset();
    let is_under = |child: UnitKey| {
        piece
            .inside
            .iter()
            .all(|&leaf| dataset.ancestors(leaf).any(|(above, _)| above == child))
    };
    let Some(&child) = context.children(key).iter().find(|&&child| is_under(child)) else {
        return false;
    };
    let is_city = dataset
        .units
        .get(child)
        .is_some_and(|child| child.level == Level::City);
    let below = land_pieces(context, child);
    let same = below
        .iter()
        .position(|other| other.outlines == piece.outlines);
    let is_odd = same.is_some_and(|index| kind_of(&below, index) != PieceKind::Whole);
    (is_odd && !is_city) || is_said_below(context, child, piece)
}

impl LandPiece {
    /// Where it is: a point inside its largest part, and its outline.
    pub fn place(&self, context: &Context<'_>) -> Option<Place> {
        use crate::rules::pieces::{Piece, multi_polygon};
        let polygons = outline_polygons(context.dataset(), &self.outlines);
        let largest = multi_polygon(&polygons)
            .into_iter()
            .map(Piece::from)
            .max_by(|a, b| a.area_m2.total_cmp(&b.area_m2))?;
        let rings = polygons.iter().flat_map(|polygon| &polygon.rings);
        Some(Place::outline(
            largest.at()?,
            rings.map(|ring| ring.positions.to_vec()).collect(),
        ))
    }
}
