//! The findings as a list: which are shown, in which order, and how many there are of
//! each sort. Made anew when the report, the filter or the map's view changes; the
//! words of a finding are made when its row is first in sight.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::theme;
use super::view_state::{FindingColumn, FindingsView};
use crate::app::clock::today;
use crate::app::collation;
use crate::app::describe::{Described, describe};
use crate::app::finding_filter::{FindingCounts, FindingFacts, FindingFilter, Since, sift};
use crate::app::language::{Language, Words, plain};
use crate::app::my_edits::MyEdits;
use crate::app::search::fold;
use crate::app::session::Session;
use crate::model::{Dataset, Extent};
use crate::rules::{
    Finding, FindingKey, FindingLevel, Report, Severity, Standing, Verdict, standing, triage_of,
};

/// The sign of a finding.
pub fn sign_of(finding: &Finding) -> theme::Severity {
    match (finding.verdict, finding.severity) {
        (Some(Verdict::NotDecidable), _) => theme::Severity::Unknown,
        (_, Severity::Error) => theme::Severity::Error,
        (_, Severity::Warning) => theme::Severity::Warning,
        (_, Severity::Note) => theme::Severity::Note,
    }
}

#[derive(Clone, PartialEq)]
struct MadeFor {
    filter: FindingFilter,
    search: String,
    sort: (FindingColumn, bool),
    language: Language,
    extent: Option<Extent>,
    revision: u64,
}

/// A finding of the list, shown or not.
struct Item {
    finding: Arc<Finding>,
    since: Since,
    of_my_edits: bool,
    standing: Standing,
    described: OnceCell<Described>,
    /// Whether it is listed but for the map's view.
    is_listed_somewhere: bool,
}

/// The list.
#[derive(Default)]
pub struct FindingRows {
    report: Option<Arc<Report>>,
    opened: Option<Arc<Report>>,
    items: Vec<Item>,
    made_for: Option<MadeFor>,
    rows: Vec<usize>,
    /// The selected finding and its row, if it had one. The row is kept when the finding
    /// goes: the next one then stands there.
    place: Option<(FindingKey, Option<usize>)>,
    /// The view that the counts of what is in sight were made for.
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
        let is_same = |known: &Option<Arc<Report>>, now: Option<&Arc<Report>>| match (known, now) {
            (Some(known), Some(now)) => Arc::ptr_eq(known, now),
            (None, None) => true,
            _ => false,
        };
        let opened = session.findings().opened();
        let same_reports = is_same(&self.report, Some(report)) && is_same(&self.opened, opened);
        let wanted = MadeFor {
            filter: view.filter.clone(),
            search: view.search.clone(),
            sort: view.sort,
            language: words.language(),
            // A map that moves changes the list only where the list follows the map.
            extent: extent.filter(|_| view.filter.in_view),
            revision: session.revision(),
        };
        if same_reports && self.made_for.as_ref() == Some(&wanted) {
            self.count_in_view(extent);
            self.keep_place(view.selected.as_ref(), false);
            return;
        }
        let made = self.made_for.as_ref();
        let same_items = made.is_some_and(|made| {
            made.language == wanted.language && made.revision == wanted.revision
        });
        if !same_reports || !same_items {
            self.report = Some(report.clone());
            self.opened = opened.cloned();
            self.gather(session);
        }
        self.made_for = Some(wanted);
        self.list(&session.snapshot().dataset, words, view, extent);
        self.keep_place(view.selected.as_ref(), true);
    }

    fn keep_place(&mut self, selected: Option<&FindingKey>, is_listed_anew: bool) {
        let Some(key) = selected else { return };
        let known = self.place.take().filter(|(known, _)| known == key);
        self.place = match known {
            Some(known) if !is_listed_anew => Some(known),
            known => {
                let last = known.and_then(|(_, row)| row);
                Some((key.clone(), self.row_of(key).or(last)))
            }
        };
    }

    /// Every finding there is, and those that are gone.
    fn gather(&mut self, session: &Session) {
        let keys = |report: &Option<Arc<Report>>| -> FxHashSet<FindingKey> {
            let findings = report.iter().flat_map(|report| report.findings.iter());
            findings.map(|finding| finding.key.clone()).collect()
        };
        let (known, now) = (keys(&self.opened), keys(&self.report));
        let edits = MyEdits::new(&session.snapshot().dataset, session.own_steps());
        let dataset = &session.snapshot().dataset;
        let today = today();
        let item = |since, finding: &Arc<Finding>| Item {
            finding: finding.clone(),
            since,
            standing: standing(dataset, finding, today),
            of_my_edits: !edits.is_empty() && edits.reach(finding),
            described: OnceCell::new(),
            is_listed_somewhere: false,
        };
        let findings = self.report.iter().flat_map(|report| report.findings.iter());
        let current = findings.map(|finding| {
            let is_new = self.opened.is_some() && !known.contains(&finding.key);
            let since = if is_new { Since::New } else { Since::Unchanged };
            item(since, finding)
        });
        let findings = self.opened.iter().flat_map(|report| report.findings.iter());
        let resolved = findings
            .filter(|finding| !now.contains(&finding.key))
            .map(|finding| item(Since::Resolved, finding));
        self.items = current.chain(resolved).collect();
    }

    /// Counts what lies in sight, without listing anew.
    fn count_in_view(&mut self, extent: Option<Extent>) {
        if self.counted_for == extent {
            return;
        }
        self.counted_for = extent;
        let somewhere = (0..self.items.len()).filter(|place| {
            self.items
                .get(*place)
                .is_some_and(|it| it.is_listed_somewhere)
        });
        let (mut here, mut all) = (0, 0);
        for finding in somewhere.filter_map(|place| self.finding_at(place)) {
            all += 1;
            here += usize::from(is_in_view(finding, extent));
        }
        self.counts.here = here;
        self.counts.elsewhere = all - here;
    }

    fn list(
        &mut self,
        dataset: &Dataset,
        words: &Words,
        view: &FindingsView,
        extent: Option<Extent>,
    ) {
        let needle = fold(&view.search);
        let mut counts = FindingCounts::default();
        let mut rows = Vec::new();
        let mut somewhere = Vec::with_capacity(self.items.len());
        for (place, item) in self.items.iter().enumerate() {
            let Some(finding) = self.finding_at(place) else {
                continue;
            };
            let facts = FindingFacts {
                since: item.since,
                in_view: is_in_view(finding, extent),
                of_my_edits: item.of_my_edits,
                is_sought: needle.is_empty() || self.says(place, dataset, words, needle.text()),
                standing: item.standing,
                triage: triage_of(dataset, finding),
            };
            let sifted = sift(&view.filter, dataset, finding, facts, &mut counts);
            somewhere.push(sifted.is_listed_somewhere);
            if sifted.is_listed {
                rows.push(place);
            }
        }
        for (item, is_listed_somewhere) in self.items.iter_mut().zip(somewhere) {
            item.is_listed_somewhere = is_listed_somewhere;
        }
        self.counts = counts;
        self.counted_for = extent;
        self.sort(&mut rows, dataset, view.sort);
        self.rows = rows;
    }

    fn sort(
        &self,
        rows: &mut [usize],
        dataset: &Dataset,
        (column, descends): (FindingColumn, bool),
    ) {
        let finding = |row: &usize| self.finding_at(*row);
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
            FindingColumn::State => rows.sort_by_key(|row| {
                let triage = finding(row).and_then(|it| triage_of(dataset, it));
                let state = triage.map(|triage| triage.state);
                let item = self.items.get(*row);
                (item.map(|item| (item.standing, item.since)), state)
            }),
            FindingColumn::Assignee => rows.sort_by_cached_key(|row| {
                let triage = finding(row).and_then(|it| triage_of(dataset, it));
                let assignee = triage.map_or("", |triage| &triage.assignee);
                // Nobody comes last.
                (assignee.is_empty(), collation::sort_key(assignee))
            }),
        }
        if descends {
            rows.reverse();
        }
    }

    fn says(&self, place: usize, dataset: &Dataset, words: &Words, needle: &str) -> bool {
        let Some(described) = self.words_of(place, dataset, words) else {
            return false;
        };
        let code = self
            .finding_at(place)
            .map_or("", |finding| finding.code.name());
        let text = format!(
            "{code} {} {} {}",
            described.kind, described.units, described.detail
        );
        let text = fold(&plain(&text));
        needle.split(' ').all(|word| text.text().contains(word))
    }

    fn finding_at(&self, place: usize) -> Option<&Finding> {
        Some(&*self.items.get(place)?.finding)
    }

    fn words_of(&self, place: usize, dataset: &Dataset, words: &Words) -> Option<&Described> {
        let finding = self.finding_at(place)?;
        let cell = &self.items.get(place)?.described;
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

    /// What became of a row's finding since the data was opened.
    pub fn since(&self, row: usize) -> Option<Since> {
        Some(self.items.get(*self.rows.get(row)?)?.since)
    }

    /// Whether a row's finding may stand.
    pub fn standing(&self, row: usize) -> Standing {
        let place = self.rows.get(row);
        let item = place.and_then(|place| self.items.get(*place));
        item.map_or(Standing::Open, |item| item.standing)
    }

    /// The listed findings that are chosen, in their order.
    pub fn chosen<'a>(&'a self, view: &FindingsView) -> Vec<&'a Finding> {
        let findings = self.rows.iter().filter_map(|place| self.finding_at(*place));
        findings
            .filter(|finding| view.is_chosen(&finding.key))
            .collect()
    }

    /// The listed findings in their order.
    pub fn keys(&self) -> Vec<FindingKey> {
        self.keys_between(0, self.rows.len()).collect()
    }

    /// Those of the rows from one to another, that one too, in either order.
    pub fn keys_through(&self, one: usize, other: usize) -> BTreeSet<FindingKey> {
        self.keys_between(one.min(other), one.max(other) + 1)
            .collect()
    }

    fn keys_between(&self, first: usize, end: usize) -> impl Iterator<Item = FindingKey> {
        let end = end.min(self.rows.len());
        let rows = self.rows.get(first.min(end)..end).unwrap_or_default();
        let findings = rows.iter().filter_map(|place| self.finding_at(*place));
        findings.map(|finding| finding.key.clone())
    }

    /// The row of a finding, if it is listed.
    pub fn row_of(&self, key: &FindingKey) -> Option<usize> {
        self.rows
            .iter()
            .position(|place| self.finding_at(*place).is_some_and(|it| it.key == *key))
    }

    /// The next finding, or the one before, from the selected one, also where that is gone;
    /// the first or the last where none was selected.
    pub fn step(&self, selected: Option<&FindingKey>, forwards: bool) -> Option<FindingKey> {
        let last = self.rows.len().checked_sub(1)?;
        let listed = selected.and_then(|key| self.row_of(key));
        let gone = self.place.as_ref().filter(|(key, _)| Some(key) == selected);
        let row = match (listed.or(gone.and_then(|(_, row)| *row)), forwards) {
            // Where one is gone, the next stands in its row.
            (Some(row), true) => (row + usize::from(listed.is_some())).min(last),
            (Some(row), false) => row.saturating_sub(1).min(last),
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
