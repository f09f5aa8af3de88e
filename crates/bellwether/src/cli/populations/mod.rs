//! `bellwether populations`

mod apply;
mod export;
mod list;
mod show;

use clap::{Args, Subcommand};

use super::notes::Notes;
use bellwether_app::App;
use bellwether_app::failure::Failure;

/// Which customers something is about: named rules, answered as of a day
///
/// Every figure can be asked for one of them: --population ID counts its customers alone.
#[derive(Args)]
#[command(
    arg_required_else_help = true,
    after_help = "\
Examples:
  bellwether populations list
  bellwether populations export > populations.toml
  bellwether populations apply populations.toml
  bellwether populations show late_installation -o late.csv
  bellwether ledger --population late_installation"
)]
pub(crate) struct Options {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    List(list::Options),
    Show(show::Options),
    Export(export::Options),
    Apply(apply::Options),
}

pub(crate) async fn run(app: &App, options: Options, notes: &Notes) -> Result<(), Failure> {
    match options.command {
        Command::List(options) => list::run(app, options).await,
        Command::Show(options) => show::run(app, options).await,
        Command::Export(options) => export::run(app, &options).await,
        Command::Apply(options) => apply::run(app, options, notes).await,
    }
}
