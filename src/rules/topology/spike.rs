//! T07: vertices at which rings turn back on themselves, in the coverage or outside it.

use super::faces::own_level;
use crate::model::{Unit, UnitKey};
use crate::rules::{Amount, Check, Code, Context, Finding, Place, Reads, Rule, Severity};
use crate::topology::{Spike, Survey};

pub(crate) static RULE: Rule = Rule {
    code: Code::T07,
    document: include_str!("spike.md"),
    checks: &[
        Check::Survey(in_coverage),
        Check::Unit(Reads::OWN, outside_coverage),
    ],
};

fn in_coverage(context: &Context<'_>, survey: &Survey, findings: &mut Vec<Finding>) {
    let found = survey.spikes.iter();
    findings.extend(found.map(|spike| finding(context, spike)));
}

fn outside_coverage(context: &Context<'_>, key: UnitKey, _: &Unit, findings: &mut Vec<Finding>) {
    let survey = context.plain_survey(key);
    let found = survey.spikes.iter();
    findings.extend(found.map(|spike| finding(context, spike)));
}

fn finding(context: &Context<'_>, spike: &Spike) -> Finding {
    let parameters = &context.dataset().parameters;
    let [before, after] = spike.feet;
    let required_deg = if spike.angle_deg < parameters.spike_angle_deg {
        parameters.spike_angle_deg
    } else {
        parameters.narrow_spike_angle_deg
    };
    Finding {
        level: own_level(context.dataset(), &spike.units),
        units: spike.units.clone(),
        place: Some(Place::outline(
            spike.at,
            vec![vec![before, spike.at, after]],
        )),
        width_m: Some(spike.foot_m),
        length_m: Some(spike.length_m),
        measured: Some(Amount::Degrees(spike.angle_deg)),
        required: Some(Amount::Degrees(required_deg)),
        ..Finding::new(Code::T07, Severity::Warning)
    }
}
