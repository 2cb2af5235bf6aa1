//! What edits of single rows share: the row as it was, and as it is.

use std::sync::Arc;

use super::Refusal;
use crate::model::{Key, Table};

/// The row of a key.
///
/// # Errors
/// [`Refusal::Gone`].
pub(super) fn known<K: Key, T>(table: &Table<K, T>, key: K) -> Result<Arc<T>, Refusal> {
    table.get_shared(key).cloned().ok_or(Refusal::Gone)
}

/// A row before and after a change.
///
/// # Errors
/// [`Refusal::Gone`], [`Refusal::NoChange`], and what the change says.
pub(super) fn changed<K: Key, T: Clone + PartialEq>(
    table: &Table<K, T>,
    key: K,
    change: impl FnOnce(&mut T) -> Result<(), Refusal>,
) -> Result<(Arc<T>, Arc<T>), Refusal> {
    let before = known(table, key)?;
    let mut after = T::clone(&before);
    change(&mut after)?;
    if after == *before {
        return Err(Refusal::NoChange);
    }
    Ok((before, Arc::new(after)))
}
