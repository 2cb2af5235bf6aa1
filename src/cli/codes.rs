//! `marz codes`: what is wrong with the statistical codes of a data set; a free code for each
//! unit that has none; the codes of a unit and those under it once it lies under another.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use marz::app::codes::{Renumbered, proposals, renumbering};
use marz::app::describe::{describe, level_name, unit_name};
use marz::app::language::{Language, Words, plain};
use marz::files::write_file;
use marz::model::{Dataset, UnitKey, ascii_digits};
use marz::rules::{Selection, check};
use marz::topology::Snapshot;

use super::check::language;
use super::{Input, fail};

/// Something is wrong with a code, or a unit has none.
const FOUND: u8 = 1;

#[derive(Args)]
pub(super) struct CodesArguments {
    #[command(flatten)]
    input: Input,
    /// Write codes for the units that have none as a table: level, unit, old code, new code
    #[arg(long)]
    propose: bool,
    /// Write the codes that the unit of this code, and those under it, get under another
    #[arg(
        long = "move",
        value_name = "CODE",
        requires = "under",
        conflicts_with = "propose"
    )]
    moved: Option<String>,
    /// The code of the unit that it comes under
    #[arg(long, value_name = "CODE", requires = "moved")]
    under: Option<String>,
    /// The file to write the table to, as comma-separated values; else standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The language of what is printed: fa or en
    #[arg(long, default_value = "en", value_parser = language)]
    lang: Language,
}

impl CodesArguments {
    pub(super) fn run(self) -> Result<ExitCode, ExitCode> {
        let dataset = self.input.load()?;
        let words = Words::new(self.lang);
        let rows = match (&self.moved, &self.under) {
            (Some(moved), Some(under)) => {
                let (unit, parent) = (unit_of(&dataset, moved)?, unit_of(&dataset, under)?);
                renumbering(&dataset, unit, parent).map_err(fail)?
            }
            _ if self.propose => proposals(&dataset),
            _ => return self.check(&words, dataset),
        };
        let table = table(&words, &dataset, &rows);
        match &self.output {
            Some(file) => write_file(file, |out| out.write_all(&table)).map_err(fail)?,
            // Whoever reads the output may stop reading.
            None => drop(std::io::stdout().write_all(&table)),
        }
        Ok(ExitCode::SUCCESS)
    }

    fn check(&self, words: &Words, dataset: Dataset) -> Result<ExitCode, ExitCode> {
        let without = proposals(&dataset);
        let snapshot = Snapshot::new(dataset);
        let rules: Selection = "S12,S13,S14".parse().map_err(fail)?;
        let mut go_on = |_| std::ops::ControlFlow::Continue(());
        let report = check(&snapshot, &rules, None, &mut go_on).unwrap_or_default();
        let dataset = &snapshot.dataset;
        let mut out = std::io::stdout().lock();
        let mut say = |line: String| drop(writeln!(out, "{line}"));
        for finding in &report.findings {
            let told = describe(words, dataset, finding);
            let code = finding.code.name();
            say(plain(&format!(
                "{code} {}: {} {}",
                told.kind, told.units, told.detail
            )));
        }
        for row in &without {
            let said = words.with(
                if row.old.is_some() {
                    "codes-not-of-level"
                } else {
                    "codes-none"
                },
                &[
                    ("unit", named(words, dataset, row.unit).into()),
                    ("code", row.old.clone().unwrap_or_default().into()),
                    (
                        "free",
                        row.new.clone().unwrap_or_else(|| "—".to_owned()).into(),
                    ),
                ],
            );
            say(plain(&said));
        }
        let found = !report.findings.is_empty() || !without.is_empty();
        Ok(ExitCode::from(if found { FOUND } else { 0 }))
    }
}

fn unit_of(dataset: &Dataset, code: &str) -> Result<UnitKey, ExitCode> {
    let code = ascii_digits(code.trim());
    let mut units = dataset.units.iter();
    let unit = units.find(|(_, unit)| unit.code.as_deref() == Some(code.as_str()));
    unit.map(|(key, _)| key)
        .ok_or_else(|| fail(format!("no unit has the code {code}: see `marz table`")))
}

fn named(words: &Words, dataset: &Dataset, unit: UnitKey) -> String {
    let level = dataset
        .units
        .get(unit)
        .map(|it| level_name(words, it.level));
    let name = unit_name(words, dataset, unit);
    format!("{} {name}", level.unwrap_or_default())
}

fn table(words: &Words, dataset: &Dataset, rows: &[Renumbered]) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{FEFF}".as_bytes().to_vec());
    let heading = ["column-level", "field-name", "codes-old", "codes-new"];
    // Writing to memory cannot fail.
    let _ = writer.write_record(heading.map(|id| plain(&words.text(id))));
    for row in rows {
        let level = dataset
            .units
            .get(row.unit)
            .map(|it| level_name(words, it.level));
        let _ = writer.write_record([
            plain(&level.unwrap_or_default()),
            plain(&unit_name(words, dataset, row.unit)),
            row.old.clone().unwrap_or_default(),
            row.new.clone().unwrap_or_default(),
        ]);
    }
    writer.into_inner().unwrap_or_default()
}
