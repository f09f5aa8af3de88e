//! Bellwether in one binary: reads the command line and the configuration, asks the engine, answers on stdout.

mod cli;
mod config;
mod figures;
#[cfg(feature = "pdf")]
mod report;
mod telling;
mod web;

use std::process::ExitCode;

/// Tables are read and written in blocks of megabytes; handing them back to the system each time would cost more than keeping them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cli::main()
}
