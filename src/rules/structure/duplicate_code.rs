//! S12: a code that several units of a level, or several settlements, have.

use super::codes::{compared, settlement_key, unit_key};
use crate::model::{Settlement, SettlementKey, Unit, UnitKey};
use crate::rules::{Check, Code, Context, Detail, Finding, Place, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    code: Code::S12,
    document: include_str!("duplicate_code.md"),
    checks: &[
        Check::UnitGroup {
            key: unit_in_force,
            check: units,
        },
        Check::SettlementGroup {
            key: settlement_in_force,
            check: settlements,
        },
    ],
};

/// A code of what is no more is the record of it, and S14 speaks of its use again.
fn unit_in_force(context: &Context<'_>, key: UnitKey, unit: &Unit) -> Option<String> {
    (!unit.life.has_ended())
        .then(|| unit_key(context, key, unit))
        .flatten()
}

fn settlement_in_force(
    context: &Context<'_>,
    key: SettlementKey,
    settlement: &Settlement,
) -> Option<String> {
    (!settlement.life.has_ended())
        .then(|| settlement_key(context, key, settlement))
        .flatten()
}

fn units(context: &Context<'_>, keys: &[UnitKey], findings: &mut Vec<Finding>) {
    let units = &context.dataset().units;
    let first = keys.first().and_then(|&key| units.get(key));
    let Some(first) = first else { return };
    findings.extend(compared(first.code.as_ref()).map(|code| Finding {
        level: Some(first.level.into()),
        units: keys.to_vec(),
        detail: Detail::Code(code),
        ..Finding::new(Code::S12, Severity::Error)
    }));
}

fn settlements(context: &Context<'_>, keys: &[SettlementKey], findings: &mut Vec<Finding>) {
    let settlements = &context.dataset().settlements;
    let all = || keys.iter().filter_map(|&key| settlements.get(key));
    let Some(first) = all().next() else { return };
    let at = all().find_map(|settlement| settlement.position);
    findings.extend(compared(first.code.as_ref()).map(|code| Finding {
        level: Some(first.kind.level().into()),
        settlements: keys.to_vec(),
        place: at.map(Place::point),
        detail: Detail::Code(code),
        ..Finding::new(Code::S12, Severity::Error)
    }));
}
