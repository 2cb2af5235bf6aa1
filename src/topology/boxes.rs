//! A persistent R-tree of two levels: boxes with keys in tiles that lie close together.
//! A change copies one tile, and the trees before and after share all others, so that
//! an edit costs the same whoever still holds the state before it. (`rstar`'s trees are
//! copied as a whole then.)

use std::sync::Arc;

use imbl::Vector;
use rayon::prelude::*;

use crate::model::Extent;

/// How many boxes a tile holds when a tree is made, at least and at most; in between,
/// about the root of their number, so that there are as many tiles as boxes in each.
const TILE_SIZES: [usize; 2] = [32, 512];

/// A box with the key of what is in it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Boxed<K> {
    pub extent: Extent,
    pub key: K,
}

/// Boxes that lie close together.
#[derive(Debug, Clone)]
struct Tile<K> {
    extent: Extent,
    boxes: Arc<[Boxed<K>]>,
}

impl<K: Copy> Tile<K> {
    fn new(boxes: &[Boxed<K>]) -> Option<Self> {
        let extent = boxes.iter().map(|boxed| boxed.extent);
        Some(Self {
            extent: extent.reduce(Extent::union)?,
            boxes: boxes.into(),
        })
    }
}

/// The tree.
#[derive(Debug, Clone)]
pub(super) struct Boxes<K> {
    tiles: Vector<Tile<K>>,
    tile_size: usize,
}

impl<K> Default for Boxes<K> {
    fn default() -> Self {
        Self {
            tiles: Vector::new(),
            tile_size: TILE_SIZES[0],
        }
    }
}

impl<K: Copy + PartialEq + Send + Sync> Boxes<K> {
    /// The tree of these boxes: sorted into strips from west to east, and each strip
    /// into tiles from south to north (sort-tile-recursive: Leutenegger, Lopez and
    /// Edgington, 1997).
    pub fn new(mut boxes: Vec<Boxed<K>>) -> Self {
        let [least, most] = TILE_SIZES;
        let tile_size = boxes.len().isqrt().clamp(least, most);
        let tile_count = boxes.len().div_ceil(tile_size);
        let strip_size = tile_count.isqrt().max(1) * tile_size;
        boxes.par_sort_by(|a, b| middle(a.extent).0.total_cmp(&middle(b.extent).0));
        let strips = boxes.par_chunks_mut(strip_size);
        let tiles = strips.flat_map_iter(|strip| {
            strip.sort_by(|a, b| middle(a.extent).1.total_cmp(&middle(b.extent).1));
            strip.chunks(tile_size).filter_map(Tile::new)
        });
        let tiles: Vec<Tile<K>> = tiles.collect();
        Self {
            tiles: tiles.into(),
            tile_size,
        }
    }

    /// The keys whose boxes meet `extent`, in no particular order.
    pub fn near(&self, extent: Extent) -> impl Iterator<Item = K> + '_ {
        let tiles = self.tiles.iter();
        tiles
            .filter(move |tile| tile.extent.meets(&extent))
            .flat_map(|tile| tile.boxes.iter())
            .filter(move |boxed| boxed.extent.meets(&extent))
            .map(|boxed| boxed.key)
    }

    /// Takes `old` out and puts `new` in.
    pub fn exchange(&mut self, old: Option<Boxed<K>>, new: Option<Boxed<K>>) {
        let home = old.and_then(|old| self.tile_of(&old));
        let to = new.and_then(|new| home.map(|(tile, _)| tile).or_else(|| self.nearest(&new)));
        if let Some((tile, at)) = home
            && let Some(known) = self.tiles.get(tile)
        {
            let mut boxes = known.boxes.to_vec();
            match new {
                // It goes where it was: boxes seldom go far.
                Some(new) => boxes[at] = new,
                None => {
                    boxes.swap_remove(at);
                }
            }
            self.put(tile, &boxes);
        } else if let Some(new) = new {
            match to.and_then(|tile| Some((tile, self.tiles.get(tile)?))) {
                Some((tile, known)) => {
                    let mut boxes = known.boxes.to_vec();
                    boxes.push(new);
                    self.put(tile, &boxes);
                }
                None => self.tiles.extend(Tile::new(&[new])),
            }
        }
    }

    /// Where a box is: its tile, and its place there.
    fn tile_of(&self, boxed: &Boxed<K>) -> Option<(usize, usize)> {
        let tiles = self.tiles.iter().enumerate();
        tiles
            .filter(|(_, tile)| tile.extent.holds_extent(&boxed.extent))
            .find_map(|(index, tile)| {
                let at = tile.boxes.iter().position(|known| known == boxed)?;
                Some((index, at))
            })
    }

    /// The tile that grows least by a box.
    fn nearest(&self, boxed: &Boxed<K>) -> Option<usize> {
        let growth = |tile: &Tile<K>| {
            let size = |extent: Extent| {
                let size = extent.max - extent.min;
                size.x + size.y
            };
            size(tile.extent.union(boxed.extent)) - size(tile.extent)
        };
        let tiles = self.tiles.iter().map(growth).enumerate();
        let least = tiles.min_by(|a, b| a.1.total_cmp(&b.1));
        least.map(|(index, _)| index)
    }

    /// Puts other boxes into a tile; one that has grown too large is parted.
    fn put(&mut self, tile: usize, boxes: &[Boxed<K>]) {
        if boxes.len() > 2 * self.tile_size {
            let mut boxes = boxes.to_vec();
            let extent = boxes.iter().map(|boxed| boxed.extent);
            let size = extent.reduce(Extent::union).map(|all| all.max - all.min);
            let is_wide = size.is_some_and(|size| size.x > size.y);
            let place = |extent: Extent| {
                let (x, y) = middle(extent);
                if is_wide { x } else { y }
            };
            boxes.sort_by(|a, b| place(a.extent).total_cmp(&place(b.extent)));
            let (first, second) = boxes.split_at(boxes.len() / 2);
            self.set(tile, first);
            self.tiles.extend(Tile::new(second));
        } else {
            self.set(tile, boxes);
        }
    }

    fn set(&mut self, tile: usize, boxes: &[Boxed<K>]) {
        match Tile::new(boxes) {
            Some(made) => {
                self.tiles.set(tile, made);
            }
            None => {
                self.tiles.remove(tile);
            }
        }
    }
}

fn middle(extent: Extent) -> (f64, f64) {
    (
        extent.min.x / 2.0 + extent.max.x / 2.0,
        extent.min.y / 2.0 + extent.max.y / 2.0,
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::Position;

    fn boxes() -> impl Strategy<Value = Vec<Extent>> {
        let one = (-1.0..1.0_f64, -1.0..1.0_f64, 0.0..0.3_f64, 0.0..0.3_f64);
        prop::collection::vec(one, 0..400).prop_map(|all| {
            let corner = |x, y| Position { x, y };
            all.into_iter()
                .map(|(x, y, width, height)| Extent {
                    min: corner(x, y),
                    max: corner(x + width, y + height),
                })
                .collect()
        })
    }

    fn sorted(keys: impl Iterator<Item = usize>) -> Vec<usize> {
        let mut keys: Vec<usize> = keys.collect();
        keys.sort_unstable();
        keys
    }

    proptest! {
        #[test]
        fn it_finds_what_looking_at_every_box_finds_and_earlier_trees_stay(
            before in boxes(),
            after in boxes(),
            questions in boxes(),
        ) {
            let boxed = |(key, &extent): (usize, &Extent)| Boxed { extent, key };
            let first = Boxes::new(before.iter().enumerate().map(boxed).collect());
            let mut second = first.clone();
            for key in 0..before.len().max(after.len()) {
                let of = |all: &Vec<Extent>| all.get(key).map(|extent| boxed((key, extent)));
                second.exchange(of(&before), of(&after));
            }
            for question in questions {
                for (tree, all) in [(&first, &before), (&second, &after)] {
                    let wanted = all.iter().enumerate();
                    let wanted = wanted.filter(|(_, extent)| extent.meets(&question));
                    prop_assert_eq!(
                        sorted(tree.near(question)),
                        sorted(wanted.map(|(key, _)| key))
                    );
                }
            }
        }
    }
}
