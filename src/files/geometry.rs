//! Geometries and features as GeoJSON values: the one way in which they are written,
//! for export and for what is kept as it came.

use serde_json::{Map, Value};

use super::raw::RawGeometry;
use crate::model::{NOT_ON_EARTH_MARK, PlainPolygon, PlainRing, Position};

/// Names under a record's `geometry` member for what the model has no room for.
/// A geometry's own members cannot have them: they are written with `marz:` only here.
pub(super) struct Marks {
    /// The geometry was written in its `Multi` form.
    pub multi: &'static str,
    /// The third ordinate of a point.
    pub height_m: &'static str,
    /// A point that is not on the earth.
    pub place: &'static str,
}

pub(super) const MARKS: Marks = Marks {
    multi: "marz:multi",
    height_m: "marz:height_m",
    place: NOT_ON_EARTH_MARK,
};

/// A feature object of its members, properties and geometry.
pub(super) fn feature_value(
    members: &Map<String, Value>,
    properties: &Map<String, Value>,
    geometry: Value,
) -> Value {
    let mut feature = Map::new();
    feature.insert("type".to_owned(), "Feature".into());
    for (name, value) in members {
        if name != "geometry" && name != "properties" {
            feature.insert(name.clone(), value.clone());
        }
    }
    let properties = match members.get("properties") {
        Some(instead) if properties.is_empty() => instead.clone(),
        _ => Value::Object(properties.clone()),
    };
    feature.insert("properties".to_owned(), properties);
    feature.insert("geometry".to_owned(), geometry);
    Value::Object(feature)
}

/// What was marked of a record's geometry.
pub(super) fn marked<'a>(members: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    members.get("geometry")?.get(name)
}

/// A geometry object with the members that it had beside type and coordinates.
pub(super) fn geometry_value(
    kind: &str,
    coordinates: Value,
    members: &Map<String, Value>,
) -> Value {
    let mut geometry = Map::new();
    geometry.insert("type".to_owned(), kind.into());
    geometry.insert("coordinates".to_owned(), coordinates);
    if let Some(Value::Object(own)) = members.get("geometry") {
        for (name, value) in own.iter().filter(|(name, _)| !name.starts_with("marz:")) {
            geometry.insert(name.clone(), value.clone());
        }
    }
    Value::Object(geometry)
}

/// A geometry as it was read.
pub(super) fn raw_geometry_value(geometry: &RawGeometry, members: &Map<String, Value>) -> Value {
    match geometry {
        RawGeometry::None => Value::Null,
        RawGeometry::Unusable { geometry, .. } => geometry.clone(),
        RawGeometry::Point {
            position,
            height_m,
            multi,
        } => point_value(*position, *height_m, *multi, members),
        RawGeometry::Polygons { polygons, multi } => polygons_value(polygons, *multi, members),
    }
}

/// A point, or a MultiPoint of one.
pub(super) fn point_value(
    position: Position,
    height_m: Option<f64>,
    multi: bool,
    members: &Map<String, Value>,
) -> Value {
    let place = position_value(position, height_m);
    if multi {
        geometry_value("MultiPoint", Value::Array(vec![place]), members)
    } else {
        geometry_value("Point", place, members)
    }
}

/// Polygons: a Polygon where there is one and it is not `multi`.
pub(super) fn polygons_value(
    polygons: &[PlainPolygon],
    multi: bool,
    members: &Map<String, Value>,
) -> Value {
    match polygons {
        [polygon] if !multi => geometry_value("Polygon", polygon_value(polygon), members),
        _ => {
            let all = polygons.iter().map(polygon_value).collect();
            geometry_value("MultiPolygon", all, members)
        }
    }
}

fn polygon_value(polygon: &PlainPolygon) -> Value {
    polygon.rings.iter().map(ring_value).collect()
}

fn ring_value(ring: &PlainRing) -> Value {
    let heights = ring.heights_m.as_deref().unwrap_or_default();
    ring.positions
        .iter()
        .enumerate()
        .map(|(index, &position)| {
            let height = heights
                .get(index)
                .copied()
                .filter(|height| !height.is_nan());
            position_value(position, height)
        })
        .collect()
}

/// A position as coordinates.
pub(super) fn position_value(position: Position, height_m: Option<f64>) -> Value {
    let mut ordinates = vec![Value::from(position.x), Value::from(position.y)];
    ordinates.extend(height_m.map(Value::from));
    Value::Array(ordinates)
}
