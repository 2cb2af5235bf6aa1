//! What a project keeps beside the divisions: boundary markers, an ordinary layer of points
//! for any GIS; map sheets; and the files that are kept by their content, as the pictures of
//! those. A content goes once neither the data nor any step of the history has it.

use std::collections::BTreeSet;
use std::sync::Arc;

use rusqlite::{Connection, Result, params};

use super::geometry::{point_blob, point_from_blob};
use super::read::Reader;
use super::schema::MARKERS;
use super::text::{Columns, fid, json, key_of, life_texts};
use super::write::{Writer, changes};
use crate::edit::{Change, History};
use crate::model::{
    ContentHash, Dataset, Decree, Extent, Marker, MarkerKey, Sheet, SheetFit, SheetKey, Unit,
    is_usable,
};

/// The tables: the sheets, and the contents by their names.
pub(super) const TABLES: [(&str, &str); 2] = [
    (
        "marz_sheets",
        "CREATE TABLE marz_sheets (
            fid INTEGER PRIMARY KEY, uuid TEXT, name TEXT, picture TEXT,
            width_px INTEGER, height_px INTEGER, fit TEXT, control_points TEXT, corners TEXT)",
    ),
    (
        "marz_contents",
        "CREATE TABLE marz_contents (hash TEXT PRIMARY KEY, bytes BLOB NOT NULL) WITHOUT ROWID",
    ),
];

const SHEET_COLUMNS: Columns = &[
    ("uuid", "TEXT"),
    ("name", "TEXT"),
    ("picture", "TEXT"),
    ("width_px", "INTEGER"),
    ("height_px", "INTEGER"),
    ("fit", "TEXT"),
    ("control_points", "TEXT"),
    ("corners", "TEXT"),
];

impl Writer<'_> {
    pub(super) fn write_markers(&mut self) -> Result<()> {
        for change in changes::<MarkerKey, Marker>(&self.old.markers, &self.new.markers) {
            let Some(marker) = change.new else {
                self.remove(&MARKERS, fid(change.key))?;
                continue;
            };
            let [from, until, recorded_from, recorded_until] = life_texts(&marker.life);
            self.put(
                &MARKERS,
                change.old.is_none(),
                params![
                    fid(change.key),
                    point_blob(marker.at),
                    marker.id.to_string(),
                    marker.name,
                    marker.description,
                    marker.built.map(|date| date.to_string()),
                    from,
                    until,
                    recorded_from,
                    recorded_until,
                ],
            )?;
        }
        Ok(())
    }

    pub(super) fn write_sheets(&mut self) -> Result<()> {
        for change in changes::<SheetKey, Sheet>(&self.old.sheets, &self.new.sheets) {
            let number = fid(change.key);
            let Some(sheet) = change.new else {
                self.run("DELETE FROM marz_sheets WHERE fid = ?", &[&number])?;
                continue;
            };
            let [width_px, height_px] = sheet.size_px;
            self.run(
                "INSERT OR REPLACE INTO marz_sheets VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                params![
                    number,
                    sheet.id.to_string(),
                    sheet.name,
                    sheet.picture.as_str(),
                    width_px,
                    height_px,
                    sheet.fit.name(),
                    json(&sheet.control_points),
                    json(&sheet.corners),
                ],
            )?;
        }
        Ok(())
    }
}

/// The box of all markers.
pub(super) fn extent(dataset: &Dataset) -> Option<Extent> {
    Extent::around(dataset.markers.iter().map(|(_, marker)| marker.at))
}

pub(super) fn read_markers(reader: &mut Reader<'_>, dataset: &mut Dataset) -> Result<()> {
    reader.each_open_row(&MARKERS, |cells, key| {
        let at = cells.made("geom", point_from_blob)?;
        let Some(at) = at.filter(|&at| is_usable(at)) else {
            cells.left_out("geom");
            return Ok(());
        };
        let marker = Marker {
            id: cells.uuid()?,
            name: cells.string("name")?,
            at,
            description: cells.string("description")?,
            built: cells.date("built")?,
            life: cells.life()?,
        };
        dataset.markers.set(key, marker);
        Ok(())
    })
}

pub(super) fn read_sheets(reader: &mut Reader<'_>, dataset: &mut Dataset) -> Result<()> {
    let sql = "SELECT fid, uuid, name, picture, width_px, height_px, fit, control_points, corners
               FROM marz_sheets ORDER BY fid";
    let contents = &dataset.contents;
    let sheets = &mut dataset.sheets;
    reader.each_row(sql, "marz_sheets", SHEET_COLUMNS, |cells, _| {
        let size = |number: Option<i64>| number.and_then(|number| u32::try_from(number).ok());
        let (width_px, height_px) = (cells.integer("width_px")?, cells.integer("height_px")?);
        let wanted = cells.text("picture")?;
        let mut known = contents.iter().map(|(name, _)| name);
        let picture = known.find(|name| Some(name.as_str()) == wanted);
        let (Some(key), Some(width_px), Some(height_px), Some(picture), Some(corners)) = (
            key_of(cells.fid),
            size(width_px),
            size(height_px),
            picture.cloned(),
            cells.json("corners")?,
        ) else {
            cells.left_out("picture");
            return Ok(());
        };
        let sheet = Sheet {
            id: cells.uuid()?,
            name: cells.string("name")?,
            picture,
            size_px: [width_px, height_px],
            fit: cells
                .parsed("fit", SheetFit::from_name)?
                .unwrap_or_default(),
            control_points: cells.json("control_points")?.unwrap_or_default(),
            corners,
        };
        sheets.set(key, sheet);
        Ok(())
    })
}

/// Reads the contents; one that is not what its name says is left out.
pub(super) fn read_contents(connection: &Connection, dataset: &mut Dataset) -> Result<()> {
    let mut select = connection.prepare("SELECT hash, bytes FROM marz_contents")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let (name, bytes): (String, Vec<u8>) = (row.get(0)?, row.get(1)?);
        if ContentHash::of(&bytes).as_str() == name {
            dataset.contents.keep(Arc::from(bytes));
        }
    }
    Ok(())
}

/// Writes the contents that are used and not there yet, and takes out what nobody has.
pub(super) fn write_contents(
    connection: &Connection,
    dataset: &Dataset,
    history: &History,
) -> Result<()> {
    let mut used: BTreeSet<&str> = BTreeSet::new();
    let sheets = dataset.sheets.iter().map(|(_, sheet)| sheet);
    used.extend(sheets.map(|sheet| sheet.picture.as_str()));
    let units = dataset.units.iter().map(|(_, unit)| unit);
    used.extend(units.flat_map(contents_of_unit));
    let decrees = dataset.decrees.iter().map(|(_, decree)| decree);
    used.extend(decrees.flat_map(contents_of_decree));
    for step in history.done().iter().chain(history.undone()) {
        for change in step.changes.changes() {
            match change {
                Change::Sheet { before, after, .. } => {
                    let sheets = [before, after].into_iter().flatten();
                    used.extend(sheets.map(|sheet| sheet.picture.as_str()));
                }
                Change::Unit { before, after, .. } => {
                    let units = [before, after].into_iter().flatten();
                    used.extend(units.flat_map(|unit| contents_of_unit(unit)));
                }
                Change::Decree { before, after, .. } => {
                    let decrees = [before, after].into_iter().flatten();
                    used.extend(decrees.flat_map(|decree| contents_of_decree(decree)));
                }
                _ => {}
            }
        }
    }
    let known: BTreeSet<String> = {
        let mut select = connection.prepare("SELECT hash FROM marz_contents")?;
        let rows = select.query_map([], |row| row.get(0))?;
        rows.collect::<Result<_>>()?
    };
    let mut remove = connection.prepare("DELETE FROM marz_contents WHERE hash = ?")?;
    for name in known.iter().filter(|name| !used.contains(name.as_str())) {
        remove.execute([name])?;
    }
    let mut insert = connection.prepare("INSERT INTO marz_contents VALUES (?, ?)")?;
    for (name, bytes) in dataset.contents.iter() {
        if used.contains(name.as_str()) && !known.contains(name.as_str()) {
            insert.execute(params![name.as_str(), &**bytes])?;
        }
    }
    Ok(())
}

fn contents_of_unit(unit: &Unit) -> impl Iterator<Item = &str> {
    unit.attachments.iter().map(|file| file.content.as_str())
}

fn contents_of_decree(decree: &Decree) -> impl Iterator<Item = &str> {
    decree.attachments().map(|file| file.content.as_str())
}
