//! Values as text in the cells of a project: references, lists, dates and JSON. What
//! is read back wrongly is told, never guessed in silence.

use rusqlite::types::ValueRef;
use rusqlite::{Result, Row};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::report::{OpenNote, OpenReport};
use crate::model::{BorderKey, BorderUse, Key, Life, PartialDate, Period, Properties};

/// The `fid` of an entity.
pub(super) fn fid<K: Key>(key: K) -> i64 {
    key.index() as i64 + 1
}

/// The key of a `fid`.
pub(super) fn key_of<K: Key>(fid: i64) -> Option<K> {
    let index = usize::try_from(fid.checked_sub(1)?).ok()?;
    u32::try_from(index).ok()?;
    Some(K::from_index(index))
}

/// A value as JSON.
pub(super) fn json<T: Serialize>(value: &T) -> Option<String> {
    // What the model holds has string keys and finite numbers only.
    serde_json::to_string(value).ok()
}

/// The JSON of a value, nothing where it is what a missing one means.
pub(super) fn json_unless_default<T: Serialize + Default + PartialEq>(value: &T) -> Option<String> {
    if *value == T::default() {
        None
    } else {
        json(value)
    }
}

/// A text, nothing where it is empty.
pub(super) fn text_unless_empty(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

/// The word of an enumeration's member in JSON, without its quotation marks.
pub(super) fn word<T: Serialize>(value: &T) -> Option<String> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => Some(word),
        _ => None,
    }
}

/// The `fid`s of some entities, a space between.
pub(super) fn fids<K: Key>(keys: &[K]) -> Option<String> {
    let fids: Vec<String> = keys.iter().map(|&key| fid(key).to_string()).collect();
    (!fids.is_empty()).then(|| fids.join(" "))
}

/// The inverse of [`fids`].
pub(super) fn keys_from_text<K: Key>(text: &str) -> Option<Vec<K>> {
    let fids = text.split_whitespace();
    fids.map(|fid| key_of(fid.parse().ok()?)).collect()
}

/// A ring's path: the `fid` of each border, negative against its direction.
pub(super) fn path_text(path: &[BorderUse]) -> String {
    let mut text = String::with_capacity(path.len() * 6);
    for step in path {
        if !text.is_empty() {
            text.push(' ');
        }
        if step.reversed {
            text.push('-');
        }
        text.push_str(&fid(step.border).to_string());
    }
    text
}

/// The inverse of [`path_text`].
pub(super) fn path_from_text(text: &str) -> Option<Vec<BorderUse>> {
    text.split_whitespace()
        .map(|step| {
            let number: i64 = step.parse().ok()?;
            Some(BorderUse {
                border: key_of::<BorderKey>(number.checked_abs()?)?,
                reversed: number < 0,
            })
        })
        .collect()
}

/// Names for life, a space between.
pub(super) fn uuids_text(ids: &[Uuid]) -> Option<String> {
    let ids: Vec<String> = ids.iter().map(Uuid::to_string).collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}

/// The inverse of [`uuids_text`].
pub(super) fn uuids_from_text(text: &str) -> Option<Vec<Uuid>> {
    text.split_whitespace()
        .map(|id| Uuid::parse_str(id).ok())
        .collect()
}

/// The four dates of an entity's periods, as they stand in its row.
pub(super) fn life_texts(life: &Life) -> [Option<String>; 4] {
    [
        life.effective.from,
        life.effective.until,
        life.recorded.from,
        life.recorded.until,
    ]
    .map(|date| date.map(|date| date.to_string()))
}

/// Names and types of columns, in the order of a query.
pub(super) type Columns = &'static [(&'static str, &'static str)];

/// A row being read. A cell that cannot be understood counts as empty and becomes a
/// line of the report.
pub(super) struct Cells<'a> {
    row: &'a Row<'a>,
    table: &'static str,
    /// The columns after the first.
    columns: Columns,
    pub(super) fid: i64,
    report: &'a mut OpenReport,
}

impl<'a> Cells<'a> {
    /// Reads `row`, whose first column is its `fid`.
    pub(super) fn new(
        row: &'a Row<'a>,
        table: &'static str,
        columns: Columns,
        report: &'a mut OpenReport,
    ) -> Result<Self> {
        Ok(Self {
            fid: row.get(0)?,
            row,
            table,
            columns,
            report,
        })
    }

    /// Tells that a cell was not understood.
    pub(super) fn not_understood(&mut self, column: &str) {
        self.report.notes.push(OpenNote::ValueNotUnderstood {
            table: self.table.to_owned(),
            row: self.fid,
            column: column.to_owned(),
        });
    }

    /// Tells that the row cannot be used because of a cell.
    pub(super) fn left_out(&mut self, column: &str) {
        self.report.notes.push(OpenNote::RowLeftOut {
            table: self.table.to_owned(),
            row: self.fid,
            column: column.to_owned(),
        });
    }

    /// Adds a line to the report.
    pub(super) fn note(&mut self, note: OpenNote) {
        self.report.notes.push(note);
    }

    fn raw(&self, column: &str) -> Result<ValueRef<'a>> {
        let place = self.columns.iter().position(|(name, _)| *name == column);
        match place {
            Some(place) => self.row.get_ref(place + 1),
            None => self.row.get_ref(column),
        }
    }

    /// A text; numbers that a GIS wrote into the column are taken as text.
    pub(super) fn text(&mut self, column: &str) -> Result<Option<&'a str>> {
        Ok(match self.raw(column)? {
            ValueRef::Null => None,
            ValueRef::Text(bytes) => match std::str::from_utf8(bytes) {
                Ok(text) => Some(text),
                Err(_) => {
                    self.not_understood(column);
                    None
                }
            },
            _ => {
                self.not_understood(column);
                None
            }
        })
    }

    /// A text, empty where there is none.
    pub(super) fn string(&mut self, column: &str) -> Result<String> {
        Ok(self.text(column)?.unwrap_or_default().to_owned())
    }

    /// A whole number.
    pub(super) fn integer(&mut self, column: &str) -> Result<Option<i64>> {
        Ok(match self.raw(column)? {
            ValueRef::Null => None,
            ValueRef::Integer(number) => Some(number),
            _ => {
                self.not_understood(column);
                None
            }
        })
    }

    /// Whether the number is there and not zero.
    pub(super) fn flag(&mut self, column: &str) -> Result<bool> {
        Ok(self.integer(column)?.is_some_and(|number| number != 0))
    }

    /// A number.
    pub(super) fn real(&mut self, column: &str) -> Result<Option<f64>> {
        Ok(match self.raw(column)? {
            ValueRef::Null => None,
            ValueRef::Real(number) => Some(number),
            ValueRef::Integer(number) => Some(number as f64),
            _ => {
                self.not_understood(column);
                None
            }
        })
    }

    /// Bytes.
    pub(super) fn blob(&mut self, column: &str) -> Result<Option<&'a [u8]>> {
        Ok(match self.raw(column)? {
            ValueRef::Null => None,
            ValueRef::Blob(bytes) => Some(bytes),
            _ => {
                self.not_understood(column);
                None
            }
        })
    }

    /// Bytes made into something; nothing, and a line of the report, where `make`
    /// gives nothing.
    pub(super) fn made<T>(
        &mut self,
        column: &str,
        make: impl FnOnce(&[u8]) -> Option<T>,
    ) -> Result<Option<T>> {
        let Some(bytes) = self.blob(column)? else {
            return Ok(None);
        };
        let made = make(bytes);
        if made.is_none() {
            self.not_understood(column);
        }
        Ok(made)
    }

    /// A text made into something, likewise.
    pub(super) fn parsed<T>(
        &mut self,
        column: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>> {
        let Some(text) = self.text(column)? else {
            return Ok(None);
        };
        let parsed = parse(text);
        if parsed.is_none() {
            self.not_understood(column);
        }
        Ok(parsed)
    }

    /// JSON.
    pub(super) fn json<T: DeserializeOwned>(&mut self, column: &str) -> Result<Option<T>> {
        self.parsed(column, |text| serde_json::from_str(text).ok())
    }

    /// The member of an enumeration.
    pub(super) fn word<T: DeserializeOwned>(&mut self, column: &str) -> Result<Option<T>> {
        self.parsed(column, |text| {
            serde_json::from_value(serde_json::Value::String(text.to_owned())).ok()
        })
    }

    /// A reference to an entity.
    pub(super) fn key<K: Key>(&mut self, column: &str) -> Result<Option<K>> {
        let Some(fid) = self.integer(column)? else {
            return Ok(None);
        };
        let key = key_of(fid);
        if key.is_none() {
            self.not_understood(column);
        }
        Ok(key)
    }

    /// References to entities.
    pub(super) fn keys<K: Key>(&mut self, column: &str) -> Result<Box<[K]>> {
        let keys = self.parsed(column, |text| {
            text.split_whitespace()
                .map(|fid| key_of(fid.parse().ok()?))
                .collect::<Option<Vec<K>>>()
        })?;
        Ok(keys.unwrap_or_default().into())
    }

    /// The entity's name for life. A row that a GIS added has none, and gets one.
    pub(super) fn uuid(&mut self) -> Result<Uuid> {
        match self.parsed("uuid", |text| Uuid::parse_str(text).ok())? {
            Some(id) => Ok(id),
            None => {
                self.not_understood("uuid");
                Ok(Uuid::new_v4())
            }
        }
    }

    /// A date.
    pub(super) fn date(&mut self, column: &str) -> Result<Option<PartialDate>> {
        self.parsed(column, |text| text.parse().ok())
    }

    /// The two periods.
    pub(super) fn life(&mut self) -> Result<Life> {
        Ok(Life {
            effective: Period {
                from: self.date("effective_from")?,
                until: self.date("effective_until")?,
            },
            recorded: Period {
                from: self.date("recorded_from")?,
                until: self.date("recorded_until")?,
            },
        })
    }

    /// The members of a feature.
    pub(super) fn properties(&mut self, column: &str) -> Result<Properties> {
        let properties = self.parsed(column, Properties::from_json)?;
        Ok(properties.unwrap_or_default())
    }
}
