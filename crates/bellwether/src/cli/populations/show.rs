//! `bellwether populations show`

use bellwether_app::App;
use bellwether_app::failure::Failure;
use bellwether_app::populations::PopulationQuestion;
use bellwether_app::table::Tabular;
use clap::Args;

use crate::cli::answer::{Answer, AnswerOptions};
use crate::cli::screen::Screen;
use crate::cli::viewpoint::{self, ViewpointOptions};
use crate::figures;

/// The customers of a population, those worth most first
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether populations show late_installation
  bellwether populations show late_installation --as-of 2026-06-30 -o late.csv")]
pub(crate) struct Options {
    /// Its id, as 'populations list' tells it
    #[arg(value_name = "ID")]
    id: String,
    #[command(flatten)]
    viewpoint: ViewpointOptions,
    #[command(flatten)]
    answer: AnswerOptions,
}

pub(crate) async fn run(app: &App, options: Options) -> Result<(), Failure> {
    let question = PopulationQuestion { id: options.id, most: None, viewpoint: options.viewpoint.into() };
    let found = app.ask(&question).await?;
    let (basis, summary) = (&found.basis, &found.summary);
    let above = format!(
        "{}: {}, {} of them active and worth {}.",
        summary.name,
        figures::counted(i128::from(summary.customers.customers), &basis.noun, &basis.noun_plural),
        figures::whole(i128::from(summary.active)),
        figures::money(summary.customers.minor, basis.currency),
    );
    let screen = Screen::of(found.table()).headed("value_minor", basis.currency.code());
    let answer = Answer {
        above: vec![above],
        table: found.table(),
        screen: Some(vec![screen]),
        below: vec![viewpoint::in_words(basis)],
        ..Answer::default()
    };
    answer.write_with(&found, &options.answer)
}
