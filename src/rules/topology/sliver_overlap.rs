//! T14: an overlap narrower than the sliver width.

use super::faces::find_faces;
use crate::rules::{Check, Code, Context, Finding, Rule};
use crate::topology::{FaceClass, FaceKind, Survey};

pub(crate) static RULE: Rule = Rule {
    code: Code::T14,
    document: include_str!("sliver_overlap.md"),
    checks: &[Check::Survey(check)],
};

fn check(context: &Context<'_>, survey: &Survey, findings: &mut Vec<Finding>) {
    let which = (FaceKind::Overlap, FaceClass::Sliver);
    find_faces(context, survey, findings, which, Code::T14);
}
