//! T07: vertices at which rings turn back on themselves, in the coverage or outside it.

use super::faces::own_level;
use crate::measure::LocalPlane;
use crate::model::{Position, Unit, UnitKey};
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

/// How much of the longer leg is shown, in lengths of the shorter one.
const LEGS: f64 = 2.0;

/// The end of the stretch from a tip to a foot, or what of it is no longer than asked.
fn towards(tip: Position, foot: Position, most_m: f64) -> Position {
    let plane = LocalPlane::at(tip);
    let leg = plane.metres_from_position(foot);
    let length_m = leg.x.hypot(leg.y);
    if length_m <= most_m {
        return foot;
    }
    plane.position_from_metres(leg * (most_m / length_m))
}

fn finding(context: &Context<'_>, spike: &Spike) -> Finding {
    let parameters = &context.dataset().parameters;
    // All of the shorter leg, and as much again of a longer one: what lies beyond is no spike.
    let [before, after] = spike
        .feet
        .map(|foot| towards(spike.at, foot, LEGS * spike.length_m));
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
