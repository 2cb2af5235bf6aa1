//! Faults that an edit would bring in.
use super::Fault;
use crate::model::Extent;
use crate::topology::Snapshot;

pub(super) fn introduced_faults(
    _before: &Snapshot,
    _after: &Snapshot,
    _extent: Extent,
) -> Vec<Fault> {
    Vec::new()
}
