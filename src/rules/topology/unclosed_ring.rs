//! T03: a ring whose last position is not its first, in the coverage or outside it.

use super::faces::own_level;
use crate::measure::line_length_m;
use crate::model::{Land, Position, Unit, UnitKey, is_usable, same_place};
use crate::rules::{Check, Code, Context, Finding, Place, Reads, Rule, Severity};
use crate::topology::{is_degenerate, ring_positions};

pub(crate) static RULE: Rule = Rule {
    code: Code::T03,
    document: include_str!("unclosed_ring.md"),
    checks: &[Check::Unit(Reads::LAND, check)],
};

fn check(context: &Context<'_>, key: UnitKey, unit: &Unit, findings: &mut Vec<Finding>) {
    match &unit.land {
        Land::None => {}
        Land::Coverage(_) => {
            for ring in unit.coverage_rings().filter(|ring| !ring.closed) {
                let positions = ring_positions(context.dataset(), ring);
                findings.extend(finding(context, key, &positions));
            }
        }
        Land::Plain { polygons, .. } => {
            for ring in polygons.iter().flat_map(|polygon| &polygon.rings) {
                findings.extend(finding(context, key, &ring.positions));
            }
        }
    }
}

fn finding(context: &Context<'_>, unit: UnitKey, ring: &[Position]) -> Option<Finding> {
    let (&first, &last) = (ring.first()?, ring.last()?);
    // What is not on the earth is T18, what spans no land T04.
    if same_place(first, last) || !is_usable(first) || !is_usable(last) || is_degenerate(ring) {
        return None;
    }
    Some(Finding {
        level: own_level(context.dataset(), &[unit]),
        units: vec![unit],
        place: Some(Place::outline(first, vec![vec![last, first]])),
        length_m: Some(line_length_m(&[last, first])),
        ..Finding::new(Code::T03, Severity::Error)
    })
}
