//! `bellwether usage`

use bellwether_model::Grain;
use clap::Args;

use super::answer::{Answer, AnswerOptions};
use super::screen::Screen;
use super::viewpoint::{self, ViewpointOptions};
use bellwether_app::App;
use bellwether_app::failure::Failure;
use bellwether_app::table::Tabular;
use bellwether_app::usage::{Usage, UsageQuestion};

/// Do the customers we have use us more or less than in the period before?
///
/// Compares how many touches each active customer had in a period and in the one before it. Only whole periods are told.
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether usage
  bellwether usage --by quarter --channel app --channel web_form
  bellwether usage --channel app -o usage.csv")]
pub(crate) struct Options {
    /// The length of a period
    #[arg(long, value_name = "GRAIN", default_value = "month")]
    by: Grain,
    /// Only touches by this channel count as use; may be given more than once [default: all touches]
    #[arg(long, value_name = "CHANNEL")]
    channel: Vec<String>,
    #[command(flatten)]
    viewpoint: ViewpointOptions,
    #[command(flatten)]
    answer: AnswerOptions,
}

pub(crate) async fn run(app: &App, options: &Options) -> Result<(), Failure> {
    let viewpoint = options.viewpoint.clone().into();
    let question = UsageQuestion { grain: options.by, channels: options.channel.clone(), viewpoint };
    let usage = app.ask(&question).await?;
    answer(&usage, &options.channel).write(&options.answer)
}

fn answer(usage: &Usage, channels: &[String]) -> Answer {
    let basis = &usage.basis;
    let by = if channels.is_empty() { "any channel".to_owned() } else { channels.join(", ") };
    let table = usage.table();
    Answer {
        above: vec![format!(
            "Active {} by how often they used us, by {by}, beside the period before; joined: not active at its end.",
            basis.noun_plural
        )],
        screen: Some(vec![Screen::in_two_lines(&table, basis)]),
        table,
        below: vec![viewpoint::in_words(basis)],
        ..Answer::default()
    }
}
