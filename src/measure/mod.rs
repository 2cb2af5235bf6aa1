//! Lengths, areas and distances on the WGS 84 ellipsoid, always in metres. Nothing
//! is measured in degrees; every name says what space it measures in.

mod area;
mod border;
mod distance;
mod plane;
mod plane_fit;

pub use area::{area_term_m2, ring_area_m2, runs_counter_clockwise};
pub use distance::{distance_m, line_length_m, metres_per_degree};
pub use plane::LocalPlane;
pub use plane_fit::{PlaneFit, Tie};
