//! `bellwether plan set`

use bellwether_model::{Grain, Measure};
use clap::Args;

use crate::cli::notes::Notes;
use bellwether_app::App;
use bellwether_app::failure::Failure;
use bellwether_app::planning::NewTarget;

/// Set a target, or correct one
///
/// Say how many customers, how much value, or both. What a target was before stays on record.
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether plan set 2026 --of new --customers 1200 --value 400000 --owner 'Ada Byron'
  bellwether plan set 2026 --of transfer_in --level large --customers 100 --owner 'Cid Ito'
  bellwether plan set 2026 --of new --customers 1300 --owner 'Ada Byron' --id 01K… --after 1      correct it")]
pub(crate) struct Options {
    /// By the end of which period
    #[arg(value_name = "PERIOD")]
    period: String,
    /// The length of the period
    #[arg(long, value_name = "GRAIN", default_value = "year")]
    by: Grain,
    /// closing, new, won_back, more, less, lost, transfer_in or transfer_out; of less, lost and transfer_out at most so many
    #[arg(long, value_name = "FIGURE")]
    of: Measure,
    /// Only of this level of value
    #[arg(long)]
    level: Option<String>,
    /// How many customers
    #[arg(long, value_name = "NUMBER")]
    customers: Option<i64>,
    /// How much value, in the reporting currency, e.g. 400000.00
    #[arg(long, value_name = "AMOUNT")]
    value: Option<String>,
    /// Who answers for it
    #[arg(long, value_name = "NAME")]
    owner: String,
    /// What is invested in it
    #[arg(long, value_name = "TEXT", default_value = "")]
    investment: String,
    /// The id of a target to be corrected [default: a new one]
    #[arg(long, requires = "after")]
    id: Option<String>,
    /// Its version that you have seen, as `bellwether plan show` writes it; refused where somebody has corrected it since
    #[arg(long, value_name = "VERSION", requires = "id")]
    after: Option<i64>,
    /// Who says so [default: your account's name]
    #[arg(long, value_name = "NAME")]
    who: Option<String>,
}

pub(crate) async fn run(app: &App, options: Options, notes: &Notes) -> Result<(), Failure> {
    let Options { period, by: grain, of: measure, level, customers, value, owner, investment, id, after, who } =
        options;
    let currency = app.currency().await?;
    let minor = value.map(|amount| currency.minor(&amount).map_err(Failure::usage)).transpose()?;
    let target = NewTarget { grain, period, measure, level, customers, minor, owner, investment, after };
    let who = who.unwrap_or_else(|| app.config.user.clone());
    let id = app.set_target(id.as_deref(), &target, &who).await?;
    notes.say(format!("Target {id} of {}: {}, {}.", target.period, target.measure, target.owner));
    Ok(())
}
