//! The data of country divisions as values: units, borders, settlements, overlays,
//! levels, codes, dates. Nothing here knows of files, of drawing, or of how borders are
//! found; a [`Dataset`] is cheap to clone and is never changed behind a clone.

mod border;
mod contents;
mod dataset;
mod date;
mod decree;
mod fold;
mod layer;
mod level;
mod life;
mod line;
mod marker;
mod overlay;
mod parameters;
mod population;
mod position;
mod properties;
mod settlement;
mod sheet;
mod table;
mod triage;
mod unit;

pub use border::{Border, BorderAttributes, BorderKey, BorderStatus};
pub use contents::{ContentHash, Contents};
pub use dataset::{Dataset, Origin};
pub use date::{DateError, IsoDate, PartialDate};
pub use decree::{AttachedSheet, Attachment, Clause, Decree, DecreeBody, DecreeKey, DecreeKind};
pub use fold::{ascii_digits, fold_letter, fold_name};
pub use layer::{
    Attribute, BorderLine, Crs, FeatureRecord, FieldMapping, FieldPath, Holds, Layer, LayerKey,
    NOT_ON_EARTH_MARK,
};
pub use level::Level;
pub use life::{Life, Period};
pub use line::{CHUNK_EDGES, Chunk, Line};
pub use marker::{Marker, MarkerKey};
pub use overlay::{Overlay, OverlayKey, OverlayKind};
pub use parameters::Parameters;
pub use population::{Count, Populations};
pub use position::{Extent, Position, is_usable, same_place};
pub use properties::Properties;
pub use settlement::{Settlement, SettlementKey, SettlementKind};
pub use sheet::{ControlPoint, Sheet, SheetFit, SheetKey};
pub use table::{Key, Table};
pub use triage::{Comment, Exception, SeenFinding, Triage, TriageMap, TriageState};
pub use unit::{
    BorderUse, Centre, DensityGrade, Land, OtherName, ParentReference, Part, PlainPolygon,
    PlainRing, PlainRole, Repeat, Ring, SpecialArea, Unit, UnitKey,
};
