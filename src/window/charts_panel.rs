//! Charts where people would rather look than read: units in the order of a value, how many
//! reach the law's minimum, and what was gained and lost since the data was opened. A bar
//! says whose it is under the pointer, and goes there when it is pressed.

use egui::accesskit::Role;
use egui::{Align2, Color32, Key, Modifiers, Rect, Response, Stroke, Ui, WidgetInfo, pos2, vec2};
use egui_plot::{Bar, BarChart, Plot, PlotPoint, PlotTransform};

use super::caches::Caches;
use super::direction::horizontal_ui;
use super::map_panel::class_fills;
use super::scope::{Request, Scope};
use super::text::{Format, combo_ui, formatted_ui, galley_for_label, lay, segments_ui};
use super::thematic_section::{class_name, subject_name, unit_name, value_text};
use super::view_state::{Chart, Target, ViewState};
use crate::app::area_changes::area_changes;
use crate::app::describe::{level_name, unit_name as name_of};
use crate::app::thematic::{Choropleth, Subject, Theming};
use crate::model::{Level, UnitKey};

/// The share of a bar's room that it fills.
const BAR: f64 = 0.86;
/// A name is written under a bar that has this much room, in points.
const LEAST_ROOM: f32 = 44.0;
/// What is written of levels, beside the chart, in points.
const LEVEL_WIDTH: f32 = 140.0;

/// What takes the keyboard for the chart.
pub fn charts_id() -> egui::Id {
    egui::Id::unique("charts")
}

/// One bar.
struct Column {
    value: f64,
    colour: Color32,
    of: Of,
}

/// Whose a bar is. It is put into words where it is read only: there are thousands.
enum Of {
    Unit(UnitKey),
    Change(UnitKey),
    Verdict(String),
}

impl Column {
    fn unit(&self) -> Option<UnitKey> {
        match self.of {
            Of::Unit(unit) | Of::Change(unit) => Some(unit),
            Of::Verdict(_) => None,
        }
    }

    fn name(&self, scope: &Scope<'_>) -> String {
        match (&self.of, self.unit().zip(scope.dataset())) {
            (Of::Verdict(name), _) => name.clone(),
            (_, Some((unit, dataset))) => name_of(scope.words, dataset, unit),
            (_, None) => String::new(),
        }
    }

    /// What is told of it under the pointer.
    fn label(&self, scope: &Scope<'_>, subject: Subject) -> String {
        let name = self.name(scope);
        if matches!(self.of, Of::Change(_)) {
            let area = scope.words.area(self.value.abs() * 1e6);
            let id = if self.value > 0.0 {
                "chart-gained"
            } else {
                "chart-lost"
            };
            return scope.with(id, &[("name", name.into()), ("area", area.into())]);
        }
        let value = value_text(scope.words, subject, self.value);
        scope.with(
            "chart-bar",
            &[("name", name.into()), ("value", value.into())],
        )
    }
}

/// Draws the tab.
pub fn charts_panel_ui(
    ui: &mut Ui,
    scope: &mut Scope<'_>,
    view: &mut ViewState,
    caches: &mut Caches,
) {
    ui.add_space(6.0);
    horizontal_ui(ui, |ui| {
        ui.add_space(12.0);
        let names = Chart::ALL.map(|chart| scope.text(chart.words_id()));
        let labels: Vec<&str> = names.iter().map(String::as_str).collect();
        let chosen = Chart::ALL.iter().position(|it| *it == view.chart);
        let made = segments_ui(ui, &labels, chosen.unwrap_or(0));
        if let Some(chart) = made.and_then(|made| Chart::ALL.get(made)) {
            view.chart = *chart;
        }
        if view.chart != Chart::Minimum {
            level_ui(ui, scope, view);
        }
        if view.chart == Chart::Values {
            subject_ui(ui, scope, view);
        }
    });
    let columns = match view.chart {
        Chart::Values => values(scope, view, caches),
        Chart::Minimum => minimum(scope, caches),
        Chart::Changes => changes(scope, view, caches),
    };
    if columns.is_empty() {
        let format = Format::new(13.0).coloured(scope.theme.palette.text_weak);
        ui.add_space(12.0);
        let id = match view.chart {
            Chart::Values => "chart-no-values",
            Chart::Minimum => "chart-no-minimum",
            Chart::Changes => "chart-no-changes",
        };
        horizontal_ui(ui, |ui| {
            ui.add_space(12.0);
            formatted_ui(ui, &scope.text(id), format);
        });
        return;
    }
    let subject = match view.chart {
        Chart::Values => view.charted.subject,
        _ => Subject::Area,
    };
    if let Some(unit) = plot_ui(ui, scope, &columns, subject) {
        scope.ask(Request::Select(Some(Target::Unit(unit))));
    }
}

fn level_ui(ui: &mut Ui, scope: &Scope<'_>, view: &mut ViewState) {
    let levels = Subject::Area.levels().iter().copied();
    let levels: Vec<Level> = levels.filter(|it| scope.facts.count(*it) > 0).collect();
    let names: Vec<String> = levels
        .iter()
        .map(|it| level_name(scope.words, *it))
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let chosen = levels.iter().position(|it| *it == view.charted.level);
    let label = scope.text("theme-level");
    let made = combo_ui(ui, &label, &names, chosen, LEVEL_WIDTH);
    if let Some(level) = made.and_then(|made| levels.get(made)) {
        view.charted.level = *level;
    }
}

fn subject_ui(ui: &mut Ui, scope: &Scope<'_>, view: &mut ViewState) {
    let subjects: Vec<Subject> = (Subject::ALL.into_iter())
        .filter(|subject| *subject != Subject::Verdict)
        .collect();
    let names: Vec<String> = (subjects.iter())
        .map(|subject| subject_name(scope.words, *subject))
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let chosen = subjects.iter().position(|it| *it == view.charted.subject);
    let made = combo_ui(ui, &scope.text("theme-by"), &names, chosen, LEVEL_WIDTH);
    if let Some(subject) = made.and_then(|made| subjects.get(made)) {
        view.charted.subject = *subject;
    }
    let unit = unit_name(scope.words, view.charted.subject);
    let format = scope
        .theme
        .text
        .small
        .coloured(scope.theme.palette.text_weak);
    formatted_ui(ui, &unit, format);
}

/// The units of a level in the order of a value.
fn values(scope: &Scope<'_>, view: &ViewState, caches: &mut Caches) -> Vec<Column> {
    let Some(dataset) = scope.dataset() else {
        return Vec::new();
    };
    let Some(classes) = caches.charted.choropleth(scope, Some(view.charted)) else {
        return Vec::new();
    };
    let fills = class_fills(classes, &scope.theme.map);
    let mut units: Vec<(UnitKey, f64)> = classes.values.iter().map(|(k, v)| (*k, *v)).collect();
    units.sort_by(|one, other| other.1.total_cmp(&one.1));
    let column = |(unit, value): (UnitKey, f64)| {
        let class = classes.class_of(dataset, unit).unwrap_or(0);
        let fill = fills.get(usize::from(class));
        Column {
            value,
            colour: fill.map_or(Color32::GRAY, |fill| fill.colour),
            of: Of::Unit(unit),
        }
    };
    units.into_iter().map(column).collect()
}

/// How many units of each level reach the law's minimum, and how many do not.
fn minimum(scope: &Scope<'_>, caches: &mut Caches) -> Vec<Column> {
    let mut columns = Vec::new();
    let levels = Subject::Verdict.levels().iter().zip(&mut caches.minimum);
    for (level, cache) in levels {
        let theming = Theming {
            subject: Subject::Verdict,
            level: *level,
            ..Theming::default()
        };
        let Some(classes) = cache.choropleth(scope, Some(theming)) else {
            continue;
        };
        columns.extend(verdict_columns(scope, classes, *level));
    }
    columns
}

fn verdict_columns(scope: &Scope<'_>, classes: &Choropleth, level: Level) -> Vec<Column> {
    let fills = class_fills(classes, &scope.theme.map);
    let level = level_name(scope.words, level);
    let counted = classes.classes.iter().zip(fills);
    counted
        .filter(|(class, _)| class.units > 0)
        .map(|(class, fill)| {
            let verdict = class_name(scope.words, Subject::Verdict, class);
            let values = [
                ("level", level.as_str().into()),
                ("verdict", verdict.into()),
            ];
            Column {
                value: class.units as f64,
                colour: fill.colour,
                of: Of::Verdict(scope.with("chart-verdict", &values)),
            }
        })
        .collect()
}

/// What units gained and lost since the data was opened, in square kilometres.
fn changes(scope: &Scope<'_>, view: &ViewState, caches: &mut Caches) -> Vec<Column> {
    let Some(session) = scope.session() else {
        return Vec::new();
    };
    let level = view.charted.level;
    if caches.changes.as_ref().is_none_or(|(of, _)| *of != level) {
        let dataset = &session.snapshot().dataset;
        let found = area_changes(session.opened(), dataset, level);
        caches.changes = Some((level, found));
    }
    let map = &scope.theme.map;
    let changed = caches.changes.iter().flat_map(|(_, changed)| changed);
    let column = |(unit, change_m2): &(UnitKey, f64)| {
        let gained = *change_m2 > 0.0;
        let colour = if gained { map.gain_fill } else { map.loss_fill };
        Column {
            value: change_m2 / 1e6,
            colour: colour.to_opaque(),
            of: Of::Change(*unit),
        }
    };
    changed.map(column).collect()
}

/// Draws the bars; the unit whose bar was pressed.
fn plot_ui(
    ui: &mut Ui,
    scope: &Scope<'_>,
    columns: &[Column],
    subject: Subject,
) -> Option<UnitKey> {
    let theme = scope.theme;
    let bars: Vec<Bar> = (0_u32..)
        .zip(columns)
        .map(|(number, column)| {
            Bar::new(f64::from(number), column.value)
                .width(BAR)
                .fill(column.colour)
                .stroke(Stroke::new(0.5, theme.palette.text_weak))
        })
        .collect();
    let room = ui.available_rect_before_wrap().shrink2(vec2(12.0, 6.0));
    // The axis and the names are written here: the plot knows no lines from the right.
    let inside = room
        .with_max_y(room.bottom() - 22.0)
        .with_min_x(room.left() + 56.0);
    let builder = egui::UiBuilder::new().max_rect(inside);
    let shown = ui
        .scope_builder(builder, |ui| {
            Plot::new("chart")
                .width(inside.width())
                .height(inside.height())
                .show_axes(false)
                .show_grid(false)
                .show_background(false)
                .show_x(false)
                .show_y(false)
                .allow_drag(false)
                .allow_zoom(false)
                .allow_scroll(false)
                .allow_boxed_zoom(false)
                .include_y(0.0)
                .show(ui, |plot| {
                    plot.bar_chart(BarChart::new("", bars).allow_hover(false));
                })
        })
        .inner;
    let plot = &shown.transform;
    axis_ui(ui, scope, plot, inside, subject);
    names_ui(ui, scope, columns, plot, inside);
    let response = ui.interact(inside, charts_id(), egui::Sense::click());
    let at_pointer = response.hover_pos().and_then(|at| {
        let number = plot.value_from_position(at).x.round();
        (number >= 0.0 && number < columns.len() as f64).then_some(number as usize)
    });
    let shown = at_pointer.or(bar_at_keys(ui, &response, columns.len()));
    let column = shown.and_then(|number| columns.get(number));
    let label = column.map_or_else(
        || scope.text("tab-charts"),
        |column| column.label(scope, subject),
    );
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &label));
    let (number, column) = (shown?, column?);
    let [left, right] = [-0.5, 0.5].map(|side| {
        plot.position_from_point(&PlotPoint::new(number as f64 + side, 0.0))
            .x
    });
    let bar = inside.with_min_x(left).with_max_x(right.max(left + 3.0));
    let stroke = Stroke::new(1.5, theme.palette.accent);
    ui.painter()
        .rect_stroke(bar, 2.0, stroke, egui::StrokeKind::Outside);
    let text = lay(ui.ctx(), &label, &theme.text.body.bold());
    let middle = bar.center().x - text.size().x / 2.0;
    let most = (inside.right() - text.size().x).max(inside.left());
    let at = pos2(middle.clamp(inside.left(), most), inside.top() + 2.0);
    let ground = Rect::from_min_size(at, text.size()).expand2(vec2(6.0, 2.0));
    super::map_panel::paint_plate(ui.painter(), ground, theme);
    text.paint(ui.painter(), at, theme.palette.text);
    let entered = response.has_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    column.unit().filter(|_| response.clicked() || entered)
}

/// The bar that the keyboard is at: the arrows go to the next and the one before.
fn bar_at_keys(ui: &Ui, response: &Response, count: usize) -> Option<usize> {
    if !response.has_focus() || count == 0 {
        return None;
    }
    let filter = egui::EventFilter {
        horizontal_arrows: true,
        ..Default::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    let known: usize = ui.data(|data| data.get_temp(response.id)).unwrap_or(0);
    let steps = |key| ui.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key));
    let (left, right) = (steps(Key::ArrowLeft), steps(Key::ArrowRight));
    let now = (known + right).saturating_sub(left).min(count - 1);
    ui.data_mut(|data| data.insert_temp(response.id, now));
    Some(now)
}

/// Lines across at round values, with their figures at the left.
fn axis_ui(ui: &Ui, scope: &Scope<'_>, plot: &PlotTransform, inside: Rect, subject: Subject) {
    let [least, most] =
        [inside.bottom(), inside.top()].map(|y| plot.value_from_position(pos2(inside.left(), y)).y);
    let step = round_step((most - least) / 4.0);
    let format = scope.theme.text.small.tabular();
    let first = (least / step).ceil() as i64;
    for line in (first..).take(12).map(|line| line as f64 * step) {
        let y = plot.position_from_point(&PlotPoint::new(0.0, line)).y;
        if y < inside.top() {
            break;
        }
        ui.painter()
            .hline(inside.x_range(), y, scope.theme.hairline());
        let text = value_text(scope.words, subject, line);
        let galley = galley_for_label(ui.ctx(), &text, &format);
        let at = pos2(inside.left() - 6.0, y);
        let place = Align2::RIGHT_CENTER.anchor_size(at, galley.size());
        ui.painter()
            .galley(place.min, galley, scope.theme.palette.text_weak);
    }
}

/// 1, 2 or 5 times a power of ten, not less than `least`.
fn round_step(least: f64) -> f64 {
    if !(least.is_finite() && least > 0.0) {
        return 1.0;
    }
    let power = 10.0_f64.powf(least.log10().floor());
    let steps = [1.0, 2.0, 5.0, 10.0].map(|times| times * power);
    let found = steps.into_iter().find(|step| *step >= least);
    found.unwrap_or(10.0 * power)
}

fn names_ui(ui: &Ui, scope: &Scope<'_>, columns: &[Column], plot: &PlotTransform, inside: Rect) {
    let middle = |number: usize| {
        let at = PlotPoint::new(number as f64, 0.0);
        plot.position_from_point(&at).x
    };
    let width = middle(1) - middle(0);
    if width < LEAST_ROOM {
        return;
    }
    let format = scope.theme.text.small.elided(width - 6.0);
    for (number, column) in columns.iter().enumerate() {
        let name = lay(ui.ctx(), &column.name(scope), &format);
        let at = pos2(middle(number), inside.bottom() + 4.0);
        let place = Align2::CENTER_TOP.anchor_size(at, name.size());
        name.paint(ui.painter(), place.min, scope.theme.palette.text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_of_the_axis_are_round() {
        for (least, step) in [(0.7, 1.0), (1.2, 2.0), (43.0, 50.0), (6_000.0, 10_000.0)] {
            assert_eq!(round_step(least), step);
        }
        assert_eq!(round_step(f64::NAN), 1.0);
    }
}
