//! `marz convert`: a data set written to another format, chosen by the ending.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use marz::app::convert::convert;

use super::{Input, fail};

#[derive(Args)]
pub(super) struct ConvertArguments {
    #[command(flatten)]
    input: Input,
    /// The file to write: .gpkg, .geojson or .shp
    #[arg(long, short)]
    output: PathBuf,
}

impl ConvertArguments {
    pub(super) fn run(self) -> Result<ExitCode, ExitCode> {
        let dataset = self.input.load()?;
        for file in convert(&dataset, &self.output).map_err(fail)? {
            eprintln!("{}", file.display());
        }
        Ok(ExitCode::SUCCESS)
    }
}
