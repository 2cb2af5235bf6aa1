//! T15: a gap narrower than the sliver width.

use super::faces::find_faces;
use crate::rules::{Code, Context, Finding, Rule};
use crate::topology::{FaceClass, FaceKind};

pub(crate) static RULE: Rule = Rule {
    code: Code::T15,
    document: include_str!("sliver_gap.md"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let which = (FaceKind::Gap, FaceClass::Sliver);
    find_faces(context, findings, which, Code::T15);
}
