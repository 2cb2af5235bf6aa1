//! T13: land between the outer borders of two units, open to the outside at one end.

use super::faces::{closed, level_around};
use crate::rules::{Amount, Check, Code, Context, Finding, Place, Rule, Severity};
use crate::topology::Survey;

pub(crate) static RULE: Rule = Rule {
    code: Code::T13,
    document: include_str!("open_gap.md"),
    checks: &[Check::Survey(check)],
};

fn check(context: &Context<'_>, survey: &Survey, findings: &mut Vec<Finding>) {
    let dataset = context.dataset();
    let parameters = &dataset.parameters;
    let required_m = parameters.sliver_width_m * parameters.open_gap_widths;
    findings.extend(survey.open_gaps.iter().map(|gap| Finding {
        level: level_around(dataset, &gap.units),
        units: gap.units.clone(),
        place: Some(Place::outline(
            gap.at,
            closed(std::slice::from_ref(&gap.ring)).collect(),
        )),
        area_m2: Some(gap.area_m2),
        width_m: Some(gap.width_m),
        length_m: Some(gap.length_m),
        measured: Some(Amount::Metres(gap.length_m)),
        required: Some(Amount::Metres(required_m)),
        ..Finding::new(Code::T13, Severity::Error)
    }));
}
