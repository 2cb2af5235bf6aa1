// Lines: each segment is a quad around the band it covers. A pixel belongs to the nearest of
// a segment and its two neighbours, so that a translucent line is even through its joins,
// and its place along the whole line gives the dash pattern.

struct SegmentIn {
    @builtin(vertex_index) corner: u32,
    @location(0) before: vec2<i32>,
    @location(1) before_line: u32,
    @location(2) start: vec2<i32>,
    // Distance from the line's start, length of the line.
    @location(3) along: vec2<f32>,
    @location(4) line: u32,
    @location(5) end: vec2<i32>,
    @location(6) end_line: u32,
    @location(7) after: vec2<i32>,
    @location(8) after_line: u32,
}

struct SegmentOut {
    @builtin(position) position: vec4<f32>,
    @location(0) @interpolate(flat, either) ends: vec4<f32>,
    @location(1) @interpolate(flat, either) neighbours: vec4<f32>,
    // Distance from the line's start and length of the line in pixels; is there one before, after.
    @location(2) @interpolate(flat, either) along: vec4<f32>,
}

@vertex
fn vertex_main(segment: SegmentIn) -> SegmentOut {
    var out: SegmentOut;
    out.position = NOWHERE;
    if segment.end_line != segment.line {
        return out;
    }
    let class_index = textureLoad(line_classes, texel_of(segment.line), 0).r;
    if class_index >= 32u {
        return out;
    }
    let shape = line_styles[pass_.line_style].shape;
    let width = select(shape.x, shape.y, pass_.is_halo != 0u);
    if width <= 0.0 {
        return out;
    }
    let a = pixel_from_position(segment.start);
    let b = pixel_from_position(segment.end);
    var direction = vec2<f32>(1.0, 0.0);
    let length_px = length(b - a);
    if length_px > 1e-6 {
        direction = (b - a) / length_px;
    }
    let reach = width * 0.5 + 1.0;
    let normal = vec2<f32>(-direction.y, direction.x) * reach;
    var pixel = a - direction * reach;
    if (segment.corner & 1u) == 1u {
        pixel = b + direction * reach;
    }
    if segment.corner >= 2u {
        pixel += normal;
    } else {
        pixel -= normal;
    }
    out.position = clip_from_pixel(pixel);
    out.ends = vec4<f32>(a, b);
    out.neighbours = vec4<f32>(
        pixel_from_position(segment.before),
        pixel_from_position(segment.after),
    );
    out.along = vec4<f32>(
        segment.along * globals.pixels_per_metre,
        select(0.0, 1.0, segment.before_line == segment.line),
        select(0.0, 1.0, segment.after_line == segment.line),
    );
    return out;
}

// Distance from a segment, and how far along it the nearest place is. At an end it is the
// distance from that very end, so that two segments agree on it to the last bit.
fn distance_from_segment(p: vec2<f32>, a: vec2<f32>, b: vec2<f32>) -> vec2<f32> {
    let ab = b - a;
    let squared = dot(ab, ab);
    let ahead = dot(p - a, ab);
    if ahead <= 0.0 || squared <= 0.0 {
        return vec2<f32>(length(p - a), 0.0);
    }
    let whole = sqrt(squared);
    if ahead >= squared {
        return vec2<f32>(length(p - b), whole);
    }
    let offset = p - a;
    return vec2<f32>(abs(offset.x * ab.y - offset.y * ab.x) / whole, ahead / whole);
}

// A dash from `start`, `on` long: how much of the pixel it covers along the line, and how
// far the pixel's middle is from it.
fn dash(phase: f32, pixel: f32, start: f32, on: f32) -> vec2<f32> {
    let covered = max(min(phase + pixel, start + on) - max(phase - pixel, start), 0.0);
    return vec2<f32>(covered, max(max(start - phase, phase - start - on), 0.0));
}

// Coverage of a dashed band. The pattern is stretched a little so that a whole number of
// repeats fits and both ends of the line lie in the middle of the first dash.
fn dash_coverage(along: f32, total: f32, distance: f32, half_width: f32) -> f32 {
    let style = line_styles[pass_.line_style];
    let period = style.shape.z;
    let repeats = max(round(total / period), 1.0);
    let stretch = total / (repeats * period);
    let at = along / stretch;
    let phase = at - period * floor(at / period);
    let pixel = 0.5 / stretch;
    let a = style.dash_a;
    let b = style.dash_b;
    let first = -0.5 * a.x;
    var found = dash(phase, pixel, first, a.x);
    let again = dash(phase, pixel, period + first, a.x);
    found = vec2<f32>(found.x + again.x, min(found.y, again.y));
    let second = first + a.x + a.y;
    if a.z + a.w > 0.0 {
        let next = dash(phase, pixel, second, a.z);
        found = vec2<f32>(found.x + next.x, min(found.y, next.y));
    }
    let third = second + a.z + a.w;
    if b.x + b.y > 0.0 {
        let next = dash(phase, pixel, third, b.x);
        found = vec2<f32>(found.x + next.x, min(found.y, next.y));
    }
    if b.z + b.w > 0.0 {
        let next = dash(phase, pixel, third + b.x + b.y, b.z);
        found = vec2<f32>(found.x + next.x, min(found.y, next.y));
    }
    if style.shape.w > 0.5 {
        return band_coverage(length(vec2<f32>(found.y * stretch, distance)), half_width);
    }
    return band_coverage(distance, half_width) * min(found.x * stretch, 1.0);
}

@fragment
fn fragment_main(in: SegmentOut) -> @location(0) vec4<f32> {
    let p = in.position.xy;
    let own = distance_from_segment(p, in.ends.xy, in.ends.zw);
    if in.along.z > 0.5 && distance_from_segment(p, in.neighbours.xy, in.ends.xy).x <= own.x {
        discard;
    }
    if in.along.w > 0.5 && distance_from_segment(p, in.ends.zw, in.neighbours.zw).x < own.x {
        discard;
    }
    let shape = line_styles[pass_.line_style].shape;
    var colour = line_styles[pass_.line_style].colour;
    var coverage = 0.0;
    if pass_.is_halo != 0u {
        colour = line_styles[pass_.line_style].halo;
        coverage = band_coverage(own.x, shape.y * 0.5);
    } else if shape.z > 0.0 && in.along.y > shape.z * 0.6 {
        coverage = dash_coverage(in.along.x + own.y, in.along.y, own.x, shape.x * 0.5);
    } else {
        coverage = band_coverage(own.x, shape.x * 0.5);
    }
    if coverage <= 0.0 {
        discard;
    }
    return to_target(colour * coverage);
}
