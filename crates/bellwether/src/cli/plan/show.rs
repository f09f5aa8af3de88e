//! `bellwether plan show`

use clap::Args;

use crate::cli::answer::{Answer, AnswerOptions};
use crate::cli::table::{Cell, Column, Shape, Table};
use crate::cli::viewpoint;
use crate::figures::{counted, money};
use bellwether_app::App;
use bellwether_app::failure::Failure;
use bellwether_app::planning::{Plan, PlanQuestion};

/// The targets of a year with what has been reached, and what went in the year before
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether plan show
  bellwether plan show 2027 -o targets.csv")]
pub(crate) struct Options {
    /// The year, as the ledger writes it [default: that of the latest fact]
    #[arg(value_name = "YEAR")]
    year: Option<String>,
    #[command(flatten)]
    answer: AnswerOptions,
}

pub(crate) async fn run(app: &App, options: &Options) -> Result<(), Failure> {
    let plan = app.ask(&PlanQuestion { year: options.year.clone() }).await?;
    let still = plan.before.as_ref().map(|before| {
        let replace = before.to_replace;
        let basis = &plan.basis;
        let customers = counted(i128::from(replace.customers), &basis.noun, &basis.noun_plural);
        let value = money(replace.minor, basis.currency);
        let year = &before.line.period;
        let as_much = if before.is_over {
            format!("as much as went in {year}")
        } else {
            "as much as went in twelve months".to_owned()
        };
        format!(
            "Merely to stand still in {}, {customers} and {} {value} must come: {as_much}.",
            plan.year, basis.currency
        )
    });
    let none = plan.aims.is_empty().then(|| format!("No target is set for {}.", plan.year));
    Answer {
        above: still.into_iter().chain(none).collect(),
        table: table(&plan),
        below: vec![viewpoint::in_words(&plan.basis)],
        stamp: viewpoint::stamp(&plan.basis),
        ..Answer::default()
    }
    .write(&options.answer)
}

fn table(plan: &Plan) -> Table {
    let mut table = Table::new(vec![
        Column::new("period", Shape::Text),
        Column::new("of", Shape::Text),
        Column::new("level", Shape::Text),
        Column::new("target_customers", Shape::Whole),
        Column::new("reached_customers", Shape::Whole),
        Column::new("target_minor", Shape::Money).headed("target value"),
        Column::new("reached_minor", Shape::Money).headed("reached value"),
        Column::new("stands", Shape::Text),
        Column::new("owner", Shape::Text),
        Column::new("investment", Shape::Text),
        Column::new("id", Shape::Text),
    ]);
    for aim in &plan.aims {
        let (target, currency) = (&aim.target, aim.target.currency);
        table.push(vec![
            Cell::text(&aim.period),
            Cell::text(target.measure.name()),
            Cell::optional(target.level.as_deref()),
            target.customers.map_or(Cell::Absent, Cell::Whole),
            aim.reached.map_or(Cell::Absent, |reached| Cell::Whole(reached.customers)),
            target.minor.map_or(Cell::Absent, |minor| Cell::Money(minor.into(), currency)),
            aim.reached.map_or(Cell::Absent, |reached| Cell::Money(reached.minor, currency)),
            Cell::text(aim.stand().name()),
            Cell::text(&target.owner),
            Cell::text(&target.investment),
            Cell::text(&aim.id),
        ]);
    }
    table
}
