//! Geometry as the graphics card wants it: vertices in pages that become buffers, cut into
//! chunks with a box each, so that a frame draws only the chunks in sight. Positions are
//! whole numbers of the plane's unit, from the scene's origin.

use bytemuck::{Pod, Zeroable};

use super::plane::whole_units;

/// Vertices in a page. A page is handed to the graphics card as a whole, so that what is
/// held twice meanwhile is a few megabytes.
const PAGE_VERTICES: usize = 1 << 18;
/// Vertices in a chunk: few enough to cull well, many enough to draw in few calls.
const CHUNK_VERTICES: usize = 2048;
/// Points in a chunk: they lie all over, so that fewer of them fill a screen.
const CHUNK_POINTS: u32 = 256;
/// Marks a vertex between pages that belongs to no line.
const NO_LINE: u32 = u32::MAX;

/// One vertex of a line. The segment after it is drawn if the next vertex is of the same line.
#[derive(Clone, Copy, Debug, Pod, Zeroable)]
#[repr(C)]
pub(super) struct LineVertex {
    /// In units of the plane, from its origin.
    pub at: [i32; 2],
    /// Distance from the line's start, in metres of the drawing plane.
    pub along: f32,
    /// Length of the whole line, in metres of the drawing plane.
    pub total: f32,
    /// Place of the line in its layer.
    pub line: u32,
}

/// One corner of a fill's triangles.
#[derive(Clone, Copy, Debug, Pod, Zeroable)]
#[repr(C)]
pub(super) struct FillVertex {
    /// In units of the plane, from its origin.
    pub at: [i32; 2],
    /// Place of the fill in its layer.
    pub fill: u32,
}

/// One point symbol.
#[derive(Clone, Copy, Debug, Pod, Zeroable)]
#[repr(C)]
pub(super) struct PointVertex {
    /// In units of the plane, from its origin.
    pub at: [i32; 2],
    pub class: u32,
}

/// Vertices and triangles that become a pair of buffers.
#[derive(Debug, Default)]
pub(super) struct FillPage {
    pub vertices: Vec<FillVertex>,
    pub indices: Vec<u32>,
}

/// What is uploaded once.
#[derive(Debug, Default)]
pub(super) struct Geometry {
    pub line_pages: Vec<Vec<LineVertex>>,
    pub fill_pages: Vec<FillPage>,
    pub points: Vec<PointVertex>,
}

/// A box on the drawing plane, relative to the scene's origin: least x, y, greatest x, y.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Bounds([f64; 4]);

impl Bounds {
    pub const EMPTY: Self = Self([
        f64::INFINITY,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::NEG_INFINITY,
    ]);

    pub fn new(low: [f64; 2], high: [f64; 2]) -> Self {
        Self([low[0], low[1], high[0], high[1]])
    }

    pub fn of(points: &[[f64; 2]]) -> Self {
        let mut bounds = Self::EMPTY;
        points.iter().for_each(|point| bounds.extend(*point));
        bounds
    }

    pub fn extend(&mut self, [x, y]: [f64; 2]) {
        let [min_x, min_y, max_x, max_y] = self.0;
        self.0 = [min_x.min(x), min_y.min(y), max_x.max(x), max_y.max(y)];
    }

    pub fn intersects(&self, other: &Self) -> bool {
        self.0[0] <= other.0[2]
            && other.0[0] <= self.0[2]
            && self.0[1] <= other.0[3]
            && other.0[1] <= self.0[3]
    }

    /// The least and the greatest corner; nothing where nothing is in it.
    pub fn corners(&self) -> Option<[[f64; 2]; 2]> {
        let [min_x, min_y, max_x, max_y] = self.0;
        (min_x <= max_x).then_some([[min_x, min_y], [max_x, max_y]])
    }

    pub fn centre(&self) -> [f64; 2] {
        [(self.0[0] + self.0[2]) / 2.0, (self.0[1] + self.0[3]) / 2.0]
    }
}

/// A run of vertices (lines, points) or indices (fills) in one page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Range {
    pub page: u32,
    pub start: u32,
    pub end: u32,
}

impl Range {
    pub fn is_empty(&self) -> bool {
        self.end <= self.start
    }
}

/// A run that is drawn or left out as one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Chunk {
    pub bounds: Bounds,
    /// Class of a line or point; layer of a fill.
    pub group: u8,
    pub range: Range,
}

/// Place along a Z-shaped curve through the box, so that neighbours lie together in a buffer.
pub(super) fn place_on_curve(point: [f64; 2], whole: &Bounds) -> u64 {
    let [min_x, min_y, max_x, max_y] = whole.0;
    let scaled = |value: f64, low: f64, high: f64| -> u64 {
        let share = if high > low {
            (value - low) / (high - low)
        } else {
            0.0
        };
        (share.clamp(0.0, 1.0) * 65_535.0) as u64
    };
    let spread = |mut bits: u64| {
        bits = (bits | (bits << 8)) & 0x00FF_00FF;
        bits = (bits | (bits << 4)) & 0x0F0F_0F0F;
        bits = (bits | (bits << 2)) & 0x3333_3333;
        (bits | (bits << 1)) & 0x5555_5555
    };
    spread(scaled(point[0], min_x, max_x)) | (spread(scaled(point[1], min_y, max_y)) << 1)
}

/// Lays lines into pages and chunks, in the order in which they are drawn.
pub(super) struct LinePager<'pages> {
    pages: &'pages mut Vec<Vec<LineVertex>>,
    unit_m: f64,
    page: Vec<LineVertex>,
    chunks: Vec<Chunk>,
    chunk_start: usize,
    chunk_bounds: Bounds,
    chunk_class: u8,
}

const SENTINEL: LineVertex = LineVertex {
    at: [0; 2],
    along: 0.0,
    total: 0.0,
    line: NO_LINE,
};

impl<'pages> LinePager<'pages> {
    pub fn new(pages: &'pages mut Vec<Vec<LineVertex>>, unit_m: f64) -> Self {
        Self {
            pages,
            unit_m,
            page: vec![SENTINEL],
            chunks: Vec::new(),
            chunk_start: 1,
            chunk_bounds: Bounds::EMPTY,
            chunk_class: 0,
        }
    }

    /// Adds a line; `points` are relative to the scene's origin.
    pub fn push(&mut self, line: u32, class: u8, points: &[[f64; 2]]) -> Range {
        if points.len() < 2 {
            return Range::default();
        }
        if class != self.chunk_class {
            self.close_chunk();
            self.chunk_class = class;
        }
        if self.page.len() > 1 && self.page.len() + points.len() > PAGE_VERTICES {
            self.close_page();
        }
        let start = self.page.len();
        let step = |pair: &[[f64; 2]]| (pair[1][0] - pair[0][0]).hypot(pair[1][1] - pair[0][1]);
        let total: f64 = points.windows(2).map(step).sum();
        let mut along = 0.0;
        let mut previous = points[0];
        for point in points {
            along += (point[0] - previous[0]).hypot(point[1] - previous[1]);
            previous = *point;
            self.chunk_bounds.extend(*point);
            if self.page.len() - self.chunk_start >= CHUNK_VERTICES {
                // The segment that ends here is drawn with the chunk that is closed now.
                self.close_chunk();
                self.chunk_bounds.extend(*point);
            }
            self.page.push(LineVertex {
                at: whole_units(*point, self.unit_m),
                along: along as f32,
                total: total as f32,
                line,
            });
        }
        self.range(start)
    }

    pub fn finish(mut self) -> Vec<Chunk> {
        self.close_page();
        self.chunks
    }

    fn range(&self, start: usize) -> Range {
        Range {
            page: self.pages.len() as u32,
            start: start as u32,
            end: self.page.len() as u32,
        }
    }

    fn close_chunk(&mut self) {
        let range = self.range(self.chunk_start);
        if !range.is_empty() {
            self.chunks.push(Chunk {
                bounds: self.chunk_bounds,
                group: self.chunk_class,
                range,
            });
        }
        self.chunk_start = self.page.len();
        self.chunk_bounds = Bounds::EMPTY;
    }

    fn close_page(&mut self) {
        self.close_chunk();
        if self.page.len() > 1 {
            // A segment reads one vertex before it and two after its start.
            let mut page = std::mem::replace(&mut self.page, vec![SENTINEL]);
            page.extend([SENTINEL, SENTINEL]);
            page.shrink_to_fit();
            self.pages.push(page);
        }
        self.chunk_start = self.page.len();
    }
}

/// Lays triangulated fills into pages and chunks, in the order in which they are drawn.
pub(super) struct FillPager<'pages> {
    pages: &'pages mut Vec<FillPage>,
    unit_m: f64,
    page: FillPage,
    chunks: Vec<Chunk>,
    chunk_start: usize,
    chunk_bounds: Bounds,
    chunk_layer: u8,
}

impl<'pages> FillPager<'pages> {
    pub fn new(pages: &'pages mut Vec<FillPage>, unit_m: f64) -> Self {
        Self {
            pages,
            unit_m,
            page: FillPage::default(),
            chunks: Vec::new(),
            chunk_start: 0,
            chunk_bounds: Bounds::EMPTY,
            chunk_layer: 0,
        }
    }

    /// Adds a fill; `triangles` index into `points`, which are relative to the scene's origin.
    pub fn push(&mut self, fill: u32, layer: u8, points: &[[f64; 2]], triangles: &[u32]) -> Range {
        if triangles.is_empty() {
            return Range::default();
        }
        let open = self.page.indices.len() - self.chunk_start;
        if layer != self.chunk_layer || open >= 3 * CHUNK_VERTICES {
            self.close_chunk();
            self.chunk_layer = layer;
        }
        if !self.page.vertices.is_empty() && self.page.vertices.len() + points.len() > PAGE_VERTICES
        {
            self.close_page();
        }
        let (start, base) = (self.page.indices.len(), self.page.vertices.len() as u32);
        for point in points {
            self.chunk_bounds.extend(*point);
            self.page.vertices.push(FillVertex {
                at: whole_units(*point, self.unit_m),
                fill,
            });
        }
        self.page
            .indices
            .extend(triangles.iter().map(|corner| base + corner));
        self.range(start)
    }

    pub fn finish(mut self) -> Vec<Chunk> {
        self.close_page();
        self.chunks
    }

    fn range(&self, start: usize) -> Range {
        let end = self.page.indices.len() as u32;
        Range {
            page: self.pages.len() as u32,
            start: start as u32,
            end,
        }
    }

    fn close_chunk(&mut self) {
        let range = self.range(self.chunk_start);
        if !range.is_empty() {
            self.chunks.push(Chunk {
                bounds: self.chunk_bounds,
                group: self.chunk_layer,
                range,
            });
        }
        self.chunk_start = self.page.indices.len();
        self.chunk_bounds = Bounds::EMPTY;
    }

    fn close_page(&mut self) {
        self.close_chunk();
        if !self.page.indices.is_empty() {
            let mut page = std::mem::take(&mut self.page);
            page.vertices.shrink_to_fit();
            page.indices.shrink_to_fit();
            self.pages.push(page);
        }
        self.chunk_start = 0;
    }
}

/// Points that are drawn together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PointGroup {
    pub class: u8,
    pub importance: u8,
}

/// Chunks of points that are sorted by class, falling importance and place.
pub(super) fn point_chunks(points: &[([f64; 2], PointGroup)]) -> Vec<Chunk> {
    let mut chunks: Vec<Chunk> = Vec::new();
    let mut last = None;
    for (index, (point, group)) in points.iter().enumerate() {
        let index = index as u32;
        let fits = |chunk: &Chunk| chunk.range.end - chunk.range.start < CHUNK_POINTS;
        if last.replace(*group) != Some(*group) || !chunks.last().is_some_and(fits) {
            let range = Range {
                page: 0,
                start: index,
                end: index,
            };
            chunks.push(Chunk {
                bounds: Bounds::EMPTY,
                group: group.class,
                range,
            });
        }
        if let Some(chunk) = chunks.last_mut() {
            chunk.bounds.extend(*point);
            chunk.range.end = index + 1;
        }
    }
    chunks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_cut_into_chunks_that_cover_every_segment() {
        let points: Vec<[f64; 2]> = (0..5000).map(|step| [f64::from(step), 0.0]).collect();
        let mut pages = Vec::new();
        let mut pager = LinePager::new(&mut pages, 1.0);
        let whole = pager.push(7, 2, &points);
        let chunks = pager.finish();
        assert_eq!(whole.end - whole.start, 5000);
        assert!(chunks.len() > 1);
        let covered: u32 = chunks
            .iter()
            .map(|chunk| chunk.range.end - chunk.range.start)
            .sum();
        assert_eq!(covered, 5000);
        // Each chunk's box holds the end of its last segment, which starts the next chunk.
        for pair in chunks.windows(2) {
            assert_eq!(pair[0].range.end, pair[1].range.start);
            assert!(pair[0].bounds.0[2] >= pair[1].bounds.0[0]);
        }
        assert_eq!(pages[0].len(), 5000 + 3);
    }

    #[test]
    fn chunks_never_mix_classes() {
        let mut pages = Vec::new();
        let mut pager = LinePager::new(&mut pages, 1.0);
        for class in [0, 0, 1, 1, 3] {
            pager.push(u32::from(class), class, &[[0.0, 0.0], [1.0, 1.0]]);
        }
        let groups: Vec<u8> = pager.finish().iter().map(|chunk| chunk.group).collect();
        assert_eq!(groups, vec![0, 1, 3]);
    }
}
