//! L09: the minimum of a new province's people (article 9, note 1).

use super::verdict::check_minimum;
use crate::model::{Level, Unit, UnitKey};
use crate::rules::{Check, Code, Context, Finding, Reads, Rule};

pub(crate) static RULE: Rule = Rule {
    code: Code::L09,
    document: include_str!("province_population.md"),
    checks: &[Check::Unit(Reads::BELOW.and(Reads::FACTS), check)],
};

fn check(context: &Context<'_>, key: UnitKey, unit: &Unit, findings: &mut Vec<Finding>) {
    check_minimum(context, (key, unit), Level::Province, findings);
}
