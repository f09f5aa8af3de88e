//! `bellwether policy sign`

use clap::Args;

use crate::cli::notes::Notes;
use bellwether_app::App;
use bellwether_app::failure::Failure;

/// Put a leader's name under a version of the policy
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether policy sign --name 'Ada Berg' --role CEO
  bellwether policy sign --version 2 --name 'Jo Lind' --role CFO")]
pub(crate) struct Options {
    /// Who signs
    #[arg(long, value_name = "NAME")]
    name: String,
    /// As what
    #[arg(long, value_name = "ROLE")]
    role: String,
    /// The version [default: the latest]
    #[arg(long, value_name = "NUMBER")]
    version: Option<u32>,
}

pub(crate) async fn run(app: &App, options: &Options, notes: &Notes) -> Result<(), Failure> {
    let version = app.sign_policy(options.version, &options.name, &options.role).await?;
    notes.say(format!("{}, {}, signed version {version} of the policy.", options.name, options.role));
    Ok(())
}
