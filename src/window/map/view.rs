//! Where the map looks: the centre, the zoom and the part of the screen it fills, and the
//! way between a place on the ground and a point on the screen. The drawing projection
//! (spherical Mercator, for drawing only) stays behind the two functions at the top.

use egui::emath::{Pos2, Rect, Vec2, pos2};

/// Radius of the sphere of the drawing projection, in metres (the WGS 84 semi-major axis).
pub const DRAWING_RADIUS_M: f64 = 6_378_137.0;

/// Latitudes are drawn as far as this, in degrees: the projection goes to infinity at the poles.
pub const MAX_LATITUDE_DEG: f64 = 85.051_128;

/// Length of one point (1/96 inch) on a screen, in metres.
///
/// egui counts in points; a point is taken as 1/96 inch, the definition that CSS and
/// Windows use. On a screen whose true density differs, 1:n is off by as much.
pub const METRES_PER_POINT_OF_SCREEN: f64 = 0.0254 / 96.0;

/// The drawing plane: metres east and north of 0°E 0°N, true to scale at the equator.
///
/// Spherical Mercator, as web maps use it: `x = R·λ`, `y = R·ln tan(π/4 + φ/2)`.
/// Latitude is clamped to [`MAX_LATITUDE_DEG`].
///
/// ```
/// use marz::window::map::{lonlat_from_world, world_from_lonlat};
/// let back = lonlat_from_world(world_from_lonlat([48.35, 33.49]));
/// assert!((back[0] - 48.35).abs() < 1e-12 && (back[1] - 33.49).abs() < 1e-12);
/// ```
#[must_use]
pub fn world_from_lonlat([lon, lat]: [f64; 2]) -> [f64; 2] {
    let lat = lat.clamp(-MAX_LATITUDE_DEG, MAX_LATITUDE_DEG).to_radians();
    [
        DRAWING_RADIUS_M * lon.to_radians(),
        DRAWING_RADIUS_M * lat.sin().atanh(),
    ]
}

/// The inverse of [`world_from_lonlat`].
#[must_use]
pub fn lonlat_from_world([x, y]: [f64; 2]) -> [f64; 2] {
    [
        (x / DRAWING_RADIUS_M).to_degrees(),
        (y / DRAWING_RADIUS_M).sinh().atan().to_degrees(),
    ]
}

/// Metres on the drawing plane for one metre on the ground at this latitude.
fn plane_metres_per_ground_metre(lat_deg: f64) -> f64 {
    1.0 / lat_deg
        .clamp(-MAX_LATITUDE_DEG, MAX_LATITUDE_DEG)
        .to_radians()
        .cos()
}

/// What the map looks at. A small value: copy it, change it, draw with it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MapView {
    centre: [f64; 2],
    plane_metres_per_point: f64,
    rect: Rect,
}

impl MapView {
    /// The closest zoom: 1:50.
    pub const MIN_SCALE_DENOMINATOR: f64 = 50.0;
    /// The widest zoom: 1:200,000,000.
    pub const MAX_SCALE_DENOMINATOR: f64 = 200_000_000.0;

    /// A view of `rect` (points of the screen) at 1:10,000,000, centred on `centre_lonlat` (degrees).
    #[must_use]
    pub fn new(rect: Rect, centre_lonlat: [f64; 2]) -> Self {
        let mut view = Self {
            centre: world_from_lonlat(centre_lonlat),
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

    /// The place in the middle, in degrees.
    #[must_use]
    pub fn centre_lonlat(&self) -> [f64; 2] {
        lonlat_from_world(self.centre)
    }

    /// Looks at another place; the scale stays.
    pub fn set_centre_lonlat(&mut self, lonlat: [f64; 2]) {
        let denominator = self.scale_denominator();
        self.centre = world_from_lonlat(lonlat);
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
        self.plane_metres_per_point / plane_metres_per_ground_metre(self.centre_lonlat()[1])
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
        self.plane_metres_per_point = denominator
            * METRES_PER_POINT_OF_SCREEN
            * plane_metres_per_ground_metre(self.centre_lonlat()[1]);
    }

    /// The point of the screen where a place (degrees) is drawn.
    #[must_use]
    pub fn screen_from_lonlat(&self, lonlat: [f64; 2]) -> Pos2 {
        self.screen_from_world(world_from_lonlat(lonlat))
    }

    /// The place (degrees) under a point of the screen.
    #[must_use]
    pub fn lonlat_from_screen(&self, position: Pos2) -> [f64; 2] {
        lonlat_from_world(self.world_from_screen(position))
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
        let (low, high) = (
            world_from_lonlat([min_lon, min_lat]),
            world_from_lonlat([max_lon, max_lat]),
        );
        if !(low.iter().chain(&high).all(|value| value.is_finite())) {
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
        let low = self.lonlat_from_screen(self.rect.left_bottom());
        let high = self.lonlat_from_screen(self.rect.right_top());
        [low[0], low[1], high[0], high[1]]
    }

    fn move_centre(&mut self, [x, y]: [f64; 2]) {
        let limit = world_from_lonlat([180.0, MAX_LATITUDE_DEG]);
        self.centre = [x.clamp(-limit[0], limit[0]), y.clamp(-limit[1], limit[1])];
    }
}

#[cfg(test)]
mod tests {
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
        // One degree of a meridian on the sphere is 111.3 km: at 1:500,000 that is 0.2226 m of screen.
        let [lon, lat] = view.centre_lonlat();
        let points = (view.screen_from_lonlat([lon, lat - 0.5]).y
            - view.screen_from_lonlat([lon, lat + 0.5]).y) as f64;
        let expected = DRAWING_RADIUS_M.to_radians() / 500_000.0 / METRES_PER_POINT_OF_SCREEN;
        assert!(
            (points / expected - 1.0).abs() < 1e-3,
            "{points} {expected}"
        );
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
