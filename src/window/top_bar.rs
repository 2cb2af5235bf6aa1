//! The bar above: what is open, the menus, the tools, and the field that searches for
//! units, findings and commands.

use egui::accesskit::Role;
use egui::{CornerRadius, Sense, StrokeKind, Ui, UiBuilder, WidgetInfo, vec2};

use super::commands::{Action, entry_of};
use super::direction::Flow;
use super::icons::icons::{
    ICON_DARK_MODE, ICON_LIGHT_MODE, ICON_MORE_HORIZ, ICON_SEARCH, ICON_TRANSLATE,
};
use super::scope::{Request, Scope};
use super::text::{
    Button, Row, elided_ui, formatted_ui, lay, menu_ui, paint_icon, separator_ui, tooltip,
};
use super::theme::Mode;
use super::view_state::{Tool, ViewState};
use crate::app::export_findings::FindingsFormat;
use crate::app::language::left_to_right;

/// Draws the bar. What stands at its end keeps its room; the start has the rest.
pub fn top_bar_ui(ui: &mut Ui, scope: &mut Scope<'_>, view: &ViewState) {
    let flow = Flow::of(ui);
    ui.with_layout(flow.row_from_end(), |ui| {
        end_ui(ui, scope);
        let rest = ui.available_rect_before_wrap();
        let room = UiBuilder::new().max_rect(rest).layout(flow.row());
        ui.scope_builder(room, |ui| start_ui(ui, scope, view));
    });
}

fn end_ui(ui: &mut Ui, scope: &mut Scope<'_>) {
    let look = match scope.theme.mode {
        Mode::Light => ICON_DARK_MODE,
        Mode::Dark => ICON_LIGHT_MODE,
    };
    search_ui(ui, scope);
    let (label, _) = scope.words_and_keys(Action::SwitchLook);
    if Button::icon_only(look, &label).show_ui(ui).clicked() {
        scope.ask(Request::Action(Action::SwitchLook));
    }
    let (label, _) = scope.words_and_keys(Action::SwitchLanguage);
    if Button::icon_only(ICON_TRANSLATE, &label)
        .show_ui(ui)
        .clicked()
    {
        scope.ask(Request::Action(Action::SwitchLanguage));
    }
}

fn start_ui(ui: &mut Ui, scope: &mut Scope<'_>, view: &ViewState) {
    let theme = scope.theme;
    // What is in the menu and on the keyboard too gives its room to the tools.
    let is_narrow = ui.available_width() < NARROW;
    let name = theme.text.title.sized(15.0).coloured(theme.palette.accent);
    formatted_ui(ui, &scope.text("window-name"), name);
    ui.add_space(4.0);
    let groups: &[[Action; 2]] = if is_narrow {
        &[]
    } else {
        &[[Action::Open, Action::Save], [Action::Undo, Action::Redo]]
    };
    let title_room = ui.available_width() - TOOLS;
    title_ui(ui, scope, title_room.clamp(48.0, 180.0));
    file_menu_ui(ui, scope);
    for group in groups {
        divider_ui(ui);
        for &action in group {
            tool_ui(ui, scope, action, None);
        }
    }
    divider_ui(ui);
    editing_ui(ui, scope, view);
    let tool = view.editing.tool;
    tool_ui(ui, scope, Action::SelectTool, Some(tool == Tool::Select));
    for (action, its_tool) in [
        (Action::MoveVertexTool, Tool::MoveVertex),
        (Action::RedrawTool, Tool::Redraw),
        (Action::CutTool, Tool::Cut),
        (Action::GiveTool, Tool::Give),
        (Action::MergeTool, Tool::Merge),
        (Action::ShapeTool, Tool::Shape),
        (Action::BorderTool, Tool::Border),
        (Action::SettlementTool, Tool::Settlement),
        (Action::MarkerTool, Tool::Marker),
        (Action::SheetTool, Tool::Sheet),
    ] {
        let is_in_hand = view.editing.is_on && tool == its_tool;
        tool_ui(ui, scope, action, Some(is_in_hand));
    }
    tool_ui(ui, scope, Action::MeasureTool, Some(tool == Tool::Measure));
    divider_ui(ui);
    tool_ui(ui, scope, Action::Fit, None);
}

/// What is open, with the mark of unsaved work.
fn title_ui(ui: &mut Ui, scope: &Scope<'_>, most: f32) {
    let Some(session) = scope.session() else {
        return;
    };
    let theme = scope.theme;
    let title = super::say::open_title(session);
    let format = theme.text.body.coloured(theme.palette.text_weak).auto();
    ui.scope(|ui| {
        ui.set_max_width(most);
        elided_ui(ui, &title, format);
    });
    if session.is_unsaved() {
        let (rect, response) = ui.allocate_exact_size(vec2(8.0, 8.0), Sense::hover());
        let label = scope.text("window-unsaved");
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &label));
        ui.painter().circle_filled(
            rect.center(),
            3.0,
            theme.palette.severity(super::theme::Severity::Warning),
        );
        tooltip(response, &label);
    }
}

fn file_menu_ui(ui: &mut Ui, scope: &mut Scope<'_>) {
    let label = scope.text("menu-file");
    let button = Button::icon_only(ICON_MORE_HORIZ, &label).show_ui(ui);
    menu_ui(&button, |ui| {
        ui.set_min_width(300.0);
        for action in [Action::Open, Action::OpenSample] {
            menu_row_ui(ui, scope, action);
        }
        separator_ui(ui);
        for action in [Action::Save, Action::SaveAs, Action::Export] {
            menu_row_ui(ui, scope, action);
        }
        separator_ui(ui);
        for action in [Action::Undo, Action::Redo] {
            menu_row_ui(ui, scope, action);
        }
        separator_ui(ui);
        for format in [
            FindingsFormat::Html,
            FindingsFormat::Csv,
            FindingsFormat::GeoJson,
        ] {
            menu_row_ui(ui, scope, Action::ExportFindings(format));
        }
        separator_ui(ui);
        menu_row_ui(ui, scope, Action::Parameters);
        separator_ui(ui);
        for action in [Action::Larger, Action::Smaller, Action::NormalSize] {
            menu_row_ui(ui, scope, action);
        }
        separator_ui(ui);
        for action in [Action::Close, Action::Quit] {
            menu_row_ui(ui, scope, action);
        }
    });
}

/// A row of a menu that does an action.
pub fn menu_row_ui(ui: &mut Ui, scope: &mut Scope<'_>, action: Action) {
    let (label, keys) = scope.words_and_keys(action);
    let refusal = scope.refusal(action);
    let mut row = Row::menu(&label).refused(refusal.as_deref());
    if let Some(icon) = entry_of(action).and_then(|entry| entry.icon) {
        row = row.icon(icon);
    }
    if let Some(keys) = &keys {
        row = row.shortcut(keys);
    }
    if row.show_ui(ui).clicked() {
        scope.ask(Request::Action(action));
    }
}

/// A button of the bar that does an action.
fn tool_ui(ui: &mut Ui, scope: &mut Scope<'_>, action: Action, selected: Option<bool>) {
    let Some(icon) = entry_of(action).and_then(|entry| entry.icon) else {
        return;
    };
    let (label, keys) = scope.words_and_keys(action);
    let refusal = scope.refusal(action);
    let reason = refusal.map(|refusal| {
        scope.with(
            "tool-refused",
            &[("tool", label.as_str().into()), ("reason", refusal.into())],
        )
    });
    let mut button = Button::icon_only(icon, &label).refused(reason.as_deref());
    if let Some(keys) = &keys {
        button = button.shortcut(keys);
    }
    if let Some(selected) = selected {
        button = button.selected(selected);
    }
    if button.show_ui(ui).clicked() {
        scope.ask(Request::Action(action));
    }
}

/// The switch of editing says in words which of the two it is.
fn editing_ui(ui: &mut Ui, scope: &mut Scope<'_>, view: &ViewState) {
    let (label, keys) = scope.words_and_keys(Action::ToggleEditing);
    let refusal = scope.refusal(Action::ToggleEditing);
    let tip = scope.text(if view.editing.is_on {
        "editing-is-on"
    } else {
        "editing-is-off"
    });
    // The keys stand in the tooltip: the button is narrow.
    let keys = keys.map(|keys| left_to_right(&keys)).unwrap_or_default();
    let tip = format!("{tip} {keys}");
    let mut button = Button::new(&label)
        .quiet()
        .selected(view.editing.is_on)
        .tooltip(&tip)
        .refused(refusal.as_deref());
    if let Some(icon) = entry_of(Action::ToggleEditing).and_then(|entry| entry.icon) {
        button = button.icon(icon);
    }
    if button.show_ui(ui).clicked() {
        scope.ask(Request::Action(Action::ToggleEditing));
    }
}

fn divider_ui(ui: &mut Ui) {
    let theme = super::theme::Theme::of(ui.ctx());
    let (rect, _) = ui.allocate_exact_size(vec2(9.0, 20.0), Sense::empty());
    ui.painter()
        .vline(rect.center().x, rect.y_range(), theme.hairline());
}

/// What takes the keyboard for the search.
pub fn search_id() -> egui::Id {
    egui::Id::unique("search")
}

/// The room of the menu, the switch and all tools, in points.
const TOOLS: f32 = 700.0;
/// With less room than this for all but the search and what is beside it, in points, the tools
/// stand alone.
const NARROW: f32 = 770.0;
/// The room of all but the search, in points.
const START: f32 = 940.0;

/// Looks like a field and opens the palette.
fn search_ui(ui: &mut Ui, scope: &mut Scope<'_>) {
    let theme = scope.theme;
    let label = scope.text("search-hint");
    // What the name, the menu and the tools leave.
    let width = (ui.available_width() - START).clamp(96.0, 280.0);
    let size = vec2(width, theme.sizes.control_height);
    let (_, rect) = ui.allocate_space(size);
    let response = ui.interact(rect, search_id(), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
    let flow = Flow::of(ui);
    let line = if response.has_focus() {
        egui::Stroke::new(1.5, theme.palette.accent)
    } else {
        theme.hairline()
    };
    let fill = if response.hovered() {
        theme.palette.hover
    } else {
        theme.palette.field
    };
    ui.painter().rect(
        rect,
        CornerRadius::same(theme.sizes.corner),
        fill,
        line,
        StrokeKind::Inside,
    );
    let inner = rect.shrink2(vec2(8.0, 0.0));
    let (icon, rest) = flow.cut_start(inner, theme.sizes.icon);
    paint_icon(
        ui.painter(),
        icon.center(),
        ICON_SEARCH,
        theme.sizes.icon,
        theme.palette.text_weak,
    );
    let mut room = flow.cut_start(rest, 6.0).1;
    if let Some(keys) = entry_of(Action::Palette).and_then(super::commands::Entry::keys_text) {
        let keys = lay(ui.ctx(), &left_to_right(&keys), &theme.text.small.code());
        let (place, left) = flow.cut_end(room, keys.size().x);
        let top = (rect.center().y - keys.size().y / 2.0).round();
        keys.paint(
            ui.painter(),
            egui::pos2(place.left(), top),
            theme.palette.text_weak,
        );
        room = flow.cut_end(left, 6.0).1;
    }
    let text = lay(
        ui.ctx(),
        &label,
        &theme.text.body.elided(room.width().max(8.0)),
    );
    let place = flow.strip(room, 0.0, text.size().x);
    let top = (rect.center().y - text.size().y / 2.0).round();
    text.paint(
        ui.painter(),
        egui::pos2(place.left(), top),
        theme.palette.text_weak,
    );
    if response.on_hover_cursor(egui::CursorIcon::Text).clicked() {
        scope.ask(Request::Action(Action::Palette));
    }
}
