//! `bellwether plan show`

use clap::Args;

use crate::cli::answer::{Answer, AnswerOptions};
use crate::cli::viewpoint;
use crate::figures::{counted, money};
use bellwether_app::App;
use bellwether_app::failure::Failure;
use bellwether_app::planning::PlanQuestion;
use bellwether_app::table::Tabular;

/// The targets of a year with what has been reached, and what went in the year before
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether plan show
  bellwether plan show 2027 -o targets.csv")]
pub(crate) struct Options {
    /// The year, as the ledger writes it [default: that of the latest fact]
    #[arg(value_name = "YEAR")]
    year: Option<String>,
    #[command(flatten)]
    answer: AnswerOptions,
}

pub(crate) async fn run(app: &App, options: &Options) -> Result<(), Failure> {
    let plan = app.ask(&PlanQuestion { year: options.year.clone(), ..PlanQuestion::default() }).await?;
    let still = plan.year_before().and_then(|before| {
        let replace = before.to_replace?;
        let basis = &plan.basis;
        let customers = counted(i128::from(replace.customers), &basis.noun, &basis.noun_plural);
        let value = money(replace.minor, basis.currency);
        let year = &before.line.period;
        let as_much = if before.is_over {
            format!("as much as went in {year}")
        } else {
            "as much as went in twelve months".to_owned()
        };
        let currency = basis.currency;
        Some(format!(
            "Merely to stand still in {}, {customers} and {currency} {value} must come: {as_much}.",
            plan.year
        ))
    });
    let none = plan.targets.is_empty().then(|| format!("No target is set for {}.", plan.year));
    Answer {
        above: still.into_iter().chain(none).collect(),
        table: plan.table(),
        headings: [("target_minor", "target value"), ("reached_minor", "reached value")]
            .map(|(name, text)| (name, text.to_owned()))
            .into(),
        below: vec![viewpoint::in_words(&plan.basis)],
        ..Answer::default()
    }
    .write(&options.answer)
}
