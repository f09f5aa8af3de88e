//! `bellwether ledger`

mod lines;

use bellwether_model::Grain;
use clap::Args;

use super::answer::AnswerOptions;
use super::viewpoint::ViewpointOptions;
use bellwether_app::App;
use bellwether_app::failure::Failure;
use bellwether_app::ledger::LedgerQuestion;

pub(crate) use lines::answer;

/// Did the customer base grow or shrink, by how many customers and how much value, and why?
///
/// One line a period: opening + new + won back + more - less - lost = closing, in customers and in money, with 0 unexplained.
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether ledger
  bellwether ledger --by quarter --from 2025-Q1
  bellwether ledger --by year --cut country
  bellwether ledger --policy chartmogul_like --through 2026-06
  bellwether ledger --known-at 2026-10-05T12:00Z        as we saw it then
  bellwether ledger -o ledger.parquet")]
pub(crate) struct Options {
    /// The length of a period: day, week, month, quarter, year, fiscal_quarter, fiscal_year
    #[arg(long, value_name = "GRAIN", default_value = "month")]
    by: Grain,
    /// One ledger for each value of this attribute of the customers, or for each `level` of value
    #[arg(long, value_name = "ATTRIBUTE")]
    cut: Option<String>,
    /// The first period, e.g. 2025-01, 2025-Q1, 2025
    #[arg(long, value_name = "PERIOD")]
    from: Option<String>,
    /// The last period
    #[arg(long, value_name = "PERIOD")]
    through: Option<String>,
    #[command(flatten)]
    viewpoint: ViewpointOptions,
    #[command(flatten)]
    answer: AnswerOptions,
}

pub(crate) async fn run(app: &App, options: Options) -> Result<(), Failure> {
    let Options { by, cut, from, through, viewpoint, answer: answer_options } = options;
    let request = LedgerQuestion {
        cut,
        from,
        through,
        why: answer_options.is_for_people(),
        viewpoint: viewpoint.into(),
        ..LedgerQuestion::of_company(by)
    };
    answer(&app.ask(&request).await?)?.write(&answer_options)
}
