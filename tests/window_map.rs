//! What the map draws, seen in its pixels. Where there is no graphics adapter, not even a
//! software one, these tests have nothing to look at and pass.
#![cfg(feature = "window")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at what is unexpected"
)]

use std::sync::Arc;

use egui::{Color32, Pos2, Rect, vec2};
use image::{Rgba, RgbaImage};
use marz::window::map::{
    FillInput, FillStyle, Hatch, Highlight, LineInput, LineStyle, MapCanvas, MapColours, MapView,
    Offscreen, OffscreenError, PointInput, PointShape, PointStyle, RingInput, Scene, prepare_scene,
};

const SIZE: [u32; 2] = [480, 320];
const WEST: u32 = 1;
const EAST: u32 = 2;

fn offscreen() -> Option<Offscreen> {
    match Offscreen::new() {
        Ok(offscreen) => Some(offscreen),
        Err(OffscreenError::NoAdapter(_)) => None,
        Err(error) => panic!("{error}"),
    }
}

fn view(centre: [f64; 2], scale_denominator: f64) -> MapView {
    let size = vec2(SIZE[0] as f32, SIZE[1] as f32);
    let mut view = MapView::new(Rect::from_min_size(Pos2::ZERO, size), centre);
    view.set_scale_denominator(scale_denominator);
    view
}

fn draw(
    offscreen: &mut Offscreen,
    canvas: &MapCanvas,
    view: &MapView,
    colours: &MapColours,
    highlights: &[Highlight],
) -> RgbaImage {
    let colours = Arc::new(colours.clone());
    offscreen
        .render(SIZE, 1.0, Color32::WHITE, |ui| {
            canvas.paint(ui.painter(), view, &colours, highlights);
        })
        .unwrap()
}

fn canvas_of(scene: &Scene) -> MapCanvas {
    let mut canvas = MapCanvas::new();
    canvas.set_scene(prepare_scene(scene, &mut |_| true).unwrap());
    canvas
}

fn line(key: u32, class: u8, coords: &[[f64; 2]]) -> LineInput {
    LineInput {
        key,
        class,
        coords: coords.into(),
        weights: None,
    }
}

/// A wavy way between two places, the same each time.
fn wavy(from: [f64; 2], to: [f64; 2], waves: f64, height: f64, steps: u32) -> Vec<[f64; 2]> {
    let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
    let length = dx.hypot(dy);
    (0..=steps)
        .map(|step| f64::from(step) / f64::from(steps))
        .map(|along| {
            let swing = height * (along * waves * std::f64::consts::TAU).sin() / length;
            [
                from[0] + along * dx - swing * dy,
                from[1] + along * dy + swing * dx,
            ]
        })
        .collect()
}

/// Two units side by side between 48° and 49° east, a wavy border between them.
fn two_units() -> Scene {
    let mut middle = wavy([48.5, 33.0], [48.5, 34.0], 9.0, 0.04, 900);
    let (first, last) = (middle[0], middle[900]);
    middle[900] = last;
    let west = [last, [48.0, 34.0], [48.0, 33.0], first];
    let east = [last, [49.0, 34.0], [49.0, 33.0], first];
    let unit = |key, class, outer: u32| FillInput {
        key,
        class,
        layer: 0,
        polygons: vec![vec![RingInput::Lines(vec![(0, false), (outer, false)])]],
    };
    Scene {
        projection: Default::default(),
        lines: vec![line(10, 0, &middle), line(11, 1, &west), line(12, 1, &east)],
        fills: vec![unit(WEST, 0, 1), unit(EAST, 1, 2)],
        points: Vec::new(),
    }
}

fn fills_only() -> MapColours {
    MapColours {
        background: Color32::from_rgb(255, 0, 255),
        fills: vec![
            FillStyle::tint(Color32::from_rgb(200, 230, 210)),
            FillStyle::tint(Color32::from_rgb(225, 210, 190)),
        ],
        ..MapColours::default()
    }
}

fn lines_only(style: LineStyle) -> MapColours {
    MapColours {
        background: Color32::WHITE,
        lines: vec![style],
        ..MapColours::default()
    }
}

#[test]
fn neighbours_never_part_at_any_zoom() {
    let Some(mut offscreen) = offscreen() else {
        return;
    };
    let canvas = canvas_of(&two_units());
    for scale in [20_000.0, 90_000.0, 400_000.0, 1_500_000.0, 6_000_000.0] {
        let view = view([48.5, 33.5], scale);
        let picture = draw(&mut offscreen, &canvas, &view, &fills_only(), &[]);
        let inside = Rect::from_two_pos(
            view.screen_from_lonlat([48.0, 33.0]),
            view.screen_from_lonlat([49.0, 34.0]),
        )
        .shrink(2.0);
        let cracks = picture
            .enumerate_pixels()
            .filter(|(x, y, _)| inside.contains(Pos2::new(*x as f32 + 0.5, *y as f32 + 0.5)))
            .filter(|(_, _, pixel)| **pixel == Rgba([255, 0, 255, 255]))
            .count();
        assert_eq!(cracks, 0, "at 1:{scale}");
    }
}

#[test]
fn a_line_lies_where_its_coordinates_are_at_1_500() {
    let Some(mut offscreen) = offscreen() else {
        return;
    };
    // Far from the scene's origin, where a single f32 is several centimetres off.
    let at = 61.234_567_891;
    let scene = Scene {
        lines: vec![
            line(1, 0, &[[at, 33.0], [at, 34.0]]),
            line(2, 0, &[[44.0, 30.0], [44.0, 30.1]]),
        ],
        ..Scene::default()
    };
    let canvas = canvas_of(&scene);
    let colours = lines_only(LineStyle::solid(Color32::BLACK, 1.0));
    for pan in [0.0, 0.25, 0.5, 0.75] {
        let mut view = view([at, 33.4], 500.0);
        view.pan_by(vec2(pan, 0.0));
        let picture = draw(&mut offscreen, &canvas, &view, &colours, &[]);
        // The line's middle is the centre of gravity of its ink.
        let (mut ink, mut moment) = (0.0, 0.0);
        for x in 0..SIZE[0] {
            let dark = f64::from(255 - picture.get_pixel(x, 100)[0]);
            ink += dark;
            moment += dark * (f64::from(x) + 0.5);
        }
        let expected = f64::from(view.screen_from_lonlat([at, 33.4]).x);
        assert!(
            (moment / ink - expected).abs() < 0.05,
            "{} {expected}",
            moment / ink
        );
        assert!(
            (ink / 255.0 - 1.0).abs() < 0.05,
            "a line of one pixel has {}",
            ink / 255.0
        );
    }
}

#[test]
fn dashes_are_even_through_vertices_and_both_ends_are_drawn() {
    let Some(mut offscreen) = offscreen() else {
        return;
    };
    let view = view([48.5, 33.5], 500_000.0);
    let place = |x: f32| view.lonlat_from_screen(Pos2::new(x, 160.5));
    // A straight line with vertices at odd distances.
    let coords = [
        40.0, 43.0, 44.5, 77.0, 78.0, 120.0, 190.5, 191.0, 260.0, 440.0,
    ]
    .map(place)
    .to_vec();
    let canvas = canvas_of(&Scene {
        lines: vec![line(1, 0, &coords)],
        ..Scene::default()
    });
    let colours = lines_only(LineStyle::solid(Color32::BLACK, 2.0).dashed(&[12.0, 8.0], false));
    let picture = draw(&mut offscreen, &canvas, &view, &colours, &[]);
    let is_dark = |x: u32| picture.get_pixel(x, 160)[0] < 128;
    assert!(is_dark(41) && is_dark(438));
    let dark: u32 = (45..435).map(|x| u32::from(is_dark(x))).sum();
    assert!(
        (f64::from(dark) / 390.0 - 0.6).abs() < 0.03,
        "{dark} of 390"
    );
    let starts: Vec<u32> = (50..430)
        .filter(|x| is_dark(*x) && !is_dark(x - 1))
        .collect();
    assert_eq!(starts.len(), 19, "{starts:?}");
    for pair in starts.windows(2) {
        assert!((19..=21).contains(&(pair[1] - pair[0])), "{starts:?}");
    }
}

#[test]
fn a_translucent_line_is_even_through_its_joins() {
    let Some(mut offscreen) = offscreen() else {
        return;
    };
    let view = view([48.5, 33.5], 500_000.0);
    let corners = [
        (60.0, 80.0),
        (150.0, 90.0),
        (200.0, 200.0),
        (300.0, 190.0),
        (420.0, 240.0),
    ];
    let coords = corners.map(|(x, y)| view.lonlat_from_screen(Pos2::new(x, y)));
    let canvas = canvas_of(&Scene {
        lines: vec![line(1, 0, &coords)],
        ..Scene::default()
    });
    let colours = lines_only(LineStyle::solid(Color32::from_black_alpha(128), 12.0));
    let picture = draw(&mut offscreen, &canvas, &view, &colours, &[]);
    let darkest = picture.pixels().map(|pixel| pixel[0]).min().unwrap();
    assert!(
        (126..=128).contains(&darkest),
        "drawn twice somewhere: {darkest}"
    );
}

#[test]
fn an_edit_replaces_what_it_touches_and_can_be_taken_back() {
    let Some(mut offscreen) = offscreen() else {
        return;
    };
    let mut canvas = canvas_of(&two_units());
    let colours = fills_only();
    let view = view([48.5, 33.5], 900_000.0);
    let before = draw(&mut offscreen, &canvas, &view, &colours, &[]);
    let pixel_at = |picture: &RgbaImage, lonlat| {
        let at = view.screen_from_lonlat(lonlat);
        *picture.get_pixel(at.x as u32, at.y as u32)
    };
    assert_eq!(pixel_at(&before, [48.7, 33.5]), Rgba([225, 210, 190, 255]));

    // The border is drawn through 48.9°: what was east there is west now.
    let moved = [[48.5, 33.0], [48.9, 33.5], [48.5, 34.0]];
    let fill = |key, class, outer: [[f64; 2]; 2]| FillInput {
        key,
        class,
        layer: 0,
        polygons: vec![vec![RingInput::Coords(
            [moved.as_slice(), outer.as_slice()].concat(),
        )]],
    };
    let west = fill(WEST, 0, [[48.0, 34.0], [48.0, 33.0]]);
    let east = fill(EAST, 1, [[49.0, 34.0], [49.0, 33.0]]);
    canvas.edit(&[line(10, 0, &moved)], &[west, east], &[], &[]);
    assert_eq!(canvas.edited_objects(), 3);
    let after = draw(&mut offscreen, &canvas, &view, &colours, &[]);
    assert_eq!(pixel_at(&after, [48.7, 33.5]), Rgba([200, 230, 210, 255]));

    canvas.edit(&[], &[], &[], &[EAST]);
    let without = draw(&mut offscreen, &canvas, &view, &colours, &[]);
    assert_eq!(pixel_at(&without, [48.97, 33.5]), Rgba([255, 0, 255, 255]));

    canvas.clear_edits();
    assert!(draw(&mut offscreen, &canvas, &view, &colours, &[]) == before);
}

#[test]
fn fills_change_class_without_a_new_scene() {
    let Some(mut offscreen) = offscreen() else {
        return;
    };
    let mut canvas = canvas_of(&two_units());
    let view = view([48.5, 33.5], 900_000.0);
    canvas.set_fill_classes([(WEST, 1), (EAST, 0), (77, 1)]);
    let picture = draw(&mut offscreen, &canvas, &view, &fills_only(), &[]);
    let at = view.screen_from_lonlat([48.2, 33.5]);
    assert_eq!(
        *picture.get_pixel(at.x as u32, at.y as u32),
        Rgba([225, 210, 190, 255])
    );
}

#[test]
fn preparing_can_be_stopped_and_bad_coordinates_are_left_out() {
    assert!(prepare_scene(&two_units(), &mut |_| false).is_none());
    let mut scene = two_units();
    scene.lines.push(line(
        50,
        0,
        &[[f64::NAN, 33.0], [1e300, f64::INFINITY], [48.0, 33.0]],
    ));
    scene.fills.push(FillInput {
        key: 50,
        class: 0,
        layer: 0,
        polygons: vec![
            vec![RingInput::Lines(vec![(999, true)])],
            vec![RingInput::Coords(vec![[48.0, 33.0], [48.1, 33.0]])],
            vec![],
        ],
    });
    assert!(prepare_scene(&scene, &mut |_| true).is_some());
}

#[test]
fn a_picture_of_no_or_too_many_pixels_is_refused() {
    let Some(mut offscreen) = offscreen() else {
        return;
    };
    let empty = offscreen.render([0, 10], 1.0, Color32::WHITE, |_| ());
    assert!(matches!(empty, Err(OffscreenError::Empty)));
    let huge = offscreen.render([1_000_000, 10], 1.0, Color32::WHITE, |_| ());
    assert!(matches!(
        huge,
        Err(OffscreenError::TooLarge {
            width: 1_000_000,
            ..
        })
    ));
}

/// Every kind of line, fill, symbol and highlight once.
fn atlas() -> (Scene, MapColours, Vec<Highlight>) {
    let ink = Color32::from_rgb(0x3A, 0x35, 0x2D);
    let halo = Color32::from_rgba_unmultiplied(0xFB, 0xFA, 0xF7, 190);
    let red = Color32::from_rgb(0xC8, 0x50, 0x2D);
    let mut scene = two_units();
    scene.lines[0].class = 3;
    for (number, class) in [0_u8, 1, 2].into_iter().enumerate() {
        let lat = 33.25 + 0.25 * number as f64;
        let coords = wavy([48.04, lat], [48.44, lat], 3.0, 0.03, 120);
        scene
            .lines
            .push(line(20 + u32::from(class), class, &coords));
    }
    let contested = wavy([48.62, 33.2], [48.85, 33.35], 2.0, 0.03, 40);
    scene.lines.push(line(30, 4, &contested));
    let closed = [contested.as_slice(), &[[48.95, 33.15], [48.7, 33.06]]].concat();
    let selected = [
        [48.65, 33.7],
        [48.9, 33.6],
        [48.92, 33.85],
        [48.7, 33.9],
        [48.65, 33.7],
    ];
    scene.lines.push(line(40, 0, &selected));
    for (key, class, layer, ring) in [(3, 2, 1, closed), (4, 1, 0, selected.to_vec())] {
        let polygons = vec![vec![RingInput::Coords(ring)]];
        scene.fills.push(FillInput {
            key,
            class,
            layer,
            polygons,
        });
    }
    scene.points = (0..6)
        .map(|class| PointInput {
            importance: 0,
            key: 0,
            class,
            at: [48.08 + 0.06 * f64::from(class), 33.12],
        })
        .collect();
    let symbol = |(shape, radius)| PointStyle {
        from_scale: 0.0,
        visible: true,
        shape,
        radius,
        colour: ink,
        ground: Color32::WHITE,
        to_scale: f32::INFINITY,
    };
    let colours = MapColours {
        lines: vec![
            LineStyle::solid(Color32::from_rgb(0xA0, 0x9A, 0x90), 0.9).dashed(&[1.4, 2.4], false),
            LineStyle::solid(Color32::from_rgb(0x80, 0x7A, 0x72), 0.9).dashed(&[8.0, 3.5], false),
            LineStyle::solid(ink, 1.35)
                .dashed(&[11.0, 2.6, 1.6, 2.6], false)
                .with_halo(halo, 0.7),
            LineStyle::solid(ink, 2.3)
                .dashed(&[8.5, 4.0, 0.0, 4.0, 0.0, 4.0], true)
                .with_halo(halo, 1.3),
            LineStyle::solid(red, 2.0),
        ],
        fills: vec![
            FillStyle::tint(Color32::from_rgb(0xE8, 0xF0, 0xED)),
            FillStyle::tint(Color32::from_rgb(0xF0, 0xED, 0xE4)),
            FillStyle {
                far: None,
                colour: Color32::from_rgba_unmultiplied(0xC8, 0x50, 0x2D, 34),
                hatch: Some(Hatch {
                    colour: red,
                    width: 1.1,
                    spacing: 6.0,
                }),
            },
        ],
        points: [
            (PointShape::Dot, 2.0),
            (PointShape::Ring, 3.2),
            (PointShape::RingDot, 4.0),
            (PointShape::DoubleRing, 5.0),
            (PointShape::StarRing, 7.0),
            (PointShape::Square, 3.0),
        ]
        .map(symbol)
        .to_vec(),
        ..MapColours::default()
    };
    let highlight = Highlight {
        fills: vec![4],
        fill_colour: Color32::from_rgba_unmultiplied(0x1D, 0x5F, 0xD6, 40),
        lines: vec![40],
        line: LineStyle::solid(Color32::from_rgb(0x2F, 0x6B, 0xE0), 2.0),
    };
    (scene, colours, vec![highlight])
}

#[test]
fn the_map_looks_as_it_did() {
    let Some(mut offscreen) = offscreen() else {
        return;
    };
    let (scene, colours, highlights) = atlas();
    let canvas = canvas_of(&scene);
    let options = egui_kittest::SnapshotOptions::new()
        .threshold(0.6)
        .max_failed_pixels(4_usize);
    for (name, scale) in [("map_near", 1_250_000.0), ("map_wide", 3_000_000.0)] {
        let view = view([48.5, 33.5], scale);
        let picture = draw(&mut offscreen, &canvas, &view, &colours, &highlights);
        egui_kittest::image_snapshot_options(&picture, name, &options);
    }
}
