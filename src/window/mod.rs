//! Everything that draws; the only layer that knows egui.

pub mod direction;
pub mod icons;
pub mod map;
pub mod text;
pub mod theme;
