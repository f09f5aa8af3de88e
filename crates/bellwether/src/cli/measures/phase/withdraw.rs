//! `bellwether measures phase withdraw`

use bellwether_app::App;
use bellwether_app::failure::Failure;
use clap::Args;

use crate::cli::notes::Notes;

/// Take a phase back: the limits come from all periods again; that it was begun stays on record
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether measures phase withdraw 01K…")]
pub(crate) struct Options {
    /// The phase's id, as 'measures show' writes it
    id: String,
    /// Who says so [default: your account's name]
    #[arg(long, value_name = "NAME")]
    who: Option<String>,
}

pub(crate) async fn run(app: &App, options: Options, notes: &Notes) -> Result<(), Failure> {
    let who = options.who.unwrap_or_else(|| app.config.user.clone());
    app.withdraw_phase(&options.id, &who).await?;
    notes.say(format!("Phase {} is taken back.", options.id));
    Ok(())
}
