//! Draws what the map shows: the canvas with its highlights, names, marks of findings
//! and the scale bar. Tables of colours, names and marks are made when what they depend
//! on changes, not in frames that pan.

use std::sync::Arc;

use egui::{Align2, Color32, Painter, Rect, Ui, vec2};

use super::colours::{line_style, map_colours, mark_colours, show_ground};
use super::hit::on_screen;
use super::names::{CLASSES, labels, style_of};
use super::names_in_sight::names_in_sight;
use super::{MapContext, MapPanel};
use crate::app::clock::today;
use crate::app::describe::unit_name;
use crate::app::language::{Language, isolated};
use crate::app::thematic::Choropleth;
use crate::model::{Dataset, TriageMap};
use crate::rules::{FindingKey, Report, Severity, Standing, Verdict, standing};
use crate::window::map::{
    Highlight, LabelInput, MapColours, MapView, Mark, MarkCluster, MarkColours, MarkKind,
    cluster_marks, paint_cluster, paint_mark, paint_scale_bar, scale_bar,
};
use crate::window::text::{Format, galley_for_label, lay};
use crate::window::theme::{LabelStyle, Theme};
use crate::window::view_state::{Levels, Target};

/// The longest scale bar, in points.
const LONGEST_BAR: f32 = 150.0;
/// From the edges of the map to what stands in its corners, in points.
pub(super) const EDGE: f32 = 16.0;

/// What names depend on.
#[derive(PartialEq)]
struct NamesKey {
    version: u64,
    language: Language,
    levels: Levels,
}

/// Everything that is made once for many frames.
#[derive(Default)]
pub(super) struct Looks {
    theme: Option<Arc<Theme>>,
    levels: Option<Levels>,
    /// Whether pictures of the ground lie beneath.
    has_ground: bool,
    choropleth: Option<Arc<Choropleth>>,
    /// The scene whose fills have the classes of the choropleth.
    coloured: Option<u64>,
    colours: Arc<MapColours>,
    /// Those of the small map in the corner.
    pub overview: Option<Arc<MapColours>>,
    marks_colours: Option<MarkColours>,
    names_key: Option<NamesKey>,
    labels: Arc<[LabelInput]>,
    report: Option<Arc<Report>>,
    triage: TriageMap,
    marks: Vec<Mark>,
    clusters_of: Option<MapView>,
    /// Whether the marks, as they are, were shown when names were told of them.
    obstacles_of: Option<bool>,
    /// The marks in sight.
    pub clusters: Vec<MarkCluster>,
}

/// Whether two are one and the same, or neither is there.
fn same<T>(one: Option<&Arc<T>>, other: Option<&Arc<T>>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => Arc::ptr_eq(one, other),
        (None, None) => true,
        _ => false,
    }
}

impl Looks {
    fn follow_theme(&mut self, theme: &Arc<Theme>, context: &MapContext<'_>) {
        let levels = context.levels;
        let same_theme = self
            .theme
            .as_ref()
            .is_some_and(|known| known.map == theme.map);
        let same_classes = same(self.choropleth.as_ref(), context.choropleth);
        let mut sheets = context.snapshot.dataset.sheets.keys();
        let has_sheet = sheets.any(|key| !context.sheet.hidden.contains(&key));
        let has_ground = has_sheet || !context.tiles.is_empty();
        let same_ground = self.has_ground == has_ground;
        if same_theme && same_classes && same_ground && self.levels.as_ref() == Some(levels) {
            return;
        }
        self.has_ground = has_ground;
        let choropleth = context.choropleth.map(Arc::as_ref);
        let mut colours = map_colours(theme, levels, choropleth);
        if has_ground {
            show_ground(&mut colours, theme.map.label_halo);
        }
        self.colours = Arc::new(colours);
        if !same_classes {
            self.choropleth = context.choropleth.cloned();
            self.coloured = None;
        }
        self.overview = None;
        if !same_theme {
            // Sizes and scales of names are the style's.
            self.names_key = None;
        }
        self.marks_colours = Some(mark_colours(theme));
        self.theme = Some(Arc::clone(theme));
        self.levels = Some(levels.clone());
    }

    fn follow_report(&mut self, context: &MapContext<'_>) {
        let is_same = same(self.report.as_ref(), context.report);
        let triage = &context.snapshot.dataset.triage;
        if is_same && self.triage.ptr_eq(triage) {
            return;
        }
        self.report = context.report.cloned();
        self.triage = triage.clone();
        self.marks = context
            .report
            .map(|report| marks(&context.snapshot.dataset, report))
            .unwrap_or_default();
        self.clusters_of = None;
        self.obstacles_of = None;
    }

    fn cluster(&mut self, view: &MapView) {
        if self.clusters_of.as_ref() != Some(view) {
            self.clusters = cluster_marks(&self.marks, view);
            self.clusters_of = Some(*view);
        }
    }

    /// The finding that pressing a cluster chooses: the one after the selected one in it.
    pub fn next_finding(
        &self,
        cluster: &MarkCluster,
        context: &MapContext<'_>,
    ) -> Option<FindingKey> {
        let findings = &context.report?.findings;
        let key = |mark: &u32| findings.get(*mark as usize).map(|finding| &finding.key);
        let selected = cluster
            .keys
            .iter()
            .position(|mark| key(mark) == context.finding);
        let next = selected.map_or(0, |place| (place + 1) % cluster.keys.len().max(1));
        cluster.keys.get(next).and_then(key).cloned()
    }
}

/// The findings that have a place and that someone can do something about: not those
/// that were accepted.
fn marks(dataset: &Dataset, report: &Report) -> Vec<Mark> {
    let today = today();
    let findings = report.findings.iter().enumerate();
    findings
        .filter(|(_, finding)| finding.verdict != Some(Verdict::NotDecidable))
        .filter(|(_, finding)| standing(dataset, finding, today) != Standing::Accepted)
        .filter_map(|(number, finding)| {
            let at = finding.place.as_ref()?.at;
            let kind = match finding.severity {
                Severity::Error => MarkKind::Error,
                Severity::Warning => MarkKind::Warning,
                Severity::Note => MarkKind::Note,
            };
            Some(Mark {
                key: u32::try_from(number).ok()?,
                kind,
                at: [at.x, at.y],
            })
        })
        .collect()
}

impl MapPanel {
    /// Draws land, borders, points and names.
    pub(super) fn draw(&mut self, ui: &Ui, context: &MapContext<'_>) {
        let theme = Theme::of(ui.ctx());
        self.looks.follow_theme(&theme, context);
        self.colour_units(context);
        self.draw_finding(context);
        let snapshot = context.snapshot;
        self.selected
            .of(snapshot, &self.model, context.selection.unit());
        let hovered = self.hovered_unit(context);
        self.hovered.of(snapshot, &self.model, hovered);
        let mut highlights = Vec::new();
        if self.hovered.unit.is_some() && self.hovered.unit != self.selected.unit {
            highlights.push(Highlight {
                fills: self.hovered.fills.clone(),
                fill_colour: theme.map.hover_fill,
                lines: self.hovered.lines.clone(),
                line: line_style(&theme.map.hover),
            });
        }
        for target in &context.selection.more {
            if let Target::Unit(unit) = target {
                let outline = self.group.entry(*unit).or_default();
                outline.of(snapshot, &self.model, Some(*unit));
                highlights.push(Highlight {
                    fills: outline.fills.clone(),
                    fill_colour: theme.map.selected_fill,
                    lines: outline.lines.clone(),
                    line: line_style(&theme.map.selected),
                });
            }
        }
        // Its outline as it is would lie over what a chosen way makes of it.
        if self.selected.unit.is_some() && context.preview.is_none() {
            highlights.push(Highlight {
                fills: self.selected.fills.clone(),
                fill_colour: theme.map.selected_fill,
                lines: self.selected.lines.clone(),
                line: line_style(&theme.map.selected),
            });
        }
        let painter = ui.painter_at(self.view.rect());
        self.draw_rasters(&painter, context);
        self.draw_sheets(&painter, context);
        self.canvas
            .paint(&painter, &self.view, &self.looks.colours, &highlights);
        self.draw_references(&painter, context, &theme);
        self.draw_markers(&painter, context, &theme);
        self.draw_graticule(&painter, context, &theme);
        self.draw_names(&painter, context, &theme);
    }

    /// Gives the fills of the scene the classes of what units are coloured by.
    fn colour_units(&mut self, context: &MapContext<'_>) {
        if self.looks.coloured == Some(self.names_version) {
            return;
        }
        self.looks.coloured = Some(self.names_version);
        let choropleth = context.choropleth.cloned();
        let classes = self.model.colour(&context.snapshot.dataset, choropleth);
        self.canvas.set_fill_classes(classes);
    }

    /// The unit whose outline follows the pointer: the lowest of a visible level.
    fn hovered_unit(&self, context: &MapContext<'_>) -> Option<crate::model::UnitKey> {
        if self.moving.is_some() {
            return None;
        }
        let dataset = &context.snapshot.dataset;
        let level = |key| dataset.units.get(key).map(|unit| unit.level);
        self.stack
            .iter()
            .copied()
            .find(|key| level(*key).is_some_and(|level| context.levels.visible.contains(&level)))
    }

    fn draw_names(&mut self, painter: &Painter, context: &MapContext<'_>, theme: &Theme) {
        let language = context.words.language();
        let is_same = self.looks.names_key.as_ref().is_some_and(|key| {
            key.version == self.names_version
                && key.language == language
                && key.levels == *context.levels
        });
        if !is_same {
            self.looks.labels = labels(&self.names, context.words, context.levels, &theme.map);
            self.placer.set_labels(Arc::clone(&self.looks.labels));
            self.looks.names_key = Some(NamesKey {
                version: self.names_version,
                language,
                levels: context.levels.clone(),
            });
        }
        let ctx = painter.ctx();
        let formats: Vec<(Format, Color32)> = CLASSES
            .map(|class| format_of(style_of(&theme.map, class)))
            .collect();
        let plain = (Format::new(11.0), theme.map.scale_bar);
        let format = |class: u8| formats.get(usize::from(class)).copied().unwrap_or(plain);
        let mut measure = |text: &str, class: u8| size_of(&lines_of(ctx, text, &format(class).0));
        self.looks.follow_report(context);
        let shown = context.levels.marks;
        if self.looks.obstacles_of != Some(shown) {
            self.looks.obstacles_of = Some(shown);
            let marks = self.looks.marks.iter().map(|mark| mark.at);
            self.placer.set_obstacles(marks.filter(|_| shown));
        }
        let (snapshot, levels) = (context.snapshot, context.levels);
        let in_sight = || names_in_sight(snapshot, &self.view, levels);
        let most = self.most_measured;
        let placed = (self.placer).place(&self.view, &mut measure, most, &in_sight);
        if self.placer.waits() {
            ctx.request_repaint();
        }
        let around = theme.map.label_halo_width * 0.7;
        for placed in placed {
            let Some(label) = self.placer.label(placed.label) else {
                continue;
            };
            if self
                .plates
                .iter()
                .any(|plate| plate.intersects(placed.rect))
            {
                continue;
            }
            let (format, own) = format(label.class);
            // On strong tints a weak colour is lost.
            let is_strong = context.choropleth.is_some();
            let colour = if is_strong {
                theme.map.province_label.colour
            } else {
                own
            };
            let lines = lines_of(ctx, &label.text, &format);
            let mut top = placed.rect.center_top();
            let places: Vec<egui::Pos2> = lines
                .iter()
                .map(|line| {
                    let at = top - vec2(line.size().x / 2.0, 0.0);
                    top.y += line.size().y * LINE_STEP;
                    at
                })
                .collect();
            let halos = [(-1.0, -1.0), (1.0, -1.0), (-1.0, 1.0), (1.0, 1.0)];
            for (line, &at) in lines.iter().zip(&places) {
                for (right, down) in halos {
                    let beside = at + vec2(right, down) * around;
                    let halo = theme.map.label_halo;
                    painter.galley_with_override_text_color(beside, Arc::clone(line), halo);
                }
            }
            for (line, at) in lines.into_iter().zip(places) {
                painter.galley(at, line, colour);
            }
        }
    }

    /// Draws what stands over the map: marks, scale bar, what is being moved, progress.
    pub(super) fn draw_over(&mut self, ui: &mut Ui, context: &MapContext<'_>) {
        let theme = Theme::of(ui.ctx());
        let painter = ui.painter_at(self.view.rect());
        let colours = self
            .looks
            .marks_colours
            .unwrap_or_else(|| mark_colours(&theme));
        self.draw_selected_settlements(&painter, context, &theme);
        self.draw_marks(&painter, context, &colours);
        if let Some(drawn) = self.drawn_box(ui) {
            let stroke = egui::Stroke::new(1.2, theme.palette.accent);
            painter.rect_filled(drawn, 0.0, theme.map.hover_fill);
            painter.rect_stroke(drawn, 0.0, stroke, egui::StrokeKind::Middle);
        }
        self.plates.clear();
        self.draw_scale_bar(&painter, context, &colours, &theme);
        self.draw_stack(&painter, context, &theme);
        self.draw_north(&painter, context, &colours);
        self.draw_legend(ui, context, &theme);
        self.draw_overview(ui, context, &theme);
        self.draw_preview(ui, &painter, context, &theme);
        self.draw_panels(ui, context, &theme);
    }

    fn draw_marks(&mut self, painter: &Painter, context: &MapContext<'_>, colours: &MarkColours) {
        self.looks.follow_report(context);
        let place = self.selected_place(context);
        // What a chosen way changes is drawn in place of what is wrong.
        if let Some(place) = place.filter(|_| context.preview.is_none()) {
            let red = egui::Stroke::new(1.6, colours.error);
            for line in &place.outline {
                let points = line.iter().map(|at| on_screen(&self.view, *at)).collect();
                painter.line(points, red);
            }
        }
        if !context.levels.marks {
            return;
        }
        self.looks.cluster(&self.view);
        let font = egui::FontId::proportional(10.0);
        let finding_of = |mark: &u32| context.report?.findings.get(*mark as usize);
        let mut is_drawn = false;
        for cluster in &self.looks.clusters {
            let is_selected = |mark: &u32| {
                let finding = finding_of(mark);
                context.finding.is_some() && finding.map(|finding| &finding.key) == context.finding
            };
            let is_selected = cluster.keys.iter().any(is_selected);
            is_drawn |= is_selected;
            let count = context.words.integer(cluster.keys.len() as i64);
            paint_cluster(painter, cluster, &count, font.clone(), colours, is_selected);
        }
        // A selected note or undecided finding has no mark of its own.
        if let Some(place) = place.filter(|_| !is_drawn) {
            let at = on_screen(&self.view, place.at);
            paint_mark(painter, at, MarkKind::Note, colours, true);
        }
    }

    /// At the bottom where lines end, so that it is read last; on a ground of its own, as
    /// names run under it.
    fn draw_scale_bar(
        &mut self,
        painter: &Painter,
        context: &MapContext<'_>,
        colours: &MarkColours,
        theme: &Theme,
    ) {
        let (length, metres) = scale_bar(&self.view, LONGEST_BAR);
        let corner = self.view.rect().left_bottom();
        let left_end = corner + vec2(EDGE, -EDGE);
        let words = context.words.length(metres);
        let galley = galley_for_label(painter.ctx(), &words, &Format::new(11.5));
        let size = galley.size();
        let at = left_end + vec2((length - size.x) / 2.0, -size.y - 5.0);
        let bar = Rect::from_two_pos(left_end, left_end + vec2(length, -5.0));
        let ground = bar.union(Rect::from_min_size(at, size));
        let plate = ground.expand2(vec2(8.0, 4.0));
        self.plates.push(plate);
        paint_plate(painter, plate, theme);
        paint_scale_bar(painter, left_end, length, colours);
        painter.galley(at, galley, colours.ink);
    }

    /// The names of the stack under the pointer, highest first, in the other corner.
    fn draw_stack(&mut self, painter: &Painter, context: &MapContext<'_>, theme: &Theme) {
        if self.stack.is_empty() || self.moving.is_some() {
            return;
        }
        let names: Vec<String> = self
            .stack
            .iter()
            .rev()
            .map(|unit| {
                let dataset = &context.snapshot.dataset;
                // Each by itself: a row of Persian names would run from the right in English.
                isolated(&unit_name(context.words, dataset, *unit))
            })
            .collect();
        let arrow = if theme.is_right_to_left() {
            " ‹ "
        } else {
            " › "
        };
        let laid = lay(painter.ctx(), &names.join(arrow), &theme.text.small);
        let corner = self.view.rect().right_bottom();
        let rect = Align2::RIGHT_BOTTOM.anchor_size(
            corner - vec2(EDGE, EDGE - 6.0),
            laid.size() + vec2(16.0, 8.0),
        );
        self.plates.push(rect);
        paint_plate(painter, rect, theme);
        laid.paint(painter, rect.min + vec2(8.0, 4.0), theme.palette.text_weak);
    }
}

/// A quiet ground for text over the map.
pub(in crate::window) fn paint_plate(painter: &Painter, rect: Rect, theme: &Theme) {
    let corner = egui::CornerRadius::same(theme.sizes.corner);
    painter.rect(
        rect,
        corner,
        theme.palette.popup.gamma_multiply(0.94),
        theme.hairline(),
        egui::StrokeKind::Inside,
    );
}

/// From line to line of a name, as a share of a line's height.
const LINE_STEP: f32 = 0.82;

/// A name laid out, each of its lines by itself.
fn lines_of(ctx: &egui::Context, text: &str, format: &Format) -> Vec<Arc<egui::Galley>> {
    let lines = text.lines();
    lines
        .map(|line| galley_for_label(ctx, line, format))
        .collect()
}

fn size_of(lines: &[Arc<egui::Galley>]) -> egui::Vec2 {
    let widths = lines.iter().map(|line| line.size().x);
    let mut heights = lines.iter().map(|line| line.size().y);
    let last = heights.next_back().unwrap_or(0.0);
    let above: f32 = heights.map(|height| height * LINE_STEP).sum();
    vec2(widths.fold(0.0, f32::max), above + last)
}

pub(super) fn format_of(style: &LabelStyle) -> (Format, Color32) {
    let format = Format::new(style.size);
    let format = if style.is_bold { format.bold() } else { format };
    (format, style.colour)
}
