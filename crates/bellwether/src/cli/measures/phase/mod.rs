//! `bellwether measures phase`

mod begin;
mod withdraw;

use bellwether_app::App;
use bellwether_app::failure::Failure;
use clap::{Args, Subcommand};

use crate::cli::notes::Notes;

/// From when on a measure has limits of its own, because the process is another one since
#[derive(Args)]
#[command(
    arg_required_else_help = true,
    after_help = "\
Examples:
  bellwether measures phase begin call_back.kept --from 2025-10 --reason 'Two more people call back since October'
  bellwether measures phase withdraw 01K…"
)]
pub(crate) struct Options {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Begin(begin::Options),
    Withdraw(withdraw::Options),
}

pub(crate) async fn run(app: &App, options: Options, notes: &Notes) -> Result<(), Failure> {
    match options.command {
        Command::Begin(options) => begin::run(app, options, notes).await,
        Command::Withdraw(options) => withdraw::run(app, options, notes).await,
    }
}
