//! Rules on units, settlements, codes and names.

mod name;

pub use name::{NameFault, normalised_name};
