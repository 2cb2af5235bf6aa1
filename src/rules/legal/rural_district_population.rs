//! L03: the minimum of a rural district's people (article 3, note 1).

use super::verdict::check_minimum;
use crate::model::{Level, Unit, UnitKey};
use crate::rules::{Check, Code, Context, Finding, Reads, Rule};

pub(crate) static RULE: Rule = Rule {
    code: Code::L03,
    document: include_str!("rural_district_population.md"),
    checks: &[Check::Unit(Reads::BELOW, check)],
};

fn check(context: &Context<'_>, key: UnitKey, unit: &Unit, findings: &mut Vec<Finding>) {
    check_minimum(context, (key, unit), Level::RuralDistrict, findings);
}
