//! The legend on the map: what units are coloured by with the bounds of the classes, and on
//! pictures the kinds of borders and centres that are drawn, too.

use egui::{CornerRadius, Pos2, Rect, Stroke, Ui, pos2, vec2};

use super::drawing::{EDGE, paint_plate};
use super::{MapContext, MapPanel, class_fills};
use crate::app::describe::level_name;
use crate::model::Level;
use crate::window::direction::Flow;
use crate::window::map::FillStyle;
use crate::window::text::{Laid, lay};
use crate::window::thematic_section::{class_name, subject_name, unit_name};
use crate::window::theme::{BorderStyle, Theme};

/// The height of a row, the size of a sample and the margin, in points.
const ROW: f32 = 18.0;
const SAMPLE: f32 = 30.0;
const MARGIN: f32 = 10.0;

/// What stands before a row's words.
enum Sample {
    Fill(FillStyle),
    Border(BorderStyle),
    None,
}

/// A row: a sample, words, and a count at the end.
struct Row {
    sample: Sample,
    words: Laid,
    count: Option<Laid>,
}

impl MapPanel {
    /// Draws the legend, if it is to be shown and has anything to say.
    pub(super) fn draw_legend(&mut self, ui: &Ui, context: &MapContext<'_>, theme: &Theme) {
        if !context.levels.legend {
            return;
        }
        let mut rows = thematic_rows(ui, context, theme);
        if context.is_picture {
            let scale = self.view.scale_denominator();
            rows.extend(border_rows(ui, context, theme, scale));
        }
        if rows.is_empty() {
            return;
        }
        let width_of = |row: &Row| {
            let sample = if matches!(row.sample, Sample::None) {
                0.0
            } else {
                SAMPLE + 8.0
            };
            let count = row
                .count
                .as_ref()
                .map_or(0.0, |count| count.size().x + 16.0);
            sample + row.words.size().x + count
        };
        let width = rows.iter().map(width_of).fold(0.0, f32::max) + 2.0 * MARGIN;
        let height = rows.len() as f32 * ROW + 2.0 * MARGIN - 4.0;
        let map = self.view.rect();
        // Opposite to the arrow to the north, and away from the scale bar.
        let plate = Rect::from_min_size(map.left_top() + vec2(EDGE, EDGE), vec2(width, height));
        if !map.contains_rect(plate) {
            return;
        }
        let painter = ui.painter_at(map);
        self.plates.push(plate);
        paint_plate(&painter, plate, theme);
        let flow = Flow::of(ui);
        let mut top = plate.top() + MARGIN - 2.0;
        for row in rows {
            let x = plate.x_range().shrink(MARGIN);
            let room = Rect::from_x_y_ranges(x, top..=top + ROW);
            top += ROW;
            let rest = match &row.sample {
                Sample::None => room,
                sample => {
                    let (place, rest) = flow.cut_start(room, SAMPLE);
                    paint_sample(&painter, place, sample, theme);
                    flow.cut_start(rest, 8.0).1
                }
            };
            let at = |laid: &Laid, place: Rect| -> Pos2 {
                pos2(
                    place.left(),
                    (room.center().y - laid.size().y / 2.0).round(),
                )
            };
            let place = flow.strip(rest, 0.0, row.words.size().x);
            row.words
                .paint(&painter, at(&row.words, place), theme.palette.text);
            if let Some(count) = &row.count {
                let place = flow.cut_end(rest, count.size().x).0;
                count.paint(&painter, at(count, place), theme.palette.text_weak);
            }
        }
    }
}

fn thematic_rows(ui: &Ui, context: &MapContext<'_>, theme: &Theme) -> Vec<Row> {
    let Some(choropleth) = context.choropleth else {
        return Vec::new();
    };
    let words = context.words;
    let of = choropleth.of;
    let small = &theme.text.small;
    let title = |text: String, format| Row {
        sample: Sample::None,
        words: lay(ui.ctx(), &text, format),
        count: None,
    };
    let values = [
        ("level", level_name(words, of.level).into()),
        ("unit", unit_name(words, of.subject).into()),
    ];
    let mut rows = vec![
        title(subject_name(words, of.subject), &small.bold()),
        title(words.with("legend-subtitle", &values), small),
    ];
    let fills = class_fills(choropleth, &theme.map);
    for (class, fill) in choropleth.classes.iter().zip(fills) {
        if class.units == 0 {
            continue;
        }
        #[expect(clippy::cast_possible_wrap, reason = "no list has 2^63 lines")]
        let count = words.integer(class.units as i64);
        rows.push(Row {
            sample: Sample::Fill(fill),
            words: lay(ui.ctx(), &class_name(words, of.subject, class), small),
            count: Some(lay(ui.ctx(), &count, &small.tabular())),
        });
    }
    rows
}

/// The borders that are drawn at the scale that is seen.
fn border_rows(ui: &Ui, context: &MapContext<'_>, theme: &Theme, scale: f64) -> Vec<Row> {
    let map = &theme.map;
    let levels = [
        (Level::Province, map.province),
        (Level::County, map.county),
        (Level::District, map.district),
        (Level::RuralDistrict, map.rural_district),
    ];
    let is_drawn = |level: &Level, style: &BorderStyle| {
        let units = context.snapshot.dataset.units.iter();
        context.levels.visible.contains(level)
            && scale <= f64::from(style.to_scale)
            && units
                .filter(|(_, unit)| unit.level == *level)
                .nth(1)
                .is_some()
    };
    let drawn = levels
        .into_iter()
        .filter(|(level, style)| is_drawn(level, style));
    drawn
        .map(|(level, style)| {
            let name = level_name(context.words, level);
            let text = context
                .words
                .with("legend-border", &[("level", name.into())]);
            Row {
                sample: Sample::Border(style),
                words: lay(ui.ctx(), &text, &theme.text.small),
                count: None,
            }
        })
        .collect()
}

fn paint_sample(painter: &egui::Painter, place: Rect, sample: &Sample, theme: &Theme) {
    match sample {
        Sample::Fill(fill) => {
            let swatch = Rect::from_center_size(place.center(), vec2(SAMPLE, 12.0));
            paint_swatch(painter, swatch, fill, theme);
        }
        Sample::Border(style) => paint_border(painter, place, style, 1.0),
        Sample::None => {}
    }
}

/// A sample of a fill, with its hatch.
fn paint_swatch(painter: &egui::Painter, rect: Rect, fill: &FillStyle, theme: &Theme) {
    let radius = CornerRadius::same(2);
    painter.rect_filled(rect, radius, fill.colour);
    if let Some(hatch) = fill.hatch {
        let painter = painter.with_clip_rect(rect.intersect(painter.clip_rect()));
        let stroke = Stroke::new(hatch.width, hatch.colour);
        let step = (hatch.spacing * std::f32::consts::SQRT_2).max(2.0);
        let mut x = rect.left() - rect.height();
        while x < rect.right() {
            let (from, to) = (pos2(x, rect.bottom()), pos2(x + rect.height(), rect.top()));
            painter.line_segment([from, to], stroke);
            x += step;
        }
    }
    painter.rect_stroke(rect, radius, theme.hairline(), egui::StrokeKind::Inside);
}

/// A stretch of a border as the map draws it, with a share of its opacity.
pub fn paint_border(painter: &egui::Painter, place: Rect, style: &BorderStyle, share: f32) {
    let painter = painter.with_clip_rect(place.intersect(painter.clip_rect()));
    let y = place.center().y;
    let (halo, halo_width) = style.halo;
    if halo_width > 0.0 {
        let width = style.width + halo_width * 2.0;
        let stroke = Stroke::new(width, halo.gamma_multiply(share));
        painter.hline(place.x_range(), y, stroke);
    }
    let stroke = Stroke::new(style.width.max(1.0), style.colour.gamma_multiply(share));
    let period: f32 = style.dash.iter().sum();
    if period <= 0.0 {
        painter.hline(place.x_range(), y, stroke);
        return;
    }
    let mut x = place.left();
    while x < place.right() {
        for pair in style.dash.chunks(2) {
            let [on, off] = pair else { continue };
            if *on > 0.0 || *off > 0.0 {
                // A dash without length is a dot, as wide as the line.
                let length = on.max(style.width);
                painter.hline(x..=(x + length).min(place.right()), y, stroke);
                x += on + off;
            }
        }
    }
}
