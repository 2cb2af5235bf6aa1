//! The history of a project: the steps that led to what it holds, so that they can be
//! undone after it was closed. Each step is a row, written once; a history that does not
//! fit what the project holds is of another state of it, and is left alone.

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::path::Path;

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use rusqlite::{Connection, OptionalExtension, Result, params};

use super::recognise::connect;
use super::save_token;
use crate::edit::{ChangeKind, History, Step};
use crate::model::Dataset;

/// The tables: the steps, and of which save they are.
pub(super) const TABLES: [(&str, &str); 2] = [
    (
        "marz_history",
        "CREATE TABLE marz_history (
            number INTEGER PRIMARY KEY, id TEXT NOT NULL, is_undone INTEGER NOT NULL, author TEXT NOT NULL,
            reason TEXT NOT NULL, kind TEXT, step BLOB NOT NULL)",
    ),
    (
        "marz_history_state",
        "CREATE TABLE marz_history_state (save_token TEXT NOT NULL, last INTEGER NOT NULL)",
    ),
];

/// Writes the steps that the file does not have, and takes those out that are no more.
pub(super) fn write(connection: &Connection, history: &History) -> Result<()> {
    let steps = |undone: bool| {
        let steps = if undone {
            history.undone()
        } else {
            history.done()
        };
        steps.iter().map(move |step| (step, undone))
    };
    let all: Vec<(&Step, bool)> = steps(false).chain(steps(true)).collect();
    let name_of = |step: &Step| (row_of(step), step.id().to_string());
    let wanted: BTreeSet<(i64, String)> = all.iter().map(|(step, _)| name_of(step)).collect();
    let mut select = connection.prepare("SELECT number, id FROM marz_history")?;
    let known = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let known: BTreeSet<(i64, String)> = known.collect::<Result<_>>()?;
    let mut remove = connection.prepare("DELETE FROM marz_history WHERE number = ?")?;
    for (number, _) in known.difference(&wanted) {
        remove.execute([number])?;
    }
    let mut describe = connection.prepare(
        "UPDATE marz_history SET is_undone = ?2, author = ?3, reason = ?4, kind = ?5
         WHERE number = ?1",
    )?;
    let mut insert = connection.prepare(
        "INSERT INTO marz_history (number, id, is_undone, author, reason, kind, step)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    for (step, undone) in all {
        let kind = step.kind.map(ChangeKind::name);
        let (number, id) = name_of(step);
        if known.contains(&(number, id.clone())) {
            describe.execute(params![number, undone, step.author, step.reason, kind])?;
            continue;
        }
        // What cannot be written as text is not kept; what can is.
        if let Some(blob) = packed(step) {
            insert.execute(params![
                number,
                id,
                undone,
                step.author,
                step.reason,
                kind,
                blob
            ])?;
        }
    }
    connection.execute("DELETE FROM marz_history_state", [])?;
    connection
        .execute(
            "INSERT INTO marz_history_state VALUES (?, ?)",
            params![save_token(connection)?, history.last_number().cast_signed()],
        )
        .map(drop)
}

fn row_of(step: &Step) -> i64 {
    step.number().cast_signed()
}

/// The history of a project that holds `dataset`; nothing where there is none that fits.
pub fn read_history(path: &Path, dataset: &Dataset) -> Option<History> {
    let (connection, _) = connect(path).ok()?;
    let history = read(&connection).ok()??;
    history.fits(dataset).then_some(history)
}

fn read(connection: &Connection) -> Result<Option<History>> {
    let state: Option<(String, i64)> = connection
        .query_row(
            "SELECT save_token, last FROM marz_history_state",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()?;
    let Some((token, last)) = state else {
        return Ok(None);
    };
    // A program that knows of no history has saved since.
    if token != save_token(connection)? {
        return Ok(None);
    }
    let mut select = connection.prepare(
        "SELECT is_undone, author, reason, kind, step FROM marz_history ORDER BY number",
    )?;
    let mut rows = select.query([])?;
    let (mut done, mut undone) = (Vec::new(), Vec::new());
    while let Some(row) = rows.next()? {
        let blob: Vec<u8> = row.get("step")?;
        let kind: Option<String> = row.get("kind")?;
        let Some(mut step) = unpacked(&blob) else {
            // A step that cannot be read parts those before it from those after it.
            return Ok(None);
        };
        step.author = row.get("author")?;
        step.reason = row.get("reason")?;
        step.kind = kind.as_deref().and_then(ChangeKind::from_name);
        if row.get("is_undone")? {
            undone.push(step);
        } else {
            done.push(step);
        }
    }
    // The next to be made again comes last.
    undone.reverse();
    Ok(Some(History::of(done, undone, last.cast_unsigned())))
}

fn packed(step: &Step) -> Option<Vec<u8>> {
    let text = serde_json::to_vec(step).ok()?;
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(&text).ok()?;
    encoder.finish().ok()
}

fn unpacked(blob: &[u8]) -> Option<Step> {
    let mut text = Vec::new();
    DeflateDecoder::new(blob).read_to_end(&mut text).ok()?;
    serde_json::from_slice(&text).ok()
}
