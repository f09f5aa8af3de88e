//! `bellwether close list`

use bellwether_app::close::ClosedPeriodsQuestion;
use clap::Args;

use crate::cli::answer::{Answer, AnswerOptions};
use bellwether_app::App;
use bellwether_app::failure::Failure;
use bellwether_app::table::Tabular;

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
    let books = app.ask(&ClosedPeriodsQuestion::default()).await?;
    let above = if books.closed.is_empty() { vec!["No period is closed.".to_owned()] } else { Vec::new() };
    let headings = [("closing_minor", "closing value"), ("restated_minor", "restated value")]
        .map(|(name, text)| (name, text.to_owned()));
    Answer { above, table: books.table(), headings: headings.into(), ..Answer::default() }.write(&options.answer)
}
