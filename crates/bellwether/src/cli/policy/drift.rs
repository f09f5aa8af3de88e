//! `bellwether policy drift`

use clap::Args;

use super::definition;
use crate::cli::answer::{Answer, AnswerOptions};
use crate::cli::table::{Cell, Column, Shape, Table};
use bellwether_app::App;
use bellwether_app::failure::Failure;

/// The definitions in which two versions or presets differ
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether policy drift 1 2
  bellwether policy drift 2 stripe_like")]
pub(crate) struct Options {
    /// The first version or preset
    #[arg(value_name = "BEFORE")]
    before: String,
    /// The second
    #[arg(value_name = "AFTER")]
    after: String,
    #[command(flatten)]
    answer: AnswerOptions,
}

pub(crate) async fn run(app: &App, options: &Options) -> Result<(), Failure> {
    let drift = app.policy_drift(&options.before, &options.after).await?;
    let mut table = Table::new(vec![
        Column::new("definition", Shape::Text),
        Column::new("before", Shape::Text).headed(&options.before),
        Column::new("after", Shape::Text).headed(&options.after),
    ]);
    let above = match drift.definitions.len() {
        0 => format!("{} and {} count alike.", options.before, options.after),
        1 => "They differ in 1 definition.".to_owned(),
        many => format!("They differ in {many} definitions."),
    };
    for name in drift.definitions {
        let [before, after] = [&drift.before, &drift.after].map(|policy| definition::written(policy, name));
        table.push(vec![Cell::text(name), Cell::text(before?), Cell::text(after?)]);
    }
    Answer { above: vec![above], table, ..Answer::default() }.write(&options.answer)
}
