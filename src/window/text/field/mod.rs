//! A text field of one line: the caret in logical order, the picture in visual order.
//!
//! egui's own field cannot be used, since its caret follows the galley. This one holds its state by
//! the widget's id in egui's memory; the text belongs to the caller.

use egui::accesskit::{self, Role};
use egui::{
    CornerRadius, CursorIcon, Id, Rect, Response, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2,
    vec2,
};

use super::button::text_corner;
use super::carets::{self, Caret};
use super::format::{Align, Format};
use super::galley::{Laid, lay, paint_icon};
use crate::app::language::plain;
use crate::window::direction::Flow;
use crate::window::icons::Icon;
use crate::window::theme::Theme;

mod editor;
mod events;
mod number;

pub use editor::{Editor, Step};
pub use number::{NumberField, number_field_ui};

/// What a field keeps between frames.
#[derive(Clone, Debug, Default)]
pub(super) struct State {
    editor: Editor,
    /// What an input method is composing, not yet part of the text.
    composing: String,
    /// How far the text is drawn to the left of its place, in points, when it is too wide.
    scrolled: f32,
    /// Since when the caret has stood still, in seconds: it shows at first.
    still_since_s: f64,
    /// Whether the drag that goes on selects whole words.
    by_word: bool,
}

/// What happened to a field.
#[derive(Clone, Debug)]
pub struct FieldResponse {
    /// egui's response; `changed()` when the text was edited in this frame.
    pub response: Response,
    /// Enter was pressed.
    pub is_submitted: bool,
}

/// Whether the keyboard is in a text field, where bare letters are text and no shortcuts.
pub fn is_typing(ctx: &egui::Context) -> bool {
    ctx.memory(|memory| memory.focused())
        .is_some_and(|id| ctx.data(|data| data.get_temp::<State>(id)).is_some())
}

/// A text field, built up and then shown: `TextField::new(&mut name, "نام").show_ui(ui)`.
#[must_use]
#[derive(Debug)]
pub struct TextField<'a> {
    text: &'a mut String,
    label: &'a str,
    placeholder: &'a str,
    suffix: Option<&'a str>,
    icon: Option<Icon>,
    format: Option<Format>,
    width: Option<f32>,
    id: Option<Id>,
    refusal: Option<&'a str>,
    complaint: Option<&'a str>,
    is_frameless: bool,
}

impl<'a> TextField<'a> {
    /// A field for a text; the label is what assistive tools call it and is not drawn.
    pub const fn new(text: &'a mut String, label: &'a str) -> Self {
        Self {
            text,
            label,
            placeholder: "",
            suffix: None,
            icon: None,
            format: None,
            width: None,
            id: None,
            refusal: None,
            complaint: None,
            is_frameless: false,
        }
    }

    /// Shown in the empty field.
    pub const fn placeholder(mut self, text: &'a str) -> Self {
        self.placeholder = text;
        self
    }

    /// A remark inside the field, at its end side: a unit, «معتبر».
    pub const fn suffix(mut self, text: &'a str) -> Self {
        self.suffix = Some(text);
        self
    }

    /// An icon inside the field, at its start side.
    pub const fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// In another format. Without one a text has the direction of its first letter.
    pub const fn format(mut self, format: Format) -> Self {
        self.format = Some(format);
        self
    }

    /// So wide, in points; else as wide as there is room.
    pub const fn width(mut self, width: f32) -> Self {
        self.width = Some(width);
        self
    }

    /// With an id of its own, so that it can be given the keyboard from elsewhere.
    pub const fn id(mut self, id: Id) -> Self {
        self.id = Some(id);
        self
    }

    /// Not to be edited when there is a reason, which the tooltip gives.
    pub const fn refused(mut self, reason: Option<&'a str>) -> Self {
        self.refusal = reason;
        self
    }

    /// What is wrong with what stands there: a red outline, the sentence in the tooltip.
    pub const fn complaint(mut self, sentence: Option<&'a str>) -> Self {
        self.complaint = sentence;
        self
    }

    /// Without an outline, inside something that has one.
    pub const fn frameless(mut self) -> Self {
        self.is_frameless = true;
        self
    }

    /// Draws it and takes what was typed.
    pub fn show_ui(self, ui: &mut Ui) -> FieldResponse {
        let theme = Theme::of(ui.ctx());
        let is_enabled = self.refusal.is_none() && ui.is_enabled();
        let width = self.width.unwrap_or_else(|| ui.available_width());
        let size = vec2(width, theme.sizes.control_height);
        let sense = if is_enabled {
            Sense::click_and_drag()
        } else {
            Sense::hover()
        };
        let (_, rect) = ui.allocate_space(size);
        let id = self.id.unwrap_or_else(|| ui.next_auto_id().with("field"));
        let mut response = ui.interact(rect, id, sense);
        if is_enabled {
            response = response.on_hover_cursor(CursorIcon::Text);
        }
        let mut state: State = ui.data(|data| data.get_temp(id)).unwrap_or_default();
        state.editor.fit(self.text);

        let inside = self.decorate(ui, &theme, rect, &response, is_enabled);
        let before = self.text.clone();
        let mut laid = self.lay(ui, &theme, &state);
        let mut is_submitted = false;
        if is_enabled {
            self.pointer(ui, &response, &laid, inside, &mut state);
            let had_caret = state.editor.caret();
            is_submitted = events::handle(ui, id, self.text, &laid, &mut state);
            if had_caret != state.editor.caret() || *self.text != before {
                state.still_since_s = ui.input(|input| input.time);
                laid = self.lay(ui, &theme, &state);
            }
        }
        if *self.text != before {
            response.mark_changed();
        }
        self.scroll(&laid, inside, response.has_focus(), &mut state);
        if ui.is_rect_visible(rect) {
            self.paint(ui, &theme, &laid, inside, &response, &state, is_enabled);
        }
        self.describe(ui, &response, &before, &state, is_enabled);
        ui.data_mut(|data| data.insert_temp(id, state));
        if let Some(sentence) = self.refusal.or(self.complaint) {
            response = super::popup::tooltip(response, sentence);
        }
        FieldResponse {
            response,
            is_submitted,
        }
    }

    /// The outline, the icon and the suffix; returns the place for the text.
    fn decorate(
        &self,
        ui: &Ui,
        theme: &Theme,
        rect: Rect,
        response: &Response,
        is_enabled: bool,
    ) -> Rect {
        let sizes = &theme.sizes;
        let palette = &theme.palette;
        let flow = Flow::of(ui);
        if !self.is_frameless {
            let line = if self.complaint.is_some() {
                Stroke::new(1.5, palette.loss)
            } else if response.has_focus() {
                Stroke::new(1.5, palette.accent)
            } else if response.hovered() && is_enabled {
                Stroke::new(sizes.hairline, palette.text_disabled)
            } else {
                theme.hairline()
            };
            let fill = if is_enabled {
                palette.field
            } else {
                palette.surface_sunk
            };
            let radius = CornerRadius::same(sizes.corner);
            ui.painter()
                .rect(rect, radius, fill, line, StrokeKind::Inside);
        }
        let mut inside = rect.shrink2(vec2(sizes.unit * 2.0, 0.0));
        if let Some(icon) = self.icon {
            let (place, rest) = flow.cut_start(inside, sizes.icon);
            paint_icon(
                ui.painter(),
                place.center(),
                icon,
                sizes.icon,
                palette.text_weak,
            );
            inside = flow.cut_start(rest, sizes.gap).1;
        }
        if let Some(suffix) = self.suffix {
            let suffix = lay(ui.ctx(), suffix, &theme.text.small);
            let (place, rest) = flow.cut_end(inside, suffix.size().x);
            suffix.paint(
                ui.painter(),
                text_corner(place, suffix.size()),
                palette.text_weak,
            );
            inside = flow.cut_end(rest, sizes.gap).1;
        }
        inside
    }

    /// The text as it is shown, with what is being composed in its place.
    fn shown(&self, state: &State) -> String {
        let mut shown = self.text.clone();
        let caret = state.editor.caret().byte;
        if !state.composing.is_empty() && shown.is_char_boundary(caret) {
            shown.insert_str(caret, &state.composing);
        }
        shown
    }

    fn lay(&self, ui: &Ui, theme: &Theme, state: &State) -> Laid {
        let mut format = self.format.unwrap_or(theme.text.body.auto());
        format.keeps_end_spaces = true;
        format.align = Align::Left;
        lay(ui.ctx(), &self.shown(state), &format)
    }

    fn pointer(&self, ui: &Ui, response: &Response, laid: &Laid, inside: Rect, state: &mut State) {
        let Some(line) = laid.lines.lines.first() else {
            return;
        };
        let Some(pointer) = response.interact_pointer_pos() else {
            return;
        };
        let x = pointer.x - text_left(laid, inside, state);
        let hit = carets::caret_at(self.text, line, x);
        let shift = ui.input(|input| input.modifiers.shift);
        let is_pressed = ui.input(|input| input.pointer.primary_pressed());
        if response.triple_clicked() {
            state.editor.select_all(self.text);
        } else if response.double_clicked() {
            state
                .editor
                .select_word(self.text, word_byte(self.text, line, x));
            state.by_word = true;
        } else if is_pressed {
            response.request_focus();
            state.by_word = false;
            state.editor.place(hit, shift);
        } else if response.dragged() && !state.by_word {
            state.editor.place(hit, true);
        }
        state.still_since_s = ui.input(|input| input.time);
    }

    /// Keeps the caret in sight, or the beginning of the text when the keyboard is elsewhere.
    fn scroll(&self, laid: &Laid, inside: Rect, has_focus: bool, state: &mut State) {
        let Some(line) = laid.lines.lines.first() else {
            return;
        };
        let most = (line.width - inside.width() + 2.0).max(0.0);
        if !has_focus {
            state.scrolled = if line.right_to_left { most } else { 0.0 };
            return;
        }
        let shown = self.shown(state);
        let x = carets::caret_x(&shown, line, caret_in_shown(state));
        let least = (x - inside.width() + 2.0).max(0.0);
        state.scrolled = state.scrolled.clamp(least.min(most), x.max(0.0).min(most));
    }

    #[expect(clippy::too_many_arguments, reason = "what one field is painted from")]
    fn paint(
        &self,
        ui: &Ui,
        theme: &Theme,
        laid: &Laid,
        inside: Rect,
        response: &Response,
        state: &State,
        is_enabled: bool,
    ) {
        let palette = &theme.palette;
        let painter = ui
            .painter()
            .with_clip_rect(inside.expand2(vec2(2.0, 0.0)).intersect(ui.clip_rect()));
        let top = text_corner(inside, laid.size()).y;
        let at = pos2(text_left(laid, inside, state), top);
        let has_focus = response.has_focus();
        if has_focus && state.editor.has_selection() && state.composing.is_empty() {
            laid.paint_marks(&painter, at, state.editor.selection(), palette.selection);
        }
        if self.text.is_empty() && state.composing.is_empty() && !self.placeholder.is_empty() {
            let flow = Flow::of(ui);
            let hint = lay(
                ui.ctx(),
                self.placeholder,
                &theme.text.body.elided(inside.width()),
            );
            let place = flow.strip(inside, 0.0, hint.size().x);
            hint.paint(
                &painter,
                text_corner(place, hint.size()),
                palette.text_disabled,
            );
        }
        laid.paint(&painter, at, super::label::text_colour(theme, is_enabled));
        let composed = state.editor.caret().byte..state.editor.caret().byte + state.composing.len();
        for rect in laid.rects(composed) {
            let rect = rect.translate(at.to_vec2());
            painter.hline(
                rect.x_range(),
                rect.bottom() - 2.0,
                Stroke::new(1.0, palette.text),
            );
        }
        if has_focus {
            self.paint_caret(ui, &painter, theme, laid, inside, at, state);
        }
    }

    #[expect(clippy::too_many_arguments, reason = "what a caret is painted from")]
    fn paint_caret(
        &self,
        ui: &Ui,
        painter: &egui::Painter,
        theme: &Theme,
        laid: &Laid,
        inside: Rect,
        at: egui::Pos2,
        state: &State,
    ) {
        let Some(line) = laid.lines.lines.first() else {
            return;
        };
        let shown = self.shown(state);
        let x = if shown.is_empty() {
            Flow::of(ui).from_start(inside, 0.0)
        } else {
            at.x + carets::caret_x(&shown, line, caret_in_shown(state))
        };
        let half = laid.size().y.min(inside.height()) * 0.42;
        let middle = inside.center().y;
        let rect = Rect::from_min_max(pos2(x - 0.5, middle - half), pos2(x + 0.5, middle + half));
        if events::caret_is_lit(ui, state.still_since_s) {
            painter.vline(x, rect.y_range(), Stroke::new(1.5, theme.palette.text));
        }
        let to_global = ui
            .ctx()
            .layer_transform_to_global(ui.layer_id())
            .unwrap_or_default();
        ui.output_mut(|output| {
            output.ime = Some(egui::output::IMEOutput {
                purpose: egui::IMEPurpose::Normal,
                rect: to_global * inside,
                cursor_rect: to_global * rect,
                should_interrupt_composition: false,
            });
        });
    }

    fn describe(
        &self,
        ui: &Ui,
        response: &Response,
        before: &str,
        state: &State,
        is_enabled: bool,
    ) {
        response.widget_info(|| {
            let mut info =
                WidgetInfo::text_edit(is_enabled, before, &*self.text, plain(self.placeholder));
            info.label = Some(plain(self.label));
            let selection = state.editor.selection();
            let characters = |byte: usize| {
                let count = self.text.get(..byte).unwrap_or_default().chars().count();
                egui::text::CharIndex(count)
            };
            info.text_selection = Some(characters(selection.start)..characters(selection.end));
            info
        });
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_role(Role::TextInput);
            if is_enabled {
                node.add_action(accesskit::Action::SetValue);
                node.add_action(accesskit::Action::ReplaceSelectedText);
            } else {
                node.set_read_only();
            }
            if let Some(sentence) = self.complaint {
                node.set_invalid(accesskit::Invalid::True);
                node.set_description(plain(sentence));
            }
        });
    }
}

/// The caret in the text as it is shown: after what is being composed.
const fn caret_in_shown(state: &State) -> Caret {
    let caret = state.editor.caret();
    if state.composing.is_empty() {
        caret
    } else {
        Caret::at(caret.byte + state.composing.len())
    }
}

/// Where the left side of the text stands: at the interface's start side, or scrolled when too wide.
fn text_left(laid: &Laid, inside: Rect, state: &State) -> f32 {
    let width = laid.lines.width;
    if width > inside.width() {
        return inside.left() - state.scrolled;
    }
    let start_is_right = laid.is_right_to_left_interface;
    if start_is_right {
        inside.right() - width
    } else {
        inside.left()
    }
}

/// The byte of the letter at a place, for choosing its word.
fn word_byte(text: &str, line: &super::lines::Line, x: f32) -> usize {
    carets::letters(text, line)
        .iter()
        .find(|letter| letter.left <= x && x < letter.right)
        .map_or_else(
            || carets::caret_at(text, line, x).byte,
            |letter| letter.bytes.start,
        )
}

/// A text field as wide as there is room.
pub fn text_field_ui(ui: &mut Ui, text: &mut String, label: &str) -> Response {
    TextField::new(text, label).show_ui(ui).response
}
