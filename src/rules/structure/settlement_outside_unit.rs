//! S08: a village, farm or place that does not lie in the land of its unit.

use crate::model::is_usable;
use crate::rules::{Code, Context, Detail, Finding, Place, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    code: Code::S08,
    document: include_str!("settlement_outside_unit.md"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let dataset = context.dataset();
    for (key, unit) in dataset.units.iter() {
        if !context.keep_going() {
            return;
        }
        for &settlement_key in context.settlements(key) {
            let Some(settlement) = dataset.settlements.get(settlement_key) else {
                continue;
            };
            let Some(position) = settlement.position.filter(|&at| is_usable(at)) else {
                continue;
            };
            match context.holds(key, position) {
                // A unit without land holds nothing and misses nothing.
                None => break,
                Some(true) => continue,
                Some(false) => {}
            }
            findings.push(Finding {
                level: Some(settlement.kind.level().into()),
                units: vec![key],
                settlements: vec![settlement_key],
                place: Some(Place::point(position)),
                detail: Detail::LiesIn(context.unit_at(unit.level, position)),
                ..Finding::new(Code::S08, Severity::Error)
            });
        }
    }
}
