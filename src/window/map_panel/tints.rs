//! Which tint each county has, so that neighbours differ: greedy colouring of the graph
//! of neighbours, which with eight tints never runs out on a map of counties.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::UnitKey;

/// A class below `count` for each group, in the order of keys: of those that no neighbour
/// has yet, the one that is used least. Where every tint is taken, the least used of all.
///
/// The result depends on the groups and pairs only, not on their order.
pub(super) fn tints(
    groups: impl Iterator<Item = UnitKey>,
    neighbours: impl Iterator<Item = (UnitKey, UnitKey)>,
    count: u8,
) -> BTreeMap<UnitKey, u8> {
    let mut beside: BTreeMap<UnitKey, BTreeSet<UnitKey>> = BTreeMap::new();
    for (one, other) in neighbours {
        beside.entry(one).or_default().insert(other);
        beside.entry(other).or_default().insert(one);
    }
    let groups: BTreeSet<UnitKey> = groups.collect();
    let mut uses: Vec<(usize, u8)> = (0..count).map(|tint| (0, tint)).collect();
    let mut tint_of: BTreeMap<UnitKey, u8> = BTreeMap::new();
    for group in groups {
        let taken: BTreeSet<u8> = beside
            .get(&group)
            .into_iter()
            .flatten()
            .filter_map(|other| tint_of.get(other).copied())
            .collect();
        let free = uses
            .iter_mut()
            .filter(|(_, tint)| !taken.contains(tint))
            .min();
        let chosen = match free {
            Some(entry) => {
                entry.0 += 1;
                entry.1
            }
            None => uses.iter().min().map_or(0, |entry| entry.1),
        };
        tint_of.insert(group, chosen);
    }
    tint_of
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_have_different_tints_and_all_tints_are_used() {
        // A grid of 12 by 12 with diagonals: four would do.
        let key = |column: u32, row: u32| UnitKey(column * 12 + row);
        let cells = || (0..12).flat_map(|column| (0..12).map(move |row| (column, row)));
        let pairs: Vec<(UnitKey, UnitKey)> = cells()
            .flat_map(|(column, row)| {
                [(1, 0), (0, 1), (1, 1)]
                    .map(|(right, down)| (column, row, column + right, row + down))
            })
            .filter(|(_, _, column, row)| *column < 12 && *row < 12)
            .map(|(column, row, right, below)| (key(column, row), key(right, below)))
            .collect();
        let tint_of = tints(
            cells().map(|(column, row)| key(column, row)),
            pairs.iter().copied(),
            8,
        );
        for (one, other) in pairs {
            assert_ne!(tint_of.get(&one), tint_of.get(&other));
        }
        let used: BTreeSet<u8> = tint_of.values().copied().collect();
        assert_eq!(used.len(), 8);
    }
}
