//! What is chosen: rows of lists and menus, check boxes, chips, tabs.

use egui::accesskit::Role;
use egui::{
    Color32, CornerRadius, Rect, Response, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2,
};

use super::button::{focus_ring, text_corner};
use super::format::Format;
use super::galley::{lay, paint_icon};
use crate::app::language::{left_to_right, plain};
use crate::window::direction::Flow;
use crate::window::icons::Icon;
use crate::window::icons::icons::ICON_CHECK;
use crate::window::theme::Theme;

/// A row that can be chosen, as wide as there is room: of a list, a tree, a menu.
#[must_use]
#[derive(Clone, Debug)]
pub struct Row<'a> {
    label: &'a str,
    icon: Option<Icon>,
    end: Option<&'a str>,
    keys: Option<&'a str>,
    refusal: Option<&'a str>,
    is_selected: bool,
    indent: f32,
    role: Role,
    marks: &'a [std::ops::Range<usize>],
    format: Option<Format>,
}

impl<'a> Row<'a> {
    /// A row of a list.
    pub const fn new(label: &'a str) -> Self {
        Self {
            label,
            icon: None,
            end: None,
            keys: None,
            refusal: None,
            is_selected: false,
            indent: 0.0,
            role: Role::ListItem,
            marks: &[],
            format: None,
        }
    }

    /// An entry of a menu.
    pub const fn menu(label: &'a str) -> Self {
        let mut row = Self::new(label);
        row.role = Role::MenuItem;
        row
    }

    /// A choice of a box to choose from.
    pub const fn option(mut self) -> Self {
        self.role = Role::ListBoxOption;
        self
    }

    /// A node of a tree, so far in, in points.
    pub const fn tree(mut self, indent: f32) -> Self {
        self.role = Role::TreeItem;
        self.indent = indent;
        self
    }

    /// With an icon before the text.
    pub const fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// With a text of less weight at the end side: a count.
    pub const fn end(mut self, text: &'a str) -> Self {
        self.end = Some(text);
        self
    }

    /// With the keys that do the same, at the end side.
    pub const fn shortcut(mut self, keys: &'a str) -> Self {
        self.keys = Some(keys);
        self
    }

    /// Disabled when there is a reason, which the tooltip gives.
    pub const fn refused(mut self, reason: Option<&'a str>) -> Self {
        self.refusal = reason;
        self
    }

    /// Whether it is the chosen one.
    pub const fn selected(mut self, is_selected: bool) -> Self {
        self.is_selected = is_selected;
        self
    }

    /// With marks behind bytes of the text that match a search.
    pub const fn marked(mut self, marks: &'a [std::ops::Range<usize>]) -> Self {
        self.marks = marks;
        self
    }

    /// In another format.
    pub const fn format(mut self, format: Format) -> Self {
        self.format = Some(format);
        self
    }

    /// Draws it.
    pub fn show_ui(self, ui: &mut Ui) -> Response {
        let theme = Theme::of(ui.ctx());
        let flow = Flow::of(ui);
        let sizes = &theme.sizes;
        let palette = &theme.palette;
        let is_enabled = self.refusal.is_none() && ui.is_enabled();
        let weak = theme.text.body.coloured(palette.text_weak);
        let keys = self.keys.map(left_to_right);
        let end = match (&keys, self.end) {
            (Some(keys), _) => Some(lay(
                ui.ctx(),
                keys,
                &theme.text.small.coloured(palette.text_weak).code(),
            )),
            (None, Some(text)) if !text.is_empty() => Some(lay(ui.ctx(), text, &weak)),
            (None, _) => None,
        };
        let padding = sizes.unit * 2.0;
        let icon_room = self.icon.map_or(0.0, |_| sizes.icon + sizes.gap);
        let end_room = end
            .as_ref()
            .map_or(0.0, |end| end.size().x + sizes.unit * 4.0);
        let format = self.format.unwrap_or(theme.text.body);
        // In a menu the rows make the width; in a list the list does.
        let wanted = lay(ui.ctx(), self.label, &format).size().x
            + padding * 2.0
            + self.indent
            + icon_room
            + end_room;
        let width = ui.available_width();
        let width = if ui.is_sizing_pass() {
            wanted
        } else if self.role == Role::MenuItem {
            wanted.max(width)
        } else {
            width
        };
        let sense = if is_enabled {
            Sense::click()
        } else {
            Sense::hover()
        };
        let (rect, response) = ui.allocate_exact_size(vec2(width, sizes.row_height), sense);
        response.widget_info(|| {
            WidgetInfo::selected(self.role, is_enabled, self.is_selected, plain(self.label))
        });
        let text_room = width - padding * 2.0 - self.indent - icon_room - end_room;
        let laid = lay(ui.ctx(), self.label, &format.elided(text_room.max(8.0)));
        if ui.is_rect_visible(rect) {
            let fill = if self.is_selected {
                palette.accent_soft
            } else if response.hovered() && is_enabled {
                palette.hover
            } else {
                Color32::TRANSPARENT
            };
            ui.painter()
                .rect_filled(rect, CornerRadius::same(sizes.unit as u8), fill);
            focus_ring(ui, &response, &theme);
            let colour = super::label::text_colour(&theme, is_enabled);
            let mut at = padding + self.indent;
            if let Some(icon) = self.icon {
                let place = flow.strip(rect, at, sizes.icon);
                paint_icon(ui.painter(), place.center(), icon, sizes.icon, colour);
                at += icon_room;
            }
            let place = flow.strip(rect, at, laid.size().x);
            let corner = text_corner(place, laid.size());
            for mark in self.marks {
                laid.paint_marks(ui.painter(), corner, mark.clone(), palette.match_mark);
            }
            laid.paint(ui.painter(), corner, colour);
            if let Some(end) = end {
                let place = flow.cut_end(rect, end.size().x + padding).0;
                let place = flow.strip(place, 0.0, end.size().x);
                end.paint(
                    ui.painter(),
                    text_corner(place, end.size()),
                    palette.text_weak,
                );
            }
        }
        match self.refusal {
            Some(reason) => super::popup::tooltip(response, reason),
            None if laid.lines.is_elided => super::popup::tooltip(response, self.label),
            None => response,
        }
    }
}

/// A row of a list that can be chosen.
pub fn selectable_ui(ui: &mut Ui, is_selected: bool, label: &str) -> Response {
    Row::new(label).selected(is_selected).show_ui(ui)
}

/// An entry of a menu.
pub fn menu_item_ui(ui: &mut Ui, label: &str) -> Response {
    Row::menu(label).show_ui(ui)
}

/// A box to tick, with its text.
pub fn checkbox_ui(ui: &mut Ui, is_checked: &mut bool, label: &str) -> Response {
    let theme = Theme::of(ui.ctx());
    let flow = Flow::of(ui);
    let sizes = &theme.sizes;
    let palette = &theme.palette;
    let side = sizes.unit * 4.0;
    let laid = lay(ui.ctx(), label, &theme.text.body);
    let width = side + sizes.gap + laid.size().x + sizes.unit;
    let (rect, mut response) =
        ui.allocate_exact_size(vec2(width, sizes.control_height), Sense::click());
    if response.clicked() {
        *is_checked = !*is_checked;
        response.mark_changed();
    }
    let now = *is_checked;
    response
        .widget_info(|| WidgetInfo::selected(Role::CheckBox, ui.is_enabled(), now, plain(label)));
    if ui.is_rect_visible(rect) {
        let place = flow.strip(rect, 0.0, side);
        let square = Rect::from_center_size(place.center(), vec2(side, side));
        let (fill, line) = match (now, response.hovered()) {
            (true, _) => (palette.accent, Stroke::new(1.0, palette.accent)),
            (false, true) => (palette.hover, Stroke::new(1.0, palette.text_weak)),
            (false, false) => (palette.field, Stroke::new(1.0, palette.text_weak)),
        };
        ui.painter().rect(
            square,
            CornerRadius::same(3),
            fill,
            line,
            StrokeKind::Inside,
        );
        if now {
            paint_icon(
                ui.painter(),
                square.center(),
                ICON_CHECK,
                side,
                palette.on_accent,
            );
        }
        let place = flow.strip(rect, side + sizes.gap, laid.size().x);
        let colour = super::label::text_colour(&theme, ui.is_enabled());
        laid.paint(ui.painter(), text_corner(place, laid.size()), colour);
        focus_ring(ui, &response, &theme);
    }
    response
}

/// A pill that filters a list: a word and how many it is about.
pub fn chip_ui(ui: &mut Ui, is_selected: bool, label: &str) -> Response {
    let theme = Theme::of(ui.ctx());
    let palette = &theme.palette;
    let format = theme.text.small;
    let laid = lay(ui.ctx(), label, &format);
    let size = vec2(
        laid.size().x + theme.sizes.unit * 5.0,
        theme.sizes.unit * 6.0,
    );
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| {
        WidgetInfo::selected(Role::Button, ui.is_enabled(), is_selected, plain(label))
    });
    if ui.is_rect_visible(rect) {
        let (fill, line, text) = if is_selected {
            (
                palette.accent_soft,
                Stroke::new(1.0, palette.accent),
                palette.accent,
            )
        } else if response.hovered() {
            (palette.hover, theme.hairline(), palette.text)
        } else {
            (palette.surface, theme.hairline(), palette.text)
        };
        ui.painter()
            .rect(rect, CornerRadius::same(12), fill, line, StrokeKind::Inside);
        let corner = text_corner(
            Rect::from_center_size(rect.center(), vec2(laid.size().x, size.y)),
            laid.size(),
        );
        laid.paint(ui.painter(), corner, text);
        if response.has_focus() {
            ui.painter().rect_stroke(
                rect,
                CornerRadius::same(12),
                Stroke::new(1.5, palette.accent),
                StrokeKind::Inside,
            );
        }
    }
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}

/// A small word on a tinted ground that cannot be pressed: a state.
pub fn tag_ui(ui: &mut Ui, label: &str, text: Color32, ground: Color32) -> Response {
    let theme = Theme::of(ui.ctx());
    let laid = lay(ui.ctx(), label, &theme.text.small);
    let size = vec2(laid.size().x + theme.sizes.unit * 3.0, laid.size().y + 2.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, plain(label)));
    ui.painter()
        .rect_filled(rect, CornerRadius::same(4), ground);
    let corner = text_corner(
        Rect::from_center_size(rect.center(), vec2(laid.size().x, size.y)),
        laid.size(),
    );
    laid.paint(ui.painter(), corner, text);
    response
}

/// One of a group of tabs.
pub fn tab_ui(ui: &mut Ui, is_selected: bool, label: &str) -> Response {
    let theme = Theme::of(ui.ctx());
    let palette = &theme.palette;
    let format = if is_selected {
        theme.text.body.medium()
    } else {
        theme.text.body
    };
    // The width of the heavier letters is kept free, so that nothing moves when another is chosen.
    let widest = lay(ui.ctx(), label, &theme.text.body.medium()).size().x;
    let laid = lay(ui.ctx(), label, &format);
    let size = vec2(widest + theme.sizes.unit * 6.0, theme.sizes.control_height);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| {
        WidgetInfo::selected(Role::Tab, ui.is_enabled(), is_selected, plain(label))
    });
    if ui.is_rect_visible(rect) {
        let (fill, text) = match (is_selected, response.hovered()) {
            (true, _) => (palette.hover, palette.text),
            (false, true) => (palette.surface_sunk, palette.text),
            (false, false) => (Color32::TRANSPARENT, palette.text_weak),
        };
        ui.painter()
            .rect_filled(rect, CornerRadius::same(theme.sizes.corner), fill);
        let corner = text_corner(
            Rect::from_center_size(rect.center(), vec2(laid.size().x, size.y)),
            laid.size(),
        );
        laid.paint(ui.painter(), corner, text);
        focus_ring(ui, &response, &theme);
    }
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}

/// A group of tabs on one ground, of which one is chosen: returns another when it was pressed.
pub fn segments_ui(ui: &mut Ui, labels: &[&str], chosen: usize) -> Option<usize> {
    let theme = Theme::of(ui.ctx());
    let palette = &theme.palette;
    let pads = theme.sizes.unit * 6.0;
    let widths: Vec<f32> = labels
        .iter()
        .map(|label| lay(ui.ctx(), label, &theme.text.body.medium()).size().x + pads)
        .collect();
    let inset = theme.sizes.unit / 2.0;
    let size = vec2(
        widths.iter().sum::<f32>() + inset * 2.0,
        theme.sizes.control_height + inset,
    );
    let (rect, _) = ui.allocate_exact_size(size, Sense::empty());
    let radius = CornerRadius::same(theme.sizes.corner);
    ui.painter().rect_filled(rect, radius, palette.hover);
    let flow = Flow::of(ui);
    let id = ui.next_auto_id();
    let mut made = None;
    let mut at = inset;
    for (index, (label, width)) in labels.iter().zip(&widths).enumerate() {
        let place = flow.strip(rect, at, *width).shrink2(vec2(0.0, inset));
        at += width;
        let is_chosen = index == chosen;
        let response = ui.interact(place, id.with(index), Sense::click());
        response.widget_info(|| {
            WidgetInfo::selected(Role::Tab, ui.is_enabled(), is_chosen, plain(label))
        });
        if is_chosen {
            ui.painter().rect_filled(place, radius, palette.popup);
        }
        let format = if is_chosen {
            theme.text.body.medium()
        } else {
            theme.text.body
        };
        let laid = lay(ui.ctx(), label, &format);
        let text = match (is_chosen, response.hovered()) {
            (true, _) => palette.accent,
            (false, true) => palette.text,
            (false, false) => palette.text_weak,
        };
        let middle = Rect::from_center_size(place.center(), vec2(laid.size().x, place.height()));
        laid.paint(ui.painter(), text_corner(middle, laid.size()), text);
        focus_ring(ui, &response, &theme);
        if response.clicked() && !is_chosen {
            made = Some(index);
        }
    }
    made
}
