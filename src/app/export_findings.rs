//! Findings as files for others: a table for spreadsheets (CSV), features for any GIS
//! (GeoJSON), a page to read and print (HTML), and JSON for programs.

mod csv;
mod geojson;

use std::io::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::language::Words;
use super::report::html_report;
use crate::files::{FileError, write_file};
use crate::model::IsoDate;
use crate::rules::Finding;
use crate::topology::Snapshot;

pub use self::csv::csv_table;
pub use self::geojson::geojson_features;

/// A form in which findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FindingsFormat {
    /// A table, one finding a line, with a heading; UTF-8 with the mark that Excel needs.
    Csv,
    /// One feature for each finding, with the members of `marz check --json`.
    GeoJson,
    /// A page to read and print, with maps.
    Html,
}

impl FindingsFormat {
    /// The ending of its files.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::GeoJson => "geojson",
            Self::Html => "html",
        }
    }

    /// `path` with the format's ending, which is added where it has another.
    pub fn named(self, path: &Path) -> PathBuf {
        let is_named_so = path
            .extension()
            .is_some_and(|ending| ending.eq_ignore_ascii_case(self.ending()));
        if is_named_so {
            path.to_owned()
        } else {
            path.with_added_extension(self.ending())
        }
    }
}

/// Findings that are written, with the data that they are about.
#[derive(Debug, Clone)]
pub struct ListedFindings<'a> {
    /// The data that was checked.
    pub snapshot: &'a Snapshot,
    /// The findings in their order.
    pub findings: Vec<&'a Finding>,
    /// The day on which they are written, and on which exceptions hold or not.
    pub made: IsoDate,
}

impl<'a> ListedFindings<'a> {
    /// Calls `each` with every finding, and `watch` now and then with the share that is
    /// done. Returns whether it came to the end.
    pub(super) fn for_each(
        &self,
        watch: Watch<'_>,
        mut each: impl FnMut(usize, &'a Finding),
    ) -> bool {
        let all = self.findings.len().max(1);
        for (place, finding) in self.findings.iter().enumerate() {
            if place % 64 == 0 && watch(place as f32 / all as f32).is_break() {
                return false;
            }
            each(place, finding);
        }
        true
    }
}

/// Is told the share that is done, and says whether to go on.
pub type Watch<'w> = &'w mut dyn FnMut(f32) -> ControlFlow<()>;

/// Writes findings to a file.
///
/// # Errors
/// [`FileError::Unwritable`] where the folder or the disk refuses, [`FileError::Stopped`]
/// where `watch` breaks; what was at `path` is then as it was.
pub fn write_findings(
    words: &Words,
    listed: &ListedFindings<'_>,
    format: FindingsFormat,
    path: &Path,
    watch: Watch<'_>,
) -> Result<(), FileError> {
    let text = match format {
        FindingsFormat::Csv => csv_table(words, listed, watch),
        FindingsFormat::GeoJson => geojson_features(words, listed, watch),
        FindingsFormat::Html => html_report(words, listed, watch),
    };
    let text = text.ok_or(FileError::Stopped)?;
    write_file(path, |out| out.write_all(text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ending_is_added_where_it_lacks() {
        let named = |name: &str| FindingsFormat::Csv.named(Path::new(name));
        assert_eq!(named("لرستان"), Path::new("لرستان.csv"));
        assert_eq!(named("a.CSV"), Path::new("a.CSV"));
        assert_eq!(named("نسخهٔ ۱.۲"), Path::new("نسخهٔ ۱.۲.csv"));
    }
}
