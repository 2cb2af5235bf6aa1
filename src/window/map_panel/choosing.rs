//! Choosing on the map: what lies in a box or a lasso, borders to say something of, and
//! where settlements and markers are placed.

use std::sync::Arc;

use egui::{
    CursorIcon, Key, Modifiers, Painter, PointerButton, Pos2, Response, Shape, Stroke, Ui, pos2,
};

use super::colours::mark_colours;
use super::hit::{border_at, has_keys, on_screen, position_at, settlement_at};
use super::{MapContext, MapEvent, MapPanel};
use crate::edit::rounded;
use crate::files::ReferenceLayer;
use crate::model::{BorderKey, Dataset, Extent, Land, Position, UnitKey};
use crate::tools::{Region, RegionForm};
use crate::window::theme::Theme;
use crate::window::view_state::{Target, Tool};

/// How near the pointer has to be to a border to choose it, in points.
const REACH: f32 = 9.0;
/// The most vertices that a region chooses: more are no gesture of a hand.
const MOST_VERTICES: usize = 2_000;
/// The most things that a region selects.
const MOST_SELECTED: usize = 5_000;
/// How far around chosen borders lines are looked for to follow, in degrees.
const AROUND_DEG: f64 = 0.05;

/// The lines that chosen borders can be aligned to, as they were looked up.
pub(super) struct Followed {
    borders: Vec<BorderKey>,
    references: Vec<Arc<ReferenceLayer>>,
    lines: Arc<[Vec<Position>]>,
}

impl MapPanel {
    /// Ctrl and the pointer draw a box, with Alt a lasso: what lies in it is chosen.
    /// Returns whether the pointer belongs to it.
    pub(super) fn choose_region(
        &mut self,
        ui: &Ui,
        response: &Response,
        context: &MapContext<'_>,
        events: &mut Vec<MapEvent>,
    ) -> bool {
        let chooses = match context.tool {
            Tool::Select => true,
            Tool::MoveVertex => context.editing,
            _ => false,
        };
        if !chooses {
            self.region = None;
            return false;
        }
        let modifiers = ui.input(|input| input.modifiers);
        if response.drag_started_by(PointerButton::Primary)
            && modifiers.command
            && let Some(origin) = ui.input(|input| input.pointer.press_origin())
        {
            let form = if modifiers.alt {
                RegionForm::Lasso
            } else {
                RegionForm::Box
            };
            self.region = Some(Region::begin(form, position_at(&self.view, origin)));
        }
        let view = self.view;
        let Some(region) = &mut self.region else {
            return false;
        };
        if let Some(pointer) = response.interact_pointer_pos()
            && let Some(&first) = region.ring().first()
        {
            let from = on_screen(&view, first);
            let beside = [pos2(from.x, pointer.y), pos2(pointer.x, from.y)];
            let beside = beside.map(|corner| position_at(&view, corner));
            region.draw(position_at(&view, pointer), beside);
        }
        if response.drag_stopped()
            && let Some(region) = self.region.take()
        {
            if context.tool == Tool::MoveVertex {
                let dataset = &context.snapshot.dataset;
                let near = region.extent().into_iter();
                let near = near.flat_map(|extent| context.snapshot.index.borders_near(extent));
                let vertices = near
                    .filter_map(|key| dataset.borders.get(key))
                    .flat_map(|border| border.line.iter().copied());
                let inside = vertices.filter(|&at| region.holds(at)).take(MOST_VERTICES);
                self.chosen.add(inside);
            } else {
                events.push(MapEvent::SelectAll(self.things_in(context, &region)));
            }
        }
        true
    }

    /// The settlements of a region that are drawn at this scale; where none are, the units
    /// that lie in it wholly, of the selected unit's level or else the lowest that is shown.
    fn things_in(&self, context: &MapContext<'_>, region: &Region) -> Vec<Target> {
        let Some(extent) = region.extent() else {
            return Vec::new();
        };
        let (snapshot, dataset) = (context.snapshot, &context.snapshot.dataset);
        let is_drawn = |at: Position| {
            let pointer = on_screen(&self.view, at);
            settlement_at(snapshot, &self.view, pointer, context.levels).is_some()
        };
        let mut settlements: Vec<Target> = snapshot
            .index
            .settlements_near(extent)
            .filter(|&key| {
                let at = dataset.settlements.get(key).and_then(|it| it.position);
                at.is_some_and(|at| region.holds(at) && is_drawn(at))
            })
            .take(MOST_SELECTED)
            .map(Target::Settlement)
            .collect();
        settlements.sort_unstable();
        if !settlements.is_empty() {
            return settlements;
        }
        let level_of = |unit: UnitKey| dataset.units.get(unit).map(|unit| unit.level);
        let wanted = context.selection.unit().and_then(level_of);
        let visible = |level| context.levels.visible.contains(&level);
        let mut inside: Vec<UnitKey> = snapshot
            .index
            .units_near(extent)
            .filter(|&key| lies_in(dataset, key, region))
            .collect();
        if let Some(wanted) = wanted {
            // A unit above is chosen where all of its leaves are.
            let mut above: Vec<UnitKey> = inside
                .iter()
                .filter_map(|&leaf| dataset.ancestor_at(leaf, wanted))
                .collect();
            above.sort_unstable();
            above.dedup();
            above.retain(|&key| {
                let leaves = crate::topology::unit_leaves(dataset, key);
                leaves.iter().all(|leaf| inside.contains(leaf))
            });
            inside = above;
        } else {
            inside.retain(|&key| level_of(key).is_some_and(visible));
        }
        inside.sort_unstable();
        inside.into_iter().map(Target::Unit).collect()
    }

    /// The lines beside chosen borders that they can be aligned to: those of reference layers
    /// or, where none is shown, outlines that lie over the coverage and polygons of units
    /// above, as they came.
    /// They are looked up once for a choice and a state of the data.
    pub fn lines_to_follow(
        &mut self,
        context: &MapContext<'_>,
        borders: &[BorderKey],
    ) -> Arc<[Vec<Position>]> {
        if let Some(known) = &self.followed
            && known.borders == borders
            && known.references.len() == context.references.len()
            && (known.references.iter())
                .zip(context.references)
                .all(|(one, other)| Arc::ptr_eq(one, other))
        {
            return Arc::clone(&known.lines);
        }
        let lines: Arc<[Vec<Position>]> = lines_near(context, borders).into();
        self.followed = Some(Followed {
            borders: borders.to_vec(),
            references: context.references.to_vec(),
            lines: Arc::clone(&lines),
        });
        lines
    }

    /// With the keyboard: the next border around the selected unit for a tool that chooses
    /// borders, the middle of the map for one that places settlements.
    pub(super) fn keys_of_tool(
        &self,
        ui: &Ui,
        response: &Response,
        context: &MapContext<'_>,
        events: &mut Vec<MapEvent>,
    ) {
        if !context.editing || !has_keys(ui.ctx(), response) {
            return;
        }
        let pressed = |key: Key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        if matches!(context.tool, Tool::Settlement | Tool::Marker) && pressed(Key::Insert) {
            let middle = position_at(&self.view, self.view.rect().center());
            events.push(MapEvent::PlaceAt(rounded(middle)));
        }
        if !context.tool.chooses_borders() {
            return;
        }
        let step = i32::from(pressed(Key::CloseBracket)) - i32::from(pressed(Key::OpenBracket));
        let around = &self.selected.lines;
        let count = i32::try_from(around.len()).unwrap_or(0);
        if step == 0 || count == 0 {
            return;
        }
        let first = context.borders.first();
        let here = first.and_then(|border| around.iter().position(|line| *line == border.0));
        let next = match here {
            Some(here) => (i32::try_from(here).unwrap_or(0) + step).rem_euclid(count),
            None => 0,
        };
        let next = usize::try_from(next).ok().and_then(|next| around.get(next));
        events.extend(next.map(|line| MapEvent::SelectBorder(Some(BorderKey(*line)))));
    }

    /// What a press chooses with a tool that does not select units: a border, or the place
    /// of a settlement; nothing with other tools.
    pub(super) fn press_of_tool(
        &self,
        context: &MapContext<'_>,
        pointer: Pos2,
    ) -> Option<MapEvent> {
        if !context.editing {
            return None;
        }
        if context.tool.chooses_borders() {
            let border = border_at(context.snapshot, &self.view, pointer, REACH);
            return Some(MapEvent::SelectBorder(border));
        }
        match context.tool {
            Tool::Settlement => {
                let on_one = settlement_at(context.snapshot, &self.view, pointer, context.levels);
                Some(match on_one {
                    Some(key) => MapEvent::SelectSettlement(key),
                    None => MapEvent::PlaceAt(rounded(position_at(&self.view, pointer))),
                })
            }
            Tool::Marker => Some(match self.marker_at(context, pointer) {
                Some(key) => MapEvent::SelectMarker(key),
                None => MapEvent::PlaceAt(self.marker_place(context, pointer)),
            }),
            _ => None,
        }
    }

    /// Rings the settlements that are selected.
    pub(super) fn draw_selected_settlements(
        &self,
        painter: &Painter,
        context: &MapContext<'_>,
        theme: &Theme,
    ) {
        let selected = &theme.map.selected;
        let stroke = Stroke::new(selected.width, selected.colour);
        let selection = context.selection;
        for target in selection.target.iter().chain(&selection.more) {
            let Target::Settlement(key) = target else {
                continue;
            };
            let settlement = context.snapshot.dataset.settlements.get(*key);
            let Some(at) = settlement.and_then(|settlement| settlement.position) else {
                continue;
            };
            let at = on_screen(&self.view, at);
            if self.view.rect().contains(at) {
                painter.circle(at, 7.0, theme.map.selected_fill, stroke);
            }
        }
    }

    /// Draws the region, the chosen borders, what is carried and what is about to be placed.
    pub(super) fn paint_choosing(&self, ui: &Ui, response: &Response, context: &MapContext<'_>) {
        let theme = Theme::of(ui.ctx());
        let colours = mark_colours(&theme);
        let painter = ui.painter_at(self.view.rect());
        let accent = Stroke::new(1.4, colours.accent);
        if let Some(region) = &self.region {
            let ring = region.ring().iter();
            let ring: Vec<Pos2> = ring.map(|&at| on_screen(&self.view, at)).collect();
            painter.add(Shape::closed_line(ring, accent));
        }
        if context.tool.chooses_borders() && context.editing {
            let thick = Stroke::new(4.0, colours.accent.gamma_multiply(0.75));
            for key in context.borders {
                self.paint_border(&painter, context, *key, thick);
            }
            let hovered = response
                .hover_pos()
                .and_then(|pointer| border_at(context.snapshot, &self.view, pointer, REACH));
            if let Some(hovered) = hovered.filter(|key| !context.borders.contains(key)) {
                let thin = Stroke::new(3.0, colours.accent.gamma_multiply(0.4));
                self.paint_border(&painter, context, hovered, thin);
                ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
            }
        }
        self.paint_carried(&painter, context, &theme);
    }

    /// Draws the stretches of a border that are in sight, places nearer than a point to the
    /// last one left out.
    fn paint_border(
        &self,
        painter: &Painter,
        context: &MapContext<'_>,
        key: BorderKey,
        stroke: Stroke,
    ) {
        let Some(border) = context.snapshot.dataset.borders.get(key) else {
            return;
        };
        let sight = self.extent_in_sight();
        for (_, chunk, vertices) in border.line.chunks() {
            if !chunk.extent().meets(&sight) {
                continue;
            }
            let mut points: Vec<Pos2> = Vec::with_capacity(vertices.len());
            for (number, &at) in vertices.iter().enumerate() {
                let at = on_screen(&self.view, at);
                let is_last = number + 1 == vertices.len();
                if is_last || points.last().is_none_or(|last| (at - *last).length() > 1.0) {
                    points.push(at);
                }
            }
            painter.add(Shape::line(points, stroke));
        }
    }
}

/// The lines near borders that they can be aligned to.
fn lines_near(context: &MapContext<'_>, borders: &[BorderKey]) -> Vec<Vec<Position>> {
    let dataset = &context.snapshot.dataset;
    let around = borders
        .iter()
        .filter_map(|key| dataset.borders.get(*key))
        .map(|border| border.extent())
        .reduce(Extent::union);
    let Some(around) = around.map(|extent| extent.grown(AROUND_DEG)) else {
        return Vec::new();
    };
    if !context.references.is_empty() {
        let near = context.references.iter();
        let near = near.flat_map(|layer| layer.lines_near(around));
        return near.map(|line| line.to_vec()).collect();
    }
    let overlays = dataset.overlays.iter();
    let over = overlays.flat_map(|(_, overlay)| overlay.polygons.iter());
    let plain = dataset
        .units
        .iter()
        .filter_map(|(_, unit)| match &unit.land {
            Land::Plain { polygons, .. } => Some(polygons),
            Land::None | Land::Coverage(_) => None,
        });
    let rings = over
        .chain(plain.flat_map(|polygons| polygons.iter()))
        .flat_map(|polygon| &polygon.rings);
    rings
        .filter(|ring| {
            let extent = Extent::around(ring.positions.iter().copied());
            extent.is_some_and(|extent| extent.meets(&around))
        })
        .map(|ring| ring.positions.to_vec())
        .collect()
}

/// Whether all vertices of a leaf's land lie in a region.
fn lies_in(dataset: &Dataset, key: UnitKey, region: &Region) -> bool {
    let Some(unit) = dataset.units.get(key).filter(|unit| unit.is_leaf()) else {
        return false;
    };
    let borders = unit
        .coverage_rings()
        .flat_map(|ring| ring.path.iter())
        .filter_map(|step| dataset.borders.get(step.border));
    let mut vertices = borders.flat_map(|border| border.line.iter());
    vertices.all(|&at| region.holds(at))
}
