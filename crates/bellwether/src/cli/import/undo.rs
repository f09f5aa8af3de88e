//! `bellwether import undo`

use clap::Args;

use crate::cli::answer::{Answer, AnswerOptions};
use crate::cli::notes::{Notes, ask, can_ask};
use crate::figures::money;
use bellwether_app::App;
use bellwether_app::failure::Failure;
use bellwether_app::table::Tabular;
use bellwether_app::undo::UndoEffects;
use bellwether_words::Message;

/// Take an import back, as if it had never been and all others had
///
/// Rows that it brought leave, rows that it replaced come back as they were, and what another import said as well stays. What was built on
/// it since is listed first: closed periods, reasons, signatures, targets, later imports. Closed lines stay; the difference is booked as
/// `restated`. An undo has a number of its own, and can be undone.
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether import undo 7
  bellwether import undo 7 --dry-run
  bellwether import undo 7 --yes")]
pub(crate) struct Options {
    /// The number of the import, or of an undo, as `bellwether import list` tells it
    #[arg(value_name = "NUMBER", value_parser = clap::value_parser!(i64).range(1..))]
    number: i64,
    /// Tell what it would do, and do nothing
    #[arg(long)]
    dry_run: bool,
    /// Do it without being asked
    #[arg(short, long)]
    yes: bool,
}

pub(crate) async fn run(app: &App, options: &Options, notes: &Notes) -> Result<(), Failure> {
    let Options { number, dry_run, yes } = *options;
    let effects = app.undo_effects(number).await?;
    if dry_run {
        return whole(&effects, "Dry run, nothing was changed:").write(&AnswerOptions::default());
    }
    if yes {
        for warning in warnings(&effects) {
            notes.say(warning);
        }
    } else {
        notes.say(whole(&effects, "This is what it does:").on_screen());
        if !(can_ask() && ask(&format!("Undo {number}?"))) {
            return Err(Failure::usage(format!("{number} was not undone"))
                .hint("say --yes where nobody can be asked, and --dry-run to see what it would do"));
        }
    }
    let done = app.undo(number, effects.number, &app.config.user).await?;
    answer(&done, &format!("Undo {}, done:", done.number)).write(&AnswerOptions::default())
}

/// What was built on the import, and the reasons one by one.
fn warnings(effects: &UndoEffects) -> Vec<String> {
    let mut warnings: Vec<String> = effects.warnings().iter().map(Message::english).collect();
    warnings.extend(effects.built.first_reasons.iter().map(|given| {
        format!("  {}, {}, {}: {} (by {})", given.customer, given.day, given.kind, given.reason, given.by)
    }));
    warnings
}

/// The answer with what was built on the import.
fn whole(effects: &UndoEffects, what: &str) -> Answer {
    let mut answer = answer(effects, what);
    answer.below.extend(warnings(effects));
    answer
}

fn answer(effects: &UndoEffects, what: &str) -> Answer {
    let money = effects.money.iter().map(|moved| {
        let [leaving, returning] = [moved.leaving, moved.returning].map(|minor| money(minor.into(), moved.currency));
        format!("{} {leaving} leaves, {returning} comes.", moved.currency.code())
    });
    let attributed = effects.attributed.iter().map(|said| format!("{}.", said.english()));
    Answer {
        above: vec![what.to_owned(), effects.about().english()],
        table: effects.table(),
        headings: vec![("number", String::new())],
        below: money.chain(attributed).collect(),
        ..Answer::default()
    }
}
