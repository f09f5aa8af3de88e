//! `bellwether reason set`

use bellwether_model::{Day, HowKnown, MovementKind};
use clap::Args;

use crate::cli::notes::Notes;
use bellwether_app::App;
use bellwether_app::failure::Failure;
use bellwether_app::reason::NewReason;

/// Say why a customer moved
///
/// Saying it again corrects it; what was said before stays on record.
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether reason set C-1042 --kind lost --reason price --how asked
  bellwether reason set C-1042 --kind less --day 2026-09-12 --reason service --how told --text 'three call-outs in a month'")]
pub(crate) struct Options {
    /// The customer
    #[arg(value_name = "CUSTOMER")]
    customer: String,
    /// What kind of movement it was
    #[arg(long)]
    kind: MovementKind,
    /// The movement's day [default: the latest of that kind]
    #[arg(long)]
    day: Option<Day>,
    /// A reason of the tree; `bellwether reason tree` shows them
    #[arg(long, value_name = "REASON")]
    reason: String,
    /// How we know: asked, told or inferred
    #[arg(long, value_name = "WAY")]
    how: HowKnown,
    /// In the customer's words
    #[arg(long)]
    text: Option<String>,
    /// Who says so [default: your account's name]
    #[arg(long, value_name = "NAME")]
    who: Option<String>,
}

pub(crate) async fn run(app: &App, options: Options, notes: &Notes) -> Result<(), Failure> {
    let given = NewReason {
        kind: options.kind,
        day: options.day,
        reason: options.reason,
        how_known: options.how,
        text: options.text,
    };
    let (customer, who) = (options.customer, options.who.unwrap_or_else(|| app.config.user.clone()));
    app.set_reason(&customer, &given, &who).await?;
    notes.say(format!("{} of {customer}: {}, {}.", given.kind, given.reason, given.how_known));
    Ok(())
}
