//! `bellwether doctor`

use clap::Args;

use super::answer::{Answer, AnswerOptions};
use super::table::{Cell, Column, Shape, Table};
use bellwether_app::App;
use bellwether_app::doctor::Check;
use bellwether_app::failure::Failure;
use bellwether_words::{Words, english};

/// Check the data folder, the books and the sources, and say what to do
///
/// Looks at: settings in force, room on the disk, tables and their versions, rejects and unattributed rows, closed books, and how
/// fresh and complete each source is. Ends as an error where there is a fault; that nobody has signed the policy yet is a notice.
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether doctor
  bellwether doctor --format json")]
pub(crate) struct Options {
    #[command(flatten)]
    answer: AnswerOptions,
}

pub(crate) async fn run(app: &App, options: &Options) -> Result<(), Failure> {
    let checks = app.doctor().await?;
    let faults = checks.iter().filter(|check| check.is_fault).count();
    let mut table = Table::new(vec![
        Column::new("check", Shape::Text),
        Column::new("found", Shape::Text),
        Column::new("advice", Shape::Text),
    ]);
    let english = english();
    let words = english.alone();
    let screen = on_screen(words, &checks);
    for check in checks {
        table.push(vec![
            Cell::text(check.name.told(words)),
            Cell::text(check.found.told(words)),
            Cell::optional(check.advice.map(|advice| advice.with_hint(words))),
        ]);
    }
    Answer { table, screen: Some(screen), ..Answer::default() }.write(&options.answer)?;
    match faults {
        0 => Ok(()),
        1 => Err(Failure::input("1 check found a fault")),
        many => Err(Failure::input(format!("{many} checks found a fault"))),
    }
}

/// What was found, then what to do about it.
fn on_screen(words: Words<'_>, checks: &[Check]) -> Vec<(String, Table)> {
    let mut found = Table::new(vec![Column::new("check", Shape::Text), Column::new("found", Shape::Text)]);
    let mut advice = Table::new(vec![Column::new("check", Shape::Text), Column::new("advice", Shape::Text)]);
    for check in checks {
        found.push(vec![Cell::text(check.name.told(words)), Cell::text(check.found.told(words))]);
        if let Some(text) = &check.advice {
            advice.push(vec![Cell::text(check.name.told(words)), Cell::text(text.with_hint(words))]);
        }
    }
    let mut screen = vec![(String::new(), found)];
    if !advice.is_empty() {
        screen.push(("To do:".to_owned(), advice));
    }
    screen
}
