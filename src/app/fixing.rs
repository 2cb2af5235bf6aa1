//! What can be done about a finding, with the price of each way: who gains and loses
//! land, villages and people, which findings go and which would come, and what changes
//! on the map. Planned on a job's thread; nothing changes until one is applied.

use std::sync::Arc;

use super::changed_lines::ChangedLines;
use super::jobs::Watch;
use crate::edit::{ChangeSet, Refusal};
use crate::rules::fixes::{
    Bulk, BulkProgress, BulkTaker, Fix, NoFix, Price, fix_all, fixes, price,
};
use crate::rules::{Checked, Finding, FindingKey};
use crate::topology::Snapshot;

/// The ways to put a finding right.
#[derive(Debug, Clone)]
pub struct FixOffer {
    /// The finding.
    pub key: FindingKey,
    /// The revision of the data that they were planned on.
    pub revision: u64,
    /// Each with its price, or why there is none.
    pub options: Result<Vec<PricedFix>, NoFix>,
}

/// A way to put a finding right, and what it costs.
#[derive(Debug, Clone)]
pub struct PricedFix {
    /// The way.
    pub fix: Fix,
    /// What it costs, as far as that is known.
    pub cost: Cost,
}

/// What is known of the cost of a way.
#[derive(Debug, Clone)]
pub enum Cost {
    /// Nothing to reckon: it cannot be, or is no edit.
    None,
    /// It is being reckoned, or will be.
    Pending,
    /// It is known.
    Known(Box<Preview>),
}

/// Why a way cannot be chosen.
#[derive(Debug, Clone, PartialEq)]
pub enum Obstacle<'a> {
    /// The edit is refused.
    Refused(&'a Refusal),
    /// It would bring in findings of topology, one fault in exchange for another.
    Brings(Vec<&'a Finding>),
}

impl PricedFix {
    fn new(fix: Fix) -> Self {
        let is_edit = fix.edit.is_some() && fix.is_possible();
        let cost = if is_edit { Cost::Pending } else { Cost::None };
        Self { fix, cost }
    }

    /// What it would change, where that is known already.
    pub fn preview(&self) -> Option<&Preview> {
        match &self.cost {
            Cost::Known(preview) => Some(preview),
            Cost::None | Cost::Pending => None,
        }
    }

    /// Why it cannot be chosen, if so.
    pub fn obstacle(&self) -> Option<Obstacle<'_>> {
        if let Err(refusal) = &self.fix.planned {
            return Some(Obstacle::Refused(refusal));
        }
        let brings: Vec<&Finding> = self.preview()?.price.faults().map(|it| &**it).collect();
        (!brings.is_empty()).then_some(Obstacle::Brings(brings))
    }
}

impl FixOffer {
    /// Whether it is known what every way costs.
    pub fn is_priced(&self) -> bool {
        self.next_pending().is_none()
    }

    /// The first way that is not priced yet, with its edit's changes.
    pub(super) fn next_pending(&self) -> Option<(usize, &ChangeSet)> {
        let options = self.options.as_ref().ok()?.iter().enumerate();
        let mut pending = options.filter(|(_, option)| matches!(option.cost, Cost::Pending));
        pending.find_map(|(place, option)| Some((place, option.fix.planned.as_ref().ok()?)))
    }

    /// Keeps what the `place`-th way costs.
    pub(super) fn set_preview(&mut self, place: usize, preview: Preview) {
        if let Ok(options) = &mut self.options
            && let Some(option) = options.get_mut(place)
        {
            option.cost = Cost::Known(Box::new(preview));
        }
    }
}

/// What an edit costs, and what it changes on the map, before it is made.
#[derive(Debug, Clone)]
pub struct Preview {
    /// Who gains and loses, and which findings go and come.
    pub price: Price,
    /// What changes on the map.
    pub lines: ChangedLines,
}

/// What an edit costs that was planned on a checked state; nothing where it was stopped.
pub(super) fn preview(checked: &Checked, changes: &ChangeSet, watch: &Watch) -> Option<Preview> {
    let price = price(checked, changes, &mut |_| watch.progress(0.5)).ok()?;
    let lines = ChangedLines::between(checked.snapshot(), &price.after, changes);
    Some(Preview { price, lines })
}

/// Plans the ways to put a finding right; what each costs is reckoned afterwards.
pub(super) fn offer(snapshot: &Snapshot, finding: &Finding, revision: u64) -> FixOffer {
    let options = fixes(snapshot, finding);
    FixOffer {
        key: finding.key.clone(),
        revision,
        options: options.map(|all| all.into_iter().map(PricedFix::new).collect()),
    }
}

/// What would become of a selection that is put right as one step.
#[derive(Debug, Clone)]
pub struct BulkOffer {
    /// The revision of the data that it was planned on.
    pub revision: u64,
    /// The selection, in the order of the plan's places.
    pub findings: Vec<Arc<Finding>>,
    /// The plan.
    pub bulk: Bulk,
    /// What it costs in all; nothing where nothing can be put right.
    pub preview: Option<Preview>,
}

impl BulkOffer {
    /// The findings of topology that it would bring in: with one, it is not applied.
    pub fn faults(&self) -> Vec<&Finding> {
        let preview = self.preview.iter();
        let faults = preview.flat_map(|preview| preview.price.faults());
        faults.map(|finding| &**finding).collect()
    }
}

/// Plans a selection as one step and prices it; nothing where it was stopped.
pub(super) fn offer_bulk(
    checked: &Checked,
    findings: &[Arc<Finding>],
    taker: BulkTaker,
    revision: u64,
    watch: &Watch,
) -> Option<BulkOffer> {
    let selection: Vec<&Finding> = findings.iter().map(|finding| &**finding).collect();
    let mut step =
        |progress: BulkProgress| watch.progress(progress.done as f32 / progress.of.max(1) as f32);
    let bulk = fix_all(checked.snapshot(), &selection, taker, &mut step)?;
    let preview = if bulk.changes.is_empty() {
        None
    } else {
        Some(preview(checked, &bulk.changes, watch)?)
    };
    Some(BulkOffer {
        revision,
        findings: findings.to_vec(),
        bulk,
        preview,
    })
}
