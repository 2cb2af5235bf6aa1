//! T01: a unit's own rings that cross themselves or each other, in the coverage or
//! outside it.

use super::faces::own_level;
use crate::rules::{Code, Context, Finding, Place, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    code: Code::T01,
    document: include_str!("self_intersection.md"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let plain = context.plain_surveys();
    let outside = plain.iter().flat_map(|survey| &survey.self_crossings);
    for crossing in context.survey().self_crossings.iter().chain(outside) {
        findings.push(Finding {
            level: own_level(context.dataset(), &crossing.units),
            units: crossing.units.clone(),
            place: Some(Place::point(crossing.at)),
            ..Finding::new(Code::T01, Severity::Error)
        });
    }
}
