//! T04: rings that span no land, and polygons without any ring.

use super::faces::own_level;
use crate::model::{Extent, Land, PlainRole, Position, Unit, UnitKey, is_usable};
use crate::rules::{Check, Code, Context, Finding, Place, Reads, Rule, Severity};
use crate::topology::{Survey, is_degenerate};

pub(crate) static RULE: Rule = Rule {
    code: Code::T04,
    document: include_str!("degenerate_polygon.md"),
    checks: &[
        Check::Survey(in_coverage),
        Check::Unit(Reads::OWN, outside_coverage),
    ],
};

fn in_coverage(context: &Context<'_>, survey: &Survey, findings: &mut Vec<Finding>) {
    let found = survey.degenerate.iter();
    findings.extend(found.map(|ring| finding(context, ring.unit, &ring.positions)));
}

fn outside_coverage(context: &Context<'_>, key: UnitKey, unit: &Unit, findings: &mut Vec<Finding>) {
    let Land::Plain { polygons, role } = &unit.land else {
        return;
    };
    if *role != PlainRole::Unusable {
        let survey = context.plain_survey(key);
        let found = survey.degenerate.iter();
        findings.extend(found.map(|ring| finding(context, key, &ring.positions)));
        return;
    }
    if polygons.is_empty() {
        findings.push(finding(context, key, &[]));
    }
    for polygon in polygons.iter() {
        if polygon.rings.is_empty() {
            findings.push(finding(context, key, &[]));
        }
        for ring in &polygon.rings {
            // What is not on the earth is T18.
            let usable = ring.positions.iter().copied().all(is_usable);
            if usable && is_degenerate(&ring.positions) {
                findings.push(finding(context, key, &ring.positions));
            }
        }
    }
}

fn finding(context: &Context<'_>, unit: UnitKey, ring: &[Position]) -> Finding {
    let extent = Extent::around(ring.iter().copied());
    Finding {
        level: own_level(context.dataset(), &[unit]),
        units: vec![unit],
        place: extent.map(|extent| Place::outline(extent.centre(), vec![ring.to_vec()])),
        ..Finding::new(Code::T04, Severity::Error)
    }
}
