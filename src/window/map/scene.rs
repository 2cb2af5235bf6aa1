//! What the map is asked to draw, as plain data: borders, the fills they enclose and
//! points, each with the key its owner knows it by. Nothing here knows the data model.

use std::sync::Arc;

use super::projection::Projection;

/// Greatest number of line classes in a style table.
pub const MAX_LINE_CLASSES: usize = 32;
/// Greatest number of fill classes in a style table.
pub const MAX_FILL_CLASSES: usize = 128;
/// Greatest number of point classes in a style table.
pub const MAX_POINT_CLASSES: usize = 16;

/// Everything on the map. Coordinates are longitude and latitude in degrees.
///
/// Coordinates that are not finite are left out of the drawing; a key that is used twice
/// keeps the last of its kind for highlights and edits, and both are drawn.
#[derive(Clone, Debug, Default)]
pub struct Scene {
    /// How it is laid flat.
    pub projection: Projection,
    /// Areas, drawn under the lines.
    pub fills: Vec<FillInput>,
    /// Borders, each given once.
    pub lines: Vec<LineInput>,
    /// Settlements and other points, drawn over the lines.
    pub points: Vec<PointInput>,
}

/// One area with one tint: a unit, or contested land.
#[derive(Clone, Debug)]
pub struct FillInput {
    /// The owner's name for it, unique among the fills.
    pub key: u32,
    /// Index into [`MapColours::fills`](super::MapColours::fills), below [`MAX_FILL_CLASSES`].
    pub class: u8,
    /// Lower layers are drawn first: 0 for units, 1 for contested land over them.
    pub layer: u8,
    /// Its polygons; in each, the outer ring first, then the holes.
    pub polygons: Vec<Vec<RingInput>>,
}

/// A ring of a polygon; whether it repeats its first vertex at the end does not matter.
#[derive(Clone, Debug)]
pub enum RingInput {
    /// The lines it runs along, in order: index in [`Scene::lines`], and whether the line
    /// is run backwards. Two fills that share a line share its simplified vertices too,
    /// so they never part. An index without a line is skipped.
    Lines(Vec<(u32, bool)>),
    /// Its own coordinates, drawn whole.
    Coords(Vec<[f64; 2]>),
}

/// One border between two junctions, or one free ring.
#[derive(Clone, Debug)]
pub struct LineInput {
    /// The owner's name for it, unique among the lines.
    pub key: u32,
    /// Index into [`MapColours::lines`](super::MapColours::lines), below [`MAX_LINE_CLASSES`];
    /// higher classes are drawn over lower ones.
    pub class: u8,
    /// Its vertices from end to end; a closed line repeats the first.
    pub coords: Arc<[[f64; 2]]>,
    /// The weight of each vertex by the size of the detail that goes with it, as
    /// [`weight_of_area`](crate::topology::weight_of_area) counts it. A line without
    /// weights is drawn whole, whatever the scale.
    pub weights: Option<Arc<[u8]>>,
}

/// One point with a symbol.
#[derive(Clone, Copy, Debug)]
pub struct PointInput {
    /// The owner's name for it.
    pub key: u32,
    /// Index into [`MapColours::points`](super::MapColours::points), below [`MAX_POINT_CLASSES`];
    /// higher classes are drawn over lower ones.
    pub class: u8,
    /// Where there are more points in sight than a frame draws, those of a class that are
    /// less important are left out.
    pub importance: u8,
    /// Longitude and latitude in degrees.
    pub at: [f64; 2],
}
