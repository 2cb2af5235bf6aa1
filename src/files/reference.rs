//! Reference layers: lines, outlines and points of any file that can be read, which lie
//! beside the data to be looked at, snapped to and followed, and are never changed.

use std::path::{Path, PathBuf};

use geojson::GeometryValue;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::error::FileError;
use super::project::{ProjectFile, is_project};
use super::raw::{RawGeometry, RawLayer};
use super::reproject::Reprojection;
use super::source::read_layers;
use crate::model::{Crs, Extent, Line, Position, is_usable};

/// A layer to look at.
#[derive(Debug)]
pub struct ReferenceLayer {
    /// Its name.
    pub name: String,
    /// The file it was read from.
    pub file: PathBuf,
    lines: Vec<Line>,
    points: Vec<Position>,
    tree: RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>,
}

impl ReferenceLayer {
    /// The layers of a file, in degrees on WGS 84; of a project its borders and settlements. Features without a geometry that can be
    /// drawn are left out.
    ///
    /// # Errors
    /// [`FileError`] where the file cannot be read, or names a reference system that is not
    /// known.
    pub fn read(path: &Path) -> Result<Vec<Self>, FileError> {
        if is_project(path) {
            return Self::of_project(path);
        }
        let layers = read_layers(path)?;
        layers
            .into_iter()
            .map(|layer| Self::of_layer(path, &layer))
            .collect()
    }

    /// The borders of a project, and its settlements.
    fn of_project(path: &Path) -> Result<Vec<Self>, FileError> {
        let (dataset, _) = ProjectFile::read(path).map_err(|error| FileError::CannotHold {
            file: path.to_owned(),
            reason: error.to_string(),
        })?;
        let borders = dataset.borders.iter();
        let lines = borders.map(|(_, border)| border.line.clone()).collect();
        let settlements = dataset.settlements.iter();
        let points = settlements.filter_map(|(_, it)| it.position).collect();
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let file = path.to_owned();
        Ok(vec![Self::new(stem.into_owned(), file, lines, points)])
    }

    fn of_layer(path: &Path, layer: &RawLayer) -> Result<Self, FileError> {
        let crs = layer.crs.clone().unwrap_or_else(Crs::wgs84);
        let to_wgs84 = Reprojection::to_wgs84(&crs).map_err(|error| FileError::UnknownCrs {
            file: path.to_owned(),
            crs: error.crs,
            reason: error.reason,
        })?;
        let mut shapes = Shapes::default();
        for feature in &layer.features {
            shapes.add(&feature.geometry);
        }
        let on_earth = |mut line: Vec<Position>| {
            to_wgs84.transform(&mut line).ok()?;
            line.retain(|&at| is_usable(at));
            Some(line)
        };
        let lines = shapes.lines.into_iter().filter_map(on_earth);
        let lines = lines.filter(|line| line.len() > 1).map(Line::from);
        let points = on_earth(shapes.points).unwrap_or_default();
        Ok(Self::new(
            layer.name.clone(),
            path.to_owned(),
            lines.collect(),
            points,
        ))
    }

    /// A layer of lines and points in degrees.
    pub fn new(name: String, file: PathBuf, lines: Vec<Line>, points: Vec<Position>) -> Self {
        let boxes = lines.iter().enumerate().map(|(number, line)| {
            let extent = line.extent();
            let corners = [extent.min, extent.max].map(|at| [at.x, at.y]);
            GeomWithData::new(Rectangle::from_corners(corners[0], corners[1]), number)
        });
        Self {
            name,
            file,
            tree: RTree::bulk_load(boxes.collect()),
            lines,
            points,
        }
    }

    /// The lines whose boxes meet an extent, in order.
    pub fn lines_near(&self, extent: Extent) -> impl Iterator<Item = &Line> {
        let corners = [extent.min, extent.max].map(|at| [at.x, at.y]);
        let around = AABB::from_corners(corners[0], corners[1]);
        let found = self.tree.locate_in_envelope_intersecting(around);
        let mut found: Vec<usize> = found.map(|boxed| boxed.data).collect();
        found.sort_unstable();
        found
            .into_iter()
            .filter_map(|number| self.lines.get(number))
    }

    /// Its points.
    pub fn points(&self) -> &[Position] {
        &self.points
    }

    /// How many lines and points it has.
    pub fn len(&self) -> usize {
        self.lines.len() + self.points.len()
    }

    /// Whether it has nothing that can be drawn.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// What features are made of.
#[derive(Default)]
struct Shapes {
    lines: Vec<Vec<Position>>,
    points: Vec<Position>,
}

impl Shapes {
    fn add(&mut self, geometry: &RawGeometry) {
        match geometry {
            RawGeometry::None => {}
            RawGeometry::Point { position, .. } => self.points.push(*position),
            RawGeometry::Polygons { polygons, .. } => {
                let rings = polygons.iter().flat_map(|polygon| &polygon.rings);
                self.lines.extend(rings.map(|ring| ring.positions.to_vec()));
            }
            RawGeometry::Unusable { geometry, .. } => {
                let parsed = serde_json::from_value::<geojson::Geometry>(geometry.clone());
                if let Ok(parsed) = parsed {
                    self.add_geojson(&parsed.value);
                }
            }
        }
    }

    fn add_geojson(&mut self, value: &GeometryValue) {
        let place = |at: &geojson::Position| {
            Some(Position {
                x: *at.as_slice().first()?,
                y: *at.as_slice().get(1)?,
            })
        };
        let line = |places: &[geojson::Position]| places.iter().filter_map(place).collect();
        match value {
            GeometryValue::Point { coordinates } => self.points.extend(place(coordinates)),
            GeometryValue::MultiPoint { coordinates } => {
                self.points.extend(coordinates.iter().filter_map(place));
            }
            GeometryValue::LineString { coordinates } => self.lines.push(line(coordinates)),
            GeometryValue::MultiLineString { coordinates }
            | GeometryValue::Polygon { coordinates } => {
                self.lines
                    .extend(coordinates.iter().map(|places| line(places)));
            }
            GeometryValue::MultiPolygon { coordinates } => {
                let rings = coordinates.iter().flatten();
                self.lines.extend(rings.map(|places| line(places)));
            }
            GeometryValue::GeometryCollection { geometries } => {
                for geometry in geometries {
                    self.add_geojson(&geometry.value);
                }
            }
        }
    }
}
