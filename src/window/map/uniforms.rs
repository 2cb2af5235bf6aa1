//! What a frame tells the shaders: the camera and the style tables, laid out as the
//! shaders expect them. All of it is a few kilobytes, whatever the size of the data.

use bytemuck::{Pod, Zeroable};
use egui::Color32;
use egui::epaint::ViewportInPixels;

use super::geometry::Bounds;
use super::plane::whole_units;
use super::scene::{MAX_FILL_CLASSES, MAX_LINE_CLASSES, MAX_POINT_CLASSES};
use super::style::{LineStyle, MapColours};
use super::view::MapView;

/// Highlights that one frame can draw; more are left out.
pub(super) const MAX_HIGHLIGHTS: usize = 8;
/// Line classes, then the lines of highlights.
pub(super) const LINE_STYLES: usize = MAX_LINE_CLASSES + MAX_HIGHLIGHTS;
/// Core and casing of each line style; fills of a highlight go with its lines' core.
pub(super) const PASSES: usize = 2 * LINE_STYLES;
/// Distance between two passes in their buffer: the coarsest alignment there is.
pub(super) const PASS_STRIDE: usize = 256;

/// Share of a class under which it is not drawn at all.
const UNSEEN: f32 = 1.0 / 512.0;

#[derive(Clone, Copy, Debug, PartialEq, Pod, Zeroable)]
#[repr(C)]
pub(super) struct Globals {
    camera: [i32; 2],
    camera_rest: [f32; 2],
    middle: [f32; 2],
    pixels_per_metre: f32,
    pixels_per_point: f32,
    viewport: [f32; 4],
    background: [f32; 4],
    hatch_anchor: [f32; 2],
    target_is_linear: u32,
    metres_per_unit: f32,
}

#[derive(Clone, Copy, Debug, PartialEq, Pod, Zeroable)]
#[repr(C)]
pub(super) struct LineEntry {
    colour: [f32; 4],
    halo: [f32; 4],
    dash: [f32; 8],
    width: f32,
    halo_width: f32,
    period: f32,
    round: f32,
}

#[derive(Clone, Copy, Debug, PartialEq, Pod, Zeroable)]
#[repr(C)]
pub(super) struct FillEntry {
    colour: [f32; 4],
    hatch: [f32; 4],
    hatch_width: f32,
    hatch_spacing: f32,
    padding: [f32; 2],
}

#[derive(Clone, Copy, Debug, PartialEq, Pod, Zeroable)]
#[repr(C)]
pub(super) struct PointEntry {
    colour: [f32; 4],
    ground: [f32; 4],
    shape: f32,
    radius: f32,
    padding: [f32; 2],
}

#[derive(Clone, Copy, Debug, PartialEq, Pod, Zeroable)]
#[repr(C)]
pub(super) struct PassEntry {
    pub colour: [f32; 4],
    pub line_style: u32,
    pub is_halo: u32,
    pub has_colour: u32,
    pub padding: u32,
}

/// The style tables at one scale, and what of them is worth drawing.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tables {
    pub lines: [LineEntry; LINE_STYLES],
    pub fills: [FillEntry; MAX_FILL_CLASSES],
    pub points: [PointEntry; MAX_POINT_CLASSES],
}

impl Tables {
    /// The tables at 1:n on a screen of so many pixels per point.
    pub fn new(
        colours: &MapColours,
        highlights: &[LineStyle],
        scale_denominator: f64,
        pixels_per_point: f32,
    ) -> Self {
        let mut tables = Self {
            lines: [LineEntry::zeroed(); LINE_STYLES],
            fills: [FillEntry::zeroed(); MAX_FILL_CLASSES],
            points: [PointEntry::zeroed(); MAX_POINT_CLASSES],
        };
        let (classes, others) = tables.lines.split_at_mut(MAX_LINE_CLASSES);
        let thinned = pixels_per_point * colours.thinning.factor(scale_denominator);
        for (entry, style) in classes.iter_mut().zip(&colours.lines) {
            *entry = line_entry(style, thinned, style.strength(scale_denominator));
        }
        for (entry, style) in others.iter_mut().zip(highlights) {
            *entry = line_entry(style, pixels_per_point, style.strength(scale_denominator));
        }
        for (entry, style) in tables.fills.iter_mut().zip(&colours.fills) {
            entry.colour = premultiplied(style.colour_at(scale_denominator), 1.0);
            if let Some(hatch) = style.hatch {
                entry.hatch = premultiplied(hatch.colour, 1.0);
                entry.hatch_width = hatch.width * pixels_per_point;
                entry.hatch_spacing = hatch.spacing.max(1.0) * pixels_per_point;
            }
        }
        for (entry, style) in tables.points.iter_mut().zip(&colours.points) {
            let strength = style.strength(scale_denominator);
            if strength > UNSEEN {
                entry.colour = premultiplied(style.colour, strength);
                entry.ground = premultiplied(style.ground, strength);
                entry.shape = f32::from(style.shape as u8);
                entry.radius = style.radius * pixels_per_point;
            }
        }
        tables
    }

    pub fn line_is_seen(&self, style: usize) -> bool {
        self.lines.get(style).is_some_and(|entry| entry.width > 0.0)
    }

    pub fn halo_is_seen(&self, style: usize) -> bool {
        self.lines
            .get(style)
            .is_some_and(|entry| entry.halo_width > 0.0)
    }

    /// Whether a fill of the class needs blending: it is translucent or hatched.
    pub fn fill_is_blended(&self, class: usize) -> bool {
        self.fills.get(class).is_some_and(|entry| {
            entry.hatch_spacing > 0.0 || (entry.colour[3] > 0.0 && entry.colour[3] < 1.0)
        })
    }

    pub fn point_is_seen(&self, class: usize) -> bool {
        self.points
            .get(class)
            .is_some_and(|entry| entry.radius > 0.0)
    }
}

fn line_entry(style: &LineStyle, pixels: f32, strength: f32) -> LineEntry {
    if strength <= UNSEEN || style.width <= 0.0 {
        return LineEntry::zeroed();
    }
    let has_halo = style.halo_width > 0.0 && style.halo.a() > 0;
    LineEntry {
        colour: premultiplied(style.colour, strength),
        halo: premultiplied(style.halo, strength),
        dash: style.dash.map(|length| length * pixels),
        width: style.width * pixels,
        halo_width: if has_halo {
            (style.width + 2.0 * style.halo_width) * pixels
        } else {
            0.0
        },
        period: style.dash.iter().sum::<f32>() * pixels,
        round: f32::from(u8::from(style.round_caps)),
    }
}

/// egui's colours are premultiplied and in gamma space, as is what the shaders blend.
pub(super) fn premultiplied(colour: Color32, strength: f32) -> [f32; 4] {
    colour
        .to_array()
        .map(|channel| f32::from(channel) / 255.0 * strength)
}

/// The camera of one frame.
pub(super) fn globals(
    view: &MapView,
    (origin, unit_m): ([f64; 2], f64),
    viewport: &ViewportInPixels,
    pixels_per_point: f32,
    background: [f32; 4],
    target_is_linear: bool,
) -> Globals {
    let centre = view.centre_world();
    let camera = [centre[0] - origin[0], centre[1] - origin[1]];
    let camera_units = whole_units(camera, unit_m);
    let rest = |axis: usize| (camera[axis] - f64::from(camera_units[axis]) * unit_m) as f32;
    let pixels_per_metre = f64::from(pixels_per_point) / view.plane_metres_per_point();
    let middle = view.rect().center();
    let middle = [middle.x * pixels_per_point, middle.y * pixels_per_point];
    // Any fixed place on the ground will do; modulo keeps it small enough for the shader.
    let anchor = |place: f64, middle: f32, sign: f64| {
        (f64::from(middle) - sign * place * pixels_per_metre) % 10_080.0
    };
    Globals {
        camera: camera_units,
        camera_rest: [rest(0), rest(1)],
        middle,
        pixels_per_metre: pixels_per_metre as f32,
        pixels_per_point,
        viewport: [
            viewport.left_px as f32,
            viewport.top_px as f32,
            viewport.width_px.max(1) as f32,
            viewport.height_px.max(1) as f32,
        ],
        background,
        hatch_anchor: [
            anchor(camera[0], middle[0], 1.0) as f32,
            anchor(camera[1], middle[1], -1.0) as f32,
        ],
        target_is_linear: u32::from(target_is_linear),
        metres_per_unit: unit_m as f32,
    }
}

/// What is in sight, relative to the scene's origin, with room for wide lines at the edges.
pub(super) fn bounds_in_sight(view: &MapView, origin: [f64; 2]) -> Bounds {
    let rect = view.rect().expand(24.0);
    let low = view.world_from_screen(rect.left_bottom());
    let high = view.world_from_screen(rect.right_top());
    Bounds::new(
        [low[0] - origin[0], low[1] - origin[1]],
        [high[0] - origin[0], high[1] - origin[1]],
    )
}
