//! S10: land of a unit with one other unit all around it.

use super::land_pieces::{PieceKind, odd_pieces};
use crate::model::{Level, Unit, UnitKey};
use crate::rules::{Check, Code, Context, Finding, Reads, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    code: Code::S10,
    document: include_str!("enclave.md"),
    checks: &[Check::Unit(Reads::LAND.and(Reads::LATER), check)],
};

fn check(context: &Context<'_>, key: UnitKey, unit: &Unit, findings: &mut Vec<Finding>) {
    if unit.level == Level::City {
        return;
    }
    for (piece, kind) in odd_pieces(context, key) {
        if let PieceKind::Enclosed(other) = kind {
            findings.push(Finding {
                level: Some(unit.level.into()),
                units: vec![key, other],
                area_m2: Some(piece.area_m2),
                place: piece.place(context),
                ..Finding::new(Code::S10, Severity::Warning)
            });
        }
    }
}
