//! S18: land that two harims have.

use crate::model::{Overlay, OverlayKey, OverlayKind, UnitKey};
use crate::rules::pieces::{intersection, multi_polygon, with_pieces};
use crate::rules::{Check, Code, Context, Finding, Reads, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    code: Code::S18,
    document: include_str!("harim_overlap.md"),
    checks: &[Check::Overlay(
        Reads::NEAR.and(Reads::ABOVE).and(Reads::LATER),
        check,
    )],
};

/// A party's harim is its own view; the others are the register's.
pub(super) fn is_harim(overlay: &Overlay) -> bool {
    overlay.kind == OverlayKind::Harim && overlay.party.is_none() && !overlay.life.has_ended()
}

fn check(context: &Context<'_>, key: OverlayKey, harim: &Overlay, findings: &mut Vec<Finding>) {
    let dataset = context.dataset();
    let Some(extent) = harim.extent().filter(|_| is_harim(harim)) else {
        return;
    };
    let tolerance_m = dataset.parameters.match_tolerance_m;
    let land = multi_polygon(&harim.polygons);
    let city = context.city_of(harim);
    for other_key in context.snapshot.index.overlays_near(extent) {
        let Some(other) = dataset.overlays.get(other_key) else {
            continue;
        };
        // Said once, by the first of the two.
        if other_key <= key || !is_harim(other) {
            continue;
        }
        let other_city = context.city_of(other);
        if city.is_some() && city == other_city {
            continue;
        }
        let mut pieces = intersection(&land, &multi_polygon(&other.polygons));
        pieces.retain(|piece| piece.is_wider_on_the_whole(tolerance_m));
        let units: Vec<UnitKey> = city.into_iter().chain(other_city).collect();
        findings.extend(with_pieces(
            pieces,
            Finding {
                level: Some(crate::model::Level::City.into()),
                units,
                overlays: vec![key, other_key],
                ..Finding::new(Code::S18, Severity::Error)
            },
        ));
    }
}
