//! T11: a whole polygon of one unit inside another that has no hole for it.

use super::faces::find_faces;
use crate::rules::{Check, Code, Context, Finding, Rule};
use crate::topology::{FaceClass, FaceKind, Survey};

pub(crate) static RULE: Rule = Rule {
    code: Code::T11,
    document: include_str!("contained_unit.md"),
    checks: &[Check::Survey(check)],
};

fn check(context: &Context<'_>, survey: &Survey, findings: &mut Vec<Finding>) {
    let which = (FaceKind::Overlap, FaceClass::Contained);
    find_faces(context, survey, findings, which, Code::T11);
}
