//! T09: two or more units that cover the same land.

use super::faces::find_faces;
use crate::rules::{Check, Code, Context, Finding, Rule};
use crate::topology::{FaceClass, FaceKind, Survey};

pub(crate) static RULE: Rule = Rule {
    code: Code::T09,
    document: include_str!("overlap.md"),
    checks: &[Check::Survey(check)],
};

fn check(context: &Context<'_>, survey: &Survey, findings: &mut Vec<Finding>) {
    let which = (FaceKind::Overlap, FaceClass::Wide);
    find_faces(context, survey, findings, which, Code::T09);
}
