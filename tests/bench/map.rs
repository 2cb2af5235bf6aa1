//! What frames of the map cost on a fixed tour over the whole country: all of it, in
//! seven steps to 1:5,000, along a province border at three scales, and out again.
//!
//!     cargo bench --bench map
//!
//! `MARZ_BENCH_LARGE=1` adds the file of ten times the size. Where `python3` has QGIS, it
//! draws the same views too. `README.md` beside this file holds what came out.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use cpu_time::ThreadTime;
use marz::app::convert::convert;
use marz::app::load::{LoadOptions, load};
use marz::model::{Dataset, Level, Position};
use marz::topology::{BorderLevel, Snapshot, border_level};
use marz::window::map::FrameCost;
use marz::window::render::{MapPainter, RenderOptions};

mod national;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

const VERTICES: usize = 2_000_000;
const SIZE: [u32; 2] = [1920, 1080];
const CLOSEST: f64 = 5_000.0;
const ZOOM_STEPS: u32 = 7;

fn main() -> Result<()> {
    // `cargo test --benches` starts it without this.
    if !std::env::args().any(|argument| argument == "--bench") {
        return Ok(());
    }
    let mut sizes = vec![VERTICES];
    if std::env::var_os("MARZ_BENCH_LARGE").is_some() {
        sizes.push(10 * VERTICES);
    }
    for vertices in sizes {
        tour(vertices)?;
    }
    Ok(())
}

/// A part of the tour and what its frames cost.
struct Leg {
    name: String,
    frames: Vec<FrameCost>,
}

fn tour(vertices: usize) -> Result<()> {
    let project = project(vertices)?;
    let start = Instant::now();
    let (dataset, _) = load(std::slice::from_ref(&project), &LoadOptions::default())?;
    let loaded = start.elapsed();
    let snapshot = Snapshot::new(dataset);
    let indexed = start.elapsed();
    let resting_before = memory("VmRSS:")?;
    let options = RenderOptions {
        size: SIZE,
        ..RenderOptions::default()
    };
    let mut painter = MapPainter::new(&snapshot, &options)?;
    let prepared = start.elapsed();
    let resting_prepared = memory("VmRSS:")?;
    let clock = ThreadTime::now();
    let time = || clock.elapsed();
    let first = painter.frame(&time)?;
    let shown = start.elapsed();
    let dataset = &snapshot.dataset;
    let in_borders: usize = dataset.borders.iter().map(|(_, it)| it.line.len()).sum();
    println!(
        "\n{in_borders} vertices in {} borders, {} settlements, {} units, on {}",
        dataset.borders.len(),
        dataset.settlements.len(),
        dataset.units.len(),
        painter.adapter_name()
    );
    println!(
        "read {:.2} s, indexed {:.2} s, prepared {:.2} s, first frame {:.2} s; in all {:.2} s",
        loaded.as_secs_f64(),
        (indexed - loaded).as_secs_f64(),
        (prepared - indexed).as_secs_f64(),
        (shown - prepared).as_secs_f64(),
        shown.as_secs_f64()
    );
    println!("uploaded {} bytes", first.drawn.uploaded_bytes);
    println!(
        "in memory: {:.0} MB when read and indexed, {:.0} MB when prepared, {:.0} MB after the first frame",
        resting_before / 1e6,
        resting_prepared / 1e6,
        memory("VmRSS:")? / 1e6
    );
    let route = province_border(dataset).ok_or("the sample has provinces")?;
    let middle = route[route.len() / 2];
    let widest = painter.map().view().scale_denominator();
    let whole = painter.map().view().centre_lonlat();
    let whole = Position {
        x: whole[0],
        y: whole[1],
    };
    let step = (widest / CLOSEST).powf(1.0 / f64::from(ZOOM_STEPS));
    let mut legs = Vec::new();
    let mut drive = |name: String, views: &mut dyn Iterator<Item = (Position, f64)>| {
        let frames: Result<Vec<FrameCost>> = views
            .map(|(place, scale)| {
                painter.map().look_at(place, scale);
                Ok(painter.frame(&time)?)
            })
            .collect();
        frames.map(|frames| legs.push(Leg { name, frames }))
    };
    drive("fit".into(), &mut std::iter::repeat_n((whole, widest), 20))?;
    for number in 1..=ZOOM_STEPS {
        let scale =
            |frame: i32| widest / step.powf(f64::from(number - 1) + f64::from(frame) / 20.0);
        let name = format!("zoom to 1:{:.0}", scale(20));
        drive(name, &mut (1..=20).map(|frame| (middle, scale(frame))))?;
    }
    for scale in [CLOSEST, 100_000.0, 1_000_000.0] {
        let places = (0..100).map(|frame| along(&route, f64::from(frame) / 100.0 * scale / 1e6));
        let name = format!("along a border at 1:{scale:.0}");
        drive(name, &mut places.map(|place| (place, scale)))?;
    }
    let out = (1..=140).map(|frame| CLOSEST * (widest / CLOSEST).powf(f64::from(frame) / 140.0));
    drive("zoom out".into(), &mut out.map(|scale| (middle, scale)))?;
    table(&legs);
    println!(
        "peak of memory {:.0} bytes a vertex",
        memory("VmHWM:")? / in_borders as f64
    );
    qgis(&project)?;
    Ok(())
}

fn table(legs: &[Leg]) {
    println!(
        "\n| frames | of the map: median, 99 % ms | egui and commands ms | segments | corners | points | calls | bytes uploaded | whole frame: median, 99 % ms |"
    );
    println!("|---|---|---|---|---|---|---|---|---|");
    let all = Leg {
        name: "all".into(),
        frames: legs.iter().flat_map(|leg| leg.frames.clone()).collect(),
    };
    for leg in legs.iter().chain([&all]) {
        let ms = |part: fn(&FrameCost) -> Duration, share: f64| {
            let mut times: Vec<f64> = leg
                .frames
                .iter()
                .map(|it| part(it).as_secs_f64() * 1e3)
                .collect();
            times.sort_by(f64::total_cmp);
            times[((times.len() - 1) as f64 * share).round() as usize]
        };
        let most = |part: fn(&FrameCost) -> u64| leg.frames.iter().map(part).max().unwrap_or(0);
        println!(
            "| {} ({}) | {:.2}, {:.2} | {:.2}, {:.2} | {} | {} | {} | {} | {} | {:.0}, {:.0} |",
            leg.name,
            leg.frames.len(),
            ms(|it| it.laid_out, 0.5),
            ms(|it| it.laid_out, 0.99),
            ms(|it| it.encoded, 0.5),
            ms(|it| it.encoded, 0.99),
            most(|it| it.drawn.segments),
            most(|it| it.drawn.corners),
            most(|it| it.drawn.points),
            most(|it| it.drawn.calls),
            most(|it| it.drawn.uploaded_bytes),
            ms(|it| it.whole, 0.5),
            ms(|it| it.whole, 0.99),
        );
    }
}

/// The longest border between two provinces.
fn province_border(dataset: &Dataset) -> Option<Vec<Position>> {
    let borders = dataset.borders.iter().map(|(_, border)| border);
    let provinces = borders
        .filter(|border| border_level(dataset, border) == BorderLevel::Between(Level::Province));
    let longest = provinces.max_by(|a, b| a.length_m().total_cmp(&b.length_m()))?;
    Some(longest.line.to_vec())
}

/// The place after a share of the vertices.
fn along(route: &[Position], share: f64) -> Position {
    route[((route.len() - 1) as f64 * share.min(1.0)) as usize]
}

/// What the system says of this process's memory under a name, in bytes.
fn memory(name: &str) -> Result<f64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let kilobytes = line.and_then(|line| line.split_whitespace().next());
    Ok(kilobytes
        .ok_or("the system tells no memory")?
        .parse::<f64>()?
        * 1024.0)
}

/// The project of the national sample of about so many vertices; written if it is not there.
fn project(vertices: usize) -> Result<PathBuf> {
    let project = national::folder(vertices).join("national.gpkg");
    if project.exists() {
        return Ok(project);
    }
    let (dataset, _) = load(&national::files(vertices)?, &LoadOptions::default())?;
    convert(&dataset, &project)?;
    Ok(project)
}

/// Has QGIS draw the same project, all of it and closer, if there is one.
fn qgis(project: &Path) -> Result<()> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bench/qgis_render.py");
    let python = std::env::var("MARZ_BENCH_QGIS_PYTHON").unwrap_or("/usr/bin/python3".into());
    let output = Command::new(python)
        .arg(script)
        .arg(project)
        .env("QT_QPA_PLATFORM", "offscreen")
        .output();
    match output {
        // It may break off as it ends, when all is said.
        Ok(output) if !output.stdout.is_empty() => {
            println!("\n{}", String::from_utf8_lossy(&output.stdout));
        }
        Ok(output) => println!("\nno QGIS: {}", String::from_utf8_lossy(&output.stderr)),
        Err(error) => println!("\nno QGIS: {error}"),
    }
    Ok(())
}
