//! `marz convert`: a data set written to another format, chosen by the ending.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use marz::app::convert::convert;
use marz::topology::{generalised, least_area_m2};

use super::{Input, fail};

#[derive(Args)]
pub(super) struct ConvertArguments {
    #[command(flatten)]
    input: Input,
    /// The file to write: .gpkg, .geojson or .shp
    #[arg(long, short)]
    output: PathBuf,
    /// Leave out what a map of this scale cannot show (details under 0.4 mm): 1:250000
    #[arg(long, value_name = "1:N", value_parser = super::scale)]
    generalise: Option<f64>,
}

impl ConvertArguments {
    pub(super) fn run(self) -> Result<ExitCode, ExitCode> {
        let mut dataset = self.input.load()?;
        if let Some(scale) = self.generalise {
            // Nothing stops it.
            dataset = generalised(&dataset, least_area_m2(scale), &mut |_| true).unwrap_or(dataset);
        }
        for file in convert(&dataset, &self.output).map_err(fail)? {
            eprintln!("{}", file.display());
        }
        Ok(ExitCode::SUCCESS)
    }
}
