//! S13: a code that does not begin with the code of the unit above.

use super::codes::whole_code;
use crate::model::{Unit, UnitKey};
use crate::rules::{Check, Code, Context, Detail, Finding, Reads, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    code: Code::S13,
    document: include_str!("code_not_under_parent.md"),
    checks: &[Check::Unit(Reads::ABOVE, check)],
};

fn check(context: &Context<'_>, key: UnitKey, unit: &Unit, findings: &mut Vec<Finding>) {
    // The nearest unit above whose code is known whole.
    let mut above = context.dataset().ancestors(key).skip(1);
    let parent = above.find_map(|(_, above)| Some((above.level, whole_code(above)?)));
    let (Some(code), Some((level, parent))) = (whole_code(unit), parent) else {
        return;
    };
    if level < unit.level && !code.starts_with(&parent) {
        findings.push(Finding {
            level: Some(unit.level.into()),
            units: vec![key],
            detail: Detail::NotUnder { code, parent },
            ..Finding::new(Code::S13, Severity::Error)
        });
    }
}
