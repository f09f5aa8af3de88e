//! `bellwether usage`

use bellwether_model::Grain;
use clap::Args;

use super::answer::{Answer, AnswerOptions};
use super::table::{Cell, Column, Shape, Table};
use super::viewpoint::{self, ViewpointOptions};
use bellwether_app::App;
use bellwether_app::failure::Failure;
use bellwether_app::usage::{Usage, UsageQuestion};

/// The parts of a line, as its figures follow each other.
const PARTS: [&str; 5] = ["used_more", "used_less", "as_much", "joined", "active"];

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
    Answer {
        above: vec![format!(
            "Active {} by how often they used us, by {by}, beside the period before; joined: not active at its end.",
            basis.noun_plural
        )],
        table: for_files(usage),
        screen: Some(vec![(String::new(), on_screen(usage))]),
        below: vec![viewpoint::in_words(basis)],
        stamp: viewpoint::stamp(basis),
    }
}

fn for_files(usage: &Usage) -> Table {
    let mut columns = vec![Column::new("period", Shape::Text)];
    for part in PARTS {
        columns.push(Column::new(format!("{part}_customers"), Shape::Whole));
        columns.push(Column::new(format!("{part}_minor"), Shape::Money));
    }
    let mut table = Table::new(columns);
    for line in &usage.lines {
        let figures = line.figures().into_iter();
        let cells =
            figures.flat_map(|figure| [Cell::Whole(figure.customers), Cell::Money(figure.minor, usage.basis.currency)]);
        table.push(std::iter::once(Cell::text(&line.period)).chain(cells).collect());
    }
    table
}

/// Two rows a line: customers above, money below.
fn on_screen(usage: &Usage) -> Table {
    let currency = usage.basis.currency;
    let mut columns = vec![Column::new("period", Shape::Text), Column::new("in", Shape::Text)];
    columns.extend(PARTS.map(|part| Column::new(part, Shape::Whole)));
    let mut table = Table::new(columns);
    for line in &usage.lines {
        let volume = line.figures().map(|figure| Cell::Whole(figure.customers));
        let value = line.figures().map(|figure| Cell::Money(figure.minor, currency));
        let heads = [Cell::text(&line.period), Cell::text(&usage.basis.noun_plural)];
        table.push(heads.into_iter().chain(volume).collect());
        table.push([Cell::Absent, Cell::text(currency.code())].into_iter().chain(value).collect());
    }
    table
}
