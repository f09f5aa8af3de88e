//! Files of a known system that tell more than they did when their mapping was agreed on: what the new columns and words would change is asked,
//! by column, and nothing is where they change nothing.

use super::super::{KnownColumns, MappingSource, Review, Topic, review};
use super::kinds::{File, Reading, amounts, customers, days};
use super::*;
use crate::lake::Fact;
use crate::sources::RawBatch;

const ROWS: usize = 12;

fn orders(dice: &mut Dice) -> File {
    let (shown, _) = amounts(ROWS, dice);
    File::default()
        .with("Order No", (0..ROWS).map(|row| format!("{}", 1001 + row)))
        .with("Customer", customers(ROWS))
        .with("Date", days(ROWS))
        .with("Amount", shown)
        .with("Note", (0..ROWS).map(|row| format!("note {row}")))
}

fn subscriptions() -> File {
    File::default()
        .with("subscription_id", (0..ROWS).map(|row| format!("s{row}")))
        .with("customer_id", customers(ROWS))
        .with("mrr", (0..ROWS).map(|row| format!("{}.00", 10 + row)))
        .with("start_date", days(ROWS))
}

/// The mapping agreed on for a file, the columns it had then, and what another file asks and tells.
fn reviewed(fact: Fact, before: &File, now: &File) -> Option<Review> {
    let mut agreed = Reading::of(fact, before).guess.mapping;
    agreed.currency = Some(bellwether_model::Currency::EUR);
    let feed = now.feed();
    let sample: Vec<RawBatch> = feed.batches.iter().cloned().collect();
    review(&agreed, &known(before, &agreed), &feed.file(), &sample, &usual())
}

/// What the columns of a file hold, as an import by a mapping keeps it.
fn known(before: &File, mapping: &Mapping) -> KnownColumns {
    let mut source =
        MappingSource::new(Box::new(before.feed()), mapping.clone(), &usual().zone, None).expect("a source");
    while source.next().expect("rows").is_some() {}
    let empty = source.empty_columns();
    let filled = source.columns().into_iter().filter(|column| !empty.contains(column)).collect();
    KnownColumns { filled, single_texts: source.single_texts() }
}

/// Cells of which those in some rows say something.
fn some(word: &str, other: &str, dice: &mut Dice) -> Vec<String> {
    let at = dice.below(ROWS);
    (0..ROWS).map(|row| if row == at || row % 5 == at % 5 { word } else { other }.to_owned()).collect()
}

#[test]
fn a_new_column_that_says_that_rows_do_not_count_is_asked_about_and_none_decides_by_itself() {
    let mut dice = Dice(7);
    let new: [(&str, &str, &str, Topic); 15] = [
        ("Status", "cancelled", "paid", Topic::Hint),
        ("Financial Status", "voided", "paid", Topic::Hint),
        ("Zustand", "storniert", "bezahlt", Topic::Hint),
        ("state", "failed", "succeeded", Topic::Hint),
        ("Status", "zurückgestellt", "bezahlt", Topic::Rows),
        ("Type", "refund", "sale", Topic::Hint),
        ("Belegart", "Gutschrift", "Rechnung", Topic::Hint),
        ("is_test", "true", "false", Topic::Hint),
        ("Cancelled at", "2024-02-01", "", Topic::Undone),
        ("Storniert am", "2024-02-01", "", Topic::Undone),
        ("refunded_at", "2024-02-01", "", Topic::Undone),
        ("Refunded Amount", "1.50", "0.00", Topic::Less),
        ("Erstattungsbetrag", "1.50", "", Topic::Less),
        ("Currency", "USD", "EUR", Topic::NewColumn),
        ("Währung", "CHF", "EUR", Topic::NewColumn),
    ];
    for _ in 0..10 {
        for (column, word, other, topic) in new {
            let before = orders(&mut dice);
            let now = before.clone().with(column, some(word, other, &mut dice)).shuffled(&mut dice);
            let Review { mapping, questions, .. } = reviewed(Fact::Purchases, &before, &now).expect("a look");
            let asked: Vec<_> = questions.iter().map(|asked| (asked.topic, asked.about.as_str())).collect();
            assert_eq!(asked, [(topic, column)], "{}", now.shown());
            let agreed = Reading::of(Fact::Purchases, &before).guess.mapping;
            assert_eq!((mapping.rows, mapping.condition, mapping.columns), (agreed.rows, None, agreed.columns));
            let [first, .., last] = questions[0].answers.as_slice() else { panic!("two answers") };
            assert_ne!(first.effect, last.effect, "{column}: {:?}", questions[0].answers);
        }
    }
}

#[test]
fn what_a_subscription_newly_says_of_itself_is_asked_about() {
    let mut dice = Dice(11);
    for (column, word, other) in [
        ("status", "canceled", "active"),
        ("paused", "yes", "no"),
        ("is_trial", "true", "false"),
        ("Status", "gekündigt", "aktiv"),
    ] {
        let now = subscriptions().with(column, some(word, other, &mut dice)).shuffled(&mut dice);
        let review = reviewed(Fact::Subscriptions, &subscriptions(), &now).expect("a look");
        let asked: Vec<_> = review.questions.iter().map(|asked| asked.about.as_str()).collect();
        assert_eq!(asked, [column], "{}", now.shown());
    }
}

#[test]
fn a_new_column_that_changes_nothing_is_told_and_keeps_its_rule() {
    let mut dice = Dice(3);
    for (column, word, other) in [
        ("Colour", "red", "blue"),
        ("Channel", "web", "shop"),
        ("is_test", "no", "no"),
        ("Refunded Amount", "0.00", "0.00"),
    ] {
        let before = orders(&mut dice);
        let now = before.clone().with(column, some(word, other, &mut dice)).shuffled(&mut dice);
        let Review { mapping, questions, notes } = reviewed(Fact::Purchases, &before, &now).expect("a look");
        assert!(questions.is_empty(), "{column}: {questions:?}");
        assert!(!notes.is_empty(), "{column}");
        // Another word than those seen is asked about once it comes.
        let words = mapping.rows.get(column).map(|words| (words.count.clone(), words.leave_out.clone()));
        let told = (column == "is_test").then(|| (vec!["no".to_owned()], Vec::new()));
        assert_eq!(words, told, "{column}");
    }
}

#[test]
fn a_file_with_the_columns_and_words_of_before_asks_nothing_in_whatever_order() {
    let mut dice = Dice(5);
    for _ in 0..40 {
        let before = orders(&mut dice).with("Status", some("cancelled", "paid", &mut dice));
        let now = orders(&mut dice).with("Status", some("paid", "cancelled", &mut dice)).shuffled(&mut dice);
        let review = reviewed(Fact::Purchases, &before, &now).expect("a look at words");
        assert_eq!((review.questions.len(), review.notes.len()), (0, 0), "{:?} {:?}", review.questions, review.notes);
    }
}

#[test]
fn a_new_word_of_a_column_that_decides_is_asked_about() {
    let mut dice = Dice(13);
    for word in ["storniert", "zurückgestellt", "on hold", "cancelled", "?"] {
        let before = orders(&mut dice).with("Status", (0..ROWS).map(|_| "paid".to_owned()));
        let now = orders(&mut dice).with("Status", some(word, "paid", &mut dice)).shuffled(&mut dice);
        let review = reviewed(Fact::Purchases, &before, &now).expect("a look at words");
        let asked: Vec<_> = review.questions.iter().map(|asked| (asked.topic, asked.about.as_str())).collect();
        assert_eq!(asked, [(Topic::Rows, "Status")], "{word}");
        assert!(review.questions[0].words.iter().any(|known| known.word == word));
    }
}

/// Numbers of orders of which some begin in another way from a row on.
fn numbered(prefix: &str, dice: &mut Dice) -> File {
    let (shown, _) = amounts(ROWS, dice);
    let number = |row: usize| if row % 4 == 2 { format!("{prefix}{}", 1001 + row) } else { format!("{}", 1001 + row) };
    File::default()
        .with("Order No", (0..ROWS).map(number))
        .with("Customer", customers(ROWS))
        .with("Date", days(ROWS))
        .with("Amount", shown)
}

#[test]
fn credit_notes_that_begin_in_a_later_file_are_asked_about_until_it_is_kept_that_they_are_sales() {
    let mut dice = Dice(17);
    for prefix in ["CN", "GS-", "STO-", "RF/"] {
        let (before, now) = (orders(&mut dice), numbered(prefix, &mut dice).shuffled(&mut dice));
        let questions = reviewed(Fact::Purchases, &before, &now).expect("a look").questions;
        let asked: Vec<_> = questions.iter().map(super::super::Question::id).collect();
        assert_eq!(asked, ["given_back.Order No"], "{prefix}");
        let mut agreed = Reading::of(Fact::Purchases, &before).guess.mapping;
        agreed.currency = Some(bellwether_model::Currency::EUR);
        let known = known(&before, &agreed);
        let feed = now.feed();
        let sample: Vec<RawBatch> = feed.batches.iter().cloned().collect();
        // Once they are refunds, only those of another beginning are asked about.
        let [refunds, _] = questions[0].answers.as_slice() else { panic!("two answers") };
        let mut with_refunds = agreed.clone();
        refunds.edits.iter().for_each(|edit| edit.apply(&mut with_refunds));
        let again = review(&with_refunds, &known, &feed.file(), &sample, &usual()).expect("a look");
        assert_eq!(again.questions, [], "{prefix}");
        let other = numbered("RET-", &mut dice).shuffled(&mut dice).feed();
        let others: Vec<RawBatch> = other.batches.iter().cloned().collect();
        let again = review(&with_refunds, &known, &other.file(), &others, &usual()).expect("a look");
        assert_eq!(again.questions.len(), 1, "{prefix}");
        agreed.answers.insert("given_back.Order No".to_owned(), "sales".to_owned());
        let agreed = Mapping::from_toml(&agreed.to_toml().expect("toml")).expect("the same mapping");
        let kept = review(&agreed, &known, &feed.file(), &sample, &usual()).expect("a look");
        assert_eq!(kept.questions, [], "{prefix}");
    }
}

#[test]
fn plans_that_begin_to_say_for_how_long_they_are_are_asked_about() {
    let plans = |second: &'static str| {
        subscriptions().with("plan", (0..ROWS).map(move |row| if row % 3 == 1 { second } else { "Pro" }.to_owned()))
    };
    for plan in ["Pro yearly", "Pro annual", "Pro Jahresabo", "Pro quarterly"] {
        let questions = reviewed(Fact::Subscriptions, &plans("Basic"), &plans(plan)).expect("a look").questions;
        let asked: Vec<_> = questions.iter().map(super::super::Question::id).collect();
        assert_eq!(asked, ["plan_interval.plan"], "{plan}");
    }
}

#[test]
fn what_a_column_of_one_text_begins_to_say_is_asked_about_as_if_the_column_were_new() {
    let mut dice = Dice(19);
    let kinds: [(&str, &str, &str, Topic); 13] = [
        ("Status", "paid", "cancelled", Topic::Rows),
        ("Status", "done", "cancelled", Topic::Rows),
        ("is_refund", "false", "true", Topic::Rows),
        ("Refund", "N", "Y", Topic::Rows),
        ("Belegart", "Rechnung", "Gutschrift", Topic::Rows),
        ("debit_credit", "C", "D", Topic::Rows),
        ("Refunded Amount", "0", "1.50", Topic::Less),
        ("Erstattungsbetrag", "0.00", "20.00", Topic::Less),
        ("Quantity", "1", "3", Topic::Quantity),
        ("Menge", "1", "2", Topic::Quantity),
        ("Cancelled at", "", "2024-02-01", Topic::Undone),
        ("Currency", "EUR", "USD", Topic::NewColumn),
        ("Colour", "red", "blue", Topic::Missing),
    ];
    for (column, one, other, topic) in kinds {
        for _ in 0..5 {
            let before = orders(&mut dice).with(column, (0..ROWS).map(|_| one.to_owned()));
            let now = orders(&mut dice).with(column, some(other, one, &mut dice)).shuffled(&mut dice);
            let review = reviewed(Fact::Purchases, &before, &now).expect("a look");
            // Words are asked about as hints where all are known, and as such where one is not.
            let of_words = |topic| if topic == Topic::Hint { Topic::Rows } else { topic };
            let asked: Vec<_> = review.questions.iter().map(|asked| of_words(asked.topic)).collect();
            let by_rows = column == "Currency" && before.shown().contains("Currency");
            match topic {
                // Nothing hangs on it, which is told.
                Topic::Missing => assert_eq!((asked.len(), review.notes.len()), (0, 1), "{:?}", review.notes),
                // The column is read already.
                _ if review.mapping.columns["amount"].text().contains(column) => assert_eq!(asked, [], "{column}"),
                Topic::NewColumn if by_rows => assert!(asked.is_empty(), "{asked:?}"),
                topic => assert_eq!(asked, [topic], "{column}\n{}", now.shown()),
            }
        }
    }
}

#[test]
fn a_column_that_was_left_aside_may_say_other_things_that_nobody_knows() {
    let mut dice = Dice(23);
    for (column, one, other) in [("status", "open", "done"), ("Fulfilment", "no", "partly"), ("state", "new", "sent")] {
        let before = orders(&mut dice).with(column, (0..ROWS).map(|_| one.to_owned()));
        let mut agreed = Reading::of(Fact::Purchases, &before).guess.mapping;
        agreed.currency = Some(bellwether_model::Currency::EUR);
        agreed.rows.clear();
        let feed = orders(&mut dice).with(column, some(other, one, &mut dice)).feed();
        let sample: Vec<RawBatch> = feed.batches.iter().cloned().collect();
        let review = review(&agreed, &known(&before, &agreed), &feed.file(), &sample, &usual()).expect("a look");
        assert_eq!(review.questions, [], "{column}");
    }
}
