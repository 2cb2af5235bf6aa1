//! A small map of everything in a corner, with a frame around what the large one shows. It
//! draws the same scene once more; pressing it goes there.

use egui::{Rect, Sense, Stroke, StrokeKind, Ui, pos2, vec2};

use super::colours::overview_colours;
use super::drawing::{EDGE, paint_plate};
use super::{MapContext, MapPanel, whole_extent};
use crate::window::map::MapView;
use crate::window::theme::Theme;

/// Its size, and how far above the edge of the map it stands, in points.
const SIZE: egui::Vec2 = vec2(150.0, 116.0);
const ABOVE: f32 = 60.0;
/// A view that is smaller than this on it is marked by a cross, in points.
const LEAST_FRAME: f32 = 5.0;

impl MapPanel {
    /// Draws it, if it is to be shown and shows more than the map.
    pub(super) fn draw_overview(&mut self, ui: &mut Ui, context: &MapContext<'_>, theme: &Theme) {
        if !context.levels.overview || !self.canvas.has_scene() {
            return;
        }
        if self.whole.is_none() {
            self.whole = whole_extent(context.snapshot);
        }
        let Some(whole) = self.whole else { return };
        let map = self.view.rect();
        let corner = map.left_bottom() + vec2(EDGE - 8.0, -ABOVE - SIZE.y);
        let plate = Rect::from_min_size(corner, SIZE);
        if !map.shrink(EDGE / 2.0).contains_rect(plate) {
            return;
        }
        let mut small = MapView::new(plate.shrink(4.0), self.view.centre_lonlat());
        small.set_projection(self.view.projection());
        small.fit([whole.min.x, whole.min.y, whole.max.x, whole.max.y], 2.0);
        let [west, south, east, north] = self.view.bounds_lonlat();
        let shows_all = west <= whole.min.x
            && south <= whole.min.y
            && east >= whole.max.x
            && north >= whole.max.y;
        if shows_all {
            return;
        }
        let painter = ui.painter_at(plate);
        self.plates.push(plate);
        paint_plate(&painter, plate, theme);
        let looks = self
            .looks
            .overview
            .get_or_insert_with(|| overview_colours(theme).into());
        self.canvas.paint_inset(&painter, &small, looks);
        let corners = [map.left_top(), map.right_bottom()];
        let seen = corners.map(|at| small.screen_from_lonlat(self.view.lonlat_from_screen(at)));
        let frame = Rect::from_two_pos(seen[0], seen[1]);
        let stroke = Stroke::new(1.4, theme.palette.accent);
        if frame.size().max_elem() < LEAST_FRAME {
            let middle = frame.center();
            painter.hline(middle.x - 6.0..=middle.x + 6.0, middle.y, stroke);
            painter.vline(middle.x, middle.y - 6.0..=middle.y + 6.0, stroke);
        } else {
            painter.rect_stroke(frame, 0.0, stroke, StrokeKind::Middle);
        }
        let response = ui.interact(plate, egui::Id::unique("overview"), Sense::click_and_drag());
        let label = context.words.text("map-overview");
        response
            .widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Canvas, true, &label));
        if let Some(at) = response.interact_pointer_pos() {
            let at = pos2(
                at.x.clamp(plate.left(), plate.right()),
                at.y.clamp(plate.top(), plate.bottom()),
            );
            self.view.set_centre_lonlat(small.lonlat_from_screen(at));
        }
    }
}
