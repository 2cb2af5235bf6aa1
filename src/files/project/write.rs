//! Writing what differs between what the file holds and what is to be saved, row by
//! row: entities that share their memory with those last saved are not even looked at.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rusqlite::{Connection, Result, ToSql, params};

use super::Progress;
use super::beside;
use super::container::touch_contents;
use super::geometry::{line_blob, plain_blob, point_blob};
use super::level_layers;
use super::overlays;
use super::schema::{BORDERS, FORMAT, LEVELS, MARKERS, OVERLAYS, OpenTable, SETTLEMENTS};
use super::text::{fid, fids, json, json_unless_default, life_texts, path_text, uuids_text, word};
use super::write_units::SETTLEMENT;
use crate::model::{
    Border, BorderKey, Dataset, Extent, Holds, Key, Layer, LayerKey, Level, Populations,
    Settlement, SettlementKey, Table, Unit, UnitKey,
};
use crate::topology::{BorderLevel, border_level};

/// The kind of a feature that is a line with the vertices of its borders.
pub(super) const BORDER_LINE: &str = "border_line";
/// The kind of one that only runs along them.
pub(super) const LOOSE_LINE: &str = "loose_border_line";

/// An entity that is not as it was.
pub(super) struct Change<'a, K, T> {
    pub(super) key: K,
    pub(super) old: Option<&'a T>,
    pub(super) new: Option<&'a T>,
}

/// What differs between two tables, in the order of their keys.
pub(super) fn changes<'a, K: Key, T: PartialEq>(
    old: &'a Table<K, T>,
    new: &'a Table<K, T>,
) -> Vec<Change<'a, K, T>> {
    let mut found = Vec::new();
    let (mut olds, mut news) = (old.iter_shared().peekable(), new.iter_shared().peekable());
    loop {
        let next = match (olds.peek(), news.peek()) {
            (Some((old, _)), Some((new, _))) => (*old).min(*new),
            (Some((key, _)), None) | (None, Some((key, _))) => *key,
            (None, None) => return found,
        };
        let old = olds.next_if(|(key, _)| *key == next).map(|(_, row)| row);
        let new = news.next_if(|(key, _)| *key == next).map(|(_, row)| row);
        let same = match (old, new) {
            (Some(old), Some(new)) => Arc::ptr_eq(old, new) || old == new,
            _ => false,
        };
        if !same {
            found.push(Change {
                key: next,
                old: old.map(|row| &**row),
                new: new.map(|row| &**row),
            });
        }
    }
}

/// A save in the making, inside its transaction.
pub(super) struct Writer<'a> {
    pub(super) connection: &'a Connection,
    pub(super) old: &'a Dataset,
    pub(super) new: &'a Dataset,
    /// Rows written, changed or removed so far.
    pub(super) rows: usize,
    /// Tables that others read and that changed.
    pub(super) touched: BTreeSet<&'static str>,
    /// The insertion and the update of each table, once asked for.
    pub(super) statements: BTreeMap<&'static str, [String; 2]>,
    /// Levels whose polygons are written anew, whatever stands there.
    pub(super) rewrite: &'a BTreeSet<Level>,
    pub(super) progress: &'a mut dyn FnMut(Progress),
    pub(super) steps: usize,
}

/// How many times a save tells its progress: the tables, and each level.
const STEPS: usize = 6 + LEVELS.len();

impl Writer<'_> {
    /// Writes everything that differs. `token` names this save.
    pub(super) fn write(&mut self, token: &str) -> Result<()> {
        self.write_layers()?;
        self.step();
        let units = changes(&self.old.units, &self.new.units);
        self.write_units(&units)?;
        self.step();
        self.write_settlements()?;
        self.step();
        let borders = changes(&self.old.borders, &self.new.borders);
        self.write_borders(&borders, &units)?;
        self.step();
        self.write_overlays()?;
        self.step();
        self.write_decrees()?;
        self.write_markers()?;
        self.write_sheets()?;
        self.write_triage()?;
        self.write_project(token)?;
        self.step();
        level_layers::write(self, &units, &borders)?;
        self.touch()
    }

    pub(super) fn step(&mut self) {
        self.steps += 1;
        (self.progress)(Progress {
            done: self.steps,
            total: STEPS,
        });
    }

    /// Runs a statement that changes rows and counts them.
    pub(super) fn run(&mut self, sql: &str, values: &[&dyn ToSql]) -> Result<usize> {
        let changed = self.connection.prepare_cached(sql)?.execute(values)?;
        self.rows += changed;
        Ok(changed)
    }

    /// Writes a row of a table that others read: `fid` and its columns.
    pub(super) fn put(
        &mut self,
        table: &'static OpenTable,
        is_new: bool,
        values: &[&dyn ToSql],
    ) -> Result<()> {
        self.touched.insert(table.name);
        let [insert, update] = self
            .statements
            .entry(table.name)
            .or_insert_with(|| [table.insert(), table.update()]);
        let mut changed = 0;
        if !is_new {
            changed = self.connection.prepare_cached(update)?.execute(values)?;
        }
        if changed == 0 {
            changed = self.connection.prepare_cached(insert)?.execute(values)?;
        }
        self.rows += changed;
        Ok(())
    }

    pub(super) fn remove(&mut self, table: &'static OpenTable, fid: i64) -> Result<()> {
        self.touched.insert(table.name);
        let sql = format!("DELETE FROM \"{}\" WHERE fid = ?", table.name);
        self.run(&sql, &[&fid]).map(drop)
    }

    fn write_borders(
        &mut self,
        borders: &[Change<'_, BorderKey, Border>],
        units: &[Change<'_, UnitKey, Unit>],
    ) -> Result<()> {
        for change in borders {
            match change.new {
                Some(border) => self.put_border(change.key, border, change.old.is_none())?,
                None => self.remove(&BORDERS, fid(change.key))?,
            }
        }
        // The names at the sides of other borders may have changed with their units.
        let shows = |unit: &Unit| {
            (
                unit.level,
                unit.code.clone(),
                unit.name.clone(),
                unit.parent,
            )
        };
        if units
            .iter()
            .all(|change| change.old.map(shows) == change.new.map(shows))
        {
            return Ok(());
        }
        for (key, border) in self.new.borders.iter() {
            if let Some(old) = self.old.borders.get(key)
                && borders
                    .binary_search_by_key(&key, |change| change.key)
                    .is_err()
                && sides(self.old, old) != sides(self.new, border)
            {
                self.put_border(key, border, false)?;
            }
        }
        Ok(())
    }

    fn put_border(&mut self, key: BorderKey, border: &Border, is_new: bool) -> Result<()> {
        let line = line_blob(&border.line);
        let hash = blake3::hash(&line);
        let [level, left_codes, left_names, right_codes, right_names] = sides(self.new, border);
        let attributes = &border.attributes;
        let [from, until, recorded_from, recorded_until] = life_texts(&border.life);
        self.put(
            &BORDERS,
            is_new,
            params![
                fid(key),
                line,
                border.id.to_string(),
                level,
                word(&attributes.status),
                attributes.decree.map(fid),
                attributes.source,
                attributes.accuracy_m,
                attributes.drawn.map(|date| date.to_string()),
                left_codes,
                left_names,
                right_codes,
                right_names,
                border.length_m(),
                fids(&border.left),
                fids(&border.right),
                border.area_term_m2(),
                uuids_text(&border.came_from),
                hash.as_bytes().as_slice(),
                from,
                until,
                recorded_from,
                recorded_until,
            ],
        )
    }

    fn write_settlements(&mut self) -> Result<()> {
        for change in changes(&self.old.settlements, &self.new.settlements) {
            let number = fid(change.key);
            let Some(settlement) = change.new else {
                self.remove(&SETTLEMENTS, number)?;
                self.write_populations(SETTLEMENT, number, change.old.map(people), None)?;
                continue;
            };
            self.put_settlement(change.key, settlement, change.old.is_none())?;
            let old = change.old.map(people);
            self.write_populations(SETTLEMENT, number, old, Some(people(settlement)))?;
        }
        Ok(())
    }

    fn put_settlement(
        &mut self,
        key: SettlementKey,
        settlement: &Settlement,
        is_new: bool,
    ) -> Result<()> {
        let limits = (!settlement.limits.is_empty()).then(|| plain_blob(&settlement.limits));
        let [from, until, recorded_from, recorded_until] = life_texts(&settlement.life);
        self.put(
            &SETTLEMENTS,
            is_new,
            params![
                fid(key),
                settlement.position.map(point_blob),
                settlement.id.to_string(),
                word(&settlement.kind),
                settlement.code,
                settlement.name,
                settlement.parent.map(fid),
                json_unless_default(&settlement.parent_reference),
                settlement.village.map(fid),
                settlement.height_m,
                limits,
                settlement.layer.map(fid),
                settlement.properties.json(),
                from,
                until,
                recorded_from,
                recorded_until,
            ],
        )
    }

    fn write_layers(&mut self) -> Result<()> {
        for change in changes(&self.old.layers, &self.new.layers) {
            let number = fid(change.key);
            if let Some(layer) = change.new {
                self.run(
                    "INSERT OR REPLACE INTO marz_layers VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    params![
                        number,
                        layer.id.to_string(),
                        layer.name,
                        layer.file,
                        layer.crs.0,
                        json(&layer.mapping),
                        layer.members.json(),
                        layer.bare_geometry,
                    ],
                )?;
            } else {
                self.run("DELETE FROM marz_layers WHERE fid = ?", &[&number])?;
            }
            self.write_features(change.key, change.old, change.new)?;
        }
        Ok(())
    }

    fn write_features(
        &mut self,
        key: LayerKey,
        old: Option<&Layer>,
        new: Option<&Layer>,
    ) -> Result<()> {
        let old = old.map_or(&[][..], |layer| &layer.features);
        let new = new.map_or(&[][..], |layer| &layer.features);
        for (position, feature) in new.iter().enumerate() {
            if old.get(position) == Some(feature) {
                continue;
            }
            let (kind, element, value, path) = match &feature.holds {
                Holds::Unit(unit) => ("unit", Some(fid(*unit)), None, None),
                Holds::Settlement(settlement) => ("settlement", Some(fid(*settlement)), None, None),
                Holds::Centre(unit) => ("centre", Some(fid(*unit)), None, None),
                Holds::Overlay(overlay) => ("overlay", Some(fid(*overlay)), None, None),
                Holds::BorderLine(line) => {
                    let kind = if line.is_whole {
                        BORDER_LINE
                    } else {
                        LOOSE_LINE
                    };
                    (kind, None, json(&line.feature), Some(path_text(&line.path)))
                }
                Holds::Kept(value) => ("kept", None, json(&**value), None),
            };
            self.run(
                "INSERT OR REPLACE INTO marz_features VALUES (?, ?, ?, ?, ?, ?, ?)",
                params![
                    fid(key),
                    position as i64,
                    kind,
                    element,
                    value,
                    feature.members.json(),
                    path,
                ],
            )?;
        }
        if new.len() < old.len() {
            self.run(
                "DELETE FROM marz_features WHERE layer = ? AND position >= ?",
                params![fid(key), new.len() as i64],
            )?;
        }
        Ok(())
    }

    fn write_project(&mut self, token: &str) -> Result<()> {
        let dataset = self.new;
        self.run(
            "INSERT OR REPLACE INTO marz_project VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            params![
                FORMAT,
                dataset.origin.0.to_string(),
                dataset.title,
                json(&dataset.parameters),
                env!("CARGO_PKG_VERSION"),
                token,
                dataset.layers.next_key().index() as i64,
                dataset.units.next_key().index() as i64,
                dataset.settlements.next_key().index() as i64,
                dataset.borders.next_key().index() as i64,
                dataset.decrees.next_key().index() as i64,
                dataset.overlays.next_key().index() as i64,
                dataset.markers.next_key().index() as i64,
                dataset.sheets.next_key().index() as i64,
            ],
        )
        .map(drop)
    }

    /// Tells the container which tables changed.
    fn touch(&mut self) -> Result<()> {
        let dataset = self.new;
        let extents = level_layers::extents(dataset);
        for table in super::schema::open_tables() {
            if !self.touched.contains(table.name) {
                continue;
            }
            let extent = if table.name == BORDERS.name {
                let boxes = dataset.borders.iter().map(|(_, border)| border.extent());
                boxes.reduce(Extent::union)
            } else if table.name == OVERLAYS.name {
                overlays::extent(dataset)
            } else if table.name == MARKERS.name {
                beside::extent(dataset)
            } else if table.name == SETTLEMENTS.name {
                Extent::around(
                    dataset
                        .settlements
                        .iter()
                        .filter_map(|(_, row)| row.position),
                )
            } else {
                LEVELS
                    .iter()
                    .position(|level| level.name == table.name)
                    .and_then(|level| extents[level])
            };
            touch_contents(self.connection, table, extent)?;
        }
        Ok(())
    }
}

fn people(settlement: &Settlement) -> &Populations {
    &settlement.populations
}

/// What a border divides, for people: its level and the codes and names of the units
/// on its left and right.
fn sides(dataset: &Dataset, border: &Border) -> [Option<String>; 5] {
    let level = match border_level(dataset, border) {
        BorderLevel::Between(level) => level.name(),
        BorderLevel::Outer => "outer",
        BorderLevel::Unknown => "unknown",
    };
    let shown = |units: &[UnitKey], show: &dyn Fn(&Unit) -> Option<String>| {
        let texts: Vec<String> = units
            .iter()
            .filter_map(|&unit| show(dataset.units.get(unit)?))
            .collect();
        (!texts.is_empty()).then(|| texts.join(" / "))
    };
    let code = |unit: &Unit| unit.code.clone();
    let name = |unit: &Unit| Some(unit.name.clone());
    [
        Some(level.to_owned()),
        shown(&border.left, &code),
        shown(&border.left, &name),
        shown(&border.right, &code),
        shown(&border.right, &name),
    ]
}
