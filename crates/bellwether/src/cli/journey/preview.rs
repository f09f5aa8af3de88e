//! `bellwether journey preview`

use std::collections::BTreeMap;
use std::path::PathBuf;

use bellwether_app::App;
use bellwether_app::failure::Failure;
use bellwether_app::journey_preview::{LogEdge, LogPreview, LogTouchpoint};
use bellwether_app::table::{Cell, Column, Table, Tabular};
use clap::Args;

use super::map::{ON_SCREEN, Wording, more, sentences, variants};
use crate::cli::answer::{Answer, AnswerOptions};
use crate::cli::screen::Screen;
use crate::cli::time;
use crate::figures;

/// The map that an event log would make, before anything of it comes in
///
/// Reads an event log (XES, OCEL, or a table with a row for each event) and tells which activity directly follows which, how often and how long
/// after, case by case. Nothing is stored; what customers are worth is known once the log was imported.
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether journey preview tickets.xes.gz
  bellwether journey preview tickets.csv --map tickets.toml --format json")]
pub(crate) struct Options {
    /// Files with the same columns
    #[arg(value_name = "FILE", required = true)]
    files: Vec<String>,
    /// What its columns are, where that is not to be found out
    #[arg(long, value_name = "MAP")]
    map: Option<PathBuf>,
    #[command(flatten)]
    answer: AnswerOptions,
}

pub(crate) async fn run(app: &App, options: &Options) -> Result<(), Failure> {
    let preview = app.preview_log(&options.files, options.map.as_deref()).await?;
    answer(&preview).write_with(&preview, &options.answer)
}

fn answer(log: &LogPreview) -> Answer {
    let whole = |number: u64| figures::whole(i128::from(number));
    let told = Wording { events: "events", cases: "cases", without_case: "name no case" };
    let mut above = sentences(&log.summary, told);
    if let Some(first) = &log.first_reject {
        let column = if first.column.is_empty() { String::new() } else { format!(", {}", first.column) };
        above.push(format!(
            "{} of {} rows cannot be used; the first is row {}{column}: {} {}",
            whole(log.rejected),
            whole(log.rows),
            first.row,
            first.value,
            first.reason
        ));
    }
    if log.repeated > 0 {
        let repeated = whole(log.repeated);
        above.push(format!("{repeated} rows have the id of an earlier one; an import leaves them aside, too."));
    }
    let screens = vec![
        touchpoints(log),
        edges(log).titled(more("Which directly follows which", log.edges.len())),
        variants(&log.summary.frequent_variants).titled("The most frequent variants"),
    ];
    let below = vec!["Nothing was stored: 'bellwether import FILE --as touches' brings it in.".to_owned()];
    Answer { above, table: log.table(), screen: Some(screens), below, ..Answer::default() }
}

fn touchpoints(log: &LogPreview) -> Screen {
    let columns = [Column::text("touchpoint")].into_iter();
    let columns = columns.chain(["events", "again in", "starts", "ends"].map(Column::whole)).collect();
    let of = |counts: &BTreeMap<String, u64>, name: &str| counts.get(name).copied().unwrap_or_default();
    let row = |it: &LogTouchpoint| {
        let counts = [
            it.events,
            it.rework_cases,
            of(&log.summary.starts, &it.touchpoint),
            of(&log.summary.ends, &it.touchpoint),
        ];
        [Cell::text(&it.touchpoint)].into_iter().chain(counts.map(|count| Cell::Whole(count as i64))).collect()
    };
    let table = Table::new(columns).with_rows(log.touchpoints.iter().take(ON_SCREEN).map(row));
    Screen::of(table).titled(more("Touchpoints", log.touchpoints.len()))
}

fn edges(log: &LogPreview) -> Screen {
    let columns = vec![
        Column::text("from"),
        Column::text("to"),
        Column::whole("times"),
        Column::text("half within"),
        Column::text("nine in ten within"),
    ];
    let row = |edge: &LogEdge| {
        vec![
            Cell::text(&edge.from),
            Cell::text(&edge.to),
            Cell::Whole(edge.count as i64),
            Cell::text(time::in_words(edge.median_seconds)),
            Cell::text(time::in_words(edge.p90_seconds)),
        ]
    };
    Screen::of(Table::new(columns).with_rows(log.edges.iter().take(ON_SCREEN).map(row)))
}
