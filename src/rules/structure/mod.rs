//! Rules on units, settlements, codes and names.

pub(super) mod centre_outside;
pub(super) mod child_outside_parent;
pub(super) mod duplicate_code;
pub(super) mod missing_name;
pub(super) mod missing_parent;
mod name;
mod named;
mod polygon_index;
pub(super) mod settlement_outside_unit;
pub(super) mod unnormalised_name;

pub use name::{NameFault, normalised_name};
