//! `bellwether plan`

mod set;
mod show;
mod withdraw;

use clap::{Args, Subcommand};

use super::notes::Notes;
use bellwether_app::App;
use bellwether_app::failure::Failure;

/// What must be replaced merely to stand still, what did the company set out to reach, and how far is it?
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether plan show
  bellwether plan set 2026 --of new --customers 1200 --value 400000 --owner 'Ada Byron'
  bellwether plan set 2026-Q4 --by quarter --of lost --customers 200 --owner 'Bela Kiss'")]
pub(crate) struct Options {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Show(show::Options),
    Set(set::Options),
    Withdraw(withdraw::Options),
}

pub(crate) async fn run(app: &App, options: Options, notes: &Notes) -> Result<(), Failure> {
    match options.command {
        Command::Show(options) => show::run(app, &options).await,
        Command::Set(options) => set::run(app, options, notes).await,
        Command::Withdraw(options) => withdraw::run(app, options, notes).await,
    }
}
