//! Meridians and parallels over the map, a round number of degrees or minutes apart, with
//! their figures at two edges; and the arrow to the north.

use std::sync::Arc;

use egui::{Align2, Painter, Pos2, Rect, Stroke, pos2, vec2};

use super::drawing::{EDGE, format_of};
use super::{MapContext, MapPanel};
use crate::app::numbers::digits;
use crate::window::map::{MapView, MarkColours, paint_north_arrow};
use crate::window::text::galley_for_label;
use crate::window::theme::Theme;

/// Between two lines, in seconds of arc, from wide to narrow.
const STEPS_SECONDS: [u32; 15] = [
    36_000, 18_000, 7_200, 3_600, 1_800, 1_200, 600, 300, 120, 60, 30, 20, 10, 5, 1,
];
/// Two lines are at least so many points apart.
const LEAST_APART: f64 = 130.0;
/// A line is drawn through so many places: a parallel may be bent.
const PLACES: u32 = 24;
/// So far do lines go beyond what is in sight, as a share of it.
const BEYOND: f64 = 0.02;
/// More lines than that are a view of nothing, such as beside the pole.
const MOST_LINES: i64 = 64;
/// The size of the arrow to the north, in points.
const NORTH_SIZE: f32 = 22.0;

/// What the graticule of a view is.
struct Graticule {
    step_seconds: i64,
    /// Least longitude and latitude, then greatest, in degrees.
    bounds: [f64; 4],
}

impl Graticule {
    fn of(view: &MapView) -> Option<Self> {
        let bounds = view.bounds_lonlat();
        let [west, south, east, north] = bounds;
        let is_there = bounds.iter().all(|value| value.is_finite());
        if !is_there || west >= east || south >= north {
            return None;
        }
        let degrees_a_point = (north - south) / f64::from(view.rect().height().max(1.0));
        let least = LEAST_APART * degrees_a_point * 3600.0;
        let mut steps = STEPS_SECONDS.into_iter().rev();
        let step = steps.find(|step| f64::from(*step) >= least)?;
        Some(Self {
            step_seconds: i64::from(step),
            bounds,
        })
    }

    /// The lines between two bounds, in seconds of arc.
    fn lines(&self, from: f64, to: f64) -> impl Iterator<Item = i64> + use<> {
        let step = self.step_seconds;
        let first = (from * 3600.0 / step as f64).ceil() as i64;
        let last = (to * 3600.0 / step as f64).floor() as i64;
        let last = last.min(first.saturating_add(MOST_LINES));
        (first..=last).map(move |line| line * step)
    }
}

/// Degrees, minutes and seconds, as far as they are not zero: `33°30′`.
fn degrees_text(context: &MapContext<'_>, seconds: i64) -> String {
    let size = seconds.unsigned_abs();
    let (degrees, minutes, rest) = (size / 3600, size / 60 % 60, size % 60);
    let mut text = format!("{degrees}°");
    if minutes > 0 || rest > 0 {
        text += &format!("{minutes:02}′");
    }
    if rest > 0 {
        text += &format!("{rest:02}″");
    }
    digits(context.words.language(), &text)
}

impl MapPanel {
    /// Draws the lines with their figures, if they are to be shown.
    pub(super) fn draw_graticule(
        &self,
        painter: &Painter,
        context: &MapContext<'_>,
        theme: &Theme,
    ) {
        if !context.levels.graticule {
            return;
        }
        let view = &self.view;
        let Some(graticule) = Graticule::of(view) else {
            return;
        };
        let [west, south, east, north] = graticule.bounds;
        // A line that would end at an edge goes a little beyond, so that it crosses it.
        let beyond = [(east - west) * BEYOND, (north - south) * BEYOND];
        let (west, east) = (west - beyond[0], east + beyond[0]);
        let (south, north) = (south - beyond[1], north + beyond[1]);
        let stroke = Stroke::new(0.8, theme.map.graticule);
        let along = |from: f64, to: f64, place: u32| {
            from + (to - from) * f64::from(place) / f64::from(PLACES)
        };
        let line = |at: &dyn Fn(u32) -> [f64; 2]| -> Vec<Pos2> {
            (0..=PLACES)
                .map(|place| view.screen_from_lonlat(at(place)))
                .filter(|at| at.is_finite())
                .collect()
        };
        for seconds in graticule.lines(west, east) {
            let lon = seconds as f64 / 3600.0;
            let points = line(&|place| [lon, along(south, north, place)]);
            self.figure(painter, context, theme, seconds, &points, Side::Top);
            painter.line(points, stroke);
        }
        for seconds in graticule.lines(south, north) {
            let lat = seconds as f64 / 3600.0;
            let points = line(&|place| [along(west, east, place), lat]);
            self.figure(painter, context, theme, seconds, &points, Side::Left);
            painter.line(points, stroke);
        }
    }

    /// Writes a line's figure where it leaves the map at a side.
    fn figure(
        &self,
        painter: &Painter,
        context: &MapContext<'_>,
        theme: &Theme,
        seconds: i64,
        points: &[Pos2],
        side: Side,
    ) {
        let rect = self.view.rect();
        let Some(at) = points.windows(2).find_map(|ends| side.crossing(rect, ends)) else {
            return;
        };
        let (format, colour) = format_of(&theme.map.graticule_label);
        let text = degrees_text(context, seconds);
        let galley = galley_for_label(painter.ctx(), &text, &format);
        let (anchor, at) = match side {
            Side::Top => (Align2::CENTER_TOP, at + vec2(0.0, 3.0)),
            Side::Left => (Align2::LEFT_CENTER, at + vec2(4.0, 0.0)),
        };
        let place = anchor.anchor_size(at, galley.size());
        if !rect.contains_rect(place) {
            return;
        }
        for (right, down) in [(-1.0, 0.0), (1.0, 0.0), (0.0, -1.0), (0.0, 1.0)] {
            let halo = theme.map.label_halo;
            let beside = place.min + vec2(right, down);
            painter.galley_with_override_text_color(beside, Arc::clone(&galley), halo);
        }
        painter.galley(place.min, galley, colour);
    }

    /// Draws the arrow to the north where the graticule is shown.
    pub(super) fn draw_north(
        &self,
        painter: &Painter,
        context: &MapContext<'_>,
        colours: &MarkColours,
    ) {
        if context.levels.graticule {
            let corner = self.view.rect().right_top();
            let centre = corner + vec2(-EDGE - NORTH_SIZE / 2.0, EDGE + NORTH_SIZE);
            paint_north_arrow(painter, centre, NORTH_SIZE, self.view.north(), colours);
        }
    }
}

/// The side at which figures stand.
#[derive(Clone, Copy)]
enum Side {
    Top,
    Left,
}

impl Side {
    /// Where a stretch of a line goes through the side.
    fn crossing(self, rect: Rect, ends: &[Pos2]) -> Option<Pos2> {
        let &[from, to] = ends else { return None };
        let share = match self {
            Self::Top => (rect.top() - from.y) / (to.y - from.y),
            Self::Left => (rect.left() - from.x) / (to.x - from.x),
        };
        if !(0.0..=1.0).contains(&share) {
            return None;
        }
        let at = from + (to - from) * share;
        match self {
            Self::Top => rect
                .x_range()
                .contains(at.x)
                .then_some(pos2(at.x, rect.top())),
            Self::Left => rect
                .y_range()
                .contains(at.y)
                .then_some(pos2(rect.left(), at.y)),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn lines_are_round_and_neither_crowded_nor_missing() {
        let rect = Rect::from_min_size(Pos2::ZERO, vec2(1200.0, 800.0));
        let mut view = MapView::new(rect, [52.0, 33.0]);
        for scale in [1e7, 2e6, 4e5, 5e4, 8e3, 1e3] {
            view.set_scale_denominator(scale);
            let graticule = Graticule::of(&view).unwrap();
            let [_, south, _, north] = graticule.bounds;
            let lines: Vec<i64> = graticule.lines(south, north).collect();
            assert!((1..=8).contains(&lines.len()), "{scale}: {lines:?}");
            assert!(lines.iter().all(|line| line % graticule.step_seconds == 0));
        }
    }
}
