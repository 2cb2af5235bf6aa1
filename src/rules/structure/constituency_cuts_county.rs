//! S20: a county that is divided between constituencies.

use crate::model::{Level, Overlay, OverlayKey, OverlayKind, Unit, UnitKey};
use crate::rules::pieces::{Piece, intersection, multi_polygon, total_m2, with_pieces};
use crate::rules::{Basis, Check, Code, Context, Finding, Reads, Rule, Severity};
use crate::topology::{outline_polygons, union};

pub(crate) static RULE: Rule = Rule {
    code: Code::S20,
    document: include_str!("constituency_cuts_county.md"),
    checks: &[Check::Unit(
        Reads::LAND.and(Reads::NEAR).and(Reads::LATER),
        check,
    )],
};

fn is_constituency(overlay: &Overlay) -> bool {
    overlay.kind == OverlayKind::Constituency
        && overlay.party.is_none()
        && !overlay.life.has_ended()
}

fn check(context: &Context<'_>, key: UnitKey, unit: &Unit, findings: &mut Vec<Finding>) {
    if unit.level != Level::County {
        return;
    }
    let dataset = context.dataset();
    if !dataset
        .overlays
        .iter()
        .any(|(_, overlay)| is_constituency(overlay))
    {
        return;
    }
    let leaves = context.leaves(key);
    let polygons = outline_polygons(dataset, &union(dataset, &leaves));
    let rings = polygons.iter().flat_map(|polygon| &polygon.rings);
    let vertices = rings.flat_map(|ring| ring.positions.iter().copied());
    let Some(extent) = crate::model::Extent::around(vertices) else {
        return;
    };
    let land = multi_polygon(&polygons);
    let tolerance_m = dataset.parameters.match_tolerance_m;
    let mut shares: Vec<(OverlayKey, Vec<Piece>)> = Vec::new();
    for overlay in context.snapshot.index.overlays_near(extent) {
        let Some(constituency) = dataset
            .overlays
            .get(overlay)
            .filter(|it| is_constituency(it))
        else {
            continue;
        };
        let mut pieces = intersection(&land, &multi_polygon(&constituency.polygons));
        // A line that was drawn apart leaves a strip along the county's border.
        pieces.retain(|piece| {
            piece.is_wider_on_the_whole(tolerance_m)
                && !piece.is_narrower(dataset.parameters.parent_tolerance_m)
        });
        if !pieces.is_empty() {
            shares.push((overlay, pieces));
        }
    }
    if shares.len() < 2 {
        return;
    }
    shares.sort_by(|a, b| total_m2(&b.1).total_cmp(&total_m2(&a.1)));
    let overlays = shares.iter().map(|(overlay, _)| *overlay).collect();
    // All but what the constituency with the most of the county has.
    let cut_off = shares.into_iter().skip(1).flat_map(|(_, pieces)| pieces);
    findings.extend(with_pieces(
        cut_off.collect(),
        Finding {
            level: Some(Level::County.into()),
            units: vec![key],
            overlays,
            basis: context.law().map(|law| Basis {
                law: law.name.clone(),
                article: 14,
                note: Some(2),
            }),
            ..Finding::new(Code::S20, Severity::Note)
        },
    ));
}
