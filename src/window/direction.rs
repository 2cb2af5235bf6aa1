//! Mirroring: the window is laid out from a start side to an end side, which are right and left in
//! Persian and left and right in English. Panels ask for start and end, never for left and right.

use egui::{Align, Align2, Layout, Pos2, Rect, RectAlign, Ui, UiBuilder, pos2, vec2};

use crate::window::theme::Theme;

/// The direction in which the window is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Flow {
    /// Whether the start side is the right one.
    pub is_right_to_left: bool,
}

/// A side of the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// Where lines begin: the levels and the tree.
    Start,
    /// Where lines end: the chosen unit.
    End,
}

impl Flow {
    /// The direction of the theme that is installed.
    pub fn of(ui: &Ui) -> Self {
        Self {
            is_right_to_left: Theme::of(ui.ctx()).is_right_to_left(),
        }
    }

    /// Whether a side is the left one.
    pub const fn is_left(self, side: Side) -> bool {
        matches!(side, Side::End) == self.is_right_to_left
    }

    /// Contents from the start side, in the middle of the height.
    pub fn row(self) -> Layout {
        if self.is_right_to_left {
            Layout::right_to_left(Align::Center)
        } else {
            Layout::left_to_right(Align::Center)
        }
    }

    /// Contents from the end side, in the middle of the height.
    pub fn row_from_end(self) -> Layout {
        Self {
            is_right_to_left: !self.is_right_to_left,
        }
        .row()
    }

    /// Contents under one another, at the start side.
    pub fn column(self) -> Layout {
        Layout::top_down(self.start_align())
    }

    /// Contents under one another, as wide as there is room.
    pub fn column_justified(self) -> Layout {
        Layout::top_down_justified(self.start_align())
    }

    /// Rows that go on below when full, from the start side.
    pub fn wrapping_row(self) -> Layout {
        self.row().with_main_wrap(true)
    }

    /// The start side as egui's alignment.
    pub const fn start_align(self) -> Align {
        if self.is_right_to_left {
            Align::Max
        } else {
            Align::Min
        }
    }

    /// The end side as egui's alignment.
    pub const fn end_align(self) -> Align {
        if self.is_right_to_left {
            Align::Min
        } else {
            Align::Max
        }
    }

    /// The start side in the middle of the height.
    pub const fn start_center(self) -> Align2 {
        if self.is_right_to_left {
            Align2::RIGHT_CENTER
        } else {
            Align2::LEFT_CENTER
        }
    }

    /// Where a menu opens: below, with its start side at that of the button.
    pub const fn below(self) -> RectAlign {
        if self.is_right_to_left {
            RectAlign::BOTTOM_END
        } else {
            RectAlign::BOTTOM_START
        }
    }

    /// The place at a distance from the start side, in points.
    pub fn from_start(self, rect: Rect, distance: f32) -> f32 {
        if self.is_right_to_left {
            rect.right() - distance
        } else {
            rect.left() + distance
        }
    }

    /// A rectangle as high as `rect`, from `distance` off its start side, so wide. In points.
    pub fn strip(self, rect: Rect, distance: f32, width: f32) -> Rect {
        let near = self.from_start(rect, distance);
        let far = self.from_start(rect, distance + width);
        Rect::from_min_max(
            pos2(near.min(far), rect.top()),
            pos2(near.max(far), rect.bottom()),
        )
    }

    /// Cuts a piece off the start side: the piece and the rest.
    pub fn cut_start(self, rect: Rect, width: f32) -> (Rect, Rect) {
        let width = width.clamp(0.0, rect.width().max(0.0));
        (
            self.strip(rect, 0.0, width),
            self.strip(rect, width, rect.width() - width),
        )
    }

    /// Cuts a piece off the end side: the piece and the rest.
    pub fn cut_end(self, rect: Rect, width: f32) -> (Rect, Rect) {
        let width = width.clamp(0.0, rect.width().max(0.0));
        (
            self.strip(rect, rect.width() - width, width),
            self.strip(rect, 0.0, rect.width() - width),
        )
    }

    /// The upper left corner of something of a size that stands at the start side, in the middle.
    pub fn place_at_start(self, rect: Rect, size: egui::Vec2) -> Pos2 {
        let y = rect.center().y - size.y / 2.0;
        if self.is_right_to_left {
            pos2(rect.right() - size.x, y)
        } else {
            pos2(rect.left(), y)
        }
    }
}

/// Contents side by side from the start side, as high as a control.
pub fn horizontal_ui<R>(ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let height = ui.spacing().interact_size.y;
    let size = vec2(ui.available_width(), height);
    ui.allocate_ui_with_layout(size, Flow::of(ui).row(), contents)
        .inner
}

/// Contents side by side from the start side, going on below when the width is used up.
pub fn wrapping_ui<R>(ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let size = vec2(ui.available_width(), ui.spacing().interact_size.y);
    ui.allocate_ui_with_layout(size, Flow::of(ui).wrapping_row(), contents)
        .inner
}

/// Contents under one another, each at the start side.
pub fn column_ui<R>(ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> R {
    ui.with_layout(Flow::of(ui).column(), contents).inner
}

/// One row with contents at both sides. The end is laid out first and keeps its room.
pub fn ends_ui<S, E>(
    ui: &mut Ui,
    start: impl FnOnce(&mut Ui) -> S,
    end: impl FnOnce(&mut Ui) -> E,
) -> (S, E) {
    let flow = Flow::of(ui);
    let size = vec2(ui.available_width(), ui.spacing().interact_size.y);
    ui.allocate_ui_with_layout(size, flow.row_from_end(), |ui| {
        let end = end(ui);
        let rest = ui.available_rect_before_wrap();
        let start = ui
            .scope_builder(UiBuilder::new().max_rect(rest).layout(flow.row()), start)
            .inner;
        (start, end)
    })
    .inner
}

/// A row of two columns: a key, and contents from `key_width` on. In points.
pub fn key_row_ui<R>(
    ui: &mut Ui,
    key: &str,
    key_width: f32,
    contents: impl FnOnce(&mut Ui) -> R,
) -> R {
    let flow = Flow::of(ui);
    let theme = Theme::of(ui.ctx());
    let height = ui.spacing().interact_size.y;
    let (rect, _) =
        ui.allocate_exact_size(vec2(ui.available_width(), height), egui::Sense::hover());
    let (key_rect, rest) = flow.cut_start(rect, key_width);
    let format = theme.text.body.coloured(theme.palette.text_weak);
    let room = UiBuilder::new().max_rect(key_rect).layout(flow.row());
    ui.scope_builder(room, |ui| crate::window::text::elided_ui(ui, key, format));
    ui.scope_builder(UiBuilder::new().max_rect(rest).layout(flow.row()), contents)
        .inner
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strips_are_measured_from_the_start_side() {
        let rect = Rect::from_min_max(pos2(0.0, 0.0), pos2(100.0, 10.0));
        let persian = Flow {
            is_right_to_left: true,
        };
        let english = Flow {
            is_right_to_left: false,
        };
        assert_eq!(
            persian.strip(rect, 10.0, 20.0).x_range(),
            egui::Rangef::new(70.0, 90.0)
        );
        assert_eq!(
            english.strip(rect, 10.0, 20.0).x_range(),
            egui::Rangef::new(10.0, 30.0)
        );
        let (start, rest) = persian.cut_start(rect, 30.0);
        assert_eq!(start.x_range(), egui::Rangef::new(70.0, 100.0));
        assert_eq!(rest.x_range(), egui::Rangef::new(0.0, 70.0));
        let (end, _) = persian.cut_end(rect, 30.0);
        assert_eq!(end.x_range(), egui::Rangef::new(0.0, 30.0));
        assert!(english.is_left(Side::Start) && persian.is_left(Side::End));
    }
}
