//! The tools of the pointer as state machines: places come in, an edit or a preview comes
//! out. Nothing here knows how large a screen is, or what draws on it: who uses a tool says
//! how far two places are from each other on the screen.

mod measured;
mod pin;
mod region;
mod sketch;
mod snap;
mod trace;
#[cfg(test)]
mod trace_tests;
mod vertices;

pub use measured::Measured;
pub use pin::{Pin, with_point};
pub use region::{Region, RegionForm};
pub use sketch::{Purpose, Sketch, SketchInput, SketchState};
pub use snap::{Reach, Snap, SnapKind, SnapOf, snap};
pub use trace::trace;
pub use vertices::{Choose, VertexChoice};
