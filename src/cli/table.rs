//! `marz table`: the register of one level for spreadsheets, with every attribute, what is
//! worked out, and what the law says.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use marz::app::language::{Language, Words};
use marz::app::register_table::{RegisterTable, TableFormat, write_table};
use marz::model::Level;
use marz::topology::Snapshot;

use super::check::language;
use super::{Input, fail};

#[derive(Args)]
pub(super) struct TableArguments {
    #[command(flatten)]
    input: Input,
    /// The level: province, county, district, rural_district, city, village, farm or place
    #[arg(long, value_parser = level)]
    level: Level,
    /// The table to write; its ending, .csv or .xlsx, chooses the format
    #[arg(long, short, value_name = "FILE", value_parser = table_file)]
    output: PathBuf,
    /// The language of headings and words: fa or en
    #[arg(long, default_value = "fa", value_parser = language)]
    lang: Language,
}

fn level(text: &str) -> Result<Level, String> {
    Level::from_name(text).ok_or_else(|| {
        let names = Level::ALL.map(Level::name);
        format!("the levels are {}", names.join(", "))
    })
}

/// A file whose ending says a format, known before the data is read.
fn table_file(text: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(text);
    match TableFormat::of(&path) {
        Some(_) => Ok(path),
        None => Err("a table ends in .csv or .xlsx".to_owned()),
    }
}

impl TableArguments {
    pub(super) fn run(self) -> Result<ExitCode, ExitCode> {
        let snapshot = Snapshot::new(self.input.load()?);
        let words = Words::new(self.lang);
        let table = RegisterTable::new(&words, &snapshot, self.level);
        write_table(&self.output, &table, self.lang).map_err(fail)?;
        if !self.input.quiet {
            eprintln!("{}: {} rows", self.output.display(), table.rows.len());
        }
        Ok(ExitCode::SUCCESS)
    }
}
