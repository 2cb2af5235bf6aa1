// Points: one quad each, its symbol drawn from the distance to its middle.

struct PointIn {
    @builtin(vertex_index) corner: u32,
    @location(0) position: vec2<i32>,
    @location(1) class_index: u32,
}

struct PointOut {
    @builtin(position) position: vec4<f32>,
    // Pixels from the middle.
    @location(0) offset: vec2<f32>,
    @location(1) @interpolate(flat, either) class_index: u32,
}

@vertex
fn vertex_main(in: PointIn) -> PointOut {
    var out: PointOut;
    out.class_index = min(in.class_index, 15u);
    let style = point_styles[out.class_index];
    let reach = style.shape.y + 2.0 * globals.pixels_per_point;
    let corner = vec2<f32>(f32(in.corner & 1u), f32(in.corner >> 1u)) * 2.0 - 1.0;
    out.offset = corner * reach;
    out.position = clip_from_pixel(pixel_from_position(in.position) + out.offset);
    if in.class_index >= 16u || style.shape.y <= 0.0 {
        out.position = NOWHERE;
    }
    return out;
}

// Distance from the outline of a five-pointed star, negative inside.
fn star_distance(offset: vec2<f32>, radius: f32) -> f32 {
    let sector = 6.2831853 / 5.0;
    let angle = atan2(offset.x, -offset.y);
    let folded = abs(angle - sector * floor(angle / sector + 0.5));
    let p = vec2<f32>(cos(folded), sin(folded)) * length(offset);
    let tip = vec2<f32>(radius, 0.0);
    let notch = vec2<f32>(cos(sector * 0.5), sin(sector * 0.5)) * radius * 0.42;
    let edge = notch - tip;
    let normal = vec2<f32>(edge.y, -edge.x) / length(edge);
    return dot(p - tip, normal);
}

fn over(below: vec4<f32>, colour: vec4<f32>, coverage: f32) -> vec4<f32> {
    let above = colour * clamp(coverage, 0.0, 1.0);
    return above + below * (1.0 - above.a);
}

@fragment
fn fragment_main(in: PointOut) -> @location(0) vec4<f32> {
    let style = point_styles[in.class_index];
    let unit = globals.pixels_per_point;
    let radius = style.shape.y;
    let kind = i32(style.shape.x);
    var from_middle = length(in.offset);
    if kind == 5 {
        from_middle = max(abs(in.offset.x), abs(in.offset.y));
    }
    // The ground reaches one point beyond the symbol, so that it reads over lines.
    var colour = over(vec4<f32>(0.0), style.ground, radius + unit + 0.5 - from_middle);
    let ring = band_coverage(abs(from_middle - (radius - 0.6 * unit)), 0.6 * unit);
    switch kind {
        case 0, 5: {
            colour = over(colour, style.colour, radius + 0.5 - from_middle);
        }
        case 1: {
            colour = over(colour, style.colour, ring);
        }
        case 2: {
            colour = over(colour, style.colour, ring);
            colour = over(colour, style.colour, radius * 0.34 + 0.5 - from_middle);
        }
        case 3: {
            colour = over(colour, style.colour, ring);
            let inner = abs(from_middle - radius * 0.5);
            colour = over(colour, style.colour, band_coverage(inner, 0.5 * unit));
        }
        default: {
            colour = over(colour, style.colour, ring);
            colour = over(colour, style.colour, 0.5 - star_distance(in.offset, radius - 1.6 * unit));
        }
    }
    if colour.a <= 0.0 {
        discard;
    }
    return to_target(colour);
}
