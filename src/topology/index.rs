//! What is near: R-trees over borders, units and settlements, and the snapshot that
//! joins them to the data set they were made from.

use std::sync::Arc;

use rstar::{AABB, RTree, RTreeObject};

use super::assemble::own_extent;
use crate::model::{BorderKey, Dataset, Extent, OverlayKey, SettlementKey, UnitKey};

/// An entity's key with its box, as the R-tree holds it.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Boxed<K> {
    key: K,
    extent: Extent,
}

impl<K> RTreeObject for Boxed<K> {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        envelope(self.extent)
    }
}

fn envelope(extent: Extent) -> AABB<[f64; 2]> {
    AABB::from_corners([extent.min.x, extent.min.y], [extent.max.x, extent.max.y])
}

/// R-trees over the borders, the units with a polygon or point of their own, the
/// settlements with a point, and the overlays. A clone is cheap.
#[derive(Debug, Clone, Default)]
pub struct Index {
    borders: Arc<RTree<Boxed<BorderKey>>>,
    units: Arc<RTree<Boxed<UnitKey>>>,
    settlements: Arc<RTree<Boxed<SettlementKey>>>,
    overlays: Arc<RTree<Boxed<OverlayKey>>>,
}

impl Index {
    /// The index of a data set.
    pub fn new(dataset: &Dataset) -> Self {
        let borders = dataset
            .borders
            .iter()
            .map(|(key, border)| Boxed {
                key,
                extent: border.extent(),
            })
            .collect();
        let units = dataset
            .units
            .iter()
            .filter_map(|(key, unit)| {
                let extent = own_extent(dataset, unit)?;
                Some(Boxed { key, extent })
            })
            .collect();
        let settlements = dataset
            .settlements
            .iter()
            .filter_map(|(key, settlement)| {
                let extent = Extent::at(settlement.position?);
                Some(Boxed { key, extent })
            })
            .collect();
        let overlays = dataset
            .overlays
            .iter()
            .filter_map(|(key, overlay)| {
                let extent = overlay.extent()?;
                Some(Boxed { key, extent })
            })
            .collect();
        Self {
            borders: Arc::new(RTree::bulk_load(borders)),
            units: Arc::new(RTree::bulk_load(units)),
            settlements: Arc::new(RTree::bulk_load(settlements)),
            overlays: Arc::new(RTree::bulk_load(overlays)),
        }
    }

    /// The borders whose boxes meet `extent`, in the order of their keys.
    pub fn borders_near(&self, extent: Extent) -> impl Iterator<Item = BorderKey> {
        near(&self.borders, extent)
    }

    /// The units whose own polygon's or point's box meets `extent`, in the order of
    /// their keys.
    pub fn units_near(&self, extent: Extent) -> impl Iterator<Item = UnitKey> {
        near(&self.units, extent)
    }

    /// The settlements in `extent`, in the order of their keys.
    pub fn settlements_near(&self, extent: Extent) -> impl Iterator<Item = SettlementKey> {
        near(&self.settlements, extent)
    }

    /// The overlays whose boxes meet `extent`, in the order of their keys.
    pub fn overlays_near(&self, extent: Extent) -> impl Iterator<Item = OverlayKey> {
        near(&self.overlays, extent)
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
        replace(
            &mut changed.borders,
            borders,
            before,
            after,
            |dataset, key| Some(dataset.borders.get(key)?.extent()),
        );
        replace(&mut changed.units, units, before, after, |dataset, key| {
            own_extent(dataset, dataset.units.get(key)?)
        });
        replace(
            &mut changed.settlements,
            settlements,
            before,
            after,
            |dataset, key| Some(Extent::at(dataset.settlements.get(key)?.position?)),
        );
        changed
    }
}

/// Exchanges the boxes of `keys` in a tree. A tree none of whose boxes changes stays
/// shared with the index it came from.
fn replace<K: Copy + PartialEq>(
    tree: &mut Arc<RTree<Boxed<K>>>,
    keys: &[K],
    before: &Dataset,
    after: &Dataset,
    extent_of: impl Fn(&Dataset, K) -> Option<Extent>,
) {
    for &key in keys {
        let boxed = |dataset| extent_of(dataset, key).map(|extent| Boxed { key, extent });
        let (old, new) = (boxed(before), boxed(after));
        if old != new {
            let tree = Arc::make_mut(tree);
            if let Some(old) = old {
                tree.remove(&old);
            }
            if let Some(new) = new {
                tree.insert(new);
            }
        }
    }
}

fn near<K: Copy + Ord>(tree: &RTree<Boxed<K>>, extent: Extent) -> impl Iterator<Item = K> + use<K> {
    let mut keys: Vec<K> = tree
        .locate_in_envelope_intersecting(envelope(extent))
        .map(|boxed| boxed.key)
        .collect();
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
