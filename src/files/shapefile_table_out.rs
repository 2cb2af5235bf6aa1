//! Writing the attribute table of a shapefile (dBase III): one column a property,
//! nested ones by their last name, typed by their values. What the format cuts is told.

use std::io::Cursor;

use dbase::encoding::EncodingRs;
use dbase::{FieldName, FieldValue, Record, TableWriterBuilder};
use rustc_hash::FxHashMap;
use serde_json::{Map, Value};

use super::export::ExportNote;
use crate::model::FieldPath;

/// The longest text that a field of the format holds, in bytes.
const LONGEST_TEXT: usize = 254;
/// The longest name of a field, in bytes.
const LONGEST_NAME: usize = 10;
/// The most columns that the format has.
const MOST_COLUMNS: usize = 255;
/// Numbers of more digits are not exact in a dBase number.
const MOST_DIGITS: usize = 15;
/// Decimals of a number that has any.
const DECIMALS: u8 = 12;

/// A column to write.
struct Column {
    path: FieldPath,
    name: String,
    kind: Kind,
    /// The widest value, in bytes.
    width: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// No value yet.
    Unknown,
    Whole,
    Decimal,
    Logical,
    Text,
}

/// The bytes of a table with these rows.
pub(super) fn write_table(
    rows: &[&Map<String, Value>],
    notes: &mut Vec<ExportNote>,
) -> Result<Vec<u8>, String> {
    let mut columns = columns_of(rows);
    if columns.len() > MOST_COLUMNS {
        return Err(format!(
            "{} fields are more than the {MOST_COLUMNS} that a shapefile has",
            columns.len()
        ));
    }
    if columns.is_empty() {
        // A table without a column is none to most programs.
        columns.push(Column {
            path: FieldPath(Vec::new()),
            name: "id".to_owned(),
            kind: Kind::Unknown,
            width: 1,
        });
    }
    name_columns(&mut columns, notes);
    let mut builder = TableWriterBuilder::with_encoding(EncodingRs::from(encoding_rs::UTF_8));
    for column in &columns {
        let name = FieldName::try_from(column.name.as_str())?;
        let width = u8::try_from(column.width.clamp(1, LONGEST_TEXT)).unwrap_or(u8::MAX);
        builder = match column.kind {
            Kind::Whole => builder.add_numeric_field(name, width, 0),
            Kind::Decimal => builder.add_numeric_field(name, 31, DECIMALS),
            Kind::Logical => builder.add_logical_field(name),
            Kind::Text | Kind::Unknown => builder.add_character_field(name, width),
        };
    }
    let mut table = Cursor::new(Vec::new());
    let mut cut: Vec<usize> = vec![0; columns.len()];
    {
        let mut writer = builder.build_with_dest(&mut table);
        for row in rows {
            let mut record = Record::default();
            for (column, cut) in columns.iter().zip(&mut cut) {
                let value = column.path.find(row).unwrap_or(&Value::Null);
                record.insert(column.name.clone(), field_value(column.kind, value, cut));
            }
            writer
                .write_record(&record)
                .map_err(|error| error.to_string())?;
        }
        writer.finalize().map_err(|error| error.to_string())?;
    }
    for (column, count) in columns.iter().zip(cut) {
        if count > 0 {
            notes.push(ExportNote::TextsCut {
                field: column.path.0.join("."),
                count,
            });
        }
    }
    Ok(table.into_inner())
}

fn columns_of(rows: &[&Map<String, Value>]) -> Vec<Column> {
    let mut columns = Vec::new();
    let mut known = FxHashMap::default();
    for row in rows {
        let mut path = Vec::new();
        see(row, &mut path, &mut columns, &mut known);
    }
    columns
}

fn see(
    object: &Map<String, Value>,
    path: &mut Vec<String>,
    columns: &mut Vec<Column>,
    known: &mut FxHashMap<FieldPath, usize>,
) {
    for (name, value) in object {
        path.push(name.clone());
        if let Value::Object(inner) = value {
            see(inner, path, columns, known);
        } else {
            let index = *known.entry(FieldPath(path.clone())).or_insert_with(|| {
                columns.push(Column {
                    path: FieldPath(path.clone()),
                    name: String::new(),
                    kind: Kind::Unknown,
                    width: 1,
                });
                columns.len() - 1
            });
            if let Some(column) = columns.get_mut(index) {
                column.see(value);
            }
        }
        path.pop();
    }
}

impl Column {
    fn see(&mut self, value: &Value) {
        let kind = match value {
            Value::Null => return,
            Value::Bool(_) => Kind::Logical,
            Value::Number(number) if number.is_f64() => Kind::Decimal,
            Value::Number(number) if number.to_string().len() <= MOST_DIGITS => Kind::Whole,
            _ => Kind::Text,
        };
        self.kind = match (self.kind, kind) {
            (Kind::Unknown, kind) => kind,
            (old, kind) if old == kind => kind,
            (Kind::Whole, Kind::Decimal) | (Kind::Decimal, Kind::Whole) => Kind::Decimal,
            _ => Kind::Text,
        };
        self.width = self.width.max(text_of(value).len());
    }
}

fn text_of(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn field_value(kind: Kind, value: &Value, cut: &mut usize) -> FieldValue {
    match kind {
        Kind::Whole | Kind::Decimal => FieldValue::Numeric(value.as_f64()),
        Kind::Logical => FieldValue::Logical(value.as_bool()),
        Kind::Text | Kind::Unknown => {
            let text = text_of(value);
            let short = cut_to(&text, LONGEST_TEXT);
            *cut += usize::from(short.len() < text.len());
            FieldValue::Character(Some(short.to_owned()).filter(|text| !text.is_empty()))
        }
    }
}

/// The longest beginning of a text of at most so many bytes.
fn cut_to(text: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(text.len()))
        .rev()
        .find(|&end| text.is_char_boundary(end));
    text.get(..end.unwrap_or(0)).unwrap_or_default()
}

/// Gives each column a name of its own. Names that fit are given out first: one that is
/// cut must never come to read as another field's.
fn name_columns(columns: &mut [Column], notes: &mut Vec<ExportNote>) {
    let mut used: Vec<String> = Vec::new();
    for whole in [true, false] {
        for column in columns.iter_mut().filter(|column| column.name.is_empty()) {
            let Some(last) = column.path.0.last() else {
                continue;
            };
            let short = cut_to(last, LONGEST_NAME);
            let is_free = !short.is_empty() && !used.contains(&short.to_uppercase());
            if whole && (short.len() < last.len() || !is_free) {
                continue;
            }
            let mut name = short.to_owned();
            let mut number = 1;
            while name.is_empty() || used.contains(&name.to_uppercase()) {
                let ending = format!("_{number}");
                let start = cut_to(last, LONGEST_NAME - ending.len());
                name = format!("{start}{ending}");
                number += 1;
            }
            used.push(name.to_uppercase());
            column.name = name;
        }
    }
    for column in columns.iter() {
        let from = column.path.0.join(".");
        if !from.is_empty() && from != column.name {
            notes.push(ExportNote::FieldRenamed {
                from,
                to: column.name.clone(),
            });
        }
    }
}
