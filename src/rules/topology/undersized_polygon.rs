//! T08: polygons under the minimum area, in the coverage or outside it.

use super::faces::own_level;
use crate::model::{Unit, UnitKey};
use crate::rules::{Amount, Check, Code, Context, Finding, Place, Reads, Rule, Severity};
use crate::topology::{Survey, UndersizedPolygon};

pub(crate) static RULE: Rule = Rule {
    code: Code::T08,
    document: include_str!("undersized_polygon.md"),
    checks: &[
        Check::Survey(in_coverage),
        Check::Unit(Reads::OWN, outside_coverage),
    ],
};

fn in_coverage(context: &Context<'_>, survey: &Survey, findings: &mut Vec<Finding>) {
    let found = survey.undersized.iter();
    findings.extend(found.map(|polygon| finding(context, polygon)));
}

fn outside_coverage(context: &Context<'_>, key: UnitKey, _: &Unit, findings: &mut Vec<Finding>) {
    let survey = context.plain_survey(key);
    let found = survey.undersized.iter();
    findings.extend(found.map(|polygon| finding(context, polygon)));
}

fn finding(context: &Context<'_>, polygon: &UndersizedPolygon) -> Finding {
    let minimum_m2 = context.dataset().parameters.minimum_area_m2;
    Finding {
        level: own_level(context.dataset(), &[polygon.unit]),
        units: vec![polygon.unit],
        place: Some(Place::outline(polygon.at, vec![polygon.positions.clone()])),
        area_m2: Some(polygon.area_m2),
        measured: Some(Amount::SquareMetres(polygon.area_m2)),
        required: Some(Amount::SquareMetres(minimum_m2)),
        ..Finding::new(Code::T08, Severity::Warning)
    }
}
