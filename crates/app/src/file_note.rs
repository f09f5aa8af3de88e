//! What is told about a file before it is imported, in words that every language has.

use bellwether_engine::sources::mapping::{
    ColumnGuess, Confidence, Effect, Example, Note, Operation, RowMeaning, WordCount,
};
use bellwether_words::{Message, column_name, message};

use crate::file_question::{in_effect, in_meaning_of, in_others, in_some, in_word, sums};

/// What was chosen for a column of the table, for the terminal.
pub(crate) fn in_choice(guess: &ColumnGuess) -> String {
    let ColumnGuess { target, from, confidence, reason, over, fits, misfits } = guess;
    let is = if *confidence == Confidence::Sure { "is" } else { "is probably" };
    let over = if over.is_empty() { String::new() } else { format!("; chosen over {}", over.join(", ")) };
    let share = if *misfits > 0 { format!("; {fits} of {} cells fit", fits + misfits) } else { String::new() };
    format!("{target} {is} {from}: {reason}{over}{share}")
}

/// What was decided about a file.
pub(crate) fn in_note(note: &Note) -> Message {
    match note {
        Note::Table { why } => message("note-table").with("why", why),
        Note::Preset { title, columns, documentation } => message("note-preset")
            .with("title", title)
            .with("columns", columns.join(", "))
            .with("documentation", documentation),
        Note::OtherPreset { title, fact } => message("note-other-preset").with("title", title).with("table", fact),
        Note::Nameless => message("note-nameless"),
        Note::Lists { lists } => message("note-lists").with("lists", lists.join(", ")),
        Note::Rival { target, column, others } => message("note-rival")
            .with("target", target)
            .naming("field", column_name(target))
            .with("column", column)
            .listing("others", others.iter().map(in_rival).collect()),
        Note::Repeats { column, rows, first } => located("note-repeats", column, *rows, first),
        Note::EqualLines { row, effect } => {
            message("note-equal-lines").with("row", *row).listing("effect", vec![in_effect(effect)])
        }
        Note::Misfits { column, target, rows, first } if first.value.is_empty() => {
            located("note-empty", column, *rows, first).with("target", target).naming("field", column_name(target))
        }
        Note::Misfits { column, target, rows, first } => {
            located("note-misfits", column, *rows, first).with("target", target).naming("field", column_name(target))
        }
        Note::Placeholder { column, word, rows, is_customer } => {
            let name = if *is_customer { "note-nobody" } else { "note-placeholder" };
            message(name).with("column", column).with("word", word).figure("rows", rows.cast_signed())
        }
        Note::SpreadsheetIds { column } => message("note-spreadsheet-ids").with("column", column),
        Note::Rows { column, words } => {
            let word = |(count, meaning): &(WordCount, RowMeaning)| in_meaning_of(&in_word(count), *meaning);
            message("note-rows").with("column", column).listing("words", words.iter().map(word).collect())
        }
        Note::Refunded { column, refunded } => {
            message("note-refunded").with("column", column).with("refunded", refunded)
        }
        Note::Cancelled { column, count, first } => {
            let name = if count.minor.is_empty() { "note-cancelled" } else { "note-cancelled-money" };
            located(name, column, count.rows, first).money("money", sums(&count.minor))
        }
        Note::Zone { column, zone } => message("note-zone").with("column", column).with("zone", zone),
        Note::Counted { column, example, read } => {
            message("note-counted").with("column", column).with("example", example).with("read", read)
        }
        Note::Months { column, example } => message("note-months").with("column", column).with("example", example),
        Note::Century { column, from } => message("note-century").with("column", column).with("from", from),
        Note::PerMonth { column, by } => {
            let is_number = by.bytes().all(|byte| byte.is_ascii_digit());
            let name = if is_number { "note-per-month" } else { "note-per-month-by" };
            message(name).with("column", column).with("by", by)
        }
        Note::Unit { column, by } => match by {
            None => message("note-unit-minor").with("column", column),
            Some((Operation::Times, by)) => {
                message("note-unit-times").with("column", column).figure("by", by.cast_signed())
            }
            Some((Operation::Per, by)) => {
                message("note-unit-per").with("column", column).figure("by", by.cast_signed())
            }
        },
        Note::Pieces { quantity, price } => message("note-pieces").with("quantity", quantity).with("price", price),
        Note::LastDay { column } => message("note-last-day").with("column", column),
        Note::LastMinute { column, example } => {
            message("note-last-minute").with("column", column).with("value", example)
        }
        Note::Silent { column } => message("note-silent").with("column", column),
        Note::Unused { column, examples } if examples.is_empty() => message("note-unused-empty").with("column", column),
        Note::Unused { column, examples } => {
            message("note-unused").with("column", column).with("examples", examples.join(", "))
        }
        Note::UnusedWords { column, words, others } => {
            let told = words.iter().map(in_word).chain(others.as_ref().map(in_others)).collect();
            message("note-unused-words").with("column", column).listing("words", told)
        }
        Note::UnusedInSome { column, first, with, without } => {
            let told = in_some(&[with.clone(), without.clone()]);
            located("note-unused-in-some", column, with.rows, first).listing("words", told)
        }
    }
}

/// A column that may be a target as well, with what the first rows would come to by it.
fn in_rival((column, effect): &(String, Option<Effect>)) -> Message {
    match effect {
        None => message("rival").with("column", column),
        Some(effect) => message("rival-effect").with("column", column).listing("effect", vec![in_effect(effect)]),
    }
}

fn located(name: &'static str, column: &str, rows: u64, first: &Example) -> Message {
    let told = message(name).with("column", column).figure("rows", rows.cast_signed());
    told.with("row", first.row).with("value", &first.value)
}
