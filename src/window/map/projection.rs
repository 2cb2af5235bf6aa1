//! How the map is laid flat: Web Mercator and degrees by formula, any other reference
//! system through PROJ. A [`Projection`] is a small value that every thread can use; PROJ's
//! own objects belong to one thread each and stay behind it.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use crate::files::{CrsError, Reprojection};
use crate::measure::metres_per_degree;
use crate::model::{Crs, Position};

/// Radius of the sphere of Web Mercator, in metres (the WGS 84 semi-major axis).
pub const DRAWING_RADIUS_M: f64 = 6_378_137.0;

/// Latitudes are drawn as far as this in Web Mercator, in degrees: it goes to infinity at
/// the poles.
pub const MAX_LATITUDE_DEG: f64 = 85.051_128;

/// Lambert's conformal conic for Iran: true to scale on the parallels of 30° and 36°, the
/// meridian of 54° upright.
pub const LAMBERT_IRAN: &str = "+proj=lcc +lat_1=30 +lat_2=36 +lat_0=24 +lon_0=54 \
     +x_0=5000000 +y_0=1166200 +datum=WGS84 +units=m +no_defs +type=crs";

/// Albers' equal-area conic for Iran, with the same parallels.
pub const ALBERS_IRAN: &str = "+proj=aea +lat_1=30 +lat_2=36 +lat_0=24 +lon_0=54 \
     +x_0=0 +y_0=0 +datum=WGS84 +units=m +no_defs +type=crs";

/// The systems that were asked for so far, by number; the first two are by formula.
static KNOWN: RwLock<Vec<String>> = RwLock::new(Vec::new());

thread_local! {
    /// This thread's transformations, by number: there and back, and what a unit of the
    /// plane is in metres.
    static OPEN: RefCell<HashMap<u16, Option<Pair>>> = RefCell::new(HashMap::new());
}

struct Pair {
    there: Reprojection,
    back: Reprojection,
    metres_per_unit: f64,
}

impl Pair {
    fn open(crs: &str) -> Result<Self, CrsError> {
        let (wgs84, crs) = (Crs::wgs84(), Crs(crs.to_owned()));
        let mut pair = Self {
            there: Reprojection::between(&wgs84, &crs)?,
            back: Reprojection::between(&crs, &wgs84)?,
            metres_per_unit: 1.0,
        };
        // A system in degrees says so by how far apart two places of Iran are in it.
        let [west, east] = [53.0, 54.0].map(|x| pair.there.position(Position { x, y: 32.0 }));
        if let (Ok(west), Ok(east)) = (west, east)
            && (east.x - west.x).hypot(east.y - west.y) < 10.0
        {
            pair.metres_per_unit = DRAWING_RADIUS_M.to_radians();
        }
        Ok(pair)
    }
}

/// How the map is laid flat. Planes are in metres.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Projection(u16);

impl Projection {
    /// Spherical Mercator, as web maps use it: `x = R·λ`, `y = R·ln tan(π/4 + φ/2)`.
    pub const MERCATOR: Self = Self(0);
    /// Degrees of longitude and latitude as they are, in lengths of a degree at the equator.
    pub const GEOGRAPHIC: Self = Self(1);
    /// How many are by formula.
    const BY_FORMULA: u16 = 2;

    /// The projection of a reference system, as PROJ knows it: a code («EPSG:32639»), a
    /// PROJ string, or well-known text.
    ///
    /// # Errors
    /// [`CrsError`] where PROJ does not know it.
    pub fn of_crs(crs: &str) -> Result<Self, CrsError> {
        let crs = crs.trim();
        match crs.to_ascii_uppercase().as_str() {
            "EPSG:3857" => return Ok(Self::MERCATOR),
            "EPSG:4326" => return Ok(Self::GEOGRAPHIC),
            _ => {}
        }
        Pair::open(crs)?;
        let mut known = KNOWN.write().unwrap_or_else(PoisonError::into_inner);
        let place = known.iter().position(|it| it == crs).unwrap_or_else(|| {
            known.push(crs.to_owned());
            known.len() - 1
        });
        // Nobody types in more systems than that.
        let place = u16::try_from(place).unwrap_or(u16::MAX - Self::BY_FORMULA);
        Ok(Self(Self::BY_FORMULA + place))
    }

    /// The system as PROJ knows it.
    #[must_use]
    pub fn crs(self) -> String {
        match self {
            Self::MERCATOR => "EPSG:3857".to_owned(),
            Self::GEOGRAPHIC => "EPSG:4326".to_owned(),
            Self(number) => {
                let known = KNOWN.read().unwrap_or_else(PoisonError::into_inner);
                let place = usize::from(number - Self::BY_FORMULA);
                known.get(place).cloned().unwrap_or_default()
            }
        }
    }

    fn with<R>(self, ask: impl FnOnce(&Pair) -> Option<R>) -> Option<R> {
        OPEN.with_borrow_mut(|open| {
            let pair = open
                .entry(self.0)
                .or_insert_with(|| Pair::open(&self.crs()).ok());
            ask(pair.as_ref()?)
        })
    }

    /// The place on the plane of a longitude and latitude in degrees; not numbers where it
    /// has none.
    ///
    /// ```
    /// use marz::window::map::Projection;
    /// let utm = Projection::of_crs("EPSG:32639").unwrap();
    /// let [x, y] = utm.world_from_lonlat([51.0, 33.0]);
    /// // On the zone's middle meridian.
    /// assert!((x - 500_000.0).abs() < 1e-6 && (y - 3_651_272.0).abs() < 1_000.0);
    /// let back = utm.lonlat_from_world([x, y]);
    /// assert!((back[0] - 51.0).abs() < 1e-9 && (back[1] - 33.0).abs() < 1e-9);
    /// ```
    #[must_use]
    pub fn world_from_lonlat(self, [lon, lat]: [f64; 2]) -> [f64; 2] {
        match self {
            Self::MERCATOR => {
                let lat = lat.clamp(-MAX_LATITUDE_DEG, MAX_LATITUDE_DEG).to_radians();
                [
                    DRAWING_RADIUS_M * lon.to_radians(),
                    DRAWING_RADIUS_M * lat.sin().atanh(),
                ]
            }
            Self::GEOGRAPHIC => [lon, lat].map(|degrees| DRAWING_RADIUS_M * degrees.to_radians()),
            _ => {
                let found = self.with(|pair| {
                    let there = pair.there.position(Position { x: lon, y: lat }).ok()?;
                    Some([there.x, there.y].map(|value| value * pair.metres_per_unit))
                });
                found.unwrap_or([f64::NAN; 2])
            }
        }
    }

    /// The inverse of [`Self::world_from_lonlat`].
    #[must_use]
    pub fn lonlat_from_world(self, [x, y]: [f64; 2]) -> [f64; 2] {
        match self {
            Self::MERCATOR => [
                (x / DRAWING_RADIUS_M).to_degrees(),
                (y / DRAWING_RADIUS_M).sinh().atan().to_degrees(),
            ],
            Self::GEOGRAPHIC => [x, y].map(|metres| (metres / DRAWING_RADIUS_M).to_degrees()),
            _ => {
                let found = self.with(|pair| {
                    let [x, y] = [x, y].map(|value| value / pair.metres_per_unit);
                    let back = pair.back.position(Position { x, y }).ok()?;
                    Some([back.x, back.y])
                });
                found.unwrap_or([f64::NAN; 2])
            }
        }
    }

    /// Metres on the plane for one metre on the ground at a place: where it differs by
    /// direction, the geometric mean of north and east. 1 where the plane has no such place.
    #[must_use]
    pub fn plane_metres_per_ground_metre(self, [lon, lat]: [f64; 2]) -> f64 {
        const STEP_DEG: f64 = 1e-3;
        let (east_m, north_m) = metres_per_degree(lat);
        let stretch = |dx: f64, dy: f64, ground_m: f64| {
            let [one, other] = [-0.5, 0.5].map(|side| {
                self.world_from_lonlat([lon + side * dx * STEP_DEG, lat + side * dy * STEP_DEG])
            });
            (other[0] - one[0]).hypot(other[1] - one[1]) / (ground_m * STEP_DEG)
        };
        let found = (stretch(1.0, 0.0, east_m) * stretch(0.0, 1.0, north_m)).sqrt();
        if found.is_finite() && found > 0.0 {
            found
        } else {
            1.0
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;
    use crate::measure::line_length_m;

    const PLACES: [[f64; 2]; 4] = [[44.2, 39.5], [61.5, 25.3], [53.0, 32.0], [48.35, 33.49]];

    #[test]
    fn places_come_back_from_every_plane() {
        for crs in [
            "EPSG:3857",
            "EPSG:4326",
            "EPSG:32639",
            LAMBERT_IRAN,
            ALBERS_IRAN,
        ] {
            let projection = Projection::of_crs(crs).unwrap();
            for place in PLACES {
                let back = projection.lonlat_from_world(projection.world_from_lonlat(place));
                assert!(
                    (back[0] - place[0]).abs() < 1e-8,
                    "{crs} {place:?} {back:?}"
                );
                assert!(
                    (back[1] - place[1]).abs() < 1e-8,
                    "{crs} {place:?} {back:?}"
                );
            }
        }
    }

    #[test]
    fn a_kilometre_is_as_long_on_the_plane_as_is_said() {
        for crs in ["EPSG:3857", "EPSG:32640", LAMBERT_IRAN] {
            let projection = Projection::of_crs(crs).unwrap();
            for [lon, lat] in PLACES {
                let [south, north] = [lat - 0.004, lat + 0.004].map(|lat| [lon, lat]);
                let ground = line_length_m(&[south, north].map(|[x, y]| Position { x, y }));
                let [one, other] = [south, north].map(|it| projection.world_from_lonlat(it));
                let plane = (other[0] - one[0]).hypot(other[1] - one[1]);
                let said = projection.plane_metres_per_ground_metre([lon, lat]);
                // The sphere of Web Mercator is no ellipsoid: north and east differ by 0.4 %.
                assert!(
                    (plane / ground / said - 1.0).abs() < 4e-3,
                    "{crs} {lon} {lat}"
                );
            }
        }
    }

    #[test]
    fn albers_keeps_areas() {
        let projection = Projection::of_crs(ALBERS_IRAN).unwrap();
        for place in PLACES {
            let stretch = projection.plane_metres_per_ground_metre(place);
            assert!((stretch - 1.0).abs() < 1e-6, "{place:?} {stretch}");
        }
    }

    #[test]
    fn a_system_that_is_not_known_is_refused_with_its_name() {
        let error = Projection::of_crs("EPSG:999999").unwrap_err();
        assert!(error.to_string().contains("EPSG:999999"));
    }

    #[test]
    fn a_place_beyond_a_plane_is_no_number_and_breaks_nothing() {
        let lambert = Projection::of_crs(LAMBERT_IRAN).unwrap();
        let far = lambert.world_from_lonlat([54.0, -90.0]);
        assert!(far.iter().any(|value| !value.is_finite()) || far[1] < -1e7);
        assert_eq!(lambert.plane_metres_per_ground_metre([f64::NAN, 0.0]), 1.0);
    }
}
