//! The price of a fix, or of any planned change, before it is chosen: what each unit gains
//! and loses at every level, which findings it resolves, and which it would bring in.

use std::ops::ControlFlow;
use std::sync::Arc;

use crate::edit::{ChangeSet, Impact, impact_of};
use crate::model::UnitKey;
use crate::rules::legal::{VerdictLine, verdicts};
use crate::rules::{Checked, Context, Family, Finding, Progress, ReportChange, UpdateError};
use crate::topology::Snapshot;

/// What the law asks of a unit, and where its centre is, before and after a change.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitStanding {
    /// The unit.
    pub unit: UnitKey,
    /// What the law says of it as it is; empty for a unit that comes.
    pub before: Vec<VerdictLine>,
    /// What it would say; empty for a unit that goes.
    pub after: Vec<VerdictLine>,
    /// Whether its centre would lie in its land; nothing where it has none, or no land.
    pub holds_centre: Option<bool>,
}

/// What a planned change costs and brings.
#[derive(Debug, Clone)]
pub struct Price {
    /// What every unit touched, and those above it, gain and lose: lowest level first.
    pub impacts: Vec<Impact>,
    /// How those that gain or lose something stand before the law, in the same order.
    pub standings: Vec<UnitStanding>,
    /// The findings that would be gone, in the order of their keys.
    pub resolved: Vec<Arc<Finding>>,
    /// The findings that would come, likewise.
    pub created: Vec<Arc<Finding>>,
    /// Whether all rules were asked; else those that take longer are still to come.
    pub is_whole: bool,
    /// The data afterwards.
    pub after: Snapshot,
}

impl Price {
    /// The price of changes on data that was not checked: who gains and who loses.
    pub fn unchecked(before: &Snapshot, after: Snapshot, changes: &ChangeSet) -> Self {
        Self {
            impacts: impact_of(before, &after, changes),
            standings: Vec::new(),
            resolved: Vec::new(),
            created: Vec::new(),
            is_whole: false,
            after,
        }
    }

    /// The findings on topology that it would bring in: with one, a fix is not offered.
    pub fn faults(&self) -> impl Iterator<Item = &Arc<Finding>> {
        let created = self.created.iter();
        created.filter(|finding| finding.code.family() == Family::Topology)
    }

    fn of(
        checked: &Checked,
        next: &Checked,
        change: ReportChange,
        changes: &ChangeSet,
        is_whole: bool,
    ) -> Self {
        // A finding that only says something else now has kept its key.
        let missing_in = |mut findings: Vec<Arc<Finding>>, other: &Checked| {
            findings.retain(|finding| other.finding(&finding.key).is_none());
            findings.sort_by(|a, b| a.key.cmp(&b.key));
            findings.dedup_by(|a, b| a.key == b.key);
            findings
        };
        let impacts = impact_of(checked.snapshot(), next.snapshot(), changes);
        Self {
            standings: standings(checked, next, &impacts),
            impacts,
            resolved: missing_in(change.gone, next),
            created: missing_in(change.came, checked),
            is_whole,
            after: next.snapshot().clone(),
        }
    }
}

/// How units stand that gain or lose something, or that come or go.
fn standings(checked: &Checked, next: &Checked, impacts: &[Impact]) -> Vec<UnitStanding> {
    let (old, new) = (checked.context(), next.context());
    let is_affected = |impact: &&Impact| {
        let is_there = |context: &Context<'_>| context.dataset().units.get(impact.unit).is_some();
        impact.is_change() || is_there(&old) != is_there(&new)
    };
    let affected = impacts.iter().filter(is_affected);
    affected
        .map(|impact| {
            let dataset = new.dataset();
            let unit = dataset.units.get(impact.unit);
            let centre = unit.and_then(|unit| unit.centre.as_ref());
            let place = centre.and_then(|centre| dataset.centre_position(centre));
            UnitStanding {
                unit: impact.unit,
                before: verdicts(&old, impact.unit),
                after: verdicts(&new, impact.unit),
                holds_centre: place.and_then(|place| new.holds(impact.unit, place)),
            }
        })
        .collect()
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
    let after = changes.apply(checked.snapshot());
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
    Ok(Price::of(checked, &next, change, changes, true))
}

/// The price of changes as far as it is known at once, for a gesture that is under way: the
/// rules that take longer are not asked, and where everything would have to be checked
/// again no rule is. `after` is the data after the changes.
pub fn brief_price(checked: &Checked, changes: &ChangeSet, after: &Snapshot) -> Price {
    let mut go_on = |_| ControlFlow::Continue(());
    match checked.update(after, changes, &mut go_on) {
        Ok((next, change)) => {
            let is_whole = next.is_finished();
            Price::of(checked, &next, change, changes, is_whole)
        }
        Err(_) => Price::unchecked(checked.snapshot(), after.clone(), changes),
    }
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
