//! All text of the window: laid out in the right order for Persian and English, and the widgets that
//! hold text.
//!
//! egui 0.37 joins letters but knows no bidirectional text. Everything that draws or takes text goes
//! through here, so that this one module can be dropped when egui gains it: [`bidi`] finds the order,
//! [`shape`] the widths, [`lines`] the lines, [`galley`] hands them to egui, and the widgets build on
//! that.

pub mod bidi;
pub mod format;
pub mod lines;
pub mod shape;
