//! `marz render`: the map of a data set as a picture, without a window.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use marz::app::language::Language;
use marz::app::thematic::{Subject, Theming};
use marz::files::write_file;
use marz::model::{Extent, Level, Position, is_usable};
use marz::topology::Snapshot;
use marz::window::map::{ALBERS_IRAN, LAMBERT_IRAN, Projection};
use marz::window::render::{RenderOptions, render_png};
use marz::window::theme::StyleSheet;

use super::check::language;
use super::{Input, fail};

#[derive(Args)]
pub(super) struct RenderArguments {
    #[command(flatten)]
    input: Input,
    /// The picture, as PNG
    #[arg(long, short, value_name = "FILE")]
    output: PathBuf,
    /// What must be in the picture, in degrees; everything by default
    #[arg(long, value_name = "W,S,E,N", value_parser = extent, allow_hyphen_values = true)]
    bbox: Option<Extent>,
    /// Pixels across and down
    #[arg(long, value_name = "WxH", default_value = "1600x1000", value_parser = size)]
    size: [u32; 2],
    /// Levels that are drawn, separated by commas: province, county, district,
    /// rural_district, city, village, farm, place; all by default
    #[arg(long, value_name = "LEVELS", value_delimiter = ',', value_parser = level)]
    level: Vec<Level>,
    /// The language of what is written: fa or en
    #[arg(long, default_value = "fa", value_parser = language)]
    lang: Language,
    /// Draw meridians, parallels and the arrow to the north
    #[arg(long)]
    graticule: bool,
    /// Write on it what its colours and lines mean
    #[arg(long)]
    legend: bool,
    /// Light lines on dark land
    #[arg(long)]
    dark: bool,
    /// The style: default, print, colour_blind, or a style file
    #[arg(long, value_name = "STYLE", default_value = "default", value_parser = style)]
    style: Arc<StyleSheet>,
    /// Dots to the inch on paper; lines and letters grow with it
    #[arg(long, default_value = "96", value_parser = dots)]
    dpi: f32,
    /// The scale on paper, about the middle of the box: 1:250000
    #[arg(long, value_name = "1:N", value_parser = super::scale)]
    scale: Option<f64>,
    /// The projection: mercator, lambert, albers, or what PROJ knows: EPSG:32639
    #[arg(long, value_name = "CRS", default_value = "mercator", value_parser = projection)]
    projection: Projection,
    /// Colour units by population, density, area or growth
    #[arg(long, value_name = "SUBJECT", value_parser = subject)]
    by: Option<Subject>,
    /// The level whose units are coloured
    #[arg(long, value_name = "LEVEL", default_value = "county", value_parser = level)]
    of: Level,
}

fn style(text: &str) -> Result<Arc<StyleSheet>, String> {
    let built_in = StyleSheet::built_in();
    if let Some(style) = built_in.iter().find(|style| style.id == text) {
        return Ok(Arc::clone(style));
    }
    let read = StyleSheet::read(Path::new(text)).map(Arc::new);
    read.map_err(|error| {
        let names: Vec<&str> = built_in.iter().map(|style| style.id.as_str()).collect();
        format!("{error}; those that are built in are {}", names.join(", "))
    })
}

fn projection(text: &str) -> Result<Projection, String> {
    let crs = match text {
        "mercator" => "EPSG:3857",
        "lambert" => LAMBERT_IRAN,
        "albers" => ALBERS_IRAN,
        other => other,
    };
    Projection::of_crs(crs).map_err(|error| error.to_string())
}

fn dots(text: &str) -> Result<f32, String> {
    let dots = text
        .parse::<f32>()
        .ok()
        .filter(|dots| (24.0..=1200.0).contains(dots));
    dots.ok_or_else(|| "it is from 24 to 1200".to_owned())
}

fn subject(text: &str) -> Result<Subject, String> {
    // What the law says comes of a check, which a picture does not make.
    let subjects = Subject::ALL
        .into_iter()
        .filter(|it| *it != Subject::Verdict);
    Subject::from_name(text)
        .filter(|subject| *subject != Subject::Verdict)
        .ok_or_else(|| {
            let names: Vec<&str> = subjects.map(Subject::name).collect();
            format!("it is one of {}", names.join(", "))
        })
}

fn extent(text: &str) -> Result<Extent, String> {
    let numbers: Result<Vec<f64>, _> = text.split(',').map(|part| part.trim().parse()).collect();
    let wanted = "it is four numbers in degrees: west,south,east,north";
    let [west, south, east, north] = numbers
        .ok()
        .and_then(|numbers| <[f64; 4]>::try_from(numbers).ok())
        .ok_or(wanted)?;
    let (min, max) = (
        Position { x: west, y: south },
        Position { x: east, y: north },
    );
    if !(is_usable(min) && is_usable(max)) || west >= east || south >= north {
        return Err(format!(
            "{wanted}, the west less than the east and the south than the north"
        ));
    }
    Ok(Extent { min, max })
}

fn size(text: &str) -> Result<[u32; 2], String> {
    let wanted = "it is two whole numbers of pixels: 1600x1000";
    let (width, height) = text.split_once(['x', 'X', '×']).ok_or(wanted)?;
    let pixels = |text: &str| text.trim().parse::<u32>().ok().filter(|pixels| *pixels > 0);
    match (pixels(width), pixels(height)) {
        (Some(width), Some(height)) => Ok([width, height]),
        _ => Err(wanted.to_owned()),
    }
}

fn level(text: &str) -> Result<Level, String> {
    Level::from_name(text).ok_or_else(|| {
        let names = Level::ALL.map(Level::name);
        format!("it is one of {}", names.join(", "))
    })
}

impl RenderArguments {
    pub(super) fn run(self) -> Result<ExitCode, ExitCode> {
        let snapshot = Snapshot::new(self.input.load()?);
        let options = RenderOptions {
            size: self.size,
            extent: self.bbox,
            levels: (!self.level.is_empty()).then_some(self.level),
            language: self.lang,
            graticule: self.graticule,
            legend: self.legend,
            dark: self.dark,
            style: Some(self.style),
            projection: self.projection,
            theming: self.by.map(|subject| Theming {
                subject,
                level: self.of,
                ..Theming::default()
            }),
            dots_per_inch: self.dpi,
            scale_denominator: self.scale,
        };
        let picture = render_png(&snapshot, &options).map_err(fail)?;
        let mut png = Vec::new();
        picture
            .write_to(&mut std::io::Cursor::new(&mut png), image::ImageFormat::Png)
            .map_err(fail)?;
        write_file(&self.output, |out| out.write_all(&png)).map_err(fail)?;
        Ok(ExitCode::SUCCESS)
    }
}
