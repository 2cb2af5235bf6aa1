//! The tables of a project: those that any GIS reads (`borders`, `units`,
//! `settlements`, `decrees`, `populations`, `overlays`, `markers`, `triage`, and one of polygons
//! for each level) and those of the program alone, whose names begin with `marz_`. An entity's `fid` is
//! its row in the data set plus one, and every reference to an entity is its `fid`,
//! so that one to a unit that is gone, or to one of two with the same code, survives.

/// The number of this format.
pub(super) const FORMAT: i64 = 6;

/// What a table that others read holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    /// Features with a geometry of this type in the column `geom`.
    Features(&'static str),
    /// Rows without geometry.
    Attributes,
}

/// A table that others read, listed in `gpkg_contents`.
#[derive(Debug)]
pub(super) struct OpenTable {
    pub(super) name: &'static str,
    pub(super) content: Content,
    /// What the table holds, for the catalogue of the GIS.
    pub(super) description: &'static str,
    /// The columns after `fid`: their names and types.
    pub(super) columns: &'static [(&'static str, &'static str)],
}

/// The columns of the two periods of an entity, without the comma.
macro_rules! with_life {
    ($(($name:literal, $type:literal)),* $(,)?) => {
        &[
            $(($name, $type),)*
            ("effective_from", "TEXT"),
            ("effective_until", "TEXT"),
            ("recorded_from", "TEXT"),
            ("recorded_until", "TEXT"),
        ]
    };
}

pub(super) const BORDERS: OpenTable = OpenTable {
    name: "borders",
    content: Content::Features("LINESTRING"),
    description: "Borders: lines between junctions, each stored once",
    columns: with_life![
        ("geom", "LINESTRING"),
        ("uuid", "TEXT"),
        ("level", "TEXT"),
        ("status", "TEXT"),
        ("decree", "INTEGER"),
        ("source", "TEXT"),
        ("accuracy_m", "DOUBLE"),
        ("drawn", "TEXT"),
        ("left_codes", "TEXT"),
        ("left_names", "TEXT"),
        ("right_codes", "TEXT"),
        ("right_names", "TEXT"),
        ("length_m", "DOUBLE"),
        ("left_units", "TEXT"),
        ("right_units", "TEXT"),
        ("area_term_m2", "DOUBLE"),
        ("came_from", "TEXT"),
        ("line_hash", "BLOB"),
    ],
};

pub(super) const UNITS: OpenTable = OpenTable {
    name: "units",
    content: Content::Attributes,
    description: "Units: provinces, counties, districts, rural districts and cities",
    columns: with_life![
        ("uuid", "TEXT"),
        ("level", "TEXT"),
        ("code", "TEXT"),
        ("name", "TEXT"),
        ("parent", "INTEGER"),
        ("parent_reference", "TEXT"),
        ("land", "TEXT"),
        ("multi", "BOOLEAN"),
        ("point", "BLOB"),
        ("centre_name", "TEXT"),
        ("centre_point", "BLOB"),
        ("centre_settlement", "INTEGER"),
        ("centre_city", "INTEGER"),
        ("centre_layer", "INTEGER"),
        ("centre_properties", "TEXT"),
        ("density", "TEXT"),
        ("special_areas", "TEXT"),
        ("nomadic", "BOOLEAN"),
        ("established", "TEXT"),
        ("decree", "INTEGER"),
        ("layer", "INTEGER"),
        ("properties", "TEXT"),
        ("ministry_code", "TEXT"),
        ("latin_name", "TEXT"),
        ("other_names", "TEXT"),
        ("density_decree", "INTEGER"),
        ("special_governorate", "BOOLEAN"),
        ("notes", "TEXT"),
        ("attachments", "TEXT"),
    ],
};

pub(super) const SETTLEMENTS: OpenTable = OpenTable {
    name: "settlements",
    content: Content::Features("POINT"),
    description: "Settlements: villages, farms and places",
    columns: with_life![
        ("geom", "POINT"),
        ("uuid", "TEXT"),
        ("kind", "TEXT"),
        ("code", "TEXT"),
        ("name", "TEXT"),
        ("parent", "INTEGER"),
        ("parent_reference", "TEXT"),
        ("village", "INTEGER"),
        ("height_m", "DOUBLE"),
        ("limits", "BLOB"),
        ("layer", "INTEGER"),
        ("properties", "TEXT"),
    ],
};

pub(super) const DECREES: OpenTable = OpenTable {
    name: "decrees",
    content: Content::Attributes,
    description: "Decrees: the legal acts behind units and borders",
    columns: with_life![
        ("uuid", "TEXT"),
        ("number", "TEXT"),
        ("date", "TEXT"),
        ("authority", "TEXT"),
        ("subject", "TEXT"),
        ("body", "TEXT"),
        ("kind", "TEXT"),
        ("proposal_number", "TEXT"),
        ("proposal_date", "TEXT"),
        ("session_date", "TEXT"),
        ("delegation", "TEXT"),
        ("notice_number", "TEXT"),
        ("notice_date", "TEXT"),
        ("gazette_number", "TEXT"),
        ("gazette_date", "TEXT"),
        ("clauses", "TEXT"),
        ("sheets", "TEXT"),
        ("amends", "TEXT"),
        ("annuls", "TEXT"),
        ("file", "TEXT"),
    ],
};

pub(super) const POPULATIONS: OpenTable = OpenTable {
    name: "populations",
    content: Content::Attributes,
    description: "People and households of units and settlements by census (Solar Hijri year)",
    columns: &[
        ("element", "TEXT"),
        ("element_fid", "INTEGER"),
        ("census", "INTEGER"),
        ("people", "INTEGER"),
        ("households", "INTEGER"),
    ],
};

pub(super) const OVERLAYS: OpenTable = OpenTable {
    name: "overlays",
    content: Content::Features("MULTIPOLYGON"),
    description: "Polygons over the coverage: harims, limits, constituencies, submissions, lakes",
    columns: with_life![
        ("geom", "MULTIPOLYGON"),
        ("uuid", "TEXT"),
        ("kind", "TEXT"),
        ("code", "TEXT"),
        ("name", "TEXT"),
        ("of_code", "TEXT"),
        ("party", "TEXT"),
        ("level", "TEXT"),
        ("multi", "BOOLEAN"),
        // Only where `geom` cannot say how the rings came.
        ("polygons", "BLOB"),
        ("layer", "INTEGER"),
        ("properties", "TEXT"),
    ],
};

pub(super) const MARKERS: OpenTable = OpenTable {
    name: "markers",
    content: Content::Features("POINT"),
    description: "Boundary markers: monuments on borders",
    columns: with_life![
        ("geom", "POINT"),
        ("uuid", "TEXT"),
        ("name", "TEXT"),
        ("description", "TEXT"),
        ("built", "TEXT"),
    ],
};

pub(super) const TRIAGE: OpenTable = OpenTable {
    name: "triage",
    content: Content::Attributes,
    description: "What people have said of findings: state, assignee, comments, exceptions",
    columns: &[
        ("key", "TEXT UNIQUE"),
        ("code", "TEXT"),
        ("kind", "TEXT"),
        ("state", "TEXT"),
        ("assignee", "TEXT"),
        ("comments", "TEXT"),
        ("reason", "TEXT"),
        ("approver", "TEXT"),
        ("accepted", "TEXT"),
        ("until", "TEXT"),
        ("fingerprint", "TEXT"),
        ("units", "TEXT"),
        ("settlements", "TEXT"),
        ("overlays", "TEXT"),
        ("longitude", "DOUBLE"),
        ("latitude", "DOUBLE"),
        ("box", "TEXT"),
    ],
};

/// The columns of a level's polygons.
macro_rules! level_table {
    ($name:literal, $description:literal) => {
        OpenTable {
            name: $name,
            content: Content::Features("MULTIPOLYGON"),
            description: $description,
            columns: &[
                ("geom", "MULTIPOLYGON"),
                ("uuid", "TEXT"),
                ("code", "TEXT"),
                ("name", "TEXT"),
                ("province", "TEXT"),
                ("county", "TEXT"),
                ("district", "TEXT"),
                ("centre", "TEXT"),
                ("population", "INTEGER"),
                ("census", "INTEGER"),
                ("area_km2", "DOUBLE"),
            ],
        }
    };
}

/// The polygons of each level, in the order of `Level::UNITS` and with their names.
pub(super) const LEVELS: [OpenTable; 5] = [
    level_table!("province", "Provinces, assembled from the borders"),
    level_table!("county", "Counties, assembled from the borders"),
    level_table!("district", "Districts, assembled from the borders"),
    level_table!(
        "rural_district",
        "Rural districts, assembled from the borders"
    ),
    level_table!("city", "Cities, assembled from the borders"),
];

/// Every table that others read.
pub(super) fn open_tables() -> impl Iterator<Item = &'static OpenTable> {
    [
        &BORDERS,
        &UNITS,
        &SETTLEMENTS,
        &DECREES,
        &POPULATIONS,
        &OVERLAYS,
        &MARKERS,
        &TRIAGE,
    ]
    .into_iter()
    .chain(&LEVELS)
}

impl OpenTable {
    /// The statement that makes the table.
    pub(super) fn definition(&self) -> String {
        let mut sql = format!(
            "CREATE TABLE \"{}\" (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL",
            self.name
        );
        for (name, kind) in self.columns {
            sql.push_str(&format!(", {name} {kind}"));
        }
        sql.push(')');
        sql
    }

    /// `SELECT fid, …` of every column, in order, by `fid`.
    pub(super) fn select(&self) -> String {
        let names: Vec<&str> = self.columns.iter().map(|(name, _)| *name).collect();
        format!(
            "SELECT fid, {} FROM \"{}\" ORDER BY fid",
            names.join(", "),
            self.name
        )
    }

    /// The statement that adds a row; its parameters are `fid` and the columns.
    pub(super) fn insert(&self) -> String {
        let names: Vec<&str> = self.columns.iter().map(|(name, _)| *name).collect();
        let places = vec!["?"; names.len() + 1];
        format!(
            "INSERT INTO \"{}\" (fid, {}) VALUES ({})",
            self.name,
            names.join(", "),
            places.join(", ")
        )
    }

    /// The statement that changes a row; its parameters are those of the insertion.
    pub(super) fn update(&self) -> String {
        let columns: Vec<String> = self
            .columns
            .iter()
            .enumerate()
            .map(|(index, (name, _))| format!("{name} = ?{}", index + 2))
            .collect();
        format!(
            "UPDATE \"{}\" SET {} WHERE fid = ?1",
            self.name,
            columns.join(", ")
        )
    }
}

/// The tables of the program alone.
pub(super) const PRIVATE_TABLES: [(&str, &str); 13] = [
    // One row: what the project is, and how many rows its tables had, so that the
    // key of an entity that is gone is not given again.
    (
        "marz_project",
        "CREATE TABLE marz_project (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            format INTEGER NOT NULL,
            origin TEXT NOT NULL,
            title TEXT NOT NULL,
            parameters TEXT NOT NULL,
            app_version TEXT NOT NULL,
            save_token TEXT NOT NULL,
            layer_rows INTEGER NOT NULL,
            unit_rows INTEGER NOT NULL,
            settlement_rows INTEGER NOT NULL,
            border_rows INTEGER NOT NULL,
            decree_rows INTEGER NOT NULL,
            overlay_rows INTEGER NOT NULL DEFAULT 0,
            marker_rows INTEGER NOT NULL DEFAULT 0,
            sheet_rows INTEGER NOT NULL DEFAULT 0)",
    ),
    (
        "marz_layers",
        "CREATE TABLE marz_layers (
            fid INTEGER PRIMARY KEY,
            uuid TEXT, name TEXT, file TEXT, crs TEXT,
            mapping TEXT, members TEXT, bare_geometry INTEGER)",
    ),
    // What became of each feature of a layer: of which `kind`, the `fid` of what it
    // is, or its `value` where it is kept as it came. A line that told attributes of
    // borders has its `value` and the `path` of borders, as a ring has.
    (
        "marz_features",
        "CREATE TABLE marz_features (
            layer INTEGER NOT NULL, position INTEGER NOT NULL,
            kind TEXT, element INTEGER, value TEXT, members TEXT, path TEXT,
            PRIMARY KEY (layer, position)) WITHOUT ROWID",
    ),
    // The rings of the coverage: `path` is the `fid` of each border in order, negative
    // where the ring runs against it; `repeats` are step, offset and times.
    (
        "marz_rings",
        "CREATE TABLE marz_rings (
            unit INTEGER NOT NULL, part INTEGER NOT NULL, ring INTEGER NOT NULL,
            path TEXT, start INTEGER, closed INTEGER, repeats TEXT, heights_m BLOB,
            PRIMARY KEY (unit, part, ring)) WITHOUT ROWID",
    ),
    // Polygons outside the coverage, as they came.
    (
        "marz_plain_lands",
        "CREATE TABLE marz_plain_lands (unit INTEGER PRIMARY KEY, polygons BLOB)",
    ),
    // What each row of a level's table was when it was written.
    (
        "marz_level_rows",
        "CREATE TABLE marz_level_rows (
            level TEXT NOT NULL, fid INTEGER NOT NULL, hash BLOB,
            PRIMARY KEY (level, fid)) WITHOUT ROWID",
    ),
    super::weights::TABLE,
    super::history::TABLES[0],
    super::history::TABLES[1],
    super::beside::TABLES[0],
    super::beside::TABLES[1],
    (
        "marz_saves",
        "CREATE TABLE marz_saves (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            saved_at TEXT NOT NULL, user TEXT, host TEXT, app_version TEXT,
            rows_written INTEGER)",
    ),
    // At most one row: who has the project open for writing.
    (
        "marz_lock",
        "CREATE TABLE marz_lock (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            token TEXT NOT NULL, user TEXT, host TEXT, process INTEGER,
            file TEXT, since TEXT)",
    ),
];

/// Indices that reading and changing rows needs.
pub(super) const INDICES: &str =
    "CREATE INDEX marz_populations_of ON populations (element, element_fid)";
