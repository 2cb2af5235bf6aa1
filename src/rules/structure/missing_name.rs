//! S15: a unit or settlement without a name.

use super::named::{about_settlement, about_unit};
use crate::model::{Settlement, SettlementKey, Unit, UnitKey};
use crate::rules::{Check, Code, Context, Finding, Reads, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    code: Code::S15,
    document: include_str!("missing_name.md"),
    checks: &[
        Check::Unit(Reads::OWN, unit),
        Check::Settlement(Reads::OWN, settlement),
    ],
};

fn unit(_: &Context<'_>, key: UnitKey, unit: &Unit, findings: &mut Vec<Finding>) {
    // One that only its children name has none to be written.
    if unit.layer.is_some() && names_nothing(&unit.name) {
        findings.push(about_unit(key, unit, Code::S15, Severity::Warning));
    }
}

fn settlement(
    _: &Context<'_>,
    key: SettlementKey,
    settlement: &Settlement,
    findings: &mut Vec<Finding>,
) {
    if settlement.layer.is_some() && names_nothing(&settlement.name) {
        findings.push(about_settlement(
            key,
            settlement,
            Code::S15,
            Severity::Warning,
        ));
    }
}

/// Spaces, joiners and dashes name nothing.
fn names_nothing(name: &str) -> bool {
    !name.chars().any(char::is_alphanumeric)
}
