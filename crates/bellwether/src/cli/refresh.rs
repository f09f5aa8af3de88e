//! `bellwether refresh`

use clap::Args;

use super::answer::{Answer, AnswerOptions};
use crate::figures::whole;
use bellwether_app::App;
use bellwether_app::failure::Failure;
use bellwether_app::refresh::Extent;

/// Bring the ledger up to date with the facts
///
/// Does nothing where all that the ledger follows from is the same as at the last refresh, and looks only at the customers whom
/// something new concerns where few are. Checks that every line adds up: a breach is an error, and then nothing is changed.
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether refresh
  bellwether refresh --full")]
pub(crate) struct Options {
    /// Make everything anew, whether anything is new or not
    #[arg(long)]
    full: bool,
}

pub(crate) async fn run(app: &App, options: &Options) -> Result<(), Failure> {
    let done = app.refresh(options.full).await?;
    let made = match done.extent {
        Extent::Nothing => None,
        Extent::Customers(concerned) => Some(format!("{} customers looked at again; ", whole(i128::from(concerned)))),
        Extent::Everything => Some(String::new()),
    };
    let said = match made {
        None => "Nothing new since the last refresh.".to_owned(),
        Some(made) => format!(
            "Refreshed: {made}{} movements of {} customers; {} ledger lines add up, 0 unexplained.",
            whole(i128::from(done.movements)),
            whole(i128::from(done.customers)),
            whole(i128::from(done.lines_checked)),
        ),
    };
    Answer { above: vec![said], ..Answer::default() }.write(&AnswerOptions::default())
}
