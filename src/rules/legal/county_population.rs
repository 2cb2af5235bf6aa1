//! L07: the minimum of a county's people (article 7, notes 1 and 2).

use super::verdict::check_minimum;
use crate::model::{Level, Unit, UnitKey};
use crate::rules::{Check, Code, Context, Finding, Reads, Rule};

pub(crate) static RULE: Rule = Rule {
    code: Code::L07,
    document: include_str!("county_population.md"),
    checks: &[Check::Unit(Reads::BELOW, check)],
};

fn check(context: &Context<'_>, key: UnitKey, unit: &Unit, findings: &mut Vec<Finding>) {
    check_minimum(context, (key, unit), Level::County, findings);
}
