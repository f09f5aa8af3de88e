//! `bellwether sample remove`

use clap::Args;

use crate::cli::notes::Notes;
use bellwether_app::App;
use bellwether_app::failure::Failure;

/// Remove the made-up company, with all that was built on it
///
/// Its facts, imports, reasons, closed periods, targets and definitions go. People, the organisation and your own definitions stay.
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether sample remove")]
pub(crate) struct Options {
    /// Who says so [default: your account's name]
    #[arg(long, value_name = "NAME")]
    who: Option<String>,
}

pub(crate) async fn run(app: &App, options: Options, notes: &Notes) -> Result<(), Failure> {
    let who = options.who.unwrap_or_else(|| app.config.user.clone());
    app.remove_sample(&who).await?;
    notes.say("The made-up company is gone. Bring your own in: bellwether import FILE --as purchases");
    Ok(())
}
