//! `bellwether base`

use clap::Args;

use super::answer::{Answer, AnswerOptions};
use super::screen::Screen;
use super::viewpoint::{self, ViewpointOptions};
use crate::figures::{counted, money, whole};
use bellwether_app::base::{Base, BaseQuestion, CustomerValues, CustomerValuesQuestion};
use bellwether_app::failure::Failure;
use bellwether_app::table::Tabular;
use bellwether_app::{App, Figure};

/// Who makes up the customer base, and on how few does its value rest?
///
/// The active customers by tenths of value, best to worst; how few of them hold half and four fifths of it; how long they have been with
/// us; and how many customers, with how much value, must be won merely to stand still.
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether base
  bellwether base --as-of 2026-06-30
  bellwether base --customers -o customer-values.parquet    every customer's value facts")]
pub(crate) struct Options {
    /// List every customer: joined, active, value, lost on, frequency, recency, T, monetary value, days since the last purchase
    #[arg(long)]
    customers: bool,
    #[command(flatten)]
    viewpoint: ViewpointOptions,
    #[command(flatten)]
    answer: AnswerOptions,
}

pub(crate) async fn run(app: &App, options: &Options) -> Result<(), Failure> {
    let viewpoint = options.viewpoint.clone().into();
    let answer = if options.customers {
        of_each(&app.ask(&CustomerValuesQuestion { viewpoint }).await?)
    } else {
        of_all(&app.ask(&BaseQuestion { viewpoint }).await?)
    };
    answer.write(&options.answer)
}

fn of_all(base: &Base) -> Answer {
    let basis = &base.basis;
    let worth = |figure: Figure| {
        let customers = counted(i128::from(figure.customers), &basis.noun, &basis.noun_plural);
        format!("{customers} worth {} {}", basis.currency, money(figure.minor, basis.currency))
    };
    let mut above = vec![format!("{} active.", worth(base.active))];
    for share in base.concentration.iter().filter(|share| share.figure.customers > 0) {
        let customers = counted(i128::from(share.figure.customers), &basis.noun, &basis.noun_plural);
        above.push(format!(
            "{} % of the value rests on {customers} of {}.",
            share.percent,
            whole(base.active.customers.into())
        ));
    }
    let year = &base.stand_still;
    let replaced = counted(i128::from(year.to_replace.customers), &basis.noun, &basis.noun_plural);
    above.push(format!(
        "Merely to stand still, {replaced} and {} {} must be replaced in a year like {} to {}.",
        basis.currency,
        money(year.to_replace.minor, basis.currency),
        year.from,
        year.through,
    ));
    let table = base.table();
    let mut screen = Vec::new();
    if !base.deciles.is_empty() {
        let part = |name: &str| {
            let part = table.clone().part("part", name);
            let part = if name == "tenth" { part } else { part.keeping(|column| column.name != "from_minor") };
            Screen::of(part).headed("customers", &basis.noun_plural).headed("value_minor", basis.currency.code())
        };
        let tenths = part("tenth").titled("By value, best tenth first:");
        screen.push(tenths.headed("row", "tenth").headed("from_minor", "each from"));
        let tenure = part("tenure_years").titled(format!("By years since the {} joined:", basis.noun));
        screen.push(tenure.headed("row", "years"));
    }
    Answer { above, table, screen: Some(screen), below: vec![viewpoint::in_words(basis)], ..Answer::default() }
}

fn of_each(values: &CustomerValues) -> Answer {
    let basis = &values.basis;
    Answer {
        above: vec![format!("{}.", counted(values.rows.len() as i128, &basis.noun, &basis.noun_plural))],
        table: values.table(),
        headings: vec![("customer_id", basis.noun.clone())],
        below: vec![
            "frequency: days of buying again; recency: days from first to last purchase; T: days since the first."
                .to_owned(),
            viewpoint::in_words(basis),
        ],
        ..Answer::default()
    }
}

#[cfg(test)]
mod tests;
