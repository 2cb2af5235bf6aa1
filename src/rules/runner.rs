//! Running rules on a whole snapshot, in the background or on the command line:
//! progress, cancelling, and who each finding is about.

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::ops::ControlFlow;

use super::{Check, Context, Finding, Place, Progress, Report, Selection};
use crate::model::{BorderKey, OverlayKey, SettlementKey, UnitKey};
use crate::topology::Snapshot;

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
    let findings = run_all(&context, selection)?.findings;
    Some(Report::new(
        &snapshot.dataset,
        selection,
        findings,
        previous,
    ))
}

/// Whom a check is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Subject {
    Unit(UnitKey),
    Settlement(SettlementKey),
    Border(BorderKey),
    Overlay(OverlayKey),
    /// A group, by the hash of what its members have in common.
    Group(u64),
    Survey,
    Whole,
}

/// Where a finding comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Source {
    /// The place of the check among those of the chosen rules.
    pub check: u16,
    pub subject: Subject,
    /// Whether it was given the place of its unit or settlement as a whole.
    pub is_placed: bool,
}

/// Findings with where each comes from.
#[derive(Default)]
pub(super) struct Found {
    pub findings: Vec<Finding>,
    pub sources: Vec<Source>,
}

impl Found {
    /// Gives the findings since the last call their source, and a place if they have
    /// none.
    pub fn file(&mut self, context: &Context<'_>, check: u16, subject: Subject) {
        for finding in self.findings.iter_mut().skip(self.sources.len()) {
            let is_placed = finding.place.is_none();
            if is_placed {
                finding.place = place_of(context, finding);
            }
            self.sources.push(Source {
                check,
                subject,
                is_placed,
            });
        }
    }
}

/// The checks of the chosen rules, each with its number.
pub(super) fn checks(selection: &Selection) -> impl Iterator<Item = (u16, &'static Check)> {
    let checks = selection.rules().flat_map(|rule| rule.checks);
    (0..).zip(checks)
}

/// How many subjects are asked about before it is asked whether to go on.
const SUBJECTS_A_STEP: usize = 256;

/// Runs the chosen rules on everything; nothing where the run was stopped.
pub(super) fn run_all(context: &Context<'_>, selection: &Selection) -> Option<Found> {
    let mut found = Found::default();
    let of = selection.rules().count();
    let mut number = 0;
    for (done, rule) in selection.rules().enumerate() {
        let code = rule.code;
        if !context.begin(Progress { code, done, of }) {
            return None;
        }
        for check in rule.checks {
            run_whole(context, (number, check), &mut found);
            number += 1;
        }
    }
    context.keep_going().then_some(found)
}

/// Asks a check about everything.
fn run_whole(context: &Context<'_>, (number, check): (u16, &Check), found: &mut Found) {
    let dataset = context.dataset();
    let goes_on = |index: usize| !index.is_multiple_of(SUBJECTS_A_STEP) || context.keep_going();
    match *check {
        Check::Unit(_, check) => {
            for (index, (key, unit)) in dataset.units.iter().enumerate() {
                if !goes_on(index) {
                    return;
                }
                if !unit.life.has_ended() {
                    check(context, key, unit, &mut found.findings);
                    found.file(context, number, Subject::Unit(key));
                }
            }
        }
        Check::Settlement(_, check) => {
            for (index, (key, settlement)) in dataset.settlements.iter().enumerate() {
                if !goes_on(index) {
                    return;
                }
                if !settlement.life.has_ended() {
                    check(context, key, settlement, &mut found.findings);
                    found.file(context, number, Subject::Settlement(key));
                }
            }
        }
        Check::Border(_, check) => {
            for (index, (key, border)) in dataset.borders.iter().enumerate() {
                if !goes_on(index) {
                    return;
                }
                check(context, key, border, &mut found.findings);
                found.file(context, number, Subject::Border(key));
            }
        }
        Check::Overlay(_, check) => {
            for (index, (key, overlay)) in dataset.overlays.iter().enumerate() {
                if !goes_on(index) {
                    return;
                }
                if !overlay.life.has_ended() {
                    check(context, key, overlay, &mut found.findings);
                    found.file(context, number, Subject::Overlay(key));
                }
            }
        }
        Check::UnitGroup { key, check } => {
            let all = dataset.units.iter();
            for (common, group) in groups(all.map(|(unit, row)| (unit, key(context, unit, row)))) {
                check(context, &group, &mut found.findings);
                found.file(context, number, Subject::Group(hash_of(&common)));
            }
        }
        Check::SettlementGroup { key, check } => {
            let all = dataset.settlements.iter();
            for (common, group) in groups(all.map(|(place, row)| (place, key(context, place, row))))
            {
                check(context, &group, &mut found.findings);
                found.file(context, number, Subject::Group(hash_of(&common)));
            }
        }
        Check::Survey(check) => {
            check(context, context.survey(), &mut found.findings);
            found.file(context, number, Subject::Survey);
        }
        Check::Layer(check) => {
            for (key, layer) in dataset.layers.iter() {
                check(context, key, layer, &mut found.findings);
            }
            found.file(context, number, Subject::Whole);
        }
        Check::Whole(check) => {
            check(context, &mut found.findings);
            found.file(context, number, Subject::Whole);
        }
    }
}

/// The hash of what a group's members have in common.
pub(super) fn hash_of(common: &str) -> u64 {
    let mut hasher = rustc_hash::FxHasher::default();
    common.hash(&mut hasher);
    hasher.finish()
}

/// The groups of two members or more, in the order of what they have in common.
pub(super) fn groups<K>(
    members: impl Iterator<Item = (K, Option<String>)>,
) -> impl Iterator<Item = (String, Vec<K>)> {
    let mut groups: BTreeMap<String, Vec<K>> = BTreeMap::new();
    for (member, common) in members {
        if let Some(common) = common {
            groups.entry(common).or_default().push(member);
        }
    }
    groups.into_iter().filter(|(_, group)| group.len() > 1)
}

/// The place of a finding that has none of its own: that of its first settlement or,
/// where it is about none, that of its first unit as a whole.
pub(super) fn place_of(context: &Context<'_>, finding: &Finding) -> Option<Place> {
    match finding.settlements.first() {
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
    }
}
