//! T10: the same polygon in several units.

use super::faces::find_faces;
use crate::rules::{Code, Context, Finding, Rule};
use crate::topology::{FaceClass, FaceKind};

pub(crate) static RULE: Rule = Rule {
    code: Code::T10,
    document: include_str!("duplicate_polygon.md"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let which = (FaceKind::Overlap, FaceClass::Duplicate);
    find_faces(context, findings, which, Code::T10);
}
