//! The findings as a list: which are shown, in which order, and how many there are of
//! each sort. Made anew when the report, the filter or the map's view changes; the
//! words of a finding are made when its row is first in sight.

use std::cell::OnceCell;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::theme;
use super::view_state::{FindingColumn, FindingFilter, FindingsView};
use crate::app::collation;
use crate::app::describe::{Described, describe};
use crate::app::language::{Language, Words, plain};
use crate::app::search::fold;
use crate::app::session::Session;
use crate::model::{Dataset, Extent};
use crate::rules::{Family, Finding, FindingKey, FindingLevel, Report, Severity, Verdict};

/// The sign of a finding.
pub fn sign_of(finding: &Finding) -> theme::Severity {
    match (finding.verdict, finding.severity) {
        (Some(Verdict::NotDecidable), _) => theme::Severity::Unknown,
        (_, Severity::Error) => theme::Severity::Error,
        (_, Severity::Warning) => theme::Severity::Warning,
        (_, Severity::Note) => theme::Severity::Note,
    }
}

/// Whether a finding only says that something cannot be decided.
pub fn is_undecided(finding: &Finding) -> bool {
    finding.verdict == Some(Verdict::NotDecidable)
}

/// How many findings there are of each sort. Those that cannot be decided are counted
/// apart, so that they do not drown the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FindingCounts {
    /// All but the undecided.
    pub all: usize,
    /// By family, in the order of [`Family::ALL`].
    pub families: [usize; 4],
    /// What was not there when the data was opened.
    pub new: usize,
    /// What lies in the map's view.
    pub in_view: usize,
    /// What cannot be decided.
    pub undecided: usize,
    /// By severity, in the order of [`Severity::ALL`].
    pub severities: [usize; 3],
}

#[derive(Clone, PartialEq)]
struct MadeFor {
    filter: FindingFilter,
    severity: Option<Severity>,
    search: String,
    sort: (FindingColumn, bool),
    language: Language,
    extent: Option<Extent>,
}

/// The list.
#[derive(Default)]
pub struct FindingRows {
    report: Option<Arc<Report>>,
    opened: Option<Arc<Report>>,
    opened_keys: FxHashSet<FindingKey>,
    described: Vec<OnceCell<Described>>,
    made_for: Option<MadeFor>,
    rows: Vec<usize>,
    /// The view that the count of what is in sight was made for.
    counted_for: Option<Extent>,
    /// How many there are.
    pub counts: FindingCounts,
}

impl FindingRows {
    /// Forgets words: names may have changed.
    pub fn clear(&mut self) {
        self.report = None;
        self.made_for = None;
    }

    /// Brings the list up to date.
    pub fn update(
        &mut self,
        session: Option<&Session>,
        words: &Words,
        view: &FindingsView,
        extent: Option<Extent>,
    ) {
        let Some((session, report)) =
            session.and_then(|session| Some((session, session.findings().report()?)))
        else {
            *self = Self::default();
            return;
        };
        let is_same = |known: &Option<Arc<Report>>, now: &Arc<Report>| {
            known.as_ref().is_some_and(|known| Arc::ptr_eq(known, now))
        };
        let wanted = MadeFor {
            filter: view.filter,
            severity: view.severity,
            search: view.search.clone(),
            sort: view.sort,
            language: words.language(),
            // A map that moves changes the list only where the list follows the map.
            extent: extent.filter(|_| view.filter == FindingFilter::InView),
        };
        let same_report = is_same(&self.report, report);
        if same_report && self.made_for.as_ref() == Some(&wanted) {
            self.count_in_view(extent);
            return;
        }
        if let Some(opened) = session.findings().opened()
            && !is_same(&self.opened, opened)
        {
            let keys = opened.findings.iter().map(|finding| finding.key.clone());
            self.opened_keys = keys.collect();
            self.opened = Some(opened.clone());
        }
        let same_words = self
            .made_for
            .as_ref()
            .is_some_and(|made| made.language == wanted.language);
        if !same_report || !same_words {
            self.described = report.findings.iter().map(|_| OnceCell::new()).collect();
            self.report = Some(report.clone());
        }
        self.made_for = Some(wanted);
        self.list(&session.snapshot().dataset, words, view, extent);
    }

    /// Counts what lies in sight, without listing anew; a search is left out of account.
    fn count_in_view(&mut self, extent: Option<Extent>) {
        let is_listed = |made: &MadeFor| made.search.is_empty();
        if self.counted_for == extent || !self.made_for.as_ref().is_some_and(is_listed) {
            return;
        }
        self.counted_for = extent;
        let findings = self.report.iter().flat_map(|report| &report.findings);
        self.counts.in_view = findings
            .filter(|finding| !is_undecided(finding) && is_in_view(finding, extent))
            .count();
    }

    fn list(
        &mut self,
        dataset: &Dataset,
        words: &Words,
        view: &FindingsView,
        extent: Option<Extent>,
    ) {
        let Some(report) = self.report.clone() else {
            return;
        };
        let needle = fold(&view.search);
        let mut counts = FindingCounts::default();
        let mut rows = Vec::new();
        for (index, finding) in report.findings.iter().enumerate() {
            if !needle.is_empty() && !self.says(index, dataset, words, needle.text()) {
                continue;
            }
            let undecided = is_undecided(finding);
            let is_new = self.is_new(finding);
            let in_view = is_in_view(finding, extent);
            if undecided {
                counts.undecided += 1;
            } else {
                counts.all += 1;
                let family = Family::ALL
                    .iter()
                    .position(|family| *family == finding.code.family());
                if let Some(count) = family.and_then(|at| counts.families.get_mut(at)) {
                    *count += 1;
                }
                let severity = Severity::ALL
                    .iter()
                    .position(|one| *one == finding.severity);
                if let Some(count) = severity.and_then(|at| counts.severities.get_mut(at)) {
                    *count += 1;
                }
                counts.new += usize::from(is_new);
                counts.in_view += usize::from(in_view);
            }
            let is_listed = match view.filter {
                FindingFilter::All => !undecided,
                FindingFilter::Family(family) => !undecided && finding.code.family() == family,
                FindingFilter::New => !undecided && is_new,
                FindingFilter::InView => !undecided && in_view,
                FindingFilter::NotDecidable => undecided,
            };
            let severity_fits = view
                .severity
                .is_none_or(|severity| severity == finding.severity);
            if is_listed && (severity_fits || undecided) {
                rows.push(index);
            }
        }
        self.counts = counts;
        self.counted_for = extent;
        self.sort(&mut rows, &report, dataset, view.sort);
        self.rows = rows;
    }

    fn sort(
        &self,
        rows: &mut [usize],
        report: &Report,
        dataset: &Dataset,
        (column, descends): (FindingColumn, bool),
    ) {
        let finding = |row: &usize| report.findings.get(*row).map(|finding| &**finding);
        match column {
            FindingColumn::Kind => {
                rows.sort_by_key(|row| finding(row).map(|it| (it.severity, it.code)));
            }
            FindingColumn::Units => rows.sort_by_cached_key(|row| {
                let unit = finding(row)?.units.first()?;
                Some(collation::sort_key(&dataset.units.get(*unit)?.name))
            }),
            FindingColumn::Level => rows.sort_by_key(|row| {
                finding(row)
                    .and_then(|it| it.level)
                    .map(|level| match level {
                        FindingLevel::At(level) => (0, Some(level)),
                        FindingLevel::Outer => (1, None),
                        FindingLevel::Unknown => (2, None),
                    })
            }),
            FindingColumn::Measure => {
                rows.sort_by(|one, other| {
                    let size = |row| finding(row).map_or(0.0, measure);
                    size(one).total_cmp(&size(other))
                });
            }
            FindingColumn::State => {
                rows.sort_by_key(|row| finding(row).map(|it| !self.is_new(it)));
            }
        }
        if descends {
            rows.reverse();
        }
    }

    fn says(&self, index: usize, dataset: &Dataset, words: &Words, needle: &str) -> bool {
        let Some(described) = self.words_of(index, dataset, words) else {
            return false;
        };
        let code = self
            .finding_at(index)
            .map_or("", |finding| finding.code.name());
        let text = format!(
            "{code} {} {} {}",
            described.kind, described.units, described.detail
        );
        let text = fold(&plain(&text));
        needle.split(' ').all(|word| text.text().contains(word))
    }

    fn finding_at(&self, index: usize) -> Option<&Finding> {
        Some(self.report.as_ref()?.findings.get(index)?)
    }

    fn words_of(&self, index: usize, dataset: &Dataset, words: &Words) -> Option<&Described> {
        let finding = self.finding_at(index)?;
        let cell = self.described.get(index)?;
        Some(cell.get_or_init(|| describe(words, dataset, finding)))
    }

    /// How many rows are listed.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The finding of a row.
    pub fn finding(&self, row: usize) -> Option<&Finding> {
        self.finding_at(*self.rows.get(row)?)
    }

    /// The words of a row.
    pub fn described(&self, row: usize, dataset: &Dataset, words: &Words) -> Option<&Described> {
        self.words_of(*self.rows.get(row)?, dataset, words)
    }

    /// Whether a finding came since the data was opened.
    pub fn is_new(&self, finding: &Finding) -> bool {
        self.opened.is_some() && !self.opened_keys.contains(&finding.key)
    }

    /// The row of a finding, if it is listed.
    pub fn row_of(&self, key: &FindingKey) -> Option<usize> {
        self.rows
            .iter()
            .position(|index| self.finding_at(*index).is_some_and(|it| it.key == *key))
    }

    /// The finding so many rows further on, from the selected one; the first or the last
    /// where none is selected.
    pub fn step(&self, selected: Option<&FindingKey>, forwards: bool) -> Option<FindingKey> {
        let last = self.rows.len().checked_sub(1)?;
        let row = match (selected.and_then(|key| self.row_of(key)), forwards) {
            (Some(row), true) => (row + 1).min(last),
            (Some(row), false) => row.saturating_sub(1),
            (None, true) => 0,
            (None, false) => last,
        };
        Some(self.finding(row)?.key.clone())
    }
}

fn is_in_view(finding: &Finding, extent: Option<Extent>) -> bool {
    match (&finding.place, extent) {
        (Some(place), Some(extent)) => extent.holds(place.at),
        _ => false,
    }
}

/// How large a finding is, to sort by: its area, else its width or length, else how far
/// a count falls short.
fn measure(finding: &Finding) -> f64 {
    let short = || {
        let (measured, required) = (finding.measured?, finding.required?);
        Some(required.value() - measured.value())
    };
    finding
        .area_m2
        .or(finding.width_m)
        .or(finding.length_m)
        .or_else(short)
        .unwrap_or(0.0)
}
