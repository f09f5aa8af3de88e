//! `bellwether cohorts`

use bellwether_model::Grain;
use clap::Args;

use super::answer::{Answer, AnswerOptions};
use super::table::{Cell, Column, Shape, Table};
use super::viewpoint::{self, ViewpointOptions};
use bellwether_app::App;
use bellwether_app::cohorts::{Cohorts, CohortsQuestion};
use bellwether_app::failure::Failure;

/// How many customers, and how much of their value, stayed of those who joined together?
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether cohorts
  bellwether cohorts --by year
  bellwether cohorts --by month -o cohorts.csv          one row a cohort and period")]
pub(crate) struct Options {
    /// The length of a period
    #[arg(long, value_name = "GRAIN", default_value = "quarter")]
    by: Grain,
    #[command(flatten)]
    viewpoint: ViewpointOptions,
    #[command(flatten)]
    answer: AnswerOptions,
}

pub(crate) async fn run(app: &App, options: &Options) -> Result<(), Failure> {
    let cohorts = app.ask(&CohortsQuestion { grain: options.by, viewpoint: options.viewpoint.clone().into() }).await?;
    answer(&cohorts, options.by).write(&options.answer)
}

fn answer(cohorts: &Cohorts, grain: Grain) -> Answer {
    let basis = &cohorts.basis;
    Answer {
        above: vec![format!(
            "{} by the {} they joined: how many were active, and with what value, at its end and at the end of each one after it.",
            basis.noun_plural,
            grain.name().replace('_', " "),
        )],
        table: for_files(cohorts),
        screen: Some(vec![(String::new(), on_screen(cohorts))]),
        below: vec![viewpoint::in_words(basis)],
        stamp: viewpoint::stamp(basis),
    }
}

/// One row a cohort and period since joining.
fn for_files(cohorts: &Cohorts) -> Table {
    let mut table = Table::new(vec![
        Column::new("joined", Shape::Text),
        Column::new("periods_since", Shape::Whole),
        Column::new("joined_customers", Shape::Whole),
        Column::new("joined_minor", Shape::Money),
        Column::new("kept_customers", Shape::Whole),
        Column::new("kept_minor", Shape::Money),
    ]);
    let currency = cohorts.basis.currency;
    for cohort in &cohorts.cohorts {
        for (since, kept) in cohort.kept.iter().enumerate() {
            table.push(vec![
                Cell::text(&cohort.joined),
                Cell::Whole(since as i64),
                Cell::Whole(cohort.size.customers),
                Cell::Money(cohort.size.minor, currency),
                Cell::Whole(kept.customers),
                Cell::Money(kept.minor, currency),
            ]);
        }
    }
    table
}

/// Two rows a cohort: customers above, money below; a column for each period since joining.
fn on_screen(cohorts: &Cohorts) -> Table {
    let currency = cohorts.basis.currency;
    let longest = cohorts.cohorts.iter().map(|cohort| cohort.kept.len()).max().unwrap_or(0);
    let mut columns =
        vec![Column::new("joined", Shape::Text), Column::new("in", Shape::Text), Column::new("at first", Shape::Whole)];
    columns.extend((0..longest).map(|since| Column::new(since.to_string(), Shape::Whole)));
    let mut table = Table::new(columns);
    for cohort in &cohorts.cohorts {
        let figures = || [&cohort.size].into_iter().chain(&cohort.kept);
        let absent = std::iter::repeat_n(Cell::Absent, longest - cohort.kept.len());
        let volume = figures().map(|figure| Cell::Whole(figure.customers)).chain(absent.clone());
        let value = figures().map(|figure| Cell::Money(figure.minor, currency)).chain(absent);
        table.push(
            [Cell::text(&cohort.joined), Cell::text(&cohorts.basis.noun_plural)].into_iter().chain(volume).collect(),
        );
        table.push([Cell::Absent, Cell::text(currency.code())].into_iter().chain(value).collect());
    }
    table
}
