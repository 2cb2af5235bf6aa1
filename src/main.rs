//! The program: the command line, and the window when no command is given.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
