//! `bellwether calendar export`

use bellwether_model::{BusinessCalendar, BusinessCalendars};
use clap::Args;
use serde::{Deserialize, Serialize};

use crate::cli::answer::{Answer, AnswerOptions};
use bellwether_app::App;
use bellwether_app::failure::Failure;

/// The business calendars as TOML, to be changed and applied; an example to begin with where there are none yet
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether calendar export > calendars.toml")]
pub(crate) struct Options {}

/// The calendars, with the version that was seen.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Document {
    /// The version after which the next one is written, 0 for the first one; absent: whichever is the latest.
    pub(super) version: Option<i64>,
    pub(super) calendars: Vec<BusinessCalendar>,
}

const EXAMPLE: &str = include_str!("example.toml");

pub(crate) async fn run(app: &App, _: &Options) -> Result<(), Failure> {
    let found = app.business_calendars().await?;
    let text = if found.version == 0 {
        EXAMPLE.to_owned()
    } else {
        let BusinessCalendars { calendars } = found.calendars;
        toml::to_string(&Document { version: Some(found.version), calendars })
            .map_err(|error| Failure::input(error.to_string()))?
    };
    let answer = Answer { above: vec![text.trim_end().to_owned()], ..Answer::default() };
    answer.write(&AnswerOptions::default())
}
