//! Objects that were edited since the scene was prepared: drawn whole, over the scene, in
//! which they are hidden. One edit touches a border and the fills beside it, so only those
//! are triangulated anew; the rest is copied.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};

use super::geometry::{Bounds, FillPager, Geometry, LinePager, Range};
use super::plane::Plane;
use super::prepare::{PreparedScene, Step, Triangulated, fresh_id};
use super::scene::{FillInput, LineInput};

/// The edited objects, by key.
#[derive(Debug, Default)]
pub(super) struct Overlay {
    lines: BTreeMap<u32, EditedLine>,
    fills: BTreeMap<u32, EditedFill>,
}

#[derive(Debug)]
struct EditedLine {
    class: u8,
    points: Vec<[f64; 2]>,
}

#[derive(Debug)]
struct EditedFill {
    class: u8,
    layer: u8,
    shape: Triangulated,
}

impl Overlay {
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.fills.is_empty()
    }

    pub fn len(&self) -> usize {
        self.lines.len() + self.fills.len()
    }

    pub fn put_line(&mut self, line: &LineInput, plane: Plane) {
        let points = plane.relative(&line.coords);
        self.lines.insert(
            line.key,
            EditedLine {
                class: line.class,
                points,
            },
        );
    }

    pub fn put_fill(&mut self, fill: &FillInput, plane: Plane) {
        let (class, layer) = (fill.class, fill.layer);
        let shape = Triangulated::of(fill, plane);
        self.fills.insert(
            fill.key,
            EditedFill {
                class,
                layer,
                shape,
            },
        );
    }

    pub fn remove_line(&mut self, key: u32) {
        self.lines.remove(&key);
    }

    pub fn remove_fill(&mut self, key: u32) {
        self.fills.remove(&key);
    }

    pub fn set_fill_class(&mut self, key: u32, class: u8) -> bool {
        match self.fills.get_mut(&key) {
            Some(fill) if fill.class != class => {
                fill.class = class;
                true
            }
            _ => false,
        }
    }

    /// The overlay as a scene of a single step, ready to draw.
    pub fn prepared(&self, plane: Plane) -> PreparedScene {
        let mut geometry = Geometry::default();
        let mut step = Step {
            line_ranges: vec![Range::default(); self.lines.len()],
            fill_ranges: vec![Range::default(); self.fills.len()],
            ..Step::default()
        };
        let lines: Vec<&EditedLine> = self.lines.values().collect();
        let mut order: Vec<usize> = (0..lines.len()).collect();
        order.sort_by_key(|line| lines[*line].class);
        let mut pager = LinePager::new(&mut geometry.line_pages, plane.unit_m);
        for line in order {
            let EditedLine { class, points } = lines[line];
            step.line_ranges[line] = pager.push(line as u32, *class, points);
        }
        step.line_chunks = pager.finish();
        let fills: Vec<&EditedFill> = self.fills.values().collect();
        let mut order: Vec<usize> = (0..fills.len()).collect();
        order.sort_by_key(|fill| fills[*fill].layer);
        let mut pager = FillPager::new(&mut geometry.fill_pages, plane.unit_m);
        for fill in order {
            let EditedFill { layer, shape, .. } = fills[fill];
            step.fill_ranges[fill] =
                pager.push(fill as u32, *layer, &shape.points, &shape.triangles);
        }
        step.fill_chunks = pager.finish();
        let index = |keys: Vec<u32>| -> HashMap<u32, u32> {
            keys.into_iter()
                .enumerate()
                .map(|(index, key)| (key, index as u32))
                .collect()
        };
        PreparedScene {
            id: fresh_id(),
            plane,
            steps: vec![Arc::new(step)],
            point_chunks: Vec::new(),
            line_of_key: index(self.lines.keys().copied().collect()),
            fill_of_key: index(self.fills.keys().copied().collect()),
            line_classes: lines.iter().map(|line| line.class).collect(),
            fill_classes: fills.iter().map(|fill| fill.class).collect(),
            line_bounds: lines.iter().map(|line| Bounds::of(&line.points)).collect(),
            fill_bounds: fills
                .iter()
                .map(|fill| Bounds::of(&fill.shape.points))
                .collect(),
            geometry: Mutex::new(Some(geometry)),
            vertices_by_step: Vec::new(),
        }
    }
}
