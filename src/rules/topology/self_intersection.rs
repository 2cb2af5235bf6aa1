//! T01: a unit's own rings that cross themselves or each other.

use super::faces::own_level;
use crate::rules::{Code, Context, Finding, Place, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    code: Code::T01,
    document: include_str!("self_intersection.md"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for crossing in &context.survey().self_crossings {
        findings.push(Finding {
            level: own_level(context.dataset(), &crossing.units),
            units: crossing.units.clone(),
            place: Some(Place::point(crossing.at)),
            ..Finding::new(Code::T01, Severity::Error)
        });
    }
}
