//! T02: rings that touch themselves, or each other so that the polygon falls apart; in
//! the coverage or outside it.

use super::faces::own_level;
use crate::model::{Unit, UnitKey};
use crate::rules::{Check, Code, Context, Finding, Place, Reads, Rule, Severity};
use crate::topology::{SelfTouch, Survey};

pub(crate) static RULE: Rule = Rule {
    code: Code::T02,
    document: include_str!("ring_self_touch.md"),
    checks: &[
        Check::Survey(in_coverage),
        Check::Unit(Reads::OWN, outside_coverage),
    ],
};

fn in_coverage(context: &Context<'_>, survey: &Survey, findings: &mut Vec<Finding>) {
    let found = survey.self_touches.iter();
    findings.extend(found.map(|touch| finding(context, touch)));
}

fn outside_coverage(context: &Context<'_>, key: UnitKey, _: &Unit, findings: &mut Vec<Finding>) {
    let survey = context.plain_survey(key);
    let found = survey.self_touches.iter();
    findings.extend(found.map(|touch| finding(context, touch)));
}

fn finding(context: &Context<'_>, touch: &SelfTouch) -> Finding {
    Finding {
        level: own_level(context.dataset(), &touch.units),
        units: touch.units.clone(),
        place: Some(Place::point(touch.at)),
        ..Finding::new(Code::T02, Severity::Error)
    }
}
