//! T05: a vertex that is written twice or more in a row, in the coverage or outside it.

use super::faces::own_level;
use crate::model::{Unit, UnitKey};
use crate::rules::{Amount, Check, Code, Context, Finding, Place, Reads, Rule, Severity};
use crate::topology::{RepeatedVertex, Survey};

pub(crate) static RULE: Rule = Rule {
    code: Code::T05,
    document: include_str!("repeated_vertex.md"),
    checks: &[
        Check::Survey(in_coverage),
        Check::Unit(Reads::OWN, outside_coverage),
    ],
};

fn in_coverage(context: &Context<'_>, survey: &Survey, findings: &mut Vec<Finding>) {
    let found = survey.repeated.iter();
    findings.extend(found.map(|vertex| finding(context, vertex)));
}

fn outside_coverage(context: &Context<'_>, key: UnitKey, _: &Unit, findings: &mut Vec<Finding>) {
    let survey = context.plain_survey(key);
    let found = survey.repeated.iter();
    findings.extend(found.map(|vertex| finding(context, vertex)));
}

fn finding(context: &Context<'_>, vertex: &RepeatedVertex) -> Finding {
    Finding {
        level: own_level(context.dataset(), &vertex.units),
        units: vertex.units.clone(),
        place: Some(Place::point(vertex.at)),
        measured: Some(Amount::Count(u64::from(vertex.times) + 1)),
        required: Some(Amount::Count(1)),
        ..Finding::new(Code::T05, Severity::Warning)
    }
}
