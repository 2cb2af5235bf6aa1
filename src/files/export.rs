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

use super::attributes::{self, Attributes};
use super::error::FileError;
use super::geojson_out::write_geojson;
use super::geometry::{MARKS, marked};
use super::shapefile_out::write_shapefiles;
use super::write_back::{Current, write_back};
use crate::model::{
    Crs, Dataset, FeatureRecord, FieldMapping, Holds, Land, Layer, LayerKey, Level, PlainPolygon,
    Position, SettlementKey, Unit, UnitKey,
};
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
            write_geojson(path, layers, &crs, options.crs.is_some())?;
            Ok(ExportReport {
                files: vec![path.to_owned()],
                notes: Vec::new(),
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
        .map(|(key, unit)| new_unit(dataset, key, unit, unit_polygons(dataset, unit)))
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
                new_unit(dataset, key, unit, polygons)
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

/// A unit with its attributes under their usual names.
fn new_unit(
    dataset: &Dataset,
    _key: UnitKey,
    unit: &Unit,
    polygons: Vec<PlainPolygon>,
) -> OutFeature {
    let mut current = Current::of_unit(unit);
    if current.centre.is_none() {
        current.centre = Some(unit.centre.as_ref().map(|centre| centre.name.clone()));
    }
    if let Some(parent) = unit.parent {
        current.parent_reference = super::write_back::reference_to(dataset, parent);
    }
    let geometry = match unit.point {
        Some(position) if polygons.is_empty() => OutGeometry::Point {
            position,
            height_m: None,
            multi: false,
        },
        _ if polygons.is_empty() => OutGeometry::None,
        _ => OutGeometry::Polygons {
            multi: polygons.len() != 1,
            polygons,
        },
    };
    OutFeature::Entity {
        members: Map::new(),
        properties: write_back(
            dataset,
            &Map::new(),
            &FieldMapping::default(),
            &Attributes::default(),
            &current,
        ),
        geometry,
        level: unit.level.name(),
    }
}

fn out_layer(dataset: &Dataset, key: LayerKey, layer: &Layer) -> OutLayer {
    let mut members = (*layer.members).clone();
    let form = if layer.bare_geometry {
        OutForm::Geometry
    } else if members.remove("type").is_some() {
        OutForm::Feature
    } else {
        OutForm::Collection
    };
    let context = LayerContext {
        mapping: &layer.mapping,
        has_six: has_six(dataset, layer),
    };
    let mut features: Vec<OutFeature> = layer
        .features
        .iter()
        .filter_map(|record| record_feature(dataset, record, &context))
        .collect();
    features.extend(added(dataset, key, layer, &context));
    // A file of one geometry or feature has no room for more.
    let form = match features.as_slice() {
        [_] => form,
        _ => OutForm::Collection,
    };
    OutLayer {
        name: layer.name.clone(),
        crs: layer.crs.clone(),
        members,
        form,
        features,
    }
}

/// What is common to the features of a layer.
struct LayerContext<'a> {
    mapping: &'a FieldMapping,
    has_six: bool,
}

fn has_six(dataset: &Dataset, layer: &Layer) -> bool {
    let Some(path) = layer.mapping.fields.get(&crate::model::Attribute::Level) else {
        return false;
    };
    layer.features.iter().any(|record| {
        let properties = match &record.holds {
            Holds::Unit(unit) => dataset.units.get(*unit).map(|unit| &unit.properties),
            Holds::Settlement(settlement) => dataset
                .settlements
                .get(*settlement)
                .map(|settlement| &settlement.properties),
            Holds::Centre(_) | Holds::Kept(_) => None,
        };
        properties
            .and_then(|properties| attributes::text_of(path.find(properties)?))
            .is_some_and(|level| level.trim() == "6")
    })
}

/// Entities of the layer that no feature of it became: edits made them.
fn added<'a>(
    dataset: &'a Dataset,
    key: LayerKey,
    layer: &'a Layer,
    context: &'a LayerContext<'a>,
) -> impl Iterator<Item = OutFeature> + 'a {
    let known_units: std::collections::BTreeSet<UnitKey> = layer
        .features
        .iter()
        .filter_map(|record| match record.holds {
            Holds::Unit(unit) => Some(unit),
            _ => None,
        })
        .collect();
    let known_settlements: std::collections::BTreeSet<SettlementKey> = layer
        .features
        .iter()
        .filter_map(|record| match record.holds {
            Holds::Settlement(settlement) => Some(settlement),
            _ => None,
        })
        .collect();
    let units = dataset
        .units
        .iter()
        .filter(move |(unit, entity)| entity.layer == Some(key) && !known_units.contains(unit))
        .filter_map(|(unit, _)| unit_feature(dataset, unit, &Map::new(), context));
    let settlements = dataset
        .settlements
        .iter()
        .filter(move |(settlement, entity)| {
            entity.layer == Some(key) && !known_settlements.contains(settlement)
        })
        .filter_map(|(settlement, _)| {
            settlement_feature(dataset, settlement, Some((&Map::new(), context)))
        });
    units.chain(settlements)
}

fn record_feature(
    dataset: &Dataset,
    record: &FeatureRecord,
    context: &LayerContext<'_>,
) -> Option<OutFeature> {
    match &record.holds {
        Holds::Kept(feature) => Some(OutFeature::Kept((**feature).clone())),
        Holds::Unit(unit) => unit_feature(dataset, *unit, &record.members, context),
        Holds::Settlement(settlement) => {
            settlement_feature(dataset, *settlement, Some((&record.members, context)))
        }
        Holds::Centre(unit) => centre_feature(dataset, *unit, &record.members, context),
    }
}

/// The point of a record: where it is now, or what could not be used of it.
fn point_geometry(
    position: Option<Position>,
    height_m: Option<f64>,
    members: &Map<String, Value>,
) -> OutGeometry {
    let multi = marked(members, MARKS.multi).is_some();
    let height_m = height_m.or_else(|| marked(members, MARKS.height_m).and_then(Value::as_f64));
    match (position, marked(members, MARKS.place)) {
        (Some(position), _) => OutGeometry::Point {
            position,
            height_m,
            multi,
        },
        (None, Some(place)) => OutGeometry::Strange(place.clone()),
        (None, None) => OutGeometry::None,
    }
}

fn unit_feature(
    dataset: &Dataset,
    key: UnitKey,
    members: &Map<String, Value>,
    context: &LayerContext<'_>,
) -> Option<OutFeature> {
    let unit = dataset.units.get(key)?;
    let geometry = match &unit.land {
        Land::None => point_geometry(unit.point, None, members),
        _ => OutGeometry::Polygons {
            polygons: unit_polygons(dataset, unit),
            multi: unit.multi,
        },
    };
    let current = Current::of_unit(unit);
    Some(OutFeature::Entity {
        members: members.clone(),
        properties: changed(dataset, &unit.properties, context, &current),
        geometry,
        level: unit.level.name(),
    })
}

fn settlement_feature(
    dataset: &Dataset,
    key: SettlementKey,
    of_layer: Option<(&Map<String, Value>, &LayerContext<'_>)>,
) -> Option<OutFeature> {
    let settlement = dataset.settlements.get(key)?;
    let mut current = Current::of_settlement(dataset, settlement);
    let none = Map::new();
    let members = of_layer.map_or(&none, |(members, _)| members);
    let geometry = if settlement.limits.is_empty() || settlement.position.is_some() {
        point_geometry(settlement.position, settlement.height_m, members)
    } else {
        OutGeometry::Polygons {
            polygons: settlement.limits.clone(),
            multi: settlement.limits.len() != 1 || marked(members, MARKS.multi).is_some(),
        }
    };
    let properties = match of_layer {
        Some((_, context)) => changed(dataset, &settlement.properties, context, &current),
        None => {
            if let Some(parent) = settlement.parent {
                current.parent_reference = super::write_back::reference_to(dataset, parent);
            }
            let (mapping, read) = (FieldMapping::default(), Attributes::default());
            write_back(dataset, &Map::new(), &mapping, &read, &current)
        }
    };
    Some(OutFeature::Entity {
        members: members.clone(),
        properties,
        geometry,
        level: settlement.kind.level().name(),
    })
}

fn centre_feature(
    dataset: &Dataset,
    unit: UnitKey,
    members: &Map<String, Value>,
    context: &LayerContext<'_>,
) -> Option<OutFeature> {
    let centre = dataset.units.get(unit)?.centre.as_ref()?;
    let read = attributes::read(&centre.properties, context.mapping, context.has_six);
    let current = Current {
        name: centre.name.clone(),
        parent_reference: super::write_back::reference_of(&read),
        centre: None,
        density: read.density,
        special_areas: read.special_areas.clone(),
        established: read.established,
        populations: read.populations.clone(),
        code: read.code.clone(),
        ..Current::default()
    };
    Some(OutFeature::Entity {
        members: members.clone(),
        properties: write_back(
            dataset,
            &centre.properties,
            context.mapping,
            &read,
            &current,
        ),
        geometry: point_geometry(centre.position, None, members),
        level: "centre",
    })
}

/// A feature's properties with what has changed since they were read.
fn changed(
    dataset: &Dataset,
    properties: &Map<String, Value>,
    context: &LayerContext<'_>,
    current: &Current,
) -> Map<String, Value> {
    let mut read = attributes::read(properties, context.mapping, context.has_six);
    if let Some(level) = read.unit_level(context.mapping).or(current.level) {
        read.settle(level);
    }
    write_back(dataset, properties, context.mapping, &read, current)
}
