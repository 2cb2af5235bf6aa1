//! L03: the minimum of a rural district's people (article 3, note 1).

use super::verdict::check_minimum;
use crate::model::Level;
use crate::rules::{Code, Context, Finding, Rule};

pub(crate) static RULE: Rule = Rule {
    code: Code::L03,
    document: include_str!("rural_district_population.md"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    check_minimum(context, Level::RuralDistrict, findings);
}
