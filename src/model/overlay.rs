//! Overlays: polygons that lie over the coverage and are no part of it. Harims, city
//! limits, village limits, constituencies, the submissions of parties, and the lakes
//! and the sea in which a gap of the coverage is allowed.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::table::key;
use super::{Extent, LayerKey, Level, Life, PlainPolygon, Position, Properties, is_usable};

key! {
    /// The key of an [`Overlay`].
    OverlayKey
}

/// What an overlay is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OverlayKind {
    /// حریم: the land around a city in which it has a say.
    Harim,
    /// محدوده قانونی: a city's limits by law.
    CityLimits,
    /// حوزه شهری: the land that a city serves (article 4, note 4).
    UrbanArea,
    /// محدوده روستا: a village's registered or customary land (article 2).
    VillageLimits,
    /// حوزه انتخابیه (article 14, note 2).
    Constituency,
    /// A unit's land as a party has it.
    Submission,
    /// دریاچه: a gap of the coverage is allowed in it.
    Lake,
    /// دریا: likewise.
    Sea,
}

impl OverlayKind {
    /// Every kind, in the order of lists.
    pub const ALL: [Self; 8] = [
        Self::Harim,
        Self::CityLimits,
        Self::UrbanArea,
        Self::VillageLimits,
        Self::Constituency,
        Self::Submission,
        Self::Lake,
        Self::Sea,
    ];

    /// The name for machines: `village_limits`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Harim => "harim",
            Self::CityLimits => "city_limits",
            Self::UrbanArea => "urban_area",
            Self::VillageLimits => "village_limits",
            Self::Constituency => "constituency",
            Self::Submission => "submission",
            Self::Lake => "lake",
            Self::Sea => "sea",
        }
    }

    /// The kind whose name for machines is `name`.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether a gap of the coverage that lies in it is no fault.
    pub fn allows_gaps(self) -> bool {
        matches!(self, Self::Lake | Self::Sea)
    }
}

/// A polygon, or several that are one thing, over the coverage.
#[derive(Debug, Clone, PartialEq)]
pub struct Overlay {
    /// Its name for life.
    pub id: Uuid,
    /// What it is.
    pub kind: OverlayKind,
    /// Its own code as written; in a submission, that of the unit it stands for.
    pub code: Option<String>,
    /// Its name as written.
    pub name: String,
    /// The code of what it belongs to, as written: the city of a harim, of city
    /// limits and of an urban area, the settlement of village limits.
    pub of_code: Option<String>,
    /// Whose submission it is.
    pub party: Option<String>,
    /// The level of the unit that a submission stands for.
    pub level: Option<Level>,
    /// Its polygons as they came.
    pub polygons: Arc<[PlainPolygon]>,
    /// Whether its source wrote it as a MultiPolygon.
    pub multi: bool,
    /// The layer it came from.
    pub layer: Option<LayerKey>,
    /// What its source says of it, unknown members too.
    pub properties: Properties,
    /// When it holds.
    pub life: Life,
}

impl Overlay {
    /// An overlay with nothing but its kind.
    pub fn new(id: Uuid, kind: OverlayKind) -> Self {
        Self {
            id,
            kind,
            code: None,
            name: String::new(),
            of_code: None,
            party: None,
            level: None,
            polygons: Arc::from([]),
            multi: false,
            layer: None,
            properties: Properties::default(),
            life: Life::default(),
        }
    }

    /// The vertices of its rings that can be on the earth, as written.
    pub fn positions(&self) -> impl Iterator<Item = Position> {
        self.polygons
            .iter()
            .flat_map(|polygon| &polygon.rings)
            .flat_map(|ring| ring.positions.iter().copied())
            .filter(|&position| is_usable(position))
    }

    /// The box around it; nothing where it has no vertex.
    pub fn extent(&self) -> Option<Extent> {
        Extent::around(self.positions())
    }
}
