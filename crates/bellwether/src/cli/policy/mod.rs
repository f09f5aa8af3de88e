//! `bellwether policy`

pub(super) mod definition;
mod drift;
mod history;
mod set;
mod show;
mod sign;

use std::path::Path;

use clap::{Args, Subcommand};
use serde::de::DeserializeOwned;

use super::notes::Notes;
use bellwether_app::App;
use bellwether_app::failure::{Failure, FailureKind};

/// What the company agreed to count: one versioned document, signed by named leaders
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether policy show
  bellwether policy set lapse_days=120 currency=GBP
  bellwether policy sign --name 'Ada Berg' --role CEO
  bellwether policy drift 1 2")]
pub(crate) struct Options {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Show(show::Options),
    Set(set::Options),
    Sign(sign::Options),
    History(history::Options),
    Drift(drift::Options),
}

pub(crate) async fn run(app: &App, options: Options, notes: &Notes) -> Result<(), Failure> {
    match options.command {
        Command::Show(options) => show::run(app, &options).await,
        Command::Set(options) => set::run(app, options, notes).await,
        Command::Sign(options) => sign::run(app, &options, notes).await,
        Command::History(options) => history::run(app, &options).await,
        Command::Drift(options) => drift::run(app, &options).await,
    }
}

/// Reads a TOML document that a person wrote.
pub(super) fn read_document<T: DeserializeOwned>(file: &Path) -> Result<T, Failure> {
    let text = std::fs::read_to_string(file).map_err(|error| {
        let kind = match error.kind() {
            std::io::ErrorKind::NotFound => FailureKind::NotFound,
            _ => FailureKind::Input,
        };
        Failure::new(kind, format!("{} cannot be read: {error}", file.display()))
    })?;
    toml::from_str(&text).map_err(|error| Failure::input(format!("{}: {error}", file.display())))
}
