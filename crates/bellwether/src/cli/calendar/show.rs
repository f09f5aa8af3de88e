//! `bellwether calendar show`

use bellwether_app::App;
use bellwether_app::failure::{Failure, FailureKind};
use bellwether_app::table::{Cell, Column, Table};
use bellwether_model::OpenHours;
use clap::Args;

use crate::cli::answer::{Answer, AnswerOptions};

/// The hours of each business calendar, by weekday, with its holidays
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether calendar show
  bellwether calendar show --format json")]
pub(crate) struct Options {
    #[command(flatten)]
    answer: AnswerOptions,
}

pub(crate) async fn run(app: &App, options: &Options) -> Result<(), Failure> {
    let found = app.business_calendars().await?;
    if found.version == 0 {
        let hint =
            "write one: bellwether calendar export > calendars.toml, then bellwether calendar apply calendars.toml";
        return Err(Failure::new(FailureKind::NotFound, "there are no business calendars yet").hint(hint));
    }
    let mut table = Table::new(["calendar", "time zone", "day", "hours", "what"].map(Column::text).to_vec());
    for calendar in &found.calendars.calendars {
        let mut push = |day: String, hours: &[OpenHours], what: &str| {
            let hours = hours.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            let hours = if hours.is_empty() { "closed".to_owned() } else { hours };
            let what = Cell::optional((!what.is_empty()).then_some(what));
            table.push(vec![
                Cell::text(&calendar.name),
                Cell::text(&calendar.time_zone),
                Cell::text(day),
                Cell::text(hours),
                what,
            ]);
        };
        for (name, hours) in calendar.week.days() {
            push(name.to_owned(), hours, "");
        }
        for (date, day) in &calendar.days {
            push(date.to_string(), &day.hours, &day.name);
        }
    }
    let above = vec![format!("The business calendars, version {}", found.version)];
    Answer { above, table, ..Answer::default() }.write(&options.answer)
}
