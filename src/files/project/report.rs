//! What opening a project has to tell: whether it can be written, and what in it is
//! not as it was saved.

use uuid::Uuid;

use super::lock::Holder;
use crate::model::Level;

/// Why a project can only be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadOnlyReason {
    /// It is open for writing in another window or on another computer.
    OpenElsewhere(Holder),
    /// Another program is writing to it.
    Busy,
    /// The file may not be written.
    File,
    /// The folder may not be written in.
    Folder,
    /// The disk has no room for the few bytes that tell others it is open.
    DiskFull,
}

/// What may be done with an open project.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Access {
    /// It can be saved.
    #[default]
    ReadWrite,
    /// It can be saved under another name only.
    ReadOnly(ReadOnlyReason),
}

/// Something in a project that is not as the program left it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OpenNote {
    /// The polygons of a level were edited in another program. They never decide the
    /// borders; saving leaves what was edited in place.
    LevelLayerChangedElsewhere {
        /// The level.
        level: Level,
        /// How many of its polygons are other, new or gone.
        rows: usize,
    },
    /// A border's line was edited in another program; it was taken as it is now.
    BorderChangedElsewhere {
        /// The border.
        id: Uuid,
    },
    /// A row cannot be used and was left out.
    RowLeftOut {
        /// Its table.
        table: String,
        /// Its `fid`.
        row: i64,
        /// The column that cannot be used.
        column: String,
    },
    /// A cell was not understood and counts as empty.
    ValueNotUnderstood {
        /// Its table.
        table: String,
        /// Its row's `fid`.
        row: i64,
        /// Its column.
        column: String,
    },
    /// A ring of a unit names a border that is not in the project.
    BorderMissing {
        /// The unit.
        unit: Uuid,
        /// The border's `fid`.
        border: i64,
    },
    /// The project had an older format and was brought up to date.
    Upgraded {
        /// The format it had.
        from: i64,
    },
}

impl std::fmt::Display for OpenNote {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::LevelLayerChangedElsewhere { level, rows } => write!(
                formatter,
                "layer {}: {rows} polygons were changed in another program; the borders decide, \
                 not they",
                level.name()
            ),
            Self::BorderChangedElsewhere { id } => write!(
                formatter,
                "border {id}: its line was changed in another program, and taken as it is now"
            ),
            Self::RowLeftOut { table, row, column } => write!(
                formatter,
                "{table}, row {row}: left out, because {column} cannot be used"
            ),
            Self::ValueNotUnderstood { table, row, column } => write!(
                formatter,
                "{table}, row {row}: {column} was not understood and counts as empty"
            ),
            Self::BorderMissing { unit, border } => write!(
                formatter,
                "unit {unit}: its border {border} is not in the project"
            ),
            Self::Upgraded { from } => {
                write!(
                    formatter,
                    "the project was brought up to date from format {from}"
                )
            }
        }
    }
}

/// A save, as the project's log has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaveRecord {
    /// When: an ISO time in UTC.
    pub time: String,
    /// Who.
    pub user: String,
    /// On which computer.
    pub host: String,
    /// With which version of the program.
    pub app_version: String,
}

/// What there is to tell after opening a project.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OpenReport {
    /// Whether it can be saved.
    pub access: Access,
    /// The newest save.
    pub last_save: Option<SaveRecord>,
    /// What is not as it was saved, in the order of the tables.
    pub notes: Vec<OpenNote>,
}
