//! `bellwether report`

use std::path::PathBuf;

use bellwether_model::Grain;
use clap::{Args, ValueEnum};

use super::answer::{WriteError, whole_file};
use crate::report::{Report, ReportAnswers};
use bellwether_app::Answers;
use bellwether_app::App;
use bellwether_app::failure::Failure;
use bellwether_app::privacy::Clearance;
use bellwether_words::{Language, Locale};

/// What a board reads in ten minutes, on paper
///
/// `board` is one page in plain words and whole numbers; `ledger` is the ledger's section of the room's pack. Both tell what the pages
/// tell, as a tagged PDF (PDF/UA-1). `customers` and `value` are the period's movements as a picture (PNG) for letters.
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether report board -o board.pdf
  bellwether report ledger --month 2026-09 -o ledger.pdf
  bellwether report customers --month 2026-09 -o for-the-letter.png
  bellwether report board --by quarter --period 2026-Q3 --language de -o vorstand.pdf")]
pub(crate) struct Options {
    /// Which report
    which: Template,
    /// The period, as the ledger writes it [default: the last one that is over]
    #[arg(long, value_name = "PERIOD", visible_alias = "month")]
    period: Option<String>,
    /// The length of a period
    #[arg(long, value_name = "GRAIN", default_value = "month")]
    by: Grain,
    /// The language of its words
    #[arg(long, value_enum, default_value = "en")]
    language: Translation,
    /// Where to write it
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

#[derive(Clone, Copy, ValueEnum)]
enum Template {
    Board,
    Ledger,
    Customers,
    Value,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Translation {
    En,
    De,
}

impl Translation {
    pub(crate) fn locale(self) -> Locale {
        match self {
            Self::En => Locale::English,
            Self::De => Locale::German,
        }
    }
}

pub(crate) async fn run(app: &App, options: &Options) -> Result<(), Failure> {
    let answers = ReportAnswers::gather(&Answers::default(), app, options.by, Clearance::FULL).await?;
    let language = Language::new(options.language.locale());
    let report = match options.which {
        Template::Board => Report::Board,
        Template::Ledger => Report::Ledger,
        Template::Customers => Report::Customers,
        Template::Value => Report::Value,
    };
    let words = answers.ledger.basis.words(&language);
    let written = answers.written(report, words, options.period.as_deref().unwrap_or_default())?;
    whole_file(&options.output, |file| file.write_all(&written).map_err(WriteError::Io))
}
