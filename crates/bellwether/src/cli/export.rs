//! `bellwether export`

use clap::Args;

use super::answer::AnswerOptions;
use super::sql::write_rows;
use bellwether_app::App;
use bellwether_app::failure::Failure;

/// Write a whole table of facts or marts to a file
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether export movements -o movements.parquet
  bellwether export rejects -o rejects.csv
  bellwether export purchases --format json | head")]
pub(crate) struct Options {
    /// The table; `bellwether sql 'show tables'` lists them
    #[arg(value_name = "TABLE")]
    table: String,
    #[command(flatten)]
    answer: AnswerOptions,
}

pub(crate) async fn run(app: &App, options: &Options) -> Result<(), Failure> {
    write_rows(app.export(&options.table).await?, &options.answer)
}
