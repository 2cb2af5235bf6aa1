//! What each feature becomes: a unit, a settlement, the centre of a unit, or a feature
//! that is kept as it came.

use std::sync::Arc;

use rayon::prelude::*;
use serde_json::{Map, Value};

use super::overlays::{OverlayFeature, overlay_kind};
use super::{CentrePoint, Child, Entity, Import, level_of};
use crate::files::attributes::{self, Attributes};
use crate::files::field_words::LevelWord;
use crate::files::geometry::{self, MARKS};
use crate::files::raw::{Members, RawFeature, RawGeometry};
use crate::files::report::Reason;
use crate::files::reproject::Reprojection;
use crate::files::write_back::reference_of;
use crate::model::{
    FeatureRecord, FieldMapping, Holds, Land, Level, Life, OverlayKind, PartialDate, PlainPolygon,
    PlainRole, Position, Properties, Settlement, SettlementKind, Unit, is_usable, same_place,
};

/// Which feature is read.
#[derive(Clone, Copy)]
pub(super) struct FeaturePlace {
    pub layer: usize,
    /// Index in the layer.
    pub index: usize,
}

/// What holds for all features of a layer.
pub(super) struct LayerContext {
    pub mapping: FieldMapping,
    pub reprojection: Reprojection,
    /// Whether some feature has OpenStreetMap's level 6.
    pub has_six: bool,
}

/// What a geometry gives to an entity.
#[derive(Default)]
struct Shape {
    polygons: Option<(Vec<PlainPolygon>, bool)>,
    position: Option<Position>,
    height_m: Option<f64>,
}

/// What the properties of some features say, in their order.
pub(super) fn attributes_of(features: &[RawFeature], context: &LayerContext) -> Vec<Attributes> {
    // The means to transform coordinates are of one thread.
    let LayerContext {
        mapping, has_six, ..
    } = context;
    let read = |feature: &RawFeature| attributes::read(&feature.properties, mapping, *has_six);
    features.par_iter().map(read).collect()
}

impl Import {
    /// Makes an entity of a feature, and the record of it. `without_code` counts
    /// those that go by their name and by their id.
    pub(super) fn read_feature(
        &mut self,
        at: FeaturePlace,
        mut feature: RawFeature,
        mut read: Attributes,
        context: &LayerContext,
        without_code: &mut [usize; 2],
    ) -> FeatureRecord {
        let id = feature.id();
        let number = Some(feature.number);
        let layer = at.layer;
        let mapping = &context.mapping;
        if feature.whole.is_some() {
            return keep(feature);
        }
        if mapping.borders {
            return self.read_border_line(at, feature, context);
        }
        let is_submitted = mapping.party.is_some() || read.party.is_some();
        if let RawGeometry::Unusable { reason, .. } = &feature.geometry {
            let reason = reason.clone();
            self.tell(layer, number, id, reason);
            return keep(feature);
        }
        let level = level_of(&read, mapping);
        if let Some(kind) = overlay_kind(level, is_submitted) {
            return self.read_overlay(at, kind, feature, read, context);
        }
        if is_submitted {
            return keep(feature);
        }
        let level = match (level, &read.unknown_level) {
            (_, Some(value)) => {
                let reason = Reason::UnknownLevel {
                    value: value.clone(),
                };
                self.tell(layer, number, id, reason);
                return keep(feature);
            }
            (None, None) => {
                self.tell(layer, number, id, Reason::NoLevel);
                return keep(feature);
            }
            (Some(level), None) => level,
        };
        let Some(transformed) = transformed(&feature.geometry, &context.reprojection) else {
            self.tell(layer, number, id, Reason::NotTransformable);
            return keep(feature);
        };
        for (attribute, value) in std::mem::take(&mut read.bad) {
            let reason = Reason::BadValue { attribute, value };
            self.tell(layer, number, id.clone(), reason);
        }
        if let Some(reason) = trouble(&transformed) {
            self.tell(layer, number, id.clone(), reason);
        }
        let shape = shape_of(transformed, &mut feature);
        let level = match level {
            LevelWord::Level(level) => level,
            LevelWord::Overlay(_) => return keep(feature),
            LevelWord::Centre(level) => {
                self.centres.push(CentrePoint {
                    layer,
                    feature: at.index,
                    level,
                    position: shape.position,
                    attributes: read,
                });
                // Until its unit is found, it is kept as it came.
                return keep(feature);
            }
        };
        read.settle(level);
        if read.code.is_none()
            && let Some(count) = without_code.get_mut(usize::from(read.name.trim().is_empty()))
        {
            *count += 1;
        }
        let entity = self.insert(layer, level, &read, shape, &feature.properties);
        self.children.push(Child {
            entity,
            level,
            layer,
            number: feature.number,
            id,
            attributes: read,
            above: None,
        });
        FeatureRecord {
            holds: match entity {
                Entity::Unit(unit) => Holds::Unit(unit),
                Entity::Settlement(settlement) => Holds::Settlement(settlement),
            },
            members: (&*feature.members).into(),
        }
    }

    /// Makes an overlay of a feature, and the record of it.
    fn read_overlay(
        &mut self,
        at: FeaturePlace,
        kind: OverlayKind,
        mut feature: RawFeature,
        mut read: Attributes,
        context: &LayerContext,
    ) -> FeatureRecord {
        let id = feature.id();
        let mut tell = |reason| self.tell(at.layer, Some(feature.number), id.clone(), reason);
        let Some(transformed) = transformed(&feature.geometry, &context.reprojection) else {
            tell(Reason::NotTransformable);
            return keep(feature);
        };
        if let Some(reason) = trouble(&transformed) {
            tell(reason);
            return keep(feature);
        }
        if !matches!(transformed, RawGeometry::Polygons { .. }) {
            tell(Reason::OverlayWithoutLand);
            return keep(feature);
        }
        if let Some(level) = read.unit_level(&context.mapping) {
            read.settle(level);
        }
        let (polygons, multi) = shape_of(transformed, &mut feature)
            .polygons
            .unwrap_or_default();
        let overlay = self.insert_overlay(
            at.layer,
            OverlayFeature {
                kind,
                read: &read,
                mapping: &context.mapping,
                polygons,
                multi,
                properties: &feature.properties,
            },
        );
        FeatureRecord {
            holds: Holds::Overlay(overlay),
            members: (&*feature.members).into(),
        }
    }

    fn insert(
        &mut self,
        layer: usize,
        level: Level,
        read: &Attributes,
        shape: Shape,
        properties: &Members,
    ) -> Entity {
        let layer = self.keys.get(layer).copied();
        let parent_reference = reference_of(read);
        let kind = match level {
            Level::Village => SettlementKind::Village,
            Level::Farm => SettlementKind::Farm,
            Level::Place => SettlementKind::Place,
            _ => {
                let id = self
                    .dataset
                    .origin
                    .id("unit", self.dataset.units.next_key().0 as usize);
                let mut unit = Unit::new(id, level, read.name.clone());
                unit.code.clone_from(&read.code);
                unit.parent_reference = parent_reference;
                if let Some((polygons, multi)) = shape.polygons {
                    unit.multi = multi;
                    unit.land = Land::Plain {
                        polygons: polygons.into(),
                        role: PlainRole::Pending,
                    };
                }
                unit.point = shape.position;
                unit.populations = read.populations.clone();
                unit.density = read.density;
                unit.special_areas.clone_from(&read.special_areas);
                unit.established = read.established;
                unit.life.effective.until = read.ended;
                unit.layer = layer;
                unit.properties = (&**properties).into();
                let key = self.dataset.units.insert(unit);
                // Nothing belongs to what has ended.
                if read.ended.is_none() {
                    self.lookup.add(&self.dataset, key);
                }
                return Entity::Unit(key);
            }
        };
        let id = self
            .dataset
            .origin
            .id("settlement", self.dataset.settlements.next_key().0 as usize);
        let settlement = self.dataset.settlements.insert(Settlement {
            id,
            kind,
            code: read.code.clone(),
            name: read.name.clone(),
            parent: None,
            parent_reference,
            village: None,
            position: shape.position,
            height_m: shape.height_m,
            limits: shape
                .polygons
                .map(|(polygons, _)| polygons)
                .unwrap_or_default(),
            populations: read.populations.clone(),
            layer,
            properties: (&**properties).into(),
            life: ended(read.ended),
        });
        if read.ended.is_none() {
            self.lookup.add_settlement(&self.dataset, settlement);
        }
        Entity::Settlement(settlement)
    }
}

/// The life of what ended at a date, if at any.
fn ended(until: Option<PartialDate>) -> Life {
    let mut life = Life::default();
    life.effective.until = until;
    life
}

/// The record of a feature that is kept as it came, in the layer's reference system.
pub(super) fn keep(feature: RawFeature) -> FeatureRecord {
    let members = Properties::from(&*feature.members);
    FeatureRecord {
        holds: Holds::Kept(feature.whole.clone().unwrap_or_else(|| {
            Arc::new(geometry::feature_value(
                &feature.members,
                &feature.properties,
                geometry::raw_geometry_value(&feature.geometry, &feature.members),
            ))
        })),
        members,
    }
}

/// The geometry in WGS 84; nothing where it has no image there. What is not on the
/// earth passes through WGS 84 itself untouched.
fn transformed(geometry: &RawGeometry, reprojection: &Reprojection) -> Option<RawGeometry> {
    if reprojection.is_identity() {
        return Some(geometry.clone());
    }
    let mut geometry = geometry.clone();
    match &mut geometry {
        RawGeometry::None | RawGeometry::Unusable { .. } => {}
        RawGeometry::Point { position, .. } => {
            *position = reprojection.position(*position).ok()?;
        }
        RawGeometry::Polygons { polygons, .. } => {
            for ring in polygons.iter_mut().flat_map(|polygon| &mut polygon.rings) {
                let mut positions = ring.positions.to_vec();
                reprojection.transform(&mut positions).ok()?;
                ring.positions = positions.into();
            }
        }
    }
    Some(geometry)
}

/// What keeps a geometry outside the coverage, or a point off the map.
fn trouble(geometry: &RawGeometry) -> Option<Reason> {
    match geometry {
        RawGeometry::Point { position, .. } => {
            (!is_usable(*position)).then_some(Reason::NotOnEarth)
        }
        RawGeometry::Polygons { polygons, .. } => {
            let rings = || polygons.iter().flat_map(|polygon| &polygon.rings);
            if polygons.is_empty() || polygons.iter().any(|polygon| polygon.rings.is_empty()) {
                Some(Reason::EmptyGeometry)
            } else if rings().any(|ring| !ring.positions.iter().copied().all(is_usable)) {
                Some(Reason::NotOnEarth)
            } else if rings().any(|ring| !has_three(&ring.positions)) {
                Some(Reason::ShortRing)
            } else {
                None
            }
        }
        RawGeometry::None | RawGeometry::Unusable { .. } => None,
    }
}

fn has_three(positions: &[Position]) -> bool {
    let mut others = positions.iter();
    let Some(&first) = others.next() else {
        return false;
    };
    let Some(&second) = others.find(|&&other| !same_place(other, first)) else {
        return false;
    };
    others.any(|&other| !same_place(other, first) && !same_place(other, second))
}

/// What the geometry gives. What the model has no room for (a point that is not on
/// the earth, the height of a city, a MultiPoint of one) goes into the members.
fn shape_of(geometry: RawGeometry, feature: &mut RawFeature) -> Shape {
    match geometry {
        RawGeometry::None | RawGeometry::Unusable { .. } => Shape::default(),
        RawGeometry::Polygons { polygons, multi } => {
            if multi {
                mark(feature, MARKS.multi, Value::Bool(true));
            }
            Shape {
                polygons: Some((polygons, multi)),
                ..Shape::default()
            }
        }
        RawGeometry::Point {
            position,
            height_m,
            multi,
        } => {
            if multi {
                mark(feature, MARKS.multi, Value::Bool(true));
            }
            if let Some(height_m) = height_m {
                mark(feature, MARKS.height_m, Value::from(height_m));
            }
            if !is_usable(position) {
                let place = [position.x, position.y].map(Value::from);
                mark(feature, MARKS.place, Value::from(place.to_vec()));
                return Shape::default();
            }
            Shape {
                position: Some(position),
                height_m,
                ..Shape::default()
            }
        }
    }
}

fn mark(feature: &mut RawFeature, name: &str, value: Value) {
    let members = Arc::make_mut(&mut feature.members);
    let of_geometry = members
        .entry("geometry")
        .or_insert_with(|| Value::Object(Map::new()));
    if let Value::Object(of_geometry) = of_geometry {
        of_geometry.insert(name.to_owned(), value);
    }
}
