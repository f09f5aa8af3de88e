//! `bellwether rejects reopen`

use clap::Args;

use crate::cli::notes::Notes;
use bellwether_app::App;
use bellwether_app::failure::Failure;

/// Take a dismissal back: its rows are to be done again
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether rejects reopen 01K…")]
pub(crate) struct Options {
    /// The dismissal's id, as `bellwether rejects list` writes it
    #[arg(value_name = "ID")]
    id: String,
    /// Who says so [default: your account's name]
    #[arg(long, value_name = "NAME")]
    who: Option<String>,
}

pub(crate) async fn run(app: &App, options: Options, notes: &Notes) -> Result<(), Failure> {
    let who = options.who.unwrap_or_else(|| app.config.user.clone());
    app.reopen_rejects(&options.id, &who).await?;
    notes.say(format!("What {} dismissed is to be done again.", options.id));
    Ok(())
}
