//! `marz apply`: a list of edits played on a data set, each refusal with its reason.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use marz::app::apply::apply;
use marz::app::convert::convert;
use marz::files::EditScript;

use super::{Input, fail};

/// An edit was refused.
const REFUSED: u8 = 1;

#[derive(Args)]
pub(super) struct ApplyArguments {
    /// The edits, a JSON file (the README tells the format)
    edits: PathBuf,
    #[command(flatten)]
    input: Input,
    /// The file to write: .gpkg, .geojson or .shp
    #[arg(long, short)]
    output: PathBuf,
    /// Write what could be done even where some edits are refused
    #[arg(long)]
    keep_going: bool,
}

impl ApplyArguments {
    pub(super) fn run(self) -> Result<ExitCode, ExitCode> {
        let place = self.edits.display();
        let told = |error: &dyn std::fmt::Display| fail(format!("{place}: {error}"));
        let text = std::fs::read_to_string(&self.edits).map_err(|error| told(&error))?;
        let script: EditScript = serde_json::from_str(&text).map_err(|error| told(&error))?;
        let applied = apply(self.input.load()?, &script);
        for (number, outcome) in applied.outcomes.iter().enumerate() {
            if let Err(reason) = outcome {
                eprintln!("marz: {place}: edit {}: {reason}", number + 1);
            }
        }
        let is_whole = applied.is_whole();
        if is_whole || self.keep_going {
            for file in convert(&applied.dataset, &self.output).map_err(fail)? {
                eprintln!("{}", file.display());
            }
        } else {
            eprintln!("marz: nothing was written; --keep-going writes what could be done");
        }
        Ok(if is_whole {
            ExitCode::SUCCESS
        } else {
            ExitCode::from(REFUSED)
        })
    }
}
