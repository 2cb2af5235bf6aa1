//! From a layer's reference system to WGS 84 in longitude and latitude, once, and
//! back when it is written. WGS 84 itself passes through untouched, bit for bit.

use proj::Proj;

use super::projdb;
use crate::model::{Crs, Position};

/// Why a reference system cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the reference system “{crs}” is not known: {reason}")]
pub struct CrsError {
    /// What was named.
    pub crs: String,
    /// What PROJ says.
    pub reason: String,
}

/// Some positions are outside what a reference system can express.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the coordinates do not fit the reference system")]
pub struct NotTransformable;

/// Whether a reference system is WGS 84 in degrees. A GeoJSON file that names
/// EPSG:4326 has the longitude first all the same (GeoJSON 2008, 2.1.1).
pub fn is_wgs84(crs: &Crs) -> bool {
    let text = crs.0.trim().to_ascii_uppercase();
    if text.starts_with("GEOGCS") || text.starts_with("GEOGCRS") || text.starts_with("GEODCRS") {
        let text: String = text
            .chars()
            .filter(|letter| !letter.is_whitespace() && !matches!(letter, '_' | '"'))
            .collect();
        let datum = [
            "DATUM[DWGS1984",
            "DATUM[WGS1984",
            "DATUM[WORLDGEODETICSYSTEM1984",
        ];
        return (datum.iter().any(|name| text.contains(name))
            || text.contains("ENSEMBLE[WORLDGEODETICSYSTEM1984"))
            && !text.contains("DATUM[DWGS1984(")
            && !text.contains("GRAD")
            && !text.contains("BOUNDCRS");
    }
    let short = text
        .trim_start_matches("URN:OGC:DEF:CRS:")
        .trim_start_matches("URN:X-OGC:DEF:CRS:")
        .trim_start_matches("HTTP://WWW.OPENGIS.NET/DEF/CRS/")
        .trim_start_matches("HTTPS://WWW.OPENGIS.NET/DEF/CRS/");
    let parts: Vec<&str> = short
        .split([':', '/'])
        .filter(|part| !part.is_empty())
        .collect();
    matches!(
        parts.as_slice(),
        ["EPSG", "4326" | "4979"]
            | ["EPSG", _, "4326" | "4979"]
            | ["OGC", "CRS84" | "CRS84H"]
            | ["OGC", _, "CRS84" | "CRS84H"]
            | ["CRS84" | "WGS84" | "WGS 84" | "WGS_84"]
    )
}

/// A transformation of positions. PROJ's objects belong to one thread, and so does
/// this: make one where it is used.
pub struct Reprojection {
    /// Nothing where both systems are the same.
    transformation: Option<Proj>,
    /// The other way, where a result must come back to where it came from. PROJ's
    /// change of datum is undone to a millimetre or two only.
    reverse: Option<Proj>,
}

impl Reprojection {
    /// From `crs` to WGS 84.
    ///
    /// # Errors
    /// [`CrsError`] where PROJ does not know `crs`.
    pub fn to_wgs84(crs: &Crs) -> Result<Self, CrsError> {
        Self::between(crs, &Crs::wgs84())
    }

    /// From WGS 84 to `crs`; [`Reprojection::to_wgs84`] brings what comes out back to
    /// where it was, well within a millimetre.
    ///
    /// # Errors
    /// [`CrsError`] where PROJ does not know `crs`.
    pub fn from_wgs84(crs: &Crs) -> Result<Self, CrsError> {
        let mut reprojection = Self::between(&Crs::wgs84(), crs)?;
        if reprojection.transformation.is_some() {
            reprojection.reverse = Self::between(crs, &Crs::wgs84())?.transformation;
        }
        Ok(reprojection)
    }

    /// From one reference system to another.
    ///
    /// # Errors
    /// [`CrsError`] with the one that PROJ does not know.
    pub fn between(from: &Crs, to: &Crs) -> Result<Self, CrsError> {
        if from == to || (is_wgs84(from) && is_wgs84(to)) {
            return Ok(Self {
                transformation: None,
                reverse: None,
            });
        }
        let text = |crs: &Crs| -> String {
            if is_wgs84(crs) {
                "OGC:CRS84".to_owned()
            } else {
                crs.0.trim().to_owned()
            }
        };
        let (from, to) = (text(from), text(to));
        projdb::transformation(&from, &to)
            .map(|transformation| Self {
                transformation: Some(transformation),
                reverse: None,
            })
            .map_err(|error| CrsError {
                crs: if from == "OGC:CRS84" { to } else { from },
                reason: reason_of(&error),
            })
    }

    /// Whether it changes nothing.
    pub fn is_identity(&self) -> bool {
        self.transformation.is_none()
    }

    /// Transforms positions in place.
    ///
    /// # Errors
    /// [`NotTransformable`] where one of them has no image; the positions are then
    /// of no use.
    pub fn transform(&self, positions: &mut [Position]) -> Result<(), NotTransformable> {
        let Some(transformation) = &self.transformation else {
            return Ok(());
        };
        // PROJ takes infinities for a mark of failure, and gives them back silently.
        let finite = |position: &Position| position.x.is_finite() && position.y.is_finite();
        if positions.is_empty() {
            return Ok(());
        }
        if !positions.iter().all(finite) {
            return Err(NotTransformable);
        }
        let convert = |by: &Proj, positions: &mut [Position]| -> Result<(), NotTransformable> {
            by.convert_array(positions)
                .map(|_| ())
                .map_err(|_| NotTransformable)
        };
        let wanted = self.reverse.as_ref().map(|_| positions.to_vec());
        convert(transformation, positions)?;
        if let (Some(reverse), Some(mut wanted)) = (&self.reverse, wanted) {
            let mut back = positions.to_vec();
            // What has an image but no way back keeps the image.
            if convert(reverse, &mut back).is_ok() {
                for (wanted, back) in wanted.iter_mut().zip(&back) {
                    *wanted = *wanted + (*wanted - *back);
                }
                convert(transformation, &mut wanted)?;
                positions.copy_from_slice(&wanted);
            }
        }
        if positions.iter().all(finite) {
            Ok(())
        } else {
            Err(NotTransformable)
        }
    }

    /// Transforms one position.
    ///
    /// # Errors
    /// [`NotTransformable`] where it has no image.
    pub fn position(&self, position: Position) -> Result<Position, NotTransformable> {
        let mut one = [position];
        self.transform(&mut one)?;
        let [position] = one;
        Ok(position)
    }
}

/// What PROJ says, and that another program may have misled it.
fn reason_of(error: &proj::ProjCreateError) -> String {
    let misled = ["PROJ_DATA", "PROJ_LIB"]
        .into_iter()
        .find(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()));
    match misled {
        Some(name) => format!("{error}; {name} is set, and may name the data of another PROJ"),
        None => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;
    use crate::measure::distance_m;

    fn crs(text: &str) -> Crs {
        Crs(text.to_owned())
    }

    #[test]
    fn every_name_of_wgs_84_is_known() {
        for name in [
            "EPSG:4326",
            "epsg:4326",
            "urn:ogc:def:crs:OGC:1.3:CRS84",
            "urn:ogc:def:crs:OGC::CRS84",
            "urn:ogc:def:crs:EPSG::4326",
            "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
            "OGC:CRS84",
            "WGS84",
            r#"GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]"#,
            r#"GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]"#,
        ] {
            assert!(is_wgs84(&crs(name)), "{name}");
            let same = Reprojection::to_wgs84(&crs(name)).unwrap();
            assert!(same.is_identity());
        }
        for name in [
            "EPSG:32639",
            "EPSG:4230",
            "EPSG:3857",
            "urn:ogc:def:crs:EPSG::14326",
        ] {
            assert!(!is_wgs84(&crs(name)), "{name}");
        }
    }

    #[test]
    fn there_and_back_is_within_a_millimetre() {
        let wkt = r#"PROJCS["WGS_1984_UTM_Zone_39N",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",51.0],PARAMETER["Scale_Factor",0.9996],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]"#;
        for name in ["EPSG:32639", "EPSG:3857", "EPSG:2058", "EPSG:4230", wkt] {
            let to = Reprojection::from_wgs84(&crs(name)).unwrap();
            let back = Reprojection::to_wgs84(&crs(name)).unwrap();
            for place in [(48.35, 33.49), (44.1, 39.7), (61.5, 27.1)] {
                let place = Position {
                    x: place.0,
                    y: place.1,
                };
                let there = to.position(place).unwrap();
                let moved = (there - place).x.abs() > 1e-9;
                // Outside its area PROJ knows no better than to take ED50 for WGS 84.
                assert!(moved || name == "EPSG:4230", "{name} changes it");
                let again = back.position(there).unwrap();
                assert!(distance_m(place, again) < 1e-4, "{name}: {again:?}");
            }
        }
    }

    #[test]
    fn a_known_point_comes_out_where_it_is() {
        // Zone 39's central meridian at the equator is its false origin.
        let to = Reprojection::to_wgs84(&crs("urn:ogc:def:crs:EPSG::32639")).unwrap();
        let origin = to
            .position(Position {
                x: 500_000.0,
                y: 0.0,
            })
            .unwrap();
        assert!(distance_m(origin, Position { x: 51.0, y: 0.0 }) < 1e-3);
    }

    #[test]
    fn what_does_not_fit_is_refused_and_never_silent() {
        let to = Reprojection::to_wgs84(&crs("EPSG:32639")).unwrap();
        for (x, y) in [(1e300, 0.0), (f64::NAN, 0.0), (f64::INFINITY, 1.0)] {
            assert_eq!(to.position(Position { x, y }), Err(NotTransformable));
        }
        let error = Reprojection::to_wgs84(&crs("EPSG:999999"))
            .map(|_| ())
            .unwrap_err();
        assert_eq!(error.crs, "EPSG:999999");
        assert!(Reprojection::from_wgs84(&crs("no such system")).is_err());
    }
}
