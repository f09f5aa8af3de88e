//! Bellwether in one binary: reads the command line and the configuration, asks the engine, answers on stdout.

mod app;
mod cli;
mod config;
mod failure;
mod figures;
mod web;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main()
}
