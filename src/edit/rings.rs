//! Puts the rings of units in order: crossings are cut into parts, rings that are
//! outside or inside where they should not be find their place, open ones are closed,
//! and a parent's own polygon is made anew from its children.

use std::collections::BTreeMap;
use std::sync::Arc;

use geo::{InteriorPoint, LineString};
use serde::{Deserialize, Serialize};

use super::fault::introduced_faults;
use super::redraw::{locked, redrawn};
use super::{Change, ChangeSet, Refusal};
use crate::measure::ring_area_m2;
use crate::model::{
    BorderKey, Extent, Land, PlainPolygon, PlainRing, PlainRole, Position, Unit, UnitKey,
    same_place,
};
use crate::topology::{
    Share, Snapshot, land_contains, outline_polygons, overlay, polygons_contain, rounded, transfer,
    union, unit_leaves, unit_polygons,
};

/// What is done to the rings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum RingsWork {
    /// What the even-odd rule says of each polygon becomes its land, in rings that meet
    /// no vertex twice; a ring that is there twice counts once.
    Order,
    /// The ring of these vertices is left out, and with a shell its holes; of several
    /// that are the same the last.
    Drop(Vec<Position>),
    /// The vertex is left out of the rings that have it.
    Without(Position),
    /// Rings that lack their closing vertex get it.
    Close,
    /// The polygon is given up: it bounds no land.
    Discard,
    /// The own polygon of a unit is made anew from the land of its leaves. A gap among them
    /// that it covers stays its land: it is a fault of theirs.
    FromChildren,
}

/// Puts the rings of units in order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OrderRings {
    /// Whose rings.
    pub units: Vec<UnitKey>,
    /// What is done.
    pub work: RingsWork,
}

impl OrderRings {
    /// What the edit would change.
    ///
    /// # Errors
    /// [`Refusal`]: nothing to do, a locked border, or faults that it would bring in.
    pub fn plan(&self, snapshot: &Snapshot) -> Result<ChangeSet, Refusal> {
        let dataset = &snapshot.dataset;
        let mut outside = Vec::new();
        let mut inside = Vec::new();
        for &key in &self.units {
            let unit = dataset.units.get(key).ok_or(Refusal::Gone)?;
            match (&unit.land, &self.work) {
                (Land::None, _) => {}
                (Land::Coverage(_), RingsWork::Close) => outside.push((key, closed(unit))),
                (
                    Land::Coverage(_),
                    RingsWork::Discard | RingsWork::FromChildren | RingsWork::Without(_),
                ) => {}
                (Land::Coverage(_), _) => inside.push(key),
                (Land::Plain { polygons, role }, _) => {
                    let anew = self.plain(snapshot, key, polygons, *role)?;
                    let mut unit = unit.clone();
                    unit.land = match anew {
                        Some(polygons) => Land::Plain {
                            polygons: polygons.into(),
                            role: *role,
                        },
                        None => Land::None,
                    };
                    outside.push((key, unit));
                }
            }
        }
        let mut changes = if inside.is_empty() {
            Vec::new()
        } else {
            self.woven(snapshot, &inside)?
        };
        changes.extend(outside.into_iter().filter_map(|(key, unit)| {
            let before = dataset.units.get_shared(key)?;
            (**before != unit).then(|| Change::Unit {
                key,
                before: Some(before.clone()),
                after: Some(Arc::new(unit)),
            })
        }));
        if changes.is_empty() {
            return Err(Refusal::NoChange);
        }
        Ok(changes.into())
    }

    /// A polygon outside the coverage, put in order; none where it is given up.
    fn plain(
        &self,
        snapshot: &Snapshot,
        unit: UnitKey,
        polygons: &[PlainPolygon],
        role: PlainRole,
    ) -> Result<Option<Vec<PlainPolygon>>, Refusal> {
        let dataset = &snapshot.dataset;
        match &self.work {
            RingsWork::Discard => Ok((role != PlainRole::Unusable).then(|| polygons.to_vec())),
            RingsWork::Close => Ok(Some(polygons.iter().map(closed_polygon).collect())),
            RingsWork::FromChildren => {
                let leaves = unit_leaves(dataset, unit);
                if leaves.is_empty() || role != PlainRole::Reference {
                    return Err(Refusal::NoChange);
                }
                let outlines = union(dataset, &leaves);
                let mut anew = outline_polygons(dataset, &outlines);
                for polygon in &mut anew {
                    let mut place = 0;
                    polygon.rings.retain(|ring| {
                        place += 1;
                        place == 1 || !is_covered_gap(snapshot, ring, polygons)
                    });
                }
                Ok(Some(anew))
            }
            RingsWork::Without(vertex) => Ok(Some(
                polygons
                    .iter()
                    .map(|polygon| PlainPolygon {
                        rings: polygon
                            .rings
                            .iter()
                            .map(|ring| without(ring, *vertex))
                            .collect(),
                    })
                    .collect(),
            )),
            RingsWork::Order | RingsWork::Drop(_) => {
                let rings = self.rings(polygons).ok_or(Refusal::Unclosed(unit))?;
                let rings = rings
                    .into_iter()
                    .map(|ring| ring.into_iter().map(rounded_if_new(polygons)).collect())
                    .collect();
                Ok(Some(grouped(rings)))
            }
        }
    }

    /// The rings of the land that polygons bound, put in order, the land on their left.
    fn rings(&self, polygons: &[PlainPolygon]) -> Option<Vec<Vec<Position>>> {
        let mut dropped = None;
        if let RingsWork::Drop(vertices) = &self.work {
            let wanted = vertex_set(vertices);
            let rings = polygons.iter().enumerate().flat_map(|(part, polygon)| {
                let rings = polygon.rings.iter().enumerate();
                rings.map(move |(place, ring)| ((part, place), ring))
            });
            let mut same = rings.filter(|(_, ring)| vertex_set(&ring.positions) == wanted);
            dropped = Some(same.by_ref().last()?.0);
        }
        let kept: Vec<PlainPolygon> = polygons
            .iter()
            .enumerate()
            .filter_map(|(part, polygon)| kept(polygon, |place| dropped == Some((part, place))))
            .collect();
        overlay(&[&kept], &|inside| inside.first() == Some(&true))
    }

    /// Leaves of the coverage, put in order.
    fn woven(&self, snapshot: &Snapshot, units: &[UnitKey]) -> Result<Vec<Change>, Refusal> {
        let dataset = &snapshot.dataset;
        let mut shares = Vec::new();
        let mut borders: Vec<BorderKey> = Vec::new();
        let mut extent: Option<Extent> = None;
        for &key in units {
            let unit = dataset.units.get(key).ok_or(Refusal::Gone)?;
            let polygons = unit_polygons(dataset, unit);
            let vertices = polygons.iter().flat_map(|polygon| &polygon.rings);
            let own = Extent::around(vertices.flat_map(|ring| ring.positions.iter().copied()));
            extent = own.into_iter().chain(extent).reduce(Extent::union);
            shares.push(Share {
                rings: self.rings(&polygons).ok_or(Refusal::Unclosed(key))?,
                from: Vec::new(),
                to: Some(key),
            });
            let rings = unit.coverage_rings();
            borders.extend(rings.flat_map(|ring| ring.path.iter().map(|step| step.border)));
        }
        let mut redrawing = transfer(snapshot, &shares, &[]);
        redrawing.anew.extend(units);
        for key in borders {
            if let Some(border) = dataset.borders.get(key) {
                redrawing
                    .lines
                    .entry(key)
                    .or_insert_with(|| border.line.to_vec());
            }
        }
        let redrawn = redrawn(snapshot, &redrawing, &BTreeMap::new())?;
        let locked = locked(dataset, &redrawn.gone);
        if !locked.is_empty() {
            return Err(Refusal::Locked(locked));
        }
        if let Some(&unit) = redrawn.landless.first() {
            return Err(Refusal::NoLandLeft(unit));
        }
        let changes = ChangeSet::from(redrawn.changes);
        let faults = extent.map_or_else(Vec::new, |extent| {
            introduced_faults(snapshot, &changes.apply(snapshot), extent)
        });
        if faults.is_empty() {
            Ok(changes.changes().to_vec())
        } else {
            Err(Refusal::Faults(faults))
        }
    }
}

/// The vertices of a ring, each once, in an order that does not depend on how it runs.
fn vertex_set(positions: &[Position]) -> Vec<[u64; 2]> {
    let mut vertices: Vec<[u64; 2]> = positions
        .iter()
        .map(|at| [at.x.to_bits(), at.y.to_bits()])
        .collect();
    vertices.sort_unstable();
    vertices.dedup();
    vertices
}

/// A polygon without what is dropped or is there twice; nothing where its shell is
/// dropped.
fn kept(polygon: &PlainPolygon, is_dropped: impl Fn(usize) -> bool) -> Option<PlainPolygon> {
    if polygon.rings.is_empty() || is_dropped(0) {
        return None;
    }
    let mut rings: Vec<PlainRing> = Vec::new();
    let mut seen: Vec<Vec<[u64; 2]>> = Vec::new();
    for (place, ring) in polygon.rings.iter().enumerate() {
        let vertices = vertex_set(&ring.positions);
        if !is_dropped(place) && !seen.contains(&vertices) {
            seen.push(vertices);
            rings.push(ring.clone());
        }
    }
    Some(PlainPolygon { rings })
}

fn closed(unit: &Unit) -> Unit {
    let mut unit = unit.clone();
    if let Land::Coverage(parts) = &mut unit.land {
        for part in parts {
            let rings = std::iter::once(&mut part.shell).chain(&mut part.holes);
            for ring in rings.filter(|ring| !ring.closed) {
                ring.closed = true;
                // What was its height is not known to be the closing vertex's too.
                ring.heights_m = ring.heights_m.take().map(|heights| {
                    let first = heights.first().copied();
                    heights.iter().copied().chain(first).collect()
                });
            }
        }
    }
    unit
}

/// A ring without a vertex, and without what is then written twice.
fn without(ring: &PlainRing, vertex: Position) -> PlainRing {
    if !ring.positions.iter().any(|&at| same_place(at, vertex)) {
        return ring.clone();
    }
    let is_closed = ring.positions.first() == ring.positions.last();
    let left = ring.positions.iter().copied();
    let mut left: Vec<Position> = left.filter(|&at| !same_place(at, vertex)).collect();
    left.dedup_by(|a, b| same_place(*a, *b));
    if is_closed && left.first() != left.last() {
        left.extend(left.first().copied());
    }
    PlainRing {
        positions: left.into(),
        // They were one a vertex, and some vertices are gone.
        heights_m: None,
    }
}

/// Whether a hole has nobody's land, and was covered before.
fn is_covered_gap(snapshot: &Snapshot, hole: &PlainRing, before: &[PlainPolygon]) -> bool {
    let outline = LineString(hole.positions.to_vec());
    let Some(inside) = geo::Polygon::new(outline, Vec::new()).interior_point() else {
        return false;
    };
    let inside = inside.0;
    let mut near = snapshot.index.units_near(Extent::at(inside));
    !near.any(|unit| land_contains(&snapshot.dataset, unit, inside))
        && polygons_contain(before, inside)
}

fn closed_polygon(polygon: &PlainPolygon) -> PlainPolygon {
    let rings = polygon.rings.iter().map(|ring| {
        let (first, last) = (ring.positions.first(), ring.positions.last());
        match (first, last) {
            (Some(&first), Some(&last)) if !same_place(first, last) => PlainRing {
                positions: ring.positions.iter().copied().chain([first]).collect(),
                heights_m: ring.heights_m.as_ref().map(|heights| {
                    let first = heights.first().copied();
                    heights.iter().copied().chain(first).collect()
                }),
            },
            _ => ring.clone(),
        }
    });
    PlainPolygon {
        rings: rings.collect(),
    }
}

/// Rounds a position that is no vertex of the polygons.
fn rounded_if_new(polygons: &[PlainPolygon]) -> impl Fn(Position) -> Position + '_ {
    let known: rustc_hash::FxHashSet<(u64, u64)> = polygons
        .iter()
        .flat_map(|polygon| &polygon.rings)
        .flat_map(|ring| ring.positions.iter())
        .map(|at| (at.x.to_bits(), at.y.to_bits()))
        .collect();
    move |at| {
        if known.contains(&(at.x.to_bits(), at.y.to_bits())) {
            at
        } else {
            rounded(at)
        }
    }
}

/// Rings as polygons: each hole with the smallest shell around it.
fn grouped(rings: Vec<Vec<Position>>) -> Vec<PlainPolygon> {
    let closed = |mut ring: Vec<Position>| {
        ring.extend(ring.first().copied());
        PlainRing {
            positions: ring.into(),
            heights_m: None,
        }
    };
    polygons_of(rings)
        .into_iter()
        .map(|polygon| PlainPolygon {
            rings: polygon.into_iter().map(closed).collect(),
        })
        .collect()
}

/// Rings, their land on the left, by polygon: each hole with the smallest shell around
/// it.
pub(super) fn polygons_of(rings: Vec<Vec<Position>>) -> Vec<Vec<Vec<Position>>> {
    let (shells, holes): (Vec<_>, Vec<_>) =
        rings.into_iter().partition(|ring| ring_area_m2(ring) > 0.0);
    let mut polygons: Vec<(f64, Vec<Vec<Position>>)> = shells
        .into_iter()
        .map(|shell| (ring_area_m2(&shell), vec![shell]))
        .collect();
    for hole in holes {
        let middle = match hole[..] {
            [first, second, ..] => (first + second) / 2.0,
            _ => continue,
        };
        let holds = |shell: &[Position]| {
            let rings = vec![PlainRing {
                positions: shell.into(),
                heights_m: None,
            }];
            polygons_contain(&[PlainPolygon { rings }], middle)
        };
        let around = polygons
            .iter_mut()
            .filter(|(_, polygon)| polygon.first().is_some_and(|shell| holds(shell)))
            .min_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((_, polygon)) = around {
            polygon.push(hole);
        }
    }
    polygons.into_iter().map(|(_, polygon)| polygon).collect()
}
