//! From committing a moved vertex to the updated list of findings, in the open national
//! project: vertices anywhere, and vertices of a border of 20,000.
//!
//!     cargo bench --bench incremental
//!
//! `MARZ_BENCH_MOVES` says how many vertices are moved. `README.md` beside this file
//! holds what came out.

use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use marz::app::load::{LoadOptions, load};
use marz::edit::{ChangeSet, Edit, MoveVertex};
use marz::model::{BorderKey, Position};
use marz::rules::{Checked, Progress, Selection};
use marz::topology::Snapshot;

mod long_border;
mod national;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

const VERTICES: usize = 2_000_000;
const MOVES: usize = 500;

fn main() -> Result<()> {
    // `cargo test --benches` starts it without this.
    if !std::env::args().any(|argument| argument == "--bench") {
        return Ok(());
    }
    let moves = match std::env::var("MARZ_BENCH_MOVES") {
        Ok(text) => text.parse()?,
        Err(_) => MOVES,
    };
    let (dataset, _) = load(&national::files(VERTICES)?, &LoadOptions::default())?;
    let mut dataset = dataset;
    let long =
        long_border::lengthen(&mut dataset).ok_or("the sample has no border between two units")?;
    let snapshot = Snapshot::new(dataset);
    let start = Instant::now();
    let checked = Checked::whole(&snapshot, &Selection::all(), None, &mut go_on)
        .ok_or("nobody stops the check")?;
    println!(
        "{} units, {} settlements, {} borders; opened with {} findings in {:.2} s",
        snapshot.dataset.units.len(),
        snapshot.dataset.settlements.len(),
        snapshot.dataset.borders.len(),
        checked.report().findings.len(),
        start.elapsed().as_secs_f64()
    );
    let anywhere: Vec<BorderKey> = snapshot.dataset.borders.keys().collect();
    println!("\n| vertices of | moves | step | median ms | 99 % ms | most ms |");
    println!("|---|---|---|---|---|---|");
    measure("any border", &checked, &anywhere, moves);
    measure("the border of 20,000", &checked, &[long], moves);
    Ok(())
}

fn go_on(_: Progress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// Numbers that look random and are the same in every run (SplitMix64).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut number = self.0;
        number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        number ^ (number >> 31)
    }

    fn below(&mut self, count: usize) -> usize {
        (self.next() % count.max(1) as u64) as usize
    }

    /// From -0.5 to 0.5.
    fn off(&mut self) -> f64 {
        self.next() as f64 / u64::MAX as f64 - 0.5
    }
}

/// Moves vertices one after the other, each from the state that the last one left, and
/// prints how long the steps take.
fn measure(name: &str, checked: &Checked, borders: &[BorderKey], moves: usize) {
    let mut checked = checked.clone();
    let mut numbers = Numbers(7);
    let mut times: [Vec<Duration>; 4] = Default::default();
    let mut wholes = 0;
    while times[0].len() < moves {
        let Some((edit, changes, planned)) = next_move(&checked, borders, &mut numbers) else {
            continue;
        };
        let start = Instant::now();
        let after = changes.apply(checked.snapshot());
        let applied = start.elapsed();
        let updated = checked.update(&after, &changes, &mut go_on);
        let listed = start.elapsed();
        let Ok((updated, _)) = updated else {
            wholes += 1;
            println!("{edit:?} needs a whole check");
            if wholes > moves {
                return;
            }
            continue;
        };
        let start = Instant::now();
        checked = match updated.finish(&mut go_on) {
            Ok((finished, _)) => finished,
            Err(_) => return,
        };
        let finished = start.elapsed();
        for (times, took) in times.iter_mut().zip([planned, applied, listed, finished]) {
            times.push(took);
        }
    }
    let steps = [
        "planning: is it allowed",
        "of the next: making it",
        "commit to list",
        "afterwards: the checks of whole polygons",
    ];
    for (step, mut times) in steps.into_iter().zip(times) {
        times.sort_unstable();
        let at = |share: f64| {
            let index = (times.len() as f64 * share).ceil() as usize;
            times[index.clamp(1, times.len()) - 1].as_secs_f64() * 1e3
        };
        let (median, high, most) = (at(0.5), at(0.99), at(1.0));
        println!("| {name} | {moves} | {step} | {median:.2} | {high:.2} | {most:.2} |");
    }
    if wholes > 0 {
        println!("{wholes} moves of {name} needed a check of everything");
    }
}

/// A move that the edit allows, by a part of the edges beside the vertex.
fn next_move(
    checked: &Checked,
    borders: &[BorderKey],
    numbers: &mut Numbers,
) -> Option<(Edit, ChangeSet, Duration)> {
    let key = borders[numbers.below(borders.len())];
    let border = checked.snapshot().dataset.borders.get(key)?;
    let inner = border.line.len().checked_sub(2)?;
    let at = 1 + numbers.below(inner);
    let (before, from, after) = (
        *border.line.get(at - 1)?,
        *border.line.get(at)?,
        *border.line.get(at + 1)?,
    );
    let room = (from - before).x.abs() + (from - before).y.abs();
    let room = room.min((after - from).x.abs() + (after - from).y.abs());
    let to = Position {
        x: from.x + room * 0.6 * numbers.off(),
        y: from.y + room * 0.6 * numbers.off(),
    };
    let edit = Edit::MoveVertex(MoveVertex { from, to });
    let start = Instant::now();
    let changes = edit.plan(checked.snapshot()).ok()?;
    let planned = start.elapsed();
    Some((edit, changes, planned))
}
