//! From a data set to files: each layer as it came, with the coordinates and
//! attributes that the data set now has, or the units of a level.
//!
//! A data set of one layer is written as that layer was: the same features, members
//! and order, in its own reference system. Several layers in one GeoJSON file are one
//! collection, in which each feature has two more properties at the end, `layer` (its
//! layer's name) and `level`, so that it can be taken apart, and read, again; they are
//! in WGS 84. A shapefile holds one layer of one kind of shape: several become
//! `OUT_<layer>.shp` each.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use super::error::FileError;
use super::export_features::{new_unit, out_layer, settlement_feature};
use super::geojson_out::write_geojson;
use super::shapefile_out::write_shapefiles;
use crate::model::{Crs, Dataset, Land, LayerKey, Level, PlainPolygon, Position};
use crate::topology::{outline_polygons, union, unit_leaves, unit_polygons};

/// What to write.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ExportOf {
    /// Every layer.
    #[default]
    All,
    /// One layer.
    Layer(LayerKey),
    /// The units (or settlements) of a level, whatever layer they came from; a unit
    /// without a polygon of its own has its children's together.
    Level(Level),
}

/// How to write.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ExportOptions {
    /// What.
    pub of: ExportOf,
    /// The reference system; else one layer keeps its own, and several have WGS 84.
    pub crs: Option<Crs>,
}

/// What a file format made necessary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExportNote {
    /// A field's name was shortened.
    FieldRenamed {
        /// As it was, nested names with dots.
        from: String,
        /// As it is written.
        to: String,
    },
    /// Texts were longer than a field can hold, and were cut.
    TextsCut {
        /// The field.
        field: String,
        /// How many.
        count: usize,
    },
    /// Features have a geometry that the format cannot hold, or holds in another
    /// file, and were left out.
    LeftOut {
        /// The geometry.
        kind: String,
        /// How many.
        count: usize,
    },
}

/// What an export wrote.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExportReport {
    /// The files, the one that was asked for first.
    pub files: Vec<PathBuf>,
    /// What there is to tell of each file.
    pub notes: Vec<(PathBuf, ExportNote)>,
}

/// A geometry to write, in WGS 84.
pub(super) enum OutGeometry {
    None,
    Polygons {
        polygons: Vec<PlainPolygon>,
        multi: bool,
    },
    Point {
        position: Position,
        height_m: Option<f64>,
        multi: bool,
    },
    /// Coordinates of a point that is not on the earth.
    Strange(Value),
}

/// A feature to write.
pub(super) enum OutFeature {
    /// From an entity.
    Entity {
        members: Map<String, Value>,
        properties: Map<String, Value>,
        geometry: OutGeometry,
        level: &'static str,
    },
    /// As it came, in its layer's reference system.
    Kept(Value),
}

/// What the outermost object of a GeoJSON file is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum OutForm {
    Collection,
    Feature,
    Geometry,
}

/// A layer to write.
pub(super) struct OutLayer {
    pub name: String,
    /// The system of the features that are kept as they came.
    pub crs: Crs,
    pub members: Map<String, Value>,
    pub form: OutForm,
    pub features: Vec<OutFeature>,
}

/// Writes a data set to a GeoJSON file or shapefile, by the ending of `path`, and gives
/// the files that were written; see the module's words for how several layers are.
///
/// # Errors
/// [`FileError::UnknownKind`] for another ending, [`FileError::Unwritable`] where the
/// folder or disk refuses (what was there is as it was).
pub fn export(dataset: &Dataset, path: &Path) -> Result<Vec<PathBuf>, FileError> {
    export_with(dataset, path, &ExportOptions::default()).map(|report| report.files)
}

/// As [`export`], with options.
///
/// # Errors
/// Also [`FileError::UnknownCrs`], and [`FileError::CannotHold`] where coordinates do
/// not fit the reference system that was asked for.
pub fn export_with(
    dataset: &Dataset,
    path: &Path,
    options: &ExportOptions,
) -> Result<ExportReport, FileError> {
    let ending = path
        .extension()
        .map(|ending| ending.to_string_lossy().to_ascii_lowercase())
        .unwrap_or_default();
    let layers = match options.of {
        ExportOf::All => all_layers(dataset),
        ExportOf::Layer(layer) => dataset
            .layers
            .get(layer)
            .map(|found| out_layer(dataset, layer, found))
            .into_iter()
            .collect(),
        ExportOf::Level(level) => vec![level_layer(dataset, level)],
    };
    let is_geojson = ending != "shp";
    let crs = options
        .crs
        .clone()
        .unwrap_or_else(|| match layers.as_slice() {
            // GeoJSON is in WGS 84 unless the file itself says otherwise.
            [layer] if !is_geojson || layer.members.contains_key("crs") => layer.crs.clone(),
            _ => Crs::wgs84(),
        });
    match ending.as_str() {
        "geojson" | "json" => {
            let notes = write_geojson(path, layers, &crs, options.crs.is_some())?;
            Ok(ExportReport {
                files: vec![path.to_owned()],
                notes: notes
                    .into_iter()
                    .map(|note| (path.to_owned(), note))
                    .collect(),
            })
        }
        "shp" => write_shapefiles(path, layers, &crs),
        _ => Err(FileError::UnknownKind {
            file: path.to_owned(),
        }),
    }
}

fn all_layers(dataset: &Dataset) -> Vec<OutLayer> {
    let mut layers: Vec<OutLayer> = dataset
        .layers
        .iter()
        .map(|(key, layer)| out_layer(dataset, key, layer))
        .collect();
    // What was drawn here and belongs to no file.
    let own =
        |layer: Option<LayerKey>| layer.is_none_or(|layer| dataset.layers.get(layer).is_none());
    let mut features: Vec<OutFeature> = dataset
        .units
        .iter()
        .filter(|(_, unit)| own(unit.layer) && (unit.land != Land::None || unit.point.is_some()))
        .map(|(_, unit)| new_unit(dataset, unit, unit_polygons(dataset, unit)))
        .collect();
    features.extend(
        dataset
            .settlements
            .iter()
            .filter(|(_, settlement)| own(settlement.layer))
            .filter_map(|(key, _)| settlement_feature(dataset, key, None)),
    );
    if !features.is_empty() || layers.is_empty() {
        layers.push(OutLayer {
            name: "new".to_owned(),
            crs: Crs::wgs84(),
            members: Map::new(),
            form: OutForm::Collection,
            features,
        });
    }
    layers
}

/// The units or settlements of a level, with attributes under their usual names.
fn level_layer(dataset: &Dataset, level: Level) -> OutLayer {
    let features = if level.is_unit() {
        dataset
            .units
            .iter()
            .filter(|(_, unit)| unit.level == level)
            .map(|(key, unit)| {
                let mut polygons = unit_polygons(dataset, unit);
                // A parent's own polygon never decides its land.
                let leaves = unit_leaves(dataset, key);
                if !leaves.is_empty() && leaves != [key] {
                    polygons = outline_polygons(dataset, &union(dataset, &leaves));
                }
                new_unit(dataset, unit, polygons)
            })
            .collect()
    } else {
        dataset
            .settlements
            .iter()
            .filter(|(_, settlement)| settlement.kind.level() == level)
            .filter_map(|(key, _)| settlement_feature(dataset, key, None))
            .collect()
    };
    OutLayer {
        name: level.name().to_owned(),
        crs: Crs::wgs84(),
        members: Map::new(),
        form: OutForm::Collection,
        features,
    }
}

#[cfg(test)]
#[path = "export_tests.rs"]
mod tests;
