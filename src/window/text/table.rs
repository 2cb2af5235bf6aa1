//! A table whose columns run from the start side, with headers that sort, rows that can be chosen, and
//! only the rows in sight drawn.

use egui::accesskit::Role;
use egui::{
    Align, Color32, CornerRadius, Id, Rect, ScrollArea, Sense, Stroke, Ui, UiBuilder, WidgetInfo,
    vec2,
};

use super::button::{focus_ring, text_corner};
use super::galley::{lay, paint_icon};
use crate::app::language::plain;
use crate::window::direction::Flow;
use crate::window::icons::icons::{ICON_ARROW_DROP_DOWN, ICON_ARROW_DROP_UP};
use crate::window::theme::Theme;

/// How wide a column is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ColumnWidth {
    /// So many points.
    Fixed(f32),
    /// A share of what the fixed ones leave.
    Share(f32),
}

/// A column of a table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Column<'a> {
    /// What stands above it; may be empty.
    pub title: &'a str,
    /// Its width.
    pub width: ColumnWidth,
    /// Whether a click on its title sorts by it.
    pub is_sortable: bool,
}

impl<'a> Column<'a> {
    /// A column of a fixed width, in points, that does not sort.
    pub const fn fixed(title: &'a str, width: f32) -> Self {
        Self {
            title,
            width: ColumnWidth::Fixed(width),
            is_sortable: false,
        }
    }

    /// A column with a share of the width.
    pub const fn share(title: &'a str, share: f32) -> Self {
        Self {
            title,
            width: ColumnWidth::Share(share),
            is_sortable: false,
        }
    }

    /// Whose title sorts.
    #[must_use]
    pub const fn sortable(mut self) -> Self {
        self.is_sortable = true;
        self
    }
}

/// A table, built up and then shown.
#[must_use]
#[derive(Clone, Debug)]
pub struct Table<'a> {
    id: Id,
    columns: &'a [Column<'a>],
    row_count: usize,
    selected: Option<usize>,
    /// The column that it is sorted by, and whether upwards.
    sorted_by: Option<(usize, bool)>,
    scroll_to: Option<usize>,
}

/// What was done to a table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TableResponse {
    /// The row that was pressed.
    pub clicked: Option<usize>,
    /// The row that was pressed twice.
    pub double_clicked: Option<usize>,
    /// The column whose title was pressed.
    pub sort_by: Option<usize>,
}

impl<'a> Table<'a> {
    /// A table of so many rows.
    pub fn new(id: &str, columns: &'a [Column<'a>], row_count: usize) -> Self {
        Self {
            id: Id::unique(("table", id)),
            columns,
            row_count,
            selected: None,
            sorted_by: None,
            scroll_to: None,
        }
    }

    /// The chosen row.
    pub const fn selected(mut self, row: Option<usize>) -> Self {
        self.selected = row;
        self
    }

    /// The column that it is sorted by, and whether upwards: an arrow says so.
    pub const fn sorted_by(mut self, column: usize, is_upwards: bool) -> Self {
        self.sorted_by = Some((column, is_upwards));
        self
    }

    /// Brings a row into sight in this frame.
    pub const fn scroll_to(mut self, row: Option<usize>) -> Self {
        self.scroll_to = row;
        self
    }

    /// Draws it. `label` says a row to assistive tools; `cell` draws a cell: row, then column.
    pub fn show_ui(
        self,
        ui: &mut Ui,
        label: impl Fn(usize) -> String,
        mut cell: impl FnMut(&mut Ui, usize, usize),
    ) -> TableResponse {
        let theme = Theme::of(ui.ctx());
        let mut done = TableResponse::default();
        let spacing = ui.spacing().item_spacing;
        ui.spacing_mut().item_spacing.y = 0.0;
        let height = theme.sizes.row_height;
        #[expect(
            clippy::cast_precision_loss,
            reason = "a table has fewer than 2^24 rows"
        )]
        let rows_height = self.row_count as f32 * height;
        let overflows = rows_height > ui.available_height() - height;
        // The bar stands at the right in every language and takes its room from the rows only.
        let bar = if overflows {
            ui.spacing().scroll.allocated_width()
        } else {
            0.0
        };
        let widths = self.widths(ui.available_width() - bar);
        self.header_ui(ui, &theme, &widths, bar, &mut done);
        let mut area = ScrollArea::vertical()
            .id_salt(self.id)
            .auto_shrink([false, false]);
        if let Some(row) = self.scroll_to {
            let seen = ui.available_height();
            #[expect(
                clippy::cast_precision_loss,
                reason = "a table has fewer than 2^24 rows"
            )]
            let top = row as f32 * height;
            area = area.vertical_scroll_offset((top - seen / 2.0).max(0.0));
        }
        area.show_rows(ui, height, self.row_count, |ui, rows| {
            for row in rows {
                self.row_ui(ui, &theme, &widths, row, &label(row), &mut cell, &mut done);
            }
        });
        ui.spacing_mut().item_spacing = spacing;
        done
    }

    /// The width of each column, in points.
    fn widths(&self, available: f32) -> Vec<f32> {
        let mut fixed = 0.0;
        let mut shares = 0.0;
        for column in self.columns {
            match column.width {
                ColumnWidth::Fixed(width) => fixed += width,
                ColumnWidth::Share(share) => shares += share,
            }
        }
        let rest = (available - fixed).max(0.0);
        self.columns
            .iter()
            .map(|column| match column.width {
                ColumnWidth::Fixed(width) => width,
                ColumnWidth::Share(share) => rest * share / shares.max(f32::EPSILON),
            })
            .collect()
    }

    fn header_ui(
        &self,
        ui: &mut Ui,
        theme: &Theme,
        widths: &[f32],
        bar: f32,
        done: &mut TableResponse,
    ) {
        let flow = Flow::of(ui);
        let sizes = &theme.sizes;
        let palette = &theme.palette;
        let (rect, _) =
            ui.allocate_exact_size(vec2(ui.available_width(), sizes.row_height), Sense::empty());
        let mut rect = rect;
        rect.max.x -= bar;
        let mut at = 0.0;
        for (index, (column, width)) in self.columns.iter().zip(widths).enumerate() {
            let place = flow.strip(rect, at, *width);
            at += width;
            if column.title.is_empty() {
                continue;
            }
            let sense = if column.is_sortable {
                Sense::click()
            } else {
                Sense::hover()
            };
            let response = ui.interact(place, self.id.with(("header", index)), sense);
            response
                .widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, true, plain(column.title)));
            if response.clicked() {
                done.sort_by = Some(index);
            }
            let inner = place.shrink2(vec2(sizes.unit, 0.0));
            let format = theme
                .text
                .body
                .elided((inner.width() - sizes.icon).max(8.0));
            let laid = lay(ui.ctx(), column.title, &format);
            let spot = flow.strip(inner, 0.0, laid.size().x);
            let colour = if response.hovered() && column.is_sortable {
                palette.text
            } else {
                palette.text_weak
            };
            laid.paint(ui.painter(), text_corner(spot, laid.size()), colour);
            if let Some((sorted, is_upwards)) = self.sorted_by
                && sorted == index
            {
                let icon = if is_upwards {
                    ICON_ARROW_DROP_UP
                } else {
                    ICON_ARROW_DROP_DOWN
                };
                let spot = flow.strip(inner, laid.size().x, sizes.icon);
                paint_icon(
                    ui.painter(),
                    spot.center(),
                    icon,
                    sizes.icon,
                    palette.text_weak,
                );
            }
            focus_ring(ui, &response, theme);
        }
        let line = Stroke::new(sizes.hairline, palette.line);
        ui.painter().hline(rect.x_range(), rect.bottom(), line);
    }

    #[expect(clippy::too_many_arguments, reason = "what one row is drawn from")]
    fn row_ui(
        &self,
        ui: &mut Ui,
        theme: &Theme,
        widths: &[f32],
        row: usize,
        label: &str,
        cell: &mut impl FnMut(&mut Ui, usize, usize),
        done: &mut TableResponse,
    ) {
        let flow = Flow::of(ui);
        let sizes = &theme.sizes;
        let palette = &theme.palette;
        let (_, rect) = ui.allocate_space(vec2(ui.available_width(), sizes.row_height));
        let response = ui.interact(rect, self.id.with(row), Sense::click());
        let is_selected = self.selected == Some(row);
        response.widget_info(|| WidgetInfo::selected(Role::Row, true, is_selected, plain(label)));
        if response.clicked() {
            done.clicked = Some(row);
        }
        if response.double_clicked() {
            done.double_clicked = Some(row);
        }
        let fill = if is_selected {
            palette.accent_soft
        } else if response.hovered() {
            palette.hover
        } else {
            Color32::TRANSPARENT
        };
        ui.painter().rect_filled(rect, CornerRadius::ZERO, fill);
        let line = Stroke::new(sizes.hairline, palette.line_faint);
        ui.painter().hline(rect.x_range(), rect.bottom(), line);
        focus_ring(ui, &response, theme);
        let mut at = 0.0;
        for (column, width) in widths.iter().enumerate() {
            let place = flow.strip(rect, at, *width).shrink2(vec2(sizes.unit, 0.0));
            at += width;
            cell_ui(ui, flow, place, |ui| cell(ui, row, column));
        }
    }
}

fn cell_ui(ui: &mut Ui, flow: Flow, place: Rect, contents: impl FnOnce(&mut Ui)) {
    let builder = UiBuilder::new()
        .max_rect(place)
        .layout(flow.row().with_cross_align(Align::Center));
    ui.scope_builder(builder, |ui| {
        ui.shrink_clip_rect(place);
        contents(ui);
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_take_what_the_fixed_columns_leave() {
        let columns = [
            Column::fixed("", 30.0),
            Column::share("", 2.0),
            Column::share("", 1.0),
        ];
        let table = Table::new("t", &columns, 0);
        assert_eq!(table.widths(330.0), [30.0, 200.0, 100.0]);
        assert_eq!(table.widths(10.0), [30.0, 0.0, 0.0]);
    }
}
