//! Lines that tell attributes of borders: what a feature of such a layer says, and how
//! it is written back, with the borders' course and attributes as they are now.

use serde_json::{Map, Value};

use super::attributes::{date_of, text_of};
use super::geometry::{geometry_value, position_value};
use super::overlay_words::{status_of, status_word};
use super::raw::{RawFeature, RawGeometry};
use super::reproject::Reprojection;
use super::write_back::Writer;
use crate::model::{
    Attribute, BorderAttributes, BorderLine, BorderStatus, BorderUse, Crs, Dataset, FieldMapping,
    PartialDate, Position, ascii_digits, fold_name, same_place,
};

/// Whether a feature's geometry is a line.
pub(super) fn is_line(feature: &RawFeature) -> bool {
    matches!(&feature.geometry, RawGeometry::Unusable { geometry, .. } if kind_of(geometry).is_some())
}

/// Whether a geometry is a line, and if so whether it is a MultiLineString.
fn kind_of(geometry: &Value) -> Option<bool> {
    match geometry.get("type")?.as_str()? {
        "LineString" => Some(false),
        "MultiLineString" => Some(true),
        _ => None,
    }
}

/// The lines of a geometry, each of two vertices or more; nothing where it is no line
/// or its coordinates are broken.
pub(super) fn lines_of(geometry: &Value) -> Option<Vec<Vec<Position>>> {
    let coordinates = geometry.get("coordinates")?;
    let line = |value: &Value| -> Option<Vec<Position>> {
        let positions: Option<Vec<Position>> = value.as_array()?.iter().map(position_of).collect();
        positions.filter(|positions| positions.len() >= 2)
    };
    if kind_of(geometry)? {
        coordinates.as_array()?.iter().map(line).collect()
    } else {
        Some(vec![line(coordinates)?])
    }
}

fn position_of(value: &Value) -> Option<Position> {
    let mut ordinates = value.as_array()?.iter().map(Value::as_f64);
    Some(Position {
        x: ordinates.next()??,
        y: ordinates.next()??,
    })
}

/// What a line says of its borders; what it does not say is nothing.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct BorderValues {
    pub left: Option<String>,
    pub right: Option<String>,
    pub status: Option<BorderStatus>,
    pub decree: Option<String>,
    pub source: Option<String>,
    pub accuracy_m: Option<f64>,
    pub drawn: Option<PartialDate>,
    /// Values that are none for their attribute.
    pub bad: Vec<(Attribute, String)>,
}

impl BorderValues {
    pub fn read(properties: &Map<String, Value>, mapping: &FieldMapping) -> Self {
        let field = |attribute: Attribute| {
            let path = mapping.fields.get(&attribute)?;
            text_of(path.find(properties)?).map(|text| text.trim().to_owned())
        };
        let mut bad = Vec::new();
        let mut told = |attribute: Attribute, is_known: bool| {
            if let Some(text) = field(attribute).filter(|_| !is_known) {
                bad.push((attribute, text));
            }
        };
        let status = field(Attribute::Status).and_then(|text| status_of(&text));
        told(Attribute::Status, status.is_some());
        let accuracy_m = field(Attribute::Accuracy)
            .and_then(|text| ascii_digits(&text).parse::<f64>().ok())
            .filter(|metres| metres.is_finite() && *metres >= 0.0);
        told(Attribute::Accuracy, accuracy_m.is_some());
        let drawn = field(Attribute::Drawn).and_then(|text| date_of(&text));
        told(Attribute::Drawn, drawn.is_some());
        Self {
            left: field(Attribute::LeftCode),
            right: field(Attribute::RightCode),
            status,
            decree: field(Attribute::Decree),
            source: field(Attribute::Source),
            accuracy_m,
            drawn,
            bad,
        }
    }
}

/// The feature as it is now: with the attributes that its borders have, where they
/// differ from what it said, and with their course, where it was theirs.
pub(super) fn feature_now(
    dataset: &Dataset,
    line: &BorderLine,
    mapping: &FieldMapping,
    crs: &Crs,
) -> Value {
    let mut feature = line.feature.clone();
    if let (true, Some(course)) = (line.is_whole, course_of(dataset, &line.path)) {
        set_course(&mut feature, &course, crs);
    }
    if let Some(Value::Object(properties)) = feature.get_mut("properties") {
        *properties = with_attributes(dataset, properties, mapping, line);
    }
    feature
}

/// The vertices along the borders of a line's path, if they follow one another.
pub(super) fn course_of(dataset: &Dataset, path: &[BorderUse]) -> Option<Vec<Position>> {
    let mut course: Vec<Position> = Vec::new();
    for step in path {
        let border = dataset.borders.get(step.border)?;
        let mut vertices: Vec<Position> = border.line.to_vec();
        if step.reversed {
            vertices.reverse();
        }
        match (course.last(), vertices.first()) {
            (Some(&last), Some(&first)) if !same_place(last, first) => return None,
            (Some(_), _) => course.extend(vertices.into_iter().skip(1)),
            (None, _) => course = vertices,
        }
    }
    (course.len() >= 2).then_some(course)
}

/// Gives a feature another course. One whose vertices are in the same places keeps its
/// geometry to the bit; a course that does not fit the layer's system leaves it too.
fn set_course(feature: &mut Value, course: &[Position], crs: &Crs) {
    let Some(geometry) = feature.get_mut("geometry") else {
        return;
    };
    let Some(multi) = kind_of(geometry) else {
        return;
    };
    let (Ok(to), Ok(from)) = (Reprojection::to_wgs84(crs), Reprojection::from_wgs84(crs)) else {
        return;
    };
    let old = lines_of(geometry).and_then(|lines| {
        let mut old = lines.into_iter().next()?;
        to.transform(&mut old).ok()?;
        Some(old)
    });
    let is_same = |old: &Vec<Position>| {
        old.len() == course.len()
            && old
                .iter()
                .zip(course)
                .all(|(&old, &new)| same_place(old, new))
    };
    if old.as_ref().is_some_and(is_same) {
        return;
    }
    let mut course = course.to_vec();
    if from.transform(&mut course).is_err() {
        return;
    }
    let line: Value = course
        .into_iter()
        .map(|position| position_value(position, None))
        .collect();
    let (kind, coordinates) = if multi {
        ("MultiLineString", Value::Array(vec![line]))
    } else {
        ("LineString", line)
    };
    *geometry = geometry_value(kind, coordinates, &Map::new());
}

/// The properties of a line with what its borders now have in common. Where they
/// differ, the line keeps what it said; only their status becomes that of the least
/// settled of them, so that it never says more than is true of all.
fn with_attributes(
    dataset: &Dataset,
    properties: &Map<String, Value>,
    mapping: &FieldMapping,
    line: &BorderLine,
) -> Map<String, Value> {
    let borders: Vec<&BorderAttributes> = line
        .path
        .iter()
        .filter_map(|step| dataset.borders.get(step.border))
        .map(|border| &border.attributes)
        .collect();
    let read = BorderValues::read(properties, mapping);
    let mut writer = Writer::new(properties.clone(), mapping);
    let status = [
        BorderStatus::Disputed,
        BorderStatus::Unverified,
        BorderStatus::Agreed,
    ]
    .into_iter()
    .find(|status| borders.iter().any(|border| border.status == *status));
    if let Some(status) = status.filter(|status| *status != read.status.unwrap_or_default()) {
        let old = mapping
            .fields
            .get(&Attribute::Status)
            .and_then(|path| text_of(path.find(properties)?));
        let persian = old.is_some_and(|old| !fold_name(&old).is_ascii());
        let word = status_word(status, persian).to_owned();
        writer.text(&[Some(Attribute::Status)], Some(word));
    }
    let decree = shared(&borders, |border| {
        let decree = dataset.decrees.get(border.decree?)?;
        Some(decree.number.clone())
    });
    if let Some(decree) = decree.filter(|decree| *decree != read.decree) {
        writer.text(&[Some(Attribute::Decree)], decree);
    }
    let source = shared(&borders, |border| {
        Some(border.source.clone()).filter(|source| !source.is_empty())
    });
    if let Some(source) = source.filter(|source| *source != read.source) {
        writer.text(&[Some(Attribute::Source)], source);
    }
    let accuracy_m = shared(&borders, |border| border.accuracy_m);
    if let Some(accuracy_m) = accuracy_m.filter(|metres| *metres != read.accuracy_m) {
        writer.number(Attribute::Accuracy, accuracy_m);
    }
    let drawn = shared(&borders, |border| border.drawn);
    if let Some(drawn) = drawn.filter(|drawn| *drawn != read.drawn) {
        writer.date(Attribute::Drawn, drawn);
    }
    writer.properties
}

/// What all borders have; nothing where they differ, or where there is none.
fn shared<T: PartialEq>(
    borders: &[&BorderAttributes],
    of: impl Fn(&BorderAttributes) -> T,
) -> Option<T> {
    let (first, rest) = borders.split_first()?;
    let shared = of(first);
    rest.iter()
        .all(|border| of(border) == shared)
        .then_some(shared)
}
