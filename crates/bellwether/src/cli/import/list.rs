//! `bellwether import list`

use clap::Args;

use crate::cli::answer::{Answer, AnswerOptions};
use bellwether_app::App;
use bellwether_app::failure::Failure;
use bellwether_app::table::Tabular as _;
use bellwether_app::undo::PastImportsQuestion;

/// List the imports and undos that took place, the latest first
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether import list
  bellwether import list -o imports.csv")]
pub(crate) struct Options {
    #[command(flatten)]
    answer: AnswerOptions,
}

pub(crate) async fn run(app: &App, options: &Options) -> Result<(), Failure> {
    let past = app.ask(&PastImportsQuestion).await?;
    let mut below = if past.imports.is_empty() { vec!["Nothing was imported yet.".to_owned()] } else { Vec::new() };
    for import in &past.imports {
        let said = import.attributed.iter().chain(&import.oddities);
        below.extend(said.map(|said| format!("{}: {}", import.number, said.english())));
    }
    Answer { table: past.table(), below, ..Answer::default() }.write(&options.answer)
}
