//! `bellwether populations apply`

use std::path::PathBuf;

use bellwether_model::Populations;
use clap::Args;

use super::export::Document;
use crate::cli::notes::Notes;
use crate::cli::policy::read_document;
use bellwether_app::App;
use bellwether_app::failure::Failure;

/// Take changed populations as their next version
///
/// Who belongs to one on an earlier day follows from what is known of that day, by the rules of the latest version.
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether populations apply populations.toml")]
pub(crate) struct Options {
    /// The populations as TOML
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Who says so [default: your account's name]
    #[arg(long, value_name = "NAME")]
    who: Option<String>,
}

pub(crate) async fn run(app: &App, options: Options, notes: &Notes) -> Result<(), Failure> {
    let Document { version, populations } = read_document(&options.file)?;
    let who = options.who.unwrap_or_else(|| app.config.user.clone());
    let version = app.save_populations(&Populations { populations }, version, &who).await?;
    notes.say(format!("Version {version} of the populations."));
    Ok(())
}
