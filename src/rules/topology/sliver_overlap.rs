//! T14: an overlap narrower than the sliver width.

use super::faces::find_faces;
use crate::rules::{Code, Context, Finding, Rule};
use crate::topology::{FaceClass, FaceKind};

pub(crate) static RULE: Rule = Rule {
    code: Code::T14,
    document: include_str!("sliver_overlap.md"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let which = (FaceKind::Overlap, FaceClass::Sliver);
    find_faces(context, findings, which, Code::T14);
}
