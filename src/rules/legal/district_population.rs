//! L06: the minimum of a district's people without its cities (article 6, notes 1 and 2).

use super::verdict::check_minimum;
use crate::model::{Level, Unit, UnitKey};
use crate::rules::{Check, Code, Context, Finding, Reads, Rule};

pub(crate) static RULE: Rule = Rule {
    code: Code::L06,
    document: include_str!("district_population.md"),
    checks: &[Check::Unit(Reads::BELOW.and(Reads::FACTS), check)],
};

fn check(context: &Context<'_>, key: UnitKey, unit: &Unit, findings: &mut Vec<Finding>) {
    check_minimum(context, (key, unit), Level::District, findings);
}
