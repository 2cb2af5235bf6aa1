//! From polygons to borders and back: which borders there are, what lies on their
//! sides, which level they divide, what is near, where borders cross, and which
//! faces have no unit or several. Loading never changes a coordinate and never fails
//! on bad data: what overlaps, gaps or does not match is held as it is.

mod assemble;
mod boxes;
mod build;
mod contains;
mod index;
mod level;
mod local;
mod outline;
mod survey;
#[cfg(test)]
mod tests;
mod weave;

pub use assemble::{border_line, part_rings, ring_positions, unit_polygons};
pub use build::weave_dataset;
pub(crate) use contains::position_on_edge;
pub use contains::{land_contains, polygons_contain};
pub use index::{ChunkKey, Index, Snapshot};
pub(crate) use level::level_between;
pub use level::{
    BorderLevel, border_level, land_border_uses, unit_area_m2, unit_leaves, unit_neighbours,
};
pub use local::{Rewoven, reweave};
pub use outline::{Outline, outline_polygons, union};
pub use survey::{
    BesideEdge, CoverageChange, Crossing, CrossingKind, EdgeKey, Face, FaceClass, FaceKind,
    OpenFace, Patch, PatchError, PlainSurvey, RepeatedVertex, SelfCrossing, SelfCrossingKind,
    Survey, SurveyBook, UnmatchedVertex, survey, survey_plain,
};
