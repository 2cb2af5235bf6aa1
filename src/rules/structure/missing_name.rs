//! S15: a unit or settlement without a name.

use super::named::{Named, for_named};
use crate::rules::{Code, Context, Finding, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    code: Code::S15,
    document: include_str!("missing_name.md"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for_named(
        context,
        |Named {
             name,
             has_layer,
             about,
         }| {
            // Spaces, joiners and dashes name nothing.
            if has_layer && !name.chars().any(char::is_alphanumeric) {
                findings.push(about(Code::S15, Severity::Warning));
            }
        },
    );
}
