//! The command line: parse, then call.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    shipmate::cli::main(shipmate::cli::Cli::parse())
}
