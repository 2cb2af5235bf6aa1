//! Buttons: with text, an icon or both, a shortcut, a tooltip; chosen, disabled with a reason.

use egui::accesskit::Role;
use egui::{
    Align2, Color32, CornerRadius, Response, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, vec2,
};

use super::format::Format;
use super::galley::{lay, paint_icon};
use super::label::text_colour;
use crate::app::language::{left_to_right, plain};
use crate::window::direction::Flow;
use crate::window::icons::Icon;
use crate::window::theme::Theme;

/// How much a button stands out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Emphasis {
    /// With an outline.
    #[default]
    Normal,
    /// Without one until the pointer is on it: tools, menus.
    Quiet,
    /// The one that is meant to be pressed, in the accent.
    Primary,
    /// Gives away or deletes: in the colour of a loss.
    Danger,
}

/// A button, built up and then shown: `Button::new("ذخیره").icon(ICON_SAVE).show_ui(ui)`.
#[must_use]
#[derive(Clone, Debug)]
pub struct Button<'a> {
    label: &'a str,
    shows_label: bool,
    icon: Option<Icon>,
    shortcut: Option<&'a str>,
    tooltip: Option<&'a str>,
    refusal: Option<&'a str>,
    is_selected: Option<bool>,
    emphasis: Emphasis,
    format: Option<Format>,
    width: Option<f32>,
    height: Option<f32>,
}

impl<'a> Button<'a> {
    /// A button with a text.
    pub const fn new(label: &'a str) -> Self {
        Self {
            label,
            shows_label: true,
            icon: None,
            shortcut: None,
            tooltip: None,
            refusal: None,
            is_selected: None,
            emphasis: Emphasis::Normal,
            format: None,
            width: None,
            height: None,
        }
    }

    /// A button that is an icon only; its label is said to assistive tools and in the tooltip.
    pub const fn icon_only(icon: Icon, label: &'a str) -> Self {
        let mut button = Self::new(label);
        button.shows_label = false;
        button.icon = Some(icon);
        button.emphasis = Emphasis::Quiet;
        button
    }

    /// With an icon before the text.
    pub const fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// With the keys that do the same, such as `Ctrl+S`.
    pub const fn shortcut(mut self, keys: &'a str) -> Self {
        self.shortcut = Some(keys);
        self
    }

    /// With a sentence shown when the pointer rests on it.
    pub const fn tooltip(mut self, text: &'a str) -> Self {
        self.tooltip = Some(text);
        self
    }

    /// Disabled when there is a reason, which the tooltip gives.
    pub const fn refused(mut self, reason: Option<&'a str>) -> Self {
        self.refusal = reason;
        self
    }

    /// One of several of which one is chosen, or a switch.
    pub const fn selected(mut self, is_selected: bool) -> Self {
        self.is_selected = Some(is_selected);
        self
    }

    /// How much it stands out.
    pub const fn emphasis(mut self, emphasis: Emphasis) -> Self {
        self.emphasis = emphasis;
        self
    }

    /// Without an outline until the pointer is on it.
    pub const fn quiet(self) -> Self {
        self.emphasis(Emphasis::Quiet)
    }

    /// In the accent.
    pub const fn primary(self) -> Self {
        self.emphasis(Emphasis::Primary)
    }

    /// In another format.
    pub const fn format(mut self, format: Format) -> Self {
        self.format = Some(format);
        self
    }

    /// At least so wide, in points.
    pub const fn width(mut self, width: f32) -> Self {
        self.width = Some(width);
        self
    }

    /// So high, in points.
    pub const fn height(mut self, height: f32) -> Self {
        self.height = Some(height);
        self
    }

    /// Draws it.
    pub fn show_ui(self, ui: &mut Ui) -> Response {
        let theme = Theme::of(ui.ctx());
        let flow = Flow::of(ui);
        let sizes = &theme.sizes;
        let is_enabled = self.refusal.is_none() && ui.is_enabled();
        let format = self.format.unwrap_or(theme.text.body);
        let laid = self.shows_label.then(|| lay(ui.ctx(), self.label, &format));
        let shown_keys = self
            .shortcut
            .filter(|_| self.shows_label)
            .map(left_to_right);
        let keys = shown_keys.as_ref().map(|keys| {
            let small = theme.text.small.coloured(theme.palette.text_weak).code();
            lay(ui.ctx(), keys, &small)
        });

        let padding = if self.shows_label {
            sizes.unit * 2.5
        } else {
            sizes.unit
        };
        let parts = [
            self.icon.map(|_| sizes.icon),
            laid.as_ref().map(|laid| laid.size().x),
            keys.as_ref().map(|keys| keys.size().x + sizes.unit * 2.0),
        ];
        let count = parts.iter().flatten().count();
        #[expect(clippy::cast_precision_loss, reason = "at most three parts")]
        let gaps = sizes.gap * count.saturating_sub(1) as f32;
        let contents: f32 = parts.iter().flatten().sum::<f32>() + gaps;
        let height = self.height.unwrap_or(sizes.control_height);
        let least = if self.shows_label { 0.0 } else { height };
        let width = (contents + padding * 2.0).max(self.width.unwrap_or(least));

        let sense = if is_enabled {
            Sense::click()
        } else {
            Sense::hover()
        };
        let (rect, mut response) = ui.allocate_exact_size(vec2(width, height), sense);
        response.widget_info(|| self.info(is_enabled));
        if ui.is_rect_visible(rect) {
            let look = self.look(&theme, &response, is_enabled);
            let radius = CornerRadius::same(sizes.corner);
            ui.painter()
                .rect(rect, radius, look.fill, look.line, StrokeKind::Inside);
            focus_ring(ui, &response, &theme);
            // With a width to fill, text and icon stay together in the middle.
            let mut at = ((rect.width() - contents) / 2.0).max(padding);
            if keys.is_some() {
                at = padding;
            }
            if let Some(icon) = self.icon {
                let place = flow.strip(rect, at, sizes.icon);
                paint_icon(ui.painter(), place.center(), icon, sizes.icon, look.text);
                at += sizes.icon + sizes.gap;
            }
            if let Some(laid) = laid {
                let place = flow.strip(rect, at, laid.size().x);
                laid.paint(ui.painter(), text_corner(place, laid.size()), look.text);
            }
            if let Some(keys) = keys {
                let place = flow.cut_end(rect, keys.size().x + padding).0;
                let corner = Align2::CENTER_CENTER
                    .align_size_within_rect(keys.size(), place)
                    .min;
                keys.paint(ui.painter(), corner, theme.palette.text_weak);
            }
        }
        if let Some(reason) = self.refusal {
            response = super::popup::tooltip(response, reason);
        } else if let Some(text) = self.tooltip_text() {
            response = super::popup::tooltip(response, &text);
        }
        if is_enabled {
            response.on_hover_cursor(egui::CursorIcon::PointingHand)
        } else {
            response
        }
    }

    fn info(&self, is_enabled: bool) -> WidgetInfo {
        let label = plain(self.label);
        match self.is_selected {
            Some(is_selected) => WidgetInfo::selected(Role::Button, is_enabled, is_selected, label),
            None => WidgetInfo::labeled(Role::Button, is_enabled, label),
        }
    }

    fn tooltip_text(&self) -> Option<String> {
        let keys = self.shortcut.map(left_to_right);
        match (self.tooltip, self.shows_label, keys) {
            (Some(text), _, Some(keys)) => Some(format!("{text}  {keys}")),
            (Some(text), _, None) => Some(text.to_owned()),
            (None, false, Some(keys)) => Some(format!("{}  {keys}", self.label)),
            (None, false, None) => Some(self.label.to_owned()),
            (None, true, _) => None,
        }
    }

    fn look(&self, theme: &Theme, response: &Response, is_enabled: bool) -> Look {
        let palette = &theme.palette;
        let is_selected = self.is_selected == Some(true);
        let hairline = theme.hairline();
        let outlined = matches!(self.emphasis, Emphasis::Normal | Emphasis::Danger);
        if !is_enabled {
            let line = if outlined {
                Stroke::new(hairline.width, palette.line_faint)
            } else {
                Stroke::NONE
            };
            return Look::new(Color32::TRANSPARENT, line, palette.text_disabled);
        }
        let pressed = response.is_pointer_button_down_on();
        let hovered = response.hovered();
        match self.emphasis {
            Emphasis::Primary => {
                let fill = if pressed {
                    palette.accent.gamma_multiply(0.8)
                } else if hovered {
                    palette.accent.gamma_multiply(0.9)
                } else {
                    palette.accent
                };
                Look::new(fill, Stroke::NONE, palette.on_accent)
            }
            _ if is_selected => Look::new(palette.accent_soft, Stroke::NONE, palette.accent),
            emphasis => {
                let rest = if outlined {
                    palette.control
                } else {
                    Color32::TRANSPARENT
                };
                let fill = if pressed {
                    palette.pressed
                } else if hovered {
                    palette.hover
                } else {
                    rest
                };
                let line = if outlined { hairline } else { Stroke::NONE };
                let text = if emphasis == Emphasis::Danger {
                    palette.loss
                } else {
                    text_colour(theme, true)
                };
                Look::new(fill, line, text)
            }
        }
    }
}

struct Look {
    fill: Color32,
    line: Stroke,
    text: Color32,
}

impl Look {
    const fn new(fill: Color32, line: Stroke, text: Color32) -> Self {
        Self { fill, line, text }
    }
}

/// The upper left corner of a text in the middle of the height of a place.
pub(super) fn text_corner(place: egui::Rect, size: Vec2) -> egui::Pos2 {
    let y = (place.center().y - size.y / 2.0).round();
    egui::pos2(place.left(), y)
}

/// The line around what has the keyboard.
pub(crate) fn focus_ring(ui: &Ui, response: &Response, theme: &Theme) {
    if response.has_focus() {
        let radius = CornerRadius::same(theme.sizes.corner);
        let line = Stroke::new(1.5, theme.palette.accent);
        ui.painter()
            .rect_stroke(response.rect, radius, line, StrokeKind::Inside);
    }
}

/// A button with a text.
pub fn button_ui(ui: &mut Ui, label: &str) -> Response {
    Button::new(label).show_ui(ui)
}

/// A button that is an icon only.
pub fn icon_button_ui(ui: &mut Ui, icon: Icon, label: &str) -> Response {
    Button::icon_only(icon, label).show_ui(ui)
}
