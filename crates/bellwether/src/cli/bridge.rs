//! `bellwether bridge`

use bellwether_model::{Day, Grain};
use clap::Args;

use super::answer::{Answer, AnswerOptions};
use super::table::{Cell, Column, Shape, Table};
use super::viewpoint;
use crate::figures::{counted, money, whole};
use bellwether_app::App;
use bellwether_app::bridge::{Bridge, BridgeQuestion, BridgeStep};
use bellwether_app::failure::Failure;

/// How many steps the screen shows; files hold them all.
const SHOWN: usize = 20;

/// Why do two policies give different figures? Customer by customer, with 0 unexplained
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether bridge chartmogul_like stripe_like
  bellwether bridge 1 2 --by quarter --period 2026-Q3
  bellwether bridge 2 profitwell_like -o bridge.csv")]
pub(crate) struct Options {
    /// A version's number or a preset
    #[arg(value_name = "A")]
    from: String,
    /// Another
    #[arg(value_name = "B")]
    to: String,
    /// The length of a period
    #[arg(long, value_name = "GRAIN", default_value = "month")]
    by: Grain,
    /// Only this period
    #[arg(long, value_name = "PERIOD")]
    period: Option<String>,
    /// Count up to this day [default: the day of the latest fact]
    #[arg(long, value_name = "DAY")]
    as_of: Option<Day>,
    #[command(flatten)]
    answer: AnswerOptions,
}

pub(crate) async fn run(app: &App, options: Options) -> Result<(), Failure> {
    let Options { from, to, by, period, as_of, answer: answer_options } = options;
    let request = BridgeQuestion { from, to, grain: by, period, as_of };
    answer(&app.ask(&request).await?).write(&answer_options)
}

/// Each step as a row.
fn steps<'a>(bridge: &Bridge, steps: impl IntoIterator<Item = &'a BridgeStep>) -> Table {
    let currency = bridge.from.currency;
    let mut table = Table::new(vec![
        Column::new("period", Shape::Text),
        Column::new("customer_id", Shape::Text).headed(&bridge.from.noun),
        Column::new("kind", Shape::Text),
        Column::new("definition", Shape::Text),
        Column::new("a_customers", Shape::Whole).headed(format!("{} A", bridge.from.noun_plural)),
        Column::new("a_minor", Shape::Money).headed(format!("{currency} A")),
        Column::new("b_customers", Shape::Whole).headed(format!("{} B", bridge.from.noun_plural)),
        Column::new("b_minor", Shape::Money).headed(format!("{currency} B")),
    ]);
    for step in steps {
        table.push(vec![
            Cell::text(&step.period),
            Cell::text(&step.customer_id),
            Cell::text(step.kind.name()),
            Cell::text(&step.definition),
            Cell::Whole(step.from.customers),
            Cell::Money(step.from.minor, currency),
            Cell::Whole(step.to.customers),
            Cell::Money(step.to.minor, currency),
        ]);
    }
    table
}

/// What each definition adds to the difference.
fn by_definition(bridge: &Bridge) -> Table {
    let mut table = Table::new(vec![
        Column::new("definition", Shape::Text),
        Column::new("differences", Shape::Whole),
        Column::new("customers", Shape::Whole).headed(&bridge.from.noun_plural),
        Column::new("minor", Shape::Money).headed(bridge.from.currency.code()),
    ]);
    for sum in bridge.by_definition() {
        let figures = [Cell::Whole(sum.net.customers), Cell::Money(sum.net.minor, bridge.from.currency)];
        table.push([Cell::text(&sum.definition), Cell::Whole(sum.steps as i64)].into_iter().chain(figures).collect());
    }
    table
}

/// What each definition adds up to, then the largest steps.
fn on_screen(bridge: &Bridge) -> Vec<(String, Table)> {
    let largest = bridge.largest(SHOWN);
    let heading = match bridge.steps.len() {
        0 => return Vec::new(),
        all if all > SHOWN => {
            format!("Customer by customer (the {SHOWN} largest of {}; all of them: -o bridge.csv):", whole(all as i128))
        }
        _ => "Customer by customer:".to_owned(),
    };
    vec![("By definition:".to_owned(), by_definition(bridge)), (heading, steps(bridge, largest))]
}

fn answer(bridge: &Bridge) -> Answer {
    let currency = bridge.from.currency;
    let mut ids: Vec<_> = bridge.steps.iter().map(|step| &step.customer_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let policies = [("a", &bridge.from.policy), ("b", &bridge.to.policy)];
    Answer {
        above: vec![format!(
            "From {} to {}: {} {} and {currency} {}, by {}; 0 unexplained.",
            bridge.from.policy,
            bridge.to.policy,
            whole(i128::from(bridge.difference.customers)),
            bridge.from.noun_plural,
            money(bridge.difference.minor, currency),
            counted(ids.len() as i128, &bridge.from.noun, &bridge.from.noun_plural),
        )],
        table: steps(bridge, &bridge.steps),
        screen: Some(on_screen(bridge)),
        below: vec![viewpoint::in_words(&bridge.to)],
        stamp: [("currency", currency.to_string()), ("as_of", bridge.to.as_of.to_string())]
            .into_iter()
            .chain(policies.map(|(name, policy)| (name, policy.clone())))
            .collect(),
    }
}
