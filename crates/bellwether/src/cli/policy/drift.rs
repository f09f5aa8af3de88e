//! `bellwether policy drift`

use clap::Args;

use super::definition;
use crate::cli::answer::{Answer, AnswerOptions};
use bellwether_app::App;
use bellwether_app::failure::Failure;
use bellwether_app::table::{Cell, Column, Table};

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
    let above = match drift.definitions.len() {
        0 => format!("{} and {} count alike.", options.before, options.after),
        1 => "They differ in 1 definition.".to_owned(),
        many => format!("They differ in {many} definitions."),
    };
    let row = |name: &'static str| -> Result<Vec<Cell>, Failure> {
        let [before, after] = [&drift.before, &drift.after].map(|policy| definition::written(policy, name));
        Ok(vec![Cell::text(name), Cell::text(before?), Cell::text(after?)])
    };
    let rows = drift.definitions.iter().map(|name| row(name)).collect::<Result<Vec<_>, Failure>>()?;
    let table = Table::new(["definition", "before", "after"].map(Column::text).to_vec()).with_rows(rows);
    let headings = vec![("before", options.before.clone()), ("after", options.after.clone())];
    Answer { above: vec![above], table, headings, ..Answer::default() }.write(&options.answer)
}
