//! `bellwether rejects`

mod dismiss;
mod list;
mod reopen;

use clap::{Args, Subcommand};

use super::notes::Notes;
use bellwether_app::App;
use bellwether_app::failure::Failure;

/// Which refused rows of imports are still to be done, and which are none?
///
/// A refused row is to be done until it comes in: corrected, in its file or in the file of rejects. A row that is none, such as a total or
/// a test, is dismissed with the reason why; that is kept, and can be taken back.
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether rejects list
  bellwether rejects dismiss 7 4f2a01c3d9e85b76 --why 'the line of totals'
  bellwether rejects dismiss 7 4f2a01c3d9e85b76 --file orders.csv --row 812 --why 'our own test'
  bellwether rejects reopen 01K…")]
pub(crate) struct Options {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    List(list::Options),
    Dismiss(dismiss::Options),
    Reopen(reopen::Options),
}

pub(crate) async fn run(app: &App, options: Options, notes: &Notes) -> Result<(), Failure> {
    match options.command {
        Command::List(options) => list::run(app, &options).await,
        Command::Dismiss(options) => dismiss::run(app, options, notes).await,
        Command::Reopen(options) => reopen::run(app, options, notes).await,
    }
}
