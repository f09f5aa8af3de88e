//! Which column names the customer, and what is offered where a column is missing.

use super::super::{Note, Topic};
use super::columns::{asked, file, in_euros, sum_by};
use super::kinds::{File, Reading, amounts, customers, days};
use super::*;
use crate::lake::Fact;

#[test]
fn the_customer_is_no_cashier_no_manager_and_no_group() {
    const OTHERS: [&str; 12] = [
        "User",
        "Cashier",
        "Account Manager",
        "Account Owner",
        "Sales Rep",
        "Customer Group",
        "Company Code",
        "Kundenbetreuer",
        "Verkäufer",
        "Agent",
        "customer_type",
        "Customers",
    ];
    const CUSTOMERS: [&str; 9] = [
        "Customer Name",
        "Buyer",
        "Client",
        "Sold-to party",
        "Kunde",
        "Kundennummer",
        "client name",
        "customer",
        "Bill-to customer",
    ];
    let mut dice = Dice(16);
    for _ in 0..300 {
        let rows = 6 + dice.below(12);
        let (shown, minor) = amounts(rows, &mut dice);
        let file = File::default()
            .with("Receipt No", (0..rows).map(|row| format!("R{row}")))
            .with(dice.of(&OTHERS), (0..rows).map(|row| ["Tim", "Ann"][row % 2].to_owned()))
            .with("Date", days(rows))
            .with(dice.of(&CUSTOMERS), customers(rows))
            .with("Total", shown)
            .shuffled(&mut dice);
        let reading = Reading::of(Fact::Purchases, &file);
        assert!(reading.asked.is_empty(), "{:?}\n{}", reading.asked, file.shown());
        let mut expected: BTreeMap<String, i64> = BTreeMap::new();
        for (customer, minor) in customers(rows).into_iter().zip(minor) {
            *expected.entry(customer).or_default() += minor;
        }
        assert_eq!(reading.minor, expected, "{}", file.shown());
    }
}

#[test]
fn rival_customers_are_asked_about_with_how_many_each_would_give() {
    let rows = 6;
    let with = |columns: &[(&str, usize)]| {
        let mut file = File::default().with("Date", days(rows)).with("Total", (0..rows).map(|_| "1.50".to_owned()));
        for (name, customers) in columns {
            file = file.with(name, (0..rows).map(|row| format!("{name} {}", row % customers)));
        }
        file
    };
    for columns in [
        vec![("From Email Address", 2), ("To Email Address", 5), ("Name", 3)],
        vec![("user_email", 5), ("account_name", 2)],
        vec![("Bill-to customer", 2), ("Ship-to customer", 4)],
        vec![("company", 2), ("email", 3)],
        vec![("User", 2)],
        vec![("Customer Group", 2)],
        vec![("Sales Rep", 2), ("Name", 4)],
    ] {
        let file = with(&columns);
        let reading = Reading::of(Fact::Purchases, &file);
        let question = asked(&reading, Topic::Rivals, &file);
        assert_eq!(question.about, "customer_id");
        for (name, customers) in columns {
            let answer = question.answers.iter().find(|answer| answer.name == name).expect(name);
            assert_eq!(answer.effect.as_ref().map(|effect| effect.customers), Some(customers as u64), "{name}");
        }
    }
    // Names that go with the ids one to one are the same customers, and others beside the customer's id are told.
    let file = with(&[("customer_id", 5), ("customer_name", 5), ("customer_email", 5)]);
    assert!(Reading::of(Fact::Purchases, &file).asked.is_empty());
    let reading = Reading::of(Fact::Purchases, &with(&[("customer_id", 5), ("customer_name", 3), ("user_id", 2)]));
    assert!(reading.asked.is_empty(), "{:?}", reading.asked);
    let told = reading.guess.notes.iter().find_map(|note| match note {
        Note::Rival { target, others, .. } if target == "customer_id" => Some(others),
        _ => None,
    });
    let told: Vec<_> = told
        .expect("told")
        .iter()
        .map(|(name, effect)| (name.as_str(), effect.as_ref().map(|effect| effect.customers)))
        .collect();
    assert_eq!(told, [("customer_name", Some(3)), ("user_id", Some(2))]);
}

#[test]
fn what_is_missing_is_asked_with_the_cell_in_the_way_and_the_columns_that_may_stand_for_it() {
    for (fact, name, cells, target) in [
        (Fact::Purchases, "amount", ["1.5k", "2k"], "amount"),
        (Fact::Purchases, "amount", ["100.00 CR", "50.00 DR"], "amount"),
        (Fact::Purchases, "at", ["Q1 2024", "Q2 2024"], "at"),
        (Fact::Subscriptions, "from", ["Q1 2024", "Q2 2024"], "from"),
    ] {
        let (at, money) = if fact == Fact::Purchases { ("date", "amount") } else { ("start", "mrr") };
        let mut file = File::default().with("customer_id", customers(2)).with(name, cells.map(str::to_owned));
        file = if target == "amount" {
            file.with(at, days(2))
        } else {
            file.with(money, ["1.50", "2.50"].map(str::to_owned))
        };
        let reading = Reading::of(fact, &file);
        let question = asked(&reading, Topic::Missing, &file);
        let example = question.example.as_ref().expect("a cell");
        assert_eq!((question.about.as_str(), example.row, example.value.as_str()), (target, 2, cells[0]));
    }
    let file = file(2)
        .with("Debit", ["100.00", ""].map(str::to_owned))
        .with("Credit", ["", "30.00"].map(str::to_owned))
        .with("Points", ["7", "9"].map(str::to_owned));
    let reading = Reading::of(Fact::Purchases, &file);
    let question = asked(&reading, Topic::Missing, &file);
    let names: Vec<&str> = question.answers.iter().map(|answer| answer.name.as_str()).collect();
    let [less, more] = ["coalesce(Debit, 0) - coalesce(Credit, 0)", "coalesce(Credit, 0) - coalesce(Debit, 0)"];
    assert_eq!(names, [less, more, "Debit", "Credit"]);
    assert_eq!(sum_by(question, less), in_euros(7000));
    assert_eq!(sum_by(question, more), in_euros(-7000));
    // A day in a person's life is none of a sale.
    let file = File::default()
        .with("customer_id", customers(2))
        .with("Date of Birth", ["1980-01-05", "1990-01-06"].map(str::to_owned))
        .with("Purchased", days(2))
        .with("amount", ["1.50", "2.50"].map(str::to_owned));
    let reading = Reading::of(Fact::Purchases, &file);
    assert_eq!(instants(&reading.rows, "at")[0], "2024-01-01T00:00:00Z");
}

#[test]
fn lines_that_are_equal_in_every_cell_are_told_with_what_they_come_to() {
    let file = File::default()
        .with("order_id", ["1", "1", "1", "2"].map(str::to_owned))
        .with("customer", ["A", "A", "A", "B"].map(str::to_owned))
        .with("date", ["2024-01-05", "2024-01-05", "2024-01-05", "2024-01-06"].map(str::to_owned))
        .with("item", ["x", "x", "y", "x"].map(str::to_owned))
        .with("amount", ["10.00", "10.00", "7.50", "10.00"].map(str::to_owned));
    let reading = Reading::of(Fact::Purchases, &file);
    assert!(reading.asked.is_empty(), "{:?}", reading.asked);
    let told = reading.guess.notes.iter().find_map(|note| match note {
        Note::EqualLines { row, effect } => Some((*row, effect.rows, effect.minor.values().sum::<i128>())),
        _ => None,
    });
    assert_eq!(told, Some((3, 1, 1000)));
}

#[test]
fn nobody_is_no_customer_in_any_language() {
    let mut dice = Dice(93);
    for words in [
        ["Walk-in Customer", "No Customer", "TBD", "POS", "Deleted User"],
        ["Laufkundschaft", "Kein Kunde", "Gelöschter Nutzer", "Barverkauf", "Unbekannt"],
        ["inconnu", "Néant", "anonyme", "Client de passage", "Invité"],
        ["onbekend", "Contant", "geen", "Passant", "Geen klant"],
        ["desconocido", "Consumidor final", "Invitado", "ninguno", "Público en general"],
        ["brak", "Nieznany", "gość", "Klient detaliczny", "brak klienta"],
        ["sconosciuto", "Ospite", "nessuno", "Cliente generico", "consumatore finale"],
        ["noemail@noemail.com", "no-email@shop.example", "unknown@example.com", "guest@shop.example", "none@none.com"],
    ] {
        for column in ["customer_id", "Customer", "Email", "Kunde"] {
            let rows = 12 + dice.below(9);
            let (shown, minor) = amounts(rows, &mut dice);
            let is_nobody = |row: usize| row % 4 == 1;
            let cell =
                |row: usize| if is_nobody(row) { words[row / 4 % 5].to_owned() } else { format!("a{row}@example.com") };
            let file = File::default()
                .with(column, (0..rows).map(cell))
                .with("date", days(rows))
                .with("amount", shown)
                .shuffled(&mut dice);
            let reading = Reading::of(Fact::Purchases, &file);
            assert!(reading.asked.is_empty(), "{:?}\n{}", reading.asked, file.shown());
            let nobodys: i64 = (0..rows).filter(|row| is_nobody(*row)).map(|row| minor[row]).sum();
            assert_eq!(reading.minor.get(""), Some(&nobodys), "{}", file.shown());
            assert_eq!(reading.minor.len(), 1 + (0..rows).filter(|row| !is_nobody(*row)).count(), "{}", file.shown());
        }
    }
}
