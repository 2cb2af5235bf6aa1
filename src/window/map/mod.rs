//! Draws the map: borders, fills and points that stay on the graphics card, labels and
//! marks over them. It takes plain scene data and knows nothing of the data model.
//!
//! A [`Scene`] is turned into a [`PreparedScene`] by [`prepare_scene`] on a background
//! thread; a [`MapCanvas`] paints it through a [`MapView`] with [`MapColours`]. A frame that
//! only pans writes some hundred bytes and issues the draws of the chunks in sight.

mod callback;
mod canvas;
mod cost;
mod geometry;
mod gpu;
mod labels;
mod marks;
mod offscreen;
mod overlay;
mod pipelines;
mod plane;
mod prepare;
mod projection;
mod scene;
mod style;
mod uniforms;
mod view;

pub use canvas::{Highlight, MapCanvas, install, spare_memory};
pub use cost::DrawCost;
pub use labels::{LabelAnchor, LabelInput, LabelPlacer, MOST_MEASURED, PlacedLabel};
pub use marks::{
    Handle, MARK_RADIUS, Mark, MarkCluster, MarkColours, MarkKind, cluster_at, cluster_marks,
    paint_cluster, paint_handle, paint_mark, paint_north_arrow, paint_point_symbol,
    paint_scale_bar, scale_bar,
};
pub use offscreen::{FrameCost, Offscreen, OffscreenError};
pub use prepare::{PreparedScene, prepare_scene};
pub use projection::{ALBERS_IRAN, DRAWING_RADIUS_M, LAMBERT_IRAN, MAX_LATITUDE_DEG, Projection};
pub use scene::{
    FillInput, LineInput, MAX_FILL_CLASSES, MAX_LINE_CLASSES, MAX_POINT_CLASSES, PointInput,
    RingInput, Scene,
};
pub use style::{
    FarTint, FillStyle, Hatch, LineStyle, MapColours, PointShape, PointStyle, Thinning,
};
pub use view::{METRES_PER_POINT_OF_SCREEN, MapView};
