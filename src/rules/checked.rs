//! A state that was checked and is kept so: after an edit the checks are asked again
//! about those whom the edit affects, and what they said before is exchanged for what
//! they say now. The report is the one that a run on everything would give.

use std::cell::RefCell;
use std::ops::ControlFlow;
use std::sync::Arc;

use imbl::{OrdMap, OrdSet};

use super::affected::{Affected, Side};
use super::exchange::Exchange;
use super::runner::{Found, Source, Subject, checks, run_all};
use super::tables::Tables;
use super::update::Update;
use super::{Check, Code, Context, Finding, FindingKey, Progress, Report, Selection};
use crate::edit::ChangeSet;
use crate::model::UnitKey;
use crate::topology::{CoverageChange, PatchError, Snapshot, SurveyBook};

/// A finding with where it comes from.
#[derive(Debug, Clone)]
pub(super) struct Filed {
    pub source: Source,
    pub finding: Arc<Finding>,
}

type Files<K> = OrdMap<K, Arc<[Filed]>>;

/// A state that was checked. A clone is cheap.
#[derive(Debug, Clone)]
pub struct Checked {
    snapshot: Snapshot,
    pub(super) selection: Selection,
    tables: Tables,
    book: SurveyBook,
    report: Arc<Report>,
    /// What is said of each subject. What comes of the survey is not filed: it is found
    /// by asking about the part of it that was there before.
    by_subject: Files<Subject>,
    /// What was given the place of a unit as a whole, by that unit.
    pub(super) by_place: Files<UnitKey>,
    pub(super) by_key: OrdMap<FindingKey, Arc<Finding>>,
    /// The checks that are still to be asked again, each with whom about.
    due: OrdSet<(u16, Subject)>,
}

/// What an edit did to a report.
#[derive(Debug, Clone, Default)]
pub struct ReportChange {
    /// The findings that are gone, or are other than they were.
    pub gone: Vec<Arc<Finding>>,
    /// The findings that came, or what they are now.
    pub came: Vec<Arc<Finding>>,
}

/// Why a checked state cannot be brought up to date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UpdateError {
    /// It was stopped.
    #[error("the check was stopped")]
    Stopped,
    /// Everything has to be checked: parameters changed, or a bay of any size may have
    /// become a gap.
    #[error("everything has to be checked")]
    Whole,
}

impl From<PatchError> for UpdateError {
    fn from(error: PatchError) -> Self {
        match error {
            PatchError::Cancelled => Self::Stopped,
            PatchError::Whole => Self::Whole,
        }
    }
}

impl Checked {
    /// Checks everything; nothing where `progress` broke the run off. Findings inherit
    /// their keys from `previous`.
    pub fn whole(
        snapshot: &Snapshot,
        selection: &Selection,
        previous: Option<&Report>,
        progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Option<Self> {
        let context = Context::watched(snapshot, Box::new(progress));
        let Found { findings, sources } = run_all(&context, selection)?;
        let mut order: Vec<usize> = (0..findings.len()).collect();
        order.sort_by(|&a, &b| super::report::order(&findings[a], &findings[b]));
        let sources: Vec<Source> = order.iter().map(|&at| sources[at]).collect();
        let report = Report::new(&snapshot.dataset, selection, findings, previous);
        let mut checked = Self {
            snapshot: snapshot.clone(),
            selection: selection.clone(),
            tables: context.tables().clone(),
            book: context.book().clone(),
            by_subject: Files::default(),
            by_place: Files::default(),
            by_key: OrdMap::default(),
            due: OrdSet::default(),
            report: Arc::new(report),
        };
        let mut all: Vec<Filed> = checked
            .report
            .findings
            .iter()
            .zip(sources)
            .map(|(finding, source)| Filed {
                source,
                finding: Arc::clone(finding),
            })
            .collect();
        checked.by_key = all
            .iter()
            .map(|filed| (filed.finding.key.clone(), Arc::clone(&filed.finding)))
            .collect();
        let of_unit = |filed: &Filed| placed_by(filed).map(|unit| (unit, filed.clone()));
        checked.by_place = files(all.iter().filter_map(of_unit));
        all.retain(|filed| filed.source.subject != Subject::Survey);
        checked.by_subject = files(all.into_iter().map(|filed| (filed.source.subject, filed)));
        Some(checked)
    }

    /// What was found.
    pub fn report(&self) -> &Arc<Report> {
        &self.report
    }

    /// The state that was checked.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// What rules read of the state.
    pub(super) fn context(&self) -> Context<'_> {
        let unwatched = Box::new(|_| ControlFlow::Continue(()));
        let (tables, book) = (self.tables.clone(), self.book.clone());
        Context::known(&self.snapshot, tables, book, unwatched)
    }

    /// The finding of this key.
    pub fn finding(&self, key: &FindingKey) -> Option<&Arc<Finding>> {
        self.by_key.get(key)
    }

    /// The state after an edit, checked, and what that did to the report: the same as
    /// [`Checked::whole`] on `after` with this report as the previous one, once it is
    /// [finished](Checked::finish). Until then, what the checks that take longer say of
    /// those whom the edit affects is what they said before.
    ///
    /// # Errors
    /// [`UpdateError::Whole`] where everything has to be checked, and
    /// [`UpdateError::Stopped`] where `progress` broke it off.
    pub fn update(
        &self,
        after: &Snapshot,
        changes: &ChangeSet,
        progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<(Self, ReportChange), UpdateError> {
        let before = &self.snapshot;
        let is_same_question = before.dataset.parameters == after.dataset.parameters;
        if !is_same_question {
            return Err(UpdateError::Whole);
        }
        let touched = changes.touched(before).and(changes.touched(after));
        let coverage = CoverageChange::between(before, after, &touched.borders, &touched.units);
        let progress = RefCell::new(progress);
        let start = Progress {
            code: self
                .selection
                .rules()
                .next()
                .map_or(Code::ALL[0], |rule| rule.code),
            done: 0,
            of: 1,
        };
        let mut patch = None;
        if !coverage.is_empty() {
            let is_stopped = || progress.borrow_mut()(start).is_break();
            patch = Some(self.book.patch(after, &coverage, &is_stopped)?);
        }
        let book = patch.as_ref().map_or(&self.book, |patch| &patch.book);
        let tables = self.tables.after(&before.dataset, &after.dataset, &touched);
        let old = self.context();
        let new = Context::known(
            after,
            tables.clone(),
            book.clone(),
            Box::new(|now| progress.borrow_mut()(now)),
        );
        new.begin(start);
        let mut near = coverage.regions;
        near.extend(patch.iter().flat_map(|patch| &patch.changed));
        let sides = [
            Side {
                snapshot: before,
                tables: &self.tables,
            },
            Side {
                snapshot: after,
                tables: &tables,
            },
        ];
        let affected = Affected::new(sides[0], sides[1], &touched, &near);
        let mut update = Update {
            checked: self,
            old: &old,
            new: &new,
            exchange: Exchange::default(),
            found: Found::default(),
            due: self.due.clone(),
        };
        update.ask_about_subjects(&affected);
        update.ask_about_groups(&touched, affected.is_tree_other);
        update.ask_about_survey(patch.as_ref(), affected.is_tree_other)?;
        update.ask_about_whole();
        update.place_again(&affected);
        if !new.keep_going() {
            return Err(UpdateError::Stopped);
        }
        let Update {
            exchange,
            found,
            due,
            ..
        } = update;
        let mut checked = Self {
            snapshot: after.clone(),
            selection: self.selection.clone(),
            tables,
            book: book.clone(),
            report: Arc::clone(&self.report),
            by_subject: self.by_subject.clone(),
            by_place: self.by_place.clone(),
            by_key: self.by_key.clone(),
            due,
        };
        let change = checked.take(exchange, found);
        Ok((checked, change))
    }

    /// Whether every check has been asked; else [`Checked::finish`] does it.
    pub fn is_finished(&self) -> bool {
        self.due.is_empty()
    }

    /// Asks the checks that take longer about those whom edits affected.
    ///
    /// # Errors
    /// [`UpdateError::Stopped`] where `progress` broke it off.
    pub fn finish(
        &self,
        progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<(Self, ReportChange), UpdateError> {
        let context = Context::known(
            &self.snapshot,
            self.tables.clone(),
            self.book.clone(),
            Box::new(progress),
        );
        let mut update = Update {
            checked: self,
            old: &context,
            new: &context,
            exchange: Exchange::default(),
            found: Found::default(),
            due: OrdSet::default(),
        };
        let all: Vec<(u16, &Check)> = checks(&self.selection).collect();
        let of = self.due.len();
        for (done, &(number, subject)) in self.due.iter().enumerate() {
            let Some((_, check)) = all.get(usize::from(number)) else {
                continue;
            };
            let code = self.code_of(number);
            if !context.begin(Progress { code, done, of }) {
                return Err(UpdateError::Stopped);
            }
            update.ask(number, check, subject);
        }
        if !context.keep_going() {
            return Err(UpdateError::Stopped);
        }
        let Update {
            exchange, found, ..
        } = update;
        let mut checked = Self {
            due: OrdSet::default(),
            ..self.clone()
        };
        let change = checked.take(exchange, found);
        Ok((checked, change))
    }

    /// The code of the rule that a check is of.
    fn code_of(&self, number: u16) -> Code {
        let rules = self.selection.rules();
        let codes = rules.flat_map(|rule| rule.checks.iter().map(|_| rule.code));
        let mut codes = codes.skip(usize::from(number));
        codes.next().unwrap_or(Code::ALL[0])
    }

    /// Exchanges findings.
    fn take(&mut self, exchange: Exchange, found: Found) -> ReportChange {
        let came = found.findings.into_iter().zip(found.sources);
        let (gone, came) = exchange.settle(came.collect(), self);
        let mut report = Report::clone(&self.report);
        for filed in &gone {
            report.remove(&filed.finding);
            self.by_key.remove(&filed.finding.key);
            if filed.source.subject != Subject::Survey {
                take_out(&mut self.by_subject, filed.source.subject, filed);
            }
            if let Some(unit) = placed_by(filed) {
                take_out(&mut self.by_place, unit, filed);
            }
        }
        for filed in &came {
            report.insert(Arc::clone(&filed.finding));
            let key = filed.finding.key.clone();
            self.by_key.insert(key, Arc::clone(&filed.finding));
            if filed.source.subject != Subject::Survey {
                put_in(&mut self.by_subject, filed.source.subject, filed);
            }
            if let Some(unit) = placed_by(filed) {
                put_in(&mut self.by_place, unit, filed);
            }
        }
        self.report = Arc::new(report);
        let findings = |all: Vec<Filed>| all.into_iter().map(|filed| filed.finding).collect();
        ReportChange {
            gone: findings(gone),
            came: findings(came),
        }
    }

    /// A finding of the report with where it comes from.
    pub(super) fn filed(&self, finding: &Arc<Finding>) -> Filed {
        let units = finding.units.first().into_iter();
        let units = units.filter_map(|unit| self.by_place.get(unit));
        let all = units.chain(self.by_subject.values());
        let mut all = all.flat_map(|files| files.iter());
        let known = all.find(|filed| Arc::ptr_eq(&filed.finding, finding));
        // What is not filed comes of the survey; which check said it makes no matter.
        known.cloned().unwrap_or_else(|| Filed {
            source: Source {
                check: u16::MAX,
                subject: Subject::Survey,
                is_placed: false,
            },
            finding: Arc::clone(finding),
        })
    }

    /// What is said of a subject.
    pub(super) fn said_of(&self, subject: Subject) -> &[Filed] {
        self.by_subject
            .get(&subject)
            .map_or(&[], |files| files.as_ref())
    }
}

/// The unit as a whole whose place a finding was given.
fn placed_by(filed: &Filed) -> Option<UnitKey> {
    let finding = &filed.finding;
    let is_of_unit = filed.source.is_placed && finding.settlements.is_empty();
    finding.units.first().copied().filter(|_| is_of_unit)
}

fn files<K: Ord + Copy>(all: impl Iterator<Item = (K, Filed)>) -> Files<K> {
    let mut sorted: Vec<(K, Filed)> = all.collect();
    sorted.sort_by_key(|&(key, _)| key);
    sorted
        .chunk_by(|a, b| a.0 == b.0)
        .filter_map(|files| {
            let (key, _) = files.first()?;
            let files: Arc<[Filed]> = files.iter().map(|(_, filed)| filed.clone()).collect();
            Some((*key, files))
        })
        .collect()
}

fn take_out<K: Ord + Copy>(files: &mut Files<K>, key: K, filed: &Filed) {
    let Some(known) = files.get(&key) else { return };
    let rest: Arc<[Filed]> = known
        .iter()
        .filter(|it| !Arc::ptr_eq(&it.finding, &filed.finding))
        .cloned()
        .collect();
    if rest.is_empty() {
        files.remove(&key);
    } else {
        files.insert(key, rest);
    }
}

fn put_in<K: Ord + Copy>(files: &mut Files<K>, key: K, filed: &Filed) {
    let known = files.get(&key);
    let known = known.iter().flat_map(|known| known.iter()).cloned();
    let all: Arc<[Filed]> = known.chain([filed.clone()]).collect();
    files.insert(key, all);
}
