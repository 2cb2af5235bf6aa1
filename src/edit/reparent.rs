//! Units and settlements that come under another unit, as changes: the parent, and what
//! their source would say of it.

use std::sync::Arc;

use super::Change;
use crate::model::{ParentReference, Settlement, SettlementKey, Unit, UnitKey};

/// A unit comes under another.
pub(super) fn unit_under(
    key: UnitKey,
    unit: &Arc<Unit>,
    parent: UnitKey,
    reference: &ParentReference,
) -> Change {
    let mut after = Unit::clone(unit);
    after.parent = Some(parent);
    after.parent_reference.clone_from(reference);
    Change::Unit {
        key,
        before: Some(Arc::clone(unit)),
        after: Some(Arc::new(after)),
    }
}

/// A settlement comes under a unit.
pub(super) fn settlement_under(
    key: SettlementKey,
    settlement: &Arc<Settlement>,
    parent: UnitKey,
    reference: &ParentReference,
) -> Change {
    let mut after = Settlement::clone(settlement);
    after.parent = Some(parent);
    after.parent_reference.clone_from(reference);
    Change::Settlement {
        key,
        before: Some(Arc::clone(settlement)),
        after: Some(Arc::new(after)),
    }
}
