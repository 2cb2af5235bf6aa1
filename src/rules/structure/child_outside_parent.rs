//! S01: land of a unit outside the own polygon of the unit above it.

use super::reference::{outside, reference_figure, units_below};
use crate::model::{Unit, UnitKey};
use crate::rules::pieces::with_pieces;
use crate::rules::{Check, Code, Context, Finding, Reads, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    code: Code::S01,
    document: include_str!("child_outside_parent.md"),
    checks: &[Check::Unit(
        Reads::LAND.and(Reads::NEAR).and(Reads::LATER),
        check,
    )],
};

fn check(context: &Context<'_>, parent: UnitKey, unit: &Unit, findings: &mut Vec<Finding>) {
    let dataset = context.dataset();
    let Some(own) = reference_figure(dataset, unit) else {
        return;
    };
    let width_m = dataset.parameters.parent_tolerance_m;
    for child in units_below(context, parent) {
        if !context.keep_going() {
            return;
        }
        let mut pieces = outside(context, child, &own);
        pieces.retain(|piece| !piece.is_narrower(width_m));
        let level = dataset.units.get(child).map(|child| child.level.into());
        findings.extend(with_pieces(
            pieces,
            Finding {
                level,
                units: vec![child, parent],
                ..Finding::new(Code::S01, Severity::Error)
            },
        ));
    }
}
