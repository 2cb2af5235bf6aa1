//! The polygons of every level, written beside the borders so that any GIS reads
//! them. They are made from the borders and never decide them; the hash of each row
//! tells whether another program edited it since.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Result, params};

use super::container::{create_open_table, create_spatial_index};
use super::geometry::polygons_blob;
use super::report::OpenNote;
use super::schema::{LEVELS, OpenTable};
use super::text::fid;
use super::write::{Change, Writer};
use crate::measure::ring_area_m2;
use crate::model::{
    Border, BorderKey, Dataset, Extent, Land, Level, PlainPolygon, PlainRole, Unit, UnitKey,
    is_usable,
};
use crate::topology::{outline_polygons, union, unit_area_m2, unit_polygons};

/// The leaves of every unit that has any, itself if it is one, each list in the order
/// of keys. (`topology::unit_leaves` of every unit at once.)
struct Leaves(BTreeMap<UnitKey, Vec<UnitKey>>);

impl Leaves {
    fn of(dataset: &Dataset) -> Self {
        let mut leaves: BTreeMap<UnitKey, Vec<UnitKey>> = BTreeMap::new();
        for (key, unit) in dataset.units.iter() {
            if !unit.is_leaf() {
                continue;
            }
            leaves.insert(key, vec![key]);
        }
        let all: Vec<UnitKey> = leaves.keys().copied().collect();
        for leaf in all {
            for (above, unit) in dataset.ancestors(leaf).skip(1) {
                if !unit.is_leaf() {
                    leaves.entry(above).or_default().push(leaf);
                }
            }
        }
        Self(leaves)
    }

    fn get(&self, unit: UnitKey) -> &[UnitKey] {
        self.0.get(&unit).map_or(&[], Vec::as_slice)
    }
}

/// A unit's polygons for others: the union of its leaves, or its own where it lies
/// over the coverage; none that could not be used.
fn polygons_of(dataset: &Dataset, unit: &Unit, leaves: &[UnitKey]) -> Vec<PlainPolygon> {
    match leaves {
        [leaf] => dataset
            .units
            .get(*leaf)
            .map(|leaf| unit_polygons(dataset, leaf))
            .unwrap_or_default(),
        [] => match &unit.land {
            Land::Plain { role, polygons } if *role != PlainRole::Unusable => polygons.to_vec(),
            _ => Vec::new(),
        },
        _ => outline_polygons(dataset, &union(dataset, leaves)),
    }
}

fn area_km2(dataset: &Dataset, polygons: &[PlainPolygon], leaves: &[UnitKey]) -> Option<f64> {
    let area_m2 = if leaves.is_empty() {
        let mut rings = polygons.iter().flat_map(|polygon| &polygon.rings);
        if !rings.all(|ring| ring.positions.iter().copied().all(is_usable)) {
            return None;
        }
        polygons
            .iter()
            .map(|polygon| {
                let mut areas = polygon
                    .rings
                    .iter()
                    .map(|ring| ring_area_m2(&ring.positions).abs());
                areas.next().unwrap_or(0.0) - areas.sum::<f64>()
            })
            .sum()
    } else {
        unit_area_m2(dataset, leaves)
    };
    // A sum of nothing may be −0, which SQLite does not keep.
    let area_km2: f64 = area_m2 / 1e6 + 0.0;
    (!polygons.is_empty() && area_km2.is_finite()).then_some(area_km2)
}

/// The box of each level's polygons, in the order of the level tables.
pub(super) fn extents(dataset: &Dataset) -> [Option<Extent>; 5] {
    let mut extents = [None; LEVELS.len()];
    for (key, unit) in dataset.units.iter() {
        let own = match &unit.land {
            Land::None => continue,
            Land::Coverage(_) => unit
                .coverage_rings()
                .flat_map(|ring| ring.path.iter())
                .filter_map(|step| dataset.borders.get(step.border))
                .map(|border| border.extent())
                .reduce(Extent::union),
            Land::Plain { polygons, .. } => Extent::around(
                polygons
                    .iter()
                    .flat_map(|polygon| &polygon.rings)
                    .flat_map(|ring| ring.positions.iter().copied())
                    .filter(|&position| is_usable(position)),
            ),
        };
        for (_, above) in dataset.ancestors(key) {
            if let Some(index) = table_index(above.level)
                && let Some(own) = own
            {
                extents[index] = Some(extents[index].map_or(own, |known: Extent| known.union(own)));
            }
            if !unit.is_leaf() {
                break;
            }
        }
    }
    extents
}

fn table_index(level: Level) -> Option<usize> {
    Level::UNITS.iter().position(|&known| known == level)
}

/// The hash of a row of a level's table: every cell with its type, so that what one
/// hashes is what the other reads.
fn hash_cells<'a>(cells: impl Iterator<Item = ValueRef<'a>>) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    for cell in cells {
        match cell {
            ValueRef::Null => {
                hasher.update(b"n");
            }
            ValueRef::Integer(number) => {
                hasher.update(b"i");
                hasher.update(&number.to_le_bytes());
            }
            ValueRef::Real(number) => {
                hasher.update(b"r");
                hasher.update(&number.to_bits().to_le_bytes());
            }
            ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
                hasher.update(b"t");
                hasher.update(&(bytes.len() as u64).to_le_bytes());
                hasher.update(bytes);
            }
        }
    }
    hasher.finalize()
}

/// Writes the rows of every level that the changes touch.
pub(super) fn write(
    writer: &mut Writer<'_>,
    units: &[Change<'_, UnitKey, Unit>],
    borders: &[Change<'_, BorderKey, Border>],
) -> Result<()> {
    let touched = touched_units(writer.old, writer.new, units, borders);
    let leaves = Leaves::of(writer.new);
    for (level, table) in Level::UNITS.into_iter().zip(&LEVELS) {
        let mut wanted = touched.clone();
        if writer.rewrite.contains(&level) || !is_usable_table(writer.connection, table)? {
            // Asked for, or another program deleted it or a column of it.
            make_anew(writer.connection, table)?;
            writer.touched.insert(table.name);
            wanted.extend(writer.new.units.keys());
        }
        for &key in &wanted {
            write_row(writer, level, table, key, &leaves)?;
        }
        writer.step();
    }
    Ok(())
}

fn table_exists(connection: &Connection, table: &OpenTable) -> Result<bool> {
    connection
        .prepare_cached("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?")?
        .exists([table.name])
}

fn is_usable_table(connection: &Connection, table: &OpenTable) -> Result<bool> {
    Ok(table_exists(connection, table)? && connection.prepare(&table.select()).is_ok())
}

fn make_anew(connection: &Connection, table: &OpenTable) -> Result<()> {
    let name = table.name;
    connection.execute_batch(&format!(
        "DROP TABLE IF EXISTS \"{name}\"; DROP TABLE IF EXISTS \"rtree_{name}_geom\""
    ))?;
    connection.execute("DELETE FROM marz_level_rows WHERE level = ?", [name])?;
    create_open_table(connection, table)?;
    create_spatial_index(connection, table)
}

fn write_row(
    writer: &mut Writer<'_>,
    level: Level,
    table: &'static OpenTable,
    key: UnitKey,
    leaves: &Leaves,
) -> Result<()> {
    let number = fid(key);
    let dataset = writer.new;
    let stored = stored_hash(writer.connection, table, number)?;
    let Some(unit) = dataset.units.get(key).filter(|unit| unit.level == level) else {
        if stored.is_some() {
            writer.remove(table, number)?;
            writer.run(
                "DELETE FROM marz_level_rows WHERE level = ? AND fid = ?",
                params![table.name, number],
            )?;
        }
        return Ok(());
    };
    let leaves = leaves.get(key);
    let polygons = polygons_of(dataset, unit, leaves);
    let name_at = |wanted: Level| {
        (wanted < level)
            .then(|| dataset.ancestor_at(key, wanted))
            .flatten()
            .and_then(|above| dataset.units.get(above))
            .map(|above| above.name.as_str())
    };
    let count = unit.populations.latest();
    let cells: Vec<rusqlite::types::Value> = vec![
        polygons_blob(&polygons).into(),
        unit.id.to_string().into(),
        unit.code.clone().into(),
        unit.name.clone().into(),
        name_at(Level::Province).map(str::to_owned).into(),
        name_at(Level::County).map(str::to_owned).into(),
        name_at(Level::District).map(str::to_owned).into(),
        unit.centre
            .as_ref()
            .map(|centre| centre.name.clone())
            .into(),
        count
            .and_then(|count| count.people)
            .map(|people| people as i64)
            .into(),
        count.and_then(|count| count.census).into(),
        area_km2(dataset, &polygons, leaves).into(),
    ];
    let hash = hash_cells(cells.iter().map(ValueRef::from));
    if stored.as_deref() == Some(hash.as_bytes().as_slice()) {
        return Ok(());
    }
    let mut values: Vec<&dyn rusqlite::ToSql> = vec![&number];
    values.extend(cells.iter().map(|cell| cell as &dyn rusqlite::ToSql));
    writer.put(table, stored.is_none(), &values)?;
    writer
        .run(
            "INSERT OR REPLACE INTO marz_level_rows VALUES (?, ?, ?)",
            params![table.name, number, hash.as_bytes().as_slice()],
        )
        .map(drop)
}

fn stored_hash(connection: &Connection, table: &OpenTable, number: i64) -> Result<Option<Vec<u8>>> {
    connection
        .prepare_cached("SELECT hash FROM marz_level_rows WHERE level = ? AND fid = ?")?
        .query_row(params![table.name, number], |row| row.get(0))
        .optional()
}

/// The units whose row in a level's table may differ: those that changed, those at
/// the sides of changed borders, what lies above either, and, for the names of what
/// is above, what lies below a changed one.
fn touched_units(
    old: &Dataset,
    new: &Dataset,
    units: &[Change<'_, UnitKey, Unit>],
    borders: &[Change<'_, BorderKey, Border>],
) -> BTreeSet<UnitKey> {
    let changed: BTreeSet<UnitKey> = units.iter().map(|change| change.key).collect();
    let mut touched = changed.clone();
    for border in borders
        .iter()
        .flat_map(|change| change.old.into_iter().chain(change.new))
    {
        touched.extend(border.units());
    }
    let below: Vec<UnitKey> = new
        .units
        .keys()
        .filter(|&key| {
            new.ancestors(key)
                .any(|(above, _)| changed.contains(&above))
        })
        .collect();
    for unit in touched.clone() {
        for dataset in [old, new] {
            touched.extend(dataset.ancestors(unit).map(|(above, _)| above));
        }
    }
    touched.extend(below);
    touched
}

/// The levels whose rows are not what was written.
pub(super) fn changed_elsewhere(connection: &Connection) -> Result<Vec<OpenNote>> {
    let mut notes = Vec::new();
    for (level, table) in Level::UNITS.into_iter().zip(&LEVELS) {
        let mut written: BTreeMap<i64, Vec<u8>> = BTreeMap::new();
        let mut statement =
            connection.prepare("SELECT fid, hash FROM marz_level_rows WHERE level = ?")?;
        let mut rows = statement.query([table.name])?;
        while let Some(row) = rows.next()? {
            written.insert(row.get(0)?, row.get(1)?);
        }
        let mut different = 0;
        if table_exists(connection, table)? {
            // A column that was removed there makes the table another one.
            if let Ok(mut statement) = connection.prepare(&table.select()) {
                let mut rows = statement.query([])?;
                while let Some(row) = rows.next()? {
                    let mut cells = Vec::with_capacity(table.columns.len());
                    for index in 1..=table.columns.len() {
                        cells.push(row.get_ref(index)?);
                    }
                    let hash = hash_cells(cells.into_iter());
                    let known = written.remove(&row.get::<_, i64>(0)?);
                    different += usize::from(known.as_deref() != Some(hash.as_bytes().as_slice()));
                }
            }
        }
        different += written.len();
        if different > 0 {
            notes.push(OpenNote::LevelLayerChangedElsewhere {
                level,
                rows: different,
            });
        }
    }
    Ok(notes)
}
