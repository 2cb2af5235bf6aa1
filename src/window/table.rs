//! A table of any number of rows of which only those in sight are laid out. Columns run
//! from the start side; rows are chosen with the pointer or the arrow keys, columns
//! sort.

use egui::accesskit::Role;
use egui::{
    Color32, CornerRadius, EventFilter, Id, Key, Modifiers, Rect, Response, ScrollArea, Sense, Ui,
    UiBuilder, WidgetInfo, pos2, vec2,
};

use super::direction::Flow;
use super::icons::icons::{ICON_ARROW_DROP_DOWN, ICON_ARROW_DROP_UP};
use super::text::{lay, paint_icon, paint_severity};
use super::theme::{Severity, Theme};
use crate::app::language::plain;

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// A text, at the start.
    Text(String),
    /// A text of less weight.
    Weak(String),
    /// A code: from left to right.
    Code(String),
    /// A number, its last digit at the right, so that a column compares.
    Number(String),
    /// The sign of a severity; the words are for assistive tools.
    Sign(Severity, String),
    /// A word on a tinted ground; whether it stands out.
    Tag(String, bool),
}

/// How wide a column is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Width {
    /// So many points.
    Points(f32),
    /// A share of what the others leave.
    Share(f32),
}

/// A column.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its title; empty for signs.
    pub title: String,
    /// How wide it is.
    pub width: Width,
    /// Whether its numbers stand at the right.
    pub is_number: bool,
    /// Whether it sorts.
    pub sorts: bool,
}

impl Column {
    /// A column that sorts.
    pub fn new(title: impl Into<String>, width: Width) -> Self {
        Self {
            title: title.into(),
            width,
            is_number: false,
            sorts: true,
        }
    }

    /// Of numbers.
    pub fn numbers(mut self) -> Self {
        self.is_number = true;
        self
    }

    /// Without a title and without sorting.
    pub fn sign(width_points: f32) -> Self {
        Self {
            title: String::new(),
            width: Width::Points(width_points),
            is_number: false,
            sorts: false,
        }
    }
}

/// A table to be shown.
pub struct Table<'a> {
    /// Its name in egui's memory, which is also what takes the keyboard.
    pub id: Id,
    /// What assistive tools call it.
    pub label: &'a str,
    /// Its columns from the start side.
    pub columns: &'a [Column],
    /// The column that sorts, and whether its greatest comes first.
    pub sort: Option<(usize, bool)>,
    /// How many rows there are.
    pub rows: usize,
    /// The chosen row.
    pub selected: Option<usize>,
    /// Whether a row is chosen together with it, where several can be.
    pub is_chosen: Option<&'a dyn Fn(usize) -> bool>,
    /// Whether to bring the chosen row into sight.
    pub scroll: bool,
}

/// What a choice does with the rows that were chosen before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// It alone is chosen.
    #[default]
    Alone,
    /// It is added, or taken out.
    Toggle,
    /// All from the last one that was chosen alone up to it.
    Through,
}

impl Reach {
    fn of(modifiers: Modifiers) -> Self {
        if modifiers.shift {
            Self::Through
        } else if modifiers.command {
            Self::Toggle
        } else {
            Self::Alone
        }
    }
}

/// What was done to a table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TableOutcome {
    /// The title of this column was clicked.
    pub sort_by: Option<usize>,
    /// This row was chosen.
    pub chosen: Option<usize>,
    /// With which others; always alone where several cannot be chosen.
    pub reach: Reach,
    /// All rows were chosen.
    pub all: bool,
    /// This row was clicked twice, or Enter was pressed on it.
    pub opened: Option<usize>,
}

impl Table<'_> {
    /// Draws it into the room that there is; `cells` gives a row's cells.
    pub fn show_ui(self, ui: &mut Ui, mut cells: impl FnMut(usize) -> Vec<Cell>) -> TableOutcome {
        let theme = Theme::of(ui.ctx());
        let bar = theme.sizes.scroll_bar;
        let places = self.places(ui.available_width() - bar);
        let mut outcome = TableOutcome {
            sort_by: self.header_ui(ui, &theme, &places),
            ..TableOutcome::default()
        };
        let body = ui.available_rect_before_wrap();
        let focus = ui.interact(body, self.id, Sense::focusable_noninteractive());
        focus.widget_info(|| WidgetInfo::labeled(Role::Table, true, self.label));
        if focus.has_focus() {
            self.keys(ui, body, &mut outcome);
        }
        let row_height = theme.sizes.row_height;
        #[expect(clippy::cast_precision_loss, reason = "rows of a table")]
        let top_of = |row: usize| row as f32 * row_height;
        ScrollArea::vertical()
            .id_salt(self.id.with("scroll"))
            .min_scrolled_height(0.0)
            .auto_shrink(false)
            .show_viewport(ui, |ui, viewport| {
                ui.set_height(top_of(self.rows));
                let origin = ui.max_rect().left_top();
                let row_rect = |row: usize| {
                    let at = pos2(origin.x, origin.y + top_of(row));
                    Rect::from_min_size(at, vec2(body.width(), row_height))
                };
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "not negative"
                )]
                let first = (viewport.top() / row_height).floor().max(0.0) as usize;
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "not negative"
                )]
                let end = (viewport.bottom() / row_height).ceil().max(0.0) as usize;
                for row in first..end.min(self.rows) {
                    let rect = row_rect(row);
                    let response = self.row_ui(ui, &theme, &places, row, rect, cells(row));
                    if response.clicked() {
                        outcome.chosen = Some(row);
                        if self.is_chosen.is_some() {
                            outcome.reach = Reach::of(ui.input(|input| input.modifiers));
                        }
                        ui.memory_mut(|memory| memory.request_focus(self.id));
                    }
                    if response.double_clicked() {
                        outcome.opened = Some(row);
                    }
                }
                let wanted = outcome.chosen.or(self.selected.filter(|_| self.scroll));
                if let Some(row) = wanted {
                    // With a row to spare: what lies at the edge is under its fade.
                    let around = row_rect(row).expand2(egui::vec2(0.0, row_height));
                    ui.scroll_to_rect(around, None);
                }
            });
        if focus.has_focus() {
            let line = egui::Stroke::new(1.5, theme.palette.accent);
            ui.painter().rect_stroke(
                body.shrink(1.0),
                CornerRadius::same(2),
                line,
                egui::StrokeKind::Inside,
            );
        }
        outcome
    }

    /// Where each column begins, from the start side, and how wide it is.
    fn places(&self, width: f32) -> Vec<(f32, f32)> {
        let (mut fixed, mut shares) = (0.0, 0.0);
        for column in self.columns {
            match column.width {
                Width::Points(points) => fixed += points,
                Width::Share(share) => shares += share,
            }
        }
        let rest = (width - fixed - EDGE * 2.0).max(0.0);
        let mut at = EDGE;
        self.columns
            .iter()
            .map(|column| {
                let width = match column.width {
                    Width::Points(points) => points,
                    Width::Share(share) if shares > 0.0 => rest * share / shares,
                    Width::Share(_) => 0.0,
                };
                let place = (at, width);
                at += width;
                place
            })
            .collect()
    }

    fn header_ui(&self, ui: &mut Ui, theme: &Theme, places: &[(f32, f32)]) -> Option<usize> {
        let flow = Flow::of(ui);
        let size = vec2(ui.available_width(), theme.sizes.row_height);
        let (rect, _) = ui.allocate_exact_size(size, Sense::empty());
        let mut sort_by = None;
        for (index, (column, (at, width))) in self.columns.iter().zip(places).enumerate() {
            if column.title.is_empty() {
                continue;
            }
            let place = flow.strip(beside_bar(theme, rect), *at, *width);
            let sense = if column.sorts {
                Sense::click()
            } else {
                Sense::hover()
            };
            let response = ui.interact(place, self.id.with(("title", index)), sense);
            response.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, true, &column.title));
            let format = theme.text.small.elided((width - PADDING * 3.0).max(8.0));
            let title = lay(ui.ctx(), &column.title, &format);
            let colour = if response.hovered() || response.has_focus() {
                theme.palette.text
            } else {
                theme.palette.text_weak
            };
            let inner = place.shrink2(vec2(PADDING, 0.0));
            let title_place = text_place(flow, inner, title.size().x, column.is_number);
            let top = (rect.center().y - title.size().y / 2.0).round();
            title.paint(ui.painter(), pos2(title_place.left(), top), colour);
            if let Some((_, descends)) = self.sort.filter(|(sorting, _)| *sorting == index) {
                let icon = if descends {
                    ICON_ARROW_DROP_DOWN
                } else {
                    ICON_ARROW_DROP_UP
                };
                let x = if flow.is_right_to_left {
                    title_place.left() - 9.0
                } else {
                    title_place.right() + 9.0
                };
                let at = pos2(x, rect.center().y);
                paint_icon(ui.painter(), at, icon, 18.0, colour);
            }
            if response.clicked() {
                sort_by = Some(index);
            }
        }
        ui.painter()
            .hline(rect.x_range(), rect.bottom(), theme.hairline());
        sort_by
    }

    fn row_ui(
        &self,
        ui: &mut Ui,
        theme: &Theme,
        places: &[(f32, f32)],
        row: usize,
        rect: Rect,
        cells: Vec<Cell>,
    ) -> Response {
        let palette = &theme.palette;
        let is_selected =
            self.selected == Some(row) || self.is_chosen.is_some_and(|is_chosen| is_chosen(row));
        // Rows are reached with the arrow keys; Tab goes past the table.
        let response = ui.interact(rect, self.id.with(("row", row)), Sense::CLICK);
        response
            .widget_info(|| WidgetInfo::selected(Role::Row, true, is_selected, row_label(&cells)));
        let fill = if is_selected {
            palette.accent_soft
        } else if response.hovered() {
            palette.surface_sunk
        } else {
            Color32::TRANSPARENT
        };
        ui.painter().rect_filled(rect, CornerRadius::ZERO, fill);
        let flow = Flow::of(ui);
        for (cell, (at, width)) in cells.iter().zip(places) {
            let place = flow.strip(beside_bar(theme, rect), *at, *width);
            let place = place.shrink2(vec2(PADDING, 0.0));
            cell_ui(ui, theme, flow, place, cell);
        }
        let line = egui::Stroke::new(theme.sizes.hairline, palette.line_faint);
        ui.painter().hline(rect.x_range(), rect.bottom(), line);
        response.on_hover_cursor(egui::CursorIcon::PointingHand)
    }

    fn keys(&self, ui: &Ui, body: Rect, outcome: &mut TableOutcome) {
        let filter = EventFilter {
            vertical_arrows: true,
            ..EventFilter::default()
        };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(self.id, filter));
        let Some(last) = self.rows.checked_sub(1) else {
            return;
        };
        let row_height = Theme::of(ui.ctx()).sizes.row_height;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "not negative"
        )]
        let page = (body.height() / row_height).max(1.0) as usize;
        let now = self.selected;
        let steps: [(Key, usize); 6] = [
            (Key::ArrowDown, now.map_or(0, |row| row + 1)),
            (Key::ArrowUp, now.map_or(last, |row| row.saturating_sub(1))),
            (Key::PageDown, now.unwrap_or(0) + page),
            (Key::PageUp, now.unwrap_or(0).saturating_sub(page)),
            (Key::Home, 0),
            (Key::End, last),
        ];
        for (key, row) in steps {
            let takes_more = self.is_chosen.is_some();
            let pressed = |modifiers| ui.input_mut(|input| input.consume_key(modifiers, key));
            if takes_more && pressed(Modifiers::SHIFT) {
                outcome.chosen = Some(row.min(last));
                outcome.reach = Reach::Through;
            } else if pressed(Modifiers::NONE) {
                outcome.chosen = Some(row.min(last));
            }
        }
        if self.is_chosen.is_some()
            && ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::A))
        {
            outcome.all = true;
        }
        if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter)) {
            outcome.opened = now;
        }
    }
}

/// Before the first column and after the last, in points.
const EDGE: f32 = 4.0;

/// Between a cell's edge and its text, in points.
pub const PADDING: f32 = 8.0;

/// What of a row the bar that scrolls never covers. It is kept free whether there is a bar
/// or not, so that titles and cells stand in one line.
fn beside_bar(theme: &Theme, row: Rect) -> Rect {
    let right = row.right() - theme.sizes.scroll_bar;
    Rect::from_min_max(row.min, pos2(right, row.bottom()))
}

fn text_place(flow: Flow, inner: Rect, width: f32, is_number: bool) -> Rect {
    if is_number {
        Rect::from_min_max(pos2(inner.right() - width, inner.top()), inner.max)
    } else {
        flow.strip(inner, 0.0, width)
    }
}

fn cell_ui(ui: &mut Ui, theme: &Theme, flow: Flow, place: Rect, cell: &Cell) {
    let palette = &theme.palette;
    let body = theme.text.body;
    let (text, format, colour, is_number) = match cell {
        Cell::Empty => return,
        Cell::Sign(severity, _) => {
            paint_severity(ui.painter(), place.center(), 5.0, *severity, None);
            return;
        }
        Cell::Tag(text, stands_out) => {
            // A tag stands at the start of its cell.
            let (ground, colour) = if *stands_out {
                (palette.accent_soft, palette.accent)
            } else {
                (palette.hover, palette.text_weak)
            };
            let room = UiBuilder::new().max_rect(place).layout(flow.row());
            ui.scope_builder(room, |ui| super::text::tag_ui(ui, text, colour, ground));
            return;
        }
        Cell::Text(text) => (text, body, palette.text, false),
        Cell::Weak(text) => (text, body, palette.text_weak, false),
        Cell::Code(text) => (text, body.code().tabular(), palette.text, false),
        Cell::Number(text) => (text, body.tabular(), palette.text, true),
    };
    let laid = lay(ui.ctx(), text, &format.elided(place.width().max(8.0)));
    let at = text_place(flow, place, laid.size().x, is_number);
    let top = (place.center().y - laid.size().y / 2.0).round();
    laid.paint(ui.painter(), pos2(at.left(), top), colour);
}

/// What assistive tools say of a row: its cells, one after the other.
fn row_label(cells: &[Cell]) -> String {
    let texts: Vec<String> = cells
        .iter()
        .filter_map(|cell| match cell {
            Cell::Empty => None,
            Cell::Text(text)
            | Cell::Weak(text)
            | Cell::Code(text)
            | Cell::Number(text)
            | Cell::Sign(_, text)
            | Cell::Tag(text, _) => Some(plain(text)),
        })
        .filter(|text| !text.is_empty())
        .collect();
    texts.join(" · ")
}
