//! S01: land of a unit outside the own polygon of the unit above it.

use geo::{Area, BooleanOps, InteriorPoint, LineString, MultiPolygon, Polygon};
use rustc_hash::FxHashSet;

use super::polygon_index::{PolygonIndex, ring_edges};
use crate::measure::{line_length_m, ring_area_m2};
use crate::model::{Land, PlainPolygon, PlainRole, Position, Unit, UnitKey};
use crate::rules::{Check, Code, Context, Finding, Place, Reads, Rule, Severity};
use crate::topology::unit_polygons;

pub(crate) static RULE: Rule = Rule {
    code: Code::S01,
    document: include_str!("child_outside_parent.md"),
    checks: &[Check::Unit(
        Reads::LAND.and(Reads::NEAR).and(Reads::LATER),
        check,
    )],
};

type EdgeBits = [(u64, u64); 2];

/// A parent's own polygon.
struct Own {
    polygons: Vec<PlainPolygon>,
    index: PolygonIndex,
    edges: FxHashSet<EdgeBits>,
}

fn bits(position: Position) -> (u64, u64) {
    ((position.x + 0.0).to_bits(), (position.y + 0.0).to_bits())
}

/// An edge whichever way it runs.
fn edge_bits([from, to]: [Position; 2]) -> EdgeBits {
    let mut ends = [bits(from), bits(to)];
    ends.sort_unstable();
    ends
}

fn edges(polygons: &[PlainPolygon]) -> impl Iterator<Item = [Position; 2]> + '_ {
    let rings = polygons.iter().flat_map(|polygon| &polygon.rings);
    rings.flat_map(|ring| ring_edges(&ring.positions))
}

fn has_land(unit: &Unit) -> bool {
    match &unit.land {
        Land::Coverage(_) => true,
        Land::Plain { role, .. } => matches!(role, PlainRole::Reference | PlainRole::Over),
        Land::None => false,
    }
}

fn is_reference(unit: &Unit) -> bool {
    let role = PlainRole::Reference;
    matches!(&unit.land, Land::Plain { role: known, .. } if *known == role)
}

fn check(context: &Context<'_>, parent: UnitKey, unit: &Unit, findings: &mut Vec<Finding>) {
    if !is_reference(unit) {
        return;
    }
    let dataset = context.dataset();
    let polygons = unit_polygons(dataset, unit);
    let Some(index) = PolygonIndex::new(&polygons) else {
        return;
    };
    let own = Own {
        edges: edges(&polygons).map(edge_bits).collect(),
        polygons,
        index,
    };
    // The units below it that no other own polygon stands between.
    let nearest_above = |key| {
        let mut above = dataset.ancestors(key).skip(1);
        above
            .find(|(_, unit)| is_reference(unit))
            .map(|(key, _)| key)
    };
    for child in context.descendants(parent) {
        let is_below = child != parent
            && dataset.units.get(child).is_some_and(has_land)
            && nearest_above(child) == Some(parent);
        if is_below {
            if !context.keep_going() {
                return;
            }
            findings.extend(outside(context, child, parent, &own));
        }
    }
}

fn outside(context: &Context<'_>, child: UnitKey, parent: UnitKey, own: &Own) -> Option<Finding> {
    let dataset = context.dataset();
    let unit = dataset.units.get(child)?;
    let polygons = unit_polygons(dataset, unit);
    let tolerance_m = dataset.parameters.match_tolerance_m;
    if !may_leave(&polygons, own, tolerance_m) {
        return None;
    }
    let mut pieces: Vec<(f64, Polygon<f64>)> = multi_polygon(&polygons)
        .difference(&multi_polygon(&own.polygons))
        .into_iter()
        .filter(|piece| counts(piece, own, tolerance_m))
        .filter(|piece| !unit.is_leaf() || !is_overlap(context, child, piece))
        .map(|piece| (area_m2(&piece), piece))
        .collect();
    pieces.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (_, largest) = pieces.first()?;
    let at = largest.interior_point()?.0;
    let outline = pieces.iter().flat_map(|(_, piece)| rings_of(piece));
    Some(Finding {
        level: Some(unit.level.into()),
        units: vec![child, parent],
        place: Some(Place::outline(
            at,
            outline.map(|ring| ring.0.clone()).collect(),
        )),
        area_m2: Some(pieces.iter().map(|(area_m2, _)| area_m2).sum()),
        ..Finding::new(Code::S01, Severity::Error)
    })
}

/// Whether any of a child's outline leaves the parent's polygon, or a hole of the
/// parent lies in the child: what decides whether to look closer.
fn may_leave(child: &[PlainPolygon], own: &Own, tolerance_m: f64) -> bool {
    let mut stray = edges(child).filter(|&edge| !own.edges.contains(&edge_bits(edge)));
    let leaves = stray.any(|edge| {
        let away = edge
            .iter()
            .any(|&vertex| !own.index.holds(vertex) && !own.index.is_near(vertex, tolerance_m));
        away || own.index.is_crossed_by(edge)
    });
    if leaves {
        return true;
    }
    let holes = own
        .polygons
        .iter()
        .flat_map(|polygon| polygon.rings.iter().skip(1));
    let mut holes = holes
        .filter_map(|hole| hole.positions.first().copied())
        .peekable();
    if holes.peek().is_none() {
        return false;
    }
    let index = PolygonIndex::new(child);
    index.is_some_and(|index| holes.any(|vertex| index.holds(vertex)))
}

fn multi_polygon(polygons: &[PlainPolygon]) -> MultiPolygon<f64> {
    polygons
        .iter()
        .filter_map(|polygon| {
            let mut rings = polygon.rings.iter();
            let mut rings = rings
                .by_ref()
                .map(|ring| LineString(ring.positions.to_vec()));
            let shell = rings.next()?;
            Some(Polygon::new(shell, rings.collect()))
        })
        .collect()
}

fn rings_of(piece: &Polygon<f64>) -> impl Iterator<Item = &LineString<f64>> {
    std::iter::once(piece.exterior()).chain(piece.interiors())
}

fn area_m2(piece: &Polygon<f64>) -> f64 {
    let mut rings = rings_of(piece).map(|ring| ring_area_m2(&ring.0).abs());
    let shell_m2 = rings.next().unwrap_or(0.0);
    shell_m2 - rings.sum::<f64>()
}

/// Whether a piece is more than the rounding of a line that both mean: it reaches
/// farther from the parent's outline than the tolerance, or is wider on the whole.
fn counts(piece: &Polygon<f64>, own: &Own, tolerance_m: f64) -> bool {
    if piece.unsigned_area() == 0.0 {
        return false;
    }
    let mut vertices = piece.exterior().0.iter();
    if vertices.any(|&vertex| !own.index.is_near(vertex, tolerance_m)) {
        return true;
    }
    let perimeter_m: f64 = rings_of(piece).map(|ring| line_length_m(&ring.0)).sum();
    2.0 * area_m2(piece) > tolerance_m * perimeter_m
}

/// Whether a piece is land of another leaf too: then the overlap is the finding.
fn is_overlap(context: &Context<'_>, child: UnitKey, piece: &Polygon<f64>) -> bool {
    let Some(at) = piece.interior_point() else {
        return true;
    };
    context
        .leaves_at(at.0)
        .into_iter()
        .any(|leaf| leaf != child)
}
