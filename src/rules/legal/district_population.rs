//! L06: the minimum of a district's people without its cities (article 6, notes 1 and 2).

use super::verdict::check_minimum;
use crate::model::Level;
use crate::rules::{Code, Context, Finding, Rule};

pub(crate) static RULE: Rule = Rule {
    code: Code::L06,
    document: include_str!("district_population.md"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    check_minimum(context, Level::District, findings);
}
