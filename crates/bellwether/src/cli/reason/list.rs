//! `bellwether reason list`

use bellwether_model::{Grain, MovementKind, ReasonTree};
use clap::Args;

use crate::cli::answer::{Answer, AnswerOptions};
use crate::cli::viewpoint::{self, ViewpointOptions};
use crate::figures::{counted, money};
use bellwether_app::App;
use bellwether_app::failure::Failure;
use bellwether_app::reason::{Reasons, ReasonsQuestion};
use bellwether_app::table::Tabular;

/// The reasons of one kind of movement, period by period, in customers and money
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether reason list
  bellwether reason list --kind less --by quarter
  bellwether reason list --period 2026-09 --format csv")]
pub(crate) struct Options {
    /// new, won_back, more, less or lost
    #[arg(long, default_value = "lost")]
    kind: MovementKind,
    /// The length of a period
    #[arg(long, value_name = "GRAIN", default_value = "month")]
    by: Grain,
    /// Only this period
    #[arg(long, value_name = "PERIOD")]
    period: Option<String>,
    #[command(flatten)]
    viewpoint: ViewpointOptions,
    #[command(flatten)]
    answer: AnswerOptions,
}

pub(crate) async fn run(app: &App, options: Options) -> Result<(), Failure> {
    let Options { kind, by, period, viewpoint, answer: answer_options } = options;
    let request = ReasonsQuestion { kind, grain: by, period, viewpoint: viewpoint.into() };
    answer(kind, &app.ask(&request).await?).write(&answer_options)
}

fn answer(kind: MovementKind, reasons: &Reasons) -> Answer {
    let basis = &reasons.basis;
    let unknown: i64 =
        reasons.rows.iter().filter(|row| row.reason == ReasonTree::NOT_YET_KNOWN).map(|row| row.figure.customers).sum();
    let total = counted(i128::from(reasons.total.customers), &basis.noun, &basis.noun_plural);
    Answer {
        above: vec![format!(
            "{kind}: {total} and {} {}, of which not yet known: {}.",
            basis.currency,
            money(reasons.total.minor, basis.currency),
            counted(i128::from(unknown), &basis.noun, &basis.noun_plural),
        )],
        table: reasons.table(),
        headings: vec![("customers", basis.noun_plural.clone()), ("minor", basis.currency.to_string())],
        below: vec![viewpoint::in_words(basis)],
        ..Answer::default()
    }
}
