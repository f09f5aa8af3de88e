//! `bellwether measures phase begin`

use bellwether_app::App;
use bellwether_app::failure::Failure;
use bellwether_app::phases::NewPhase;
use bellwether_model::Grain;
use clap::Args;

use crate::cli::notes::Notes;

/// Reckon the limits of a measure anew from a period on
///
/// The reason stands on the chart. Whether the target is met by itself is told of the latest phase.
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether measures phase begin call_back.kept --from 2025-10 --reason 'Two more people call back since October'")]
pub(crate) struct Options {
    /// The measure's id, as 'measures list' tells it
    #[arg(value_name = "ID")]
    id: String,
    /// The first period of the phase
    #[arg(long, value_name = "PERIOD")]
    from: String,
    /// The length of that period
    #[arg(long, value_name = "GRAIN", default_value = "month")]
    by: Grain,
    /// What changed, in a sentence
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// Who says so [default: your account's name]
    #[arg(long, value_name = "NAME")]
    who: Option<String>,
}

pub(crate) async fn run(app: &App, options: Options, notes: &Notes) -> Result<(), Failure> {
    let Options { id, from: period, by: grain, reason, who } = options;
    let who = who.unwrap_or_else(|| app.config.user.clone());
    let phase = app.begin_phase(&id, &NewPhase { grain, period: period.clone(), reason }, &who).await?;
    notes.say(format!("Phase {phase}: {id} has limits of its own from {period} on."));
    Ok(())
}
