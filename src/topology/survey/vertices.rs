//! Vertices that are wrong by themselves: on a neighbour's edge and missing in it, or
//! written more than once.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use super::causes::Causes;
use super::contacts::{Contact, CrossingKind};
use super::edges::{EdgeKey, Edges};
use super::faces::Face;
use crate::measure::LocalPlane;
use crate::model::{Border, Dataset, Position, Ring, UnitKey};
use crate::topology::assemble::border_line;
use crate::topology::weave::position_bits;

/// A vertex of some units that lies on an edge of another that has no vertex there.
#[derive(Debug, Clone, PartialEq)]
pub struct UnmatchedVertex {
    /// The vertex.
    pub at: Position,
    /// The edge that it lies on.
    pub edge: EdgeKey,
    /// How far off, in metres: less than a micrometre; 0 where exactly on it.
    pub distance_m: f64,
    /// The units of the vertex and of the edge, in the order of their keys.
    pub units: Vec<UnitKey>,
}

/// A vertex that is written more than once in a row.
#[derive(Debug, Clone, PartialEq)]
pub struct RepeatedVertex {
    /// Where.
    pub at: Position,
    /// How many times more than once, at most.
    pub times: u32,
    /// In whose rings, in the order of their keys.
    pub units: Vec<UnitKey>,
}

/// Vertices on edges of other units, from west to east; one that something else
/// explains is left to its cause.
pub(super) fn unmatched_vertices(
    edges: &Edges<'_>,
    contacts: &[Contact],
    causes: &Causes,
) -> Vec<UnmatchedVertex> {
    let mut found: BTreeMap<(u64, u64), UnmatchedVertex> = BTreeMap::new();
    for contact in contacts {
        if contact.kind == CrossingKind::Cross {
            continue;
        }
        if causes.explains_vertex(edges, contact.at, contact.edges) {
            continue;
        }
        let [of_vertex, on] = contact.edges;
        let (from, to) = edges.ends(on);
        let distance_m = if contact.kind == CrossingKind::Near {
            LocalPlane::at(from).distance_to_edge_m(contact.at, from, to)
        } else {
            0.0
        };
        let vertex = found
            .entry(position_bits(contact.at))
            .or_insert_with(|| UnmatchedVertex {
                at: contact.at,
                edge: edges.key(on),
                distance_m,
                units: Vec::new(),
            });
        if edges.key(on) < vertex.edge {
            vertex.edge = edges.key(on);
            vertex.distance_m = distance_m;
        }
        for border in [edges.border(of_vertex), edges.border(on)] {
            vertex.units.extend(Border::units(border));
        }
    }
    let mut vertices: Vec<UnmatchedVertex> = found
        .into_values()
        .filter_map(|mut vertex| {
            vertex.units.sort_unstable();
            vertex.units.dedup();
            (vertex.units.len() > 1).then_some(vertex)
        })
        .collect();
    vertices.sort_by(|a, b| a.at.x.total_cmp(&b.at.x).then(a.at.y.total_cmp(&b.at.y)));
    vertices
}

/// Takes out the vertices that are corners of one of `faces` between the same units:
/// they are left to that.
pub(super) fn leave_to_faces(vertices: &mut Vec<UnmatchedVertex>, faces: &[Face]) {
    let at: FxHashSet<(u64, u64)> = vertices.iter().map(|it| position_bits(it.at)).collect();
    let mut corners: BTreeMap<(u64, u64), Vec<&Face>> = BTreeMap::new();
    for face in faces {
        for &position in face.rings.iter().flatten() {
            let bits = position_bits(position);
            if at.contains(&bits) {
                corners.entry(bits).or_default().push(face);
            }
        }
    }
    vertices.retain(|vertex| {
        let faces = corners.get(&position_bits(vertex.at));
        !faces.into_iter().flatten().any(|face| {
            let units = face.units.iter();
            units.filter(|unit| vertex.units.contains(unit)).count() >= 2
        })
    });
}

/// The vertices of `units` that are written more than once in a row, from west to east.
pub(super) fn repeated_vertices(dataset: &Dataset, units: &[UnitKey]) -> Vec<RepeatedVertex> {
    let mut found: BTreeMap<(u64, u64), RepeatedVertex> = BTreeMap::new();
    for &key in units {
        let Some(unit) = dataset.units.get(key) else {
            continue;
        };
        for ring in unit.coverage_rings() {
            for (at, times) in repeats_of(dataset, ring) {
                let vertex = found
                    .entry(position_bits(at))
                    .or_insert_with(|| RepeatedVertex {
                        at,
                        times,
                        units: Vec::new(),
                    });
                vertex.times = vertex.times.max(times);
                if vertex.units.last() != Some(&key) {
                    vertex.units.push(key);
                }
            }
        }
    }
    let mut vertices: Vec<RepeatedVertex> = found.into_values().collect();
    vertices.sort_by(|a, b| a.at.x.total_cmp(&b.at.x).then(a.at.y.total_cmp(&b.at.y)));
    vertices
}

fn repeats_of(dataset: &Dataset, ring: &Ring) -> Vec<(Position, u32)> {
    ring.repeats
        .iter()
        .filter_map(|repeat| {
            let (step, offset) = match ring.path.get(repeat.step as usize) {
                Some(&step) => (step, repeat.offset),
                // Beyond the last use: the ring's first vertex again, at its end.
                None => (*ring.path.first()?, ring.start),
            };
            let at = border_line(dataset, step).nth(offset as usize)?;
            Some((at, repeat.times))
        })
        .collect()
}
