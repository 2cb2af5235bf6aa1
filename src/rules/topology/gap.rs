//! T12: a hole of the coverage.

use super::faces::find_faces;
use crate::rules::{Check, Code, Context, Finding, Rule};
use crate::topology::{FaceClass, FaceKind, Survey};

pub(crate) static RULE: Rule = Rule {
    code: Code::T12,
    document: include_str!("gap.md"),
    checks: &[Check::Survey(check)],
};

fn check(context: &Context<'_>, survey: &Survey, findings: &mut Vec<Finding>) {
    let which = (FaceKind::Gap, FaceClass::Wide);
    find_faces(context, survey, findings, which, Code::T12);
}
