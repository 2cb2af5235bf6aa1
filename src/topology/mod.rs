//! From polygons to borders and back: which borders there are, what lies on their
//! sides, which level they divide, what is near, where borders cross, and which
//! faces have no unit or several. Loading never changes a coordinate and never fails
//! on bad data: what overlaps, gaps or does not match is held as it is.

mod assemble;
mod boxes;
mod build;
mod contains;
mod degenerate;
mod generalise;
mod index;
mod level;
mod local;
mod middle;
mod outline;
mod part;
mod rings;
mod sides;
mod simplify;
mod survey;
#[cfg(test)]
mod tests;
mod transfer;
mod weave;

pub use assemble::{border_line, part_rings, ring_positions, unit_polygons};
pub use build::weave_dataset;
pub use contains::{land_contains, polygons_contain};
pub use degenerate::{DEGENERATE_WIDTH_M, is_degenerate};
pub use generalise::{PlainRings, Simplification, generalised, least_area_m2};
pub use index::{ChunkKey, Index, Snapshot};
pub(crate) use level::level_between;
pub use level::{
    Between, BorderLevel, border_level, land_border_uses, neighbours_at_level, unit_area_m2,
    unit_leaves, unit_neighbours, whole_border,
};
pub use local::{Redrawing, Rewoven, Unclosed, parted_at, reweave};
pub use middle::middle_line;
pub use outline::{Outline, outline_polygons, union};
pub use part::{part_at_place, unit_part, unit_part_neighbours};
pub use sides::{FaceSide, TwoChains, face_sides, shared_lengths_m, two_chains};
pub use simplify::{ALWAYS, simplification_weights, weight_of_area};
pub use survey::{
    BesideEdge, CoverageChange, Crossing, CrossingKind, DegenerateRing, EdgeKey, Face, FaceCause,
    FaceClass, FaceKind, LEAST_MISMATCH_FACES, MisnestedRing, Misnesting, OpenFace, OpenGap, Patch,
    PatchError, PlainSurvey, RepeatedVertex, RingAt, SelfCrossing, SelfCrossingKind, SelfTouch,
    Spike, Survey, SurveyBook, UndersizedPolygon, UnmatchedVertex, overlay, survey, survey_plain,
};
pub use transfer::{Share, rounded, transfer};
pub(crate) use weave::position_bits;
