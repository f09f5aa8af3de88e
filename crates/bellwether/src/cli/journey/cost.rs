//! `bellwether journey cost`

use bellwether_app::App;
use bellwether_app::failure::Failure;
use bellwether_app::journey_cost::{CostDifference, CostOutcome, JourneyCost, JourneyCostQuestion, MatchedDifference};
use bellwether_app::table::{Cell, Column, Table, Tabular};
use bellwether_model::Day;
use clap::{Args, ValueEnum};

use crate::cli::answer::{Answer, AnswerOptions};
use crate::cli::screen::Screen;
use crate::cli::viewpoint::{self, ViewpointOptions};
use crate::figures;

/// What a broken promise goes with: who left after it, came again or bought more, beside those to whom it was kept
///
/// Each customer counts once, by the first promise that came due, if active then. The promise is that of the journey in force; where the
/// journey does not know the touchpoint, touches that name a time by which something was promised say so themselves. The difference is an
/// association, unless an action tested it: those who are compared are alike in what is named, and may differ in all else.
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether journey cost --touchpoint installation
  bellwether journey cost --touchpoint installation --within 120 --alike-in value --alike-in region
  bellwether journey cost --touchpoint installation --outcome came_again
  bellwether journey cost --touchpoint installation --since 2026-01-01 --format json")]
pub(crate) struct Options {
    /// The id of a touchpoint of the journey, or what touches are called
    #[arg(long, value_name = "TOUCHPOINT")]
    touchpoint: String,
    /// What is looked for after the promise came due
    #[arg(long, value_name = "WHAT", value_enum, default_value = "left")]
    outcome: Outcome,
    /// Days after the promise came due within which it is looked for
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

#[derive(Clone, Copy, ValueEnum)]
enum Outcome {
    /// The customer was lost
    Left,
    /// A further purchase, where purchases make up a customer's value; or a subscription that began, not having been in force the day before,
    /// or was renewed: a further row of it follows at the same amount; known once the days are over
    #[value(name = "came_again")]
    CameAgain,
    /// The customer's steps up and down in value add up to more than zero, once the days are over
    #[value(name = "bought_more")]
    BoughtMore,
}

impl From<Outcome> for CostOutcome {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Left => Self::Left,
            Outcome::CameAgain => Self::CameAgain,
            Outcome::BoughtMore => Self::BoughtMore,
        }
    }
}

pub(crate) async fn run(app: &App, options: Options) -> Result<(), Failure> {
    let question = JourneyCostQuestion {
        touchpoint: options.touchpoint,
        outcome: options.outcome.into(),
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
    let phrases = Phrases::of(cost.outcome);
    let [broken_money, kept_money] =
        [cost.broken, cost.kept].map(|side| side.minor().map(|(_, minor)| figures::money(minor, basis.currency)));
    let money = match (cost.outcome, broken_money, kept_money) {
        (CostOutcome::Left, Some(broken), _) => [format!(", {broken}"), String::new()],
        (_, Some(broken), Some(kept)) => [broken, kept].map(|money| format!(" and gained {money} in value")),
        _ => [String::new(), String::new()],
    };
    let mut above = vec![
        format!("{}: {}.", cost.touchpoint, cost.promise.trim_end_matches('.')),
        format!(
            "{} {noun} met a broken promise; {} of them {did} within {} days{}. Of {} to whom it was kept, {} {did}{}.",
            whole(cost.broken.customers()),
            whole(cost.broken.did()),
            cost.within_days,
            money[0],
            whole(cost.kept.customers()),
            whole(cost.kept.did()),
            money[1],
            did = phrases.did,
        ),
    ];
    above.extend(phrases.rule.map(str::to_owned));
    above.extend(cost.difference.map(|found| format!("{}.", difference(found, phrases.doing))));
    let alike: Vec<&str> = cost.balance.iter().map(|balance| balance.alike_in.as_str()).collect();
    let alike = alike.join(", ");
    above.push(match &cost.matched {
        MatchedDifference::Matched { estimate, low, high, broken, kept, groups } => format!(
            "Among those alike in {alike}: {}, {} of the one compared with {} of the other in {} groups. It is an association; nobody \
             tested it.",
            difference(CostDifference { estimate: *estimate, low: *low, high: *high }, phrases.doing),
            whole(*broken),
            whole(*kept),
            whole(*groups),
        ),
        MatchedDifference::Refused { refused } => format!("Those alike in {alike} are not compared: {}.", refused.why),
    });
    let left_out = [
        (cost.not_active, "were not active when it came due".to_owned()),
        (cost.not_yet_known, format!("met the promise less than {} days ago", cost.within_days)),
    ];
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
    let sides = Screen::of(cost.table());
    let screens = vec![
        match cost.broken.minor() {
            Some((name, _)) => sides.headed(name, format!("{} {}", phrases.money, basis.currency)),
            None => sides,
        },
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

/// How an outcome is said.
struct Phrases {
    did: &'static str,
    doing: &'static str,
    /// What counts as it, where that does not go without saying.
    rule: Option<&'static str>,
    /// What the money that goes with it is.
    money: &'static str,
}

impl Phrases {
    fn of(outcome: CostOutcome) -> Self {
        match outcome {
            CostOutcome::Left => Self { did: "left", doing: "leave", rule: None, money: "worth" },
            CostOutcome::CameAgain => Self {
                did: "came again",
                doing: "come again",
                rule: Some(
                    "Came again: a further purchase, where purchases make up a customer's value; or a subscription that began, or was \
                     renewed at the same amount; known once the days are over.",
                ),
                money: "",
            },
            CostOutcome::BoughtMore => Self {
                did: "bought more",
                doing: "buy more",
                rule: Some(
                    "Bought more: steps up and down in value add up to more than zero; known once the days are over.",
                ),
                money: "gained",
            },
        }
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
fn difference(found: CostDifference, doing: &str) -> String {
    let is_fewer = found.estimate < 0.0;
    let (low, high) = if is_fewer { (-found.high, -found.low) } else { (found.low, found.high) };
    let [estimate, low, high] = [found.estimate.abs(), low, high].map(|share| share * 100.0);
    let than = if is_fewer { "fewer" } else { "more" };
    let chance = if low <= 0.0 && high >= 0.0 { "; it may be chance" } else { "" };
    format!("{estimate:.1} of 100 {than} {doing} (95 % interval {low:.1} to {high:.1}{chance})")
}
