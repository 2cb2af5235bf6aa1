//! S06: a unit's centre that does not lie in its land.

use crate::model::{Unit, UnitKey};
use crate::rules::{Check, Code, Context, Detail, Finding, Place, Reads, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    code: Code::S06,
    document: include_str!("centre_outside.md"),
    checks: &[Check::Unit(Reads::CENTRE, check)],
};

fn check(context: &Context<'_>, key: UnitKey, unit: &Unit, findings: &mut Vec<Finding>) {
    let Some(centre) = &unit.centre else { return };
    let Some(position) = context.dataset().centre_position(centre) else {
        return;
    };
    if context.holds(key, position) == Some(false) {
        findings.push(Finding {
            level: Some(unit.level.into()),
            units: vec![key],
            settlements: centre.settlement.into_iter().collect(),
            place: Some(Place::point(position)),
            detail: Detail::LiesIn(context.unit_at(unit.level, position)),
            ..Finding::new(Code::S06, Severity::Error)
        });
    }
}
