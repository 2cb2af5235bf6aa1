//! S03: a parent's own line that runs a little beside that of what is under it.

use super::reference::{outside, reference_figure, uncovered, units_below};
use crate::model::{Unit, UnitKey};
use crate::rules::pieces::with_pieces;
use crate::rules::{Check, Code, Context, Finding, Reads, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    code: Code::S03,
    document: include_str!("parent_border_mismatch.md"),
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
    let mut pieces = uncovered(context, parent, &own);
    for child in units_below(context, parent) {
        if !context.keep_going() {
            return;
        }
        pieces.extend(outside(context, child, &own));
    }
    pieces.retain(|piece| piece.is_narrower(width_m));
    findings.extend(with_pieces(
        pieces,
        Finding {
            level: Some(unit.level.into()),
            units: vec![parent],
            ..Finding::new(Code::S03, Severity::Warning)
        },
    ));
}
