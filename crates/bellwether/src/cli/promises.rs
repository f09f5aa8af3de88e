//! `bellwether promises`

use bellwether_app::App;
use bellwether_app::failure::Failure;
use bellwether_app::promise_customers::{PromiseCustomersQuestion, PromiseState};
use bellwether_app::promises::{PromisePart, Promises, PromisesQuestion, TouchpointPromises};
use bellwether_app::table::{Cell, Column, Table, Tabular};
use bellwether_model::Grain;
use clap::Args;

use super::answer::{Answer, AnswerOptions};
use super::screen::Screen;
use super::time;
use super::viewpoint::{self, ViewpointOptions};
use crate::figures;

/// Which promises were kept and which broken, touchpoint by touchpoint, and to how many customers
///
/// A promise counts in the period in which it came due. It is that of the journey on the day on which its touch began; where the journey
/// does not know a touchpoint, touches that name a time by which something was promised say so themselves.
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether promises
  bellwether promises --period 2026-09
  bellwether promises --touchpoint installation --cut silo
  bellwether promises --touchpoint installation --who broken -o hurt.csv
  bellwether promises --by quarter --format json")]
pub(crate) struct Options {
    /// The length of the period
    #[arg(long, value_name = "GRAIN", default_value = "month")]
    by: Grain,
    /// The period, as in 2026-09 [default: the last one that is over]
    #[arg(long, value_name = "PERIOD")]
    period: Option<String>,
    /// Only this touchpoint, by its id or by what touches are called
    #[arg(long, value_name = "TOUCHPOINT")]
    touchpoint: Option<String>,
    /// By what promises are told apart: silo, channel, weekday or source
    #[arg(long, value_name = "PART")]
    cut: Option<PromisePart>,
    /// The customers themselves to whom promises were broken, kept, or are open, at the touchpoint
    #[arg(long, value_name = "STATE", requires = "touchpoint", conflicts_with = "cut")]
    who: Option<PromiseState>,
    #[command(flatten)]
    viewpoint: ViewpointOptions,
    #[command(flatten)]
    answer: AnswerOptions,
}

pub(crate) async fn run(app: &App, options: Options) -> Result<(), Failure> {
    if let Some((state, touchpoint)) = options.who.zip(options.touchpoint.clone()) {
        return run_who(app, options, touchpoint, state).await;
    }
    let question = PromisesQuestion {
        grain: options.by,
        period: options.period,
        touchpoint: options.touchpoint,
        by: options.cut,
        viewpoint: options.viewpoint.into(),
    };
    let promises = app.ask(&question).await?;
    answer(&promises, options.cut).write_with(&promises, &options.answer)
}

async fn run_who(app: &App, options: Options, touchpoint: String, state: PromiseState) -> Result<(), Failure> {
    let question = PromiseCustomersQuestion {
        touchpoint,
        state,
        grain: options.by,
        period: options.period,
        most: None,
        viewpoint: options.viewpoint.into(),
    };
    let found = app.ask(&question).await?;
    let basis = &found.basis;
    let above = format!(
        "{} promises of {} in {}, to {}, worth {}: {}.",
        figures::whole(i128::from(found.promises)),
        found.touchpoint,
        found.period,
        figures::counted(i128::from(found.customers.customers), &basis.noun, &basis.noun_plural),
        figures::money(found.customers.minor, basis.currency),
        found.state.name(),
    );
    let screen = Screen::of(found.table()).headed("value_minor", basis.currency.code());
    let answer = Answer {
        above: vec![above],
        table: found.table(),
        screen: Some(vec![screen]),
        below: vec![viewpoint::in_words(basis)],
        ..Answer::default()
    };
    answer.write_with(&found, &options.answer)
}

fn answer(promises: &Promises, cut: Option<PromisePart>) -> Answer {
    let whole = |number: u64| figures::whole(i128::from(number));
    let basis = &promises.basis;
    let sum = |of: fn(&TouchpointPromises) -> u64| promises.lines.iter().map(of).sum::<u64>();
    let (kept, broken) = (sum(|line| line.kept), sum(|line| line.broken));
    let mut above = vec![format!(
        "Of {} promises that came due in {}, {} were kept and {} were broken.",
        whole(kept + broken),
        promises.period,
        whole(kept),
        whole(broken),
    )];
    if promises.journey.is_none() {
        above.push(
            "No journey is written yet: promises are those that touches name themselves. Write one with 'bellwether journey export' and \
             'journey apply'."
                .to_owned(),
        );
    }
    if promises.without_customer > 0 {
        above.push(format!(
            "{} touches name nobody, of whatever touchpoint and period; they are in none of these figures.",
            whole(promises.without_customer)
        ));
    }
    Answer {
        above,
        table: promises.table(),
        screen: Some(vec![screen(promises, cut)]),
        below: vec![viewpoint::in_words(basis)],
        ..Answer::default()
    }
}

fn screen(promises: &Promises, cut: Option<PromisePart>) -> Screen {
    let part = cut.map(PromisePart::name);
    let columns = [Column::text("stage"), Column::text("touchpoint")].into_iter().chain(part.map(Column::text));
    let columns = columns.chain(["touches", "kept", "broken", "open"].map(Column::whole));
    let columns =
        columns.chain([Column::figure("broken_to"), Column::text("half within"), Column::text("nine in ten")]);
    let columns = columns.chain([Column::whole("again"), Column::whole("right first time")]);
    let row = |line: &TouchpointPromises| {
        let texts = [Cell::optional(line.stage.clone()), Cell::text(&line.touchpoint)];
        let texts = texts.into_iter().chain(part.map(|_| Cell::optional(line.part.clone())));
        let count = |count: u64| Cell::Whole(count as i64);
        let counts = [line.touches, line.kept, line.broken, line.open].map(count);
        let times = [line.median_seconds, line.p90_seconds].map(|seconds| match line.done {
            0 => Cell::Absent,
            _ => Cell::text(time::in_words(seconds)),
        });
        let figure = Cell::Figure(line.broken_to, promises.basis.currency);
        let cases = [line.rework_cases, line.right_first_time].map(count);
        texts.chain(counts).chain([figure]).chain(times).chain(cases).collect()
    };
    let table = Table::new(columns.collect()).with_rows(promises.lines.iter().map(row));
    let noun = &promises.basis.noun_plural;
    Screen::of(table)
        .headed("broken_to_customers", format!("{noun} hurt"))
        .headed("broken_to_minor", promises.basis.currency.code())
}
