//! `bellwether journey poster`

use std::path::PathBuf;

use bellwether_app::App;
use bellwether_app::failure::Failure;
use bellwether_app::promises::PromisesQuestion;
use bellwether_model::Grain;
use clap::Args;

use crate::cli::answer::{WriteError, whole_file};
use crate::cli::report::Translation;
use crate::cli::viewpoint::ViewpointOptions;
use crate::report::poster::{Paper, PosterQuestion};

/// The journey as a poster for the wall, with the promises and handoffs of a period
///
/// One sheet of stages in your customers' words: who answers for each, what customers want, feel and need, what each touchpoint promises and
/// how it was kept, and the handoffs with the worst one marked. A tagged PDF (PDF/UA-1).
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether journey poster -o journey.pdf
  bellwether journey poster --paper a1 --language de -o reise.pdf
  bellwether journey poster --by quarter --period 2026-Q2 -o journey.pdf")]
pub(crate) struct Options {
    /// The size of the sheet
    #[arg(long, value_enum, default_value = "a3")]
    paper: Paper,
    /// The length of the period
    #[arg(long, value_name = "GRAIN", default_value = "month")]
    by: Grain,
    /// The period, as in 2026-09 [default: the last one that is over]
    #[arg(long, value_name = "PERIOD")]
    period: Option<String>,
    /// The language of its words
    #[arg(long, value_enum, default_value = "en")]
    language: Translation,
    #[command(flatten)]
    viewpoint: ViewpointOptions,
    /// Where to write it
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

pub(crate) async fn run(app: &App, options: Options) -> Result<(), Failure> {
    let promises = PromisesQuestion {
        grain: options.by,
        period: options.period,
        touchpoint: None,
        by: None,
        viewpoint: options.viewpoint.into(),
    };
    let question = PosterQuestion { paper: options.paper, locale: options.language.locale(), promises };
    let written = app.ask(&question).await?;
    whole_file(&options.output, |file| file.write_all(&written).map_err(WriteError::Io))
}
