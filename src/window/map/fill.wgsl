// Fills: triangles in the tint of their class, with a diagonal hatch in pixels that stays
// with the ground while the map pans.

struct FillIn {
    @location(0) position: vec4<f32>,
    @location(1) fill: u32,
}

struct FillOut {
    @builtin(position) position: vec4<f32>,
    @location(0) @interpolate(flat, either) class_index: u32,
}

@vertex
fn vertex_main(in: FillIn) -> FillOut {
    var out: FillOut;
    let class_index = textureLoad(fill_classes, texel_of(in.fill), 0).r;
    out.class_index = min(class_index, 127u);
    out.position = clip_from_pixel(pixel_from_position(in.position));
    if class_index >= 128u {
        out.position = NOWHERE;
    }
    return out;
}

@fragment
fn fragment_main(in: FillOut) -> @location(0) vec4<f32> {
    if pass_.has_colour != 0u {
        return to_target(pass_.colour);
    }
    let style = fill_styles[in.class_index];
    var colour = style.colour;
    if style.shape.y > 0.0 {
        let from_anchor = in.position.xy - globals.hatch_anchor;
        // Distance across the stripes, which rise to the right.
        let across = (from_anchor.x + from_anchor.y) * 0.70710678;
        let place = across - style.shape.y * floor(across / style.shape.y + 0.5);
        let coverage = band_coverage(abs(place), style.shape.x * 0.5);
        let hatch = style.hatch * coverage;
        colour = hatch + colour * (1.0 - hatch.a);
    }
    return to_target(colour);
}
