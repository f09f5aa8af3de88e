//! `bellwether cohorts`

use bellwether_model::Grain;
use clap::Args;

use super::answer::{Answer, AnswerOptions};
use super::screen::Screen;
use super::viewpoint::{self, ViewpointOptions};
use bellwether_app::App;
use bellwether_app::cohorts::{Cohort, Cohorts, CohortsQuestion};
use bellwether_app::failure::Failure;
use bellwether_app::table::{Cell, Column, Table, Tabular};

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
        table: cohorts.table(),
        screen: Some(vec![Screen::in_two_lines(&by_age(cohorts), basis)]),
        below: vec![viewpoint::in_words(basis)],
        ..Answer::default()
    }
}

/// One row a cohort, with a figure for each period since joining.
fn by_age(cohorts: &Cohorts) -> Table {
    let longest = cohorts.cohorts.iter().map(|cohort| cohort.kept.len()).max().unwrap_or(0);
    let mut columns = vec![Column::text("joined"), Column::figure("at first")];
    columns.extend((0..longest).map(|since| Column::figure(since.to_string())));
    let row = |cohort: &Cohort| {
        let figures = [cohort.size].into_iter().chain(cohort.kept.iter().copied());
        let mut row = vec![Cell::text(&cohort.joined)];
        row.extend(figures.map(|figure| Cell::Figure(figure, cohorts.basis.currency)));
        row.resize(longest + 2, Cell::Absent);
        row
    };
    Table::new(columns).with_rows(cohorts.cohorts.iter().map(row))
}
