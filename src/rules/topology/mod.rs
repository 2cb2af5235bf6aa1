//! Rules on polygons and on the coverage that they make. All read one survey of the
//! coverage (`topology::survey`); a face of it is one finding, of the first kind that
//! holds in the order T10, T16, T14 or T15, T09 or T12.

pub(super) mod duplicate_polygon;
mod faces;
pub(super) mod gap;
pub(super) mod overlap;
pub(super) mod repeated_vertex;
pub(super) mod self_intersection;
pub(super) mod sliver_gap;
pub(super) mod sliver_overlap;
pub(super) mod unmatched_vertex;
