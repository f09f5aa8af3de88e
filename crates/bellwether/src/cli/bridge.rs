//! `bellwether bridge`

use bellwether_model::{Day, Grain};
use clap::Args;

use super::answer::{Answer, AnswerOptions};
use super::screen::Screen;
use super::viewpoint;
use crate::figures::{counted, money, whole};
use bellwether_app::App;
use bellwether_app::bridge::{Bridge, BridgeQuestion, BridgeSummary};
use bellwether_app::failure::Failure;
use bellwether_app::table::Tabular;

/// How many steps the screen shows; files hold them all.
const SHOWN: usize = 20;

/// Why do two policies give different figures? Customer by customer, with 0 unexplained
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether bridge chartmogul_like stripe_like
  bellwether bridge 1 2 --by quarter --period 2026-Q3
  bellwether bridge 2 profitwell_like -o bridge.csv")]
pub(crate) struct Options {
    /// A version's number or a preset
    #[arg(value_name = "A")]
    from: String,
    /// Another
    #[arg(value_name = "B")]
    to: String,
    /// The length of a period
    #[arg(long, value_name = "GRAIN", default_value = "month")]
    by: Grain,
    /// Only this period
    #[arg(long, value_name = "PERIOD")]
    period: Option<String>,
    /// Count up to this day [default: the day up to which facts are known]
    #[arg(long, value_name = "DAY")]
    as_of: Option<Day>,
    #[command(flatten)]
    answer: AnswerOptions,
}

pub(crate) async fn run(app: &App, options: Options) -> Result<(), Failure> {
    let Options { from, to, by, period, as_of, answer: answer_options } = options;
    let request = BridgeQuestion { from, to, grain: by, period, as_of };
    answer(app.ask(&request).await?).write(&answer_options)
}

/// What each definition adds up to, then the largest steps.
fn on_screen(bridge: &BridgeSummary) -> Vec<Screen> {
    let title = match bridge.steps {
        0 => return Vec::new(),
        all if all > SHOWN => {
            format!("Customer by customer (the {SHOWN} largest of {}; all of them: -o bridge.csv):", whole(all as i128))
        }
        _ => "Customer by customer:".to_owned(),
    };
    let (noun, nouns, currency) = (&bridge.from.noun, &bridge.from.noun_plural, bridge.from.currency);
    let by_definition = Screen::of(bridge.definitions_table()).titled("By definition:");
    let largest = Screen::of(bridge.table()).titled(title).headed("customer_id", noun);
    let largest = ["a", "b"].into_iter().fold(largest, |screen, side| {
        let policy = side.to_uppercase();
        screen
            .headed(&format!("{side}_customers"), format!("{nouns} {policy}"))
            .headed(&format!("{side}_minor"), format!("{currency} {policy}"))
    });
    vec![by_definition.headed("customers", nouns).headed("minor", currency.code()), largest]
}

fn answer(bridge: Bridge) -> Answer {
    let mut ids: Vec<_> = bridge.steps.iter().map(|step| &step.customer_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let (customers, table) = (ids.len() as i128, bridge.table());
    let bridge = bridge.summary(SHOWN);
    let BridgeSummary { from, to, difference, .. } = &bridge;
    Answer {
        above: vec![format!(
            "From {} to {}: {} {} and {} {}, by {}; 0 unexplained.",
            from.policy,
            to.policy,
            whole(i128::from(difference.customers)),
            from.noun_plural,
            from.currency,
            money(difference.minor, from.currency),
            counted(customers, &from.noun, &from.noun_plural),
        )],
        table,
        screen: Some(on_screen(&bridge)),
        below: vec![viewpoint::in_words(to)],
        ..Answer::default()
    }
}
