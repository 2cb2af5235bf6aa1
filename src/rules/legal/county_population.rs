//! L07: the minimum of a county's people (article 7, notes 1 and 2).

use super::verdict::check_minimum;
use crate::model::Level;
use crate::rules::{Code, Context, Finding, Rule};

pub(crate) static RULE: Rule = Rule {
    code: Code::L07,
    document: include_str!("county_population.md"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    check_minimum(context, Level::County, findings);
}
