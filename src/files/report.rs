//! The import report: what of the files could not be used as it stands, what was
//! inferred, and what was read, line by line in data. Words for it are the window's;
//! the English ones here serve the command line and the logs.

use std::collections::BTreeMap;
use std::fmt;

use crate::model::{Attribute, Crs, FieldMapping, LayerKey, Level, OverlayKind};

/// What a feature without a code is called by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CalledBy {
    /// Its name.
    Name,
    /// Its own id, or its place in the file.
    Id,
}

/// What there is to tell of a file, a layer or a feature.
#[derive(Debug, Clone, PartialEq)]
pub enum Reason {
    /// The item of the collection is no feature object.
    NotAFeature,
    /// Its geometry is of a kind that no division has.
    UnsupportedGeometry {
        /// GeoJSON's name of it, or the shapefile's.
        kind: String,
    },
    /// Its coordinates are not nested or typed as its kind asks.
    BrokenCoordinates,
    /// A position has a longitude beyond ±180° or a latitude beyond ±90°, or is not
    /// finite.
    NotOnEarth,
    /// A ring has fewer than three distinct vertices.
    ShortRing,
    /// A polygon has no ring at all.
    EmptyGeometry,
    /// Positions have more than three ordinates; the others were left out.
    ExtraOrdinates,
    /// The file has bare `NaN` or `Infinity`, which JSON does not; read as nothing.
    BareNotANumber {
        /// How many.
        count: usize,
    },
    /// The layer has no features.
    EmptyLayer,
    /// The coordinates cannot be transformed from the layer's reference system.
    NotTransformable,
    /// There is no level: no field, no file name says it.
    NoLevel,
    /// The level's value is none that is known.
    UnknownLevel {
        /// As written.
        value: String,
    },
    /// A record of the shapefile is broken.
    BrokenShape {
        /// What was found, in English.
        what: String,
    },
    /// The shapefile has no table of attributes (.dbf).
    NoTable,
    /// The table of attributes (.dbf) cannot be read.
    BrokenTable {
        /// What was found, in English.
        what: String,
    },
    /// A row of the table is missing, marked as deleted or broken.
    BrokenRow,
    /// The encoding that the shapefile names is not known.
    UnknownEncoding {
        /// Its name.
        label: String,
    },
    /// The encoding was inferred from the bytes.
    EncodingInferred {
        /// Its name.
        label: String,
    },
    /// The layer names its reference system by a link, which is not followed.
    CrsLink,
    /// Features have no code.
    NoCode {
        /// How many.
        count: usize,
        /// What they are called by instead.
        called_by: CalledBy,
    },
    /// A value is not one for its attribute.
    BadValue {
        /// The attribute.
        attribute: Attribute,
        /// As written.
        value: String,
    },
    /// What it names as its parent is nowhere.
    ParentNotFound {
        /// As written.
        reference: String,
    },
    /// What it names as its parent fits several units.
    ParentAmbiguous {
        /// As written.
        reference: String,
    },
    /// Parents were found by place, because the references are codes or names of
    /// another list.
    ParentsByPlace {
        /// As written; nothing where the layer names no parents at all.
        reference: Option<String>,
        /// The parent found.
        unit: String,
        /// How many of the children lie in it.
        inside: usize,
        /// How many children there are.
        of: usize,
    },
    /// Units that only columns of their children name.
    NamedByChildren {
        /// Their level.
        level: Level,
        /// How many.
        count: usize,
    },
    /// The centre's unit is nowhere.
    CentreWithoutUnit {
        /// As written.
        reference: String,
    },
    /// The centre's unit could be several.
    CentreAmbiguous {
        /// As written.
        reference: String,
    },
    /// The unit has a centre already.
    SecondCentre {
        /// The unit.
        unit: String,
    },
    /// Submissions of a party, kept over the coverage.
    PartyLayer {
        /// Whose.
        party: String,
        /// How many features.
        count: usize,
    },
    /// What should lie over the coverage has no polygon.
    OverlayWithoutLand,
    /// The city or village that an overlay belongs to is nowhere.
    OverlayOfNothing {
        /// Its code as written.
        reference: String,
    },
    /// A feature of a layer of border attributes is no line.
    NotALine,
    /// The course of a line is that of no border, or of none between its two units.
    BorderNotFound,
    /// Only a part of a line runs along borders between its two units.
    BorderInPart {
        /// How much of it, in metres.
        matched_m: f64,
        /// Its length in metres.
        length_m: f64,
    },
    /// A line says of a border what another line denies; the first one holds.
    BorderToldTwice,
}

impl Reason {
    /// The kind, for the language files: `short_ring`, …
    pub fn kind(&self) -> &'static str {
        match self {
            Self::NotAFeature => "not_a_feature",
            Self::UnsupportedGeometry { .. } => "unsupported_geometry",
            Self::BrokenCoordinates => "broken_coordinates",
            Self::NotOnEarth => "not_on_earth",
            Self::ShortRing => "short_ring",
            Self::EmptyGeometry => "empty_geometry",
            Self::ExtraOrdinates => "extra_ordinates",
            Self::BareNotANumber { .. } => "bare_not_a_number",
            Self::EmptyLayer => "empty_layer",
            Self::NotTransformable => "not_transformable",
            Self::NoLevel => "no_level",
            Self::UnknownLevel { .. } => "unknown_level",
            Self::BrokenShape { .. } => "broken_shape",
            Self::NoTable => "no_table",
            Self::BrokenTable { .. } => "broken_table",
            Self::BrokenRow => "broken_row",
            Self::UnknownEncoding { .. } => "unknown_encoding",
            Self::EncodingInferred { .. } => "encoding_inferred",
            Self::CrsLink => "crs_link",
            Self::NoCode { .. } => "no_code",
            Self::BadValue { .. } => "bad_value",
            Self::ParentNotFound { .. } => "parent_not_found",
            Self::ParentAmbiguous { .. } => "parent_ambiguous",
            Self::ParentsByPlace { .. } => "parents_by_place",
            Self::NamedByChildren { .. } => "named_by_children",
            Self::CentreWithoutUnit { .. } => "centre_without_unit",
            Self::CentreAmbiguous { .. } => "centre_ambiguous",
            Self::SecondCentre { .. } => "second_centre",
            Self::PartyLayer { .. } => "party_layer",
            Self::OverlayWithoutLand => "overlay_without_land",
            Self::OverlayOfNothing { .. } => "overlay_of_nothing",
            Self::NotALine => "not_a_line",
            Self::BorderNotFound => "border_not_found",
            Self::BorderInPart { .. } => "border_in_part",
            Self::BorderToldTwice => "border_told_twice",
        }
    }

    /// Whether something was lost or left out of use, rather than inferred.
    pub fn is_problem(&self) -> bool {
        !matches!(
            self,
            Self::EncodingInferred { .. }
                | Self::NoCode { .. }
                | Self::ParentsByPlace { .. }
                | Self::NamedByChildren { .. }
                | Self::PartyLayer { .. }
        )
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAFeature => write!(formatter, "not a feature; kept as it is"),
            Self::UnsupportedGeometry { kind } => {
                write!(formatter, "a {kind} is no division's shape; kept as it is")
            }
            Self::BrokenCoordinates => write!(formatter, "broken coordinates; kept as it is"),
            Self::NotOnEarth => write!(
                formatter,
                "a coordinate is not on the earth; kept, outside the coverage"
            ),
            Self::ShortRing => write!(
                formatter,
                "a ring has fewer than three distinct vertices; kept, outside the coverage"
            ),
            Self::EmptyGeometry => write!(formatter, "its geometry is empty"),
            Self::ExtraOrdinates => {
                write!(formatter, "ordinates beyond the third were left out")
            }
            Self::BareNotANumber { count } => {
                write!(
                    formatter,
                    "NaN or Infinity in {count} places, read as nothing"
                )
            }
            Self::EmptyLayer => write!(formatter, "there is no feature in it"),
            Self::NotTransformable => write!(
                formatter,
                "its coordinates do not fit the layer's reference system; kept as it is"
            ),
            Self::NoLevel => write!(
                formatter,
                "no level: name the field that has it, or the level, with --map"
            ),
            Self::UnknownLevel { value } => {
                write!(formatter, "“{value}” is no level; kept as it is")
            }
            Self::BrokenShape { what } => write!(formatter, "broken record: {what}"),
            Self::NoTable => write!(formatter, "there is no .dbf beside it, so no attributes"),
            Self::BrokenTable { what } => write!(formatter, "its .dbf cannot be read: {what}"),
            Self::BrokenRow => write!(formatter, "its row in the .dbf cannot be read"),
            Self::UnknownEncoding { label } => {
                write!(formatter, "the encoding “{label}” is not known")
            }
            Self::EncodingInferred { label } => {
                write!(formatter, "no .cpg says the encoding; read as {label}")
            }
            Self::CrsLink => write!(
                formatter,
                "the reference system is given by a link; read as WGS 84"
            ),
            Self::NoCode { count, called_by } => {
                let by = match called_by {
                    CalledBy::Name => "name",
                    CalledBy::Id => "id",
                };
                write!(
                    formatter,
                    "{count} features have no code and go by their {by}"
                )
            }
            Self::BadValue { attribute, value } => {
                write!(formatter, "“{value}” is not a value for {attribute:?}")
            }
            Self::ParentNotFound { reference } => {
                write!(formatter, "its parent “{reference}” is nowhere")
            }
            Self::ParentAmbiguous { reference } => {
                write!(formatter, "its parent “{reference}” could be several units")
            }
            Self::ParentsByPlace {
                reference,
                unit,
                inside,
                of,
            } => match reference {
                Some(reference) => write!(
                    formatter,
                    "“{reference}” was taken for {unit}, in which {inside} of its {of} units lie"
                ),
                None => write!(formatter, "{inside} of {of} units lie in {unit}"),
            },
            Self::NamedByChildren { level, count } => write!(
                formatter,
                "{count} units ({}) are named by their children only",
                level.name()
            ),
            Self::CentreWithoutUnit { reference } => {
                write!(
                    formatter,
                    "the unit “{reference}” that it is the centre of is nowhere"
                )
            }
            Self::CentreAmbiguous { reference } => write!(
                formatter,
                "“{reference}”, which it is the centre of, could be several units"
            ),
            Self::SecondCentre { unit } => {
                write!(formatter, "{unit} has a centre already; kept as it is")
            }
            Self::PartyLayer { party, count } => write!(
                formatter,
                "{count} features are a submission of “{party}” and lie over the coverage"
            ),
            Self::OverlayWithoutLand => {
                write!(formatter, "it has no polygon; kept as it is")
            }
            Self::OverlayOfNothing { reference } => write!(
                formatter,
                "the city or village “{reference}” that it belongs to is nowhere"
            ),
            Self::NotALine => write!(
                formatter,
                "it is no line, and tells nothing of a border; kept as it is"
            ),
            Self::BorderNotFound => write!(
                formatter,
                "no border between its two units runs along it; its attributes are not used"
            ),
            Self::BorderInPart {
                matched_m,
                length_m,
            } => write!(
                formatter,
                "only {matched_m:.0} m of its {length_m:.0} m run along borders between its two \
                 units; the others have none of its attributes"
            ),
            Self::BorderToldTwice => write!(
                formatter,
                "another line says something else of a border on it; the first one holds"
            ),
        }
    }
}

/// A line of the report.
#[derive(Debug, Clone, PartialEq)]
pub struct ReportLine {
    /// The file it is about; nothing where it is about them all.
    pub file: Option<String>,
    /// The feature's place in the file, from 1.
    pub feature: Option<usize>,
    /// The feature's own id, if it has one.
    pub id: Option<String>,
    /// What there is to tell.
    pub reason: Reason,
}

impl fmt::Display for ReportLine {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(file) = &self.file {
            write!(formatter, "{file}: ")?;
        }
        if let Some(number) = self.feature {
            write!(formatter, "feature {number}")?;
            if let Some(id) = &self.id {
                write!(formatter, " ({id})")?;
            }
            write!(formatter, ": ")?;
        }
        self.reason.fmt(formatter)
    }
}

/// How a layer was read.
#[derive(Debug, Clone, PartialEq)]
pub struct LayerReport {
    /// The layer in the data set.
    pub layer: LayerKey,
    /// Its file.
    pub file: String,
    /// Its reference system.
    pub crs: Crs,
    /// How its fields were understood.
    pub mapping: FieldMapping,
    /// How many features it has.
    pub features: usize,
}

/// What an import did.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ImportReport {
    /// What there is to tell, layer by layer in the order of the files.
    pub lines: Vec<ReportLine>,
    /// How many units and settlements were made, by level.
    pub counts: BTreeMap<Level, usize>,
    /// How many overlays there are, by kind.
    pub overlays: BTreeMap<OverlayKind, usize>,
    /// How many borders were told attributes by lines.
    pub told_borders: usize,
    /// How many centres were given to units.
    pub centres: usize,
    /// How many features could not be used and are kept as they came.
    pub kept: usize,
    /// The layers.
    pub layers: Vec<LayerReport>,
}
