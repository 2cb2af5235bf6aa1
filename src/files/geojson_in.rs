//! Reading GeoJSON (RFC 7946, and the `crs` member of the 2008 format): a collection,
//! one feature or a bare geometry becomes a layer, bit for bit. A feature that cannot
//! be used is kept as it came and told of; only what is no GeoJSON at all is refused.

use std::path::Path;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::error::FileError;
use super::geojson_parse::{Coordinates, Items, Line, Node, Object};
use super::geojson_scan::{Collection, scan_collection};
use super::geojson_windows::read_large;
use super::raw::{Problem, RawFeature, RawForm, RawGeometry, RawLayer};
use super::report::Reason;
use crate::model::{Crs, PlainPolygon, PlainRing};

/// Reads the bytes of a GeoJSON file.
///
/// # Errors
/// What is not UTF-8, not well-formed JSON (with line and column), nested deeper than
/// 127 brackets, or no GeoJSON.
pub fn layer_from_geojson(path: &Path, bytes: &[u8]) -> Result<RawLayer, FileError> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let (content, scanned) = rayon::join(
        || *blake3::hash(bytes).as_bytes(),
        || scan_collection(bytes, read_feature),
    );
    let mut layer = RawLayer::empty(path, content);
    match scanned {
        Some(collection) => layer.take(collection),
        None => layer.read(path, bytes)?,
    }
    Ok(layer.finished())
}

/// Reads a large feature collection without having all of its text in memory. Nothing
/// where it is better read as a whole: then that tells why, if there is anything to tell.
pub(super) fn layer_from_large_file(path: &Path, length: u64) -> Option<RawLayer> {
    let large = read_large(path, length, read_feature)?;
    let mut layer = RawLayer::empty(path, large.content);
    layer.take(large.collection);
    Some(layer.finished())
}

/// A feature whose number is not known yet, and what is to be told of it.
fn read_feature(node: Node) -> (RawFeature, Vec<Problem>) {
    let mut problems = Vec::new();
    (feature_of(0, node, &mut problems), problems)
}
/// The outermost value of a text, by the general reader; tells of what had to be put
/// right for it.
fn node_of(path: &Path, bytes: &[u8], problems: &mut Vec<Problem>) -> Result<Node, FileError> {
    if let Err(error) = std::str::from_utf8(bytes) {
        let (line, column) = line_and_column(bytes, error.valid_up_to());
        return Err(FileError::NotUtf8 {
            file: path.to_owned(),
            line,
            column,
        });
    }
    match serde_json::from_slice::<Node>(bytes) {
        Ok(node) => Ok(node),
        Err(error) => {
            // Python and others write NaN, which JSON has no word for.
            let (text, count) = without_bare_nan(bytes);
            match serde_json::from_slice(&text) {
                Ok(node) if count > 0 => {
                    problems.push(Problem {
                        feature: None,
                        id: None,
                        reason: Reason::BareNotANumber { count },
                    });
                    Ok(node)
                }
                _ => Err(syntax_error(path, &error)),
            }
        }
    }
}

fn problem_of(number: usize, reason: Reason) -> Problem {
    Problem {
        feature: Some(number),
        id: None,
        reason,
    }
}

impl RawLayer {
    fn empty(path: &Path, content: [u8; 32]) -> Self {
        Self {
            name: path
                .file_stem()
                .map(|stem| stem.to_string_lossy().into_owned())
                .unwrap_or_default(),
            file: path.display().to_string(),
            crs: None,
            features: Vec::new(),
            members: Map::new(),
            form: RawForm::Collection,
            problems: Vec::new(),
            content,
        }
    }

    /// With what its members say, once all is read.
    fn finished(mut self) -> Self {
        let members = std::mem::take(&mut self.members);
        self.crs_from_members(&members);
        self.members = members;
        if self.features.is_empty() {
            self.problems.push(Problem {
                feature: None,
                id: None,
                reason: Reason::EmptyLayer,
            });
        }
        self
    }

    /// Takes what the scanner read.
    fn take(&mut self, collection: Collection<(RawFeature, Vec<Problem>)>) {
        self.members = collection.members;
        self.features.reserve(collection.features.len());
        for (index, (mut feature, problems)) in collection.features.into_iter().enumerate() {
            feature.number = index + 1;
            self.problems
                .extend(problems.into_iter().map(|problem| Problem {
                    feature: Some(index + 1),
                    ..problem
                }));
            self.features.push(feature);
        }
    }

    /// Reads any GeoJSON by the general reader.
    fn read(&mut self, path: &Path, bytes: &[u8]) -> Result<(), FileError> {
        let not_geojson = |found: Option<String>| FileError::NotGeoJson {
            file: path.to_owned(),
            found,
        };
        let Node::Object(object) = node_of(path, bytes, &mut self.problems)? else {
            return Err(not_geojson(None));
        };
        let kind = object.kind().unwrap_or_default().to_owned();
        match kind.as_str() {
            "FeatureCollection" => {
                self.members = object.members;
                let items = match object.features.map(|features| *features) {
                    Some(Items::List(items)) => items,
                    Some(Items::Other(_)) | None => return Err(not_geojson(Some(kind))),
                };
                self.features = items
                    .into_iter()
                    .enumerate()
                    .map(|(index, node)| feature_of(index + 1, node, &mut self.problems))
                    .collect();
            }
            "Feature" => {
                self.form = RawForm::Feature;
                self.crs_from_members(&object.members);
                let feature = feature_of(1, Node::Object(object), &mut self.problems);
                self.features.push(feature);
            }
            "Point" | "MultiPoint" | "LineString" | "MultiLineString" | "Polygon"
            | "MultiPolygon" | "GeometryCollection" => {
                self.form = RawForm::Geometry;
                self.crs_from_members(&object.members);
                let mut more = false;
                let (geometry, members) = geometry_of(Node::Object(object), &mut more);
                self.members = members;
                if more {
                    self.problems.push(problem_of(1, Reason::ExtraOrdinates));
                }
                self.features.push(RawFeature {
                    number: 1,
                    geometry,
                    properties: Arc::default(),
                    members: Arc::default(),
                    whole: None,
                });
            }
            _ => return Err(not_geojson(object.kind().map(str::to_owned))),
        }
        Ok(())
    }

    /// Takes the reference system from a legacy `crs` member: `{"type": "name"}`, or
    /// the older `{"type": "EPSG"}`.
    fn crs_from_members(&mut self, members: &Map<String, Value>) {
        let Some(crs) = members.get("crs").filter(|crs| !crs.is_null()) else {
            return;
        };
        let properties = crs.get("properties");
        let name = properties.and_then(|properties| properties.get("name"));
        let code = properties.and_then(|properties| properties.get("code"));
        if let Some(name) = name.and_then(Value::as_str) {
            self.crs = Some(Crs(name.to_owned()));
        } else if let Some(code) = code {
            let code = code.to_string();
            self.crs = Some(Crs(format!("EPSG:{}", code.trim_matches('"'))));
        } else {
            self.problems.push(Problem {
                feature: None,
                id: None,
                reason: Reason::CrsLink,
            });
        }
    }
}

/// A feature of its JSON value, as it is when it is read from a file.
pub(super) fn feature_from_value(value: Value) -> RawFeature {
    let node = serde_json::from_value(value).unwrap_or(Node::Other(Value::Null));
    feature_of(1, node, &mut Vec::new())
}

fn feature_of(number: usize, node: Node, problems: &mut Vec<Problem>) -> RawFeature {
    let mut object = match node {
        Node::Object(object) if object.kind() == Some("Feature") => object,
        other => {
            problems.push(problem_of(number, Reason::NotAFeature));
            return RawFeature {
                number,
                geometry: RawGeometry::None,
                properties: Arc::default(),
                members: Arc::default(),
                whole: Some(Arc::new(other.into_value())),
            };
        }
    };
    let mut members = std::mem::take(&mut object.members);
    if let Some(coordinates) = object.coordinates.take() {
        members.insert("coordinates".to_owned(), coordinates.into_value());
    }
    match object.features.take().map(|features| *features) {
        Some(Items::List(items)) => {
            let items = items.into_iter().map(Node::into_value).collect();
            members.insert("features".to_owned(), items);
        }
        Some(Items::Other(value)) => {
            members.insert("features".to_owned(), value);
        }
        None => {}
    }
    let properties = match object.properties.take() {
        Some(Value::Object(properties)) => properties,
        Some(other) => {
            members.insert("properties".to_owned(), other);
            Map::new()
        }
        None => {
            members.insert("properties".to_owned(), Value::Null);
            Map::new()
        }
    };
    let mut more = false;
    let (geometry, geometry_members) = object
        .geometry
        .take()
        .map_or((RawGeometry::None, Map::new()), |geometry| {
            geometry_of(*geometry, &mut more)
        });
    if !geometry_members.is_empty() {
        members.insert("geometry".to_owned(), Value::Object(geometry_members));
    }
    let feature = RawFeature {
        number,
        geometry,
        properties: Arc::new(properties),
        members: Arc::new(members),
        whole: None,
    };
    if more {
        problems.push(Problem {
            feature: Some(number),
            id: feature.id(),
            reason: Reason::ExtraOrdinates,
        });
    }
    feature
}

/// A geometry, and its members beside `type` and `coordinates`.
fn geometry_of(node: Node, more: &mut bool) -> (RawGeometry, Map<String, Value>) {
    let mut object = match node {
        Node::Other(Value::Null) => return (RawGeometry::None, Map::new()),
        Node::Other(geometry) => {
            let reason = Reason::BrokenCoordinates;
            return (RawGeometry::Unusable { geometry, reason }, Map::new());
        }
        Node::Object(object) => object,
    };
    let kind = object.kind().unwrap_or_default().to_owned();
    let Some(coordinates) = object.coordinates.take() else {
        return (unusable(*object, kind), Map::new());
    };
    let parsed = match kind.as_str() {
        "Polygon" => polygon_of(coordinates, more).map(|polygon| RawGeometry::Polygons {
            polygons: vec![polygon],
            multi: false,
        }),
        "MultiPolygon" => polygons_of(coordinates, more).map(|polygons| RawGeometry::Polygons {
            polygons,
            multi: true,
        }),
        "Point" => match coordinates {
            Coordinates::Place(place) => {
                *more |= place.more;
                Ok(RawGeometry::Point {
                    position: place.position,
                    height_m: place.height_m,
                    multi: false,
                })
            }
            other => Err(other),
        },
        "MultiPoint" => match coordinates {
            Coordinates::Line(line) => match (line.positions.as_slice(), &line.heights_m) {
                (&[position], heights) => {
                    *more |= line.more;
                    Ok(RawGeometry::Point {
                        position,
                        height_m: heights
                            .as_ref()
                            .and_then(|heights| heights.first().copied()),
                        multi: true,
                    })
                }
                _ => Err(Coordinates::Line(line)),
            },
            other => Err(other),
        },
        _ => Err(coordinates),
    };
    match parsed {
        Ok(geometry) => (geometry, object.members),
        Err(coordinates) => {
            object.coordinates = Some(coordinates);
            (unusable(*object, kind), Map::new())
        }
    }
}

fn unusable(object: Object, kind: String) -> RawGeometry {
    let reason = match kind.as_str() {
        "Polygon" | "MultiPolygon" | "Point" | "" => Reason::BrokenCoordinates,
        _ => Reason::UnsupportedGeometry { kind },
    };
    RawGeometry::Unusable {
        geometry: object.into_value(),
        reason,
    }
}

fn polygons_of(
    coordinates: Coordinates,
    more: &mut bool,
) -> Result<Vec<PlainPolygon>, Coordinates> {
    match coordinates {
        Coordinates::List(items)
            if items
                .iter()
                .all(|item| matches!(item, Coordinates::List(rings) if are_rings(rings))) =>
        {
            items
                .into_iter()
                .map(|item| polygon_of(item, more))
                .collect()
        }
        other => Err(other),
    }
}

fn are_rings(items: &[Coordinates]) -> bool {
    items.iter().all(|item| match item {
        Coordinates::Line(_) => true,
        Coordinates::List(none) => none.is_empty(),
        _ => false,
    })
}

fn polygon_of(coordinates: Coordinates, more: &mut bool) -> Result<PlainPolygon, Coordinates> {
    match coordinates {
        Coordinates::List(rings) if are_rings(&rings) => Ok(PlainPolygon {
            rings: rings
                .into_iter()
                .map(|ring| match ring {
                    Coordinates::Line(line) => ring_of(line, more),
                    _ => PlainRing {
                        positions: Arc::from([]),
                        heights_m: None,
                    },
                })
                .collect(),
        }),
        other => Err(other),
    }
}

fn ring_of(line: Line, more: &mut bool) -> PlainRing {
    *more |= line.more;
    PlainRing {
        positions: line.positions.into(),
        heights_m: line.heights_m.map(Into::into),
    }
}

fn syntax_error(path: &Path, error: &serde_json::Error) -> FileError {
    let (file, line, column) = (path.to_owned(), error.line(), error.column());
    let text = error.to_string();
    if text.starts_with("recursion limit") {
        return FileError::TooDeep { file, line, column };
    }
    if error.is_eof() {
        return FileError::CutOff { file, line, column };
    }
    let reason = text
        .split(" at line ")
        .next()
        .unwrap_or_default()
        .to_owned();
    FileError::Syntax {
        file,
        line,
        column,
        reason,
    }
}

fn line_and_column(bytes: &[u8], at: usize) -> (usize, usize) {
    let before = bytes.get(..at).unwrap_or(bytes);
    let line = 1 + before.iter().filter(|&&byte| byte == b'\n').count();
    let start = before
        .iter()
        .rposition(|&byte| byte == b'\n')
        .map_or(0, |newline| newline + 1);
    (line, 1 + at.saturating_sub(start))
}

/// The text with every bare NaN and Infinity as `null`, and how many there were.
fn without_bare_nan(bytes: &[u8]) -> (Vec<u8>, usize) {
    let mut text = Vec::with_capacity(bytes.len() + 64);
    let mut count = 0;
    let mut at = 0;
    let mut in_string = false;
    while let Some(&byte) = bytes.get(at) {
        let word = [&b"NaN"[..], b"-Infinity", b"Infinity"]
            .into_iter()
            .find(|word| !in_string && bytes.get(at..).is_some_and(|rest| rest.starts_with(word)));
        if let Some(word) = word {
            text.extend_from_slice(b"null");
            at += word.len();
            count += 1;
            continue;
        }
        if in_string && byte == b'\\' {
            text.push(byte);
            at += 1;
            text.extend(bytes.get(at));
        } else {
            in_string ^= byte == b'"';
            text.push(byte);
        }
        at += 1;
    }
    (text, count)
}

#[cfg(test)]
mod tests;
