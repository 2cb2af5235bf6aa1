//! What is near: R-trees over borders, units and settlements, and the snapshot that
//! joins them to the data set they were made from.

use super::assemble::own_extent;
use super::boxes::{Boxed, Boxes};
use crate::model::{
    Border, BorderKey, Dataset, Extent, OverlayKey, SettlementKey, UnitKey, is_usable,
};

/// A stretch of a border's line: see [`crate::model::Chunk`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChunkKey {
    /// The border.
    pub border: BorderKey,
    /// The place of its first edge in the line.
    pub first: u32,
}

/// R-trees over the stretches of borders, the units with a polygon or point of their
/// own, the settlements with a point that can be on the earth, and the overlays. A clone is cheap, and so is a change.
#[derive(Debug, Clone, Default)]
pub struct Index {
    chunks: Boxes<ChunkKey>,
    units: Boxes<UnitKey>,
    settlements: Boxes<SettlementKey>,
    overlays: Boxes<OverlayKey>,
}

impl Index {
    /// The index of a data set.
    pub fn new(dataset: &Dataset) -> Self {
        let borders = dataset.borders.iter();
        let chunks = borders.flat_map(|(key, border)| chunks_of(key, border));
        let units = dataset.units.keys();
        let settlements = dataset.settlements.keys();
        let overlays = dataset.overlays.iter();
        Self {
            chunks: Boxes::new(chunks.collect()),
            units: Boxes::new(units.filter_map(|key| boxed_unit(dataset, key)).collect()),
            settlements: Boxes::new(
                settlements
                    .filter_map(|key| boxed_settlement(dataset, key))
                    .collect(),
            ),
            overlays: Boxes::new(
                overlays
                    .filter_map(|(key, overlay)| {
                        let extent = overlay.extent()?;
                        Some(Boxed { extent, key })
                    })
                    .collect(),
            ),
        }
    }

    /// The borders of whose stretches any box meets `extent`, in the order of their
    /// keys.
    pub fn borders_near(&self, extent: Extent) -> impl Iterator<Item = BorderKey> + use<> {
        let chunks = self.chunks.near(extent);
        let mut keys: Vec<BorderKey> = chunks.map(|chunk| chunk.border).collect();
        keys.sort_unstable();
        keys.dedup();
        keys.into_iter()
    }

    /// The stretches of borders whose boxes meet `extent`, in order.
    pub fn chunks_near(&self, extent: Extent) -> impl Iterator<Item = ChunkKey> + use<> {
        sorted(self.chunks.near(extent))
    }

    /// The units whose own polygon's or point's box meets `extent`, in the order of
    /// their keys.
    pub fn units_near(&self, extent: Extent) -> impl Iterator<Item = UnitKey> + use<> {
        sorted(self.units.near(extent))
    }

    /// The settlements in `extent`, in the order of their keys.
    pub fn settlements_near(&self, extent: Extent) -> impl Iterator<Item = SettlementKey> + use<> {
        sorted(self.settlements.near(extent))
    }

    /// The overlays whose boxes meet `extent`, in the order of their keys.
    pub fn overlays_near(&self, extent: Extent) -> impl Iterator<Item = OverlayKey> + use<> {
        sorted(self.overlays.near(extent))
    }

    /// The index after some entities changed from `before` to `after`. `units` holds
    /// also those on the sides of the borders, whose boxes follow.
    #[must_use]
    pub fn with_changes(
        &self,
        before: &Dataset,
        after: &Dataset,
        borders: &[BorderKey],
        units: &[UnitKey],
        settlements: &[SettlementKey],
    ) -> Self {
        let mut changed = self.clone();
        for &key in borders {
            let chunks = |dataset: &Dataset| {
                let border = dataset.borders.get(key);
                let chunks = border.map(|border| chunks_of(key, border).collect::<Vec<_>>());
                chunks.unwrap_or_default()
            };
            let (old, new) = (chunks(before), chunks(after));
            for at in 0..old.len().max(new.len()) {
                exchange(
                    &mut changed.chunks,
                    old.get(at).copied(),
                    new.get(at).copied(),
                );
            }
        }
        for &key in units {
            let (old, new) = (boxed_unit(before, key), boxed_unit(after, key));
            exchange(&mut changed.units, old, new);
        }
        for &key in settlements {
            let (old, new) = (boxed_settlement(before, key), boxed_settlement(after, key));
            exchange(&mut changed.settlements, old, new);
        }
        changed
    }
}

fn chunks_of(key: BorderKey, border: &Border) -> impl Iterator<Item = Boxed<ChunkKey>> {
    border.line.chunks().map(move |(first, chunk, _)| Boxed {
        extent: chunk.extent(),
        key: ChunkKey {
            border: key,
            first: first as u32,
        },
    })
}

fn boxed_unit(dataset: &Dataset, key: UnitKey) -> Option<Boxed<UnitKey>> {
    let extent = own_extent(dataset, dataset.units.get(key)?)?;
    Some(Boxed { extent, key })
}

fn boxed_settlement(dataset: &Dataset, key: SettlementKey) -> Option<Boxed<SettlementKey>> {
    let position = dataset.settlements.get(key)?.position?;
    let extent = Extent::at(Some(position).filter(|&at| is_usable(at))?);
    Some(Boxed { extent, key })
}

/// Exchanges a box where it is another: a tree none of whose boxes changes stays shared
/// with the one it came from.
fn exchange<K: Copy + PartialEq + Send + Sync>(
    tree: &mut Boxes<K>,
    old: Option<Boxed<K>>,
    new: Option<Boxed<K>>,
) {
    if old != new {
        tree.exchange(old, new);
    }
}

fn sorted<K: Ord>(keys: impl Iterator<Item = K>) -> std::vec::IntoIter<K> {
    let mut keys: Vec<K> = keys.collect();
    keys.sort_unstable();
    keys.into_iter()
}

/// A data set with its index: what plans, checks and drawing read. A clone is cheap
/// and never changes.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// The data.
    pub dataset: Dataset,
    /// What is near what in it.
    pub index: Index,
}

impl Snapshot {
    /// Indexes a woven data set.
    pub fn new(dataset: Dataset) -> Self {
        Self {
            index: Index::new(&dataset),
            dataset,
        }
    }
}
