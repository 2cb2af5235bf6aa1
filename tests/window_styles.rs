//! The map of the sample in every style that is built in: two places at three scales each.
//! Without a graphics adapter, not even a software one, there is nothing to look at.
#![cfg(feature = "window")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at what is unexpected"
)]

use std::path::PathBuf;
use std::sync::Arc;

use marz::app::language::Language;
use marz::app::load::{LoadOptions, load};
use marz::app::thematic::{Subject, Theming};
use marz::model::{Extent, Level, Position};
use marz::topology::Snapshot;
use marz::window::map::{LAMBERT_IRAN, OffscreenError, Projection};
use marz::window::render::{MapPainter, RenderError, RenderOptions};
use marz::window::theme::StyleSheet;

const SIZE: [u32; 2] = [480, 320];
/// A junction of three counties, and a place at the disputed border of the province.
const PLACES: [(&str, [f64; 2]); 2] = [("counties", [48.35, 33.6]), ("edge", [47.55, 33.3])];
const SCALES: [f64; 3] = [2_000_000.0, 500_000.0, 100_000.0];

fn sample() -> Snapshot {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("sample-data/lorestan");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let (dataset, _) = load(&files, &LoadOptions::default()).unwrap();
    Snapshot::new(dataset)
}

fn painter<'data>(snapshot: &'data Snapshot, options: &RenderOptions) -> Option<MapPainter<'data>> {
    match MapPainter::new(snapshot, options) {
        Ok(painter) => Some(painter),
        Err(RenderError::Renderer(OffscreenError::NoAdapter(_))) => None,
        Err(error) => panic!("{error}"),
    }
}

/// Other versions of Mesa blend a little otherwise, and place some letters half a pixel off.
fn options() -> egui_kittest::SnapshotOptions {
    egui_kittest::SnapshotOptions::new()
        .threshold(0.6)
        .max_failed_pixels(120_usize)
}

#[test]
fn every_style_draws_the_sample_as_it_did() {
    let snapshot = sample();
    for style in StyleSheet::built_in() {
        let render = RenderOptions {
            size: SIZE,
            style: Some(Arc::clone(style)),
            legend: true,
            ..RenderOptions::default()
        };
        let Some(mut painter) = painter(&snapshot, &render) else {
            return;
        };
        for (place, [x, y]) in PLACES {
            for scale in SCALES {
                painter.map().look_at(Position { x, y }, scale);
                let picture = painter.picture().unwrap();
                let name = format!("style_{}_{place}_{}", style.id, scale as u32 / 1000);
                egui_kittest::image_snapshot_options(&picture, &name, &options());
            }
        }
    }
}

#[test]
fn a_thematic_map_in_lambert_has_a_legend_a_graticule_and_the_north() {
    let snapshot = sample();
    let render = RenderOptions {
        size: [640, 480],
        language: Language::English,
        theming: Some(Theming {
            subject: Subject::Density,
            level: Level::RuralDistrict,
            ..Theming::default()
        }),
        projection: Projection::of_crs(LAMBERT_IRAN).unwrap(),
        graticule: true,
        legend: true,
        extent: Some(Extent {
            min: Position { x: 46.8, y: 32.6 },
            max: Position { x: 50.1, y: 34.4 },
        }),
        ..RenderOptions::default()
    };
    let Some(mut painter) = painter(&snapshot, &render) else {
        return;
    };
    let picture = painter.picture().unwrap();
    egui_kittest::image_snapshot_options(&picture, "theme_density_lambert", &options());
}

/// On paper of three times the dots, everything is three times as large and the scale the same.
#[test]
fn dots_to_the_inch_change_the_pixels_and_not_the_map() {
    let snapshot = sample();
    let at = |dots_per_inch: f32, size: [u32; 2]| {
        let options = RenderOptions {
            size,
            dots_per_inch,
            scale_denominator: Some(400_000.0),
            ..RenderOptions::default()
        };
        painter(&snapshot, &options).map(|mut painter| {
            let picture = painter.picture().unwrap();
            (picture, painter.map().view().bounds_lonlat())
        })
    };
    let (Some((screen, seen)), Some((paper, printed))) =
        (at(96.0, [300, 200]), at(288.0, [900, 600]))
    else {
        return;
    };
    assert_eq!(
        (screen.width() * 3, screen.height() * 3),
        paper.dimensions()
    );
    for (one, other) in seen.iter().zip(printed) {
        assert!((one - other).abs() < 1e-6, "{seen:?} {printed:?}");
    }
}
