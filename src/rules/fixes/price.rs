//! The price of a fix, or of any planned change, before it is chosen: what each unit gains
//! and loses at every level, which findings it resolves, and which it would bring in.

use std::ops::ControlFlow;
use std::sync::Arc;

use crate::edit::{ChangeSet, Impact, impact_of};
use crate::rules::{Checked, Family, Finding, Progress, ReportChange, UpdateError};
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
/// Where the checks cannot be brought up to date they are made again on all of it, which
/// takes as long as a check does.
///
/// # Errors
/// [`UpdateError::Stopped`]: `progress` stopped it.
pub fn price(
    checked: &Checked,
    changes: &ChangeSet,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Price, UpdateError> {
    let before = checked.snapshot();
    let after = changes.apply(before);
    let (next, change) = match updated(checked, &after, changes, progress) {
        Err(UpdateError::Whole) => {
            let selection = &checked.selection;
            let next = Checked::whole(&after, selection, Some(checked.report()), progress)
                .ok_or(UpdateError::Stopped)?;
            let change = ReportChange {
                gone: checked.report().findings.iter().cloned().collect(),
                came: next.report().findings.iter().cloned().collect(),
            };
            (next, change)
        }
        updated => updated?,
    };
    // A finding that only says something else now has kept its key.
    let missing_in = |mut findings: Vec<Arc<Finding>>, other: &Checked| {
        findings.retain(|finding| other.finding(&finding.key).is_none());
        findings.sort_by(|a, b| a.key.cmp(&b.key));
        findings.dedup_by(|a, b| a.key == b.key);
        findings
    };
    Ok(Price {
        impacts: impact_of(before, &after, changes),
        resolved: missing_in(change.gone, &next),
        created: missing_in(change.came, checked),
        after,
    })
}

/// The state after the changes, checked where they affect it, and what that did to the
/// report.
fn updated(
    checked: &Checked,
    after: &Snapshot,
    changes: &ChangeSet,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<(Checked, ReportChange), UpdateError> {
    let (next, mut change) = checked.update(after, changes, progress)?;
    let (next, late) = next.finish(progress)?;
    change.gone.extend(late.gone);
    change.came.extend(late.came);
    Ok((next, change))
}
