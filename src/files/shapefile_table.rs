//! The attribute table of a shapefile (dBase). Texts are decoded by the encoding that
//! is named, else by what the bytes look like; numbers are kept whole; a value that
//! does not parse is kept as a text.

use std::io::Cursor;

use dbase::encoding::{DynEncoding, EncodingRs};
use dbase::{CodePageMark, FieldType, FieldValue, Reader, ReaderBuilder, Record};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1256};
use serde_json::{Map, Number, Value};

use super::report::Reason;

/// The longest table header that is looked for.
const DELETED: u8 = b'*';

/// A column.
struct Column {
    name: String,
    kind: FieldType,
    /// Where in a row it begins, the mark of deletion included, and its width.
    at: usize,
    width: usize,
}

/// A table as read.
pub(super) struct Table {
    rows: Vec<Option<Map<String, Value>>>,
}

impl Table {
    /// A row's values in the order of the columns; nothing where the row is missing,
    /// deleted or broken.
    pub fn row(&self, index: usize) -> Option<Map<String, Value>> {
        self.rows.get(index)?.clone()
    }
}

/// Reads a table of these bytes. `label` is what the .cpg says of the encoding.
pub(super) fn read_table(
    bytes: &[u8],
    memo: Option<Vec<u8>>,
    label: Option<&[u8]>,
    note: &mut dyn FnMut(Reason),
) -> Result<Table, String> {
    // Where the header names no code page, dBase's own default would refuse texts.
    let first = ReaderBuilder::new()
        .with_encoding(EncodingRs::from(UTF_8))
        .build(Cursor::new(bytes))
        .map_err(|error| error.to_string())?;
    let header = first.header();
    let start = usize::from(header.offset_to_first_record);
    let width = usize::from(header.size_of_record);
    let count = header.num_records as usize;
    let columns = columns_of(&first);
    let last = columns.last().map_or(1, |column| column.at + column.width);
    if width == 0 || last > width {
        return Err("its header does not fit its rows".to_owned());
    }
    let body = bytes.get(start..).unwrap_or_default();
    let encoding = encoding_of(header.code_page_mark, label, &columns, body, width, note);
    // The count is the header's word; the bytes decide.
    let rows: Vec<&[u8]> = body.chunks_exact(width).take(count).collect();
    let needs_library = columns.iter().any(|column| !is_text(column.kind));
    let mut library = None;
    if needs_library {
        let builder =
            ReaderBuilder::new().with_encoding(DynEncoding::from(EncodingRs::from(encoding)));
        let built = match memo {
            Some(memo) => builder.build_with_memo(Cursor::new(bytes.to_vec()), Cursor::new(memo)),
            None => builder.build(Cursor::new(bytes.to_vec())),
        };
        library = built.ok();
    }
    let rows = rows
        .into_iter()
        .enumerate()
        .map(|(index, row)| {
            if row.first() == Some(&DELETED) {
                return None;
            }
            let record = library.as_mut().and_then(|reader| record_of(reader, index));
            let values = columns.iter().map(|column| {
                let field = row
                    .get(column.at..column.at + column.width)
                    .unwrap_or_default();
                let value = if is_text(column.kind) {
                    value_of(column.kind, field, encoding)
                } else {
                    record
                        .as_ref()
                        .and_then(|record| record.get(&column.name))
                        .map_or(Value::Null, library_value)
                };
                (column.name.clone(), value)
            });
            Some(values.collect())
        })
        .collect();
    Ok(Table { rows })
}

fn columns_of<T: std::io::Read + std::io::Seek>(reader: &Reader<T>) -> Vec<Column> {
    let mut at = 1;
    reader
        .fields()
        .iter()
        .filter(|field| field.name() != "DeletionFlag")
        .map(|field| {
            let column = Column {
                name: field.name().to_owned(),
                kind: field.field_type(),
                at,
                width: usize::from(field.length()),
            };
            at += column.width;
            column
        })
        .collect()
}

/// Whether a column's values are written as text.
fn is_text(kind: FieldType) -> bool {
    matches!(
        kind,
        FieldType::Character
            | FieldType::Numeric
            | FieldType::Float
            | FieldType::Date
            | FieldType::Logical
    )
}

fn record_of<T: std::io::Read + std::io::Seek>(
    reader: &mut Reader<T>,
    index: usize,
) -> Option<Record> {
    reader.seek(index).ok()?;
    reader.iter_records().next()?.ok()
}

fn value_of(kind: FieldType, field: &[u8], encoding: &'static Encoding) -> Value {
    let (text, _) = encoding.decode_without_bom_handling(field);
    // Columns are padded; spaces before a text are the text's own.
    let text = text.trim_end_matches([' ', '\0']);
    if text.is_empty() {
        return Value::Null;
    }
    let short = text.trim();
    match kind {
        FieldType::Numeric | FieldType::Float => {
            if short.is_empty() || short.bytes().all(|byte| byte == b'*') {
                return Value::Null;
            }
            if let Ok(whole) = short.parse::<i64>() {
                return Value::from(whole);
            }
            short
                .parse()
                .ok()
                .and_then(Number::from_f64)
                .map_or_else(|| Value::from(short), Value::Number)
        }
        FieldType::Date => match (short.get(..4), short.get(4..6), short.get(6..8)) {
            (Some(year), Some(month), Some(day)) if short.len() == 8 && short != "00000000" => {
                Value::from(format!("{year}-{month}-{day}"))
            }
            _ if short.is_empty() || short == "00000000" => Value::Null,
            _ => Value::from(short),
        },
        FieldType::Logical => match short {
            "T" | "t" | "Y" | "y" => Value::Bool(true),
            "F" | "f" | "N" | "n" => Value::Bool(false),
            _ => Value::Null,
        },
        _ => Value::from(text),
    }
}

fn library_value(value: &FieldValue) -> Value {
    let number = |number: f64| Number::from_f64(number).map_or(Value::Null, Value::Number);
    match value {
        FieldValue::Integer(value) => Value::from(*value),
        FieldValue::Double(value) | FieldValue::Currency(value) => number(*value),
        FieldValue::Memo(text) => Value::from(text.clone()),
        FieldValue::DateTime(value) => {
            let (date, time) = (value.date(), value.time());
            Value::from(format!(
                "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}",
                date.year(),
                date.month(),
                date.day(),
                time.hours(),
                time.minutes(),
                time.seconds()
            ))
        }
        _ => Value::Null,
    }
}

/// Which encoding the texts are in: what the .cpg says, what the header says where
/// that means something, else what the bytes look like.
fn encoding_of(
    mark: CodePageMark,
    label: Option<&[u8]>,
    columns: &[Column],
    body: &[u8],
    width: usize,
    note: &mut dyn FnMut(Reason),
) -> &'static Encoding {
    let texts = || {
        body.chunks_exact(width).flat_map(|row| {
            columns
                .iter()
                .filter(|column| column.kind == FieldType::Character)
                .filter_map(move |column| row.get(column.at..column.at + column.width))
        })
    };
    if let Some(label) = label {
        let label = String::from_utf8_lossy(label);
        let label = label.trim_start_matches('\u{FEFF}').trim();
        match encoding_from_label(label) {
            // Many programs write UTF-8 into every .cpg.
            Some(encoding) if encoding != UTF_8 || looks_like_utf8(texts()) => return encoding,
            _ => note(Reason::UnknownEncoding {
                label: label.to_owned(),
            }),
        }
    } else {
        match mark {
            CodePageMark::CP1256 => return WINDOWS_1256,
            CodePageMark::CP1251 => return encoding_rs::WINDOWS_1251,
            CodePageMark::CP1254 => return encoding_rs::WINDOWS_1254,
            CodePageMark::Utf8 if looks_like_utf8(texts()) => return UTF_8,
            // Western code pages are what programs write by default.
            _ => {}
        }
    }
    let inferred = if looks_like_utf8(texts()) {
        UTF_8
    } else {
        WINDOWS_1256
    };
    if texts().any(|text| !text.is_ascii()) {
        note(Reason::EncodingInferred {
            label: inferred.name().to_owned(),
        });
    }
    inferred
}

fn encoding_from_label(label: &str) -> Option<&'static Encoding> {
    let upper = label.to_ascii_uppercase().replace(['_', ' '], "-");
    let number = upper
        .trim_start_matches("ANSI-")
        .trim_start_matches("OEM-")
        .trim_start_matches("CP");
    match number {
        "UTF8" | "UTF-8" | "65001" => Some(UTF_8),
        "1250" | "1251" | "1252" | "1253" | "1254" | "1255" | "1256" | "1257" | "1258" => {
            Encoding::for_label(format!("windows-{number}").as_bytes())
        }
        "88596" | "8859-6" => Encoding::for_label(b"iso-8859-6"),
        _ => Encoding::for_label(label.as_bytes()),
    }
}

/// Whether the texts are UTF-8: far more letters that are than bytes that are not. A
/// text that was cut at its column's width may end in half a letter.
fn looks_like_utf8<'a>(texts: impl Iterator<Item = &'a [u8]>) -> bool {
    let (mut letters, mut broken) = (0_usize, 0_usize);
    for text in texts {
        for chunk in text.utf8_chunks() {
            letters += chunk
                .valid()
                .chars()
                .filter(|letter| !letter.is_ascii())
                .count();
            broken += usize::from(!chunk.invalid().is_empty());
        }
    }
    broken * 4 <= letters
}
