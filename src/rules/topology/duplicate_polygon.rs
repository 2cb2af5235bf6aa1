//! T10: the same polygon in several units.

use super::faces::find_faces;
use crate::rules::{Check, Code, Context, Finding, Rule};
use crate::topology::{FaceClass, FaceKind, Survey};

pub(crate) static RULE: Rule = Rule {
    code: Code::T10,
    document: include_str!("duplicate_polygon.md"),
    checks: &[Check::Survey(check)],
};

fn check(context: &Context<'_>, survey: &Survey, findings: &mut Vec<Finding>) {
    let which = (FaceKind::Overlap, FaceClass::Duplicate);
    find_faces(context, survey, findings, which, Code::T10);
}
