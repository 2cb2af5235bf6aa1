//! Writing shapefiles: polygons or points with their attributes in UTF-8 (a .cpg says
//! so), the reference system in a .prj. Names of fields are cut to the ten letters
//! that the format has, texts to 254 bytes, and both are told.

use std::io::Cursor;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};
use shapefile::record::EsriShape;
use shapefile::{NO_DATA, Point, PointZ, Polygon, PolygonRing, PolygonZ, ShapeWriter};

use super::error::FileError;
use super::export::{ExportNote, ExportReport, OutFeature, OutGeometry, OutLayer};
use super::geojson_in::feature_from_value;
use super::geojson_out::{target, transform_polygons};
use super::projdb;
use super::raw::RawGeometry;
use super::reproject::{Reprojection, is_wgs84};
use super::safe_write::write_files;
use super::shapefile_table_out::write_table;
use crate::model::{Crs, PlainPolygon, Position};

/// A .prj for WGS 84 in degrees, in the words of ESRI's WKT.
const WGS84_PRJ: &str = "GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_1984\",6378137.0,298.257223563]],PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]";

/// A shape with its attributes.
enum Shaped {
    Polygons(Vec<PlainPolygon>),
    Point(Position, Option<f64>),
}

/// Writes each layer into a shapefile; points of a layer that has polygons too go into
/// one of their own, its name ending in `_points`.
///
/// # Errors
/// [`FileError::UnknownCrs`], [`FileError::CannotHold`] where coordinates do not fit
/// it, [`FileError::Unwritable`].
pub(super) fn write_shapefiles(
    path: &Path,
    layers: Vec<OutLayer>,
    crs: &Crs,
) -> Result<ExportReport, FileError> {
    let to_target = target(path, &Crs::wgs84(), crs, true)?;
    let prj = prj_of(path, crs)?;
    let is_one = layers.len() == 1;
    let mut report = ExportReport::default();
    let mut files = Vec::new();
    for layer in layers {
        let base = if is_one {
            path.to_owned()
        } else {
            with_suffix(path, &file_name_part(&layer.name))
        };
        let kept = target(path, &layer.crs, crs, false)?;
        let mut polygons = Vec::new();
        let mut points = Vec::new();
        let mut left_out: Vec<(String, usize)> = Vec::new();
        for (index, feature) in layer.features.into_iter().enumerate() {
            let shaped = match shaped(feature, &to_target, &kept) {
                Ok(shaped) => shaped,
                Err(Unfit::Kind(kind)) => {
                    match left_out.iter_mut().find(|(known, _)| *known == kind) {
                        Some((_, count)) => *count += 1,
                        None => left_out.push((kind, 1)),
                    }
                    continue;
                }
                Err(Unfit::Place) => {
                    return Err(FileError::CannotHold {
                        file: base,
                        reason: format!(
                            "the coordinates of feature {} do not fit {}",
                            index + 1,
                            crs.0
                        ),
                    });
                }
            };
            match shaped {
                (Shaped::Polygons(shape), row) => polygons.push((shape, row)),
                (Shaped::Point(position, height_m), row) => {
                    points.push(((position, height_m), row))
                }
            }
        }
        for (kind, count) in left_out {
            report
                .notes
                .push((base.clone(), ExportNote::LeftOut { kind, count }));
        }
        let both = !polygons.is_empty() && !points.is_empty();
        if !polygons.is_empty() || points.is_empty() {
            let shapes = polygon_shapes(&polygons);
            let rows = polygons.iter().map(|(_, row)| row).collect::<Vec<_>>();
            add_files(&base, shapes, &rows, &prj, &mut files, &mut report)?;
        }
        if !points.is_empty() {
            let base = if both {
                with_suffix(&base, "points")
            } else {
                base
            };
            let shapes = point_shapes(&points);
            let rows = points.iter().map(|(_, row)| row).collect::<Vec<_>>();
            add_files(&base, shapes, &rows, &prj, &mut files, &mut report)?;
        }
    }
    write_files(&files)?;
    Ok(report)
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!("{stem}_{suffix}.shp"))
}

/// A layer's name as a part of a file's.
fn file_name_part(name: &str) -> String {
    name.chars()
        .map(|letter| {
            if letter.is_alphanumeric() || matches!(letter, '-' | '_' | '\u{200C}') {
                letter
            } else {
                '_'
            }
        })
        .collect()
}

fn prj_of(path: &Path, crs: &Crs) -> Result<String, FileError> {
    if is_wgs84(crs) {
        return Ok(WGS84_PRJ.to_owned());
    }
    let text = crs.0.trim();
    if text.starts_with("PROJCS[") || text.starts_with("GEOGCS[") {
        return Ok(text.to_owned());
    }
    if let Some(utm) = utm_prj(text) {
        return Ok(utm);
    }
    // The version of WKT cannot be chosen through the library: this is WKT 2, which
    // QGIS and GDAL read in a .prj, and ArcGIS does not.
    projdb::definition(text)
        .and_then(|definition| {
            definition
                .as_wkt(None, None)
                .map_err(|error| proj::ProjCreateError::ProjError(error.to_string()))
        })
        .map_err(|error| error.to_string())
        .map_err(|reason| FileError::UnknownCrs {
            file: path.to_owned(),
            crs: crs.0.clone(),
            reason,
        })
}

/// A .prj in the words of ESRI's WKT for a zone of UTM on WGS 84 (EPSG 32601 to 32660
/// and 32701 to 32760).
fn utm_prj(crs: &str) -> Option<String> {
    let (zone, side) = projdb::utm_zone(crs)?;
    let northing = if side == 'S' { 10_000_000 } else { 0 };
    let meridian = i64::from(zone) * 6 - 183;
    Some(format!(
        "PROJCS[\"WGS_1984_UTM_Zone_{zone}{side}\",{WGS84_PRJ},PROJECTION[\"Transverse_Mercator\"],\
         PARAMETER[\"False_Easting\",500000.0],PARAMETER[\"False_Northing\",{northing}.0],\
         PARAMETER[\"Central_Meridian\",{meridian}.0],PARAMETER[\"Scale_Factor\",0.9996],\
         PARAMETER[\"Latitude_Of_Origin\",0.0],UNIT[\"Meter\",1.0]]"
    ))
}

/// Why a feature is not in the file.
enum Unfit {
    /// The format has no such shape.
    Kind(String),
    /// Its coordinates have no image.
    Place,
}

fn shaped(
    feature: OutFeature,
    to_target: &Reprojection,
    kept: &Reprojection,
) -> Result<(Shaped, Map<String, Value>), Unfit> {
    let (geometry, properties, reprojection) = match feature {
        OutFeature::Entity {
            geometry,
            properties,
            ..
        } => (geometry, properties, to_target),
        OutFeature::Kept(value) => {
            let feature = feature_from_value(value);
            let geometry = match feature.geometry {
                RawGeometry::None => OutGeometry::None,
                RawGeometry::Polygons { polygons, multi } => {
                    OutGeometry::Polygons { polygons, multi }
                }
                RawGeometry::Point {
                    position,
                    height_m,
                    multi,
                } => OutGeometry::Point {
                    position,
                    height_m,
                    multi,
                },
                RawGeometry::Unusable { geometry, .. } => {
                    let kind = geometry.get("type").and_then(Value::as_str);
                    return Err(Unfit::Kind(kind.unwrap_or("feature").to_owned()));
                }
            };
            (geometry, (*feature.properties).clone(), kept)
        }
    };
    let shape = match geometry {
        OutGeometry::None => return Err(Unfit::Kind("feature without geometry".to_owned())),
        OutGeometry::Strange(_) => return Err(Unfit::Kind("point not on the earth".to_owned())),
        OutGeometry::Point {
            position, height_m, ..
        } => Shaped::Point(
            reprojection.position(position).map_err(|_| Unfit::Place)?,
            height_m,
        ),
        OutGeometry::Polygons { mut polygons, .. } => {
            transform_polygons(&mut polygons, reprojection).ok_or(Unfit::Place)?;
            let has_vertex = polygons
                .iter()
                .flat_map(|polygon| &polygon.rings)
                .any(|ring| !ring.positions.is_empty());
            if !has_vertex {
                return Err(Unfit::Kind("empty polygon".to_owned()));
            }
            Shaped::Polygons(polygons)
        }
    };
    Ok((shape, properties))
}

/// The .shp and the .shx.
struct Shapes {
    shp: Vec<u8>,
    shx: Vec<u8>,
}

fn shapes_of<S: EsriShape>(shapes: impl Iterator<Item = S>) -> Result<Shapes, shapefile::Error> {
    let mut shp = Cursor::new(Vec::new());
    let mut shx = Cursor::new(Vec::new());
    {
        let mut writer = ShapeWriter::with_shx(&mut shp, &mut shx);
        for shape in shapes {
            writer.write_shape(&shape)?;
        }
        writer.finalize()?;
    }
    Ok(Shapes {
        shp: shp.into_inner(),
        shx: shx.into_inner(),
    })
}

type Row<T> = (T, Map<String, Value>);

fn polygon_shapes(polygons: &[Row<Vec<PlainPolygon>>]) -> Result<Shapes, shapefile::Error> {
    let has_heights = polygons
        .iter()
        .flat_map(|(polygons, _)| polygons)
        .flat_map(|polygon| &polygon.rings)
        .any(|ring| ring.heights_m.is_some());
    let all = polygons.iter().map(|(polygons, _)| polygons.as_slice());
    if has_heights {
        shapes_of(all.map(|polygons| {
            PolygonZ::with_rings(rings_of(polygons, |position, height_m| {
                PointZ::new(position.x, position.y, height_m.unwrap_or(0.0), NO_DATA)
            }))
        }))
    } else {
        shapes_of(all.map(|polygons| {
            Polygon::with_rings(rings_of(polygons, |position, _| {
                Point::new(position.x, position.y)
            }))
        }))
    }
}

/// The rings of polygons; shells run clockwise in this format, holes against it.
fn rings_of<P>(
    polygons: &[PlainPolygon],
    vertex: impl Fn(Position, Option<f64>) -> P,
) -> Vec<PolygonRing<P>> {
    let mut rings = Vec::new();
    for polygon in polygons {
        for (index, ring) in polygon.rings.iter().enumerate() {
            let heights = ring.heights_m.as_deref().unwrap_or_default();
            let vertices: Vec<P> = ring
                .positions
                .iter()
                .enumerate()
                .map(|(at, &position)| {
                    vertex(
                        position,
                        heights.get(at).copied().filter(|height| !height.is_nan()),
                    )
                })
                .collect();
            if vertices.is_empty() {
                continue;
            }
            rings.push(if index == 0 {
                PolygonRing::Outer(vertices)
            } else {
                PolygonRing::Inner(vertices)
            });
        }
    }
    rings
}

fn point_shapes(points: &[Row<(Position, Option<f64>)>]) -> Result<Shapes, shapefile::Error> {
    if points.iter().any(|((_, height_m), _)| height_m.is_some()) {
        shapes_of(points.iter().map(|((position, height_m), _)| {
            PointZ::new(position.x, position.y, height_m.unwrap_or(0.0), NO_DATA)
        }))
    } else {
        shapes_of(
            points
                .iter()
                .map(|((position, _), _)| Point::new(position.x, position.y)),
        )
    }
}

fn add_files(
    path: &Path,
    shapes: Result<Shapes, shapefile::Error>,
    rows: &[&Map<String, Value>],
    prj: &str,
    files: &mut Vec<(PathBuf, Vec<u8>)>,
    report: &mut ExportReport,
) -> Result<(), FileError> {
    let cannot = |reason: String| FileError::CannotHold {
        file: path.to_owned(),
        reason,
    };
    let shapes = shapes.map_err(|error| cannot(error.to_string()))?;
    let mut notes = Vec::new();
    let dbf = write_table(rows, &mut notes).map_err(cannot)?;
    report
        .notes
        .extend(notes.into_iter().map(|note| (path.to_owned(), note)));
    report.files.push(path.to_owned());
    for (ending, bytes) in [
        ("shx", shapes.shx),
        ("dbf", dbf),
        ("prj", prj.as_bytes().to_vec()),
        ("cpg", b"UTF-8".to_vec()),
        ("shp", shapes.shp),
    ] {
        files.push((path.with_extension(ending), bytes));
    }
    Ok(())
}

#[cfg(test)]
#[path = "shapefile_out_tests.rs"]
mod tests;
