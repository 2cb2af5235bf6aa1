//! One frame of the map: writes the few uniforms that changed and draws the chunks in sight
//! at one level of detail, inside egui's own render pass. Nothing else happens per frame.

use std::sync::Arc;

use egui::PaintCallbackInfo;
use egui::epaint::ViewportInPixels;
use egui_wgpu::{CallbackResources, CallbackTrait, ScreenDescriptor};

use super::canvas::Highlight;
use super::cost::Meter;
use super::geometry::{Bounds, Chunk, LineVertex, PointVertex, Range};
use super::gpu::{Classes, LayerGpu, MapGpu};
use super::prepare::{PreparedScene, STEPS_PLANE_METRES_PER_PIXEL, Step};
use super::scene::{MAX_FILL_CLASSES, MAX_LINE_CLASSES, MAX_POINT_CLASSES};
use super::style::MapColours;
use super::uniforms::{
    MAX_HIGHLIGHTS, PASS_STRIDE, PASSES, PassEntry, Tables, bounds_in_sight, globals, premultiplied,
};
use super::view::MapView;

/// Fills are drawn in this many layers; a higher layer counts as the last.
const FILL_LAYERS: u8 = 4;

/// A frame draws so many points; of more in sight, the more important.
const MOST_POINTS: u32 = 20_000;

/// A scene with the classes that its objects have now.
#[derive(Clone)]
pub(super) struct Layer {
    pub scene: Arc<PreparedScene>,
    pub classes: Arc<Classes>,
}

/// What egui calls back to draw one view of the map.
pub(super) struct MapCallback {
    pub id: u64,
    pub view: MapView,
    pub layers: Vec<Layer>,
    pub colours: Arc<MapColours>,
    pub highlights: Arc<[Highlight]>,
}

impl MapCallback {
    fn tables(&self, pixels_per_point: f32) -> Tables {
        let lines: Vec<_> = self
            .highlights
            .iter()
            .take(MAX_HIGHLIGHTS)
            .map(|it| it.line)
            .collect();
        Tables::new(
            &self.colours,
            &lines,
            self.view.scale_denominator(),
            pixels_per_point,
        )
    }

    /// The core of each line style, each followed by its casing.
    fn passes(&self) -> Vec<PassEntry> {
        (0..PASSES)
            .map(|number| {
                let style = number / 2;
                let highlight = style
                    .checked_sub(MAX_LINE_CLASSES)
                    .and_then(|number| self.highlights.get(number));
                PassEntry {
                    colour: highlight.map_or([0.0; 4], |it| premultiplied(it.fill_colour, 1.0)),
                    line_style: style as u32,
                    is_halo: (number % 2) as u32,
                    has_colour: u32::from(highlight.is_some()),
                    padding: 0,
                }
            })
            .collect()
    }
}

impl CallbackTrait for MapCallback {
    fn prepare(
        &self,
        device: &wgpu::Device,
        queue: &wgpu::Queue,
        screen: &ScreenDescriptor,
        _encoder: &mut wgpu::CommandEncoder,
        resources: &mut CallbackResources,
    ) -> Vec<wgpu::CommandBuffer> {
        let Some(gpu) = resources.get_mut::<MapGpu>() else {
            tracing::error!("the map was drawn before its pipelines were installed");
            return Vec::new();
        };
        for layer in &self.layers {
            gpu.update_layer(device, queue, &layer.scene, &layer.classes);
        }
        let plane = self.layers.first().map(|layer| layer.scene.plane);
        let origin = plane.map_or(([0.0; 2], 1.0), |plane| (plane.origin, plane.unit_m));
        let pixels_per_point = screen.pixels_per_point;
        let viewport = ViewportInPixels::from_points(
            &self.view.rect(),
            pixels_per_point,
            screen.size_in_pixels,
        );
        let globals = globals(
            &self.view,
            origin,
            &viewport,
            pixels_per_point,
            premultiplied(self.colours.background, 1.0),
            gpu.target_is_linear,
        );
        gpu.update_view(
            device,
            queue,
            self.id,
            globals,
            self.tables(pixels_per_point),
            self.passes(),
        );
        Vec::new()
    }

    fn paint(
        &self,
        info: PaintCallbackInfo,
        pass: &mut wgpu::RenderPass<'static>,
        resources: &CallbackResources,
    ) {
        let Some(gpu) = resources.get::<MapGpu>() else {
            return;
        };
        let Some(view) = gpu.views.get(&self.id) else {
            return;
        };
        pass.set_bind_group(0, &view.bind_group, &[]);
        // What lies beneath is to be seen through a ground that is none.
        if self.colours.background.a() > 0 {
            pass.set_pipeline(&gpu.pipelines.ground);
            pass.draw(0..3, 0..1);
        }
        let Some(first) = self.layers.first() else {
            return;
        };
        let plane_metres_per_pixel =
            self.view.plane_metres_per_point() / f64::from(info.pixels_per_point);
        let layers = self
            .layers
            .iter()
            .filter_map(|layer| {
                let step = step_for(&layer.scene, plane_metres_per_pixel)?;
                Some(Drawn {
                    layer,
                    step,
                    gpu: gpu.layers.get(&layer.scene.id)?,
                })
            })
            .collect();
        let mut frame = Frame {
            pass,
            gpu,
            passes: &view.pass_bind_group,
            tables: self.tables(info.pixels_per_point),
            in_sight: bounds_in_sight(&self.view, first.scene.plane.origin),
            layers,
        };
        frame.draw_fills(&self.highlights);
        frame.draw_lines(&self.highlights);
        frame.draw_points();
    }
}

/// The coarsest step whose lost detail cannot be seen.
fn step_for(scene: &PreparedScene, plane_metres_per_pixel: f64) -> Option<&Step> {
    let finer =
        STEPS_PLANE_METRES_PER_PIXEL.partition_point(|from| *from <= plane_metres_per_pixel);
    let step = finer.max(1).min(scene.steps.len()).checked_sub(1)?;
    scene.steps.get(step).map(Arc::as_ref)
}

struct Drawn<'frame> {
    layer: &'frame Layer,
    step: &'frame Step,
    gpu: &'frame LayerGpu,
}

struct Frame<'frame> {
    pass: &'frame mut wgpu::RenderPass<'static>,
    gpu: &'frame MapGpu,
    passes: &'frame wgpu::BindGroup,
    tables: Tables,
    in_sight: Bounds,
    layers: Vec<Drawn<'frame>>,
}

impl Frame<'_> {
    fn select_pass(&mut self, number: usize) {
        self.pass
            .set_bind_group(2, self.passes, &[(number * PASS_STRIDE) as u32]);
    }

    fn draw_fills(&mut self, highlights: &[Highlight]) {
        self.select_pass(0);
        for number in 0..FILL_LAYERS {
            self.pass.set_pipeline(&self.gpu.pipelines.plain_fills);
            for drawn in &self.layers {
                let chunks = group(&drawn.step.fill_chunks, number, number == FILL_LAYERS - 1);
                let runs = runs_in_sight(chunks, &self.in_sight);
                draw_triangles(self.pass, drawn.gpu, &self.gpu.meter, runs);
            }
            self.pass.set_pipeline(&self.gpu.pipelines.fills);
            for drawn in &self.layers {
                let classes = &drawn.layer.classes;
                let is_blended =
                    |class: usize| classes.has_fill(class) && self.tables.fill_is_blended(class);
                if !(0..MAX_FILL_CLASSES).any(is_blended) {
                    continue;
                }
                let chunks = group(&drawn.step.fill_chunks, number, number == FILL_LAYERS - 1);
                let runs = runs_in_sight(chunks, &self.in_sight);
                draw_triangles(self.pass, drawn.gpu, &self.gpu.meter, runs);
            }
        }
        for (number, highlight) in highlights.iter().take(MAX_HIGHLIGHTS).enumerate() {
            if highlight.fill_colour.a() == 0 || highlight.fills.is_empty() {
                continue;
            }
            self.select_pass(2 * (MAX_LINE_CLASSES + number));
            for drawn in &self.layers {
                let scene = &drawn.layer.scene;
                let ranges = highlight.fills.iter().filter_map(|key| {
                    let fill = *scene.fill_of_key.get(key)? as usize;
                    let bounds = scene.fill_bounds.get(fill)?;
                    bounds
                        .intersects(&self.in_sight)
                        .then(|| drawn.step.fill_ranges.get(fill).copied())?
                });
                draw_triangles(self.pass, drawn.gpu, &self.gpu.meter, joined(ranges));
            }
        }
    }

    fn draw_lines(&mut self, highlights: &[Highlight]) {
        self.pass.set_pipeline(&self.gpu.pipelines.lines);
        for class in 0..MAX_LINE_CLASSES {
            if !self.tables.line_is_seen(class) {
                continue;
            }
            let casing_first = if self.tables.halo_is_seen(class) {
                1
            } else {
                0
            };
            for pass in (0..=casing_first).rev() {
                self.select_pass(2 * class + pass);
                for drawn in &self.layers {
                    let chunks = group(&drawn.step.line_chunks, class as u8, false);
                    let runs = runs_in_sight(chunks, &self.in_sight);
                    draw_segments(self.pass, drawn.gpu, &self.gpu.meter, runs);
                }
            }
        }
        for (number, highlight) in highlights.iter().take(MAX_HIGHLIGHTS).enumerate() {
            let style = MAX_LINE_CLASSES + number;
            if highlight.lines.is_empty() || !self.tables.line_is_seen(style) {
                continue;
            }
            let casing_first = if self.tables.halo_is_seen(style) {
                1
            } else {
                0
            };
            for pass in (0..=casing_first).rev() {
                self.select_pass(2 * style + pass);
                for drawn in &self.layers {
                    let scene = &drawn.layer.scene;
                    let ranges = highlight.lines.iter().filter_map(|key| {
                        let line = *scene.line_of_key.get(key)? as usize;
                        let bounds = scene.line_bounds.get(line)?;
                        bounds
                            .intersects(&self.in_sight)
                            .then(|| drawn.step.line_ranges.get(line).copied())?
                    });
                    draw_segments(self.pass, drawn.gpu, &self.gpu.meter, joined(ranges));
                }
            }
        }
    }

    fn draw_points(&mut self) {
        if self.layers.iter().all(|drawn| drawn.gpu.points.is_none()) {
            return;
        }
        self.pass.set_pipeline(&self.gpu.pipelines.points);
        self.select_pass(0);
        let mut left = MOST_POINTS;
        let mut runs_of: Vec<Vec<Vec<Range>>> = Vec::new();
        // The higher classes have the first claim, and are drawn last.
        for class in (0..MAX_POINT_CLASSES).rev() {
            let is_seen = self.tables.point_is_seen(class);
            let runs = self.layers.iter().map(|drawn| {
                let chunks = group(&drawn.layer.scene.point_chunks, class as u8, false);
                let chunks = if is_seen { chunks } else { &[] };
                let taken = first_of(runs_in_sight(chunks, &self.in_sight), &mut left);
                taken.collect()
            });
            runs_of.push(runs.collect());
        }
        for runs in runs_of.iter().rev() {
            for (drawn, runs) in self.layers.iter().zip(runs) {
                let Some(buffer) = drawn.gpu.points.as_ref().filter(|_| !runs.is_empty()) else {
                    continue;
                };
                self.pass.set_bind_group(1, &drawn.gpu.bind_group, &[]);
                for run in runs {
                    let offset = u64::from(run.start) * size_of::<PointVertex>() as u64;
                    self.pass.set_vertex_buffer(0, buffer.slice(offset..));
                    self.pass.draw(0..4, 0..run.end - run.start);
                    self.gpu.meter.points(run.end - run.start);
                }
            }
        }
    }
}

fn draw_triangles(
    pass: &mut wgpu::RenderPass<'static>,
    layer: &LayerGpu,
    meter: &Meter,
    runs: impl Iterator<Item = Range>,
) {
    let mut bound = None;
    for run in runs {
        let Some((vertices, indices)) = layer.fill_pages.get(run.page as usize) else {
            continue;
        };
        if bound != Some(run.page) {
            pass.set_bind_group(1, &layer.bind_group, &[]);
            pass.set_vertex_buffer(0, vertices.slice(..));
            pass.set_index_buffer(indices.slice(..), wgpu::IndexFormat::Uint32);
            bound = Some(run.page);
        }
        pass.draw_indexed(run.start..run.end, 0, 0..1);
        meter.corners(run.end - run.start);
    }
}

/// Draws the segments that start in the runs. The buffer is bound at a distance instead of
/// drawing from a first instance, which GL cannot.
fn draw_segments(
    pass: &mut wgpu::RenderPass<'static>,
    layer: &LayerGpu,
    meter: &Meter,
    runs: impl Iterator<Item = Range>,
) {
    let mut has_layer = false;
    for run in runs {
        let Some(page) = layer.line_pages.get(run.page as usize) else {
            continue;
        };
        if !has_layer {
            pass.set_bind_group(1, &layer.bind_group, &[]);
            has_layer = true;
        }
        let stride = size_of::<LineVertex>() as u64;
        // The vertex before, the segment's two ends, the vertex after; a page has room for all.
        let before = u64::from(run.start.saturating_sub(1)) * stride;
        for slot in 0..4 {
            pass.set_vertex_buffer(slot, page.slice(before + u64::from(slot) * stride..));
        }
        pass.draw(0..4, 0..run.end - run.start);
        meter.segments(run.end - run.start);
    }
}

/// The chunks of one class or layer; with `and_above`, of all higher ones too.
fn group(chunks: &[Chunk], number: u8, and_above: bool) -> &[Chunk] {
    let start = chunks.partition_point(|chunk| chunk.group < number);
    let end = if and_above {
        chunks.len()
    } else {
        chunks.partition_point(|chunk| chunk.group <= number)
    };
    chunks.get(start..end).unwrap_or_default()
}

fn runs_in_sight<'chunks>(
    chunks: &'chunks [Chunk],
    in_sight: &'chunks Bounds,
) -> impl Iterator<Item = Range> + use<'chunks> {
    let seen = chunks
        .iter()
        .filter(|chunk| chunk.bounds.intersects(in_sight));
    joined(seen.map(|chunk| chunk.range))
}

/// The first of the ranges, as long as there are some left to take.
fn first_of(ranges: impl Iterator<Item = Range>, left: &mut u32) -> impl Iterator<Item = Range> {
    ranges.map_while(|range| {
        let end = range.end.min(range.start + *left);
        *left -= end - range.start;
        (end > range.start).then_some(Range { end, ..range })
    })
}

/// Ranges that follow each other in one page, as one.
fn joined(ranges: impl Iterator<Item = Range>) -> impl Iterator<Item = Range> {
    let mut ranges = ranges.filter(|range| !range.is_empty()).peekable();
    std::iter::from_fn(move || {
        let mut run = ranges.next()?;
        while let Some(next) = ranges.next_if(|next| next.page == run.page && next.start == run.end)
        {
            run.end = next.end;
        }
        Some(run)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(start: u32, end: u32) -> Range {
        Range {
            page: 0,
            start,
            end,
        }
    }

    #[test]
    fn neighbouring_ranges_are_one_draw() {
        let ranges = [range(1, 4), range(4, 9), range(9, 9), range(12, 13)];
        let runs: Vec<Range> = joined(ranges.into_iter()).collect();
        assert_eq!(runs, vec![range(1, 9), range(12, 13)]);
    }
}
