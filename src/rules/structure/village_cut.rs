//! S21: a division's line that cuts the land of a village.

use crate::model::{
    Extent, Overlay, OverlayKey, OverlayKind, PlainPolygon, Settlement, SettlementKey, UnitKey,
    is_usable,
};
use crate::rules::pieces::{Piece, difference, intersection, multi_polygon, total_m2, with_pieces};
use crate::rules::{Check, Code, Context, Finding, Reads, Rule, Severity};
use crate::topology::{level_between, unit_polygons};

pub(crate) static RULE: Rule = Rule {
    code: Code::S21,
    document: include_str!("village_cut.md"),
    checks: &[
        Check::Overlay(Reads::NEAR.and(Reads::ABOVE).and(Reads::LATER), overlay),
        Check::Settlement(Reads::NEAR.and(Reads::ABOVE).and(Reads::LATER), settlement),
    ],
};

fn overlay(context: &Context<'_>, key: OverlayKey, limits: &Overlay, findings: &mut Vec<Finding>) {
    let is_limits = limits.kind == OverlayKind::VillageLimits && limits.party.is_none();
    if !is_limits {
        return;
    }
    let found = cut(context, &limits.polygons);
    findings.extend(found.map(|finding| Finding {
        settlements: context.settlement_of(limits).into_iter().collect(),
        overlays: vec![key],
        ..finding
    }));
}

fn settlement(
    context: &Context<'_>,
    key: SettlementKey,
    settlement: &Settlement,
    findings: &mut Vec<Finding>,
) {
    if settlement.limits.is_empty() {
        return;
    }
    let found = cut(context, &settlement.limits);
    findings.extend(found.map(|finding| Finding {
        settlements: vec![key],
        ..finding
    }));
}

/// What is cut off some land: what other leaves have of it than the one that has the
/// most, where it is not that one's too.
fn cut(context: &Context<'_>, limits: &[PlainPolygon]) -> Option<Finding> {
    let dataset = context.dataset();
    let rings = limits.iter().flat_map(|polygon| &polygon.rings);
    let vertices = rings.flat_map(|ring| ring.positions.iter().copied());
    let extent = Extent::around(vertices.filter(|&vertex| is_usable(vertex)))?;
    let tolerance_m = dataset.parameters.match_tolerance_m;
    let land = multi_polygon(limits);
    let mut shares: Vec<(UnitKey, Vec<Piece>)> = Vec::new();
    for leaf in context.snapshot.index.units_near(extent) {
        let Some(unit) = dataset.units.get(leaf).filter(|unit| unit.is_leaf()) else {
            continue;
        };
        let pieces = intersection(&land, &multi_polygon(&unit_polygons(dataset, unit)));
        if !pieces.is_empty() {
            shares.push((leaf, pieces));
        }
    }
    shares.sort_by(|a, b| total_m2(&b.1).total_cmp(&total_m2(&a.1)));
    let own = shares.first()?.0;
    let own_land = dataset
        .units
        .get(own)
        .map(|unit| unit_polygons(dataset, unit))?;
    let own_land = multi_polygon(&own_land);
    let mut cut_off = Vec::new();
    let mut level = None;
    for (leaf, pieces) in shares.iter().skip(1) {
        for piece in pieces {
            let mut rest = difference(&piece.to_multi(), &own_land);
            rest.retain(|piece| piece.is_wider_on_the_whole(tolerance_m));
            if !rest.is_empty() {
                let between = level_between(dataset, own, *leaf);
                level = level.min(Some(between)).or(Some(between));
            }
            cut_off.extend(rest);
        }
    }
    with_pieces(
        cut_off,
        Finding {
            level: level.map(Into::into),
            ..Finding::new(Code::S21, Severity::Warning)
        },
    )
}
