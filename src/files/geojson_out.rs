//! Writing GeoJSON: what was read from WGS 84 comes out with every coordinate and
//! property, order included; another reference system is written with its name in
//! the `crs` member of the 2008 format, which RFC 7946 leaves to prior arrangement.

use std::io::Write;
use std::path::Path;

use serde_json::{Map, Value, json};

use super::error::FileError;
use super::export::{ExportNote, OutFeature, OutForm, OutGeometry, OutLayer};
use super::geometry;
use super::reproject::{Reprojection, is_wgs84};
use super::safe_write::write_file;
use crate::model::{Crs, PlainPolygon};

/// Writes layers into one file in a reference system, and gives what there is to tell.
/// `named` says that the system was
/// asked for, and is none that the layer's members name already.
///
/// # Errors
/// [`FileError::UnknownCrs`], [`FileError::CannotHold`] where coordinates do not fit
/// it, [`FileError::Unwritable`].
pub(super) fn write_geojson(
    path: &Path,
    layers: Vec<OutLayer>,
    crs: &Crs,
    named: bool,
) -> Result<Vec<ExportNote>, FileError> {
    let to_target = target(path, &Crs::wgs84(), crs, true)?;
    let is_one = layers.len() == 1;
    let (mut members, form) = match layers.as_slice() {
        [layer] => (layer.members.clone(), layer.form),
        _ => (Map::new(), OutForm::Collection),
    };
    if named || !is_one {
        members.remove("crs");
        if !is_wgs84(crs) {
            members.insert("crs".to_owned(), crs_member(crs));
        }
    }
    // Everything is transformed before the file is touched.
    let mut texts: Vec<Vec<u8>> = Vec::new();
    let mut without_place = 0;
    for layer in layers {
        let kept = target(path, &layer.crs, crs, false)?;
        for (index, feature) in layer.features.into_iter().enumerate() {
            let cannot = || FileError::CannotHold {
                file: path.to_owned(),
                reason: format!(
                    "the coordinates of feature {} of {} do not fit {}",
                    index + 1,
                    layer.name,
                    crs.0
                ),
            };
            let tag = (!is_one).then_some(layer.name.as_str());
            let value = match feature {
                OutFeature::Kept(value) => {
                    let (value, has_place) = kept_value(value, &kept, tag);
                    without_place += usize::from(!has_place);
                    value
                }
                OutFeature::Entity {
                    members,
                    properties,
                    geometry,
                    level,
                } => {
                    let geometry =
                        geometry_value(geometry, &members, &to_target).ok_or_else(cannot)?;
                    let properties = tagged(properties, tag, Some(level));
                    geometry::feature_value(&members, &properties, geometry)
                }
            };
            let value = if form == OutForm::Geometry {
                bare_geometry(value, &members)
            } else {
                value
            };
            texts.push(
                serde_json::to_vec(&value).map_err(|error| FileError::CannotHold {
                    file: path.to_owned(),
                    reason: error.to_string(),
                })?,
            );
        }
    }
    write_file(path, |out| {
        if let (OutForm::Feature | OutForm::Geometry, [text]) = (form, texts.as_slice()) {
            out.write_all(text)?;
            return out.write_all(b"\n");
        }
        out.write_all(b"{\"type\":\"FeatureCollection\"")?;
        for (name, value) in &members {
            out.write_all(b",")?;
            serde_json::to_writer(&mut *out, name)?;
            out.write_all(b":")?;
            serde_json::to_writer(&mut *out, value)?;
        }
        out.write_all(b",\"features\":[")?;
        for (index, text) in texts.iter().enumerate() {
            out.write_all(if index == 0 { b"\n" } else { b",\n" })?;
            out.write_all(text)?;
        }
        out.write_all(b"\n]}\n")
    })?;
    Ok((without_place > 0)
        .then(|| ExportNote::LeftOut {
            kind: format!("geometry that does not fit {}", crs.0),
            count: without_place,
        })
        .into_iter()
        .collect())
}

/// A transformation to the target; `exact` where what comes out must lead back.
pub(super) fn target(
    path: &Path,
    from: &Crs,
    to: &Crs,
    exact: bool,
) -> Result<Reprojection, FileError> {
    let made = if exact {
        Reprojection::from_wgs84(to)
    } else {
        Reprojection::between(from, to)
    };
    made.map_err(|error| FileError::UnknownCrs {
        file: path.to_owned(),
        crs: error.crs,
        reason: error.reason,
    })
}

fn crs_member(crs: &Crs) -> Value {
    let name = match crs.0.trim().split_once(':') {
        Some((authority, code)) if authority.eq_ignore_ascii_case("EPSG") => {
            format!("urn:ogc:def:crs:EPSG::{code}")
        }
        _ => crs.0.clone(),
    };
    json!({"type": "name", "properties": {"name": name}})
}

fn bare_geometry(feature: Value, members: &Map<String, Value>) -> Value {
    let mut geometry = match feature {
        Value::Object(mut feature) => feature.remove("geometry").unwrap_or_default(),
        other => other,
    };
    if let Value::Object(geometry) = &mut geometry {
        for (name, value) in members {
            geometry
                .entry(name.clone())
                .or_insert_with(|| value.clone());
        }
    }
    geometry
}

/// A feature that is kept as it came, and whether its geometry has a place in the
/// target's system. Where it has none, it was of no use before, and is left out.
fn kept_value(mut feature: Value, kept: &Reprojection, tag: Option<&str>) -> (Value, bool) {
    let has_place = kept.is_identity() || transform_feature(&mut feature, kept).is_some();
    if let Value::Object(members) = &mut feature {
        if !has_place {
            members.insert("geometry".to_owned(), Value::Null);
        }
        if let Some(Value::Object(properties)) = members.get_mut("properties") {
            *properties = tagged(std::mem::take(properties), tag, None);
        }
    }
    (feature, has_place)
}

/// Properties with the name of the layer, and the level, where layers share a file.
fn tagged(
    mut properties: Map<String, Value>,
    layer: Option<&str>,
    level: Option<&str>,
) -> Map<String, Value> {
    if let Some(layer) = layer {
        properties.insert("layer".to_owned(), layer.into());
        if let Some(level) = level {
            properties
                .entry("level")
                .or_insert_with(|| Value::from(level));
        }
    }
    properties
}

fn geometry_value(
    geometry: OutGeometry,
    members: &Map<String, Value>,
    reprojection: &Reprojection,
) -> Option<Value> {
    Some(match geometry {
        OutGeometry::None => Value::Null,
        OutGeometry::Strange(place) => {
            if !reprojection.is_identity() {
                return None;
            }
            let multi = geometry::marked(members, geometry::MARKS.multi).is_some();
            let (kind, place) = if multi {
                ("MultiPoint", Value::Array(vec![place]))
            } else {
                ("Point", place)
            };
            geometry::geometry_value(kind, place, members)
        }
        OutGeometry::Point {
            position,
            height_m,
            multi,
        } => {
            let position = reprojection.position(position).ok()?;
            geometry::point_value(position, height_m, multi, members)
        }
        OutGeometry::Polygons {
            mut polygons,
            multi,
        } => {
            transform_polygons(&mut polygons, reprojection)?;
            geometry::polygons_value(&polygons, multi, members)
        }
    })
}

pub(super) fn transform_polygons(
    polygons: &mut [PlainPolygon],
    reprojection: &Reprojection,
) -> Option<()> {
    if reprojection.is_identity() {
        return Some(());
    }
    for ring in polygons.iter_mut().flat_map(|polygon| &mut polygon.rings) {
        let mut positions = ring.positions.to_vec();
        reprojection.transform(&mut positions).ok()?;
        ring.positions = positions.into();
    }
    Some(())
}

/// Transforms the coordinates of a feature that is kept as it came. What are no
/// coordinates stay as they are.
fn transform_feature(feature: &mut Value, reprojection: &Reprojection) -> Option<()> {
    match feature.get_mut("geometry") {
        Some(geometry) => transform_geometry(geometry, reprojection),
        None => Some(()),
    }
}

fn transform_geometry(geometry: &mut Value, reprojection: &Reprojection) -> Option<()> {
    if let Some(coordinates) = geometry.get_mut("coordinates") {
        transform_coordinates(coordinates, reprojection)?;
    }
    let parts = geometry.get_mut("geometries").and_then(Value::as_array_mut);
    for part in parts.into_iter().flatten() {
        transform_geometry(part, reprojection)?;
    }
    Some(())
}

fn transform_coordinates(value: &mut Value, reprojection: &Reprojection) -> Option<()> {
    let Value::Array(items) = value else {
        return Some(());
    };
    if let [Value::Number(x), Value::Number(y), ..] = items.as_mut_slice() {
        let place = crate::model::Position {
            x: x.as_f64()?,
            y: y.as_f64()?,
        };
        let place = reprojection.position(place).ok()?;
        *x = serde_json::Number::from_f64(place.x)?;
        *y = serde_json::Number::from_f64(place.y)?;
        return Some(());
    }
    items
        .iter_mut()
        .try_for_each(|item| transform_coordinates(item, reprojection))
}
