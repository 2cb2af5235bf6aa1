//! Weaving again the few borders around an edit: their vertices may match others that
//! they did not match, or no longer match, and units may gain or lose land there.

mod name;
mod outline;
mod parted;
mod tear;

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

pub use self::parted::parted_at;

use self::name::name_borders;
use self::parted::parted_ends;
use self::tear::{Piece, Tear, TornRing, TornUnit};
use super::assemble::border_line;
use super::build::path_keys;
use super::index::Snapshot;
use super::weave::{Woven, WovenPath, position_bits, weave};
use crate::model::{
    Border, BorderKey, BorderUse, Dataset, Extent, Part, Position, Repeat, Ring, UnitKey,
    same_place,
};

/// What is to be woven again, and what of the units' land changes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Redrawing {
    /// The borders that are taken up, with their lines. A line may have more vertices
    /// than its border has, never fewer. Every border that has a vertex where a changed
    /// line or an edge of `outlines` comes to lie must be among them.
    pub lines: BTreeMap<BorderKey, Vec<Position>>,
    /// For each unit whose land changes, directed edges that are added to its outline,
    /// land on their left. Where an edge meets one in the opposite direction, both fall
    /// away. A unit that is not there yet is made of them alone.
    pub outlines: BTreeMap<UnitKey, Vec<[Position; 2]>>,
    /// Vertices of `lines` at which a line is parted, though nothing else meets it there.
    pub parts: Vec<Position>,
    /// Places at which lines that were parted so are joined again.
    pub joins: Vec<Position>,
    /// Units of which nothing stays but what `outlines` gives them. All their borders
    /// must be among `lines`.
    pub anew: BTreeSet<UnitKey>,
}

/// What is there after weaving some borders again.
#[derive(Debug, Clone, Default)]
pub struct Rewoven {
    /// The borders, by key, that were taken up and are no more.
    pub retired: Vec<BorderKey>,
    /// The borders in their place, by key. One that runs as an old one was told to
    /// run keeps its key, id and attributes; others are new and say what they came
    /// from.
    pub borders: Vec<(BorderKey, Border)>,
    /// The land of every unit with a ring that changes; no part where none is left.
    pub lands: Vec<(UnitKey, Vec<Part>)>,
    /// Borders of which an edge is no unit's any more: they do not keep their course.
    pub gone: Vec<BorderKey>,
}

/// Why land cannot be redrawn: the outlines of these units would not close into rings.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the outlines of {0:?} would not close")]
pub struct Unclosed(pub Vec<UnitKey>);

/// Takes up borders and weaves them again with the lines given, and changes units'
/// land by the edges given.
///
/// # Errors
/// [`Unclosed`] where the edges given do not fit a unit's outline.
pub fn reweave(snapshot: &Snapshot, redrawing: &Redrawing) -> Result<Rewoven, Unclosed> {
    let dataset = &snapshot.dataset;
    let lines = &redrawing.lines;
    let mut tear = Tear::new(dataset, lines);
    let torn = tear.units(redrawing)?;
    let mut junctions = junctions_beyond(snapshot, redrawing);
    let parted = parted_ends(snapshot, lines).into_iter();
    let is_joined = |at: &Position| redrawing.joins.iter().any(|&join| same_place(join, *at));
    let parts = redrawing.parts.iter().copied();
    let by_hand = parted.filter(|at| !is_joined(at)).chain(parts);
    junctions.extend(by_hand.map(position_bits));
    let woven = weave(&tear.strands, &|position| {
        junctions.contains(&position_bits(position))
    });
    let named = name_borders(dataset, lines, &woven.borders);
    let anew = Anew {
        dataset,
        lines,
        places: named
            .keys
            .iter()
            .enumerate()
            .map(|(place, &key)| (key, place))
            .collect(),
        keys: &named.keys,
        woven: &woven,
    };
    let lands = torn
        .into_iter()
        .map(|torn| (torn.unit, anew.parts(torn)))
        .collect();
    let kept: FxHashSet<BorderKey> = named.keys.iter().copied().collect();
    Ok(Rewoven {
        retired: lines
            .keys()
            .copied()
            .filter(|key| !kept.contains(key))
            .collect(),
        borders: named.borders,
        lands,
        gone: named.gone,
    })
}

/// The ends of the borders around that are not taken up: they are junctions whatever
/// becomes of the others.
fn junctions_beyond(snapshot: &Snapshot, redrawing: &Redrawing) -> FxHashSet<(u64, u64)> {
    let of_lines = redrawing.lines.values().flatten().copied();
    let of_outlines = redrawing.outlines.values().flatten().flatten().copied();
    let Some(extent) = Extent::around(of_lines.chain(of_outlines)) else {
        return FxHashSet::default();
    };
    snapshot
        .index
        .borders_near(extent)
        .filter(|key| !redrawing.lines.contains_key(key))
        .filter_map(|key| snapshot.dataset.borders.get(key))
        .flat_map(|border| {
            let (first, last) = border.ends();
            [position_bits(first), position_bits(last)]
        })
        .collect()
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

/// Puts rings together from what was woven.
struct Anew<'a> {
    dataset: &'a Dataset,
    lines: &'a BTreeMap<BorderKey, Vec<Position>>,
    /// The place of a border among the woven ones.
    places: FxHashMap<BorderKey, usize>,
    keys: &'a [BorderKey],
    woven: &'a Woven,
}

impl Anew<'_> {
    fn parts(&self, torn: TornUnit<'_>) -> Vec<Part> {
        torn.parts
            .into_iter()
            .filter_map(|rings| {
                let mut rings = rings.into_iter().map(|ring| self.ring(ring));
                let shell = rings.next()?;
                Some(Part {
                    shell,
                    holes: rings.collect(),
                })
            })
            .collect()
    }

    fn path(&self, woven: &WovenPath) -> impl Iterator<Item = BorderUse> {
        path_keys(&woven.uses, 0).into_iter().map(|step| BorderUse {
            border: self.keys[step.border.0 as usize],
            ..step
        })
    }

    fn line(&self, step: BorderUse) -> Vec<Position> {
        match self.places.get(&step.border) {
            Some(&at) if step.reversed => {
                self.woven.borders[at].line.iter().rev().copied().collect()
            }
            Some(&at) => self.woven.borders[at].line.to_vec(),
            None => border_line(self.dataset, step).collect(),
        }
    }

    fn ring(&self, torn: TornRing<'_>) -> Ring {
        let (ring, pieces, reversed, same_course) = match torn {
            TornRing::Kept(ring) => return ring.clone(),
            TornRing::Torn {
                ring,
                pieces,
                reversed,
                same_course,
            } => (ring, pieces, reversed, same_course),
        };
        let mut path: Vec<BorderUse> = Vec::new();
        let mut offset_hint = 0;
        for piece in &pieces {
            match piece {
                Piece::Stays(step) => path.push(*step),
                Piece::Strand(at) => {
                    let woven_path = &self.woven.paths[*at];
                    offset_hint = woven_path.start;
                    path.extend(self.path(woven_path));
                }
            }
        }
        if reversed {
            path.reverse();
            path.iter_mut()
                .for_each(|step| step.reversed = !step.reversed);
        }
        let Some(old) = ring else {
            return Ring {
                path: path.into(),
                start: 0,
                repeats: Vec::new(),
                closed: true,
                heights_m: None,
            };
        };
        let mut anew = self.ring_again(old, path, offset_hint);
        if !same_course {
            anew.heights_m = None;
        }
        anew
    }

    /// The ring along its new path, beginning where it began if that vertex is still
    /// there.
    fn ring_again(&self, old: &Ring, mut path: Vec<BorderUse>, offset_hint: u32) -> Ring {
        let (dataset, lines) = (self.dataset, self.lines);
        let places: Vec<Vec<Position>> = path
            .iter()
            .map(|&step| {
                let mut line = self.line(step);
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
        let began = old
            .path
            .first()
            .and_then(|&step| written_at(dataset, lines, step, old.start));
        let (first, start) = began
            .and_then(|began| find(began, offset_hint))
            .unwrap_or((0, 0));
        let count = path.len();
        let repeats = old
            .repeats
            .iter()
            .filter_map(|repeat| {
                let Some(&step) = old.path.get(repeat.step as usize) else {
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
            ..old.clone()
        }
    }
}
