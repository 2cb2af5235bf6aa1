//! S17: a name that is not written as names are to be written.

use super::named::{Named, for_named};
use super::normalised_name;
use crate::rules::{Code, Context, Detail, Finding, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    code: Code::S17,
    document: include_str!("unnormalised_name.md"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for_named(context, |Named { name, about, .. }| {
        let (normalised, faults) = normalised_name(name);
        // What would be left without a sign is a missing name.
        if faults.is_empty() || normalised.is_empty() {
            return;
        }
        findings.push(Finding {
            detail: Detail::Name {
                written: name.to_owned(),
                normalised,
                faults,
            },
            ..about(Code::S17, Severity::Warning)
        });
    });
}
