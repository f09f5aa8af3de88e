//! `bellwether sample`

mod add;
mod remove;

use clap::{Args, Subcommand};

use super::notes::Notes;
use bellwether_app::App;
use bellwether_app::failure::Failure;

/// Look at a made-up company in the place of your own, before there are facts
///
/// It has tables and records of its own, so that nothing of it ever stands beside anything real. As long as it is there, no file can be
/// imported, and every command and page says that its figures are made up. `bellwether demo` shows a larger one in a folder of its own.
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether sample add
  bellwether sample remove")]
pub(crate) struct Options {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Add(add::Options),
    Remove(remove::Options),
}

pub(crate) async fn run(app: &App, options: Options, notes: &Notes) -> Result<(), Failure> {
    match options.command {
        Command::Add(options) => add::run(app, options, notes).await,
        Command::Remove(options) => remove::run(app, options, notes).await,
    }
}

/// Says of what the answer of a command is, where it is of a made-up company.
pub(super) async fn note(app: &App, notes: &Notes) -> Result<(), Failure> {
    if app.has_sample().await? {
        notes.say("These are the figures of a made-up company. To remove it: bellwether sample remove");
    }
    Ok(())
}
