//! `bellwether populations list`

use bellwether_app::App;
use bellwether_app::failure::Failure;
use bellwether_app::populations::PopulationsQuestion;
use bellwether_app::table::Tabular;
use clap::Args;

use crate::cli::answer::{Answer, AnswerOptions};
use crate::cli::screen::Screen;
use crate::cli::viewpoint::{self, ViewpointOptions};

/// All populations, with how many customers belong to each and what they are worth
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether populations list
  bellwether populations list --as-of 2026-06-30 --format json")]
pub(crate) struct Options {
    #[command(flatten)]
    viewpoint: ViewpointOptions,
    #[command(flatten)]
    answer: AnswerOptions,
}

pub(crate) async fn run(app: &App, options: Options) -> Result<(), Failure> {
    let found = app.ask(&PopulationsQuestion { viewpoint: options.viewpoint.into() }).await?;
    let above = if found.version == 0 {
        "There are no populations yet. Write some: bellwether populations export > populations.toml, then bellwether populations apply \
         populations.toml."
            .to_owned()
    } else {
        format!("The populations, version {}", found.version)
    };
    let screen = Screen::of(found.table()).headed("value_minor", found.basis.currency.code());
    let answer = Answer {
        above: vec![above],
        table: found.table(),
        screen: (found.version > 0).then(|| vec![screen]),
        below: vec![viewpoint::in_words(&found.basis)],
        ..Answer::default()
    };
    answer.write_with(&found, &options.answer)
}
