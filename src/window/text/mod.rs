//! All text of the window: laid out in the right order for Persian and English, and the widgets that
//! hold text.
//!
//! egui 0.37 joins letters but knows no bidirectional text. Everything that draws or takes text goes
//! through here, so that this one module can be dropped when egui gains it: [`bidi`] finds the order,
//! [`shape`] the widths, [`lines`] the lines, [`galley`] hands them to egui, and the widgets build on
//! that.

pub mod bidi;
mod breaks;
pub mod button;
pub mod carets;
pub mod choice;
pub mod field;
pub mod format;
pub mod galley;
pub mod label;
pub mod lines;
pub mod popup;
pub mod shape;
pub mod table;

pub use bidi::Paragraph;
pub(crate) use button::focus_ring;
pub use button::{Button, Emphasis, button_ui, icon_button_ui};
pub use choice::{
    Row, checkbox_ui, chip_ui, menu_item_ui, segments_ui, selectable_ui, tab_ui, tag_ui,
};
pub use field::{FieldResponse, NumberField, TextField, is_typing, number_field_ui, text_field_ui};
pub use format::{Align, Format, Span};
pub use galley::{Laid, galley_for_label, icon_galley, lay, lay_spans, paint_icon};
pub use label::{
    elided_ui, formatted_ui, heading_ui, label_ui, marked_ui, paint_severity, paragraph_ui,
    progress_ui, separator_ui, severity_ui, small_ui, spans_ui, title_ui, weak_ui, wrapped_ui,
};
pub use popup::{combo_ui, context_menu_ui, menu_ui, tooltip, tooltip_ui};
pub use table::{Column, ColumnWidth, Table, TableResponse};
