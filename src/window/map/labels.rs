//! Puts names on the map so that none covers another. Names of higher priority go first;
//! the choice is made anew only when the zoom or the names change, or the map was panned
//! beyond the margin in which names were placed too: in between they move with the map.

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::Arc;

use egui::emath::{Pos2, Rect, Vec2, vec2};

use super::projection::Projection;
use super::view::MapView;

/// One name to place.
#[derive(Clone, Debug)]
pub struct LabelInput {
    /// What is written.
    pub text: Arc<str>,
    /// Where, in degrees of longitude and latitude.
    pub at: [f64; 2],
    /// Higher goes first; among equals the one given first.
    pub priority: u32,
    /// The caller's text class (size and weight), given back to its measuring function.
    pub class: u8,
    /// The name is shown from this scale (the n of 1:n) …
    pub from_scale: f32,
    /// … up to this one.
    pub to_scale: f32,
    /// Whether it names an area or a point.
    pub anchor: LabelAnchor,
}

/// Where a name goes, seen from its place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum LabelAnchor {
    /// In the middle of it, or just above or below that: an area.
    Centre,
    /// Beside it, at the first free of right, left, above and below: a point whose symbol
    /// has this radius in points of the screen.
    Beside(f32),
}

/// One name in its place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlacedLabel {
    /// Index among the labels that were given.
    pub label: usize,
    /// What it takes of the screen, in points.
    pub rect: Rect,
}

/// Distance that is kept free around a name, in points.
const MARGIN: Vec2 = vec2(5.0, 2.0);
/// What a mark takes of the screen, in points.
const OBSTACLE: Vec2 = vec2(16.0, 16.0);
/// Side of the cells in which names that are placed are looked up, in points.
const CELL: f32 = 96.0;
/// The zoom has changed when the scale has by more than this share.
const ZOOM_STEP: f64 = 0.04;
/// In a frame so many names are measured at most: more would be felt. What is missing
/// comes with the next frames, and until all is there the names of before are shown.
pub const MOST_MEASURED: usize = 8;
/// No screen shows more names than this.
const MOST_LABELS: usize = 4000;

/// Places names, and remembers where.
#[derive(Debug, Default)]
pub struct LabelPlacer {
    labels: Arc<[LabelInput]>,
    /// The plane on which they have places.
    projection: Projection,
    world: Vec<[f64; 2]>,
    /// Labels by falling priority.
    order: Vec<u32>,
    /// Width and height of each label, once it was measured.
    sizes: Vec<Option<Vec2>>,
    /// Marks that names keep clear of where they can, in degrees and on the plane.
    marks: Vec<[f64; 2]>,
    obstacles: Vec<[f64; 2]>,
    /// Names that were given for one view only; their places follow those of the others.
    for_view: Vec<LabelInput>,
    placed: Vec<Placed>,
    placed_for: Option<MapView>,
    /// Whether names that were to be placed wait to be measured in a later frame.
    waits: bool,
}

#[derive(Debug)]
struct Placed {
    label: u32,
    /// From the label's place on the screen to the middle of the name.
    offset: Vec2,
    size: Vec2,
}

impl LabelPlacer {
    /// Gives other names, or the same in another language; all are measured and placed anew.
    pub fn set_labels(&mut self, labels: Arc<[LabelInput]>) {
        self.order = (0..labels.len() as u32).collect();
        self.order
            .sort_by_key(|label| std::cmp::Reverse(labels[*label as usize].priority));
        self.sizes = vec![None; labels.len()];
        self.labels = labels;
        self.lay_flat(self.projection);
        self.placed.clear();
    }

    /// Finds the places of names and marks on another plane.
    fn lay_flat(&mut self, projection: Projection) {
        let world = |at: &[f64; 2]| projection.world_from_lonlat(*at);
        self.world = self.labels.iter().map(|label| world(&label.at)).collect();
        self.obstacles = self.marks.iter().map(world).collect();
        self.projection = projection;
        self.placed_for = None;
    }

    /// Gives the places, in degrees, of marks that names keep clear of where they can: a
    /// name that fits nowhere beside one is better under it than missing.
    pub fn set_obstacles(&mut self, places: impl IntoIterator<Item = [f64; 2]>) {
        let marks: Vec<[f64; 2]> = places.into_iter().collect();
        if marks != self.marks {
            let world = |at: &[f64; 2]| self.projection.world_from_lonlat(*at);
            self.obstacles = marks.iter().map(world).collect();
            self.marks = marks;
            self.placed_for = None;
        }
    }

    /// Forgets how large the names are: after a change of font or of the screen's density.
    pub fn measure_again(&mut self) {
        self.sizes.fill(None);
        self.placed_for = None;
    }

    /// Whether names are missing that the next frames bring.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.waits
    }

    /// Whether the next [`place`](Self::place) at this view chooses anew.
    #[must_use]
    pub fn is_stale(&self, view: &MapView) -> bool {
        if self.waits {
            return true;
        }
        let Some(then) = &self.placed_for else {
            return true;
        };
        let zoomed = view.plane_metres_per_point() / then.plane_metres_per_point();
        if (zoomed.ln()).abs() > ZOOM_STEP || view.rect().size() != then.rect().size() {
            return true;
        }
        let moved = then.screen_from_world(view.centre_world()) - then.rect().center();
        let margin = view.rect().size() / 2.0;
        moved.x.abs() > margin.x || moved.y.abs() > margin.y
    }

    /// The names for this view. `measure` gives the size of a text of a class in points; it is
    /// asked once for each name that comes near the screen, and not more than `most_measured`
    /// times: see [`Self::waits`]. Where names are chosen anew, `more` gives further ones for
    /// this view: each is placed last, unless it is there.
    pub fn place(
        &mut self,
        view: &MapView,
        measure: &mut dyn FnMut(&str, u8) -> Vec2,
        most_measured: usize,
        more: &dyn Fn() -> Vec<LabelInput>,
    ) -> Vec<PlacedLabel> {
        if view.projection() != self.projection {
            self.lay_flat(view.projection());
        }
        if self.is_stale(view) {
            let shown = std::mem::take(&mut self.placed);
            let shown_for_view = std::mem::replace(&mut self.for_view, more());
            self.choose(view, measure, most_measured);
            if self.waits && !shown.is_empty() {
                self.placed = shown;
                self.for_view = shown_for_view;
            }
        }
        self.placed
            .iter()
            .filter_map(|placed| {
                let at = self.position(view, placed.label)?;
                let rect = Rect::from_center_size(at + placed.offset, placed.size);
                let label = placed.label as usize;
                // A name that is cut off is read wrongly.
                view.rect()
                    .contains_rect(rect)
                    .then_some(PlacedLabel { label, rect })
            })
            .collect()
    }

    /// The name that was placed, by its index.
    #[must_use]
    pub fn label(&self, index: usize) -> Option<&LabelInput> {
        let for_view = || self.for_view.get(index.checked_sub(self.labels.len())?);
        self.labels.get(index).or_else(for_view)
    }

    fn position(&self, view: &MapView, label: u32) -> Option<Pos2> {
        match self.world.get(label as usize) {
            Some(world) => Some(view.screen_from_world(*world)),
            None => Some(view.screen_from_lonlat(self.label(label as usize)?.at)),
        }
    }

    fn choose(
        &mut self,
        view: &MapView,
        measure: &mut dyn FnMut(&str, u8) -> Vec2,
        most_measured: usize,
    ) {
        self.placed.clear();
        self.placed_for = Some(*view);
        self.waits = false;
        let mut measured = 0;
        let scale = view.scale_denominator() as f32;
        let around = view.rect().expand2(view.rect().size() / 2.0);
        let mut taken = TakenSpace::default();
        let mut marks = TakenSpace::default();
        for place in &self.obstacles {
            let at = view.screen_from_world(*place);
            if around.contains(at) {
                marks.take(Rect::from_center_size(at, OBSTACLE));
            }
        }
        for index in &self.order {
            let number = *index as usize;
            let (Some(label), Some(size)) = (self.labels.get(number), self.sizes.get_mut(number))
            else {
                continue;
            };
            if scale < label.from_scale || scale > label.to_scale {
                continue;
            }
            // What has no place on the plane is nowhere.
            let at = view.screen_from_world(self.world[number]);
            if !around.contains(at) {
                continue;
            }
            let size = match size {
                Some(size) => *size,
                // Names that come after it would take its place.
                None if measured == most_measured => {
                    self.waits = true;
                    return;
                }
                None => {
                    measured += 1;
                    *size.insert(measure(&label.text, label.class))
                }
            };
            let rect = |offset: Vec2| Rect::from_center_size(at + offset, size).expand2(MARGIN);
            let places = || offsets(label.anchor, size).into_iter().flatten();
            let free = places()
                .find(|offset| marks.is_free(rect(*offset)) && taken.is_free(rect(*offset)))
                .or_else(|| places().find(|offset| taken.is_free(rect(*offset))));
            if let Some(offset) = free {
                taken.take(rect(offset));
                self.placed.push(Placed {
                    label: *index,
                    offset,
                    size,
                });
                if self.placed.len() == MOST_LABELS {
                    return;
                }
            }
        }
        self.choose_for_view(view, measure, &mut taken);
    }

    /// Adds the names that were given for this view and are not in it yet.
    fn choose_for_view(
        &mut self,
        view: &MapView,
        measure: &mut dyn FnMut(&str, u8) -> Vec2,
        taken: &mut TakenSpace,
    ) {
        let in_sight = |placed: &Placed| {
            let at = self.position(view, placed.label)? + placed.offset;
            let rect = Rect::from_center_size(at, placed.size);
            let text = &self.labels.get(placed.label as usize)?.text;
            view.rect().contains_rect(rect).then(|| Arc::clone(text))
        };
        let known: Vec<Arc<str>> = self.placed.iter().filter_map(in_sight).collect();
        for (index, label) in self.for_view.iter().enumerate() {
            // It may stand in two lines.
            let is_known = known.iter().any(|it| it.replace('\n', " ") == *label.text);
            if is_known {
                continue;
            }
            let at = view.screen_from_lonlat(label.at);
            let size = measure(&label.text, label.class);
            let rect = |offset: Vec2| Rect::from_center_size(at + offset, size).expand2(MARGIN);
            let places = offsets(label.anchor, size).into_iter().flatten();
            if let Some(offset) = places.into_iter().find(|it| taken.is_free(rect(*it))) {
                taken.take(rect(offset));
                self.placed.push(Placed {
                    label: (self.labels.len() + index) as u32,
                    offset,
                    size,
                });
            }
        }
    }
}

/// From a label's place to the middle of the name, best first.
fn offsets(anchor: LabelAnchor, size: Vec2) -> [Option<Vec2>; 4] {
    match anchor {
        LabelAnchor::Centre => {
            let aside = (size.y + OBSTACLE.y) / 2.0 + MARGIN.y + 1.0;
            [
                Some(Vec2::ZERO),
                Some(vec2(0.0, -aside)),
                Some(vec2(0.0, aside)),
                None,
            ]
        }
        LabelAnchor::Beside(radius) => {
            let aside = size.x / 2.0 + radius + 3.0;
            let above = size.y / 2.0 + radius + 1.0;
            [
                vec2(aside, 0.0),
                vec2(-aside, 0.0),
                vec2(0.0, -above),
                vec2(0.0, above),
            ]
            .map(Some)
        }
    }
}

/// Rectangles that are taken, found by the cells they touch.
#[derive(Default)]
struct TakenSpace {
    rects: Vec<Rect>,
    cells: HashMap<(i32, i32), Vec<u32>>,
}

impl TakenSpace {
    fn touched(rect: Rect) -> impl Iterator<Item = (i32, i32)> {
        let cell = |value: f32| (value / CELL).floor() as i32;
        let rows = cell(rect.min.y)..=cell(rect.max.y);
        (cell(rect.min.x)..=cell(rect.max.x))
            .flat_map(move |column| rows.clone().map(move |row| (column, row)))
    }

    fn is_free(&self, rect: Rect) -> bool {
        let overlaps = |other: &u32| {
            self.rects
                .get(*other as usize)
                .is_some_and(|other| other.intersects(rect))
        };
        !Self::touched(rect).any(|key| {
            let cell = self.cells.get(&key);
            cell.is_some_and(|cell| cell.iter().any(overlaps))
        })
    }

    fn take(&mut self, rect: Rect) {
        let number = self.rects.len() as u32;
        self.rects.push(rect);
        for key in Self::touched(rect) {
            self.cells.entry(key).or_default().push(number);
        }
    }
}
