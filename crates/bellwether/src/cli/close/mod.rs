//! `bellwether close`

mod list;
mod verify;

use bellwether_model::Grain;
use clap::{Args, Subcommand};

use super::notes::{Notes, ask, can_ask};
use crate::figures::{counted, money};
use bellwether_app::App;
use bellwether_app::close::ClosedPeriod;
use bellwether_app::failure::Failure;

/// Close the books of a period: its figures never change again
///
/// What becomes known later appears as `restated` in an open period, naming the period it corrects. Closing cannot be undone.
#[derive(Args)]
#[command(
    args_conflicts_with_subcommands = true,
    arg_required_else_help = true,
    after_help = "\
Examples:
  bellwether close 2026-09
  bellwether close 2026-Q3 --by quarter
  bellwether close list
  bellwether close verify"
)]
pub(crate) struct Options {
    #[command(subcommand)]
    command: Option<Command>,
    /// The period, as the ledger writes it; all before it are closed with it
    #[arg(value_name = "PERIOD", required = true)]
    period: Option<String>,
    /// The length of the period
    #[arg(long, value_name = "GRAIN", default_value = "month")]
    by: Grain,
    /// Do it without being asked
    #[arg(short, long)]
    yes: bool,
    /// Who closes [default: your account's name]
    #[arg(long, value_name = "NAME")]
    who: Option<String>,
}

#[derive(Subcommand)]
enum Command {
    List(list::Options),
    Verify(verify::Options),
}

pub(crate) async fn run(app: &App, options: Options, notes: &Notes) -> Result<(), Failure> {
    match options.command {
        Some(Command::List(options)) => return list::run(app, &options).await,
        Some(Command::Verify(options)) => return verify::run(app, &options).await,
        None => {}
    }
    let period = options.period.unwrap_or_default();
    let is_agreed = options.yes || (can_ask() && ask(&format!("Close {period} for good?")));
    if !is_agreed {
        return Err(Failure::usage(format!("{period} was not closed"))
            .hint("closing cannot be undone; say --yes where nobody can be asked"));
    }
    let who = options.who.unwrap_or_else(|| app.config.user.clone());
    let closed = app.close(options.by, &period, &who).await?;
    let ClosedPeriod { period, currency, closing, checksum, .. } = closed;
    if let Some((closing, checksum)) = closing.zip(checksum) {
        let customers = counted(i128::from(closing.customers), "customer", "customers");
        let value = money(closing.minor, currency);
        notes.say(format!("Closed {period} with {customers} and {currency} {value}; checksum {checksum}."));
    }
    Ok(())
}
