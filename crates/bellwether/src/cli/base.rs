//! `bellwether base`

use clap::Args;

use super::answer::{Answer, AnswerOptions};
use super::table::{Cell, Column, Shape, Table};
use super::viewpoint::{self, ViewpointOptions};
use crate::figures::{counted, money, whole};
use bellwether_app::base::{Base, BaseQuestion, CustomerValues, CustomerValuesQuestion};
use bellwether_app::failure::Failure;
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
    let mut screen = Vec::new();
    if !base.deciles.is_empty() {
        screen.push(("By value, best tenth first:".to_owned(), deciles(base)));
        screen.push((format!("By years since the {} joined:", basis.noun), tenure(base)));
    }
    Answer {
        above,
        table: for_files(base),
        screen: Some(screen),
        below: vec![viewpoint::in_words(basis)],
        stamp: viewpoint::stamp(basis),
    }
}

fn deciles(base: &Base) -> Table {
    let currency = base.basis.currency;
    let mut table = Table::new(vec![
        Column::new("tenth", Shape::Whole),
        Column::new("customers", Shape::Whole).headed(&base.basis.noun_plural),
        Column::new("value_minor", Shape::Money).headed(currency.code()),
        Column::new("from_minor", Shape::Money).headed("each from"),
    ]);
    for decile in &base.deciles {
        table.push(vec![
            Cell::Whole(decile.rank as i64),
            Cell::Whole(decile.figure.customers),
            Cell::Money(decile.figure.minor, currency),
            Cell::Money(decile.from_minor.into(), currency),
        ]);
    }
    table
}

fn tenure(base: &Base) -> Table {
    let currency = base.basis.currency;
    let mut table = Table::new(vec![
        Column::new("years", Shape::Whole),
        Column::new("customers", Shape::Whole).headed(&base.basis.noun_plural),
        Column::new("value_minor", Shape::Money).headed(currency.code()),
    ]);
    for tenure in &base.tenure {
        table.push(vec![
            Cell::Whole(tenure.years.into()),
            Cell::Whole(tenure.figure.customers),
            Cell::Money(tenure.figure.minor, currency),
        ]);
    }
    table
}

/// One row a figure: which part of the answer it belongs to, which of its rows it is, customers and money.
fn for_files(base: &Base) -> Table {
    let currency = base.basis.currency;
    let mut table = Table::new(vec![
        Column::new("part", Shape::Text),
        Column::new("row", Shape::Whole),
        Column::new("customers", Shape::Whole),
        Column::new("value_minor", Shape::Money),
        Column::new("from_minor", Shape::Money),
    ]);
    let mut push = |part: &str, row: Option<i64>, figure: Figure, from: Option<i64>| {
        table.push(vec![
            Cell::text(part),
            row.map_or(Cell::Absent, Cell::Whole),
            Cell::Whole(figure.customers),
            Cell::Money(figure.minor, currency),
            from.map_or(Cell::Absent, |minor| Cell::Money(minor.into(), currency)),
        ]);
    };
    push("active", None, base.active, None);
    for decile in &base.deciles {
        push("tenth", Some(decile.rank as i64), decile.figure, Some(decile.from_minor));
    }
    for share in &base.concentration {
        push("percent_of_value", Some(share.percent.into()), share.figure, None);
    }
    for tenure in &base.tenure {
        push("tenure_years", Some(tenure.years.into()), tenure.figure, None);
    }
    push("lost_in_twelve_months", None, base.stand_still.lost, None);
    push("less_in_twelve_months", None, base.stand_still.less, None);
    push("to_stand_still", None, base.stand_still.to_replace, None);
    table
}

/// One row a customer, in the words of repeat-buying models.
fn of_each(values: &CustomerValues) -> Answer {
    let basis = &values.basis;
    let mut table = Table::new(vec![
        Column::new("customer_id", Shape::Text).headed(&basis.noun),
        Column::new("joined", Shape::Day),
        Column::new("active", Shape::Text),
        Column::new("value_minor", Shape::Money),
        Column::new("lost_on", Shape::Day),
        Column::new("frequency", Shape::Whole),
        Column::new("recency", Shape::Whole),
        Column::new("T", Shape::Whole),
        Column::new("monetary_value_minor", Shape::Money),
        Column::new("days_since_last", Shape::Whole),
    ]);
    for row in &values.rows {
        let day = |day: Option<_>| day.map_or(Cell::Absent, Cell::Day);
        table.push(vec![
            Cell::text(&row.customer),
            day(row.joined),
            Cell::text(if row.active { "yes" } else { "no" }),
            Cell::Money(row.value.into(), basis.currency),
            day(row.lost_on),
            Cell::Whole(row.frequency.into()),
            Cell::Whole(row.recency.into()),
            Cell::Whole(row.observed.into()),
            Cell::Money(row.monetary_value.into(), basis.currency),
            row.days_since_last.map_or(Cell::Absent, |days| Cell::Whole(days.into())),
        ]);
    }
    Answer {
        above: vec![format!("{}.", counted(values.rows.len() as i128, &basis.noun, &basis.noun_plural))],
        table,
        below: vec![
            "frequency: days of buying again; recency: days from first to last purchase; T: days since the first."
                .to_owned(),
            viewpoint::in_words(basis),
        ],
        stamp: viewpoint::stamp(basis),
        ..Answer::default()
    }
}

#[cfg(test)]
mod tests;
