//! Keys, ids and attributes of borders that were woven again: who goes on as before,
//! who is new, and what the new ones came from.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::{Border, BorderKey, Dataset, Key, Position, same_place};
use crate::topology::build::new_border;
use crate::topology::weave::{WovenBorder, position_bits};

/// The woven borders with their keys.
#[derive(Default)]
pub(super) struct Named {
    /// In the order of the woven borders.
    pub keys: Vec<BorderKey>,
    pub borders: Vec<(BorderKey, Border)>,
    /// Borders that were taken up of which an edge is not among the woven ones.
    pub gone: Vec<BorderKey>,
}

/// Keys for the woven borders, and the borders themselves.
pub(super) fn name_borders(
    dataset: &Dataset,
    lines: &BTreeMap<BorderKey, Vec<Position>>,
    woven: &[WovenBorder],
) -> Named {
    let mut owners: FxHashMap<_, BorderKey> = FxHashMap::default();
    for (&key, line) in lines {
        for edge in line.windows(2) {
            owners.insert(edge_bits(edge[0], edge[1]), key);
        }
    }
    let mut next = dataset.borders.next_key().index();
    let mut named = Named::default();
    let mut taken: FxHashSet<BorderKey> = FxHashSet::default();
    let mut left: FxHashSet<_> = owners.keys().copied().collect();
    for found in woven {
        let mut came_from: Vec<BorderKey> = Vec::new();
        for edge in found.line.windows(2) {
            let bits = edge_bits(edge[0], edge[1]);
            left.remove(&bits);
            came_from.extend(owners.get(&bits));
        }
        came_from.sort_unstable();
        came_from.dedup();
        let same = came_from.iter().copied().find(|key| {
            !taken.contains(key)
                && lines
                    .get(key)
                    .is_some_and(|line| runs_as(line, &found.line))
        });
        let key = same.unwrap_or_else(|| {
            next += 1;
            BorderKey::from_index(next - 1)
        });
        taken.insert(key);
        named.keys.push(key);
        named
            .borders
            .push((key, named_border(dataset, found, same, &came_from)));
    }
    named.gone = left
        .iter()
        .filter_map(|bits| owners.get(bits))
        .copied()
        .collect();
    named.gone.sort_unstable();
    named.gone.dedup();
    named
}

fn named_border(
    dataset: &Dataset,
    found: &WovenBorder,
    same: Option<BorderKey>,
    came_from: &[BorderKey],
) -> Border {
    let mut border = new_border(found.clone(), uuid::Uuid::new_v4());
    if let Some(old) = same.and_then(|key| dataset.borders.get(key)) {
        border.id = old.id;
        border.attributes = old.attributes.clone();
        border.came_from = old.came_from.clone();
        border.life = old.life;
        return border;
    }
    let origins: Vec<&Border> = came_from
        .iter()
        .filter_map(|&key| dataset.borders.get(key))
        .collect();
    border.came_from = origins.iter().map(|border| border.id).collect();
    if let Some(origin) = whose_attributes(&border, &origins) {
        border.attributes = origin.attributes.clone();
        border.life = origin.life;
    }
    border
}

/// The border whose attributes a new one takes over: the one that it came from, if it
/// is but one; else the one that divided the same units, if all of those agree. What
/// only closes a gap beside a border says nothing of that border.
fn whose_attributes<'a>(border: &Border, origins: &[&'a Border]) -> Option<&'a Border> {
    if let [only] = origins {
        return Some(only);
    }
    let divides_same = |origin: &&&Border| {
        (origin.left == border.left && origin.right == border.right)
            || (origin.left == border.right && origin.right == border.left)
    };
    let mut same = origins.iter().filter(divides_same);
    let first = same.next()?;
    same.all(|other| other.attributes == first.attributes)
        .then_some(*first)
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
