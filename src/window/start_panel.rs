//! The panel at the start side: the levels with their lines and switches, the layers
//! that the data came from, and the tree of units.

use egui::accesskit::Role;
use egui::{
    Color32, CornerRadius, Pos2, Rect, ScrollArea, Sense, Stroke, Ui, UiBuilder, WidgetInfo, vec2,
};

use super::caches::Caches;
use super::direction::Flow;
use super::icons::icons::{
    ICON_ARROW_DROP_DOWN, ICON_CHEVRON_RIGHT, ICON_GRID_ON, ICON_LEGEND_TOGGLE,
    ICON_PICTURE_IN_PICTURE, ICON_VISIBILITY, ICON_VISIBILITY_OFF,
};
use super::map_panel::paint_border;
use super::references_section::references_ui;
use super::scope::Scope;
use super::text::{heading_ui, lay, paint_icon, tooltip};
use super::thematic_section::thematic_section_ui;
use super::theme::{BorderStyle, MapStyle, PointShape, PointStyle, Theme};
use super::tree::tree_ui;
use super::view_state::{Levels, SheetDraft, ViewState};
use crate::app::describe::level_name;
use crate::model::Level;

/// Below this height, in points, the sections scroll together: each by itself would leave
/// the tree no row.
const SHORT: f32 = 400.0;

/// What the other headings, the search and five rows of the tree take, in points.
const BELOW_LEVELS: f32 = 226.0;

/// What is below the section of colours at least, in points: two headings, the search and
/// three rows of the tree.
const BELOW_COLOURS: f32 = 176.0;

/// The height of the tree with its search where all scrolls together, in points.
const SHORT_TREE: f32 = 220.0;

/// Draws the panel.
pub fn start_panel_ui(
    ui: &mut Ui,
    scope: &mut Scope<'_>,
    view: &mut ViewState,
    caches: &mut Caches,
) {
    ui.spacing_mut().item_spacing.y = 0.0;
    if ui.available_height() >= SHORT {
        sections_ui(ui, scope, view, caches, false);
        tree_ui(ui, scope, view, &mut caches.tree, &caches.search);
        return;
    }
    let least = ui.available_height();
    ScrollArea::vertical()
        .id_salt("start-panel")
        .auto_shrink(false)
        .show(ui, |ui| {
            sections_ui(ui, scope, view, caches, true);
            // Folded sections leave it more.
            let height = (least - ui.min_rect().height()).max(SHORT_TREE);
            let (rect, _) =
                ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::empty());
            let room = UiBuilder::new().max_rect(rect);
            ui.scope_builder(room, |ui| {
                tree_ui(ui, scope, view, &mut caches.tree, &caches.search);
            });
        });
}

/// Draws what is above the tree; `is_short` where it scrolls with the tree.
fn sections_ui(
    ui: &mut Ui,
    scope: &mut Scope<'_>,
    view: &mut ViewState,
    caches: &mut Caches,
    is_short: bool,
) {
    let folds = &mut view.folds;
    fold_ui(ui, &scope.text("panel-levels"), None, &mut folds.levels);
    if folds.levels && is_short {
        levels_ui(ui, scope, &mut view.levels);
    } else if folds.levels {
        let height = ui.available_height();
        let most = (height * 0.55).min(height - BELOW_LEVELS).max(120.0);
        ScrollArea::vertical()
            .id_salt("levels")
            .max_height(most)
            .auto_shrink([false, true])
            .show(ui, |ui| levels_ui(ui, scope, &mut view.levels));
    }
    ui.add_space(6.0);
    let colours = &mut view.folds.colours;
    fold_ui(ui, &scope.text("panel-colours"), None, colours);
    if *colours {
        if is_short {
            display_ui(ui, scope, view, caches);
        } else {
            let most = (ui.available_height() - BELOW_COLOURS).max(96.0);
            ScrollArea::vertical()
                .id_salt("colours")
                .max_height(most)
                .auto_shrink([false, true])
                .show(ui, |ui| display_ui(ui, scope, view, caches));
        }
    }
    ui.add_space(6.0);
    let layers = scope.dataset().map_or(0, |dataset| dataset.layers.len());
    if layers > 0 {
        let folds = &mut view.folds;
        let count = scope.count(layers);
        fold_ui(
            ui,
            &scope.text("panel-layers"),
            Some(&count),
            &mut folds.layers,
        );
        if folds.layers {
            layers_ui(ui, scope, &mut view.drafts.sheet);
        }
    }
    ui.add_space(6.0);
    heading_ui(ui, &scope.text("panel-units"));
    ui.add_space(4.0);
}

/// How the map looks, and what stands around it.
fn display_ui(ui: &mut Ui, scope: &mut Scope<'_>, view: &mut ViewState, caches: &mut Caches) {
    let (theming, projection) = (&mut view.theming, &mut view.projection);
    thematic_section_ui(ui, scope, theming, projection, &mut caches.thematic);
    let levels = &mut view.levels;
    switch_ui(ui, scope, "levels-graticule", &mut levels.graticule);
    switch_ui(ui, scope, "levels-legend", &mut levels.legend);
    switch_ui(ui, scope, "levels-overview", &mut levels.overview);
}

/// The levels that there are with their switches, and what else the map shows.
fn levels_ui(ui: &mut Ui, scope: &Scope<'_>, levels: &mut Levels) {
    for level in Level::ALL {
        if scope.facts.count(level) > 0 {
            level_ui(ui, scope, levels, level);
        }
    }
    switch_ui(ui, scope, "levels-labels", &mut levels.labels);
    switch_ui(ui, scope, "levels-marks", &mut levels.marks);
}

/// The heading of a section that opens and closes, with a count at its end while closed.
fn fold_ui(ui: &mut Ui, title: &str, count: Option<&str>, is_open: &mut bool) {
    let theme = Theme::of(ui.ctx());
    let flow = Flow::of(ui);
    let palette = &theme.palette;
    let size = vec2(ui.available_width(), 24.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, *is_open, title));
    let active = response.hovered() || response.has_focus();
    let colour = if active {
        palette.text
    } else {
        palette.text_weak
    };
    let laid = lay(ui.ctx(), title, &theme.text.heading);
    paint_at(ui, &laid, flow.strip(rect, 0.0, laid.size().x), colour);
    let arrow = flow.strip(rect, laid.size().x + 4.0, 14.0);
    let icon = if *is_open {
        ICON_ARROW_DROP_DOWN
    } else {
        ICON_CHEVRON_RIGHT
    };
    let side = if *is_open { 18.0 } else { 14.0 };
    paint_icon(ui.painter(), arrow.center(), icon, side, colour);
    if let Some(count) = count.filter(|_| !*is_open) {
        let count = lay(ui.ctx(), count, &theme.text.small.tabular());
        paint_at(
            ui,
            &count,
            flow.cut_end(rect, count.size().x).0,
            palette.text_weak,
        );
    }
    if response.clicked() {
        *is_open = !*is_open;
    }
}

/// A row with a sample, a name, a count, and an eye that shows whether it is drawn.
struct LevelRow<'a> {
    name: &'a str,
    label: &'a str,
    count: &'a str,
    is_visible: bool,
}

impl LevelRow<'_> {
    fn show_ui(&self, ui: &mut Ui, sample: impl FnOnce(&Ui, &Theme, Rect)) -> bool {
        let theme = Theme::of(ui.ctx());
        let flow = Flow::of(ui);
        let palette = &theme.palette;
        let size = vec2(ui.available_width(), 24.0);
        let (rect, response) = ui.allocate_exact_size(size, Sense::click());
        response.widget_info(|| {
            WidgetInfo::selected(Role::CheckBox, true, self.is_visible, self.label)
        });
        let active = response.hovered() || response.has_focus();
        if active {
            ui.painter()
                .rect_filled(rect, CornerRadius::same(4), palette.hover);
        }
        let (place, rest) = flow.cut_start(rect, 36.0);
        sample(ui, &theme, place);
        let mut room = flow.cut_start(rest, 10.0).1;
        let colour = if self.is_visible {
            palette.text
        } else {
            palette.text_disabled
        };
        let (eye, left) = flow.cut_end(room, 20.0);
        if active || !self.is_visible {
            let icon = if self.is_visible {
                ICON_VISIBILITY
            } else {
                ICON_VISIBILITY_OFF
            };
            paint_icon(ui.painter(), eye.center(), icon, 16.0, palette.text_weak);
        } else {
            let count = lay(ui.ctx(), self.count, &theme.text.small.tabular());
            let end = flow.cut_end(room, count.size().x).0;
            paint_at(ui, &count, end, palette.text_weak);
        }
        room = left;
        let name = lay(
            ui.ctx(),
            self.name,
            &theme.text.body.elided(room.width().max(8.0)),
        );
        paint_at(ui, &name, flow.strip(room, 0.0, name.size().x), colour);
        let clicked = response.clicked();
        tooltip(response, self.label);
        clicked
    }
}

fn paint_at(ui: &Ui, laid: &super::text::Laid, place: Rect, colour: Color32) {
    let top = (place.center().y - laid.size().y / 2.0).round();
    laid.paint(ui.painter(), Pos2::new(place.left(), top), colour);
}

fn level_ui(ui: &mut Ui, scope: &Scope<'_>, levels: &mut Levels, level: Level) {
    let name = level_name(scope.words, level);
    let is_visible = levels.visible.contains(&level);
    let id = if is_visible {
        "levels-hide"
    } else {
        "levels-show"
    };
    let row = LevelRow {
        label: &scope.with(id, &[("level", name.as_str().into())]),
        name: &name,
        count: &scope.count(scope.facts.count(level)),
        is_visible,
    };
    let clicked = row.show_ui(ui, |ui, theme, place| {
        let share = if is_visible { 1.0 } else { 0.35 };
        match line_of(&theme.map, level) {
            Some(style) => paint_border(ui.painter(), place, style, share),
            None => point_sample(ui, place, point_of(&theme.map, level), share),
        }
    });
    if clicked && !levels.visible.remove(&level) {
        levels.visible.insert(level);
    }
}

fn switch_ui(ui: &mut Ui, scope: &Scope<'_>, id: &str, value: &mut bool) {
    let name = scope.text(id);
    let row = LevelRow {
        name: &name,
        label: &name,
        count: "",
        is_visible: *value,
    };
    let icon = match id {
        "levels-graticule" => Some(ICON_GRID_ON),
        "levels-legend" => Some(ICON_LEGEND_TOGGLE),
        "levels-overview" => Some(ICON_PICTURE_IN_PICTURE),
        _ => None,
    };
    let is_labels = id == "levels-labels";
    let clicked = row.show_ui(ui, |ui, theme, place| {
        if let Some(icon) = icon {
            let colour = theme.palette.text_weak;
            paint_icon(ui.painter(), place.center(), icon, 16.0, colour);
        } else if is_labels {
            let sample = lay(
                ui.ctx(),
                &scope.text("levels-labels-sample"),
                &theme.text.small,
            );
            let at = Rect::from_center_size(place.center(), sample.size());
            sample.paint(ui.painter(), at.min, theme.palette.text_weak);
        } else {
            super::text::paint_severity(
                ui.painter(),
                place.center(),
                4.5,
                super::theme::Severity::Error,
                None,
            );
        }
    });
    if clicked {
        *value = !*value;
    }
}

fn line_of(map: &MapStyle, level: Level) -> Option<&BorderStyle> {
    match level {
        Level::Province => Some(&map.province),
        Level::County => Some(&map.county),
        Level::District => Some(&map.district),
        Level::RuralDistrict => Some(&map.rural_district),
        Level::City => Some(&map.city),
        Level::Village | Level::Farm | Level::Place => None,
    }
}

fn point_of(map: &MapStyle, level: Level) -> &PointStyle {
    match level {
        Level::Village => &map.village_points[1],
        Level::Farm => &map.farm_point,
        _ => &map.place_point,
    }
}

fn point_sample(ui: &Ui, place: Rect, style: &PointStyle, share: f32) {
    let colour = style.colour.gamma_multiply(share);
    let at = place.center();
    match style.shape {
        PointShape::Disc => {
            ui.painter().circle_filled(at, style.radius, colour);
        }
        _ => {
            let stroke = Stroke::new(1.0, colour);
            ui.painter().circle_stroke(at, style.radius, stroke);
        }
    }
}

/// The layers that are looked at beside the data, and the files that it came from.
fn layers_ui(ui: &mut Ui, scope: &mut Scope<'_>, sheets: &mut SheetDraft) {
    let Some(dataset) = scope.dataset() else {
        return;
    };
    if dataset.layers.is_empty() {
        return;
    }
    let theme = scope.theme;
    let flow = Flow::of(ui);
    ScrollArea::vertical()
        .id_salt("layers")
        .max_height(132.0)
        .auto_shrink([false, true])
        .show(ui, |ui| {
            references_ui(ui, scope, sheets);
            for (_, layer) in dataset.layers.iter() {
                let size = vec2(ui.available_width(), 24.0);
                let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
                response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, &layer.name));
                let count = scope.count(layer.features.len());
                let count = lay(ui.ctx(), &count, &theme.text.small.tabular());
                let (end, rest) = flow.cut_end(rect, count.size().x);
                paint_at(ui, &count, end, theme.palette.text_weak);
                let room = flow.cut_end(rest, 8.0).1;
                let shown = match &layer.mapping.party {
                    Some(party) => scope.with(
                        "layer-of-party",
                        &[
                            ("layer", layer.name.as_str().into()),
                            ("party", party.as_str().into()),
                        ],
                    ),
                    None => layer.name.clone(),
                };
                let format = theme.text.body.elided(room.width().max(8.0));
                let name = lay(ui.ctx(), &shown, &format);
                let place = flow.strip(room, 0.0, name.size().x);
                paint_at(ui, &name, place, theme.palette.text);
                let crs = super::say::crs_name(scope.words, Some(&layer.crs));
                let file = crate::app::language::left_to_right(&layer.file);
                tooltip(response, &format!("{file}\n{crs}"));
            }
        });
}
