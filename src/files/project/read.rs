//! Reading a project back as the data set that was saved, every key, order and bit of
//! it. What another program left unusable becomes a line of the report.

use std::collections::BTreeMap;
use std::sync::Arc;

use rusqlite::{Connection, Result, Row};
use uuid::Uuid;

use super::beside::{read_contents, read_markers, read_sheets};
use super::geometry::{line_from_blob, plain_from_blob, point_from_blob};
use super::overlays::read_overlays;
use super::read_units::read_units;
use super::report::{OpenNote, OpenReport, SaveRecord};
use super::schema::{BORDERS, OpenTable, POPULATIONS, SETTLEMENTS};
use super::text::{Cells, Columns, key_of, path_from_text, uuids_from_text};
use super::triage::read_triage;
use super::weights::StoredWeights;
use super::write::{BORDER_LINE, LOOSE_LINE};
use super::write_units::SETTLEMENT;
use crate::model::{
    Border, BorderAttributes, BorderLine, Crs, Dataset, FeatureRecord, Holds, Key, Layer, Line,
    Origin, Populations, Settlement, SettlementKey, Table, is_usable,
};

const LAYER_COLUMNS: Columns = &[
    ("uuid", "TEXT"),
    ("name", "TEXT"),
    ("file", "TEXT"),
    ("crs", "TEXT"),
    ("mapping", "TEXT"),
    ("members", "TEXT"),
    ("bare_geometry", "INTEGER"),
];

const FEATURE_COLUMNS: Columns = &[
    ("kind", "TEXT"),
    ("element", "INTEGER"),
    ("value", "TEXT"),
    ("members", "TEXT"),
    ("path", "TEXT"),
];

/// A project's content in the making.
pub(super) struct Reader<'a> {
    pub(super) connection: &'a Connection,
    pub(super) report: OpenReport,
    /// The table being read, for messages.
    pub(super) place: &'static str,
}

impl<'a> Reader<'a> {
    pub(super) fn new(connection: &'a Connection) -> Self {
        Self {
            connection,
            report: OpenReport::default(),
            place: "marz_project",
        }
    }

    /// Reads the whole data set; the settlements, which are most of its rows, through a
    /// connection of their own at the same time, where there is one that sees the same.
    pub(super) fn read(&mut self, beside: Option<Connection>) -> Result<Dataset> {
        let (mut dataset, rows) = self.read_project()?;
        let settlements = std::thread::scope(|threads| {
            let settlements = beside.map(|connection| {
                threads.spawn(move || {
                    let mut reader = Reader::new(&connection);
                    let settlements = reader.read_settlements();
                    (settlements, reader.report, reader.place)
                })
            });
            self.read_layers(&mut dataset)?;
            self.read_borders(&mut dataset)?;
            read_units(self, &mut dataset)?;
            let beside = settlements.and_then(|thread| thread.join().ok());
            let Some((settlements, report, place)) = beside else {
                return self.read_settlements();
            };
            self.place = place;
            self.report.notes.extend(report.notes);
            settlements
        })?;
        dataset.settlements = settlements;
        super::decrees::read_decrees(self, &mut dataset)?;
        read_overlays(self, &mut dataset)?;
        read_markers(self, &mut dataset)?;
        read_contents(self.connection, &mut dataset)?;
        read_sheets(self, &mut dataset)?;
        read_triage(self, &mut dataset)?;
        let [
            layers,
            units,
            settlements,
            borders,
            decrees,
            overlays,
            markers,
            sheets,
        ] = rows;
        keep_rows(&mut dataset.layers, layers);
        keep_rows(&mut dataset.units, units);
        keep_rows(&mut dataset.settlements, settlements);
        keep_rows(&mut dataset.borders, borders);
        keep_rows(&mut dataset.decrees, decrees);
        keep_rows(&mut dataset.overlays, overlays);
        keep_rows(&mut dataset.markers, markers);
        keep_rows(&mut dataset.sheets, sheets);
        self.place = "marz_saves";
        self.report.last_save = last_save(self.connection)?;
        Ok(dataset)
    }

    fn read_project(&mut self) -> Result<(Dataset, [usize; 8])> {
        self.place = "marz_project";
        let (origin, title, parameters, rows) = self.connection.query_row(
            "SELECT origin, title, parameters,
                    layer_rows, unit_rows, settlement_rows, border_rows, decree_rows,
                    overlay_rows, marker_rows, sheet_rows
             FROM marz_project",
            [],
            |row| {
                let mut rows = [0; 8];
                for (index, count) in rows.iter_mut().enumerate() {
                    *count = usize::try_from(row.get::<_, i64>(index + 3)?).unwrap_or(0);
                }
                let text: [String; 3] = [row.get(0)?, row.get(1)?, row.get(2)?];
                let [origin, title, parameters] = text;
                Ok((origin, title, parameters, rows))
            },
        )?;
        let mut cell_lost = |column: &str| {
            self.report.notes.push(OpenNote::ValueNotUnderstood {
                table: "marz_project".to_owned(),
                row: 1,
                column: column.to_owned(),
            });
        };
        let origin = Uuid::parse_str(&origin).unwrap_or_else(|_| {
            cell_lost("origin");
            Uuid::new_v4()
        });
        let mut dataset = Dataset::new(Origin(origin), title);
        match serde_json::from_str(&parameters) {
            Ok(parameters) => dataset.parameters = parameters,
            Err(_) => cell_lost("parameters"),
        }
        Ok((dataset, rows))
    }

    /// Calls `each` for every row of a query whose first column is a `fid`.
    pub(super) fn each_row(
        &mut self,
        sql: &str,
        table: &'static str,
        columns: Columns,
        mut each: impl FnMut(&mut Cells<'_>, &Row<'_>) -> Result<()>,
    ) -> Result<()> {
        self.place = table;
        let mut statement = self.connection.prepare(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let mut cells = Cells::new(row, table, columns, &mut self.report)?;
            each(&mut cells, row)?;
        }
        Ok(())
    }

    /// Calls `each` for every row of a table that others read, in order.
    pub(super) fn each_open_row<K: Key>(
        &mut self,
        table: &'static OpenTable,
        mut each: impl FnMut(&mut Cells<'_>, K) -> Result<()>,
    ) -> Result<()> {
        let mut budget = RowBudget::default();
        self.each_row(
            &table.select(),
            table.name,
            table.columns,
            |cells, _| match key_of::<K>(cells.fid).filter(|key| budget.allows(key.index())) {
                Some(key) => each(cells, key),
                None => {
                    cells.left_out("fid");
                    Ok(())
                }
            },
        )
    }

    fn read_layers(&mut self, dataset: &mut Dataset) -> Result<()> {
        let mut features: BTreeMap<i64, Vec<FeatureRecord>> = BTreeMap::new();
        self.each_row(
            "SELECT layer, kind, element, value, members, path FROM marz_features
             ORDER BY layer, position",
            "marz_features",
            FEATURE_COLUMNS,
            |cells, _| {
                let holds = match cells.text("kind")? {
                    Some("unit") => cells.key("element")?.map(Holds::Unit),
                    Some("settlement") => cells.key("element")?.map(Holds::Settlement),
                    Some("centre") => cells.key("element")?.map(Holds::Centre),
                    Some("overlay") => cells.key("element")?.map(Holds::Overlay),
                    Some(kind @ (BORDER_LINE | LOOSE_LINE)) => {
                        let path = cells.parsed("path", path_from_text)?.unwrap_or_default();
                        let is_whole = kind == BORDER_LINE;
                        cells.json("value")?.map(|feature| {
                            Holds::BorderLine(Arc::new(BorderLine {
                                feature,
                                path,
                                is_whole,
                            }))
                        })
                    }
                    Some("kept") => cells
                        .json("value")?
                        .map(|value| Holds::Kept(Arc::new(value))),
                    _ => None,
                };
                let Some(holds) = holds else {
                    cells.left_out("kind");
                    return Ok(());
                };
                let members = cells.properties("members")?;
                let layer = features.entry(cells.fid).or_default();
                layer.push(FeatureRecord { holds, members });
                Ok(())
            },
        )?;
        let mut budget = RowBudget::default();
        self.each_row(
            "SELECT fid, uuid, name, file, crs, mapping, members, bare_geometry
             FROM marz_layers ORDER BY fid",
            "marz_layers",
            LAYER_COLUMNS,
            |cells, _| {
                let Some(key) = key_of(cells.fid) else {
                    cells.left_out("fid");
                    return Ok(());
                };
                if !budget.allows(Key::index(key)) {
                    cells.left_out("fid");
                    return Ok(());
                }
                let layer = Layer {
                    id: cells.uuid()?,
                    name: cells.string("name")?,
                    file: cells.string("file")?,
                    crs: Crs(cells.string("crs")?),
                    mapping: cells.json("mapping")?.unwrap_or_default(),
                    members: cells.properties("members")?,
                    bare_geometry: cells.flag("bare_geometry")?,
                    features: features.remove(&cells.fid).unwrap_or_default().into(),
                };
                dataset.layers.set(key, layer);
                Ok(())
            },
        )
    }

    fn read_borders(&mut self, dataset: &mut Dataset) -> Result<()> {
        let mut weights = StoredWeights::read(self.connection)?;
        self.each_open_row(&BORDERS, |cells, key| {
            let blob = cells.blob("geom")?.unwrap_or_default();
            let line = line_from_blob(blob).filter(|line| line.iter().copied().all(is_usable));
            let Some(line) = line else {
                cells.left_out("geom");
                return Ok(());
            };
            if line.is_empty() {
                return Ok(());
            }
            let id = cells.uuid()?;
            let as_written = cells.blob("line_hash")? == Some(blake3::hash(blob).as_bytes());
            let stored = (cells.real("area_term_m2")?, cells.real("length_m")?);
            let line = match stored {
                (Some(area_term_m2), Some(length_m)) if as_written => {
                    Line::with_measures(line, area_term_m2, length_m)
                }
                _ => line.into(),
            };
            let hash = cells.blob("line_hash")?.filter(|_| as_written);
            let line = match hash {
                Some(hash) => weights.onto(cells.fid, hash, line),
                None => line,
            };
            if !as_written {
                cells.note(OpenNote::BorderChangedElsewhere { id });
            }
            let border = Border {
                id,
                left: cells.keys("left_units")?,
                right: cells.keys("right_units")?,
                attributes: BorderAttributes {
                    status: cells.word("status")?.unwrap_or_default(),
                    decree: cells.key("decree")?,
                    source: cells.string("source")?,
                    accuracy_m: cells.real("accuracy_m")?,
                    drawn: cells.date("drawn")?,
                },
                came_from: cells
                    .parsed("came_from", uuids_from_text)?
                    .unwrap_or_default(),
                life: cells.life()?,
                line,
            };
            dataset.borders.set(key, border);
            Ok(())
        })
    }

    fn read_settlements(&mut self) -> Result<Table<SettlementKey, Settlement>> {
        let mut settlements = Table::default();
        let mut populations = self.read_populations(SETTLEMENT)?;
        self.each_open_row(&SETTLEMENTS, |cells, key| {
            let Some(kind) = cells.word("kind")? else {
                cells.left_out("kind");
                return Ok(());
            };
            let settlement = Settlement {
                id: cells.uuid()?,
                kind,
                code: cells.text("code")?.map(str::to_owned),
                name: cells.string("name")?,
                parent: cells.key("parent")?,
                parent_reference: cells.json("parent_reference")?.unwrap_or_default(),
                village: cells.key("village")?,
                position: cells.made("geom", point_from_blob)?,
                height_m: cells.real("height_m")?,
                limits: cells.made("limits", plain_from_blob)?.unwrap_or_default(),
                populations: populations.remove(&cells.fid).unwrap_or_default(),
                layer: cells.key("layer")?,
                properties: cells.properties("properties")?,
                life: cells.life()?,
            };
            settlements.set(key, settlement);
            Ok(())
        })?;
        Ok(settlements)
    }

    /// The counts of all units or all settlements, by `fid`.
    pub(super) fn read_populations(
        &mut self,
        element: &'static str,
    ) -> Result<BTreeMap<i64, Populations>> {
        let mut populations: BTreeMap<i64, Populations> = BTreeMap::new();
        let sql = format!(
            "SELECT fid, element, element_fid, census, people, households FROM populations
             WHERE element = '{element}' ORDER BY fid"
        );
        self.each_row(&sql, POPULATIONS.name, POPULATIONS.columns, |cells, _| {
            let Some(owner) = cells.integer("element_fid")? else {
                cells.left_out("element_fid");
                return Ok(());
            };
            let census = match cells.integer("census")?.map(i32::try_from) {
                Some(Err(_)) => {
                    cells.left_out("census");
                    return Ok(());
                }
                Some(Ok(census)) => Some(census),
                None => None,
            };
            let counts = populations.entry(owner).or_default();
            let (people, households) = (cells.integer("people")?, cells.integer("households")?);
            counts.set_people(census, people.map(|people| people as u64));
            counts.set_households(census, households.map(|households| households as u64));
            Ok(())
        })?;
        Ok(populations)
    }
}

/// Rows that are gone leave room in a table, but a `fid` out of all proportion, from a
/// damaged file, must not ask for room without end.
#[derive(Default)]
pub(super) struct RowBudget {
    rows: usize,
}

/// How far the highest row may lie beyond sixteen times the number of rows.
const SPARE_ROWS: usize = 1 << 22;

impl RowBudget {
    pub(super) fn allows(&mut self, index: usize) -> bool {
        self.rows += 1;
        index <= self.rows.saturating_mul(16).saturating_add(SPARE_ROWS)
    }
}

/// Makes a table as long as it was, with the rows at its end that are gone.
fn keep_rows<K: Key, T: Clone>(table: &mut Table<K, T>, rows: usize) {
    let next = table.next_key().index();
    if rows > next && rows - next <= SPARE_ROWS {
        table.put(K::from_index(rows - 1), None);
    }
}

/// The newest save in the log.
pub(super) fn last_save(connection: &Connection) -> Result<Option<SaveRecord>> {
    use rusqlite::OptionalExtension;
    connection
        .query_row(
            "SELECT saved_at, user, host, app_version FROM marz_saves ORDER BY id DESC LIMIT 1",
            [],
            |row| {
                Ok(SaveRecord {
                    time: row.get(0)?,
                    user: row.get(1)?,
                    host: row.get(2)?,
                    app_version: row.get(3)?,
                })
            },
        )
        .optional()
}
