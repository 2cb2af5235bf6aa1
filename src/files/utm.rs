//! Places in Universal Transverse Mercator on WGS 84, as offices write them: zone, easting
//! and northing in metres. PROJ reckons; what was made for a zone is kept for the thread.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::reproject::Reprojection;
use crate::model::{Crs, Position, is_usable};

/// A place in a zone of the grid.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct UtmPlace {
    /// The zone, 1 to 60; Iran lies in 38 to 41.
    pub zone: u8,
    /// Whether northings are counted from the equator; in the south they are counted from
    /// 10,000 km below it.
    pub is_north: bool,
    /// In metres.
    pub easting_m: f64,
    /// In metres.
    pub northing_m: f64,
}

type Ways = (Rc<Reprojection>, Rc<Reprojection>);

thread_local! {
    static KNOWN: RefCell<BTreeMap<u16, Ways>> = const { RefCell::new(BTreeMap::new()) };
}

/// From degrees to a zone, and back.
fn ways(zone: u8, is_north: bool) -> Option<Ways> {
    let code = if is_north { 32_600 } else { 32_700 } + u16::from(zone);
    KNOWN.with_borrow_mut(|known| {
        if let Some(ways) = known.get(&code) {
            return Some(ways.clone());
        }
        let crs = Crs(format!("EPSG:{code}"));
        let there = Rc::new(Reprojection::from_wgs84(&crs).ok()?);
        let back = Rc::new(Reprojection::to_wgs84(&crs).ok()?);
        known.insert(code, (Rc::clone(&there), Rc::clone(&back)));
        Some((there, back))
    })
}

/// The grid of one zone, also for places that lie somewhat outside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UtmGrid {
    zone: u8,
    is_north: bool,
}

impl UtmGrid {
    /// The grid of the zone that a place lies in.
    pub fn around(position: Position) -> Option<Self> {
        let place = UtmPlace::of(position)?;
        Some(Self {
            zone: place.zone,
            is_north: place.is_north,
        })
    }

    /// East and north of a place, in metres of this grid.
    pub fn metres(self, position: Position) -> Option<[f64; 2]> {
        let (there, _) = ways(self.zone, self.is_north)?;
        let metres = there.position(position).ok()?;
        Some([metres.x, metres.y])
    }

    /// The place at metres of this grid.
    pub fn position(self, [x, y]: [f64; 2]) -> Option<Position> {
        let (_, back) = ways(self.zone, self.is_north)?;
        let position = back.position(Position { x, y }).ok()?;
        is_usable(position).then_some(position)
    }
}

impl UtmPlace {
    /// A place in the zone that it lies in; nothing above 84° and below 80° S, where the grid
    /// ends.
    ///
    /// ```
    /// use marz::{files::UtmPlace, model::Position};
    /// let place = UtmPlace::of(Position { x: 48.5, y: 33.5 }).unwrap();
    /// assert_eq!((place.zone, place.is_north), (39, true));
    /// assert!((place.easting_m - 267_788.0).abs() < 500.0);
    /// let back = place.position().unwrap();
    /// assert!((back.x - 48.5).abs() < 1e-9 && (back.y - 33.5).abs() < 1e-9);
    /// ```
    pub fn of(position: Position) -> Option<Self> {
        if !is_usable(position) || !(-80.0..=84.0).contains(&position.y) {
            return None;
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a longitude within half a turn"
        )]
        let zone = (((position.x + 180.0) / 6.0) as u8).min(59) + 1;
        let is_north = position.y >= 0.0;
        let (there, _) = ways(zone, is_north)?;
        let metres = there.position(position).ok()?;
        Some(Self {
            zone,
            is_north,
            easting_m: metres.x,
            northing_m: metres.y,
        })
    }

    /// The place in degrees; nothing for a zone that there is not, or metres that lie in none.
    pub fn position(self) -> Option<Position> {
        if !(1..=60).contains(&self.zone) {
            return None;
        }
        let (_, back) = ways(self.zone, self.is_north)?;
        let metres = Position {
            x: self.easting_m,
            y: self.northing_m,
        };
        let is_in_grid = (100_000.0..=900_000.0).contains(&metres.x);
        let position = back.position(metres).ok()?;
        (is_in_grid && is_usable(position)).then_some(position)
    }
}
