//! How the map looks: its style and projection, the value that units are put in classes by,
//! and how the values lie. The legend itself stands on the map.

use std::sync::Arc;

use egui::accesskit::Role;
use egui::{CornerRadius, Rect, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

use super::direction::key_row_ui;
use super::map::FillStyle;
use super::map_panel::class_fills;
use super::projection_row::{ProjectionDraft, projection_row_ui};
use super::scope::Scope;
use super::text::{combo_ui, tooltip};
use super::theme::Theme;
use crate::app::command::Command;
use crate::app::describe::level_name;
use crate::app::language::Words;
use crate::app::numbers;
use crate::app::thematic::{CLASSES, Choropleth, Class, ClassKind, Classing, Subject, Theming};
use crate::rules::Report;

/// The width of the keys of the rows, in points.
const KEY: f32 = 84.0;
/// The height of the histogram, in points.
const HISTOGRAM: f32 = 44.0;

/// The classes that are shown, and what they were made of.
#[derive(Default)]
pub struct ThematicCache {
    made: Option<(Theming, Option<Arc<Report>>, Arc<Choropleth>)>,
}

impl ThematicCache {
    /// The data changed.
    pub fn clear(&mut self) {
        self.made = None;
    }

    /// The classes that are asked for; made anew where the data or the check is another.
    pub fn choropleth(
        &mut self,
        scope: &Scope<'_>,
        theming: Option<Theming>,
    ) -> Option<&Arc<Choropleth>> {
        let (theming, dataset) = (theming?, scope.dataset()?);
        let report = scope.session()?.findings().report();
        // Of all subjects, only one is read from the check.
        let report = report.filter(|_| theming.subject == Subject::Verdict);
        let is_made = self.made.as_ref().is_some_and(|(of, from, _)| {
            *of == theming
                && match (from, report) {
                    (Some(from), Some(report)) => Arc::ptr_eq(from, report),
                    (None, None) => true,
                    _ => false,
                }
        });
        if !is_made {
            let checked = report.map(Arc::as_ref);
            let made = Choropleth::new(dataset, scope.facts, checked, theming);
            self.made = Some((theming, report.cloned(), Arc::new(made)));
        }
        self.made.as_ref().map(|(_, _, choropleth)| choropleth)
    }
}

/// Draws the section.
pub fn thematic_section_ui(
    ui: &mut Ui,
    scope: &mut Scope<'_>,
    theming: &mut Option<Theming>,
    projection: &mut Option<ProjectionDraft>,
    cache: &mut ThematicCache,
) {
    ui.spacing_mut().item_spacing.y = 4.0;
    ui.add_space(2.0);
    style_ui(ui, scope);
    projection_row_ui(ui, scope, projection, KEY);
    subject_ui(ui, scope, theming);
    if let Some(theming) = theming {
        level_ui(ui, scope, theming);
        if theming.subject != Subject::Verdict {
            classing_ui(ui, scope, theming);
        }
    }
    if let Some(choropleth) = cache.choropleth(scope, *theming) {
        let fills = class_fills(choropleth, &scope.theme.map);
        histogram_ui(ui, scope.words, scope.theme, choropleth, &fills);
    }
    ui.spacing_mut().item_spacing.y = 0.0;
}

/// A row with a key and a box to choose from.
fn choose_ui(ui: &mut Ui, key: &str, choices: &[String], chosen: usize) -> Option<usize> {
    let names: Vec<&str> = choices.iter().map(String::as_str).collect();
    key_row_ui(ui, key, KEY, |ui| {
        combo_ui(ui, key, &names, Some(chosen), ui.available_width())
    })
}

fn style_ui(ui: &mut Ui, scope: &mut Scope<'_>) {
    let language = scope.words.language();
    let names: Vec<String> = (scope.styles.iter())
        .map(|style| style.name(language).to_owned())
        .collect();
    let set = &scope.program.settings().map_style;
    let chosen = scope.styles.iter().position(|style| style.id == *set);
    let made = choose_ui(ui, &scope.text("theme-style"), &names, chosen.unwrap_or(0));
    if let Some(style) = made.and_then(|made| scope.styles.get(made)) {
        scope.command(Command::SetMapStyle(style.id.clone()));
    }
}

fn subject_ui(ui: &mut Ui, scope: &Scope<'_>, theming: &mut Option<Theming>) {
    let subjects = Subject::ALL.map(|subject| subject_name(scope.words, subject));
    let mut names = vec![scope.text("theme-tints")];
    names.extend(subjects);
    let place = |of: &Theming| Subject::ALL.iter().position(|it| *it == of.subject);
    let chosen = theming
        .as_ref()
        .and_then(place)
        .map_or(0, |place| place + 1);
    if let Some(made) = choose_ui(ui, &scope.text("theme-by"), &names, chosen) {
        let subject = made.checked_sub(1).and_then(|it| Subject::ALL.get(it));
        *theming = subject.map(|&subject| {
            let mut of = theming.unwrap_or_default();
            of.subject = subject;
            if !subject.levels().contains(&of.level) {
                of.level = Theming::default().level;
            }
            of
        });
    }
}

fn level_ui(ui: &mut Ui, scope: &Scope<'_>, theming: &mut Theming) {
    let levels = theming.subject.levels().iter().copied();
    let levels: Vec<_> = levels.filter(|it| scope.facts.count(*it) > 0).collect();
    let names: Vec<String> = levels
        .iter()
        .map(|it| level_name(scope.words, *it))
        .collect();
    let chosen = levels.iter().position(|it| *it == theming.level);
    // The data may have no unit of the level.
    if let (None, Some(last)) = (chosen, levels.last()) {
        theming.level = *last;
    }
    let made = choose_ui(ui, &scope.text("theme-level"), &names, chosen.unwrap_or(0));
    if let Some(level) = made.and_then(|made| levels.get(made)) {
        theming.level = *level;
    }
}

fn classing_ui(ui: &mut Ui, scope: &Scope<'_>, theming: &mut Theming) {
    let names = Classing::ALL.map(|it| scope.text(&format!("theme-{}", it.name())));
    let chosen = Classing::ALL.iter().position(|it| *it == theming.classing);
    let made = choose_ui(
        ui,
        &scope.text("theme-classing"),
        &names,
        chosen.unwrap_or(0),
    );
    if let Some(classing) = made.and_then(|made| Classing::ALL.get(made)) {
        theming.classing = *classing;
    }
    let numbers: Vec<u8> = CLASSES.collect();
    let names: Vec<String> = numbers
        .iter()
        .map(|it| scope.count(usize::from(*it)))
        .collect();
    let chosen = numbers.iter().position(|it| *it == theming.classes);
    let made = choose_ui(
        ui,
        &scope.text("theme-classes"),
        &names,
        chosen.unwrap_or(0),
    );
    if let Some(classes) = made.and_then(|made| numbers.get(made)) {
        theming.classes = *classes;
    }
}

/// The unit of a subject's values.
pub(super) fn unit_name(words: &Words, subject: Subject) -> String {
    words.text(&format!("theme-{}-unit", subject.name()))
}

/// What a subject is called.
pub(super) fn subject_name(words: &Words, subject: Subject) -> String {
    words.text(&format!("theme-{}", subject.name()))
}

/// A value of a subject as it is written in legends.
pub(super) fn value_text(words: &Words, subject: Subject, value: f64) -> String {
    let language = words.language();
    match subject {
        Subject::Growth => numbers::signed(language, value, 1),
        Subject::Density | Subject::Area if value.abs() < 100.0 => {
            numbers::decimal(language, value, 1)
        }
        _ => numbers::decimal(language, value, 0),
    }
}

/// What a class is called.
pub(super) fn class_name(words: &Words, subject: Subject, class: &Class) -> String {
    let id = match class.kind {
        ClassKind::Values(from, to) => {
            let value = |value| value_text(words, subject, value);
            return words.with(
                "theme-range",
                &[("from", value(from).into()), ("to", value(to).into())],
            );
        }
        ClassKind::Met => "theme-met",
        ClassKind::Missed => "theme-missed",
        ClassKind::NeedsAuthority => "theme-authority",
        ClassKind::Grandfathered => "theme-grandfathered",
        ClassKind::Undecided => "theme-undecided",
    };
    words.text(id)
}

fn histogram_ui(
    ui: &mut Ui,
    words: &Words,
    theme: &Theme,
    choropleth: &Choropleth,
    fills: &[FillStyle],
) {
    let most = choropleth.histogram.iter().map(|bar| bar.units).max();
    let Some(most) = most.filter(|most| *most > 0) else {
        return;
    };
    let size = vec2(ui.available_width(), HISTOGRAM);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let label = words.text("theme-histogram");
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &label));
    // Values rise from the left in both languages, as on any axis.
    let width = rect.width() / choropleth.histogram.len() as f32;
    let bar_at = |number: usize| {
        let left = rect.left() + width * number as f32;
        egui::Rangef::new(left, left + (width - 1.0).max(1.0))
    };
    for (number, bar) in choropleth.histogram.iter().enumerate() {
        if bar.units == 0 {
            continue;
        }
        let colour = fills.get(usize::from(bar.class)).map(|fill| fill.colour);
        let height = ((rect.height() - 4.0) * bar.units as f32 / most as f32).max(1.0);
        let range = egui::Rangef::new(rect.bottom() - height, rect.bottom());
        let place = Rect::from_x_y_ranges(bar_at(number), range);
        let colour = colour.unwrap_or(theme.palette.text_weak);
        ui.painter().rect_filled(place, CornerRadius::ZERO, colour);
        let line = Stroke::new(0.5, theme.palette.text_weak);
        ui.painter()
            .rect_stroke(place, CornerRadius::ZERO, line, StrokeKind::Inside);
    }
    ui.painter()
        .hline(rect.x_range(), rect.bottom(), theme.hairline());
    let under = response.hover_pos().and_then(|at| {
        let number = ((at.x - rect.left()) / width) as usize;
        choropleth.histogram.get(number)
    });
    if let Some(bar) = under {
        let value = |value| value_text(words, choropleth.of.subject, value);
        #[expect(clippy::cast_possible_wrap, reason = "no list has 2^63 lines")]
        let units = words.integer(bar.units as i64);
        let values = [
            ("from", value(bar.from).into()),
            ("to", value(bar.to).into()),
            ("units", units.into()),
        ];
        tooltip(response, &words.with("theme-bar", &values));
    }
}
