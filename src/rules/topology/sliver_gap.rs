//! T15: a gap narrower than the sliver width.

use super::faces::find_faces;
use crate::rules::{Check, Code, Context, Finding, Rule};
use crate::topology::{FaceClass, FaceKind, Survey};

pub(crate) static RULE: Rule = Rule {
    code: Code::T15,
    document: include_str!("sliver_gap.md"),
    checks: &[Check::Survey(check)],
};

fn check(context: &Context<'_>, survey: &Survey, findings: &mut Vec<Finding>) {
    let which = (FaceKind::Gap, FaceClass::Sliver);
    find_faces(context, survey, findings, which, Code::T15);
}
