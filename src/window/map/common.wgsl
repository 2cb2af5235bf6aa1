// What the three shaders of the map share: the frame's globals, the style tables and the
// way from a position in whole units to a pixel of the framebuffer.

struct Globals {
    // Whole units of the plane, and metres beyond them.
    camera: vec2<i32>,
    camera_rest: vec2<f32>,
    // Pixel of the framebuffer that shows the camera's place.
    middle: vec2<f32>,
    pixels_per_metre: f32,
    pixels_per_point: f32,
    // Left, top, width, height in pixels of the framebuffer.
    viewport: vec4<f32>,
    background: vec4<f32>,
    hatch_anchor: vec2<f32>,
    target_is_linear: u32,
    metres_per_unit: f32,
}

// Lengths in pixels, colours premultiplied.
struct LineStyle {
    colour: vec4<f32>,
    halo: vec4<f32>,
    dash_a: vec4<f32>,
    dash_b: vec4<f32>,
    // Width, width with casing, length of the dash pattern (0: solid), 1 for round caps.
    shape: vec4<f32>,
}

struct FillStyle {
    colour: vec4<f32>,
    hatch: vec4<f32>,
    // Width and spacing of the hatch; spacing 0 for none.
    shape: vec4<f32>,
}

struct PointStyle {
    colour: vec4<f32>,
    ground: vec4<f32>,
    // Shape, radius.
    shape: vec4<f32>,
}

struct Pass {
    colour: vec4<f32>,
    // Every line of a pass has this style: lanes of a processor need not ask one by one.
    line_style: u32,
    is_halo: u32,
    has_colour: u32,
    padding: u32,
}

const HIDDEN: u32 = 255u;
const NOWHERE: vec4<f32> = vec4<f32>(2.0, 2.0, 2.0, 1.0);

@group(0) @binding(0) var<uniform> globals: Globals;
@group(0) @binding(1) var<uniform> line_styles: array<LineStyle, 40>;
@group(0) @binding(2) var<uniform> fill_styles: array<FillStyle, 128>;
@group(0) @binding(3) var<uniform> point_styles: array<PointStyle, 16>;
@group(1) @binding(0) var line_classes: texture_2d<u32>;
@group(1) @binding(1) var fill_classes: texture_2d<u32>;
@group(2) @binding(0) var<uniform> pass_: Pass;

// The difference of whole numbers is exact, and small where it matters: near the camera.
fn pixel_from_position(position: vec2<i32>) -> vec2<f32> {
    let units = vec2<f32>(position - globals.camera);
    let metres = units * globals.metres_per_unit - globals.camera_rest;
    return globals.middle + vec2<f32>(metres.x, -metres.y) * globals.pixels_per_metre;
}

fn clip_from_pixel(pixel: vec2<f32>) -> vec4<f32> {
    let share = (pixel - globals.viewport.xy) / globals.viewport.zw;
    return vec4<f32>(share.x * 2.0 - 1.0, 1.0 - share.y * 2.0, 0.0, 1.0);
}

fn texel_of(index: u32) -> vec2<i32> {
    return vec2<i32>(i32(index & 1023u), i32(index >> 10u));
}

// How much of a pixel, whose middle is `distance` from a band's middle, the band covers.
fn band_coverage(distance: f32, half_width: f32) -> f32 {
    return clamp(min(distance + 0.5, half_width) - max(distance - 0.5, -half_width), 0.0, 1.0);
}

// The interface blends in gamma space; a target that is linear wants the colour converted.
fn to_target(colour: vec4<f32>) -> vec4<f32> {
    if globals.target_is_linear == 0u || colour.a <= 0.0 {
        return colour;
    }
    let straight = colour.rgb / colour.a;
    let low = straight / 12.92;
    let high = pow((straight + 0.055) / 1.055, vec3<f32>(2.4));
    return vec4<f32>(select(high, low, straight <= vec3<f32>(0.04045)) * colour.a, colour.a);
}
