//! `bellwether customers`

use bellwether_model::{Grain, MovementKind};
use clap::Args;

use super::answer::{Answer, AnswerOptions};
use super::viewpoint::{self, ViewpointOptions};
use crate::figures::counted;
use bellwether_app::App;
use bellwether_app::customers::{CustomerPage, CustomersQuestion, Order, Window};
use bellwether_app::failure::Failure;
use bellwether_app::table::Tabular;

/// Who is behind a figure?
///
/// Without --kind: the customers active at the end of the period. With it: those who moved so in the period, with day, value,
/// reason and how we know it.
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether customers --period 2026-09 --kind lost
  bellwether customers --by quarter --period 2026-Q3 --kind less --segment country=DE
  bellwether customers --kind lost --reason price -o lost-for-price.csv")]
pub(crate) struct Options {
    /// The period, as the ledger writes it [default: all]
    #[arg(long, value_name = "PERIOD")]
    period: Option<String>,
    /// The length of a period
    #[arg(long, value_name = "GRAIN", default_value = "month")]
    by: Grain,
    /// new, won_back, more, less, lost, currency, transfer_in, transfer_out, restated or redefined
    #[arg(long)]
    kind: Option<MovementKind>,
    /// Only one segment, as in a ledger cut by the attribute
    #[arg(long, value_name = "ATTRIBUTE=VALUE", value_parser = pair)]
    segment: Option<(String, String)>,
    /// Only movements for this reason, or not_yet_known
    #[arg(long, value_name = "REASON", requires = "kind")]
    reason: Option<String>,
    #[command(flatten)]
    viewpoint: ViewpointOptions,
    #[command(flatten)]
    answer: AnswerOptions,
}

pub(crate) async fn run(app: &App, options: Options) -> Result<(), Failure> {
    let Options { period, by, kind, segment, reason, viewpoint, answer: answer_options } = options;
    let request = CustomersQuestion {
        grain: by,
        period,
        kind,
        segment,
        reason,
        corrects: None,
        find: None,
        order: Order::Value,
        window: Window::default(),
        viewpoint: viewpoint.into(),
    };
    answer(&app.ask(&request).await?).write(&answer_options)
}

/// The customers as a table, in the order asked for.
pub(crate) fn answer(customers: &CustomerPage) -> Answer {
    let basis = &customers.basis;
    Answer {
        above: vec![format!("{}.", counted(i128::from(customers.all.customers), &basis.noun, &basis.noun_plural))],
        table: customers.table(),
        headings: vec![("customer_id", basis.noun.clone()), ("minor", basis.currency.to_string())],
        below: vec![viewpoint::in_words(basis)],
        ..Answer::default()
    }
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (attribute, value) = text.split_once('=').ok_or("write ATTRIBUTE=VALUE, such as country=DE")?;
    Ok((attribute.trim().to_owned(), value.trim().to_owned()))
}
