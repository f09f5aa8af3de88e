//! `bellwether journey export`

use clap::Args;

use super::document::Document;
use crate::cli::answer::{Answer, AnswerOptions};
use crate::telling::journey::EXAMPLE;
use bellwether_app::App;
use bellwether_app::failure::Failure;

/// The journey as TOML, to be changed and applied; an example to begin with where there is none yet
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether journey export > journey.toml
  bellwether journey export --version 2")]
pub(crate) struct Options {
    /// A version by its number [default: the one written last]
    #[arg(long, value_name = "NUMBER")]
    version: Option<i64>,
}

pub(crate) async fn run(app: &App, options: &Options) -> Result<(), Failure> {
    let found = match options.version {
        Some(_) => app.journey(options.version, app.today()).await?,
        None => app.latest_journey().await?,
    };
    let text = match found {
        Some(found) => Document::new(Some(found.version), found.journey).written()?,
        None => EXAMPLE.to_owned(),
    };
    let answer = Answer { above: vec![text.trim_end().to_owned()], ..Answer::default() };
    answer.write(&AnswerOptions::default())
}
