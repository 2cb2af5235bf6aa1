//! From a scene to what the graphics card draws: projects, simplifies in fixed steps and triangulates. It is slow (about a second for 300,000 vertices) and meant for
//! a background thread; its result goes to [`MapCanvas`](super::MapCanvas).

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use rayon::prelude::*;

use super::geometry::{
    Bounds, Chunk, FillPager, Geometry, LinePager, PointGroup, PointVertex, Range, place_on_curve,
    point_chunks,
};
use super::plane::{Plane, box_of, whole_units};
use super::projection::MAX_LATITUDE_DEG;
use super::scene::{FillInput, LineInput, PointInput, RingInput, Scene};
use crate::topology::weight_of_area;

/// Each step is drawn from this many plane metres in a pixel, up to the next.
pub(super) const STEPS_PLANE_METRES_PER_PIXEL: [f64; 18] = [
    0.0, 5.0, 8.0, 13.0, 20.0, 32.0, 50.0, 80.0, 130.0, 160.0, 200.0, 250.0, 320.0, 450.0, 640.0,
    900.0, 1280.0, 2560.0,
];

/// A vertex goes when its triangle is smaller than this many square pixels.
const LOST_DETAIL_SQUARE_PIXELS: f64 = 2.0;

/// A step that keeps more than a share of the finer step's vertices is not worth its memory:
/// the share for steps of so many vertices at most. Those of few take little and are seen in
/// the widest views; those of many are what memory is used for.
const WORTHWHILE_SHARES: [(usize, f64); 3] = [(120_000, 0.85), (800_000, 0.6), (usize::MAX, 0.5)];

/// Whether a step of so many vertices is worth its memory beside the next finer one.
fn is_worthwhile(vertices: usize, finer: usize) -> bool {
    let (_, share) =
        WORTHWHILE_SHARES[WORTHWHILE_SHARES.partition_point(|(most, _)| *most < vertices)];
    vertices as f64 <= share * finer as f64
}

/// So many fills are triangulated between two questions whether to go on.
const FILLS_AT_ONCE: usize = 256;

static NEXT_ID: AtomicU64 = AtomicU64::new(1);

/// A number that no other prepared geometry has had.
pub(super) fn fresh_id() -> u64 {
    NEXT_ID.fetch_add(1, Ordering::Relaxed)
}

/// One level of detail: what to draw, where it lies in the pages.
#[derive(Debug, Default)]
pub(super) struct Step {
    pub line_chunks: Vec<Chunk>,
    pub fill_chunks: Vec<Chunk>,
    /// By line.
    pub line_ranges: Vec<Range>,
    /// By fill.
    pub fill_ranges: Vec<Range>,
}

/// A scene made ready to draw. Made by [`prepare_scene`], drawn by [`MapCanvas`](super::MapCanvas).
///
/// The vertices themselves are handed to the first renderer that draws the scene and are
/// then no longer held in main memory: draw a scene with one renderer only.
#[derive(Debug)]
pub struct PreparedScene {
    pub(super) id: u64,
    pub(super) plane: Plane,
    /// As many as there are steps; equal neighbours are the same object.
    pub(super) steps: Vec<Arc<Step>>,
    pub(super) point_chunks: Vec<Chunk>,
    pub(super) line_of_key: HashMap<u32, u32>,
    pub(super) fill_of_key: HashMap<u32, u32>,
    pub(super) line_classes: Vec<u8>,
    pub(super) fill_classes: Vec<u8>,
    pub(super) line_bounds: Vec<Bounds>,
    pub(super) fill_bounds: Vec<Bounds>,
    pub(super) geometry: Mutex<Option<Geometry>>,
    pub(super) vertices_by_step: Vec<usize>,
}

impl PreparedScene {
    /// Line vertices at each level of detail, finest first.
    #[must_use]
    pub fn line_vertices_by_step(&self) -> &[usize] {
        &self.vertices_by_step
    }
}

/// Makes a scene ready to draw, for a background thread.
///
/// `progress` is told the share that is done, from 0 to 1, and says whether to go on;
/// `None` is returned as soon as it says no. What cannot be drawn (coordinates that are not
/// finite, rings of fewer than three vertices, references to no line) is left out.
pub fn prepare_scene(
    scene: &Scene,
    progress: &mut dyn FnMut(f32) -> bool,
) -> Option<PreparedScene> {
    let plane = Plane::around(scene.projection, extent_of(scene));
    prepare_from(scene, plane, &STEPS_PLANE_METRES_PER_PIXEL, progress)
}

/// The same on a given plane and with the given steps.
pub(super) fn prepare_from(
    scene: &Scene,
    plane: Plane,
    steps: &[f64],
    progress: &mut dyn FnMut(f32) -> bool,
) -> Option<PreparedScene> {
    let lines: Vec<Vec<[f64; 2]>> = scene
        .lines
        .par_iter()
        .map(|line| plane.relative(&line.coords))
        .collect();
    let weights: Vec<&[u8]> = (scene.lines.iter().zip(&lines))
        .map(|(line, points)| weights_of(line, points))
        .collect();
    let fills = own_rings(&scene.fills, plane);
    let ground = least_ground_share(scene);
    let line_bounds: Vec<Bounds> = lines.iter().map(|points| Bounds::of(points)).collect();
    let fill_bounds: Vec<Bounds> = scene
        .fills
        .iter()
        .zip(&fills)
        .map(|(fill, own)| bounds_of_fill(fill, own, &lines))
        .collect();
    let whole = whole_bounds(&line_bounds, &fill_bounds);
    let line_order = sorted_by(scene.lines.len(), |line| {
        (
            scene.lines[line].class,
            place_on_curve(line_bounds[line].centre(), &whole),
        )
    });
    let fill_order = sorted_by(scene.fills.len(), |fill| {
        (
            scene.fills[fill].layer,
            place_on_curve(fill_bounds[fill].centre(), &whole),
        )
    });

    let mut geometry = Geometry::default();
    let mut built: Vec<Arc<Step>> = Vec::with_capacity(steps.len());
    let mut vertices_by_step: Vec<usize> = Vec::with_capacity(steps.len());
    for (number, from) in steps.iter().enumerate() {
        let threshold = weight_of_area(LOST_DETAIL_SQUARE_PIXELS * from * from * ground);
        let kept = count_kept(&lines, &weights, threshold);
        if let (Some(finer), Some(vertices)) = (built.last(), vertices_by_step.last())
            && !is_worthwhile(kept, *vertices)
        {
            let (finer, vertices) = (Arc::clone(finer), *vertices);
            built.push(finer);
            vertices_by_step.push(vertices);
            continue;
        }
        let simplified: Vec<Vec<[f64; 2]>> = lines
            .iter()
            .zip(&weights)
            .map(|(points, weights)| above(points, weights, threshold))
            .collect();
        let mut step = Step {
            line_ranges: vec![Range::default(); lines.len()],
            fill_ranges: vec![Range::default(); fills.len()],
            ..Step::default()
        };
        let mut pager = LinePager::new(&mut geometry.line_pages, plane.unit_m);
        for line in &line_order {
            step.line_ranges[*line] =
                pager.push(*line as u32, scene.lines[*line].class, &simplified[*line]);
        }
        step.line_chunks = pager.finish();
        let mut pager = FillPager::new(&mut geometry.fill_pages, plane.unit_m);
        for (done, some) in fill_order.chunks(FILLS_AT_ONCE).enumerate() {
            let within = (done * FILLS_AT_ONCE) as f32 / fill_order.len() as f32;
            if !progress(0.1 + 0.9 * (number as f32 + within) / steps.len() as f32) {
                return None;
            }
            let shapes: Vec<Triangulated> = some
                .par_iter()
                .map_init(Triangulator::default, |triangulator, fill| {
                    triangulator.triangulate(&scene.fills[*fill], &fills[*fill], &simplified);
                    std::mem::take(&mut triangulator.result)
                })
                .collect();
            for (fill, shape) in some.iter().zip(shapes) {
                let layer = scene.fills[*fill].layer;
                step.fill_ranges[*fill] =
                    pager.push(*fill as u32, layer, &shape.points, &shape.triangles);
            }
        }
        step.fill_chunks = pager.finish();
        built.push(Arc::new(step));
        vertices_by_step.push(kept);
    }
    let (points, point_chunks) = prepare_points(&scene.points, plane, &whole);
    geometry.points = points;
    if !progress(1.0) {
        return None;
    }
    Some(PreparedScene {
        id: fresh_id(),
        plane,
        steps: built,
        point_chunks,
        line_of_key: indexed(scene.lines.iter().map(|line| line.key)),
        fill_of_key: indexed(scene.fills.iter().map(|fill| fill.key)),
        line_classes: scene.lines.iter().map(|line| line.class).collect(),
        fill_classes: scene.fills.iter().map(|fill| fill.class).collect(),
        line_bounds,
        fill_bounds,
        geometry: Mutex::new(Some(geometry)),
        vertices_by_step,
    })
}

/// The rings of a fill that have coordinates of their own, in order of appearance.
type OwnRings = Vec<Vec<[f64; 2]>>;

/// The box of all places in degrees; nothing where there are none.
fn extent_of(scene: &Scene) -> Option<[[f64; 2]; 2]> {
    let lines = scene.lines.iter().flat_map(|line| line.coords.iter());
    let rings = scene.fills.iter().flat_map(|fill| fill.polygons.iter());
    let own = rings.flatten().flat_map(|ring| match ring {
        RingInput::Coords(coords) => coords.as_slice(),
        RingInput::Lines(_) => &[],
    });
    let points = scene.points.iter().map(|point| &point.at);
    box_of(lines.chain(own).chain(points))
}

/// A line's weights, if there is one for each vertex that is drawn.
fn weights_of<'scene>(line: &'scene LineInput, points: &[[f64; 2]]) -> &'scene [u8] {
    let weights = line.weights.as_deref();
    weights
        .filter(|weights| weights.len() == points.len())
        .unwrap_or_default()
}

/// The least square metres on the ground that a square metre of the plane stands for,
/// anywhere in the scene, as far as nine places tell.
fn least_ground_share(scene: &Scene) -> f64 {
    let Some([low, high]) = extent_of(scene) else {
        return 1.0;
    };
    let along = |axis: usize, step: u32| {
        let degrees = low[axis] + (high[axis] - low[axis]) * f64::from(step) / 2.0;
        let most = [180.0, MAX_LATITUDE_DEG][axis];
        degrees.clamp(-most, most)
    };
    let places = (0..9).map(|place| [along(0, place % 3), along(1, place / 3)]);
    places
        .map(|place| {
            scene
                .projection
                .plane_metres_per_ground_metre(place)
                .powi(-2)
        })
        .fold(f64::INFINITY, f64::min)
}

fn own_rings(fills: &[FillInput], plane: Plane) -> Vec<OwnRings> {
    let own = |ring: &RingInput| match ring {
        RingInput::Lines(_) => None,
        RingInput::Coords(coords) => Some(plane.relative(coords)),
    };
    fills
        .iter()
        .map(|fill| fill.polygons.iter().flatten().filter_map(own).collect())
        .collect()
}

fn bounds_of_fill(fill: &FillInput, own: &OwnRings, lines: &[Vec<[f64; 2]>]) -> Bounds {
    let mut bounds = Bounds::EMPTY;
    for points in own {
        points.iter().for_each(|point| bounds.extend(*point));
    }
    for ring in fill.polygons.iter().flatten() {
        if let RingInput::Lines(references) = ring {
            for points in references
                .iter()
                .filter_map(|(line, _)| lines.get(*line as usize))
            {
                points.iter().for_each(|point| bounds.extend(*point));
            }
        }
    }
    bounds
}

fn whole_bounds(lines: &[Bounds], fills: &[Bounds]) -> Bounds {
    let mut whole = Bounds::EMPTY;
    for bounds in lines.iter().chain(fills) {
        let centre = bounds.centre();
        if centre.iter().all(|value| value.is_finite()) {
            whole.extend(centre);
        }
    }
    whole
}

fn sorted_by<Key: Ord>(count: usize, key: impl Fn(usize) -> Key) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by_cached_key(|index| key(*index));
    order
}

fn indexed(keys: impl Iterator<Item = u32>) -> HashMap<u32, u32> {
    keys.enumerate()
        .map(|(index, key)| (key, index as u32))
        .collect()
}

/// How many vertices of lines are left at a threshold.
fn count_kept(lines: &[Vec<[f64; 2]>], weights: &[&[u8]], threshold: u8) -> usize {
    let count = |(points, weights): (&Vec<[f64; 2]>, &&[u8])| match weights {
        [] => points.len(),
        _ => weights.iter().filter(|it| **it >= threshold).count(),
    };
    lines.iter().zip(weights).map(count).sum()
}

/// The vertices that stay; all of them where there are no weights.
fn above(points: &[[f64; 2]], weights: &[u8], threshold: u8) -> Vec<[f64; 2]> {
    if weights.is_empty() {
        return points.to_vec();
    }
    points
        .iter()
        .zip(weights)
        .filter(|(_, weight)| **weight >= threshold)
        .map(|(point, _)| *point)
        .collect()
}

/// A fill's corners, relative to an origin, and its triangles.
#[derive(Debug, Default)]
pub(super) struct Triangulated {
    pub points: Vec<[f64; 2]>,
    pub triangles: Vec<u32>,
}

impl Triangulated {
    /// Triangulates one fill whole; of its rings, those with their own coordinates.
    pub fn of(fill: &FillInput, plane: Plane) -> Self {
        let own = own_rings(std::slice::from_ref(fill), plane);
        let mut triangulator = Triangulator::default();
        if let Some(own) = own.first() {
            triangulator.triangulate(fill, own, &[]);
        }
        triangulator.result
    }
}

/// Turns fills into triangles; its buffers are used again for the next fill.
#[derive(Default)]
struct Triangulator {
    result: Triangulated,
    polygon: Vec<[f64; 2]>,
    corners: Vec<u32>,
    holes: Vec<u32>,
    earcut: earcut::Earcut<f64>,
}

impl Triangulator {
    fn triangulate(&mut self, fill: &FillInput, own: &OwnRings, lines: &[Vec<[f64; 2]>]) {
        self.result.points.clear();
        self.result.triangles.clear();
        let mut own = own.iter();
        for rings in &fill.polygons {
            self.polygon.clear();
            self.holes.clear();
            let mut outer_is_there = false;
            for (number, ring) in rings.iter().enumerate() {
                let start = self.polygon.len();
                match ring {
                    RingInput::Coords(_) => {
                        self.polygon.extend(own.next().into_iter().flatten());
                    }
                    RingInput::Lines(references) => {
                        append_lines(&mut self.polygon, start, references, lines);
                    }
                }
                if self.polygon.len() > start + 1 && self.polygon.last() == self.polygon.get(start)
                {
                    self.polygon.pop();
                }
                if self.polygon.len() < start + 3 {
                    self.polygon.truncate(start);
                } else if number == 0 {
                    outer_is_there = true;
                } else {
                    self.holes.push(start as u32);
                }
            }
            if outer_is_there {
                let base = self.result.points.len() as u32;
                self.earcut
                    .earcut(self.polygon.iter().copied(), &self.holes, &mut self.corners);
                self.result.points.extend_from_slice(&self.polygon);
                self.result
                    .triangles
                    .extend(self.corners.iter().map(|corner| base + corner));
            }
        }
    }
}

/// Appends lines end to end; a vertex where two of them meet is taken once.
fn append_lines(
    ring: &mut Vec<[f64; 2]>,
    start: usize,
    references: &[(u32, bool)],
    lines: &[Vec<[f64; 2]>],
) {
    for (line, reversed) in references {
        let Some(points) = lines.get(*line as usize) else {
            continue;
        };
        let mut add = |point: &[f64; 2]| {
            if ring.len() == start || ring.last() != Some(point) {
                ring.push(*point);
            }
        };
        if *reversed {
            points.iter().rev().for_each(&mut add);
        } else {
            points.iter().for_each(&mut add);
        }
    }
}

fn prepare_points(
    inputs: &[PointInput],
    plane: Plane,
    whole: &Bounds,
) -> (Vec<PointVertex>, Vec<Chunk>) {
    let mut points: Vec<([f64; 2], PointGroup)> = inputs
        .iter()
        .flat_map(|input| {
            let group = PointGroup {
                class: input.class,
                importance: input.importance,
            };
            plane
                .relative(&[input.at])
                .into_iter()
                .map(move |point| (point, group))
        })
        .collect();
    points.sort_by_cached_key(|(point, group)| {
        let first_important = u8::MAX - group.importance;
        (group.class, first_important, place_on_curve(*point, whole))
    });
    let vertices = points
        .iter()
        .map(|(point, group)| PointVertex {
            at: whole_units(*point, plane.unit_m),
            class: u32::from(group.class),
        })
        .collect();
    (vertices, point_chunks(&points))
}
