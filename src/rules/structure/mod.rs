//! Rules on units, settlements, codes and names, and on what lies over the coverage.

pub(super) mod centre_missing;
pub(super) mod centre_outside;
pub(super) mod centre_wrong_kind;
pub(super) mod child_outside_parent;
pub(super) mod code_not_under_parent;
mod codes;
pub(super) mod constituency_cuts_county;
pub(super) mod detached_part;
pub(super) mod duplicate_code;
pub(super) mod duplicate_name;
pub(super) mod enclave;
pub(super) mod harim_crosses_division;
pub(super) mod harim_overlap;
mod land_pieces;
pub(super) mod missing_name;
pub(super) mod missing_parent;
mod name;
mod named;
pub(super) mod parent_border_mismatch;
pub(super) mod parent_not_covered;
mod polygon_index;
pub(super) mod population_sum_mismatch;
mod reference;
pub(super) mod retired_code_reused;
pub(super) mod settlement_outside_unit;
pub(super) mod unnormalised_name;
pub(super) mod village_cut;

pub use name::{NameFault, normalised_name};
