//! T05: a vertex that is written twice or more in a row, in the coverage or outside it.

use super::faces::own_level;
use crate::rules::{Amount, Code, Context, Finding, Place, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    code: Code::T05,
    document: include_str!("repeated_vertex.md"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let plain = context.plain_surveys();
    let outside = plain.iter().flat_map(|survey| &survey.repeated);
    for vertex in context.survey().repeated.iter().chain(outside) {
        findings.push(Finding {
            level: own_level(context.dataset(), &vertex.units),
            units: vertex.units.clone(),
            place: Some(Place::point(vertex.at)),
            measured: Some(Amount::Count(u64::from(vertex.times) + 1)),
            required: Some(Amount::Count(1)),
            ..Finding::new(Code::T05, Severity::Warning)
        });
    }
}
