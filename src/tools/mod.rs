//! The tools of the pointer as state machines: places come in, an edit or a preview comes
//! out. Nothing here knows how large a screen is, or what draws on it: who uses a tool says
//! how far two places are from each other on the screen.

mod measured;
mod sketch;
mod snap;

pub use measured::Measured;
pub use sketch::{Purpose, Sketch, SketchInput, SketchState};
pub use snap::{Reach, Snap, SnapKind, snap};
