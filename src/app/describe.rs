//! Findings and verdicts in words, the same for the window, the reports and the
//! command line.

mod detail;

use self::detail::detail;
use super::language::{Value, Words, isolated, left_to_right};
use super::numbers;
use crate::model::{
    Dataset, DensityGrade, Level, OverlayKey, OverlayKind, SettlementKey, SpecialArea, TriageState,
    UnitKey,
};
use crate::rules::legal::{Term, TermKind, VerdictLine};
use crate::rules::{
    Basis, Code, Detail, Family, Finding, FindingLevel, Missing, Severity, Standing, Verdict,
};

/// A finding in words. Texts may hold direction isolates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Described {
    /// What kind it is.
    pub kind: String,
    /// Whom it is about.
    pub units: String,
    /// At which level.
    pub level: String,
    /// How large: area and width, or measured and required; empty where nothing is.
    pub measures: String,
    /// What else there is to say; empty where nothing is.
    pub detail: String,
    /// The provision; empty where there is none.
    pub basis: String,
}

/// Says a finding.
pub fn describe(words: &Words, dataset: &Dataset, finding: &Finding) -> Described {
    let names: Vec<String> = finding
        .units
        .iter()
        .map(|&unit| unit_name(words, dataset, unit))
        .chain(
            finding
                .settlements
                .iter()
                .map(|&settlement| settlement_name(words, dataset, settlement)),
        )
        .chain(
            finding
                .overlays
                .iter()
                .filter_map(|&overlay| overlay_title(words, dataset, overlay)),
        )
        .collect();
    Described {
        kind: finding_kind(words, finding),
        units: joined(words, "finding-units", names),
        level: finding
            .level
            .map(|level| finding_level(words, level))
            .unwrap_or_default(),
        measures: measures(words, finding),
        detail: detail(words, dataset, finding),
        basis: finding
            .basis
            .as_ref()
            .map(|basis| basis_words(words, basis))
            .unwrap_or_default(),
    }
}

/// A kind of finding in words.
pub fn code_kind(words: &Words, code: Code) -> String {
    words.text(&format!("finding-{code}"))
}

fn finding_kind(words: &Words, finding: &Finding) -> String {
    match finding.detail {
        Detail::WrongLevel { .. } => words.text("finding-wrong-level"),
        Detail::Cycle => words.text("finding-cycle"),
        _ => code_kind(words, finding.code),
    }
}

/// How far a finding has been dealt with, in words.
pub fn state_name(words: &Words, state: TriageState) -> String {
    words.text(match state {
        TriageState::Open => "triage-open",
        TriageState::InProgress => "triage-in-progress",
        TriageState::Resolved => "triage-resolved",
    })
}

/// Whether a finding may stand, in words; empty where nobody accepted it.
pub fn standing_words(words: &Words, standing: Standing) -> String {
    match standing {
        Standing::Open => String::new(),
        Standing::Accepted => words.text("standing-accepted"),
        Standing::Changed => words.text("standing-changed"),
        Standing::Expired => words.text("standing-expired"),
    }
}

/// A severity in words.
pub fn severity_name(words: &Words, severity: Severity) -> String {
    words.text(&format!("severity-{}", severity.name()))
}

/// A family of findings in words.
pub fn family_name(words: &Words, family: Family) -> String {
    words.text(match family {
        Family::Topology => "family-topology",
        Family::Structure => "family-structure",
        Family::Dispute => "family-dispute",
        Family::Legal => "family-legal",
    })
}

/// A level in words.
pub fn level_name(words: &Words, level: Level) -> String {
    words.text(&format!("level-{}", level.name().replace('_', "-")))
}

/// The name of a kind of overlay: «حریم».
pub fn overlay_name(words: &Words, kind: OverlayKind) -> String {
    words.text(&format!("overlay-{}", kind.name().replace('_', "-")))
}

/// An overlay by its name, or by its code and kind; in a submission with its party.
fn overlay_title(words: &Words, dataset: &Dataset, overlay: OverlayKey) -> Option<String> {
    let overlay = dataset.overlays.get(overlay)?;
    let kind = overlay_name(words, overlay.kind);
    let name = if overlay.name.trim().is_empty() {
        let code = overlay.code.as_ref().or(overlay.of_code.as_ref());
        code.map_or_else(
            || kind.clone(),
            |code| format!("{kind} {}", left_to_right(code)),
        )
    } else {
        isolated(&overlay.name)
    };
    Some(match &overlay.party {
        Some(party) => words.with(
            "finding-of-party",
            &[("name", name.into()), ("party", isolated(party).into())],
        ),
        None => name,
    })
}

/// The level of a finding in words.
pub fn finding_level(words: &Words, level: FindingLevel) -> String {
    match level {
        FindingLevel::At(level) => level_name(words, level),
        FindingLevel::Outer => words.text("finding-outer"),
        FindingLevel::Unknown => words.text("finding-unknown-level"),
    }
}

/// A unit's name as written; its code where it has none.
pub fn unit_name(words: &Words, dataset: &Dataset, unit: UnitKey) -> String {
    let unit = dataset.units.get(unit);
    named(
        words,
        unit.map(|unit| unit.name.as_str()),
        unit.and_then(|unit| unit.code.as_deref()),
    )
}

/// A settlement's name as written; its code where it has none.
pub fn settlement_name(words: &Words, dataset: &Dataset, settlement: SettlementKey) -> String {
    let settlement = dataset.settlements.get(settlement);
    named(
        words,
        settlement.map(|settlement| settlement.name.as_str()),
        settlement.and_then(|settlement| settlement.code.as_deref()),
    )
}

fn named(words: &Words, name: Option<&str>, code: Option<&str>) -> String {
    match (name, code) {
        (Some(name), _) if !name.trim().is_empty() => isolated(name),
        (_, Some(code)) => left_to_right(code),
        _ => words.text("finding-unnamed"),
    }
}

/// Several texts as one, two by two through a message with `first` and `second`.
fn joined(words: &Words, message: &str, texts: Vec<String>) -> String {
    texts
        .into_iter()
        .reduce(|first, second| {
            words.with(
                message,
                &[("first", first.into()), ("second", second.into())],
            )
        })
        .unwrap_or_default()
}

/// Texts side by side, those that are empty left out.
pub fn beside(words: &Words, texts: Vec<String>) -> String {
    let texts = texts.into_iter().filter(|text| !text.is_empty()).collect();
    joined(words, "finding-separator", texts)
}

fn measures(words: &Words, finding: &Finding) -> String {
    if let Detail::Legal(line) = &finding.detail {
        return arithmetic(words, line);
    }
    let mut texts = Vec::new();
    if let Some(area_m2) = finding.area_m2 {
        texts.push(words.area(area_m2));
    }
    if let Some(width_m) = finding.width_m {
        let length = words.length(width_m);
        texts.push(words.with("finding-width", &[("length", length.into())]));
    }
    if let Some(length_m) = finding.length_m {
        let length = words.length(length_m);
        // A length of the fault, or how far off something is.
        let message = match finding.code.family() {
            Family::Topology => "finding-length",
            _ => "finding-distance",
        };
        texts.push(words.with(message, &[("length", length.into())]));
    }
    beside(words, texts)
}

/// A provision in words: «مادهٔ ۳، تبصرهٔ ۱».
pub fn basis_words(words: &Words, basis: &Basis) -> String {
    let article = Value::from(f64::from(basis.article));
    match basis.note {
        Some(note) => words.with(
            "law-basis-note",
            &[("article", article), ("note", f64::from(note).into())],
        ),
        None => words.with("law-basis", &[("article", article)]),
    }
}

/// A verdict in words.
pub fn verdict_words(words: &Words, verdict: Verdict) -> String {
    words.text(&format!("law-{}", verdict.name()))
}

/// What was counted and asked for, in short: «۸٬۴۱۰ نفر از ۶٬۰۰۰ (تراکم متوسط)».
pub fn arithmetic(words: &Words, line: &VerdictLine) -> String {
    let Some(people) = line.people.map(|people| words.people(people)) else {
        return missing_words(words, &line.missing);
    };
    match (line.required, line.grade) {
        (Some(required), Some(grade)) => words.with(
            "law-arithmetic",
            &[
                ("people", people.into()),
                ("required", words.integer(required as i64).into()),
                ("grade", density_name(words, grade).into()),
            ],
        ),
        (Some(required), None) => {
            let required = words.integer(required as i64);
            let sum = words.with(
                "law-arithmetic-any",
                &[("people", people.into()), ("required", required.into())],
            );
            beside(words, vec![sum, missing_words(words, &line.missing)])
        }
        _ => beside(words, vec![people, missing_words(words, &line.missing)]),
    }
}

fn missing_words(words: &Words, missing: &[Missing]) -> String {
    let texts = missing
        .iter()
        .map(|missing| words.text(&format!("law-missing-{}", missing.name())));
    joined(words, "finding-units", texts.collect())
}

/// How the number of a verdict came about: its census and terms, whose people are
/// unknown, and what each density grade would mean where none is recorded.
pub fn explanation(words: &Words, dataset: &Dataset, line: &VerdictLine) -> String {
    let mut texts = Vec::new();
    if let Some(decree) = line.decree.and_then(|key| dataset.decrees.get(key)) {
        let number = super::language::isolated(&decree.number);
        texts.push(words.with("law-by-decree", &[("decree", number.into())]));
    } else if let Some(decree) = undecided_decree(dataset, line) {
        let number = super::language::isolated(decree);
        texts.push(words.with("law-decree-of-nobody", &[("decree", number.into())]));
    }
    if let Some(year) = line.census.filter(|_| line.people.is_some()) {
        let year = numbers::ungrouped(words.language(), i64::from(year));
        texts.push(words.with("law-census", &[("year", year.into())]));
    }
    // A sum of one needs no working.
    if line.terms.len() > 1 || matches!(line.terms.first(), Some(term) if counts_many(term)) {
        let terms = line
            .terms
            .iter()
            .map(|term| term_words(words, dataset, term));
        texts.push(joined(words, "finding-units", terms.collect()));
    }
    let unknown = (line.unknown_units.iter())
        .map(|&unit| unit_name(words, dataset, unit))
        .chain(
            (line.unknown_settlements.iter())
                .map(|&settlement| settlement_name(words, dataset, settlement)),
        );
    // More names than these say no more.
    let unknown: Vec<String> = unknown.take(3).collect();
    if !unknown.is_empty() {
        let units = joined(words, "finding-units", unknown);
        texts.push(words.with("law-unknown-in", &[("unit", units.into())]));
    }
    for &(grade, verdict) in &line.what_if {
        texts.push(words.with(
            "law-what-if",
            &[
                ("grade", density_name(words, grade).into()),
                (
                    "verdict",
                    words.text(&format!("law-short-{}", verdict.name())).into(),
                ),
            ],
        ));
    }
    beside(words, texts)
}

/// The number of the decree that the unit stands by, where it could permit a shortfall and is
/// not known to be anybody's.
fn undecided_decree<'a>(dataset: &'a Dataset, line: &VerdictLine) -> Option<&'a str> {
    if !matches!(line.verdict, Verdict::Violated | Verdict::NeedsAuthority(_)) {
        return None;
    }
    let decree = dataset.units.get(line.unit)?.decree?;
    let decree = dataset.decrees.get(decree)?;
    decree.decided_by().is_none().then_some(&decree.number)
}

fn counts_many(term: &Term) -> bool {
    matches!(term.kind, TermKind::Settlements(_))
}

fn term_words(words: &Words, dataset: &Dataset, term: &Term) -> String {
    let people = Value::from(words.integer(term.people as i64));
    let with_unit = |id: &str, unit| {
        words.with(
            id,
            &[
                ("people", people.clone()),
                ("unit", unit_name(words, dataset, unit).into()),
            ],
        )
    };
    match term.kind {
        TermKind::Settlements(count) => words.with(
            "law-term-settlements",
            &[("people", people), ("count", (count as f64).into())],
        ),
        TermKind::Unit(unit) => with_unit("law-term-unit", unit),
        TermKind::Recorded => words.with("law-term-recorded", &[("people", people)]),
        TermKind::LessCity(unit) => with_unit("law-term-less", unit),
    }
}

/// A density grade in words.
pub fn density_name(words: &Words, grade: DensityGrade) -> String {
    words.text(match grade {
        DensityGrade::Dense => "density-dense",
        DensityGrade::Medium => "density-medium",
        DensityGrade::Low => "density-low",
    })
}

/// A special area in words.
pub fn special_area_name(words: &Words, area: SpecialArea) -> String {
    words.text(match area {
        SpecialArea::LowDensity => "area-low-density",
        SpecialArea::Remote => "area-remote",
        SpecialArea::Border => "area-border",
        SpecialArea::Island => "area-island",
        SpecialArea::Forest => "area-forest",
        SpecialArea::Desert => "area-desert",
        SpecialArea::Deprived => "area-deprived",
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::language::Language;

    #[test]
    fn every_code_severity_and_area_has_words_in_both_languages() {
        for language in Language::ALL {
            let words = Words::new(language);
            for &code in Code::ALL {
                assert!(words.has(&format!("finding-{code}")), "{code}");
            }
            for severity in Severity::ALL {
                assert!(words.has(&format!("severity-{}", severity.name())));
            }
            for level in Level::ALL {
                assert!(words.has(&format!("level-{}", level.name().replace('_', "-"))));
            }
        }
    }
}
