//! S08: a village, farm or place that does not lie in the land of its unit.

use crate::model::{Settlement, SettlementKey, is_usable};
use crate::rules::{Check, Code, Context, Detail, Finding, Place, Reads, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    code: Code::S08,
    document: include_str!("settlement_outside_unit.md"),
    checks: &[Check::Settlement(Reads::NEAR, check)],
};

fn check(
    context: &Context<'_>,
    key: SettlementKey,
    settlement: &Settlement,
    findings: &mut Vec<Finding>,
) {
    let Some(position) = settlement.position.filter(|&at| is_usable(at)) else {
        return;
    };
    let dataset = context.dataset();
    let Some(above) = settlement.parent else {
        return;
    };
    let Some(unit) = dataset.units.get(above) else {
        return;
    };
    // A unit without land holds nothing and misses nothing.
    if context.holds(above, position) == Some(false) {
        findings.push(Finding {
            level: Some(settlement.kind.level().into()),
            units: vec![above],
            settlements: vec![key],
            place: Some(Place::point(position)),
            detail: Detail::LiesIn(context.unit_at(unit.level, position)),
            ..Finding::new(Code::S08, Severity::Error)
        });
    }
}
