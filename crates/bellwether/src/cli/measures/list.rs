//! `bellwether measures list`

use bellwether_app::App;
use bellwether_app::failure::Failure;
use bellwether_app::measures::{MeasureSummary, Measures, MeasuresQuestion};
use bellwether_app::table::{Cell, Column, Table, Tabular};
use bellwether_model::Grain;
use clap::Args;

use super::{assurance, value, variation};
use crate::cli::answer::{Answer, AnswerOptions};
use crate::cli::screen::Screen;
use crate::cli::viewpoint::{self, ViewpointOptions};

/// All measures of the journey, with what each does now
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether measures list
  bellwether measures list --by week --format csv")]
pub(crate) struct Options {
    /// The length of a period
    #[arg(long, value_name = "GRAIN", default_value = "month")]
    by: Grain,
    #[command(flatten)]
    viewpoint: ViewpointOptions,
    #[command(flatten)]
    answer: AnswerOptions,
}

pub(crate) async fn run(app: &App, options: Options) -> Result<(), Failure> {
    let question = MeasuresQuestion { grain: options.by, viewpoint: options.viewpoint.into() };
    let measures = app.ask(&question).await?;
    answer(&measures).write_with(&measures, &options.answer)
}

fn answer(measures: &Measures) -> Answer {
    let above = if measures.measures.is_empty() {
        vec!["There is nothing to measure: no journey is written yet. See 'bellwether journey export'.".to_owned()]
    } else {
        Vec::new()
    };
    Answer {
        above,
        table: measures.table(),
        screen: Some(vec![screen(measures)]),
        below: vec![viewpoint::in_words(&measures.basis)],
        ..Answer::default()
    }
}

fn screen(measures: &Measures) -> Screen {
    let columns = ["measure", "period"].map(Column::text).into_iter();
    let columns = columns.chain([Column::whole("counted"), Column::whole("of")]);
    let columns = columns.chain(["value", "limits", "now", "target", "the process"].map(Column::text));
    let row = |summary: &MeasureSummary| {
        let MeasureSummary { definition, run } = summary;
        let last = run.latest();
        let kind = definition.kind;
        let told = |number: Option<f64>| Cell::optional(number.map(|number| value(kind, number)));
        let limits = last.and_then(|it| it.lower.zip(it.upper));
        let limits = limits.map(|(lower, upper)| format!("{} to {}", value(kind, lower), value(kind, upper)));
        let count = |count: Option<u64>| count.map_or(Cell::Absent, |count| Cell::Whole(count as i64));
        vec![
            Cell::text(&definition.id),
            Cell::optional(last.map(|it| it.period.clone())),
            count(last.and_then(|it| it.numerator)),
            count(last.map(|it| it.denominator)),
            told(last.and_then(|it| it.value)),
            Cell::optional(limits),
            Cell::text(variation(run)),
            told(definition.target),
            Cell::optional(assurance(run).map(str::to_owned)),
        ]
    };
    Screen::of(Table::new(columns.collect()).with_rows(measures.measures.iter().map(row)))
}
