//! Work on many items by several threads, and on few by one, as starting others takes
//! longer than that.

use rayon::prelude::*;

/// How many units are looked at by one thread in a row.
pub(super) const UNITS_AT_ONCE: usize = 64;

/// What `each` makes of `items`, so many of them at once, in their order.
pub(super) fn by_chunks<T: Sync, R: Send>(
    items: &[T],
    at_once: usize,
    each: impl Fn(&[T]) -> Vec<R> + Sync,
) -> Vec<R> {
    if items.len() <= at_once {
        return each(items);
    }
    let chunks: Vec<Vec<R>> = items.par_chunks(at_once).map(&each).collect();
    chunks.into_iter().flatten().collect()
}
