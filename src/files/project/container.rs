//! The container: what makes an SQLite file a GeoPackage (OGC 12-128r18, version 1.3)
//! that a GIS opens as it is. The published GeoPackage crates need a newer SQLite than
//! `proj` 0.31 allows to be linked beside it, so these few tables are our own.

use rusqlite::functions::FunctionFlags;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Result, params};

use super::geometry::{SRS_WGS84, extent_from_blob};
use super::schema::{Content, INDICES, OpenTable, PRIVATE_TABLES, open_tables};
use crate::model::Extent;

/// “GPKG”, in the header of every GeoPackage.
pub(super) const APPLICATION_ID: i64 = 0x4750_4B47;
/// Version 1.3.0 of the standard.
const GEOPACKAGE_VERSION: i64 = 10_300;

const WGS84_DEFINITION: &str = "GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",\
SPHEROID[\"WGS 84\",6378137,298.257223563,AUTHORITY[\"EPSG\",\"7030\"]],\
AUTHORITY[\"EPSG\",\"6326\"]],PRIMEM[\"Greenwich\",0,AUTHORITY[\"EPSG\",\"8901\"]],\
UNIT[\"degree\",0.0174532925199433,AUTHORITY[\"EPSG\",\"9122\"]],\
AXIS[\"Latitude\",NORTH],AXIS[\"Longitude\",EAST],AUTHORITY[\"EPSG\",\"4326\"]]";

const CONTAINER_TABLES: &str = "
CREATE TABLE gpkg_spatial_ref_sys (
    srs_name TEXT NOT NULL,
    srs_id INTEGER NOT NULL PRIMARY KEY,
    organization TEXT NOT NULL,
    organization_coordsys_id INTEGER NOT NULL,
    definition TEXT NOT NULL,
    description TEXT);
CREATE TABLE gpkg_contents (
    table_name TEXT NOT NULL PRIMARY KEY,
    data_type TEXT NOT NULL,
    identifier TEXT UNIQUE,
    description TEXT DEFAULT '',
    last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
    min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE,
    srs_id INTEGER,
    CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
    table_name TEXT NOT NULL,
    column_name TEXT NOT NULL,
    geometry_type_name TEXT NOT NULL,
    srs_id INTEGER NOT NULL,
    z TINYINT NOT NULL,
    m TINYINT NOT NULL,
    CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
    CONSTRAINT uk_gc_table_name UNIQUE (table_name),
    CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
    CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_extensions (
    table_name TEXT,
    column_name TEXT,
    extension_name TEXT NOT NULL,
    definition TEXT NOT NULL,
    scope TEXT NOT NULL,
    CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
";

/// Makes the tables of a new project, indices apart.
pub(super) fn create_tables(connection: &Connection) -> Result<()> {
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    connection.pragma_update(None, "user_version", GEOPACKAGE_VERSION)?;
    connection.execute_batch(CONTAINER_TABLES)?;
    let mut insert =
        connection.prepare("INSERT INTO gpkg_spatial_ref_sys VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
    for (name, number, organization, definition) in [
        ("Undefined Cartesian SRS", -1, "NONE", "undefined"),
        ("Undefined geographic SRS", 0, "NONE", "undefined"),
        ("WGS 84 geodetic", SRS_WGS84, "EPSG", WGS84_DEFINITION),
    ] {
        insert.execute(params![
            name,
            number,
            organization,
            number,
            definition,
            name
        ])?;
    }
    for table in open_tables() {
        create_open_table(connection, table)?;
    }
    for (name, definition) in PRIVATE_TABLES {
        connection.execute_batch(definition)?;
        connection.execute(
            "INSERT INTO gpkg_extensions VALUES (?1, NULL, 'marz_project',
             'Extension Title: the tables of a Marz project', 'read-write')",
            [name],
        )?;
    }
    Ok(())
}

/// Makes the indices of a new project from the rows that it has: one by one they
/// would cost several times as much.
pub(super) fn create_indices(connection: &Connection) -> Result<()> {
    connection.execute_batch(INDICES)?;
    open_tables().try_for_each(|table| create_spatial_index(connection, table))
}

/// Makes a table that others read and lists it, whether or not it was listed.
pub(super) fn create_open_table(connection: &Connection, table: &OpenTable) -> Result<()> {
    connection.execute_batch(&table.definition())?;
    let (data_type, geometry) = match table.content {
        Content::Features(geometry) => ("features", Some(geometry)),
        Content::Attributes => ("attributes", None),
    };
    connection.execute(
        "INSERT OR IGNORE INTO gpkg_contents (table_name, data_type, identifier, description, srs_id)
         VALUES (?1, ?2, ?1, ?3, ?4)",
        params![
            table.name,
            data_type,
            table.description,
            geometry.map(|_| SRS_WGS84)
        ],
    )?;
    if let Some(geometry) = geometry {
        connection.execute(
            "INSERT OR IGNORE INTO gpkg_geometry_columns VALUES (?1, 'geom', ?2, ?3, 0, 0)",
            params![table.name, geometry, SRS_WGS84],
        )?;
    }
    Ok(())
}

/// Makes the R-tree of a table of features (OGC 12-128r18, annex F.3) from the rows
/// that it has, and the triggers that keep it.
pub(super) fn create_spatial_index(connection: &Connection, table: &OpenTable) -> Result<()> {
    let Content::Features(_) = table.content else {
        return Ok(());
    };
    let name = table.name;
    connection.execute_batch(&format!(
        r#"
CREATE VIRTUAL TABLE "rtree_{name}_geom" USING rtree(id, minx, maxx, miny, maxy);
INSERT INTO "rtree_{name}_geom"
    SELECT fid, ST_MinX(geom), ST_MaxX(geom), ST_MinY(geom), ST_MaxY(geom)
    FROM "{name}" WHERE geom NOT NULL AND NOT ST_IsEmpty(geom);
CREATE TRIGGER "rtree_{name}_geom_insert" AFTER INSERT ON "{name}"
    WHEN (new.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom))
    BEGIN {insert} END;
CREATE TRIGGER "rtree_{name}_geom_update1" AFTER UPDATE OF geom ON "{name}"
    WHEN OLD.fid = NEW.fid AND (NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom))
    BEGIN {insert} END;
CREATE TRIGGER "rtree_{name}_geom_update2" AFTER UPDATE OF geom ON "{name}"
    WHEN OLD.fid = NEW.fid AND (NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))
    BEGIN DELETE FROM "rtree_{name}_geom" WHERE id = OLD.fid; END;
CREATE TRIGGER "rtree_{name}_geom_update3" AFTER UPDATE ON "{name}"
    WHEN OLD.fid != NEW.fid AND (NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom))
    BEGIN DELETE FROM "rtree_{name}_geom" WHERE id = OLD.fid; {insert} END;
CREATE TRIGGER "rtree_{name}_geom_update4" AFTER UPDATE ON "{name}"
    WHEN OLD.fid != NEW.fid AND (NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))
    BEGIN DELETE FROM "rtree_{name}_geom" WHERE id IN (OLD.fid, NEW.fid); END;
CREATE TRIGGER "rtree_{name}_geom_delete" AFTER DELETE ON "{name}"
    WHEN old.geom NOT NULL
    BEGIN DELETE FROM "rtree_{name}_geom" WHERE id = OLD.fid; END;
"#,
        insert = format_args!(
            r#"INSERT OR REPLACE INTO "rtree_{name}_geom" VALUES (NEW.fid,
            ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom));"#
        )
    ))?;
    connection.execute(
        "INSERT OR IGNORE INTO gpkg_extensions VALUES (?1, 'geom', 'gpkg_rtree_index',
         'http://www.geopackage.org/spec121/#extension_rtree', 'write-only')",
        [name],
    )?;
    Ok(())
}

/// One side of a box.
type Side = fn(Extent) -> f64;

/// Gives the connection the functions that the triggers of a spatial index call. A
/// GIS may have added such triggers to any table, so every connection needs them.
pub(super) fn add_functions(connection: &Connection) -> Result<()> {
    // Triggers may call only what says that it does no harm.
    let flags = FunctionFlags::SQLITE_UTF8
        | FunctionFlags::SQLITE_DETERMINISTIC
        | FunctionFlags::SQLITE_INNOCUOUS;
    let sides: [(&str, Side); 4] = [
        ("ST_MinX", |extent| extent.min.x),
        ("ST_MaxX", |extent| extent.max.x),
        ("ST_MinY", |extent| extent.min.y),
        ("ST_MaxY", |extent| extent.max.y),
    ];
    for (name, side) in sides {
        connection.create_scalar_function(name, 1, flags, move |context| {
            Ok(extent_of(context.get_raw(0)).map(side))
        })?;
    }
    connection.create_scalar_function("ST_IsEmpty", 1, flags, |context| {
        Ok(extent_of(context.get_raw(0)).is_none())
    })
}

fn extent_of(value: ValueRef<'_>) -> Option<Extent> {
    match value {
        ValueRef::Blob(blob) => extent_from_blob(blob),
        _ => None,
    }
}

/// Tells the container that a table's rows changed, and what box they lie in now.
pub(super) fn touch_contents(
    connection: &Connection,
    table: &OpenTable,
    extent: Option<Extent>,
) -> Result<()> {
    connection.execute(
        "UPDATE gpkg_contents SET min_x = ?2, min_y = ?3, max_x = ?4, max_y = ?5,
         last_change = strftime('%Y-%m-%dT%H:%M:%fZ','now') WHERE table_name = ?1",
        params![
            table.name,
            extent.map(|extent| extent.min.x),
            extent.map(|extent| extent.min.y),
            extent.map(|extent| extent.max.x),
            extent.map(|extent| extent.max.y),
        ],
    )?;
    Ok(())
}
