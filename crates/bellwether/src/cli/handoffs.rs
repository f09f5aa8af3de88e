//! `bellwether handoffs`

use bellwether_app::App;
use bellwether_app::failure::Failure;
use bellwether_app::handoffs::{Handoffs, HandoffsQuestion, SiloHandoffs};
use bellwether_app::table::{Cell, Column, Table, Tabular};
use bellwether_model::Grain;
use clap::Args;

use super::answer::{Answer, AnswerOptions};
use super::screen::Screen;
use super::time;
use super::viewpoint::{self, ViewpointOptions};
use crate::figures;

/// Where work passes from one silo to another, how long customers wait, and what is dropped
///
/// A handoff is told in the period in which the first silo was done. It lies within a case of one customer; of touches without a case only
/// those handoffs are told that the journey knows. The journey says within which time the other silo takes over, after which time the work counts as dropped, and after which
/// touchpoints somebody has to take over.
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether handoffs
  bellwether handoffs --by quarter --period 2026-Q2 --format json")]
pub(crate) struct Options {
    /// The length of the period
    #[arg(long, value_name = "GRAIN", default_value = "month")]
    by: Grain,
    /// The period, as in 2026-09 [default: the last one that is over]
    #[arg(long, value_name = "PERIOD")]
    period: Option<String>,
    #[command(flatten)]
    viewpoint: ViewpointOptions,
    #[command(flatten)]
    answer: AnswerOptions,
}

pub(crate) async fn run(app: &App, options: Options) -> Result<(), Failure> {
    let question = HandoffsQuestion { grain: options.by, period: options.period, viewpoint: options.viewpoint.into() };
    let handoffs = app.ask(&question).await?;
    answer(&handoffs).write_with(&handoffs, &options.answer)
}

fn answer(handoffs: &Handoffs) -> Answer {
    let whole = |number: u64| figures::whole(i128::from(number));
    let sum = |of: fn(&SiloHandoffs) -> u64| handoffs.lines.iter().map(of).sum::<u64>();
    let unowned: i64 = handoffs.lines.iter().map(|line| line.unowned_seconds).sum();
    let mut above = vec![format!(
        "Work was left to another silo {} times in {}: {} times it was taken over, {} times late, {} times dropped. Nobody had it for {} hours \
         in all.",
        whole(sum(|line| line.left)),
        handoffs.period,
        whole(sum(|line| line.taken)),
        whole(sum(|line| line.late)),
        whole(sum(|line| line.dropped)),
        figures::whole(i128::from(unowned / 3_600)),
    )];
    if handoffs.without_customer > 0 {
        above.push(format!("{} touches name nobody; they are in no handoff.", whole(handoffs.without_customer)));
    }
    Answer {
        above,
        table: handoffs.table(),
        screen: Some(vec![screen(handoffs)]),
        below: vec![viewpoint::in_words(&handoffs.basis)],
        ..Answer::default()
    }
}

fn screen(handoffs: &Handoffs) -> Screen {
    let columns = ["handoff", "from", "to"].map(Column::text).into_iter();
    let columns = columns.chain(["left", "in time", "late", "dropped", "waiting"].map(Column::whole));
    let columns = columns.chain(["half within", "nine in ten"].map(Column::text));
    let columns = columns.chain([Column::whole("unowned h"), Column::figure("affected")]);
    let row = |line: &SiloHandoffs| {
        let texts = [Cell::optional(line.handoff.clone()), Cell::text(&line.from), Cell::text(&line.to)];
        let counts = [line.left, line.in_time, line.late, line.dropped, line.waiting];
        let times = [line.median_seconds, line.p90_seconds].map(|seconds| match line.taken {
            0 => Cell::Absent,
            _ => Cell::text(time::in_words(seconds)),
        });
        let cells = texts.into_iter().chain(counts.map(|count| Cell::Whole(count as i64))).chain(times);
        let figure = Cell::Figure(line.affected, handoffs.basis.currency);
        cells.chain([Cell::Whole(line.unowned_seconds / 3_600), figure]).collect()
    };
    let table = Table::new(columns.collect()).with_rows(handoffs.lines.iter().map(row));
    let noun = &handoffs.basis.noun_plural;
    Screen::of(table)
        .headed("affected_customers", format!("{noun} affected"))
        .headed("affected_minor", handoffs.basis.currency.code())
}
