//! What can be done about a finding, with the price of each way: who gains and loses
//! land, villages and people, which findings go and which would come, and what changes
//! on the map. Planned on a job's thread; nothing changes until one is applied.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::jobs::Watch;
use crate::edit::{ChangeSet, Impact, impact_of};
use crate::model::{BorderKey, Position};
use crate::rules::fixes::{Bulk, BulkProgress, BulkTaker, Fix, NoFix, fix_all, fixes};
use crate::rules::{Checked, Finding, FindingKey, ReportChange, Selection, UpdateError};
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
    /// Its price; nothing for what cannot be, and for what is no edit.
    pub price: Option<Price>,
}

/// What an edit costs, before it is made.
#[derive(Debug, Clone, Default)]
pub struct Price {
    /// What every unit touched gains and loses, at every level, lowest first.
    pub impacts: Vec<Impact>,
    /// The findings that go.
    pub resolves: Vec<Arc<Finding>>,
    /// The findings that come.
    pub creates: Vec<Arc<Finding>>,
    /// What changes on the map.
    pub lines: ChangedLines,
}

/// Edges of borders that go and that come.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ChangedLines {
    /// Those that go.
    pub gone: Vec<[Position; 2]>,
    /// Those that come.
    pub drawn: Vec<[Position; 2]>,
}

impl ChangedLines {
    /// What a change set does to the lines of borders.
    pub fn between(before: &Snapshot, after: &Snapshot, changes: &ChangeSet) -> Self {
        let mut keys = changes.touched(before).borders;
        keys.extend(changes.touched(after).borders);
        keys.sort_unstable();
        keys.dedup();
        let (was, is) = (edges(before, &keys), edges(after, &keys));
        let known = |edges: &[[Position; 2]]| -> FxHashSet<[u64; 4]> {
            edges.iter().map(undirected).collect()
        };
        let (known_was, known_is) = (known(&was), known(&is));
        let without = |edges: Vec<[Position; 2]>, known: &FxHashSet<[u64; 4]>| {
            let mut edges = edges;
            edges.retain(|edge| !known.contains(&undirected(edge)));
            edges
        };
        Self {
            gone: without(was, &known_is),
            drawn: without(is, &known_was),
        }
    }
}

fn edges(snapshot: &Snapshot, keys: &[BorderKey]) -> Vec<[Position; 2]> {
    let borders = keys
        .iter()
        .filter_map(|key| snapshot.dataset.borders.get(*key));
    borders
        .flat_map(|border| border.line.windows(2))
        .filter_map(|edge| <[Position; 2]>::try_from(edge).ok())
        .collect()
}

/// An edge without its direction.
fn undirected(edge: &[Position; 2]) -> [u64; 4] {
    let bits = |position: Position| (position.x.to_bits(), position.y.to_bits());
    let [from, to] = edge.map(bits);
    let (low, high) = if from <= to { (from, to) } else { (to, from) };
    [low.0, low.1, high.0, high.1]
}

/// What an edit costs that was planned on a checked state; nothing where it was stopped.
pub fn price(checked: &Checked, changes: &ChangeSet, watch: &Watch) -> Option<Price> {
    let before = checked.snapshot();
    let after = changes.apply(before);
    let mut go_on = |_| watch.progress(0.5);
    let updated = checked
        .update(&after, changes, &mut go_on)
        .and_then(|(then, change)| {
            let (then, late) = then.finish(&mut go_on)?;
            Ok((then, [change, late]))
        });
    let (then, changed) = match updated {
        Ok(updated) => updated,
        Err(UpdateError::Stopped) => return None,
        Err(UpdateError::Whole) => {
            let report = checked.report();
            let then = Checked::whole(&after, &Selection::all(), Some(report), &mut go_on)?;
            let change = ReportChange {
                gone: report.findings.iter().cloned().collect(),
                came: then.report().findings.iter().cloned().collect(),
            };
            (then, [change, ReportChange::default()])
        }
    };
    let unknown = |findings: Vec<Arc<Finding>>, to: &Checked| -> Vec<Arc<Finding>> {
        let mut seen = FxHashSet::default();
        let mut findings = findings;
        findings.retain(|finding| {
            to.finding(&finding.key).is_none() && seen.insert(finding.key.clone())
        });
        findings
    };
    let [(gone, came), (late_gone, late_came)] = changed.map(|change| (change.gone, change.came));
    Some(Price {
        impacts: impact_of(before, &after, changes),
        resolves: unknown([gone, late_gone].concat(), &then),
        creates: unknown([came, late_came].concat(), checked),
        lines: ChangedLines::between(before, &after, changes),
    })
}

/// Plans the ways to put a finding right and prices each; nothing where it was stopped.
pub(super) fn offer(
    checked: &Checked,
    finding: &Finding,
    revision: u64,
    watch: &Watch,
) -> Option<FixOffer> {
    let options = match fixes(checked.snapshot(), finding) {
        Err(no_fix) => Err(no_fix),
        Ok(fixes) => {
            let mut priced = Vec::new();
            for fix in fixes {
                let price = match (&fix.edit, &fix.planned) {
                    (Some(_), Ok(changes)) => Some(price(checked, changes, watch)?),
                    _ => None,
                };
                priced.push(PricedFix { fix, price });
            }
            Ok(priced)
        }
    };
    Some(FixOffer {
        key: finding.key.clone(),
        revision,
        options,
    })
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
    pub price: Option<Price>,
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
    let price = if bulk.changes.is_empty() {
        None
    } else {
        Some(price(checked, &bulk.changes, watch)?)
    };
    Some(BulkOffer {
        revision,
        findings: findings.to_vec(),
        bulk,
        price,
    })
}
