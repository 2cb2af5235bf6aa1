//! Which findings are listed, and how many there are of each sort: conditions that hold
//! together, and counts that say for each choice how many would be listed by it.

use std::collections::BTreeMap;

use crate::model::{Dataset, Triage, TriageState, UnitKey};
use crate::rules::{Code, Family, Finding, FindingLevel, Severity, Standing, Verdict};

/// Whether a finding was there when the data was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Since {
    /// It came since.
    New,
    /// It was there and still is.
    Unchanged,
    /// It was there and is gone.
    Resolved,
}

impl Since {
    /// All of them, in the order of lists.
    pub const ALL: [Self; 3] = [Self::New, Self::Unchanged, Self::Resolved];
}

/// A kind of finding, or a family of kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KindFilter {
    /// Every kind of a family.
    Family(Family),
    /// One kind.
    Code(Code),
}

impl KindFilter {
    fn holds(self, code: Code) -> bool {
        match self {
            Self::Family(family) => code.family() == family,
            Self::Code(wanted) => code == wanted,
        }
    }
}

/// Which findings are listed: those of which every condition holds. Without any, all
/// that are there now and can be decided.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FindingFilter {
    /// Of this kind or family.
    pub kind: Option<KindFilter>,
    /// As grave as this.
    pub severity: Option<Severity>,
    /// About this level.
    pub level: Option<FindingLevel>,
    /// About this unit or what lies under it.
    pub unit: Option<UnitKey>,
    /// New, unchanged or resolved against the opened state; nothing for all but the
    /// resolved.
    pub since: Option<Since>,
    /// Whose place is in sight.
    pub in_view: bool,
    /// At what the edits of this session touched.
    pub of_my_edits: bool,
    /// Only those that cannot be decided for want of data; else all but those.
    pub undecided: bool,
    /// Only those that were accepted; else all but those.
    pub accepted: bool,
    /// Whose exception has lapsed.
    pub lapsed: bool,
    /// Dealt with so far.
    pub state: Option<TriageState>,
    /// Looked after by this person; empty for nobody.
    pub assignee: Option<String>,
}

/// What a list knows of a finding beside what it says itself.
#[derive(Clone, Copy, Debug)]
pub struct FindingFacts<'a> {
    /// Against the opened state.
    pub since: Since,
    /// Whether its place is in sight.
    pub in_view: bool,
    /// Whether this session's edits touched its place.
    pub of_my_edits: bool,
    /// Whether it says what is searched for.
    pub is_sought: bool,
    /// Whether it may stand.
    pub standing: Standing,
    /// What was said of it.
    pub triage: Option<&'a Triage>,
}

impl FindingFacts<'_> {
    fn state(&self) -> TriageState {
        self.triage.map_or(TriageState::Open, |triage| triage.state)
    }

    fn assignee(&self) -> &str {
        self.triage.map_or("", |triage| &triage.assignee)
    }
}

/// Whether a finding only says that something cannot be decided.
pub fn is_undecided(finding: &Finding) -> bool {
    finding.verdict == Some(Verdict::NotDecidable)
}

/// Whether a finding is about a unit, or about a unit or settlement under it.
pub fn is_about(dataset: &Dataset, finding: &Finding, unit: UnitKey) -> bool {
    let parents = finding
        .settlements
        .iter()
        .filter_map(|&key| dataset.settlements.get(key)?.parent);
    finding
        .units
        .iter()
        .copied()
        .chain(parents)
        .any(|key| dataset.ancestors(key).any(|(above, _)| above == unit))
}

/// The conditions that a finding does not meet, a bit for each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Misses(u16);

impl Misses {
    const KIND: Self = Self(1);
    const SEVERITY: Self = Self(1 << 1);
    const LEVEL: Self = Self(1 << 2);
    const UNIT: Self = Self(1 << 3);
    const SINCE: Self = Self(1 << 4);
    const VIEW: Self = Self(1 << 5);
    const EDITS: Self = Self(1 << 6);
    const DECIDED: Self = Self(1 << 7);
    const SEARCH: Self = Self(1 << 8);
    const ACCEPTED: Self = Self(1 << 9);
    const LAPSED: Self = Self(1 << 10);
    const STATE: Self = Self(1 << 11);
    const ASSIGNEE: Self = Self(1 << 12);

    fn add(&mut self, condition: Self, holds: bool) {
        if !holds {
            self.0 |= condition.0;
        }
    }

    /// Whether every condition but these holds.
    fn only(self, conditions: Self) -> bool {
        self.0 & !conditions.0 == 0
    }
}

impl FindingFilter {
    /// Whether nothing is filtered.
    pub fn is_clear(&self) -> bool {
        *self == Self::default()
    }

    fn misses(&self, dataset: &Dataset, finding: &Finding, facts: FindingFacts<'_>) -> Misses {
        let mut misses = Misses::default();
        let code = finding.code;
        misses.add(Misses::KIND, self.kind.is_none_or(|kind| kind.holds(code)));
        let severity = finding.severity;
        misses.add(
            Misses::SEVERITY,
            self.severity.is_none_or(|it| it == severity),
        );
        misses.add(
            Misses::LEVEL,
            self.level.is_none_or(|it| finding.level == Some(it)),
        );
        let is_about_unit = |unit| is_about(dataset, finding, unit);
        misses.add(Misses::UNIT, self.unit.is_none_or(is_about_unit));
        let is_now = match self.since {
            Some(since) => since == facts.since,
            None => facts.since != Since::Resolved,
        };
        misses.add(Misses::SINCE, is_now);
        misses.add(Misses::VIEW, !self.in_view || facts.in_view);
        misses.add(Misses::EDITS, !self.of_my_edits || facts.of_my_edits);
        misses.add(Misses::DECIDED, self.undecided == is_undecided(finding));
        misses.add(Misses::SEARCH, facts.is_sought);
        let is_accepted = facts.standing == Standing::Accepted;
        misses.add(Misses::ACCEPTED, self.accepted == is_accepted);
        misses.add(Misses::LAPSED, !self.lapsed || facts.standing.has_lapsed());
        misses.add(
            Misses::STATE,
            self.state.is_none_or(|it| it == facts.state()),
        );
        let assignee = self.assignee.as_deref();
        misses.add(
            Misses::ASSIGNEE,
            assignee.is_none_or(|it| it == facts.assignee()),
        );
        misses
    }
}

/// How many findings there are of each sort. Each number is that of the findings that
/// would be listed if this were chosen and all other conditions stayed; `all`, if there
/// were none but the search.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FindingCounts {
    /// Without any condition.
    pub all: usize,
    /// By kind.
    pub codes: BTreeMap<Code, usize>,
    /// By severity.
    pub severities: BTreeMap<Severity, usize>,
    /// By level.
    pub levels: BTreeMap<FindingLevel, usize>,
    /// By what they are against the opened state.
    pub since: BTreeMap<Since, usize>,
    /// At what the edits of this session touched.
    pub of_my_edits: usize,
    /// What cannot be decided.
    pub undecided: usize,
    /// What was accepted.
    pub accepted: usize,
    /// What was accepted and is open again.
    pub lapsed: usize,
    /// By how far it has been dealt with.
    pub states: BTreeMap<TriageState, usize>,
    /// By who looks after it.
    pub assignees: BTreeMap<String, usize>,
    /// In sight.
    pub here: usize,
    /// Out of sight.
    pub elsewhere: usize,
}

impl FindingCounts {
    /// Of a kind or family.
    pub fn of_kind(&self, kind: KindFilter) -> usize {
        let codes = self.codes.iter();
        let counts = codes.filter(|(code, _)| kind.holds(**code));
        counts.map(|(_, count)| count).sum()
    }

    /// New, unchanged or resolved.
    pub fn of_since(&self, since: Since) -> usize {
        self.since.get(&since).copied().unwrap_or_default()
    }
}

/// What a filter says of one finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sifted {
    /// Whether it is listed.
    pub is_listed: bool,
    /// Whether it would be, here or elsewhere: the map's view alone decides.
    pub is_listed_somewhere: bool,
}

/// Sifts one finding and counts it.
pub fn sift(
    filter: &FindingFilter,
    dataset: &Dataset,
    finding: &Finding,
    facts: FindingFacts<'_>,
    counts: &mut FindingCounts,
) -> Sifted {
    let misses = filter.misses(dataset, finding, facts);
    let clear = FindingFilter::default();
    let is_plain = clear
        .misses(dataset, finding, facts)
        .only(Misses::default());
    counts.all += usize::from(is_plain);
    if misses.only(Misses::KIND) {
        *counts.codes.entry(finding.code).or_default() += 1;
    }
    if misses.only(Misses::SEVERITY) {
        *counts.severities.entry(finding.severity).or_default() += 1;
    }
    if let Some(level) = finding.level.filter(|_| misses.only(Misses::LEVEL)) {
        *counts.levels.entry(level).or_default() += 1;
    }
    if misses.only(Misses::SINCE) {
        *counts.since.entry(facts.since).or_default() += 1;
    }
    counts.of_my_edits += usize::from(facts.of_my_edits && misses.only(Misses::EDITS));
    counts.undecided += usize::from(is_undecided(finding) && misses.only(Misses::DECIDED));
    let is_accepted = facts.standing == Standing::Accepted;
    counts.accepted += usize::from(is_accepted && misses.only(Misses::ACCEPTED));
    counts.lapsed += usize::from(facts.standing.has_lapsed() && misses.only(Misses::LAPSED));
    if misses.only(Misses::STATE) {
        *counts.states.entry(facts.state()).or_default() += 1;
    }
    if misses.only(Misses::ASSIGNEE) {
        let assignee = facts.assignee().to_owned();
        *counts.assignees.entry(assignee).or_default() += 1;
    }
    let is_listed_somewhere = misses.only(Misses::VIEW);
    if is_listed_somewhere {
        *(if facts.in_view {
            &mut counts.here
        } else {
            &mut counts.elsewhere
        }) += 1;
    }
    Sifted {
        is_listed: misses.only(Misses::default()),
        is_listed_somewhere,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        Level, Life, Origin, ParentReference, Populations, Properties, Settlement, SettlementKind,
        Unit,
    };

    const FACTS: FindingFacts<'static> = FindingFacts {
        since: Since::Unchanged,
        in_view: true,
        of_my_edits: false,
        is_sought: true,
        standing: Standing::Open,
        triage: None,
    };

    fn listed(filter: &FindingFilter, finding: &Finding, facts: FindingFacts<'_>) -> bool {
        let dataset = Dataset::new(Origin::of_content(b"filter"), "");
        let mut counts = FindingCounts::default();
        sift(filter, &dataset, finding, facts, &mut counts).is_listed
    }

    #[test]
    fn without_conditions_resolved_and_undecided_findings_are_not_listed() {
        let clear = FindingFilter::default();
        let gap = Finding::new(Code::T12, Severity::Error);
        assert!(listed(&clear, &gap, FACTS));
        let resolved = FindingFacts {
            since: Since::Resolved,
            ..FACTS
        };
        assert!(!listed(&clear, &gap, resolved));
        let undecided = Finding {
            verdict: Some(Verdict::NotDecidable),
            ..Finding::new(Code::L03, Severity::Note)
        };
        assert!(!listed(&clear, &undecided, FACTS));
        let only_resolved = FindingFilter {
            since: Some(Since::Resolved),
            ..FindingFilter::default()
        };
        assert!(listed(&only_resolved, &gap, resolved) && !listed(&only_resolved, &gap, FACTS));
    }

    #[test]
    fn what_was_accepted_is_shown_only_when_asked_for_and_what_lapsed_is_open_again() {
        let gap = Finding::new(Code::T12, Severity::Error);
        let with = |standing| FindingFacts { standing, ..FACTS };
        let clear = FindingFilter::default();
        assert!(!listed(&clear, &gap, with(Standing::Accepted)));
        assert!(listed(&clear, &gap, with(Standing::Changed)));
        assert!(listed(&clear, &gap, with(Standing::Expired)));
        let accepted = FindingFilter {
            accepted: true,
            ..FindingFilter::default()
        };
        assert!(listed(&accepted, &gap, with(Standing::Accepted)));
        assert!(!listed(&accepted, &gap, with(Standing::Open)));
        let triage = Triage {
            state: TriageState::InProgress,
            assignee: "کارتوگراف".to_owned(),
            ..Triage::default()
        };
        let at_work = FindingFacts {
            triage: Some(&triage),
            ..FACTS
        };
        let of_nobody = FindingFilter {
            assignee: Some(String::new()),
            ..FindingFilter::default()
        };
        assert!(listed(&of_nobody, &gap, FACTS) && !listed(&of_nobody, &gap, at_work));
        let begun = FindingFilter {
            state: Some(TriageState::InProgress),
            ..FindingFilter::default()
        };
        assert!(listed(&begun, &gap, at_work) && !listed(&begun, &gap, FACTS));
    }

    #[test]
    fn a_count_says_what_its_choice_would_list() {
        let dataset = Dataset::new(Origin::of_content(b"counts"), "");
        let filter = FindingFilter {
            kind: Some(KindFilter::Code(Code::T12)),
            severity: Some(Severity::Error),
            in_view: true,
            ..FindingFilter::default()
        };
        let mut counts = FindingCounts::default();
        let outside = FindingFacts {
            in_view: false,
            ..FACTS
        };
        for (code, severity, facts) in [
            (Code::T12, Severity::Error, FACTS),
            (Code::T12, Severity::Error, outside),
            (Code::T12, Severity::Warning, FACTS),
            (Code::T09, Severity::Error, FACTS),
            (Code::S15, Severity::Warning, FACTS),
        ] {
            let finding = Finding::new(code, severity);
            sift(&filter, &dataset, &finding, facts, &mut counts);
        }
        assert_eq!(counts.all, 5);
        assert_eq!((counts.here, counts.elsewhere), (1, 1));
        assert_eq!(counts.of_kind(KindFilter::Family(Family::Topology)), 2);
        assert_eq!(counts.of_kind(KindFilter::Code(Code::S15)), 0);
        assert_eq!(counts.severities.get(&Severity::Warning), Some(&1));
    }

    #[test]
    fn a_unit_stands_for_all_that_lies_under_it() {
        let mut dataset = Dataset::new(Origin::of_content(b"under"), "");
        let mut unit = |level, parent| {
            let id = dataset.origin.id("unit", dataset.units.len());
            let mut unit = Unit::new(id, level, "");
            unit.parent = parent;
            dataset.units.insert(unit)
        };
        let county = unit(Level::County, None);
        let district = unit(Level::District, Some(county));
        let other = unit(Level::County, None);
        let village = dataset.settlements.insert(Settlement {
            id: dataset.origin.id("settlement", 0),
            kind: SettlementKind::Village,
            code: None,
            name: String::new(),
            parent: Some(district),
            parent_reference: ParentReference::default(),
            village: None,
            position: None,
            height_m: None,
            limits: Vec::new(),
            populations: Populations::default(),
            layer: None,
            properties: Properties::default(),
            life: Life::default(),
        });
        let of_district = Finding {
            units: vec![district],
            ..Finding::new(Code::S15, Severity::Warning)
        };
        let of_village = Finding {
            settlements: vec![village],
            ..Finding::new(Code::S08, Severity::Error)
        };
        for finding in [&of_district, &of_village] {
            assert!(is_about(&dataset, finding, county));
            assert!(!is_about(&dataset, finding, other));
        }
    }
}
