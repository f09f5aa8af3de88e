//! Files whose rows are not all sales, and say so in a column of whatever name and language: what is right, asked, or told with the rows and
//! the money of each word. Made by the hundred, and read independently.

use std::collections::BTreeMap;

use super::super::{Note, Topic};
use super::kinds::{File, Reading, amounts, customers, days};
use super::*;
use crate::lake::Fact;

fn purchases(rows: usize, shown: Vec<String>) -> File {
    File::default()
        .with("order_id", (0..rows).map(|row| format!("O{row}")))
        .with("customer_id", customers(rows))
        .with("date", days(rows))
        .with("amount", shown)
}

fn euros(minor: &BTreeMap<bellwether_model::Currency, i128>) -> i64 {
    minor.values().map(|minor| i64::try_from(*minor).expect("small")).sum()
}

/// Whether a question about a column counts every row of the file.
fn is_asked_about(reading: &Reading, column: &str, rows: usize) -> bool {
    reading.guess.questions.iter().any(|question| {
        let counted: u64 = question.words.iter().map(|count| count.rows).sum();
        question.about == column && counted == rows as u64 && !question.answers.is_empty()
    })
}

#[test]
fn what_an_unused_column_of_few_words_says_is_told_with_the_rows_and_the_money_of_each() {
    const WORDS: [&str; 9] = ["blå", "grøn", "rød", "hvid", "sort", "gul", "brun", "lilla", "orange"];
    const NUMBERS: [&str; 3] = ["7", "8", "9"];
    let mut dice = Dice(21);
    for _ in 0..120 {
        let rows = 9 + dice.below(40);
        let (shown, minor) = amounts(rows, &mut dice);
        let words: &[&str] = if dice.below(4) == 0 { &NUMBERS } else { &WORDS[..2 + dice.below(8)] };
        let cells: Vec<String> = (0..rows).map(|_| dice.of(words).to_owned()).collect();
        let column = dice.of(&["Farve", "x7", "cat.", "Gruppe", "col-3"]);
        let file = purchases(rows, shown).with(column, cells.clone()).shuffled(&mut dice);
        let reading = Reading::of(Fact::Purchases, &file);
        let mut expected: BTreeMap<String, (u64, i64)> = BTreeMap::new();
        for (cell, minor) in cells.iter().zip(&minor) {
            let of_word = expected.entry(cell.clone()).or_default();
            *of_word = (of_word.0 + 1, of_word.1 + minor);
        }
        let told = reading.guess.notes.iter().find_map(|note| match note {
            Note::UnusedWords { column: of, words, others } if of == column => Some((words, others)),
            _ => None,
        });
        let Some((words, others)) = told else {
            panic!("not told: {:?} {:?}\n{}", reading.asked, reading.guess.notes, file.shown())
        };
        for count in words {
            assert_eq!(expected.remove(&count.word), Some((count.rows, euros(&count.minor))), "{}", file.shown());
        }
        let left = expected.values().fold((0, 0), |sum, word| (sum.0 + word.0, sum.1 + word.1));
        let others = others.as_ref().map(|others| (others.count.rows, euros(&others.count.minor)));
        assert_eq!(others.unwrap_or_default(), left, "{}", file.shown());
    }
}

#[test]
fn a_column_that_has_something_in_some_rows_only_is_told_with_what_these_are_worth() {
    let mut dice = Dice(22);
    for _ in 0..100 {
        let rows = 10 + dice.below(30);
        let (shown, minor) = amounts(rows, &mut dice);
        let filled: Vec<bool> = (0..rows).map(|row| row == 3 || dice.below(3) == 0 && row != 4).collect();
        let is_day = dice.below(2) == 0;
        let cell = |(row, filled): (usize, &bool)| match (filled, is_day) {
            (false, _) => String::new(),
            (true, true) => format!("2024-03-{:02}", 1 + row % 28),
            (true, false) => format!("note number {row} of many"),
        };
        let column = dice.of(&["packed", "gift note", "Bemerkung intern", "shelf_day"]);
        let file = purchases(rows, shown).with(column, filled.iter().enumerate().map(cell)).shuffled(&mut dice);
        let reading = Reading::of(Fact::Purchases, &file);
        let sum = |wanted: bool| {
            minor.iter().zip(&filled).filter(|(_, is)| **is == wanted).map(|(minor, _)| minor).sum::<i64>()
        };
        let told = reading.guess.notes.iter().any(|note| match note {
            Note::UnusedInSome { column: of, with, without, .. } => {
                of == column && euros(&with.minor) == sum(true) && euros(&without.minor) == sum(false)
            }
            Note::UnusedWords { column: of, words, .. } => {
                of == column && words.iter().any(|word| word.word.is_empty())
            }
            _ => false,
        });
        assert!(told, "{:?}\n{}", reading.guess.notes, file.shown());
    }
}

#[test]
fn a_flag_that_rows_are_no_sales_is_asked_about_and_leaves_them_out_when_it_is_meant_so() {
    const AGAINST: [&str; 12] = [
        "cancelled",
        "is_test",
        "Refunded?",
        "voided",
        "Storniert",
        "is_deleted",
        "chargeback",
        "Fully Refunded",
        "canceled",
        "test_order",
        "Declined",
        "draft",
    ];
    const FOR: [&str; 5] = ["success", "is_paid", "Bezahlt", "livemode", "captured"];
    const STYLES: [(&str, &str); 9] = [
        ("yes", "no"),
        ("true", "false"),
        ("1", "0"),
        ("Y", "N"),
        ("TRUE", "FALSE"),
        ("ja", "nein"),
        ("x", ""),
        ("T", "F"),
        ("wahr", "falsch"),
    ];
    let mut dice = Dice(23);
    for _ in 0..120 {
        let rows = 4 + dice.below(30);
        let (shown, minor) = amounts(rows, &mut dice);
        let (yes, no) = STYLES[dice.below(STYLES.len())];
        let is_against = dice.below(2) == 0 || no.is_empty();
        let column = if is_against { dice.of(&AGAINST) } else { dice.of(&FOR) };
        let has_none = dice.below(6) == 0 && !no.is_empty();
        let bad: Vec<bool> = (0..rows).map(|row| !has_none && (row == 2 || row != 1 && dice.below(4) == 0)).collect();
        let cells = bad.iter().map(|bad| if *bad == is_against { yes } else { no }.to_owned());
        let file = purchases(rows, shown).with(column, cells).shuffled(&mut dice);
        let right: i64 = minor.iter().zip(&bad).filter(|(_, bad)| !**bad).map(|(minor, _)| minor).sum();
        let answer = dice.of(&["as_hinted", "all_count"]);
        let reading = Reading::answered(Fact::Purchases, &file, &[(Topic::Hint, answer)]);
        if has_none {
            assert!(reading.asked.is_empty() && reading.total() == right, "{:?}\n{}", reading.asked, file.shown());
            // A later row that says otherwise is refused by name, or asked about: it neither counts nor is left out in silence.
            let words = &reading.guess.mapping.rows[column];
            assert_eq!((words.leave_out.len(), words.count.len()), (0, 1), "{words:?}\n{}", file.shown());
            continue;
        }
        assert!(is_asked_about(&reading, column, rows), "{:?}\n{}", reading.asked, file.shown());
        let expected = if answer == "as_hinted" { right } else { minor.iter().sum() };
        assert_eq!(reading.total(), expected, "{answer}\n{}", file.shown());
    }
}

#[test]
fn a_day_on_which_something_was_undone_is_asked_about_or_leaves_its_rows_out() {
    let mut dice = Dice(24);
    for _ in 0..120 {
        let rows = 4 + dice.below(30);
        let (shown, minor) = amounts(rows, &mut dice);
        let column = dice.of(&[
            "refunded_at",
            "cancellation_date",
            "cancelled_at",
            "Stornodatum",
            "Storno am",
            "voided on",
            "Date refunded",
            "refund id",
            "Erstattet am",
            "chargeback date",
            "deleted_at",
        ]);
        let bad: Vec<bool> = (0..rows).map(|row| row == 2 || row != 1 && dice.below(4) == 0).collect();
        let cell =
            |(row, bad): (usize, &bool)| if *bad { format!("2024-05-{:02}", 1 + row % 28) } else { String::new() };
        let file = purchases(rows, shown).with(column, bad.iter().enumerate().map(cell)).shuffled(&mut dice);
        let right: i64 = minor.iter().zip(&bad).filter(|(_, bad)| !**bad).map(|(minor, _)| minor).sum();
        let reading = Reading::answered(Fact::Purchases, &file, &[(Topic::Undone, "leave_out")]);
        let is_asked = is_asked_about(&reading, column, rows);
        let is_told = reading.guess.notes.iter().any(|note| match note {
            Note::Cancelled { count, .. } => euros(&count.minor) == minor.iter().sum::<i64>() - right,
            Note::UnusedInSome { column: of, .. } => of == column,
            _ => false,
        });
        assert!(is_asked || is_told, "{:?}\n{}", reading.asked, file.shown());
        assert!(!is_asked || reading.total() == right, "{}", file.shown());
    }
}

#[test]
fn words_that_speak_against_their_rows_are_heard_in_a_column_of_any_name() {
    const AGAINST: [(&str, bool); 9] = [
        ("cancelled", false),
        ("failed", false),
        ("refund", true),
        ("Gutschrift", true),
        ("storniert", false),
        ("declined", false),
        ("Order cancelled by buyer", false),
        ("Annulée", false),
        ("fehlgeschlagen", false),
    ];
    let mut dice = Dice(25);
    for _ in 0..120 {
        let rows = 4 + dice.below(30);
        let (shown, minor) = amounts(rows, &mut dice);
        let column = dice.of(&[
            "Belegtyp",
            "Vorgang",
            "category",
            "action",
            "result",
            "info",
            "order_phase",
            "Statut",
            "Kategorie",
            "X",
        ]);
        let (word, gives_back) = AGAINST[dice.below(AGAINST.len())];
        let is_other = dice.of(&["zzz", "sale", "ok then", "Rechnung"]);
        let bad: Vec<bool> = (0..rows).map(|row| row == 2 || row != 1 && dice.below(4) == 0).collect();
        let cells = bad.iter().map(|bad| if *bad { word } else { is_other }.to_owned());
        let file = purchases(rows, shown).with(column, cells).shuffled(&mut dice);
        let sum =
            |wanted: bool| minor.iter().zip(&bad).filter(|(_, is)| **is == wanted).map(|(minor, _)| minor).sum::<i64>();
        let (right, back) = (sum(false), if gives_back { sum(true) } else { 0 });
        let reading = Reading::answered(Fact::Purchases, &file, &[(Topic::Hint, "as_hinted")]);
        let is_right = [right, right - back].contains(&reading.total());
        let is_asked = is_asked_about(&reading, column, rows);
        assert!(is_asked || (reading.asked.is_empty() && is_right), "{:?}\n{}", reading.asked, file.shown());
        assert!(is_right || !reading.asked.contains("hint"), "{}", file.shown());
    }
}

#[test]
fn however_many_states_there_are_those_that_are_no_sales_are_asked_about() {
    let mut dice = Dice(26);
    for states in [25, 90] {
        let rows = states * 2;
        let (shown, minor) = amounts(rows, &mut dice);
        let cells = (0..rows).map(|row| match row % states {
            0 => "cancelled".to_owned(),
            state => format!("Paid {state}"),
        });
        let file = purchases(rows, shown).with("status", cells).shuffled(&mut dice);
        let reading = Reading::of(Fact::Purchases, &file);
        assert!(is_asked_about(&reading, "status", rows), "{:?}", reading.asked);
        let right: i64 = minor.iter().enumerate().filter(|(row, _)| row % states != 0).map(|(_, minor)| minor).sum();
        let answered = Reading::answered(Fact::Purchases, &file, &[(Topic::Rows, "unknown_count")]);
        assert_eq!(answered.total(), right);
    }
}

#[test]
fn the_two_sides_of_a_book_are_asked_about() {
    for (column, one, other) in [
        ("Type", "Credit", "Debit"),
        ("Soll/Haben", "S", "H"),
        ("Dr/Cr", "CR", "DR"),
        ("Type", "IN", "OUT"),
        ("Typ", "Income", "Expense"),
        ("transaction_type", "debit", "credit"),
        ("Type", "S", "R"),
    ] {
        let file = purchases(3, ["100.05", "50.05", "30.05"].map(str::to_owned).to_vec())
            .with(column, [one, one, other].map(str::to_owned));
        let reading = Reading::of(Fact::Purchases, &file);
        assert!(is_asked_about(&reading, column, 3), "{column}: {:?} {:?}", reading.asked, reading.guess.mapping.rows);
    }
    let statement = purchases(3, ["100.05", "50.05", "30.05"].map(str::to_owned).to_vec())
        .with("Type", ["Credit", "Credit", "Debit"].map(str::to_owned));
    for (answer, right) in [("credits_count", 12_005), ("debits_count", -12_005)] {
        let reading = Reading::answered(Fact::Purchases, &statement, &[(Topic::Rows, answer)]);
        assert_eq!(reading.total(), right, "{answer}");
    }
    let invoices = purchases(3, ["100.05", "50.05", "30.05"].map(str::to_owned).to_vec())
        .with("Type", ["Invoice", "Invoice", "Credit"].map(str::to_owned));
    let reading = Reading::of(Fact::Purchases, &invoices);
    assert_eq!((reading.asked.is_empty(), reading.total()), (true, 12_005));
}

#[test]
fn what_is_known_already_is_not_asked_once_more() {
    let file = |more: (&str, [&str; 3])| {
        purchases(3, ["100.05", "50.05", "30.05"].map(str::to_owned).to_vec())
            .with("status", ["paid", "cancelled", "refunded"].map(str::to_owned))
            .with(more.0, more.1.map(str::to_owned))
    };
    for more in [
        ("cancelled", ["no", "yes", "no"]),
        ("refunded_at", ["", "", "2024-05-05"]),
        ("cancellation_date", ["", "2024-05-05", ""]),
        ("probability", ["100", "0", "0"]),
        ("note", ["", "cancelled by buyer", ""]),
    ] {
        let reading = Reading::of(Fact::Purchases, &file(more));
        assert_eq!((reading.asked.len(), reading.total()), (0, 10_005), "{more:?}: {:?}", reading.asked);
    }
    assert!(!Reading::of(Fact::Purchases, &file(("cancelled", ["yes", "no", "no"]))).asked.is_empty());
}

#[test]
fn sums_given_back_are_taken_off_whichever_way_they_are_written_or_asked_about() {
    let mut dice = Dice(27);
    for _ in 0..120 {
        let rows = 3 + dice.below(20);
        let (shown, minor) = amounts(rows, &mut dice);
        let back: Vec<i64> =
            (0..rows).map(|row| if row == 1 || dice.below(4) == 0 { minor[row] / 2 } else { 0 }).collect();
        let sign = if dice.below(2) == 0 { "-" } else { "" };
        let cell = |back: &i64| match back {
            0 => "0.00".to_owned(),
            back => format!("{sign}{}.{:02}", back / 100, back % 100),
        };
        let column =
            dice.of(&["refunded_amount", "Amount Refunded", "Erstattung", "chargeback_amount", "returned amount"]);
        let file = purchases(rows, shown).with(column, back.iter().map(cell)).shuffled(&mut dice);
        let right = minor.iter().sum::<i64>() - back.iter().sum::<i64>();
        let reading = Reading::of(Fact::Purchases, &file);
        let is_right = reading.asked.is_empty() && reading.total() == right;
        let answered = Reading::answered(Fact::Purchases, &file, &[(Topic::Less, "taken_off")]);
        assert!(
            is_right || (reading.asked.contains("less") && answered.total() == right),
            "{:?}\n{}",
            reading.asked,
            file.shown()
        );
    }
    // A flag is no money, and a second column is asked about.
    let file = purchases(3, ["100.05", "50.05", "30.05"].map(str::to_owned).to_vec());
    let flagged = Reading::of(Fact::Purchases, &file.clone().with("Refunded?", ["0", "1", "0"].map(str::to_owned)));
    assert!(flagged.asked.contains("hint") && flagged.total() == 18_015, "{:?} {}", flagged.asked, flagged.total());
    let two = file
        .with("refunded_amount", ["0.00", "20.00", "0.00"].map(str::to_owned))
        .with("refund_shipping", ["0.00", "5.00", "0.00"].map(str::to_owned));
    assert!(Reading::of(Fact::Purchases, &two).asked.contains("less"));
    assert_eq!(Reading::answered(Fact::Purchases, &two, &[(Topic::Less, "taken_off")]).total(), 15_515);
}

#[test]
fn a_discount_and_pieces_that_came_back_beside_pieces_and_price_are_asked_about() {
    let file = File::default()
        .with("order_id", ["1", "2"].map(str::to_owned))
        .with("customer_id", ["A", "B"].map(str::to_owned))
        .with("date", days(2))
        .with("quantity", ["3", "5"].map(str::to_owned))
        .with("unit_price", ["10.00", "10.00"].map(str::to_owned));
    let total = |file: &File, answer: &str| Reading::answered(Fact::Purchases, file, &[(Topic::Less, answer)]).total();
    for (column, cells) in [("discount", ["5.00", "0.00"]), ("Rabatt", ["-5.00", "0.00"])] {
        let file = file.clone().with(column, cells.map(str::to_owned));
        assert!(Reading::of(Fact::Purchases, &file).asked.contains("less"), "{column}");
        assert_eq!([total(&file, "taken_off"), total(&file, "left_alone")], [7500, 8000], "{column}");
    }
    let each = file.clone().with("discount", ["5.00", "0.00"].map(str::to_owned));
    assert_eq!(total(&each, "taken_off_each"), 6500);
    let percent = file.clone().with("discount_percent", ["50", "0"].map(str::to_owned));
    assert_eq!(total(&percent, "percent"), 6500);
    let returned = file.with("quantity_returned", ["0", "2"].map(str::to_owned));
    assert_eq!(total(&returned, "taken_off"), 6000);
}
