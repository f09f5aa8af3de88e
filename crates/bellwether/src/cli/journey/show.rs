//! `bellwether journey show`

use bellwether_app::App;
use bellwether_app::failure::{Failure, FailureKind};
use bellwether_app::journey::JourneyVersion;
use bellwether_app::table::{Cell, Column, Table};
use bellwether_model::{Day, Stage, Touchpoint};
use clap::Args;

use crate::cli::answer::{Answer, AnswerOptions};

/// The stages and touchpoints, with who answers for each and what it promises
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether journey show
  bellwether journey show --on 2026-01-31
  bellwether journey show --version 1 --format csv")]
pub(crate) struct Options {
    /// A version by its number [default: the one that holds]
    #[arg(long, value_name = "NUMBER", conflicts_with = "on")]
    version: Option<i64>,
    /// As it held on this day [default: today]
    #[arg(long, value_name = "DAY")]
    on: Option<Day>,
    #[command(flatten)]
    answer: AnswerOptions,
}

pub(crate) async fn run(app: &App, options: &Options) -> Result<(), Failure> {
    let day = options.on.unwrap_or_else(|| app.today());
    let Some(found) = app.journey(options.version, day).await? else {
        let said = format!("there is no journey on {day}");
        let hint = "write one: bellwether journey export > journey.toml, then bellwether journey apply journey.toml";
        return Err(Failure::new(FailureKind::NotFound, said).hint(hint));
    };
    let columns = ["stage", "touchpoint", "class", "rank", "owner", "silo", "promise", "target"];
    let columns = columns.map(|name| if name == "rank" { Column::whole(name) } else { Column::text(name) });
    let mut table = Table::new(columns.to_vec());
    for stage in &found.journey.stages {
        if stage.touchpoints.is_empty() && stage.moments.is_empty() {
            table.push(of_stage(stage));
        }
        stage.touchpoints.iter().for_each(|touchpoint| table.push(of_touchpoint(stage, touchpoint)));
        for moment in &stage.moments {
            let class = Cell::text(moment.class.name());
            let counted = match moment.within_days {
                Some(days) => format!("number {} of {} within {days} days", moment.number, moment.counts),
                None => format!("number {} of {}", moment.number, moment.counts),
            };
            let (stage, owner) = (Cell::text(&stage.name), Cell::text(&stage.owner));
            let name = Cell::text(format!("{} ({counted})", moment.name));
            table.push(vec![stage, name, class, rank(moment.rank), owner, Cell::Absent, Cell::Absent, Cell::Absent]);
        }
    }
    let answer = Answer { table, above: vec![heading(&found)], ..Answer::default() };
    answer.write(&options.answer)
}

fn heading(found: &JourneyVersion) -> String {
    let JourneyVersion { version, saved_by, effective_from, .. } = found;
    let from = effective_from.map(|day| format!(", from {day}")).unwrap_or_default();
    let note = if found.note.is_empty() { String::new() } else { format!(": {}", found.note) };
    format!("The journey, version {version} by {saved_by}{from}{note}")
}

fn of_stage(stage: &Stage) -> Vec<Cell> {
    let rest = std::iter::repeat_n(Cell::Absent, 3);
    let [name, owner] = [&stage.name, &stage.owner].map(Cell::text);
    [name].into_iter().chain(rest).chain([owner, Cell::Absent, Cell::Absent, Cell::Absent]).collect()
}

fn of_touchpoint(stage: &Stage, touchpoint: &Touchpoint) -> Vec<Cell> {
    let owner = touchpoint.owner.as_ref().unwrap_or(&stage.owner);
    let promise = touchpoint.promise.as_ref().map(|promise| promise.words.clone());
    vec![
        Cell::text(&stage.name),
        Cell::text(&touchpoint.name),
        Cell::text(touchpoint.class.name()),
        rank(touchpoint.rank),
        Cell::text(owner),
        Cell::optional(touchpoint.silo.clone()),
        Cell::optional(promise),
        Cell::optional(touchpoint.target.map(|target| target.to_string())),
    ]
}

fn rank(rank: Option<u8>) -> Cell {
    rank.map_or(Cell::Absent, |rank| Cell::Whole(i64::from(rank)))
}
