//! What a file holds before anyone has said what it means: layers of features with a
//! geometry and properties, the same for every format.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::report::Reason;
use crate::model::{Crs, PlainPolygon, Position};

/// The members of a feature, taken apart.
pub type Members = Arc<Map<String, Value>>;

/// A geometry as far as divisions need one.
#[derive(Debug, Clone, PartialEq)]
pub enum RawGeometry {
    /// The feature has none.
    None,
    /// A Polygon, or a MultiPolygon.
    Polygons {
        /// Its polygons, rings as written.
        polygons: Vec<PlainPolygon>,
        /// Whether it was written as a MultiPolygon.
        multi: bool,
    },
    /// A point.
    Point {
        /// Where.
        position: Position,
        /// Its third ordinate in metres, if there was one.
        height_m: Option<f64>,
        /// Whether it was written as a MultiPoint of one.
        multi: bool,
    },
    /// Something else, kept as a GeoJSON geometry, and why it cannot be used.
    Unusable {
        /// The geometry as it came.
        geometry: Value,
        /// Why.
        reason: Reason,
    },
}

/// A feature of a layer.
#[derive(Debug, Clone, PartialEq)]
pub struct RawFeature {
    /// Its place in the file, from 1.
    pub number: usize,
    /// Its geometry, in the layer's reference system.
    pub geometry: RawGeometry,
    /// Its properties in the order of the file.
    pub properties: Members,
    /// Its members beside `type`, `geometry` and `properties`: `id`, `bbox`, foreign
    /// ones. Two names that no such member can have say more: `geometry` holds what
    /// the geometry had beside `type` and `coordinates`, and `properties` is null
    /// where the properties were null and not an object.
    pub members: Members,
    /// The whole feature, where it is not one that could be taken apart.
    pub whole: Option<Arc<Value>>,
}

impl RawFeature {
    /// What to call it in a report: its `id` member if it has one.
    pub fn id(&self) -> Option<String> {
        match self.members.get("id")? {
            Value::String(id) => Some(id.clone()),
            Value::Number(id) => Some(id.to_string()),
            _ => None,
        }
    }
}

/// Something to tell of a layer or one of its features.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// The feature's place in the file, from 1, if it is about one.
    pub feature: Option<usize>,
    /// The feature's own id, if it has one.
    pub id: Option<String>,
    /// What.
    pub reason: Reason,
}

/// A layer as a file has it.
#[derive(Debug, Clone, PartialEq)]
pub struct RawLayer {
    /// Its name: the file's without its ending.
    pub name: String,
    /// The file as the user named it.
    pub file: String,
    /// The reference system that the file names; nothing means WGS 84.
    pub crs: Option<Crs>,
    /// Its features in order.
    pub features: Vec<RawFeature>,
    /// Its members beside `type` and `features`.
    pub members: Map<String, Value>,
    /// Whether the file is one bare geometry, or one feature, and no collection.
    pub form: RawForm,
    /// What there is to tell of it.
    pub problems: Vec<Problem>,
    /// The BLAKE3 hash of what was read.
    pub content: [u8; 32],
}

/// What a file's outermost object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RawForm {
    /// A collection of features.
    Collection,
    /// One feature.
    Feature,
    /// One bare geometry.
    Geometry,
}
