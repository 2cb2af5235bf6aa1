//! What people have said of findings, held against the findings of today: whether an
//! exception still holds, and how a finding is known again after the project was closed.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use uuid::Uuid;

use super::{Code, Counts, Detail, Finding, FindingKey, Place, Report, Severity};
use crate::edit::TriagedFinding;
use crate::model::{Dataset, IsoDate, Level, SeenFinding, SettlementKey, Triage, UnitKey};

/// Whether a finding may stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Nobody has accepted it.
    #[default]
    Open,
    /// It was accepted, and that holds.
    Accepted,
    /// It was accepted, and has changed since: the exception has lapsed.
    Changed,
    /// It was accepted until a day that has come: the exception has lapsed.
    Expired,
}

impl Standing {
    /// The name for machines; nothing where nobody accepted it.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Self::Open => None,
            Self::Accepted => Some("accepted"),
            Self::Changed => Some("changed"),
            Self::Expired => Some("expired"),
        }
    }

    /// Whether an exception was made that holds no more.
    pub fn has_lapsed(self) -> bool {
        matches!(self, Self::Changed | Self::Expired)
    }
}

/// What has been said of a finding.
pub fn triage_of<'a>(dataset: &'a Dataset, finding: &Finding) -> Option<&'a Triage> {
    dataset.triage.get(&finding.key.0).map(|triage| &**triage)
}

/// Whether a finding may stand on a day: it was accepted, is what was accepted, and the
/// exception's day has not come.
pub fn standing(dataset: &Dataset, finding: &Finding, today: IsoDate) -> Standing {
    let Some(exception) = triage_of(dataset, finding).and_then(|it| it.exception.as_ref()) else {
        return Standing::Open;
    };
    if exception.fingerprint != finding.fingerprint().0 {
        Standing::Changed
    } else if exception.until.is_some_and(|until| today >= until) {
        Standing::Expired
    } else {
        Standing::Accepted
    }
}

/// How many findings of a report may stand on a day, because somebody accepted them.
pub fn accepted(dataset: &Dataset, report: &Report, today: IsoDate) -> usize {
    if dataset.triage.is_empty() {
        return 0;
    }
    let findings = report.findings.iter();
    findings
        .filter(|finding| standing(dataset, finding, today) == Standing::Accepted)
        .count()
}

/// How many findings of a severity there are that nobody accepted.
pub fn open_count(dataset: &Dataset, report: &Report, today: IsoDate, severity: Severity) -> usize {
    let findings = report.findings.iter();
    findings
        .filter(|finding| finding.severity == severity)
        .filter(|finding| standing(dataset, finding, today) != Standing::Accepted)
        .count()
}

/// The gravest severity of what nobody accepted, if anything was found.
pub fn gravest_open(dataset: &Dataset, report: &Report, today: IsoDate) -> Option<Severity> {
    let findings = report.findings.iter();
    findings
        .filter(|finding| standing(dataset, finding, today) != Standing::Accepted)
        .map(|finding| finding.severity)
        .min()
}

/// A finding as an edit of what is said of it names it.
pub fn triaged(dataset: &Dataset, finding: &Finding) -> TriagedFinding {
    TriagedFinding {
        key: finding.key.0.clone(),
        fingerprint: finding.fingerprint().0,
        seen: seen(dataset, finding),
    }
}

/// What is needed to know a finding again, by names that outlive the program.
pub fn seen(dataset: &Dataset, finding: &Finding) -> SeenFinding {
    let units = finding.units.iter();
    let settlements = finding.settlements.iter();
    SeenFinding {
        code: finding.code.name().to_owned(),
        kind: finding.kind().to_owned(),
        units: units
            .filter_map(|&key| Some(dataset.units.get(key)?.id))
            .collect(),
        settlements: settlements
            .filter_map(|&key| Some(dataset.settlements.get(key)?.id))
            .collect(),
        overlays: Vec::new(),
        at: finding.place.as_ref().map(|place| place.at),
        extent: finding.place.as_ref().map(|place| place.extent),
    }
}

/// The findings that something was said of, as they were when they were last seen, as a
/// report: the first run on a project that was opened inherits its keys from it. Those
/// whose entities are gone are left out.
pub fn seen_report(dataset: &Dataset) -> Report {
    Report {
        findings: seen_findings(dataset).into_iter().map(Arc::new).collect(),
        counts: Counts::default(),
    }
}

fn seen_findings(dataset: &Dataset) -> Vec<Finding> {
    if dataset.triage.is_empty() {
        return Vec::new();
    }
    let units: FxHashMap<Uuid, UnitKey> = dataset
        .units
        .iter()
        .map(|(key, unit)| (unit.id, key))
        .collect();
    let settlements: FxHashMap<Uuid, SettlementKey> = dataset
        .settlements
        .iter()
        .map(|(key, settlement)| (settlement.id, key))
        .collect();
    dataset
        .triage
        .iter()
        .filter_map(|(key, triage)| {
            let seen = &triage.seen;
            let mut finding = Finding::new(Code::from_name(&seen.code)?, Severity::Note);
            finding.units = all(&seen.units, &units)?;
            finding.settlements = all(&seen.settlements, &settlements)?;
            finding.place = seen.at.map(|at| Place {
                extent: seen.extent.unwrap_or(crate::model::Extent::at(at)),
                ..Place::point(at)
            });
            finding.detail = detail_of(&seen.kind);
            finding.key = FindingKey(key.clone());
            Some(finding)
        })
        .collect()
}

/// The keys of all of some names, if all are there.
fn all<K: Copy>(names: &[Uuid], keys: &FxHashMap<Uuid, K>) -> Option<Vec<K>> {
    names.iter().map(|name| keys.get(name).copied()).collect()
}

/// A detail that makes [`Finding::kind`] say a kind, where its code has several.
fn detail_of(kind: &str) -> Detail {
    match kind {
        "wrong-level" => Detail::WrongLevel {
            level: Level::Province,
            parent_level: Level::Province,
        },
        "cycle" => Detail::Cycle,
        _ => Detail::Plain,
    }
}
