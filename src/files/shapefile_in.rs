//! Reading shapefiles: shapes from the .shp, attributes from the .dbf, the reference
//! system from the .prj, the encoding from the .cpg, the .dbf's mark or the bytes
//! themselves (UTF-8, else Windows-1256). The .shx is not needed. A broken record costs
//! itself only: each is cut out of the file and read on its own.

use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::{Map, Value, json};
use shapefile::record::polygon::GenericPolygon;
use shapefile::record::{PolygonRing, ReadableShape};
use shapefile::{Point, PointM, PointZ, Shape, ShapeReader};

use super::error::FileError;
use super::raw::{Problem, RawFeature, RawForm, RawGeometry, RawLayer};
use super::report::Reason;
use super::shapefile_table::{Table, read_table};
use crate::model::{Crs, PlainPolygon, PlainRing, Position};
use crate::topology::polygons_contain;

/// The length of the header of a .shp file and of a record's, in bytes.
const FILE_HEADER: usize = 100;
const RECORD_HEADER: usize = 8;

/// Reads a shapefile whose .shp has these bytes; its companions are looked for beside
/// it, their endings in any case.
///
/// # Errors
/// [`FileError::NotShapefile`] where the header is not one.
pub fn layer_from_shapefile(path: &Path, bytes: &[u8]) -> Result<RawLayer, FileError> {
    let not_shapefile = |reason: String| FileError::NotShapefile {
        file: path.to_owned(),
        reason,
    };
    ShapeReader::new(Cursor::new(bytes)).map_err(|error| not_shapefile(error.to_string()))?;
    let mut problems = Vec::new();
    let mut content = blake3::Hasher::new();
    content.update(bytes);
    let mut note = |reason: Reason| {
        problems.push(Problem {
            feature: None,
            id: None,
            reason,
        });
    };
    let table = match companion(path, "dbf").map(std::fs::read) {
        None => {
            note(Reason::NoTable);
            None
        }
        Some(Err(error)) => {
            note(Reason::BrokenTable {
                what: error.to_string(),
            });
            None
        }
        Some(Ok(dbf)) => {
            content.update(&dbf);
            let label = companion(path, "cpg").and_then(|cpg| std::fs::read(cpg).ok());
            let memo = companion(path, "dbt").and_then(|memo| std::fs::read(memo).ok());
            match read_table(&dbf, memo, label.as_deref(), &mut note) {
                Ok(table) => Some(table),
                Err(what) => {
                    note(Reason::BrokenTable { what });
                    None
                }
            }
        }
    };
    let crs = companion(path, "prj")
        .and_then(|prj| std::fs::read_to_string(prj).ok())
        .map(|text| text.trim_start_matches('\u{FEFF}').trim().to_owned())
        .filter(|text| !text.is_empty())
        .map(Crs);
    let features = features_of(bytes, table.as_ref(), &mut problems);
    if features.is_empty() {
        problems.push(Problem {
            feature: None,
            id: None,
            reason: Reason::EmptyLayer,
        });
    }
    Ok(RawLayer {
        name: path
            .file_stem()
            .map(|stem| stem.to_string_lossy().into_owned())
            .unwrap_or_default(),
        file: path.display().to_string(),
        crs,
        features,
        members: Map::new(),
        form: RawForm::Collection,
        problems,
        content: *content.finalize().as_bytes(),
    })
}

/// The file beside a .shp with another ending, in small or capital letters.
fn companion(path: &Path, ending: &str) -> Option<PathBuf> {
    [ending.to_owned(), ending.to_ascii_uppercase()]
        .into_iter()
        .map(|ending| path.with_extension(ending))
        .find(|path| path.is_file())
}

fn big_endian(bytes: &[u8], at: usize) -> Option<usize> {
    let four: [u8; 4] = bytes.get(at..at + 4)?.try_into().ok()?;
    usize::try_from(i32::from_be_bytes(four)).ok()
}

fn features_of(
    bytes: &[u8],
    table: Option<&Table>,
    problems: &mut Vec<Problem>,
) -> Vec<RawFeature> {
    let mut features = Vec::new();
    let mut at = FILE_HEADER;
    while at + RECORD_HEADER <= bytes.len() {
        let number = features.len() + 1;
        let mut problem = |reason: Reason| {
            problems.push(Problem {
                feature: Some(number),
                id: None,
                reason,
            });
        };
        let broken = |what: &str| Reason::BrokenShape {
            what: what.to_owned(),
        };
        let end = big_endian(bytes, at + 4)
            .and_then(|words| words.checked_mul(2))
            .and_then(|length| (at + RECORD_HEADER).checked_add(length));
        let record = end.and_then(|end| bytes.get(at + RECORD_HEADER..end));
        let (Some(record), Some(end)) = (record, end) else {
            problem(broken("the file is cut off in this record"));
            break;
        };
        at = end;
        let geometry = match shape_of(record) {
            Ok(shape) => geometry_of(shape),
            Err(what) => {
                problem(broken(&what));
                RawGeometry::None
            }
        };
        let properties = match table {
            None => Map::new(),
            Some(table) => table.row(number - 1).unwrap_or_else(|| {
                problem(Reason::BrokenRow);
                Map::new()
            }),
        };
        features.push(RawFeature {
            number,
            geometry,
            properties: Arc::new(properties),
            members: Arc::default(),
            whole: None,
        });
    }
    features
}

/// Reads one record's shape. Counts are checked against the record's length first: a
/// broken one asks for more memory than there is.
fn shape_of(record: &[u8]) -> Result<Shape, String> {
    let little_endian = |at: usize| -> Option<usize> {
        let four: [u8; 4] = record.get(at..at + 4)?.try_into().ok()?;
        usize::try_from(i32::from_le_bytes(four)).ok()
    };
    let counts = match little_endian(0) {
        Some(3 | 5 | 13 | 15 | 23 | 25 | 31) => little_endian(36).zip(little_endian(40)),
        Some(8 | 18 | 28) => Some(0).zip(little_endian(36)),
        Some(_) => Some((0, 0)),
        None => None,
    };
    let (parts, points) = counts.ok_or("it is too short")?;
    if parts
        .saturating_mul(4)
        .saturating_add(points.saturating_mul(16))
        > record.len()
    {
        return Err(format!(
            "{points} vertices do not fit in {} bytes",
            record.len()
        ));
    }
    let size = i32::try_from(record.len()).map_err(|_| "it is too long")?;
    Shape::read_from(&mut Cursor::new(record), size).map_err(|error| error.to_string())
}

/// A vertex of any kind of shape.
trait Vertex {
    fn position(&self) -> Position;
    fn height_m(&self) -> Option<f64> {
        None
    }
}

impl Vertex for Point {
    fn position(&self) -> Position {
        Position {
            x: self.x,
            y: self.y,
        }
    }
}

impl Vertex for PointM {
    fn position(&self) -> Position {
        Position {
            x: self.x,
            y: self.y,
        }
    }
}

impl Vertex for PointZ {
    fn position(&self) -> Position {
        Position {
            x: self.x,
            y: self.y,
        }
    }

    fn height_m(&self) -> Option<f64> {
        Some(self.z)
    }
}

fn geometry_of(shape: Shape) -> RawGeometry {
    match shape {
        Shape::NullShape => RawGeometry::None,
        Shape::Point(point) => point_of(&point, false),
        Shape::PointM(point) => point_of(&point, false),
        Shape::PointZ(point) => point_of(&point, false),
        Shape::Polygon(polygon) => polygons_of(polygon),
        Shape::PolygonM(polygon) => polygons_of(polygon),
        Shape::PolygonZ(polygon) => polygons_of(polygon),
        Shape::Multipoint(points) => points_of(points.points()),
        Shape::MultipointM(points) => points_of(points.points()),
        Shape::MultipointZ(points) => points_of(points.points()),
        Shape::Polyline(lines) => lines_of(lines.parts()),
        Shape::PolylineM(lines) => lines_of(lines.parts()),
        Shape::PolylineZ(lines) => lines_of(lines.parts()),
        Shape::Multipatch(_) => RawGeometry::Unusable {
            geometry: Value::Null,
            reason: Reason::UnsupportedGeometry {
                kind: "MultiPatch".to_owned(),
            },
        },
    }
}

fn point_of(point: &impl Vertex, multi: bool) -> RawGeometry {
    RawGeometry::Point {
        position: point.position(),
        height_m: point.height_m(),
        multi,
    }
}

fn coordinates(vertex: &impl Vertex) -> Value {
    let position = vertex.position();
    let mut ordinates = vec![Value::from(position.x), Value::from(position.y)];
    ordinates.extend(vertex.height_m().map(Value::from));
    Value::Array(ordinates)
}

fn unsupported(kind: &str, coordinates: Value) -> RawGeometry {
    RawGeometry::Unusable {
        geometry: json!({"type": kind, "coordinates": coordinates}),
        reason: Reason::UnsupportedGeometry {
            kind: kind.to_owned(),
        },
    }
}

fn points_of(points: &[impl Vertex]) -> RawGeometry {
    match points {
        [point] => point_of(point, true),
        points => unsupported("MultiPoint", points.iter().map(coordinates).collect()),
    }
}

fn lines_of(parts: &[Vec<impl Vertex>]) -> RawGeometry {
    let line = |part: &Vec<_>| -> Value { part.iter().map(coordinates).collect() };
    unsupported("MultiLineString", parts.iter().map(line).collect())
}

/// Groups rings into polygons. In a shapefile shells run clockwise and holes do not,
/// in any order: a hole belongs to the smallest shell that holds it, and one that no
/// shell holds was drawn the wrong way round and is a shell.
fn polygons_of<P: Vertex>(polygon: GenericPolygon<P>) -> RawGeometry {
    let mut polygons: Vec<PlainPolygon> = Vec::new();
    let mut holes = Vec::new();
    for ring in polygon.into_inner() {
        let is_shell = matches!(ring, PolygonRing::Outer(_));
        let vertices = ring.into_inner();
        let heights: Option<Vec<f64>> = vertices.iter().map(Vertex::height_m).collect();
        let ring = PlainRing {
            positions: vertices.iter().map(Vertex::position).collect(),
            heights_m: heights
                .filter(|heights| !heights.is_empty())
                .map(Into::into),
        };
        if is_shell {
            polygons.push(PlainPolygon { rings: vec![ring] });
        } else {
            holes.push(ring);
        }
    }
    let shells: Vec<(PlainPolygon, f64)> = polygons
        .iter()
        .map(|polygon| {
            let area = polygon
                .rings
                .first()
                .map_or(0.0, |ring| flat_area(&ring.positions).abs());
            (polygon.clone(), area)
        })
        .collect();
    for hole in holes {
        let around = hole.positions.first().and_then(|&inside| {
            shells
                .iter()
                .enumerate()
                .filter(|(_, (shell, _))| polygons_contain(std::slice::from_ref(shell), inside))
                .min_by(|(_, (_, a)), (_, (_, b))| a.total_cmp(b))
                .map(|(index, _)| index)
        });
        match around.and_then(|index| polygons.get_mut(index)) {
            Some(polygon) => polygon.rings.push(hole),
            None => polygons.push(PlainPolygon { rings: vec![hole] }),
        }
    }
    RawGeometry::Polygons {
        multi: polygons.len() != 1,
        polygons,
    }
}

/// Twice the area in the units of the coordinates, only to compare sizes.
fn flat_area(ring: &[Position]) -> f64 {
    ring.windows(2)
        .map(|edge| match edge {
            [from, to] => from.x * to.y - to.x * from.y,
            _ => 0.0,
        })
        .sum()
}

#[cfg(test)]
#[path = "shapefile_tests.rs"]
mod tests;
