//! `bellwether calendar`

mod apply;
mod export;
mod holidays;
mod show;

use clap::{Args, Subcommand};

use super::notes::Notes;
use bellwether_app::App;
use bellwether_app::failure::Failure;

/// The business calendars: when somebody works, so that promises are counted in working time
#[derive(Args)]
#[command(
    arg_required_else_help = true,
    after_help = "\
Examples:
  bellwether calendar export > calendars.toml
  bellwether calendar apply calendars.toml
  bellwether calendar holidays feiertage.ics --calendar office
  bellwether calendar show"
)]
pub(crate) struct Options {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Show(show::Options),
    Export(export::Options),
    Apply(apply::Options),
    Holidays(holidays::Options),
}

pub(crate) async fn run(app: &App, options: Options, notes: &Notes) -> Result<(), Failure> {
    match options.command {
        Command::Show(options) => show::run(app, &options).await,
        Command::Export(options) => export::run(app, &options).await,
        Command::Apply(options) => apply::run(app, options, notes).await,
        Command::Holidays(options) => holidays::run(app, options, notes).await,
    }
}
