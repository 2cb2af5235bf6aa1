//! The report of a run: findings in one order, whatever the order of work, and how many
//! there are.

use std::cmp::Ordering;
use std::sync::Arc;

use imbl::Vector;

use super::{Code, Finding, Place, Selection, Severity};
use crate::model::Dataset;

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
        Self::of_sorted(selection, findings.into_iter().map(Arc::new).collect())
    }

    /// A report of findings that are in order and have their keys.
    pub(super) fn of_sorted(selection: &Selection, findings: Vector<Arc<Finding>>) -> Self {
        let mut counts = Counts::none(selection);
        for finding in &findings {
            counts.add(finding);
        }
        Self { findings, counts }
    }

    /// The place in the list at which a finding stands or would stand.
    pub(super) fn place_of(&self, is_before: impl Fn(&Finding) -> bool) -> usize {
        let (mut from, mut to) = (0, self.findings.len());
        while from < to {
            let middle = from.midpoint(to);
            if self.findings.get(middle).is_some_and(|it| is_before(it)) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        from
    }

    /// The findings that are equal to `finding` in order, with their places.
    pub(super) fn equals<'a>(
        &'a self,
        finding: &'a Finding,
    ) -> impl Iterator<Item = (usize, &'a Arc<Finding>)> {
        let first = self.place_of(|it| order(it, finding).is_lt());
        (first..self.findings.len())
            .filter_map(|at| Some((at, self.findings.get(at)?)))
            .take_while(|(_, it)| order(it, finding).is_eq())
    }

    /// Puts a finding in its place.
    pub(super) fn insert(&mut self, finding: Arc<Finding>) {
        let at = self.place_of(|it| order(it, &finding).is_le());
        self.counts.add(&finding);
        self.findings.insert(at, finding);
    }

    /// Takes a finding out; tells whether it was there.
    pub(super) fn remove(&mut self, finding: &Arc<Finding>) -> bool {
        let at = self
            .equals(finding)
            .find(|(_, it)| Arc::ptr_eq(it, finding))
            .map(|(at, _)| at);
        let Some(at) = at else { return false };
        let finding = self.findings.remove(at);
        self.counts.take(&finding);
        true
    }

    /// The gravest severity, if anything was found.
    pub fn gravest(&self) -> Option<Severity> {
        self.findings.iter().map(|finding| finding.severity).min()
    }
}

impl Counts {
    fn none(selection: &Selection) -> Self {
        Self {
            by_severity: Severity::ALL.map(|severity| (severity, 0)).into(),
            by_code: selection.rules().map(|rule| (rule.code, 0)).collect(),
        }
    }

    fn of_finding<'a>(&'a mut self, finding: &Finding) -> impl Iterator<Item = &'a mut usize> {
        let (severity, code) = (finding.severity, finding.code);
        let severities = self.by_severity.iter_mut();
        let severities = severities.filter(move |(known, _)| *known == severity);
        let codes = self.by_code.iter_mut();
        let codes = codes.filter(move |(known, _)| *known == code);
        let severities = severities.map(|(_, count)| count);
        severities.chain(codes.map(|(_, count)| count))
    }

    fn add(&mut self, finding: &Finding) {
        for count in self.of_finding(finding) {
            *count += 1;
        }
    }

    fn take(&mut self, finding: &Finding) {
        for count in self.of_finding(finding) {
            *count = count.saturating_sub(1);
        }
    }
}

/// What a finding's identity does not depend on the place of: its kind, and who it is
/// about. Findings of one group stand beside each other in a report.
pub(super) fn by_group(a: &Finding, b: &Finding) -> Ordering {
    (a.code.cmp(&b.code))
        .then_with(|| a.units.cmp(&b.units))
        .then_with(|| a.settlements.cmp(&b.settlements))
        .then_with(|| a.overlays.cmp(&b.overlays))
}

/// The order of a report. Findings that it does not tell apart are alike in all that a
/// person sees of them.
pub(super) fn order(a: &Finding, b: &Finding) -> Ordering {
    let numbers = |place: &Place| {
        let (at, extent) = (place.at, place.extent);
        let (min, max) = (extent.min, extent.max);
        [at.x, at.y, min.x, min.y, max.x, max.y]
    };
    let place = |finding: &Finding| {
        let place = finding.place.as_ref().map(numbers);
        place.unwrap_or([f64::NEG_INFINITY; 6])
    };
    let sizes = |it: &Finding| {
        let measured = it.measured.map(super::Amount::value);
        [it.area_m2, it.width_m, it.length_m, measured].map(|size| size.unwrap_or(-1.0))
    };
    by_group(a, b)
        .then_with(|| (a.layer, a.feature).cmp(&(b.layer, b.feature)))
        .then_with(|| by_numbers(&place(a), &place(b)))
        .then_with(|| (a.severity, a.kind(), a.level).cmp(&(b.severity, b.kind(), b.level)))
        .then_with(|| by_numbers(&sizes(a), &sizes(b)))
}

fn by_numbers(a: &[f64], b: &[f64]) -> Ordering {
    let mut each = a.iter().zip(b).map(|(a, b)| a.total_cmp(b));
    each.find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
}
