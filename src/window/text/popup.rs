//! What floats: tooltips, menus, boxes to choose from.

use egui::accesskit::Role;
use egui::{
    CornerRadius, Popup, PopupCloseBehavior, Response, Sense, StrokeKind, Tooltip, Ui, WidgetInfo,
    vec2,
};

use super::button::{focus_ring, text_corner};
use super::choice::Row;
use super::galley::{lay, paint_icon};
use super::label::formatted_ui;
use crate::app::language::plain;
use crate::window::direction::Flow;
use crate::window::icons::icons::ICON_KEYBOARD_ARROW_DOWN;
use crate::window::theme::Theme;

/// Shows a sentence when the pointer rests on something, enabled or not.
pub fn tooltip(response: Response, text: &str) -> Response {
    tooltip_ui(response, |ui| {
        let theme = Theme::of(ui.ctx());
        formatted_ui(ui, text, theme.text.body.wrapped(theme.sizes.tooltip_width));
    })
}

/// Shows contents when the pointer rests on something, enabled or not.
pub fn tooltip_ui(response: Response, contents: impl FnOnce(&mut Ui)) -> Response {
    let shown = if response.enabled() {
        Tooltip::for_enabled(&response)
    } else {
        Tooltip::for_disabled(&response)
    };
    let theme = Theme::of(&response.ctx);
    let flow = Flow {
        is_right_to_left: theme.is_right_to_left(),
    };
    shown
        .layout(flow.column())
        .width(theme.sizes.tooltip_width)
        .show(|ui| {
            let margin = egui::Margin::symmetric(4, 2);
            egui::Frame::new().inner_margin(margin).show(ui, contents);
        });
    response
}

/// A menu under a button that was clicked. It closes when something in it is chosen.
pub fn menu_ui<R>(button: &Response, contents: impl FnOnce(&mut Ui) -> R) -> Option<R> {
    let flow = Flow {
        is_right_to_left: Theme::of(&button.ctx).is_right_to_left(),
    };
    Popup::menu(button)
        .align(flow.below())
        .layout(flow.column_justified())
        .gap(4.0)
        .show(contents)
        .map(|shown| shown.inner)
}

/// A menu at the pointer after a click with the second button.
pub fn context_menu_ui<R>(of: &Response, contents: impl FnOnce(&mut Ui) -> R) -> Option<R> {
    let flow = Flow {
        is_right_to_left: Theme::of(&of.ctx).is_right_to_left(),
    };
    Popup::context_menu(of)
        .layout(flow.column_justified())
        .show(contents)
        .map(|shown| shown.inner)
}

/// A box that shows what is chosen and opens a list to choose from. Returns the index of the choice
/// when another one was made.
pub fn combo_ui(
    ui: &mut Ui,
    label: &str,
    choices: &[&str],
    chosen: Option<usize>,
    width: f32,
) -> Option<usize> {
    let theme = Theme::of(ui.ctx());
    let flow = Flow::of(ui);
    let sizes = &theme.sizes;
    let (rect, response) =
        ui.allocate_exact_size(vec2(width, sizes.control_height), Sense::click());
    let text = chosen.and_then(|index| choices.get(index)).copied();
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::ComboBox, ui.is_enabled(), plain(label));
        info.current_text_value = text.map(plain);
        info
    });
    if ui.is_rect_visible(rect) {
        let palette = &theme.palette;
        let fill = if response.hovered() {
            palette.hover
        } else {
            palette.field
        };
        let radius = CornerRadius::same(sizes.corner);
        ui.painter()
            .rect(rect, radius, fill, theme.hairline(), StrokeKind::Inside);
        focus_ring(ui, &response, &theme);
        let inner = rect.shrink2(vec2(sizes.unit * 2.0, 0.0));
        let (arrow, place) = flow.cut_end(inner, sizes.icon);
        paint_icon(
            ui.painter(),
            arrow.center(),
            ICON_KEYBOARD_ARROW_DOWN,
            sizes.icon,
            palette.text_weak,
        );
        let laid = lay(
            ui.ctx(),
            text.unwrap_or("—"),
            &theme.text.body.elided(place.width()),
        );
        let place = flow.strip(place, 0.0, laid.size().x);
        laid.paint(ui.painter(), text_corner(place, laid.size()), palette.text);
    }
    let mut made = None;
    Popup::menu(&response)
        .align(flow.below())
        .layout(flow.column_justified())
        .close_behavior(PopupCloseBehavior::CloseOnClick)
        .width(width)
        .gap(4.0)
        .show(|ui| {
            ui.set_min_width(width - sizes.unit * 2.0);
            egui::ScrollArea::vertical()
                .max_height(320.0)
                .show(ui, |ui| {
                    for (index, choice) in choices.iter().enumerate() {
                        let is_chosen = chosen == Some(index);
                        let row = Row::new(choice).selected(is_chosen).option();
                        if row.show_ui(ui).clicked() && !is_chosen {
                            made = Some(index);
                        }
                    }
                });
        });
    made
}
