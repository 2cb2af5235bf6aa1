//! `marz check --rules T` against other checkers on the same file, as whole processes in
//! turn: time, spread, the ratio to mapshaper and the peak of memory.
//!
//!     MARZ_BENCH_MAPSHAPER=…/bin/mapshaper MARZ_BENCH_PYTHON=…/bin/python cargo bench --bench check
//!
//! A peer that is not named is left out. `MARZ_BENCH_LARGE=1` adds the file of ten times
//! the size, `MARZ_BENCH_RUNS` says how often each runs. `README.md` beside this file
//! holds what came out.

mod faulty;
mod peer;

use std::path::{Path, PathBuf};
use std::process::Command;

use peer::{Peer, Result, Run, run};

const VERTICES: usize = 2_000_000;
const LARGE: usize = 20_000_000;
/// How many rural districts the sample has.
const UNITS: usize = 2_722;
/// Faults of each kind in the faulty file.
const FAULTS: usize = 12;
const RUNS: usize = 7;

fn main() -> Result<()> {
    // `cargo test --benches` starts it without this.
    if !std::env::args().any(|argument| argument == "--bench") {
        return Ok(());
    }
    let runs = match std::env::var("MARZ_BENCH_RUNS") {
        Ok(text) => text.parse()?,
        Err(_) => RUNS,
    };
    let mut sizes = vec![VERTICES];
    if std::env::var_os("MARZ_BENCH_LARGE").is_some() {
        sizes.push(LARGE);
    }
    let mut marz_seconds = Vec::new();
    for vertices in sizes {
        for faults in [0, FAULTS] {
            let file = national(vertices, faults)?;
            let seconds = compare(&file, vertices, faults, runs)?;
            marz_seconds.push((vertices, faults, seconds));
        }
    }
    for &(vertices, faults, seconds) in &marz_seconds {
        let small = marz_seconds
            .iter()
            .find(|&&(other, of, _)| other < vertices && of == faults);
        if let Some(&(less, _, in_less)) = small {
            println!(
                "{} faults of each kind: {} times the vertices in {:.1} times the time",
                faults,
                vertices / less,
                seconds / in_less
            );
        }
    }
    Ok(())
}

/// The rural districts of a national sample, made once and kept with the build.
fn national(vertices: usize, faults: usize) -> Result<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("bench/{vertices}"));
    let file = folder.join("national/rural_districts.geojson");
    if !file.exists() {
        println!("writing {}", folder.display());
        let mut command = Command::new(env!("CARGO_BIN_EXE_marz"));
        command.arg("sample").arg(&folder).arg("--national");
        command.args(["--vertices", &vertices.to_string()]);
        let done = command.output()?;
        if !done.status.success() {
            let reason = String::from_utf8_lossy(&done.stderr);
            return Err(format!("{command:?}: {reason}").into());
        }
    }
    if faults == 0 {
        return Ok(file);
    }
    let faulty = folder.join("faulty/rural_districts.geojson");
    if let Some(folder) = faulty.parent()
        && !faulty.exists()
    {
        std::fs::create_dir_all(folder)?;
        faulty::write_faulty(&file, &faulty, UNITS, faults)?;
    }
    Ok(faulty)
}

/// Runs every peer in turn, several times, and prints a table; the median of our own
/// seconds comes back.
fn compare(file: &Path, vertices: usize, faults: usize, runs: usize) -> Result<f64> {
    let peers = Peer::all(file);
    let mut results: Vec<Vec<Run>> = peers.iter().map(|_| Vec::new()).collect();
    for turn in 0..=runs {
        for (peer, results) in peers.iter().zip(&mut results) {
            let result = run(peer)?;
            // The first turn brings programs and file into memory.
            if turn > 0 {
                results.push(result);
            }
        }
    }
    let megabytes = std::fs::metadata(file)?.len() / 1_000_000;
    println!("\n{vertices} vertices, {megabytes} MB, {faults} faults of each kind, {runs} runs");
    println!("\n| checker | median s | least–most s | of mapshaper | peak MB | bytes a vertex |");
    println!("|---|---|---|---|---|---|");
    let medians: Vec<f64> = results.iter().map(|runs| median(runs)).collect();
    let mapshaper = peers
        .iter()
        .zip(&medians)
        .find(|(peer, _)| peer.name.starts_with("mapshaper"))
        .map(|(_, &seconds)| seconds);
    for ((peer, runs), &seconds) in peers.iter().zip(&results).zip(&medians) {
        let (least, most) = runs
            .iter()
            .fold((f64::INFINITY, 0.0_f64), |(least, most), run| {
                (least.min(run.seconds), most.max(run.seconds))
            });
        let share = match mapshaper {
            Some(of) => format!("{:.2}", seconds / of),
            None => "–".to_owned(),
        };
        let bytes = runs
            .iter()
            .map(|run| run.peak_bytes)
            .max()
            .unwrap_or_default();
        println!(
            "| {} | {seconds:.3} | {least:.3}–{most:.3} | {share} | {} | {:.0} |",
            peer.name,
            bytes / 1_000_000,
            bytes as f64 / vertices as f64,
        );
    }
    Ok(medians.first().copied().unwrap_or_default())
}

fn median(runs: &[Run]) -> f64 {
    let mut seconds: Vec<f64> = runs.iter().map(|run| run.seconds).collect();
    seconds.sort_by(f64::total_cmp);
    seconds.get(seconds.len() / 2).copied().unwrap_or_default()
}
