//! T16: a vertex that the neighbour lacks in an edge on which, or very near which,
//! the vertex lies.

use std::collections::BTreeMap;

use super::faces::{closed, level_around};
use crate::model::{Dataset, Position, UnitKey};
use crate::rules::{Amount, Check, Code, Context, Finding, Place, Rule, Severity};
use crate::topology::{Face, FaceClass, Survey};

pub(crate) static RULE: Rule = Rule {
    code: Code::T16,
    document: include_str!("unmatched_vertex.md"),
    checks: &[Check::Survey(check)],
};

/// A vertex with all that is said of it: where three units meet on an edge there are
/// two faces at one vertex.
struct Vertex {
    at: Position,
    units: Vec<UnitKey>,
    distance_m: f64,
    area_m2: Option<f64>,
    outline: Vec<Vec<Position>>,
}

impl Vertex {
    fn take_face(&mut self, face: &Face, distance_m: f64) {
        self.units.extend(&face.units);
        self.distance_m = self.distance_m.max(distance_m);
        self.area_m2 = Some(self.area_m2.unwrap_or(0.0) + face.area_m2);
        self.outline.extend(closed(&face.rings));
    }

    fn finding(mut self, dataset: &Dataset) -> Finding {
        self.units.sort_unstable();
        self.units.dedup();
        Finding {
            level: level_around(dataset, &self.units),
            units: self.units,
            place: Some(Place::outline(self.at, self.outline)),
            area_m2: self.area_m2,
            measured: Some(Amount::Metres(self.distance_m)),
            ..Finding::new(Code::T16, Severity::Error)
        }
    }
}

fn check(context: &Context<'_>, survey: &Survey, findings: &mut Vec<Finding>) {
    let dataset = context.dataset();
    let mut vertices: BTreeMap<[u64; 2], Vertex> = BTreeMap::new();
    let mut at_vertex = |at: Position, units: &[UnitKey], distance_m: f64, face: Option<&Face>| {
        let vertex = vertices
            .entry([at.x.to_bits(), at.y.to_bits()])
            .or_insert_with(|| Vertex {
                at,
                units: Vec::new(),
                distance_m,
                area_m2: None,
                outline: Vec::new(),
            });
        vertex.units.extend(units);
        if let Some(face) = face {
            vertex.take_face(face, distance_m);
        }
    };
    for vertex in &survey.unmatched {
        at_vertex(vertex.at, &vertex.units, vertex.distance_m, None);
    }
    for face in &survey.faces {
        if face.class(&dataset.parameters) == FaceClass::UnmatchedVertex
            && let Some(beside) = face.beside_edge
        {
            at_vertex(beside.vertex, &[], beside.distance_m, Some(face));
        }
    }
    findings.extend(vertices.into_values().map(|vertex| vertex.finding(dataset)));
}
