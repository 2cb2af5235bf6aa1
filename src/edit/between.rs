//! Which border a change is about: of those whose course or attributes it changes, the
//! one of the highest level, by the units on its two sides.

use super::{Change, ChangeSet};
use crate::topology::{Between, Snapshot};

/// The border of the highest level that a change touches, as it was, or as it is where it
/// comes; nothing where it touches none.
pub(super) fn touched_border(before: &Snapshot, changes: &ChangeSet) -> Option<Between> {
    let dataset = &before.dataset;
    let of_change = |change: &Change| match change {
        Change::Vertices { border, .. } => {
            let border = dataset.borders.get(*border)?;
            Some(Between::of(dataset, border))
        }
        Change::Border { before, after, .. } => {
            let border = before.as_ref().or(after.as_ref())?;
            Some(Between::of(dataset, border))
        }
        _ => None,
    };
    let touched = changes.changes().iter().filter_map(of_change);
    touched.min_by_key(|it| (it.level.is_none(), *it))
}
