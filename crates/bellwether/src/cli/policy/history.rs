//! `bellwether policy history`

use bellwether_app::policy::PolicyHistoryQuestion;
use clap::Args;

use crate::cli::answer::{Answer, AnswerOptions};
use crate::cli::table::{Cell, Column, Shape, Table};
use bellwether_app::App;
use bellwether_app::failure::Failure;

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
    let mut table = Table::new(vec![
        Column::new("version", Shape::Whole),
        Column::new("effective_from", Shape::Day),
        Column::new("saved_at", Shape::Text),
        Column::new("saved_by", Shape::Text),
        Column::new("signed_by", Shape::Text),
    ]);
    for version in app.ask(&PolicyHistoryQuestion).await? {
        let signed_by: Vec<_> =
            version.signatures.iter().map(|signature| format!("{} ({})", signature.name, signature.role)).collect();
        table.push(vec![
            Cell::Whole(i64::from(version.version)),
            Cell::Day(version.effective_from),
            Cell::text(version.saved_at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()),
            Cell::text(version.saved_by),
            Cell::text(signed_by.join(", ")),
        ]);
    }
    Answer { table, ..Answer::default() }.write(&options.answer)
}
