//! L02: what a village is by its people and households (article 2).

use crate::model::{Count, Level, Settlement, SettlementKey, SettlementKind};
use crate::rules::{
    Amount, Basis, Check, Code, Context, Detail, Finding, Missing, Reads, Rule, Severity, Verdict,
};

use super::law::VillageWord;

pub(crate) static RULE: Rule = Rule {
    code: Code::L02,
    document: include_str!("village_population.md"),
    checks: &[Check::Settlement(Reads::OWN, check)],
};

fn check(
    context: &Context<'_>,
    key: SettlementKey,
    settlement: &Settlement,
    findings: &mut Vec<Finding>,
) {
    let Some(law) = context.law() else { return };
    let counts = settlement.populations.counts().iter();
    let known = counts.filter(|count| count.people.is_some() || count.households.is_some());
    let latest = known.max_by_key(|count| count.census);
    let (SettlementKind::Village, Some(count)) = (settlement.kind, latest) else {
        return;
    };
    let missing = match judge(count, &law.village) {
        Some(Verdict::Satisfied) => return,
        Some(_) => Vec::new(),
        None if count.people.is_none() => vec![Missing::Population],
        None => vec![Missing::Households],
    };
    let (severity, verdict) = if missing.is_empty() {
        (Severity::Warning, Verdict::Violated)
    } else {
        (Severity::Note, Verdict::NotDecidable)
    };
    findings.push(Finding {
        level: Some(Level::Village.into()),
        settlements: vec![key],
        measured: count.people.map(Amount::People),
        required: Some(Amount::People(law.village.people)),
        basis: Some(Basis {
            law: law.name.clone(),
            article: law.village.article,
            note: None,
        }),
        missing,
        verdict: Some(verdict),
        detail: Detail::Village {
            count: *count,
            people: law.village.people,
            households: law.village.households,
        },
        ..Finding::new(Code::L02, severity)
    });
}

/// What the counts of one census say; nothing where the one that is known is too small and
/// the other is not known.
fn judge(count: &Count, word: &VillageWord) -> Option<Verdict> {
    let people = count.people.map(|people| people >= word.people);
    let households = count.households.map(|number| number >= word.households);
    match (people, households) {
        (Some(true), _) | (_, Some(true)) => Some(Verdict::Satisfied),
        (Some(false), Some(false)) => Some(Verdict::Violated),
        _ => None,
    }
}
