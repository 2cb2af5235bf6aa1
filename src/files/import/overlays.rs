//! Features that lie over the coverage: harims, limits, constituencies, lakes, and
//! what a party submits.

use super::Import;
use crate::files::attributes::Attributes;
use crate::files::field_words::LevelWord;
use crate::files::raw::Members;
use crate::files::report::Reason;
use crate::model::{FieldMapping, Level, Overlay, OverlayKey, OverlayKind, PlainPolygon};

/// What an overlay feature is, before it has a row.
pub(super) struct OverlayFeature<'a> {
    pub kind: OverlayKind,
    pub read: &'a Attributes,
    pub mapping: &'a FieldMapping,
    pub polygons: Vec<PlainPolygon>,
    pub multi: bool,
    pub properties: &'a Members,
}

/// What a feature is where it lies over the coverage, and nothing where it does not.
/// What a party submits lies over it, whatever it is; of that a harim is one, a unit is
/// a submission, and a point or a centre is kept as it came.
pub(super) fn overlay_kind(level: Option<LevelWord>, is_submitted: bool) -> Option<OverlayKind> {
    match level {
        Some(LevelWord::Overlay(kind)) => Some(kind),
        None if is_submitted => Some(OverlayKind::Submission),
        Some(LevelWord::Level(level)) if is_submitted && level.is_unit() => {
            Some(OverlayKind::Submission)
        }
        _ => None,
    }
}

impl Import {
    pub(super) fn insert_overlay(
        &mut self,
        layer: usize,
        feature: OverlayFeature<'_>,
    ) -> OverlayKey {
        let OverlayFeature {
            kind,
            read,
            mapping,
            polygons,
            multi,
            properties,
        } = feature;
        let key = self.dataset.overlays.next_key();
        let id = self.dataset.origin.id("overlay", key.0 as usize);
        let column = |level: Level| {
            let (_, ancestor) = read.ancestors.iter().find(|(at, _)| *at == level)?;
            ancestor
                .whole_code
                .clone()
                .or_else(|| ancestor.code.clone())
        };
        let of_code = read.of.clone().or_else(|| match kind {
            OverlayKind::Harim | OverlayKind::CityLimits | OverlayKind::UrbanArea => {
                column(Level::City)
            }
            OverlayKind::VillageLimits => read.village.clone().or_else(|| column(Level::Village)),
            _ => None,
        });
        let party = mapping.party.clone().or_else(|| read.party.clone());
        let level = (kind == OverlayKind::Submission)
            .then(|| read.unit_level(mapping))
            .flatten();
        self.dataset.overlays.insert(Overlay {
            code: read.code.clone(),
            name: read.name.clone(),
            of_code,
            party,
            level,
            polygons: polygons.into(),
            multi,
            layer: self.keys.get(layer).copied(),
            properties: (&**properties).into(),
            ..Overlay::new(id, kind)
        })
    }

    /// Tells of the submissions in a layer.
    pub(super) fn tell_parties(&mut self, layer: usize) {
        let Some(&key) = self.keys.get(layer) else {
            return;
        };
        let mut parties: Vec<(String, usize)> = Vec::new();
        let submitted = self
            .dataset
            .overlays
            .iter()
            .filter(|(_, overlay)| overlay.layer == Some(key))
            .filter_map(|(_, overlay)| overlay.party.as_ref());
        for party in submitted {
            match parties.iter_mut().find(|(known, _)| known == party) {
                Some((_, count)) => *count += 1,
                None => parties.push((party.clone(), 1)),
            }
        }
        for (party, count) in parties {
            self.tell(layer, None, None, Reason::PartyLayer { party, count });
        }
    }

    /// Tells of overlays whose city or village is nowhere in the data.
    pub(super) fn tell_overlays(&mut self) {
        let mut lost = Vec::new();
        for (layer, key) in self.keys.iter().enumerate() {
            let mut codes: Vec<String> = Vec::new();
            for (_, overlay) in self.dataset.overlays.iter() {
                let Some(code) = overlay
                    .of_code
                    .as_ref()
                    .filter(|_| overlay.layer == Some(*key))
                else {
                    continue;
                };
                let is_known = match overlay.kind {
                    OverlayKind::VillageLimits => !self.lookup.settlements_by_code(code).is_empty(),
                    _ => !self.lookup.by_code(Level::City, code).is_empty(),
                };
                if !is_known && !codes.contains(code) {
                    codes.push(code.clone());
                }
            }
            lost.extend(codes.into_iter().map(|code| (layer, code)));
        }
        for (layer, reference) in lost {
            self.tell(layer, None, None, Reason::OverlayOfNothing { reference });
        }
    }
}
