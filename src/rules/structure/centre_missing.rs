//! S05: a unit that has no centre, in data that tells centres.

use crate::model::{Level, Unit, UnitKey};
use crate::rules::{Amount, Check, Code, Context, Detail, Finding, Reads, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    code: Code::S05,
    document: include_str!("centre_missing.md"),
    checks: &[Check::Unit(Reads::FACTS, unit), Check::Whole(levels)],
};

/// The levels whose units have a centre.
const WITH_CENTRES: [Level; 4] = [
    Level::Province,
    Level::County,
    Level::District,
    Level::RuralDistrict,
];

/// Whether the data tells the centres of a level: at least every second unit has one.
fn is_told((have, of): (usize, usize)) -> bool {
    have * 2 >= of
}

fn unit(context: &Context<'_>, key: UnitKey, unit: &Unit, findings: &mut Vec<Finding>) {
    if unit.centre.is_none()
        && WITH_CENTRES.contains(&unit.level)
        && is_told(context.facts().centres(unit.level))
    {
        findings.push(Finding {
            level: Some(unit.level.into()),
            units: vec![key],
            ..Finding::new(Code::S05, Severity::Warning)
        });
    }
}

fn levels(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for level in WITH_CENTRES {
        let counts = context.facts().centres(level);
        if is_told(counts) {
            continue;
        }
        let (have, of) = counts;
        findings.push(Finding {
            level: Some(level.into()),
            measured: Some(Amount::Count(have as u64)),
            required: Some(Amount::Count(of as u64)),
            detail: Detail::FewCentres { have, of },
            ..Finding::new(Code::S05, Severity::Note)
        });
    }
}
