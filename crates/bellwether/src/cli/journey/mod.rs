//! `bellwether journey`

mod agree;
mod apply;
mod cost;
mod document;
mod export;
mod map;
#[cfg(feature = "pdf")]
mod poster;
mod preview;
mod reality;
mod show;

use clap::{Args, Subcommand};

use super::notes::Notes;
use bellwether_app::App;
use bellwether_app::failure::Failure;

/// What customers live through, stage by stage, and who answers for it
#[derive(Args)]
#[command(
    arg_required_else_help = true,
    after_help = "\
Examples:
  bellwether journey export > journey.toml
  bellwether journey apply journey.toml --note 'agreed in the room of May'
  bellwether journey show
  bellwether journey agree --name 'Ada Berg'
  bellwether journey reality show
  bellwether journey map --by case
  bellwether journey preview tickets.xes
  bellwether journey cost --touchpoint installation
  bellwether journey poster -o journey.pdf"
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
    Agree(agree::Options),
    Reality(reality::Options),
    Map(map::Options),
    Preview(preview::Options),
    Cost(cost::Options),
    #[cfg(feature = "pdf")]
    Poster(poster::Options),
}

pub(crate) async fn run(app: &App, options: Options, notes: &Notes) -> Result<(), Failure> {
    match options.command {
        Command::Show(options) => show::run(app, &options).await,
        Command::Export(options) => export::run(app, &options).await,
        Command::Apply(options) => apply::run(app, options, notes).await,
        Command::Agree(options) => agree::run(app, &options, notes).await,
        Command::Reality(options) => reality::run(app, options, notes).await,
        Command::Map(options) => map::run(app, options).await,
        Command::Preview(options) => preview::run(app, &options).await,
        Command::Cost(options) => cost::run(app, options).await,
        #[cfg(feature = "pdf")]
        Command::Poster(options) => poster::run(app, options).await,
    }
}
