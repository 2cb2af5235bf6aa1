//! Reading and writing files of every supported kind.

pub mod sample;
