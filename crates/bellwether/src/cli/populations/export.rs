//! `bellwether populations export`

use bellwether_model::{Population, Populations};
use clap::Args;
use serde::{Deserialize, Serialize};

use crate::cli::answer::{Answer, AnswerOptions};
use bellwether_app::App;
use bellwether_app::failure::Failure;

/// The populations as TOML, to be changed and applied; an example to begin with where there are none yet
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether populations export > populations.toml")]
pub(crate) struct Options {}

/// The populations, with the version that was seen.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Document {
    /// The version after which the next one is written, 0 for the first one; absent: whichever is the latest.
    pub(super) version: Option<i64>,
    #[serde(default)]
    pub(super) populations: Vec<Population>,
}

pub(super) const EXAMPLE: &str = include_str!("example.toml");

pub(crate) async fn run(app: &App, _: &Options) -> Result<(), Failure> {
    let found = app.populations().await?;
    let text = if found.version == 0 {
        EXAMPLE.to_owned()
    } else {
        let Populations { populations } = found.populations;
        toml::to_string(&Document { version: Some(found.version), populations })
            .map_err(|error| Failure::input(error.to_string()))?
    };
    let answer = Answer { above: vec![text.trim_end().to_owned()], ..Answer::default() };
    answer.write(&AnswerOptions::default())
}
