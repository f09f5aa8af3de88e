//! `bellwether sample add`

use std::sync::atomic::AtomicBool;

use bellwether_model::Policy;
use clap::Args;

use crate::cli::notes::Notes;
use bellwether_app::App;
use bellwether_app::failure::Failure;

/// Add the made-up company
///
/// It is refused where there are facts, or a file that is being imported.
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether sample add")]
pub(crate) struct Options {
    /// Who says so [default: your account's name]
    #[arg(long, value_name = "NAME")]
    who: Option<String>,
}

pub(crate) async fn run(app: &App, options: Options, notes: &Notes) -> Result<(), Failure> {
    let who = options.who.unwrap_or_else(|| app.config.user.clone());
    if !app.has_company() {
        app.init(&Policy::default()).await?;
    }
    notes.say("A made-up company is imported …");
    app.add_sample(&who, &AtomicBool::new(false), &|_| {}).await?;
    notes.say("It is there. Look at it: bellwether ledger. Remove it: bellwether sample remove");
    Ok(())
}
