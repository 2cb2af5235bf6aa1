//! The features of a layer as they are now: geometry from the borders, properties as
//! they came with what was edited, and members as they were.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::attributes::{self, Attributes};
use super::border_lines::feature_now;
use super::export::{OutFeature, OutForm, OutGeometry, OutLayer};
use super::geometry::{MARKS, marked};
use super::write_back::{Current, reference_of, write_back};
use crate::edit::reference_to;
use crate::model::{
    Attribute, Crs, Dataset, FeatureRecord, FieldMapping, Holds, Land, Layer, LayerKey, OverlayKey,
    PlainPolygon, Position, SettlementKey, Unit, UnitKey,
};
use crate::topology::unit_polygons;

/// A unit with its attributes under their usual names.
pub(super) fn new_unit(dataset: &Dataset, unit: &Unit, polygons: Vec<PlainPolygon>) -> OutFeature {
    let mut current = Current::of_unit(unit);
    if current.centre.is_none() {
        current.centre = Some(unit.centre.as_ref().map(|centre| centre.name.clone()));
    }
    if let Some(parent) = unit.parent {
        current.parent_reference = reference_to(dataset, parent);
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

pub(super) fn out_layer(dataset: &Dataset, key: LayerKey, layer: &Layer) -> OutLayer {
    let mut members = layer.members.to_map();
    let form = if layer.bare_geometry {
        OutForm::Geometry
    } else if members.remove("type").is_some() {
        OutForm::Feature
    } else {
        OutForm::Collection
    };
    let context = LayerContext {
        mapping: &layer.mapping,
        crs: &layer.crs,
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
pub(super) struct LayerContext<'a> {
    mapping: &'a FieldMapping,
    crs: &'a Crs,
    has_six: bool,
}

fn has_six(dataset: &Dataset, layer: &Layer) -> bool {
    let Some(path) = layer.mapping.fields.get(&Attribute::Level) else {
        return false;
    };
    layer.features.iter().any(|record| {
        let properties = match &record.holds {
            Holds::Unit(unit) => dataset.units.get(*unit).map(|unit| &unit.properties),
            Holds::Settlement(settlement) => dataset
                .settlements
                .get(*settlement)
                .map(|settlement| &settlement.properties),
            Holds::Centre(_) | Holds::Overlay(_) | Holds::BorderLine(_) | Holds::Kept(_) => None,
        };
        properties
            .and_then(|properties| attributes::text_of(path.find(&properties.to_map())?))
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
    let known_units: BTreeSet<UnitKey> = layer
        .features
        .iter()
        .filter_map(|record| match record.holds {
            Holds::Unit(unit) => Some(unit),
            _ => None,
        })
        .collect();
    let known_settlements: BTreeSet<SettlementKey> = layer
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
    let members = record.members.to_map();
    match &record.holds {
        Holds::Kept(feature) => Some(OutFeature::Kept((**feature).clone())),
        Holds::BorderLine(line) => Some(OutFeature::Kept(feature_now(
            dataset,
            line,
            context.mapping,
            context.crs,
        ))),
        Holds::Overlay(overlay) => overlay_feature(dataset, *overlay, &members),
        Holds::Unit(unit) => unit_feature(dataset, *unit, &members, context),
        Holds::Settlement(settlement) => {
            settlement_feature(dataset, *settlement, Some((&members, context)))
        }
        Holds::Centre(unit) => centre_feature(dataset, *unit, &members, context),
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
        properties: changed(dataset, &unit.properties.to_map(), context, &current),
        geometry,
        level: unit.level.name(),
    })
}

pub(super) fn settlement_feature(
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
        Some((_, context)) => changed(dataset, &settlement.properties.to_map(), context, &current),
        None => {
            if let Some(parent) = settlement.parent {
                current.parent_reference = reference_to(dataset, parent);
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
    let properties = centre.properties.to_map();
    let read = attributes::read(&properties, context.mapping, context.has_six);
    let current = Current {
        name: centre.name.clone(),
        parent_reference: reference_of(&read),
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
        properties: write_back(dataset, &properties, context.mapping, &read, &current),
        geometry: point_geometry(centre.position, None, members),
        level: "centre",
    })
}

/// What lies over the coverage, as it came: no edit changes it.
pub(super) fn overlay_feature(
    dataset: &Dataset,
    key: OverlayKey,
    members: &Map<String, Value>,
) -> Option<OutFeature> {
    let overlay = dataset.overlays.get(key)?;
    Some(OutFeature::Entity {
        members: members.clone(),
        properties: overlay.properties.to_map(),
        geometry: OutGeometry::Polygons {
            polygons: overlay.polygons.to_vec(),
            multi: overlay.multi,
        },
        level: overlay.kind.name(),
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
