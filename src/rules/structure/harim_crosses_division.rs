//! S19: a harim that reaches beyond the district of its city.

use super::harim_overlap::is_harim;
use crate::model::{Level, Overlay, OverlayKey};
use crate::rules::pieces::{difference, multi_polygon, with_pieces};
use crate::rules::{Check, Code, Context, Finding, Reads, Rule, Severity};
use crate::topology::{outline_polygons, union};

pub(crate) static RULE: Rule = Rule {
    code: Code::S19,
    document: include_str!("harim_crosses_division.md"),
    checks: &[Check::Overlay(
        Reads::NEAR.and(Reads::ABOVE).and(Reads::LATER),
        check,
    )],
};

fn check(context: &Context<'_>, key: OverlayKey, harim: &Overlay, findings: &mut Vec<Finding>) {
    if !is_harim(harim) {
        return;
    }
    let dataset = context.dataset();
    let Some(city) = context.city_of(harim) else {
        return;
    };
    // Where the data has no district, its county is what the harim must keep to.
    let division = [Level::District, Level::County]
        .into_iter()
        .find_map(|level| dataset.ancestor_at(city, level));
    let leaves = division
        .map(|division| context.leaves(division))
        .unwrap_or_default();
    // A division without land says nothing.
    if leaves.is_empty() {
        return;
    }
    let land = outline_polygons(dataset, &union(dataset, &leaves));
    let mut pieces = difference(&multi_polygon(&harim.polygons), &multi_polygon(&land));
    let tolerance_m = dataset.parameters.match_tolerance_m;
    pieces.retain(|piece| piece.is_wider_on_the_whole(tolerance_m));
    findings.extend(with_pieces(
        pieces,
        Finding {
            level: division
                .and_then(|division| dataset.units.get(division))
                .map(|division| division.level.into()),
            units: vec![city],
            overlays: vec![key],
            ..Finding::new(Code::S19, Severity::Error)
        },
    ));
}
