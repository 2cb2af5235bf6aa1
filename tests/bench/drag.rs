//! What a frame costs while a vertex of a border of 20,000 is dragged in the open national
//! project, and how soon what the drag means is told.
//!
//!     cargo bench --bench drag
//!
//! No graphics card: the map is laid out and made into triangles, and nothing is painted.
//! `README.md` beside this file holds what came out.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::{Duration, Instant};

use cpu_time::ThreadTime;
use egui::{Context, Event, Modifiers, PointerButton, Pos2, RawInput, Rect, vec2};
use marz::app::changed_lines::ChangedLines;
use marz::app::language::{Language, Words};
use marz::app::load::{LoadOptions, load};
use marz::app::session::Redraw;
use marz::edit::{ChangeKind, Edit, MoveVertex};
use marz::model::{Extent, Position};
use marz::rules::fixes::brief_price;
use marz::rules::{Checked, Selection};
use marz::topology::Snapshot;
use marz::window::map_panel::{MapContext, MapPanel, map_ui};
use marz::window::theme::{Mode, Theme};
use marz::window::view_state::{self, Levels, Tool};

mod long_border;
mod national;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

const VERTICES: usize = 2_000_000;
const FRAMES: usize = 600;
const SIZE: egui::Vec2 = vec2(1920.0, 1080.0);
const SCALES: [f64; 2] = [500_000.0, 25_000.0];

fn main() -> Result<()> {
    // `cargo test --benches` starts it without this.
    if !std::env::args().any(|argument| argument == "--bench") {
        return Ok(());
    }
    let (mut dataset, _) = load(&national::files(VERTICES)?, &LoadOptions::default())?;
    let long = long_border::lengthen(&mut dataset).ok_or("no border between two units")?;
    let snapshot = Snapshot::new(dataset);
    let mut go_on = |_| ControlFlow::Continue(());
    let checked = Checked::whole(&snapshot, &Selection::all(), None, &mut go_on);
    let checked = checked.ok_or("nobody stops the check")?;
    let border = snapshot.dataset.borders.get(long).ok_or("it is there")?;
    let vertex = border.line[border.line.len() / 2];
    println!(
        "{} units, {} borders, {} settlements; the border has {} vertices",
        snapshot.dataset.units.len(),
        snapshot.dataset.borders.len(),
        snapshot.dataset.settlements.len(),
        border.line.len()
    );
    println!("\n| what | scale | median ms | 99 % ms | most ms |");
    println!("|---|---|---|---|---|");
    for scale in SCALES {
        drag(&snapshot, &checked, vertex, scale);
    }
    alone(&snapshot, &checked, vertex);
    Ok(())
}

fn row(what: &str, scale: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at = |share: f64| {
        let index = (times.len() as f64 * share).ceil() as usize;
        times[index.clamp(1, times.len()) - 1].as_secs_f64() * 1e3
    };
    println!(
        "| {what} | {scale} | {:.2} | {:.2} | {:.2} |",
        at(0.5),
        at(0.99),
        at(1.0)
    );
}

/// A small way, another in each frame.
fn about(frame: usize, reach: f64) -> (f64, f64) {
    let turn = frame as f64 * 0.37;
    (turn.cos() * reach, (turn * 1.3).sin() * reach)
}

/// Drags the vertex with the map at a scale.
fn drag(snapshot: &Snapshot, checked: &Checked, vertex: Position, scale: f64) {
    let ctx = Context::default();
    Theme::install_fonts(&ctx);
    Arc::new(Theme::new(Mode::Light, Language::Persian)).install(&ctx);
    let words = Words::new(Language::Persian);
    let (levels, selection) = (Levels::default(), view_state::Selection::default());
    let mut panel = MapPanel::new(None);
    let frame = |panel: &mut MapPanel, redraws: &[Redraw], events: Vec<Event>| {
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, SIZE)),
            events,
            ..RawInput::default()
        };
        let clock = ThreadTime::now();
        let output = ctx.run_ui(input, |ui| {
            panel.follow(snapshot, redraws, ui.ctx());
            let mut context = MapContext::still(snapshot, &words, &levels, &selection);
            context.is_picture = false;
            context.editing = true;
            context.tool = Tool::MoveVertex;
            context.checked = Some(checked);
            context.kind = Some(ChangeKind::Correction);
            map_ui(ui, panel, &context);
        });
        let points = output.pixels_per_point;
        let shapes = output.shapes.clone();
        output.drop_without_applying_deltas();
        ctx.tessellate(shapes, points);
        clock.elapsed()
    };
    panel.go_to_extent(Extent::at(vertex));
    frame(&mut panel, &[Redraw::All], Vec::new());
    panel.set_scale_denominator(scale);
    // The scene is made beside the frames.
    for _ in 0..400 {
        std::thread::sleep(Duration::from_millis(20));
        frame(&mut panel, &[], Vec::new());
    }
    let start = panel.view().screen_from_lonlat([vertex.x, vertex.y]);
    let press = |pressed| Event::PointerButton {
        pos: start,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    frame(&mut panel, &[], vec![Event::PointerMoved(start)]);
    frame(&mut panel, &[], vec![press(true)]);
    let (mut frames, mut told) = (Vec::new(), Vec::new());
    for number in 0..FRAMES {
        let (x, y) = about(number, 14.0);
        let to = start + vec2(x as f32 + 20.0, y as f32);
        let begin = Instant::now();
        frames.push(frame(&mut panel, &[], vec![Event::PointerMoved(to)]));
        while panel.is_refused().is_none() || !panel.is_told() {
            std::thread::sleep(Duration::from_micros(200));
            frame(&mut panel, &[], Vec::new());
            if begin.elapsed() > Duration::from_secs(5) {
                println!(
                    "not told: {} {:?} {} frame {number}",
                    panel.is_moving(),
                    panel.is_refused(),
                    panel.is_told()
                );
                return;
            }
        }
        told.push(begin.elapsed());
    }
    let scale = format!("1:{scale:.0}");
    row("a frame of the window's thread, CPU", &scale, frames);
    row("from the move to what it means, wall", &scale, told);
}

/// What the thread beside the window does for a move, alone.
fn alone(snapshot: &Snapshot, checked: &Checked, vertex: Position) {
    let (mut plans, mut prices) = (Vec::new(), Vec::new());
    for number in 0..FRAMES {
        let (x, y) = about(number, 2e-5);
        let edit = Edit::MoveVertex(MoveVertex {
            from: vertex,
            to: vertex + Position { x, y },
        });
        let clock = ThreadTime::now();
        let Ok((changes, after)) = edit.plan_as(snapshot, Some(ChangeKind::Correction)) else {
            continue;
        };
        plans.push(clock.elapsed());
        let clock = ThreadTime::now();
        let lines = ChangedLines::between(snapshot, &after, &changes);
        let price = brief_price(checked, &changes, &after);
        prices.push(clock.elapsed());
        assert!(!lines.drawn.is_empty() && !price.impacts.is_empty());
    }
    if plans.is_empty() {
        println!("every move was refused");
        return;
    }
    row("planning: is it allowed, CPU beside", "–", plans);
    row("findings, law, impact, lines, CPU beside", "–", prices);
}
