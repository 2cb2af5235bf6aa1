//! From raw layers to a data set: units, settlements and centres from features, their
//! parents by code, name or place, and borders woven from the polygons. Nothing that
//! was read is lost: what cannot be used is kept with its layer.

mod ancestors;
mod border_lines;
mod centres;
mod entities;
mod lookup;
mod overlays;
mod parents;
mod place;

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use super::error::FileError;
use super::field_words::LevelWord;
use super::raw::{RawFeature, RawForm, RawLayer};
use super::report::{CalledBy, ImportReport, LayerReport, Reason, ReportLine};
use super::reproject::Reprojection;
use crate::model::{
    Crs, Dataset, FeatureRecord, FieldMapping, Layer, LayerKey, Level, Origin, Position,
    SettlementKey, UnitKey,
};
use crate::topology::weave_dataset;

/// How many features are read between two questions whether to go on.
const FEATURES_AT_ONCE: usize = 1024;

/// What an import is busy with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportStage {
    /// Making entities of features; `done` counts features.
    Features,
    /// Finding parents and centres.
    Parents,
    /// Weaving borders.
    Borders,
}

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImportProgress {
    /// What it is busy with.
    pub stage: ImportStage,
    /// How much of the stage is done.
    pub done: usize,
    /// How much there is to do.
    pub total: usize,
}

/// A layer to import and how its fields are understood.
#[derive(Debug, Clone)]
pub struct ImportLayer {
    /// As read.
    pub raw: RawLayer,
    /// As recognised, or as the user has it.
    pub mapping: FieldMapping,
    /// The reference system where the user names one; it wins over the file's.
    pub crs: Option<Crs>,
}

/// What became of a feature, while its data set is in the making.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Entity {
    Unit(UnitKey),
    Settlement(SettlementKey),
}

/// An entity with what its source says of those above it.
struct Child {
    entity: Entity,
    level: Level,
    /// Index of the layer.
    layer: usize,
    number: usize,
    id: Option<String>,
    attributes: super::attributes::Attributes,
    /// The lowest ancestor that its columns have led to.
    above: Option<UnitKey>,
}

/// A feature that is the centre of a unit.
struct CentrePoint {
    layer: usize,
    /// Index of the feature in its layer.
    feature: usize,
    /// The level of the unit it is the centre of, if that is said.
    level: Option<Level>,
    position: Option<Position>,
    attributes: super::attributes::Attributes,
}

/// The state of an import.
struct Import {
    dataset: Dataset,
    layers: Vec<ImportLayer>,
    keys: Vec<LayerKey>,
    records: Vec<Vec<FeatureRecord>>,
    children: Vec<Child>,
    centres: Vec<CentrePoint>,
    lines: Vec<border_lines::LineFeature>,
    lookup: lookup::Lookup,
    /// How many units each layer's columns alone have named, by level.
    made: BTreeMap<(usize, Level), usize>,
    report: ImportReport,
}

/// Makes one data set of several layers. The same files in the same order give the
/// same UUIDs.
///
/// # Errors
/// [`FileError::UnknownCrs`] where PROJ does not know a layer's reference system, and
/// [`FileError::Stopped`] where `progress` breaks. What is wrong with features is in
/// the report.
pub fn import(
    layers: Vec<ImportLayer>,
    title: &str,
    progress: &mut dyn FnMut(ImportProgress) -> ControlFlow<()>,
) -> Result<(Dataset, ImportReport), FileError> {
    let mut content = blake3::Hasher::new();
    for layer in &layers {
        content.update(&layer.raw.content);
    }
    let origin = Origin::of_content(content.finalize().as_bytes());
    let mut import = Import {
        dataset: Dataset::new(origin, title),
        layers,
        keys: Vec::new(),
        records: Vec::new(),
        children: Vec::new(),
        centres: Vec::new(),
        lines: Vec::new(),
        lookup: lookup::Lookup::default(),
        made: BTreeMap::new(),
        report: ImportReport::default(),
    };
    let mut step = |stage, done, total| match progress(ImportProgress { stage, done, total }) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(FileError::Stopped),
    };
    import.read_features(&mut |done, total| step(ImportStage::Features, done, total))?;
    step(ImportStage::Parents, 0, 2)?;
    import.find_parents();
    step(ImportStage::Parents, 1, 2)?;
    import.find_centres();
    import.tell_overlays();
    step(ImportStage::Borders, 0, 1)?;
    weave_dataset(&mut import.dataset);
    import.match_lines();
    import.finish_layers();
    import.count();
    step(ImportStage::Borders, 1, 1)?;
    Ok((import.dataset, import.report))
}

impl Import {
    fn tell(&mut self, layer: usize, number: Option<usize>, id: Option<String>, reason: Reason) {
        self.report.lines.push(ReportLine {
            file: self.layers.get(layer).map(|layer| layer.raw.file.clone()),
            feature: number,
            id,
            reason,
        });
    }

    fn read_features(
        &mut self,
        step: &mut dyn FnMut(usize, usize) -> Result<(), FileError>,
    ) -> Result<(), FileError> {
        let total = self
            .layers
            .iter()
            .map(|layer| layer.raw.features.len())
            .sum();
        let mut done = 0;
        for index in 0..self.layers.len() {
            let Some(layer) = self.layers.get_mut(index) else {
                continue;
            };
            let crs = layer
                .crs
                .clone()
                .or_else(|| layer.raw.crs.clone())
                .unwrap_or_else(Crs::wgs84);
            let reprojection =
                Reprojection::to_wgs84(&crs).map_err(|error| FileError::UnknownCrs {
                    file: layer.raw.file.clone().into(),
                    crs: error.crs,
                    reason: error.reason,
                })?;
            let mapping = layer.mapping.clone();
            let features = std::mem::take(&mut layer.raw.features);
            let problems = std::mem::take(&mut layer.raw.problems);
            let mut members = std::mem::take(&mut layer.raw.members);
            if layer.raw.form == RawForm::Feature {
                // No collection has a member `type` of its own, so this says that
                // the file is one feature.
                members.insert("type".to_owned(), "Feature".into());
            }
            let key = self.dataset.layers.insert(Layer {
                id: self.dataset.origin.id("layer", index),
                name: layer.raw.name.clone(),
                file: layer.raw.file.clone(),
                crs: crs.clone(),
                mapping: layer.mapping.clone(),
                members: (&members).into(),
                bare_geometry: layer.raw.form == RawForm::Geometry,
                features: [].into(),
            });
            self.keys.push(key);
            self.report.layers.push(LayerReport {
                layer: key,
                file: layer.raw.file.clone(),
                crs,
                mapping: layer.mapping.clone(),
                features: features.len(),
            });
            for problem in problems {
                self.tell(index, problem.feature, problem.id, problem.reason);
            }
            let context = entities::LayerContext {
                has_six: super::recognise::has_six(&features, &mapping),
                mapping,
                reprojection,
            };
            let mut records = Vec::with_capacity(features.len());
            let mut without_code = [0; 2];
            let mut features = features.into_iter();
            loop {
                let some: Vec<RawFeature> = features.by_ref().take(FEATURES_AT_ONCE).collect();
                if some.is_empty() {
                    break;
                }
                step(done, total)?;
                done += some.len();
                let read = entities::attributes_of(&some, &context);
                for (feature, read) in some.into_iter().zip(read) {
                    let at = entities::FeaturePlace {
                        layer: index,
                        index: records.len(),
                    };
                    let record = self.read_feature(at, feature, read, &context, &mut without_code);
                    records.push(record);
                }
            }
            self.records.push(records);
            for (count, called_by) in without_code.into_iter().zip([CalledBy::Name, CalledBy::Id]) {
                if count > 0 {
                    self.tell(index, None, None, Reason::NoCode { count, called_by });
                }
            }
            self.tell_parties(index);
        }
        step(total, total)
    }

    fn finish_layers(&mut self) {
        for (key, records) in self.keys.iter().zip(&mut self.records) {
            let records = std::mem::take(records);
            self.report.kept += records
                .iter()
                .filter(|record| matches!(record.holds, crate::model::Holds::Kept(_)))
                .count();
            self.dataset
                .layers
                .update(*key, |layer| layer.features = records.into());
        }
    }

    fn count(&mut self) {
        let counts = &mut self.report.counts;
        for (_, unit) in self.dataset.units.iter() {
            *counts.entry(unit.level).or_default() += 1;
            self.report.centres += usize::from(unit.centre.is_some());
        }
        for (_, overlay) in self.dataset.overlays.iter() {
            *self.report.overlays.entry(overlay.kind).or_default() += 1;
        }
        for (_, settlement) in self.dataset.settlements.iter() {
            *counts.entry(settlement.kind.level()).or_default() += 1;
        }
    }
}

/// Whether a feature is a centre, and of which level, or a unit of a level.
fn level_of(
    attributes: &super::attributes::Attributes,
    mapping: &FieldMapping,
) -> Option<LevelWord> {
    match attributes.level {
        Some(level) => Some(level),
        None if mapping.overlay.is_some() => mapping.overlay.map(LevelWord::Overlay),
        None if mapping.centres => Some(LevelWord::Centre(mapping.level)),
        None => mapping.level.map(LevelWord::Level),
    }
}

#[cfg(test)]
mod tests;

#[cfg(test)]
mod overlay_tests;
