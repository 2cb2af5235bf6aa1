//! The weights of simplification that a project holds beside its borders: worked out once,
//! when the project is made, so that opening it need not. Each row says of which line it
//! is; of a border that has another line by now it is of no use, and is passed over.

use std::collections::HashMap;

use rusqlite::{Connection, Result, params};

use super::geometry::line_blob;
use super::text::fid;
use crate::model::{Dataset, Line};
use crate::topology::{PlainRings, Simplification};

/// The table: a border's `fid`, the hash of its line as the borders' table has it, and a
/// byte for each vertex.
pub(super) const TABLE: (&str, &str) = (
    "marz_weights",
    "CREATE TABLE marz_weights (
        border INTEGER PRIMARY KEY, line_hash BLOB NOT NULL, weights BLOB NOT NULL)",
);

/// Works the weights of a data set out and writes them.
pub(super) fn write(connection: &Connection, dataset: &Dataset) -> Result<()> {
    let weights = Simplification::of(dataset, PlainRings::Cities, &mut |_| true);
    let Some(weights) = weights else {
        return Ok(());
    };
    let mut insert = connection.prepare("INSERT OR REPLACE INTO marz_weights VALUES (?, ?, ?)")?;
    for (key, border) in dataset.borders.iter() {
        if let Some(weights) = weights.border(key, &border.line) {
            let hash = blake3::hash(&line_blob(&border.line));
            insert.execute(params![fid(key), hash.as_bytes().as_slice(), &**weights])?;
        }
    }
    Ok(())
}

/// What is kept of each border: the hash of its line, and the weights.
pub(super) struct StoredWeights(HashMap<i64, (Vec<u8>, Vec<u8>)>);

impl StoredWeights {
    /// Reads the table.
    pub(super) fn read(connection: &Connection) -> Result<Self> {
        let mut select =
            connection.prepare("SELECT border, line_hash, weights FROM marz_weights")?;
        let rows = select.query_map([], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))?;
        // Whoever wrote something else there has made no error of the project.
        Ok(Self(rows.filter_map(Result::ok).collect()))
    }

    /// The line with the weights that are kept of it, if they are its own.
    pub(super) fn onto(&mut self, border: i64, hash: &[u8], line: Line) -> Line {
        match self.0.remove(&border) {
            Some((of, weights)) if of == hash && weights.len() == line.len() => {
                line.with_weights(weights.into())
            }
            _ => line,
        }
    }
}
