//! T17: faces in a row between the same two units, alternately overlap and gap.

use std::collections::BTreeMap;

use super::faces::{closed, level_around};
use crate::model::UnitKey;
use crate::rules::{Amount, Check, Code, Context, Finding, Place, Rule, Severity};
use crate::topology::{Face, FaceClass, LEAST_MISMATCH_FACES, Survey};

pub(crate) static RULE: Rule = Rule {
    code: Code::T17,
    document: include_str!("edge_mismatch.md"),
    checks: &[Check::Survey(check)],
};

fn check(context: &Context<'_>, survey: &Survey, findings: &mut Vec<Finding>) {
    let dataset = context.dataset();
    let mut rows: BTreeMap<(Vec<UnitKey>, [u64; 2]), Vec<&Face>> = BTreeMap::new();
    for face in &survey.faces {
        if face.class(&dataset.parameters) == FaceClass::Mismatch
            && let Some(begins) = face.row
        {
            let name = (face.units.clone(), [begins.x.to_bits(), begins.y.to_bits()]);
            rows.entry(name).or_default().push(face);
        }
    }
    for ((units, _), faces) in rows {
        let widest = faces.iter().max_by(|a, b| a.width_m.total_cmp(&b.width_m));
        let Some(widest) = widest else { continue };
        let outline = faces.iter().flat_map(|face| closed(&face.rings)).collect();
        findings.push(Finding {
            level: level_around(dataset, &units),
            units,
            place: Some(Place::outline(widest.at, outline)),
            area_m2: Some(faces.iter().map(|face| face.area_m2).sum()),
            width_m: Some(widest.width_m),
            measured: Some(Amount::Count(faces.len() as u64)),
            required: Some(Amount::Count(LEAST_MISMATCH_FACES as u64)),
            ..Finding::new(Code::T17, Severity::Error)
        });
    }
}
