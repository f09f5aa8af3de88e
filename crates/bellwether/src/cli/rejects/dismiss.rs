//! `bellwether rejects dismiss`

use clap::Args;

use crate::cli::notes::Notes;
use bellwether_app::App;
use bellwether_app::failure::Failure;
use bellwether_app::rejects::NewDismissal;

/// Say that refused rows need not come in: all of a cause, or one
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether rejects dismiss 7 4f2a01c3d9e85b76 --why 'the line of totals'
  bellwether rejects dismiss 7 4f2a01c3d9e85b76 --file orders.csv --row 812 --why 'our own test'")]
pub(crate) struct Options {
    /// The number of the import that refused them
    #[arg(value_name = "IMPORT", value_parser = clap::value_parser!(i64).range(1..))]
    import: i64,
    /// The id of their cause, as `bellwether rejects list` writes it
    #[arg(value_name = "CAUSE")]
    cause: String,
    /// The file of the one row, as the list writes it
    #[arg(long, value_name = "FILE", requires = "row")]
    file: Option<String>,
    /// Where in it the one row stands
    #[arg(long, value_name = "ROW", requires = "file")]
    row: Option<u64>,
    /// Why they need not come in
    #[arg(long, value_name = "REASON")]
    why: String,
    /// Who says so [default: your account's name]
    #[arg(long, value_name = "NAME")]
    who: Option<String>,
}

pub(crate) async fn run(app: &App, options: Options, notes: &Notes) -> Result<(), Failure> {
    let Options { import, cause, file, row, why, who } = options;
    let who = who.unwrap_or_else(|| app.config.user.clone());
    let id = app.dismiss_rejects(&NewDismissal { import, cause, file, row, why }, &who).await?;
    notes.say(format!("Dismissed as {id}; `bellwether rejects reopen {id}` takes it back."));
    Ok(())
}
