//! T06: rings that lie wrong among the rings of their unit, in the coverage or outside
//! it.

use super::faces::own_level;
use crate::model::{Unit, UnitKey};
use crate::rules::{Check, Code, Context, Detail, Finding, Place, Reads, Rule, Severity};
use crate::topology::{MisnestedRing, Survey};

pub(crate) static RULE: Rule = Rule {
    code: Code::T06,
    document: include_str!("invalid_nesting.md"),
    checks: &[
        Check::Survey(in_coverage),
        Check::Unit(Reads::OWN, outside_coverage),
    ],
};

fn in_coverage(context: &Context<'_>, survey: &Survey, findings: &mut Vec<Finding>) {
    let found = survey.misnested.iter();
    findings.extend(found.map(|ring| finding(context, ring)));
}

fn outside_coverage(context: &Context<'_>, key: UnitKey, _: &Unit, findings: &mut Vec<Finding>) {
    let survey = context.plain_survey(key);
    let found = survey.misnested.iter();
    findings.extend(found.map(|ring| finding(context, ring)));
}

fn finding(context: &Context<'_>, ring: &MisnestedRing) -> Finding {
    Finding {
        level: own_level(context.dataset(), &[ring.unit]),
        units: vec![ring.unit],
        place: Some(Place::outline(ring.at, vec![ring.positions.clone()])),
        detail: Detail::Nesting(ring.kind),
        ..Finding::new(Code::T06, Severity::Error)
    }
}
