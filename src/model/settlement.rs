//! Settlements: villages, farms and places, which are points with people.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::table::key;
use super::{
    LayerKey, Level, Life, ParentReference, PlainPolygon, Populations, Position, Properties,
    UnitKey,
};

key! {
    /// The key of a [`Settlement`].
    SettlementKey
}

/// What a settlement is (article 2 of the law and its notes).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SettlementKind {
    /// روستا
    Village,
    /// مزرعه
    Farm,
    /// مکان
    Place,
}

impl SettlementKind {
    /// The level it stands at.
    pub fn level(self) -> Level {
        match self {
            Self::Village => Level::Village,
            Self::Farm => Level::Farm,
            Self::Place => Level::Place,
        }
    }
}

/// A village, farm or place (نقطه مسکونی).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Settlement {
    /// Its name for life.
    pub id: Uuid,
    /// What it is.
    pub kind: SettlementKind,
    /// Its statistical code as written, zeros kept.
    pub code: Option<String>,
    /// Its name as written.
    pub name: String,
    /// The unit it is under (تابعیت), usually a rural district.
    pub parent: Option<UnitKey>,
    /// What its source says of its parent.
    pub parent_reference: ParentReference,
    /// For a dependent farm or place, its village (article 2, note 3).
    pub village: Option<SettlementKey>,
    /// Where it is; nothing where the source has no usable point.
    pub position: Option<Position>,
    /// The third ordinate of its point, in metres, if there was one.
    pub height_m: Option<f64>,
    /// Its registered or customary limits, as they came.
    pub limits: Vec<PlainPolygon>,
    /// Its people.
    pub populations: Populations,
    /// The layer it came from.
    pub layer: Option<LayerKey>,
    /// What its source says of it, unknown members too.
    pub properties: Properties,
    /// When it holds.
    pub life: Life,
}
