//! Weaving again the few borders around an edit, after which their vertices may
//! match others that they did not match, or no longer match.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::assemble::border_line;
use super::build::{new_border, path_keys};
use super::index::Snapshot;
use super::weave::{Strand, position_bits, weave};
use crate::model::{
    Border, BorderKey, BorderUse, Dataset, Extent, Key, Part, Position, Repeat, Ring, UnitKey,
    same_place,
};

/// What is there after weaving some borders again.
#[derive(Debug, Clone, Default)]
pub struct Rewoven {
    /// The borders, by key, that were taken up and are no more.
    pub retired: Vec<BorderKey>,
    /// The borders in their place, by key. One that runs as an old one was told to
    /// run keeps its key, id and attributes; others are new and say what they came
    /// from.
    pub borders: Vec<(BorderKey, Border)>,
    /// The rings that used them: unit, part, ring (0 is the shell), and the ring anew.
    pub rings: Vec<(UnitKey, usize, usize, Ring)>,
}

/// A ring being taken apart: its runs of borders that are woven again.
struct Torn<'a> {
    unit: UnitKey,
    part: usize,
    index: usize,
    ring: &'a Ring,
    start: Option<Position>,
    /// What the new path is made of, in order: a border that stays, or a strand.
    pieces: Vec<Piece>,
}

enum Piece {
    Stays(BorderUse),
    Strand(usize),
}

/// Takes up the borders of `lines` and weaves them again with the lines given. A
/// line may have more vertices than its border has, never fewer. Every border that
/// has a vertex where a changed one comes to lie, other than at its own end, must be
/// among `lines`.
pub fn reweave(snapshot: &Snapshot, lines: &BTreeMap<BorderKey, Vec<Position>>) -> Rewoven {
    let dataset = &snapshot.dataset;
    let mut strands = Vec::new();
    let torn = tear(dataset, lines, &mut strands);
    let pinned = |position: Position| {
        snapshot
            .index
            .borders_near(Extent::at(position))
            .filter(|key| !lines.contains_key(key))
            .filter_map(|key| dataset.borders.get(key))
            .any(|border| {
                let (first, last) = border.ends();
                same_place(first, position) || same_place(last, position)
            })
    };
    let woven = weave(&strands, &pinned);
    let (keys, borders) = name_borders(dataset, lines, &woven.borders);
    let mut result = Rewoven {
        retired: lines
            .keys()
            .copied()
            .filter(|key| !keys.contains(key))
            .collect(),
        borders,
        rings: Vec::new(),
    };
    let line_of = |step: BorderUse| -> Vec<Position> {
        match keys.iter().position(|&key| key == step.border) {
            Some(at) if step.reversed => woven.borders[at].line.iter().rev().copied().collect(),
            Some(at) => woven.borders[at].line.to_vec(),
            None => border_line(dataset, step).collect(),
        }
    };
    for torn in torn {
        let mut path: Vec<BorderUse> = Vec::new();
        let mut offset_hint = 0;
        for piece in &torn.pieces {
            match piece {
                Piece::Stays(step) => path.push(*step),
                Piece::Strand(at) => {
                    let woven_path = &woven.paths[*at];
                    offset_hint = woven_path.start;
                    path.extend(
                        path_keys(&woven_path.uses, 0)
                            .into_iter()
                            .map(|step| BorderUse {
                                border: keys[step.border.index()],
                                ..step
                            }),
                    );
                }
            }
        }
        let ring = ring_again(dataset, lines, &torn, path, offset_hint, &line_of);
        result.rings.push((torn.unit, torn.part, torn.index, ring));
    }
    result
}

/// The vertices of a use, with its border's new line if it has one.
fn use_positions(
    dataset: &Dataset,
    step: BorderUse,
    lines: &BTreeMap<BorderKey, Vec<Position>>,
) -> Vec<Position> {
    match lines.get(&step.border) {
        Some(line) if step.reversed => line.iter().rev().copied().collect(),
        Some(line) => line.clone(),
        None => border_line(dataset, step).collect(),
    }
}

/// Takes the rings that use any of `lines` apart into strands.
fn tear<'a>(
    dataset: &'a Dataset,
    lines: &BTreeMap<BorderKey, Vec<Position>>,
    strands: &mut Vec<Strand<'static>>,
) -> Vec<Torn<'a>> {
    let mut units: Vec<UnitKey> = lines
        .keys()
        .filter_map(|&key| dataset.borders.get(key))
        .flat_map(Border::units)
        .collect();
    units.sort_unstable();
    units.dedup();
    let mut torn = Vec::new();
    for unit in units {
        let Some(crate::model::Land::Coverage(parts)) =
            dataset.units.get(unit).map(|unit| &unit.land)
        else {
            continue;
        };
        for (part, rings) in parts.iter().map(Part::rings).enumerate() {
            for (index, ring) in rings.enumerate() {
                if ring
                    .path
                    .iter()
                    .any(|step| lines.contains_key(&step.border))
                {
                    torn.push(tear_ring(
                        dataset,
                        lines,
                        strands,
                        (unit, part, index),
                        ring,
                    ));
                }
            }
        }
    }
    torn
}

fn tear_ring<'a>(
    dataset: &Dataset,
    lines: &BTreeMap<BorderKey, Vec<Position>>,
    strands: &mut Vec<Strand<'static>>,
    (unit, part, index): (UnitKey, usize, usize),
    ring: &'a Ring,
) -> Torn<'a> {
    let taken = |step: &BorderUse| lines.contains_key(&step.border);
    let mut path: Vec<BorderUse> = ring.path.to_vec();
    let whole = path.iter().all(taken);
    if !whole {
        // A run must not be cut where the list of uses happens to begin.
        let first = path.iter().position(|step| !taken(step)).unwrap_or(0);
        path.rotate_left(first);
    }
    let mut pieces = Vec::new();
    let mut run: Option<Strand<'static>> = None;
    let mut close = |run: &mut Option<Strand<'static>>, pieces: &mut Vec<Piece>| {
        if let Some(strand) = run.take() {
            pieces.push(Piece::Strand(strands.len()));
            strands.push(strand);
        }
    };
    for &step in &path {
        if !taken(&step) {
            close(&mut run, &mut pieces);
            pieces.push(Piece::Stays(step));
            continue;
        }
        let positions = use_positions(dataset, step, lines);
        match &mut run {
            Some(strand) => strand
                .positions
                .to_mut()
                .extend(positions.into_iter().skip(1)),
            None => {
                let on_left = dataset
                    .borders
                    .get(step.border)
                    .is_some_and(|border| border.left.contains(&unit));
                run = Some(Strand {
                    unit,
                    interior_left: on_left != step.reversed,
                    closed: whole,
                    positions: positions.into(),
                });
            }
        }
    }
    if whole && let Some(strand) = &mut run {
        strand.positions.to_mut().pop();
    }
    close(&mut run, &mut pieces);
    Torn {
        unit,
        part,
        index,
        start: ring
            .path
            .first()
            .and_then(|&step| written_at(dataset, lines, step, ring.start)),
        ring,
        pieces,
    }
}

/// Where the vertex at `offset` of a use is now. A line that has grown holds its old
/// vertices where they were.
fn written_at(
    dataset: &Dataset,
    lines: &BTreeMap<BorderKey, Vec<Position>>,
    step: BorderUse,
    offset: u32,
) -> Option<Position> {
    let old = border_line(dataset, step).nth(offset as usize)?;
    let new = use_positions(dataset, step, lines);
    let old_count = dataset.borders.get(step.border)?.line.len();
    if new.len() == old_count {
        new.get(offset as usize).copied()
    } else {
        new.into_iter().find(|&position| same_place(position, old))
    }
}

/// Keys for the woven borders, and the borders themselves.
fn name_borders(
    dataset: &Dataset,
    lines: &BTreeMap<BorderKey, Vec<Position>>,
    woven: &[super::weave::WovenBorder],
) -> (Vec<BorderKey>, Vec<(BorderKey, Border)>) {
    let mut owners: FxHashMap<_, BorderKey> = FxHashMap::default();
    for (&key, line) in lines {
        for edge in line.windows(2) {
            owners.insert(edge_bits(edge[0], edge[1]), key);
        }
    }
    let mut next = dataset.borders.next_key().index();
    let mut keys = Vec::new();
    let mut borders = Vec::new();
    for found in woven {
        let mut came_from: Vec<BorderKey> = found
            .line
            .windows(2)
            .filter_map(|edge| owners.get(&edge_bits(edge[0], edge[1])).copied())
            .collect();
        came_from.sort_unstable();
        came_from.dedup();
        let same = came_from.iter().copied().find(|key| {
            !keys.contains(key)
                && lines
                    .get(key)
                    .is_some_and(|line| runs_as(line, &found.line))
        });
        let key = same.unwrap_or_else(|| {
            next += 1;
            BorderKey::from_index(next - 1)
        });
        let mut border = new_border(found.clone(), uuid::Uuid::new_v4());
        let origins: Vec<&Border> = came_from
            .iter()
            .filter_map(|&key| dataset.borders.get(key))
            .collect();
        if let Some(old) = same.and_then(|key| dataset.borders.get(key)) {
            border.id = old.id;
            border.attributes = old.attributes.clone();
            border.came_from = old.came_from.clone();
            border.life = old.life;
        } else {
            border.came_from = origins.iter().map(|border| border.id).collect();
            if let [only] = origins[..] {
                border.attributes = only.attributes.clone();
                border.life = only.life;
            }
        }
        keys.push(key);
        borders.push((key, border));
    }
    (keys, borders)
}

fn edge_bits(from: Position, to: Position) -> ((u64, u64), (u64, u64)) {
    let (from, to) = (position_bits(from), position_bits(to));
    if from < to { (from, to) } else { (to, from) }
}

fn runs_as(line: &[Position], other: &[Position]) -> bool {
    line.len() == other.len()
        && (line.iter().zip(other).all(|(&a, &b)| same_place(a, b))
            || line
                .iter()
                .rev()
                .zip(other)
                .all(|(&a, &b)| same_place(a, b)))
}

/// The ring along its new path, beginning where it began.
fn ring_again(
    dataset: &Dataset,
    lines: &BTreeMap<BorderKey, Vec<Position>>,
    torn: &Torn<'_>,
    mut path: Vec<BorderUse>,
    offset_hint: u32,
    line_of: &dyn Fn(BorderUse) -> Vec<Position>,
) -> Ring {
    let places: Vec<Vec<Position>> = path
        .iter()
        .map(|&step| {
            let mut line = line_of(step);
            line.pop();
            line
        })
        .collect();
    let find = |wanted: Position, hint: u32| {
        let in_first = places
            .first()
            .and_then(|line| line.get(hint as usize))
            .is_some_and(|&position| same_place(position, wanted));
        if in_first {
            return Some((0, hint as usize));
        }
        places.iter().enumerate().find_map(|(step, line)| {
            let offset = line
                .iter()
                .position(|&position| same_place(position, wanted))?;
            Some((step, offset))
        })
    };
    let (first, start) = torn
        .start
        .and_then(|start| find(start, offset_hint))
        .unwrap_or((0, 0));
    let count = path.len();
    let repeats = torn
        .ring
        .repeats
        .iter()
        .filter_map(|repeat| {
            let Some(&step) = torn.ring.path.get(repeat.step as usize) else {
                return Some(Repeat {
                    step: count as u32,
                    ..*repeat
                });
            };
            let wanted = written_at(dataset, lines, step, repeat.offset)?;
            let (step, offset) = find(wanted, 0)?;
            Some(Repeat {
                step: ((step + count - first) % count) as u32,
                offset: offset as u32,
                times: repeat.times,
            })
        })
        .collect();
    path.rotate_left(first);
    Ring {
        path: path.into(),
        start: start as u32,
        repeats,
        ..torn.ring.clone()
    }
}
