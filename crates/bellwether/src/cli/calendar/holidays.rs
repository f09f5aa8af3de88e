//! `bellwether calendar holidays`

use std::fs::File;
use std::io::{ErrorKind, Read as _};
use std::path::{Path, PathBuf};

use bellwether_app::App;
use bellwether_app::failure::{Failure, FailureKind};
use bellwether_app::holidays::{HolidayTrial, HolidayYears, LARGEST_FILE, NamedEvent};
use clap::Args;
use jiff::civil::Date;

use crate::cli::notes::{Notes, ask, can_ask, insist};

/// Add the holidays of an office's calendar file (.ics) to a business calendar, once you agreed to them
///
/// Whole days are taken, with the rules by which they come again; a day that the calendar has already stays as it is there. What the file says
/// and is not understood is named, and nothing is saved unless you agree to leave it out. Events that are marked as free are taken like others,
/// for offices publish holidays so.
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether calendar holidays feiertage.ics --calendar office
  bellwether calendar holidays federal.ics --calendar office --from 2027 --through 2030 --yes")]
pub(crate) struct Options {
    /// The holidays as iCalendar, such as an office publishes them
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The business calendar that gets them
    #[arg(long, value_name = "NAME")]
    calendar: String,
    /// The first year of which they are taken [default: this year]
    #[arg(long, value_name = "YEAR")]
    from: Option<i16>,
    /// The last year of which they are taken [default: the second after the first]
    #[arg(long, value_name = "YEAR")]
    through: Option<i16>,
    /// Leave out what is not understood
    #[arg(long)]
    leave_out: bool,
    /// Do it without being asked
    #[arg(short, long)]
    yes: bool,
    /// Who says so [default: your account's name]
    #[arg(long, value_name = "NAME")]
    who: Option<String>,
}

pub(crate) async fn run(app: &App, options: Options, notes: &Notes) -> Result<(), Failure> {
    let file = read_file(&options.file)?;
    let years = HolidayYears { from: options.from, through: options.through };
    let trial = app.try_holidays(&options.calendar, years, &file).await;
    let trial = trial.map_err(|failure| match failure.kind() {
        FailureKind::Input => Failure::input(format!("{}: {}", options.file.display(), failure.message().english())),
        _ => failure,
    })?;
    for line in told(&trial, &options.calendar) {
        notes.say(line);
    }
    for what in &trial.not_understood {
        insist(format!("! {}: {}", event(&what.event), what.why));
    }
    let left_out = trial.not_understood.len();
    let agrees = |is_said: bool, question: &str| is_said || (can_ask() && ask(question));
    if left_out > 0 && !agrees(options.leave_out, "Leave out what is not understood?") {
        let said = format!("nothing was saved: {left_out} of the file's events are not understood");
        return Err(Failure::input(said).hint("add --leave-out to go on without them, and write those that are holidays in yourself: bellwether calendar export"));
    }
    if trial.added.is_empty() {
        notes.say(format!("Nothing changes: this is version {} of the business calendars.", trial.version));
        return Ok(());
    }
    if !agrees(options.yes, "Take this as the next version of the business calendars?") {
        return Err(Failure::usage("nothing was saved: nobody agreed to the holidays").hint("add --yes"));
    }
    let who = options.who.unwrap_or_else(|| app.config.user.clone());
    let version = app.save_business_calendars(&trial.calendars, Some(trial.version), &who).await?;
    notes.say(format!("Version {version} of the business calendars."));
    Ok(())
}

/// The bytes of a file, no more than one that is read may have and one.
fn read_file(path: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(LARGEST_FILE as u64 + 1).read_to_end(&mut bytes));
    read.map_err(|error| {
        let kind = if error.kind() == ErrorKind::NotFound { FailureKind::NotFound } else { FailureKind::Input };
        Failure::new(kind, format!("{} cannot be read: {error}", path.display()))
    })?;
    Ok(bytes)
}

/// What would be added, what stands already, and what is no day off.
fn told(trial: &HolidayTrial, calendar: &str) -> Vec<String> {
    let on = |day: &Date| format!("{day} {}", day.strftime("%a"));
    let (first, last) = trial.days;
    let mut told = vec![format!("Holidays of {} to {} for the calendar '{calendar}':", first.year(), last.year())];
    told.extend(trial.added.iter().map(|(day, name)| format!("+ {}  {name}", on(day)).trim_end().to_owned()));
    for (day, there) in &trial.standing {
        let hours = there.hours.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let hours = if hours.is_empty() { "closed".to_owned() } else { format!("open {hours}") };
        let name = if there.name.is_empty() { "without a name" } else { &there.name };
        told.push(format!("  {}  stands already: {name}, {hours}", on(day)));
    }
    told.extend(trial.cancelled.iter().map(|cancelled| format!("  {}: it does not take place", event(cancelled))));
    if trial.elsewhere > 0 {
        told.push(format!("  days of other years, which are not taken: {}", trial.elsewhere));
    }
    told
}

fn event(NamedEvent { line, summary, day }: &NamedEvent) -> String {
    let name = if summary.is_empty() { "without a name".to_owned() } else { format!("'{summary}'") };
    let day = if day.is_empty() { String::new() } else { format!(", {day}") };
    format!("line {line}, {name}{day}")
}
