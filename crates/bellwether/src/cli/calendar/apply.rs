//! `bellwether calendar apply`

use std::path::PathBuf;

use bellwether_model::BusinessCalendars;
use clap::Args;

use super::export::Document;
use crate::cli::notes::Notes;
use crate::cli::policy::read_document;
use bellwether_app::App;
use bellwether_app::failure::Failure;

/// Take changed business calendars as their next version
///
/// Open promises are counted by the hours and holidays of the latest version; what was kept or broken stays as it was.
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether calendar apply calendars.toml")]
pub(crate) struct Options {
    /// The calendars as TOML
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Who says so [default: your account's name]
    #[arg(long, value_name = "NAME")]
    who: Option<String>,
}

pub(crate) async fn run(app: &App, options: Options, notes: &Notes) -> Result<(), Failure> {
    let Document { version, calendars } = read_document(&options.file)?;
    let who = options.who.unwrap_or_else(|| app.config.user.clone());
    let version = app.save_business_calendars(&BusinessCalendars { calendars }, version, &who).await?;
    notes.say(format!("Version {version} of the business calendars."));
    Ok(())
}
