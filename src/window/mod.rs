//! Everything that draws; the only layer that knows egui.

pub mod map;
