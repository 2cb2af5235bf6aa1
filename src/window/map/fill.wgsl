// Fills: triangles in the tint of their class, with a diagonal hatch in pixels that stays
// with the ground while the map pans; and the ground under all of them.

struct FillIn {
    @location(0) position: vec2<i32>,
    @location(1) fill: u32,
}

// Looked up once for a corner instead of once for each of a million pixels.
struct FillOut {
    @builtin(position) position: vec4<f32>,
    @location(0) @interpolate(flat, either) colour: vec4<f32>,
    @location(1) @interpolate(flat, either) hatch: vec4<f32>,
    // Width and spacing of the hatch.
    @location(2) @interpolate(flat, either) shape: vec2<f32>,
}

// Covers what is under it, and has no hatch.
fn is_plain(style: FillStyle) -> bool {
    return style.colour.a >= 1.0 && style.shape.y <= 0.0;
}

// Plain tints, which are most, are drawn without blending: a processor that stands in for a
// graphics card need not read what is under them.
struct PlainOut {
    @builtin(position) position: vec4<f32>,
    @location(0) @interpolate(flat, either) colour: vec4<f32>,
}

@vertex
fn plain_vertex(in: FillIn) -> PlainOut {
    var out: PlainOut;
    out.position = NOWHERE;
    let class_index = textureLoad(fill_classes, texel_of(in.fill), 0).r;
    if class_index >= 128u {
        return out;
    }
    let style = fill_styles[class_index];
    if is_plain(style) {
        out.position = clip_from_pixel(pixel_from_position(in.position));
        out.colour = to_target(style.colour);
    }
    return out;
}

@fragment
fn plain_fragment(in: PlainOut) -> @location(0) vec4<f32> {
    return in.colour;
}

@vertex
fn vertex_main(in: FillIn) -> FillOut {
    var out: FillOut;
    out.position = NOWHERE;
    let class_index = textureLoad(fill_classes, texel_of(in.fill), 0).r;
    if class_index >= 128u {
        return out;
    }
    out.position = clip_from_pixel(pixel_from_position(in.position));
    if pass_.has_colour != 0u {
        out.colour = to_target(pass_.colour);
        return out;
    }
    let style = fill_styles[class_index];
    if is_plain(style) || (style.colour.a <= 0.0 && style.shape.y <= 0.0) {
        out.position = NOWHERE;
        return out;
    }
    out.colour = to_target(style.colour);
    out.hatch = to_target(style.hatch);
    out.shape = style.shape.xy;
    return out;
}

@fragment
fn fragment_main(in: FillOut) -> @location(0) vec4<f32> {
    if in.shape.y <= 0.0 {
        return in.colour;
    }
    let from_anchor = in.position.xy - globals.hatch_anchor;
    // Distance across the stripes, which rise to the right.
    let across = (from_anchor.x + from_anchor.y) * 0.70710678;
    let place = across - in.shape.y * floor(across / in.shape.y + 0.5);
    let hatch = in.hatch * band_coverage(abs(place), in.shape.x * 0.5);
    return hatch + in.colour * (1.0 - hatch.a);
}

// The ground: one triangle that covers the viewport.
@vertex
fn ground_vertex(@builtin(vertex_index) corner: u32) -> @builtin(position) vec4<f32> {
    return vec4<f32>(f32(corner & 1u) * 4.0 - 1.0, f32(corner >> 1u) * 4.0 - 1.0, 0.0, 1.0);
}

@fragment
fn ground_fragment() -> @location(0) vec4<f32> {
    return to_target(globals.background);
}
