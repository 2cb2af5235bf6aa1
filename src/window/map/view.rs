//! Where the map looks: the projection, the centre, the zoom and the part of the screen it
//! fills, and the way between a place on the ground and a point on the screen.

use egui::emath::{Pos2, Rect, Vec2, pos2};

use super::projection::{MAX_LATITUDE_DEG, Projection};

/// Length of one point (1/96 inch) on a screen, in metres.
///
/// egui counts in points; a point is taken as 1/96 inch, the definition that CSS and
/// Windows use. On a screen whose true density differs, 1:n is off by as much.
pub const METRES_PER_POINT_OF_SCREEN: f64 = 0.0254 / 96.0;

/// What the map looks at. A small value: copy it, change it, draw with it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MapView {
    projection: Projection,
    centre: [f64; 2],
    plane_metres_per_point: f64,
    rect: Rect,
}

impl MapView {
    /// The closest zoom: 1:50.
    pub const MIN_SCALE_DENOMINATOR: f64 = 50.0;
    /// The widest zoom: 1:200,000,000.
    pub const MAX_SCALE_DENOMINATOR: f64 = 200_000_000.0;

    /// A view of `rect` (points of the screen) at 1:10,000,000, centred on `centre_lonlat`
    /// (degrees), in Web Mercator.
    #[must_use]
    pub fn new(rect: Rect, centre_lonlat: [f64; 2]) -> Self {
        let mut view = Self {
            projection: Projection::MERCATOR,
            centre: Projection::MERCATOR.world_from_lonlat(centre_lonlat),
            plane_metres_per_point: 1.0,
            rect,
        };
        view.set_scale_denominator(10_000_000.0);
        view
    }

    /// The part of the screen the map fills, in points.
    #[must_use]
    pub fn rect(&self) -> Rect {
        self.rect
    }

    /// Moves or resizes the map on the screen; centre and scale stay.
    pub fn set_rect(&mut self, rect: Rect) {
        self.rect = rect;
    }

    /// How the map is laid flat.
    #[must_use]
    pub fn projection(&self) -> Projection {
        self.projection
    }

    /// Lays the map flat in another way; the place in the middle and the scale stay.
    pub fn set_projection(&mut self, projection: Projection) {
        let (centre, scale) = (self.centre_lonlat(), self.scale_denominator());
        self.projection = projection;
        self.centre = projection.world_from_lonlat(centre);
        if !self.centre.iter().all(|value| value.is_finite()) {
            // It has no such place: then its own.
            self.centre = [0.0, 0.0];
        }
        self.set_scale_denominator(scale);
    }

    /// The way to the north in the middle of the map, on the screen: of length 1.
    #[must_use]
    pub fn north(&self) -> Vec2 {
        let [lon, lat] = self.centre_lonlat();
        let [here, there] = [-0.01, 0.01].map(|step| self.screen_from_lonlat([lon, lat + step]));
        let north = (there - here).normalized();
        if north.is_finite() && north != Vec2::ZERO {
            north
        } else {
            Vec2::UP
        }
    }

    /// The place in the middle, in degrees.
    #[must_use]
    pub fn centre_lonlat(&self) -> [f64; 2] {
        self.projection.lonlat_from_world(self.centre)
    }

    /// Looks at another place; the scale stays.
    pub fn set_centre_lonlat(&mut self, lonlat: [f64; 2]) {
        let denominator = self.scale_denominator();
        self.move_centre(self.projection.world_from_lonlat(lonlat));
        self.set_scale_denominator(denominator);
    }

    /// The middle on the drawing plane, in metres.
    #[must_use]
    pub fn centre_world(&self) -> [f64; 2] {
        self.centre
    }

    /// Metres of the drawing plane in one point of the screen; the same over the whole map.
    #[must_use]
    pub fn plane_metres_per_point(&self) -> f64 {
        self.plane_metres_per_point
    }

    /// Metres on the ground in one point of the screen, true at the map's centre.
    #[must_use]
    pub fn metres_per_point(&self) -> f64 {
        self.plane_metres_per_point / self.plane_metres_per_ground_metre()
    }

    fn plane_metres_per_ground_metre(&self) -> f64 {
        (self.projection).plane_metres_per_ground_metre(self.centre_lonlat())
    }

    /// The n of 1:n, true at the map's centre on a screen of 96 points to the inch.
    #[must_use]
    pub fn scale_denominator(&self) -> f64 {
        self.metres_per_point() / METRES_PER_POINT_OF_SCREEN
    }

    /// Zooms to 1:n about the centre; n is kept within the limits of the map.
    pub fn set_scale_denominator(&mut self, denominator: f64) {
        let denominator = if denominator.is_finite() {
            denominator
        } else {
            Self::MAX_SCALE_DENOMINATOR
        }
        .clamp(Self::MIN_SCALE_DENOMINATOR, Self::MAX_SCALE_DENOMINATOR);
        self.plane_metres_per_point =
            denominator * METRES_PER_POINT_OF_SCREEN * self.plane_metres_per_ground_metre();
    }

    /// The point of the screen where a place (degrees) is drawn.
    #[must_use]
    pub fn screen_from_lonlat(&self, lonlat: [f64; 2]) -> Pos2 {
        self.screen_from_world(self.projection.world_from_lonlat(lonlat))
    }

    /// The place (degrees) under a point of the screen.
    #[must_use]
    pub fn lonlat_from_screen(&self, position: Pos2) -> [f64; 2] {
        (self.projection).lonlat_from_world(self.world_from_screen(position))
    }

    /// The point of the screen for a place on the drawing plane.
    #[must_use]
    pub fn screen_from_world(&self, [x, y]: [f64; 2]) -> Pos2 {
        let middle = self.rect.center();
        // The difference is taken in f64 first: only what is left of it must fit in f32.
        pos2(
            middle.x + ((x - self.centre[0]) / self.plane_metres_per_point) as f32,
            middle.y - ((y - self.centre[1]) / self.plane_metres_per_point) as f32,
        )
    }

    /// The place on the drawing plane under a point of the screen.
    #[must_use]
    pub fn world_from_screen(&self, position: Pos2) -> [f64; 2] {
        let from_middle = position - self.rect.center();
        [
            self.centre[0] + f64::from(from_middle.x) * self.plane_metres_per_point,
            self.centre[1] - f64::from(from_middle.y) * self.plane_metres_per_point,
        ]
    }

    /// Drags the map by so many points: what was under the pointer follows it.
    pub fn pan_by(&mut self, delta: Vec2) {
        self.move_centre([
            self.centre[0] - f64::from(delta.x) * self.plane_metres_per_point,
            self.centre[1] + f64::from(delta.y) * self.plane_metres_per_point,
        ]);
    }

    /// Zooms by `factor` (above 1: closer) so that the place at `position` stays under it.
    pub fn zoom_at(&mut self, position: Pos2, factor: f32) {
        if !(factor.is_finite() && factor > 0.0) {
            return;
        }
        let fixed = self.world_from_screen(position);
        self.set_scale_denominator(self.scale_denominator() / f64::from(factor));
        let moved = self.world_from_screen(position);
        self.move_centre([
            self.centre[0] + fixed[0] - moved[0],
            self.centre[1] + fixed[1] - moved[1],
        ]);
    }

    /// Shows a box of degrees whole, `padding` points from the map's edges.
    ///
    /// A box without extent (a point) is centred at 1:50,000.
    pub fn fit(&mut self, [min_lon, min_lat, max_lon, max_lat]: [f64; 4], padding: f32) {
        let along = |from: f64, to: f64, step: u32| from + (to - from) * f64::from(step) / 8.0;
        let (mut low, mut high) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
        // A parallel may bulge: the sides are looked at, not the corners alone.
        for step in 0..=8 {
            let (lon, lat) = (along(min_lon, max_lon, step), along(min_lat, max_lat, step));
            for place in [
                [lon, min_lat],
                [lon, max_lat],
                [min_lon, lat],
                [max_lon, lat],
            ] {
                let [x, y] = self.projection.world_from_lonlat(place);
                low = [low[0].min(x), low[1].min(y)];
                high = [high[0].max(x), high[1].max(y)];
            }
        }
        let corners = [min_lon, min_lat, max_lon, max_lat];
        let is_there = |value: &f64| value.is_finite();
        if !corners.iter().chain(&low).chain(&high).all(is_there) {
            return;
        }
        self.move_centre([(low[0] + high[0]) / 2.0, (low[1] + high[1]) / 2.0]);
        let room = |extent: f32| f64::from((extent - 2.0 * padding).max(16.0));
        let needed = ((high[0] - low[0]) / room(self.rect.width()))
            .max((high[1] - low[1]) / room(self.rect.height()));
        if needed > 0.0 {
            self.plane_metres_per_point = needed;
            self.set_scale_denominator(self.scale_denominator());
        } else {
            self.set_scale_denominator(50_000.0);
        }
    }

    /// What is in sight, in degrees: least longitude and latitude, then greatest.
    #[must_use]
    pub fn bounds_lonlat(&self) -> [f64; 4] {
        let rect = self.rect;
        let (mut low, mut high) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
        for step in 0..=8 {
            let share = step as f32 / 8.0;
            let x = egui::lerp(rect.x_range(), share);
            let y = egui::lerp(rect.y_range(), share);
            for side in [
                pos2(x, rect.top()),
                pos2(x, rect.bottom()),
                pos2(rect.left(), y),
                pos2(rect.right(), y),
            ] {
                let [lon, lat] = self.lonlat_from_screen(side);
                // The least of a number and none is the number.
                low = [low[0].min(lon), low[1].min(lat)];
                high = [high[0].max(lon), high[1].max(lat)];
            }
        }
        if low[0] > high[0] || low[1] > high[1] {
            return [-180.0, -90.0, 180.0, 90.0];
        }
        [low[0], low[1], high[0], high[1]]
    }

    fn move_centre(&mut self, [x, y]: [f64; 2]) {
        if self.projection == Projection::MERCATOR || self.projection == Projection::GEOGRAPHIC {
            let limit = self.projection.world_from_lonlat([180.0, MAX_LATITUDE_DEG]);
            self.centre = [x.clamp(-limit[0], limit[0]), y.clamp(-limit[1], limit[1])];
            return;
        }
        // Nobody is taken to where the plane has no ground.
        let ground = self.projection.lonlat_from_world([x, y]);
        if ground.iter().all(|degrees| degrees.is_finite()) {
            self.centre = [x, y];
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;
    use egui::emath::vec2;

    fn view() -> MapView {
        let rect = Rect::from_min_size(pos2(200.0, 40.0), vec2(900.0, 600.0));
        MapView::new(rect, [48.35, 33.49])
    }

    #[test]
    fn a_place_comes_back_from_the_screen_to_a_centimetre_at_1_500() {
        let mut view = view();
        view.set_scale_denominator(500.0);
        let place = view.lonlat_from_screen(pos2(640.0, 333.0));
        let back = view.screen_from_lonlat(place);
        assert!((back - pos2(640.0, 333.0)).length() < 0.01, "{back:?}");
    }

    #[test]
    fn zooming_keeps_the_place_under_the_pointer() {
        let mut view = view();
        let pointer = pos2(900.0, 100.0);
        let before = view.lonlat_from_screen(pointer);
        for factor in [2.0, 1.5, 0.1, 30.0] {
            view.zoom_at(pointer, factor);
            let now = view.screen_from_lonlat(before);
            assert!((now - pointer).length() < 0.05, "{now:?}");
        }
    }

    #[test]
    fn panning_moves_the_map_with_the_pointer() {
        let mut view = view();
        let place = view.lonlat_from_screen(pos2(500.0, 300.0));
        view.pan_by(vec2(37.0, -12.0));
        assert!((view.screen_from_lonlat(place) - pos2(537.0, 288.0)).length() < 0.01);
    }

    #[test]
    fn scale_is_what_was_set_and_true_on_the_ground() {
        let mut view = view();
        view.set_scale_denominator(500_000.0);
        assert!((view.scale_denominator() - 500_000.0).abs() < 1e-3);
        // One degree of a meridian is 110.9 km here: at 1:500,000 that is 0.2218 m of screen.
        let [lon, lat] = view.centre_lonlat();
        let points = (view.screen_from_lonlat([lon, lat - 0.5]).y
            - view.screen_from_lonlat([lon, lat + 0.5]).y) as f64;
        let degree_m = crate::measure::metres_per_degree(lat).1;
        let expected = degree_m / 500_000.0 / METRES_PER_POINT_OF_SCREEN;
        // Mercator of a sphere is 0.2 % off in each direction on an ellipsoid.
        assert!(
            (points / expected - 1.0).abs() < 3e-3,
            "{points} {expected}"
        );
    }

    #[test]
    fn another_projection_keeps_the_middle_and_the_scale() {
        let mut view = view();
        view.set_scale_denominator(2_000_000.0);
        let centre = view.centre_lonlat();
        for crs in [
            "EPSG:32639",
            super::super::projection::LAMBERT_IRAN,
            "EPSG:4326",
        ] {
            let projection = Projection::of_crs(crs).unwrap();
            view.set_projection(projection);
            let now = view.centre_lonlat();
            assert!((now[0] - centre[0]).abs() + (now[1] - centre[1]).abs() < 1e-6);
            assert!(
                (view.scale_denominator() / 2_000_000.0 - 1.0).abs() < 1e-3,
                "{crs}"
            );
            assert!(view.north().y < -0.99);
        }
    }

    #[test]
    fn north_leans_away_from_the_upright_meridian() {
        let mut view = view();
        let lambert = Projection::of_crs(super::super::projection::LAMBERT_IRAN).unwrap();
        view.set_projection(lambert);
        view.set_centre_lonlat([45.0, 37.0]);
        assert!(view.north().x > 0.05, "{:?}", view.north());
    }

    #[test]
    fn fit_shows_the_whole_box() {
        let mut view = view();
        view.fit([44.0, 25.0, 63.3, 39.8], 20.0);
        for corner in [[44.0, 25.0], [63.3, 39.8], [44.0, 39.8], [63.3, 25.0]] {
            assert!(
                view.rect()
                    .shrink(19.9)
                    .contains(view.screen_from_lonlat(corner))
            );
        }
        view.fit([48.0, 33.0, 48.0, 33.0], 20.0);
        assert!((view.scale_denominator() - 50_000.0).abs() < 1.0);
    }

    #[test]
    fn wild_numbers_leave_a_usable_view() {
        let mut view = view();
        view.zoom_at(pos2(300.0, 300.0), f32::NAN);
        view.zoom_at(pos2(300.0, 300.0), 1e30);
        view.pan_by(vec2(1e20, -1e20));
        view.set_scale_denominator(f64::NAN);
        view.fit([f64::NAN, 0.0, 1.0, 1.0], 0.0);
        assert!(view.centre_lonlat().iter().all(|value| value.is_finite()));
        assert!(view.scale_denominator() <= MapView::MAX_SCALE_DENOMINATOR * 1.001);
    }
}
