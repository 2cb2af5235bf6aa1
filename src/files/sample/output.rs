//! Features and how they are written: GeoJSON (RFC 7946) text, one feature on a line, so
//! that a file is written as it is made and a difference between two files can be read.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use super::SampleError;
use super::points::{Point, Polygon, Ring};

/// A feature's geometry.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shape {
    /// A settlement or a centre.
    Point(Point),
    /// A border that carries attributes of its own.
    Line(Vec<Point>),
    /// A unit: written as a Polygon if there is one, else as a MultiPolygon.
    Land(Vec<Polygon>),
    /// A point that cannot be on the Earth.
    Raw([f64; 2]),
}

/// A feature with its properties in the order in which they are written.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Feature {
    pub(super) shape: Shape,
    pub(super) properties: Map<String, Value>,
}

impl Feature {
    /// A feature whose properties are the pairs given.
    pub(super) fn new<const N: usize>(shape: Shape, properties: [(&str, Value); N]) -> Self {
        let properties = properties
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value))
            .collect();
        Feature { shape, properties }
    }

    /// A property as text; empty if it is missing or no text.
    pub(super) fn text(&self, key: &str) -> &str {
        self.properties
            .get(key)
            .and_then(Value::as_str)
            .unwrap_or("")
    }

    /// The statistical code.
    pub(super) fn code(&self) -> &str {
        self.text("code")
    }

    /// Sets a property; a new one comes last.
    pub(super) fn set(&mut self, key: &str, value: impl Into<Value>) {
        self.properties.insert(key.to_owned(), value.into());
    }

    /// Vertices of its polygons, each ring's last one left out.
    pub(super) fn vertices(&self) -> usize {
        self.land()
            .iter()
            .flatten()
            .map(|ring| ring.len().saturating_sub(1))
            .sum()
    }

    /// The polygons; none for a point.
    pub(super) fn land(&self) -> &[Polygon] {
        match &self.shape {
            Shape::Land(polygons) => polygons,
            _ => &[],
        }
    }

    /// The first outer ring, to be changed.
    pub(super) fn outer_mut(&mut self) -> Option<&mut Ring> {
        match &mut self.shape {
            Shape::Land(polygons) => polygons.first_mut().and_then(|polygon| polygon.first_mut()),
            _ => None,
        }
    }
}

/// What every written collection says about itself.
pub(super) const NOTE: &str = "Made-up lines, drawn by a program for trying Marz: they are not the real borders of any place. \
    خط‌ها ساختگی است و مرز واقعی هیچ جایی نیست.";

/// A GeoJSON file that is being written.
#[derive(Debug)]
pub(super) struct Collection {
    path: PathBuf,
    file: BufWriter<File>,
    text: Vec<u8>,
    first: bool,
    /// Features written so far.
    pub(super) features: usize,
}

impl Collection {
    /// Begins a file in `directory`, making the folders of `name` where they are missing.
    pub(super) fn begin(directory: &Path, name: &str) -> Result<Self, SampleError> {
        let path = directory.join(name);
        let failed = |source| SampleError::Write {
            path: path.clone(),
            source,
        };
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(failed)?;
        }
        let mut file = BufWriter::new(File::create(&path).map_err(failed)?);
        let stem = Path::new(name)
            .file_stem()
            .and_then(|stem| stem.to_str())
            .unwrap_or(name);
        writeln!(
            file,
            "{{\"type\":\"FeatureCollection\",\"name\":{},\"note\":{},\"features\":[",
            Value::from(stem),
            Value::from(NOTE)
        )
        .map_err(failed)?;
        Ok(Collection {
            path,
            file,
            text: Vec::new(),
            first: true,
            features: 0,
        })
    }

    /// Writes one feature.
    pub(super) fn add(&mut self, feature: &Feature) -> Result<(), SampleError> {
        self.text.clear();
        if !self.first {
            self.text.extend_from_slice(b",\n");
        }
        self.first = false;
        self.text
            .extend_from_slice(b"{\"type\":\"Feature\",\"properties\":");
        serde_json::to_writer(&mut self.text, &feature.properties).map_err(|error| {
            SampleError::Write {
                path: self.path.clone(),
                source: error.into(),
            }
        })?;
        self.text.extend_from_slice(b",\"geometry\":");
        geometry(&mut self.text, &feature.shape);
        self.text.push(b'}');
        self.features += 1;
        self.file
            .write_all(&self.text)
            .map_err(|source| SampleError::Write {
                path: self.path.clone(),
                source,
            })
    }

    /// Ends the file and makes sure that it is on the disk's side of the buffer.
    pub(super) fn finish(mut self) -> Result<(), SampleError> {
        self.file
            .write_all(b"\n]}\n")
            .and_then(|()| self.file.flush())
            .map_err(|source| SampleError::Write {
                path: self.path,
                source,
            })
    }
}

fn geometry(text: &mut Vec<u8>, shape: &Shape) {
    match shape {
        Shape::Point(point) => {
            text.extend_from_slice(b"{\"type\":\"Point\",\"coordinates\":");
            position(text, *point);
        }
        Shape::Raw([x, y]) => {
            text.extend_from_slice(
                format!("{{\"type\":\"Point\",\"coordinates\":[{x},{y}]").as_bytes(),
            );
        }
        Shape::Line(points) => {
            text.extend_from_slice(b"{\"type\":\"LineString\",\"coordinates\":");
            list(text, points, |text, &point| position(text, point));
        }
        Shape::Land(polygons) => match &polygons[..] {
            [polygon] => {
                text.extend_from_slice(b"{\"type\":\"Polygon\",\"coordinates\":");
                rings(text, polygon);
            }
            _ => {
                text.extend_from_slice(b"{\"type\":\"MultiPolygon\",\"coordinates\":");
                list(text, polygons, rings);
            }
        },
    }
    text.push(b'}');
}

fn rings(text: &mut Vec<u8>, polygon: &Polygon) {
    list(text, polygon, |text, ring| {
        list(text, ring, |text, &point| position(text, point))
    });
}

fn list<T>(text: &mut Vec<u8>, items: &[T], each: impl Fn(&mut Vec<u8>, &T)) {
    text.push(b'[');
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            text.push(b',');
        }
        each(text, item);
    }
    text.push(b']');
}

fn position(text: &mut Vec<u8>, point: Point) {
    text.push(b'[');
    number(text, point[0]);
    text.push(b',');
    number(text, point[1]);
    text.push(b']');
}

/// Writes whole 1e-7 degrees as a decimal number, without zeros at its end.
fn number(text: &mut Vec<u8>, units: i32) {
    if units < 0 {
        text.push(b'-');
    }
    let units = units.unsigned_abs();
    let (whole, mut part) = (units / 10_000_000, units % 10_000_000);
    let mut digits = [0_u8; 7];
    for digit in digits.iter_mut().rev() {
        *digit = b'0' + (part % 10) as u8;
        part /= 10;
    }
    let kept = digits
        .iter()
        .rposition(|&digit| digit != b'0')
        .map_or(1, |last| last + 1);
    text.extend_from_slice(whole.to_string().as_bytes());
    text.push(b'.');
    text.extend_from_slice(digits.get(..kept).unwrap_or(&digits));
}
