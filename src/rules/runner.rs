//! Running rules on a snapshot, in the background or on the command line: progress,
//! cancelling, and one order of findings whatever the order of work.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use imbl::Vector;

use super::{Check, Code, Context, Finding, Place, Progress, Selection, Severity};
use crate::model::Dataset;
use crate::topology::Snapshot;

/// How many findings there are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// By severity, gravest first.
    pub by_severity: Vec<(Severity, usize)>,
    /// By code, in the order of codes; none is left out that was looked for.
    pub by_code: Vec<(Code, usize)>,
}

/// What a run found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Report {
    /// The findings by code, then units, then settlements, then place from west to
    /// east and south to north. They are shared with the reports before and after.
    pub findings: Vector<Arc<Finding>>,
    /// How many.
    pub counts: Counts,
}

impl Report {
    /// A report of findings of the chosen rules, put in order and given their keys:
    /// see [`assign_keys`](super::assign_keys).
    pub fn new(
        dataset: &Dataset,
        selection: &Selection,
        mut findings: Vec<Finding>,
        previous: Option<&Report>,
    ) -> Self {
        findings.sort_by(order);
        super::assign_keys(dataset, &mut findings, previous);
        let count = |wanted: &dyn Fn(&Finding) -> bool| {
            findings.iter().filter(|finding| wanted(finding)).count()
        };
        let counts = Counts {
            by_severity: Severity::ALL
                .map(|severity| (severity, count(&|finding| finding.severity == severity)))
                .into(),
            by_code: selection
                .rules()
                .map(|rule| (rule.code, count(&|finding| finding.code == rule.code)))
                .collect(),
        };
        Self {
            findings: findings.into_iter().map(Arc::new).collect(),
            counts,
        }
    }

    /// The gravest severity, if anything was found.
    pub fn gravest(&self) -> Option<Severity> {
        self.findings.iter().map(|finding| finding.severity).min()
    }
}

fn order(a: &Finding, b: &Finding) -> std::cmp::Ordering {
    let place = |finding: &Finding| {
        let at = finding.place.as_ref().map(|place| place.at);
        at.map_or((f64::NEG_INFINITY, f64::NEG_INFINITY), |at| (at.x, at.y))
    };
    let ((a_x, a_y), (b_x, b_y)) = (place(a), place(b));
    a.code
        .cmp(&b.code)
        .then_with(|| a.units.cmp(&b.units))
        .then_with(|| a.settlements.cmp(&b.settlements))
        .then_with(|| (a.layer, a.feature).cmp(&(b.layer, b.feature)))
        .then_with(|| a_x.total_cmp(&b_x))
        .then_with(|| a_y.total_cmp(&b_y))
}

/// Runs the chosen rules. `progress` is called before each rule and from time to time
/// in long ones; when it breaks, the run ends with nothing. Findings inherit their
/// keys from `previous`, the last run on the data as it was before.
///
/// ```
/// use std::ops::ControlFlow;
/// use marz::model::{Dataset, Origin};
/// use marz::rules::{Selection, check};
/// use marz::topology::Snapshot;
/// let snapshot = Snapshot::new(Dataset::new(Origin::of_content(b""), "empty"));
/// let report = check(&snapshot, &Selection::all(), None, &mut |_| ControlFlow::Continue(()));
/// assert!(report.is_some_and(|report| report.findings.is_empty()));
/// ```
pub fn check(
    snapshot: &Snapshot,
    selection: &Selection,
    previous: Option<&Report>,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Option<Report> {
    let context = Context::watched(snapshot, Box::new(progress));
    let mut findings = Vec::new();
    let of = selection.rules().count();
    for (done, rule) in selection.rules().enumerate() {
        let code = rule.code;
        if !context.begin(Progress { code, done, of }) {
            return None;
        }
        let before = findings.len();
        for check in rule.checks {
            run_whole(&context, check, &mut findings);
        }
        for finding in findings.iter_mut().skip(before) {
            give_place(&context, finding);
        }
    }
    if !context.keep_going() {
        return None;
    }
    Some(Report::new(
        &snapshot.dataset,
        selection,
        findings,
        previous,
    ))
}

/// How many subjects are asked about before it is asked whether to go on.
const SUBJECTS_A_STEP: usize = 256;

/// Asks a check about everything.
fn run_whole(context: &Context<'_>, check: &Check, findings: &mut Vec<Finding>) {
    let dataset = context.dataset();
    let goes_on = |index: usize| !index.is_multiple_of(SUBJECTS_A_STEP) || context.keep_going();
    match *check {
        Check::Unit(_, check) => {
            for (index, (key, unit)) in dataset.units.iter().enumerate() {
                if !goes_on(index) {
                    return;
                }
                check(context, key, unit, findings);
            }
        }
        Check::Settlement(_, check) => {
            for (index, (key, settlement)) in dataset.settlements.iter().enumerate() {
                if !goes_on(index) {
                    return;
                }
                check(context, key, settlement, findings);
            }
        }
        Check::Border(_, check) => {
            for (index, (key, border)) in dataset.borders.iter().enumerate() {
                if !goes_on(index) {
                    return;
                }
                check(context, key, border, findings);
            }
        }
        Check::UnitGroup { key, check } => {
            let all = dataset.units.iter();
            for group in groups(all.map(|(unit, row)| (unit, key(context, unit, row)))) {
                check(context, &group, findings);
            }
        }
        Check::SettlementGroup { key, check } => {
            let all = dataset.settlements.iter();
            for group in groups(all.map(|(place, row)| (place, key(context, place, row)))) {
                check(context, &group, findings);
            }
        }
        Check::Survey(check) => check(context, context.survey(), findings),
        Check::Layer(check) => {
            for (key, layer) in dataset.layers.iter() {
                check(context, key, layer, findings);
            }
        }
        Check::Whole(check) => check(context, findings),
    }
}

/// The groups of two members or more, in the order of what they have in common.
fn groups<K>(members: impl Iterator<Item = (K, Option<String>)>) -> impl Iterator<Item = Vec<K>> {
    let mut groups: BTreeMap<String, Vec<K>> = BTreeMap::new();
    for (member, common) in members {
        if let Some(common) = common {
            groups.entry(common).or_default().push(member);
        }
    }
    groups.into_values().filter(|group| group.len() > 1)
}

/// Gives a finding that has no place of its own that of its first settlement or, where
/// it is about none, that of its first unit as a whole.
fn give_place(context: &Context<'_>, finding: &mut Finding) {
    if finding.place.is_some() {
        return;
    }
    finding.place = match finding.settlements.first() {
        Some(&settlement) => {
            let settlement = context.dataset().settlements.get(settlement);
            settlement
                .and_then(|settlement| settlement.position)
                .map(Place::point)
        }
        None => {
            let unit = finding.units.first();
            unit.and_then(|&unit| context.unit_place(unit))
        }
    };
}
