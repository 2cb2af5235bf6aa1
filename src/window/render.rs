//! Draws the map of a data set into a picture without a window, with the same scene,
//! names and look as the window's map.

use std::sync::Arc;
use std::time::Duration;

use image::RgbaImage;

use super::map::{FrameCost, Offscreen, OffscreenError, Projection};
use super::map_panel::{MapContext, MapPanel, whole_extent};
use super::theme::{Mode, StyleSheet, Theme};
use super::view_state::{Levels, Selection};
use crate::app::facts::Facts;
use crate::app::language::{Language, Words};
use crate::app::thematic::{Choropleth, Theming};
use crate::model::{Extent, Level};
use crate::topology::Snapshot;

/// Points of the screen to an inch, as [`METRES_PER_POINT_OF_SCREEN`] has it.
///
/// [`METRES_PER_POINT_OF_SCREEN`]: super::map::METRES_PER_POINT_OF_SCREEN
const SCREEN_DOTS_PER_INCH: f32 = 96.0;

/// What the picture is to be.
#[derive(Clone, Debug)]
pub struct RenderOptions {
    /// Pixels across and down; at most what the renderer can.
    pub size: [u32; 2],
    /// The box that must be in the picture whole, in degrees; everything without one.
    pub extent: Option<Extent>,
    /// The levels that are drawn; all without them.
    pub levels: Option<Vec<Level>>,
    /// The language of what is written.
    pub language: Language,
    /// Whether meridians, parallels and the arrow to the north are drawn.
    pub graticule: bool,
    /// Whether the meaning of colours and lines is written on it.
    pub legend: bool,
    /// Light lines on dark land.
    pub dark: bool,
    /// How the map looks; the first style that is built in without one.
    pub style: Option<Arc<StyleSheet>>,
    /// How the map is laid flat.
    pub projection: Projection,
    /// What units are coloured by instead of tints.
    pub theming: Option<Theming>,
    /// Pixels to the inch on paper: lines, names and scales are of the size that they have
    /// on it. 96 is a screen.
    pub dots_per_inch: f32,
    /// The n of 1:n, about the middle of the extent; the whole extent without one.
    pub scale_denominator: Option<f64>,
}

impl Default for RenderOptions {
    fn default() -> Self {
        Self {
            size: [1600, 1000],
            extent: None,
            levels: None,
            language: Language::default(),
            graticule: false,
            legend: false,
            dark: false,
            style: None,
            projection: Projection::default(),
            theming: None,
            dots_per_inch: SCREEN_DOTS_PER_INCH,
            scale_denominator: None,
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
    let mut painter = MapPainter::new(snapshot, options)?;
    painter.panel.measure_at_once();
    Ok(painter.picture()?)
}

/// A map that is drawn picture after picture without a window, from wherever one looks.
pub struct MapPainter<'data> {
    snapshot: &'data Snapshot,
    offscreen: Offscreen,
    panel: MapPanel,
    theme: Arc<Theme>,
    words: Words,
    levels: Levels,
    selection: Selection,
    choropleth: Option<Arc<Choropleth>>,
    size: [u32; 2],
    pixels_per_point: f32,
}

impl<'data> MapPainter<'data> {
    /// Makes a data set ready to draw; the box of the options is looked at first.
    ///
    /// # Errors
    /// [`RenderError`]: there is nothing to draw, or nothing to draw with.
    pub fn new(snapshot: &'data Snapshot, options: &RenderOptions) -> Result<Self, RenderError> {
        let extent = options
            .extent
            .or_else(|| whole_extent(snapshot))
            .ok_or(RenderError::Empty)?;
        let offscreen = Offscreen::new()?;
        let mode = if options.dark {
            Mode::Dark
        } else {
            Mode::Light
        };
        let theme = Arc::new(match &options.style {
            Some(style) => Theme::with_style(mode, options.language, style),
            None => Theme::new(mode, options.language),
        });
        Theme::install_fonts(offscreen.context());
        theme.install(offscreen.context());
        let mut levels = Levels {
            graticule: options.graticule,
            legend: options.legend,
            overview: false,
            ..Levels::default()
        };
        if let Some(wanted) = &options.levels {
            levels.visible = wanted.iter().copied().collect();
        }
        let mut panel = MapPanel::new(None);
        panel.set_projection(options.projection);
        panel.show_at_once(snapshot);
        panel.fit(extent);
        if let Some(denominator) = options.scale_denominator {
            panel.set_scale_denominator(denominator);
        }
        let dataset = &snapshot.dataset;
        let choropleth = options.theming.map(|theming| {
            Arc::new(Choropleth::new(
                dataset,
                &Facts::new(dataset),
                None,
                theming,
            ))
        });
        Ok(Self {
            choropleth,
            pixels_per_point: options.dots_per_inch / SCREEN_DOTS_PER_INCH,
            snapshot,
            offscreen,
            panel,
            theme,
            words: Words::new(options.language),
            levels,
            selection: Selection::default(),
            size: options.size,
        })
    }

    /// The renderer, as logs name it.
    #[must_use]
    pub fn adapter_name(&self) -> String {
        self.offscreen.adapter_name()
    }

    /// The map, to look elsewhere with.
    pub fn map(&mut self) -> &mut MapPanel {
        &mut self.panel
    }

    /// Draws what is looked at.
    ///
    /// # Errors
    /// [`OffscreenError`], as the renderer says.
    pub fn picture(&mut self) -> Result<RgbaImage, OffscreenError> {
        let context = MapContext::still(self.snapshot, &self.words, &self.levels, &self.selection)
            .coloured(self.choropleth.as_ref());
        let density = self.pixels_per_point;
        let (panel, background) = (&mut self.panel, self.theme.map.background);
        self.offscreen.render(self.size, density, background, |ui| {
            panel.picture_ui(ui, &context);
        })
    }

    /// Draws one frame of what is looked at, and says what it cost by a clock of the
    /// processor's time: see [`Offscreen::frame`].
    ///
    /// # Errors
    /// [`OffscreenError`], as the renderer says.
    pub fn frame(
        &mut self,
        processor_time: &dyn Fn() -> Duration,
    ) -> Result<FrameCost, OffscreenError> {
        let context = MapContext::still(self.snapshot, &self.words, &self.levels, &self.selection)
            .coloured(self.choropleth.as_ref());
        let density = self.pixels_per_point;
        let (panel, background) = (&mut self.panel, self.theme.map.background);
        self.offscreen
            .frame(self.size, density, background, processor_time, |ui| {
                panel.picture_ui(ui, &context);
            })
    }
}
