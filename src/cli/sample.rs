//! `marz sample`: the sample data, of a province or of the whole country.

use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use marz::files::sample::{Options, write};

use super::fail;

#[derive(Args)]
pub(super) struct SampleArguments {
    /// The folder to write into; it is made if it is not there
    directory: PathBuf,
    /// The whole country at full size
    #[arg(long)]
    national: bool,
    /// Another seed draws other lines; the same seed the same, bit for bit
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// About how many vertices [default: 28000, or 2000000 with --national]
    #[arg(long)]
    vertices: Option<usize>,
    /// With --national: this many faults of every kind of geometry, at known places
    #[arg(long, default_value_t = 0, requires = "national", value_name = "COUNT")]
    faults: usize,
}

impl SampleArguments {
    pub(super) fn run(self) -> Result<ExitCode, ExitCode> {
        let options = Options {
            national: self.national,
            seed: self.seed,
            vertices: self.vertices,
            faults: self.faults,
        };
        let shows_progress = std::io::stderr().is_terminal();
        let mut progress = |share: f32| {
            if shows_progress {
                eprint!("\r{:3.0} %", share * 100.0);
                let _ = std::io::stderr().flush();
            }
            true
        };
        let written = write(&self.directory, &options, &mut progress).map_err(fail)?;
        if shows_progress {
            eprintln!();
        }
        for file in &written.files {
            eprintln!("{}", file.display());
        }
        Ok(ExitCode::SUCCESS)
    }
}
