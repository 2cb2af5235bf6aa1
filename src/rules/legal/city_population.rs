//! L04: the minimum of a city's people (article 4).

use super::verdict::check_minimum;
use crate::model::{Level, Unit, UnitKey};
use crate::rules::{Check, Code, Context, Finding, Reads, Rule};

pub(crate) static RULE: Rule = Rule {
    code: Code::L04,
    document: include_str!("city_population.md"),
    checks: &[Check::Unit(
        Reads::BELOW.and(Reads::FACTS).and(Reads::ABOVE),
        check,
    )],
};

fn check(context: &Context<'_>, key: UnitKey, unit: &Unit, findings: &mut Vec<Finding>) {
    check_minimum(context, (key, unit), Level::City, findings);
}
