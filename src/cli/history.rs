//! `marz history`: the steps that a project keeps, as edits that `marz apply` plays.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use marz::files::project::{ProjectFile, read_history};
use marz::files::{script_of, write_file};

use super::fail;

#[derive(Args)]
pub(super) struct HistoryArguments {
    /// The project (.gpkg)
    project: PathBuf,
    /// The file to write; standard output where none is named
    #[arg(long, short)]
    output: Option<PathBuf>,
}

impl HistoryArguments {
    pub(super) fn run(self) -> Result<ExitCode, ExitCode> {
        let (dataset, _) = ProjectFile::read(&self.project).map_err(fail)?;
        let history = read_history(&self.project, &dataset).unwrap_or_default();
        let script = script_of(&history, &dataset);
        let mut text = serde_json::to_string_pretty(&script).map_err(fail)?;
        text.push('\n');
        match &self.output {
            Some(path) => {
                write_file(path, |file| file.write_all(text.as_bytes())).map_err(fail)?;
            }
            None => print!("{text}"),
        }
        Ok(ExitCode::SUCCESS)
    }
}
