//! D01: land that a party claims for one unit and another party, or the register, has
//! for another.

use std::collections::BTreeMap;

use crate::model::{Level, Overlay, OverlayKey, OverlayKind, Unit, UnitKey, ascii_digits};
use crate::rules::pieces::{Piece, intersection, multi_polygon, with_pieces};
use crate::rules::{Check, Code, Context, Detail, Finding, Reads, Rule, Severity};
use crate::topology::unit_polygons;

pub(crate) static RULE: Rule = Rule {
    code: Code::D01,
    document: include_str!("contested_area.md"),
    checks: &[Check::Overlay(
        Reads::NEAR.and(Reads::ABOVE).and(Reads::LATER),
        check,
    )],
};

fn is_submission(overlay: &Overlay) -> bool {
    overlay.kind == OverlayKind::Submission && !overlay.life.has_ended()
}

fn check(context: &Context<'_>, key: OverlayKey, claim: &Overlay, findings: &mut Vec<Finding>) {
    if is_submission(claim) {
        against_register(context, key, claim, findings);
        against_others(context, key, claim, findings);
    }
}

/// Whether a piece is land, and not the strip that two drawings of one line leave.
fn is_land(context: &Context<'_>, piece: &Piece) -> bool {
    let parameters = &context.dataset().parameters;
    piece.is_wider_on_the_whole(parameters.match_tolerance_m)
        && !piece.is_narrower(parameters.sliver_width_m)
}

/// Whether a submission is of this unit.
fn is_of(claim: &Overlay, unit: &Unit) -> bool {
    let compared = |code: &Option<String>| {
        let code = ascii_digits(code.as_deref()?.trim());
        Some(code.trim_start_matches('0').to_owned())
    };
    let code = compared(&claim.code);
    code.is_some() && code == compared(&unit.code)
}

/// The claim against the units that have the land in the coverage.
fn against_register(
    context: &Context<'_>,
    key: OverlayKey,
    claim: &Overlay,
    findings: &mut Vec<Finding>,
) {
    let dataset = context.dataset();
    let Some(extent) = claim.extent() else {
        return;
    };
    let land = multi_polygon(&claim.polygons);
    // The units at the claim's level, or the leaves where it has none.
    let mut contested: BTreeMap<UnitKey, Vec<Piece>> = BTreeMap::new();
    for leaf in context.snapshot.index.units_near(extent) {
        let Some(unit) = dataset.units.get(leaf).filter(|unit| unit.is_leaf()) else {
            continue;
        };
        let held = match claim.level {
            Some(level) => dataset.ancestor_at(leaf, level).unwrap_or(leaf),
            None => leaf,
        };
        let mut above = dataset.ancestors(leaf);
        if above.any(|(_, above)| is_of(claim, above)) {
            continue;
        }
        let pieces = intersection(&land, &multi_polygon(&unit_polygons(dataset, unit)));
        contested.entry(held).or_default().extend(pieces);
    }
    for (unit, pieces) in contested {
        // Pieces of several leaves of a unit are one.
        let mut pieces = merged(pieces);
        pieces.retain(|piece| is_land(context, piece));
        findings.extend(with_pieces(
            pieces,
            Finding {
                level: dataset.units.get(unit).map(|unit| unit.level.into()),
                units: vec![unit],
                overlays: vec![key],
                detail: Detail::Parties(claim.party.clone().into_iter().collect()),
                ..Finding::new(Code::D01, Severity::Warning)
            },
        ));
    }
}

fn merged(pieces: Vec<Piece>) -> Vec<Piece> {
    let polygons: Vec<geo::Polygon<f64>> = pieces.into_iter().map(|piece| piece.polygon).collect();
    geo::unary_union(&polygons)
        .into_iter()
        .map(Piece::from)
        .collect()
}

/// The claim against those that other parties make for other units, outside the
/// coverage: what lies in it is contested with the register already.
fn against_others(
    context: &Context<'_>,
    key: OverlayKey,
    claim: &Overlay,
    findings: &mut Vec<Finding>,
) {
    let dataset = context.dataset();
    let Some(extent) = claim.extent() else {
        return;
    };
    let land = multi_polygon(&claim.polygons);
    for other_key in context.snapshot.index.overlays_near(extent) {
        let Some(other) = dataset.overlays.get(other_key) else {
            continue;
        };
        // Said once, by the first of the two.
        let is_other = other_key > key && is_submission(other) && other.party != claim.party;
        if !is_other || other.level != claim.level || is_same_unit(claim, other) {
            continue;
        }
        let mut pieces = intersection(&land, &multi_polygon(&other.polygons));
        pieces.retain(|piece| is_land(context, piece));
        let parties = [&claim.party, &other.party].into_iter().flatten().cloned();
        findings.extend(with_pieces(
            pieces,
            Finding {
                level: claim.level.map(Level::into),
                overlays: vec![key, other_key],
                detail: Detail::Parties(parties.collect()),
                ..Finding::new(Code::D01, Severity::Warning)
            },
        ));
    }
}

fn is_same_unit(one: &Overlay, other: &Overlay) -> bool {
    one.code.is_some() && one.code == other.code
}
