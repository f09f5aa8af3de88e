//! `bellwether doctor`

use clap::Args;

use super::answer::{Answer, AnswerOptions};
use super::screen::Screen;
use bellwether_app::App;
use bellwether_app::doctor::Check;
use bellwether_app::failure::Failure;
use bellwether_app::table::{Cell, Column, Table};
use bellwether_words::{Words, english};

/// Check the data folder, the books and the sources, and say what to do
///
/// Looks at: the records and who else can read them, the files of the tables, closed books, rejects and unattributed rows, and how fresh
/// and complete each source is. Ends as an error where there is a fault; that nobody has signed the policy yet is a notice.
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether doctor
  bellwether doctor --deep
  bellwether doctor --format json")]
pub(crate) struct Options {
    /// Read every stored byte too, and name each file that is damaged, missing or there for no reason
    #[arg(long)]
    deep: bool,
    #[command(flatten)]
    answer: AnswerOptions,
}

pub(crate) async fn run(app: &App, options: &Options) -> Result<(), Failure> {
    let checks = if options.deep { app.doctor_deep().await? } else { app.doctor().await? };
    let faults = checks.iter().filter(|check| check.is_fault).count();
    let english = english();
    let words = english.alone();
    let row = |check: &Check| {
        vec![
            Cell::text(check.name.told(words)),
            Cell::text(check.found.told(words)),
            Cell::optional(check.advice.as_ref().map(|advice| advice.with_hint(words))),
        ]
    };
    let table = Table::new(["check", "found", "advice"].map(Column::text).to_vec()).with_rows(checks.iter().map(row));
    let screen = Some(on_screen(words, &checks));
    Answer { table, screen, ..Answer::default() }.write(&options.answer)?;
    match faults {
        0 => Ok(()),
        1 => Err(Failure::input("1 check found a fault")),
        many => Err(Failure::input(format!("{many} checks found a fault"))),
    }
}

/// What was found, then what to do about it.
fn on_screen(words: Words<'_>, checks: &[Check]) -> Vec<Screen> {
    let mut found = Table::new(["check", "found"].map(Column::text).to_vec());
    let mut advice = Table::new(["check", "advice"].map(Column::text).to_vec());
    for check in checks {
        found.push(vec![Cell::text(check.name.told(words)), Cell::text(check.found.told(words))]);
        if let Some(text) = &check.advice {
            advice.push(vec![Cell::text(check.name.told(words)), Cell::text(text.with_hint(words))]);
        }
    }
    let advice = (!advice.is_empty()).then(|| Screen::of(advice).titled("To do:"));
    std::iter::once(Screen::of(found)).chain(advice).collect()
}
