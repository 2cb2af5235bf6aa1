//! T01: a unit's own rings that cross themselves or each other, in the coverage or
//! outside it.

use super::faces::own_level;
use crate::model::{Unit, UnitKey};
use crate::rules::{Check, Code, Context, Finding, Place, Reads, Rule, Severity};
use crate::topology::{SelfCrossing, Survey};

pub(crate) static RULE: Rule = Rule {
    code: Code::T01,
    document: include_str!("self_intersection.md"),
    checks: &[
        Check::Survey(in_coverage),
        Check::Unit(Reads::OWN, outside_coverage),
    ],
};

fn in_coverage(context: &Context<'_>, survey: &Survey, findings: &mut Vec<Finding>) {
    let found = survey.self_crossings.iter();
    findings.extend(found.map(|crossing| finding(context, crossing)));
}

fn outside_coverage(context: &Context<'_>, key: UnitKey, _: &Unit, findings: &mut Vec<Finding>) {
    let survey = context.plain_survey(key);
    let found = survey.self_crossings.iter();
    findings.extend(found.map(|crossing| finding(context, crossing)));
}

fn finding(context: &Context<'_>, crossing: &SelfCrossing) -> Finding {
    Finding {
        level: own_level(context.dataset(), &crossing.units),
        units: crossing.units.clone(),
        place: Some(Place::point(crossing.at)),
        ..Finding::new(Code::T01, Severity::Error)
    }
}
