//! `bellwether policy history`

use bellwether_app::policy::PolicyHistoryQuestion;
use clap::Args;

use crate::cli::answer::{Answer, AnswerOptions};
use bellwether_app::App;
use bellwether_app::failure::Failure;
use bellwether_app::table::Tabular;

/// All versions of the policy: since when, by whom, signed by whom
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether policy history
  bellwether policy history --format json")]
pub(crate) struct Options {
    #[command(flatten)]
    answer: AnswerOptions,
}

pub(crate) async fn run(app: &App, options: &Options) -> Result<(), Failure> {
    let table = app.ask(&PolicyHistoryQuestion).await?.table();
    Answer { table, ..Answer::default() }.write(&options.answer)
}
