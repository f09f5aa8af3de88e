//! `bellwether reason`

mod codes;
mod list;
mod map;
mod queue;
mod set;
mod tree;

use clap::{Args, Subcommand};

use super::notes::Notes;
use bellwether_app::App;
use bellwether_app::failure::Failure;

/// Why did customers come, stay, grow, shrink or leave, and how do we know?
///
/// Every movement has exactly one primary reason, or not_yet_known; reasons add up to movements. People's answers (asked), what
/// customers told us (told) and what we conclude (inferred) are kept apart.
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether reason queue                                       who still has no reason
  bellwether reason set C-1042 --kind lost --reason price --how asked --text 'found it cheaper'
  bellwether reason list --kind lost --by quarter
  bellwether reason codes                                       what the sources' own codes mean")]
pub(crate) struct Options {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Set(set::Options),
    List(list::Options),
    Tree(tree::Options),
    Queue(queue::Options),
    Codes(codes::Options),
    Map(map::Options),
}

pub(crate) async fn run(app: &App, options: Options, notes: &Notes) -> Result<(), Failure> {
    match options.command {
        Command::Set(options) => set::run(app, options, notes).await,
        Command::List(options) => list::run(app, options).await,
        Command::Tree(options) => tree::run(app, options, notes).await,
        Command::Queue(options) => queue::run(app, options).await,
        Command::Codes(options) => codes::run(app, &options).await,
        Command::Map(options) => map::run(app, options, notes).await,
    }
}
