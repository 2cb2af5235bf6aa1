//! A report for machines: what `marz check --json` writes.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Code, Finding, Missing, Report, Severity, accepted, open_count, standing, triage_of};
use crate::model::{Dataset, IsoDate, TriageState};

/// A report as JSON has it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct JsonReport<'a> {
    /// What was found in all.
    pub summary: JsonSummary,
    /// The findings in the report's order.
    pub findings: Vec<JsonFinding<'a>>,
}

/// What was found in all.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct JsonSummary {
    /// How many findings.
    pub findings: usize,
    /// How many errors that nobody accepted.
    pub errors: usize,
    /// How many warnings that nobody accepted.
    pub warnings: usize,
    /// How many notes that nobody accepted.
    pub notes: usize,
    /// How many that somebody accepted, of any severity: they do not count in the exit
    /// status.
    pub accepted: usize,
    /// How many units were looked at.
    pub units: usize,
    /// How many villages, farms and places.
    pub settlements: usize,
    /// How many findings of each rule that was run.
    pub by_code: BTreeMap<&'static str, usize>,
}

/// A finding as JSON has it. What is absent is left out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct JsonFinding<'a> {
    /// `T09`.
    pub code: &'static str,
    /// `overlap`.
    pub kind: &'static str,
    /// `error`, `warning` or `note`.
    pub severity: &'static str,
    /// A level's name, `outer` or `unknown`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<&'static str>,
    /// The codes of its units, then of its settlements, then of what its overlays
    /// belong to or stand for where that is none of these; for one without a code its
    /// name, and without a name its id.
    pub units: Vec<String>,
    /// Longitude and latitude in degrees.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<[f64; 2]>,
    /// Square metres on the ellipsoid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area_m2: Option<f64>,
    /// Metres.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub width_m: Option<f64>,
    /// Metres.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub length_m: Option<f64>,
    /// What was measured; people as a whole number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub measured: Option<serde_json::Number>,
    /// What was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required: Option<serde_json::Number>,
    /// `1362/3/1`: set, article, note.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basis: Option<String>,
    /// The same from run to run.
    pub key: &'a str,
    /// `in_progress` or `resolved`, by what a person said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<&'static str>,
    /// Who looks after it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assignee: Option<&'a str>,
    /// `accepted`; `changed` or `expired` where the exception has lapsed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exception: Option<&'static str>,
    /// Why it may stand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exception_reason: Option<&'a str>,
    /// What is missing to decide: `population`, `density`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_decidable: Vec<&'static str>,
}

/// The report on a data set for machines.
///
/// ```
/// use std::ops::ControlFlow;
/// use marz::model::{Dataset, IsoDate, Level, Origin, Unit};
/// use marz::rules::{Selection, check, json_report};
/// use marz::topology::Snapshot;
/// let mut dataset = Dataset::new(Origin::of_content(b""), "one county");
/// let id = dataset.origin.id("unit", 0);
/// dataset.units.insert(Unit::new(id, Level::County, "كوهدشت"));
/// let snapshot = Snapshot::new(dataset);
/// let report = check(&snapshot, &"S17".parse()?, None, &mut |_| ControlFlow::Continue(()));
/// let report = report.unwrap_or_default();
/// let json = json_report(&snapshot.dataset, &report, IsoDate::FIRST_OF_1970);
/// let json = serde_json::to_value(json)?;
/// assert_eq!(json["findings"][0]["kind"], "unnormalised-name");
/// assert_eq!(json["findings"][0]["units"][0], "كوهدشت");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn json_report<'a>(dataset: &'a Dataset, report: &'a Report, today: IsoDate) -> JsonReport<'a> {
    let count = |severity| open_count(dataset, report, today, severity);
    let by_code = report.counts.by_code.iter();
    JsonReport {
        summary: JsonSummary {
            findings: report.findings.len(),
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            notes: count(Severity::Note),
            accepted: accepted(dataset, report, today),
            units: dataset.units.len(),
            settlements: dataset.settlements.len(),
            by_code: by_code.map(|(code, count)| (code.name(), *count)).collect(),
        },
        findings: report
            .findings
            .iter()
            .map(|finding| json_finding(dataset, finding, today))
            .collect(),
    }
}

/// One finding for machines, with what was said of it and whether that holds `today`.
pub fn json_finding<'a>(
    dataset: &'a Dataset,
    finding: &'a Finding,
    today: IsoDate,
) -> JsonFinding<'a> {
    let triage = triage_of(dataset, finding);
    let said = |state: TriageState| (state != TriageState::Open).then(|| state.name());
    JsonFinding {
        code: finding.code.name(),
        kind: finding.kind(),
        severity: finding.severity.name(),
        level: finding.level.map(|level| level.name()),
        units: entity_names(dataset, finding),
        at: finding.place.as_ref().map(|place| [place.at.x, place.at.y]),
        area_m2: finding.area_m2,
        width_m: finding.width_m,
        length_m: finding.length_m,
        measured: finding.measured.and_then(number),
        required: finding.required.and_then(number),
        basis: finding.basis.as_ref().map(ToString::to_string),
        key: &finding.key.0,
        state: triage.and_then(|triage| said(triage.state)),
        assignee: triage
            .map(|triage| triage.assignee.as_str())
            .filter(|assignee| !assignee.is_empty()),
        exception: standing(dataset, finding, today).name(),
        exception_reason: triage
            .and_then(|triage| triage.exception.as_ref())
            .map(|exception| exception.reason.as_str()),
        not_decidable: finding
            .missing
            .iter()
            .map(|it| Missing::name(*it))
            .collect(),
    }
}

fn number(amount: super::Amount) -> Option<serde_json::Number> {
    use super::Amount;
    match amount {
        Amount::People(count) | Amount::Count(count) => Some(count.into()),
        Amount::Metres(value) | Amount::SquareMetres(value) | Amount::Degrees(value) => {
            serde_json::Number::from_f64(value)
        }
    }
}

fn entity_names(dataset: &Dataset, finding: &Finding) -> Vec<String> {
    let name = |code: &Option<String>, name: &str, id: uuid::Uuid| match code {
        Some(code) => code.clone(),
        None if name.trim().is_empty() => id.to_string(),
        None => name.to_owned(),
    };
    let units = finding
        .units
        .iter()
        .filter_map(|&key| dataset.units.get(key));
    let units = units.map(|unit| name(&unit.code, &unit.name, unit.id));
    let settlements = finding.settlements.iter();
    let settlements = settlements.filter_map(|&key| dataset.settlements.get(key));
    let settlements = settlements.map(|place| name(&place.code, &place.name, place.id));
    let mut names: Vec<String> = units.chain(settlements).collect();
    for overlay in &finding.overlays {
        let Some(overlay) = dataset.overlays.get(*overlay) else {
            continue;
        };
        let code = overlay.of_code.clone().or_else(|| overlay.code.clone());
        let name = name(&code, &overlay.name, overlay.id);
        if !names.contains(&name) && !is_of_units(finding) {
            names.push(name);
        }
    }
    names
}

/// Whether the overlays are named by the finding's units already: the constituencies
/// that cut a county, the limits of a village.
fn is_of_units(finding: &Finding) -> bool {
    matches!(finding.code, Code::S20 | Code::S21)
        && !finding.overlays.is_empty()
        && finding.units.len() + finding.settlements.len() > 0
}
