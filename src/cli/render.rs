//! `marz render`: the map of a data set as a picture, without a window.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use marz::app::language::Language;
use marz::files::write_file;
use marz::model::{Extent, Level, Position, is_usable};
use marz::topology::Snapshot;
use marz::window::render::{RenderOptions, render_png};

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
    /// Light lines on dark land
    #[arg(long)]
    dark: bool,
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
            dark: self.dark,
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
