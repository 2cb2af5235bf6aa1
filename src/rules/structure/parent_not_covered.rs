//! S02: land of a parent's own polygon that nothing under it has.

use super::reference::{reference_figure, uncovered};
use crate::model::{Unit, UnitKey};
use crate::rules::pieces::with_pieces;
use crate::rules::{Check, Code, Context, Finding, Reads, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    code: Code::S02,
    document: include_str!("parent_not_covered.md"),
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
    pieces.retain(|piece| !piece.is_narrower(width_m));
    findings.extend(with_pieces(
        pieces,
        Finding {
            level: Some(unit.level.into()),
            units: vec![parent],
            ..Finding::new(Code::S02, Severity::Error)
        },
    ));
}
