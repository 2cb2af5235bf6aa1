//! S17: a name that is not written as names are to be written.

use super::named::{about_settlement, about_unit};
use super::normalised_name;
use crate::model::{Settlement, SettlementKey, Unit, UnitKey};
use crate::rules::{Check, Code, Context, Detail, Finding, Reads, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    code: Code::S17,
    document: include_str!("unnormalised_name.md"),
    checks: &[
        Check::Unit(Reads::OWN, unit),
        Check::Settlement(Reads::OWN, settlement),
    ],
};

fn unit(_: &Context<'_>, key: UnitKey, unit: &Unit, findings: &mut Vec<Finding>) {
    findings.extend(detail_of(&unit.name).map(|detail| Finding {
        detail,
        ..about_unit(key, unit, Code::S17, Severity::Warning)
    }));
}

fn settlement(
    _: &Context<'_>,
    key: SettlementKey,
    settlement: &Settlement,
    findings: &mut Vec<Finding>,
) {
    findings.extend(detail_of(&settlement.name).map(|detail| Finding {
        detail,
        ..about_settlement(key, settlement, Code::S17, Severity::Warning)
    }));
}

/// How a name should be written, if otherwise than it is.
fn detail_of(name: &str) -> Option<Detail> {
    let (normalised, faults) = normalised_name(name);
    // What would be left without a sign is a missing name.
    (!faults.is_empty() && !normalised.is_empty()).then(|| Detail::Name {
        written: name.to_owned(),
        normalised,
        faults,
    })
}
