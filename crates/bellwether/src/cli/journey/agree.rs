//! `bellwether journey agree`

use bellwether_app::App;
use bellwether_app::failure::Failure;
use clap::Args;

use crate::cli::notes::Notes;

/// Put a leader's name under a version of the journey
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether journey agree --name 'Ada Berg'
  bellwether journey agree --version 2 --name 'Jo Lind'")]
pub(crate) struct Options {
    /// Who agrees
    #[arg(long, value_name = "NAME")]
    name: String,
    /// The version [default: the one written last]
    #[arg(long, value_name = "NUMBER")]
    version: Option<i64>,
}

pub(crate) async fn run(app: &App, options: &Options, notes: &Notes) -> Result<(), Failure> {
    let version = app.agree_to_journey(options.version, &options.name, &app.config.user).await?;
    notes.say(format!("{} agrees to version {version} of the journey.", options.name));
    Ok(())
}
