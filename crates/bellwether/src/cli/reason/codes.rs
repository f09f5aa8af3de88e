//! `bellwether reason codes`

use bellwether_app::reason::SourceCodesQuestion;
use clap::Args;

use crate::cli::answer::{Answer, AnswerOptions};
use bellwether_app::App;
use bellwether_app::failure::Failure;
use bellwether_app::table::Tabular;

/// The sources' own codes and the reasons they stand for, unmapped ones first
///
/// `bellwether reason map` puts a code to a reason of the tree.
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether reason codes
  bellwether reason codes --format csv")]
pub(crate) struct Options {
    #[command(flatten)]
    answer: AnswerOptions,
}

pub(crate) async fn run(app: &App, options: &Options) -> Result<(), Failure> {
    let mut found = app.ask(&SourceCodesQuestion).await?;
    found.codes.sort_by_key(|code| (code.reason.is_some(), std::cmp::Reverse(code.facts)));
    let unmapped = found.codes.iter().filter(|code| code.reason.is_none()).count();
    let above = match unmapped {
        0 => "Every code is mapped.".to_owned(),
        1 => "1 code is not mapped: movements with it count as not yet known.".to_owned(),
        many => format!("{many} codes are not mapped: movements with them count as not yet known."),
    };
    Answer { above: vec![above], table: found.table(), ..Answer::default() }.write(&options.answer)
}
