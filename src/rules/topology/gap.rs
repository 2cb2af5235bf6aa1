//! T12: a hole of the coverage.

use super::faces::find_faces;
use crate::rules::{Code, Context, Finding, Rule};
use crate::topology::{FaceClass, FaceKind};

pub(crate) static RULE: Rule = Rule {
    code: Code::T12,
    document: include_str!("gap.md"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let which = (FaceKind::Gap, FaceClass::Wide);
    find_faces(context, findings, which, Code::T12);
}
