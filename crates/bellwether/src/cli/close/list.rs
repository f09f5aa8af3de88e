//! `bellwether close list`

use bellwether_app::close::ClosedPeriodsQuestion;
use clap::Args;

use crate::cli::answer::{Answer, AnswerOptions};
use crate::cli::table::{Cell, Column, Shape, Table};
use bellwether_app::App;
use bellwether_app::failure::Failure;

/// The closed periods: when, by whom, under which policy, and what was restated since
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether close list
  bellwether close list -o books.csv")]
pub(crate) struct Options {
    #[command(flatten)]
    answer: AnswerOptions,
}

pub(crate) async fn run(app: &App, options: &Options) -> Result<(), Failure> {
    let mut table = Table::new(vec![
        Column::new("period", Shape::Text),
        Column::new("closed_at", Shape::Text),
        Column::new("closed_by", Shape::Text),
        Column::new("policy", Shape::Whole),
        Column::new("currency", Shape::Text),
        Column::new("closing_customers", Shape::Whole),
        Column::new("closing_minor", Shape::Money).headed("closing value"),
        Column::new("restated_customers", Shape::Whole),
        Column::new("restated_minor", Shape::Money).headed("restated value"),
        Column::new("checksum", Shape::Text),
    ]);
    let closed = app.ask(&ClosedPeriodsQuestion).await?;
    let above = if closed.is_empty() { vec!["No period is closed.".to_owned()] } else { Vec::new() };
    for period in closed {
        table.push(vec![
            Cell::text(period.period),
            Cell::text(period.closed_at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()),
            Cell::text(period.closed_by),
            Cell::Whole(i64::from(period.policy)),
            Cell::text(period.currency.code()),
            Cell::Whole(period.closing.customers),
            Cell::Money(period.closing.minor, period.currency),
            Cell::Whole(period.restated.customers),
            Cell::Money(period.restated.minor, period.currency),
            Cell::text(period.checksum),
        ]);
    }
    Answer { above, table, ..Answer::default() }.write(&options.answer)
}
