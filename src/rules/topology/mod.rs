//! Rules on polygons and on the coverage that they make. What concerns the coverage is
//! read from one survey of it (`topology::survey`). A face of it is one finding: it is
//! told with its cause where a spike, a crossing or a polygon that is too small, without
//! land or unusable makes it; else of the first kind that holds in the order T10, T11,
//! T17, T16, T14 or T15, T09 or T12.

pub(super) mod contained_unit;
pub(super) mod degenerate_polygon;
pub(super) mod duplicate_polygon;
pub(super) mod edge_mismatch;
mod faces;
pub(super) mod gap;
pub(super) mod invalid_coordinate;
pub(super) mod invalid_nesting;
pub(super) mod open_gap;
pub(super) mod overlap;
pub(super) mod repeated_vertex;
pub(super) mod ring_self_touch;
pub(super) mod self_intersection;
pub(super) mod sliver_gap;
pub(super) mod sliver_overlap;
pub(super) mod spike;
pub(super) mod unclosed_ring;
pub(super) mod undersized_polygon;
pub(super) mod unmatched_vertex;
