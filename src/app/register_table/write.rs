//! The register written for spreadsheets: text that any program reads, and workbooks that run
//! from right to left where the language does.

use std::io::Write;
use std::path::{Path, PathBuf};

use rust_xlsxwriter::{Format, Workbook, XlsxError};

use super::{Cell, RegisterTable};
use crate::app::language::Language;
use crate::files::{FileError, write_file};

/// In which format a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableFormat {
    /// Comma-separated values (RFC 4180) in UTF-8, with the mark by which Excel knows it.
    Csv,
    /// A workbook (Office Open XML).
    Xlsx,
}

impl TableFormat {
    /// The format that a file's ending means.
    pub fn of(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        match ending.as_str() {
            "csv" => Some(Self::Csv),
            "xlsx" => Some(Self::Xlsx),
            _ => None,
        }
    }
}

/// Why a table could not be written.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// The ending says no format.
    #[error("{}: a table is written as .csv or .xlsx: give the file such an ending", .0.display())]
    Ending(PathBuf),
    /// More rows or longer texts than a workbook holds.
    #[error("{}: {error}: write it as .csv instead", .path.display())]
    Workbook {
        /// The file.
        path: PathBuf,
        /// What does not go into it.
        error: XlsxError,
    },
    /// The file cannot be written.
    #[error(transparent)]
    File(#[from] FileError),
}

/// Writes the table beside the file, then in its place.
///
/// # Errors
/// [`TableError`]: an ending that is neither, what a workbook cannot hold, or a file that
/// cannot be written; the old file is there as it was.
pub fn write_table(
    path: &Path,
    table: &RegisterTable,
    language: Language,
) -> Result<(), TableError> {
    let format = TableFormat::of(path).ok_or_else(|| TableError::Ending(path.to_owned()))?;
    let bytes = match format {
        TableFormat::Csv => csv_bytes(table),
        TableFormat::Xlsx => xlsx_bytes(table, language).map_err(|error| TableError::Workbook {
            path: path.to_owned(),
            error,
        })?,
    };
    write_file(path, |out| out.write_all(&bytes))?;
    Ok(())
}

fn csv_bytes(table: &RegisterTable) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{FEFF}".as_bytes().to_vec());
    // Writing to memory cannot fail, and every row has as many cells as the heading.
    let _ = writer.write_record(&table.headings);
    for row in &table.rows {
        let _ = writer.write_record(row.iter().map(|cell| match cell {
            Cell::Nothing => String::new(),
            Cell::Text(text) => text.clone(),
            Cell::Count(count) => count.to_string(),
            Cell::Number(number) => number.to_string(),
        }));
    }
    writer.into_inner().unwrap_or_default()
}

/// How wide columns are, in the widths of a digit.
const WIDTHS: std::ops::RangeInclusive<f64> = 8.0..=40.0;

fn xlsx_bytes(table: &RegisterTable, language: Language) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name(&table.level)?;
    sheet.set_right_to_left(language == Language::Persian);
    let bold = Format::new().set_bold().set_text_wrap();
    // As text, or a spreadsheet takes the zeros of a code away when it is edited.
    let text_format = Format::new().set_num_format("@");
    let count_format = Format::new().set_num_format("#,##0");
    for (column, heading) in (0_u16..).zip(&table.headings) {
        sheet.write_string_with_format(0, column, heading, &bold)?;
        #[expect(clippy::cast_precision_loss, reason = "the length of a heading")]
        let width = heading.chars().count() as f64 + 2.0;
        sheet.set_column_width(column, width.clamp(*WIDTHS.start(), *WIDTHS.end()))?;
    }
    for (number, row) in (1_u32..).zip(&table.rows) {
        for (column, cell) in (0_u16..).zip(row) {
            match cell {
                Cell::Nothing => continue,
                Cell::Text(text) => {
                    sheet.write_string_with_format(number, column, text, &text_format)?
                }
                #[expect(
                    clippy::cast_precision_loss,
                    reason = "a workbook's numbers are doubles"
                )]
                Cell::Count(count) => {
                    sheet.write_number_with_format(number, column, *count as f64, &count_format)?
                }
                Cell::Number(value) => sheet.write_number(number, column, *value)?,
            };
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    let (rows, columns) = (table.rows.len(), table.headings.len());
    if let (Ok(rows), Ok(columns)) = (u32::try_from(rows), u16::try_from(columns))
        && columns > 0
    {
        sheet.autofilter(0, 0, rows, columns - 1)?;
    }
    workbook.save_to_buffer()
}
