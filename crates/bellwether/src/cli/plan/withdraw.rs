//! `bellwether plan withdraw`

use clap::Args;

use crate::cli::notes::Notes;
use bellwether_app::App;
use bellwether_app::failure::Failure;

/// Give a target up; that it was set stays on record
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether plan withdraw 01K…")]
pub(crate) struct Options {
    /// The target's id, as `bellwether plan show` writes it
    id: String,
    /// Its version that you have seen; refused where somebody has corrected it since
    #[arg(long, value_name = "VERSION")]
    after: Option<i64>,
    /// Who says so [default: your account's name]
    #[arg(long, value_name = "NAME")]
    who: Option<String>,
}

pub(crate) async fn run(app: &App, options: Options, notes: &Notes) -> Result<(), Failure> {
    let who = options.who.unwrap_or_else(|| app.config.user.clone());
    app.withdraw_target(&options.id, options.after, &who).await?;
    notes.say(format!("Target {} is given up.", options.id));
    Ok(())
}
