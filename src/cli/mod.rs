//! The command line: `apply`, `check`, `codes`, `convert`, `fix`, `history`, `render`, `sample`, `table`, or files to open in the
//! window. What a person reads goes to standard error or output; what a program reads
//! goes to the file it is asked for. Exit status 2 means that input could not be read.

mod apply;
mod check;
mod codes;
mod convert;
mod fix;
mod history;
#[cfg(feature = "window")]
mod render;
mod sample;
mod table;

use std::fmt::Display;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use marz::app::load::{LoadOptions, Loaded, load};
use marz::files::MappingFile;
use marz::model::{Crs, Dataset};

/// Input cannot be read.
const UNREADABLE: u8 = 2;

#[derive(Parser)]
#[command(name = "marz", version, about, args_conflicts_with_subcommands = true)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    /// Files to open: a project, or layers of one data set
    files: Vec<PathBuf>,
}

#[derive(Subcommand)]
enum Command {
    /// Play a list of edits on a data set
    Apply(apply::ApplyArguments),
    /// Check a data set and print the findings
    Check(check::CheckArguments),
    /// Check statistical codes, propose free ones, and tell what a move makes of them
    Codes(codes::CodesArguments),
    /// Write a data set to another format
    Convert(convert::ConvertArguments),
    /// Fix slivers, missing and repeated vertices, and write the result
    Fix(fix::FixArguments),
    /// Write the history of a project as edits that `apply` plays
    History(history::HistoryArguments),
    /// Draw the map of a data set without a window
    #[cfg(feature = "window")]
    Render(render::RenderArguments),
    /// Write the sample data
    Sample(sample::SampleArguments),
    /// Write the register of a level as a table
    Table(table::TableArguments),
}

/// The files of a data set and how they are understood.
#[derive(Args)]
struct Input {
    /// A project, or files that are the layers of one data set
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// A file that says how the fields of the files are understood
    #[arg(long, value_name = "FILE")]
    map: Option<PathBuf>,
    /// The reference system of files that name none, as PROJ knows it: EPSG:32639
    #[arg(long)]
    crs: Option<String>,
    /// Say nothing of how the files were read
    #[arg(long, short)]
    quiet: bool,
}

impl Input {
    fn load(&self) -> Result<Dataset, ExitCode> {
        let mapping = match &self.map {
            Some(file) => MappingFile::read(file).map_err(fail)?,
            None => MappingFile::default(),
        };
        let options = LoadOptions {
            mapping,
            crs: self.crs.clone().map(Crs),
        };
        let (dataset, loaded) = load(&self.files, &options).map_err(fail)?;
        if !self.quiet {
            tell(&loaded);
        }
        Ok(dataset)
    }
}

/// Says how the files were read: thousands of lines are one piece of output sooner than
/// thousands.
fn tell(loaded: &Loaded) {
    let lines: Vec<String> = match loaded {
        Loaded::Imported(report) => report.lines.iter().map(|it| format!("{it}\n")).collect(),
        Loaded::Opened(report) => report.notes.iter().map(|it| format!("{it}\n")).collect(),
    };
    eprint!("{}", lines.concat());
}

/// Says what went wrong; the exit status for input that cannot be read.
fn fail(error: impl Display) -> ExitCode {
    eprintln!("marz: {error}");
    ExitCode::from(UNREADABLE)
}

/// A scale as it is written: `1:250000`, or 250000 alone.
fn scale(text: &str) -> Result<f64, String> {
    let denominator = text.trim().strip_prefix("1:").unwrap_or(text.trim());
    let number = denominator.replace([',', '_', ' '], "").parse::<f64>();
    let usable = number.ok().filter(|scale| (1.0..=1e9).contains(scale));
    usable.ok_or_else(|| "it is a scale: 1:250000".to_owned())
}

/// Runs what the arguments ask for.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let done = match arguments.command {
        Some(Command::Apply(apply)) => apply.run(),
        Some(Command::Check(check)) => check.run(),
        Some(Command::Codes(codes)) => codes.run(),
        Some(Command::Convert(convert)) => convert.run(),
        Some(Command::Fix(fix)) => fix.run(),
        Some(Command::History(history)) => history.run(),
        #[cfg(feature = "window")]
        Some(Command::Render(render)) => render.run(),
        Some(Command::Sample(sample)) => sample.run(),
        Some(Command::Table(table)) => table.run(),
        None => open(arguments.files),
    };
    done.unwrap_or_else(|code| code)
}

#[cfg(feature = "window")]
fn open(files: Vec<PathBuf>) -> Result<ExitCode, ExitCode> {
    marz::window::run::run(files).map_err(fail)?;
    Ok(ExitCode::SUCCESS)
}

#[cfg(not(feature = "window"))]
fn open(_files: Vec<PathBuf>) -> Result<ExitCode, ExitCode> {
    Err(fail(
        "this build has no window; use check, convert, fix or sample (see --help)",
    ))
}
