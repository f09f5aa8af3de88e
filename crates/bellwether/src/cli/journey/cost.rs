//! `bellwether journey cost`

use bellwether_app::App;
use bellwether_app::failure::Failure;
use bellwether_app::journey_cost::{CostDifference, CostSide, JourneyCost, JourneyCostQuestion, MatchedDifference};
use bellwether_app::table::{Cell, Column, Table, Tabular};
use bellwether_model::Day;
use clap::Args;

use crate::cli::answer::{Answer, AnswerOptions};
use crate::cli::screen::Screen;
use crate::cli::viewpoint::{self, ViewpointOptions};
use crate::figures;

/// What a broken promise goes with: who left after it, beside those to whom it was kept
///
/// Each customer counts once, by the first promise that came due, if active then. The promise is that of the journey in force; where the
/// journey does not know the touchpoint, touches that name a time by which something was promised say so themselves. The difference is an
/// association, unless an action tested it: those who are compared are alike in what is named, and may differ in all else.
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether journey cost --touchpoint installation
  bellwether journey cost --touchpoint installation --within 120 --alike-in value --alike-in region
  bellwether journey cost --touchpoint installation --since 2026-01-01 --format json")]
pub(crate) struct Options {
    /// The id of a touchpoint of the journey, or what touches are called
    #[arg(long, value_name = "TOUCHPOINT")]
    touchpoint: String,
    /// Days after the promise came due within which a customer leaves
    #[arg(long, value_name = "DAYS", default_value_t = 120, value_parser = clap::value_parser!(u16).range(1..=3650))]
    within: u16,
    /// Only promises that came due on this day or later
    #[arg(long, value_name = "DAY")]
    since: Option<Day>,
    /// What those who are compared have in common: tenure, value, month, or an attribute; may be given more than once [default: these three]
    #[arg(long, value_name = "WHAT")]
    alike_in: Vec<String>,
    #[command(flatten)]
    viewpoint: ViewpointOptions,
    #[command(flatten)]
    answer: AnswerOptions,
}

pub(crate) async fn run(app: &App, options: Options) -> Result<(), Failure> {
    let question = JourneyCostQuestion {
        touchpoint: options.touchpoint,
        within_days: options.within,
        since: options.since,
        alike_in: options.alike_in,
        viewpoint: options.viewpoint.into(),
    };
    let cost = app.ask(&question).await?;
    answer(&cost).write_with(&cost, &options.answer)
}

fn answer(cost: &JourneyCost) -> Answer {
    let whole = |number: u64| figures::whole(i128::from(number));
    let (basis, noun) = (&cost.basis, &cost.basis.noun_plural);
    let CostSide { customers, left, value_left_minor } = cost.broken;
    let mut above = vec![
        format!("{}: {}.", cost.touchpoint, cost.promise.trim_end_matches('.')),
        format!(
            "{} {noun} met a broken promise; {} of them left within {} days, {}. Of {} to whom it was kept, {} left.",
            whole(customers),
            whole(left),
            cost.within_days,
            figures::money(value_left_minor, basis.currency),
            whole(cost.kept.customers),
            whole(cost.kept.left),
        ),
    ];
    above.extend(cost.difference.map(|CostDifference { estimate, low, high }| {
        let than = if estimate < 0.0 { "fewer" } else { "more" };
        format!("{} {than} leave (95 % interval {}).", of_hundred(estimate.abs()), interval(low, high))
    }));
    let alike: Vec<&str> = cost.balance.iter().map(|balance| balance.alike_in.as_str()).collect();
    let alike = alike.join(", ");
    above.push(match &cost.matched {
        MatchedDifference::Matched { estimate, low, high, broken, kept, groups } => format!(
            "Among those alike in {alike}: {} (95 % interval {}), {} of the one compared with {} of the other in {} groups. \
             It is an association; nobody tested it.",
            of_hundred(*estimate),
            interval(*low, *high),
            whole(*broken),
            whole(*kept),
            whole(*groups),
        ),
        MatchedDifference::Refused { refused } => format!("Those alike in {alike} are not compared: {}.", refused.why),
    });
    let left_out =
        [(cost.not_active, "were not active when it came due"), (cost.not_yet_known, "may still leave in time")];
    for (count, why) in left_out.into_iter().filter(|(count, _)| *count > 0) {
        above.push(format!("Left out: {} {noun} who {why}.", whole(count)));
    }
    for balance in cost.balance.iter().filter(|balance| balance.unknown > 0) {
        let unknown = whole(balance.unknown);
        above
            .push(format!("Of {unknown} {noun} {} is not known; they are compared with each other.", balance.alike_in));
    }
    if cost.nameless > 0 {
        above.push(format!("{} promises name nobody.", whole(cost.nameless)));
    }
    let screens = vec![
        Screen::of(cost.table()).headed("value_left_minor", format!("worth {}", basis.currency)),
        balance(cost).titled("How unlike both are (0: alike, 1: nothing in common)"),
    ];
    Answer {
        above,
        table: cost.table(),
        screen: Some(screens),
        below: vec![viewpoint::in_words(basis)],
        ..Answer::default()
    }
}

fn balance(cost: &JourneyCost) -> Screen {
    let columns = vec![Column::text("in"), Column::text("all"), Column::text("compared")];
    let rows = cost.balance.iter().map(|balance| {
        let matched = balance.matched.map(|matched| format!("{matched:.2}"));
        vec![Cell::text(&balance.alike_in), Cell::text(format!("{:.2}", balance.all)), Cell::optional(matched)]
    });
    Screen::of(Table::new(columns).with_rows(rows))
}

/// A difference of shares, in customers.
fn of_hundred(share: f64) -> String {
    format!("{:.1} of 100", share * 100.0)
}

fn interval(low: f64, high: f64) -> String {
    format!("{:.1} to {:.1}", low * 100.0, high * 100.0)
}
