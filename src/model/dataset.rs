//! The data set: every entity that the program works on, as one value.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    Border, BorderKey, Centre, Contents, Decree, DecreeKey, Layer, LayerKey, Level, Marker,
    MarkerKey, Overlay, OverlayKey, Parameters, Position, Settlement, SettlementKey, Sheet,
    SheetKey, Table, TriageMap, Unit, UnitKey,
};

/// Where a data set came from: what names the entities read from its files, so that
/// two people who read the same files get the same UUIDs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin(pub Uuid);

impl Origin {
    /// The origin of a source with this content.
    pub fn of_content(hash: &[u8]) -> Self {
        Self(Uuid::new_v5(&Uuid::NAMESPACE_OID, hash))
    }

    /// The UUID of the `index`-th entity of a kind (`unit`, `border` …). Entities
    /// made by an edit have random ones instead.
    pub fn id(&self, kind: &str, index: usize) -> Uuid {
        Uuid::new_v5(&self.0, format!("{kind}/{index}").as_bytes())
    }
}

/// The divisions of a country or a part of it. A clone is a cheap snapshot: tables
/// share their rows until one of them changes.
#[derive(Debug, Clone, PartialEq)]
pub struct Dataset {
    /// Its name for life, which also names its entities.
    pub origin: Origin,
    /// Its title, shown in the window.
    pub title: String,
    /// What its checks are told.
    pub parameters: Parameters,
    /// The files it was read from.
    pub layers: Table<LayerKey, Layer>,
    /// Provinces to cities.
    pub units: Table<UnitKey, Unit>,
    /// Villages, farms and places.
    pub settlements: Table<SettlementKey, Settlement>,
    /// Lines between junctions.
    pub borders: Table<BorderKey, Border>,
    /// Legal acts.
    pub decrees: Table<DecreeKey, Decree>,
    /// Polygons over the coverage.
    pub overlays: Table<OverlayKey, Overlay>,
    /// Monuments on borders.
    pub markers: Table<MarkerKey, Marker>,
    /// Scanned maps that are traced from.
    pub sheets: Table<SheetKey, Sheet>,
    /// What people have said of findings.
    pub triage: TriageMap,
    /// Files that are kept with the data.
    pub contents: Contents,
}

impl Dataset {
    /// An empty data set.
    pub fn new(origin: Origin, title: impl Into<String>) -> Self {
        Self {
            origin,
            title: title.into(),
            parameters: Parameters::default(),
            layers: Table::default(),
            units: Table::default(),
            settlements: Table::default(),
            borders: Table::default(),
            decrees: Table::default(),
            overlays: Table::default(),
            markers: Table::default(),
            sheets: Table::default(),
            triage: TriageMap::default(),
            contents: Contents::default(),
        }
    }

    /// Where a unit's centre is, in degrees: its own place, or that of the village or city
    /// that it is.
    pub fn centre_position(&self, centre: &Centre) -> Option<Position> {
        let settlement = || self.settlements.get(centre.settlement?)?.position;
        let city = || self.units.get(centre.city?)?.point;
        centre.position.or_else(settlement).or_else(city)
    }

    /// The unit and those above it, nearest first. It ends where a cycle would begin.
    pub fn ancestors(&self, unit: UnitKey) -> impl Iterator<Item = (UnitKey, &Unit)> {
        // A chain longer than there are levels can only be a cycle.
        let mut left = Level::ALL.len();
        let mut next = Some(unit);
        std::iter::from_fn(move || {
            left = left.checked_sub(1)?;
            let key = next?;
            let unit = self.units.get(key)?;
            next = unit.parent;
            Some((key, unit))
        })
    }

    /// The unit at `level` that `unit` is, or lies under.
    pub fn ancestor_at(&self, unit: UnitKey, level: Level) -> Option<UnitKey> {
        self.ancestors(unit)
            .find(|(_, ancestor)| ancestor.level == level)
            .map(|(key, _)| key)
    }
}
