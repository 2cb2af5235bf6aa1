//! Running rules on a snapshot, in the background or on the command line: progress,
//! cancelling, and one order of findings whatever the order of work.

use std::ops::ControlFlow;

use super::{Code, Context, Finding, Progress, Selection, Severity};
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
    /// east and south to north.
    pub findings: Vec<Finding>,
    /// How many.
    pub counts: Counts,
}

impl Report {
    /// A report of findings of the chosen rules, put in order.
    pub fn new(selection: &Selection, mut findings: Vec<Finding>) -> Self {
        findings.sort_by(order);
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
        Self { findings, counts }
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
        (rule.check)(&context, &mut findings);
    }
    if !context.keep_going() {
        return None;
    }
    let mut report = Report::new(selection, findings);
    super::assign_keys(&snapshot.dataset, &mut report.findings, previous);
    Some(report)
}
