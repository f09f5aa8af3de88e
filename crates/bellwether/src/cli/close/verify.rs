//! `bellwether close verify`

use clap::Args;

use crate::cli::answer::{Answer, AnswerOptions};
use bellwether_app::App;
use bellwether_app::failure::Failure;
use bellwether_app::table::Tabular;

/// Check that closed periods are still what they were when they were closed
///
/// Computes each closed period again from the facts as they were known then, and the stored figures' checksum.
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether close verify
  bellwether close verify 2026-09")]
pub(crate) struct Options {
    /// Only this period
    #[arg(value_name = "PERIOD")]
    period: Option<String>,
    #[command(flatten)]
    answer: AnswerOptions,
}

pub(crate) async fn run(app: &App, options: &Options) -> Result<(), Failure> {
    let verified = app.verify_closed(options.period.as_deref()).await?;
    let broken = verified.iter().filter(|period| period.difference.is_some()).count();
    let checked = verified.len();
    let above = vec![format!("{} of {checked} closed periods are what they were.", checked - broken)];
    Answer { above, table: verified.table(), ..Answer::default() }.write(&options.answer)?;
    if broken == 0 {
        Ok(())
    } else {
        Err(Failure::input(format!("{broken} closed periods are no longer what they were"))
            .hint("restore the data folder from a copy made before the change"))
    }
}
