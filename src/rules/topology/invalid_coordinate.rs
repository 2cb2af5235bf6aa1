//! T18: positions that cannot be on the earth, of units and settlements and of features
//! that could not be read.

use serde_json::Value;

use super::faces::own_level;
use crate::model::{
    Crs, FeatureRecord, Holds, Land, Layer, LayerKey, NOT_ON_EARTH_MARK, Position, Unit, UnitKey,
    is_usable,
};
use crate::rules::{Check, Code, Context, Detail, Finding, Place, Reads, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    code: Code::T18,
    document: include_str!("invalid_coordinate.md"),
    checks: &[
        Check::Unit(Reads::OWN, polygons),
        Check::Layer(points_and_kept),
    ],
};

fn polygons(context: &Context<'_>, key: UnitKey, unit: &Unit, findings: &mut Vec<Finding>) {
    // What is in the coverage was looked at when it was woven.
    let Land::Plain { polygons, .. } = &unit.land else {
        return;
    };
    for ring in polygons.iter().flat_map(|polygon| &polygon.rings) {
        let mut open = &ring.positions[..];
        if let [first, rest @ .., last] = open
            && same_bits(*first, *last)
        {
            // The first vertex, repeated at the end, is told once.
            open = &open[..=rest.len()];
        }
        for (first, bad) in bad_runs(open) {
            findings.push(Finding {
                level: own_level(context.dataset(), &[key]),
                units: vec![key],
                place: before(open, first).map(Place::point),
                detail: Detail::Coordinate(text_of(bad.x, bad.y)),
                ..Finding::new(Code::T18, Severity::Error)
            });
        }
    }
}

fn same_bits(a: Position, b: Position) -> bool {
    [a.x.to_bits(), a.y.to_bits()] == [b.x.to_bits(), b.y.to_bits()]
}

/// Of the vertices that are not on the earth, the first of each run and its place; a run
/// may go on over the ring's end.
fn bad_runs(ring: &[Position]) -> Vec<(usize, Position)> {
    let bad = |index: usize| !is_usable(ring[index % ring.len()]);
    let starts = (0..ring.len()).filter(|&index| bad(index) && !bad(index + ring.len() - 1));
    let mut runs: Vec<(usize, Position)> = starts.map(|index| (index, ring[index])).collect();
    if runs.is_empty() && !ring.is_empty() && bad(0) {
        runs.push((0, ring[0]));
    }
    runs
}

/// The nearest vertex before a place that is on the earth.
fn before(ring: &[Position], index: usize) -> Option<Position> {
    let (head, tail) = ring.split_at(index);
    let back = head.iter().rev().chain(tail.iter().rev());
    back.copied().find(|&position| is_usable(position))
}

fn text_of(x: f64, y: f64) -> String {
    format!("{x:?}, {y:?}")
}

fn points_and_kept(
    context: &Context<'_>,
    key: LayerKey,
    layer: &Layer,
    findings: &mut Vec<Finding>,
) {
    for (index, record) in layer.features.iter().enumerate() {
        let Some(text) = wrong_of(context, layer, record) else {
            continue;
        };
        let mut finding = Finding {
            detail: Detail::Coordinate(text),
            ..Finding::new(Code::T18, Severity::Error)
        };
        match &record.holds {
            Holds::Unit(unit) | Holds::Centre(unit) => {
                finding.level = own_level(context.dataset(), &[*unit]);
                finding.units = vec![*unit];
            }
            Holds::Settlement(settlement) => finding.settlements = vec![*settlement],
            Holds::Kept(_) | Holds::Overlay(_) | Holds::BorderLine(_) => {
                finding.layer = Some(key);
                finding.feature = Some(index);
            }
        }
        findings.push(finding);
    }
}

/// What a feature has as a coordinate that cannot be one, if its entity does not hold it.
fn wrong_of(context: &Context<'_>, layer: &Layer, record: &FeatureRecord) -> Option<String> {
    match &record.holds {
        Holds::Overlay(overlay) => {
            let polygons = &context.dataset().overlays.get(*overlay)?.polygons;
            let rings = polygons.iter().flat_map(|polygon| &polygon.rings);
            let mut positions = rings.flat_map(|ring| ring.positions.iter());
            let wrong = positions.find(|&&position| !is_usable(position))?;
            Some(text_of(wrong.x, wrong.y))
        }
        Holds::Kept(feature) => {
            let geometry = feature.get("geometry")?;
            let degrees = layer.crs == Crs::wgs84();
            wrong_in(geometry.get("coordinates")?, degrees)
        }
        _ => {
            let geometry = record.members.get("geometry")?;
            let place = geometry.get(NOT_ON_EARTH_MARK)?;
            let number = |index: usize| place.get(index).and_then(Value::as_f64);
            let (x, y) = (number(0), number(1));
            Some(text_of(x.unwrap_or(f64::NAN), y.unwrap_or(f64::NAN)))
        }
    }
}

/// The first position in GeoJSON coordinates that is none. What is no list of positions
/// at all is no coordinate.
fn wrong_in(coordinates: &Value, degrees: bool) -> Option<String> {
    let items = coordinates.as_array()?;
    if items.iter().any(Value::is_array) {
        return items.iter().find_map(|item| wrong_in(item, degrees));
    }
    let [x, y] = [items.first()?, items.get(1)?];
    let wrong = match (x.as_f64(), y.as_f64()) {
        (Some(x), Some(y)) => degrees && !is_usable(Position { x, y }),
        _ => true,
    };
    wrong.then(|| format!("{x}, {y}"))
}
