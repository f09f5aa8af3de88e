//! Which column is meant, and what it is in: files whose names leave that open or say it in part, made by the hundred and read
//! independently. The figure is right, or a question tells what each answer would make of it.

use super::super::{Note, Question, Topic};
use super::kinds::{File, Reading, amounts, customers, days};
use super::*;
use crate::lake::Fact;

pub(super) fn file(rows: usize) -> File {
    File::default()
        .with("order_id", (0..rows).map(|row| format!("O{row}")))
        .with("customer_id", customers(rows))
        .with("date", days(rows))
}

/// The question of a topic, with the names of its answers and what each makes of the sample in minor units of one currency.
pub(super) fn asked<'a>(reading: &'a Reading, topic: Topic, file: &File) -> &'a Question {
    let found = reading.guess.questions.iter().find(|question| question.topic == topic);
    found.unwrap_or_else(|| panic!("{topic:?} is not asked but {:?}\n{}", reading.asked, file.shown()))
}

pub(super) fn sum_by(question: &Question, answer: &str) -> BTreeMap<String, i128> {
    let answer = question.answers.iter().find(|other| other.name == answer);
    let answer = answer.unwrap_or_else(|| panic!("no such answer: {:?}", question.answers));
    let effect = answer.effect.clone().expect("an effect");
    effect.minor.iter().map(|(currency, minor)| (currency.code().to_owned(), *minor)).collect()
}

pub(super) fn in_euros(minor: i64) -> BTreeMap<String, i128> {
    BTreeMap::from([("EUR".to_owned(), i128::from(minor))])
}

#[test]
fn amounts_are_read_in_what_the_name_of_their_column_says() {
    const UNITS: [(&str, i64, i64); 17] = [
        ("cents", 1, 100),
        ("in cents", 1, 100),
        ("minor units", 1, 100),
        ("minor", 1, 100),
        ("in Cent", 1, 100),
        ("ct", 1, 100),
        ("micros", 1, 1_000_000),
        ("in thousands", 1000, 1),
        ("'000", 1000, 1),
        ("TEUR", 1000, 1),
        ("in T€", 1000, 1),
        ("kEUR", 1000, 1),
        ("Tsd. EUR", 1000, 1),
        ("in k", 1000, 1),
        ("Mio. EUR", 1_000_000, 1),
        ("EUR", 1, 1),
        ("€", 1, 1),
    ];
    let mut dice = Dice(11);
    for _ in 0..400 {
        let subscriptions = dice.below(3) == 0;
        let stem = if subscriptions {
            dice.of(&["mrr", "monthly_price", "Monatsbetrag", "Monthly fee"])
        } else {
            dice.of(&[
                "amount",
                "Total",
                "total_amount",
                "Betrag",
                "Umsatz",
                "revenue",
                "order_total",
                "Rechnungsbetrag",
            ])
        };
        let (unit, times, parts) = UNITS[dice.below(UNITS.len())];
        let name = match dice.below(4) {
            0 => format!("{stem} ({unit})"),
            1 => format!("{stem} {unit}"),
            2 => format!("{stem}_{}", unit.replace(' ', "_")),
            _ => format!("{stem} [{unit}]"),
        };
        let rows = 2 + dice.below(12);
        // Whole amounts, so that hundredths and millionths are too.
        let whole: Vec<i64> = (0..rows).map(|_| 1 + dice.below(900) as i64).collect();
        let cells = whole.iter().map(|whole| (whole * parts).to_string());
        let expected: i64 = whole.iter().map(|whole| whole * times * 100).sum();
        let file = if subscriptions {
            File::default()
                .with("subscription_id", (0..rows).map(|row| format!("S{row}")))
                .with("customer_id", customers(rows))
                .with("start_date", days(rows))
        } else {
            file(rows)
        };
        let file = file.with(&name, cells).shuffled(&mut dice);
        let fact = if subscriptions { Fact::Subscriptions } else { Fact::Purchases };
        let reading = Reading::of(fact, &file);
        assert!(reading.asked.is_empty(), "{:?}\n{}", reading.asked, file.shown());
        assert_eq!(reading.total(), expected, "{}\n{}", file.shown(), reading.guess.mapping.to_toml().expect("toml"));
        let is_told =
            reading.guess.notes.iter().any(|note| matches!(note, Note::Unit { column, .. } if *column == name));
        assert_eq!(is_told, times != parts, "{name}");
    }
}

#[test]
fn what_a_name_says_against_its_cells_or_by_a_letter_alone_is_asked_about() {
    let with = |name: &str, cells: [&str; 2]| file(2).with(name, cells.map(str::to_owned));
    for name in ["amount_cents", "total in pence", "Betrag (Cent)"] {
        let file = with(name, ["49.00", "51.50"]);
        asked(&Reading::of(Fact::Purchases, &file), Topic::MinorUnits, &file);
    }
    for (name, times) in [("amount_k", 1000), ("Revenue m", 1_000_000)] {
        let file = with(name, ["1.5", "2.25"]);
        let reading = Reading::of(Fact::Purchases, &file);
        let question = asked(&reading, Topic::Thousands, &file);
        assert_eq!(sum_by(question, &format!("times_{times}")), in_euros(375 * times), "{name}");
        assert_eq!(sum_by(question, "units"), in_euros(375), "{name}");
    }
}

#[test]
fn the_currency_of_a_name_holds_unless_a_column_of_currencies_says_another() {
    let mut dice = Dice(12);
    for _ in 0..200 {
        let rows = 2 + dice.below(10);
        let (shown, minor) = amounts(rows, &mut dice);
        let stem = dice.of(&["Amount", "total", "Umsatz", "Grand Total", "paid amount"]);
        let (said, code) = *dice.of(&[
            &("$", "USD"),
            &("US$", "USD"),
            &("USD", "USD"),
            &("£", "GBP"),
            &("CHF", "CHF"),
            &("in Euro", "EUR"),
        ]);
        let name = format!("{stem} ({said})");
        let file = file(rows).with(&name, shown.clone());
        let currencies: Vec<&str> = match dice.below(3) {
            0 => Vec::new(),
            1 => vec![code; rows],
            _ => (0..rows).map(|_| *dice.of(&[&"EUR", &"USD", &"SEK"])).collect(),
        };
        let is_against = currencies.iter().any(|other| *other != code);
        let column = dice.of(&["currency", "devise", "Währung", "Valuta"]);
        let file = if currencies.is_empty() {
            file
        } else {
            file.with(column, currencies.iter().map(|code| (*code).to_owned()))
        };
        let file = file.shuffled(&mut dice);
        let reading = Reading::of(Fact::Purchases, &file);
        let total = BTreeMap::from([(code.to_owned(), i128::from(minor.iter().sum::<i64>()))]);
        if is_against {
            let question = asked(&reading, Topic::NamedCurrency, &file);
            assert_eq!(sum_by(question, code), total, "{}", file.shown());
            let mut by_row: BTreeMap<String, i128> = BTreeMap::new();
            for (currency, minor) in currencies.iter().zip(&minor) {
                *by_row.entry((*currency).to_owned()).or_default() += i128::from(*minor);
            }
            assert_eq!(sum_by(question, column), by_row, "{}", file.shown());
        } else {
            assert!(reading.asked.is_empty(), "{:?}\n{}", reading.asked, file.shown());
            assert!(
                texts(&reading.rows, "currency").iter().all(|other| other.as_deref() == Some(code)),
                "{}",
                file.shown()
            );
            assert_eq!(i128::from(reading.total()), total[code], "{}", file.shown());
        }
    }
}

#[test]
fn a_currency_written_in_some_cells_says_nothing_of_the_others() {
    let mut dice = Dice(13);
    for _ in 0..200 {
        let rows = 2 + dice.below(30);
        let (mut shown, minor) = amounts(rows, &mut dice);
        let marked = 1 + dice.below(rows);
        let (sign, code) = *dice.of(&[&("$", "USD"), &("CHF ", "CHF"), &("£", "GBP"), &("EUR ", "EUR")]);
        let first = dice.below(rows);
        let is_marked = |row: usize| (row + rows - first) % rows < marked;
        (0..rows).filter(|row| is_marked(*row)).for_each(|row| shown[row] = format!("{sign}{}", shown[row]));
        let file = file(rows).with("amount", shown).shuffled(&mut dice);
        let reading = Reading::of(Fact::Purchases, &file);
        if marked == rows || code == "EUR" {
            assert!(reading.asked.is_empty(), "{:?}\n{}", reading.asked, file.shown());
            assert!(texts(&reading.rows, "currency").iter().all(|other| other.as_deref() == Some(code)));
            continue;
        }
        let question = asked(&reading, Topic::BareAmounts, &file);
        for bare in ["EUR", code] {
            let mut expected: BTreeMap<String, i128> = BTreeMap::new();
            for (row, minor) in minor.iter().enumerate() {
                let code = if is_marked(row) { code } else { bare };
                *expected.entry(code.to_owned()).or_default() += i128::from(*minor);
            }
            assert_eq!(sum_by(question, bare), expected, "{}", file.shown());
        }
    }
}

#[test]
fn sums_whose_names_fit_alike_are_asked_about_with_what_each_would_come_to() {
    const PAIRS: [[&str; 2]; 12] = [
        ["net_amount", "gross_amount"],
        ["Betrag netto", "Betrag brutto"],
        ["invoice_amount", "amount_paid"],
        ["original_amount", "amount_eur"],
        ["Order Total", "Adjusted Order Total"],
        ["Netto", "Brutto"],
        ["Total incl. VAT", "Total excl. VAT"],
        ["Summe inkl. MwSt", "Summe exkl. MwSt"],
        ["price", "order_total"],
        ["amount", "amount_eur"],
        ["total before tax", "total after tax"],
        ["booked revenue", "invoiced revenue"],
    ];
    let mut dice = Dice(14);
    for _ in 0..300 {
        let rows = 1 + dice.below(12);
        let pair = PAIRS[dice.below(PAIRS.len())];
        let (first, first_minor) = amounts(rows, &mut dice);
        let (second, second_minor) = amounts(rows, &mut dice);
        let file = file(rows)
            .with(pair[0], first)
            .with(pair[1], second)
            .with("tax_amount", (0..rows).map(|_| "1.25".to_owned()))
            .with("Versandkosten", (0..rows).map(|_| "4.90".to_owned()))
            .shuffled(&mut dice);
        let reading = Reading::of(Fact::Purchases, &file);
        let question = asked(&reading, Topic::Rivals, &file);
        assert_eq!(question.about, "amount", "{}", file.shown());
        assert_eq!(question.answers.len(), 2, "{}", file.shown());
        for (name, minor) in pair.iter().zip([first_minor, second_minor]) {
            assert_eq!(sum_by(question, name), in_euros(minor.iter().sum()), "{}", file.shown());
        }
    }
}

#[test]
fn each_of_several_sums_is_in_its_own_unit_and_currency() {
    let file = file(2)
        .with("Amount (USD)", ["110.00", "220.00"].map(str::to_owned))
        .with("Amount (EUR)", ["100.00", "200.00"].map(str::to_owned))
        .with("amount_cents", ["12000", "24000"].map(str::to_owned))
        .with("Amount TEUR", ["1", "2"].map(str::to_owned));
    let reading = Reading::of(Fact::Purchases, &file);
    let question = asked(&reading, Topic::Rivals, &file);
    assert_eq!(sum_by(question, "Amount (USD)"), BTreeMap::from([("USD".to_owned(), 33_000)]));
    assert_eq!(sum_by(question, "Amount (EUR)"), in_euros(30_000));
    assert_eq!(sum_by(question, "amount_cents"), in_euros(36_000));
    assert_eq!(sum_by(question, "Amount TEUR"), in_euros(300_000));
    for (first, second) in [("mrr_net", "mrr_gross"), ("mrr_usd", "mrr_eur")] {
        let file = File::default()
            .with("subscription_id", ["s1", "s2"].map(str::to_owned))
            .with("customer_id", ["A", "B"].map(str::to_owned))
            .with("start_date", days(2))
            .with(first, ["110.00", "220.00"].map(str::to_owned))
            .with(second, ["100.00", "200.00"].map(str::to_owned));
        let reading = Reading::of(Fact::Subscriptions, &file);
        assert_eq!(asked(&reading, Topic::Rivals, &file).about, "monthly", "{first}");
    }
}

#[test]
fn a_sum_named_in_part_beside_the_amount_is_told_with_what_it_would_come_to() {
    let mut dice = Dice(15);
    for _ in 0..100 {
        let rows = 1 + dice.below(12);
        let (shown, minor) = amounts(rows, &mut dice);
        let (other, other_minor) = amounts(rows, &mut dice);
        let name = dice.of(&["net_amount", "Amount due", "amount_paid", "price list value", "Partial amount"]);
        let amount = dice.of(&["amount", "Total", "Betrag", "total_amount"]);
        let file = file(rows).with(amount, shown).with(name, other).shuffled(&mut dice);
        let reading = Reading::of(Fact::Purchases, &file);
        assert!(reading.asked.is_empty(), "{:?}\n{}", reading.asked, file.shown());
        assert_eq!(reading.total(), minor.iter().sum::<i64>(), "{}", file.shown());
        let told = reading.guess.notes.iter().find_map(|note| match note {
            Note::Rival { target, column, others } if target == "amount" && column == amount => others.first(),
            _ => None,
        });
        let (column, effect) = told.expect("told");
        assert_eq!(column, name, "{}", file.shown());
        let total: i128 = effect.as_ref().expect("an effect").minor.values().sum();
        assert_eq!(total, i128::from(other_minor.iter().sum::<i64>()), "{}", file.shown());
    }
}

#[test]
fn a_sum_that_all_lines_of_an_order_repeat_is_asked_about() {
    let mut dice = Dice(17);
    for _ in 0..200 {
        let orders = 2 + dice.below(8);
        let lines: Vec<usize> = (0..orders).map(|_| 1 + dice.below(3)).collect();
        let (shown, minor) = amounts(orders, &mut dice);
        let of_line: Vec<usize> = (0..orders).flat_map(|order| vec![order; lines[order]]).collect();
        let file = File::default()
            .with(
                dice.of(&["order_id", "Order Number", "Bestellnummer", "invoice_no"]),
                of_line.iter().map(|order| format!("O{order}")),
            )
            .with("customer", of_line.iter().map(|order| format!("C{}", order % 3)))
            .with("date", of_line.iter().map(|order| format!("2024-01-{:02}", order + 1)))
            .with(dice.of(&["product", "item"]), (0..of_line.len()).map(|line| format!("P{line}")))
            .with(
                dice.of(&["order_total", "total", "Gesamtbetrag", "amount"]),
                of_line.iter().map(|order| shown[*order].clone()),
            )
            .shuffled(&mut dice);
        let reading = Reading::of(Fact::Purchases, &file);
        if lines.iter().all(|lines| *lines == 1) {
            assert!(reading.asked.is_empty(), "{:?}\n{}", reading.asked, file.shown());
            continue;
        }
        let question = asked(&reading, Topic::OrderTotal, &file);
        assert_eq!(sum_by(question, "once"), in_euros(minor.iter().sum()), "{}", file.shown());
        let each: i64 = of_line.iter().map(|order| minor[*order]).sum();
        assert_eq!(sum_by(question, "each"), in_euros(each), "{}", file.shown());
        let rejected = question.answers[0].effect.as_ref().map(|effect| effect.rejected);
        assert_eq!(rejected, Some(0), "{}", file.shown());
    }
}

#[test]
fn a_price_of_one_piece_is_multiplied_by_the_pieces_whatever_they_are_called() {
    let mut dice = Dice(18);
    for _ in 0..200 {
        let rows = 2 + dice.below(8);
        let pieces: Vec<i64> = (0..rows).map(|_| 2 + dice.below(9) as i64).collect();
        let (shown, minor) = amounts(rows, &mut dice);
        let quantity = dice.of(&[
            "quantity",
            "qty",
            "seats",
            "licenses",
            "users",
            "units",
            "Anzahl",
            "Lizenzen",
            "number_of_seats",
        ]);
        let total: i64 = minor.iter().zip(&pieces).map(|(minor, pieces)| minor * pieces).sum();
        let subscriptions = dice.below(2) == 0;
        let (fact, file, price) = if subscriptions {
            let file = File::default()
                .with("subscription_id", (0..rows).map(|row| format!("S{row}")))
                .with("customer_id", customers(rows))
                .with("start_date", days(rows));
            (
                Fact::Subscriptions,
                file,
                dice.of(&["price_per_user_per_month", "monthly_price", "Monthly price per seat"]),
            )
        } else {
            (
                Fact::Purchases,
                file(rows),
                dice.of(&["unit_price", "Price per unit", "Einzelpreis", "price per license"]),
            )
        };
        let file = file.with(quantity, pieces.iter().map(i64::to_string)).with(price, shown).shuffled(&mut dice);
        let reading = Reading::of(fact, &file);
        if *price == *"monthly_price" {
            let question = asked(&reading, Topic::Quantity, &file);
            assert_eq!(sum_by(question, "each"), in_euros(total), "{}", file.shown());
        } else {
            assert!(reading.asked.is_empty(), "{:?}\n{}", reading.asked, file.shown());
            assert_eq!(reading.total(), total, "{}", file.shown());
        }
    }
}

#[test]
fn a_price_of_an_item_beside_a_quantity_is_asked_about() {
    let mut dice = Dice(92);
    for name in ["item price", "Item Price", "item-price", "itemPrice"] {
        let rows = 2 + dice.below(9);
        let (shown, minor) = amounts(rows, &mut dice);
        let pieces: Vec<i64> = (0..rows).map(|row| 1 + (row as i64 + 1) % 3).collect();
        let file = File::default()
            .with("order", (0..rows).map(|row| row.to_string()))
            .with("customer", customers(rows))
            .with("date", days(rows))
            .with("quantity", pieces.iter().map(i64::to_string))
            .with(name, shown)
            .shuffled(&mut dice);
        assert!(Reading::of(Fact::Purchases, &file).asked.contains("quantity"), "{}", file.shown());
        let of_each = minor.iter().zip(&pieces).map(|(minor, pieces)| minor * pieces).sum();
        for (answer, expected) in [("each", of_each), ("all", minor.iter().sum::<i64>())] {
            let reading = Reading::answered(Fact::Purchases, &file, &[(Topic::Quantity, answer)]);
            assert_eq!(reading.total(), expected, "{answer}\n{}", file.shown());
        }
    }
}
