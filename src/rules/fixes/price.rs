//! The price of a fix, or of any planned change, before it is chosen: what each unit gains
//! and loses at every level, which findings it resolves, and which it would bring in.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use crate::edit::{ChangeSet, Impact, impact_of};
use crate::rules::{Checked, Family, Finding, FindingKey, Progress, UpdateError};
use crate::topology::Snapshot;

/// What a planned change costs and brings.
#[derive(Debug, Clone)]
pub struct Price {
    /// What every unit touched, and those above it, gain and lose: lowest level first.
    pub impacts: Vec<Impact>,
    /// The findings that would be gone, in the order of their keys.
    pub resolved: Vec<Arc<Finding>>,
    /// The findings that would come, likewise.
    pub created: Vec<Arc<Finding>>,
    /// The data afterwards.
    pub after: Snapshot,
}

impl Price {
    /// The findings on topology that it would bring in: with one, a fix is not offered.
    pub fn faults(&self) -> impl Iterator<Item = &Arc<Finding>> {
        let created = self.created.iter();
        created.filter(|finding| finding.code.family() == Family::Topology)
    }
}

/// The price of changes planned on the state that `checked` is of.
///
/// # Errors
/// [`UpdateError`]: `progress` stopped it, or everything would have to be checked.
pub fn price(
    checked: &Checked,
    changes: &ChangeSet,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Price, UpdateError> {
    let before = checked.snapshot();
    let after = changes.apply(before);
    let (next, first) = checked.update(&after, changes, progress)?;
    let (next, then) = next.finish(progress)?;
    let mut resolved: BTreeMap<FindingKey, Arc<Finding>> = BTreeMap::new();
    let mut created: BTreeMap<FindingKey, Arc<Finding>> = BTreeMap::new();
    // One that changed is among those that went and those that came.
    for finding in first.gone.into_iter().chain(then.gone) {
        if next.finding(&finding.key).is_none() && checked.finding(&finding.key).is_some() {
            resolved.insert(finding.key.clone(), finding);
        }
    }
    for finding in first.came.into_iter().chain(then.came) {
        if checked.finding(&finding.key).is_none() && next.finding(&finding.key).is_some() {
            created.insert(finding.key.clone(), finding);
        }
    }
    Ok(Price {
        impacts: impact_of(before, &after, changes),
        resolved: resolved.into_values().collect(),
        created: created.into_values().collect(),
        after,
    })
}
