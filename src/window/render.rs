//! Draws the map of a data set into a picture without a window, with the same scene,
//! names and look as the window's map.

use std::sync::Arc;

use image::RgbaImage;

use super::map::{Offscreen, OffscreenError};
use super::map_panel::{MapContext, MapPanel, whole_extent};
use super::theme::{Mode, Theme};
use super::view_state::{Levels, Selection, Tool};
use crate::app::language::{Language, Words};
use crate::model::{Extent, Level};
use crate::topology::Snapshot;

/// What the picture is to be.
#[derive(Clone, Debug, PartialEq)]
pub struct RenderOptions {
    /// Pixels across and down; at most what the renderer can.
    pub size: [u32; 2],
    /// The box that must be in the picture whole, in degrees; everything without one.
    pub extent: Option<Extent>,
    /// The levels that are drawn; all without them.
    pub levels: Option<Vec<Level>>,
    /// The language of what is written.
    pub language: Language,
    /// Light lines on dark land.
    pub dark: bool,
}

impl Default for RenderOptions {
    fn default() -> Self {
        Self {
            size: [1600, 1000],
            extent: None,
            levels: None,
            language: Language::default(),
            dark: false,
        }
    }
}

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// The data set has no place on the map, and no box was asked for.
    #[error("nothing in the data has a place that could be drawn; name a box")]
    Empty,
    /// The renderer cannot.
    #[error(transparent)]
    Renderer(#[from] OffscreenError),
}

/// Draws a data set.
///
/// # Errors
/// [`RenderError`]: there is nothing to draw, or nothing to draw with.
pub fn render_png(snapshot: &Snapshot, options: &RenderOptions) -> Result<RgbaImage, RenderError> {
    let extent = options
        .extent
        .or_else(|| whole_extent(snapshot))
        .ok_or(RenderError::Empty)?;
    let mut offscreen = Offscreen::new()?;
    let mode = if options.dark {
        Mode::Dark
    } else {
        Mode::Light
    };
    let theme = Arc::new(Theme::new(mode, options.language));
    Theme::install_fonts(offscreen.context());
    theme.install(offscreen.context());
    let mut levels = Levels::default();
    if let Some(wanted) = &options.levels {
        levels.visible = wanted.iter().copied().collect();
    }
    let words = Words::new(options.language);
    let selection = Selection::default();
    let context = MapContext {
        preview: None,
        snapshot,
        report: None,
        words: &words,
        selection: &selection,
        finding: None,
        levels: &levels,
        editing: false,
        tool: Tool::Select,
    };
    let mut panel = MapPanel::new(None);
    panel.show_at_once(snapshot);
    let picture = offscreen.render(options.size, 1.0, theme.map.background, |ui| {
        panel.fit(extent);
        panel.picture_ui(ui, &context);
    })?;
    Ok(picture)
}
