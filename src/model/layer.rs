//! Layers: the files a data set was read from, how their fields were understood, and
//! which entity each feature became, so that each can be written back as it came.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::table::key;
use super::{BorderUse, Level, OverlayKey, OverlayKind, Properties, SettlementKey, UnitKey};

key! {
    /// The key of a [`Layer`].
    LayerKey
}

/// A coordinate reference system, as anything that PROJ understands: `EPSG:32639`,
/// a WKT text, a PROJ string.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Crs(pub String);

impl Crs {
    /// WGS 84 in longitude and latitude (RFC 7946, 4).
    pub fn wgs84() -> Self {
        Self("OGC:CRS84".to_owned())
    }
}

/// The way to a value in a feature's properties: `["tags", "name"]`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FieldPath(pub Vec<String>);

impl FieldPath {
    /// The value there, if there is one.
    pub fn find<'a>(&self, properties: &'a Map<String, Value>) -> Option<&'a Value> {
        let (first, rest) = self.0.split_first()?;
        rest.iter()
            .try_fold(properties.get(first)?, |value, name| value.get(name))
    }
}

/// What a field of a layer can mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Attribute {
    /// The feature's level.
    Level,
    /// Its code.
    Code,
    /// Its name.
    Name,
    /// Its parent's code or name.
    Parent,
    /// The name of its ancestor at a level.
    AncestorName(Level),
    /// The code of its ancestor at a level.
    AncestorCode(Level),
    /// Its people at a census (Solar Hijri year), undated if none.
    People(Option<i32>),
    /// Its households at a census.
    Households(Option<i32>),
    /// The name of its centre.
    Centre,
    /// Its density grade.
    Density,
    /// The special areas it lies in.
    SpecialAreas,
    /// When it was established.
    Established,
    /// Since when it is no more.
    Ended,
    /// The village that a dependent farm or place belongs to, by code.
    Village,
    /// The party whose submission it is.
    Party,
    /// The code of what an overlay belongs to: a harim's city, a village's limits'
    /// village.
    Of,
    /// The code of the unit on a border's left.
    LeftCode,
    /// The code of the unit on a border's right.
    RightCode,
    /// Whether a border is settled.
    Status,
    /// The number of the decree that a border rests on.
    Decree,
    /// What a border was taken from.
    Source,
    /// How far, in metres, a border may be off.
    Accuracy,
    /// When a border was surveyed or drawn.
    Drawn,
}

impl Attribute {
    /// Those that only lines of border attributes have.
    pub const OF_BORDERS: [Self; 7] = [
        Self::LeftCode,
        Self::RightCode,
        Self::Status,
        Self::Decree,
        Self::Source,
        Self::Accuracy,
        Self::Drawn,
    ];
}

/// How the fields of a layer are understood.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FieldMapping {
    /// The level of every feature for which no level field says otherwise;
    /// `centre` layers have [`FieldMapping::centres`].
    pub level: Option<Level>,
    /// Whether its features are the centres of the units they name as parents.
    pub centres: bool,
    /// Whether the layer is a party's submission, and whose: it then lies over the
    /// coverage and is no part of it.
    pub party: Option<String>,
    /// What every feature of it is that no level field says otherwise of, where it
    /// lies over the coverage.
    pub overlay: Option<OverlayKind>,
    /// Whether its features are lines that tell attributes of borders.
    pub borders: bool,
    /// Where each attribute is found.
    #[serde(with = "field_list")]
    pub fields: BTreeMap<Attribute, FieldPath>,
}

/// `BTreeMap<Attribute, _>` as a list of pairs: attributes with a level or a year
/// are no strings, and JSON's keys are.
mod field_list {
    use super::{Attribute, BTreeMap, FieldPath};
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<S: Serializer>(
        fields: &BTreeMap<Attribute, FieldPath>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        fields.iter().collect::<Vec<_>>().serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<BTreeMap<Attribute, FieldPath>, D::Error> {
        Vec::<(Attribute, FieldPath)>::deserialize(deserializer).map(BTreeMap::from_iter)
    }
}

/// Where a record's members keep, under `geometry`, a point that is not on the earth and
/// so is no place of its entity.
pub const NOT_ON_EARTH_MARK: &str = "marz:place";

/// What became of a feature.
#[derive(Debug, Clone, PartialEq)]
pub enum Holds {
    /// It is a unit.
    Unit(UnitKey),
    /// It is a settlement.
    Settlement(SettlementKey),
    /// It is the centre of a unit.
    Centre(UnitKey),
    /// It lies over the coverage.
    Overlay(OverlayKey),
    /// It is a line that told attributes of borders.
    BorderLine(Arc<BorderLine>),
    /// It could not be used, and is kept as it came: a GeoJSON feature object.
    Kept(Arc<Value>),
}

/// A line of a layer of border attributes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BorderLine {
    /// The feature as it came, in its layer's reference system.
    pub feature: Value,
    /// The borders that it told attributes of, in the order and direction in which
    /// it runs along them; none where it matched none.
    pub path: Vec<BorderUse>,
    /// Whether its vertices are those of the borders of its path, so that it can be
    /// written with their course.
    pub is_whole: bool,
}

/// A feature of a layer.
#[derive(Debug, Clone, PartialEq)]
pub struct FeatureRecord {
    /// What it became.
    pub holds: Holds,
    /// Its members beside `type`, `geometry` and `properties`: `id`, `bbox`, others.
    pub members: Properties,
}

/// A file, or one layer of a file, that the data set was read from.
#[derive(Debug, Clone, PartialEq)]
pub struct Layer {
    /// Its name for life.
    pub id: Uuid,
    /// Its name: the file's without its ending, or the layer's in a project.
    pub name: String,
    /// The file it came from, as the user named it.
    pub file: String,
    /// The reference system of the file; coordinates in the data set are WGS 84.
    pub crs: Crs,
    /// How its fields are understood.
    pub mapping: FieldMapping,
    /// Its members beside `type` and `features` (a legacy `crs`, `name`, notes).
    pub members: Properties,
    /// Whether the file is one bare geometry and no feature.
    pub bare_geometry: bool,
    /// Its features, in its order.
    pub features: Arc<[FeatureRecord]>,
}
