//! Opening the window of the operating system.

use std::path::PathBuf;

use egui::{IconData, ViewportBuilder};

use super::shell::Shell;
use crate::app::settings::Folders;

/// Why the window could not be opened.
#[derive(Debug, thiserror::Error)]
#[error("the window cannot be opened: {0}; is there a display, and a driver for its graphics?")]
pub struct RunError(#[from] eframe::Error);

/// Opens the window and returns when it is closed. `paths` are opened in it.
///
/// # Errors
/// Where the system gives no window or no graphics.
pub fn run(paths: Vec<PathBuf>) -> Result<(), RunError> {
    let viewport = ViewportBuilder::default()
        .with_title("Marz")
        .with_app_id("marz")
        .with_inner_size([1440.0, 900.0])
        .with_min_inner_size([800.0, 560.0])
        .with_icon(icon());
    let mut options = eframe::NativeOptions {
        viewport,
        renderer: eframe::Renderer::Wgpu,
        ..eframe::NativeOptions::default()
    };
    if let egui_wgpu::WgpuSetup::CreateNew(setup) = &mut options.wgpu_options.wgpu_setup {
        super::map::spare_memory(setup);
    }
    eframe::run_native(
        "Marz",
        options,
        Box::new(move |created| {
            let graphics = created.wgpu_render_state.as_ref();
            let shell = Shell::new(&created.egui_ctx, graphics, Folders::of_user(), paths);
            Ok(Box::new(shell))
        }),
    )?;
    Ok(())
}

/// The window's icon: two fields that share one line.
fn icon() -> IconData {
    const SIDE: u32 = 64;
    let (left, right, line) = ([0xE7, 0xEE, 0xE9], [0xEF, 0xE6, 0xDC], [0x1E, 0x4F, 0xA8]);
    let mut rgba = Vec::with_capacity((SIDE * SIDE * 4) as usize);
    for y in 0..SIDE {
        // The line bends twice on its way down.
        let bend = f64::from(y) / f64::from(SIDE) * std::f64::consts::TAU;
        let middle = f64::from(SIDE) / 2.0 + bend.sin() * 9.0;
        for x in 0..SIDE {
            let distance = f64::from(x) - middle;
            let colour = if distance.abs() <= 4.0 {
                line
            } else if distance < 0.0 {
                left
            } else {
                right
            };
            rgba.extend_from_slice(&colour);
            rgba.push(if is_inside_corner(x, y, SIDE) { 0 } else { 255 });
        }
    }
    IconData {
        rgba,
        width: SIDE,
        height: SIDE,
    }
}

/// Whether a point lies outside the rounding of the icon's corners.
fn is_inside_corner(x: u32, y: u32, side: u32) -> bool {
    const RADIUS: f64 = 12.0;
    let beyond = |at: u32| {
        let at = f64::from(at) + 0.5;
        (RADIUS - at).max(at - (f64::from(side) - RADIUS)).max(0.0)
    };
    beyond(x).hypot(beyond(y)) > RADIUS
}
