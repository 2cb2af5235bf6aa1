//! Every colour, size and dash of the window and the map, in light and in dark, as plain data.
//!
//! [`Theme::install`] sets egui's own style from it and keeps it for the widgets of
//! [`crate::window::text`]. The map is given [`MapStyle`]. Nothing else in the window names a colour.

use std::sync::Arc;

use egui::{
    Color32, Context, CornerRadius, FontId, Margin, Shadow, Stroke, Style, TextStyle, Vec2, vec2,
};

use crate::app::language::Language;
use crate::window::text::format::Format;

#[cfg(test)]
mod contrast;
pub mod fonts;
mod map_style;
mod palette;
mod style_file;

pub use map_style::{
    BorderStyle, FarTints, Hatch, LabelStyle, MapStyle, PointShape, PointStyle, Ramp, VerdictTints,
};
pub use palette::{Palette, Severity, Shape};
pub use style_file::{StyleError, StyleSheet};

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Mode {
    /// Dark letters on light surfaces; the default.
    #[default]
    Light,
    /// Light letters on dark surfaces.
    Dark,
}

/// Distances, in points. All are multiples of four or halves of that.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sizes {
    /// The unit of all distances: 4.
    pub unit: f32,
    /// Between an icon and its text, between chips.
    pub gap: f32,
    /// Around the contents of a panel.
    pub panel_margin: f32,
    /// The height of a button or a field.
    pub control_height: f32,
    /// The height of a row of a table, tree or menu.
    pub row_height: f32,
    /// The height of the tools bar.
    pub toolbar_height: f32,
    /// The height of the status bar.
    pub status_height: f32,
    /// The side of an icon.
    pub icon: f32,
    /// The indent of a level of the tree.
    pub indent: f32,
    /// The rounding of buttons and fields.
    pub corner: u8,
    /// The rounding of popups.
    pub popup_corner: u8,
    /// The greatest width of a tooltip.
    pub tooltip_width: f32,
    /// The width of a line between surfaces.
    pub hairline: f32,
    /// The width of a bar that scrolls.
    pub scroll_bar: f32,
}

/// The kinds of text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Texts {
    /// Running text: 13 points.
    pub body: Format,
    /// Beside and under other text: 11.5 points.
    pub small: Format,
    /// The heading of a section: as large as running text, heavier.
    pub heading: Format,
    /// The title of a panel: a unit's name.
    pub title: Format,
    /// Figures in tables: digits of one width.
    pub table: Format,
}

/// Everything about how the program looks.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    /// Light or dark.
    pub mode: Mode,
    /// The language, which decides the side where lines begin.
    pub language: Language,
    /// Colours of the window.
    pub palette: Palette,
    /// Distances.
    pub sizes: Sizes,
    /// Kinds of text.
    pub text: Texts,
    /// Colours, widths and dashes of the map.
    pub map: MapStyle,
}

impl Theme {
    /// The look of a mode in a language, with the first style of the map.
    pub fn new(mode: Mode, language: Language) -> Self {
        Self::with_style(mode, language, &StyleSheet::built_in()[0])
    }

    /// The look of a mode in a language, with a style of the map.
    pub fn with_style(mode: Mode, language: Language, style: &StyleSheet) -> Self {
        Self {
            mode,
            language,
            palette: Palette::new(mode),
            sizes: Sizes {
                unit: 4.0,
                gap: 6.0,
                panel_margin: 12.0,
                control_height: 28.0,
                row_height: 28.0,
                toolbar_height: 44.0,
                status_height: 28.0,
                icon: 18.0,
                indent: 16.0,
                corner: 6,
                popup_corner: 8,
                tooltip_width: 320.0,
                hairline: 1.0,
                scroll_bar: 8.0,
            },
            text: Texts {
                body: Format::new(13.0),
                small: Format::new(11.5),
                heading: Format::new(13.0).bold(),
                title: Format::new(14.0).bold(),
                table: Format::new(13.0).tabular(),
            },
            map: style.map_style(mode).clone(),
        }
    }

    /// Whether lines begin at the right.
    pub const fn is_right_to_left(&self) -> bool {
        self.language.is_right_to_left()
    }

    /// Loads the fonts: once, when the window opens.
    pub fn install_fonts(ctx: &Context) {
        ctx.set_fonts(fonts::definitions());
    }

    /// Makes this the look of everything: sets egui's style and keeps the theme for the widgets.
    /// Cheap when nothing changed, so it may be called in each frame.
    pub fn install(self: &Arc<Self>, ctx: &Context) {
        let egui_theme = match self.mode {
            Mode::Light => egui::Theme::Light,
            Mode::Dark => egui::Theme::Dark,
        };
        let same = Self::try_of(ctx).is_some_and(|old| Arc::ptr_eq(&old, self) || *old == **self);
        if same && ctx.theme() == egui_theme {
            return;
        }
        ctx.set_theme(egui_theme);
        ctx.style_mut_of(egui_theme, |style| self.apply(style));
        ctx.data_mut(|data| data.insert_temp(egui::Id::NULL, Kept(Arc::clone(self))));
        ctx.request_repaint();
    }

    /// The look that was installed, or the default one before any was.
    pub fn of(ctx: &Context) -> Arc<Self> {
        Self::try_of(ctx)
            .unwrap_or_else(|| Arc::new(Self::new(Mode::default(), Language::default())))
    }

    fn try_of(ctx: &Context) -> Option<Arc<Self>> {
        ctx.data(|data| data.get_temp::<Kept>(egui::Id::NULL))
            .map(|kept| kept.0)
    }

    fn apply(&self, style: &mut Style) {
        let palette = &self.palette;
        let sizes = &self.sizes;
        let body = self.text.body.size.into_inner();
        let small = self.text.small.size.into_inner();
        style.text_styles = [
            (TextStyle::Body, FontId::proportional(body)),
            (TextStyle::Button, FontId::proportional(body)),
            (TextStyle::Monospace, FontId::proportional(body)),
            (TextStyle::Small, FontId::proportional(small)),
            (
                TextStyle::Heading,
                FontId::new(body, fonts::Weight::Bold.family()),
            ),
        ]
        .into();
        style.animation_time = 0.08;
        style.interaction.selectable_labels = false;
        style.interaction.tooltip_delay = 0.35;

        let spacing = &mut style.spacing;
        spacing.item_spacing = vec2(sizes.gap, sizes.unit);
        spacing.button_padding = vec2(sizes.unit * 2.0, sizes.unit / 2.0);
        spacing.interact_size = Vec2::splat(sizes.control_height);
        spacing.indent = sizes.indent;
        spacing.window_margin = Margin::same(12);
        spacing.menu_margin = Margin::same(4);
        spacing.tooltip_width = sizes.tooltip_width;
        spacing.scroll = egui::style::ScrollStyle::thin();
        // What scrolls gives way to the bar at its widest: the bar is at the right, where Persian
        // lines begin and English ones have their figures.
        spacing.scroll.bar_width = sizes.scroll_bar;
        spacing.scroll.floating_allocated_width = sizes.scroll_bar;

        let visuals = &mut style.visuals;
        visuals.dark_mode = self.mode == Mode::Dark;
        visuals.override_text_color = None;
        visuals.weak_text_color = Some(palette.text_weak);
        visuals.hyperlink_color = palette.accent;
        visuals.faint_bg_color = palette.surface_sunk;
        visuals.extreme_bg_color = palette.field;
        visuals.text_edit_bg_color = Some(palette.field);
        visuals.code_bg_color = palette.surface_sunk;
        visuals.warn_fg_color = palette.severity(Severity::Warning);
        visuals.error_fg_color = palette.severity(Severity::Error);
        visuals.window_fill = palette.popup;
        visuals.panel_fill = palette.surface;
        visuals.window_stroke = Stroke::new(sizes.hairline, palette.line);
        visuals.window_corner_radius = CornerRadius::same(sizes.popup_corner);
        visuals.menu_corner_radius = CornerRadius::same(sizes.popup_corner);
        visuals.window_shadow = self.shadow();
        visuals.popup_shadow = self.shadow();
        visuals.selection.bg_fill = palette.selection;
        visuals.selection.stroke = Stroke::new(1.0, palette.accent);
        visuals.text_cursor.stroke = Stroke::new(1.5, palette.text);
        visuals.indent_has_left_vline = false;
        visuals.striped = false;

        let radius = CornerRadius::same(sizes.corner);
        let line = Stroke::new(sizes.hairline, palette.line);
        let widgets = &mut visuals.widgets;
        for (widget, fill, stroke, text) in [
            (
                &mut widgets.noninteractive,
                palette.surface,
                line,
                palette.text,
            ),
            (&mut widgets.inactive, palette.control, line, palette.text),
            (&mut widgets.hovered, palette.hover, line, palette.text),
            (
                &mut widgets.active,
                palette.pressed,
                Stroke::new(sizes.hairline, palette.accent),
                palette.text,
            ),
            (&mut widgets.open, palette.hover, line, palette.text),
        ] {
            widget.bg_fill = fill;
            widget.weak_bg_fill = fill;
            widget.bg_stroke = stroke;
            widget.fg_stroke = Stroke::new(1.0, text);
            widget.corner_radius = radius;
            widget.expansion = 0.0;
        }
    }

    /// The shadow of what floats.
    pub const fn shadow(&self) -> Shadow {
        Shadow {
            offset: [0, 2],
            blur: 12,
            spread: 0,
            color: self.palette.shadow,
        }
    }

    /// The line between two surfaces.
    pub const fn hairline(&self) -> Stroke {
        Stroke {
            width: self.sizes.hairline,
            color: self.palette.line,
        }
    }
}

/// The theme as egui's memory holds it.
#[derive(Clone)]
struct Kept(Arc<Theme>);

/// A colour with part of its opacity.
pub fn faded(colour: Color32, share: f32) -> Color32 {
    colour.gamma_multiply(share)
}
