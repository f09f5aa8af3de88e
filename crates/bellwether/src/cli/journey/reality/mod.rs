//! `bellwether journey reality`

mod answer;
mod show;

use bellwether_app::App;
use bellwether_app::failure::Failure;
use clap::{Args, Subcommand};

use crate::cli::notes::Notes;

/// Whether each stage is consistent and reliable for customers, as leaders see it
#[derive(Args)]
#[command(
    arg_required_else_help = true,
    after_help = "\
Examples:
  bellwether journey reality show
  bellwether journey reality answer get_fitted no --name 'Ada Berg' --note 'not in autumn'"
)]
pub(crate) struct Options {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Show(show::Options),
    Answer(answer::Options),
}

pub(crate) async fn run(app: &App, options: Options, notes: &Notes) -> Result<(), Failure> {
    match options.command {
        Command::Show(options) => show::run(app, &options).await,
        Command::Answer(options) => answer::run(app, options, notes).await,
    }
}
