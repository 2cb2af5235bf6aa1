//! T09: two or more units that cover the same land.

use super::faces::find_faces;
use crate::rules::{Code, Context, Finding, Rule};
use crate::topology::{FaceClass, FaceKind};

pub(crate) static RULE: Rule = Rule {
    code: Code::T09,
    document: include_str!("overlap.md"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let which = (FaceKind::Overlap, FaceClass::Wide);
    find_faces(context, findings, which, Code::T09);
}
