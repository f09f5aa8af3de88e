//! What an answer raises in its turn: once it is said where the amount is, what stands beside it is asked about as in a file that says it
//! itself.

use std::collections::BTreeSet;

use super::super::{CellType, ColumnSource, Guess, TargetSources, Topic, guess_with_answers};
use super::kinds::{File, amounts, customers, days};
use super::*;
use crate::lake::Fact;
use crate::sources::RawBatch;

const ROWS: usize = 12;

/// What stands in a row, by its number and its amount.
type CellMaker = Box<dyn Fn(usize, i64) -> String>;

fn guessed(fact: Fact, file: &File, sources: &TargetSources, answers: &[(&str, &str)]) -> Guess {
    let feed = file.feed();
    let sample: Vec<RawBatch> = feed.batches.iter().cloned().collect();
    let answers: Vec<_> = answers.iter().map(|(id, name)| ((*id).to_owned(), (*name).to_owned())).collect();
    guess_with_answers(Some(fact), &feed.file(), &sample, &usual(), sources, &answers)
}

fn ids(guess: &Guess) -> BTreeSet<String> {
    let asked = guess.questions.iter().filter(|question| question.topic != Topic::Currency);
    asked.map(super::super::Question::id).collect()
}

/// Sales whose amount nobody can know by its name, with a column beside it.
fn sales(column: &str, cell: impl Fn(usize, i64) -> String, dice: &mut Dice) -> File {
    let (shown, minor) = amounts(ROWS, dice);
    File::default()
        .with("Order No", (0..ROWS).map(|row| format!("{}", 1001 + row)))
        .with("Customer", customers(ROWS))
        .with("Date", days(ROWS))
        .with("Posten", shown)
        .with(column, (0..ROWS).map(|row| cell(row, minor[row])))
}

#[test]
fn what_stands_beside_an_amount_is_asked_about_once_somebody_says_where_it_is() {
    let mut dice = Dice(81);
    let part = |row: usize, minor: i64| format!("{}.{:02}", minor / 1000, 1 + row);
    let number = |prefix: &'static str| {
        move |row: usize, _: i64| {
            if row % 4 == 1 { format!("{prefix}{}", 2000 + row) } else { format!("RE-{}", 1000 + row) }
        }
    };
    let kinds: [(&str, &str, CellMaker); 6] = [
        ("Rabatt", "part.Rabatt", Box::new(part)),
        ("Versandkosten", "part.Versandkosten", Box::new(part)),
        // By its name it is taken off, as it is where the amount is known from the beginning.
        ("Refunded amount", "", Box::new(part)),
        ("Trinkgeld", "part.Trinkgeld", Box::new(part)),
        ("Rechnungsnummer", "given_back.Rechnungsnummer", Box::new(number("GS-"))),
        ("Invoice no", "given_back.Invoice no", Box::new(number("CN"))),
    ];
    for (column, id, cell) in &kinds {
        let file = sales(column, cell, &mut dice).shuffled(&mut dice);
        let none = TargetSources::new();
        let first = guessed(Fact::Purchases, &file, &none, &[]);
        assert!(ids(&first).contains("missing.amount"), "{column}: {:?}", ids(&first));
        let then = guessed(Fact::Purchases, &file, &none, &[("missing.amount", "Posten")]);
        let amount = then.mapping.columns.get("amount").map(|from| from.text().to_owned()).unwrap_or_default();
        let is_heeded = if id.is_empty() { amount.contains(column) } else { ids(&then).contains(*id) };
        assert!(is_heeded, "{column}: {:?} {amount}", ids(&then));
        let settled = then.questions.first().expect("the question that was answered");
        assert_eq!(settled.id(), "missing.amount");
        let changes = |name: &str| settled.answers.iter().find(|answer| answer.name == name).map(|it| it.edits.len());
        assert_eq!(changes("Posten"), Some(0), "it is in the mapping already");
        // The same where a person chose the column among the fields.
        let said = TargetSources::from([("amount".to_owned(), Some(ColumnSource::Source("Posten".to_owned())))]);
        let chosen = guessed(Fact::Purchases, &file, &said, &[]);
        assert_eq!(ids(&chosen), ids(&then).into_iter().filter(|id| id != "missing.amount").collect());
        assert_eq!(chosen.mapping, then.mapping);
    }
}

#[test]
fn a_column_that_is_said_is_taken_and_one_that_is_said_to_be_none_is_not() {
    let mut dice = Dice(82);
    let (shown, _) = amounts(ROWS, &mut dice);
    let file = sales("Amount", move |row, _| shown[row].clone(), &mut dice).shuffled(&mut dice);
    let source = |column: Option<&str>| column.map(|column| ColumnSource::Source(column.to_owned()));
    for column in ["Posten", "Amount"] {
        let said = TargetSources::from([("amount".to_owned(), source(Some(column)))]);
        let guess = guessed(Fact::Purchases, &file, &said, &[]);
        assert_eq!(guess.mapping.columns.get("amount").cloned(), source(Some(column)));
    }
    let said = TargetSources::from([("customer_id".to_owned(), None)]);
    assert_eq!(guessed(Fact::Purchases, &file, &said, &[]).mapping.columns.get("customer_id"), None);
}

#[test]
fn moments_counted_from_1970_are_offered_where_no_column_is_named_like_a_day() {
    let mut dice = Dice(83);
    for (times, kind) in [(1, CellType::UnixSeconds), (1000, CellType::UnixMillis)] {
        let (shown, _) = amounts(ROWS, &mut dice);
        let file = File::default()
            .with("Customer", customers(ROWS))
            .with("Amount", shown)
            .with("zz", (0..ROWS).map(|row| ((1_704_067_200 + row as i64 * 86_400) * times).to_string()))
            .shuffled(&mut dice);
        let guess = guessed(Fact::Purchases, &file, &TargetSources::new(), &[("missing.at", "zz")]);
        assert_eq!(guess.mapping.types.get("zz"), Some(&kind), "{:?}", guess.questions);
    }
}

#[test]
fn a_date_that_may_be_read_two_ways_takes_no_answer_away_from_what_is_missing() {
    let mut dice = Dice(94);
    for (price, start) in [
        ("Precio mensual", "Fecha inicio"),
        ("Prix mensuel", "Date de début"),
        ("Cena", "Data rozpoczęcia"),
        ("Prezzo", "Inizio"),
    ] {
        for separator in ["/", "-"] {
            let (shown, _) = amounts(ROWS, &mut dice);
            // No day is above twelve, so which number is the month cannot be seen.
            let day = |row: usize| format!("{:02}{separator}{:02}{separator}2024", 1 + row % 12, 1 + (row + 3) % 12);
            let file = File::default()
                .with("subscription_id", (0..ROWS).map(|row| format!("s{row}")))
                .with("Customer", customers(ROWS))
                .with(price, shown)
                .with(start, (0..ROWS).map(day))
                .shuffled(&mut dice);
            let none = TargetSources::new();
            let first = guessed(Fact::Subscriptions, &file, &none, &[]);
            let mut answers = Vec::new();
            for (id, column) in [("missing.from", start), ("missing.monthly", price)] {
                let asked = first.questions.iter().find(|question| question.id() == id);
                let offered = asked.is_none_or(|asked| asked.answers.iter().any(|answer| answer.name == column));
                assert!(offered, "{id}: {:?}\n{}", asked.map(|asked| &asked.answers), file.shown());
                answers.extend(asked.map(|_| (id, column)));
            }
            let then = guessed(Fact::Subscriptions, &file, &none, &answers);
            let order = then.questions.iter().find(|question| question.topic == Topic::DateOrder);
            assert!(order.is_some_and(|order| order.about == start), "{:?}\n{}", ids(&then), file.shown());
        }
    }
}
