//! `bellwether rejects list`

use clap::Args;

use crate::cli::answer::{Answer, AnswerOptions};
use bellwether_app::App;
use bellwether_app::failure::Failure;
use bellwether_app::rejects::RejectsQuestion;
use bellwether_app::table::Tabular as _;

/// List the refused rows by import and cause, and what was dismissed
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether rejects list
  bellwether rejects list --format csv")]
pub(crate) struct Options {
    #[command(flatten)]
    answer: AnswerOptions,
}

pub(crate) async fn run(app: &App, options: &Options) -> Result<(), Failure> {
    let rejects = app.ask(&RejectsQuestion).await?;
    let counts = rejects.counts().map_or_else(|| "No row was rejected.".to_owned(), |said| said.english());
    let mut below = Vec::new();
    for cause in rejects.causes.iter().filter(|cause| cause.open > 0) {
        let first = cause.first_open.iter().map(|row| format!("  {}, row {}: '{}'", row.file, row.row, row.value));
        below.push(format!("Import {}, {}: {}", cause.import, cause.cause, cause.what()));
        below.extend(first);
    }
    below.extend(rejects.dismissals.iter().map(|said| {
        let place = said.row.map(|row| format!(", row {row}")).unwrap_or_default();
        format!("Dismissed as {}: import {}{place}, {}: {} (by {})", said.id, said.import, said.what, said.why, said.by)
    }));
    Answer { above: vec![counts], table: rejects.table(), below, ..Answer::default() }.write(&options.answer)
}
